package claims_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

// dice makes random registers, requests and steps.
type dice struct{ *rand.Rand }

func (d dice) definition() claims.Definition {
	def := customers()
	if d.IntN(2) == 0 {
		def = regions()
	}
	def.Days = d.IntN(2) * (5 + d.IntN(30))
	if d.IntN(2) == 0 {
		def.Extensions, def.ExtensionDays = 1+d.IntN(3), 1+d.IntN(20)
	}
	if def.Approval = d.IntN(2) == 0; def.Approval {
		def.Decision = d.IntN(2) * (1 + d.IntN(15))
	}
	def.PerPartner = d.IntN(2) * (1 + d.IntN(3))
	return def
}

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

func (d dice) scope(def claims.Definition) claims.Scope {
	var s claims.Scope
	if def.Over == claims.Customers {
		s.Customer = pick(d, slices.Sorted(maps.Keys(spellings)))
	} else {
		s.Territory = pick(d, def.Territories).Name
	}
	for _, p := range []string{"A", "B", "C"} {
		if d.IntN(3) == 0 {
			s.Products = append(s.Products, p)
		}
	}
	return s
}

func (d dice) day() alianza.Date { return on("2025-01-01").AddDays(d.IntN(90)) }

func (d dice) partner() string { return pick(d, []string{"ana", "ben", "cid"}) }

func (d dice) request(def claims.Definition, id string) claims.Request {
	q := claims.Request{ID: id, Partner: d.partner(), Scope: d.scope(def), Shared: d.IntN(4) == 0, On: d.day()}
	if d.IntN(3) == 0 {
		q.From = q.On.AddDays(d.IntN(10))
	}
	if def.Days == 0 {
		q.Until = q.On.AddDays(11 + d.IntN(40))
	}
	return q
}

// TestLaw_NeverTwoExclusive takes random steps and compares each of them with the second
// implementation. No two exclusive claims to the same ever have a day in common.
func TestLaw_NeverTwoExclusive(t *testing.T) {
	taken, refused := 0, 0
	for seed := range seeds.Count(120) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 3))}
		def := d.definition()
		b, ref := newBook(t, def), &reference{def: def}
		for i := range 60 {
			var err error
			var want bool
			what := "add"
			next := b.Register
			if b.Len() == 0 || d.IntN(2) == 0 {
				q := d.request(def, fmt.Sprint("c-", i))
				next, _, err = b.Add(q)
				want = ref.add(q)
			} else {
				s := claims.Step{What: claims.Action(1 + d.IntN(5)), On: d.day()}
				if d.IntN(2) == 0 { // soon after the last step, so that more are taken
					s.On = pick(d, ref.rows).last.AddDays(d.IntN(5))
				}
				id := fmt.Sprint("c-", d.IntN(i))
				what = s.What.String() + " " + id
				switch s.What {
				case claims.Approved:
					next, _, err = b.Approve(id, s.On)
				case claims.Refused:
					next, _, err = b.Reject(id, s.On, "")
				case claims.Extended:
					next, _, err = b.Extend(id, s.On)
				case claims.GivenUp:
					next, _, err = b.Release(id, s.On, "")
				case claims.Transferred:
					s.Partner = d.partner()
					next, _, err = b.Transfer(id, s.Partner, s.On)
				}
				want = ref.step(id, s)
			}
			if (err == nil) != want {
				t.Fatalf("seed %d, step %d: %s by %+v = %v; want it taken: %t", seed, i, what, def, err, want)
			}
			if want {
				taken++
			} else {
				refused++
			}
			if b.Register = next; !b.Balanced() {
				t.Fatalf("seed %d, step %d: the index is no balanced tree", seed, i)
			}
		}
		sameAnswers(t, seed, d, b, ref)
		exclusive(t, seed, ref)
		pipelinetest.ComesBack(t, b.Register)
	}
	if taken < refused/10 || refused < taken/10 {
		t.Errorf("%d steps taken, %d refused; want many of both", taken, refused)
	}
}

// sameAnswers compares who has what, and who is in the way.
func sameAnswers(t *testing.T, seed int, d dice, b *book, ref *reference) {
	t.Helper()
	for range 20 {
		s, day := d.scope(ref.def), d.day()
		found, err := b.On(s, day)
		if err != nil {
			t.Fatal(err)
		}
		got := ids(found)
		slices.Sort(got)
		if want := ref.holders(s, day); !slices.Equal(got, want) {
			t.Fatalf("seed %d: On(%s, %s) = %q; want %q", seed, s, day, got, want)
		}
	}
	q := d.request(ref.def, "x")
	found, err := b.Conflicts(q)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		got = append(got, c.Claim.Request.ID)
	}
	slices.Sort(got)
	c := &row{q: q, from: q.On, to: q.Until}
	if !q.From.IsZero() {
		c.from = q.From
	}
	if ref.def.Days > 0 {
		c.to = c.from.AddDays(ref.def.Days)
	}
	if want := ref.inTheWay(c, q.On); !slices.Equal(got, want) {
		t.Fatalf("seed %d: Conflicts(%+v) = %q; want %q", seed, q, got, want)
	}
	for _, c := range ref.rows {
		got, ok := b.Claim(c.q.ID)
		if !ok || got.State != c.state || got.Partner != c.partner || got.From != c.from || got.Until != c.to {
			t.Fatalf("seed %d: Claim(%s) = %s; want %+v", seed, c.q.ID, got, c)
		}
	}
}

// exclusive checks the law day by day. Pending claims may wait beside an active one that
// came after they had lapsed.
func exclusive(t *testing.T, seed int, ref *reference) {
	t.Helper()
	for i, a := range ref.rows {
		for _, b := range ref.rows[:i] {
			held := func(c *row) bool { return c.state == claims.Active || c.state == claims.Released }
			if !held(a) || !held(b) || a.q.Shared && b.q.Shared || !ref.overlap(a.q.Scope, b.q.Scope) {
				continue
			}
			for day := a.from; day.Before(a.to); day = day.AddDays(1) {
				if !day.Before(b.from) && day.Before(b.to) {
					t.Fatalf("seed %d: %s and %s are both to %s on %s", seed, a.q.ID, b.q.ID, a.q.Scope, day)
				}
			}
		}
	}
}

// TestLaw_OrderOfLoading holds that claims load in any order.
func TestLaw_OrderOfLoading(t *testing.T) {
	for seed := range seeds.Count(30) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 4))}
		def := d.definition()
		b := newBook(t, def)
		for i := range 60 {
			if next, _, err := b.Add(d.request(def, fmt.Sprint("c-", i))); err == nil {
				b.Register = next
			}
			if next, _, err := b.Approve(fmt.Sprint("c-", d.IntN(i+1)), d.day()); err == nil {
				b.Register = next
			}
		}
		all := slices.Collect(b.All())
		d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if again, err := claims.Load(def, slices.Values(all)); err != nil || !again.Equal(b.Register) {
			t.Fatalf("seed %d: Load = %s, %v; want the same register", seed, again, err)
		}
	}
}

// TestLaw_ZoneOfTheProcess holds that the zone of the process changes nothing.
func TestLaw_ZoneOfTheProcess(t *testing.T) {
	before := time.Local
	defer func() { time.Local = before }()
	for _, zone := range []*time.Location{time.FixedZone("west", -12*60*60), time.FixedZone("east", 14*60*60)} {
		time.Local = zone
		b := newBook(t, customers())
		if c := b.add("c-1", "ana", to("A"), "2025-03-30"); c.Until != on("2025-05-29") {
			t.Errorf("in %s: %s; want it until 2025-05-29", zone, c)
		}
	}
}

// filled is a register with so many claims of customers, a tenth of them over.
func filled(tb testing.TB, n int) *book {
	tb.Helper()
	def := customers()
	def.PerPartner = 30
	b := newBook(tb, def)
	for i := range n {
		q := request(i)
		if i%10 == 0 {
			q.On = on("2024-01-01")
		}
		b.keep(b.Add(q))
	}
	return b
}

func request(i int) claims.Request {
	return claims.Request{
		ID: fmt.Sprintf("c-%07d", i), Partner: fmt.Sprint("partner-", i%40_000), On: on("2025-01-01"),
		Scope: to(fmt.Sprintf("Customer %d, Inc.", i), "CRM"),
	}
}

// TestSearch_IsNoScan counts what a search looks at in a small register and in one with a
// hundred times as many claims.
func TestSearch_IsNoScan(t *testing.T) {
	q := claims.Request{ID: "x", Partner: "x", On: on("2025-01-15"), Scope: to("customer 77 inc", "CRM", "ERP")}
	small, large := claims.CountSteps(filled(t, 100).Register, q), claims.CountSteps(filled(t, 10_000).Register, q)
	if large > small+150 { // five searches along a way that is at most 3 times log2(100) longer
		t.Errorf("a search looks at %d entries of 100 claims, and at %d of 10,000", small, large)
	}
}

// TestAdd_Allocates holds that a claim costs memory along the way to the root alone.
func TestAdd_Allocates(t *testing.T) {
	b := filled(t, 5000)
	q := request(5000)
	got := testing.AllocsPerRun(20, func() {
		if _, _, err := b.Add(q); err != nil {
			t.Fatal(err)
		}
	})
	const most = 250 // five entries, each with a new way of up to 40 nodes, and the claim
	if got > most {
		t.Errorf("Add allocates %v times; want at most %d", got, most)
	}
}

// BenchmarkRegister has a million claims.
func BenchmarkRegister(b *testing.B) {
	const n = 1_000_000
	register := filled(b, n).Register
	b.Run("Conflicts", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			q := request(i * 7919 % n)
			q.ID, q.On = "x", on("2025-01-15")
			if _, err := register.Conflicts(q); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Add", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, _, err := register.Add(request(n + i)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Release", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, _, err := register.Release(request(i*7919%n).ID, on("2025-01-15"), ""); err != nil && i%10 != 0 {
				continue
			}
		}
	})
}
