package split_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// TestEntries makes an entry for each party, nested ones included. A half and nothing
// of 6.006 are 60% of 10.01, rounded up: 6.01.
func TestEntries(t *testing.T) {
	d := split.Definition{Currency: "USD", Shares: []split.Share{
		{Party: "team/a", Rate: rate("60%"), Shares: of("", "1", "0").Shares}, share("house", "40%"),
	}, Overlay: []split.Share{share("boss", "5%")}}
	like := commission.Entry{Plan: "p%", Version: 3, Rule: "r", Kind: commission.Sale, Event: "e", At: roomtest.At("2026-01-10"), Due: roomtest.At("2026-02-10"), Medium: commission.Credit}
	var got []string
	for _, e := range divide(t, d, "10.01").Entries(like) {
		if e.Version != 3 || e.Medium != commission.Credit || !e.Due.Equal(like.Due) || e.Currency != "USD" {
			t.Errorf("Entries = %+v; want the rest of the entry given", e)
		}
		got = append(got, e.Key+" "+e.Amount.String()+" "+e.Rate.String()+" of "+e.Base.String())
	}
	if diff := cmp.Diff([]string{"p%25/a/r/e 6.01 100% of 6.01", "p%25/house/r/e 4 40% of 10.01"}, got); diff != "" {
		t.Errorf("Entries mismatch (-want +got):\n%s", diff)
	}
}

// TestEntriesSentences has a sentence for each entry that a calculator agrees with.
func TestEntriesSentences(t *testing.T) {
	day := roomtest.At("2026-01-10")
	like := commission.Entry{Plan: "p", Version: 1, Rule: "r", Kind: commission.Sale, Event: "e", At: day, Booked: day, Due: day}
	team := split.Definition{Currency: "EUR", Shares: []split.Share{
		{Party: "team", Rate: rate("60%"), Shares: of("", "50%", "50%").Shares}, share("house", "40%"),
	}}
	for _, tt := range []struct {
		d     split.Definition
		total string
		want  []string
	}{
		{split.JointProduct("a", "b"), "1000.01", []string{
			"50% of 1000.01 EUR = 500.005, rounded 500.01", "50% of 1000.01 EUR = 500.005, rounded 500.00, of 1000.01 other partners have 500.01, so 500.00",
		}},
		{team, "100", []string{"50% of 60.00 EUR = 30, rounded 30.00", "50% of 60.00 EUR = 30, rounded 30.00", "40% of 100.00 EUR = 40, rounded 40.00"}},
		{of("EUR", "1", "2"), "1", []string{"0.333333333333333333 EUR = 0.333333333333333333, rounded 0.33", "0.666666666666666667 EUR = 0.666666666666666667, rounded 0.67"}},
		{of("EUR", "10% >=1", "90%"), "5", []string{"20% of 5.00 EUR = 1, rounded 1.00", "80% of 5.00 EUR = 4, rounded 4.00"}},
		{of("EUR", "30%", "rest"), "-10", []string{"30% of -10.00 EUR = -3, rounded -3.00", "70% of -10.00 EUR = -7, rounded -7.00"}},
		// Three times 0.33, and the rest has nothing but the cent above them.
		{of("EUR", "1/3", "1/3", "1/3", "rest"), "1", []string{
			"0.333333333333333333 EUR = 0.333333333333333333, rounded 0.33", "0.333333333333333333 EUR = 0.333333333333333333, rounded 0.33",
			"0.333333333333333333 EUR = 0.333333333333333333, rounded 0.33", "0% of 1.00 EUR = 0, rounded 0.01, of 1.00 other partners have 0.99, so 0.01",
		}},
	} {
		for i, e := range divide(t, tt.d, tt.total).Entries(like) {
			if got, want := e.String(), "sale e: "+tt.want[i]+", rule r, plan p v1"; got != want {
				t.Errorf("Entries(%s)[%d] = %s; want %s", tt.total, i, got, want)
			}
			roomtest.Again(t, e)
		}
	}
}

// TestEntriesTwice has a party in two nested splits: it gets 25 in each, in one entry,
// which an account takes.
func TestEntriesTwice(t *testing.T) {
	d := split.Definition{Currency: "EUR", Shares: []split.Share{
		{Party: "A", Rate: rate("50%"), Shares: []split.Share{share("x", "50%"), share("y", "50%")}},
		{Party: "B", Rate: rate("50%"), Shares: []split.Share{share("x", "50%"), share("z", "50%")}},
	}}
	like := commission.Entry{
		Plan: "p", Version: 1, Rule: "r", Kind: commission.Sale, Event: "e",
		At: roomtest.At("2026-01-10"), Booked: roomtest.At("2026-01-10"), Due: roomtest.At("2026-01-10"),
	}
	entries := divide(t, d, "100").Entries(like)
	var got []string
	for _, e := range entries {
		got = append(got, e.Key+": "+e.String())
	}
	if diff := cmp.Diff([]string{
		"p/x/r/e: sale e: 50% of 50.00 + 50% of 50.00 EUR = 50, rounded 50.00, rule r, plan p v1",
		"p/y/r/e: sale e: 50% of 50.00 EUR = 25, rounded 25.00, rule r, plan p v1",
		"p/z/r/e: sale e: 50% of 50.00 EUR = 25, rounded 25.00, rule r, plan p v1",
	}, got); diff != "" {
		t.Fatalf("Entries mismatch (-want +got):\n%s", diff)
	}
	account, err := alianza.Must(payout.New(payout.Definition{Currency: "EUR"})).Post(payout.Account{}, entries[0])
	if err != nil || !account.Balance().Equal(num("50")) {
		t.Errorf("Post(%s) = %s, %v; want 50.00", entries[0], account.Balance(), err)
	}
}

// TestDivision_Cycle has allocations that contain themselves, which only Go can build, and
// eight levels of them, as many as a split may have.
func TestDivision_Cycle(t *testing.T) {
	itself := make([]split.Allocation, 1)
	itself[0] = split.Allocation{Party: "ana", Amount: num("1"), Allocations: itself}
	wide := make([]split.Allocation, 500)
	for i := range wide {
		wide[i].Allocations = wide
	}
	deep := []split.Allocation{{Party: "bruno", Amount: num("1")}}
	for range 7 {
		deep = []split.Allocation{{Party: "ana", Amount: num("1"), Allocations: deep}}
	}
	deeper := []split.Allocation{{Party: "ana", Amount: num("1"), Allocations: deep}}
	for _, tt := range []struct {
		name    string
		list    []split.Allocation
		text    string
		entries int
	}{
		{"in itself", itself, "1 EUR: …", 0},
		{"wide in itself", wide, "1 EUR: …", 0},
		{"eight levels", deep, "1 EUR: " + strings.Repeat("ana 1 (the rest: ", 7) + "bruno 1 (the rest)" + strings.Repeat(")", 7), 1},
		{"nine levels", deeper, "1 EUR: …", 0},
	} {
		d := split.Division{Currency: "EUR", Total: num("1"), Allocations: tt.list}
		if got, entries := d.String(), d.Entries(commission.Entry{}); got != tt.text || len(entries) != tt.entries {
			t.Errorf("%s: String() = %q, %d entries; want %q, %d", tt.name, got, len(entries), tt.text, tt.entries)
		}
	}
}

// TestEntries_Hostile has numbers that could not be written out.
func TestEntries_Hostile(t *testing.T) {
	for _, hostile := range []decimal.Decimal{decimal.New(1, 2_000_000_000), decimal.New(1, -2_000_000_000)} {
		d := split.Division{Currency: "EUR", Total: hostile, Allocations: []split.Allocation{
			{Party: "ana", Amount: hostile},
			{Party: "ana", Amount: num("2")},
			{Party: "bruno", Amount: hostile},
			{Party: "team", Amount: hostile, Allocations: []split.Allocation{{Party: "carla", Amount: num("3")}}},
		}}
		var got []string
		for _, e := range d.Entries(commission.Entry{}) {
			got = append(got, e.Partner+" "+e.Amount.String())
		}
		if diff := cmp.Diff([]string{"ana 2", "carla 3"}, got); diff != "" {
			t.Errorf("Entries mismatch (-want +got):\n%s", diff)
		}
	}
}

// TestEntriesReturn returns a sale. Its entries correct those of the sale, so that an
// account takes them from the sale, and not from other money.
func TestEntriesReturn(t *testing.T) {
	d := alianza.Must(split.New(split.Definition{Currency: "USD", Shares: []split.Share{share("ana", "50%"), share("bob", "50%")}}))
	sold, err := d.Divide(num("100"))
	if err != nil {
		t.Fatal(err)
	}
	day := roomtest.At("2026-01-05")
	sale := commission.Entry{Plan: "p", Version: 1, Rule: "r", Kind: commission.Sale, Event: "s-1", At: day, Booked: day, Due: day}
	back := sale
	back.Kind, back.Event, back.Of, back.Cause, back.At, back.Due = commission.Refund, "r-1", "s-1", "damaged", roomtest.At("2026-01-20"), roomtest.At("2026-01-20")
	back.Corrects, back.Units, back.Remaining.Amount = "another", num("7"), num("9") // those of what is divided
	back.Deductions, back.Why, back.Tier, back.Period = []commission.Deduction{{Name: "tax"}}, commission.Reason{Code: "capped"}, "gold", "2026-01"
	returned, _, err := d.Return(sold, num("100"))
	if err != nil {
		t.Fatal(err)
	}
	refund := returned.Entries(back)
	want := commission.Entry{
		Key: "p/ana/r/r-1", Corrects: "p/ana/r/s-1", Plan: "p", Version: 1, Rule: "r", Kind: commission.Refund, Event: "r-1", Of: "s-1",
		Partner: "ana", At: back.At, Booked: day, Due: back.At, Currency: "USD", Base: num("-100"), Rate: rate("50%"), Exact: num("-50"),
		Amount: num("-50"), Cause: "damaged", Detail: &commission.Detail{Shared: num("-100")},
	}
	if diff := cmp.Diff(want, refund[0]); diff != "" {
		t.Errorf("Entries mismatch (-want +got):\n%s", diff)
	}
	text := "refund r-1 of s-1: 50% of -100.00 USD = -50, rounded -50.00, of -100.00 other partners have -50.00, so -50.00, for damaged, rule r, plan p v1"
	if got := refund[0].String(); got != text {
		t.Errorf("String() = %s; want %s", got, text)
	}

	// The sale is due on February 4th, and the refund with it.
	policy := alianza.Must(payout.New(payout.Definition{Currency: "USD", Hold: payout.Hold{Days: 30}, Debt: payout.Debt{Floor: true}}))
	account := alianza.Must(policy.Post(payout.Account{}, sold.Entries(sale)[0], refund[0]))
	for _, month := range []string{"2026-02-01", "2026-03-01"} {
		paid, after, err := policy.Settle(account, roomtest.At(month))
		if account = after; err != nil || !paid.Paid.IsZero() || !paid.GivenUp.IsZero() {
			t.Errorf("Settle(%s) = %s, %v; want nothing", month, paid, err)
		}
	}
}
