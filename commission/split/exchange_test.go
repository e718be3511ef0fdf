package split_test

import (
	"fmt"
	"strings"
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

func TestBalance_C5_S26(t *testing.T) {
	tests := []struct {
		name  string
		gifts []split.Given
		want  string
	}{
		{"V-REC-1", []split.Given{worth("a", "2000"), worth("b", "1000")}, "a 2000 USD, b 1000 USD: balance 0.5, b owes 1000 in kind"},
		{"V-REC-2", []split.Given{worth("a", "990"), worth("b", "0")}, "a 990 USD, b 0 USD: balance 0, b owes 990 in kind"},
		{"services for a mailing", []split.Given{worth("a", "500"), worth("a", "250.50"), worth("b", "750.500")}, "a 750.5 USD, b 750.5 USD: balance 1"},
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
		g := []split.Given{worth("a", "1"), worth("b", "0.0001")}
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
	long := alianza.Must(split.FractionOf(num("9999999999999999999999999999999999"), num("0.000000000000000001")))
	_, err := split.Exchange{Currency: "USD", Gifts: two(func(g []split.Given) { g[0].Value = long })}.Balance()
	roomtest.CheckFaults(t, "Balance(a long number)", err)
	_, err = split.Exchange{Currency: "USD", Gifts: two(func(g []split.Given) { g[0] = worth("a", "1"+strings.Repeat("0", 130)) })}.Balance()
	roomtest.CheckFaults(t, "Balance(a longer number)", err, "gifts[0].value: out_of_range")
}

// Two lists that promote each other: the size of a list is no value, what it brings
// is.
func ExampleExchange_Balance() {
	swap := split.Exchange{Currency: "USD", Gifts: []split.Given{
		{Side: "ana", What: "mailing", Value: split.Weight(2000)},
		{Side: "bruno", What: "mailing", Value: split.Weight(1000)},
	}}
	fmt.Println(swap.Balance())
	// Output:
	// ana 2000 USD, bruno 1000 USD: balance 0.5, bruno owes 1000 in kind <nil>
}
