package commission

import (
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Bonus is paid at the close of a period on what was attained in it:
//
//	{"name": "quarter", "over": "quarter", "of": ["sale"], "table": …}
//
// One of nothing is a retainer, and one that says guarantee fills up what was
// earned. Both may be paid in part, by days:
//
//	{"name": "retainer", "over": "month", "fixed": "500", "by_days": true}
//	{"name": "least", "over": "month", "of": ["sale"], "fixed": "500", "guarantee": true}
//
// Rules: C28, T18.
type Bonus struct {
	// Name is unique among the rules and bonuses of the plan.
	Name string `json:"name"`
	// Over is the period at whose close the bonus is paid: a week, a month, a
	// quarter, a year or a contract year.
	Over Window `json:"over"`
	// Of names the meters that it is paid on, added up. A rule fills the meter of
	// its own name, or the one that it says. A retainer, which pays a fixed amount
	// whatever was sold, may name none.
	Of []string `json:"of,omitzero"`
	// When is what the close has to meet besides. Its facts are those of the event
	// that closes the period; amount and units are those of the meters.
	When Condition `json:"when,omitzero"`
	Pay  Pay       `json:",inline"`
	// Limit bounds what is paid; a bonus has no caps.
	Limit Limits `json:",inline"`
	// Follows says that the bonus follows late news. What a refund or a correction
	// changes is posted at once; a period that is closed takes late sales, and
	// closing it again posts the difference. If absent, the bonus is final: late
	// sales are refused, and a refund leaves the bonus as it is. An event may change
	// bonuses of several periods under one cap. Then the period that ends first comes
	// first, and of two that end together the shorter one.
	Follows bool `json:"follows,omitzero"`
	// Guarantee pays what Fixed is above what the rules of the meters earned in the
	// period. A rule that rates again what was sold before has to be over that period.
	Guarantee bool `json:"guarantee,omitzero"`
	// ByDays pays Fixed in part where the partnership begins or ends in the period: by
	// the days that it covers, of those that the period has. It is rounded then. The
	// close has to say since when the partner is one.
	ByDays bool `json:"by_days,omitzero"`
}

// minimal reports whether the bonus pays a fixed amount and nothing else.
func (b *Bonus) minimal() bool {
	p := &b.Pay
	return !p.Fixed.IsZero() && p.Rate.IsZero() && !p.tiered() && p.PerUnit.IsZero() && !p.tabled()
}

func (b *Bonus) clone() Bonus {
	c := *b
	c.Of, c.When, c.Pay = slices.Clone(b.Of), b.When.clone(), b.Pay.clone()
	return c
}

// check faults all that is impossible or contradictory in a bonus of a plan whose
// rules fill the meters given.
func (b *Bonus) check(f *check.Faults, path string, unit unit, meters map[string]bool) {
	if !b.Over.closable() {
		f.Add(path+".over", b.Over.String(), alianza.ErrConflict, "a bonus is over a week, a month, a quarter, a year or a contract year")
	}
	if len(b.Of) == 0 && (b.Guarantee || !b.minimal() && b.Pay.Medium != InKind) {
		f.Add(path+".of", "", alianza.ErrMissing, "the rules or meters whose volume is the base; only a fixed amount has none")
	}
	if b.Guarantee && !b.minimal() {
		f.Add(path+".guarantee", "", alianza.ErrConflict, "what is guaranteed is fixed, and nothing else")
	}
	if b.ByDays && !b.minimal() {
		f.Add(path+".by_days", "", alianza.ErrConflict, "only a fixed amount is paid by days")
	}
	of := check.Names{Faults: f}
	if f.Count(path+".of", len(b.Of), check.MaxRules, "meters") {
		for i, name := range b.Of {
			at := f.At(path+".of", i)
			of.Add(at, name)
			if !meters[name] {
				f.Add(at, name, alianza.ErrUnknown, noMeter)
			}
		}
	}
	b.Pay.check(f, path, unit)
	if b.Pay.Own {
		f.Add(path+".own_terms", "", alianza.ErrConflict, "they are given with the events that rules pay")
	}
	if b.Pay.Table.By == ByCustomers && len(b.Of) != 1 {
		f.Add(path+".of", "", alianza.ErrConflict, "distinct customers are those of one meter, which several rules may fill")
	}
	if len(b.Pay.Less) > 0 {
		f.Add(path+".less", b.Pay.Less[0], alianza.ErrConflict, "the rules have taken it off already")
	}
	if !b.When.IsZero() {
		b.When.check(f, path+".when", 1)
	}
	b.Limit.check(f, path, unit, Span{})
	if len(b.Limit.Caps) > 0 {
		f.Add(path+".caps", "", alianza.ErrConflict, "a bonus is paid once a period; give max")
	}
}

// MarshalJSON writes the bonus by its tags.
func (b Bonus) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a bonus strictly. [New] checks it.
func (b *Bonus) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b, nil) }
