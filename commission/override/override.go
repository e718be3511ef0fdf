// Package override says what those earn who brought a partner: a share of what the
// partner sells, level by level.
//
// A [Plan] is a checked [Definition]. It pays a share of the sale, a share of the
// seller's commission, or the spread between a rate and the highest below it. The
// tree is a fact that is given with the sale: links with their dates. Nothing of it
// is kept.
//
//	plan, err := override.New(definition)
//	result, err := plan.Pay(sale, links)
//	after, err := result.Restate(left)          // of a refund, at the same rates
//	entries, err := override.Entries(result, after, refund)
//	keep := after.Pinned(result, refund.Event)
//
// Payments add up: each is what the rates up to it make of the base, rounded, less
// what those before it make.
//
// Rules: C11, C34.
package override

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Of is what the rates of an override are of. The zero Of is the sale.
type Of uint8

// What a rate is of.
const (
	OfSale       Of = iota // the amount of the sale, written "sale"
	OfCommission           // what the seller earned for it, written "commission"
	// OfSpread pays of the sale what a partner's own rate is above the highest below
	// it, written "spread". A rate that is not above it earns nothing.
	OfSpread
)

var ofNames = [...]string{"sale", "commission", "spread"}

// String returns the name of the base.
func (o Of) String() string { return enum.Name(o, ofNames[:]) }

// MarshalText returns the name of the base.
func (o Of) MarshalText() ([]byte, error) { return enum.Text(o, ofNames[:], 0) }

// UnmarshalText reads the name of a base.
func (o *Of) UnmarshalText(text []byte) error { return enum.Parse(o, text, ofNames[:], 0) }

// MaxLevels is the greatest depth of a definition.
const MaxLevels = check.MaxOverrides

// A Definition says what those above a seller get. [New] checks it.
type Definition struct {
	_ [0]func() // == would compare decimals by address
	// Name is the rule of the entries.
	Name string `json:"name"`
	// Currency is the ISO 4217 code of the amounts. Step is the smallest of them:
	// "0.01", "0.05", "1". If absent, it is the minor unit of the currency.
	Currency string          `json:"currency"`
	Step     decimal.Decimal `json:"step,omitzero"`
	// Of is what the rates are of; the sale if absent.
	Of Of `json:"of,omitzero"`
	// Direct is the seller's own rate, where the override divides the whole sale. If
	// absent, the seller is paid elsewhere.
	Direct alianza.Percent `json:"direct,omitzero"`
	// Levels are the rates above the seller, the nearest first. Their number is the
	// depth. A spread has rates of its own and a Depth.
	Levels []alianza.Percent `json:"levels,omitzero"`
	Depth  int               `json:"depth,omitzero"`
	// Total bounds the rates of all levels together, without Direct; the nearest come
	// first. No bound if absent.
	Total alianza.Percent `json:"total,omitzero"`
	// Gap leaves the level of who does not qualify empty. If absent, those above move
	// down a level.
	Gap bool `json:"gap,omitzero"`
	// Months pays for so many calendar months from the day on which the seller was
	// brought, at most 1,200. The anniversary is excluded. 0 is without end. Who sells has
	// to have a link with its Since then, or nobody above.
	Months int `json:"months,omitzero"`
}

// A Plan is a checked definition. The zero Plan refuses every sale. A Plan is immutable
// and safe for concurrent use.
type Plan struct {
	def  Definition
	unit unit.Unit
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - the name is missing or malformed, the currency unknown, or the step none of it;
//   - a rate is not from 0% to 100%;
//   - there are no levels, or more than [MaxLevels]; or a spread has levels or a direct
//     rate, or no depth up to [MaxLevels];
//   - a depth is given for anything but a spread;
//   - the direct rate of a sale and the rates of its levels, cut to the total, are above
//     100% together;
//   - there is a direct rate of a commission, which the seller has already;
//   - the months are not from 0 to 1,200.
func New(d Definition) (Plan, error) {
	u, err := d.check()
	if err != nil {
		return Plan{}, err
	}
	d.Levels = append([]alianza.Percent(nil), d.Levels...)
	return Plan{def: d, unit: u}, nil
}

// Definition returns a copy of the definition of the plan.
func (p Plan) Definition() Definition {
	d := p.def
	d.Levels = append([]alianza.Percent(nil), d.Levels...)
	return d
}

// Equal reports whether two plans are of equal definitions.
func (p Plan) Equal(o Plan) bool {
	a, _ := p.MarshalJSON() // nothing of the zero Plan
	b, _ := o.MarshalJSON()
	return string(a) == string(b)
}

var all = alianza.WholePercent(100)

func (d *Definition) check() (unit.Unit, error) {
	var f check.Faults
	f.Name("name", d.Name)
	u, _ := unit.Check(&f, d.Currency, d.Step)
	enum.Check(&f, "of", d.Of, ofNames[:], 0)
	rate := func(path string, p alianza.Percent) bool {
		ok := p.Sign() >= 0 && p.Compare(all) <= 0
		if !ok {
			f.Add(path, p.String(), alianza.ErrRange, "from 0% to 100%")
		}
		return ok
	}
	sound := rate("direct", d.Direct)
	sum := d.Direct
	if f.Count("levels", len(d.Levels), MaxLevels, "levels") {
		for i, p := range d.Levels {
			sound = rate(fmt.Sprintf("levels[%d]", i), p) && sound
			sum = sum.Plus(p)
		}
	}
	sound = rate("total", d.Total) && sound
	if d.Depth < 0 || d.Depth > MaxLevels {
		f.Add("depth", fmt.Sprint(d.Depth), alianza.ErrRange, fmt.Sprintf("from 0 to %d", MaxLevels))
	}
	if d.Months < 0 || d.Months > maxMonths {
		f.Add("months", fmt.Sprint(d.Months), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxMonths))
	}
	switch {
	case d.Of == OfSpread && (len(d.Levels) > 0 || !d.Direct.IsZero()):
		f.Add("levels", "", alianza.ErrConflict, "a spread is between the partners' own rates")
	case d.Of == OfSpread && d.Depth == 0:
		f.Add("depth", "", alianza.ErrMissing, "how many levels above the seller are paid")
	case d.Of != OfSpread && d.Depth != 0:
		f.Add("depth", fmt.Sprint(d.Depth), alianza.ErrConflict, "the number of levels is the depth")
	case d.Of != OfSpread && len(d.Levels) == 0:
		f.Add("levels", "", alianza.ErrMissing, "a rate for each level above the seller")
	case d.Of == OfCommission && !d.Direct.IsZero():
		f.Add("direct", d.Direct.String(), alianza.ErrConflict, "the seller has the commission already")
	case d.Of == OfSale && sound && sum.Compare(all) > 0 && (d.Total.IsZero() || d.Direct.Plus(d.Total).Compare(all) > 0):
		f.Add("levels", sum.String(), alianza.ErrConflict, "more than 100% of the sale together")
	}
	return u, f.Err()
}

// maxMonths bounds a duration: a hundred years.
const maxMonths = 1200

// A Link says who brought a partner, from Since, inclusive, to Until, exclusive. An
// absent day is no bound. Of several links to one sponsor that hold on a day, the one
// with the earliest Since counts, in whatever order they are given.
type Link struct {
	Partner string       `json:"partner"`
	Sponsor string       `json:"sponsor"`
	Since   alianza.Date `json:"since,omitzero"`
	Until   alianza.Date `json:"until,omitzero"`
}

// A Sale is what those above a seller are paid for.
type Sale struct {
	_       [0]func() // == would compare decimals by address
	ID      string    `json:"id"`
	Partner string    `json:"partner"` // who sold
	// On is the day that decides which links hold.
	On alianza.Date `json:"on"`
	// Base is the amount of the sale, or of the seller's commission; not negative.
	Base decimal.Decimal `json:"base"`
	// Unqualified are partners who do not qualify on the day: inactive, say.
	Unqualified []string `json:"unqualified,omitzero"`
	// Rates are the partners' own rates for a spread, 0% to 1,000%. A partner without
	// one does not qualify.
	Rates map[string]alianza.Percent `json:"rates,omitzero"`
}

// A Payment is what one partner gets of a sale, or why nothing.
type Payment struct {
	_       [0]func()       // == would compare decimals by address
	Partner string          `json:"partner"`
	Level   int             `json:"level,omitzero"` // above the seller, from 1; 0 is the seller
	Rate    alianza.Percent `json:"rate,omitzero"`
	Amount  decimal.Decimal `json:"amount"`
	Why     string          `json:"why,omitzero"` // why not the rate of the level, "" if it is
	// First is the event by which the partner was first paid, if it is known not to be the
	// sale. What is taken back corrects the entry of that event.
	First string `json:"first,omitzero"`
}

// first returns the event by which the partner was first paid, "" if it was not.
func (p *Payment) first(sale string) string {
	if p.First == "" && !p.Amount.IsZero() {
		return sale
	}
	return p.First
}

// A Result is what a sale pays those above its seller. Its rates are pinned: a
// refund goes by them.
type Result struct {
	_        [0]func()       // == would compare decimals by address
	Name     string          `json:"name"`
	Currency string          `json:"currency"`
	Step     decimal.Decimal `json:"step"`
	Sale     string          `json:"sale"`
	Base     decimal.Decimal `json:"base,wide"` // that is left
	Payments []Payment       `json:"payments,omitzero"`
	// Rest is what the company keeps of a sale that the rates divide. It is negative
	// where own rates are above 100%.
	Rest decimal.Decimal `json:"rest"`
	// Of is what the rates are of. Of a commission there is no rest.
	Of Of `json:"of,omitzero"`
}

// chain returns those above a partner on a day, the nearest first, and since when the
// partner has been brought.
func chain(f *check.Faults, links []Link, partner string, on alianza.Date, depth int) (list []string, since alianza.Date) {
	above := map[string]Link{}
	for i, k := range links {
		at := fmt.Sprintf("links[%d]", i)
		f.Name(at+".partner", k.Partner)
		f.Name(at+".sponsor", k.Sponsor)
		if on.Before(k.Since) || !k.Until.IsZero() && !on.Before(k.Until) {
			continue
		}
		other, ok := above[k.Partner]
		if ok && other.Sponsor != k.Sponsor {
			f.Add(at+".sponsor", k.Sponsor, alianza.ErrConflict, "on "+on.String()+" "+k.Partner+" is brought by "+other.Sponsor)
		}
		if !ok || k.Since.Before(other.Since) {
			above[k.Partner] = k
		}
	}
	seen := map[string]bool{partner: true}
	for at := partner; len(list) < depth; {
		k, ok := above[at]
		if !ok {
			break
		}
		if seen[k.Sponsor] {
			f.Add("links", k.Sponsor, alianza.ErrConflict, "a circle: "+k.Sponsor+" is above itself")
			break
		}
		if len(list) == 0 {
			since = k.Since
		}
		seen[k.Sponsor] = true
		list, at = append(list, k.Sponsor), k.Sponsor
	}
	return list, since
}

// MaxLinks bounds the links that may be given with a sale.
const MaxLinks = check.MaxLinks

// Pay returns what those above a seller get.
//
// It returns an error if:
//   - a field of the sale is missing or out of bounds;
//   - two links give a partner two sponsors on the day ([alianza.ErrConflict]);
//   - the links make a circle ([alianza.ErrConflict]);
//   - the plan pays for months, and the seller's link has no Since ([alianza.ErrMissing]);
//   - the seller of a spread has no rate ([alianza.ErrMissing]).
func (p Plan) Pay(s Sale, links []Link) (Result, error) {
	if p.unit.IsZero() {
		return Result{}, fmt.Errorf("override: plan: %w", alianza.ErrUnchecked)
	}
	var f check.Faults
	f.Name("id", s.ID)
	f.Name("partner", s.Partner)
	if s.On.IsZero() {
		f.Add("on", "", alianza.ErrMissing, "the day that decides which links hold")
	}
	f.NotNegative("base", s.Base)
	for _, name := range slices.Sorted(maps.Keys(s.Rates)) {
		if rate := s.Rates[name]; rate.Sign() < 0 || rate.Compare(alianza.WholePercent(1000)) > 0 {
			f.Add("rates."+name, rate.String(), alianza.ErrRange, "from 0% to 1000%")
		}
	}
	var above []string
	var since alianza.Date
	if f.Count("links", len(links), MaxLinks, "links") {
		above, since = chain(&f, links, s.Partner, s.On, MaxLinks)
	}
	if p.def.Months > 0 && len(above) > 0 && since.IsZero() {
		f.Add("links", s.Partner, alianza.ErrMissing, "a since: the months begin on the day on which the seller was brought")
	}
	own, has := s.Rates[s.Partner]
	if p.def.Of == OfSpread && !has {
		f.Add("rates."+s.Partner, "", alianza.ErrMissing, "the spread begins at the seller's own rate")
	}
	if err := f.Err(); err != nil {
		return Result{}, fmt.Errorf("override: sale %.60q: %w", s.ID, err)
	}
	r := Result{Name: p.def.Name, Currency: p.def.Currency, Step: p.unit.Step(), Sale: s.ID, Of: p.def.Of}
	w := &walk{plan: &p, sale: &s, highest: own, over: p.def.Months > 0 && !s.On.Before(since.AddMonths(p.def.Months))}
	switch {
	case p.def.Of == OfSpread:
		r.Payments = append(r.Payments, Payment{Partner: s.Partner, Rate: own})
	case !p.def.Direct.IsZero():
		r.Payments = append(r.Payments, Payment{Partner: s.Partner, Rate: p.def.Direct})
	}
	for _, partner := range above {
		if w.level >= w.depth() {
			break
		}
		r.Payments = append(r.Payments, w.step(partner))
	}
	return r.Restate(s.Base)
}

// Restate returns the result for what is left of its base, at the same rates. It
// returns an error if that is negative or out of bounds.
func (r Result) Restate(base decimal.Decimal) (Result, error) {
	var f check.Faults
	f.NotNegative("base", base)
	u, ok := unit.Step(&f, "step", r.Step)
	if err := f.Err(); err != nil || !ok {
		return Result{}, fmt.Errorf("override: sale %.60q: %w", r.Sale, err)
	}
	r.Base, r.Payments = base, append([]Payment(nil), r.Payments...)
	rates, before := alianza.Percent{}, u.Zero()
	for i := range r.Payments {
		one := &r.Payments[i]
		rates = rates.Plus(one.Rate)
		one.First = one.first(r.Sale)
		now := u.Percent(rates, base, exact.HalfUp)
		one.Amount, before = now.Sub(before), now
	}
	r.Rest = u.Zero()
	if r.Of != OfCommission {
		r.Rest = u.Round(base, exact.HalfUp).Sub(before)
	}
	return r, nil
}

// Pinned returns the result with the event by which each partner was first paid: that
// of before, or the event by which r takes its place. Keep it in place of r, so that a
// later refund corrects an entry that there is. It matters where a correction brought a
// partner.
func (r Result) Pinned(before Result, event string) Result {
	was := before.levels()
	r.Payments = slices.Clone(r.Payments)
	for i := range r.Payments {
		one := &r.Payments[i]
		if one.Level == 0 {
			continue
		}
		earlier := was[one.Partner]
		if one.First = earlier.first(before.Sale); one.First == "" && !one.Amount.IsZero() {
			one.First = event
		}
	}
	return r
}

// Entries returns what to post where a result becomes another one: after a sale, from
// the zero Result; after a refund or a correction, from the one before it. Each entry
// has the day, the event and the plan of the seller's entry for the same event.
//
// Partners are compared by name, on whatever level they are. Who is no longer above
// the seller gives everything back, and who was not before gets everything. Partners
// whose amount stays as it was have no entry, and the seller's own share is posted
// elsewhere.
//
// A partner may have an odd unit of the cumulative rounding. Its entry then says what all
// partners get together, and the sentence what the others have.
//
// An entry corrects the one by which the partner was first paid. If that was not the sale,
// a result has to say so; see [Result.Pinned].
//
// Entries returns an error if:
//   - a number is out of bounds ([alianza.ErrRange]);
//   - a result has a partner twice ([alianza.ErrDuplicate]), or one without a name
//     ([alianza.ErrMissing]);
//   - the results differ in their name, currency, sale or Of ([alianza.ErrConflict]).
func Entries(before, after Result, of commission.Entry) (list []commission.Entry, err error) {
	var f check.Faults
	before.check(&f)
	after.check(&f)
	if (before.Sale != "" || len(before.Payments) > 0) &&
		(before.Name != after.Name || before.Currency != after.Currency || before.Sale != after.Sale || before.Of != after.Of) {
		f.Add("before", before.Sale, alianza.ErrConflict, "not of the same sale, name, currency and kind of rate as after")
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("override: sale %.60q: %w", after.Sale, err)
	}
	was, shared := before.levels(), exact.Sub(after.paid(), before.paid())
	for _, now := range after.Payments {
		if now.Level > 0 {
			list = after.post(list, of, change{before.Base, shared, was[now.Partner], now})
			delete(was, now.Partner)
		}
	}
	for _, one := range before.Payments {
		if gone, ok := was[one.Partner]; ok {
			list = after.post(list, of, change{before.Base, shared, gone, Payment{Partner: one.Partner}})
		}
	}
	return list, nil
}

// check faults numbers that cannot be, and partners who cannot be told apart.
func (r *Result) check(f *check.Faults) {
	f.Number("base", r.Base)
	names := check.Names{Faults: f}
	for i, one := range r.Payments {
		names.Add(fmt.Sprintf("payments[%d].partner", i), one.Partner)
		f.Number(fmt.Sprintf("payments[%d].amount", i), one.Amount)
	}
}

// paid returns what all partners get, the seller included.
func (r *Result) paid() decimal.Decimal {
	sum := decimal.Decimal{}
	for _, one := range r.Payments {
		sum = exact.Add(sum, one.Amount)
	}
	return sum
}

// levels returns the payments to those above the seller by partner.
func (r *Result) levels() map[string]Payment {
	m := make(map[string]Payment, len(r.Payments))
	for _, one := range r.Payments {
		if one.Level > 0 {
			m[one.Partner] = one
		}
	}
	return m
}

// A change is what becomes of the payment to one partner. The zero Payment is none.
type change struct {
	base     decimal.Decimal // of the result before
	shared   decimal.Decimal // by which what all partners get changes
	was, now Payment
}

// post adds the entry of a change, if the amount is another one. A payment without a
// rate has no base.
func (r *Result) post(list []commission.Entry, of commission.Entry, c change) []commission.Entry {
	amount := c.now.Amount.Sub(c.was.Amount)
	if amount.IsZero() {
		return list
	}
	rate, had, has := c.now.Rate, c.base, r.Base
	if c.was.Rate.IsZero() {
		had = decimal.Decimal{}
	}
	if c.now.Rate.IsZero() {
		rate, has = c.was.Rate, decimal.Decimal{}
	}
	e := commission.Entry{
		Key: unit.Key(of.Plan, c.now.Partner, r.Name, of.Event), Plan: of.Plan, Version: of.Version, Rule: r.Name, Kind: of.Kind,
		Event: of.Event, Of: of.Of, Partner: c.now.Partner, Customer: of.Customer, At: of.At, Booked: of.Booked, Due: of.Due,
		Currency: r.Currency, Base: has.Sub(had), Rate: rate, Amount: amount, Cause: of.Cause,
		Remaining: commission.Remaining{Base: has, Amount: c.now.Amount},
	}
	e.Exact = exact.Percent(c.now.Rate.Units()).Of(has).Sub(exact.Percent(c.was.Rate.Units()).Of(had))
	if r.odd(&e, c.now.Rate) {
		e.Detail = &commission.Detail{Shared: c.shared}
		if c.shared.IsZero() {
			e.Rate, e.Exact = alianza.Percent{}, amount
			e.Portions = []commission.Portion{{Fixed: amount, Exact: amount, Amount: amount}}
		}
	}
	if first := c.was.first(r.Sale); first != "" {
		e.Corrects = unit.Key(of.Plan, c.now.Partner, r.Name, first)
	}
	return append(list, e)
}

// odd reports whether the partner has an odd unit of what all have together: its own rate
// does not make the amount, or what is left.
func (r *Result) odd(e *commission.Entry, rate alianza.Percent) bool {
	var f check.Faults
	u, ok := unit.Step(&f, "step", r.Step)
	if !ok || exact.Check(e.Exact) != nil {
		return false
	}
	left := u.Percent(rate, e.Remaining.Base, exact.HalfUp)
	return exact.Cmp(u.Round(e.Exact, exact.HalfUp), e.Amount) != 0 || exact.Cmp(left, e.Remaining.Amount) != 0
}

// MarshalJSON writes the definition by its tags. It returns an error if the definition
// has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).sound)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).sound)
}

// sound returns the faults of the definition.
func (d *Definition) sound() error {
	_, err := d.check()
	return err
}

// MarshalJSON writes the definition that the plan was made from.
func (p Plan) MarshalJSON() ([]byte, error) {
	if p.unit.IsZero() {
		return nil, fmt.Errorf("override: plan: %w", alianza.ErrUnchecked)
	}
	return p.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes a plan of it.
func (p *Plan) UnmarshalJSON(data []byte) error {
	var d Definition
	if err := strictjson.UnmarshalLimit(data, strictjson.MaxDefinition, &d, nil); err != nil {
		return err
	}
	made, err := New(d)
	if err == nil {
		*p = made
	}
	return err
}

// MarshalJSON writes the link by its tags.
func (k Link) MarshalJSON() ([]byte, error) { return strictjson.Marshal(k) }

// UnmarshalJSON reads a link strictly.
func (k *Link) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, k, nil) }

// MarshalJSON writes the sale by its tags.
func (s Sale) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a sale strictly.
func (s *Sale) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON writes the payment by its tags.
func (p Payment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a payment strictly.
func (p *Payment) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON writes the result by its tags.
func (r Result) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a result strictly.
func (r *Result) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
