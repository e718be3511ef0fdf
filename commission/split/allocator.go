package split

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// An allocator divides a number of units among parties.
type allocator struct {
	parts
	size   *big.Int // units to divide, not negative
	mode   exact.Mode
	quotas []*big.Rat // in units, exact
	got    []big.Int  // in units
	why    []Why
}

func newAllocator(p parts, size *big.Int, mode exact.Mode) *allocator {
	return &allocator{parts: p, size: size, mode: mode, got: make([]big.Int, len(p.list)), why: make([]Why, len(p.list))}
}

// run finds the quotas and rounds them.
func (a *allocator) run() {
	a.quotas = make([]*big.Rat, len(a.list))
	switch {
	case a.rest >= 0:
		a.quotasBesideRest()
	case a.bound:
		a.quotasInBounds()
	default:
		a.quotasByWeight()
	}
	left := new(big.Int).Set(a.size)
	lost := make([]*big.Rat, len(a.list)) // by the cut to a unit
	var order []int
	for i, q := range a.quotas {
		if i == a.rest {
			continue
		}
		a.got[i].Quo(q.Num(), q.Denom())
		left.Sub(left, &a.got[i])
		if lost[i] = new(big.Rat).Sub(q, new(big.Rat).SetInt(&a.got[i])); lost[i].Sign() > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return lost[j].Cmp(lost[i]) })
	if a.rest >= 0 {
		a.roundUp(order, lost, left)
		return
	}
	a.giveOdd(order, int(left.Int64()), func(i, j int) bool { return lost[i].Cmp(lost[j]) == 0 })
}

// A quota is what a party gets of a number of units, and what the cut to a unit took
// away: in units over the sum of the weights.
type quota struct {
	got, cut uint64
	why      Why
}

// small reports whether the parties divide by weights alone, which fit machine words.
func (p *parts) small() bool { return p.rest < 0 && !p.bound && p.sum > 0 }

// divide divides by whole weights.
func (p *parts) divide(quotas []quota, size uint64) {
	left := size
	for i := range quotas {
		q := &quotas[i]
		high, low := bits.Mul64(size, p.list[i].whole)
		q.got, q.cut = bits.Div64(high, low, p.sum) // a weight is at most the sum, so that the quotient fits
		left -= q.got
	}
	if left == 0 {
		return
	}
	var room [few]int // spares an allocation for the usual number of parties
	order := room[:0]
	for i := range quotas {
		if quotas[i].cut > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(quotas[j].cut, quotas[i].cut) })
	for _, i := range order[:left] { // fewer than there are parties with a cut
		q := &quotas[i]
		q.got++
		q.why = WhyLargest
		if left < uint64(len(order)) && quotas[order[left]].cut == q.cut {
			q.why = WhyEarlier
		}
	}
}

// giveOdd gives the units left over, one each to the first of the order, and says
// whether a later party lost as much.
func (a *allocator) giveOdd(order []int, left int, same func(i, j int) bool) {
	for _, i := range order[:left] {
		a.why[i] = WhyLargest
		if left < len(order) && same(i, order[left]) {
			a.why[i] = WhyEarlier
		}
		a.got[i].Add(&a.got[i], big.NewInt(1))
	}
}

// give moves one unit from what is left to a party.
func (a *allocator) give(i int, left *big.Int) {
	one := big.NewInt(1)
	a.got[i].Add(&a.got[i], one)
	left.Sub(left, one)
}

// roundUp rounds each party by the mode, as far as units are left, and gives the
// rest to the party that takes it.
func (a *allocator) roundUp(order []int, lost []*big.Rat, left *big.Int) {
	for _, i := range order {
		up := new(big.Int).Sub(exact.RoundRat(a.quotas[i], 0, a.mode).BigInt(), &a.got[i]).Sign() > 0
		if up && left.Sign() > 0 && lost[i].Sign() > 0 {
			a.why[i] = WhyRounded
			a.give(i, left)
		}
	}
	a.got[a.rest].Set(left)
	a.why[a.rest] = WhyRest
}

// quotasByWeight gives each party its weight over the sum of weights.
func (a *allocator) quotasByWeight() {
	sum := new(big.Rat)
	for _, p := range a.list {
		sum.Add(sum, p.weight)
	}
	each := new(big.Rat).SetInt(a.size)
	each.Quo(each, sum)
	for i, p := range a.list {
		a.quotas[i] = new(big.Rat).Mul(each, p.weight)
	}
}

// quotasBesideRest gives each party its part of the whole within its bounds, and the
// rest to the one party. If no rest is left for the bounds, the others bear them.
func (a *allocator) quotasBesideRest() {
	whole := new(big.Rat).SetInt(a.size)
	left := new(big.Rat).Set(whole)
	for i, p := range a.list {
		if i != a.rest {
			a.quotas[i] = a.clamp(i, new(big.Rat).Mul(whole, p.weight))
			left.Sub(left, a.quotas[i])
		}
	}
	a.quotas[a.rest] = left
	if left.Sign() < 0 {
		clear(a.why)
		a.quotasInBounds() // the rest has no weight
	}
}

// clamp returns a quota within the bounds of a party, and notes which bound it
// met.
func (a *allocator) clamp(i int, q *big.Rat) *big.Rat {
	p := a.list[i]
	if p.min != nil {
		if low := new(big.Rat).SetInt(p.min); q.Cmp(low) < 0 {
			a.why[i] = WhyMin
			return low
		}
	}
	if p.max != nil {
		if high := new(big.Rat).SetInt(p.max); q.Cmp(high) > 0 {
			a.why[i] = WhyMax
			return high
		}
	}
	return q
}

// quotasInBounds gives each party the same multiple of its weight within its
// bounds, the multiple with which all of them add up to the whole.
func (a *allocator) quotasInBounds() {
	if a.short() {
		return
	}
	multiple := a.multiple()
	for i, p := range a.list {
		a.quotas[i] = a.clamp(i, new(big.Rat).Mul(multiple, p.weight))
	}
}

// short meets each min in the order of the parties if the whole does not reach
// for all of them, and reports whether that is so.
func (a *allocator) short() bool {
	left := new(big.Int).Set(a.size)
	for _, p := range a.list {
		if p.min != nil {
			left.Sub(left, p.min)
		}
	}
	if left.Sign() >= 0 {
		return false
	}
	left.Set(a.size)
	for i, p := range a.list {
		part := new(big.Int)
		if p.min != nil {
			part.Set(p.min)
			a.why[i] = WhyMin
		}
		if p.min != nil && part.Cmp(left) > 0 {
			part.Set(left)
			a.why[i] = WhyShort
		}
		a.quotas[i] = new(big.Rat).SetInt(part)
		left.Sub(left, part)
	}
	return true
}

// A turn is a multiple of the weights at which a party leaves its min or reaches
// its max.
type turn struct {
	at     *big.Rat
	amount *big.Int // the bound
	weight *big.Rat
	leaves bool // its min
}

// multiple finds the multiple of the weights with which all parties add up to
// the whole. What they add up to grows with the multiple, in a straight line
// from one turn to the next.
func (a *allocator) multiple() *big.Rat {
	var turns []turn
	still, weight := new(big.Int), new(big.Rat) // the parties at a bound, and those between
	for _, p := range a.list {
		if p.min != nil {
			still.Add(still, p.min)
		}
		if p.weight.Sign() == 0 {
			continue
		}
		if p.min == nil {
			weight.Add(weight, p.weight)
		} else {
			turns = append(turns, turn{new(big.Rat).Quo(new(big.Rat).SetInt(p.min), p.weight), p.min, p.weight, true})
		}
		if p.max != nil {
			turns = append(turns, turn{new(big.Rat).Quo(new(big.Rat).SetInt(p.max), p.weight), p.max, p.weight, false})
		}
	}
	slices.SortStableFunc(turns, func(x, y turn) int { return cmp.Or(x.at.Cmp(y.at), y.first()-x.first()) })
	for _, t := range turns {
		reached := new(big.Rat).Mul(weight, t.at)
		if reached.Add(reached, new(big.Rat).SetInt(still)).Cmp(new(big.Rat).SetInt(a.size)) >= 0 {
			break
		}
		if t.leaves {
			still.Sub(still, t.amount)
			weight.Add(weight, t.weight)
		} else {
			still.Add(still, t.amount)
			weight.Sub(weight, t.weight)
		}
	}
	if weight.Sign() == 0 { // all at a bound already
		return new(big.Rat)
	}
	left := new(big.Rat).SetInt(new(big.Int).Sub(a.size, still))
	return left.Quo(left, weight)
}

// first orders turns at one multiple: a party leaves its min before it reaches
// its max.
func (t turn) first() int {
	if t.leaves {
		return 1
	}
	return 0
}
