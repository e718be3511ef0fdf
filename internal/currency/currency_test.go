package currency_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/internal/currency"
)

func TestPlaces(t *testing.T) {
	for code, want := range map[string]int{
		"USD": 2, "EUR": 2, "AED": 2, "ZWL": 2, "JPY": 0, "BIF": 0, "XPF": 0, "KWD": 3, "TND": 3, "CLF": 4, "UYW": 4, "HUF": 2, "IQD": 3,
	} {
		if got, ok := currency.Places(code); got != want || !ok {
			t.Errorf("Places(%q) = %d, %t; want %d, true", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "ZZZ", "XXX", "XTS", "XAU", "usd", "US", "USDX", " US", "D E", "$", "DEM"} {
		if got, ok := currency.Places(code); got != 0 || ok {
			t.Errorf("Places(%q) = %d, %t; want 0, false", code, got, ok)
		}
	}
}
