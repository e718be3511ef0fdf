package split_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

func worth(side, value string) split.Given {
	g := split.Given{Side: side, What: "service"}
	if value != "" {
		g.Value = alianza.Must(split.ParseFraction(value))
	}
	return g
}

func mailing(side string, list int, clicks, conversion, price string) split.Given {
	return split.Given{Side: side, What: "mailing", Mailing: &split.Mailing{List: list, Clicks: rate(clicks), Conversion: rate(conversion), Price: num(price)}}
}

func TestBalance_C5_S26(t *testing.T) {
	tests := []struct {
		name  string
		gifts []split.Given
		want  string
	}{
		{"V-REC-1", []split.Given{mailing("a", 20000, "2%", "5%", "100.00"), mailing("b", 10000, "4%", "5%", "50.00")}, "a 2000 USD, b 1000 USD: balance 0.5, b owes 1000 in kind"},
		{"V-REC-2", []split.Given{mailing("a", 5000, "10%", "2%", "99.00"), mailing("b", 0, "4%", "5%", "50.00")}, "a 990 USD, b 0 USD: balance 0, b owes 990 in kind"},
		{"services for a mailing", []split.Given{worth("a", "500"), worth("a", "250.50"), mailing("b", 15010, "5%", "10%", "10")}, "a 750.5 USD, b 750.5 USD: balance 1"},
		{"a third", []split.Given{worth("b", "100"), worth("a", "300")}, "b 100 USD, a 300 USD: balance 1/3, b owes 200 in kind"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := split.Exchange{Currency: "USD", Gifts: tt.gifts}
			got, err := e.Balance()
			if err != nil || got.String() != tt.want {
				t.Errorf("Balance = %s, %v; want %s", got, err, tt.want)
			}
			roomtest.Again(t, e)
			roomtest.Again(t, got)
		})
	}
}

func TestBalanceFaults(t *testing.T) {
	two := func(change func(g []split.Given)) []split.Given {
		g := []split.Given{worth("a", "1"), mailing("b", 1, "1%", "1%", "1")}
		change(g)
		return g
	}
	tests := []struct {
		name  string
		gifts []split.Given
		want  []string
	}{
		{"nothing", nil, []string{"gifts: contradiction"}},
		{"one side", []split.Given{worth("a", "1"), worth("a", "1")}, []string{"gifts: contradiction"}},
		{"three sides", []split.Given{worth("a", "1"), worth("b", "1"), worth("c", "1")}, []string{"gifts: contradiction"}},
		{"of no value", []split.Given{worth("a", "0"), worth("b", "0")}, []string{"gifts: zero_denominator"}},
		{"of unknown value", two(func(g []split.Given) { g[0] = worth("a", "") }), []string{"gifts[0].value: missing"}},
		{"a negative value", two(func(g []split.Given) { g[0] = worth("a", "-1") }), []string{"gifts[0].value: negative"}},
		{"a third of one", two(func(g []split.Given) { g[0] = worth("a", "1/3") }), []string{"gifts[0].value: out_of_range"}},
		{"nobody's", two(func(g []split.Given) { g[0].Side = "" }), []string{"gifts[0].side: missing", "gifts: contradiction"}},
		{"nothing said", two(func(g []split.Given) { g[0].What = "" }), []string{"gifts[0].what: missing"}},
		{"a mailing with a value", two(func(g []split.Given) { g[1].Value = split.Weight(1) }), []string{"gifts[1].value: contradiction"}},
		{"a list of less than nobody", two(func(g []split.Given) { g[1].Mailing.List = math.MinInt }), []string{"gifts[1].mailing.list: negative"}},
		{"more clicks than addresses", two(func(g []split.Given) { g[1].Mailing.Clicks = rate("101%") }), []string{"gifts[1].mailing.clicks: out_of_range"}},
		{"more sales than clicks", two(func(g []split.Given) { g[1].Mailing.Conversion = rate("-1%") }), []string{"gifts[1].mailing.conversion: out_of_range"}},
		{"a negative price", two(func(g []split.Given) { g[1].Mailing.Price = num("-1") }), []string{"gifts[1].mailing.price: out_of_range"}},
		{"too many", make([]split.Given, 10_001), []string{"gifts: limit"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := split.Exchange{Currency: "USD", Gifts: tt.gifts}.Balance()
			roomtest.CheckFaults(t, "Balance", err, tt.want...)
			if !cmp.Equal(got, split.Balance{}) {
				t.Errorf("Balance = %s and an error; want nothing", got)
			}
		})
	}
	for name, n := range roomtest.Hostile() {
		_, err := split.Exchange{Currency: "USD", Gifts: two(func(g []split.Given) { g[1].Mailing.Price = n })}.Balance()
		roomtest.CheckFaults(t, "Balance("+name+")", err, "gifts[1].mailing.price: out_of_range")
	}
}

// Two lists that promote each other: the size of a list is no value, what it brings
// is.
func ExampleExchange_Balance() {
	swap := split.Exchange{Currency: "USD", Gifts: []split.Given{
		mailing("ana", 20_000, "2%", "5%", "100.00"), mailing("bruno", 10_000, "4%", "5%", "50.00"),
	}}
	fmt.Println(swap.Balance())
	// Output:
	// ana 2000 USD, bruno 1000 USD: balance 0.5, bruno owes 1000 in kind <nil>
}
