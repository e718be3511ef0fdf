package main

import (
	"cmp"
	"encoding/csv"
	"net/http"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A statement is what a partner earned in a month, and why.
type statement struct {
	Partner  string          `json:"partner"`
	Month    string          `json:"month"`
	Level    string          `json:"level,omitempty"` // that paid the month
	Why      string          `json:"why,omitempty"`   // it is that level
	Lines    []statementLine `json:"lines"`
	Accounts []accountLine   `json:"accounts"`
	Payouts  []payoutLine    `json:"payouts"`
	Waiting  []eventLine     `json:"waiting"` // events that are not posted yet
}

type statementLine struct {
	Entry commission.Entry `json:"entry"`
	Why   string           `json:"why"`
}

// An accountLine is what was earned in the month, and what is owed at present.
type accountLine struct {
	Currency string          `json:"currency"`
	Medium   string          `json:"medium"`
	Earned   decimal.Decimal `json:"earned"`
	Balance  decimal.Decimal `json:"balance"`
}

type payoutLine struct {
	Key      string          `json:"key"`
	Partner  string          `json:"partner"`
	Month    string          `json:"month"`
	Currency string          `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
	State    string          `json:"state"`
	Attempts int64           `json:"attempts"`
	Reason   string          `json:"reason,omitempty"`
}

func (p *payoutLine) fields() []any {
	return []any{&p.Key, &p.Partner, &p.Month, &p.Currency, &p.Amount, &p.State, &p.Attempts, &p.Reason}
}

const payoutColumns = `SELECT key, partner, month, currency, amount, state, attempts, reason FROM payouts `

type eventLine struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	At     string `json:"at"`
	State  string `json:"state"`
	Reason string `json:"reason"`
}

func (e *eventLine) fields() []any { return []any{&e.ID, &e.Kind, &e.At, &e.State, &e.Reason} }

const eventColumns = `SELECT id, kind, at, state, reason FROM events `

// statementOf reads the statement of a partner. A partner without anything is not there.
func (s *service) statementOf(t *tx, who string, month cycle.Month) (st statement, err error) {
	p, err := s.current(t)
	if err != nil {
		return st, err
	}
	known, _, err := one(t, itself[int64], `SELECT count(*) FROM partners WHERE id = $1`, who)
	if err == nil && known == 0 {
		err = notFound("there is no such partner")
	}
	if err != nil {
		return st, err
	}
	st = statement{Partner: who, Month: month.String(), Lines: []statementLine{}, Payouts: []payoutLine{}, Waiting: []eventLine{}}
	type level struct{ level, why string }
	l, _, err := one(t, func(l *level) []any { return []any{&l.level, &l.why} },
		`SELECT level, why FROM levels WHERE partner = $1 AND month = $2`, who, month.Add(-1).String())
	if err != nil {
		return st, err
	}
	st.Level, st.Why = l.level, l.why
	entries, err := entriesOf(t, `SELECT body FROM entries WHERE partner = $1 AND month = $2 ORDER BY booked, key`, who, month.String())
	if err != nil {
		return st, err
	}
	for _, e := range entries {
		st.Lines = append(st.Lines, statementLine{e, e.String()})
	}
	if st.Accounts, err = s.accountLines(t, p, who, entries); err != nil {
		return st, err
	}
	payouts, err := all(t, (*payoutLine).fields, payoutColumns+`WHERE partner = $1 AND month = $2 ORDER BY key`, who, month.String())
	if err != nil {
		return st, err
	}
	st.Payouts = append(st.Payouts, payouts...)
	waiting, err := all(t, (*eventLine).fields, eventColumns+`WHERE partner = $1 AND month = $2 AND state <> 'posted' ORDER BY at, id`, who, month.String())
	st.Waiting = append(st.Waiting, waiting...)
	return st, err
}

// accountLines adds up the entries of a month, and says what is owed with all that was
// posted so far.
func (s *service) accountLines(t *tx, p *document, who string, entries []commission.Entry) ([]accountLine, error) {
	keys, err := all(t, (*accountKey).fields, `SELECT DISTINCT partner, currency, medium FROM entries WHERE partner = $1 ORDER BY currency, medium`, who)
	lines := []accountLine{}
	for _, key := range keys {
		line := accountLine{Currency: key.currency, Medium: key.medium}
		for _, e := range entries {
			if e.Currency == key.currency && e.Medium.String() == key.medium {
				line.Earned = line.Earned.Add(e.Amount)
			}
		}
		policy, ok := p.policy(key.currency, key.medium)
		if ok {
			a, _, err := s.account(t, policy, key, alianza.Must(cycle.NewMonth(9999, 12)))
			if err != nil {
				return nil, err
			}
			line.Balance = a.Balance()
		} else if line.Balance, err = recordedSum(t, key); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, err
}

// recordedSum adds up what is only recorded: credit without a payout, say.
func recordedSum(t *tx, key accountKey) (sum decimal.Decimal, err error) {
	entries, err := entriesOf(t, `SELECT body FROM entries WHERE partner = $1 AND currency = $2 AND medium = $3`, key.partner, key.currency, key.medium)
	for _, e := range entries {
		sum = sum.Add(e.Amount)
	}
	return sum, err
}

// month reads the month that a request asks for; that which is open if it asks for none.
func (s *service) month(t *tx, r *http.Request) (m cycle.Month, err error) {
	if text := r.URL.Query().Get("month"); text != "" {
		return cycle.ParseMonth(text)
	}
	months, err := monthsOf(t)
	return months.closed.Add(1), err
}

func (s *service) getStatement(w http.ResponseWriter, r *http.Request) error {
	var st statement
	err := s.store.update(r.Context(), func(t *tx) error {
		month, err := s.month(t, r)
		if err != nil {
			return err
		}
		st, err = s.statementOf(t, param(r, "partner"), month)
		return err
	})
	if err != nil {
		return err
	}
	switch format := cmp.Or(r.URL.Query().Get("format"), "json"); format {
	case "json":
		return answer(w, http.StatusOK, st)
	case "csv":
		return st.writeCSV(w)
	case "html":
		return s.statementPage(w, r)
	default:
		return fault("format", format, alianza.ErrUnknown, "json, csv or html")
	}
}

// writeCSV writes the entries as a table. Texts that a spreadsheet would take for a
// formula get a quote in front.
func (st statement) writeCSV(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="statement.csv"`)
	out := csv.NewWriter(w)
	rows := [][]string{{"day", "kind", "event", "of", "rule", "tier", "base", "rate", "amount", "currency", "medium", "due", "why"}}
	for _, l := range st.Lines {
		e := l.Entry
		rows = append(rows, []string{
			e.At.Format("2006-01-02"), string(e.Kind), e.Event, e.Of, e.Rule, e.Tier, e.Base.String(), e.Rate.String(), e.Amount.String(),
			e.Currency, e.Medium.String(), e.Due.Format("2006-01-02"), l.Why,
		})
	}
	for _, row := range rows[1:] {
		for _, i := range []int{1, 2, 3, 4, 5, 12} { // those that somebody wrote
			if row[i] != "" && slices.Contains([]byte("=+-@\t\r"), row[i][0]) {
				row[i] = "'" + row[i]
			}
		}
	}
	return out.WriteAll(rows)
}
