package alianza_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// dec is short for a whole number.
func dec(n int64) decimal.Decimal { return decimal.New(n, 0) }

func TestBoundHolds_X2(t *testing.T) {
	seven := dec(7)
	tests := []struct {
		bound           alianza.Bound
		under, on, over bool
	}{
		{alianza.AtLeast(seven), false, true, true},
		{alianza.Above(seven), false, false, true},
		{alianza.AtMost(seven), true, true, false},
		{alianza.Below(seven), true, false, false},
		{alianza.Between(seven, seven), false, true, false},
		{alianza.Between(dec(3), seven), true, true, false},
		{alianza.Between(seven, dec(9)), false, true, true},
		{alianza.AtLeast(seven).Range(dec(8)), false, true, true}, // 8 decides nothing
		{alianza.AtMost(seven).Range(dec(6)), true, true, false},
		{alianza.Bound{}, false, false, false},
		{alianza.Bound{Value: seven}, false, false, false},
		{alianza.Bound{Op: 6, Value: seven}, false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.bound.String(), func(t *testing.T) {
			for n, want := range map[string]bool{
				"6.999999": tt.under, "6.9": tt.under, "7": tt.on, "7.000": tt.on, "7.000001": tt.over, "7.1": tt.over,
			} {
				if got := tt.bound.Holds(decimal.RequireFromString(n)); got != want {
					t.Errorf("(%v).Holds(%s) = %t; want %t", tt.bound, n, got, want)
				}
			}
			if tt.bound.Holds(nil) {
				t.Errorf("(%v).Holds(nil) = true; want false", tt.bound)
			}
		})
	}
}

// third is an exact third, as a figure of the library may be.
type third struct{}

func (third) Cmp(d decimal.Decimal) int {
	return big.NewRat(1, 3).Cmp(d.Rat())
}

func TestBoundHoldsFigure(t *testing.T) {
	for text, want := range map[string]bool{"0.3333333333333333": true, "0.3333333333333334": false} {
		if got := alianza.AtLeast(decimal.RequireFromString(text)).Holds(third{}); got != want {
			t.Errorf("(>= %s).Holds(1/3) = %t; want %t", text, got, want)
		}
	}
}

// none is a figure that is none, as the zero values of the library's are.
type none struct{}

func (none) Cmp(decimal.Decimal) int { return 0 }
func (none) Unit() string            { return "no figure" }

// TestBoundHoldsNone holds that missing is not zero, whatever it is that is missing.
func TestBoundHoldsNone(t *testing.T) {
	all := alianza.Between(decimal.NewFromInt(-5), decimal.NewFromInt(5))
	for name, n := range map[string]interface{ Cmp(d decimal.Decimal) int }{
		"no figure": none{}, "nil pointer to a figure": (*none)(nil), "nil pointer to a decimal": (*decimal.Decimal)(nil), "nil": nil,
	} {
		if all.Holds(n) {
			t.Errorf("(%v).Holds of %s = true; want false", all, name)
		}
	}
	zero := decimal.Decimal{}
	if !all.Holds(zero) || !all.Holds(&zero) {
		t.Errorf("(%v).Holds(0) = false; want true", all)
	}
}

// TestBoundHoldsAnySize has numbers that nobody could write out.
func TestBoundHoldsAnySize(t *testing.T) {
	huge, tiny := decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32)
	tests := []struct {
		bound alianza.Bound
		n     decimal.Decimal
		want  bool
	}{
		{alianza.AtLeast(dec(7)), huge, true},
		{alianza.AtLeast(dec(7)), tiny, false},
		{alianza.AtLeast(dec(7)), huge.Neg(), false},
		{alianza.Above(dec(0)), tiny, true},
		{alianza.Below(dec(0)), tiny.Neg(), true},
		{alianza.AtMost(huge), huge, true},
		{alianza.Below(huge), decimal.New(9, math.MaxInt32-1), true},
		{alianza.Below(tiny), decimal.New(0, math.MinInt32), true},
		{alianza.Between(tiny, huge), dec(1), true},
		{alianza.Between(huge, tiny), dec(1), false},
	}
	for _, tt := range tests {
		if got := tt.bound.Holds(tt.n); got != tt.want {
			t.Errorf("(%v).Holds(%de%d) = %t; want %t", tt.bound, tt.n.Coefficient(), tt.n.Exponent(), got, tt.want)
		}
		if got := tt.bound.Holds(&tt.n); got != tt.want {
			t.Errorf("(%v).Holds(&%de%d) = %t; want %t", tt.bound, tt.n.Coefficient(), tt.n.Exponent(), got, tt.want)
		}
	}
	a, b, same := alianza.Between(tiny, huge), alianza.Between(huge, tiny), alianza.Between(tiny, huge)
	if a.Equal(b) || !a.Equal(same) {
		t.Errorf("Equal(%v, %v) = true; want false", a, b)
	}
}

func TestBoundEqual(t *testing.T) {
	bounds := []alianza.Bound{
		{},
		alianza.AtLeast(dec(7)), alianza.Above(dec(7)), alianza.AtMost(dec(7)), alianza.Below(dec(7)), alianza.AtLeast(dec(8)),
		alianza.AtLeast(dec(7)).Range(dec(9)), alianza.Between(dec(7), dec(9)), alianza.Between(dec(7), dec(8)),
		{Value: dec(7)},
	}
	for i, a := range bounds {
		for j, b := range bounds {
			if got := a.Equal(b); got != (i == j) {
				t.Errorf("(%v).Equal(%v) = %t; want %t", a, b, got, i == j)
			}
		}
		if got := a.IsZero(); got != (i == 0) {
			t.Errorf("(%v).IsZero() = %t; want %t", a, got, i == 0)
		}
	}
	if !alianza.AtLeast(dec(7)).Equal(alianza.AtLeast(decimal.New(700, -2))) {
		t.Error("7 is not equal to 7.00")
	}
	if !(alianza.Bound{Value: decimal.New(0, -2)}).IsZero() {
		t.Error("0.00 without a comparison is not zero")
	}
}

func TestBoundString(t *testing.T) {
	for want, b := range map[string]alianza.Bound{
		"none": {}, ">= 7": alianza.AtLeast(dec(7)), "> 7.50": alianza.Above(decimal.New(750, -2)), "<= -7": alianza.AtMost(dec(-7)), "< 0": alianza.Below(dec(0)),
		"30 to 60": alianza.Between(dec(30), dec(60)), ">= 30 (to 50)": alianza.AtLeast(dec(30)).Range(dec(50)), "? 1": {Op: 9, Value: dec(1)},
		">= 1e2147483647": alianza.AtLeast(decimal.New(1, math.MaxInt32)),
	} {
		if got := b.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
}

func TestBoundMarshal(t *testing.T) {
	tests := []struct {
		name  string
		bound alianza.Bound
		want  string // the document, or the error
		err   error
	}{
		{"none", alianza.Bound{}, `{}`, nil},
		{"at least", alianza.AtLeast(decimal.New(700, -2)), `{"at_least":"7.00"}`, nil},
		{"above", alianza.Above(dec(-7)), `{"above":"-7"}`, nil},
		{"at most", alianza.AtMost(decimal.New(7, 3)), `{"at_most":"7000"}`, nil},
		{"below", alianza.Below(decimal.Decimal{}), `{"below":"0"}`, nil},
		{"between", alianza.Between(dec(30), dec(60)), `{"between":"30","to":"60"}`, nil},
		{"between and zero", alianza.Between(dec(-5), dec(0)), `{"between":"-5","to":"0"}`, nil},
		{"range", alianza.AtLeast(dec(30)).Range(dec(50)), `{"at_least":"30","to":"50"}`, nil},
		{"range to zero is none", alianza.AtMost(dec(30)).Range(decimal.New(0, -2)), `{"at_most":"30"}`, nil},
		{"many digits and a power", alianza.Above(decimal.NewFromBigInt(big.NewInt(0).Exp(big.NewInt(10), big.NewInt(33), nil), 18)), `{"above":"1` + strings.Repeat("0", 33) + `e18"}`, nil},
		{"a number without a comparison", alianza.Bound{Value: dec(7)}, `missing: one of at_least, above, at_most, below, between`, alianza.ErrMissing},
		{"a range without a comparison", alianza.Bound{To: dec(7)}, `missing: one of at_least, above, at_most, below, between`, alianza.ErrMissing},
		{"no comparison", alianza.Bound{Op: 6}, `"(6)": unknown: want one of at_least, above, at_most, below, between`, alianza.ErrUnknown},
		{"out of bounds", alianza.Above(decimal.New(1, -19)), `above "0.0000000000000000001": out of range: at most 18 decimals`, alianza.ErrRange},
		{"range out of bounds", alianza.Above(dec(1)).Range(decimal.New(1, 99999)), `to "1e99999": out of range: exponent out of range: 10^99999, allowed is -18 to 18`, alianza.ErrRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := tt.bound.MarshalJSON()
			if tt.err != nil {
				if doc != nil || !errors.Is(err, tt.err) || err.Error() != tt.want {
					t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, tt.want)
				}
				return
			}
			if err != nil || string(doc) != tt.want {
				t.Fatalf("MarshalJSON() = %s, %v; want %s", doc, err, tt.want)
			}
			var again alianza.Bound
			if err := json.Unmarshal(doc, &again); err != nil || !again.Equal(tt.bound) {
				t.Errorf("Unmarshal(%s) = %v, %v; want %v", doc, again, err, tt.bound)
			}
		})
	}
}

func TestBoundUnmarshal(t *testing.T) {
	const fields = `the fields are at_least, above, at_most, below, between, to`
	tests := []struct {
		doc  string
		want string // the bound, or the error
		ok   bool
	}{
		{`{}`, "none", true},
		{` { } `, "none", true},
		{`{"at_least":7}`, ">= 7", true},
		{`{"at_least":"7.50"}`, ">= 7.50", true},
		{`{"below":1e2}`, "< 100", true},
		{`{"to":60,"between":"30"}`, "30 to 60", true},
		{`{"between":-5,"to":0}`, "-5 to 0", true},
		{`{"at_most":30,"to":20}`, "<= 30 (to 20)", true},
		{`{"\u0061bove":1}`, "> 1", true},

		{`{"above":1,"above":2}`, `above: duplicate: the field is given twice`, false},
		{`{"above":1,"to":2,"to":2}`, `to: duplicate: the field is given twice`, false},
		{`{"above":1,"below":2}`, `contradiction: above and below: give one`, false},
		{`{"above":1,"between":2,"to":3}`, `contradiction: above and between: give one`, false},
		{`{"to":5}`, `missing: one of at_least, above, at_most, below, between`, false},
		{`{"between":5}`, `to: missing: the upper bound of between`, false},
		{`{"above":5,"to":0.0}`, `to "0": out of range: zero means none: leave it out`, false},
		{`{"above":null}`, `above: missing: null; leave the field out or give it a value`, false},
		{`{"above":1,"to":null}`, `to: missing: null; leave the field out or give it a value`, false},
		{`{"above":true}`, `above: malformed: want a number`, false},
		{`{"above":[1]}`, `above: malformed: want a number`, false},
		{`{"above":{"above":1}}`, `above: malformed: want a number`, false},
		{`{"above":"x"}`, `above "x": malformed: not a decimal number`, false},
		{`{"above":1e19}`, `above "1e19": out of range: exponent out of range: 10^19, allowed is -18 to 18`, false},
		{`{"Above":1}`, `Above: unknown field: ` + fields, false},
		{`{"":1,"x":2}`, `unknown field: ` + fields + "\n" + `x: unknown field: ` + fields, false},
		{`{"above":"x","x":2}`, `above "x": malformed: not a decimal number` + "\n" + `x: unknown field: ` + fields, false},
		{`null`, `missing: null`, false},
		{`[]`, `malformed: want an object`, false},
		{`7`, `malformed: want an object`, false},
		{`"above"`, `malformed: want an object`, false},
		{``, `malformed: not a JSON value`, false},
		{`{`, `malformed: not a JSON value`, false},
		{`{"above":1}}`, `malformed: not a JSON value`, false},
		{`{"above":1} {}`, `malformed: not a JSON value`, false},
		{`{"above":1,}`, `malformed: not a JSON value`, false},
		{"{\"above\":\"1\xff\"}", `malformed: not UTF-8`, false},
		{`{"above":1` + strings.Repeat(" ", 1<<20) + `}`, `over the limit: 1048587 bytes of JSON, allowed are 1048576`, false},
		{`{"` + strings.Repeat("x", 100_000) + `":1}`, strings.Repeat("x", 60) + `…: unknown field: ` + fields, false},
		{`{"above":` + strings.Repeat("9", 100_000) + `}`, `above "` + strings.Repeat("9", 60) + `…": out of range: too many digits: a text of 100000 characters`, false},
	}
	for _, tt := range tests {
		t.Run(tt.doc[:min(len(tt.doc), 30)], func(t *testing.T) {
			before := alianza.AtLeast(dec(99))
			b := before
			err := b.UnmarshalJSON([]byte(tt.doc))
			switch {
			case tt.ok:
				if err != nil || b.String() != tt.want {
					t.Errorf("UnmarshalJSON(%s) = %v, %v; want %s", tt.doc, b, err, tt.want)
				}
			case err == nil || err.Error() != tt.want || !b.Equal(before):
				t.Errorf("UnmarshalJSON(%.80s) = %v, %.300v; want the value before, %.300s", tt.doc, b, err, tt.want)
			}
		})
	}
}

// TestBoundManyFaults checks that the faults of a hostile bound are few.
func TestBoundManyFaults(t *testing.T) {
	var b alianza.Bound
	err := b.UnmarshalJSON([]byte(`{` + strings.Repeat(`"x":1,`, 10_000) + `"x":1}`))
	if n := len(alianza.Faults(err)); n < 100 || n > 101 {
		t.Errorf("UnmarshalJSON = %d faults; want about a hundred", n)
	}
}

func TestOp(t *testing.T) {
	for op, want := range map[alianza.Op]string{
		alianza.OpAtLeast: "at_least", alianza.OpAbove: "above", alianza.OpAtMost: "at_most", alianza.OpBelow: "below", alianza.OpBetween: "between",
	} {
		text, err := op.MarshalText()
		if err != nil || string(text) != want || op.String() != want {
			t.Errorf("Op(%d) = %q, %v, %q; want %q", op, text, err, op, want)
		}
		var again alianza.Op
		if err := again.UnmarshalText(text); err != nil || again != op {
			t.Errorf("UnmarshalText(%s) = %d, %v; want %d", text, again, err, op)
		}
	}
	for op, want := range map[alianza.Op]error{0: alianza.ErrMissing, 6: alianza.ErrUnknown, 255: alianza.ErrUnknown} {
		if text, err := op.MarshalText(); text != nil || !errors.Is(err, want) || op.String() != "" {
			t.Errorf("Op(%d).MarshalText() = %q, %v; want %v", op, text, err, want)
		}
	}
	for _, text := range []string{"", "At_least", "at least", ">=", "to", " above", strings.Repeat("above", 100_000)} {
		op := alianza.OpBelow
		if err := op.UnmarshalText([]byte(text)); !errors.Is(err, alianza.ErrUnknown) || op != alianza.OpBelow || len(err.Error()) > 200 {
			t.Errorf("UnmarshalText(%.20q) = %d, %.200v; want ErrUnknown", text, op, err)
		}
	}
}

func ExampleBound() {
	bound := alianza.AtLeast(dec(30)).Range(dec(50))
	for _, n := range []int64{29, 30, 55} {
		fmt.Println(n, bound, bound.Holds(dec(n)))
	}
	doc, err := json.Marshal([]alianza.Bound{bound, alianza.Between(dec(30), dec(60)), {}})
	fmt.Println(string(doc), err)
	// Output:
	// 29 >= 30 (to 50) false
	// 30 >= 30 (to 50) true
	// 55 >= 30 (to 50) true
	// [{"at_least":"30","to":"50"},{"between":"30","to":"60"},{}] <nil>
}
