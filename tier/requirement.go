package tier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Requirement is a bound on one metric, a bound on the sum of several, or a
// group of which so many have to hold. Write it with [AtLeast] and its like,
// [Requirement.OfSum], [All], [Any] and [CountOf]. In JSON it is one of
//
//	{"metric": "sales", "at_least": "16"}
//	{"sum": ["skilling", "growth"], "above": "70"}
//	{"all": [ … ]}   {"any": [ … ]}   {"count": 2, "of": [ … ]}
type Requirement struct {
	_ [0]func() // == would compare decimals by address
	// Metric, or the sum of the metrics Sum, is compared by Op with Bound, which
	// is not negative.
	Metric string
	Sum    []string
	Op     Op
	Bound  decimal.Decimal
	// Count of the requirements Of have to hold, in place of a bound.
	Count int
	Of    []Requirement
}

// Op is how a metric is compared with a bound: at least and at most include
// the bound, above and below do not (X2). The zero Op is not set.
type Op uint8

// The operators of a requirement.
const (
	OpAtLeast Op = iota + 1 // >=, written "at_least"
	OpAbove                 // >, written "above"
	OpAtMost                // <=, written "at_most"
	OpBelow                 // <, written "below"
)

// String returns the name of the operator in JSON, such as "at_least".
func (op Op) String() string { return exact.Op(op).String() }

func (op Op) valid() bool { return OpAtLeast <= op && op <= OpBelow }

// AtLeast returns the requirement metric >= bound.
func AtLeast(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpAtLeast, Bound: bound}
}

// Above returns the requirement metric > bound.
func Above(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpAbove, Bound: bound}
}

// AtMost returns the requirement metric <= bound.
func AtMost(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpAtMost, Bound: bound}
}

// Below returns the requirement metric < bound.
func Below(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpBelow, Bound: bound}
}

// OfSum returns the requirement with the sum of the metrics given in place of
// one metric: AtLeast("", n).OfSum("skilling", "growth").
func (r Requirement) OfSum(metrics ...string) Requirement {
	r.Metric, r.Sum = "", metrics
	return r
}

// All returns the requirement that all of a group hold.
func All(of ...Requirement) Requirement { return Requirement{Count: len(of), Of: of} }

// Any returns the requirement that one of a group holds at least.
func Any(of ...Requirement) Requirement { return Requirement{Count: 1, Of: of} }

// CountOf returns the requirement that so many of a group hold at least.
func CountOf(count int, of ...Requirement) Requirement { return Requirement{Count: count, Of: of} }

// subject returns what the requirement bounds, such as "sales" or "a + b".
func (r Requirement) subject() string {
	if len(r.Sum) > 0 {
		return strings.Join(r.Sum, " + ")
	}
	return r.Metric
}

// String returns the requirement as a formula: "sales >= 16", "all of (a >= 1,
// b > 2)", "2 of (a >= 1, b > 2, c <= 3)".
func (r Requirement) String() string {
	if len(r.Of) == 0 {
		return r.subject() + " " + exact.Op(r.Op).Symbol() + " " + exact.Text(r.Bound)
	}
	parts := make([]string, len(r.Of))
	for i, one := range r.Of {
		parts[i] = one.String()
	}
	head := fmt.Sprint(r.Count)
	if r.Count == len(r.Of) {
		head = "all"
	}
	return head + " of (" + strings.Join(parts, ", ") + ")"
}

// clone returns a copy that shares no slice with r.
func (r Requirement) clone() Requirement {
	r.Sum = slices.Clone(r.Sum)
	r.Of = cloneAll(r.Of)
	return r
}

func cloneAll(rs []Requirement) []Requirement {
	if rs == nil {
		return nil
	}
	out := make([]Requirement, len(rs))
	for i, r := range rs {
		out[i] = r.clone()
	}
	return out
}

// maxNesting is how deep groups may stand in groups.
const maxNesting = 8

// check adds the faults of a requirement that stands inside depth groups.
func (r Requirement) check(f *check.Faults, path string, depth int) {
	if r.Of != nil || r.Count != 0 {
		r.checkGroup(f, path, depth)
		return
	}
	switch {
	case len(r.Sum) > 0 && r.Metric != "":
		f.Add(path+".sum", "", alianza.ErrConflict, "give a metric or a sum, not both")
	case len(r.Sum) > 0:
		names := check.Names{Faults: f}
		for i, name := range r.Sum {
			names.Add(fmt.Sprintf("%s.sum[%d]", path, i), name)
		}
	default:
		f.Name(path+".metric", r.Metric)
	}
	if !r.Op.valid() {
		f.Add(path, "", alianza.ErrMissing, "one of at_least, above, at_most, below")
		return
	}
	if f.NotNegative(path+"."+r.Op.String(), r.Bound) && r.Op == OpBelow && r.Bound.IsZero() {
		f.Add(path+".below", "0", alianza.ErrConflict, "no metric is below zero")
	}
}

func (r Requirement) checkGroup(f *check.Faults, path string, depth int) {
	if depth == maxNesting {
		f.Add(path, "", alianza.ErrRange, fmt.Sprintf("more than %d groups inside one another", maxNesting))
		return
	}
	if r.Metric != "" || len(r.Sum) > 0 || r.Op != 0 {
		f.Add(path, "", alianza.ErrConflict, "give a bound or a group, not both")
	}
	switch {
	case len(r.Of) == 0:
		f.Add(path+"."+r.group(), "", alianza.ErrMissing, "a group has at least one requirement")
	case r.Count < 1 || r.Count > len(r.Of):
		f.Add(path+".count", fmt.Sprint(r.Count), alianza.ErrRange, fmt.Sprintf("from 1 to %d", len(r.Of)))
	}
	name := r.group()
	for i, one := range r.Of {
		one.check(f, fmt.Sprintf("%s.%s[%d]", path, name, i), depth+1)
	}
}

// group returns the name of a group's list in JSON.
func (r Requirement) group() string {
	switch r.Count {
	case len(r.Of):
		return "all"
	case 1:
		return "any"
	}
	return "of"
}

// MarshalJSON returns the JSON of the requirement.
func (r Requirement) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

// UnmarshalJSON reads a requirement strictly and checks it. It returns all
// faults and then leaves r as it was.
func (r *Requirement) UnmarshalJSON(data []byte) error {
	return oldjson.Into(r, data, oldjson.MaxDefinition, (*Requirement).fields, func(r *Requirement) error {
		var f check.Faults
		r.check(&f, "", 0)
		return f.Err()
	})
}

func (r *Requirement) fields(o *oldjson.Object) {
	switch {
	case o.Has("all"):
		r.Of = []Requirement{} // a group, even if the list cannot be read
		oldjson.List(o, "all", &r.Of, (*Requirement).fields)
		r.Count = len(r.Of)
	case o.Has("any"):
		oldjson.List(o, "any", &r.Of, (*Requirement).fields)
		r.Count = 1
	case o.Has("of") || o.Has("count"):
		o.Int("count", &r.Count)
		oldjson.List(o, "of", &r.Of, (*Requirement).fields)
	case o.Reading() || len(r.Of) == 0:
		r.boundFields(o)
	default:
		if r.group() == "of" {
			o.Int("count", &r.Count)
		}
		oldjson.List(o, r.group(), &r.Of, (*Requirement).fields)
	}
}

func (r *Requirement) boundFields(o *oldjson.Object) {
	if o.Has("sum") || !o.Reading() && len(r.Sum) > 0 {
		o.Strings("sum", &r.Sum)
	} else {
		o.String("metric", &r.Metric)
	}
	o.Bound((*exact.Op)(&r.Op), &r.Bound)
}
