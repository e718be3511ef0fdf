package attribution

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Attribute judges the touches before a sale, given in any order. It drops those
// that do not count, each with the reason, and gives their weight to the others:
//
//  1. if the sale has owners, they keep it, unless the definition reassigns;
//  2. no touch counts of a sale to an existing customer, if only new ones do;
//  3. touches after the sale, before the look-back, excluded by the caller, recorded
//     too late, or of the customer do not count;
//  4. touches that better evidence outranks do not count, and of each partner
//     the first alone, if the definition says so;
//  5. the method shares the sale among the rest, in the order of time and ID.
//
// Without a touch that counts, nobody gets a share: a direct sale.
//
// By age, a touch weighs 2 to the power of minus its age over the half-life. If
// that is a whole power for all touches, the shares are exact. Else weights are cut
// to 40 decimals, and shares are rounded to 30 decimals so that they add up to 1.
//
// Attribute returns an error if:
//   - the model was not made by [New] ([alianza.ErrUnchecked]);
//   - an instant, an ID, a partner, an evidence, a weight or the customer is
//     missing ([alianza.ErrMissing]);
//   - an ID is repeated ([alianza.ErrDuplicate]), or the evidence is not in the
//     precedence ([alianza.ErrUnknown]);
//   - all weights that count are zero ([alianza.ErrZero]);
//   - the owners' shares do not add up to 1 ([alianza.ErrConflict]).
//
// Rules: C35.
func (m Model) Attribute(touches []Touch, s Sale) (Result, error) {
	if m.def.Model == 0 {
		return Result{}, fmt.Errorf("attribution: %w", check.Fault("model", "", alianza.ErrUnchecked, ""))
	}
	if err := m.checkTouches(touches, &s); err != nil {
		return Result{}, fmt.Errorf("attribution: %w", err)
	}
	j := judge{model: &m, sale: &s, list: make([]Judged, len(touches))}
	for i, t := range touches {
		j.list[i].Touch = t
	}
	slices.SortFunc(j.list, func(a, b Judged) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	if len(s.Owners) > 0 && !m.def.Reassign {
		return j.owned(), nil
	}
	j.dropOld()
	j.dropOutranked()
	j.dropRepeated()
	if err := j.share(); err != nil {
		return Result{}, fmt.Errorf("attribution: %w", err)
	}
	return j.result(), nil
}

// A judge has the touches of a sale in their order.
type judge struct {
	model *Model
	sale  *Sale
	list  []Judged
}

// counted returns the touches that count so far.
func (j *judge) counted() []*Judged {
	var list []*Judged
	for i := range j.list {
		if j.list[i].Why == 0 {
			list = append(list, &j.list[i])
		}
	}
	return list
}

// owned gives the sale to its owners, whatever the touches.
func (j *judge) owned() Result {
	for i := range j.list {
		t := &j.list[i]
		t.Why = WhyOwned
		if slices.ContainsFunc(j.sale.Owners, func(s AttributedShare) bool { return s.Partner == t.Partner }) {
			t.Why = WhyOwner
		}
	}
	return Result{Model: j.model.def.Model, Outcome: Attributed, Touches: j.list, Shares: slices.Clone(j.sale.Owners)}
}

// dropOld drops touches by themselves.
func (j *judge) dropOld() {
	def, s := &j.model.def, j.sale
	for i := range j.list {
		t := &j.list[i]
		switch {
		case def.NewOnly && s.Existing:
			t.Why = WhyExisting
		case t.Excluded != "":
			t.Why = WhyExcluded
		case t.At.After(s.At):
			t.Why = WhyAfter
		case def.LookBack.expired(s.At, t.At):
			t.Why = WhyExpired
		case def.RefuseOwn && t.Partner == s.Customer:
			t.Why = WhyOwn
		case def.CaptureDays > 0 && t.Recorded.Sub(s.At) > time.Duration(def.CaptureDays)*day:
			t.Why = WhyLate
		}
	}
}

const day = 24 * time.Hour

// expired reports whether a touch is before the look-back from a sale.
func (l LookBack) expired(sale, touch time.Time) bool {
	if l.Days == 0 {
		return false
	}
	edge := sale.Add(-time.Duration(l.Days) * day)
	return touch.Before(edge) || !l.EdgeIn && touch.Equal(edge)
}

// rank returns the place of an evidence in the precedence, -1 if it has none.
func (m *Model) rank(evidence string) int { return slices.Index(m.def.Precedence, evidence) }

// dropOutranked drops touches for which there is better evidence.
func (j *judge) dropOutranked() {
	list, m := j.counted(), j.model
	if len(m.def.Precedence) == 0 || len(list) == 0 {
		return
	}
	best, came := len(m.def.Precedence), make([]time.Time, len(m.def.Precedence)) // when the first of each kind came
	for _, t := range list {
		rank := m.rank(t.Evidence)
		best = min(best, rank)
		if came[rank].IsZero() {
			came[rank] = t.At
		}
	}
	keeps := func(t *Judged) bool {
		rank := m.rank(t.Evidence)
		return m.def.KeepSold && rank > best && !t.Sold.IsZero() &&
			!slices.ContainsFunc(came[:rank], func(at time.Time) bool { return !at.IsZero() && !t.Sold.Before(at) })
	}
	kept := slices.ContainsFunc(list, keeps)
	for _, t := range list {
		if kept && !keeps(t) || !kept && m.rank(t.Evidence) != best {
			t.Why = WhyOutranked
		}
	}
}

// dropRepeated drops all but the first touch of each partner.
func (j *judge) dropRepeated() {
	if !j.model.def.OneEach {
		return
	}
	seen := map[string]bool{}
	for _, t := range j.counted() {
		if seen[t.Partner] {
			t.Why = WhyRepeated
		}
		seen[t.Partner] = true
	}
}

// share shares the sale among the touches that count.
func (j *judge) share() error {
	list := j.counted()
	switch len(list) {
	case 0:
		return nil
	case 1:
		list[0].give(big.NewRat(1, 1), WhyOnly)
		return nil
	}
	weights, why := j.weights(list)
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	if sum.Sign() == 0 {
		return check.Fault("touches", "", alianza.ErrZero, "all weights are zero")
	}
	if j.model.def.Model == TimeDecay && slices.ContainsFunc(weights, long) {
		return j.shareRounded(list, weights)
	}
	for i, t := range list {
		t.give(new(big.Rat).Quo(weights[i], sum), why[i])
	}
	return nil
}

// long reports whether a weight by age is cut, or that of a touch so old that the
// share would be long.
func long(w *big.Rat) bool {
	const halvings = 60
	return w.Num().BitLen() > 1 || w.Denom().BitLen() > halvings+1
}

// sharePlaces are the decimals of a share that is rounded.
const sharePlaces = 30

// shareRounded shares the sale in decimals that add up to 1.
func (j *judge) shareRounded(list []*Judged, weights []*big.Rat) error {
	cut := make([]decimal.Decimal, len(weights))
	for i, w := range weights {
		cut[i] = exact.RoundRat(w, decayPlaces, exact.Down)
	}
	shares, err := exact.Allocate(decimal.New(1, 0), sharePlaces, cut)
	if err != nil { // all of them are so old that nothing is left of their weights
		return check.Fault("touches", "", alianza.ErrZero, "all weights are zero")
	}
	for i, t := range list {
		t.give(exact.Rat(shares[i]), WhyAge)
	}
	return nil
}

// give gives a touch its share.
func (j *Judged) give(share *big.Rat, why Why) {
	j.Share, j.Why = fraction(share), why
}

// fraction returns a number of math/big as a fraction.
func fraction(r *big.Rat) split.Fraction {
	f, _ := split.ParseFraction(r.RatString()) // of two numbers of limited length
	return f
}

// weights returns the weight of each touch, and why it has it.
func (j *judge) weights(list []*Judged) ([]*big.Rat, []Why) {
	n := len(list)
	weights, why := make([]*big.Rat, n), make([]Why, n)
	for i := range list {
		weights[i], why[i] = new(big.Rat), WhyEqual
		switch j.model.def.Model {
		case First:
			why[i] = WhyNotFirst
		case Last:
			why[i] = WhyNotLast
		case Position:
			why[i] = WhyBetween
		case TimeDecay:
			weights[i], why[i] = j.model.decayed(j.sale.At.Sub(list[i].At)), WhyAge
		case CustomWeight:
			weights[i], why[i] = list[i].Weight.Rat(), WhyWeight
		default:
			weights[i].SetInt64(1)
		}
	}
	switch j.model.def.Model {
	case First:
		weights[0].SetInt64(1)
		why[0] = WhyFirst
	case Last:
		weights[n-1].SetInt64(1)
		why[n-1] = WhyLast
	case Position:
		j.model.position(weights)
		why[0], why[n-1] = WhyFirst, WhyLast
	default:
	}
	return weights, why
}

// position gives the first and the last touch their shares, and the rest to those
// between, or to all.
func (m *Model) position(weights []*big.Rat) {
	const usual = 40
	first, last, n := m.def.First, m.def.Last, len(weights)
	if first.IsZero() && last.IsZero() {
		first, last = alianza.WholePercent(usual), alianza.WholePercent(usual)
	}
	whole := alianza.WholePercent(100).Units()
	rest, over := big.NewRat(whole-first.Units()-last.Units(), whole), weights[1:n-1]
	if m.def.OverAll {
		over = weights
	}
	for _, w := range over {
		w.Quo(rest, big.NewRat(int64(len(over)), 1))
	}
	weights[0].Add(weights[0], big.NewRat(first.Units(), whole))
	weights[n-1].Add(weights[n-1], big.NewRat(last.Units(), whole))
}

// Numbers by age are whole numbers of 10^-decayPlaces. A fraction of a half-life
// has so many binary digits.
const (
	decayPlaces = 40
	decayBits   = 100
)

// halfRoots returns a half to the power of 1/2, 1/4, 1/8 and so on, each cut.
func halfRoots() []*big.Int {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(decayPlaces), nil)
	root := new(big.Int).Quo(unit, big.NewInt(2))
	roots := make([]*big.Int, decayBits)
	for i := range roots {
		root = new(big.Int).Sqrt(new(big.Int).Mul(root, unit))
		roots[i] = root
	}
	return roots
}

// decayed returns the weight of a touch of an age: 2 to the power of minus its age
// over the half-life.
func (m *Model) decayed(age time.Duration) *big.Rat {
	half := int64(m.def.HalfLifeDays) * int64(day)
	whole, rest := int64(age)/half, int64(age)%half
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(decayPlaces), nil)
	weight := new(big.Int).Set(unit)
	if rest != 0 {
		bits := new(big.Int).Lsh(big.NewInt(rest), decayBits)
		bits.Quo(bits, big.NewInt(half))
		for i, root := range m.roots {
			if bits.Bit(decayBits-1-i) == 1 {
				weight.Quo(weight.Mul(weight, root), unit)
			}
		}
	}
	const most = 4000 // halvings in a look-back of ten years
	unit.Lsh(unit, uint(min(whole, most)))
	return new(big.Rat).SetFrac(weight, unit)
}
