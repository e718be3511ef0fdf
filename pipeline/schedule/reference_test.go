package schedule_test

import (
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// A reference is a second implementation that walks from day to day and along every
// path, one by one.
type reference struct {
	def      schedule.Definition
	calendar *schedule.CalendarDefinition // nil: every day
}

func (r reference) works(day time.Time) bool {
	if r.calendar == nil {
		return true
	}
	iso := (int(day.Weekday())+6)%7 + 1
	return slices.Contains(r.calendar.Weekdays, schedule.Weekday(iso)) &&
		!slices.Contains(r.calendar.Holidays, alianza.DateOf(day, nil))
}

func (r reference) next(day time.Time) time.Time {
	for !r.works(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// plus adds working days to a working day.
func (r reference) plus(day time.Time, n int) time.Time {
	for range n {
		day = r.next(day.AddDate(0, 0, 1))
	}
	return day
}

// end returns the end of a step that may be late.
func (r reference) end(start time.Time, s schedule.Step, most bool, late int) time.Time {
	n := s.Takes.Least
	if most {
		n = s.Takes.Most
	}
	if s.Takes.Unit == schedule.Week {
		start = r.next(start.AddDate(0, 0, 7*n))
	} else {
		start = r.plus(start, n)
	}
	return r.plus(start, late)
}

// before returns the steps that a step waits for.
func (r reference) before(i int) []int {
	switch r.def.Order {
	case schedule.InSequence:
		if i > 0 {
			return []int{i - 1}
		}
	case schedule.ByDependency:
		var all []int
		for _, name := range r.def.Steps[i].After {
			all = append(all, slices.IndexFunc(r.def.Steps, func(s schedule.Step) bool { return s.Name == name }))
		}
		return all
	default:
	}
	return nil
}

// paths returns every path of steps that ends with a step.
func (r reference) paths(i int) [][]int {
	before := r.before(i)
	if len(before) == 0 {
		return [][]int{{i}}
	}
	var all [][]int
	for _, b := range before {
		for _, path := range r.paths(b) {
			all = append(all, append(path, i))
		}
	}
	return all
}

// ends returns the end of a step, the latest along all paths. One step may be late.
func (r reference) ends(start time.Time, i int, most bool, late map[int]int) time.Time {
	var last time.Time
	for _, path := range r.paths(i) {
		day := r.next(start)
		for _, j := range path {
			day = r.end(day, r.def.Steps[j], most, late[j])
		}
		if day.After(last) {
			last = day
		}
	}
	return last
}

// last returns the end of the plan.
func (r reference) last(start time.Time, most bool, late map[int]int) time.Time {
	var last time.Time
	for i := range r.def.Steps {
		if end := r.ends(start, i, most, late); end.After(last) {
			last = end
		}
	}
	return last
}
