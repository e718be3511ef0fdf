package main

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// shown is the largest number of sales that the charts of a month show.
const shown = 40

// pictures draws all pictures, by the names of their files.
func (s *study) pictures() (map[string][]byte, error) {
	all := map[string][]byte{}
	for name, chart := range map[string]func() ([]byte, error){
		"payout-curve.svg": s.payoutCurve,
		"bunching.svg":     s.bunching,
		"distribution.svg": s.distribution,
		"gains.svg":        s.gains,
		"statement.svg":    statement,
	} {
		data, err := chart()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[name] = data
	}
	return all, nil
}

// payoutCurve draws what a month pays by its sales, with a gap at each cliff.
func (s *study) payoutCurve() ([]byte, error) {
	p := newPlot("What a month of sales of 100.00 pays", "sales of the month", "pay")
	p.X.Tick.Marker = every(5)
	for i, name := range []string{"before", "after"} {
		c, col := &s.curves[i], []color.Color{oldColor, newColor}[i]
		cliffs := c.cliffs()
		from := 0
		for _, to := range append(cliffs, shown+1) {
			points := plotter.XYs{}
			for n := from; n < min(to, shown+1); n++ {
				points = append(points, plotter.XY{X: float64(n), Y: units(c[n])})
			}
			if err := line(p, name, col, plotter.NoStep, points); err != nil {
				return nil, err
			}
			from, name = to, ""
		}
		for _, n := range cliffs {
			if n > shown {
				continue
			}
			if err := dashes(p, col, float64(n), units(c[n-1]), units(c[n])); err != nil {
				return nil, err
			}
			if err := note(p, fmt.Sprintf("sale %d pays %s", n, money(c.next(n))), col, float64(n)+0.6, units(c[n-1])-60); err != nil {
				return nil, err
			}
		}
	}
	return svg("The pay of a month by its number of sales, under both programs. It jumps where a level begins.", p)
}

// bunching draws what the next sale pays, and below it how many months of partners end
// with so many sales.
func (s *study) bunching() ([]byte, error) {
	pay := newPlot("What the last sale of a month adds, of 100.00", "", "pay")
	count := newPlot("Months of partners that end with so many sales", "sales of the month", "months")
	ended := [2][most + 1]int{countMonths(s.before.sales), countMonths(s.after.sales)}
	for i, name := range []string{"before", "after"} {
		c, col := &s.curves[i], []color.Color{oldColor, newColor}[i]
		var adds, months plotter.XYs
		for n := 1; n <= shown+1; n++ {
			x, k := float64(n)-0.5, min(n, shown)
			adds = append(adds, plotter.XY{X: x, Y: units(c.next(k))})
			months = append(months, plotter.XY{X: x, Y: float64(max(ended[i][k], 1))})
		}
		if err := line(pay, name, col, plotter.PostStep, adds); err != nil {
			return nil, err
		}
		if err := line(count, name, col, plotter.PostStep, months); err != nil {
			return nil, err
		}
	}
	for _, n := range s.curves[0].cliffs() {
		if n <= shown {
			if err := note(count, fmt.Sprintf("bound at %d", n), grayColor, float64(n)-0.4, float64(max(ended[0][n], 1))*1.2); err != nil {
				return nil, err
			}
		}
	}
	pay.Y.Min, count.Y.Min, count.Y.Max = 0, 1, 2*count.Y.Max
	pay.X.Tick.Marker, count.X.Tick.Marker = every(5), every(5)
	count.Y.Scale, count.Y.Tick.Marker = plot.LogScale{}, powers // the many small months would hide the others
	count.Legend.Left, count.Legend.XOffs = false, -10
	pay.X.Min, pay.X.Max, count.X.Min, count.X.Max = 0.5, shown+0.5, 0.5, shown+0.5
	return svg("What the last sale of a month pays, and how many months of partners end with so many sales. They bunch at the cliffs.", pay, count)
}

// distribution draws how many partners earned how much in the year.
func (s *study) distribution() ([]byte, error) {
	p := newPlot("Pay of the year", "up to", "partners")
	bounds := []int64{100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000}
	names := make([]string, 0, len(bounds)+1)
	for _, bound := range bounds {
		names = append(names, fmt.Sprint(bound))
	}
	p.NominalX(append(names, "more")...)
	for i, y := range []*year{&s.before, &s.after} {
		counts := make(plotter.Values, len(bounds)+1)
		for _, cents := range y.pay {
			n, _ := slices.BinarySearch(bounds, (cents+99)/100)
			counts[n]++
		}
		bars, err := plotter.NewBarChart(counts, 14)
		if err != nil {
			return nil, err
		}
		bars.Color, bars.LineStyle.Width, bars.Offset = []color.Color{oldColor, newColor}[i], 0, vg.Length(15*i)-7.5
		p.Add(bars)
		p.Legend.Add([]string{"before", "after"}[i], bars)
	}
	p.X.Max += 0.5
	p.Y.Min, p.Y.Max = 0, p.Y.Max*1.05
	return svg("How many partners earn how much in the year, before and after.", p)
}

// gains draws what changes for each partner, from who loses most to who gains most.
func (s *study) gains() ([]byte, error) {
	p := newPlot("Who gains: change of a partner's pay of the year", "partners, of a hundred", "%")
	var changes []float64
	for i, before := range s.before.pay {
		if before > 0 {
			changes = append(changes, float64((s.after.pay[i]-before)*1000/before)/10)
		}
	}
	if len(changes) == 0 {
		return svg("Nobody earned anything.", p)
	}
	slices.SortFunc(changes, cmp.Compare)
	points, zero, lose := plotter.XYs{}, plotter.XYs{{X: 0}, {X: 100}}, 0
	for i, change := range changes {
		if change < 0 {
			lose++
		}
		if i%4 == 0 || i == len(changes)-1 {
			points = append(points, plotter.XY{X: float64(i+1) * 100 / float64(len(changes)), Y: change})
		}
	}
	if err := line(p, "", grayColor, plotter.NoStep, zero); err != nil {
		return nil, err
	}
	if err := line(p, "", newColor, plotter.NoStep, points); err != nil {
		return nil, err
	}
	share := lose * 100 / len(changes)
	if err := note(p, fmt.Sprintf("%d of 100 lose", share), oldColor, 2, 0.5); err != nil {
		return nil, err
	}
	p.X.Min, p.X.Max = 0, 100
	return svg(fmt.Sprintf("The change of each partner's pay, sorted: %d of 100 partners lose.", share), p)
}

func units(cents int64) float64 { return float64(cents) / 100 }
