package main

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// A ledger is the smallest honest one for a program like that of the events: for
// USD, with a rate by level, a hold of thirty days, and either nothing else, or a
// table over the month, or a cap for the month. It refuses what it does not know,
// and a refund of more than is left. It tells a retry from another event of the
// same ID. Its entries explain themselves as those of alianza do.
//
// It calculates with decimals, as the amounts of sales are of any number of
// digits.
type ledger struct {
	table func(sold decimal.Decimal) (decimal.Decimal, []portion) // of what a partner sold in a month; nil for the rate of the level
	limit decimal.Decimal                                         // of what a partner earns in a month; 0 for none
	seen  map[eventKey]*seenEvent
	month map[monthKey]*monthSum
}

type eventKey struct{ partner, id string }

type monthKey struct {
	partner string
	month   int // since year 0
}

// A seenEvent is what the ledger knows of an event, and what is left of a sale.
type seenEvent struct {
	kind         commission.Kind
	of, tier     string
	at, due      time.Time
	amount, left decimal.Decimal
	rate         decimal.Decimal
	posted       decimal.Decimal
}

type monthSum struct{ sold, exact, paid decimal.Decimal }

// A line is an entry of the ledger.
type line struct {
	Key        string          `json:"key"`
	Corrects   string          `json:"corrects,omitempty"`
	Plan       string          `json:"plan"`
	Version    int             `json:"version"`
	Rule       string          `json:"rule"`
	Kind       commission.Kind `json:"kind"`
	Event      string          `json:"event"`
	Of         string          `json:"of,omitempty"`
	Partner    string          `json:"partner"`
	Tier       string          `json:"tier,omitempty"`
	Period     string          `json:"period,omitempty"`
	At         time.Time       `json:"at"`
	Booked     time.Time       `json:"booked"`
	Due        time.Time       `json:"due"`
	Currency   string          `json:"currency"`
	Base       decimal.Decimal `json:"base"`
	Rate       decimal.Decimal `json:"rate"`
	Portions   []portion       `json:"portions,omitempty"`
	Exact      decimal.Decimal `json:"exact"`
	Amount     decimal.Decimal `json:"amount"`
	LeftBase   decimal.Decimal `json:"left_base"`
	LeftAmount decimal.Decimal `json:"left_amount"`
	Cut        bool            `json:"cut,omitempty"` // by the cap
}

type portion struct {
	Bracket int             `json:"bracket"`
	Rate    decimal.Decimal `json:"rate"`
	Base    decimal.Decimal `json:"base"`
	Exact   decimal.Decimal `json:"exact"`
	Amount  decimal.Decimal `json:"amount"`
}

var levelRates = map[string]decimal.Decimal{
	"affiliate/basic": decimal.New(20, -2), "affiliate/silver": decimal.New(25, -2),
	"affiliate/gold": decimal.New(30, -2), "affiliate/platinum": decimal.New(35, -2),
}

var (
	errRepeated = errors.New("a retry")
	errConflict = errors.New("another event of the same ID")
	errUnknown  = errors.New("unknown")
	errWrong    = errors.New("wrong")
)

func newLedger() *ledger {
	return &ledger{seen: map[eventKey]*seenEvent{}, month: map[monthKey]*monthSum{}}
}

// post takes an event and returns its entry.
func (l *ledger) post(e commission.Event) (line, error) {
	if e.ID == "" || e.Partner == "" || e.Currency != "USD" || e.At.IsZero() {
		return line{}, fmt.Errorf("event %q: %w", e.ID, errWrong)
	}
	if exp := e.Amount.Exponent(); exp < -18 || exp > 18 || e.Amount.NumDigits() > 38 || e.Amount.IsNegative() {
		return line{}, fmt.Errorf("event %q: amount: %w", e.ID, errWrong)
	}
	key := eventKey{e.Partner, e.ID}
	if s := l.seen[key]; s != nil {
		if s.kind == e.Kind && s.of == e.Of && s.tier == e.Tier && s.at.Equal(e.At) && s.amount.Equal(e.Amount) {
			return line{}, fmt.Errorf("event %q: %w", e.ID, errRepeated)
		}
		return line{}, fmt.Errorf("event %q: %w", e.ID, errConflict)
	}
	switch e.Kind {
	case commission.Sale:
		return l.sale(e, key)
	case commission.Refund:
		return l.refund(e, key)
	default:
		return line{}, fmt.Errorf("event %q: kind: %w", e.ID, errWrong)
	}
}

// entryKey names the entry of an event. A slash in a name is escaped.
func entryKey(partner, event string) string {
	return "affiliate/" + url.PathEscape(partner) + "/sale/" + url.PathEscape(event)
}

// start is what sales and refunds have in common.
func (l *ledger) start(e commission.Event, due time.Time) line {
	return line{
		Key: entryKey(e.Partner, e.ID), Rule: "sale", Event: e.ID, Of: e.Of, Partner: e.Partner, Tier: e.Tier,
		Currency: e.Currency, Plan: "affiliate", Version: 1, Kind: e.Kind, At: e.At, Booked: e.At, Due: due,
	}
}

func (l *ledger) sale(e commission.Event, key eventKey) (line, error) {
	year, month, day := e.At.UTC().Date()
	due := time.Date(year, month, day+30, 0, 0, 0, 0, time.UTC)
	s := &seenEvent{kind: e.Kind, tier: e.Tier, at: e.At, due: due, amount: e.Amount, left: e.Amount}
	out := l.start(e, due)
	out.Base = e.Amount
	if l.table != nil {
		sum := l.sum(e.Partner, year, month)
		sum.sold = sum.sold.Add(e.Amount)
		out.Period = fmt.Sprintf("%04d-%02d", year, month)
		l.rated(&out, sum)
		l.seen[key] = s
		return out, nil
	}
	rate, ok := levelRates[e.Tier]
	if !ok {
		return line{}, fmt.Errorf("event %q: level %q: %w", e.ID, e.Tier, errUnknown)
	}
	s.rate, out.Rate = rate, rate
	out.Exact = e.Amount.Mul(rate)
	s.posted = out.Exact.Round(2)
	if !l.limit.IsZero() {
		sum := l.sum(e.Partner, year, month)
		if room := l.limit.Sub(sum.paid); s.posted.GreaterThan(room) {
			s.posted, out.Cut = room, true
		}
		sum.paid = sum.paid.Add(s.posted)
	}
	out.Amount = s.posted
	out.LeftBase, out.LeftAmount = out.Base, out.Amount
	l.seen[key] = s
	return out, nil
}

func (l *ledger) refund(e commission.Event, key eventKey) (line, error) {
	s := l.seen[eventKey{e.Partner, e.Of}]
	switch {
	case s == nil:
		return line{}, fmt.Errorf("event %q of %q: %w", e.ID, e.Of, errUnknown)
	case s.kind != commission.Sale || e.Amount.GreaterThan(s.left):
		return line{}, fmt.Errorf("event %q of %q: %w", e.ID, e.Of, errWrong)
	}
	due := s.due
	if e.At.After(due) {
		due = e.At
	}
	out := l.start(e, due)
	out.Corrects = entryKey(e.Partner, e.Of)
	out.Base = e.Amount.Neg()
	s.left = s.left.Sub(e.Amount)
	l.seen[key] = &seenEvent{kind: e.Kind, of: e.Of, at: e.At, amount: e.Amount}
	if l.table != nil {
		year, month, _ := s.at.UTC().Date()
		sum := l.sum(e.Partner, year, month)
		sum.sold = sum.sold.Sub(e.Amount)
		out.Period = fmt.Sprintf("%04d-%02d", year, month)
		l.rated(&out, sum)
		return out, nil
	}
	left := s.left.Mul(s.rate).Round(2)
	out.Rate = s.rate
	out.Exact = out.Base.Mul(s.rate)
	out.Amount = left.Sub(s.posted)
	out.LeftBase, out.LeftAmount = s.left, left
	s.posted = left
	return out, nil
}

func (l *ledger) sum(partner string, year int, month time.Month) *monthSum {
	key := monthKey{partner, year*12 + int(month)}
	sum := l.month[key]
	if sum == nil {
		sum = new(monthSum)
		l.month[key] = sum
	}
	return sum
}

// rated posts the change of what a month is worth, with the bands of all of it.
func (l *ledger) rated(out *line, sum *monthSum) {
	exact, portions := l.table(sum.sold)
	worth := exact.Round(2)
	out.Exact, out.Portions = exact.Sub(sum.exact), portions
	out.Amount = worth.Sub(sum.paid)
	out.LeftBase, out.LeftAmount = sum.sold, worth
	sum.exact, sum.paid = exact, worth
}

var tableEnds, tableRates = shopspringTable()

// portionsOf is the graduated table of four bands, with what each contributes.
func portionsOf(sold decimal.Decimal) (decimal.Decimal, []portion) {
	var sum, shown, before decimal.Decimal
	portions := make([]portion, 0, len(tableRates))
	for i, rate := range tableRates {
		last := i == len(tableEnds) || sold.LessThanOrEqual(tableEnds[i])
		end := sold
		if !last {
			end = tableEnds[i]
		}
		base := end.Sub(before)
		exact := base.Mul(rate)
		sum = sum.Add(exact)
		amount := sum.Round(2).Sub(shown)
		shown = shown.Add(amount)
		portions = append(portions, portion{Bracket: i + 1, Rate: rate, Base: base, Exact: exact, Amount: amount})
		if before = end; last {
			break
		}
	}
	return sum, portions
}
