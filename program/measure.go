package program

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A measureKey names a month of a partner.
type measureKey struct {
	partner uint64
	month   cycle.Month
}

// A measured is what was given of a month from outside.
type measured struct {
	metrics tier.Metrics
	// disputed are metrics that were given as different numbers, in order.
	disputed []string
}

// Measure gives metrics of a partner's month that no events count, such as hours of
// training. The ladder sees them together with those that the program counts. They
// begin the partner, as an event does, and [Run.CloseAll] closes their month.
//
// A metric may be given again as the same number. Given as another one, it is in
// dispute: Measure returns [alianza.ErrConflict], and the month is closed without the
// metric, whichever number came first. So the order of the calls changes nothing.
// The ladder refuses a month that lacks a metric, and [Result.Faults] says so.
//
// Measure returns an error, and changes nothing, if:
//   - the partner or the month could not be that of an event, or a number is out of
//     bounds;
//   - no edition of the ladder asks for a metric ([alianza.ErrUnknown]);
//   - the program counts a metric itself ([alianza.ErrConflict]);
//   - the month is closed ([alianza.ErrRange]).
func (r *Run) Measure(partner string, month cycle.Month, metrics tier.Metrics) error {
	if r == nil || r.p == nil { // not of Program.Run
		return Program{}.unchecked()
	}
	if err := r.p.unchecked(); err != nil {
		return err
	}
	if err := r.checkMeasure(partner, month, metrics); err != nil {
		return fmt.Errorf("program: measure of %.60q: %w", partner, err)
	}
	if len(metrics) == 0 {
		return nil
	}
	p := r.partner(partner)
	if r.isClosed(p, month) {
		return r.fault("month", month.String(), alianza.ErrRange, "the month is closed")
	}
	r.begin(p, month)
	if err := r.measure(measureKey{p.index, month}, metrics); err != nil {
		return fmt.Errorf("program: measure of %.60q: %w", partner, err)
	}
	return nil
}

// checkMeasure faults metrics that no month could have.
func (r *Run) checkMeasure(partner string, month cycle.Month, metrics tier.Metrics) error {
	var f check.Faults
	if _, known := r.names[partner]; !known {
		f.Name("partner", partner)
	}
	if month.IsZero() {
		f.Add("month", "", alianza.ErrMissing, "")
	}
	if !f.Count("metrics", len(metrics), check.MaxMetrics, "metrics") {
		return f.Err()
	}
	for _, name := range sortedKeys(metrics) {
		path := "metrics." + name
		switch {
		case !r.p.asks(name):
			f.Add("metrics", name, alianza.ErrUnknown, "no edition of the ladder asks for this metric")
		case slices.ContainsFunc(r.p.metrics, func(m Metric) bool { return m.Name == name }):
			f.Add(path, exact.Text(exact.Sane(metrics[name])), alianza.ErrConflict, "the program counts this metric itself")
		default:
			f.Number(path, metrics[name])
		}
	}
	return f.Err()
}

// asks reports whether an edition of the ladder asks for a metric.
func (p *Program) asks(name string) bool {
	for i := range p.def.Tiers.Editions {
		ladder, ok := p.cycle.Ladder(p.def.Tiers.Editions[i].From)
		if ok && slices.Contains(ladder.Metrics(), name) {
			return true
		}
	}
	return false
}

// measure keeps the metrics of a month.
func (r *Run) measure(key measureKey, metrics tier.Metrics) error {
	if r.measures == nil {
		r.measures = map[measureKey]*measured{}
	}
	of := r.measures[key]
	if of == nil {
		of = &measured{metrics: tier.Metrics{}}
		r.measures[key] = of
	}
	var f check.Faults
	for _, name := range sortedKeys(metrics) {
		number := metrics[name]
		before, given := of.metrics[name]
		at, disputed := slices.BinarySearch(of.disputed, name)
		switch {
		case !given && !disputed:
			of.metrics[name] = number
		case !disputed && exact.Cmp(before, number) == 0:
		default:
			if !disputed {
				of.disputed = slices.Insert(of.disputed, at, name)
				delete(of.metrics, name)
			}
			f.Add("metrics."+name, exact.Text(number), alianza.ErrConflict, "given before as another number for the month")
		}
	}
	return f.Err()
}

// begin notes that something of a partner is in a month.
func (r *Run) begin(p *partner, month cycle.Month) {
	if p.first.IsZero() || month.Before(p.first) {
		p.first = month
	}
	if r.first.IsZero() || month.Before(r.first) {
		r.first = month
	}
	if r.last.Before(month) {
		r.last = month
	}
}

// disputes say which metrics of the month are in dispute that a ladder asks for.
func (r *Run) disputes(asked []string) []string {
	var list []string
	if of := r.now.measured; of != nil {
		for _, name := range of.disputed {
			if slices.Contains(asked, name) {
				list = append(list, check.Fault("metrics."+name, "", alianza.ErrConflict, "given as different numbers for the month").Error())
			}
		}
	}
	return list
}

// metrics returns those that were counted and those that were given, as far as the
// ladder asks for them.
func (r *Run) metrics(counted values, asked []string) tier.Metrics {
	all := tier.Metrics{}
	for i, m := range r.p.metrics {
		all[m.Name] = counted[i]
	}
	if of := r.now.measured; of != nil {
		maps.Copy(all, of.metrics)
	}
	return all.Only(asked)
}

// appendMeasured appends the metrics given of the month to the name of a placement.
func (r *Run) appendMeasured(name []byte) []byte {
	of := r.now.measured
	if of == nil {
		return name
	}
	for _, metric := range sortedKeys(of.metrics) {
		name = append(exact.Append(append(append(name, metric...), '='), of.metrics[metric]), '/')
	}
	return name
}
