package payout_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// dollars returns a settlement in USD that pays from a minimum on.
func dollars(minimum string) payout.Policy {
	return alianza.Must(payout.New(payout.Definition{Currency: "USD", Places: 2, Minimum: num(minimum)}))
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
			var account payout.Account
			opening := "0.00"
			for i, s := range tt.steps {
				mustPost(t, settlement, &account, posted(s.earn, day(1+31*i)))
				var got payout.Payout
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
	var account payout.Account
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
			var got payout.Payout
			got, account = mustSettle(t, settlement, account, tt.until)
			if got.String() != tt.want || !got.Until.Equal(tt.until) || got.Currency != "USD" {
				t.Errorf("Settle(%s) = %s in %s until %s; want %s in USD", utc(tt.until), got, got.Currency, utc(got.Until), tt.want)
			}
		})
	}
}

func TestNewFaults(t *testing.T) {
	type test struct {
		name string
		d    payout.Definition
		want []fault
	}
	tests := []test{
		{"good", payout.Definition{Currency: "USD", Places: 2, Minimum: num("50")}, nil},
		{"no minimum", payout.Definition{Currency: "USD", Places: 2}, nil},
		{"yen", payout.Definition{Currency: "JPY", Minimum: num("5000")}, nil},
		{"18 places", payout.Definition{Currency: "XTS", Places: 18, Minimum: num("0.000000000000000001")}, nil},
		{"currency missing", payout.Definition{Places: 2}, []fault{{"currency", alianza.ErrMissing}}},
		{"currency of two letters", payout.Definition{Currency: "US", Places: 2}, []fault{{"currency", alianza.ErrForm}}},
		{"places under the bound", payout.Definition{Currency: "USD", Places: -1}, []fault{{"places", alianza.ErrRange}}},
		{"places above the bound", payout.Definition{Currency: "USD", Places: 19}, []fault{{"places", alianza.ErrRange}}},
		{"a billion places", payout.Definition{Currency: "USD", Places: 1e9, Minimum: num("0.01")}, []fault{{"places", alianza.ErrRange}}},
		{"a billion places less", payout.Definition{Currency: "USD", Places: -1e9, Minimum: num("15")}, []fault{{"places", alianza.ErrRange}}},
		{"places of an int", payout.Definition{Currency: "USD", Places: math.MaxInt, Minimum: num("1")}, []fault{{"places", alianza.ErrRange}}},
		{"minimum negative", payout.Definition{Currency: "USD", Places: 2, Minimum: num("-0.01")}, []fault{{"minimum", alianza.ErrRange}}},
		{"minimum in the last place", payout.Definition{Currency: "USD", Places: 2, Minimum: num("0.01")}, nil},
		{"minimum past the last place", payout.Definition{Currency: "USD", Places: 2, Minimum: num("0.001")}, []fault{{"minimum", alianza.ErrConflict}}},
		{"minimum with zeros past it", payout.Definition{Currency: "USD", Places: 2, Minimum: num("50.000")}, nil},
		{"minimum of half a yen", payout.Definition{Currency: "JPY", Minimum: num("0.5")}, []fault{{"minimum", alianza.ErrConflict}}},
		{
			"all at once",
			payout.Definition{Currency: "usd", Places: 19, Minimum: num("-1")},
			[]fault{{"currency", alianza.ErrForm}, {"places", alianza.ErrRange}, {"minimum", alianza.ErrRange}},
		},
	}
	for name, minimum := range hostile() {
		d := payout.Definition{Currency: "USD", Places: 2, Minimum: minimum}
		tests = append(tests, test{name, d, []fault{{"minimum", alianza.ErrRange}}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := payout.New(tt.d)
			checkFaults(t, "New", err, tt.want)
			want := tt.d
			if err != nil {
				want = payout.Definition{}
			}
			if got := s.Definition(); got.Currency != want.Currency || got.Places != want.Places || !got.Minimum.Equal(want.Minimum) {
				t.Errorf("New = a policy of %+v; want %+v", got, want)
			}
		})
	}
}

// TestPolicyZero settles with no definition at all.
func TestPolicyZero(t *testing.T) {
	_, _, err := payout.Policy{}.Settle(payout.Account{}, day(1))
	checkFaults(t, "Settlement{}.Settle", err, []fault{{"account.currency", alianza.ErrCurrency}})
}

func TestPolicyJSON(t *testing.T) {
	tests := []struct {
		name string
		d    payout.Definition
		want string
	}{
		{"minimum", payout.Definition{Currency: "USD", Places: 2, Minimum: num("50.00")}, `{"currency":"USD","places":2,"minimum":"50.00"}`},
		{"no minimum", payout.Definition{Currency: "JPY"}, `{"currency":"JPY","places":0}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := jsonText(t, tt.d); got != tt.want {
				t.Fatalf("Marshal(%v) = %s; want %s", tt.d, got, tt.want)
			}
			var back payout.Definition
			if err := json.Unmarshal([]byte(tt.want), &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.d, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
		})
	}
}

// TestBadDocuments reads documents with faults; their names tell the type.
// An error text is one fault a line.
func TestBadDocuments(t *testing.T) {
	checkBadDocuments(t, map[string]func() (json.Unmarshaler, any){
		"definition": func() (json.Unmarshaler, any) { d := dollars("50").Definition(); return &d, dollars("50").Definition() },
		"account": func() (json.Unmarshaler, any) {
			return &payout.Account{Carried: num("1")}, payout.Account{Carried: num("1")}
		},
	})
}

// mustSettle and mustMerge are for accounts that are sound.
func mustSettle(tb testing.TB, s payout.Policy, a payout.Account, until time.Time) (payout.Payout, payout.Account) {
	tb.Helper()
	paid, account, err := s.Settle(a, until)
	if err != nil {
		tb.Fatalf("Settle(%+v, %s) = %v", a, until, err)
	}
	return paid, account
}

// TestSettleRefuses_X1 has accounts that a settlement cannot pay: nothing is
// converted, cut or hung upon.
func TestSettleRefuses_X1(t *testing.T) {
	settlement := alianza.Must(payout.New(payout.Definition{Currency: "USD", Places: 2}))
	hostile := decimal.New(1, 1_000_000_000)
	tests := []struct {
		name    string
		account payout.Account
		want    []fault
	}{
		{"another currency", payout.Account{Currency: "EUR", Carried: num("15")}, []fault{{"account.currency", alianza.ErrCurrency}}},
		{"finer carried", payout.Account{Currency: "USD", Carried: num("5.555")}, []fault{{"account.carried", alianza.ErrRange}}},
		{
			"finer held",
			payout.Account{Held: []payout.Holding{{Due: day(1), Amount: num("1.00")}, {Due: day(2), Amount: num("1.239")}}},
			[]fault{{"account.held[1].amount", alianza.ErrRange}},
		},
		{
			"hostile",
			payout.Account{Carried: hostile, Earned: hostile, Adjusted: hostile.Neg(), Held: []payout.Holding{{Due: day(1), Amount: hostile}}},
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
			paid, account, err := settlement.Settle(tt.account, day(30))
			checkFaults(t, "Settle", err, tt.want)
			if paid.Currency != "" {
				t.Errorf("Settle = %s beside the error; want none", paid)
			}
			if account.Carried.Exponent() != tt.account.Carried.Exponent() || account.Currency != tt.account.Currency {
				t.Errorf("Settle = account %+v; want it as it was", account)
			}
			for _, pair := range [][2]payout.Account{{tt.account, {}}, {{}, tt.account}} {
				if _, err := settlement.Merge(pair[0], pair[1]); len(alianza.Faults(err)) != len(tt.want) {
					t.Errorf("Merge = %v; want %d faults", err, len(tt.want))
				}
			}
		})
	}
}

// checkConservation checks the equation in the comment of Payout.
func checkConservation(tb testing.TB, p payout.Payout) {
	tb.Helper()
	in, out := p.Opening.Add(p.Earned).Add(p.Adjusted), p.Paid.Add(p.Held).Add(p.Carried)
	if !in.Equal(out) {
		tb.Errorf("Settle(%s) = opening %s, earned %s, adjusted %s, paid %s, held %s, carried %s; want %s = %s",
			utc(p.Until), p.Opening, p.Earned, p.Adjusted, p.Paid, p.Held, p.Carried, in, out)
	}
}

// TestMinimumMet meets the minimum payout exactly.
func TestMinimumMet(t *testing.T) {
	settlement := dollars("100")
	for _, tt := range []struct{ name, amount, paid, carried string }{
		{"minimum payout exactly met", "100.00", "100.00", "0"},
		{"a cent under the minimum is carried", "99.99", "0", "99.99"},
		{"a negative balance is carried", "-5.00", "0", "-5.00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var account payout.Account
			mustPost(t, settlement, &account, posted(tt.amount, day(1)))
			got, _, err := settlement.Settle(account, day(2))
			if err != nil || !got.Paid.Equal(num(tt.paid)) || !got.Carried.Equal(num(tt.carried)) {
				t.Errorf("Settle(%s) = %v, %v; want %s paid, %s carried", tt.amount, got, err, tt.paid, tt.carried)
			}
		})
	}
}

// TestSettleInstants leaves out when an entry is due, and until when an
// account is settled.
func TestSettleInstants(t *testing.T) {
	_, err := dollars("0").Post(payout.Account{}, commission.Entry{Currency: "USD", Amount: num("1.00")})
	checkFaults(t, "Post", err, []fault{{"due", alianza.ErrMissing}})
	_, _, err = dollars("0").Settle(payout.Account{}, time.Time{})
	checkFaults(t, "Settle", err, []fault{{"until", alianza.ErrMissing}})
}

// TestSettleLost loses the result of a settlement, and settles again.
func TestSettleLost(t *testing.T) {
	policy := dollars("0")
	var account payout.Account
	mustPost(t, policy, &account, posted("10", day(15)), posted("100", day(15+31)), posted("7", day(15+31+28)))
	for range 2 {
		got, _ := mustSettle(t, policy, account, day(20+31))
		if want := "due 110.00 USD; held 7.00, carried 0.00; opening 0.00, earned 117.00, adjusted 0.00"; got.String() != want {
			t.Errorf("Settle = %s; want %s", got, want)
		}
	}
	_, err := policy.Post(account, posted("5", day(15)))
	if got, _ := mustSettle(t, policy, account, day(16)); err != nil || !got.Paid.Equal(num("10")) {
		t.Errorf("Settle = %s, %v; want 10 paid, without the entry that was dropped", got, err)
	}
}
