package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// A chart draws what the next sale earns by its amount. The template makes the SVG.
type chart struct {
	Told   string // what the picture shows, for those who do not see it
	Line   string // points of the line
	Ticks  []tick
	Levels []tick
	Rows   []preview // some of the points, as a table
}

// A tick is a mark of an axis.
type tick struct {
	At, Text, Anchor string
}

// The room of the picture: 640 by 280 with margins for the axes.
const left, right, top, bottom = 88, 624, 16, 240

func newChart(list []preview, currency string) chart {
	if len(list) == 0 {
		return chart{}
	}
	last, most := list[len(list)-1].Amount, decimal.NewFromInt(1)
	for _, p := range list {
		most = decimal.Max(most, p.Earns)
	}
	c := chart{Told: fmt.Sprintf("A sale of up to %s %s earns from %s to %s.", last, currency, money(list[0].Earns), money(most))}
	var points []string
	for i, p := range list {
		x := decimal.NewFromInt(left).Add(scale(p.Amount, last, right-left)).String()
		points = append(points, x+","+height(p.Earns, most))
		switch {
		case i == len(list)-1:
			c.Ticks = append(c.Ticks, tick{x, p.Amount.String(), "end"})
		case i%15 == 0:
			c.Ticks = append(c.Ticks, tick{x, p.Amount.String(), "middle"})
		}
		if i%10 == 0 {
			c.Rows = append(c.Rows, p)
		}
	}
	c.Line = strings.Join(points, " ")
	for i := range 5 {
		value := most.Mul(decimal.NewFromInt(int64(i))).DivRound(decimal.NewFromInt(4), 2)
		c.Levels = append(c.Levels, tick{height(value, most), money(value), "end"})
	}
	return c
}

// scale returns where a value is on an axis of some points, to a tenth.
func scale(value, most decimal.Decimal, points int64) decimal.Decimal {
	return value.Mul(decimal.NewFromInt(points)).DivRound(most, 1)
}

// height returns how far down a value is.
func height(value, most decimal.Decimal) string {
	return decimal.NewFromInt(bottom).Sub(scale(value, most, bottom-top)).String()
}
