package engine

import (
	"time"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A Statement is a partner's month.
type Statement struct {
	Partner   string    `json:"partner"`
	Month     string    `json:"month"`
	Level     string    `json:"level"`
	Placement string    `json:"placement"` // a sentence
	Lines     []Line    `json:"lines"`
	Accounts  []Balance `json:"accounts"`
	Faults    []string  `json:"faults"`
}

// A Line is what an event led to: an entry, or why there is none.
type Line struct {
	Day      string `json:"day"`
	Event    string `json:"event"`
	Kind     string `json:"kind"`
	Amount   string `json:"amount"` // "" if nothing was posted
	Currency string `json:"currency"`
	Due      string `json:"due"`
	Sentence string `json:"sentence"`
}

// A Balance is an account of a statement.
type Balance struct {
	Currency string `json:"currency"`
	Medium   string `json:"medium"`
	Opening  string `json:"opening"`
	Earned   string `json:"earned"`
	Adjusted string `json:"adjusted"`
	Paid     string `json:"paid"`
	Held     string `json:"held"`
	Carried  string `json:"carried"`
}

// statements closes the months up to the one behind the last, which shows what a
// hold has held. Events that are refused join the refused.
func statements(run *program.Run, p program.Program, last cycle.Month, events []event, refused *[]OrderFault) []Statement {
	rows := map[int]int{}
	for _, e := range events {
		rows[e.added] = e.row
	}
	var list []Statement
	for r := range run.Close(last.Add(1)) {
		s := Statement{Partner: r.Partner, Month: r.Month.String(), Level: r.Level, Faults: r.Faults}
		if r.Placement != nil {
			s.Placement = r.Placement.String()
		}
		for line := range r.Lines() {
			if line.Err != nil {
				*refused = append(*refused, refusal(rows[line.Number], line.Err))
				continue
			}
			s.Lines = append(s.Lines, lines(&line, p.Zone())...)
		}
		for i := range r.Accounts {
			a := &r.Accounts[i]
			if a.Events > 0 || !a.Opening.IsZero() || !a.Earned.IsZero() || !a.Adjusted.IsZero() {
				s.Accounts = append(s.Accounts, balance(a))
			}
		}
		if len(s.Lines)+len(s.Accounts)+len(s.Faults) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// lines returns the entries of an event, or why it has none.
func lines(l *program.Line, zone *time.Location) []Line {
	at := Line{
		Day: l.Event.At.In(zone).Format(time.DateOnly), Event: l.Event.ID, Kind: string(l.Event.Kind), Currency: l.Event.Currency,
	}
	var list []Line
	for i := range l.Entries {
		e, one := &l.Entries[i], at
		one.Amount, one.Sentence, one.Due = plain(e.Amount), e.String(), e.Due.In(zone).Format(time.DateOnly)
		if e.Medium != commission.Cash {
			one.Currency += " in " + e.Medium.String()
		}
		list = append(list, one)
	}
	if len(list) > 0 {
		return list
	}
	for i := range l.Skipped {
		one := at
		one.Sentence = l.Skipped[i].String()
		list = append(list, one)
	}
	return list
}

func balance(a *program.Account) Balance {
	b := Balance{
		Currency: a.Currency, Opening: plain(a.Opening), Earned: plain(a.Earned), Adjusted: plain(a.Adjusted),
		Paid: plain(a.Paid), Held: plain(a.Held), Carried: plain(a.Carried),
	}
	if a.Medium != commission.Cash {
		b.Medium = a.Medium.String()
	}
	return b
}
