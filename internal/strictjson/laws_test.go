package strictjson_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
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

// decimal returns a number within the bounds of the library, or within the wide
// ones.
func (r random) decimal(digits, places int) decimal.Decimal {
	c := new(big.Int)
	for range r.IntN(digits + 1) {
		c.Add(c.Mul(c, big.NewInt(10)), big.NewInt(r.Int64N(10)))
	}
	if r.bool() {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, int32(r.IntN(2*places+1)-places))
}

func (r random) number() decimal.Decimal { return r.decimal(exact.MaxDigits, exact.MaxPlaces) }

// figure returns a number that was computed. A power of ten comes back as zeros.
func (r random) figure() decimal.Decimal {
	d := r.decimal(100, 36)
	if d.Exponent() > 0 {
		d = exact.Round(d, 0, exact.Down)
	}
	return d
}

func (r random) code() code {
	return code([]byte{'A' + byte(r.IntN(26)), 'A' + byte(r.IntN(26)), 'A' + byte(r.IntN(26))})
}

func (r random) day() alianza.Date {
	return alianza.DateOf(time.Unix(r.Int64N(1<<38)-1<<35, 0), nil)
}

func (r random) instant() time.Time {
	zone := time.FixedZone("", 60*(r.IntN(2*24*60-1)-24*60+1))
	return time.Unix(r.Int64N(1<<37)-1<<35, r.Int64N(1e9)).In(zone)
}

// list returns a short list of what one makes, or none.
func list[T any](r random, one func() T) []T {
	var all []T
	for range r.IntN(4) {
		all = append(all, one())
	}
	return all
}

func dict[K comparable, T any](r random, key func() K, one func() T) map[K]T {
	m := map[K]T{}
	for range r.IntN(4) {
		m[key()] = one()
	}
	return m
}

func (r random) bound() alianza.Bound {
	d := r.number()
	switch r.IntN(6) {
	case 0:
		return alianza.AtLeast(d)
	case 1:
		return alianza.Above(d)
	case 2:
		return alianza.AtMost(d)
	case 3:
		return alianza.Below(d)
	case 4:
		return alianza.AtLeast(d).Range(r.number())
	default:
		return alianza.Between(d, r.number())
	}
}

func (r random) part() part {
	p := part{Count: r.int()}
	if r.bool() {
		p.Bound = r.bound()
	}
	return p
}

func (r random) plan(depth int) plan {
	p := plan{Name: strings.ReplaceAll(r.text(), "/", "")}
	if r.bool() {
		p.Bonus = r.number()
	}
	if depth > 0 {
		p.Steps = list(r, func() plan { return r.plan(depth - 1) })
		p.ByName = dict(r, r.text, func() plan { return r.plan(depth - 1) })
	}
	return p
}

func (r random) thing() thing {
	v := thing{
		Name: r.text(), Count: r.int(), Open: r.bool(), Price: r.number(), Rate: alianza.PercentUnits(int64(r.Uint64())),
		Day: r.day(), At: r.instant(), Tags: list(r, r.text), Code: r.code(), Bound: r.bound(), Parts: list(r, r.part),
		Box: r.part(), Size: size{Width: r.int()}, Rates: dict(r, r.text, r.number), Point: point{X: int32(r.int()), Y: int32(r.int())},
	}
	if r.bool() {
		v.Note, v.Tries, v.Late, v.Fee, v.Labels = r.text(), r.int(), r.bool(), r.number(), list(r, r.text)
		v.Sum, v.Sums = r.figure(), list(r, r.figure)
	}
	if r.bool() {
		v.Other, v.Spares, v.Extras, v.Limits = r.code(), list(r, r.part), dict(r, r.code, r.part), list(r, r.bound)
		v.Share, v.Until, v.Due, v.Size.Height = alianza.WholePercent(r.int()), r.day(), r.instant(), r.int()
	}
	if r.bool() {
		lid := r.part()
		v.Lid, v.Plan = &lid, r.plan(2)
	}
	return v
}

// space returns white space, or none.
func (r random) space() string {
	return strings.Repeat(" ", r.IntN(2)) + strings.Repeat("\n", r.IntN(2)) + strings.Repeat("\t\r", r.IntN(2))
}

// respell returns the document v, which encoding/json has read, in another
// spelling that has the same meaning: with other spaces, other escapes, and
// another order of the fields.
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
	for seed := range seeds.Count(200) {
		r := newRandom(uint64(seed))
		v := r.thing()
		doc := mustMarshal(t, v)
		got := mustRead(t, doc)
		if diff := cmp.Diff(v, got, sameThing); diff != "" {
			t.Fatalf("seed %d: Unmarshal(%s) = another thing (-want +got):\n%s", seed, doc, diff)
		}
		dec := json.NewDecoder(strings.NewReader(doc))
		dec.UseNumber()
		var generic any
		if err := dec.Decode(&generic); err != nil {
			t.Fatal(err)
		}
		other := r.respell(generic)
		again := mustMarshal(t, mustRead(t, other))
		if diff := cmp.Diff(doc, again); diff != "" {
			t.Fatalf("seed %d: Marshal(Unmarshal(%s)) = another document (-want +got):\n%s", seed, other, diff)
		}
	}
}

// TestRoundTripDecimal checks that a number keeps its places, and nothing but
// its value where it has a power of ten.
func TestRoundTripDecimal(t *testing.T) {
	for seed := range seeds.Count(200) {
		r := newRandom(uint64(seed))
		d := r.number()
		doc, err := strictjson.Marshal(one[decimal.Decimal]{d})
		if err != nil {
			t.Fatal(err)
		}
		var v one[decimal.Decimal]
		if err := strictjson.Unmarshal(doc, &v, nil); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
		}
		if !v.A.Equal(d) || d.Exponent() <= 0 && v.A.Exponent() != d.Exponent() {
			t.Errorf("Unmarshal(Marshal(%de%d)) = %de%d; want the same", d.Coefficient(), d.Exponent(), v.A.Coefficient(), v.A.Exponent())
		}
	}
}
