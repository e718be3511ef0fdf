package payout_test

import (
	"errors"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// TestCases posts what another system took, and should not have.
func TestCases(t *testing.T) {
	t.Run("cross-currency-balance", func(t *testing.T) { // two currencies are never added up
		euros := entry("k", "-0.50", "2026-03-01")
		euros.Currency = "EUR"
		got, err := policyOf(t, dollars()).Post(payout.Account{}, euros)
		if _, posted := got.Item("k"); posted || !errors.Is(err, alianza.ErrCurrency) {
			t.Errorf("Post = %v, %v; want nothing posted, and ErrCurrency", got, err)
		}
	})
}
