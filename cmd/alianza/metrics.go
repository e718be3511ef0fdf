package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// metrics gives the columns of -metric to a run. Each row of a partner's month may
// say a figure, and all that do have to say the same.
type metrics struct {
	zone     *time.Location
	asked    map[string]bool // that the program takes
	disputed int             // rows that say otherwise
	first    string          // of them
}

// newMetrics returns the metrics of a program, nil if there are no columns. It
// refuses a column that neither the program nor another one takes.
func newMetrics(columns map[string]string, p program.Program, others []program.Program) (*metrics, error) {
	if len(columns) == 0 {
		return nil, nil
	}
	m := &metrics{zone: p.Zone(), asked: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		refused := takes(p, name)
		m.asked[name] = refused == nil
		if refused != nil && !slices.ContainsFunc(others, func(o program.Program) bool { return takes(o, name) == nil }) {
			return nil, usagef("-metric %q: %s", name, alianza.Faults(refused)[0].Reason())
		}
	}
	return m, nil
}

// takes tries whether a program takes a metric.
func takes(p program.Program, name string) error {
	month := cycle.MonthOf(time.Unix(0, 0), time.UTC)
	return p.Run().Measure("partner", month, tier.Metrics{name: decimal.Decimal{}})
}

// give gives the figures of a row to a run.
func (m *metrics) give(run *program.Run, o *orders.Order) {
	if m == nil || len(o.Metrics) == 0 {
		return
	}
	given := tier.Metrics{}
	for name, number := range o.Metrics {
		if m.asked[name] {
			given[name] = number
		}
	}
	month := cycle.MonthOf(o.At, m.zone)
	err := run.Measure(o.Partner, month, given)
	if err == nil {
		return
	}
	if m.disputed++; m.disputed == 1 {
		fault := alianza.Faults(err)[0]
		m.first = fmt.Sprintf("line %d, %s of %s in %s, %q", o.Line, fault.Path, o.Partner, month, fault.Value)
		if !errors.Is(err, alianza.ErrConflict) {
			m.first += ": " + fault.Reason()
		}
	}
}

// do returns the subject and the verb of what is said of rows in dispute.
func (m *metrics) do() string {
	if m.disputed == 1 {
		return "row does"
	}
	return "rows do"
}
