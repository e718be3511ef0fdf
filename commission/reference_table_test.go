package commission_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// This file is the rate tables a second time, in fractions, written from the
// documentation of the package and not from its code.

// refTable is a table in fractions.
type refTable struct {
	def    commission.TableDefinition
	bounds []*big.Rat // the ends of all brackets but the last
	scopes []commission.Scope
}

func newRefTable(def commission.TableDefinition) *refTable {
	t := &refTable{def: def}
	for i, b := range def.Brackets {
		if i < len(def.Brackets)-1 {
			end := refRat(b.UpTo)
			if !def.Quota.IsZero() {
				end = refMul(end, refMul(refRat(def.Quota), big.NewRat(1, 100)))
			}
			if def.By == commission.ByUnits && def.Edge == commission.EdgeUpper {
				end = refSub(end, refInt(1)) // the last unit in the bracket
			}
			t.bounds = append(t.bounds, end)
		}
		s := b.Scope
		if s == 0 {
			s = def.Scope
		}
		if s == 0 || s == commission.Graduated && len(def.Brackets) == 1 {
			s = commission.Slab // one bracket: both are the same
		}
		t.scopes = append(t.scopes, s)
	}
	return t
}

// refVolume is a volume in fractions.
type refVolume struct {
	amount, units *big.Rat
}

func refVol(v commission.Volume) refVolume { return refVolume{refRat(v.Amount), refRat(v.Units)} }

// refPlus adds volumes, whatever their size.
func refPlus(a, b commission.Volume) commission.Volume {
	return commission.Volume{Amount: a.Amount.Add(b.Amount), Units: a.Units.Add(b.Units)}
}

func (t *refTable) measure(v refVolume) *big.Rat {
	if t.def.By == commission.ByUnits {
		return v.units
	}
	return v.amount
}

// reached returns the bracket of a measure.
func (t *refTable) reached(x *big.Rat) int {
	strict := t.def.Edge == commission.EdgeUpper && t.def.By == commission.ByAmount
	for i, end := range t.bounds {
		if c := x.Cmp(end); c < 0 || c == 0 && !strict {
			return i
		}
	}
	return len(t.bounds)
}

// whole reports whether each sale is rated whole.
func (t *refTable) whole() bool {
	return t.def.Scope == commission.Prospective || t.def.Scope == commission.NextSale
}

// alone reports whether rates in a graduated table by units are at work.
func (t *refTable) alone() bool {
	if t.def.By != commission.ByUnits || len(t.def.Brackets) == 1 {
		return false
	}
	for i, b := range t.def.Brackets {
		if t.scopes[i] == commission.Graduated && !b.Rate.IsZero() {
			return true
		}
	}
	return false
}

// bracket returns what bracket i pays for a part of the volume.
func (t *refTable) bracket(i int, amount, units *big.Rat, anything bool) *big.Rat {
	b := t.def.Brackets[i]
	pay := refAdd(refMul(amount, roomtest.RateRat(b.Rate)), refMul(units, refRat(b.PerUnit)))
	pay = refAdd(pay, refRat(b.Flat))
	if anything {
		pay = refMax(pay, refRat(b.Min))
	}
	if !b.Max.IsZero() {
		pay = refMin(pay, refRat(b.Max))
	}
	return pay
}

// total returns what a slab, graduated or mixed table pays for a volume.
func (t *refTable) total(v refVolume) *big.Rat {
	x := t.measure(v)
	if x.Sign() == 0 {
		return new(big.Rat)
	}
	last := t.reached(x)
	pay, begin, first := new(big.Rat), new(big.Rat), 0
	for i := last; i >= 0; i-- {
		if t.scopes[i] == commission.Slab {
			end := x
			if i < last {
				end = t.bounds[i]
			}
			amount, units := end, new(big.Rat)
			if t.def.By == commission.ByUnits {
				amount, units = v.amount, v.units // of one scope: i is last
			}
			pay, begin, first = t.bracket(i, amount, units, true), end, i+1
			break
		}
	}
	for i := first; i <= last; i++ {
		end := x
		if i < last {
			end = t.bounds[i]
		}
		part := refSub(end, begin)
		amount, units := part, new(big.Rat)
		if t.def.By == commission.ByUnits {
			amount, units = new(big.Rat), part
		}
		pay, begin = refAdd(pay, t.bracket(i, amount, units, part.Sign() > 0)), end
	}
	return pay
}

// sale returns what a table pays for a sale that is rated whole.
func (t *refTable) sale(prior, sale refVolume) *big.Rat {
	if t.measure(sale).Sign() == 0 {
		return new(big.Rat)
	}
	before := t.measure(prior)
	after := refAdd(before, t.measure(sale))
	at := t.reached(after)
	if t.def.Scope == commission.NextSale {
		at = t.reached(before)
	}
	b := t.def.Brackets[at]
	pay := refAdd(refMul(sale.amount, roomtest.RateRat(b.Rate)), refMul(sale.units, refRat(b.PerUnit)))
	if t.def.Scope == commission.Prospective && (before.Sign() == 0 || t.reached(before) < at) {
		pay = refAdd(pay, refRat(b.Flat)) // brackets that are leapt over pay none
	}
	return pay
}

// spread checks and takes the parts of a sale's amount among the brackets of a
// graduated table by units, where the documentation leaves the last unit open.
func (t *refTable) spread(tb testing.TB, prior, sale refVolume, p commission.Payment) *big.Rat {
	tb.Helper()
	pay, begin, sum := new(big.Rat), prior.units, new(big.Rat)
	end := refAdd(prior.units, sale.units)
	got := map[int]commission.Portion{}
	for _, one := range p.Portions {
		got[one.Bracket-1] = one
	}
	for i := range t.def.Brackets {
		upTo := end
		if i < len(t.bounds) {
			upTo = refMin(end, t.bounds[i])
		}
		lo := begin
		upTo = refMax(upTo, lo)
		units := refSub(upTo, lo)
		begin = upTo
		base := new(big.Rat)
		if sale.units.Sign() > 0 {
			base = refMul(sale.amount, new(big.Rat).Quo(units, sale.units))
		}
		one := got[i]
		if refRat(one.Units).Cmp(units) != 0 {
			tb.Errorf("portion %d of %v has %s units; want %s", i+1, p, one.Units, units.RatString())
		}
		if off := new(big.Rat).Abs(refSub(refRat(one.Base), base)); off.Cmp(step(refPlaces(t.def.Step)).Rat()) > 0 {
			tb.Errorf("portion %d of %v has a base of %s; want %s to the unit", i+1, p, one.Base, base.FloatString(20))
		}
		sum = refAdd(sum, refRat(one.Base))
		pay = refAdd(pay, refMul(refRat(one.Base), roomtest.RateRat(t.def.Brackets[i].Rate)))
	}
	if sum.Cmp(sale.amount) != 0 {
		tb.Errorf("the bases of %v add up to %s; want %s", p, sum.RatString(), sale.amount.RatString())
	}
	plain := *t // per unit and flat
	plain.def.Brackets = append([]commission.Bracket(nil), t.def.Brackets...)
	for i := range plain.def.Brackets {
		plain.def.Brackets[i].Rate = alianza.Percent{}
	}
	after := refVolume{new(big.Rat), end}
	return refAdd(pay, refSub(plain.total(after), plain.total(refVolume{new(big.Rat), prior.units})))
}

// pay returns what the table pays for a sale, exact and rounded.
func (t *refTable) pay(tb testing.TB, prior, sale refVolume, p commission.Payment) (exact, amount *big.Rat) {
	tb.Helper()
	switch {
	case t.whole():
		exact = t.sale(prior, sale)
	case t.alone():
		exact = t.spread(tb, prior, sale, p)
	default:
		before := t.total(prior)
		after := t.total(refVolume{refAdd(prior.amount, sale.amount), refAdd(prior.units, sale.units)})
		return refSub(after, before), refSub(t.round(after), t.round(before))
	}
	return exact, t.round(exact)
}

func (t *refTable) round(x *big.Rat) *big.Rat {
	return roomtest.RoundTo(x, refRat(t.def.Step), t.def.Rounding)
}

// refPlaces returns the decimals of a step.
func refPlaces(step decimal.Decimal) int { return max(0, -int(step.Exponent())) }

// posted returns an amount of a definition, which is a multiple of its step.
func (d *refDice) posted(most int, step decimal.Decimal) decimal.Decimal {
	if least := decimal.New(1, -3); step.LessThan(least) {
		step = least
	}
	return step.Mul(decimal.New(int64(d.n(most)), 0))
}

// table returns a definition that NewTable takes.
func (d *refDice) table() commission.TableDefinition {
	t := commission.TableDefinition{
		Step: refPick(d, step(2), step(0), step(3), step(1), step(18), decimal.New(5, -2), decimal.New(5, 0)), Rounding: commission.Rounding(d.n(7)),
		By: commission.Measure(d.n(2)), Scope: commission.Scope(1 + d.n(4)), Edge: commission.Edge(d.n(2)),
	}
	units := t.By == commission.ByUnits
	whole := t.Scope == commission.Prospective || t.Scope == commission.NextSale
	mixed := !units && !whole && d.of(3)
	if !units && d.of(4) {
		t.Quota = decimal.New(int64(1+d.n(400)), int32(d.n(3))-1)
	}
	bound, n := int64(0), 1+d.n(4)
	scale, far := -int32(d.n(3)), decimal.Decimal{}
	for i := range n {
		b := commission.Bracket{Rate: d.rate()}
		if i < n-1 {
			bound += int64(1 + d.n(30))
			if i == 0 && units && t.Edge == commission.EdgeUpper {
				bound++ // or the first unit is in the second bracket
			}
			b.UpTo = decimal.New(bound, 0)
			if !units {
				b.UpTo = decimal.New(bound, scale).Add(far)
				if i > 0 && d.of(12) {
					far = far.Add(d.large().Truncate(12))
					b.UpTo = b.UpTo.Add(far)
				}
			}
		}
		if units && d.of(2) {
			b.PerUnit = d.amount(500, 4)
		}
		if units && d.of(3) {
			b.Rate = alianza.Percent{}
		}
		if t.Scope != commission.NextSale && d.of(3) {
			b.Flat = d.posted(100, t.Step)
		}
		if mixed {
			b.Scope = refPick(d, commission.Slab, commission.Graduated)
		}
		bounded := !whole && (!units || t.Scope != commission.Graduated || b.Rate.IsZero())
		if bounded && d.of(3) {
			b.Min = d.posted(20, t.Step)
		}
		if bounded && d.of(3) {
			b.Max = b.Min.Add(d.posted(200, t.Step))
		}
		t.Brackets = append(t.Brackets, b)
	}
	return t
}

// volume returns a volume near the bounds of a table.
func (d *refDice) volume(t commission.TableDefinition) commission.Volume {
	v := commission.Volume{Amount: d.amount(6000, 4), Units: whole(d.n(12))}
	if d.of(4) { // such as hours
		v.Units = v.Units.Add(d.amount(100, 3))
	}
	if t.By == commission.ByUnits {
		if v.Units.IsZero() {
			v.Amount = decimal.Decimal{}
		}
		return v
	}
	if !d.of(4) {
		v.Units = whole(0)
	}
	if n := len(t.Brackets); d.of(3) && n > 1 {
		v.Amount = t.Brackets[d.n(n-1)].UpTo
		if !t.Quota.IsZero() {
			v.Amount = v.Amount.Mul(t.Quota).Shift(-2)
		}
		v.Amount = v.Amount.Add(decimal.New(int64(d.n(3)-1), -int32(d.n(4))))
	}
	if d.of(8) {
		v.Amount = d.large()
	}
	if v.Amount.IsNegative() {
		v.Amount = decimal.Decimal{}
	}
	return v
}

// large returns an amount at the ends of what machine words hold, or beyond.
func (d *refDice) large() decimal.Decimal {
	x := refPick(d, "9223372036854775807", "9223372036854775808", "18446744073709551615", "4611686018427387903", "92233720368547758",
		"1000000000000000000", "999999999999999999", "2305843009213693951", "184467440737095516",
		"922337203685477580")
	return num(x).Add(decimal.New(int64(d.n(5)-2), 0)).Shift(int32(d.n(13) - 8))
}

// refNewTable returns a table of a definition that the generator made.
func refNewTable(tb testing.TB, def commission.TableDefinition) commission.Table {
	tb.Helper()
	table, err := commission.NewTable(def)
	if err != nil {
		tb.Fatalf("NewTable(%s) = %v; want no error", jsonText(tb, def), err)
	}
	var back commission.TableDefinition
	if err := json.Unmarshal([]byte(jsonText(tb, def)), &back); err != nil || jsonText(tb, back) != jsonText(tb, def) || jsonText(tb, table.Definition()) != jsonText(tb, def) {
		tb.Errorf("Unmarshal(%s) = %s, %v", jsonText(tb, def), jsonText(tb, back), err)
	}
	return table
}

// refCheckBlended checks the one rate of a payment, which is rounded half up to
// ten decimals of a percent.
func refCheckBlended(tb testing.TB, what string, p commission.Payment) {
	tb.Helper()
	want := new(big.Rat)
	if !p.Volume.Amount.IsZero() {
		want = roundRat(new(big.Rat).Quo(refRat(p.Exact), refRat(p.Volume.Amount)), 12, commission.HalfUp)
	}
	most := refMul(refInt(900_000), refInt(1000)) // of a rate, as a fraction, about
	if got := roomtest.RateRat(p.Blended()); got.Cmp(want) != 0 && new(big.Rat).Abs(want).Cmp(refMul(most, big.NewRat(1, 1000))) < 0 || p.String() == "" {
		tb.Errorf("%s: Blended() = %s; want %s%%", what, p.Blended(), refMul(want, refInt(100)).FloatString(10))
	}
}

// refCheckTable holds a table and a run of volumes against the reference.
func refCheckTable(tb testing.TB, def commission.TableDefinition, volumes []commission.Volume) {
	tb.Helper()
	table := refNewTable(tb, def)
	ref := newRefTable(def)
	prior, at := commission.Volume{}, new(big.Rat)
	sum, exact := new(big.Rat), new(big.Rat)
	for _, v := range volumes {
		what := fmt.Sprintf("PayAfter(%s, %s) of %s", prior, v, jsonText(tb, def))
		p, err := table.PayAfter(prior, v)
		if err != nil && refTooLong(def, refPlus(prior, v)) {
			continue // out of bounds
		}
		if err != nil {
			tb.Fatalf("%s = %v; want no error", what, err)
		}
		wantExact, want := ref.pay(tb, refVol(prior), refVol(v), p)
		if refRat(p.Exact).Cmp(wantExact) != 0 || refRat(p.Amount).Cmp(want) != 0 {
			tb.Errorf("%s = exact %s, %s; want %s, %s", what, p.Exact, p.Amount, wantExact.FloatString(24), want.FloatString(refPlaces(def.Step)))
		}
		if p.Amount.Exponent() != -int32(refPlaces(def.Step)) && !p.Amount.IsZero() {
			tb.Errorf("%s = %s; want %d places", what, p.Amount, refPlaces(def.Step))
		}
		refCheckPortions(tb, what, p)
		refCheckBlended(tb, what, p)
		if v.Amount.IsZero() && v.Units.IsZero() && !p.Amount.IsZero() {
			tb.Errorf("%s = %s; want nothing for nothing", what, p.Amount)
		}
		alone, err := table.Pay(v)
		if err != nil {
			tb.Fatalf("Pay(%s) of %s = %v; want no error", v, jsonText(tb, def), err)
		}
		_, wantAlone := ref.pay(tb, refVol(commission.Volume{}), refVol(v), alone)
		if refRat(alone.Amount).Cmp(wantAlone) != 0 {
			tb.Errorf("Pay(%s) of %s = %s; want %s", v, jsonText(tb, def), alone.Amount, wantAlone.FloatString(refPlaces(def.Step)))
		}
		prior = refPlus(prior, v)
		sum, exact = refAdd(sum, refRat(p.Amount)), refAdd(exact, refRat(p.Exact))
		at = refAdd(at, want)
	}
	if ref.whole() || ref.alone() {
		return
	}
	once, err := table.Pay(prior)
	if err != nil || refRat(once.Amount).Cmp(sum) != 0 || refRat(once.Exact).Cmp(exact) != 0 {
		tb.Errorf("Pay(%s) of %s = %s, %v; want the sum of the pieces %v, %s", prior, jsonText(tb, def), once, err, volumes, sum.FloatString(refPlaces(def.Step)))
	}
}

// refTooLong reports whether a volume has so many digits that what is paid for
// it may be out of the bounds of the library.
func refTooLong(def commission.TableDefinition, v commission.Volume) bool {
	return v.Amount.NumDigits()+refPlaces(def.Step) > 26
}

// refCheckPortions checks what the documentation says of portions.
func refCheckPortions(tb testing.TB, what string, p commission.Payment) {
	tb.Helper()
	exact, amount := new(big.Rat), new(big.Rat)
	for _, one := range p.Portions {
		exact, amount = refAdd(exact, refRat(one.Exact)), refAdd(amount, refRat(one.Amount))
		own := refAdd(refMul(refRat(one.Base), roomtest.RateRat(one.Rate)), refMul(refRat(one.PerUnit), refRat(one.Units)))
		if own = refAdd(own, refRat(one.Fixed)); own.Cmp(refRat(one.Exact)) != 0 {
			tb.Errorf("%s: portion %s is not its sum", what, jsonText(tb, p))
		}
	}
	if exact.Cmp(refRat(p.Exact)) != 0 || amount.Cmp(refRat(p.Amount)) != 0 {
		tb.Errorf("%s: the portions add up to %s and %s in %s", what, exact.RatString(), amount.RatString(), jsonText(tb, p))
	}
}

// refCheckTally holds sums over many sales against the reference.
func refCheckTally(tb testing.TB, def commission.TableDefinition, amounts []decimal.Decimal) {
	tb.Helper()
	table := alianza.Must(commission.NewTable(def))
	ref, tally := newRefTable(def), table.Tally()
	want := new(big.Rat)
	var each []*big.Rat
	amounts = slices.DeleteFunc(slices.Clone(amounts), func(a decimal.Decimal) bool {
		return a.NumDigits() > 12 && a.NumDigits()+max(0, int(a.Exponent()))+refPlaces(def.Step) > 26
	})
	for _, a := range amounts {
		v := commission.Volume{Amount: a}
		if def.By == commission.ByUnits && !v.Amount.IsZero() {
			v.Units = whole(1)
		}
		p, err := table.Pay(v)
		if err != nil {
			tb.Fatalf("Pay(%s) = %v; want no error", v, err)
		}
		_, one := ref.pay(tb, refVol(commission.Volume{}), refVol(v), p)
		each, want = append(each, one), refAdd(want, one)
	}
	if err := tally.Add(amounts...); err != nil || refRat(tally.Amount()).Cmp(want) != 0 || tally.Count() != len(amounts) {
		tb.Errorf("Tally(%v) of %s = %s, %d, %v; want %s", amounts, jsonText(tb, def), tally.Amount(), tally.Count(), err, want.FloatString(refPlaces(def.Step)))
	}
	got, err := table.AppendPay(nil, amounts...)
	if err != nil || len(got) != len(each) {
		tb.Fatalf("AppendPay(%v) of %s = %v, %v", amounts, jsonText(tb, def), got, err)
	}
	for i := range got {
		if refRat(got[i]).Cmp(each[i]) != 0 {
			tb.Errorf("AppendPay(%s) of %s = %s; want %s", amounts[i], jsonText(tb, def), got[i], each[i].FloatString(refPlaces(def.Step)))
		}
	}
	minor := table.Tally()
	cents, sum := make([]int64, len(amounts)), new(big.Rat)
	for i, a := range amounts {
		if whole := a.Shift(int32(refPlaces(def.Step))).Truncate(0); whole.BigInt().IsInt64() {
			cents[i] = whole.IntPart()
		}
		v := commission.Volume{Amount: decimal.New(cents[i], -int32(refPlaces(def.Step)))}
		if def.By == commission.ByUnits && !v.Amount.IsZero() {
			v.Units = whole(1)
		}
		p, err := table.Pay(v)
		if err != nil {
			tb.Fatalf("Pay(%s) = %v; want no error", v, err)
		}
		_, one := ref.pay(tb, refVol(commission.Volume{}), refVol(v), p)
		sum = refAdd(sum, one)
	}
	if err := minor.AddMinor(cents...); err != nil || refRat(minor.Amount()).Cmp(sum) != 0 {
		tb.Errorf("AddMinor(%v) of %s = %s, %v; want %s", cents, jsonText(tb, def), minor.Amount(), err, sum.FloatString(refPlaces(def.Step)))
	}
}

func TestReferenceTable(t *testing.T) {
	for seed := range seeds.Count(250) {
		d := &refDice{r: rand.New(rand.NewPCG(11, uint64(seed)))}
		def := d.table()
		var volumes []commission.Volume
		for range 1 + d.n(5) {
			volumes = append(volumes, d.volume(def))
		}
		refCheckTable(t, def, volumes)
		var amounts []decimal.Decimal
		for _, v := range volumes {
			amounts = append(amounts, v.Amount)
		}
		refCheckTally(t, def, amounts)
		if t.Failed() {
			return
		}
	}
}
