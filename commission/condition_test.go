package commission_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestCondition meets a condition, or says why not.
func TestCondition_X2(t *testing.T) {
	is := func(op alianza.Op, bound string) commission.Condition {
		return commission.FactIs("amount", alianza.Bound{Op: op, Value: num(bound)})
	}
	fact := func(op alianza.Op, bound string) commission.Condition {
		return commission.FactIs("seats", alianza.Bound{Op: op, Value: num(bound)})
	}
	us, ca := commission.FactOneOf("country", "US"), commission.FactOneOf("country", "CA")
	tests := []struct {
		name  string
		when  commission.Condition
		facts map[string]string
		want  string // why not; "" if it is met
	}{
		{"none", commission.Condition{}, nil, ""},
		{"in", commission.FactOneOf("country", "CA", "US"), map[string]string{"country": "US"}, ""},
		{"not in the list", commission.FactOneOf("country", "CA", "MX"), map[string]string{"country": "US"}, `country is "US", not CA or MX`},
		{"in, other letters", us, map[string]string{"country": "us"}, `country is "us", not US`},
		{"in, missing", us, nil, "country is not given"},
		{"in, empty is a value", commission.FactOneOf("country", "", "US"), map[string]string{"country": ""}, ""},
		{"not in", commission.FactNoneOf("country", "CA"), map[string]string{"country": "US"}, ""},
		{"not in, but is", commission.FactNoneOf("country", "CA", "US"), map[string]string{"country": "US"}, `country is "US"`},
		{"not in, missing", commission.FactNoneOf("country", "CA"), nil, "country is not given"},
		{"at least, below it", is(alianza.OpAtLeast, "100.01"), nil, "amount is 100.00, not >= 100.01"},
		{"at least, at it", is(alianza.OpAtLeast, "100"), nil, ""},
		{"above, at it", is(alianza.OpAbove, "100"), nil, "amount is 100.00, not > 100"},
		{"above, a cent less", is(alianza.OpAbove, "99.99"), nil, ""},
		{"at most, above it", is(alianza.OpAtMost, "99.99"), nil, "amount is 100.00, not <= 99.99"},
		{"at most, at it", is(alianza.OpAtMost, "100.000"), nil, ""},
		{"below, at it", is(alianza.OpBelow, "100"), nil, "amount is 100.00, not < 100"},
		{"below, a cent more", is(alianza.OpBelow, "100.01"), nil, ""},
		{"a number as text", fact(alianza.OpAtLeast, "10"), map[string]string{"seats": "10"}, ""},
		{"a number as text, compared as a number", fact(alianza.OpAtLeast, "9"), map[string]string{"seats": "10"}, ""},
		{"a number with places", fact(alianza.OpAtMost, "10"), map[string]string{"seats": "10.00"}, ""},
		{"a negative number", fact(alianza.OpBelow, "0"), map[string]string{"seats": "-0.5"}, ""},
		{"a number below the bound", fact(alianza.OpAtLeast, "10"), map[string]string{"seats": "9.99"}, "seats is 9.99, not >= 10"},
		{"no number", fact(alianza.OpAtLeast, "10"), map[string]string{"seats": "ten"}, `seats is "ten", not a number >= 10`},
		{"no number, empty", fact(alianza.OpAtLeast, "0"), map[string]string{"seats": ""}, `seats is "", not a number >= 0`},
		{"a hostile number", fact(alianza.OpAtLeast, "0"), map[string]string{"seats": "1e999999999"}, `seats is "1e999999999", not a number >= 0`},
		{"a number, missing", fact(alianza.OpBelow, "10"), nil, "seats is not given"},
		{"all", commission.All(us, is(alianza.OpAbove, "0")), map[string]string{"country": "US"}, ""},
		{"all but the second", commission.All(us, is(alianza.OpAbove, "100")), map[string]string{"country": "US"}, "amount is 100.00, not > 100"},
		{"all but the first: that is the reason", commission.All(ca, is(alianza.OpAbove, "100")), map[string]string{"country": "US"}, `country is "US", not CA`},
		{"any, the last", commission.Any(ca, us), map[string]string{"country": "US"}, ""},
		{"any, none of them", commission.Any(ca, fact(alianza.OpAbove, "3")), map[string]string{"country": "US", "seats": "3"}, `country is "US", not CA`},
		{"any in all", commission.All(commission.Any(ca, us), commission.Any(is(alianza.OpBelow, "1"), is(alianza.OpAtLeast, "100"))), map[string]string{"country": "US"}, ""},
		{"all in any", commission.Any(commission.All(us, is(alianza.OpBelow, "1")), commission.All(us, is(alianza.OpAtLeast, "100"))), map[string]string{"country": "US"}, ""},
		{"all in any, not", commission.Any(commission.All(us, is(alianza.OpBelow, "1")), ca), map[string]string{"country": "US"}, "amount is 100.00, not < 1"}, // why the first is not met
		{"own: partner", commission.FactOneOf("partner", "ana"), nil, ""},
		{"own: partner, another", commission.FactNoneOf("partner", "ana"), nil, `partner is "ana"`},
		{"own: customer", commission.FactOneOf("customer", "acme"), nil, ""},
		{"own: order", commission.FactOneOf("order", "o-1"), nil, ""},
		{"own: tier", commission.FactOneOf("tier", "affiliate/gold"), nil, ""},
		{"own: units", commission.FactIs("units", alianza.AtLeast(num("3"))), nil, ""},
		{"own: units, more", commission.FactIs("units", alianza.Above(num("3"))), nil, "units is 3, not > 3"},
		{"own: units in a list", commission.FactOneOf("units", "3"), nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			one := onSale("10%")
			one.When = tt.when
			plan := alianza.Must(commission.New(ruled(one)))
			e := units(3, by("acme", at("affiliate/gold", sale("s", "100.00"))))
			e.Order, e.Facts = "o-1", tt.facts
			var state commission.State
			if tt.want == "" {
				mustEarn(t, plan, &state, e)
			} else if got := mustPass(t, plan, &state, e); got.Rule != "sale" || got.Reason.String() != tt.want {
				t.Errorf("Earn(%s) skipped %+v; want sale: %s", eventText(e), got, tt.want)
			}
		})
	}
}

// TestConditionMissing has the own facts of an event that are not given.
func TestConditionMissing(t *testing.T) {
	for _, name := range []string{"customer", "order", "tier", "units"} {
		for _, when := range []commission.Condition{commission.FactOneOf(name, "", "0"), commission.FactNoneOf(name, "x"), commission.FactIs(name, alianza.AtLeast(num("0")))} {
			one := onSale("10%")
			one.When = when
			var state commission.State
			if got := mustPass(t, alianza.Must(commission.New(ruled(one))), &state, sale("s", "1")); got.Reason.String() != name+" is not given" {
				t.Errorf("%s: Earn skipped %+v; want not given", name, got)
			}
		}
	}
	for _, name := range []string{"amount", "units", "partner", "customer", "order", "tier"} {
		e := sale("s", "1")
		e.Facts = map[string]string{name: "1"}
		checkRefused(t, alianza.Must(commission.New(ruled(onSale("10%")))), &commission.State{}, e, []fault{{"facts." + name, alianza.ErrConflict}})
	}
}

// TestConditionZero tells what is no condition.
func TestConditionZero(t *testing.T) {
	tests := []struct {
		name string
		c    commission.Condition
		want bool
	}{
		{"zero", commission.Condition{}, true},
		{"empty lists", commission.All(), true},
		{"a bound without an operator", commission.Condition{Bound: alianza.Bound{Value: num("1")}}, false},
		{"a fact", commission.Condition{Fact: "a"}, false},
		{"in", commission.Condition{OneOf: []string{"a"}}, false},
		{"not in", commission.Condition{NoneOf: []string{"a"}}, false},
		{"an operator", commission.Condition{Bound: alianza.Bound{Op: alianza.OpAbove}}, false},
		{"all", commission.All(commission.Condition{}), false},
		{"any", commission.Any(commission.Condition{}), false},
	}
	for _, tt := range tests {
		if got := tt.c.IsZero(); got != tt.want {
			t.Errorf("%s: IsZero() = %t; want %t", tt.name, got, tt.want)
		}
	}
	for op, want := range map[alianza.Op]string{alianza.OpAtLeast: "at_least", alianza.OpAbove: "above", alianza.OpAtMost: "at_most", alianza.OpBelow: "below"} {
		if got := op.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
}

// TestConditionJSON writes each form, and keeps it.
func TestConditionJSON(t *testing.T) {
	one := onSale("10%")
	one.When = commission.All(
		commission.FactOneOf("country", "US", "CA"), commission.FactNoneOf("customer_kind", "returning"),
		commission.FactIs("amount", alianza.AtLeast(num("100"))), commission.FactIs("seats", alianza.Above(num("0"))),
		commission.Any(commission.FactIs("units", alianza.AtMost(num("5.50"))), commission.FactIs("age", alianza.Below(num("-1")))),
	)
	const want = `{"id":"p","version":1,"currency":"USD","rules":[{"name":"sale","on":"sale","when":{"all":[` +
		`{"fact":"country","one_of":["US","CA"]},{"fact":"customer_kind","none_of":["returning"]},{"fact":"amount","at_least":"100"},` +
		`{"fact":"seats","above":"0"},{"any":[{"fact":"units","at_most":"5.50"},{"fact":"age","below":"-1"}]}]},"rate":"10%"}]}`
	if got := jsonText(t, ruled(one)); got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
	var back commission.Definition
	if err := back.UnmarshalJSON([]byte(want)); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", want, err)
	}
	if diff := cmp.Diff(ruled(one), back); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", want, diff)
	}
}

// TestConditionKept changes the lists that a plan was made from.
func TestConditionKept(t *testing.T) {
	one := onSale("10%")
	one.When = commission.All(commission.Any(commission.FactOneOf("country", "US")), commission.FactNoneOf("kind", "old"))
	one.Pay.Less, one.Limit.Caps = []string{"tax"}, []commission.Cap{{Amount: num("5"), Per: commission.PerMonth}}
	d := ruled(one)
	spoil := func(d commission.Definition) {
		d.Bonuses[0].Of[0], d.Caps[0].Of[0] = "spoiled", "spoiled"
		d.Rules[0].When.All[0].Any[0].OneOf[0] = "MX"
		d.Rules[0].When.All[1].NoneOf[0] = "new"
		d.Rules[0].Pay.Less[0], d.Rules[0].Limit.Caps[0].Per = "fees", commission.PerYear
	}
	d.Bonuses = []commission.Bonus{monthly("bonus", "1", "sale")}
	d.Caps = []commission.Cap{{Name: "both", Of: []string{"sale", "bonus"}, Amount: num("5"), Per: commission.PerYear}}
	plan := planOf(d)
	want := jsonText(t, d)
	spoil(d)
	spoil(plan.Definitions()[0])
	if got := jsonText(t, plan.Definitions()[0]); got != want {
		t.Errorf("Definition() = %s; want %s", got, want)
	}
	made := alianza.Must(commission.NewTable(table(commission.Slab, bracket("10", "1%"), bracket("", "2%"))))
	made.Definition().Brackets[0].Rate = rate("50%")
	if got := made.Definition().Brackets[0].Rate; got != rate("1%") {
		t.Errorf("Definition() after a change of what it returned = %s; want 1%%", got)
	}
}

// manyFacts returns so many conditions in JSON.
func manyFacts(n int) string {
	return strings.Join(slices.Repeat([]string{`{"fact":"country","one_of":["US"]}`}, n), ",")
}

// manyValues returns so many values in JSON.
func manyValues(n int) string { return strings.Join(slices.Repeat([]string{`"US"`}, n), ",") }

// TestConditionAlone reads and writes conditions by themselves.
func TestConditionAlone(t *testing.T) {
	tests := []struct {
		name, text string
		want       []fault
	}{
		{"a list", `{"fact":"country","one_of":["US","CA"]}`, nil},
		{"none of", `{"fact":"country","none_of":["US"]}`, nil},
		{"a bound", `{"fact":"amount","at_least":"100"}`, nil},
		{"two bounds", `{"fact":"amount","between":"100","to":"200"}`, nil},
		{"groups", `{"all":[{"any":[{"fact":"a","one_of":["b"]}]},{"fact":"c","below":"2"}]}`, nil},
		{"another case", `{"Fact":"country","one_of":["US"]}`, []fault{{"Fact", alianza.ErrUnknown}}},
		{"nothing", `{"fact":"country"}`, []fault{{"", alianza.ErrMissing}}},
		{"as many as there may be", `{"any":[` + manyFacts(100) + `]}`, nil},
		{"one of too many", `{"fact":"country","one_of":[` + manyValues(1001) + `]}`, []fault{{"", alianza.ErrRange}}},
		{"none of too many", `{"fact":"country","none_of":[` + manyValues(1001) + `]}`, []fault{{"", alianza.ErrRange}}},
		{"as many values as there may be", `{"fact":"country","none_of":[` + manyValues(1000) + `]}`, nil},
		{"any of too many", `{"any":[` + manyFacts(101) + `]}`, []fault{{"", alianza.ErrRange}}},
		{"all of too many", `{"all":[` + manyFacts(101) + `]}`, []fault{{"", alianza.ErrRange}}},
		{"all and any of too many together", `{"all":[` + manyFacts(60) + `],"any":[` + manyFacts(60) + `]}`, []fault{{"", alianza.ErrConflict}, {"", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c commission.Condition
			err := json.Unmarshal([]byte(tt.text), &c)
			if tt.want != nil {
				if len(faultsOf(t, err)) != len(tt.want) {
					t.Errorf("Unmarshal = %v; want %v", err, tt.want)
				}
				return
			}
			if doc, again := json.Marshal(c); err != nil || again != nil || string(doc) != tt.text {
				t.Errorf("Marshal = %s, %v after %v; want %s", doc, again, err, tt.text)
			}
		})
	}
	if doc, err := json.Marshal(commission.Condition{}); err != nil || string(doc) != "{}" {
		t.Errorf("Marshal of none = %s, %v; want {}", doc, err)
	}
}
