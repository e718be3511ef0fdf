package ledgertest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/ledgertest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// open returns the ledger of a year after the first so many of its events.
func open(tb testing.TB, y ledgertest.Year, events int) *ledgertest.Ledger {
	tb.Helper()
	l, err := ledgertest.New(y.Zone, y.Definitions...)
	if err != nil {
		tb.Fatalf("%v: %s", err, y.Definitions)
	}
	for _, e := range y.Events[:events] {
		l.Post(e)
	}
	return l
}

func accepted(out ledgertest.Outcome) bool { return !out.Unsure && len(out.Refused) == 0 }

// decode returns the object of a JSON text.
func decode(tb testing.TB, data []byte) object {
	tb.Helper()
	o := object{}
	if err := json.Unmarshal(data, &o); err != nil {
		tb.Fatal(err)
	}
	return o
}

// balances returns what partners have earned, without lines of 0 and without
// those whose names begin with a prefix.
func balances(l *ledgertest.Ledger, without string) map[string]string {
	sums := map[string]string{}
	for _, partner := range []string{"ana", "bob"} {
		for line, sum := range l.Balance(partner) {
			if sum.Sign() != 0 && (without == "" || !strings.HasPrefix(line.Rule, without)) {
				sums[partner+" "+line.Rule+" "+line.Medium] = sum.RatString()
			}
		}
	}
	return sums
}

func story(y ledgertest.Year) string {
	var b strings.Builder
	for _, d := range y.Definitions {
		fmt.Fprintf(&b, "%s\n", d)
	}
	for _, e := range y.Events {
		fmt.Fprintf(&b, "  %s\n", e)
	}
	return b.String()
}

// TestDice repeats a year, and counts what years have in them.
func TestDice(t *testing.T) {
	counts := map[string]int{}
	const n, events = 40, 40
	for seed := range uint64(n) {
		y := ledgertest.Dice(seed, events)
		if again := ledgertest.Dice(seed, events); seed < 5 && story(again) != story(y) {
			t.Fatalf("seed %d makes two years", seed)
		}
		l := open(t, y, 0)
		for _, data := range y.Events {
			e := decode(t, data)
			out := l.Post(data)
			switch kind, _ := e["kind"].(string); {
			case out.Unsure:
				t.Fatalf("seed %d: unsure of %s", seed, data)
			case len(out.Refused) > 0:
				counts["refused "+out.Refused[0]]++
			case len(out.Changes) > 0:
				counts["changed by a "+kind]++
			default:
				counts["nothing by a "+kind]++
			}
		}
		text := story(y)
		for _, word := range []string{
			`"carry"`, `"keep_attained"`, `"caps"`, `"count_free"`, `"follows"`, `"payments"`, `"months"`, `"then"`, `"min"`, `"max"`, `"meter"`,
			`"prospective"`, `"next_sale"`, `"slab"`, `"graduated"`, `"quota"`, `"upper"`, `"by":"units"`, `"ladder"`, `"step"`, `"version":2`, `"version":3`,
			`"ignore"`, `"current_rate"`, `"best"`, `"every"`, `"half_even"`, `"refund_days"`, `"of_partner"`, `"booked"`, `"customer":true`, `"until"`,
			`"take_back"`, `"cause"`, `"after_payments"`, `"max_rate"`, `"each_customer"`, `"year_begins"`, `"week"`, `"contract_year"`, `"name":"all"`,
			`"defer"`, `"reads"`, `"shares"`, `"by":"customers"`,
		} {
			if strings.Contains(text, word) {
				counts[word]++
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%5d %s", counts[key], key)
	}
	for key, least := range map[string]int{
		"changed by a sale": 120, "changed by a refund": 50, "changed by a chargeback": 15, "changed by a reversal": 15, "changed by a correction": 20,
		"changed by a close": 10, "refused pending": 20, "refused range": 20, "refused conflict": 40, "refused repeated": 15, "refused missing": 10,
		`"carry"`: 3, `"keep_attained"`: 5, `"follows"`: 10, `"version":3`: 3, `"count_free"`: 3, `"of_partner"`: 3, `"then"`: 2,
		`"take_back"`: 5, `"cause"`: 20, `"after_payments"`: 3, `"max_rate"`: 1, `"each_customer"`: 2, `"year_begins"`: 3, `"week"`: 3, `"contract_year"`: 3, `"name":"all"`: 5,
		`"defer"`: 5, `"reads"`: 2, `"shares"`: 2, `"by":"customers"`: 3, "changed by a maturity": 3,
	} {
		if counts[key] < least {
			t.Errorf("%d times %s in %d years; want at least %d", counts[key], key, n, least)
		}
	}
}

// TestAllBack takes everything back: no rule has paid anything, but for those whose
// policy leaves something, and those by customers who are kept as they were attained.
func TestAllBack(t *testing.T) {
	for seed := range seeds.Count(16) {
		y := ledgertest.Dice(uint64(seed), 30)
		text := story(y)
		if strings.Contains(text, `"take_back"`) || strings.Contains(text, `"keep_attained"`) && strings.Contains(text, `"by":"customers"`) {
			continue
		}
		l := open(t, y, len(y.Events))
		for _, kind := range []string{"reversal", "chargeback"} {
			for i, data := range y.Events {
				e := decode(t, data)
				if takes := e["kind"] == "refund" || e["kind"] == "chargeback"; takes != (kind == "reversal") && e["kind"] != "correction" {
					continue
				}
				back := plain(object{"id": fmt.Sprint(kind, i), "kind": kind, "of": e["id"], "partner": e["partner"], "at": "2026-03-30T00:00:00Z", "currency": e["currency"]})
				l.Post(marshal(t, back))
			}
		}
		if left := balances(l, "b"); len(left) > 0 {
			t.Fatalf("seed %d: after everything was taken back %v is left of\n%s", seed, left, story(y))
		}
	}
}

// TestUndo undoes each taking at once: everything is as it was, and it is taken
// once only.
func TestUndo(t *testing.T) {
	for seed := range seeds.Count(12) {
		y := ledgertest.Dice(uint64(seed), 25)
		l := open(t, y, 0)
		for i, data := range y.Events {
			e := decode(t, data)
			before := balances(l, "b")
			out := l.Post(data)
			if kind := e["kind"]; !accepted(out) || kind != "refund" && kind != "chargeback" {
				continue
			}
			undo := plain(object{"id": fmt.Sprint("undo", i), "kind": "reversal", "of": e["id"], "partner": e["partner"], "at": e["at"], "currency": e["currency"]})
			out = l.Post(marshal(t, undo))
			if after := balances(l, "b"); !accepted(out) || !maps.Equal(before, after) {
				t.Fatalf("seed %d: event %d undone is %v, and makes %v; want %v\n%s", seed, i, out, after, before, story(y))
			}
			undo["id"] = fmt.Sprint("twice", i)
			if out := l.Post(marshal(t, undo)); !slices.Contains(out.Refused, "conflict") {
				t.Fatalf("seed %d: event %d undone twice is %v", seed, i, out)
			}
		}
	}
}

// TestCorrected corrects a sale to another at once: that is as if the wrong one
// had never been. Sales that something takes back are left out, since the right one
// takes that over.
func TestCorrected(t *testing.T) {
	for seed := range seeds.Count(10) {
		y := ledgertest.Dice(uint64(seed), 15)
		var sales []int
		taken := map[any]bool{}
		for i, data := range y.Events {
			taken[decode(t, data)["of"]] = true
			if kind := decode(t, data)["kind"]; kind == "sale" || kind == "payment" || kind == "lead" {
				sales = append(sales, i)
			}
		}
		for _, i := range sales {
			for _, j := range sales[:min(4, len(sales))] {
				right := with(object{"id": "right"}, decode(t, y.Events[j]))
				wrong := decode(t, y.Events[i])
				if right["kind"] != wrong["kind"] || i == j || taken[wrong["id"]] {
					continue
				}
				once, twice := open(t, y, i), open(t, y, i)
				want := once.Post(marshal(t, right))
				if !accepted(twice.Post(y.Events[i])) || wrong["id"] == right["of"] {
					continue
				}
				fix := with(object{"kind": "correction", "of": wrong["id"]}, right)
				if wrong["partner"] != right["partner"] {
					fix["of_partner"] = wrong["partner"]
				}
				got := twice.Post(marshal(t, fix))
				// What follows is late news to a close: it may be posted later.
				if a, b := balances(once, "b"), balances(twice, "b"); accepted(got) && accepted(want) && !maps.Equal(a, b) {
					t.Fatalf("seed %d: %s corrected by %s makes %v; want %v\n%s", seed, y.Events[i], marshal(t, fix), b, a, story(y))
				}
			}
		}
	}
}

// TestCorrectedLater corrects a wrong sale after others came: it leaves no trace
// where the order of events does not matter.
func TestCorrectedLater(t *testing.T) {
	for seed := range seeds.Count(12) {
		y := ledgertest.Orderless(uint64(seed), 8)
		for i, data := range y.Events {
			right := decode(t, data)
			if right["kind"] == "refund" || right["kind"] == "reversal" || right["kind"] == "correction" {
				continue
			}
			wrong := with(object{"id": "wrong", "partner": "bob", "amount": "77.77", "units": "7", "tier": "club/silver", "at": "2026-03-30T00:00:00Z"}, right)
			fix := with(object{"kind": "correction", "of": "wrong", "of_partner": "bob"}, right)
			if i%2 == 0 {
				wrong["partner"], wrong["at"] = right["partner"], right["at"]
				delete(fix, "of_partner")
			}
			once, twice := open(t, y, len(y.Events)), open(t, y, 0)
			all := accepted(twice.Post(marshal(t, wrong)))
			for j, other := range y.Events {
				if j == i {
					other = marshal(t, fix)
				}
				all = accepted(twice.Post(other)) && all
			}
			if a, b := balances(once, ""), balances(twice, ""); all && !maps.Equal(a, b) {
				t.Fatalf("seed %d: %s corrected by %s makes %v; want %v\n%s", seed, marshal(t, wrong), marshal(t, fix), b, a, story(y))
			}
		}
	}
}

// TestAgain sends every event again: it is known, and changes nothing.
func TestAgain(t *testing.T) {
	for seed := range seeds.Count(15) {
		y := ledgertest.Dice(uint64(seed), 30)
		l := open(t, y, 0)
		for _, data := range y.Events {
			if !accepted(l.Post(data)) {
				continue
			}
			e := decode(t, data)
			before := balances(l, "")
			e["at"], e["booked"] = "2026-12-24T00:00:00Z", "2026-12-24T00:00:00Z"
			if out := l.Post(marshal(t, e)); !slices.Equal(out.Refused, []string{"repeated"}) || !maps.Equal(before, balances(l, "")) {
				t.Fatalf("seed %d: %s sent again is %v", seed, data, out)
			}
		}
	}
}

// TestOrder puts few events into every order: where all are accepted, the
// balance is the same.
func TestOrder(t *testing.T) {
	orders, all := 0, 0
	for seed := range seeds.Count(12) {
		events := 4
		if seed%50 == 0 {
			events = 6
		}
		y := ledgertest.Orderless(uint64(seed), events)
		first := open(t, y, len(y.Events))
		want := balances(first, "")
		permute(len(y.Events), func(order []int) {
			all++
			l, err := ledgertest.New(y.Zone, y.Definitions...)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range order {
				if !accepted(l.Post(y.Events[i])) {
					return
				}
			}
			orders++
			if got := balances(l, ""); !maps.Equal(got, want) && !t.Failed() {
				t.Errorf("seed %d: in the order %v the balance is %v; want %v\n%s", seed, order, got, want, story(y))
			}
		})
		if t.Failed() {
			return
		}
	}
	if t.Logf("%d of %d orders", orders, all); orders < all/4 {
		t.Errorf("only %d of %d orders were accepted", orders, all)
	}
}

// permute calls a function with every order of so many things.
func permute(n int, visit func(order []int)) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	var place func(int)
	place = func(i int) {
		if i == n {
			visit(order)
			return
		}
		for j := i; j < n; j++ {
			order[i], order[j] = order[j], order[i]
			place(i + 1)
			order[i], order[j] = order[j], order[i]
		}
	}
	place(0)
}

// TestContent sends an event again with another content: each field matters but
// the instants.
func TestContent(t *testing.T) {
	definition := marshal(t, object{"id": "p", "version": 1, "currency": "USD", "unknown_sale": "ignore", "rules": []any{object{"name": "s", "on": "sale", "rate": "10%"}}})
	e := plain(object{
		"id": "o", "kind": "refund", "of": "z", "amount": "100", "units": "3", "tier": "l/a", "customer": "x", "customer_since": "2026-01-01T00:00:00Z",
		"order": "7", "partner_since": "2025-01-01T00:00:00Z", "partner_until": "2027-01-01T00:00:00Z",
		"includes": object{"tax": "10"}, "facts": object{"country": "US"},
	})
	for _, tt := range []struct {
		field string
		value any
		want  string
	}{
		{"kind", "chargeback", "conflict"},
		{"of", "y", "conflict"},
		{"amount", "100.01", "conflict"},
		{"units", "4", "conflict"},
		{"units", nil, "conflict"},
		{"tier", "l/b", "conflict"},
		{"tier", nil, "conflict"},
		{"customer", "y", "conflict"},
		{"customer_since", "2026-01-02T00:00:00Z", "conflict"},
		{"customer_since", nil, "conflict"},
		{"order", "8", "conflict"},
		{"partner_since", "2025-01-02T00:00:00Z", "conflict"},
		{"partner_until", nil, "conflict"},
		{"includes", object{"tax": "11"}, "conflict"},
		{"includes", object{"tax": "10", "shipping": "0"}, "conflict"},
		{"includes", nil, "conflict"},
		{"facts", object{"country": "ES"}, "conflict"},
		{"facts", nil, "conflict"},
		{"amount", "100.00", "repeated"},
		{"units", 3.0, "repeated"},
		{"at", "2026-02-05T00:00:00Z", "repeated"},
		{"booked", "2026-02-05T00:00:00Z", "repeated"},
	} {
		l, err := ledgertest.New(nil, definition)
		if err != nil {
			t.Fatal(err)
		}
		if out := l.Post(marshal(t, e)); !accepted(out) {
			t.Fatal(out)
		}
		other := with(object{tt.field: tt.value}, e)
		if tt.value == nil {
			delete(other, tt.field)
		}
		if out := l.Post(marshal(t, other)); !slices.Equal(out.Refused, []string{tt.want}) {
			t.Errorf("with %s %v: %v; want refused: %s", tt.field, tt.value, out, tt.want)
		}
	}
}

// TestCap adds up what a cap per event bounds: without reversals it is kept.
func TestCap(t *testing.T) {
	for seed := range seeds.Count(12) {
		y := ledgertest.Dice(uint64(seed), 30)
		if len(y.Definitions) > 1 {
			continue
		}
		l := open(t, y, 0)
		for _, data := range y.Events {
			if e := decode(t, data); e["kind"] == "reversal" || e["kind"] == "correction" {
				continue
			}
			l.Post(data)
		}
		rules, _ := decode(t, y.Definitions[0])["rules"].([]any)
		for _, one := range rules {
			rule, _ := one.(map[string]any)
			caps, _ := rule["caps"].([]any)
			for _, c := range caps {
				bound, _ := c.(map[string]any)
				if bound["per"] != "ever" || bound["customer"] != nil {
					continue
				}
				for _, partner := range []string{"ana", "bob"} {
					sum := new(big.Rat)
					for line, amount := range l.Balance(partner) {
						if line.Rule == rule["name"] {
							sum.Add(sum, amount)
						}
					}
					if most := rat(t, fmt.Sprint(bound["amount"])); sum.Cmp(most) > 0 {
						t.Errorf("seed %d: rule %v has paid %s to %s; want at most %s\n%s", seed, rule["name"], short(sum), partner, short(most), story(y))
					}
				}
			}
		}
	}
}
