// Package goal says whether what came is on plan: budgets, roadmaps, the funnel of a month.
//
// A [Goal] is a bound for one figure in one period. [New] checks a list of goals, and
// [Set.Judge] says of each actual figure whether it is on plan. A figure without a goal has no
// target, which is not a target of zero. A goal without an actual figure has no data.
//
//	set, err := goal.New(goal.AllianceRoadmap())
//	readings, err := set.Judge(goal.Actual{Period: "Y1Q2", Name: "active", Value: active})
//
// The presets are the budget and the reach of the affiliate program, the roadmap of the
// alliance program, and the monthly funnel of the advanced program.
package goal

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// maxGoals is how many goals a set may have, and how many actual figures it judges.
const maxGoals = check.MaxGoals

// A Goal is a bound for a figure in a period.
type Goal struct {
	_      [0]func() // == would compare decimals by address
	Period string    `json:"period"` // a name such as "2026-03" or "Y1Q2", compared by its bytes
	Name   string    `json:"name"`
	Unit   string    `json:"unit,omitzero"` // of the figure: a currency, "%", or none
	// Of is the name of a goal that this one is a part of: the budget for a kind of
	// partner is a part of the budget of the program.
	Of    string        `json:"of,omitzero"`
	Bound alianza.Bound `json:",inline"`
}

// MarshalJSON returns the goal as a JSON object.
func (g Goal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads a goal strictly.
func (g *Goal) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, g, nil) }

// A Definition is a set of goals as data. [New] checks it.
type Definition struct {
	Name  string `json:"name"`
	Goals []Goal `json:"goals"`
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// check returns the faults of a definition.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Goals) == 0 {
		f.Add("goals", "", alianza.ErrEmpty, "")
	}
	if !f.Count("goals", len(d.Goals), maxGoals, "goals") {
		return f.Err()
	}
	first := map[place]int{}
	for i, g := range d.Goals {
		path := "goals[" + strconv.Itoa(i) + "]"
		f.Name(path+".period", g.Period)
		f.Name(path+".name", g.Name)
		if g.Unit != "" {
			f.Name(path+".unit", g.Unit)
		}
		f.Bound(path, g.Bound)
		if before, ok := first[place{g.Period, g.Name}]; ok {
			f.Add(path+".name", g.Name, alianza.ErrDuplicate, fmt.Sprintf("goals[%d] is of the same period", before))
		} else {
			first[place{g.Period, g.Name}] = i
		}
	}
	for i, g := range d.Goals {
		whole, ok := first[place{g.Period, g.Of}]
		path := "goals[" + strconv.Itoa(i) + "].of"
		switch {
		case g.Of == "":
		case !ok:
			f.Add(path, g.Of, alianza.ErrUnknown, "no goal of the period has this name")
		case d.Goals[whole].Of != "" || whole == i:
			f.Add(path, g.Of, alianza.ErrConflict, "a part has no parts of its own")
		case d.Goals[whole].Unit != g.Unit:
			f.Add(path, g.Of, alianza.ErrConflict, "it is in another unit")
		}
	}
	return f.Err()
}

// place is where a goal stands.
type place struct{ period, name string }

// A Set is checked goals. The zero Set refuses everything.
type Set struct {
	_     [0]func()
	def   Definition
	goals map[place]int
	names map[string]bool
}

// New checks goals. It returns an error with all faults:
//   - a name or a period is missing or malformed, or two goals have the same;
//   - a bound is missing or unsound;
//   - a goal is a part of one that its period does not have, that is a part itself, or that
//     has another unit;
//   - there are no goals ([alianza.ErrEmpty]), or more than 1,000.
func New(d Definition) (Set, error) {
	if err := d.check(); err != nil {
		return Set{}, err
	}
	s := Set{def: d.clone(), goals: map[place]int{}, names: map[string]bool{}}
	for i, g := range d.Goals {
		s.goals[place{g.Period, g.Name}] = i
		s.names[g.Name] = true
	}
	return s, nil
}

func (d Definition) clone() Definition {
	d.Goals = slices.Clone(d.Goals)
	return d
}

// Definition returns a fresh copy of the definition the set was made from.
func (s Set) Definition() Definition { return s.def.clone() }

// Equal reports whether two sets have the same definition.
func (s Set) Equal(t Set) bool {
	return s.def.Name == t.def.Name && slices.EqualFunc(s.def.Goals, t.def.Goals, func(a, b Goal) bool {
		return a.Period == b.Period && a.Name == b.Name && a.Unit == b.Unit && a.Of == b.Of && a.Bound.Equal(b.Bound)
	})
}

// MarshalJSON returns the definition of the set as a JSON object. It returns an error that
// wraps [alianza.ErrUnchecked] for the zero Set.
func (s Set) MarshalJSON() ([]byte, error) {
	if s.goals == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return s.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the set of it.
func (s *Set) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*s, err = New(d)
	}
	return err
}

// A Status says how an actual figure stands to its goal.
type Status uint8

// The five statuses.
const (
	OnPlan   Status = iota + 1 // it meets the bound
	Under                      // it is less than the bound asks for
	Over                       // it is more than the bound allows: an overrun
	NoTarget                   // the period has no goal for it
	NoData                     // no figure is given for the goal
)

func statusNames() []string { return []string{"", "on_plan", "under", "over", "no_target", "no_data"} }

// String returns the name of the status, such as "on_plan".
func (s Status) String() string { return enum.Name(s, statusNames()) }

// MarshalText returns the name of the status.
func (s Status) MarshalText() ([]byte, error) { return enum.Text(s, statusNames(), 1) }

// UnmarshalText reads the name of a status.
func (s *Status) UnmarshalText(text []byte) error { return enum.Parse(s, text, statusNames(), 1) }

// An Actual is a figure that came, in the unit of its goal.
type Actual struct {
	_      [0]func()       // == would compare decimals by address
	Period string          `json:"period"`
	Name   string          `json:"name"`
	Value  decimal.Decimal `json:"value"`
}

// MarshalJSON returns the actual figure as a JSON object.
func (a Actual) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an actual figure strictly.
func (a *Actual) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// A Reading is an actual figure held against its goal.
type Reading struct {
	Period string        `json:"period"`
	Name   string        `json:"name"`
	Status Status        `json:"status"`
	Bound  alianza.Bound `json:"bound,omitzero"`  // none for [NoTarget]
	Actual roi.Figure    `json:"actual,omitzero"` // none for [NoData]
	// Gap is what is missing to the bound, or what is above it; none on plan.
	Gap roi.Figure `json:"gap,omitzero"`
}

// MarshalJSON returns the reading as a JSON object.
func (r Reading) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a reading strictly.
func (r *Reading) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// String returns the reading as a phrase: "Y1Q2 active 25: under, plan >= 30, by 5".
func (r Reading) String() string {
	text := r.Period + " " + r.Name
	if !r.Actual.IsZero() {
		text += " " + r.Actual.Value(r.Bound)
	}
	text += ": " + r.Status.String()
	if !r.Bound.IsZero() {
		text += ", plan " + r.Bound.String()
	}
	if !r.Gap.IsZero() {
		text += ", by " + r.Gap.Value()
	}
	return text
}

// Judge holds actual figures against the goals. It returns a reading for each goal in the
// order of the definition, and then one for each figure that its period has no goal for. If
// the whole of some parts has no figure of its own, but all parts have, it is their sum.
//
// It returns an error if:
//   - the set was not made by [New] ([alianza.ErrUnchecked]);
//   - a figure has a name or a period that no goal has ([alianza.ErrUnknown]), or is given
//     twice ([alianza.ErrDuplicate]);
//   - a value is out of the bounds of the library, or there are more than 1,000.
//
// Rules: R30, R35, R36, R46.
func (s Set) Judge(actuals ...Actual) ([]Reading, error) {
	given, err := s.given(actuals)
	if err != nil {
		return nil, fmt.Errorf("goal: judge: %w", err)
	}
	s.addWholes(given)
	readings := make([]Reading, 0, len(s.def.Goals))
	for _, g := range s.def.Goals {
		r, err := g.judge(given[place{g.Period, g.Name}])
		if err != nil {
			return nil, fmt.Errorf("goal: judge: %w", err)
		}
		readings = append(readings, r)
	}
	for _, a := range actuals {
		if _, ok := s.goals[place{a.Period, a.Name}]; !ok {
			value, _ := roi.NewFigure(a.Name, "", a.Value) // sound
			readings = append(readings, Reading{Period: a.Period, Name: a.Name, Status: NoTarget, Actual: value})
		}
	}
	return readings, nil
}

// given returns the actual figures by their place.
func (s Set) given(actuals []Actual) (map[place]*big.Rat, error) {
	var f check.Faults
	if s.goals == nil {
		f.Add("set", "", alianza.ErrUnchecked, "")
		return nil, f.Err()
	}
	if !f.Count("actuals", len(actuals), maxGoals, "figures") {
		return nil, f.Err()
	}
	periods := map[string]bool{}
	for _, g := range s.def.Goals {
		periods[g.Period] = true
	}
	given := map[place]*big.Rat{}
	for i, a := range actuals {
		path := "actuals[" + strconv.Itoa(i) + "]"
		at := place{a.Period, a.Name}
		if !periods[a.Period] {
			f.Add(path+".period", a.Period, alianza.ErrUnknown, "no goal is of this period")
		}
		if !s.names[a.Name] {
			f.Add(path+".name", a.Name, alianza.ErrUnknown, "no goal has this name")
		}
		if given[at] != nil {
			f.Add(path, a.Name, alianza.ErrDuplicate, "the figure is given twice")
		}
		if f.Number(path+".value", a.Value) {
			given[at] = exact.Rat(a.Value)
		}
	}
	return given, f.Err()
}

// addWholes adds up the parts of wholes that have no figure of their own.
func (s Set) addWholes(given map[place]*big.Rat) {
	sums, missing := map[place]*big.Rat{}, map[place]bool{}
	for _, g := range s.def.Goals {
		if g.Of == "" {
			continue
		}
		whole, part := place{g.Period, g.Of}, given[place{g.Period, g.Name}]
		if part == nil {
			missing[whole] = true
			continue
		}
		if sums[whole] == nil {
			sums[whole] = new(big.Rat)
		}
		sums[whole].Add(sums[whole], part)
	}
	for whole, sum := range sums {
		if given[whole] == nil && !missing[whole] {
			given[whole] = sum
		}
	}
}

// judge holds a number against the goal; nil is no number.
func (g Goal) judge(q *big.Rat) (Reading, error) {
	r := Reading{Period: g.Period, Name: g.Name, Status: NoData, Bound: g.Bound}
	if q == nil {
		return r, nil
	}
	var err error
	if r.Actual, err = roi.NewFigure(g.Name, g.Unit, frac.Fraction{Q: q}); err != nil {
		return Reading{}, err
	}
	low, high := g.ends()
	switch {
	case g.Bound.Holds(r.Actual):
		r.Status = OnPlan
		return r, nil
	case low != nil && q.Cmp(low) <= 0:
		r.Status = Under
		r.Gap, err = roi.NewFigure("gap", g.Unit, frac.Fraction{Q: frac.Sub(low, q)})
	default:
		r.Status = Over
		r.Gap, err = roi.NewFigure("gap", g.Unit, frac.Fraction{Q: frac.Sub(q, high)})
	}
	return r, err
}

// ends returns the numbers between which the goal is met, nil for none.
func (g Goal) ends() (low, high *big.Rat) {
	switch g.Bound.Op {
	case alianza.OpAtLeast, alianza.OpAbove:
		return exact.Rat(g.Bound.Value), nil
	case alianza.OpAtMost, alianza.OpBelow:
		return nil, exact.Rat(g.Bound.Value)
	default:
		return exact.Rat(g.Bound.Value), exact.Rat(g.Bound.To)
	}
}

// A Breakdown is the sums of the bounds of all parts of a goal, against its own.
type Breakdown struct {
	Low  roi.Figure `json:"low"`           // the least that the parts ask for
	High roi.Figure `json:"high,omitzero"` // the most that they allow; none if one has no upper end
	// Excess is what the parts allow beyond the goal they are part of. It is none if they
	// fit, or if one of them has no upper end. It is 0 if they reach the end of a goal that
	// has to stay below it.
	Excess roi.Figure `json:"excess,omitzero"`
}

// MarshalJSON returns the breakdown as a JSON object.
func (b Breakdown) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a breakdown strictly.
func (b *Breakdown) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b, nil) }

// Breakdown adds up the bounds of the parts of a goal. A plan whose parts allow more than the whole
// is sound: the excess is reported. A part without a lower end asks for nothing.
//
// It returns an error if the set was not made by [New], or the goal is not there or has no
// parts ([alianza.ErrUnknown]).
//
// Rules: R30.
func (s Set) Breakdown(period, name string) (Breakdown, error) {
	whole, ok := s.goals[place{period, name}]
	lows, highs, parts, open := new(big.Rat), new(big.Rat), 0, false
	below := false // a part has to stay below its end, and so their sum below the sum of the ends
	for _, g := range s.def.Goals {
		if g.Period != period || g.Of != name || name == "" {
			continue
		}
		parts++
		below = below || g.Bound.Op == alianza.OpBelow
		low, high := g.ends()
		if low != nil {
			lows.Add(lows, low)
		}
		if open = open || high == nil; !open {
			highs.Add(highs, high)
		}
	}
	var f check.Faults
	switch {
	case s.goals == nil:
		f.Add("set", "", alianza.ErrUnchecked, "")
	case !ok || parts == 0:
		f.Add("name", name, alianza.ErrUnknown, "no goal of the period has this name and parts")
	}
	if err := f.Err(); err != nil {
		return Breakdown{}, fmt.Errorf("goal: breakdown: %w", err)
	}
	unit := s.def.Goals[whole].Unit
	figure := func(name string, q *big.Rat) roi.Figure {
		one, err := roi.NewFigure(name, unit, frac.Fraction{Q: q})
		f.Join(err)
		return one
	}
	b := Breakdown{Low: figure("low", lows)}
	if !open {
		b.High = figure("high", highs)
		if excess := s.def.Goals[whole].excess(highs, below); excess != nil {
			b.Excess = figure("excess", excess)
		}
	}
	return b, f.Err()
}

// excess returns by how much a sum is beyond the upper end of the goal, nil if it is not.
// The sum itself may not be reached if it is one of parts that stay below it.
func (g Goal) excess(sum *big.Rat, below bool) *big.Rat {
	_, most := g.ends()
	if most == nil || sum.Cmp(most) < 0 || sum.Cmp(most) == 0 && (below || g.Bound.Op != alianza.OpBelow) {
		return nil
	}
	return frac.Sub(sum, most)
}

// end returns the lower end of the goal, the upper one if it has no lower one.
func (g Goal) end() *big.Rat {
	low, high := g.ends()
	if low != nil {
		return low
	}
	return high
}

// addsTo adds the fault of a goal that has no sum with another one.
func (g Goal) addsTo(f *check.Faults, path string, first Goal) {
	low, _ := g.ends()
	other, _ := first.ends()
	switch {
	case g.Unit != first.Unit:
		f.Add(path, g.Period, alianza.ErrConflict, "its goal is in another unit")
	case (low == nil) != (other == nil):
		f.Add(path, g.Period, alianza.ErrConflict, "a lower end and an upper one have no sum")
	}
}

// Total returns the sum of a goal over some periods: of its lower ends, or of its upper ends
// if no period has a lower one. A quarter without a target is missing and not zero.
//
// It returns an error if:
//   - the set was not made by [New] ([alianza.ErrUnchecked]);
//   - no periods are given ([alianza.ErrEmpty]), or one twice ([alianza.ErrDuplicate]);
//   - a period has no such goal ([alianza.ErrMissing]), or one in another unit;
//   - one period has a lower end and another one none ([alianza.ErrConflict]).
//
// Rules: R35, R36.
func (s Set) Total(name string, periods ...string) (roi.Figure, error) {
	var f check.Faults
	if s.goals == nil {
		f.Add("set", "", alianza.ErrUnchecked, "")
	}
	if len(periods) == 0 {
		f.Add("periods", "", alianza.ErrEmpty, "")
	}
	total, seen := new(big.Rat), map[string]bool{}
	var first *Goal
	for i, period := range periods {
		path := "periods[" + strconv.Itoa(i) + "]"
		at, ok := s.goals[place{period, name}]
		switch {
		case seen[period]:
			f.Add(path, period, alianza.ErrDuplicate, "")
		case !ok:
			f.Add(path, period, alianza.ErrMissing, "it has no goal for "+name)
		default:
			one := s.def.Goals[at]
			if first == nil {
				first = &one
			}
			one.addsTo(&f, path, *first)
			total.Add(total, one.end())
		}
		seen[period] = true
	}
	if err := f.Err(); err != nil {
		return roi.Figure{}, fmt.Errorf("goal: total: %w", err)
	}
	return roi.NewFigure(name, first.Unit, frac.Fraction{Q: total})
}
