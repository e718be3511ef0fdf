package waterfall

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A flow is all that ever came in, on its way through the steps. Two flows make a
// period: what the parties have after it, less what they had before.
type flow struct {
	w      *Waterfall
	state  *State
	mirror bool // of a negative sum that the parties give

	left    decimal.Decimal // flows on, without the sign of a mirror
	carried decimal.Decimal // the negative sum that nobody gives
	onTop   decimal.Decimal
	steps   []level
	parties []party // in the order in which they get something first
}

// A party is what a party has.
type party struct {
	name       string
	has        decimal.Decimal
	guaranteed decimal.Decimal // what it gave to guarantees
}

// A level is one step of a flow.
type level struct {
	of        decimal.Decimal // what the step looked at
	took      decimal.Decimal
	left      decimal.Decimal // that flows on
	remaining decimal.Decimal // to recoup
	shares    []split.Allocation
}

// flow takes a state through all steps.
func (w *Waterfall) flow(s *State) *flow {
	f := &flow{w: w, state: s, left: s.Total, parties: make([]party, 0, 2*len(w.def.Steps)), steps: make([]level, 0, len(w.def.Steps))}
	switch {
	case !s.Total.IsNegative():
	case w.def.Negative == NegativeShare:
		f.mirror, f.left = true, signed(true, s.Total)
	default:
		f.carried, f.left = s.Total, decimal.Decimal{}
	}
	for i := range w.def.Steps {
		f.steps = append(f.steps, f.step(&w.def.Steps[i]))
	}
	return f
}

// signed returns an amount as the parties get it: less than zero if they give it.
func signed(mirror bool, amount decimal.Decimal) decimal.Decimal {
	if mirror {
		return amount.Neg()
	}
	return amount
}

// give adds to what a party has.
func (f *flow) give(name string, amount decimal.Decimal) {
	p := f.party(name)
	p.has = exact.Add(p.has, amount)
}

// party returns a party, which may have nothing yet.
func (f *flow) party(name string) *party {
	at := f.find(name)
	if at < 0 {
		at = len(f.parties)
		f.parties = append(f.parties, party{name: name})
	}
	return &f.parties[at]
}

// find returns the place of a party, -1 for one that got nothing yet.
func (f *flow) find(name string) int {
	return slices.IndexFunc(f.parties, func(p party) bool { return p.name == name })
}

// has returns what a party has.
func (f *flow) has(name string) decimal.Decimal {
	if at := f.find(name); at >= 0 {
		return f.parties[at].has
	}
	return decimal.Decimal{}
}

// step takes the flow through one step.
func (f *flow) step(s *Step) level {
	if len(s.Shares) > 0 {
		return f.share()
	}
	if !s.Least.IsZero() {
		l := level{of: f.has(s.To), took: f.state.Guaranteed[s.Name], left: signed(f.mirror, f.left)}
		from := f.party(s.From)
		from.has, from.guaranteed = exact.Sub(from.has, l.took), exact.Add(from.guaranteed, l.took)
		f.give(s.To, l.took)
		return l
	}
	of, mirror := f.base(s)
	l := level{of: signed(mirror, of)}
	most := of
	if s.Source != "" {
		most = decimal.Min(of, f.left)
	}
	if s.OnTop && !s.Fixed.IsZero() {
		mirror = false // it is no part of what came back
	}
	l.took, l.remaining = f.take(s, of, mirror)
	if !s.OnTop && exact.Cmp(l.took, most) > 0 {
		l.took = most
	}
	if s.From == "" && !s.OnTop {
		f.left = exact.Sub(f.left, l.took)
	}
	l.took, l.left = signed(mirror, l.took), signed(f.mirror, f.left)
	switch {
	case s.OnTop:
		f.onTop = exact.Add(f.onTop, l.took)
	case s.From != "":
		f.give(s.From, l.took.Neg())
	}
	f.give(s.To, l.took)
	return l
}

// base returns what a step looks at, never less than nothing, and whether the step
// is one of the mirror. What a party gave to guarantees is no part of the mirror.
func (f *flow) base(s *Step) (of decimal.Decimal, mirror bool) {
	of, mirror = f.left, f.mirror
	switch {
	case s.From != "":
		p := f.party(s.From)
		of = p.has
		if own := exact.Add(of, p.guaranteed); f.mirror && own.IsNegative() {
			of = signed(mirror, own)
		} else {
			mirror = false
		}
	case s.Source != "":
		of = signed(mirror, f.state.Sources[s.Source])
	}
	return decimal.Max(of, decimal.Decimal{}), mirror
}

// take returns what a step takes of its base, and what is left to recoup.
func (f *flow) take(s *Step, of decimal.Decimal, mirror bool) (took, remaining decimal.Decimal) {
	u := f.w.unit
	switch {
	case !s.CatchUp.IsZero():
		return f.catchUp(s), decimal.Decimal{}
	case s.OnTop && !s.Fixed.IsZero():
		return u.Round(f.state.Counts[s.Per].Mul(s.Fixed), exact.HalfUp), decimal.Decimal{}
	case !s.Recoup.IsZero() || s.Per != "":
		if mirror { // recoups nothing
			of = decimal.Decimal{}
		}
		return f.recoup(s, of)
	case len(s.Brackets) > 0:
		return u.Round(graduated(s.Brackets, of), exact.HalfUp), decimal.Decimal{}
	}
	return u.Percent(s.Rate, of, exact.HalfUp), decimal.Decimal{}
}

// catchUp returns what a party takes until it has its part of what the steps took
// together: a fifth of all is a quarter of what the others have.
func (f *flow) catchUp(s *Step) decimal.Decimal {
	others := decimal.Decimal{}
	for _, name := range s.Of {
		for i := range f.steps {
			if f.w.def.Steps[i].Name == name {
				others = others.Add(f.steps[i].took)
			}
		}
	}
	others = decimal.Max(signed(f.mirror, others), decimal.Decimal{})
	part := s.CatchUp.Units()
	of := new(big.Rat).SetFrac64(part, alianza.WholePercent(100).Units()-part)
	return f.w.unit.RoundRat(of.Mul(of, exact.Rat(others)), exact.HalfUp)
}

// recoup returns what is recouped of the costs by the time that an amount has
// flowed, and what remains. Each cost is recouped from what flows after it was
// there, one after the other.
func (f *flow) recoup(s *Step, of decimal.Decimal) (took, remaining decimal.Decimal) {
	if len(f.state.Costs[s.Name]) == 0 { // of all that flows
		part := exact.Percent(cmp.Or(s.Rate, alianza.WholePercent(100)).Units()).Of(of)
		took = decimal.Min(s.Recoup, f.w.unit.Round(part, exact.HalfUp))
		return took, exact.Sub(s.Recoup, took)
	}
	costs := standing(append([]Cost{{Amount: s.Recoup}}, f.state.Costs[s.Name]...))
	sum, at := new(big.Rat), new(big.Rat) // recouped, and the point where the next one begins
	flowed, part := exact.Rat(of), big.NewRat(1, 1)
	if !s.Rate.IsZero() {
		part.SetFrac64(s.Rate.Units(), alianza.WholePercent(100).Units())
	}
	for _, c := range costs {
		amount := exact.Rat(c.Amount)
		remaining = remaining.Add(c.Amount)
		if after := exact.Rat(c.After); after.Cmp(at) > 0 {
			at = after
		}
		room := new(big.Rat).Sub(flowed, at)
		if room.Mul(room, part); room.Sign() > 0 {
			if room.Cmp(amount) > 0 {
				room = amount
			}
			sum.Add(sum, room)
		}
		at = new(big.Rat).Add(at, new(big.Rat).Quo(amount, part))
	}
	took = f.w.unit.RoundRat(sum, exact.HalfUp)
	return took, remaining.Sub(took)
}

// standing returns the costs without those that were taken back: the last of those
// before.
func standing(costs []Cost) []Cost {
	for i := range costs {
		for j := i - 1; j >= 0 && costs[i].Amount.IsNegative(); j-- {
			back := decimal.Min(costs[j].Amount, costs[i].Amount.Neg())
			costs[j].Amount, costs[i].Amount = costs[j].Amount.Sub(back), costs[i].Amount.Add(back)
		}
	}
	return costs
}

// graduated returns the sum of each bracket's rate of what lies in it.
func graduated(brackets []Bracket, of decimal.Decimal) decimal.Decimal {
	sum, from := decimal.Decimal{}, decimal.Decimal{}
	for _, b := range brackets {
		to := of
		if !b.UpTo.IsZero() && exact.Cmp(b.UpTo, of) < 0 {
			to = b.UpTo
		}
		in := to.Sub(from)
		if !in.IsPositive() {
			break
		}
		sum = sum.Add(exact.Percent(b.Rate.Units()).Of(in)).Add(b.Each.Mul(in))
		from = to
	}
	return sum
}

// share divides all that is left.
func (f *flow) share() level {
	all := signed(f.mirror, f.left)
	l := level{of: all, took: all}
	division, _ := f.w.rest.Divide(all) // whole units within bounds
	l.shares = leaves(division.Allocations)
	for _, a := range l.shares {
		f.give(a.Party, a.Amount)
	}
	f.left = decimal.Decimal{}
	return l
}

// leaves returns the allocations that are not divided further.
func leaves(list []split.Allocation) []split.Allocation {
	var all []split.Allocation
	for _, a := range list {
		if len(a.Allocations) > 0 {
			all = append(all, leaves(a.Allocations)...)
		} else {
			all = append(all, a)
		}
	}
	return all
}
