package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// mailing returns the mailing of a side that writes once.
func mailing(side string, list, clicks, conversion int, price string) score.Mailing {
	return score.Mailing{Side: side, Sends: 1, List: list, Clicks: score.Percent(clicks), Conversion: score.Percent(conversion), Price: n(price)}
}

func TestReciprocate_S26(t *testing.T) {
	silent := mailing("b", 10000, 4, 5, "50")
	silent.Sends = 0
	twice := mailing("b", 10000, 4, 5, "50")
	twice.Sends = 2
	tests := []struct {
		name           string
		a, b           score.Mailing
		givesA, givesB string
		balance        string // in four places
		text           string
	}{
		{"V-REC-1", mailing("a", 20000, 2, 5, "100.00"), mailing("b", 10000, 4, 5, "50.00"), "2000", "1000", "0.5000", "reciprocal, balance 0.5: a gives 2000, b gives 1000"},
		{"V-REC-2", mailing("a", 5000, 10, 2, "99.00"), mailing("b", 0, 4, 5, "50.00"), "990", "0", "0.0000", "reciprocal, balance 0: a gives 990, b gives 0"},
		{"the other way round", mailing("b", 10000, 4, 5, "50.00"), mailing("a", 20000, 2, 5, "100.00"), "1000", "2000", "0.5000", "reciprocal, balance 0.5: b gives 1000, a gives 2000"},
		{"fair", mailing("a", 100, 10, 10, "5"), mailing("b", 50, 10, 10, "10"), "5", "5", "1.0000", "reciprocal, balance 1: a gives 5, b gives 5"},
		{"one does not write", mailing("a", 20000, 2, 5, "100"), silent, "2000", "0", "0.0000", "not reciprocal, balance 0: a gives 2000, b gives 0; silent: b"},
		{"one writes twice", mailing("a", 20000, 2, 5, "100"), twice, "2000", "2000", "1.0000", "reciprocal, balance 1: a gives 2000, b gives 2000"},
		{"nobody buys", mailing("a", 20000, 2, 5, "100"), mailing("b", 10000, 4, 0, "50"), "2000", "0", "0.0000", "reciprocal, balance 0: a gives 2000, b gives 0"},
		{"all click and buy", mailing("a", 1, 100, 100, "2"), mailing("b", 1, 100, 100, "1"), "2", "1", "0.5000", "reciprocal, balance 0.5: a gives 2, b gives 1"},
		{"a third", mailing("a", 100, 100, 100, "3"), mailing("b", 100, 100, 100, "1"), "300", "100", "0.3333", "reciprocal, balance 0.33: a gives 300, b gives 100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.Reciprocate(tt.a, tt.b)
			if err != nil || !got.GivesA.Equal(n(tt.givesA)) || !got.GivesB.Equal(n(tt.givesB)) || got.String() != tt.text {
				t.Errorf("Reciprocate = %s, %v; want %s", got, err, tt.text)
			}
			if four := got.Round(4); four.String() != n(tt.balance).String() || got.Reciprocal() != (len(got.Silent) == 0) {
				t.Errorf("Round(4) = %s, reciprocal %t; want %s", four, got.Reciprocal(), tt.balance)
			}
		})
	}
	got, err := score.Reciprocate(tests[4].a, tests[4].b)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(got)
	const want = `{"a":"a","b":"b","gives_a":"2000","gives_b":"0","silent":["b"],"balance":"0.0000"}`
	if err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
}

func TestReciprocateRefusals(t *testing.T) {
	none := mailing("b", 0, 4, 5, "50")
	_, err := score.Reciprocate(mailing("a", 100, 0, 5, "50"), none)
	if !errors.Is(err, alianza.ErrZero) || fmt.Sprint(err) != `score: reciprocity: a "a": zero denominator: neither it nor b gives anything` {
		t.Errorf("Reciprocate(nothing) = %v; want ErrZero", err)
	}
	bad := score.Mailing{Sends: -1, List: -2, Clicks: score.Percent(101), Conversion: score.Percent(-1), Price: n("-1")}
	_, err = score.Reciprocate(bad, score.Mailing{Side: "b", Clicks: score.Percent(100), Conversion: score.Percent(100), Price: decimal.New(1, 1<<30)})
	want := []fault{
		{"a.side", "", alianza.ErrMissing},
		{"a.sends", "-1", alianza.ErrRange},
		{"a.list", "-2", alianza.ErrRange},
		{"a.clicks", "101%", alianza.ErrRange},
		{"a.conversion", "-1%", alianza.ErrRange},
		{"a.price", "-1", alianza.ErrRange},
		{"b.price", "1e1073741824", alianza.ErrRange},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Reciprocate = other faults (-want +got):\n%s", diff)
	}
}

// TestReciprocityNumber judges the balance by bands and a KPI.
func TestReciprocityNumber(t *testing.T) {
	r, err := score.Reciprocate(mailing("a", 100, 100, 100, "3"), mailing("b", 100, 100, 100, "1"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		d    decimal.Decimal
		want int
	}{
		{"less", n("0.333333333333333333"), +1},
		{"more", n("0.333333333333333334"), -1},
		{"zero", n("0"), +1},
		{"negative", n("-1"), +1},
		{"one", n("1"), -1},
		{"huge", decimal.New(1, 1<<30), -1},
		{"tiny", decimal.New(1, -1<<30), +1},
		{"hugely negative", decimal.New(-1, 1<<30), +1},
		{"zero of a hostile size", decimal.New(0, 1<<30), +1},
		{"ten", n("10"), -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := r.Cmp(tt.d); got != tt.want {
				t.Errorf("Cmp(%d e%d) = %d; want %d", tt.d.Coefficient(), tt.d.Exponent(), got, tt.want)
			}
		})
	}
	equal, err := score.Reciprocate(mailing("a", 100, 100, 100, "3"), mailing("b", 300, 100, 100, "1"))
	if err != nil || equal.Cmp(n("1")) != 0 || equal.Cmp(n("1.000000000000000001")) != -1 || equal.Cmp(n("0.999999999999999999")) != +1 {
		t.Errorf("balance of %s = %s, %v; want 1", equal, equal.Rat(), err)
	}
	fair := score.MustBands(score.LightBands("balance", n("0"), n("0.25"), n("0.5"), n("1")))
	if got, err := fair.Judge(r); err != nil || got.Light != score.Yellow || got.String() != "balance 0.33: yellow, >= 0.25 and < 0.5" {
		t.Errorf("Judge(%s) = %s, %v; want yellow", r, got, err)
	}
	var zero score.Reciprocity
	if zero.Cmp(n("0")) != 0 || zero.Cmp(n("1")) != -1 || zero.Cmp(n("-1")) != 1 || !zero.Round(2).IsZero() || zero.Rat().Sign() != 0 || zero.Reciprocal() {
		t.Errorf("balance of no promotion = %s; want 0", zero.Round(2))
	}
	if _, err := json.Marshal(zero); err != nil || zero.String() != "not reciprocal, balance 0:  gives 0,  gives 0" {
		t.Errorf("String() = %q, MarshalJSON() = %v; want no error", zero, err)
	}
}

// FuzzReciprocate compares with fractions, and the sides with each other.
func FuzzReciprocate(f *testing.F) {
	f.Add(1, 20000, int64(2e10), int64(5e10), int64(10000), 1, 10000, int64(4e10), int64(5e10), int64(5000), int32(-2), int64(5), int32(-1))
	f.Add(1, 5000, int64(1e11), int64(2e10), int64(9900), 0, 0, int64(4e10), int64(5e10), int64(5000), int32(-2), int64(0), int32(0))
	f.Add(3, 7, int64(1), int64(1e12), int64(1), 1, 1<<31-1, int64(1), int64(1), int64(1<<62), int32(18), int64(1), int32(-18))
	f.Fuzz(func(t *testing.T, sendsA, listA int, clicksA, convA, priceA int64, sendsB, listB int, clicksB, convB, priceB int64, exp int32, bound int64, boundExp int32) {
		const all = int64(1e12)
		rate := func(v int64) (score.Weight, *big.Rat) {
			v = (v%(all+1) + all + 1) % (all + 1)
			return weight(t, fmt.Sprintf("%d.%010d%%", v/1e10, v%1e10)), big.NewRat(v, all)
		}
		exp %= 19
		side := func(name string, sends, list int, clicks, conv, price int64) (score.Mailing, *big.Rat) {
			c, cr := rate(clicks)
			v, vr := rate(conv)
			m := score.Mailing{Side: name, Sends: sends & 7, List: list & (1<<31 - 1), Clicks: c, Conversion: v, Price: decimal.New(price&(1<<62-1), exp)}
			value := new(big.Rat).SetInt64(int64(m.Sends))
			value.Mul(value, new(big.Rat).SetInt64(int64(m.List)))
			return m, value.Mul(value, cr).Mul(value, vr).Mul(value, fraction(price&(1<<62-1), exp))
		}
		a, givesA := side("a", sendsA, listA, clicksA, convA, priceA)
		b, givesB := side("b", sendsB, listB, clicksB, convB, priceB)
		got, err := score.Reciprocate(a, b)
		back, backErr := score.Reciprocate(b, a)
		if none := givesA.Sign() == 0 && givesB.Sign() == 0; none != (err != nil) || none != errors.Is(err, alianza.ErrZero) || none != (backErr != nil) {
			t.Fatalf("Reciprocate(%v, %v) = %v; want an error %t", a, b, err, none)
		}
		if err != nil {
			return
		}
		if got.GivesA.Rat().Cmp(givesA) != 0 || got.GivesB.Rat().Cmp(givesB) != 0 {
			t.Errorf("Reciprocate(%v, %v) = %s; want %s and %s", a, b, got, givesA, givesB)
		}
		balance := new(big.Rat)
		if givesA.Cmp(givesB) <= 0 {
			balance.Quo(givesA, givesB)
		} else {
			balance.Quo(givesB, givesA)
		}
		boundExp %= 19
		d := decimal.New(bound, boundExp)
		want := balance.Cmp(fraction(bound, boundExp))
		if got.Rat().Cmp(balance) != 0 || got.Cmp(d) != want || back.Cmp(d) != want || balance.Cmp(big.NewRat(1, 1)) > 0 {
			t.Errorf("balance of %s = %s, to %s %d and back %d; want %s, %d", got, got.Rat(), d, got.Cmp(d), back.Cmp(d), balance, want)
		}
		if _, err := json.Marshal(got); err != nil {
			t.Errorf("MarshalJSON(%s) = %v; want no error", got, err)
		}
	})
}
