package ledgertest

import "slices"

// A condition is what an event has to meet for a rule to pay it.
type condition struct {
	Fact    string      `json:"fact"`
	OneOf   []string    `json:"one_of"`
	NoneOf  []string    `json:"none_of"`
	AtLeast number      `json:"at_least"`
	Above   number      `json:"above"`
	AtMost  number      `json:"at_most"`
	Below   number      `json:"below"`
	Between number      `json:"between"`
	To      number      `json:"to"`
	All     []condition `json:"all"`
	Any     []condition `json:"any"`
}

// none reports whether there is no condition.
func (c *condition) none() bool { return c.Fact == "" && len(c.All) == 0 && len(c.Any) == 0 }

// met reports whether facts meet the condition. A fact that is not given meets
// none.
func (c *condition) met(facts map[string]string) bool {
	met := func(one condition) bool { return one.met(facts) }
	switch {
	case c.none():
		return true
	case len(c.All) > 0:
		return !slices.ContainsFunc(c.All, func(one condition) bool { return !met(one) })
	case len(c.Any) > 0:
		return slices.ContainsFunc(c.Any, met)
	}
	value, given := facts[c.Fact]
	switch {
	case !given:
		return false
	case len(c.OneOf) > 0:
		return slices.Contains(c.OneOf, value)
	case len(c.NoneOf) > 0:
		return !slices.Contains(c.NoneOf, value)
	}
	x, err := parse(value)
	if err != nil {
		return false
	}
	switch {
	case c.AtLeast.Rat != nil:
		return x.Cmp(c.AtLeast.Rat) >= 0
	case c.Above.Rat != nil:
		return x.Cmp(c.Above.Rat) > 0
	case c.AtMost.Rat != nil:
		return x.Cmp(c.AtMost.Rat) <= 0
	case c.Below.Rat != nil:
		return x.Cmp(c.Below.Rat) < 0
	default:
		return x.Cmp(c.Between.or0()) >= 0 && x.Cmp(c.To.or0()) <= 0
	}
}

// reads reports whether the condition asks for the amount or the units.
func (c *condition) reads() bool {
	reads := func(one condition) bool { return one.reads() }
	return c.Fact == "amount" || c.Fact == "units" || slices.ContainsFunc(c.All, reads) || slices.ContainsFunc(c.Any, reads)
}
