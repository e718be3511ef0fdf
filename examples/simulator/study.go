package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza/program"
)

// A study is the same partners under two programs. Still is the second program with
// the sales of the first: what a comparison over past orders says. In after, partners
// answer to the second program, too.
type study struct {
	changes              program.Difference
	curves               [2]curve
	people               []person
	before, still, after year
}

func compare(before, after program.Program, all []person) (*study, error) {
	s := &study{changes: program.Diff(before.Definition(), after.Definition()), people: all}
	sales := [2][][months]int{}
	for i, p := range []program.Program{before, after} {
		if len(p.Currencies()) == 0 {
			return nil, fmt.Errorf("program %s has no plan", p.ID())
		}
		c, err := curveOf(p)
		if err != nil {
			return nil, err
		}
		s.curves[i] = c
		for j := range all {
			sales[i] = append(sales[i], all[j].answer(&c))
		}
	}
	var err error
	if s.before, err = live(before, all, sales[0]); err != nil {
		return nil, err
	}
	if s.still, err = live(after, all, sales[0]); err != nil {
		return nil, err
	}
	s.after, err = live(after, all, sales[1])
	return s, err
}

// String returns the tables of the study.
func (s *study) String() string {
	var b strings.Builder
	b.WriteString("What changes\n")
	for line := range strings.Lines(s.changes.String()) {
		fmt.Fprintf(&b, "  %s", line)
	}
	s.writeCost(&b)
	s.writeGains(&b)
	s.writeCliffs(&b)
	return b.String()
}

func (s *study) writeCost(b *strings.Builder) {
	fmt.Fprintf(b, "\n\nA year of %d partners%18s %14s %14s\n", len(s.people), "before", "same sales", "after")
	row := func(name string, of func(y *year) string) {
		fmt.Fprintf(b, "  %-24s %14s %14s %14s\n", name, of(&s.before), of(&s.still), of(&s.after))
	}
	row("sales", func(y *year) string { return y.totals.Sales.StringFixed(2) })
	row("refunds", func(y *year) string { return y.totals.Refunds.StringFixed(2) })
	row("earned", func(y *year) string { return y.totals.Earned.StringFixed(2) })
	row("taken back", func(y *year) string { return y.totals.Adjusted.StringFixed(2) })
	row("cost", func(y *year) string { return y.totals.Earned.Add(y.totals.Adjusted).StringFixed(2) })
	row("cost of 100 kept", func(y *year) string {
		kept := y.totals.Sales.Sub(y.totals.Refunds)
		if kept.IsZero() {
			return "-"
		}
		return y.totals.Earned.Add(y.totals.Adjusted).Shift(2).DivRound(kept, 2).StringFixed(2)
	})
}

// writeGains shows who gains, by tenths of the partners from the smallest to the largest.
func (s *study) writeGains(b *strings.Builder) {
	fmt.Fprintf(b, "\nWho gains, by tenths of the partners %16s %14s %8s %6s\n", "pay before", "after", "gain", "lose")
	order := s.bySize()
	for tenth := range 10 {
		var before, after int64
		gain, lose := 0, 0
		for _, i := range order[len(order)*tenth/10 : len(order)*(tenth+1)/10] {
			before, after = before+s.before.pay[i], after+s.after.pay[i]
			switch cmp.Compare(s.after.pay[i], s.before.pay[i]) {
			case 1:
				gain++
			case -1:
				lose++
			}
		}
		fmt.Fprintf(b, "  %-34s %16s %14s %8d %6d\n", tenthNames[tenth], money(before), money(after), gain, lose)
	}
}

var tenthNames = [10]string{0: "the smallest", 9: "the largest"}

// bySize returns the indices of the partners by their pay before.
func (s *study) bySize() []int {
	order := make([]int, len(s.people))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.before.pay[a], s.before.pay[b]) })
	return order
}

// writeCliffs shows the bounds of both programs, and how many months of partners end
// beside them.
func (s *study) writeCliffs(b *strings.Builder) {
	wants := make([][months]int, len(s.people))
	for i := range s.people {
		wants[i] = s.people[i].wants
	}
	none, before, after := countMonths(wants), countMonths(s.before.sales), countMonths(s.after.sales)
	for i, c := range s.curves {
		at := c.cliffs()
		fmt.Fprintf(b, "\nCliffs %s: %d\n", [2]string{"before", "after"}[i], len(at))
		for _, n := range at {
			fmt.Fprintf(b, "  sale %d of a month, of 100.00, pays %s; the one before %s, the one after %s\n",
				n, money(c.next(n)), money(c.next(n-1)), money(c.next(n+1)))
		}
	}
	at := append(s.curves[0].cliffs(), s.curves[1].cliffs()...)
	slices.Sort(at)
	fmt.Fprintf(b, "\nMonths of partners that end with so many sales\n  %5s %12s %12s %12s\n", "sales", "no program", "before", "after")
	for _, n := range slices.Compact(at) {
		for k := max(n-2, 0); k <= n+2; k++ {
			mark := ""
			if k == n {
				mark = "  bound"
			}
			fmt.Fprintf(b, "  %5d %12d %12d %12d%s\n", k, none[k], before[k], after[k], mark)
		}
	}
}

// countMonths counts the months of partners by their sales. The last count is of all
// that are beyond the curve.
func countMonths(sales [][months]int) [most + 1]int {
	var counts [most + 1]int
	for i := range sales {
		for _, n := range sales[i] {
			counts[min(n, most)]++
		}
	}
	return counts
}

// money writes cents.
func money(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}
