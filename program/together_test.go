package program_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/program"
)

const tenth = `{"id": "p", "currencies": ["USD", "JPY"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}]}`

// of returns an event of another partner.
func of(partner string, e commission.Event) commission.Event {
	e.Partner = partner
	return e
}

// given returns the correction by which a partner gets a sale of another one.
func given(id, day, amount, partner, of, owner string) commission.Event {
	e := sale(id, day, amount)
	e.Kind, e.Partner, e.Of, e.OfPartner = commission.Correction, partner, of, owner
	return e
}

// shared is a sale s of several partners, the first of whom leads, in equal parts.
func shared(day, amount string, partners ...string) commission.Event {
	e := of(partners[0], sale("s", day, amount))
	for _, name := range partners {
		e.Shares = append(e.Shares, commission.AttributedShare{Partner: name, Weight: num("1")})
	}
	return e
}

// earned returns what the months brought each partner, earned and taken back, one after
// the other: "2026-03 ana 10 -10".
func earned(t *testing.T, doc string, events ...commission.Event) []string {
	t.Helper()
	run := mustRead(t, doc).Run()
	for _, e := range events {
		if err := run.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	var list []string
	for r := range run.CloseAll() {
		for l := range r.Lines() {
			if l.Err != nil {
				t.Errorf("%s: %v", l.Event.ID, l.Err)
			}
		}
		for _, a := range r.Accounts {
			list = append(list, fmt.Sprintf("%s %s %s %s", r.Month, r.Partner, a.Earned.Round(2), a.Adjusted.Round(2)))
		}
	}
	return list
}

// TestOtherPartners has events that post to partners other than their own. What they
// post is in the month of the event, whatever the names.
func TestOtherPartners(t *testing.T) {
	for _, name := range [][2]string{{"ana", "bob"}, {"bob", "ana"}} {
		one, two := name[0], name[1]
		refundOfAll := of(one, sale("r", "2026-03-20", "1005"))
		refundOfAll.Kind, refundOfAll.Of, refundOfAll.Currency = commission.Refund, "s", "JPY"
		yen := shared("2026-03-10", "1005", one, two, "cat")
		yen.Currency = "JPY"
		for _, tt := range []struct {
			name   string
			events []commission.Event
			want   map[string]string // by partner
		}{
			{
				"a correction of the month before",
				[]commission.Event{of(one, sale("a", "2026-03-10", "100")), given("c", "2026-04-10", "100", two, "a", one)},
				map[string]string{one: "2026-03 10 0, 2026-04 0 -10", two: "2026-04 10 0"},
			},
			{
				"a correction of the same month",
				[]commission.Event{given("c", "2026-03-11", "100", two, "a", one), of(one, sale("a", "2026-03-10", "100"))},
				map[string]string{one: "2026-03 10 -10", two: "2026-03 10 0"},
			},
			{
				"shares",
				[]commission.Event{shared("2026-03-10", "1000", one, two), of(two, sale("b", "2026-03-11", "10"))},
				map[string]string{one: "2026-03 50 0", two: "2026-03 51 0"},
			},
			{
				"a partner that sells later",
				[]commission.Event{shared("2026-03-10", "1000", one, two), of(two, sale("b", "2026-05-11", "10"))},
				map[string]string{one: "2026-03 50 0, 2026-04 0 0, 2026-05 0 0", two: "2026-03 50 0, 2026-04 0 0, 2026-05 1 0"},
			},
			{ // 101 of three: 34, 34 and 33
				"a refund of shares",
				[]commission.Event{yen, refundOfAll},
				map[string]string{"ana": "2026-03 34 -34", "bob": "2026-03 34 -34", "cat": "2026-03 33 -33"},
			},
		} {
			got := map[string]string{}
			for _, line := range earned(t, tenth, tt.events...) {
				words := strings.SplitN(line, " ", 3)
				got[words[1]] += ", " + words[0] + " " + words[2]
			}
			for partner, want := range tt.want {
				if got := strings.TrimPrefix(got[partner], ", "); got != want {
					t.Errorf("%s, %s first: %s has %q; want %q", tt.name, one, partner, got, want)
				}
			}
		}
	}
}

// TestGivingEachOther has two partners who correct each other's sales of one month. One
// of them has to wait.
func TestGivingEachOther(t *testing.T) {
	run := mustRead(t, tenth).Run()
	addAll(run, []commission.Event{
		of("ana", sale("a", "2026-03-10", "100")), of("bob", sale("b", "2026-03-10", "200")),
		given("c", "2026-03-11", "100", "ana", "b", "bob"), given("d", "2026-03-11", "200", "bob", "a", "ana"),
	})
	got := map[string]string{}
	for r := range run.CloseAll() {
		got[r.Partner] = fmt.Sprint(r.Accounts[0].Earned, " ", r.Accounts[0].Adjusted)
		for l := range r.Lines() {
			if l.Err != nil && !errors.Is(l.Err, alianza.ErrPending) {
				t.Errorf("%s: %v; want %v", l.Event.ID, l.Err, alianza.ErrPending)
			}
		}
	}
	// bob comes first: a is not evaluated yet. Then ana sells a for 10, and gets b for 10.
	if want := map[string]string{"ana": "20 0", "bob": "20 -20"}; !maps.Equal(got, want) || run.Refused() != 1 {
		t.Errorf("accounts = %q, %d refused; want %q, 1", got, run.Refused(), want)
	}
}

// TestOtherPartnersTooLate adds a sale with shares to a month of which a partner has the
// result.
func TestOtherPartnersTooLate(t *testing.T) {
	run := mustRead(t, tenth).Run()
	addAll(run, []commission.Event{of("ana", sale("a", "2026-03-10", "100")), of("bob", sale("b", "2026-03-10", "200"))})
	for range run.CloseAll() {
		break
	}
	if err := run.Add(shared("2026-03-11", "10", "bob", "ana")); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Add of shares = %v; want %v", err, alianza.ErrRange)
	}
	if err := run.Add(of("bob", sale("c", "2026-03-11", "10"))); err != nil {
		t.Errorf("Add = %v; want no error", err)
	}
	if err := run.Add(shared("2026-04-11", "10", "bob", "ana")); err != nil {
		t.Errorf("Add of shares in April = %v; want no error", err)
	}
	for r := range run.CloseAll() {
		if r.Month == month(t, "2026-04") {
			break
		}
	}
	if err := run.Add(of("cat", sale("d", "2026-04-12", "10"))); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Add to a month that was evaluated = %v; want %v", err, alianza.ErrRange)
	}
}

// crossing returns events some of which have shares or are of another partner. The
// partners are called p0 to p3.
func (d dice) crossing(n int) []commission.Event {
	all := d.events(n)
	for i := range all {
		e := &all[i]
		switch {
		case e.Kind == commission.Sale && d.IntN(4) == 0:
			for _, n := range d.Perm(4)[:1+d.IntN(3)] {
				e.Shares = append(e.Shares, commission.AttributedShare{Partner: fmt.Sprint("p", n), Weight: decimal.NewFromInt(1 + d.Int64N(3))})
			}
			if !slices.ContainsFunc(e.Shares, func(s commission.AttributedShare) bool { return s.Partner == e.Partner }) {
				e.Shares[0].Partner = e.Partner
			}
		case e.Kind == commission.Correction && d.IntN(2) == 0:
			if to := fmt.Sprint("p", d.IntN(4)); to != e.Partner {
				e.OfPartner, e.Partner, e.ID = e.Partner, to, "c"+e.ID
			}
		}
	}
	return all
}

// months returns what each partner's months brought, in order, under other names.
func months(t *testing.T, results func(func(program.Result) bool), names map[string]string) []string {
	t.Helper()
	var list []string
	before := ""
	posted := map[string]decimal.Decimal{} // by partner, currency and medium
	brought := map[string]decimal.Decimal{}
	for r := range results {
		if at := r.Month.String() + " " + r.Partner; at <= before {
			t.Errorf("%s comes after %s", at, before)
		} else {
			before = at
		}
		for l := range r.Lines() {
			for _, e := range l.Entries {
				key := fmt.Sprint(e.Partner, e.Currency, e.Medium)
				posted[key] = posted[key].Add(e.Amount)
			}
		}
		for _, a := range r.Accounts {
			key := fmt.Sprint(r.Partner, a.Currency, a.Medium)
			brought[key] = brought[key].Add(a.Earned).Add(a.Adjusted)
		}
		entries := decimal.Decimal{}
		for e := range r.Entries() {
			entries = entries.Add(e.Amount)
		}
		list = append(list, fmt.Sprint(r.Month, names[r.Partner], r.Level, r.Accounts, entries))
	}
	for _, key := range slices.Sorted(maps.Keys(posted)) {
		if !posted[key].Equal(brought[key]) {
			t.Errorf("%s: %s was posted, and the months brought %s", key, posted[key], brought[key])
		}
	}
	slices.Sort(list)
	return list
}

// TestLawOtherPartners holds that what is posted is in the accounts of some month, that
// results come in order, and that names, interruptions and what is closed when change
// nothing.
func TestLawOtherPartners(t *testing.T) {
	crossed := 0
	for seed := range seeds.Count(150) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 20))}
		p := mustRead(t, d.program())
		events := d.crossing(1 + d.IntN(60))
		// An ID that is given twice is another event for each order of arrival.
		ids := map[string]bool{}
		events = slices.DeleteFunc(events, func(e commission.Event) bool {
			seen := ids[e.ID]
			ids[e.ID] = true
			return seen
		})
		at := func(e commission.Event) time.Time { return cmp.Or(e.Booked, e.At) }
		slices.SortStableFunc(events, func(a, b commission.Event) int { return at(a).Compare(at(b)) })
		same := map[string]string{"p0": "p0", "p1": "p1", "p2": "p2", "p3": "p3"}
		run := p.Run()
		addAll(run, events)
		want := months(t, run.CloseAll(), same)

		interrupted := p.Run()
		addAll(interrupted, events)
		got := months(t, func(yield func(program.Result) bool) {
			for more := true; more; {
				more = false
				for r := range interrupted.CloseAll() {
					more = true
					if !yield(r) {
						return
					}
					if d.IntN(3) == 0 {
						break
					}
				}
			}
		}, same)
		if diff := seeds.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: interrupted (-want +got):\n%s", seed, diff)
		}

		if !slices.ContainsFunc(events, func(e commission.Event) bool { return e.OfPartner != "" }) { // whose order among partners may decide
			crossed++
			back := map[string]string{"z0": "p3", "z1": "p2", "z2": "p1", "z3": "p0"}
			to := map[string]string{"p3": "z0", "p2": "z1", "p1": "z2", "p0": "z3"}
			renamed := p.Run()
			for _, e := range events {
				e.Partner, e.Shares = to[e.Partner], slices.Clone(e.Shares)
				for i := range e.Shares {
					e.Shares[i].Partner = to[e.Shares[i].Partner]
				}
				_ = renamed.Add(e)
			}
			if diff := seeds.Diff(want, months(t, renamed.CloseAll(), back)); diff != "" {
				t.Fatalf("seed %d: other names (-want +got):\n%s", seed, diff)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d: %v", seed, events)
		}
	}
	if crossed < 20 {
		t.Errorf("%d runs were renamed; want 20 at least", crossed)
	}
}

// TestCorrectionLevel corrects a sale in a month in which the partner sells nothing. It
// is paid by the level of the sale.
func TestCorrectionLevel(t *testing.T) {
	correction := given("c", "2026-04-10", "50", "ana", "a", "")
	again := given("d", "2026-05-10", "60", "ana", "c", "")
	atGold := sale("a", "2026-03-10", "100")
	atGold.Tier = "l/gold"
	more := []commission.Event{sale("x", "2026-04-11", "1"), sale("y", "2026-04-12", "1")} // gold, in April
	for _, tt := range []struct {
		name   string
		events []commission.Event
		want   []string
	}{
		{"no level", []commission.Event{sale("a", "2026-03-10", "100"), correction}, []string{"2026-03 ana 10 0", "2026-04 ana 5 -10"}},
		{"another level", append([]commission.Event{sale("a", "2026-03-10", "100"), correction}, more...), []string{"2026-03 ana 10 0", "2026-04 ana 5.4 -10"}},
		{"twice", []commission.Event{sale("a", "2026-03-10", "100"), correction, again}, []string{"2026-03 ana 10 0", "2026-04 ana 5 -10", "2026-05 ana 6 -5"}},
		{ // bob was at basic in March
			"to another",
			[]commission.Event{sale("a", "2026-03-10", "100"), of("bob", sale("b", "2026-03-10", "10")), given("c", "2026-04-10", "100", "bob", "a", "ana")},
			[]string{"2026-03 ana 10 0", "2026-03 bob 1 0", "2026-04 ana 0 -10", "2026-04 bob 10 0"},
		},
		{ // bob begins in April, at gold
			"to one who began later",
			[]commission.Event{
				sale("a", "2026-03-10", "100"), of("bob", sale("b", "2026-04-10", "10")), of("bob", sale("e", "2026-04-10", "10")), given("c", "2026-04-10", "100", "bob", "a", "ana"),
			},
			[]string{"2026-03 ana 10 0", "2026-04 ana 0 -10", "2026-04 bob 24 0"},
		},
		{"at the level that the sale carries", []commission.Event{atGold, correction}, []string{"2026-03 ana 20 0", "2026-04 ana 10 -20"}},
		{ // whose own level is basic
			"to another than the one at gold",
			[]commission.Event{atGold, of("bob", sale("b", "2026-03-10", "10")), given("c", "2026-04-10", "100", "bob", "a", "ana")},
			[]string{"2026-03 ana 20 0", "2026-03 bob 1 0", "2026-04 ana 0 -20", "2026-04 bob 10 0"},
		},
	} {
		if got := earned(t, document("", ""), tt.events...); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q; want %q", tt.name, got, tt.want)
		}
	}
}

// TestRefundOfTheDay has a refund of which the day alone is known, and its sale at noon
// of that day.
func TestRefundOfTheDay(t *testing.T) {
	refund := sale("r", "2026-03-10", "40")
	refund.Kind, refund.Of, refund.At = commission.Refund, "a", refund.At.Add(-12*time.Hour)
	if got, want := earned(t, tenth, refund, sale("a", "2026-03-10", "100")), []string{"2026-03 ana 10 -4"}; !slices.Equal(got, want) {
		t.Errorf("results = %q; want %q", got, want)
	}
	for name, change := range map[string]func(e *commission.Event){
		"the day before":      func(e *commission.Event) { e.At = e.At.AddDate(0, 0, -1) },
		"an hour of the day":  func(e *commission.Event) { e.At = e.At.Add(time.Hour) },
		"a second of the day": func(e *commission.Event) { e.At = e.At.Add(time.Second) },
		"a nanosecond of it":  func(e *commission.Event) { e.At = e.At.Add(time.Nanosecond) },
	} {
		early := refund
		change(&early)
		run := mustRead(t, tenth).Run()
		addAll(run, []commission.Event{early, sale("a", "2026-03-10", "100")})
		for range run.CloseAll() {
		}
		if run.Refused() != 1 {
			t.Errorf("%s: %d refused; want 1", name, run.Refused())
		}
	}
}

// TestChainOfTheDay has events of which the day alone is known, each of which takes back
// the one before it, in any order.
func TestChainOfTheDay(t *testing.T) {
	of := func(id, of, amount string, kind commission.Kind) commission.Event {
		e := sale(id, "2026-03-10", amount)
		e.Kind, e.Of, e.At = kind, of, e.At.Add(-12*time.Hour)
		return e
	}
	first := sale("a", "2026-03-10", "100")
	midnight := first
	midnight.At = midnight.At.Add(-12 * time.Hour)
	tests := []struct {
		name        string
		second, end commission.Event
		want        string
	}{
		{"a refund of a correction", of("c", "a", "80", commission.Correction), of("r", "c", "30", commission.Refund), "5"}, // 10% of 50
		{"a reversal of a refund", of("r", "a", "30", commission.Refund), of("v", "r", "0", commission.Reversal), "10"},
	}
	for _, tt := range tests {
		for _, events := range [][]commission.Event{
			{first, tt.second, tt.end}, {tt.end, tt.second, first}, {tt.second, tt.end, first}, {tt.end, tt.second, midnight}, {midnight, tt.end, tt.second},
		} {
			run := mustRead(t, tenth).Run()
			addAll(run, events)
			var got decimal.Decimal
			for r := range run.CloseAll() {
				got = got.Add(r.Accounts[0].Earned).Add(r.Accounts[0].Adjusted)
			}
			if !got.Equal(num(tt.want)) || run.Refused() != 0 {
				t.Errorf("%s: %s, %d refused; want %s, added as %v", tt.name, got, run.Refused(), tt.want, events)
			}
		}
	}
}
