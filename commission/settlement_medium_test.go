package commission_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestAccountMedium_C5_C9_C10 gives the account of one medium to the settlement
// of another.
func TestAccountMedium_C5_C9_C10(t *testing.T) {
	d := commission.SettlementDefinition{Currency: "USD", Places: 2}
	cash := commission.MustSettlement(d)
	d.Medium = commission.Credit
	credit := commission.MustSettlement(d)
	entry := commission.Entry{Currency: "USD", Amount: num("7.00"), Due: day(2), Medium: commission.Credit}
	account, err := credit.Post(commission.Account{}, entry)
	if err != nil || account.Medium != commission.Credit {
		t.Fatalf("Post = %v, %v; want an account in credit", account, err)
	}
	wrong := []fault{{"account.medium", alianza.ErrConflict}}
	_, _, err = cash.Settle(account, day(9))
	checkFaults(t, "Settle", err, wrong)
	_, err = cash.Merge(commission.Account{}, account)
	checkFaults(t, "Merge", err, wrong)
	entry.Medium = commission.Cash
	_, err = cash.Post(account, entry)
	checkFaults(t, "Post", err, wrong)
	entry.Medium = commission.InKind
	_, err = cash.Post(commission.Account{}, entry)
	checkFaults(t, "Post", err, []fault{{"medium", alianza.ErrConflict}})

	doc, err := json.Marshal(account)
	var again commission.Account
	if err != nil || json.Unmarshal(doc, &again) != nil || again.Medium != commission.Credit {
		t.Errorf("the account comes back as %v of %s, %v", again, doc, err)
	}
	payout, rest, err := credit.Settle(account, day(9))
	if err != nil || !same(payout.Paid, num("7.00")) || rest.Medium != commission.Credit {
		t.Errorf("Settle = %v, %v, %v; want 7.00 paid in credit", payout, rest, err)
	}
}

// TestSettlementInstants leaves out when an entry is due, and until when an
// account is settled.
func TestSettlementInstants(t *testing.T) {
	_, err := dollars("0").Post(commission.Account{}, commission.Entry{Currency: "USD", Amount: num("1.00")})
	checkFaults(t, "Post", err, []fault{{"due", alianza.ErrMissing}})
	_, _, err = dollars("0").Settle(commission.Account{}, time.Time{})
	checkFaults(t, "Settle", err, []fault{{"until", alianza.ErrMissing}})
}
