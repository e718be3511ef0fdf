package commission_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// modes are the seven modes of rounding and their names in JSON.
var modes = []struct {
	mode commission.Rounding
	name string
}{
	{commission.HalfUp, "half_up"},
	{commission.HalfEven, "half_even"},
	{commission.HalfDown, "half_down"},
	{commission.Up, "up"},
	{commission.Down, "down"},
	{commission.Floor, "floor"},
	{commission.Ceiling, "ceiling"},
}

func TestRoundingText(t *testing.T) {
	for i, tt := range modes {
		t.Run(tt.name, func(t *testing.T) {
			if int(tt.mode) != i {
				t.Errorf("%s is %d; want %d", tt.name, tt.mode, i)
			}
			if got := tt.mode.String(); got != tt.name {
				t.Errorf("String() = %q; want %q", got, tt.name)
			}
			if got, err := tt.mode.MarshalText(); string(got) != tt.name || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", got, err, tt.name)
			}
			got := commission.Rounding(99)
			if err := got.UnmarshalText([]byte(tt.name)); got != tt.mode || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", tt.name, got, err, tt.name)
			}
		})
	}
	if got, want := commission.Rounding(7).String(), "(7)"; got != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	if got, want := commission.Rounding(255).String(), "(255)"; got != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
}

func TestRoundingTextErrors(t *testing.T) {
	for _, text := range []string{"", "HALF_UP", "half-up", "halfup", " up", "up ", "bankers", "0", "(7)", "refuse"} {
		got := commission.Down
		err := got.UnmarshalText([]byte(text))
		checkFaults(t, fmt.Sprintf("UnmarshalText(%q)", text), err, []fault{{"", alianza.ErrUnknown}})
		if got != commission.Down {
			t.Errorf("UnmarshalText(%q) = %s, %v; want down", text, got, err)
		}
	}
}

// TestRound has the numbers of V-RND, and steps that are not a power of ten.
func TestRound_V_RND(t *testing.T) {
	tests := []struct {
		number, step string
		want         [7]string // half up, even, down, up, down, floor, ceiling
	}{
		{"2.345", "0.01", [7]string{"2.35", "2.34", "2.34", "2.35", "2.34", "2.34", "2.35"}},
		{"2.355", "0.01", [7]string{"2.36", "2.36", "2.35", "2.36", "2.35", "2.35", "2.36"}},
		{"-2.345", "0.01", [7]string{"-2.35", "-2.34", "-2.34", "-2.35", "-2.34", "-2.35", "-2.34"}},
		{"2.375", "0.05", [7]string{"2.40", "2.40", "2.35", "2.40", "2.35", "2.35", "2.40"}},
		{"2.37", "0.05", [7]string{"2.35", "2.35", "2.35", "2.40", "2.35", "2.35", "2.40"}},
		{"125", "50", [7]string{"150", "100", "100", "150", "100", "100", "150"}},
		{"0", "0.01", [7]string{"0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"}},
	}
	for _, tt := range tests {
		for i, m := range modes {
			number, step := num(tt.number), num(tt.step)
			got, err := m.mode.Round(number, step)
			if places := -min(step.Exponent(), 0); err != nil || got.StringFixed(places) != tt.want[i] || got.Exponent() != -places {
				t.Errorf("%s.Round(%s, %s) = %s, %v; want %s", m.name, tt.number, tt.step, got, err, tt.want[i])
			}
		}
	}
}

func TestRoundFaults(t *testing.T) {
	tests := []struct {
		name   string
		mode   commission.Rounding
		number decimal.Decimal
		step   decimal.Decimal
		want   []fault
	}{
		{"no step", commission.HalfUp, num("1"), decimal.Decimal{}, []fault{{"step", alianza.ErrMissing}}},
		{"negative step", commission.HalfUp, num("1"), num("-0.01"), []fault{{"step", alianza.ErrRange}}},
		{"long step", commission.HalfUp, num("1"), num("0.1234567891"), []fault{{"step", alianza.ErrRange}}},
		{"step of more digits than a count has", commission.HalfUp, num("1"), decimal.New(999999999, 12), []fault{{"step", alianza.ErrRange}}},
		{"huge number", commission.HalfUp, decimal.New(1, 1_000_000), num("0.01"), []fault{{"number", alianza.ErrRange}}},
		{"all", commission.Rounding(7), decimal.New(1, -1_000_000), num("-1"), []fault{{"number", alianza.ErrRange}, {"step", alianza.ErrRange}, {"rounding", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		got, err := tt.mode.Round(tt.number, tt.step)
		checkFaults(t, tt.name, err, tt.want)
		if !got.IsZero() {
			t.Errorf("%s: Round = %s; want 0 beside an error", tt.name, got)
		}
	}
}

// lineTests are amounts, rates and what a line of a sale posts in each mode,
// in the order of modes. Those of a refund without a known sale are the same
// with a minus sign.
var lineTests = []struct {
	name         string
	amount, rate string
	want         [7]string
}{
	//                                       half up, even,   down,   up,     down,   floor,  ceiling
	{"V-LINE-1", "19.99", "25%", [7]string{"5.00", "5.00", "5.00", "5.00", "4.99", "4.99", "5.00"}},          // 4.9975
	{"V-LINE-2, V-LINE-3", "0.10", "25%", [7]string{"0.03", "0.02", "0.02", "0.03", "0.02", "0.02", "0.03"}}, // 0.025
	{"V-LINE-5", "10000.00", "20%", [7]string{"2000.00", "2000.00", "2000.00", "2000.00", "2000.00", "2000.00", "2000.00"}},
	{"V-RND-1, V-RND-3", "4.69", "50%", [7]string{"2.35", "2.34", "2.34", "2.35", "2.34", "2.34", "2.35"}}, // 2.345
	{"V-RND-2", "4.71", "50%", [7]string{"2.36", "2.36", "2.35", "2.36", "2.35", "2.35", "2.36"}},          // 2.355
	{"V-RND-7", "2.3450000001", "100%", [7]string{"2.35", "2.35", "2.35", "2.35", "2.34", "2.34", "2.35"}},
	{"a unit under the tie", "2.3449999999", "100%", [7]string{"2.34", "2.34", "2.34", "2.35", "2.34", "2.34", "2.35"}},
	{"exact", "0.08", "25%", [7]string{"0.02", "0.02", "0.02", "0.02", "0.02", "0.02", "0.02"}},
	{"the least", "0.01", "0.0000000001%", [7]string{"0.00", "0.00", "0.00", "0.01", "0.00", "0.00", "0.01"}},
	{"tie at one half", "0.01", "50%", [7]string{"0.01", "0.00", "0.00", "0.01", "0.00", "0.00", "0.01"}},
}

func TestLine_V_LINE(t *testing.T) {
	for _, tt := range lineTests {
		for i, m := range modes {
			t.Run(fmt.Sprintf("%s %s", tt.name, m.name), func(t *testing.T) {
				plan := alianza.Must(commission.New(commission.Definition{
					ID: "line", Version: 1, Currency: "USD", Rounding: m.mode,
					UnknownSale: commission.UnknownSaleCurrentRate,
					Rules:       []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate(tt.rate)}}},
				}))
				sold := mustEarn(t, plan, &commission.State{}, sale("s", tt.amount))
				if got := sold.Amount.StringFixed(2); got != tt.want[i] || sold.Amount.Exponent() != -2 {
					t.Errorf("Earn(sale of %s) = %s (10^%d); want %s", tt.amount, sold.Amount, sold.Amount.Exponent(), tt.want[i])
				}
				back := mustEarn(t, plan, &commission.State{}, refund("r", "", tt.amount))
				if want := num(tt.want[i]).Neg(); !back.Amount.Equal(want) || back.Amount.Exponent() != -2 {
					t.Errorf("Earn(credit of %s) = %s (10^%d); want %s", tt.amount, back.Amount, back.Amount.Exponent(), want)
				}
			})
		}
	}
}

// TestStatement_V_STM adds up lines that were rounded one by one.
func TestStatement_V_STM(t *testing.T) {
	tests := []struct {
		name string
		mode commission.Rounding
		want string
	}{
		{"V-STM-1", commission.HalfUp, "0.09"},
		{"V-STM-3", commission.HalfEven, "0.06"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(commission.Definition{
				ID: "line", Version: 1, Currency: "USD", Rounding: tt.mode,
				Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(25)}}},
			}))
			var state commission.State
			var sum decimal.Decimal
			for _, id := range []string{"a", "b", "c"} {
				sum = sum.Add(mustEarn(t, plan, &state, sale(id, "0.10")).Amount)
			}
			if !sum.Equal(num(tt.want)) {
				t.Errorf("sum of three lines = %s; want %s", sum, tt.want)
			}
		})
	}
}
