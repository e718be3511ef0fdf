package attribution_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

func num(s string) decimal.Decimal { return roomtest.Num(s) }

func at(s string) time.Time { return roomtest.At(s) }

// touches reads touches: "A 2026-01-01, B 2026-01-05 coupon". Words behind the day
// are the evidence, "!" and why it is excluded, "*" and the day of an earlier sale,
// "=" and a weight.
func touches(text string) []attribution.Touch {
	var list []attribution.Touch
	if text == "" {
		return nil
	}
	for i, one := range strings.Split(text, ", ") {
		words := strings.Fields(one)
		t := attribution.Touch{ID: fmt.Sprint("t", i+1), Partner: words[0], At: at(words[1])}
		for _, w := range words[2:] {
			switch w[0] {
			case '!':
				t.Excluded = w[1:]
			case '*':
				t.Sold = at(w[1:])
			case '=':
				t.Weight, _ = split.ParseFraction(w[1:])
			default:
				t.Evidence = w
			}
		}
		list = append(list, t)
	}
	return list
}

func model(tb testing.TB, d attribution.Definition) attribution.Model {
	tb.Helper()
	m, err := attribution.New(d)
	if err != nil {
		tb.Fatalf("New(%+v) = %v; want no error", d, err)
	}
	return m
}

func attribute(tb testing.TB, d attribution.Definition, list []attribution.Touch, s attribution.Sale) attribution.Result {
	tb.Helper()
	r, err := model(tb, d).Attribute(list, s)
	if err != nil {
		tb.Fatalf("Attribute = %v; want no error", err)
	}
	roomtest.Again(tb, r)
	return r
}

// whys returns the reasons of the touches: "t1 first, t2 not_first".
func whys(r attribution.Result) string {
	var all []string
	for _, t := range r.Touches {
		all = append(all, t.ID+" "+t.Why.String())
	}
	return strings.Join(all, ", ")
}

// amounts divides an amount: "A 8.00, B 4.00".
func amounts(tb testing.TB, r attribution.Result, amount string) string {
	tb.Helper()
	d, err := r.Divide("USD", num(amount))
	if err != nil {
		tb.Fatalf("Divide(%s) = %v; want no error", amount, err)
	}
	var all []string
	for _, a := range d.Allocations {
		all = append(all, a.Party+" "+a.Amount.StringFixed(2))
	}
	return strings.Join(all, ", ")
}
