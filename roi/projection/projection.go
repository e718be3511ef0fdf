// Package projection says what a program may bring and cost in the periods to come, by stated
// assumptions.
//
//	months, err := projection.Project(assumptions, 12)
//	month, err := projection.PaysBack(months)
//
// [Project] follows one set of [Assumptions] period by period. An [Outlook] has three of them,
// low, base and high, so that nobody takes one line for the future.
//
// The order of a period is: partners join, all active partners sell, and some leave at its end.
// All figures are exact. The number of partners is an expectation, so that it may be a
// fraction.
package projection

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// maxPeriods is how far a projection looks: ten years of months.
const maxPeriods = 120

// Assumptions are what a projection takes for granted. Amounts and percentages are per period.
type Assumptions struct {
	_        [0]func()       // == would compare decimals by address
	Currency string          `json:"currency"`
	Partners int             `json:"partners"`       // active before the first period, at most 2^31 - 1
	Joining  int             `json:"joining"`        // partners who join in each period, at most 2^31 - 1
	Churn    alianza.Percent `json:"churn,omitzero"` // of the active partners who leave
	// Revenue is that of an active partner in the first period, and Growth its growth from one
	// period to the next.
	Revenue decimal.Decimal `json:"revenue"`
	Growth  alianza.Percent `json:"growth,omitzero"`
	// Commission is the percentage of the revenue that is paid to partners.
	Commission alianza.Percent `json:"commission,omitzero"`
	// PartnerCost is what an active partner costs, JoiningCost what one who joins costs once,
	// and FixedCost what the program costs.
	PartnerCost decimal.Decimal `json:"partner_cost,omitzero"`
	JoiningCost decimal.Decimal `json:"joining_cost,omitzero"`
	FixedCost   decimal.Decimal `json:"fixed_cost,omitzero"`
}

// MarshalJSON returns the assumptions as a JSON object. It returns an error for those
// that [Project] refuses.
func (a Assumptions) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(a, (*Assumptions).sound)
}

// UnmarshalJSON reads assumptions strictly and checks them as [Project] does.
func (a *Assumptions) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, a, (*Assumptions).sound)
}

// sound returns the faults of assumptions.
func (a *Assumptions) sound() error {
	var f check.Faults
	a.check(&f, "")
	return f.Err()
}

// check adds the faults of assumptions.
func (a *Assumptions) check(f *check.Faults, path string) {
	f.Currency(path+"currency", a.Currency)
	for _, one := range []struct {
		field string
		n     int
	}{{"partners", a.Partners}, {"joining", a.Joining}} {
		if f.Fits(path+one.field, one.n) && one.n < 0 {
			f.Add(path+one.field, strconv.Itoa(one.n), alianza.ErrNegative, "")
		}
	}
	f.Share(path+"churn", a.Churn)
	if a.Growth.Compare(alianza.WholePercent(-100)) < 0 {
		f.Add(path+"growth", a.Growth.String(), alianza.ErrRange, "below -100%")
	}
	f.Share(path+"commission", a.Commission)
	for _, one := range []struct {
		field string
		d     decimal.Decimal
	}{{"revenue", a.Revenue}, {"partner_cost", a.PartnerCost}, {"joining_cost", a.JoiningCost}, {"fixed_cost", a.FixedCost}} {
		if f.Number(path+one.field, one.d) && one.d.IsNegative() {
			f.Add(path+one.field, exact.Text(one.d), alianza.ErrNegative, "")
		}
	}
}

// A Period is what a projection expects of one period. Saved is the net of it and all periods
// before it.
type Period struct {
	Number     int        `json:"number"`   // from 1
	Partners   roi.Figure `json:"partners"` // active in the period, with those who join
	Revenue    roi.Figure `json:"revenue"`
	Commission roi.Figure `json:"commission"`
	Cost       roi.Figure `json:"cost"` // without commissions
	Net        roi.Figure `json:"net"`  // revenue less commission and cost
	Saved      roi.Figure `json:"saved"`
}

// String returns the period as a phrase: "3: 12 partners, revenue 1200 USD, commission 240 USD,
// cost 500 USD, net 460 USD, 380 USD in all".
func (p Period) String() string {
	partners := "partners"
	if p.Partners.Value() == "1" {
		partners = "partner"
	}
	return fmt.Sprintf("%d: %s %s, revenue %s, commission %s, cost %s, net %s, %s in all",
		p.Number, p.Partners.Value(), partners, p.Revenue.Value(), p.Commission.Value(), p.Cost.Value(), p.Net.Value(), p.Saved.Value())
}

// MarshalJSON returns the period as a JSON object.
func (p Period) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a period strictly.
func (p *Period) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// Project follows assumptions over 1 to 120 periods.
//
// It returns an error if:
//   - the currency is not one of ISO 4217;
//   - a number or an amount is negative ([alianza.ErrNegative]) or out of the bounds of the
//     library;
//   - the churn or the commission is not from 0% to 100%, or the growth is below -100%;
//   - the periods are out of their bounds, or a figure has too many digits
//     ([alianza.ErrLimit]).
func Project(a Assumptions, periods int) ([]Period, error) {
	all, err := a.project("", periods)
	if err != nil {
		return nil, fmt.Errorf("projection: %w", err)
	}
	return all, nil
}

func (a Assumptions) project(path string, periods int) ([]Period, error) {
	var f check.Faults
	a.check(&f, path)
	if periods < 1 || periods > maxPeriods {
		f.Add("periods", strconv.Itoa(periods), alianza.ErrRange, "from 1 to "+strconv.Itoa(maxPeriods))
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	one := frac.One()
	stay, grow := frac.Sub(one, frac.OfPercent(a.Churn)), frac.Add(one, frac.OfPercent(a.Growth))
	active, each, saved := frac.Int(a.Partners), exact.Rat(a.Revenue), new(big.Rat)
	joining := frac.Int(a.Joining)
	figure := func(name, unit string, q *big.Rat) roi.Figure {
		made, err := roi.NewFigure(name, unit, frac.Fraction{Q: q})
		f.Join(err)
		return made
	}
	all := make([]Period, 0, periods)
	for i := range periods {
		active = frac.Add(active, joining)
		revenue := frac.Mul(active, each)
		commission := frac.Mul(revenue, frac.OfPercent(a.Commission))
		cost := frac.Add(frac.Add(frac.Mul(active, exact.Rat(a.PartnerCost)), frac.Mul(joining, exact.Rat(a.JoiningCost))), exact.Rat(a.FixedCost))
		net := frac.Sub(frac.Sub(revenue, commission), cost)
		saved = frac.Add(saved, net)
		all = append(all, Period{
			Number: i + 1, Partners: figure("partners", "", active), Revenue: figure("revenue", a.Currency, revenue),
			Commission: figure("commission", a.Currency, commission), Cost: figure("cost", a.Currency, cost),
			Net: figure("net", a.Currency, net), Saved: figure("saved", a.Currency, saved),
		})
		if err := f.Err(); err != nil {
			return nil, err
		}
		active, each = frac.Mul(active, stay), frac.Mul(each, grow)
	}
	return all, nil
}

// PaysBack returns the first period from whose end on the net of all periods is not negative
// any more, up to the last one. It returns an error if there is none ([alianza.ErrNever]), or
// there are no periods ([alianza.ErrEmpty]).
func PaysBack(periods []Period) (int, error) {
	var f check.Faults
	if len(periods) == 0 {
		f.Add("periods", "", alianza.ErrEmpty, "")
	}
	back := 0
	for _, p := range periods {
		switch {
		case p.Saved.IsZero():
			f.Add("periods", "", alianza.ErrUnchecked, "")
		case p.Saved.Cmp(decimal.Decimal{}) < 0:
			back = 0
		case back == 0:
			back = p.Number
		}
	}
	if f.Len() == 0 && back == 0 {
		f.Add("periods", "", alianza.ErrNever, "the last one ends below zero")
	}
	if err := f.Err(); err != nil {
		return 0, fmt.Errorf("projection: pays back: %w", err)
	}
	return back, nil
}

// An Outlook is three sets of assumptions.
type Outlook struct {
	Low  Assumptions `json:"low"`
	Base Assumptions `json:"base"`
	High Assumptions `json:"high"`
}

// MarshalJSON returns the outlook as a JSON object.
func (o Outlook) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads an outlook strictly.
func (o *Outlook) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// A Projection is the periods of an outlook.
type Projection struct {
	Low  []Period `json:"low"`
	Base []Period `json:"base"`
	High []Period `json:"high"`
}

// MarshalJSON returns the projection as a JSON object.
func (p Projection) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(p, maxDocument) }

// UnmarshalJSON reads a projection strictly.
func (p *Projection) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxDocument, p, nil)
}

// maxDocument is the limit on the JSON of a projection, whose fractions are long.
const maxDocument = 64 << 20

// Project follows the three sets of assumptions. It returns an error as the function [Project]
// does, if the currencies differ ([alianza.ErrCurrency]), and if low brings more than base in
// all, or base more than high ([alianza.ErrConflict]).
func (o Outlook) Project(periods int) (Projection, error) {
	var p Projection
	var f check.Faults
	for _, one := range []struct {
		path string
		from Assumptions
		to   *[]Period
	}{{"low.", o.Low, &p.Low}, {"base.", o.Base, &p.Base}, {"high.", o.High, &p.High}} {
		all, err := one.from.project(one.path, periods)
		f.Join(err)
		*one.to = all
		if one.from.Currency != o.Base.Currency {
			f.Add(one.path+"currency", one.from.Currency, alianza.ErrCurrency, "not "+o.Base.Currency)
		}
	}
	if f.Len() == 0 {
		last := func(list []Period) *big.Rat { return list[periods-1].Saved.Rat() }
		if last(p.Low).Cmp(last(p.Base)) > 0 {
			f.Add("low", "", alianza.ErrConflict, "it brings more than base")
		}
		if last(p.Base).Cmp(last(p.High)) > 0 {
			f.Add("high", "", alianza.ErrConflict, "it brings less than base")
		}
	}
	if err := f.Err(); err != nil {
		return Projection{}, fmt.Errorf("projection: %w", err)
	}
	return p, nil
}
