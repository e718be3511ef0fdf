package roi

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// Share returns a part of a whole in percent, under a name. It takes amounts or counts:
// customers that partners brought of all new ones, partnerships that succeeded,
// features that came from partners.
//
// It returns an error if:
//   - the whole is zero ([alianza.ErrZero]);
//   - a number is negative ([alianza.ErrNegative]);
//   - the part is more than the whole ([alianza.ErrRange]);
//   - the units differ, or a number or the name cannot be used.
//
// Rules: R8, R23.
func Share(name string, part, whole Number) (Figure, error) {
	f := formula{name: name}
	f.faults.Name("name", name)
	return f.share(part, whole)
}

func (f *formula) share(part, whole Number) (Figure, error) {
	p, w := f.quantity("part", part), f.base("whole", whole, "a share of nothing has no value")
	switch {
	case p == nil || w == nil:
	case p.Sign() < 0:
		f.negative("part", p)
	case w.Sign() > 0 && p.Cmp(w) > 0:
		f.faults.Add("part", text(p), alianza.ErrRange, "more than the whole")
	}
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(p, w)) })
}

// RevenueShare returns the revenue that partners sourced, in percent of all revenue.
// It is a state, and [GrowthShare] a change: 40% of revenue is not 40% of growth.
// [ByOrigin] adds up sourced revenue. RevenueShare returns an error as [Share] does.
//
// Rules: R7, R10, R25.
func RevenueShare(partners, total Number) (Figure, error) {
	f := formula{name: "revenue share"}
	return f.share(partners, total)
}

// GrowthShare returns how much of the growth of revenue came from partners, in
// percent: the change of the revenue of partners over the change of all revenue. It
// is above 100% if direct revenue fell, and negative if that of partners did.
//
// It returns an error if the total did not change ([alianza.ErrZero]) or fell
// ([alianza.ErrNegative]), or a number cannot be used.
//
// Rules: R11, X15.
func GrowthShare(partners, total Number) (Figure, error) {
	f := formula{name: "growth share"}
	p, t := f.amount("growth of partners", partners), f.divisor("growth of total", total, "a share of no growth has no value")
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(p, t)) })
}

// An Origin says what partners had to do with a deal.
type Origin uint8

// The three origins of a deal. A partner who sourced a deal influenced it, too: it
// is [Sourced].
const (
	Direct     Origin = iota + 1 // no partner had part in it
	Sourced                      // a partner brought it
	Influenced                   // a partner took part in a deal that we brought
)

func originNames() []string { return []string{"", "direct", "sourced", "influenced"} }

// String returns the name of the origin.
func (o Origin) String() string { return enum.Name(o, originNames()) }

// MarshalText returns the name of the origin.
func (o Origin) MarshalText() ([]byte, error) { return enum.Text(o, originNames(), 1) }

// UnmarshalText reads the name of an origin.
func (o *Origin) UnmarshalText(text []byte) error { return enum.Parse(o, text, originNames(), 1) }

// A Deal is the revenue of a deal and its origin.
type Deal struct {
	_       [0]func()       // == would compare decimals by address
	ID      string          `json:"id"`
	Origin  Origin          `json:"origin"`
	Revenue decimal.Decimal `json:"revenue"`
}

// MarshalJSON returns the deal as a JSON object.
func (d Deal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a deal strictly.
func (d *Deal) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// Origins is the revenue of some deals by origin. The shares are of all of it. Refunds may
// make an origin negative, or leave less in all than one origin brought: it has no share then.
type Origins struct {
	Total           Figure `json:"total"`
	Direct          Figure `json:"direct"`
	Sourced         Figure `json:"sourced"`
	Influenced      Figure `json:"influenced"`
	SourcedShare    Figure `json:"sourced_share,omitzero"`    // none if it is not from 0% to 100%
	InfluencedShare Figure `json:"influenced_share,omitzero"` // none if it is not from 0% to 100%
}

// MarshalJSON returns the origins as a JSON object.
func (o Origins) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads origins strictly.
func (o *Origins) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// ByOrigin adds up the revenue of deals by origin. No deal counts twice: an ID that
// comes again is an error, and each deal has one origin.
//
// It returns an error if:
//   - there are no deals ([alianza.ErrEmpty]);
//   - an ID comes twice ([alianza.ErrDuplicate]), is missing or malformed;
//   - an origin is none of the three, or a revenue is out of the bounds of the
//     library.
//
// Rules: R25.
func ByOrigin(deals []Deal) (Origins, error) {
	var f check.Faults
	if len(deals) == 0 {
		f.Add("deals", "", alianza.ErrEmpty, "")
	}
	names := check.Names{Faults: &f}
	var sums [Influenced + 1][]decimal.Decimal
	for i, d := range deals {
		if f.Full() {
			break
		}
		path := fmt.Sprintf("deals[%d]", i)
		names.Add(path+".id", d.ID)
		known := enum.Check(&f, path+".origin", d.Origin, originNames(), 1)
		if f.Number(path+".revenue", d.Revenue) && known {
			sums[d.Origin] = append(sums[d.Origin], d.Revenue)
		}
	}
	if err := f.Err(); err != nil {
		return Origins{}, fmt.Errorf("roi: by origin: %w", err)
	}
	sum := func(name string, parts ...[]decimal.Decimal) Figure {
		total := new(big.Rat)
		for _, part := range parts {
			total.Add(total, frac.Sum(part))
		}
		return Figure{name: name, number: total}
	}
	o := Origins{
		Total:      sum("revenue", sums[1:]...),
		Direct:     sum("direct revenue", sums[Direct]),
		Sourced:    sum("sourced revenue", sums[Sourced]),
		Influenced: sum("influenced revenue", sums[Influenced]),
	}
	if o.Total.number.Sign() > 0 {
		// Refunds may make a part negative or more than the whole: it has no share then.
		o.SourcedShare, _ = Share("sourced share", o.Sourced, o.Total)
		o.InfluencedShare, _ = Share("influenced share", o.Influenced, o.Total)
	}
	return o, nil
}
