package claims

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// MaxConflicts is how many conflicts are listed. There may be more.
const MaxConflicts = 100

// ErrTaken is a claim that others are in the way of. It is an [alianza.ErrConflict].
var ErrTaken = fmt.Errorf("%w: taken", alianza.ErrConflict)

// A Conflict is a claim that is in the way of a request, and why.
type Conflict struct {
	_     [0]func() // == would compare lists by address
	Claim Claim     `json:"claim"`
	Why   Why       `json:"why"`
	// Products are those in common, none for all products.
	Products []string `json:"products,omitzero"`
	// From and Until are the days in common, Until exclusive.
	From  alianza.Date `json:"from"`
	Until alianza.Date `json:"until"`
}

// Why is how two claims are to the same.
type Why uint8

// The reasons.
const (
	SameName   Why = iota + 1 // "same_name": the same name, written in the same way
	SameFolded                // "same_folded": the same letters and digits
	SameDomain                // "same_domain": the same domain
	InsideOf                  // "inside_of": its territory is inside that of the request
	OutsideOf                 // "outside_of": its territory has that of the request inside
)

var whyNames = []string{"none", "same_name", "same_folded", "same_domain", "inside_of", "outside_of"}

// String returns the name of the reason.
func (w Why) String() string { return enum.Name(w, whyNames) }

// MarshalText returns the name of the reason.
func (w Why) MarshalText() ([]byte, error) { return enum.Text(w, whyNames, 1) }

// UnmarshalText reads the name of a reason.
func (w *Why) UnmarshalText(text []byte) error { return enum.Parse(w, text, whyNames, 1) }

// Equal reports whether two conflicts are the same.
func (c Conflict) Equal(d Conflict) bool {
	return c.Claim.Equal(d.Claim) && c.Why == d.Why && slices.Equal(c.Products, d.Products) && c.From == d.From && c.Until == d.Until
}

// String returns the conflict as a phrase: `c-1 of ana to "ACME, Inc." for A, active,
// has the days from 2026-01-01 until 2026-03-01 (the same letters and digits)`.
func (c Conflict) String() string {
	name := c.Claim.Request.Scope.Customer + c.Claim.Request.Scope.Territory
	text := fmt.Sprintf("%s of %s to %s for %s, %s, has the days from %s until %s",
		c.Claim.Request.ID, c.Claim.Partner, quoted(name), products(c.Products), c.Claim.State, c.From, c.Until)
	if c.Claim.Request.Shared {
		text += ", shared"
	}
	switch c.Why {
	case SameFolded:
		text += " (the same letters and digits)"
	case SameDomain:
		text += " (the same domain)"
	case InsideOf:
		text += " (inside the territory asked for)"
	case OutsideOf:
		text += " (the territory asked for is inside it)"
	default:
	}
	return text
}

// A ConflictError is a refused claim with what is in its way.
type ConflictError struct {
	ID        string     `json:"id"` // of the claim that is refused
	Scope     Scope      `json:"scope"`
	Conflicts []Conflict `json:"conflicts"` // by the first day in common, at most [MaxConflicts]
}

// Error returns the scope and the claims in the way.
func (e *ConflictError) Error() string {
	if e == nil {
		return "claims: no refusal"
	}
	texts := make([]string, len(e.Conflicts))
	for i, c := range e.Conflicts {
		texts[i] = c.String()
	}
	return fmt.Sprintf("%s is taken: %s", e.Scope, strings.Join(texts, "; "))
}

// Unwrap returns [ErrTaken].
func (e *ConflictError) Unwrap() error { return ErrTaken }

// Equal reports whether two refusals are the same.
func (e *ConflictError) Equal(o *ConflictError) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.ID == o.ID && e.Scope.Equal(o.Scope) && slices.EqualFunc(e.Conflicts, o.Conflicts, Conflict.Equal)
}

// Conflicts returns the claims that are in the way of a request, by the first day in
// common and then by ID, at most [MaxConflicts]. There are none if [Register.Add] would
// take it, or would refuse it for another reason. It returns an error for a fault of the
// request alone.
func (r Register) Conflicts(q Request) ([]Conflict, error) {
	rec, err := r.request(q)
	if err != nil {
		return nil, fmt.Errorf("claims: conflicts %q: %w", q.ID, err)
	}
	return r.conflicts(rec, q.On), nil
}

// On returns the claims that somebody holds on a day to something in a scope, by their
// first days and then by ID, at most [MaxConflicts]. It returns an error for a fault of
// the scope.
func (r Register) On(s Scope, day alianza.Date) ([]Claim, error) {
	var f check.Faults
	if r.rules == nil {
		f.Add("register", "", alianza.ErrUnchecked, "")
	} else {
		s.check(&f, r.rules)
	}
	if day.IsZero() {
		f.Add("day", "", alianza.ErrMissing, "")
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("claims: on: %w", err)
	}
	asked := &record{claim: Claim{Request: Request{Scope: s}, From: day, Until: day.AddDays(1)}, group: r.rules.group(s)}
	asked.holds = []hold{{from: number(day), until: number(day) + 1}}
	var found []Claim
	for _, c := range r.conflicts(asked, day) {
		found = append(found, c.Claim)
	}
	slices.SortFunc(found, func(a, b Claim) int {
		return cmp.Or(a.From.Compare(b.From), strings.Compare(a.Request.ID, b.Request.ID))
	})
	return found, nil
}

// free returns an error if others are in the way of a claim on a day, or if its partners
// hold too many.
func (r Register) free(rec *record, on alianza.Date) error {
	if len(rec.holds) == 0 || rec.lapsed(on) {
		return nil
	}
	if found := r.conflicts(rec, on); len(found) > 0 {
		return &ConflictError{ID: rec.claim.Request.ID, Scope: rec.claim.clone().Request.Scope, Conflicts: found}
	}
	return r.few(rec, on)
}

// conflicts returns the claims in the way of another one, as things are on a day.
func (r Register) conflicts(rec *record, on alianza.Date) []Conflict {
	from, until := rec.holds[0].from, rec.holds[len(rec.holds)-1].until
	seen := map[*record]bool{}
	var found []Conflict
	for _, a := range r.areas(rec) {
		r.root.search(&a, from, until, func(e *entry) bool {
			other := e.record
			if other.claim.Request.ID != rec.claim.Request.ID && !other.lapsed(on) && !seen[other] {
				seen[other] = true
				found = append(found, r.conflict(rec, e))
			}
			return len(found) < MaxConflicts
		})
	}
	slices.SortFunc(found, func(a, b Conflict) int {
		return cmp.Or(a.From.Compare(b.From), strings.Compare(a.Claim.Request.ID, b.Claim.Request.ID))
	})
	return found[:min(len(found), MaxConflicts):min(len(found), MaxConflicts)]
}

// areas returns the parts of the index that may be in the way of a claim.
func (r Register) areas(rec *record) []area {
	classes := [][2]class{{exclusiveOf, exclusiveAny}, {sharedOf, sharedAny}}
	if rec.claim.Request.Shared {
		classes = classes[:1]
	}
	groups := [][2]string{{rec.group, rec.group}}
	if p := r.rules.place[rec.claim.Request.Scope.Territory]; p != nil {
		groups[0][1] = groupOf(p.exit - 1)
		for p = p.outside; p != nil; p = p.outside {
			groups = append(groups, [2]string{groupOf(p.enter), groupOf(p.enter)})
		}
	}
	var all []area
	for _, c := range classes {
		for _, g := range groups {
			wanted := rec.claim.Request.Scope.Products
			if len(wanted) == 0 {
				all = append(all, area{c[1], "", g[0], g[1]})
				continue
			}
			all = append(all, area{c[0], "", g[0], g[1]})
			for _, product := range wanted {
				all = append(all, area{c[0], product, g[0], g[1]})
			}
		}
	}
	return all
}

// conflict explains why a claim is in the way of another one.
func (r Register) conflict(rec *record, e *entry) Conflict {
	mine, other := &rec.claim.Request.Scope, &e.record.claim.Request.Scope
	c := Conflict{
		Claim: e.record.claim.clone(), Why: SameName,
		From:  firstDate.AddDays(int(max(rec.holds[0].from, e.from)) - 1),
		Until: firstDate.AddDays(int(min(rec.holds[len(rec.holds)-1].until, e.until)) - 1),
	}
	switch {
	case len(mine.Products) == 0:
		c.Products = slices.Clone(other.Products)
	case len(other.Products) == 0:
		c.Products = slices.Clone(mine.Products)
	default:
		for _, p := range mine.Products {
			if slices.Contains(other.Products, p) {
				c.Products = append(c.Products, p)
			}
		}
	}
	switch {
	case mine.Territory != other.Territory && e.record.group > rec.group:
		c.Why = InsideOf
	case mine.Territory != other.Territory:
		c.Why = OutsideOf
	case mine.Customer != other.Customer && r.rules.def.Compare == Folded:
		c.Why = SameFolded
	case mine.Customer != other.Customer:
		c.Why = SameDomain
	}
	return c
}

// few returns an error if a partner of a claim would hold too many on one day.
func (r Register) few(rec *record, on alianza.Date) error {
	most := r.rules.def.PerPartner
	if most == 0 {
		return nil
	}
	for _, h := range rec.holds {
		day, held := r.fullest(rec, h, on)
		if held >= most {
			return check.Fault("partner", h.partner, alianza.ErrLimit,
				fmt.Sprintf("holds %s on %s, at most %d", plural.Of(held, "claim"), firstDate.AddDays(int(day)-1), most))
		}
	}
	return nil
}

// fullest returns the first day of a hold on which its partner has most other claims, and
// how many they are. It returns 0 if they are below the limit on all days for sure.
func (r Register) fullest(rec *record, h hold, on alianza.Date) (day int32, held int) {
	type edge struct {
		day int32
		by  int
	}
	var edges []edge
	a := area{class: byPartner, low: h.partner, high: h.partner}
	r.root.search(&a, h.from, h.until, func(e *entry) bool {
		if e.record.claim.Request.ID != rec.claim.Request.ID && !e.record.lapsed(on) {
			edges = append(edges, edge{max(e.from, h.from), +1}, edge{e.until, -1})
		}
		return true
	})
	if len(edges) < 2*r.rules.def.PerPartner {
		return 0, 0 // too few, even if they were all of one day
	}
	slices.SortFunc(edges, func(a, b edge) int {
		if a.day != b.day {
			return int(a.day - b.day)
		}
		return a.by - b.by // an end is before a beginning on the same day
	})
	now := 0
	for _, e := range edges {
		if now += e.by; now > held {
			day, held = e.day, now
		}
	}
	return day, held
}

// MarshalJSON returns the conflict as a JSON object.
func (c Conflict) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(c, maxRegister) }

// UnmarshalJSON reads a conflict strictly.
func (c *Conflict) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxRegister, c, nil)
}

// MarshalJSON returns the refusal as a JSON object. It returns an error for more than
// 16 MiB.
func (e ConflictError) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(e, maxRegister) }

// UnmarshalJSON reads a refusal strictly.
func (e *ConflictError) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxRegister, e, nil)
}
