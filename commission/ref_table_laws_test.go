package commission_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// limit returns what the reference pays just above a bound, or just below,
// exact: tables are straight lines beside their bounds.
func (t *refTable) limit(bound *big.Rat, side int64) *big.Rat {
	hair := new(big.Rat).SetFrac(big.NewInt(side), new(big.Int).Exp(big.NewInt(10), big.NewInt(60), nil))
	one := t.total(refVolume{refAdd(bound, hair), 0})
	two := t.total(refVolume{refAdd(refAdd(bound, hair), hair), 0})
	return refSub(refMul(one, refInt(2)), two)
}

// jump returns what crossing a bound adds to what was sold before, without
// what rates bring in a table by units.
func (t *refTable) jump(i int) *big.Rat {
	if t.def.By == commission.ByAmount {
		return refSub(t.limit(t.bounds[i], 1), t.limit(t.bounds[i], -1))
	}
	next := t.def.Brackets[i+1]
	if t.scopes[i+1] == commission.Graduated {
		return refRat(next.Flat)
	}
	prev, units := t.def.Brackets[i], t.bounds[i]
	each := refMul(units, refSub(refRat(next.PerUnit), refRat(prev.PerUnit)))
	return refAdd(each, refSub(refRat(next.Flat), refRat(prev.Flat)))
}

func refCheckCliffs(tb testing.TB, def commission.TableDefinition) {
	tb.Helper()
	t, got := newRefTable(def), alianza.Must(commission.NewTable(def)).Cliffs()
	if t.whole() {
		if len(got) > 0 {
			tb.Errorf("Cliffs() of %s = %v; want none", jsonText(tb, def), got)
		}
		return
	}
	if def.By == commission.ByUnits {
		for _, b := range def.Brackets {
			if !b.Min.IsZero() || !b.Max.IsZero() {
				return // what they do to a number of units depends on the amounts
			}
		}
	}
	want, have := "", ""
	for i := range t.bounds {
		prev, next := def.Brackets[i], def.Brackets[i+1]
		jump := t.jump(i)
		rates := def.By == commission.ByUnits && t.scopes[i+1] == commission.Slab && prev.Rate != next.Rate
		if jump.Sign() == 0 && !rates {
			continue
		}
		at := refRat(prev.UpTo)
		if !def.Quota.IsZero() {
			at = t.bounds[i]
		}
		want += fmt.Sprintf("%s: %s to %s, %s\n", at.RatString(), prev.Rate, next.Rate, jump.RatString())
	}
	for _, c := range got {
		have += fmt.Sprintf("%s: %s to %s, %s\n", refRat(c.At).RatString(), c.From, c.To, refRat(c.Jump).RatString())
	}
	if have != want {
		tb.Errorf("Cliffs() of %s =\n%swant\n%s", jsonText(tb, def), have, want)
	}
}

func TestReferenceCliffs(t *testing.T) {
	d := &refDice{r: rand.New(rand.NewPCG(13, 14))}
	for range 5000 {
		refCheckCliffs(t, d.table())
		if t.Failed() {
			return
		}
	}
}

// rising returns a table by amount whose rates rise, and nothing else.
func (d *refDice) rising(scope commission.Scope) commission.TableDefinition {
	def := commission.TableDefinition{Places: d.n(4), Rounding: commission.Rounding(d.n(7)), Scope: scope, Edge: commission.Edge(d.n(2))}
	bound, percent := 0, 0
	n := 1 + d.n(5)
	for i := range n {
		bound, percent = bound+1+d.n(500), percent+d.n(20)
		b := commission.Bracket{Rate: alianza.WholePercent(percent)}
		if i < n-1 {
			b.UpTo = decimal.New(int64(bound), -1)
		}
		def.Brackets = append(def.Brackets, b)
	}
	return def
}

// TestTableLaws holds graduated tables to be continuous and to rise with each
// sale, and slab tables whose rates rise to pay at least as much.
func TestTableLaws_C33(t *testing.T) {
	d := &refDice{r: rand.New(rand.NewPCG(15, 16))}
	for range 500 {
		def := d.rising(commission.Graduated)
		graduated := alianza.Must(commission.NewTable(def))
		whole := def
		whole.Scope = commission.Slab
		slab := alianza.Must(commission.NewTable(whole))
		if cliffs := graduated.Cliffs(); len(cliffs) > 0 {
			t.Errorf("Cliffs() of %s = %v; want none", jsonText(t, def), cliffs)
		}
		small, step := d.amount(200_000, 2), d.amount(100, 4)
		low, high := commission.Volume{Amount: small}, commission.Volume{Amount: small.Add(step)}
		before, err1 := graduated.Pay(low)
		after, err2 := graduated.Pay(high)
		more, err3 := slab.Pay(low)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		rise := refSub(refRat(after.Exact), refRat(before.Exact))
		if rise.Sign() < 0 || rise.Cmp(refRat(step)) > 0 || after.Amount.LessThan(before.Amount) {
			t.Errorf("Pay(%s) of %s = %s, %s more = %s; want it to rise by at most that", small, jsonText(t, def), before, step, after)
		}
		if more.Exact.LessThan(before.Exact) || more.Amount.LessThan(before.Amount) {
			t.Errorf("Pay(%s) of %s = %s as slab, %s graduated; want at least as much", small, jsonText(t, def), more, before)
		}
		if more.Blended().Compare(def.Brackets[len(def.Brackets)-1].Rate) > 0 {
			t.Errorf("Pay(%s) of %s = %s; want no more than the highest rate", small, jsonText(t, def), more)
		}
	}
}

// TestAttainment rounds down, so that 100 is not said of less.
func TestReferenceAttainment(t *testing.T) {
	d := &refDice{r: rand.New(rand.NewPCG(17, 18))}
	for range 1000 {
		def := d.rising(commission.Slab)
		def.Quota = decimal.New(int64(1+d.n(1000)), -int32(d.n(3)))
		v := commission.Volume{Amount: d.amount(3000, 4)}
		got, err := alianza.Must(commission.NewTable(def)).Attainment(v)
		want := roundRat(refMul(new(big.Rat).Quo(refRat(v.Amount), refRat(def.Quota)), refInt(100)), 2, commission.Down)
		if err != nil || refRat(got).Cmp(want) != 0 {
			t.Errorf("Attainment(%s) of %s = %s, %v; want %s", v, def.Quota, got, err, want.FloatString(2))
		}
	}
}

// TestTableHostile gives every number of a table and of a volume a value out of
// bounds: it is refused with its name, and nothing panics or takes long.
func TestTableHostile(t *testing.T) {
	plain := func() commission.TableDefinition {
		return commission.TableDefinition{Places: 2, Scope: commission.Graduated, Brackets: []commission.Bracket{
			{UpTo: num("100"), Rate: rate("10%")}, {Rate: rate("20%")},
		}}
	}
	places := map[string]func(*commission.TableDefinition, decimal.Decimal){
		"quota":             func(d *commission.TableDefinition, n decimal.Decimal) { d.Quota = n },
		"brackets[0].up_to": func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[0].UpTo = n },
		"brackets[1].from":  func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].From = n },
		"brackets[1].flat":  func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].Flat = n },
		"brackets[1].min":   func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].Min = n },
		"brackets[1].max":   func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].Max = n },
		"brackets[1].per_unit": func(d *commission.TableDefinition, n decimal.Decimal) {
			d.By, d.Brackets[1].PerUnit = commission.ByUnits, n
		},
	}
	for name, n := range hostile() {
		for path, set := range places {
			def := plain()
			set(&def, n)
			_, err := commission.NewTable(def)
			found := false
			for _, f := range alianza.Faults(err) {
				found = found || f.Path == path
			}
			if !found {
				t.Errorf("NewTable(%s: %s) = %.200v; want a fault of it", path, name, err)
			}
		}
		table := alianza.Must(commission.NewTable(plain()))
		bad := commission.Volume{Amount: n}
		_, err1 := table.Pay(bad)
		_, err2 := table.PayAfter(bad, commission.Volume{Amount: num("1")})
		_, err3 := table.PayAfter(commission.Volume{Amount: num("1")}, bad)
		err4 := table.Tally().Add(num("1"), n)
		_, err5 := table.AppendPay(nil, n)
		for i, err := range []error{err1, err2, err3, err4, err5} {
			if len(alianza.Faults(err)) == 0 {
				t.Errorf("%s: call %d = %.200v; want a field error", name, i+1, err)
			}
		}
	}
	for _, big := range []string{"9999999999999999999999999999999999", "9999999999999999999999999999999999e18", "0.000000000000000001"} {
		for _, places := range []int{0, 2, 18} {
			def := plain()
			def.Places, def.Quota = places, num(big)
			table, err := commission.NewTable(def)
			if err != nil {
				continue
			}
			v := commission.Volume{Amount: num(big)}
			for range 2 {
				if p, err := table.PayAfter(v, v); err == nil {
					_, _ = jsonText(t, p), p.String()
				}
				if y := table.Tally(); y.Add(v.Amount, v.Amount) == nil {
					_ = y.Amount().String()
				}
				v.Amount = num("9999999999999999999999999999999999e18")
			}
			_ = table.Cliffs()
		}
	}
}

// FuzzTable holds tables, volumes and tallies against the reference.
func FuzzTable(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01\x00\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"))
	f.Add([]byte("\x01\x05\x01\x01\x00\x03\x01\x01\x05\x01\x02\x02\x03\x01\x02\x03\x01\x01\x09\x09\x09\x09\x09\x09\x09\x09"))
	r := rand.New(rand.NewPCG(19, 20))
	for range 20 {
		seed := make([]byte, 60)
		for i := range seed {
			seed[i] = byte(r.Uint32())
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := &refDice{data: data}
		def := d.table()
		var volumes []commission.Volume
		var amounts []decimal.Decimal
		for len(volumes) < 8 && (len(volumes) == 0 || d.more()) {
			v := d.volume(def)
			volumes, amounts = append(volumes, v), append(amounts, v.Amount)
		}
		refCheckTable(t, def, volumes)
		refCheckTally(t, def, amounts)
		refCheckCliffs(t, def)
	})
}
