package split_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// of returns a definition that divides among parties a, b, c and so on. A size
// is a rate, "50%", a weight, "1/6", or "rest", with bounds behind it:
// "10% >=1 <=5".
func of(currency string, sizes ...string) split.Definition {
	d := split.Definition{Currency: currency}
	for i, size := range sizes {
		d.Shares = append(d.Shares, share(string(rune('a'+i)), size))
	}
	return d
}

func share(party, size string) split.Share {
	s := split.Share{Party: party}
	for word := range strings.FieldsSeq(size) {
		switch {
		case word == "rest":
			s.Rest = true
		case strings.HasPrefix(word, ">="):
			s.Min = num(word[2:])
		case strings.HasPrefix(word, "<="):
			s.Max = num(word[2:])
		case strings.HasSuffix(word, "%"):
			s.Rate = rate(word)
		default:
			s.Weight = alianza.Must(split.ParseFraction(word))
		}
	}
	return s
}

// amounts returns the amounts of allocations as text.
func amounts(list []split.Allocation) []string {
	all := make([]string, len(list))
	for i, a := range list {
		all[i] = a.Amount.StringFixed(-a.Amount.Exponent())
	}
	return all
}

func divide(tb testing.TB, d split.Definition, total string) split.Division {
	tb.Helper()
	got, err := alianza.Must(split.New(d)).Divide(num(total))
	if err != nil {
		tb.Fatalf("Divide(%s) = %v; want no error", total, err)
	}
	return got
}

func TestNewFaults(t *testing.T) {
	stepped := func(step string) split.Definition {
		d := of("USD", "50%", "50%")
		d.Step = num(step)
		return d
	}
	nested := func(depth int) split.Definition {
		shares := of("USD", "1").Shares
		for range depth - 1 {
			shares = []split.Share{{Party: "a", Weight: split.Weight(1), Shares: shares}}
		}
		return split.Definition{Currency: "USD", Shares: shares}
	}
	overlay := func(list ...split.Share) split.Definition {
		d := of("USD", "100%")
		d.Overlay = list
		return d
	}
	many := split.Definition{Currency: "USD"}
	for i := range 1001 {
		many.Shares = append(many.Shares, split.Share{Party: fmt.Sprint(i), Weight: split.Weight(1)})
	}
	tests := []struct {
		name string
		d    split.Definition
		want []string
	}{
		{"rates", of("EUR", "70%", "30%"), nil},
		{"weights", of("EUR", "1", "1", "1"), nil},
		{"fractions", of("EUR", "1/6", "1/3", "1/2"), nil},
		{"a weight of nothing", of("EUR", "0", "1"), nil},
		{"the rest", of("EUR", "30%", "rest"), nil},
		{"the rest of nothing", of("EUR", "100%", "rest"), nil},
		{"the rest alone", of("EUR", "rest"), nil},
		{"thirds and the rest", of("EUR", "1/3", "1/3", "rest"), nil},
		{"bounds", of("EUR", "10% >=1 <=5", "90%"), nil},
		{"a step", stepped("0.05"), nil},
		{"a coarse step", stepped("1"), nil},
		{"eight levels", nested(8), nil},
		{"overlay", overlay(share("boss", "150%"), share("a", "10%")), nil},

		{"no currency", of("", "100%"), []string{"currency: missing"}},
		{"no such currency", of("ZZZ", "100%"), []string{"currency: unknown"}},
		{"a step that is too fine", stepped("0.001"), []string{"step: out_of_range"}},
		{"a negative step", stepped("-1"), []string{"step: out_of_range"}},
		{"no shares", of("EUR"), []string{"shares: missing"}},
		{"no party", split.Definition{Currency: "EUR", Shares: []split.Share{share("", "100%")}}, []string{"shares[0].party: missing"}},
		{"a party twice", split.Definition{Currency: "EUR", Shares: []split.Share{share("a", "50%"), share("a", "50%")}}, []string{"shares[1].party: duplicate"}},
		{"a party in disguise", split.Definition{Currency: "EUR", Shares: []split.Share{share("a\u200b", "100%")}}, []string{"shares[0].party: malformed"}},
		{"no size", of("EUR", "100%", ""), []string{"shares[1].rate: missing"}},
		{"two sizes", of("EUR", "100% 1"), []string{"shares[0].weight: contradiction"}},
		{"a sized rest", of("EUR", "50%", "rest 50%"), []string{"shares[1].rest: contradiction"}},
		{"two rests", of("EUR", "50%", "rest", "rest"), []string{"shares[2].rest: duplicate"}},
		{"rates and weights", of("EUR", "50%", "1"), []string{"shares: contradiction"}},
		{"the least short", of("EUR", "70%", "29.9999999999%"), []string{"shares: contradiction"}},
		{"the least too much", of("EUR", "70%", "30.0000000001%"), []string{"shares: contradiction"}},
		{"three times 33.33", of("EUR", "33.33%", "33.33%", "33.33%"), []string{"shares: contradiction"}},
		{"more than all beside the rest", of("EUR", "70%", "31%", "rest"), []string{"shares: contradiction"}},
		{"weights above one beside the rest", of("EUR", "2/3", "1/2", "rest"), []string{"shares: contradiction"}},
		{"a negative rate", of("EUR", "110%", "-10%"), []string{"shares[0].rate: out_of_range", "shares[1].rate: out_of_range"}},
		{"rates that wrap around", of("EUR", "922337203%", "922337203%", "-100%"), []string{"shares[0].rate: out_of_range", "shares[1].rate: out_of_range", "shares[2].rate: out_of_range"}},
		{"a negative weight", of("EUR", "1", "-1", "1"), []string{"shares[1].weight: negative"}},
		{"weights of nothing", of("EUR", "0", "0"), []string{"shares: zero_denominator"}},
		{"a max below the min", of("EUR", "10% >=5 <=1", "90%"), []string{"shares[0].max: contradiction"}},
		{"a bound between units", of("EUR", "10% >=0.005", "90%"), []string{"shares[0].min: contradiction"}},
		{"a negative bound", of("EUR", "10% >=-1", "90%"), []string{"shares[0].min: out_of_range"}},
		{"a bounded rest", of("EUR", "10%", "rest <=5"), []string{"shares[1].rest: contradiction"}},
		{"all capped", of("EUR", "10% <=5", "90% <=5"), []string{"shares: contradiction"}},
		{"all capped but one of nothing", of("EUR", "1 <=5", "0"), []string{"shares: contradiction"}},
		{"nine levels", nested(9), []string{strings.Repeat("shares[0].", 8) + "shares: limit"}},
		{"too many parties", many, []string{"shares: limit"}},
		{"a faulty split of a split", split.Definition{Currency: "EUR", Shares: []split.Share{
			{Party: "a", Rate: rate("100%"), Shares: of("", "50%", "40%").Shares},
		}}, []string{"shares[0].shares: contradiction"}},
		{"a mode of its own", split.Definition{Currency: "EUR", Shares: of("", "rest").Shares, Rounding: 7}, []string{"rounding: unknown"}},
		{"an overlay of nothing", overlay(share("boss", "")), []string{"overlay[0].rate: missing"}},
		{"an overlay by weight", overlay(share("boss", "1")), []string{"overlay[0]: contradiction"}},
		{"a negative overlay", overlay(share("boss", "-1%"), share("boss", "1%")), []string{"overlay[0].rate: negative", "overlay[1].party: duplicate"}},
		{"all at once", split.Definition{Currency: "E", Step: num("-1"), Shares: []split.Share{share("", "60%"), share("a", "-1%"), share("a", "")}}, []string{
			"currency: unknown", "step: out_of_range", "shares[0].party: missing", "shares[1].rate: out_of_range", "shares[2].party: duplicate", "shares[2].rate: missing",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := split.New(tt.d)
			roomtest.CheckFaults(t, "New", err, tt.want...)
			if err == nil {
				roomtest.Again(t, tt.d)
				if !s.Equal(alianza.Must(split.New(s.Definition()))) {
					t.Errorf("the split of Definition() is another one")
				}
			}
		})
	}
	for name, bad := range roomtest.Hostile() {
		d := of("USD", "10%", "90%")
		d.Shares[0].Min, d.Shares[0].Max, d.Step = bad, bad, bad
		if _, err := split.New(d); err == nil {
			t.Errorf("New(%s) = no error; want one", name)
		}
	}
}

// TestNewSums says by how much rates are off.
func TestNewSums(t *testing.T) {
	for want, d := range map[string]split.Definition{
		"shares: contradiction: they add up to 99.99%, which leaves 0.01% to nobody": of("EUR", "33.33%", "33.33%", "33.33%"),
		"shares: contradiction: they add up to 100.5%, which is 0.5% too much":       of("EUR", "70%", "30.5%"),
	} {
		if _, err := split.New(d); err == nil || err.Error() != want {
			t.Errorf("New = %v; want %s", err, want)
		}
	}
}

func TestImmutable(t *testing.T) {
	fresh := func() split.Definition {
		return split.Definition{Currency: "EUR", Shares: []split.Share{
			{Party: "team", Rate: rate("60%"), Shares: of("", "1", "1").Shares}, share("house", "40%"),
		}, Overlay: []split.Share{share("boss", "5%")}}
	}
	in := fresh()
	s := alianza.Must(split.New(in))
	want := alianza.Must(s.Divide(num("99.99")))
	spoil := func(d split.Definition) {
		d.Shares[0].Shares[0] = share("x", "1")
		d.Shares[1], d.Overlay[0] = share("y", "1%"), share("z", "1%")
	}
	spoil(in)
	spoil(s.Definition())
	if diff := cmp.Diff(fresh(), s.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, alianza.Must(s.Divide(num("99.99")))); diff != "" {
		t.Errorf("Divide mismatch (-want +got):\n%s", diff)
	}
}

func TestEqual(t *testing.T) {
	base := of("EUR", "30%", "rest")
	same := alianza.Must(split.New(base))
	changed := map[string]func(*split.Definition){
		"currency": func(d *split.Definition) { d.Currency = "USD" },
		"step":     func(d *split.Definition) { d.Step = num("0.05") },
		"rounding": func(d *split.Definition) { d.Rounding = commission.Down },
		"party":    func(d *split.Definition) { d.Shares[0].Party = "z" },
		"rate":     func(d *split.Definition) { d.Shares[0].Rate = rate("31%") },
		"weight":   func(d *split.Definition) { d.Shares[0] = share("a", "1/3") },
		"min":      func(d *split.Definition) { d.Shares[0].Min = num("1") },
		"max":      func(d *split.Definition) { d.Shares[0].Max = num("1") },
		"inside":   func(d *split.Definition) { d.Shares[0].Shares = of("", "1").Shares },
		"overlay":  func(d *split.Definition) { d.Overlay = of("", "1%").Shares },
	}
	for name, change := range changed {
		d := split.Definition{Currency: base.Currency, Shares: slices.Clone(base.Shares)}
		change(&d)
		if other := alianza.Must(split.New(d)); same.Equal(other) || cmp.Equal(same, other) {
			t.Errorf("Equal(another %s) = true; want false", name)
		}
	}
	if !same.Equal(alianza.Must(split.New(of("EUR", "30%", "rest")))) || !cmp.Equal(split.Split{}, split.Split{}) {
		t.Error("Equal(the same) = false; want true")
	}
}

func TestDefinitionJSON(t *testing.T) {
	roomtest.Reads(t, of("EUR", "70%", "30%"), `{"currency":"EUR","shares":[{"party":"a","rate":"70%"},{"party":"b","rate":"30%"}]}`)
	d := split.Definition{
		Currency: "CHF", Step: num("0.05"), Rounding: commission.Down, Overlay: []split.Share{share("boss", "150%")},
		Shares: []split.Share{
			{Party: "team", Weight: alianza.Must(split.ParseFraction("2/3")), Min: num("1"), Shares: []split.Share{share("x", "0"), share("y", "1")}},
			{Party: "house", Rest: true},
		},
	}
	roomtest.Reads(t, d, `{"currency":"CHF","step":"0.05","shares":[{"party":"team","weight":"2/3","min":"1",`+
		`"shares":[{"party":"x","weight":"0"},{"party":"y","weight":"1"}]},{"party":"house","rest":true}],"rounding":"down","overlay":[{"party":"boss","rate":"150%"}]}`)
}

func TestBadDocuments(t *testing.T) {
	d := split.JointProduct("a", "b")
	roomtest.BadDocuments(t, map[string]json.Unmarshaler{"definition": &d})
}

func TestHostileDocument(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"currency":"EUR","shares":[`)
	for range 30_000 {
		b.WriteString(`{"party":"a","rate":"1%"},`)
	}
	doc := strings.TrimSuffix(b.String(), ",") + "]}"
	var d split.Definition
	if err := d.UnmarshalJSON([]byte(doc)); err == nil || len(err.Error()) > 10_000 {
		t.Errorf("UnmarshalJSON = %d faults; want few", len(alianza.Faults(err)))
	}

	// Weights whose common denominator would have a hundred thousand digits.
	b.Reset()
	b.WriteString(`{"currency":"EUR","shares":[`)
	for i := range 900 {
		fmt.Fprintf(&b, `{"party":"%d","weight":"1/1%0130d"},`, i, 2*i+1)
	}
	err := d.UnmarshalJSON([]byte(strings.TrimSuffix(b.String(), ",") + "]}"))
	if got := roomtest.FaultsOf(err); len(got) == 0 || got[0] != "shares[0].weight: limit" {
		t.Errorf("UnmarshalJSON = %.200v; want a limit", got)
	}
}
