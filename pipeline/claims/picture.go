package claims

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/pipeline/internal/mermaid"
)

// MaxPicture is how many claims, and how many territories, a picture shows.
const MaxPicture = check.MaxPicture

// Mermaid returns the claims that somebody holds on a day, as a flowchart in the
// language of Mermaid. Partners are at the left, customers or territories at the right.
// Products and ends are on the arrows. A pending claim is a dotted arrow, a shared one a
// thick one. Territories lead to those inside them. Equal claims give equal bytes.
//
// It returns an error for a missing day, and for more than [MaxPicture] claims or
// territories ([alianza.ErrLimit]).
func (r Register) Mermaid(day alianza.Date) (string, error) {
	var f check.Faults
	if r.rules == nil {
		f.Add("register", "", alianza.ErrUnchecked, "")
	}
	if day.IsZero() {
		f.Add("day", "", alianza.ErrMissing, "")
	}
	if err := f.Err(); err != nil {
		return "", fmt.Errorf("claims: mermaid: %w", err)
	}
	held := r.held(day)
	few := f.Count("claims", len(held), MaxPicture, "claims in a picture")
	if !f.Count("territories", len(r.rules.def.Territories), MaxPicture, "territories in a picture") || !few {
		return "", fmt.Errorf("claims: mermaid: %w", f.Err())
	}
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	place := map[string]int{} // of a group
	r.drawTerritories(&b, place)
	partners := map[string]int{}
	for _, rec := range held {
		draw(&b, rec, day, place, partners)
	}
	return b.String(), nil
}

// held returns the records of the claims of a day, by their claims, one more than a
// picture shows at most.
func (r Register) held(day alianza.Date) []*record {
	var held []*record
	n := number(day)
	for _, c := range []class{exclusiveAny, sharedAny} {
		a := area{class: c, high: highest}
		r.root.search(&a, n, n+1, func(e *entry) bool {
			if !e.record.lapsed(day) {
				held = append(held, e.record)
			}
			return len(held) <= MaxPicture
		})
	}
	slices.SortFunc(held, func(a, b *record) int { return cmp.Compare(a.claim.Request.ID, b.claim.Request.ID) })
	return held
}

// drawTerritories draws the territories of the definition.
func (r Register) drawTerritories(b *strings.Builder, place map[string]int) {
	number := map[string]int{}
	for i, t := range r.rules.def.Territories {
		number[t.Name] = i
		place[groupOf(r.rules.place[t.Name].enter)] = i
		fmt.Fprintf(b, "    t%d[\"%s\"]\n", i, mermaid.Text(t.Name))
	}
	for i, t := range r.rules.def.Territories {
		if t.Inside != "" {
			fmt.Fprintf(b, "    t%d --- t%d\n", number[t.Inside], i)
		}
	}
}

// draw draws a claim, its partner and what it is to.
func draw(b *strings.Builder, rec *record, day alianza.Date, place, partners map[string]int) {
	c := &rec.claim
	who := c.PartnerOn(day)
	if _, ok := partners[who]; !ok {
		partners[who] = len(partners)
		fmt.Fprintf(b, "    p%d([\"%s\"])\n", partners[who], mermaid.Text(who))
	}
	if _, ok := place[rec.group]; !ok {
		place[rec.group] = len(place)
		name := c.Request.Scope.Customer + c.Request.Scope.Territory
		fmt.Fprintf(b, "    t%d[\"%s\"]\n", place[rec.group], mermaid.Text(name))
	}
	arrow := "-->"
	switch {
	case c.State == Pending:
		arrow = "-.->"
	case c.Request.Shared:
		arrow = "==>"
	}
	label := mermaid.Text(c.Request.ID + ", " + products(c.Request.Scope.Products) + " until " + c.Until.String())
	fmt.Fprintf(b, "    p%d %s|\"%s\"| t%d\n", partners[who], arrow, label, place[rec.group])
}
