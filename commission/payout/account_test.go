package payout_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// posted returns an entry of an amount that is due.
func posted(amount string, due time.Time) commission.Entry {
	return commission.Entry{Key: "k", Currency: "USD", Amount: num(amount), Due: due}
}

// mustPost posts entries in an account.
func mustPost(tb testing.TB, s payout.Policy, a *payout.Account, entries ...commission.Entry) {
	tb.Helper()
	for _, e := range entries {
		account, err := s.Post(*a, e)
		if err != nil {
			tb.Fatalf("Post(%s of %s) = %v; want no error", e.Key, e.Amount, err)
		}
		*a = account
	}
}

// TestAccount looks at what an account shows: holdings by rising due, those of
// an instant together, whatever zone it is in.
func TestAccount(t *testing.T) {
	settlement := dollars("10")
	var account payout.Account
	mustPost(t, settlement, &account, posted("5.00", day(3)), posted("1.50", day(2)), posted("-0.50", day(3).In(time.FixedZone("JST", 9*60*60))),
		posted("0.00", day(5)), posted("2", day(4)))
	want := payout.Account{
		Currency: "USD",
		Held: []payout.Holding{
			{Due: day(2), Amount: num("1.5")}, {Due: day(3), Amount: num("4.5")}, {Due: day(4), Amount: num("2")}, {Due: day(5), Amount: num("0")},
		},
		Earned: num("8.5"), Adjusted: num("-0.5"),
	}
	if diff := cmp.Diff(want, account); diff != "" {
		t.Fatalf("Post mismatch (-want +got):\n%s", diff)
	}
	_, account = mustSettle(t, settlement, account, day(4))
	want = payout.Account{Currency: "USD", Opening: num("8"), Carried: num("6"), Held: want.Held[2:]}
	if diff := cmp.Diff(want, account); diff != "" {
		t.Errorf("Settle mismatch (-want +got):\n%s", diff)
	}
}

func TestPostFaults(t *testing.T) {
	type test struct {
		name       string
		settlement payout.Policy
		change     func(*commission.Entry)
		want       []fault
	}
	yen := alianza.Must(payout.New(payout.Definition{Currency: "JPY"}))
	tests := []test{
		{"good", dollars("0"), func(*commission.Entry) {}, nil},
		{"X1: euro in dollars", dollars("0"), func(e *commission.Entry) { e.Currency = "EUR" }, []fault{{"currency", alianza.ErrCurrency}}},
		{"X1: dollars in yen", yen, func(*commission.Entry) {}, []fault{{"currency", alianza.ErrCurrency}, {"account.currency", alianza.ErrCurrency}}},
		{"no currency", dollars("0"), func(e *commission.Entry) { e.Currency = "" }, []fault{{"currency", alianza.ErrCurrency}}},
		{"zero settlement", payout.Policy{}, func(*commission.Entry) {}, []fault{{"currency", alianza.ErrCurrency}, {"account.currency", alianza.ErrCurrency}}},
		{"zero settlement, no currency", payout.Policy{}, func(e *commission.Entry) { e.Currency = "" }, []fault{{"currency", alianza.ErrCurrency}, {"account.currency", alianza.ErrCurrency}}},
		{"a decimal too many", dollars("0"), func(e *commission.Entry) { e.Amount = num("0.001") }, []fault{{"amount", alianza.ErrRange}}},
		{"a decimal too many, negative", dollars("0"), func(e *commission.Entry) { e.Amount = num("-1.005") }, []fault{{"amount", alianza.ErrRange}}},
		{"a zero too many", dollars("0"), func(e *commission.Entry) { e.Amount = num("1.000") }, nil},
		{"both", yen, func(e *commission.Entry) { e.Amount = num("0.5") }, []fault{{"currency", alianza.ErrCurrency}, {"amount", alianza.ErrRange}, {"account.currency", alianza.ErrCurrency}}},
	}
	for name, amount := range hostile() {
		tests = append(tests, test{name, dollars("0"), func(e *commission.Entry) { e.Amount = amount }, []fault{{"amount", alianza.ErrRange}}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			account := payout.Account{Carried: num("7.00")}
			mustPost(t, dollars("0"), &account, posted("1.00", day(1)))
			before := jsonText(t, account)
			e := posted("2.00", day(1))
			tt.change(&e)
			got, err := tt.settlement.Post(account, e)
			checkFaults(t, "Post", err, tt.want)
			if tt.want == nil {
				return
			}
			for _, a := range []payout.Account{account, got} {
				if text := jsonText(t, a); text != before {
					t.Errorf("after Post = %v the account is %s; want it as it was: %s", err, text, before)
				}
			}
		})
	}
}

// TestPostAccountFaults posts in accounts that cannot take an entry.
func TestPostAccountFaults(t *testing.T) {
	held := func(amounts ...decimal.Decimal) (list []payout.Holding) {
		for i, amount := range amounts {
			list = append(list, payout.Holding{Due: day(1 + i), Amount: amount})
		}
		return list
	}
	type test struct {
		name    string
		account payout.Account
		want    []fault
	}
	tests := []test{
		{"empty", payout.Account{}, nil},
		{"sound", payout.Account{Currency: "USD", Held: held(num("1"), num("2"))}, nil},
		{"another currency", payout.Account{Currency: "EUR"}, []fault{{"account.currency", alianza.ErrCurrency}}},
		{"finer earned", payout.Account{Earned: num("0.001")}, []fault{{"account.earned", alianza.ErrRange}}},
		{"finer adjusted", payout.Account{Adjusted: num("-0.001")}, []fault{{"account.adjusted", alianza.ErrRange}}},
		{"finer held until then", payout.Account{Held: held(num("1"), num("0.001"))}, []fault{{"account.held[1].amount", alianza.ErrRange}}},
	}
	for name, amount := range hostile() {
		tests = append(tests, test{name, payout.Account{Earned: amount, Adjusted: amount, Held: held(num("1"), amount)}, []fault{
			{"account.earned", alianza.ErrRange}, {"account.adjusted", alianza.ErrRange}, {"account.held[1].amount", alianza.ErrRange},
		}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := dollars("0").Post(tt.account, posted("1.00", day(2)))
			checkFaults(t, "Post", err, tt.want)
		})
	}
	_, err := dollars("0").Post(payout.Account{Currency: "EUR"}, posted("1.005", day(2)))
	const want = "payout: entry \"k\": amount \"1.005\": out of range: more decimals than the 2 places of the policy\n" +
		"account.currency \"EUR\": currency mismatch: the policy is in USD"
	if fmt.Sprint(err) != want {
		t.Errorf("Post = %v; want %s", err, want)
	}
}

// randomEntries returns entries over ten days, some due later.
func randomEntries(r *rand.Rand, n int) []commission.Entry {
	all := make([]commission.Entry, n)
	for i := range all {
		all[i] = commission.Entry{
			Key: fmt.Sprint(i), Currency: "USD", Amount: decimal.New(r.Int64N(10_000)-4000, -2), Due: day(1 + r.IntN(40)),
		}
	}
	return all
}

// TestMerge deals entries out to two accounts, in any interleaving.
func TestMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	settlement := dollars("50")
	for range 200 {
		var whole, left, right payout.Account
		entries := randomEntries(r, r.IntN(20))
		for _, e := range entries[:len(entries)/2] { // a month that is over
			mustPost(t, settlement, &whole, e)
			mustPost(t, settlement, &left, e)
		}
		_, whole = mustSettle(t, settlement, whole, day(20))
		_, left = mustSettle(t, settlement, left, day(20))
		for _, e := range entries[len(entries)/2:] {
			mustPost(t, settlement, &whole, e)
			if r.IntN(2) == 0 {
				mustPost(t, settlement, &left, e)
			} else {
				mustPost(t, settlement, &right, e)
			}
		}
		parts := [2]string{jsonText(t, left), jsonText(t, right)}
		for i, sum := range []payout.Account{mustMerge(t, settlement, left, right), mustMerge(t, settlement, right, left)} {
			if diff := cmp.Diff(whole, sum, cmp.Comparer(sameHeld)); diff != "" {
				t.Errorf("Merge %d mismatch (-want +got):\n%s", i, diff)
			}
			mustPost(t, settlement, &sum, posted("1", day(1)), posted("1", day(40)))
			mustSettle(t, settlement, sum, day(30))
		}
		if got := [2]string{jsonText(t, left), jsonText(t, right)}; got != parts {
			t.Errorf("after Merge the parts are %s; want them as they were: %s", got, parts)
		}
		got, _ := mustSettle(t, settlement, mustMerge(t, settlement, left, right), day(30))
		want, _ := mustSettle(t, settlement, whole, day(30))
		if got.String() != want.String() {
			t.Errorf("Settle(the parts merged) = %s; want %s", got, want)
		}
	}
}

// sameHeld compares lists of holdings, in which one without any may be nil.
func sameHeld(x, y []payout.Holding) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if !x[i].Due.Equal(y[i].Due) || !x[i].Amount.Equal(y[i].Amount) {
			return false
		}
	}
	return true
}

func TestAccountJSON(t *testing.T) {
	settlement := dollars("50")
	var account payout.Account
	const empty = `{"carried":"0"}`
	if got := jsonText(t, account); got != empty {
		t.Errorf("Marshal(Account{}) = %s; want %s", got, empty)
	}
	mustPost(t, settlement, &account, posted("20.00", day(1)))
	_, account = mustSettle(t, settlement, account, day(2))
	mustPost(t, settlement, &account, posted("7.00", day(5)), posted("-0.50", day(4)))
	const want = `{"currency":"USD","opening":"20.00","carried":"20.00","held":[{"due":"2026-01-04T09:00:00Z","amount":"-0.50"},{"due":"2026-01-05T09:00:00Z","amount":"7.00"}],` +
		`"earned":"7.00","adjusted":"-0.50"}`
	text := jsonText(t, account)
	if text != want {
		t.Fatalf("Marshal = %s; want %s", text, want)
	}
	var back payout.Account
	if err := json.Unmarshal([]byte(text), &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
	}
	if diff := cmp.Diff(account, back); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
	}
	paid, _ := mustSettle(t, settlement, back, day(4).Add(1))
	const wantPayout = `{"currency":"USD","until":"2026-01-04T09:00:00.000000001Z","opening":"20.00","earned":"7.00","adjusted":"-0.50",` +
		`"paid":"0.00","held":"7.00","carried":"19.50"}`
	if got := jsonText(t, paid); got != wantPayout {
		t.Errorf("Marshal = %s; want %s", got, wantPayout)
	}
}

func mustMerge(tb testing.TB, s payout.Policy, a, b payout.Account) payout.Account {
	tb.Helper()
	sum, err := s.Merge(a, b)
	if err != nil {
		tb.Fatalf("Merge(%+v, %+v) = %v", a, b, err)
	}
	return sum
}

// TestAccountMedium_C5_C9_C10 gives the account of one medium to the settlement
// of another.
func TestAccountMedium_C5_C9_C10(t *testing.T) {
	d := payout.Definition{Currency: "USD", Places: 2}
	cash := alianza.Must(payout.New(d))
	d.Medium = commission.Credit
	credit := alianza.Must(payout.New(d))
	entry := commission.Entry{Currency: "USD", Amount: num("7.00"), Due: day(2), Medium: commission.Credit}
	account, err := credit.Post(payout.Account{}, entry)
	if err != nil || account.Medium != commission.Credit {
		t.Fatalf("Post = %v, %v; want an account in credit", account, err)
	}
	wrong := []fault{{"account.medium", alianza.ErrConflict}}
	_, _, err = cash.Settle(account, day(9))
	checkFaults(t, "Settle", err, wrong)
	_, err = cash.Merge(payout.Account{}, account)
	checkFaults(t, "Merge", err, wrong)
	entry.Medium = commission.Cash
	_, err = cash.Post(account, entry)
	checkFaults(t, "Post", err, wrong)
	entry.Medium = commission.InKind
	_, err = cash.Post(payout.Account{}, entry)
	checkFaults(t, "Post", err, []fault{{"medium", alianza.ErrConflict}})

	doc, err := json.Marshal(account)
	var again payout.Account
	if err != nil || json.Unmarshal(doc, &again) != nil || again.Medium != commission.Credit {
		t.Errorf("the account comes back as %v of %s, %v", again, doc, err)
	}
	paid, rest, err := credit.Settle(account, day(9))
	if err != nil || !paid.Paid.Equal(num("7.00")) || rest.Medium != commission.Credit {
		t.Errorf("Settle = %v, %v, %v; want 7.00 paid in credit", paid, rest, err)
	}
}

// TestAccountSums has accounts that do not add up, and entries that lead to an
// account which could not be read again.
func TestAccountSums(t *testing.T) {
	policy := dollars("0")
	held := func(days ...int) (list []payout.Holding) {
		for _, n := range days {
			list = append(list, payout.Holding{Due: day(n), Amount: num("1")})
		}
		return list
	}
	tests := []struct {
		name    string
		account payout.Account
		want    []fault
	}{
		{"nothing", payout.Account{}, nil},
		{"sound", payout.Account{Opening: num("5"), Carried: num("4"), Earned: num("3"), Adjusted: num("-2"), Held: held(1, 2)}, nil},
		{"carried from nowhere", payout.Account{Carried: num("4")}, []fault{{"account.opening", alianza.ErrConflict}}},
		{"held from nowhere", payout.Account{Held: held(1)}, []fault{{"account.opening", alianza.ErrConflict}}},
		{"a cent lost", payout.Account{Opening: num("4.01"), Carried: num("4")}, []fault{{"account.opening", alianza.ErrConflict}}},
		{"falling", payout.Account{Opening: num("2"), Held: held(2, 1)}, []fault{{"account.held[1].due", alianza.ErrConflict}}},
		{"one day twice", payout.Account{Opening: num("2"), Held: held(2, 2)}, []fault{{"account.held[1].due", alianza.ErrConflict}}},
		{"no day", payout.Account{Opening: num("1"), Held: []payout.Holding{{Amount: num("1")}}}, []fault{{"account.held[0].due", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := policy.Settle(tt.account, day(9))
			checkFaults(t, "Settle", err, tt.want)
			_, err = policy.Merge(tt.account, payout.Account{})
			checkFaults(t, "Merge", err, tt.want)
		})
	}
	most := strings.Repeat("9", 34)
	var account payout.Account
	mustPost(t, policy, &account, posted(most, day(1)))
	got, err := policy.Post(account, posted("-1", day(2)), posted(most, day(2)))
	checkFaults(t, "Post(34 nines, again)", err, []fault{{"amount", alianza.ErrRange}})
	if jsonText(t, got) != jsonText(t, account) {
		t.Errorf("Post = %s beside the error; want the account as it was", jsonText(t, got))
	}
	if _, err := policy.Merge(account, account); len(alianza.Faults(err)) == 0 {
		t.Errorf("Merge(34 nines twice) = %v; want faults", err)
	}
}
