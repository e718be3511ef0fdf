package score_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// band returns a band by the texts of its bounds, "" for an open end.
func band(name string, from, to alianza.Bound) score.Band {
	return score.Band{Name: name, From: from, To: to}
}

// scale makes a scale of a definition written in a test.
func scale(d score.ScaleDefinition) score.Scale { return alianza.Must(score.NewScale(d)) }

func bands(all ...score.Band) score.ScaleDefinition {
	return score.ScaleDefinition{Name: "b", Bands: all}
}

var open alianza.Bound

func TestScale(t *testing.T) {
	four := bands(
		band("very poor", alianza.AtLeast(n("0")), alianza.Below(n("30"))),
		band("poor", alianza.AtLeast(n("30")), alianza.Below(n("50"))),
		band("average", alianza.AtLeast(n("50")), alianza.Below(n("80"))),
		band("excellent", alianza.AtLeast(n("80")), alianza.AtMost(n("100"))),
	)
	lights := score.LightScale("b", n("0"), n("40"), n("70"), n("100"))
	mixed := bands( // one bound belongs to the band above it, the other to the one below
		band("low", alianza.AtLeast(n("0")), alianza.Below(n("1000"))),
		band("moderate", alianza.AtLeast(n("1000")), alianza.AtMost(n("1800"))),
		band("high", alianza.Above(n("1800")), alianza.AtMost(n("10000"))),
	)
	point := bands(
		band("loss", open, alianza.Below(n("0"))),
		band("even", alianza.AtLeast(n("0")), alianza.AtMost(n("0"))),
		band("gain", alianza.Above(n("0")), open),
	)
	tests := []struct {
		name  string
		def   score.ScaleDefinition
		value score.Number
		want  string // band; "" for none
		light score.Light
	}{
		{"least", four, n("0"), "very poor", 0},
		{"under a bound", four, n("29.99"), "very poor", 0},
		{"on a bound", four, n("30"), "poor", 0},
		{"over a bound", four, n("30.01"), "poor", 0},
		{"on the last bound", four, n("80"), "excellent", 0},
		{"top", four, n("100"), "excellent", 0},
		{"top with places", four, n("100.00"), "excellent", 0},
		{"over the top", four, n("100.01"), "", 0},
		{"below the scale", four, n("-0.01"), "", 0},
		{"red", lights, n("39.999"), "red", score.Red},
		{"yellow from its bound", lights, n("40"), "yellow", score.Yellow},
		{"69.5 falls somewhere", lights, n("69.5"), "yellow", score.Yellow},
		{"69.999999999999999999 too", lights, quotient{big.NewRat(699999999999999999, 10000000000000000)}, "yellow", score.Yellow},
		{"a third under", lights, quotient{big.NewRat(209, 3)}, "yellow", score.Yellow},
		{"a third over", lights, quotient{big.NewRat(211, 3)}, "green", score.Green},
		{"green", lights, n("70"), "green", score.Green},
		{"side above", mixed, n("1000"), "moderate", 0},
		{"side below", mixed, n("1800"), "moderate", 0},
		{"over the side below", mixed, n("1800.01"), "high", 0},
		{"open below", point, n("-1e18"), "loss", 0},
		{"one number", point, n("0.00"), "even", 0},
		{"open above", point, n("1e18"), "gain", 0},
		{"just above", point, n("1e-18"), "gain", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := scale(tt.def).Judge(tt.value)
			if got.Name != tt.want || got.Light != tt.light || (err != nil) != (tt.want == "") {
				t.Errorf("Judge(%s) = %s, %s, %v; want %s, %s", tt.value, got.Name, got.Light, err, tt.want, tt.light)
			}
			if err != nil && (!errors.Is(err, alianza.ErrRange) || len(faults(err)) != 1) {
				t.Errorf("Judge(%s) = %v; want one fault of kind ErrRange", tt.value, err)
			}
		})
	}
}

// TestScaleLights holds the policies of the semáforo against the same as bands.
func TestScaleLights_S8(t *testing.T) {
	for policy, want := range lights {
		c := by(t, policy)
		p := c.Definition().Policies[0]
		of := decimal.NewFromInt(int64(len(criteria)))
		b := scale(score.LightScale(policy, n("0"), decimal.NewFromInt(int64(p.Yellow)), decimal.NewFromInt(int64(p.Green)), of))
		for points, light := range want {
			got, err := b.Judge(decimal.NewFromInt(int64(points)))
			if err != nil || got.Light != light || got.Name != light.String() {
				t.Errorf("Judge(%d) by %s = %s, %v; want %s", points, policy, got, err, light)
			}
		}
	}
}

func TestScaleNoData_X14(t *testing.T) {
	b := scale(score.LightScale("profit", n("-5"), n("0"), n("5"), n("9")))
	var none *decimal.Decimal
	for _, v := range []score.Number{nil, none} {
		got, err := b.Judge(v)
		if err != nil || got.Name != "" || got.Light != 0 || got.String() != "no data" {
			t.Errorf("Judge(%v) = %q, %v; want no data", v, got, err)
		}
	}
	zero := n("0")
	if got, err := b.Judge(&zero); err != nil || got.Light != score.Yellow {
		t.Errorf("Judge(&0) = %s, %v; want yellow", got, err)
	}
}

func TestBandString(t *testing.T) {
	b := scale(score.LightScale("score", n("0"), n("40"), n("70.0"), n("100")))
	got, err := b.Judge(n("69.500"))
	if want := "yellow, >= 40 and < 70.0"; err != nil || got.String() != want {
		t.Errorf("Judge(69.500) = %s, %v; want %s", got, err, want)
	}
	all := scale(bands(band("all", open, open)))
	got, err = all.Judge(n("7"))
	if want := "all, every number"; err != nil || got.String() != want {
		t.Errorf("Judge(7) = %s, %v; want %s", got, err, want)
	}
	for _, tt := range []struct {
		value score.Number
		want  string
	}{{n("100.001"), "100.001"}, {q("300001/3000"), "100.0003"}, {n("-0.0000001"), "-0.0000001"}} {
		_, err := b.Judge(tt.value)
		if want := `score: scale score: value "` + tt.want + `": out of range: in no band: the scale is >= 0 and <= 100`; fmt.Sprint(err) != want {
			t.Errorf("Judge(%v) = %v; want %s", tt.value, err, want)
		}
	}
	_, err = b.Judge(n("-1"))
	if got, want := fmt.Sprint(err), `score: scale score: value "-1": out of range: in no band: the scale is >= 0 and <= 100`; got != want {
		t.Errorf("Judge(-1) = %s; want %s", got, want)
	}
	_, err = b.Judge(decimal.New(1, 1<<30))
	if diff := cmp.Diff([]fault{{"value", "1e1073741824", alianza.ErrRange}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Judge(hostile) = other faults (-want +got):\n%s", diff)
	}
	if got, err := (score.Scale{}).Judge(n("1")); !errors.Is(err, alianza.ErrUnchecked) || got.Name != "" {
		t.Errorf("Judge of the zero Scale = %s, %v; want ErrUnchecked", got, err)
	}
}

func TestNewScaleFaults(t *testing.T) {
	low := band("low", alianza.AtLeast(n("0")), alianza.Below(n("5")))
	good := func() score.ScaleDefinition { return score.LightScale("b", n("0"), n("1"), n("2"), n("3")) }
	is := func(def score.ScaleDefinition) func(*score.ScaleDefinition) {
		return func(d *score.ScaleDefinition) { *d = def }
	}
	scoretest.Breaks(t, good, score.NewScale, []scoretest.Break[score.ScaleDefinition]{
		{"nothing", is(score.ScaleDefinition{}), []fault{{"name", "", alianza.ErrMissing}, {"bands", "", alianza.ErrMissing}}, ""},
		{"a name twice", is(bands(low, band("low", alianza.AtLeast(n("5")), open))), []fault{{"bands[1].name", "low", alianza.ErrDuplicate}}, ""},
		{"no light", is(bands(score.Band{Name: "x", Light: 4})), []fault{{"bands[0].light", "(4)", alianza.ErrUnknown}}, ""},
		{"an end that is between", is(bands(band("x", alianza.Between(n("-5"), n("0")), open))), []fault{{"bands[0].from.between", "-5", alianza.ErrConflict}}, "want at_least or above"},
		{"another end that is between", is(bands(band("x", open, alianza.Between(n("-5"), n("0"))))), []fault{{"bands[0].to.between", "-5", alianza.ErrConflict}}, "want at_most or below"},
		{"a gap", is(bands(low, band("high", alianza.AtLeast(n("6")), open))), []fault{{"bands[1].from.at_least", "6", alianza.ErrConflict}}, ""},
		{"69 and 70", is(bands(band("amber", alianza.AtLeast(n("40")), alianza.AtMost(n("69"))), band("green", alianza.AtLeast(n("70")), alianza.AtMost(n("100"))))), []fault{
			{"bands[1].from.at_least", "70", alianza.ErrConflict},
		}, ""},
		{"a gap of one number", is(bands(low, band("high", alianza.Above(n("5.0")), open))), []fault{{"bands[1].from.above", "5.0", alianza.ErrConflict}}, ""},
		{"an overlap", is(bands(low, band("high", alianza.AtLeast(n("4.9")), open))), []fault{{"bands[1].from.at_least", "4.9", alianza.ErrConflict}}, ""},
		{"an overlap of one number", is(bands(band("low", open, alianza.AtMost(n("5"))), band("high", alianza.AtLeast(n("5")), open))), []fault{
			{"bands[1].from.at_least", "5", alianza.ErrConflict},
		}, ""},
		{"not in order", is(bands(band("high", alianza.AtLeast(n("5")), open), low)), []fault{{"bands[0].to", "", alianza.ErrMissing}, {"bands[1].to.below", "5", alianza.ErrConflict}}, ""},
		{"an open end in the middle", is(bands(band("low", open, alianza.Below(n("5"))), band("high", open, open))), []fault{{"bands[1].from", "", alianza.ErrMissing}}, ""},
		{"the top falls out", is(bands(low, band("high", alianza.AtLeast(n("5")), alianza.Below(n("10"))))), []fault{{"bands[1].to.below", "10", alianza.ErrConflict}}, ""},
		{"the bottom falls out", is(bands(band("all", alianza.Above(n("0")), open))), []fault{{"bands[0].from.above", "0", alianza.ErrConflict}}, ""},
		{"no number", is(bands(band("all", alianza.AtLeast(n("5")), alianza.AtMost(n("4.99"))))), []fault{{"bands[0].to.at_most", "4.99", alianza.ErrConflict}}, ""},
		{"no number, on one bound", is(bands(low, band("none", alianza.AtLeast(n("5")), alianza.Below(n("5"))), band("high", alianza.AtLeast(n("5")), open))), []fault{
			{"bands[1].to.below", "5", alianza.ErrConflict},
		}, ""},
		{"upside down", is(bands(band("all", alianza.AtMost(n("5")), alianza.AtLeast(n("0"))))), []fault{
			{"bands[0].from.at_most", "5", alianza.ErrConflict}, {"bands[0].to.at_least", "0", alianza.ErrConflict},
		}, ""},
		{"no comparison", is(bands(band("all", alianza.Bound{Op: 77}, open))), []fault{{"bands[0].from", "(77)", alianza.ErrUnknown}}, ""},
		{"hostile", is(bands(band("low", open, alianza.Below(decimal.New(1, 1<<30))), band("high", alianza.AtLeast(n("5")), open))), []fault{
			{"bands[0].to.below", "1e1073741824", alianza.ErrRange},
		}, ""},
		{"many at once", is(score.ScaleDefinition{Bands: []score.Band{low, band(" ", alianza.AtLeast(n("6")), alianza.Below(n("7")))}}), []fault{
			{"name", "", alianza.ErrMissing},
			{"bands[1].name", " ", alianza.ErrMissing},
			{"bands[1].to.below", "7", alianza.ErrConflict},
			{"bands[1].from.at_least", "6", alianza.ErrConflict},
		}, ""},
		{"two sides that leave a number out", is(bands(low, band("high", alianza.Above(n("5")), alianza.Below(n("9"))))), []fault{
			{"bands[1].to.below", "9", alianza.ErrConflict}, {"bands[1].from.above", "5", alianza.ErrConflict},
		}, `bands[1].to.below "9": contradiction: the end of the scale falls into no band; include it or leave it open` + "\n" +
			`bands[1].from.above "5": contradiction: a gap: 5 is in neither band`},
		{"too many", func(d *score.ScaleDefinition) { d.Bands = slices.Repeat(d.Bands, 67) }, []fault{{"bands", "201", alianza.ErrLimit}}, "at most 200 bands"},
		{"an end of two bounds", func(d *score.ScaleDefinition) { d.Bands[1].From.To = n("9") }, []fault{{"bands[1].from.to", "9", alianza.ErrConflict}}, "an end has one bound"},
	}...)
}

func TestScaleImmutable(t *testing.T) {
	d := score.LightScale("b", n("0"), n("1"), n("2"), n("3"))
	b := scale(d)
	d.Bands[0].Name = "spoilt"
	b.Definition().Bands[1].Name = "spoilt"
	if diff := cmp.Diff(score.LightScale("b", n("0"), n("1"), n("2"), n("3")), b.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

// FuzzScale builds two bands from any numbers and sides and compares with
// fractions: they are accepted just if each number near a bound is in exactly
// one of them, and then each is where it should be.
func FuzzScale(f *testing.F) {
	f.Add(int64(0), int64(40), int64(40), int64(100), int32(0), uint8(0b0010))
	f.Add(int64(40), int64(69), int64(70), int64(100), int32(0), uint8(0b0110))
	f.Add(int64(0), int64(1), int64(1), int64(0), int32(-18), uint8(0b1111))
	f.Add(int64(0), int64(1), int64(1), int64(2), int32(19), uint8(0b0000))
	f.Fuzz(func(t *testing.T, a, b, c, d int64, exp int32, sides uint8) {
		lower := func(v int64, bit uint8) alianza.Bound {
			if sides&bit != 0 {
				return alianza.Above(decimal.New(v, exp))
			}
			return alianza.AtLeast(decimal.New(v, exp))
		}
		upper := func(v int64, bit uint8) alianza.Bound {
			if sides&bit != 0 {
				return alianza.Below(decimal.New(v, exp))
			}
			return alianza.AtMost(decimal.New(v, exp))
		}
		def := bands(band("x", lower(a, 1), upper(b, 2)), band("y", lower(c, 4), upper(d, 8)))
		made, err := score.NewScale(def)
		// In halves of a unit, which no bound is between: the reference.
		x := [2]*big.Int{half(a, sides&1 != 0), half(b, false)}
		if sides&2 != 0 {
			x[1] = new(big.Int).Sub(half(b, false), big.NewInt(1))
		}
		y := [2]*big.Int{half(c, sides&4 != 0), half(d, false)}
		sound := exp >= -18 && exp <= 18 && sides&9 == 0 && x[0].Cmp(x[1]) <= 0 && y[0].Cmp(y[1]) <= 0 &&
			new(big.Int).Add(x[1], big.NewInt(1)).Cmp(y[0]) == 0
		if (err == nil) != sound {
			t.Fatalf("NewScale(%v) = %v; want an error %t", def, err, !sound)
		}
		if err != nil || exp == -18 {
			return
		}
		for _, near := range []int64{a, b, c, d} {
			for _, by := range []int64{-1, 0, +1} {
				v := decimal.New(near, exp).Add(decimal.New(by*5, exp-1))
				halves := new(big.Int).Add(half(near, false), big.NewInt(by))
				want := ""
				switch {
				case halves.Cmp(x[0]) >= 0 && halves.Cmp(x[1]) <= 0:
					want = "x"
				case halves.Cmp(y[0]) >= 0 && halves.Cmp(y[1]) <= 0:
					want = "y"
				}
				if got, _ := made.Judge(v); got.Name != want {
					t.Errorf("Judge(%s) by %v = %q; want %q", v, def, got.Name, want)
				}
			}
		}
	})
}

// half returns 2v, and the next half after it if the bound itself is out.
func half(v int64, out bool) *big.Int {
	h := new(big.Int).Lsh(big.NewInt(v), 1)
	if out {
		h.Add(h, big.NewInt(1))
	}
	return h
}

// TestScaleNumbers gives bands numbers in wrappings.
func TestScaleNumbers(t *testing.T) {
	bands := scale(score.LightScale("nps", decimal.NewFromInt(-100), decimal.Decimal{}, decimal.NewFromInt(50), decimal.NewFromInt(100)))
	hostile := decimal.New(1, 1_000_000_000)
	fifty, var50 := decimal.NewFromInt(50), decimal.NewFromInt(50)
	tests := []struct {
		name   string
		number score.Number
		want   score.Light
		err    error
	}{
		{"a decimal", fifty, score.Green, nil},
		{"a pointer", &var50, score.Green, nil},
		{"in a unit", score.WithUnit(fifty, "NPS"), score.Green, nil},
		{"in a unit twice", score.WithUnit(score.WithUnit(fifty, "%"), "NPS"), score.Green, nil},
		{"none in a unit", score.WithUnit(nil, "NPS"), 0, nil},
		{"no figure", roi.Figure{}, 0, alianza.ErrMissing},
		{"no figure in a unit", score.WithUnit(roi.Figure{}, "NPS"), 0, alianza.ErrMissing},
		{"hostile", hostile, 0, alianza.ErrRange},
		{"hostile in a unit", score.WithUnit(hostile, "NPS"), 0, alianza.ErrRange},
		{"hostile in a unit twice", score.WithUnit(score.WithUnit(hostile, "%"), "NPS"), 0, alianza.ErrRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := bands.Judge(tt.number)
			if got.Light != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("Judge = %v, %v; want %v, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestScaleEqual(t *testing.T) {
	type definition = score.ScaleDefinition
	good := func() definition { return score.LightScale("b", n("0"), n("1"), n("2"), n("3")) }
	scoretest.Apart(
		t, good, score.NewScale,
		func(d *definition) { d.Name = "other" },
		func(d *definition) { d.Bands[0].Name = "low" },
		func(d *definition) { d.Bands[1].Light = score.Green },
		func(d *definition) { d.Bands[0].From = alianza.AtLeast(n("-1")) },
		func(d *definition) { d.Bands[2].To = alianza.AtMost(n("4")) },
		func(d *definition) { d.Bands, d.Bands[1].To = d.Bands[:2], alianza.AtMost(n("2")) },
	)
}

func TestScaleJSON(t *testing.T) {
	d := bands(
		band("loss", open, alianza.Below(n("0"))),
		score.Band{Name: "even", Light: score.Yellow, From: alianza.AtLeast(n("0")), To: alianza.AtMost(n("0.50"))},
		band("gain", alianza.Above(n("0.5")), open),
	)
	scoretest.RoundTrip(t, "scale.json", d)
	scoretest.Bad(t, "bad_scale", score.LightScale("b", n("0"), n("1"), n("2"), n("3")))
	scoretest.Frozen(t, scale(d), scale(score.LightScale("b", n("0"), n("1"), n("2"), n("3"))))
}
