package kpi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

func TestValuesJSON(t *testing.T) {
	v := kpi.Values{
		"roi": n("300.50"), "share": q("100/3"), "growth": alianza.Must(score.Share(n("20"), n("10"))), "third": alianza.Must(score.Share(n("1"), n("3"))),
		"satisfaction": score.WithUnit(n("4.5"), kpi.UnitOfFive), "training": kpi.Check(score.Yes), "support": kpi.Check(score.No),
	}
	const want = `{"growth":{"value":"200","unit":"%"},"roi":"300.50","satisfaction":{"value":"4.5","unit":"of 5"},"share":"100/3",` +
		`"support":false,"third":{"value":"100/3","unit":"%"},"training":true}`
	doc, err := json.Marshal(v)
	if err != nil || string(doc) != want {
		t.Fatalf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	var got kpi.Values
	if err := json.Unmarshal(doc, &got); err != nil || len(got) != len(v) {
		t.Fatalf("UnmarshalJSON(%s) = %v, %v; want no error", doc, got, err)
	}
	for name, number := range v {
		if got[name].Rat().Cmp(number.Rat()) != 0 || unit(got[name]) != unit(number) {
			t.Errorf("UnmarshalJSON(%s) has %s = %v; want %v", doc, name, got[name], number)
		}
	}
	if again, err := json.Marshal(got); err != nil || string(again) != want {
		t.Errorf("MarshalJSON() of what was read = %s, %v; want %s", again, err, want)
	}
	for name, v := range map[string]kpi.Values{
		"nil": {"a": nil}, "another type": {"a": quotient{big.NewRat(1, 3)}}, "another type in a unit": {"a": score.WithUnit(quotient{big.NewRat(1, 3)}, "%")},
		"two units": {"a": score.WithUnit(score.WithUnit(n("1"), "%"), "x")}, "three units": {"a": score.WithUnit(score.WithUnit(score.WithUnit(n("1"), "%"), "x"), "%")},
		"hostile": {"a": decimal.New(1, 1<<30)},
	} {
		if doc, err := json.Marshal(v); err == nil {
			t.Errorf("MarshalJSON() of %s = %s; want an error", name, doc)
		}
	}
	for doc, want := range map[string]error{
		`{"a":"x"}`: alianza.ErrForm, `{"a":[1]}`: alianza.ErrForm, `{"a":null}`: alianza.ErrMissing, `{"a":{"value":"1"}}`: alianza.ErrMissing,
		`{"a":{"value":{"value":"1","unit":"%"},"unit":"%"}}`: alianza.ErrForm, `{"a":{"value":true,"unit":"%"}}`: alianza.ErrForm, `{"a":1,"a":2}`: alianza.ErrDuplicate,
		`{"a":"10/4"}`: alianza.ErrForm, `{"a":"1e3/1"}`: alianza.ErrForm, `{"a":"03/1"}`: alianza.ErrForm, `{"a":"5/0"}`: alianza.ErrForm, `{"a":"5/2/1"}`: alianza.ErrForm,
		`{"a":{"value":"1","unit":"%","of":"5"}}`: alianza.ErrField, `{"a":"1e400"}`: alianza.ErrForm, `[]`: alianza.ErrForm, `null`: alianza.ErrMissing,
	} {
		if err := got.UnmarshalJSON([]byte(doc)); !errors.Is(err, want) || len(got) != len(v) {
			t.Errorf("UnmarshalJSON(%s) = %v, %v; want %v", doc, got, err, want)
		}
	}
}

// TestValuesReturn holds that a value that was written and read is judged as before:
// a quotient stays a plain number, also one that has an end as a decimal.
func TestValuesReturn(t *testing.T) {
	kpis := []kpi.KPI{must(define("k", "%", alianza.AtLeast(n("2")), alianza.Bound{})), must(define("k", "", alianza.AtLeast(n("2")), alianza.Bound{}))}
	var huge score.Fraction
	if err := huge.UnmarshalText([]byte(strings.Repeat("7", 1000))); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		value score.Number
		want  string // JSON
	}{
		{n("2.5"), `"2.5"`},
		{alianza.Must(score.Quotient(n("5"), n("2"))), `"5/2"`},
		{alianza.Must(score.Quotient(n("6"), n("2"))), `"3/1"`},
		{q("-0.001"), `"-1/1000"`},
		{score.Fraction{}, `"0/1"`},
		{q("52/7"), `"52/7"`},
		{q("1e136"), `"1` + strings.Repeat("0", 136) + `/1"`},
		{huge, `"` + strings.Repeat("7", 1000) + `/1"`},
		{score.WithUnit(n("3"), "%"), `{"value":"3","unit":"%"}`},
		{score.WithUnit(n("3"), ""), `{"value":"3","unit":""}`},
		{score.WithUnit(q("3"), ""), `{"value":"3","unit":""}`},
		{score.WithUnit(q("3"), "%"), `{"value":"3","unit":"%"}`},
		{score.WithUnit(score.WithUnit(n("3"), "%"), "%"), `{"value":"3","unit":"%"}`},
		{score.WithUnit(score.WithUnit(n("3"), ""), "%"), `{"value":"3","unit":"%"}`},
		{score.WithUnit(score.WithUnit(n("3"), "%"), ""), `{"value":"3","unit":"%"}`},
	} {
		doc, err := json.Marshal(kpi.Values{"k": tt.value})
		if want := `{"k":` + tt.want + `}`; err != nil || string(doc) != want {
			t.Errorf("MarshalJSON() of %v = %s, %v; want %s", tt.value, doc, err, want)
			continue
		}
		var back kpi.Values
		if err := json.Unmarshal(doc, &back); err != nil {
			t.Errorf("UnmarshalJSON(%s) = %v; want no error", doc, err)
			continue
		}
		for _, k := range kpis {
			want, errWant := k.Judge(tt.value)
			got, errGot := k.Judge(back["k"])
			if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(errWant) != fmt.Sprint(errGot) {
				t.Errorf("Judge(%s) in %q after it was read = %v; want %v (-want +got):\n%s", doc, k.Definition().Unit, errGot, errWant, diff)
			}
		}
	}
	ratio := alianza.Must(score.Quotient(n("5"), n("2")))
	if _, err := kpis[0].Judge(ratio); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Judge(5/2) in %% = %v; want ErrConflict", err)
	}
	if got, err := kpis[1].Judge(ratio); err != nil || got.Light != score.Green {
		t.Errorf("Judge(5/2) = %v, %v; want green", got, err)
	}
}

// unit returns the unit that a number says, "none" if it says nothing.
func unit(n score.Number) string {
	if u, says := n.(interface{ Unit() string }); says {
		return u.Unit()
	}
	return ""
}

// TestValuesCompare holds that go-cmp compares numbers in units.
func TestValuesCompare(t *testing.T) {
	a, b := kpi.Values{"a": score.WithUnit(n("5"), "%")}, kpi.Values{"a": score.WithUnit(n("5.0"), "%")}
	if !cmp.Equal(a, b) {
		t.Errorf("%v is not %v; want them equal", a, b)
	}
	for _, other := range []score.Number{score.WithUnit(n("5"), "x"), score.WithUnit(n("6"), "%"), n("5"), score.WithUnit(q("5"), "%"), score.WithUnit(q("16/3"), "%"), nil} {
		if cmp.Equal(a, kpi.Values{"a": other}) {
			t.Errorf("%v is %v; want them to differ", a, other)
		}
	}
}
