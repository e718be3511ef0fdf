package waterfall

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Result is what one period, or one return, comes to. It adds up:
//
//	Total + OnTop = the sum of Parties + Carried
type Result struct {
	_        [0]func()       // == would compare decimals by address
	Currency string          `json:"currency"`
	Total    decimal.Decimal `json:"total"`
	OnTop    decimal.Decimal `json:"on_top,omitzero"` // what the payer pays besides
	// Carried is what nobody got, because more was returned than came in before.
	Carried decimal.Decimal `json:"carried,omitzero"`
	// Ignored says that a negative sum counted as nothing.
	Ignored bool      `json:"ignored,omitzero"`
	Steps   []Taken   `json:"steps"`
	Parties []Receipt `json:"parties"` // in the order in which they get something
}

// A Taken is what one step did.
type Taken struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	To   string    `json:"to,omitzero"`
	From string    `json:"from,omitzero"`
	// Of is what the step looked at, Took what it took, and Left what flows on. Of a
	// guarantee, Of is what the party had in the period before it.
	Of   decimal.Decimal `json:"of"`
	Took decimal.Decimal `json:"took"`
	Left decimal.Decimal `json:"left"`
	// Remaining is what the step has to recoup in later periods.
	Remaining decimal.Decimal `json:"remaining,omitzero"`
	Shares    []Receipt       `json:"shares,omitzero"`
}

// A Receipt is what a party gets, less than zero if it gives.
type Receipt struct {
	_      [0]func()       // == would compare decimals by address
	Party  string          `json:"party"`
	Amount decimal.Decimal `json:"amount"`
}

// Party returns what a party gets, and 0 if it is not there.
func (r Result) Party(name string) decimal.Decimal {
	for _, p := range r.Parties {
		if p.Party == name {
			return p.Amount
		}
	}
	return decimal.Decimal{}
}

// Taken returns what a step did, by its name.
func (r Result) Taken(name string) (Taken, bool) {
	i := slices.IndexFunc(r.Steps, func(t Taken) bool { return t.Name == name })
	if i < 0 {
		return Taken{}, false
	}
	return r.Steps[i], true
}

// Run takes what came in during a period through the steps, and returns what that
// comes to and the state for the next period. A returned amount is negative: it
// flows back as it came, the last first.
//
// Run returns an error if:
//   - the waterfall was not made by [New] ([alianza.ErrUnchecked]);
//   - an amount is out of bounds or no whole number of units ([alianza.ErrRange]);
//   - more is taken back of a count than was counted, or of costs than there are to recoup
//     ([alianza.ErrRange]), as before the sale that brought them;
//   - the sources do not add up to the amount ([alianza.ErrConflict]);
//   - no step counts or recoups what is given ([alianza.ErrUnknown]).
//
// Rules: C14 to C16.
func (w Waterfall) Run(s State, in Inflow) (Result, State, error) {
	return w.run(s, in, nil)
}

// Return takes back what came in during an earlier period, whose result was of. The
// amounts, counts and costs of back are positive: what is taken back. A guarantee
// of that period is worked out again. Pass the result with those of earlier returns
// added; see [Result.Plus].
//
// Return returns what the return comes to, and the state after it. It returns an
// error as [Waterfall.Run] does, and if:
//   - of is no result of the waterfall ([alianza.ErrConflict]);
//   - something of back is negative ([alianza.ErrRange]);
//   - the amount is more than came in during the period ([alianza.ErrRange]).
func (w Waterfall) Return(s State, of Result, back Inflow) (Result, State, error) {
	if err := w.checkBack(&of, &back); err != nil {
		return Result{}, s, err
	}
	in := Inflow{Amount: back.Amount.Neg(), Sources: negated(back.Sources), Counts: negated(back.Counts), Costs: negated(back.Costs)}
	return w.run(s, in, &of)
}

// checkBack faults what is taken back of a result.
func (w *Waterfall) checkBack(of *Result, back *Inflow) error {
	if err := w.unchecked(); err != nil {
		return err
	}
	var f check.Faults
	if f.NotNegative("amount", back.Amount) && f.Number("result.total", of.Total) && back.Amount.IsPositive() && exact.Cmp(back.Amount, of.Total) > 0 {
		f.Add("amount", exact.Text(back.Amount), alianza.ErrRange, "in the period came in "+exact.Text(of.Total))
	}
	for _, list := range []struct {
		path string
		sums map[string]decimal.Decimal
	}{{"sources.", back.Sources}, {"counts.", back.Counts}, {"costs.", back.Costs}} {
		for _, name := range sorted(list.sums) {
			f.NotNegative(list.path+name, list.sums[name])
		}
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("waterfall: %w", err)
	}
	return nil
}

func negated(sums map[string]decimal.Decimal) map[string]decimal.Decimal {
	out := maps.Clone(sums)
	for name, sum := range out {
		out[name] = sum.Neg()
	}
	return out
}

func (w *Waterfall) run(s State, in Inflow, of *Result) (Result, State, error) {
	if err := w.unchecked(); err != nil {
		return Result{}, s, err
	}
	var f check.Faults
	f.Join(w.check(&s))
	f.Join(w.checkIn(&s, &in))
	if of != nil {
		w.checkOf(&f, of)
	}
	if err := f.Err(); err != nil {
		return Result{}, s, fmt.Errorf("waterfall: %w", err)
	}
	before, next := w.flow(&s), s.clone()
	ignored := in.Amount.IsNegative() && of == nil && w.def.Negative == NegativeIgnore
	if !ignored {
		w.add(&next, before, &in)
	}
	after := w.guarantee(&next, before, of)
	for _, d := range []decimal.Decimal{next.Total, after.left, after.onTop} {
		if err := exact.Check(d); err != nil {
			return Result{}, s, fmt.Errorf("waterfall: %w", check.Fault("amount", exact.Text(in.Amount), alianza.ErrRange, "what it leads to: "+err.Error()))
		}
	}
	if err := w.check(&next); err != nil { // a state that could not be used again
		return Result{}, s, fmt.Errorf("waterfall: what it leads to: %w", err)
	}
	out := w.result(before, after)
	out.Ignored = ignored
	return out, next, nil
}

// checkOf faults a result of another waterfall.
func (w *Waterfall) checkOf(f *check.Faults, of *Result) {
	same := of.Currency == w.def.Currency && len(of.Steps) == len(w.def.Steps)
	for i := range of.Steps {
		if same = same && of.Steps[i].Name == w.def.Steps[i].Name; !same {
			break
		}
		w.unit.Amount(f, fmt.Sprintf("result.steps[%d].of", i), of.Steps[i].Of)
		w.unit.Amount(f, fmt.Sprintf("result.steps[%d].took", i), of.Steps[i].Took)
	}
	if !same {
		f.Add("result", "", alianza.ErrConflict, "another waterfall made it")
	}
}

// add adds what came in to a state that is the caller's alone.
func (w *Waterfall) add(s *State, before *flow, in *Inflow) {
	s.Total = exact.Add(s.Total, in.Amount)
	for name, amount := range in.Sources {
		add(&s.Sources, name, amount)
	}
	for i := range w.def.Steps {
		step, after := &w.def.Steps[i], decimal.Max(before.steps[i].of, decimal.Decimal{})
		if cost := in.Costs[step.Name]; !cost.IsZero() {
			s.addCost(step.Name, after, cost)
		}
		if count := in.Counts[step.Per]; !count.IsZero() && !step.OnTop {
			s.addCost(step.Name, after, w.counted(step, s.Counts[step.Per], count))
		}
	}
	for name, count := range in.Counts {
		add(&s.Counts, name, count)
	}
}

// counted returns what a step takes for a count, after what was counted before.
func (w *Waterfall) counted(s *Step, before, count decimal.Decimal) decimal.Decimal {
	worth := func(n decimal.Decimal) decimal.Decimal {
		if len(s.Brackets) > 0 {
			return w.unit.Round(graduated(s.Brackets, n), exact.HalfUp)
		}
		return w.unit.Round(s.Fixed.Mul(n), exact.HalfUp)
	}
	return worth(before.Add(count)).Sub(worth(before))
}

// guarantee pays what is missing to a guarantee of the period, and returns the flow
// with it.
func (w *Waterfall) guarantee(s *State, before *flow, of *Result) *flow {
	after := w.flow(s)
	for i := range w.def.Steps {
		step := &w.def.Steps[i]
		if step.Least.IsZero() {
			continue
		}
		had, paid := after.steps[i].of.Sub(before.steps[i].of), decimal.Decimal{}
		if of != nil {
			had, paid = had.Add(of.Steps[i].Of), of.Steps[i].Took
		}
		missing := decimal.Max(step.Least.Sub(had), decimal.Decimal{})
		if change := missing.Sub(paid); !change.IsZero() {
			add(&s.Guaranteed, step.Name, change)
			after = w.flow(s)
		}
	}
	return after
}

// result returns what lies between two flows.
func (w *Waterfall) result(before, after *flow) Result {
	u := w.unit
	out := Result{
		Currency: w.def.Currency, Total: u.Show(exact.Sub(after.state.Total, before.state.Total)), OnTop: u.Show(exact.Sub(after.onTop, before.onTop)),
		Carried: u.Show(exact.Sub(after.carried, before.carried)), Steps: make([]Taken, len(after.steps)),
	}
	for i := range after.steps {
		a, b, s := &after.steps[i], &before.steps[i], &w.def.Steps[i]
		t := Taken{
			Name: s.Name, To: s.To, From: s.From, Of: u.Show(exact.Sub(a.of, b.of)), Took: u.Show(exact.Sub(a.took, b.took)), Left: u.Show(exact.Sub(a.left, b.left)),
			Remaining: u.Show(a.remaining), Shares: slices.Grow([]Receipt(nil), len(a.shares)),
		}
		for j, share := range a.shares {
			t.Shares = append(t.Shares, Receipt{Party: share.Party, Amount: exact.Sub(share.Amount, b.shares[j].Amount)})
		}
		out.Steps[i] = t
	}
	out.Parties = make([]Receipt, len(after.parties))
	for i, p := range after.parties {
		out.Parties[i] = Receipt{Party: p.name, Amount: u.Show(exact.Sub(p.has, before.has(p.name)))}
	}
	return out
}

// Plus returns the sum of two results of one waterfall: a period and what was
// returned of it. It returns an error if they are not of one waterfall
// ([alianza.ErrConflict]), or if a sum is out of bounds ([alianza.ErrRange]).
func (r Result) Plus(o Result) (Result, error) {
	same := r.Currency == o.Currency && len(r.Steps) == len(o.Steps) && len(r.Parties) == len(o.Parties)
	var f check.Faults
	sum := func(path string, a, b decimal.Decimal) decimal.Decimal {
		if !f.Number(path, a) || !f.Number(path, b) {
			return decimal.Decimal{}
		}
		c := a.Add(b)
		f.Number(path, c)
		return c
	}
	out := r
	out.Total, out.OnTop, out.Carried = sum("total", r.Total, o.Total), sum("on_top", r.OnTop, o.OnTop), sum("carried", r.Carried, o.Carried)
	out.Steps, out.Parties = slices.Clone(r.Steps), slices.Clone(r.Parties)
	for i := range out.Steps {
		if same = same && r.Steps[i].Name == o.Steps[i].Name && len(r.Steps[i].Shares) == len(o.Steps[i].Shares); !same {
			break
		}
		t, other := &out.Steps[i], &o.Steps[i]
		t.Of, t.Took, t.Left, t.Remaining = sum("of", t.Of, other.Of), sum("took", t.Took, other.Took), sum("left", t.Left, other.Left), other.Remaining
		t.Shares = slices.Clone(t.Shares)
		for j := range t.Shares {
			t.Shares[j].Amount = sum("shares", t.Shares[j].Amount, other.Shares[j].Amount)
		}
	}
	for i := range out.Parties {
		if same = same && r.Parties[i].Party == o.Parties[i].Party; !same {
			break
		}
		out.Parties[i].Amount = sum("parties", r.Parties[i].Amount, o.Parties[i].Amount)
	}
	if !same {
		f.Add("result", "", alianza.ErrConflict, "of another waterfall")
	}
	if err := f.Err(); err != nil {
		return Result{}, fmt.Errorf("waterfall: %w", err)
	}
	return out, nil
}

// Entries returns an entry for each party that gets or gives something, so that
// package payout can settle it. Plan, version, rule, kind, event, Of, cause, instants,
// customer and medium are those of like. The key is made of plan, party, rule and event;
// an event of its own for each run keeps keys apart.
//
// If like has an Of, as that of a return has, each entry corrects the one that the party
// has of that event by the same plan and rule.
func (r Result) Entries(like commission.Entry) []commission.Entry {
	var list []commission.Entry
	shared := r.shared()
	for _, p := range r.Parties {
		if p.Amount.IsZero() {
			continue
		}
		e := commission.Entry{
			Key: unit.Key(like.Plan, p.Party, like.Rule, like.Event), Plan: like.Plan, Version: like.Version, Rule: like.Rule, Kind: like.Kind,
			Event: like.Event, Of: like.Of, Partner: p.Party, Customer: like.Customer, At: like.At, Booked: like.Booked, Due: like.Due,
			Currency: r.Currency, Medium: like.Medium, Base: r.Total, Exact: p.Amount, Amount: p.Amount, Cause: like.Cause,
			Portions: []commission.Portion{{Fixed: p.Amount, Exact: p.Amount, Amount: p.Amount}}, // the steps tell of what
		}
		if like.Of != "" {
			e.Corrects = unit.Key(like.Plan, p.Party, like.Rule, like.Of)
			e.Detail = &commission.Detail{Shared: shared} // the amounts tell, not what is left
		}
		list = append(list, e)
	}
	return list
}

// shared returns what the parties get together. A number out of bounds counts as 0.
func (r Result) shared() decimal.Decimal {
	sum := decimal.Decimal{}
	for _, p := range r.Parties {
		sum = exact.Add(sum, unit.Safe(p.Amount))
	}
	return sum
}

// String returns the result as a sentence: "1000.00 EUR: costs 300.00 to us of
// 1000.00, 700.00 left; rest us 350.00, them 350.00".
func (r Result) String() string {
	texts := make([]string, len(r.Steps))
	for i, t := range r.Steps {
		texts[i] = t.String()
	}
	text := fmt.Sprintf("%s %s: %s", exact.Text(r.Total), r.Currency, strings.Join(texts, "; "))
	if !r.OnTop.IsZero() {
		text += fmt.Sprintf("; %s on top", exact.Text(r.OnTop))
	}
	if !r.Carried.IsZero() {
		text += fmt.Sprintf("; %s carried", exact.Text(r.Carried))
	}
	return text
}

// String returns the step as a phrase: "costs 300.00 to us of 1000.00, 700.00 left".
func (t Taken) String() string {
	if len(t.Shares) > 0 {
		list := make([]string, len(t.Shares))
		for i, s := range t.Shares {
			list[i] = s.Party + " " + exact.Text(s.Amount)
		}
		return fmt.Sprintf("%s %s", t.Name, strings.Join(list, ", "))
	}
	text := fmt.Sprintf("%s %s to %s", t.Name, exact.Text(t.Took), t.To)
	if t.From != "" {
		text += " from " + t.From
	}
	text += fmt.Sprintf(" of %s", exact.Text(t.Of))
	if t.From == "" {
		text += fmt.Sprintf(", %s left", exact.Text(t.Left))
	}
	if !t.Remaining.IsZero() {
		text += fmt.Sprintf(", %s to recoup", exact.Text(t.Remaining))
	}
	return text
}

// MarshalJSON writes the result by its tags.
func (r Result) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a result strictly.
func (r *Result) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// MarshalJSON writes the step by its tags.
func (t Taken) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a step strictly.
func (t *Taken) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// MarshalJSON writes the receipt by its tags.
func (r Receipt) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a receipt strictly.
func (r *Receipt) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
