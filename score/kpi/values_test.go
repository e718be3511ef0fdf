package kpi_test

import (
	"encoding/json"
	"errors"
	"math/big"
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
		"a unit twice": {"a": score.WithUnit(score.WithUnit(n("1"), "%"), "x")}, "hostile": {"a": decimal.New(1, 1<<30)},
	} {
		var back kpi.Values
		doc, err := json.Marshal(v)
		if err == nil && back.UnmarshalJSON(doc) == nil {
			t.Errorf("MarshalJSON() of %s = %s, which is read as %v; want an error of either", name, doc, back)
		}
	}
	for doc, want := range map[string]error{
		`{"a":"x"}`: alianza.ErrForm, `{"a":[1]}`: alianza.ErrForm, `{"a":null}`: alianza.ErrMissing, `{"a":{"value":"1"}}`: alianza.ErrMissing,
		`{"a":{"value":{"value":"1","unit":"%"},"unit":"%"}}`: alianza.ErrForm, `{"a":{"value":true,"unit":"%"}}`: alianza.ErrForm, `{"a":1,"a":2}`: alianza.ErrDuplicate,
		`{"a":{"value":"1","unit":"%","of":"5"}}`: alianza.ErrField, `{"a":"1e400"}`: alianza.ErrForm, `[]`: alianza.ErrForm, `null`: alianza.ErrMissing,
	} {
		if err := got.UnmarshalJSON([]byte(doc)); !errors.Is(err, want) || len(got) != len(v) {
			t.Errorf("UnmarshalJSON(%s) = %v, %v; want %v", doc, got, err, want)
		}
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
