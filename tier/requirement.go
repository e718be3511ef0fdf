package tier

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Requirement is a condition on metrics. It is one of:
//   - a bound on one metric, or on the sum of several;
//   - a value of one metric by its name, which has to be reached;
//   - a group of requirements: all of them, any of them, or a number of them.
//
// [AtLeast] and its like write the usual ones. In JSON:
//
//	{"metric": "sales", "at_least": "16"}
//	{"sum": ["skilling", "growth"], "above": "70"}
//	{"metric": "certificate", "level": "gold"}
//	{"all": [ … ]}   {"any": [ … ]}   {"count": 2, "of": [ … ]}
type Requirement struct {
	_ [0]func() // == would compare decimals by address
	// Metric is the name of what is bounded.
	Metric string `json:"metric,omitzero"`
	// Sum has, in place of a metric, the names of several whose sum is bounded.
	Sum []string `json:"sum,omitzero"`
	// Bound is what the metric or the sum has to meet. Its numbers are not negative,
	// unless the metric may be. The far end of a range is for [alianza.Between]
	// alone.
	//
	// Rules: X2.
	Bound alianza.Bound `json:",inline,omitzero"`
	// Level is, in place of a bound, the name of the least value that is enough. The
	// definition of the ladder has the scale of the metric.
	//
	// Rules: T10.
	Level string `json:"level,omitzero"`
	// All has requirements that all have to hold.
	All []Requirement `json:"all,omitzero"`
	// Any has requirements of which one has to hold.
	Any []Requirement `json:"any,omitzero"`
	// Count is how many of the requirements Of have to hold.
	Count int `json:"count,omitzero"`
	// Of are the requirements that Count is about.
	Of []Requirement `json:"of,omitzero"`
}

// AtLeast returns the requirement metric >= bound.
func AtLeast(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Bound: alianza.AtLeast(bound)}
}

// Above returns the requirement metric > bound.
func Above(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Bound: alianza.Above(bound)}
}

// AtMost returns the requirement metric <= bound.
func AtMost(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Bound: alianza.AtMost(bound)}
}

// Below returns the requirement metric < bound.
func Below(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Bound: alianza.Below(bound)}
}

// Between returns the requirement low <= metric <= high.
func Between(metric string, low, high decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Bound: alianza.Between(low, high)}
}

// All returns the requirement that all of a group hold.
func All(of ...Requirement) Requirement { return Requirement{All: of} }

// Any returns the requirement that at least one of a group holds.
func Any(of ...Requirement) Requirement { return Requirement{Any: of} }

// group returns the members of a group, how many of them have to hold, and the
// name of their list in JSON. It returns false for a bound.
func (r Requirement) group() (of []Requirement, count int, name string, ok bool) {
	switch {
	case r.All != nil:
		return r.All, len(r.All), "all", true
	case r.Any != nil:
		return r.Any, 1, "any", true
	case r.Of != nil || r.Count != 0:
		return r.Of, r.Count, "of", true
	}
	return nil, 0, "", false
}

// subject returns what is bounded, such as "sales" or "a + b".
func (r Requirement) subject() string {
	if len(r.Sum) > 0 {
		return strings.Join(r.Sum, " + ")
	}
	return r.Metric
}

// bound returns the bound of the requirement, once its level is a number. The zero
// bound is that of a level that the scales do not have.
func (r Requirement) bound(scales map[string][]string) alianza.Bound {
	if r.Level == "" {
		return r.Bound
	}
	at := slices.Index(scales[r.Metric], r.Level)
	if at < 0 {
		return alianza.Bound{}
	}
	return alianza.AtLeast(decimal.NewFromInt(int64(at + 1)))
}

// metrics returns the names of what is bounded.
func (r Requirement) metrics() []string {
	if len(r.Sum) > 0 {
		return r.Sum
	}
	return []string{r.Metric}
}

// String returns the requirement as a formula: "sales >= 16", "1 to 5 visits",
// "all of (a >= 1, b > 2)", "2 of (a >= 1, b > 2, c <= 3)". What is nested deeper
// than a ladder allows is left out: "…" stands for it.
func (r Requirement) String() string { return r.text(newRoom()) }

func (r Requirement) text(in room) string {
	of, count, _, ok := r.group()
	if !ok {
		switch {
		case r.Level != "":
			return r.subject() + " >= " + r.Level
		case r.Bound.Op == alianza.OpBetween:
			return r.Bound.String() + " " + r.subject()
		}
		return strings.TrimLeft(r.subject()+" "+r.Bound.String(), " ")
	}
	parts := texts(of, in, Requirement.text)
	head := strconv.Itoa(count)
	if count == len(of) {
		head = "all"
	}
	return head + " of (" + strings.Join(parts, ", ") + ")"
}

// A room bounds a walk through groups: a caller may build one that is a member of itself.
type room struct {
	depth int  // of groups that may still stand inside one another
	left  *int // members that may still be met
}

// newRoom returns the room of what a level may require.
func newRoom() room {
	left := check.MaxRequires
	return room{depth: maxNesting, left: &left}
}

// enter reports whether there is room for one more member of a group.
func (r room) enter() bool {
	if r.depth == 0 || *r.left == 0 {
		return false
	}
	*r.left--
	return true
}

// inside returns the room inside a member.
func (r room) inside() room { return room{r.depth - 1, r.left} }

// texts returns the texts of the members of a group, and "…" for those that have no room.
func texts[T any](of []T, in room, text func(T, room) string) []string {
	var parts []string
	for _, one := range of {
		if !in.enter() {
			return append(parts, "…")
		}
		parts = append(parts, text(one, in.inside()))
	}
	return parts
}

// clone returns a copy that shares no slice with r.
func (r Requirement) clone() Requirement {
	r.Sum = slices.Clone(r.Sum)
	r.All, r.Any, r.Of = cloneAll(r.All), cloneAll(r.Any), cloneAll(r.Of)
	return r
}

func cloneAll(rs []Requirement) []Requirement {
	rs = slices.Clone(rs)
	for i, r := range rs {
		rs[i] = r.clone()
	}
	return rs
}

// equal reports whether two requirements say the same in the same way.
func (r Requirement) equal(o Requirement) bool {
	same := func(a, b []Requirement) bool { return slices.EqualFunc(a, b, Requirement.equal) }
	return r.Metric == o.Metric && r.Level == o.Level && slices.Equal(r.Sum, o.Sum) && r.Bound.Equal(o.Bound) &&
		r.Count == o.Count && same(r.All, o.All) && same(r.Any, o.Any) && same(r.Of, o.Of)
}

// maxNesting is how many groups may stand inside one another.
const maxNesting = 8

// A requirementCheck gathers the faults of the requirements of a level.
type requirementCheck struct {
	faults *check.Faults
	known  *facts
	count  int // requirements met so far, up to one more than allowed
}

// checkRequirements adds the faults of a list of requirements.
func checkRequirements(f *check.Faults, path string, rs []Requirement, known *facts) {
	c := requirementCheck{faults: f, known: known}
	c.list(path, rs, 0)
	if c.count > check.MaxRequires {
		f.Add(path, "", alianza.ErrLimit, fmt.Sprintf("at most %d requirements, those in groups counted", check.MaxRequires))
	}
}

// list checks requirements that stand inside depth groups.
func (c *requirementCheck) list(path string, rs []Requirement, depth int) {
	for i, r := range rs {
		if c.count++; c.count > check.MaxRequires {
			return
		}
		c.one(c.faults.At(path, i), r, depth)
	}
}

func (c *requirementCheck) one(path string, r Requirement, depth int) {
	if of, count, name, ok := r.group(); ok {
		c.group(path, r, of, count, name, depth)
		return
	}
	f := c.faults
	if r.Metric == "" && r.Sum == nil && r.Bound.IsZero() && r.Level == "" {
		f.Add(path, "", alianza.ErrMissing, "a metric with its bound, or a group of requirements")
		return
	}
	switch {
	case len(r.Sum) > 0 && r.Metric != "":
		f.Add(path+".sum", "", alianza.ErrConflict, "give a metric or a sum, not both")
	case len(r.Sum) > 0:
		c.sum(path+".sum", r.Sum)
	case f.Name(path+".metric", r.Metric):
		c.known.ask(r.Metric)
	}
	if r.Level != "" {
		c.level(path, r)
		return
	}
	c.bound(path, r)
}

// level checks the name of a value.
func (c *requirementCheck) level(path string, r Requirement) {
	f := c.faults
	switch names := c.known.scales[r.Metric]; {
	case len(r.Sum) > 0:
		f.Add(path+".level", "", alianza.ErrConflict, "a sum has no names for its values")
	case !r.Bound.IsZero():
		f.Add(path, "", alianza.ErrConflict, "give a bound or a level, not both")
	case c.known.alone || slices.Contains(names, r.Level):
	case len(names) == 0:
		f.Add(path+".level", r.Level, alianza.ErrUnknown, "the ladder has no scale for "+r.Metric)
	default:
		f.Add(path+".level", r.Level, alianza.ErrUnknown, fmt.Sprintf("want one of %q", names))
	}
}

// sum checks the names of the metrics of a sum.
func (c *requirementCheck) sum(path string, sum []string) {
	if !c.faults.Count(path, len(sum), check.MaxMetrics, "metrics") {
		return
	}
	names := check.Names{Faults: c.faults}
	for i, name := range sum {
		names.Add(c.faults.At(path, i), name)
		c.known.ask(name)
	}
}

func (c *requirementCheck) bound(path string, r Requirement) {
	f, b := c.faults, r.Bound
	if !f.Bound(path, b) {
		return
	}
	signed := c.known.alone || slices.ContainsFunc(r.metrics(), func(name string) bool { return c.known.signed[name] })
	switch {
	case b.Op != alianza.OpBetween && !b.To.IsZero():
		f.Add(path+".to", exact.Text(b.To), alianza.ErrConflict, "a requirement aims at no range: write between")
	case signed:
	case b.Value.IsNegative():
		f.Add(path+"."+b.Op.String(), exact.Text(b.Value), alianza.ErrRange, "negative")
	case b.Op == alianza.OpBelow && b.Value.IsZero():
		f.Add(path+".below", "0", alianza.ErrConflict, "no metric is below zero")
	}
}

func (c *requirementCheck) group(path string, r Requirement, of []Requirement, count int, name string, depth int) {
	f := c.faults
	groups := 0
	for _, given := range []bool{r.All != nil, r.Any != nil, r.Of != nil || r.Count != 0} {
		if given {
			groups++
		}
	}
	switch {
	case depth == maxNesting:
		f.Add(path, "", alianza.ErrLimit, fmt.Sprintf("more than %d groups inside one another", maxNesting))
		return
	case groups > 1:
		f.Add(path, "", alianza.ErrConflict, "give one of all, any, and count with of")
	case r.Metric != "" || len(r.Sum) > 0 || !r.Bound.IsZero() || r.Level != "":
		f.Add(path, "", alianza.ErrConflict, "give a bound or a group, not both")
	}
	switch {
	case len(of) == 0:
		f.Add(path+"."+name, "", alianza.ErrMissing, "a group has at least one requirement")
	case count == 0:
		f.Add(path+".count", "", alianza.ErrMissing, fmt.Sprintf("how many of them have to hold, from 1 to %d", len(of)))
	case count < 1 || count > len(of):
		f.Add(path+".count", strconv.Itoa(count), alianza.ErrRange, fmt.Sprintf("from 1 to %d", len(of)))
	}
	c.list(path+"."+name, of, depth+1)
}

// check returns the faults of a requirement that stands alone.
func (r *Requirement) check() error {
	return check.All(func(f *check.Faults) {
		c := requirementCheck{faults: f, known: &facts{alone: true}}
		c.one("", *r, 0)
	})
}

// MarshalJSON returns the JSON of the requirement. It returns an error if the
// requirement has a fault.
func (r Requirement) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(r, (*Requirement).check)
}

// UnmarshalJSON reads a requirement and checks it.
func (r *Requirement) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, r, (*Requirement).check)
}
