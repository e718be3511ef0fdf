package book

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// A Line is the sum of rows. Its figures are in the currency of the book.
type Line struct {
	_           [0]func()       // == would compare decimals by address
	Partner     string          `json:"partner,omitzero"`
	PartnerType string          `json:"partner_type,omitzero"`
	Rule        string          `json:"rule,omitzero"`
	Period      string          `json:"period,omitzero"`
	Currency    string          `json:"currency"`
	Rows        int             `json:"rows"`
	Revenue     decimal.Decimal `json:"revenue,wide"`
	Commission  decimal.Decimal `json:"commission,wide"`
	Cost        decimal.Decimal `json:"cost,wide"`
	Customers   int             `json:"customers"`
}

// check adds the faults of a line of a book.
func (l Line) check(f *check.Faults, path string) {
	checkNames(f, path, l.Partner, l.PartnerType, l.Rule, l.Period)
	if l.Rows < 1 {
		f.Add(path+"rows", strconv.Itoa(l.Rows), alianza.ErrRange, "want at least one row")
	}
	l.numbers(f, path)
}

// numbers adds the faults of the numbers of a line.
func (l Line) numbers(f *check.Faults, path string) {
	for _, one := range []struct {
		field string
		d     decimal.Decimal
	}{{"revenue", l.Revenue}, {"commission", l.Commission}, {"cost", l.Cost}} {
		if err := exact.CheckWritten(one.d); err != nil {
			f.Add(path+one.field, exact.Text(one.d), alianza.ErrRange, err.Error())
		}
	}
	if l.Cost.IsNegative() {
		f.Add(path+"cost", exact.Text(l.Cost), alianza.ErrNegative, "")
	}
	if l.Customers < 0 {
		f.Add(path+"customers", strconv.Itoa(l.Customers), alianza.ErrNegative, "")
	}
}

// amounts returns the amounts of the line as figures.
func (l Line) amounts() (revenue, commission, cost roi.Figure, err error) {
	var f check.Faults
	f.Currency("currency", l.Currency)
	l.numbers(&f, "")
	if err := f.Err(); err != nil {
		return roi.Figure{}, roi.Figure{}, roi.Figure{}, fmt.Errorf("book: %w", err)
	}
	amount := func(name string, d decimal.Decimal) roi.Figure {
		one, more := roi.NewFigure(name, l.Currency, frac.Fraction{Q: exact.Rat(d)})
		f.Join(more)
		return one
	}
	revenue, commission, cost = amount("revenue", l.Revenue), amount("commission", l.Commission), amount("cost", l.Cost)
	return revenue, commission, cost, f.Err()
}

// Net returns the revenue less commissions and costs, in the currency of the book. It returns
// an error if the line is unsound.
func (l Line) Net() (roi.Figure, error) {
	revenue, commission, cost, err := l.amounts()
	if err != nil {
		return roi.Figure{}, err
	}
	net := frac.Sub(frac.Sub(revenue.Rat(), commission.Rat()), cost.Rat())
	return roi.NewFigure("net", l.Currency, frac.Fraction{Q: net}, revenue, commission, cost)
}

// EffectiveRate returns the commissions in percent of the revenue. It returns an error if the
// revenue is zero ([alianza.ErrZero]) or negative ([alianza.ErrNegative]).
func (l Line) EffectiveRate() (roi.Figure, error) {
	revenue, commission, _, err := l.amounts()
	if err != nil {
		return roi.Figure{}, err
	}
	var f check.Faults
	switch {
	case l.Revenue.IsZero():
		f.Add("revenue", "", alianza.ErrZero, "a rate of no revenue has no value")
	case l.Revenue.IsNegative():
		f.Add("revenue", exact.Text(l.Revenue), alianza.ErrNegative, "")
	}
	if err := f.Err(); err != nil {
		return roi.Figure{}, fmt.Errorf("book: effective rate: %w", err)
	}
	rate := frac.Percent(frac.Quo(commission.Rat(), revenue.Rat()))
	return roi.NewFigure("effective rate", roi.UnitPercent, frac.Fraction{Q: rate}, commission, revenue)
}

// CAC returns the effective cost of a customer, as [roi.PartnerCAC] does. It returns an error
// if there are no customers ([alianza.ErrZero]) or the commissions are negative.
func (l Line) CAC() (roi.Figure, error) {
	_, commission, cost, err := l.amounts()
	if err != nil {
		return roi.Figure{}, err
	}
	return roi.PartnerCAC(commission, cost, l.Customers)
}

// Return returns the return in percent of commissions and costs, as [roi.Return] does. It
// returns an error if there are none ([alianza.ErrZero]) or they are negative.
//
// Rules: R1, R2.
func (l Line) Return() (roi.Figure, error) {
	revenue, cost, err := l.spent()
	if err != nil {
		return roi.Figure{}, err
	}
	return roi.Return(revenue, cost)
}

// Multiple returns the return as n in n:1, gross, as [roi.Multiple] does, to be held against
// the return that is expected of a kind of partner. It returns an error as [Line.Return] does.
//
// Rules: R4, R5.
func (l Line) Multiple() (roi.Figure, error) {
	revenue, cost, err := l.spent()
	if err != nil {
		return roi.Figure{}, err
	}
	return roi.Multiple(revenue, cost)
}

// spent returns the revenue, and commissions and costs together.
func (l Line) spent() (revenue, cost roi.Figure, err error) {
	revenue, commission, cost, err := l.amounts()
	if err != nil {
		return roi.Figure{}, roi.Figure{}, err
	}
	all, err := roi.NewFigure("cost", l.Currency, frac.Fraction{Q: frac.Add(commission.Rat(), cost.Rat())})
	return revenue, all, err
}

// String returns the line as a phrase: "agency 2026-03: revenue 900, commission 90, cost 10
// USD, 3 customers, 12 rows".
func (l Line) String() string {
	var names []string
	for _, name := range []string{l.Partner, l.PartnerType, l.Rule, l.Period} {
		if name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		names = []string{"all"}
	}
	return fmt.Sprintf("%s: revenue %s, commission %s, cost %s %s, %s, %s", strings.Join(names, " "),
		trimmed(l.Revenue), trimmed(l.Commission), trimmed(l.Cost), l.Currency, plural.Of(l.Customers, "customer"), plural.Of(l.Rows, "row"))
}

// trimmed returns an amount as text, of any size.
func trimmed(d decimal.Decimal) string {
	if exact.CheckWritten(d) == nil {
		d = exact.Trim(d)
	}
	return exact.Text(d)
}

// MarshalJSON returns the line as a JSON object.
func (l Line) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads a line strictly.
func (l *Line) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l, nil) }
