package claims_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

func ids(all []claims.Claim) []string {
	var names []string
	for _, c := range all {
		names = append(names, c.Request.ID)
	}
	return names
}

// TestAdd_FirstWins has the edge of a claim: 60 days from 1 January are over on 2 March.
func TestAdd_FirstWins(t *testing.T) {
	b := newBook(t, customers())
	if c := b.add("c-1", "ana", to("ACME"), "2025-01-01"); c.Until != on("2025-03-02") {
		t.Errorf("Add = %s; want it until 2025-03-02", c)
	}
	q := claims.Request{ID: "c-2", Partner: "ben", Scope: to("Acme Inc."), On: on("2025-03-01")}
	b.refused(claims.ErrTaken, `claims: add "c-2": customer "Acme Inc." for all products is taken: c-1 of ana to "ACME" for all products, active, `+
		`has the days from 2025-03-01 until 2025-03-02 (the same letters and digits)`)(b.Add(q))
	q.Partner = "ana" // its own claim is in the way, too: it may be extended, and not begun anew
	b.refused(claims.ErrTaken, `claims: add "c-2": customer "Acme Inc." for all products is taken: c-1 of ana to "ACME" for all products, active, `+
		`has the days from 2025-03-01 until 2025-03-02 (the same letters and digits)`)(b.Add(q))
	b.add("c-2", "ben", to("Acme Inc."), "2025-03-02")
}

func TestAdd_Products(t *testing.T) {
	b := newBook(t, customers())
	b.add("c-1", "ana", to("ACME", "A", "B"), "2025-01-01")
	b.add("c-2", "ben", to("ACME", "C"), "2025-01-01")
	b.add("c-3", "ben", to("Other"), "2025-01-01")
	for _, tt := range []struct {
		scope    claims.Scope
		want     []string
		products []string
	}{
		{to("ACME", "D"), nil, nil},
		{to("ACME", "B", "D"), []string{"c-1"}, []string{"B"}},
		{to("ACME", "C", "A"), []string{"c-1", "c-2"}, []string{"A", "C"}},
		{to("ACME"), []string{"c-1", "c-2"}, []string{"A", "B", "C"}},
		{to("OTHER", "Z"), []string{"c-3"}, []string{"Z"}},
	} {
		found, err := b.Conflicts(claims.Request{ID: "x", Partner: "cid", Scope: tt.scope, On: on("2025-02-01")})
		if err != nil {
			t.Fatal(err)
		}
		var got, common []string
		for _, c := range found {
			got, common = append(got, c.Claim.Request.ID), append(common, c.Products...)
		}
		if !slices.Equal(got, tt.want) || !slices.Equal(common, tt.products) {
			t.Errorf("Conflicts(%s) = %q over %q; want %q over %q", tt.scope, got, common, tt.want, tt.products)
		}
	}
}

func TestAdd_Territories(t *testing.T) {
	b := newBook(t, regions())
	b.add("c-1", "ana", in("Jalisco", "A"), "2025-01-01")
	b.add("c-2", "ben", in("US"), "2025-01-01")
	for _, tt := range []struct {
		scope claims.Scope
		want  []string
		why   []claims.Why
	}{
		{in("Sonora", "A"), nil, nil},
		{in("EU"), nil, nil},
		{in("Jalisco", "B"), nil, nil},
		{in("Jalisco"), []string{"c-1"}, []claims.Why{claims.SameName}},
		{in("MX", "A"), []string{"c-1"}, []claims.Why{claims.InsideOf}},
		{in("MX", "B"), nil, nil},
		{in("AM", "A"), []string{"c-1", "c-2"}, []claims.Why{claims.InsideOf, claims.InsideOf}},
		{in("AM", "B"), []string{"c-2"}, []claims.Why{claims.InsideOf}},
	} {
		found, err := b.Conflicts(claims.Request{ID: "x", Partner: "cid", Scope: tt.scope, On: on("2025-01-01"), Until: on("2026-01-01")})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		var why []claims.Why
		for _, c := range found {
			got, why = append(got, c.Claim.Request.ID), append(why, c.Why)
		}
		if !slices.Equal(got, tt.want) || !slices.Equal(why, tt.why) {
			t.Errorf("Conflicts(%s) = %q, %v; want %q, %v", tt.scope, got, why, tt.want, tt.why)
		}
	}
	b.add("c-3", "cid", in("MX", "B"), "2025-01-01")
	found, err := b.Conflicts(claims.Request{ID: "x", Partner: "dan", Scope: in("Jalisco", "B"), On: on("2025-01-01"), Until: on("2025-01-02")})
	if err != nil || len(found) != 1 || found[0].Why != claims.OutsideOf {
		t.Errorf("Conflicts = %v, %v; want c-3, which has it inside", found, err)
	}
}

// TestAdd_Shared has claims that several partners have at once.
func TestAdd_Shared(t *testing.T) {
	b := newBook(t, customers())
	shared := func(id, partner string) claims.Request {
		return claims.Request{ID: id, Partner: partner, Scope: to("ACME"), On: on("2025-01-01"), Shared: true}
	}
	const text = `c-1: ana has customer "ACME" for all products from 2025-01-01 until 2025-03-02, active, shared`
	if c := b.keep(b.Add(shared("c-1", "ana"))); c.String() != text {
		t.Errorf("String = %s; want %s", c, text)
	}
	b.keep(b.Add(shared("c-2", "ben")))
	q := shared("c-3", "cid")
	q.Shared = false
	if found, err := b.Conflicts(q); err != nil || len(found) != 2 {
		t.Errorf("Conflicts of an exclusive claim = %v, %v; want both shared ones", found, err)
	}
	b.add("c-4", "dan", to("Other"), "2025-01-01")
	q = shared("c-5", "ana")
	q.Scope = to("other")
	if found, err := b.Conflicts(q); err != nil || len(found) != 1 {
		t.Errorf("Conflicts of a shared claim = %v, %v; want the exclusive one", found, err)
	}
}

func TestAdd_Domain(t *testing.T) {
	d := customers()
	d.Compare, d.Ignore = claims.Domain, nil
	b := newBook(t, d)
	b.add("c-1", "ana", to("https://www.acme.com/"), "2025-01-01")
	found, err := b.Conflicts(claims.Request{ID: "x", Partner: "ben", Scope: to("sales@ACME.com"), On: on("2025-01-01")})
	if err != nil || len(found) != 1 || found[0].Why != claims.SameDomain {
		t.Errorf("Conflicts = %v, %v; want the same domain", found, err)
	}
	_, _, err = b.Add(claims.Request{ID: "x", Partner: "ben", Scope: to("ACME"), On: on("2025-01-01")})
	wantFaults(t, "Add without a domain", err, fault{"customer", "ACME", alianza.ErrForm})
}

func TestAdd_Refuses(t *testing.T) {
	d := customers()
	d.Products = []string{"A", "B"}
	b := newBook(t, d)
	first := claims.Request{ID: "c-1", Partner: "ana", Scope: to("ACME", "A"), On: on("2025-01-01")}
	kept := b.keep(b.Add(first))
	r, again, err := b.Add(first)
	if !errors.Is(err, alianza.ErrRepeated) || !again.Equal(kept) || !r.Equal(b.Register) {
		t.Errorf("Add twice = %s, %v; want ErrRepeated and the claim as it is", again, err)
	}
	first.Scope = to("Other", "A")
	b.refused(alianza.ErrDuplicate, `claims: add: id "c-1": duplicate`)(b.Add(first))

	many := make([]string, 101)
	_, _, err = b.Add(claims.Request{Scope: claims.Scope{Territory: "MX", Products: many}, On: on("2025-01-01"), From: on("2024-12-31"), Until: on("2026-01-01")})
	wantFaults(t, "Add", err,
		fault{"id", "", alianza.ErrMissing}, fault{"partner", "", alianza.ErrMissing}, fault{"territory", "MX", alianza.ErrConflict},
		fault{"customer", "", alianza.ErrMissing}, fault{"products", "101", alianza.ErrLimit},
		fault{"from", "2024-12-31", alianza.ErrConflict}, fault{"until", "2026-01-01", alianza.ErrConflict})
	_, _, err = b.Add(claims.Request{ID: "c-2", Partner: "ana", Scope: to("X", "C", "A", "A")})
	wantFaults(t, "Add", err, fault{"products[0]", "C", alianza.ErrUnknown}, fault{"products[2]", "A", alianza.ErrDuplicate}, fault{"on", "", alianza.ErrMissing})
	_, _, err = b.Add(claims.Request{ID: "c-2", Partner: "ana", Scope: to("X"), On: on("9999-12-01")})
	wantFaults(t, "Add at the end of days", err, fault{"from", "9999-12-01", alianza.ErrRange})

	b = newBook(t, regions())
	_, _, err = b.Add(claims.Request{ID: "c-1", Partner: "ana", Scope: in("FR"), On: on("2025-01-01")})
	wantFaults(t, "Add", err, fault{"territory", "FR", alianza.ErrUnknown}, fault{"until", "", alianza.ErrMissing})
	_, _, err = b.Add(claims.Request{ID: "c-1", Partner: "ana", Scope: in("EU"), On: on("2025-01-01"), From: on("2025-02-01"), Until: on("2025-02-01")})
	wantFaults(t, "Add", err, fault{"until", "2025-02-01", alianza.ErrConflict})
	_, _, err = claims.Register{}.Add(claims.Request{})
	wantFaults(t, "Add to no register", err, fault{"register", "", alianza.ErrUnchecked})
	_, err = claims.Register{}.On(claims.Scope{}, alianza.Date{})
	wantFaults(t, "On of no register", err, fault{"register", "", alianza.ErrUnchecked}, fault{"day", "", alianza.ErrMissing})
}

// TestSteps takes one claim through all that may happen to it.
func TestSteps(t *testing.T) {
	d := customers()
	d.Approval, d.Decision, d.Extensions, d.ExtensionDays = true, 10, 2, 30
	b := newBook(t, d)
	c := b.add("c-1", "ana", to("ACME"), "2025-01-01")
	if c.State != claims.Pending || c.Lapses != on("2025-01-11") {
		t.Errorf("Add = %s, lapses %s; want it pending until 2025-01-11", c, c.Lapses)
	}
	b.refused(claims.ErrTaken, `claims: add "c-2": customer "acme" for A is taken: c-1 of ana to "ACME" for A, pending, `+
		`has the days from 2025-01-10 until 2025-03-02 (the same letters and digits)`)(b.Add(claims.Request{ID: "c-2", Partner: "ben", Scope: to("acme", "A"), On: on("2025-01-10")}))
	b.refused(alianza.ErrConflict, `claims: extended "c-1": state "pending": contradiction: the claim waits for approval`)(b.Extend("c-1", on("2025-01-02")))
	b.refused(claims.ErrEnded, `claims: approved "c-1": state: contradiction: the claim has ended: it was not approved in time`)(b.Approve("c-1", on("2025-01-11")))
	b.keep(b.Approve("c-1", on("2025-01-10")))
	b.refused(alianza.ErrConflict, `claims: refused "c-1": state "active": contradiction: the claim does not wait for approval`)(b.Reject("c-1", on("2025-01-10"), "no"))
	b.refused(alianza.ErrConflict, `claims: extended "c-1": on "2025-01-09": contradiction: before the last step, 2025-01-10`)(b.Extend("c-1", on("2025-01-09")))
	b.refused(alianza.ErrMissing, `claims: extended "c-1": on: missing`)(b.Extend("c-1", alianza.Date{}))
	b.refused(claims.ErrEnded, `claims: extended "c-1": state: contradiction: the claim has ended: its last day was 2025-03-01`)(b.Extend("c-1", on("2025-03-02")))
	if c = b.keep(b.Extend("c-1", on("2025-03-01"))); c.Until != on("2025-04-01") {
		t.Errorf("Extend = %s; want it until 2025-04-01", c)
	}
	b.keep(b.Extend("c-1", on("2025-03-01")))
	b.refused(alianza.ErrLimit, `claims: extended "c-1": extensions "3": over the limit: at most 2 extensions`)(b.Extend("c-1", on("2025-03-01")))
	b.refused(alianza.ErrConflict, `claims: transferred "c-1": partner "ana": contradiction: has the claim already`)(b.Transfer("c-1", "ana", on("2025-03-02")))
	b.refused(alianza.ErrMissing, `claims: transferred "c-1": partner: missing`)(b.Transfer("c-1", "", on("2025-03-02")))
	b.keep(b.Transfer("c-1", "ben", on("2025-03-10")))
	b.refused(alianza.ErrUnknown, `claims: given_up "c-9": id "c-9": unknown: the register has no such claim`)(b.Release("c-9", on("2025-03-10"), ""))
	c = b.keep(b.Release("c-1", on("2025-03-20"), "lost"))
	b.refused(claims.ErrEnded, `claims: given_up "c-1": state: contradiction: the claim has ended: released on 2025-03-20`)(b.Release("c-1", on("2025-03-20"), ""))
	if !errors.Is(claims.ErrEnded, alianza.ErrConflict) || !errors.Is(claims.ErrTaken, alianza.ErrConflict) {
		t.Error("ErrEnded and ErrTaken: want an alianza.ErrConflict")
	}

	got := map[string]string{}
	for _, day := range []string{"2024-12-31", "2025-01-01", "2025-03-09", "2025-03-10", "2025-03-19", "2025-03-20", "2025-06-01"} {
		got[day] = fmt.Sprint(c.StateOn(on(day)), " ", c.PartnerOn(on(day)))
		held := ids(slices.Collect(b.Of("ben", on(day))))
		if (len(held) == 1) != (got[day] == "active ben") {
			t.Errorf("Of(ben, %s) = %q; want it as in %s", day, held, got[day])
		}
	}
	want := map[string]string{
		"2024-12-31": "future ana", "2025-01-01": "active ana", "2025-03-09": "active ana", "2025-03-10": "active ben",
		"2025-03-19": "active ben", "2025-03-20": "released ben", "2025-06-01": "released ben",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("states differ (-want +got):\n%s", diff)
	}
	b.add("c-2", "cid", to("acme"), "2025-03-20")
	if c := b.keep(b.Reject("c-2", on("2025-03-21"), "no")); c.StateOn(on("2025-03-20")) != claims.Rejected {
		t.Errorf("StateOn = %s; want rejected", c.StateOn(on("2025-03-20")))
	}
	b.add("c-3", "cid", to("acme"), "2025-03-21")
	if got := ids(slices.Collect(b.All())); !slices.Equal(got, []string{"c-1", "c-2", "c-3"}) || b.Len() != 3 {
		t.Errorf("All() = %q of %d; want all three", got, b.Len())
	}
}

// TestPending has a claim that waits for approval for as long as it takes.
func TestPending(t *testing.T) {
	d := customers()
	d.Approval = true
	b := newBook(t, d)
	c := b.add("c-1", "ana", to("ACME"), "2025-01-01")
	if got := c.StateOn(on("2025-02-28")); got != claims.Pending || !c.Lapses.IsZero() {
		t.Errorf("StateOn(2025-02-28) = %s; want pending, as there is no day of decision", got)
	}
	if got := c.StateOn(c.Until); got != claims.Expired {
		t.Errorf("StateOn(%s) = %s; want expired", c.Until, got)
	}
}

// TestLapsed has a pending claim that nobody approved in time: another one may come, and
// the first cannot be approved any more, not even as of an earlier day.
func TestLapsed(t *testing.T) {
	d := customers()
	d.Approval, d.Decision, d.PerPartner = true, 10, 1
	b := newBook(t, d)
	c := b.add("c-1", "ana", to("ACME"), "2025-01-01")
	if got := c.StateOn(on("2025-01-11")); got != claims.Expired {
		t.Errorf("StateOn = %s; want expired", got)
	}
	b.add("c-2", "ana", to("acme"), "2025-01-11")
	b.keep(b.Approve("c-2", on("2025-01-12")))
	b.refused(claims.ErrTaken, `claims: approved "c-1": customer "ACME" for all products is taken: c-2 of ana to "acme" for all products, active, `+
		`has the days from 2025-01-11 until 2025-03-02 (the same letters and digits)`)(b.Approve("c-1", on("2025-01-05")))
	pipelinetest.ComesBack(t, b.Register)
	if found, err := b.On(to("ACME"), on("2025-01-11")); err != nil || !slices.Equal(ids(found), []string{"c-2"}) {
		t.Errorf("On = %q, %v; want the one that has not lapsed", ids(found), err)
	}
}

// TestPerPartner counts the claims of a day, not those of a year.
func TestPerPartner(t *testing.T) {
	d := customers()
	d.PerPartner, d.Extensions, d.ExtensionDays = 2, 1, 60
	b := newBook(t, d)
	b.add("c-1", "ana", to("A"), "2025-01-01") // until 2 March
	b.add("c-2", "ana", to("B"), "2025-02-01") // until 2 April
	q := claims.Request{ID: "c-3", Partner: "ana", Scope: to("C"), On: on("2025-03-01")}
	b.refused(alianza.ErrLimit, `claims: add "c-3": partner "ana": over the limit: holds 2 claims on 2025-03-01, at most 2`)(b.Add(q))
	q.On = on("2025-03-02")
	b.keep(b.Add(q)) // until 1 May
	b.add("c-4", "ben", to("D"), "2025-03-02")
	b.refused(alianza.ErrLimit, `claims: transferred "c-4": partner "ana": over the limit: holds 2 claims on 2025-03-10, at most 2`)(b.Transfer("c-4", "ana", on("2025-03-10")))
	b.refused(alianza.ErrLimit, `claims: extended "c-1": partner "ana": over the limit: holds 2 claims on 2025-03-02, at most 2`)(b.Extend("c-1", on("2025-03-01")))
	b.keep(b.Transfer("c-4", "ana", on("2025-04-02")))
}

// TestRefusals_One says one day, one claim and one extension without an s.
func TestRefusals_One(t *testing.T) {
	d := customers()
	d.Days, d.PerPartner, d.Extensions, d.ExtensionDays = 1, 1, 1, 1
	b := newBook(t, d)
	b.add("c-1", "ana", to("A"), "2025-01-01")
	q := claims.Request{ID: "c-2", Partner: "ana", Scope: to("B"), On: on("2025-01-01")}
	b.refused(alianza.ErrLimit, `claims: add "c-2": partner "ana": over the limit: holds 1 claim on 2025-01-01, at most 1`)(b.Add(q))
	q.Until = on("2025-01-02")
	b.refused(alianza.ErrConflict, `claims: add "c-2": until "2025-01-02": contradiction: a claim of this register holds for 1 day`)(b.Add(q))
	b.keep(b.Extend("c-1", on("2025-01-01")))
	b.refused(alianza.ErrLimit, `claims: extended "c-1": extensions "2": over the limit: at most 1 extension`)(b.Extend("c-1", on("2025-01-01")))
}

// TestExtend_InTheWay has a claim whose extension another one is in the way of.
func TestExtend_InTheWay(t *testing.T) {
	d := customers()
	d.Extensions, d.ExtensionDays = 1, 30
	b := newBook(t, d)
	b.add("c-1", "ana", to("A"), "2025-01-01") // until 2 March
	b.keep(b.Add(claims.Request{ID: "c-2", Partner: "ben", Scope: to("A"), On: on("2025-01-02"), From: on("2025-03-05")}))
	b.refused(claims.ErrTaken, `claims: extended "c-1": customer "A" for all products is taken: c-2 of ben to "A" for all products, active, `+
		`has the days from 2025-03-05 until 2025-04-01`)(b.Extend("c-1", on("2025-02-01")))
	if got := ids(slices.Collect(b.Ending(on("2025-03-01"), on("2025-04-01")))); !slices.Equal(got, []string{"c-1"}) {
		t.Errorf("Ending in March = %q; want c-1, whose last day is 1 March", got)
	}
	b.keep(b.Release("c-2", on("2025-01-10"), ""))
	if c := b.keep(b.Extend("c-1", on("2025-02-01"))); c.Until != on("2025-04-01") {
		t.Errorf("Extend = %s; want it until 2025-04-01", c)
	}
	c, _ := b.Claim("c-2")
	if got := fmt.Sprint(c.StateOn(on("2025-01-09")), c.StateOn(on("2025-01-10"))); got != "future released" {
		t.Errorf("StateOn = %s; want it future and then released", got)
	}
}

// TestOf_Lapsed has a claim that was not approved within 14 days: nobody holds it from 15
// January on, and it does not end in April.
func TestOf_Lapsed(t *testing.T) {
	d := customers()
	d.Approval, d.Decision, d.Days = true, 14, 90
	b := newBook(t, d)
	b.add("c-3", "carl", to("ACME"), "2026-01-01") // until 1 April
	for day, want := range map[string]int{"2026-01-14": 1, "2026-01-15": 0, "2026-02-01": 0} {
		if got := ids(slices.Collect(b.Of("carl", on(day)))); len(got) != want {
			t.Errorf("Of(carl, %s) = %q; want %d", day, got, want)
		}
	}
	if got := ids(slices.Collect(b.Ending(on("2026-01-01"), on("2027-01-01")))); got != nil {
		t.Errorf("Ending in 2026 = %q; want none, as the claim has lapsed before", got)
	}
	b.add("c-4", "carl", to("Other"), "2026-02-01") // until 2 May
	b.keep(b.Approve("c-4", on("2026-02-02")))
	if got := ids(slices.Collect(b.Ending(on("2026-01-01"), on("2027-01-01")))); !slices.Equal(got, []string{"c-4"}) {
		t.Errorf("Ending in 2026 = %q; want c-4, which was approved", got)
	}
	b.keep(b.Release("c-4", on("2026-03-01"), "lost"))
	if got := ids(slices.Collect(b.Ending(on("2026-01-01"), on("2027-01-01")))); got != nil {
		t.Errorf("Ending in 2026 = %q; want none, as c-4 was given up", got)
	}
}

// TestOn_Sorted has an older claim with a later ID.
func TestOn_Sorted(t *testing.T) {
	b := newBook(t, customers())
	for id, day := range map[string]string{"c-2": "2026-01-01", "c-1": "2026-02-01", "c-0": "2026-02-01"} {
		b.keep(b.Add(claims.Request{ID: id, Partner: "p-" + id, Scope: to("ACME"), Shared: true, On: on(day)}))
	}
	found, err := b.On(to("ACME"), on("2026-03-01")) // the one of 1 January holds for 60 days, until 2 March
	if want := []string{"c-2", "c-0", "c-1"}; err != nil || !slices.Equal(ids(found), want) {
		t.Errorf("On = %q, %v; want %q: by their first days, and then by ID", ids(found), err, want)
	}
}

// TestStateOn_NeverApproved has a claim that was given up while it waited for approval,
// and one that was approved before.
func TestStateOn_NeverApproved(t *testing.T) {
	for _, decision := range []int{0, 14} {
		d := customers()
		d.Approval, d.Decision = true, decision
		b := newBook(t, d)
		b.add("c-4", "ana", to("ACME"), "2026-01-01")
		c := b.keep(b.Release("c-4", on("2026-01-05"), ""))
		if got := fmt.Sprint(c.StateOn(on("2026-01-04")), " ", c.StateOn(on("2026-01-05"))); got != "pending released" {
			t.Errorf("decision within %d days: StateOn = %s; want it pending and then released", decision, got)
		}
		pipelinetest.ComesBack(t, b.Register)
		b.add("c-5", "ana", to("ACME"), "2026-01-06")
		b.keep(b.Approve("c-5", on("2026-01-07")))
		if c = b.keep(b.Release("c-5", on("2026-01-09"), "")); c.StateOn(on("2026-01-08")) != claims.Active {
			t.Errorf("StateOn = %s; want active, as it was approved", c.StateOn(on("2026-01-08")))
		}
	}
}

// TestAdd_TooLong has a register that leaves the end to the request: a claim holds for 100
// years of 365 days at most, as in a register with days.
func TestAdd_TooLong(t *testing.T) {
	b := newBook(t, regions())
	q := claims.Request{ID: "c-1", Partner: "ana", Scope: in("EU"), On: on("2026-01-01"), Until: on("2026-01-01").AddDays(claims.MaxDays + 1)}
	_, _, err := b.Add(q)
	wantFaults(t, "Add", err, fault{"until", "2125-12-09", alianza.ErrRange}) // 100 years less 24 leap days, and a day
	q.Until = on("9999-12-31")
	_, _, err = b.Add(q)
	wantFaults(t, "Add", err, fault{"until", "9999-12-31", alianza.ErrRange})
	q.Until = q.On.AddDays(claims.MaxDays)
	b.keep(b.Add(q))
}

// TestClaim_Long has as many steps as there may be, with the longest names, each of whose
// characters takes six bytes in JSON.
func TestClaim_Long(t *testing.T) {
	long := func(i int) string { return strings.Repeat("<", 196) + fmt.Sprintf("%04d", i) }
	d := customers()
	r, err := claims.New(d)
	if err != nil {
		t.Fatal(err)
	}
	products := make([]string, claims.MaxProducts)
	for i := range products {
		products[i] = long(i)
	}
	r, c, err := r.Add(claims.Request{ID: long(0), Partner: long(0), Scope: to(long(0), products...), On: on("2026-01-01")})
	for i := 1; err == nil && i <= claims.MaxSteps; i++ {
		r, c, err = r.Transfer(c.Request.ID, long(i), on("2026-01-02"))
	}
	if err != nil {
		t.Fatal(err)
	}
	pipelinetest.ComesBack(t, c)
	for i := range c.Steps { // as from a table that has reasons
		c.Steps[i].Reason = long(i)
	}
	pipelinetest.ComesBack(t, c)
	pipelinetest.ComesBack(t, claims.Conflict{Claim: c, Why: claims.SameName, Products: products, From: c.From, Until: c.Until})
	pipelinetest.ComesBack(t, claims.ConflictError{ID: "x", Scope: c.Request.Scope, Conflicts: []claims.Conflict{{Claim: c, Why: claims.SameName, From: c.From, Until: c.Until}}})
	if _, err := claims.Load(d, slices.Values([]claims.Claim{c})); err != nil {
		t.Error(err)
	}
}

func TestLoad_Refuses(t *testing.T) {
	d := customers()
	d.Extensions, d.ExtensionDays = 1, 30
	b := newBook(t, d)
	b.add("c-1", "ana", to("A"), "2025-01-01")
	good := b.keep(b.Extend("c-1", on("2025-02-01")))
	other := b.add("c-2", "ben", to("B"), "2025-01-01")
	load := func(all ...claims.Claim) error {
		_, err := claims.Load(d, slices.Values(all))
		return err
	}
	change := func(c claims.Claim, by func(*claims.Claim)) claims.Claim {
		c.Steps = slices.Clone(c.Steps)
		by(&c)
		return c
	}
	if err := load(good, other); err != nil {
		t.Errorf("Load = %v; want no error", err)
	}
	for name, tt := range map[string]struct {
		all  []claims.Claim
		want fault
	}{
		"twice":            {[]claims.Claim{good, other, good}, fault{"id", "c-1", alianza.ErrDuplicate}},
		"another end":      {[]claims.Claim{change(good, func(c *claims.Claim) { c.Until = c.Until.AddDays(1) })}, fault{"", "", alianza.ErrConflict}},
		"another state":    {[]claims.Claim{change(good, func(c *claims.Claim) { c.State = claims.Released })}, fault{"", "", alianza.ErrConflict}},
		"another partner":  {[]claims.Claim{change(good, func(c *claims.Claim) { c.Partner = "x" })}, fault{"", "", alianza.ErrConflict}},
		"a step too many":  {[]claims.Claim{change(good, func(c *claims.Claim) { c.Steps = append(c.Steps, c.Steps[0]) })}, fault{"steps[1].extensions", "2", alianza.ErrLimit}},
		"no step":          {[]claims.Claim{change(good, func(c *claims.Claim) { c.Steps[0].What = 0 })}, fault{"steps[0].what", "", alianza.ErrMissing}},
		"a bad reason":     {[]claims.Claim{change(good, func(c *claims.Claim) { c.Steps[0].Reason = "\x00" })}, fault{"steps[0].reason", "\x00", alianza.ErrForm}},
		"a needless name":  {[]claims.Claim{change(good, func(c *claims.Claim) { c.Steps[0].Partner = "x" })}, fault{"steps[0].partner", "x", alianza.ErrConflict}},
		"a fault":          {[]claims.Claim{change(good, func(c *claims.Claim) { c.Request.ID = "" })}, fault{"id", "", alianza.ErrMissing}},
		"nothing at all":   {[]claims.Claim{{}}, fault{"id", "", alianza.ErrMissing}},
		"a bad definition": {nil, fault{"over", "", alianza.ErrMissing}},
	} {
		t.Run(name, func(t *testing.T) {
			err := load(tt.all...)
			if tt.all == nil {
				_, err = claims.Load(claims.Definition{Name: "r"}, slices.Values(tt.all))
			}
			got := alianza.Faults(err)
			if len(got) == 0 || got[0].Path != tt.want.Path || got[0].Value != tt.want.Value || !errors.Is(got[0], tt.want.Kind) {
				t.Errorf("Load = %v; want %+v first", err, tt.want)
			}
		})
	}
	overlap := change(other, func(c *claims.Claim) { c.Request.Scope = to("a") })
	if err := load(good, overlap); !errors.Is(err, claims.ErrTaken) {
		t.Errorf("Load of two claims to one customer = %v; want ErrTaken", err)
	}
}

// TestMaxSteps has a claim that goes back and forth.
func TestMaxSteps(t *testing.T) {
	b := newBook(t, customers())
	b.add("c-1", "a", to("A"), "2025-01-01")
	for i := range claims.MaxSteps {
		b.keep(b.Transfer("c-1", string(rune('a'+(i+1)%2)), on("2025-01-02")))
	}
	b.refused(alianza.ErrLimit, fmt.Sprintf(`claims: given_up "c-1": steps "%d": over the limit: at most %d steps`, claims.MaxSteps+1, claims.MaxSteps))(b.Release("c-1", on("2025-01-03"), ""))
}

// TestMaxConflicts has more claims in the way than are listed.
func TestMaxConflicts(t *testing.T) {
	b := newBook(t, customers())
	for i := range 150 {
		b.add(fmt.Sprintf("c-%03d", i), "ana", to("A", fmt.Sprint(i)), "2025-01-01")
	}
	found, err := b.Conflicts(claims.Request{ID: "x", Partner: "ben", Scope: to("A"), On: on("2025-01-01")})
	if err != nil || len(found) != claims.MaxConflicts {
		t.Errorf("Conflicts = %d, %v; want %d", len(found), err, claims.MaxConflicts)
	}
}

// TestRegister_IsAValue holds that a step leaves the register before it, and that what is
// taken out does not lead back.
func TestRegister_IsAValue(t *testing.T) {
	b := newBook(t, customers())
	b.add("c-1", "ana", to("A", "x"), "2025-01-01")
	before := b.Register
	text := fmt.Sprint(slices.Collect(before.All()))
	b.keep(b.Release("c-1", on("2025-01-10"), ""))
	b.add("c-2", "ben", to("A", "x"), "2025-01-10")
	c, _ := before.Claim("c-1")
	c.Request.Scope.Products[0] = "y"
	if got := fmt.Sprint(slices.Collect(before.All())); got != text || before.Len() != 1 {
		t.Errorf("the register before = %s; want %s", got, text)
	}
	if got := fmt.Sprint(before, ", ", b.Register, ", ", claims.Register{}); got != "deals: 1 claim, deals: 2 claims, no register" {
		t.Errorf("String() = %q", got)
	}
	if before.Equal(b.Register) || before.Equal(claims.Register{}) || !(claims.Register{}).Equal(claims.Register{}) {
		t.Error("Equal: want registers equal to themselves alone")
	}
}

func TestMermaid(t *testing.T) {
	d := regions()
	d.Territories = append(d.Territories, claims.Territory{Name: `end"]; click t0`, Inside: "EU"})
	b := newBook(t, d)
	b.add("c-1", `<script> "ana"`, in("Jalisco", "A|B", "--> x"), "2025-01-01")
	b.add("c-2", "ben #;", in(`end"]; click t0`), "2025-01-01")
	b.keep(b.Add(claims.Request{ID: "c-3", Partner: "cid", Scope: in("US"), Shared: true, On: on("2025-01-02"), Until: on("2025-03-01")}))
	picture, err := b.Mermaid(on("2025-02-01"))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "territories.mermaid", picture)

	deals := customers()
	deals.Approval = true
	b = newBook(t, deals)
	b.add("c-1", "ana", to("ACME, Inc.", "CRM"), "2025-01-01")
	b.add("c-2", "ben", to("acme", "ERP"), "2025-01-05")
	b.keep(b.Approve("c-2", on("2025-01-06")))
	b.keep(b.Transfer("c-2", "ana", on("2025-02-01")))
	if picture, err = b.Mermaid(on("2025-01-31")); err != nil {
		t.Fatal(err)
	}
	golden(t, "customers.mermaid", picture)

	for i := range 201 {
		b.add(fmt.Sprint("d-", i), "ana", to(fmt.Sprint("x", i)), "2025-01-01")
	}
	_, err = b.Mermaid(on("2025-01-31"))
	wantFaults(t, "Mermaid", err, fault{"claims", "201", alianza.ErrLimit})
	_, err = claims.Register{}.Mermaid(alianza.Date{})
	wantFaults(t, "Mermaid of no register", err, fault{"register", "", alianza.ErrUnchecked}, fault{"day", "", alianza.ErrMissing})
	if _, err := newBook(t, customers()).Mermaid(on("9999-12-31")); err != nil {
		t.Errorf("Mermaid of an empty register on the last day = %v", err)
	}
}
