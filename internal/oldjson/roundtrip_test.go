package oldjson_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// random makes things and documents of them.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 1))} }

// text returns text with what JSON escapes, and none of it.
func (r random) text() string {
	const runes = "abcXYZ .[]{}:,\"\\/<>&\x00\n\t\u007f\u2028\ufffdéñ€\U0001F600"
	all := []rune(runes)
	s := make([]rune, r.IntN(6))
	for i := range s {
		s[i] = all[r.IntN(len(all))]
	}
	return string(s)
}

func (r random) int() int { return int(int32(r.Uint32())) >> r.IntN(32) }

func (r random) bool() bool { return r.IntN(2) == 0 }

// decimal returns a number within the bounds of the library.
func (r random) decimal() decimal.Decimal {
	c := new(big.Int)
	for range r.IntN(exact.MaxDigits + 1) {
		c.Add(c.Mul(c, big.NewInt(10)), big.NewInt(r.Int64N(10)))
	}
	if r.bool() {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, r.Int32N(2*exact.MaxPlaces+1)-exact.MaxPlaces)
}

func (r random) code() code {
	return code([]byte{'A' + byte(r.IntN(26)), 'A' + byte(r.IntN(26)), 'A' + byte(r.IntN(26))})
}

// list returns a short list of what one makes, or none.
func list[T any](r random, one func() T) []T {
	var all []T
	for range r.IntN(4) {
		all = append(all, one())
	}
	return all
}

func dict[T any](r random, one func() T) map[string]T {
	m := map[string]T{}
	for range r.IntN(4) {
		m[r.text()] = one()
	}
	return m
}

func (r random) part() part {
	p := part{Size: r.int()}
	if r.bool() {
		p.Op, p.Bound = r.op(), r.decimal()
	}
	return p
}

func (r random) op() exact.Op { return exact.Op(r.IntN(4)) + exact.AtLeast }

func (r random) thing() thing {
	v := thing{
		Name: r.text(), Count: r.int(), Open: r.bool(), Price: r.decimal(), Tags: list(r, r.text), Code: r.code(),
		Op: r.op(), Bound: r.decimal(), Parts: list(r, r.part), Box: r.part(), Rates: dict(r, r.decimal),
		Point: point{X: int32(r.int()), Y: int32(r.int())},
	}
	if r.bool() {
		v.Note, v.Tries, v.Late, v.Fee, v.Labels = r.text(), r.int(), r.bool(), r.decimal(), list(r, r.text)
	}
	if r.bool() {
		v.Other, v.Spares, v.Extras = r.code(), list(r, r.part), dict(r, r.part)
	}
	if r.bool() {
		v.Lid, v.HasLid, v.Plan = r.part(), true, &plan{Name: strings.ReplaceAll(r.text(), "/", ""), Parts: list(r, r.part)}
	}
	return v
}

// space returns white space, or none.
func (r random) space() string {
	return strings.Repeat(" ", r.IntN(2)) + strings.Repeat("\n", r.IntN(2)) + strings.Repeat("\t\r", r.IntN(2))
}

// respell returns the document v, which encoding/json has read, in another
// spelling that has the same meaning: with other spaces, other escapes, and
// other order of the fields; and with numbers for decimals in text.
func (r random) respell(v any) string {
	switch v := v.(type) {
	case map[string]any:
		fields := make([]string, 0, len(v))
		for name, inner := range v {
			fields = append(fields, r.space()+r.spell(name)+r.space()+":"+r.respell(inner))
		}
		slices.Sort(fields) // out of the order of map iteration
		r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
		return r.space() + "{" + strings.Join(fields, ",") + r.space() + "}" + r.space()
	case []any:
		values := make([]string, len(v))
		for i, inner := range v {
			values[i] = r.respell(inner)
		}
		return r.space() + "[" + strings.Join(values, ",") + r.space() + "]" + r.space()
	case string:
		return r.space() + r.spell(v) + r.space()
	default:
		return r.space() + fmt.Sprint(v) + r.space()
	}
}

// spell returns a string of JSON, with any of its runes escaped.
func (r random) spell(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c < 0x10000 && r.IntN(3) == 0:
			fmt.Fprintf(&b, `\u%04x`, c)
		case c >= 0x10000 && r.bool():
			fmt.Fprintf(&b, `\u%04X\u%04x`, 0xd800+(c-0x10000)>>10, 0xdc00+(c-0x10000)&0x3ff)
		case c == '"', c == '\\', c < ' ':
			text, _ := json.Marshal(string(c))
			b.Write(text[1 : len(text)-1])
		default:
			b.WriteRune(c)
		}
	}
	return b.String() + `"`
}

// TestRoundTrip writes things and reads them again, from what was written and
// from the same in other words.
func TestRoundTrip(t *testing.T) {
	r := newRandom(1)
	for range 500 {
		v := r.thing()
		doc := mustMarshal(t, v)
		got := mustRead(t, doc)
		if diff := cmp.Diff(v, got, sameThing); diff != "" {
			t.Fatalf("Unmarshal(%s) = another thing (-want +got):\n%s", doc, diff)
		}
		dec := json.NewDecoder(strings.NewReader(string(doc)))
		dec.UseNumber()
		var generic any
		if err := dec.Decode(&generic); err != nil {
			t.Fatal(err)
		}
		other := r.respell(generic)
		again := mustMarshal(t, mustRead(t, []byte(other)))
		if diff := cmp.Diff(string(doc), string(again)); diff != "" {
			t.Fatalf("Marshal(Unmarshal(%s)) = another document (-want +got):\n%s", other, diff)
		}
	}
}

// TestRoundTripDecimal checks that a number keeps its places, and nothing but
// its value where it has a power of ten.
func TestRoundTripDecimal(t *testing.T) {
	r := newRandom(2)
	for range 2000 {
		v := mustRead(t, []byte(least))
		v.Price = r.decimal()
		got := mustRead(t, mustMarshal(t, v)).Price
		if !got.Equal(v.Price) || v.Price.Exponent() <= 0 && got.Exponent() != v.Price.Exponent() {
			t.Errorf("Unmarshal(Marshal(%de%d)) = %de%d; want the same", v.Price.Coefficient(), v.Price.Exponent(), got.Coefficient(), got.Exponent())
		}
	}
}
