package roi

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// Sales are what a partner sold in a period: units, and the revenue of them.
type Sales struct {
	_       [0]func()       // == would compare decimals by address
	Partner string          `json:"partner"`
	Units   decimal.Decimal `json:"units"`
	Revenue decimal.Decimal `json:"revenue"`
}

// MarshalJSON returns the sales as a JSON object.
func (s Sales) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads sales strictly.
func (s *Sales) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// An Effect is what a partner contributed to the change of revenue between two
// periods. Volume, mix and rate add up to the change exactly.
type Effect struct {
	Partner string `json:"partner"`
	Volume  Figure `json:"volume"` // all partners together sold more or less
	Mix     Figure `json:"mix"`    // this partner sold another part of it than before
	Rate    Figure `json:"rate"`   // a unit of this partner brought more or less
	Total   Figure `json:"total"`  // revenue after less revenue before
}

// MarshalJSON returns the effect as a JSON object.
func (e Effect) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an effect strictly.
func (e *Effect) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

// Explain returns what each partner contributed to the change of revenue from one
// period to another, in the order of their names. Then it returns the effects of all
// together, under the name "total". With q for units, r for revenue, Q for the units of
// all, and 0 and 1 for the periods before and after:
//
//	volume = (Q1 / Q0 - 1) x r0
//	mix    = q1 x r0 / q0 - Q1 / Q0 x r0
//	rate   = r1 - q1 x r0 / q0
//
// A partner who sold nothing before has no rate before: all of the revenue is mix. One
// who sells nothing after has no rate effect.
//
// It returns an error if:
//   - nothing was sold before ([alianza.ErrZero]);
//   - units are negative ([alianza.ErrNegative]), or there is revenue without units;
//   - a partner is missing, malformed, named "total" or given twice;
//   - a number is out of the bounds of the library;
//   - there are more than 2,000 partners, or the exact sums have too many digits
//     ([alianza.ErrLimit]).
func Explain(before, after []Sales) ([]Effect, Effect, error) {
	var f check.Faults
	old, q0 := salesByPartner(&f, "before", before)
	now, q1 := salesByPartner(&f, "after", after)
	if f.Len() == 0 && q0.Sign() == 0 {
		f.Add("before", "", alianza.ErrZero, "a change from no units has no parts")
	}
	if err := f.Err(); err != nil {
		return nil, Effect{}, fmt.Errorf("roi: explain: %w", err)
	}
	partners := maps.Clone(old)
	maps.Copy(partners, now)
	growth := frac.Quo(q1, q0)
	var all []Effect
	var volumes, mixes, rates []*big.Rat
	for _, name := range slices.Sorted(maps.Keys(partners)) {
		e := explain(old[name], now[name], growth)
		all = append(all, e.of(name))
		volumes, mixes, rates = append(volumes, e.volume), append(mixes, e.mix), append(rates, e.rate)
	}
	sum := effect{frac.Total(volumes), frac.Total(mixes), frac.Total(rates)}
	if frac.Large(sum.mix) || frac.Large(sum.rate) {
		f.Add("after", "", alianza.ErrLimit, "the exact sums have too many digits")
		return nil, Effect{}, fmt.Errorf("roi: explain: %w", f.Err())
	}
	return all, sum.of(total), nil
}

// maxPartners is how many partners a change may be explained by.
const maxPartners = check.MaxVariance

// total names the effects of all partners together.
const total = "total"

// salesByPartner checks sales and returns them by partner, with all units.
func salesByPartner(f *check.Faults, path string, sales []Sales) (map[string]sold, *big.Rat) {
	by, units := make(map[string]sold, len(sales)), new(big.Rat)
	if !f.Count(path, len(sales), maxPartners, "partners") {
		return by, units
	}
	names := check.Names{Faults: f}
	for i, s := range sales {
		at := fmt.Sprintf("%s[%d]", path, i)
		names.Add(at+".partner", s.Partner)
		if s.Partner == total {
			f.Add(at+".partner", total, alianza.ErrConflict, "it names all partners together")
		}
		isUnits, isRevenue := f.Number(at+".units", s.Units), f.Number(at+".revenue", s.Revenue)
		switch {
		case !isUnits || !isRevenue:
			continue
		case s.Units.IsNegative():
			f.Add(at+".units", exact.Text(s.Units), alianza.ErrNegative, "")
		case s.Units.IsZero() && !s.Revenue.IsZero():
			f.Add(at+".revenue", exact.Text(s.Revenue), alianza.ErrConflict, "revenue without units")
		}
		one := sold{exact.Rat(s.Units), exact.Rat(s.Revenue)}
		by[s.Partner] = one
		units.Add(units, one.units)
	}
	return by, units
}

// sold is what a partner sold; nil numbers are none.
type sold struct{ units, revenue *big.Rat }

func (s sold) none() bool { return s.units == nil || s.units.Sign() == 0 }

// effect is the number of an [Effect].
type effect struct{ volume, mix, rate *big.Rat }

// explain returns the effects of one partner. Growth is that of all units.
func explain(old, now sold, growth *big.Rat) effect {
	e := effect{new(big.Rat), new(big.Rat), new(big.Rat)}
	if old.none() {
		if !now.none() {
			e.mix = now.revenue
		}
		return e
	}
	e.volume = frac.Mul(frac.Sub(growth, frac.One()), old.revenue)
	e.mix = frac.Mul(new(big.Rat).Neg(growth), old.revenue)
	if !now.none() {
		atOldRate := frac.Mul(now.units, frac.Quo(old.revenue, old.units))
		e.mix = frac.Add(e.mix, atOldRate)
		e.rate = frac.Sub(now.revenue, atOldRate)
	}
	return e
}

// of returns the effect of a partner as figures.
func (e effect) of(partner string) Effect {
	figure := func(name string, q *big.Rat) Figure { return Figure{name: name, number: q} }
	change := frac.Add(frac.Add(e.volume, e.mix), e.rate)
	return Effect{partner, figure("volume", e.volume), figure("mix", e.mix), figure("rate", e.rate), figure("total", change)}
}
