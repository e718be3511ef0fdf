package main

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// The colors of the two programs tell apart for the color-blind, too.
var (
	oldColor  = color.RGBA{R: 0xD5, G: 0x5E, A: 0xFF}
	newColor  = color.RGBA{G: 0x72, B: 0xB2, A: 0xFF}
	grayColor = color.RGBA{R: 0x8C, G: 0x95, B: 0x9F, A: 0xFF}
	gridColor = color.RGBA{R: 0xD8, G: 0xDE, B: 0xE4, A: 0xFF}
)

// Size of a picture. Pictures of several panels are higher.
const (
	width  = 6.6 * vg.Inch
	height = 3.4 * vg.Inch
)

var sans = font.Font{Typeface: "Liberation", Variant: "Sans"}

// newPlot returns a plot with a grid, without data.
func newPlot(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.TextStyle.Font = font.From(sans, 12)
	p.Title.Padding = 6
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font = font.From(sans, 10)
		axis.Tick.Label.Font = font.From(sans, 9)
	}
	p.Legend.TextStyle.Font = font.From(sans, 10)
	p.Legend.Top, p.Legend.Left, p.Legend.XOffs, p.Legend.YOffs = true, true, 10, -4
	grid := plotter.NewGrid()
	grid.Horizontal.Color, grid.Vertical.Color = gridColor, nil
	p.Add(grid)
	return p
}

// every is an axis with a label at each multiple of a number.
func every(step int) plot.TickerFunc {
	return func(least, most float64) []plot.Tick {
		var ticks []plot.Tick
		for n := 0; float64(n) <= most; n += step {
			if float64(n) >= least {
				ticks = append(ticks, plot.Tick{Value: float64(n), Label: strconv.Itoa(n)})
			}
		}
		return ticks
	}
}

// powers is an axis with a label at each power of ten.
var powers plot.TickerFunc = func(least, most float64) []plot.Tick {
	var ticks []plot.Tick
	for n := 1; float64(n) <= most; n *= 10 {
		if float64(n) >= least {
			ticks = append(ticks, plot.Tick{Value: float64(n), Label: strconv.Itoa(n)})
		}
	}
	return ticks
}

// line adds a line through points, and a legend if it has a name.
func line(p *plot.Plot, name string, c color.Color, steps plotter.StepKind, points plotter.XYs) error {
	l, err := plotter.NewLine(points)
	if err != nil {
		return err
	}
	l.Color, l.Width, l.StepStyle = c, 1.6, steps
	if c == oldColor {
		l.Width = 2.4 // seen below the other one
	}
	p.Add(l)
	if name != "" {
		p.Legend.Add(name, l)
	}
	return nil
}

// dashes adds a thin upright line.
func dashes(p *plot.Plot, c color.Color, x, from, to float64) error {
	l, err := plotter.NewLine(plotter.XYs{{X: x, Y: from}, {X: x, Y: to}})
	if err != nil {
		return err
	}
	l.Color, l.Width, l.Dashes = c, 0.9, []vg.Length{3, 3}
	p.Add(l)
	return nil
}

// note adds a text that begins at a point.
func note(p *plot.Plot, text string, c color.Color, x, y float64) error {
	l, err := plotter.NewLabels(plotter.XYLabels{XYs: plotter.XYs{{X: x, Y: y}}, Labels: []string{text}})
	if err != nil {
		return err
	}
	l.TextStyle[0].Font, l.TextStyle[0].Color = font.From(sans, 9), c
	p.Add(l)
	return nil
}

// svg draws plots one below the other, with a text for those who do not see them.
func svg(about string, plots ...*plot.Plot) ([]byte, error) {
	high := height * vg.Length(len(plots)) * 4 / vg.Length(len(plots)+3)
	canvas := vgsvg.New(width, high)
	rows := make([][]*plot.Plot, len(plots))
	for i, p := range plots {
		rows[i] = []*plot.Plot{p}
	}
	area := draw.New(canvas)
	area.SetColor(color.White)
	area.Fill(area.Path())
	tiles := draw.Tiles{Rows: len(plots), Cols: 1, PadTop: 6, PadBottom: 4, PadLeft: 6, PadRight: 14, PadY: 10}
	for i, row := range plot.Align(rows, tiles, area) {
		plots[i].Draw(row[0])
	}
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return nil, err
	}
	text := strings.ReplaceAll(b.String(), "font-family:Liberation Sans;font-variant:normal;font-weight:normal;font-style:normal",
		"font-family:Liberation Sans,Helvetica,Arial,sans-serif")
	return []byte(strings.Replace(text, "\n<g transform", fmt.Sprintf("\n<title>%s</title>\n<g transform", html.EscapeString(about)), 1)), nil
}
