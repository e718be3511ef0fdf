package roi

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// A Step is a step of a funnel and how many came to it.
type Step struct {
	Name  string `json:"name"`
	Count int    `json:"count"` // at most 2^31 - 1
}

// MarshalJSON returns the step as a JSON object.
func (s Step) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a step strictly.
func (s *Step) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// A Funnel is a list of steps, each with those of the step before who came on:
// impressions, clicks, leads, sales.
type Funnel struct {
	Steps []Step `json:"steps"`
}

// maxSteps is how many steps a funnel may have.
const maxSteps = check.MaxFunnel

// Conversion returns those who came from one step of the funnel to a later one, in
// percent. The figure is named after both, "clicks to sales", because a rate without
// its ends says nothing.
//
// It returns an error if:
//   - the funnel has less than two steps, or more than 100;
//   - a step is missing, malformed or given twice, or its count is negative;
//   - more than 2^31 - 1 came to a step ([alianza.ErrLimit]);
//   - a step has more than the step before ([alianza.ErrRange]): it counts others;
//   - the funnel does not have the steps ([alianza.ErrUnknown]), or not in this order;
//   - nobody came to the first of them ([alianza.ErrZero]);
//   - the names of both are too long for one of a figure ([alianza.ErrLimit]).
//
// Rules: R12.
func (f Funnel) Conversion(from, to string) (Figure, error) {
	if err := f.check(); err != nil {
		return Figure{}, fmt.Errorf("roi: conversion: %w", err)
	}
	var faults check.Faults
	first, last := f.index(&faults, "from", from), f.index(&faults, "to", to)
	if faults.Len() == 0 && first >= last {
		faults.Add("to", to, alianza.ErrConflict, "not after "+from)
	}
	if err := faults.Err(); err != nil {
		return Figure{}, fmt.Errorf("roi: conversion: %w", err)
	}
	return conversion(f.Steps[first], f.Steps[last])
}

// index returns the place of a step.
func (f Funnel) index(faults *check.Faults, path, name string) int {
	for i, s := range f.Steps {
		if s.Name == name {
			return i
		}
	}
	faults.Add(path, name, alianza.ErrUnknown, "the funnel has no such step")
	return -1
}

// conversion returns the rate from one step to another.
func conversion(from, to Step) (Figure, error) {
	c := formula{name: from.Name + " to " + to.Name}
	all, some := c.people(from.Name, from.Count, "nobody came to this step"), c.count(to.Name, to.Count)
	return c.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(some, all)) })
}

// Rates returns the rate from each step to the next. If nobody came to a step, the
// rate behind it is the zero Figure: it has no value. Rates returns an error as
// [Funnel.Conversion] does for the funnel itself and for the names of two steps.
//
// Rules: R12, R45.
func (f Funnel) Rates() ([]Figure, error) {
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("roi: rates: %w", err)
	}
	rates := make([]Figure, len(f.Steps)-1)
	for i := range rates {
		if f.Steps[i].Count == 0 {
			continue
		}
		var err error
		if rates[i], err = conversion(f.Steps[i], f.Steps[i+1]); err != nil {
			return nil, err
		}
	}
	return rates, nil
}

// Overall returns the rate from the first step to the last, which is the product of
// all rates. It returns an error as [Funnel.Conversion] does.
//
// Rules: R45.
func (f Funnel) Overall() (Figure, error) {
	if err := f.check(); err != nil {
		return Figure{}, fmt.Errorf("roi: overall: %w", err)
	}
	return conversion(f.Steps[0], f.Steps[len(f.Steps)-1])
}

// check returns the faults of the funnel.
func (f Funnel) check() error {
	var faults check.Faults
	switch {
	case len(f.Steps) == 0:
		faults.Add("steps", "", alianza.ErrEmpty, "")
	case len(f.Steps) == 1:
		faults.Add("steps", "1", alianza.ErrMissing, "a funnel has at least two steps")
	}
	if !faults.Count("steps", len(f.Steps), maxSteps, "steps") {
		return faults.Err()
	}
	names := check.Names{Faults: &faults}
	for i, s := range f.Steps {
		path := "steps[" + strconv.Itoa(i) + "]"
		names.Add(path+".name", s.Name)
		switch {
		case s.Count < 0:
			faults.Add(path+".count", strconv.Itoa(s.Count), alianza.ErrNegative, "")
		case !faults.Fits(path+".count", s.Count):
		case i > 0 && s.Count > f.Steps[i-1].Count:
			faults.Add(path+".count", strconv.Itoa(s.Count), alianza.ErrRange, "more than came to the step before")
		}
	}
	return faults.Err()
}

// MarshalJSON returns the funnel as a JSON object. It returns an error for a funnel that
// [Funnel.Conversion] refuses.
func (f Funnel) MarshalJSON() ([]byte, error) { return strictjson.MarshalChecked(f, (*Funnel).sound) }

// UnmarshalJSON reads a funnel strictly and checks it as [Funnel.Conversion] does.
func (f *Funnel) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, f, (*Funnel).sound)
}

// sound is check for a pointer.
func (f *Funnel) sound() error { return f.check() }
