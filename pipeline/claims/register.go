package claims

import (
	"fmt"
	"iter"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Register holds claims by the rules of a [Definition]. It is a value: a step returns
// a new register. The zero Register refuses everything. A Register is immutable and safe
// for concurrent use.
type Register struct {
	_     [0]func() // == would compare by address
	rules *rules
	root  *node
	count int
}

// New checks a definition and returns an empty register. It returns all faults of the
// definition at once. There is a fault if:
//   - a name is missing, malformed or repeated;
//   - it is not said what claims are to, or a comparison is unknown;
//   - there are words to ignore, and names do not compare folded;
//   - there are territories, and claims are to customers;
//   - a territory is inside one that is not there, or inside itself, or too deep;
//   - days are not from 0 to [MaxDays], extensions not from 0 to 500, or claims of a
//     partner not from 0 to 1,000;
//   - there are extensions without their days, or days of decision without approval.
func New(d Definition) (Register, error) {
	if err := d.check(); err != nil {
		return Register{}, err
	}
	return Register{rules: d.rules()}, nil
}

// Load returns a register with claims that were kept, as rows of a table or a document.
// Their order does not matter. Load returns an error if:
//   - the definition has a fault;
//   - the steps of a claim do not lead to the claim by the definition ([alianza.ErrConflict]);
//   - a claim is there twice ([alianza.ErrDuplicate]);
//   - two claims are in each other's way, or a partner holds too many.
//
// Load stops at the first claim that is refused. A pending claim that had lapsed on the
// day of the last step of all is in nobody's way.
func Load(d Definition, claims iter.Seq[Claim]) (Register, error) {
	r, err := New(d)
	if err != nil {
		return Register{}, err
	}
	if claims == nil {
		return r, nil
	}
	var all []*record
	var last alianza.Date // of all steps
	for c := range claims {
		rec, err := r.rules.replay(c)
		if err != nil {
			return Register{}, fmt.Errorf("claims: load %q: %w", c.Request.ID, err)
		}
		all = append(all, rec)
		if day := rec.lastDay(); last.Before(day) {
			last = day
		}
	}
	for _, rec := range all {
		id := rec.claim.Request.ID
		err := r.free(rec, last)
		if r.root.find(id) != nil {
			err = check.Fault("id", id, alianza.ErrDuplicate, "the claim is there twice")
		}
		if err != nil {
			return Register{}, fmt.Errorf("claims: load %q: %w", id, err)
		}
		r = r.with(rec)
	}
	return r, nil
}

// Definition returns a fresh copy of the definition that the register was made from.
func (r Register) Definition() Definition {
	if r.rules == nil {
		return Definition{}
	}
	return r.rules.def.clone()
}

// Len returns the number of claims, those that have ended included.
func (r Register) Len() int { return r.count }

// Add registers a claim. If the register asks for approval, the claim is pending.
//
// It returns an error, and the register as it was, if:
//   - the request has a fault, which is an [*alianza.FieldError];
//   - the claim was registered before, with the same request ([alianza.ErrRepeated]) or
//     another one ([alianza.ErrDuplicate]);
//   - other claims are in the way, which is a [*ConflictError];
//   - the partner would hold too many claims on one day ([alianza.ErrLimit]);
//   - the register was not made by [New].
//
// Rules: T17, C31.
func (r Register) Add(q Request) (Register, Claim, error) {
	rec, err := r.request(q)
	if err != nil {
		return r, Claim{}, fmt.Errorf("claims: add %q: %w", q.ID, err)
	}
	if before := r.root.find(q.ID); before != nil {
		kind := alianza.ErrDuplicate
		if before.claim.Request.Equal(q) {
			kind = alianza.ErrRepeated
		}
		return r, before.claim.clone(), fmt.Errorf("claims: add: %w", check.Fault("id", q.ID, kind, ""))
	}
	if err := r.free(rec, q.On); err != nil {
		return r, Claim{}, fmt.Errorf("claims: add %q: %w", q.ID, err)
	}
	return r.with(rec), rec.claim.clone(), nil
}

// request checks a request alone.
func (r Register) request(q Request) (*record, error) {
	var f check.Faults
	if r.rules == nil {
		f.Add("register", "", alianza.ErrUnchecked, "")
		return nil, f.Err()
	}
	q.check(&f, r.rules)
	if err := f.Err(); err != nil {
		return nil, err
	}
	q.Scope.Products = slices.Clone(q.Scope.Products)
	return r.rules.register(q), nil
}

// Approve makes a pending claim active. Claims in the way refuse it, as in
// [Register.Add], if they were registered after it had lapsed. See [Register.Reject] for
// the other errors.
func (r Register) Approve(id string, on alianza.Date) (Register, Claim, error) {
	return r.step(id, Step{What: Approved, On: on})
}

// Reject refuses a pending claim, with a reason. Its customer or territory is free from
// then on.
//
// It returns an error, and the register as it was, if:
//   - the register has no such claim ([alianza.ErrUnknown]);
//   - the day is missing, or before the last step of the claim;
//   - the claim has ended ([ErrEnded]): its last day is over, or it was released,
//     rejected, or not approved in time;
//   - the claim does not wait for approval ([alianza.ErrConflict]);
//   - the claim has [MaxSteps] steps.
func (r Register) Reject(id string, on alianza.Date, reason string) (Register, Claim, error) {
	return r.step(id, Step{What: Refused, On: on, Reason: reason})
}

// Extend moves the end of an active claim by the days of the definition. It returns an
// error as [Register.Reject] does, and if:
//   - the claim was extended as many times as it may be ([alianza.ErrLimit]);
//   - others are in the way of the days that are added;
//   - the partner would hold too many.
func (r Register) Extend(id string, on alianza.Date) (Register, Claim, error) {
	return r.step(id, Step{What: Extended, On: on})
}

// Release ends a claim on a day, with a reason. The day is free for others. It returns an
// error as [Register.Reject] does, for a pending claim or an active one.
func (r Register) Release(id string, on alianza.Date, reason string) (Register, Claim, error) {
	return r.step(id, Step{What: GivenUp, On: on, Reason: reason})
}

// Transfer gives a pending claim or an active one to another partner, from a day on. Its
// end stays. Transfer returns an error as [Register.Reject] does, and if the partner has
// the claim already ([alianza.ErrConflict]) or would hold too many.
func (r Register) Transfer(id, to string, on alianza.Date) (Register, Claim, error) {
	return r.step(id, Step{What: Transferred, On: on, Partner: to})
}

// step takes a step of a claim.
func (r Register) step(id string, s Step) (Register, Claim, error) {
	next, err := r.take(id, s)
	if err != nil {
		return r, Claim{}, fmt.Errorf("claims: %s %q: %w", s.What, id, err)
	}
	return r.with(next), next.claim.clone(), nil
}

func (r Register) take(id string, s Step) (*record, error) {
	if r.rules == nil {
		return nil, check.Fault("register", "", alianza.ErrUnchecked, "")
	}
	before := r.root.find(id)
	if before == nil {
		return nil, check.Fault("id", id, alianza.ErrUnknown, "the register has no such claim")
	}
	next, err := r.rules.apply(before, s)
	if err == nil && (s.What == Approved || s.What == Extended || s.What == Transferred) {
		err = r.free(next, s.On)
	}
	return next, err
}

// with returns the register with a record in place of the one of the same claim.
func (r Register) with(rec *record) Register {
	r.count++
	if before := r.root.find(rec.claim.Request.ID); before != nil {
		r.count--
		for _, e := range before.entries() {
			r.root = r.root.remove(&e)
		}
	}
	for _, e := range rec.entries() {
		r.root = r.root.insert(&e)
	}
	return r
}

// Claim returns a claim, and false if there is none.
func (r Register) Claim(id string) (Claim, bool) {
	rec := r.root.find(id)
	if rec == nil {
		return Claim{}, false
	}
	return rec.claim.clone(), true
}

// All returns an iterator over all claims, those that have ended included, by ID.
func (r Register) All() iter.Seq[Claim] {
	return r.each(area{class: byID, high: highest}, 0, 1, func(*record) bool { return true })
}

// Of returns an iterator over the claims that a partner holds on a day, pending ones
// included, the oldest first. A claim that was not approved in time is not among them.
func (r Register) Of(partner string, day alianza.Date) iter.Seq[Claim] {
	n := number(day)
	return r.each(area{class: byPartner, low: partner, high: partner}, n, n+1, func(rec *record) bool { return !rec.lapsed(day) })
}

// Ending returns an iterator over the claims whose last day is over on a day from one,
// inclusive, until another, exclusive, by that day. A partner can be reminded of them.
// Claims that were given up are not among them. Neither are pending ones that lapse before
// they end.
func (r Register) Ending(from, until alianza.Date) iter.Seq[Claim] {
	return r.each(area{class: byEnd}, number(from), number(until), func(rec *record) bool {
		return rec.claim.State != Released && !rec.lapsed(rec.claim.Until)
	})
}

// highest is behind all texts in UTF-8.
const highest = "\xff"

// each returns an iterator over the claims of an area that are wanted.
func (r Register) each(a area, from, until int32, wanted func(*record) bool) iter.Seq[Claim] {
	return func(yield func(Claim) bool) {
		r.root.search(&a, from, until, func(e *entry) bool { return !wanted(e.record) || yield(e.record.claim.clone()) })
	}
}

// Days are numbered from 1, which is 0001-01-01. No day is 0.
func number(d alianza.Date) int32 {
	if d.IsZero() {
		return 0
	}
	return int32(firstDate.DaysUntil(d)) + 1
}

var firstDate = alianza.Must(alianza.ParseDate("0001-01-01"))

// Equal reports whether two registers have the same definition and the same claims.
func (r Register) Equal(s Register) bool {
	if r.rules == nil || s.rules == nil {
		return r.rules == s.rules
	}
	if r.count != s.count || !r.rules.def.Equal(s.rules.def) {
		return false
	}
	for c := range r.All() {
		if d, ok := s.Claim(c.Request.ID); !ok || !c.Equal(d) {
			return false
		}
	}
	return true
}

// String returns the register as a phrase: "exclusivity: 3 claims".
func (r Register) String() string {
	switch {
	case r.rules == nil:
		return "no register"
	case r.count == 1:
		return r.rules.def.Name + ": 1 claim"
	}
	return fmt.Sprintf("%s: %d claims", r.rules.def.Name, r.count)
}

// registerJSON is the JSON form of a register.
type registerJSON struct {
	Definition Definition `json:"definition"`
	Claims     []Claim    `json:"claims"`
}

// maxRegister is the limit on the JSON of a register.
const maxRegister = 16 << 20

// MarshalJSON returns the register as a JSON object, with its definition and its claims.
// It returns an error for more than 16 MiB: keep the claims of a large register as rows,
// and use [Load]. It returns an error that wraps [alianza.ErrUnchecked] for the zero
// Register.
func (r Register) MarshalJSON() ([]byte, error) {
	if r.rules == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	out := registerJSON{Definition: r.rules.def, Claims: make([]Claim, 0, r.count)}
	for c := range r.All() {
		out.Claims = append(out.Claims, c)
	}
	return strictjson.MarshalLimit(out, maxRegister)
}

// UnmarshalJSON reads a register that MarshalJSON wrote, and checks it as [Load] does.
func (r *Register) UnmarshalJSON(data []byte) error {
	var in registerJSON
	var made Register
	err := strictjson.UnmarshalLimit(data, maxRegister, &in, func(in *registerJSON) (err error) {
		made, err = Load(in.Definition, slices.Values(in.Claims))
		return err
	})
	if err == nil {
		*r = made
	}
	return err
}
