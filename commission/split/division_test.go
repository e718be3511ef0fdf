package split_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

func TestDivide_C14(t *testing.T) {
	tests := []struct {
		name     string
		currency string
		sizes    []string
		total    string
		want     []string
	}{
		{"V-SPLIT-1", "EUR", []string{"50%", "50%"}, "1000.01", []string{"500.01", "500.00"}},
		{"V-SPLIT-2", "EUR", []string{"70%", "30%"}, "99.99", []string{"69.99", "30.00"}},
		{"V-ALLOC-1", "EUR", []string{"1", "1", "1"}, "1", []string{"0.34", "0.33", "0.33"}},
		{"V-ALLOC-3", "EUR", []string{"70%", "30%"}, "0.05", []string{"0.04", "0.01"}},
		{"V-ALLOC-4", "EUR", []string{"70%", "30%"}, "-0.05", []string{"-0.04", "-0.01"}},
		{"V-ALLOC-5", "EUR", []string{"0", "50", "50"}, "0.10", []string{"0.00", "0.05", "0.05"}},
		{"V-ALLOC-6", "EUR", []string{"0", "50", "50"}, "0.01", []string{"0.00", "0.01", "0.00"}},
		{"V-ALLOC-7", "EUR", []string{"33.3%", "33.3%", "33.4%"}, "10.00", []string{"3.33", "3.33", "3.34"}},
		{"V-ALLOC-11", "EUR", []string{"20%", "30%", "50%"}, "1.01", []string{"0.20", "0.30", "0.51"}},
		{"12501 cents", "EUR", []string{"33.34%", "33.33%", "33.33%"}, "125.01", []string{"41.68", "41.67", "41.66"}},
		{"62 by 105:205:305", "JPY", []string{"105", "205", "305"}, "62", []string{"10", "21", "31"}},
		{"7 by 0:1:1", "JPY", []string{"0", "1", "1"}, "7", []string{"0", "4", "3"}},
		{"sixths", "EUR", []string{"1/6", "1/3", "1/2"}, "100.00", []string{"16.67", "33.33", "50.00"}},
		{"one party", "EUR", []string{"100%"}, "99.99", []string{"99.99"}},
		{"nothing", "EUR", []string{"70%", "30%"}, "0", []string{"0.00", "0.00"}},
		{"yen", "JPY", []string{"50%", "50%"}, "1001", []string{"501", "500"}},
		{"dinars", "KWD", []string{"50%", "50%"}, "1.001", []string{"0.501", "0.500"}},
		{"zeros past the places", "EUR", []string{"50%", "50%"}, "1000.0100", []string{"500.01", "500.00"}},
		{"a power of ten", "JPY", []string{"50%", "50%"}, "1e2", []string{"50", "50"}},
		{"ten decimals", "EUR", []string{"33.3333333333%", "33.3333333333%", "33.3333333334%"}, "0.01", []string{"0.00", "0.00", "0.01"}},
		{"34 digits", "JPY", []string{"1", "1"}, "9999999999999999999999999999999999", []string{"5000000000000000000000000000000000", "4999999999999999999999999999999999"}},

		{"6.45 at 30% and 70%", "USD", []string{"30%", "70%"}, "6.45", []string{"1.94", "4.51"}}, // 1.935, 4.515: a tie
		{"6.45 at 30% and the rest", "USD", []string{"30%", "rest"}, "6.45", []string{"1.94", "4.51"}},
		{"a cent, and the rest is short", "USD", []string{"50%", "50%", "rest"}, "0.01", []string{"0.01", "0.00", "0.00"}},
		{"ten of 1.6 and the rest", "JPY", []string{"10%", "10%", "10%", "10%", "10%", "10%", "10%", "10%", "10%", "10%", "rest"}, "16", []string{"2", "2", "2", "2", "2", "2", "1", "1", "1", "1", "0"}},
		{"the rest first", "USD", []string{"rest", "1/3"}, "1.00", []string{"0.67", "0.33"}},
		{"the rest alone", "USD", []string{"rest"}, "-1.01", []string{"-1.01"}},

		{"raised to its min", "USD", []string{"10% >=1", "90%"}, "5.00", []string{"1.00", "4.00"}},
		{"above its min", "USD", []string{"10% >=1", "90%"}, "50.00", []string{"5.00", "45.00"}},
		{"cut to its max", "USD", []string{"10% <=5", "45%", "45%"}, "100.01", []string{"5.00", "47.51", "47.50"}},
		{"less than the min", "USD", []string{"10% >=1", "90%"}, "0.50", []string{"0.50", "0.00"}},
		{"mins in order", "USD", []string{"10% >=1", "10% >=1", "80%"}, "1.50", []string{"1.00", "0.50", "0.00"}},
		{"a refund of it", "USD", []string{"10% >=1", "90%"}, "-5.00", []string{"-1.00", "-4.00"}},
		{"a min moves another to its max", "USD", []string{"1 >=50", "1 <=20", "1"}, "90", []string{"50.00", "20.00", "20.00"}},
		{"a min beside the rest", "USD", []string{"3% >=0.30", "rest"}, "5.00", []string{"0.30", "4.70"}},
		{"a max beside the rest", "USD", []string{"3% <=10", "rest"}, "5000", []string{"10.00", "4990.00"}},
		// B is raised by 10 from 50 to 60, which the half of A bears: 40.
		{"a min of one half", "USD", []string{"50%", "50% >=60"}, "100", []string{"40.00", "60.00"}},
		// 50 and 60 are 10 above 100: the rest of 20 is gone, and A bears the 10.
		{"a min above the rest", "USD", []string{"50%", "30% >=60", "rest"}, "100", []string{"40.00", "60.00", "0.00"}},
		{"two mins above the rest", "USD", []string{"60% >=10", "20% >=50", "rest"}, "100", []string{"50.00", "50.00", "0.00"}},
		// 40 are left for 50 and 20: by 5 to 2, 28.571 and 11.429.
		{"a min above the rest, borne by two", "USD", []string{"50%", "20%", "30% >=60", "rest"}, "100", []string{"28.57", "11.43", "60.00", "0.00"}},
		// 40 are left for 10% and 70%, 5 and 35. A has 10 at least, so that B has 30.
		{"a min above the rest, and one that bears it to its min", "USD", []string{"rest", "10% >=10", "70%", "20% >=60"}, "100", []string{"0.00", "10.00", "30.00", "60.00"}},
		{"a min that the rest reaches just for", "USD", []string{"50%", "30% >=50", "rest"}, "100", []string{"50.00", "50.00", "0.00"}},
		{"mins in order beside the rest", "USD", []string{"rest", "50%", "10% >=70", "10% >=70"}, "100", []string{"0.00", "0.00", "70.00", "30.00"}},
		{"a refund above the rest", "USD", []string{"50%", "30% >=60", "rest"}, "-100", []string{"-40.00", "-60.00", "0.00"}},
		{"a min without weight", "USD", []string{"0 >=1", "1"}, "5.00", []string{"1.00", "4.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := divide(t, of(tt.currency, tt.sizes...), tt.total)
			if diff := cmp.Diff(tt.want, amounts(got.Allocations)); diff != "" {
				t.Errorf("Divide(%s) = %s; mismatch (-want +got):\n%s", tt.total, got, diff)
			}
			if !got.Total.Equal(num(tt.total)) || got.Currency != tt.currency {
				t.Errorf("Divide(%s) = a total of %s %s; want the same", tt.total, got.Total, got.Currency)
			}
			roomtest.Again(t, got)
		})
	}
}

func TestDivideStep(t *testing.T) {
	d := of("CHF", "1", "1", "1")
	d.Step = num("0.05")
	if diff := cmp.Diff([]string{"0.35", "0.35", "0.30"}, amounts(divide(t, d, "1").Allocations)); diff != "" {
		t.Errorf("Divide(1) in 0.05 mismatch (-want +got):\n%s", diff)
	}
	_, err := alianza.Must(split.New(d)).Divide(num("1.01"))
	roomtest.CheckFaults(t, "Divide(1.01)", err, "total: out_of_range")
}

func TestDivideNested(t *testing.T) {
	d := split.Definition{Currency: "USD", Shares: []split.Share{
		{Party: "team", Rate: rate("60%"), Shares: of("", "1", "1", "1").Shares}, share("house", "40%"),
	}}
	const want = "100.01 USD: team 60.01 (60%: a 20.01 (1), b 20.00 (1), c 20.00 (1)), house 40.00 (40%)"
	if got := divide(t, d, "100.01"); got.String() != want {
		t.Errorf("Divide(100.01) = %s; want %s", got, want)
	}
	roomtest.Again(t, divide(t, d, "100.01"))
}

// TestDivideOverlay has recognition above 100%, beside the money.
func TestDivideOverlay(t *testing.T) {
	d := of("USD", "70%", "20%", "10%")
	d.Overlay = []split.Share{share("boss", "25%"), share("friend", "10%")}
	got := divide(t, d, "10000000")
	all := got.Total
	for _, a := range got.Overlay {
		all = all.Add(a.Amount)
	}
	if diff := cmp.Diff([]string{"7000000.00", "2000000.00", "1000000.00"}, amounts(got.Allocations)); diff != "" || !all.Equal(num("13500000")) {
		t.Errorf("Divide = %s recognized (-want +got):\n%s", all, diff)
	}
	roomtest.Again(t, got)
}

// TestWhy says who got the odd unit and why.
func TestWhy(t *testing.T) {
	tests := []struct {
		d     split.Definition
		total string
		want  []string
	}{
		{of("EUR", "50%", "50%"), "1000.01", []string{"a 500.01 of 500.005 exactly: the odd unit, as the earlier of equals", "b 500.00 of 500.005 exactly"}},
		{of("EUR", "1", "1", "1"), "0.02", []string{"a 0.01 of 1/150 exactly: the odd unit, as the earlier of equals", "b 0.01 of 1/150 exactly: the odd unit, as the earlier of equals", "c 0.00 of 1/150 exactly"}},
		{of("EUR", "20%", "30%", "50%"), "1.01", []string{"a 0.20 of 0.202 exactly", "b 0.30 of 0.303 exactly", "c 0.51 of 0.505 exactly: the odd unit, for the largest remainder"}},
		{of("EUR", "30%", "rest"), "6.45", []string{"a 1.94 of 1.935 exactly: rounded up", "b 4.51 of 4.515 exactly: the rest"}},
		{of("EUR", "10% >=1", "90%"), "5", []string{"a 1.00: its min", "b 4.00"}},
		{of("EUR", "10% <=1", "90%"), "50", []string{"a 1.00: its max", "b 49.00"}},
		{of("EUR", "50%", "30% >=60", "rest"), "100", []string{"a 40.00", "b 60.00: its min", "c 0.00: the rest"}},
		{of("EUR", "10% >=1", "90%"), "0.5", []string{"a 0.50: all that there is for its min", "b 0.00"}},
	}
	for _, tt := range tests {
		var got []string
		for _, a := range divide(t, tt.d, tt.total).Allocations {
			got = append(got, a.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Divide(%s) mismatch (-want +got):\n%s", tt.total, diff)
		}
	}
}

func TestDivideFaults(t *testing.T) {
	half := alianza.Must(split.New(of("EUR", "70%", "30%")))
	for _, total := range []string{"0.001", "-10.005"} {
		_, err := half.Divide(num(total))
		roomtest.CheckFaults(t, "Divide("+total+")", err, "total: out_of_range")
	}
	_, err := alianza.Must(split.New(of("JPY", "1"))).Divide(num("0.5"))
	roomtest.CheckFaults(t, "Divide(half a yen)", err, "total: out_of_range")
	for name, total := range roomtest.Hostile() {
		got, err := half.Divide(total)
		roomtest.CheckFaults(t, "Divide("+name+")", err, "total: out_of_range")
		if len(got.Allocations) > 0 || len(err.Error()) > 500 {
			t.Errorf("Divide(%s) = %v, an error of %d bytes; want nothing, few", name, got, len(err.Error()))
		}
		if text := (split.Allocation{Party: "a", Amount: total}).String(); len(text) > 500 {
			t.Errorf("String(%s) has %d bytes; want few", name, len(text))
		}
		_, _, err = half.Return(split.Division{Currency: "EUR", Total: total}, total)
		roomtest.CheckFaults(t, "Return("+name+")", err, "total: out_of_range")
	}
	_, err = split.Split{}.Divide(num("0"))
	roomtest.CheckUnchecked(t, "Divide", err)
	_, _, err = split.Split{}.Return(split.Division{}, num("0"))
	roomtest.CheckUnchecked(t, "Return", err)
}

// TestReturn_C34 takes a total back in parts.
func TestReturn_C34(t *testing.T) {
	s := alianza.Must(split.New(of("EUR", "50%", "50%")))
	left := alianza.Must(s.Divide(num("1.00")))
	var gave []string
	for _, back := range []string{"0.33", "0.33", "0.34"} {
		returned, after, err := s.Return(left, num(back))
		if err != nil {
			t.Fatalf("Return(%s) = %v; want no error", back, err)
		}
		gave = append(gave, amounts(returned.Allocations)...)
		roomtest.Again(t, returned)
		left = after
	}
	if diff := cmp.Diff([]string{"-0.16", "-0.17", "-0.17", "-0.16", "-0.17", "-0.17"}, gave); diff != "" {
		t.Errorf("Return mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"0.00", "0.00"}, amounts(left.Allocations)); diff != "" {
		t.Errorf("left mismatch (-want +got):\n%s", diff)
	}
}

func TestReturnFaults(t *testing.T) {
	s := alianza.Must(split.New(of("EUR", "50%", "50%")))
	whole := alianza.Must(s.Divide(num("10")))
	other := alianza.Must(alianza.Must(split.New(of("EUR", "60%", "40%"))).Divide(num("10")))
	dollars := alianza.Must(alianza.Must(split.New(of("USD", "50%", "50%"))).Divide(num("10")))
	spoiled := alianza.Must(s.Divide(num("10")))
	spoiled.Allocations[0].Amount = roomtest.Hostile()["a billion zeros"]
	tests := []struct {
		name string
		d    split.Division
		back string
		want string
	}{
		{"more than all", whole, "10.01", "back: out_of_range"},
		{"another sign", whole, "-1", "back: out_of_range"},
		{"between units", whole, "0.001", "back: out_of_range"},
		{"of another split", other, "1", "division: contradiction"},
		{"of another currency", dollars, "1", "division: contradiction"},
		{"spoiled", spoiled, "1", "division: contradiction"},
		{"of nobody", split.Division{Currency: "EUR", Total: num("1")}, "1", "division: contradiction"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := s.Return(tt.d, num(tt.back))
			roomtest.CheckFaults(t, "Return", err, tt.want)
		})
	}
	if _, left, err := s.Return(whole, num("0")); err != nil || !cmp.Equal(left, whole) {
		t.Errorf("Return(nothing) = %s, %v; want what was there", left, err)
	}
}

func TestDivisionJSON(t *testing.T) {
	got := divide(t, of("EUR", "1/3", "rest"), "1.00")
	roomtest.Reads(t, got, `{"currency":"EUR","total":"1.00","allocations":[{"party":"a","weight":"1/3","exact":"1/3","amount":"0.33"},`+
		`{"party":"b","exact":"2/3","amount":"0.67","why":"rest"}]}`)
	var back split.Division
	err := back.UnmarshalJSON([]byte(`{"currency":"EUR","total":"1","allocations":[{"party":"a","exact":"1","amount":"0.99"}]}`))
	roomtest.CheckFaults(t, "UnmarshalJSON", err, "allocations: contradiction")
}

// TestExactLarge has exact shares of a negative total whose numerators are above a
// machine word, or above a signed one.
func TestExactLarge(t *testing.T) {
	d := split.Definition{Currency: "USD", Shares: []split.Share{share("a", "3"), share("b", "4")}}
	got := divide(t, d, "-50000000000000000.01") // 5000000000000000001 units, by sevenths
	for i, want := range []string{"-15000000000000000003/700", "-5000000000000000001/175"} {
		if text := got.Allocations[i].Exact.String(); text != want {
			t.Errorf("Divide = %s; want exactly %s", got.Allocations[i], want)
		}
	}
	one := split.Definition{Currency: "USD", Shares: []split.Share{share("a", "1")}}
	yen := split.Definition{Currency: "JPY", Shares: []split.Share{share("a", "1"), share("b", "9223372036854775806")}}
	for want, got := range map[string]split.Division{"92233720368547758.07": divide(t, one, "92233720368547758.07"), "1/9223372036854775807": divide(t, yen, "1")} {
		if exactly := got.Allocations[0].Exact; !exactly.Equal(alianza.Must(split.ParseFraction(want))) {
			t.Errorf("Divide = %s; want exactly %s", got, want)
		}
	}
}

// TestMirror takes back of each party what it got, fees included.
func TestMirror(t *testing.T) {
	d := split.Definition{Currency: "USD", Step: num("1"), Shares: []split.Share{share("affiliate", "95%"), share("platform", "5%")}}
	if diff := cmp.Diff([]string{"-95", "-5"}, amounts(divide(t, d, "-100").Allocations)); diff != "" {
		t.Errorf("Divide(-100) mismatch (-want +got):\n%s", diff)
	}
}

func TestJointProduct(t *testing.T) {
	if got, want := divide(t, split.JointProduct("ana", "bruno"), "1000.01").String(), "1000.01 EUR: ana 500.01 (50%), bruno 500.00 (50%)"; got != want {
		t.Errorf("Divide = %s; want %s", got, want)
	}
}

func TestRoundingBesideRest(t *testing.T) {
	for mode, want := range map[commission.Rounding]string{
		commission.HalfUp: "2", commission.HalfEven: "2", commission.HalfDown: "1", commission.Down: "1", commission.Up: "2",
	} {
		d := of("JPY", "15%", "rest")
		d.Rounding = mode
		if got := divide(t, d, "10").Allocations[0].Amount.String(); got != want {
			t.Errorf("Divide(1.5, %s) = %s; want %s", mode, got, want)
		}
	}
}
