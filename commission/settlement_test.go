package commission_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// dollars returns a settlement in USD that pays from a minimum on.
func dollars(minimum string) commission.Settlement {
	return commission.MustSettlement(commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: num(minimum)})
}

// posted returns an entry of an amount that is due.
func posted(amount string, due time.Time) commission.Entry {
	return commission.Entry{Key: "k", Currency: "USD", Amount: num(amount), Due: due}
}

// mustPost posts entries in an account.
func mustPost(tb testing.TB, s commission.Settlement, a *commission.Account, entries ...commission.Entry) {
	tb.Helper()
	for _, e := range entries {
		account, err := s.Post(*a, e)
		if err != nil {
			tb.Fatalf("Post(%s of %s) = %v; want no error", e.Key, e.Amount, err)
		}
		*a = account
	}
}

// TestPayouts_C34 settles month after month.
func TestPayouts_C34(t *testing.T) {
	type step struct{ earn, paid, carried string }
	tests := []struct {
		name    string
		minimum string
		steps   []step
	}{
		{"V-PAY-1", "50", []step{{"30.00", "0.00", "30.00"}, {"20.00", "50.00", "0.00"}, {"49.99", "0.00", "49.99"}}},
		{"V-PAY-2", "50", []step{{"-20.00", "0.00", "-20.00"}, {"60.00", "0.00", "40.00"}, {"10.00", "50.00", "0.00"}}},
		{"V-PAY-3", "0", []step{{"0.00", "0.00", "0.00"}, {"-0.01", "0.00", "-0.01"}, {"0.02", "0.01", "0.00"}}},
		{"on the minimum", "100.00", []step{{"100.00", "100.00", "0.00"}}},
		{"a cent under the minimum", "100.00", []step{{"99.99", "0.00", "99.99"}}},
		{"a cent above the minimum", "100.00", []step{{"100.01", "100.01", "0.00"}}},
		{"the least without a minimum", "0", []step{{"0.01", "0.01", "0.00"}}},
		{"under nothing", "0", []step{{"-5.00", "0.00", "-5.00"}}},
		{"three of four", "50", []step{{"14.70", "0.00", "14.70"}, {"14.70", "0.00", "29.40"}, {"14.70", "0.00", "44.10"}, {"14.70", "58.80", "0.00"}}},
		{"set off against later", "0", []step{{"-80.00", "0.00", "-80.00"}, {"95.00", "15.00", "0.00"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			settlement := dollars(tt.minimum)
			var account commission.Account
			opening := "0.00"
			for i, s := range tt.steps {
				mustPost(t, settlement, &account, posted(s.earn, day(1+31*i)))
				var got commission.Payout
				got, account = mustSettle(t, settlement, account, day(30+31*i))
				earned, adjusted := s.earn, "0.00"
				if s.earn[0] == '-' {
					earned, adjusted = adjusted, earned
				}
				want := fmt.Sprintf("due %s USD; held 0.00, carried %s; opening %s, earned %s, adjusted %s",
					s.paid, s.carried, opening, earned, adjusted)
				if got.String() != want {
					t.Errorf("Settle(month %d) = %s; want %s", i+1, got, want)
				}
				checkConservation(t, got)
				opening = s.carried
			}
		})
	}
}

// TestSettleUntil looks at the bound between what is due and what is held.
func TestSettleUntil(t *testing.T) {
	settlement := dollars("0")
	var account commission.Account
	mustPost(t, settlement, &account,
		posted("4", day(3)), posted("1", day(1)), posted("8", day(3).Add(1)), posted("2", day(3).Add(-1)), posted("-16", day(9)))
	tests := []struct {
		name  string
		until time.Time
		want  string
	}{
		{"before all", day(1), "due 0.00 USD; held -1.00, carried 0.00; opening 0.00, earned 15.00, adjusted -16.00"},
		{"on one", day(3), "due 3.00 USD; held -4.00, carried 0.00; opening -1.00, earned 0.00, adjusted 0.00"},
		{"the same again", day(3), "due 0.00 USD; held -4.00, carried 0.00; opening -4.00, earned 0.00, adjusted 0.00"},
		{"before that", day(2), "due 0.00 USD; held -4.00, carried 0.00; opening -4.00, earned 0.00, adjusted 0.00"},
		{"just after it", day(3).Add(1), "due 4.00 USD; held -8.00, carried 0.00; opening -4.00, earned 0.00, adjusted 0.00"},
		{"after all", day(10), "due 0.00 USD; held 0.00, carried -8.00; opening -8.00, earned 0.00, adjusted 0.00"},
		{"the end", day(11), "due 0.00 USD; held 0.00, carried -8.00; opening -8.00, earned 0.00, adjusted 0.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got commission.Payout
			got, account = mustSettle(t, settlement, account, tt.until)
			if got.String() != tt.want || !got.Until.Equal(tt.until) || got.Currency != "USD" {
				t.Errorf("Settle(%s) = %s in %s until %s; want %s in USD", utc(tt.until), got, got.Currency, utc(got.Until), tt.want)
			}
		})
	}
}

// TestAccount looks at what an account shows: holdings by rising due, those of
// an instant together, whatever zone it is in.
func TestAccount(t *testing.T) {
	settlement := dollars("10")
	var account commission.Account
	mustPost(t, settlement, &account, posted("5.00", day(3)), posted("1.50", day(2)), posted("-0.50", day(3).In(zone(t, "Asia/Tokyo"))),
		posted("0.00", day(5)), posted("2", day(4)))
	want := commission.Account{
		Currency: "USD",
		Held: []commission.Holding{
			{Due: day(2), Amount: num("1.5")}, {Due: day(3), Amount: num("4.5")}, {Due: day(4), Amount: num("2")}, {Due: day(5), Amount: num("0")},
		},
		Earned: num("8.5"), Adjusted: num("-0.5"),
	}
	if diff := cmp.Diff(want, account); diff != "" {
		t.Fatalf("Post mismatch (-want +got):\n%s", diff)
	}
	_, account = mustSettle(t, settlement, account, day(4))
	want = commission.Account{Currency: "USD", Carried: num("6"), Held: want.Held[2:]}
	if diff := cmp.Diff(want, account); diff != "" {
		t.Errorf("Settle mismatch (-want +got):\n%s", diff)
	}
}

func TestPostFaults(t *testing.T) {
	type test struct {
		name       string
		settlement commission.Settlement
		change     func(*commission.Entry)
		want       []fault
	}
	yen := commission.MustSettlement(commission.SettlementDefinition{Currency: "JPY"})
	tests := []test{
		{"good", dollars("0"), func(*commission.Entry) {}, nil},
		{"X1: euro in dollars", dollars("0"), func(e *commission.Entry) { e.Currency = "EUR" }, []fault{{"currency", alianza.ErrCurrency}}},
		{"X1: dollars in yen", yen, func(*commission.Entry) {}, []fault{{"currency", alianza.ErrCurrency}, {"account.currency", alianza.ErrCurrency}}},
		{"no currency", dollars("0"), func(e *commission.Entry) { e.Currency = "" }, []fault{{"currency", alianza.ErrCurrency}}},
		{"zero settlement", commission.Settlement{}, func(*commission.Entry) {}, []fault{{"currency", alianza.ErrCurrency}, {"account.currency", alianza.ErrCurrency}}},
		{"zero settlement, no currency", commission.Settlement{}, func(e *commission.Entry) { e.Currency = "" }, []fault{{"currency", alianza.ErrCurrency}, {"account.currency", alianza.ErrCurrency}}},
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
			account := commission.Account{Carried: num("7.00")}
			mustPost(t, dollars("0"), &account, posted("1.00", day(1)))
			before := jsonText(t, account)
			e := posted("2.00", day(1))
			tt.change(&e)
			got, err := tt.settlement.Post(account, e)
			checkFaults(t, "Post", err, tt.want)
			if tt.want == nil {
				return
			}
			for _, a := range []commission.Account{account, got} {
				if text := jsonText(t, a); text != before {
					t.Errorf("after Post = %v the account is %s; want it as it was: %s", err, text, before)
				}
			}
		})
	}
}

// TestPostAccountFaults posts in accounts that cannot take an entry.
func TestPostAccountFaults(t *testing.T) {
	held := func(amounts ...decimal.Decimal) (list []commission.Holding) {
		for i, amount := range amounts {
			list = append(list, commission.Holding{Due: day(1 + i), Amount: amount})
		}
		return list
	}
	type test struct {
		name    string
		account commission.Account
		want    []fault
	}
	tests := []test{
		{"empty", commission.Account{}, nil},
		{"sound", commission.Account{Currency: "USD", Held: held(num("1"), num("2"))}, nil},
		{"another currency", commission.Account{Currency: "EUR"}, []fault{{"account.currency", alianza.ErrCurrency}}},
		{"finer earned", commission.Account{Earned: num("0.001")}, []fault{{"account.earned", alianza.ErrRange}}},
		{"finer adjusted", commission.Account{Adjusted: num("-0.001")}, []fault{{"account.adjusted", alianza.ErrRange}}},
		{"finer held until then", commission.Account{Held: held(num("1"), num("0.001"))}, []fault{{"account.held[1].amount", alianza.ErrRange}}},
	}
	for name, amount := range hostile() {
		tests = append(tests, test{name, commission.Account{Earned: amount, Adjusted: amount, Held: held(num("1"), amount)}, []fault{
			{"account.earned", alianza.ErrRange}, {"account.adjusted", alianza.ErrRange}, {"account.held[1].amount", alianza.ErrRange},
		}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := dollars("0").Post(tt.account, posted("1.00", day(2)))
			checkFaults(t, "Post", err, tt.want)
		})
	}
	_, err := dollars("0").Post(commission.Account{Currency: "EUR"}, posted("1.005", day(2)))
	const want = "commission: settlement: entry \"k\": amount \"1.005\": out of range: more decimals than the 2 places of the settlement\n" +
		"account.currency \"EUR\": currency mismatch: the settlement is in USD"
	if fmt.Sprint(err) != want {
		t.Errorf("Post = %v; want %s", err, want)
	}
}

func TestNewSettlementFaults(t *testing.T) {
	type test struct {
		name string
		d    commission.SettlementDefinition
		want []fault
	}
	tests := []test{
		{"good", commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: num("50")}, nil},
		{"no minimum", commission.SettlementDefinition{Currency: "USD", Places: 2}, nil},
		{"yen", commission.SettlementDefinition{Currency: "JPY", Minimum: num("5000")}, nil},
		{"18 places", commission.SettlementDefinition{Currency: "XTS", Places: 18, Minimum: num("0.000000000000000001")}, nil},
		{"currency missing", commission.SettlementDefinition{Places: 2}, []fault{{"currency", alianza.ErrMissing}}},
		{"currency of two letters", commission.SettlementDefinition{Currency: "US", Places: 2}, []fault{{"currency", alianza.ErrForm}}},
		{"places under the bound", commission.SettlementDefinition{Currency: "USD", Places: -1}, []fault{{"places", alianza.ErrRange}}},
		{"places above the bound", commission.SettlementDefinition{Currency: "USD", Places: 19}, []fault{{"places", alianza.ErrRange}}},
		{"a billion places", commission.SettlementDefinition{Currency: "USD", Places: 1e9, Minimum: num("0.01")}, []fault{{"places", alianza.ErrRange}}},
		{"a billion places less", commission.SettlementDefinition{Currency: "USD", Places: -1e9, Minimum: num("15")}, []fault{{"places", alianza.ErrRange}}},
		{"places of an int", commission.SettlementDefinition{Currency: "USD", Places: math.MaxInt, Minimum: num("1")}, []fault{{"places", alianza.ErrRange}}},
		{"minimum negative", commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: num("-0.01")}, []fault{{"minimum", alianza.ErrRange}}},
		{"minimum in the last place", commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: num("0.01")}, nil},
		{"minimum past the last place", commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: num("0.001")}, []fault{{"minimum", alianza.ErrConflict}}},
		{"minimum with zeros past it", commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: num("50.000")}, nil},
		{"minimum of half a yen", commission.SettlementDefinition{Currency: "JPY", Minimum: num("0.5")}, []fault{{"minimum", alianza.ErrConflict}}},
		{
			"all at once",
			commission.SettlementDefinition{Currency: "usd", Places: 19, Minimum: num("-1")},
			[]fault{{"currency", alianza.ErrForm}, {"places", alianza.ErrRange}, {"minimum", alianza.ErrRange}},
		},
	}
	for name, minimum := range hostile() {
		d := commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: minimum}
		tests = append(tests, test{name, d, []fault{{"minimum", alianza.ErrRange}}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := commission.NewSettlement(tt.d)
			checkFaults(t, "NewSettlement", err, tt.want)
			want := tt.d
			if err != nil {
				want = commission.SettlementDefinition{}
			}
			if got := s.Definition(); got.Currency != want.Currency || got.Places != want.Places || !got.Minimum.Equal(want.Minimum) {
				t.Errorf("NewSettlement = a settlement of %+v; want %+v", got, want)
			}
			defer func() {
				if got := recover(); (got == nil) != (err == nil) || got != nil && fmt.Sprint(got) != err.Error() {
					t.Errorf("MustSettlement panics with %v; want %v", got, err)
				}
			}()
			commission.MustSettlement(tt.d)
		})
	}
}

// TestSettlementZero settles with no definition at all.
func TestSettlementZero(t *testing.T) {
	_, _, err := commission.Settlement{}.Settle(commission.Account{}, day(1))
	checkFaults(t, "Settlement{}.Settle", err, []fault{{"account.currency", alianza.ErrCurrency}})
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

// TestSettleConserves settles at random instants: nothing is lost from one
// payout to the next, and in the end all that was earned is paid or carried.
func TestSettleConserves(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range 200 {
		settlement := dollars(decimal.New(r.Int64N(20_000), -2).String())
		var account commission.Account
		var earned, paid, before decimal.Decimal
		for range 10 {
			for _, e := range randomEntries(r, r.IntN(8)) {
				mustPost(t, settlement, &account, e)
				earned = earned.Add(e.Amount)
			}
			var got commission.Payout
			got, account = mustSettle(t, settlement, account, day(1+r.IntN(50)))
			checkConservation(t, got)
			if !got.Opening.Equal(before) {
				t.Errorf("Settle = opening %s; want %s, carried and held before", got.Opening, before)
			}
			if got.Paid.IsNegative() || got.Paid.IsPositive() && got.Paid.LessThan(settlement.Definition().Minimum) {
				t.Errorf("Settle = %s; want nothing paid below the minimum of %s", got, settlement.Definition().Minimum)
			}
			if got.Paid.IsPositive() && !got.Carried.IsZero() {
				t.Errorf("Settle = %s; want nothing carried where something is paid", got)
			}
			before = got.Held.Add(got.Carried)
			paid = paid.Add(got.Paid)
		}
		got, _ := mustSettle(t, settlement, account, day(1000))
		if sum := paid.Add(got.Paid).Add(got.Carried); !sum.Equal(earned) || !got.Held.IsZero() {
			t.Errorf("paid %s in all, held %s; want %s, 0", sum, got.Held, earned)
		}
	}
}

// TestMerge deals entries out to two accounts, in any interleaving.
func TestMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	settlement := dollars("50")
	for range 200 {
		var whole, left, right commission.Account
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
		for i, sum := range []commission.Account{mustMerge(t, settlement, left, right), mustMerge(t, settlement, right, left)} {
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
func sameHeld(x, y []commission.Holding) bool {
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
	var account commission.Account
	const empty = `{"carried":"0"}`
	if got := jsonText(t, account); got != empty {
		t.Errorf("Marshal(Account{}) = %s; want %s", got, empty)
	}
	mustPost(t, settlement, &account, posted("20.00", day(1)))
	_, account = mustSettle(t, settlement, account, day(2))
	mustPost(t, settlement, &account, posted("7.00", day(5)), posted("-0.50", day(4)))
	const want = `{"currency":"USD","carried":"20.00","held":[{"due":"2026-01-04T09:00:00Z","amount":"-0.50"},{"due":"2026-01-05T09:00:00Z","amount":"7.00"}],` +
		`"earned":"7.00","adjusted":"-0.50"}`
	text := jsonText(t, account)
	if text != want {
		t.Fatalf("Marshal = %s; want %s", text, want)
	}
	var back commission.Account
	if err := json.Unmarshal([]byte(text), &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
	}
	if diff := cmp.Diff(account, back); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
	}
	payout, _ := mustSettle(t, settlement, back, day(4).Add(1))
	const wantPayout = `{"currency":"USD","until":"2026-01-04T09:00:00.000000001Z","opening":"20.00","earned":"7.00","adjusted":"-0.50",` +
		`"paid":"0.00","held":"7.00","carried":"19.50"}`
	if got := jsonText(t, payout); got != wantPayout {
		t.Errorf("Marshal = %s; want %s", got, wantPayout)
	}
}

func TestSettlementJSON(t *testing.T) {
	tests := []struct {
		name string
		d    commission.SettlementDefinition
		want string
	}{
		{"minimum", commission.SettlementDefinition{Currency: "USD", Places: 2, Minimum: num("50.00")}, `{"currency":"USD","places":2,"minimum":"50.00"}`},
		{"no minimum", commission.SettlementDefinition{Currency: "JPY"}, `{"currency":"JPY","places":0}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := jsonText(t, tt.d); got != tt.want {
				t.Fatalf("Marshal(%v) = %s; want %s", tt.d, got, tt.want)
			}
			var back commission.SettlementDefinition
			if err := json.Unmarshal([]byte(tt.want), &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.d, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
		})
	}
}

// mustSettle and mustMerge are for accounts that are sound.
func mustSettle(tb testing.TB, s commission.Settlement, a commission.Account, until time.Time) (commission.Payout, commission.Account) {
	tb.Helper()
	payout, account, err := s.Settle(a, until)
	if err != nil {
		tb.Fatalf("Settle(%+v, %s) = %v", a, until, err)
	}
	return payout, account
}

func mustMerge(tb testing.TB, s commission.Settlement, a, b commission.Account) commission.Account {
	tb.Helper()
	sum, err := s.Merge(a, b)
	if err != nil {
		tb.Fatalf("Merge(%+v, %+v) = %v", a, b, err)
	}
	return sum
}

// TestSettleRefuses_X1 has accounts that a settlement cannot pay: nothing is
// converted, cut or hung upon.
func TestSettleRefuses_X1(t *testing.T) {
	settlement := commission.MustSettlement(commission.SettlementDefinition{Currency: "USD", Places: 2})
	hostile := decimal.New(1, 1_000_000_000)
	tests := []struct {
		name    string
		account commission.Account
		want    []fault
	}{
		{"another currency", commission.Account{Currency: "EUR", Carried: num("15")}, []fault{{"account.currency", alianza.ErrCurrency}}},
		{"finer carried", commission.Account{Currency: "USD", Carried: num("5.555")}, []fault{{"account.carried", alianza.ErrRange}}},
		{
			"finer held",
			commission.Account{Held: []commission.Holding{{Due: day(1), Amount: num("1.00")}, {Due: day(2), Amount: num("1.239")}}},
			[]fault{{"account.held[1].amount", alianza.ErrRange}},
		},
		{
			"hostile",
			commission.Account{Carried: hostile, Earned: hostile, Adjusted: hostile.Neg(), Held: []commission.Holding{{Due: day(1), Amount: hostile}}},
			[]fault{
				{"account.carried", alianza.ErrRange},
				{"account.held[0].amount", alianza.ErrRange},
				{"account.earned", alianza.ErrRange},
				{"account.adjusted", alianza.ErrRange},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			payout, account, err := settlement.Settle(tt.account, day(30))
			checkFaults(t, "Settle", err, tt.want)
			if payout.Currency != "" {
				t.Errorf("Settle = %s beside the error; want none", payout)
			}
			if account.Carried.Exponent() != tt.account.Carried.Exponent() || account.Currency != tt.account.Currency {
				t.Errorf("Settle = account %+v; want it as it was", account)
			}
			for _, pair := range [][2]commission.Account{{tt.account, {}}, {{}, tt.account}} {
				if _, err := settlement.Merge(pair[0], pair[1]); len(faultsOf(t, err)) != len(tt.want) {
					t.Errorf("Merge = %v; want %d faults", err, len(tt.want))
				}
			}
		})
	}
}
