package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
)

// Sizes of the chart, in pixels.
const (
	chartLeft  = 380 // where the axis begins
	chartWidth = 560 // of the axis
	chartRow   = 22
	chartTop   = 64
	leastPower = 0 // the axis begins at 1 ns
	mostPower  = 6 // and ends at 1 ms
)

const chartStyle = `
	text { font: 12px system-ui, sans-serif; fill: #24292f }
	.group { font-weight: 600 }
	.small { font-size: 11px; fill: #57606a }
	.grid { stroke: #d0d7de }
	.span { stroke: #afb8c1; stroke-width: 2 }
	.us { fill: #0969da } .hand { fill: #ffffff; stroke: #24292f; stroke-width: 1.5 } .peer { fill: #d4a72c }
	@media (prefers-color-scheme: dark) {
		text { fill: #e6edf3 } .small { fill: #8d96a0 } .grid { stroke: #30363d } .span { stroke: #484f58 }
		.us { fill: #58a6ff } .hand { fill: #0d1117; stroke: #e6edf3 } .peer { fill: #d29922 }
	}`

// chart draws what everybody took as points on a logarithmic axis, a line for each
// work.
func (r report) chart() []byte {
	lines, group := 0, ""
	for _, res := range r.results {
		if res.group != group {
			group = res.group
			lines++
		}
		lines++
	}
	height := chartTop + lines*chartRow + 16
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="time for each item">`, chartLeft+chartWidth+40, height)
	fmt.Fprintf(&b, "\n<style>%s\n</style>\n", chartStyle)
	legend(&b)
	for power := leastPower; power <= mostPower; power++ {
		x := along(math.Pow10(power))
		fmt.Fprintf(&b, `<line class="grid" x1="%.0f" y1="%d" x2="%.0f" y2="%d"/>`, x, chartTop-8, x, height-12)
		fmt.Fprintf(&b, `<text class="small" x="%.0f" y="%d" text-anchor="middle">%s</text>`+"\n", x, chartTop-14, axisLabel(power))
	}
	y, group := chartTop+8, ""
	for _, res := range r.results {
		if res.group != group {
			group = res.group
			fmt.Fprintf(&b, `<text class="group" x="8" y="%d">%s</text>`+"\n", y+4, html.EscapeString(group))
			y += chartRow
		}
		res.draw(&b, y)
		y += chartRow
	}
	fmt.Fprint(&b, "</svg>\n")
	return b.Bytes()
}

func legend(b *bytes.Buffer) {
	fmt.Fprint(b, `<text class="group" x="8" y="20">Time for each item, less is better</text>`)
	for i, one := range []struct{ class, name string }{{"us", "alianza"}, {"hand", "by hand"}, {"peer", "best peer"}} {
		x := chartLeft + i*110
		fmt.Fprintf(b, `<circle class="%s" cx="%d" cy="16" r="5"/><text x="%d" y="20">%s</text>`, one.class, x, x+10, one.name)
	}
	fmt.Fprintln(b)
}

func axisLabel(power int) string {
	unit := [...]string{"ns", "µs", "ms"}[power/3]
	return fmt.Sprintf("%.0f %s", math.Pow10(power%3), unit)
}

// along returns the place of a time on the axis.
func along(nanos float64) float64 {
	at := (math.Log10(max(nanos, 0.5)) - leastPower) / (mostPower - leastPower)
	return chartLeft + chartWidth*min(at, 1)
}

// draw draws the points of a work.
func (r result) draw(b *bytes.Buffer, y int) {
	us, hand, best := r.find()
	fmt.Fprintf(b, `<text x="20" y="%d">%s</text>`, y+4, html.EscapeString(r.work))
	low, high := along(r.took[us].nanos), along(r.took[us].nanos)
	for _, i := range []int{hand, best} {
		if i >= 0 {
			low, high = min(low, along(r.took[i].nanos)), max(high, along(r.took[i].nanos))
		}
	}
	fmt.Fprintf(b, `<line class="span" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>`, low, y, high, y)
	if best >= 0 {
		fmt.Fprintf(b, `<circle class="peer" cx="%.1f" cy="%d" r="5"><title>%s %s</title></circle>`, along(r.took[best].nanos), y,
			html.EscapeString(r.racers[best].name), duration(r.took[best].nanos))
	}
	if hand >= 0 {
		fmt.Fprintf(b, `<circle class="hand" cx="%.1f" cy="%d" r="5"><title>by hand %s</title></circle>`, along(r.took[hand].nanos), y, duration(r.took[hand].nanos))
	}
	fmt.Fprintf(b, `<circle class="us" cx="%.1f" cy="%d" r="4"><title>alianza %s</title></circle>`+"\n", along(r.took[us].nanos), y, duration(r.took[us].nanos))
}
