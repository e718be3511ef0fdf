// Package claims says who may sell to whom.
//
// A [Claim] is a registered right of a partner: to a customer, or to a territory, for
// some products or for all, from a day until another. A [Register] holds the claims
// of a program. The first valid registration wins. A later one that overlaps it is
// refused with a [*ConflictError], which says what stands in the way.
//
//	register := alianza.Must(claims.New(definition))
//	register, claim, err := register.Add(claims.Request{ID: "c-1", Partner: "ana", Scope: acme, On: day})
//
// A register is a value. Adding, approving, extending, releasing and transferring a
// claim return a new register, and leave the old one as it was. The two share what
// they have in common, so that a step costs little however many claims there are.
//
// The preset [Exclusivity] is that of distributors in the alliance program. Read
// [Definition] first, then [Claim], [Register] and [Conflict].
//
// # Days
//
// A claim holds from a day, inclusive, until a day, exclusive. On its last day
// nobody else gets it, and on the next day it is free. The days of steps are arguments.
package claims

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Limits of a register and of a claim.
const (
	MaxTerritories = check.MaxTerritories // territories of a register
	MaxProducts    = check.MaxProducts    // products of a claim
	MaxDays        = 36_500               // days that a claim holds, or is extended by
	MaxSteps       = check.MaxClaim       // steps of a claim; an extension is one
	maxDepth       = 32                   // territories inside one another
)

// A Definition says what the claims of a register are. [New] checks it.
type Definition struct {
	_    [0]func() // == would compare lists by address
	Name string    `json:"name"`
	// Over is what a claim is to.
	Over Over `json:"over"`
	// Compare is how two names are found to be of the same customer.
	Compare Compare `json:"compare,omitzero"`
	// Ignore are words that folded names leave out, such as "inc" and "gmbh".
	Ignore []string `json:"ignore,omitzero"`
	// Territories are those that may be claimed. If there are none, any name is a
	// territory, and none is inside another.
	Territories []Territory `json:"territories,omitzero"`
	// Products are those that may be claimed. If there are none, any name is one.
	Products []string `json:"products,omitzero"`
	// Days is how long a claim holds, from its first day. If it is 0, a request says
	// until when.
	Days int `json:"days,omitzero"`
	// Extensions is how many times a claim may be extended, and ExtensionDays by how
	// much each time.
	Extensions    int `json:"extensions,omitzero"`
	ExtensionDays int `json:"extension_days,omitzero"`
	// PerPartner is how many claims a partner may hold on one day, pending ones
	// included, at most 1,000. 0 is no limit.
	PerPartner int `json:"per_partner,omitzero"`
	// Approval says that a claim is pending until it is approved. A pending claim is
	// in the way of later ones.
	Approval bool `json:"approval,omitzero"`
	// Decision is within how many days of its registration a pending claim has to be
	// approved. After them it has lapsed. 0 is no limit.
	Decision int `json:"decision,omitzero"`
}

// A Territory is a region that may be claimed, alone or inside another one. A claim to
// a territory is in the way of claims to all that is inside it, and of claims to all
// that it is inside of.
type Territory struct {
	Name   string `json:"name"`
	Inside string `json:"inside,omitzero"`
}

// Over is what the claims of a register are to. The zero Over is none.
type Over uint8

// What a claim is to.
const (
	Customers   Over = iota + 1 // "customers": deal registration
	Territories                 // "territories": exclusivity of a region
)

var overNames = []string{"none", "customers", "territories"}

// String returns the name.
func (o Over) String() string { return enum.Name(o, overNames) }

// MarshalText returns the name.
func (o Over) MarshalText() ([]byte, error) { return enum.Text(o, overNames, 1) }

// UnmarshalText reads a name: customers or territories.
func (o *Over) UnmarshalText(text []byte) error { return enum.Parse(o, text, overNames, 1) }

// Compare is how names of customers compare. The zero Compare is [Exact].
type Compare uint8

// The comparisons.
const (
	// Exact, "exact", compares by bytes.
	Exact Compare = iota
	// Folded, "folded", compares letters and digits alone, without case and without
	// the accents of Latin letters, and leaves out the words to ignore: "ACME, Inc." is
	// "Acme inc". The marks of other scripts count, as they may be vowels. A name without
	// a letter or a digit compares by bytes.
	Folded
	// Domain, "domain", compares the domain of a web address, an email address or a
	// plain domain, without "www.": "https://www.Acme.com/shop" is "ana@acme.com". A
	// subdomain is a domain of its own. A name with two addresses is refused.
	Domain
)

var compareNames = []string{"exact", "folded", "domain"}

// String returns the name of the comparison.
func (c Compare) String() string { return enum.Name(c, compareNames) }

// MarshalText returns the name of the comparison.
func (c Compare) MarshalText() ([]byte, error) { return enum.Text(c, compareNames, 0) }

// UnmarshalText reads the name of a comparison: exact, folded or domain.
func (c *Compare) UnmarshalText(text []byte) error { return enum.Parse(c, text, compareNames, 0) }

// Exclusivity returns a register of territories that are claimed for a product or for
// all. It has no length: the contract says until when. Five distributors in one region
// are no contradiction, if each has a territory or a product of its own in it.
//
// Rules: T17, C31.
func Exclusivity(territories ...Territory) Definition {
	return Definition{Name: "exclusivity", Over: Territories, Territories: slices.Clone(territories)}
}

// rules are a checked definition made ready.
type rules struct {
	def      Definition
	ignore   map[string]bool
	place    map[string]*place // of a territory
	products map[string]bool   // nil: any
}

// place is where a territory stands in the order in which each is followed by those
// inside it.
type place struct {
	name    string
	enter   int // its own number
	exit    int // the number behind the last one inside it
	outside *place
}

// rules makes a checked definition ready.
func (d Definition) rules() *rules {
	r := &rules{def: d.clone(), ignore: map[string]bool{}, place: make(map[string]*place, len(d.Territories))}
	for _, word := range d.Ignore {
		r.ignore[fold(word, nil)] = true
	}
	for _, name := range d.Products {
		if r.products == nil {
			r.products = make(map[string]bool, len(d.Products))
		}
		r.products[name] = true
	}
	inside := make(map[string][]string, len(d.Territories))
	for _, t := range d.Territories {
		inside[t.Inside] = append(inside[t.Inside], t.Name)
	}
	n := 0
	var enter func(name string, outside *place)
	enter = func(name string, outside *place) {
		p := &place{name: name, enter: n, outside: outside}
		n++
		for _, inner := range inside[name] {
			enter(inner, p)
		}
		p.exit = n
		r.place[name] = p
	}
	for _, name := range inside[""] {
		enter(name, nil)
	}
	return r
}

func (d Definition) clone() Definition {
	d.Ignore, d.Territories, d.Products = slices.Clone(d.Ignore), slices.Clone(d.Territories), slices.Clone(d.Products)
	return d
}

// Equal reports whether two definitions say the same.
func (d Definition) Equal(e Definition) bool {
	return d.Name == e.Name && d.Over == e.Over && d.Compare == e.Compare &&
		slices.Equal(d.Ignore, e.Ignore) && slices.Equal(d.Territories, e.Territories) && slices.Equal(d.Products, e.Products) &&
		d.Days == e.Days && d.Extensions == e.Extensions && d.ExtensionDays == e.ExtensionDays &&
		d.PerPartner == e.PerPartner && d.Approval == e.Approval && d.Decision == e.Decision
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	enum.Check(&f, "over", d.Over, overNames, 1)
	enum.Check(&f, "compare", d.Compare, compareNames, 0)
	d.checkWords(&f)
	d.checkTerritories(&f)
	d.checkCounts(&f)
	return f.Err()
}

// checkWords adds the faults of the words to ignore and of the products.
func (d *Definition) checkWords(f *check.Faults) {
	if f.Count("ignore", len(d.Ignore), check.MaxValues, "words") {
		words := check.Names{Faults: f}
		for i, word := range d.Ignore {
			words.Add(fmt.Sprintf("ignore[%d]", i), word)
		}
	}
	if len(d.Ignore) > 0 && d.Compare != Folded {
		f.Add("ignore", "", alianza.ErrConflict, "names compare "+d.Compare.String()+", and leave nothing out")
	}
	if f.Count("products", len(d.Products), check.MaxValues, "products") {
		names := check.Names{Faults: f}
		for i, name := range d.Products {
			names.Add(fmt.Sprintf("products[%d]", i), name)
		}
	}
}

// checkTerritories adds the faults of the territories: each stands inside one that is
// there, and none inside itself.
func (d *Definition) checkTerritories(f *check.Faults) {
	if len(d.Territories) > 0 && d.Over == Customers {
		f.Add("territories", "", alianza.ErrConflict, "the claims are to customers")
	}
	if !f.Count("territories", len(d.Territories), MaxTerritories, "territories") {
		return
	}
	names := check.Names{Faults: f}
	outside := make(map[string]string, len(d.Territories))
	for i, t := range d.Territories {
		names.Add(fmt.Sprintf("territories[%d].name", i), t.Name)
		outside[t.Name] = t.Inside
	}
	for i, t := range d.Territories {
		path := fmt.Sprintf("territories[%d].inside", i)
		if t.Inside != "" && !names.Has(t.Inside) {
			f.Add(path, t.Inside, alianza.ErrUnknown, "no territory has this name")
			continue
		}
		at, depth := t.Inside, 1
		for at != "" && at != t.Name && depth < maxDepth {
			at = outside[at]
			depth++
		}
		switch {
		case at == t.Name && t.Name != "":
			f.Add(path, t.Inside, alianza.ErrConflict, "a territory is not inside itself")
		case at != "":
			f.Add(path, t.Inside, alianza.ErrLimit, fmt.Sprintf("at most %d territories inside one another", maxDepth))
		}
	}
}

// checkCounts adds the faults of the numbers.
func (d *Definition) checkCounts(f *check.Faults) {
	const most = 1000 // claims of a partner, which are looked at one by one
	for _, n := range []struct {
		path        string
		count, most int
	}{
		{"days", d.Days, MaxDays},
		{"extensions", d.Extensions, MaxSteps / 2},
		{"extension_days", d.ExtensionDays, MaxDays},
		{"per_partner", d.PerPartner, most},
		{"decision", d.Decision, MaxDays},
	} {
		if n.count < 0 || n.count > n.most {
			f.Add(n.path, strconv.Itoa(n.count), alianza.ErrRange, fmt.Sprintf("from 0 to %d", n.most))
		}
	}
	if (d.Extensions > 0) != (d.ExtensionDays > 0) {
		f.Add("extension_days", strconv.Itoa(d.ExtensionDays), alianza.ErrConflict, "with "+plural.Of(d.Extensions, "extension"))
	}
	if d.Decision > 0 && !d.Approval {
		f.Add("decision", strconv.Itoa(d.Decision), alianza.ErrConflict, "claims need no approval")
	}
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the territory as a JSON object.
func (t Territory) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a territory strictly.
func (t *Territory) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }
