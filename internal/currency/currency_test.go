package currency_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/internal/currency"
)

func TestPlaces(t *testing.T) {
	for code, want := range map[string]int{
		"USD": 2, "EUR": 2, "AED": 2, "ZWL": 2, "ZWG": 2, "XCD": 2, "HUF": 2, "MGA": 2, "COP": 2,
		"JPY": 0, "BIF": 0, "XPF": 0, "UYI": 0, "ISK": 0, "CLP": 0,
		"KWD": 3, "TND": 3, "IQD": 3, "BHD": 3, "CLF": 4, "UYW": 4,
	} {
		if got, ok := currency.Places(code); got != want || !ok {
			t.Errorf("Places(%q) = %d, %t; want %d, true", code, got, ok, want)
		}
	}
	for _, code := range []string{
		"", "ZZZ", "XXX", "XTS", "XAU", "XAG", "XDR", "usd", "Usd", "US", "USDX", " US", "US ", "D E", "D\nE", "$", "€", "DEM", "EUR USD", "\xff\xff\xff", "ÄÖÜ",
	} {
		if got, ok := currency.Places(code); got != 0 || ok {
			t.Errorf("Places(%q) = %d, %t; want 0, false", code, got, ok)
		}
	}
}

// TestCount counts the codes: those with a minor unit as ISO has them, and six
// that it has withdrawn.
func TestCount(t *testing.T) {
	want := map[int]int{0: 17, 2: 145, 3: 7, 4: 2}
	got := map[int]int{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				if places, ok := currency.Places(string([]rune{a, b, c})); ok {
					got[places]++
				}
			}
		}
	}
	for places, n := range want {
		if got[places] != n {
			t.Errorf("%d codes have %d decimals; want %d", got[places], places, n)
		}
	}
}
