package prospect_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func TestMailingValue_S26(t *testing.T) {
	tests := []struct {
		name                      string
		emails, people            int
		clicks, conversion, price string
		want                      string
	}{
		{"V-REC-1, a", 1, 20000, "2%", "5%", "100.00", "2000"},
		{"V-REC-1, b", 1, 10000, "4%", "5%", "50.00", "1000"},
		{"V-REC-2, a", 1, 5000, "10%", "2%", "99.00", "990"},
		{"V-REC-2, b", 1, 0, "4%", "5%", "50.00", "0"},
		{"does not write", 0, 20000, "2%", "5%", "100", "0"},
		{"writes twice", 2, 10000, "4%", "5%", "50", "2000"},
		{"nobody buys", 1, 10000, "4%", "0%", "50", "0"},
		{"all click and buy", 1, 1, "100%", "100%", "2", "2"},
		{"parts of a person", 1, 3, "0.5%", "0.1%", "0.07", "0.00000105"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := mailing(tt.emails, tt.people, tt.clicks, tt.conversion, tt.price)
			got, err := m.Value()
			if err != nil || got.String() != tt.want {
				t.Errorf("Value() = %s, %v; want %s", got, err, tt.want)
			}
			scoretest.Again(t, m)
		})
	}
	_, err := mailing(-1, -2, "-1%", "100.1%", "-1").Value()
	want := []fault{
		{"emails", "-1", alianza.ErrRange}, {"people", "-2", alianza.ErrRange}, {"conversion", "100.1%", alianza.ErrRange}, {"clicks", "-1%", alianza.ErrRange}, {"price", "-1", alianza.ErrRange},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Value = other faults (-want +got):\n%s", diff)
	}
	hostile := mailing(1, 1, "1%", "1%", "1")
	huge := decimal.New(1, 1<<30)
	hostile.Price = &huge
	if _, err := hostile.Value(); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Value with a hostile price = %v; want ErrRange", err)
	}
}

// mailing returns a mailing of which all is known.
func mailing(emails, people int, clicks, conversion, price string) prospect.Mailing {
	c, d, p := scoretest.Percent(clicks), scoretest.Percent(conversion), n(price)
	return prospect.Mailing{Emails: &emails, People: &people, Clicks: &c, Conversion: &d, Price: &p}
}

// TestMailingUnknown_X14 does not take unknown clicks for none, in Go and in JSON.
func TestMailingUnknown_X14(t *testing.T) {
	m := mailing(1, 20000, "2%", "5%", "100")
	m.Clicks = nil
	_, err := m.Value()
	if diff := cmp.Diff([]fault{{"clicks", "", alianza.ErrMissing}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Value without clicks = other faults (-want +got):\n%s", diff)
	}
	var read prospect.Mailing
	if err := json.Unmarshal([]byte(`{"emails":1,"people":20000,"conversion":"5%","price":"100"}`), &read); err != nil || !cmp.Equal(m, read) {
		t.Errorf("UnmarshalJSON = %+v, %v; want clicks that are unknown", read, err)
	}
	scoretest.Again(t, prospect.Mailing{})
	if _, err := (prospect.Mailing{}).Value(); len(faults(err)) != 5 {
		t.Errorf("Value of nothing = %v; want five faults", err)
	}
}

// TestMailingLimit has as many people as can be written, and more.
func TestMailingLimit(t *testing.T) {
	most := math.MaxInt32
	if got, err := mailing(1, most, "100%", "100%", "1").Value(); err != nil || !got.Equal(n("2147483647")) {
		t.Errorf("Value of 2^31 - 1 people = %s, %v; want 2147483647", got, err)
	}
	above := most + 1
	if above < 0 {
		t.Skip("an int has 32 bits")
	}
	_, err := mailing(above, above, "2%", "5%", "100").Value()
	want := []fault{{"emails", "2147483648", alianza.ErrLimit}, {"people", "2147483648", alianza.ErrLimit}}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Value of more = other faults (-want +got):\n%s", diff)
	}
}

func TestFairness_S26(t *testing.T) {
	for _, tt := range []struct{ a, b, want string }{
		{"2000", "1000", "1/2"}, {"1000", "2000", "1/2"}, {"990", "0", "0"}, {"5", "5.00", "1"}, {"300", "100", "1/3"},
	} {
		if got, err := prospect.Fairness(n(tt.a), n(tt.b)); err != nil || !got.Equal(q(tt.want)) {
			t.Errorf("Fairness(%s, %s) = %s, %v; want %s", tt.a, tt.b, got, err, tt.want)
		}
	}
	if _, err := prospect.Fairness(n("0"), n("0.00")); !errors.Is(err, alianza.ErrZero) {
		t.Errorf("Fairness(0, 0) = %v; want %v", err, alianza.ErrZero)
	}
	if _, err := prospect.Fairness(n("-1"), decimal.New(1, 1<<30)); len(faults(err)) != 2 || !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Fairness(-1, hostile) = %v; want two faults", err)
	}
}
