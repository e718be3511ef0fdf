package claims

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Scope is what a claim is to: a customer or a territory, as the register has it, and
// some products. No products are all products.
type Scope struct {
	_         [0]func() // == would compare lists by address
	Customer  string    `json:"customer,omitzero"`
	Territory string    `json:"territory,omitzero"`
	Products  []string  `json:"products,omitzero"`
}

// Equal reports whether two scopes are written in the same way.
func (s Scope) Equal(t Scope) bool {
	return s.Customer == t.Customer && s.Territory == t.Territory && slices.Equal(s.Products, t.Products)
}

// String returns the scope as a phrase: `customer "ACME, Inc." for A, B`.
func (s Scope) String() string {
	text := "customer " + quoted(s.Customer)
	if s.Territory != "" {
		text = "territory " + quoted(s.Territory)
	}
	return text + " for " + products(s.Products)
}

func quoted(name string) string { return `"` + name + `"` }

func products(names []string) string {
	if len(names) == 0 {
		return "all products"
	}
	return strings.Join(names, ", ")
}

// A Request asks for a claim.
type Request struct {
	_       [0]func() // == would compare lists by address
	ID      string    `json:"id"`
	Partner string    `json:"partner"`
	Scope   Scope     `json:"scope,inline"`
	// Shared is a claim that several partners may have at once. It is in the way of
	// exclusive claims alone, and they are in its way.
	Shared bool `json:"shared,omitzero"`
	// On is the day of the registration.
	On alianza.Date `json:"on"`
	// From is the first day of the claim, none for the day of the registration.
	From alianza.Date `json:"from,omitzero"`
	// Until is the day after the last, if the register does not say how long a claim
	// holds. It is at most [MaxDays] after the first.
	Until alianza.Date `json:"until,omitzero"`
}

// Equal reports whether two requests ask for the same.
func (q Request) Equal(r Request) bool {
	return q.ID == r.ID && q.Partner == r.Partner && q.Scope.Equal(r.Scope) && q.Shared == r.Shared &&
		q.On == r.On && q.From == r.From && q.Until == r.Until
}

// maxClaim is the limit on the JSON of a claim: room for [MaxSteps] steps and
// [MaxProducts] products with the longest names, all of characters that JSON escapes.
const maxClaim = 4 << 20

// A Claim is a registered right. Register keeps it; a copy that is changed changes
// nothing.
type Claim struct {
	_       [0]func()    // == would compare lists by address
	Request Request      `json:"request"` // as it came
	Partner string       `json:"partner"` // who has it now
	State   State        `json:"state"`
	From    alianza.Date `json:"from"`  // inclusive
	Until   alianza.Date `json:"until"` // exclusive
	// Lapses is the day from which on a pending claim can no longer be approved, none if
	// there is no such day.
	Lapses alianza.Date `json:"lapses,omitzero"`
	// Unapproved says of a released claim that it was still pending when it was given up.
	Unapproved bool `json:"unapproved,omitzero"`
	// Extended is how many times it was extended.
	Extended int    `json:"extended,omitzero"`
	Steps    []Step `json:"steps,omitzero"` // after its registration, the first one first
}

// A Step is something that happened to a claim.
type Step struct {
	What    Action       `json:"what"`
	On      alianza.Date `json:"on"`
	Partner string       `json:"partner,omitzero"` // whom it was transferred to
	Reason  string       `json:"reason,omitzero"`  // of a rejection or a release
}

// Action is what happened to a claim.
type Action uint8

// The actions.
const (
	Approved    Action = iota + 1 // "approved"
	Refused                       // "refused"
	Extended                      // "extended"
	Transferred                   // "transferred"
	GivenUp                       // "given_up"
)

var actionNames = []string{"none", "approved", "refused", "extended", "transferred", "given_up"}

// String returns the name of the action.
func (a Action) String() string { return enum.Name(a, actionNames) }

// MarshalText returns the name of the action.
func (a Action) MarshalText() ([]byte, error) { return enum.Text(a, actionNames, 1) }

// UnmarshalText reads the name of an action.
func (a *Action) UnmarshalText(text []byte) error { return enum.Parse(a, text, actionNames, 1) }

// State is what became of a claim.
type State uint8

// The states. [Claim.StateOn] tells Expired and Future, which depend on the day.
const (
	Pending  State = iota + 1 // "pending": waits for approval
	Active                    // "active": approved, or in need of no approval
	Rejected                  // "rejected": it never held
	Released                  // "released": given up before its end
	Expired                   // "expired": its last day is over, or it was not approved in time
	Future                    // "future": active, and its first day has not come
)

var stateNames = []string{"none", "pending", "active", "rejected", "released", "expired", "future"}

// String returns the name of the state.
func (s State) String() string { return enum.Name(s, stateNames) }

// MarshalText returns the name of the state.
func (s State) MarshalText() ([]byte, error) { return enum.Text(s, stateNames, 1) }

// UnmarshalText reads the name of a state.
func (s *State) UnmarshalText(text []byte) error { return enum.Parse(s, text, stateNames, 1) }

// StateOn returns the state on a day, by what is known of the claim now. A claim that
// was released is released from that day on. Before that it was active, or pending if
// nobody had approved it.
func (c Claim) StateOn(day alianza.Date) State {
	switch {
	case c.State == Rejected:
		return Rejected
	case c.State == Released && len(c.Steps) > 0 && !day.Before(c.Steps[len(c.Steps)-1].On):
		return Released
	case !day.Before(c.Until), c.State == Pending && !c.Lapses.IsZero() && !day.Before(c.Lapses):
		return Expired
	case c.State == Pending, c.Unapproved:
		return Pending
	}
	if day.Before(c.From) {
		return Future
	}
	return Active
}

// PartnerOn returns who had the claim on a day of it.
func (c Claim) PartnerOn(day alianza.Date) string {
	partner := c.Request.Partner
	for _, s := range c.Steps {
		if s.What == Transferred && !day.Before(s.On) {
			partner = s.Partner
		}
	}
	return partner
}

// Equal reports whether two claims are the same.
func (c Claim) Equal(d Claim) bool {
	return c.Request.Equal(d.Request) && c.Partner == d.Partner && c.State == d.State && c.From == d.From && c.Until == d.Until &&
		c.Lapses == d.Lapses && c.Unapproved == d.Unapproved && c.Extended == d.Extended && slices.Equal(c.Steps, d.Steps)
}

func (c Claim) clone() Claim {
	c.Request.Scope.Products, c.Steps = slices.Clone(c.Request.Scope.Products), slices.Clone(c.Steps)
	return c
}

// String returns the claim as a sentence: `c-1: ana has customer "ACME, Inc." for A
// from 2026-01-01 until 2026-04-01, active`.
func (c Claim) String() string {
	text := fmt.Sprintf("%s: %s has %s from %s until %s, %s", c.Request.ID, c.Partner, c.Request.Scope, c.From, c.Until, c.State)
	if c.Request.Shared {
		text += ", shared"
	}
	switch c.Extended {
	case 0:
	case 1:
		text += ", extended once"
	default:
		text += fmt.Sprintf(", extended %d times", c.Extended)
	}
	return text
}

// check adds the faults of a request, but for those that other claims make.
func (q Request) check(f *check.Faults, r *rules) {
	f.Name("id", q.ID)
	f.Name("partner", q.Partner)
	q.Scope.check(f, r)
	if q.On.IsZero() {
		f.Add("on", "", alianza.ErrMissing, "")
		return
	}
	if !q.From.IsZero() && q.From.Before(q.On) {
		f.Add("from", q.From.String(), alianza.ErrConflict, "before the day of the registration")
	}
	switch {
	case r.def.Days > 0 && !q.Until.IsZero():
		f.Add("until", q.Until.String(), alianza.ErrConflict, "a claim of this register holds for "+plural.Of(r.def.Days, "day"))
	case r.def.Days == 0 && q.Until.IsZero():
		f.Add("until", "", alianza.ErrMissing, "")
	case r.def.Days == 0 && !q.first().Before(q.Until):
		f.Add("until", q.Until.String(), alianza.ErrConflict, "not after the first day")
	case r.def.Days == 0 && q.first().DaysUntil(q.Until) > MaxDays:
		f.Add("until", q.Until.String(), alianza.ErrRange, fmt.Sprintf("a claim holds for at most %d days", MaxDays))
	case q.first().DaysUntil(q.first().AddDays(r.def.Days)) < r.def.Days:
		f.Add("from", q.first().String(), alianza.ErrRange, "the claim would end after the year 9999")
	}
}

// check adds the faults of a scope.
func (s Scope) check(f *check.Faults, r *rules) {
	mine, other := struct{ path, name string }{"customer", s.Customer}, struct{ path, name string }{"territory", s.Territory}
	if r.def.Over == Territories {
		mine, other = other, mine
	}
	if other.name != "" {
		f.Add(other.path, other.name, alianza.ErrConflict, "the claims are to "+r.def.Over.String())
	}
	if f.Name(mine.path, mine.name) {
		switch {
		case r.def.Over == Territories && len(r.place) > 0 && r.place[s.Territory] == nil:
			f.Add(mine.path, mine.name, alianza.ErrUnknown, "the register has no such territory")
		case r.def.Over == Customers && r.def.Compare == Domain && domain(s.Customer) == "":
			f.Add(mine.path, mine.name, alianza.ErrForm, "want a domain, a web address or an email address")
		}
	}
	if !f.Count("products", len(s.Products), MaxProducts, "products") {
		return
	}
	names := check.Names{Faults: f}
	for i, name := range s.Products {
		path := fmt.Sprintf("products[%d]", i)
		names.Add(path, name)
		if r.products != nil && name != "" && !r.products[name] {
			f.Add(path, name, alianza.ErrUnknown, "the register has no such product")
		}
	}
}

// first returns the first day of the claim.
func (q Request) first() alianza.Date {
	if q.From.IsZero() {
		return q.On
	}
	return q.From
}

// MarshalJSON returns the scope as a JSON object.
func (s Scope) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a scope strictly.
func (s *Scope) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON returns the request as a JSON object.
func (q Request) MarshalJSON() ([]byte, error) { return strictjson.Marshal(q) }

// UnmarshalJSON reads a request strictly. [Register.Add] says whether it suits the
// register.
func (q *Request) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, q, nil) }

// MarshalJSON returns the claim as a JSON object with its steps.
func (c Claim) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(c, maxClaim) }

// UnmarshalJSON reads a claim strictly. [Load] says whether it suits a register.
func (c *Claim) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxClaim, c, nil)
}

// MarshalJSON returns the step as a JSON object.
func (s Step) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a step strictly.
func (s *Step) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }
