package forecast_test

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/forecast"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestNew_Faults(t *testing.T) {
	over := alianza.Must(alianza.ParsePercent("100.01%"))
	_, err := forecast.New(forecast.Definition{})
	wantFaults(t, "New of nothing", err, fault{"currency", "", alianza.ErrMissing}, fault{"stages", "", alianza.ErrMissing})
	_, err = forecast.New(forecast.Definition{Currency: "XX", Stages: []forecast.Stage{
		{Name: "a", Probability: over}, {Name: "", Category: 9}, {Name: "a", Category: pipeline.CategoryClosed},
	}})
	wantFaults(t, "New", err,
		fault{"currency", "XX", alianza.ErrUnknown}, fault{"stages[0].probability", "100.01%", alianza.ErrRange},
		fault{"stages[1].name", "", alianza.ErrMissing}, fault{"stages[1].category", "(9)", alianza.ErrUnknown},
		fault{"stages[2].name", "a", alianza.ErrDuplicate}, fault{"stages[2].category", "closed", alianza.ErrConflict})
	_, err = forecast.New(forecast.Definition{Currency: "EUR", Stages: make([]forecast.Stage, 201)})
	wantFaults(t, "New", err, fault{"stages", "201", alianza.ErrLimit})

	_, err = forecast.Of(pipeline.Negotiation(), "EUR")
	if got := alianza.Faults(err); len(got) != 5 || !errors.Is(err, alianza.ErrMissing) {
		t.Errorf("Of(Negotiation()) = %v; want five stages without a probability", err)
	}
	p := alianza.WholePercent(20)
	d, err := forecast.Of(pipeline.Definition{Name: "f", Stages: []pipeline.StageDefinition{
		{Name: "a", Probability: &p, Category: pipeline.CategoryCommit}, {Name: "b", End: pipeline.Won},
	}}, "EUR")
	want := forecast.Definition{Currency: "EUR", Stages: []forecast.Stage{{Name: "a", Probability: p, Category: pipeline.CategoryCommit}}}
	if err != nil || !d.Equal(want) {
		t.Errorf("Of = %+v, %v; want %+v", d, err, want)
	}
}

// TestOf_Presets makes a model of each flow of the programs, with a probability at each
// stage that is no end. Deals of closed stages are won, and no stages of the model.
func TestOf_Presets(t *testing.T) {
	for _, d := range []pipeline.Definition{
		pipeline.Partnership(), pipeline.Acquisition(), pipeline.Negotiation(), pipeline.Onboarding(), pipeline.Integration(),
		pipeline.Approach(), pipeline.Lifecycle(), pipeline.Pilot(), pipeline.Certification(), pipeline.Contract(),
	} {
		half := alianza.WholePercent(50)
		opened := 0
		for i, s := range d.Stages {
			if s.End == 0 {
				d.Stages[i].Probability = &half
			}
			if s.End == 0 && s.Category != pipeline.CategoryClosed {
				opened++
			}
		}
		of, err := forecast.Of(d, "EUR")
		if err != nil || len(of.Stages) != opened {
			t.Errorf("Of(%s) = %d stages, %v; want the %d of open deals", d.Name, len(of.Stages), err, opened)
		}
		if _, err := forecast.New(of); err != nil {
			t.Errorf("New of %s = %v; want no error", d.Name, err)
		}
	}
	d := pipeline.Partnership() // a closed stage needs no probability
	some := alianza.WholePercent(30)
	d.Stages[0].Probability, d.Stages[1].Probability = &some, &some
	if of, err := forecast.Of(d, "EUR"); err != nil || len(of.Stages) != 2 {
		t.Errorf("Of = %+v, %v; want lead and opportunity", of, err)
	}
}

// TestFunnel_Closed has a deal that came to a closed stage: it is won, and its odds are
// those of a range over the model of the same flow.
func TestFunnel_Closed(t *testing.T) {
	def := pipeline.Partnership()
	flow := alianza.Must(pipeline.New(def))
	f := alianza.Must(forecast.NewFunnel(def, on("2025-03-01"), nil))
	for _, path := range [][]pipeline.Stage{{"opportunity", "deal"}, {"lost"}} {
		if err := f.Add(walk(t, flow, path)); err != nil {
			t.Fatal(err)
		}
	}
	odds := f.Odds()
	if len(odds) != 2 || odds["lead"] != (forecast.Odds{Won: 1, Lost: 1}) || odds["opportunity"] != (forecast.Odds{Won: 1}) {
		t.Errorf("Odds() = %v; want lead 1 of 2 and opportunity 1 of 1, and no other stage", odds)
	}
	some := alianza.WholePercent(30)
	def.Stages[0].Probability, def.Stages[1].Probability = &some, &some
	tally := tallyOf(t, modelOf(t, alianza.Must(forecast.Of(def, "EUR"))), open("lead", "100", "2025-01-01"))
	if r, err := tally.Range(odds); err != nil || !r.Expected.Equal(n("50")) {
		t.Errorf("Range by the odds = %s, %v; want 50 expected", r, err)
	}
	// Who was won and is lost later was won. The stage before others is a win as well.
	early := pipeline.Definition{
		Name: "early", Skip: true,
		Stages: []pipeline.StageDefinition{{Name: "a"}, {Name: "signed", Category: pipeline.CategoryClosed}, {Name: "b"}, {Name: "left", End: pipeline.Lost}},
		Moves:  []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "signed"}, {From: "signed", To: "left"}},
	}
	f = alianza.Must(forecast.NewFunnel(early, on("2025-03-01"), nil))
	if err := f.Add(walk(t, alianza.Must(pipeline.New(early)), []pipeline.Stage{"b", "signed", "left"})); err != nil {
		t.Fatal(err)
	}
	for _, s := range f.Stages() {
		onward := 1
		if s.Stage == "signed" || s.Stage == "left" {
			onward = 0
		}
		if s.Won != 1 || s.Lost != 0 || s.Onward != onward {
			t.Errorf("%s: %d won, %d lost, %d went on; want 1 won, none lost, %d went on", s.Stage, s.Won, s.Lost, s.Onward, onward)
		}
	}
}

// TestFunnel_Full adds deals that took 3,652,058 days each. 548 of them have more than two
// billion: no more are taken, so that each sum can be written.
func TestFunnel_Full(t *testing.T) {
	def := pipeline.Definition{Name: "f", Stages: []pipeline.StageDefinition{{Name: "a"}, {Name: "b", End: pipeline.Won}}, Moves: []pipeline.Move{{From: "a", To: "b"}}}
	f := alianza.Must(forecast.NewFunnel(def, on("9999-12-31"), nil))
	flow := alianza.Must(pipeline.New(def))
	d := alianza.Must(flow.Open("d", time.Date(1, 1, 1, 12, 0, 0, 0, time.UTC)))
	d = alianza.Must(flow.Move(d, "b", time.Date(9999, 12, 31, 12, 0, 0, 0, time.UTC)))
	var err error
	added := 0
	for ; err == nil && added < 1000; added++ {
		err = f.Add(d)
	}
	wantFaults(t, "Add", err, fault{"funnel", "", alianza.ErrLimit})
	if added != 549 || f.Stages()[0].Days != 548*3_652_058 {
		t.Errorf("the deal %d is refused, after %d days; want the 549th", added, f.Stages()[0].Days)
	}
	pipelinetest.ComesBack(t, f.Stages()[0])
}

func TestAdd_Refuses(t *testing.T) {
	m := modelOf(t, definition())
	for name, tt := range map[string]struct {
		deal forecast.Deal
		want []fault
	}{
		"unknown stage":      {open("x", "1", "2025-01-01"), []fault{{"stage", "x", alianza.ErrUnknown}}},
		"stage of nothing":   {forecast.Deal{}, []fault{{"stage", "", alianza.ErrUnknown}, {"opened", "", alianza.ErrMissing}}},
		"closed, and open":   {forecast.Deal{Stage: "lead", Opened: on("2025-01-01"), Closed: on("2025-01-02")}, []fault{{"closed", "2025-01-02", alianza.ErrConflict}}},
		"won, and no day":    {forecast.Deal{Outcome: pipeline.Won, Opened: on("2025-01-01")}, []fault{{"closed", "", alianza.ErrMissing}}},
		"won in a stage":     {forecast.Deal{Stage: "lead", Outcome: pipeline.Won, Opened: on("2025-01-01")}, []fault{{"closed", "", alianza.ErrMissing}}},
		"before its opening": {closed(pipeline.Lost, "1", "2025-01-02", "2025-01-01"), []fault{{"closed", "2025-01-01", alianza.ErrConflict}}},
		"negative":           {open("lead", "-1", "2025-01-01"), []fault{{"amount", "-1", alianza.ErrRange}}},
		"hostile":            {forecast.Deal{Stage: "lead", Opened: on("2025-01-01"), Amount: decimal.New(1, 1<<30)}, []fault{{"amount", "1e1073741824", alianza.ErrRange}}},
		"outcome":            {closed(9, "1", "2025-01-01", "2025-01-02"), []fault{{"outcome", "(9)", alianza.ErrUnknown}}},
	} {
		tally := m.Tally()
		wantFaults(t, name, tally.Add(tt.deal), tt.want...)
		if tally.Counts() != (forecast.Counts{}) {
			t.Errorf("%s: Counts() = %+v; want nothing added", name, tally.Counts())
		}
	}
	wantFaults(t, "Add to no tally", new(forecast.Tally).Add(open("lead", "1", "2025-01-01")), fault{"model", "", alianza.ErrUnchecked})
	other := definition()
	other.Currency = "USD"
	if err := m.Tally().Merge(modelOf(t, other).Tally()); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Merge = %v; want ErrConflict", err)
	}
	if err := new(forecast.Tally).Merge(new(forecast.Tally)); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Merge of nothing = %v; want ErrConflict", err)
	}
}

// TestForecast_Categories are the numbers of a known peer: pipeline 100, best case 50,
// commit 30, closed 20 give a commit of 50 and a best case of 100.
func TestForecast_Categories(t *testing.T) {
	tally := tallyOf(t, modelOf(t, definition()),
		open("lead", "100", "2025-01-01"), open("talks", "50", "2025-01-01"), open("terms", "30", "2025-01-01"), open("idea", "7000", "2025-01-01"),
		closed(pipeline.Won, "15", "2025-01-01", "2025-01-02"), closed(pipeline.Ended, "5", "2025-01-01", "2025-01-02"), closed(pipeline.Lost, "999", "2025-01-01", "2025-01-02"))
	f := tally.Forecast()
	// 100 x 12.5% + 50 x 50% + 30 x 90% = 12.5 + 25 + 27
	const want = "total 84.50 EUR: won 20.00, weighted 64.50 of 180.00 open; commit 50.00, best case 100.00"
	if f.String() != want {
		t.Errorf("Forecast() = %s; want %s", f, want)
	}
	if got := tally.Counts(); got != (forecast.Counts{Open: 4, Won: 2, Lost: 1}) {
		t.Errorf("Counts() = %+v; want 4 open, 2 won, 1 lost", got)
	}
	pipelinetest.ComesBack(t, f)
	pipelinetest.ComesBack(t, tally.Counts())
}

func TestCategoryTotal_Equal(t *testing.T) {
	total := forecast.CategoryTotal{Category: pipeline.CategoryCommit, Deals: 1, Amount: n("2"), Weighted: n("1")}
	for name, change := range map[string]func(c *forecast.CategoryTotal){
		"category": func(c *forecast.CategoryTotal) { c.Category = pipeline.CategoryBestCase },
		"deals":    func(c *forecast.CategoryTotal) { c.Deals = 2 },
		"amount":   func(c *forecast.CategoryTotal) { c.Amount = n("3") },
		"weighted": func(c *forecast.CategoryTotal) { c.Weighted = n("2") },
	} {
		other, same := total, total
		change(&other)
		if total.Equal(other) || !total.Equal(same) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}

func TestForecast_Equal(t *testing.T) {
	good := func() forecast.Forecast {
		return forecast.Forecast{
			Currency: "EUR", Categories: []forecast.CategoryTotal{{Category: pipeline.CategoryCommit, Deals: 1}},
			Won: n("1"), Open: n("2"), Weighted: n("3"), Total: n("4"), Commit: n("5"), BestCase: n("6"),
		}
	}
	other := n("7")
	if !good().Equal(good()) {
		t.Error("Equal of the same forecast = false; want true")
	}
	for name, change := range map[string]func(f *forecast.Forecast){
		"currency":   func(f *forecast.Forecast) { f.Currency = "USD" },
		"categories": func(f *forecast.Forecast) { f.Categories = nil },
		"category":   func(f *forecast.Forecast) { f.Categories[0].Deals = 2 },
		"won":        func(f *forecast.Forecast) { f.Won = other },
		"open":       func(f *forecast.Forecast) { f.Open = other },
		"weighted":   func(f *forecast.Forecast) { f.Weighted = other },
		"total":      func(f *forecast.Forecast) { f.Total = other },
		"commit":     func(f *forecast.Forecast) { f.Commit = other },
		"best case":  func(f *forecast.Forecast) { f.BestCase = other },
	} {
		f := good()
		if change(&f); f.Equal(good()) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}

func TestRange_Equal(t *testing.T) {
	good := forecast.Range{Currency: "EUR", Low: n("1"), Expected: n("2"), High: n("3"), Closed: 4}
	for name, change := range map[string]func(r *forecast.Range){
		"currency": func(r *forecast.Range) { r.Currency = "USD" },
		"low":      func(r *forecast.Range) { r.Low = n("0") },
		"expected": func(r *forecast.Range) { r.Expected = n("0") },
		"high":     func(r *forecast.Range) { r.High = n("0") },
		"closed":   func(r *forecast.Range) { r.Closed = 0 },
	} {
		other, same := good, good
		if change(&other); other.Equal(good) || !same.Equal(good) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}

func TestValue_Equal(t *testing.T) {
	value := func(text string) (v forecast.Value) {
		if text != "" {
			if err := v.UnmarshalJSON([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		return v
	}
	all := []string{``, `{"unit":"%","exact":"0"}`, `{"unit":"days","exact":"0"}`, `{"unit":"%","exact":"1/3"}`, `{"unit":"days","exact":"1/3"}`}
	for i, a := range all {
		for j, b := range all {
			if got := value(a).Equal(value(b)); got != (i == j) {
				t.Errorf("Equal(%s, %s) = %t; want %t", a, b, got, i == j)
			}
		}
	}
}

func TestTally_Undefined(t *testing.T) {
	m := modelOf(t, definition())
	tally := tallyOf(t, m, open("lead", "100", "2025-01-01"))
	for name, tt := range map[string]struct {
		value func() (forecast.Value, error)
		want  fault
	}{
		"WinRate":                      {tally.WinRate, fault{"closed", "0", alianza.ErrZero}},
		"WinRateOfAmounts":             {tally.WinRateOfAmounts, fault{"closed", "0", alianza.ErrZero}},
		"WinRateOfAmounts of no tally": {(*forecast.Tally)(nil).WinRateOfAmounts, fault{"closed", "0", alianza.ErrZero}},
		"DealVelocity":                 {tally.DealVelocity, fault{"closed", "", alianza.ErrEmpty}},
		"SalesVelocity":                {tally.SalesVelocity, fault{"won", "", alianza.ErrEmpty}},
		"SalesVelocity of a day": {
			tallyOf(t, m, closed(pipeline.Won, "1", "2025-01-01", "2025-01-01")).SalesVelocity, fault{"cycle", "0", alianza.ErrZero},
		},
		"Age of nothing": {func() (forecast.Value, error) { return m.Tally().Age(on("2025-01-01")) }, fault{"open", "", alianza.ErrEmpty}},
		"Age too early":  {func() (forecast.Value, error) { return tally.Age(on("2024-12-31")) }, fault{"day", "2024-12-31", alianza.ErrNegative}},
		"Age before one of them": {
			func() (forecast.Value, error) {
				return tallyOf(t, m, open("lead", "1", "2026-01-01"), open("lead", "1", "2026-01-15")).Age(on("2026-01-11"))
			}, fault{"day", "2026-01-11", alianza.ErrNegative},
		},
		"Age before one that was merged": {
			func() (forecast.Value, error) {
				a, b := tallyOf(t, m, open("lead", "1", "2026-01-01")), tallyOf(t, m, open("lead", "1", "2026-01-15"))
				if err := a.Merge(b); err != nil {
					return forecast.Value{}, err
				}
				return a.Age(on("2026-01-11"))
			}, fault{"day", "2026-01-11", alianza.ErrNegative},
		},
		"Age on no day": {func() (forecast.Value, error) { return tally.Age(alianza.Date{}) }, fault{"day", "", alianza.ErrMissing}},
		"negative":      {forecast.Counts{Won: -1, Lost: 2}.WinRate, fault{"won", "-1", alianza.ErrNegative}},
	} {
		v, err := tt.value()
		wantFaults(t, name, err, tt.want)
		if !v.IsZero() {
			t.Errorf("%s = %s; want none", name, v)
		}
	}
}

func TestTally_Values(t *testing.T) {
	tally := tallyOf(t, modelOf(t, definition()),
		closed(pipeline.Won, "300", "2025-01-01", "2025-02-15"), closed(pipeline.Lost, "50", "2025-01-01", "2025-01-31"), closed(pipeline.Lost, "50", "2025-01-01", "2025-01-02"),
		open("lead", "1", "2025-01-01"), open("talks", "1", "2025-01-11"))
	rate, err := tally.WinRate()
	wantValue(t, "WinRate", rate, err, "100/3 %")
	rate, err = tally.WinRateOfAmounts()
	wantValue(t, "WinRateOfAmounts", rate, err, "75 %")
	velocity, err := tally.DealVelocity() // (45 + 30 + 1) / 3
	wantValue(t, "DealVelocity", velocity, err, "76/3 days")
	money, err := tally.SalesVelocity() // 2 x 300 x 1/3 / (76/3) = 600/76
	wantValue(t, "SalesVelocity", money, err, "150/19 EUR per day")
	age, err := tally.Age(on("2025-01-21")) // (20 + 10) / 2
	wantValue(t, "Age", age, err, "15 days")
	for _, v := range []forecast.Value{rate, velocity, money, age} {
		pipelinetest.ComesBack(t, v)
	}
	if got := money.String(); got != "7.89 EUR per day" {
		t.Errorf("String() = %q; want 7.89 EUR per day", got)
	}
}

func TestSalesVelocity_Refuses(t *testing.T) {
	_, err := forecast.SalesVelocity(-1, nil, n("-1"), decimal.New(1, -1<<30))
	wantFaults(t, "SalesVelocity", err, fault{"opportunities", "-1", alianza.ErrNegative}, fault{"average", "", alianza.ErrMissing},
		fault{"win_rate", "-1", alianza.ErrRange}, fault{"cycle", "1e-1073741824", alianza.ErrRange})
	_, err = forecast.SalesVelocity(1, n("1"), n("100.01"), n("1"))
	wantFaults(t, "SalesVelocity", err, fault{"win_rate", "100.01", alianza.ErrRange})
	_, err = forecast.SalesVelocity(1, forecast.Value{}, n("1"), rational{nil})
	wantFaults(t, "SalesVelocity", err, fault{"average", "", alianza.ErrMissing}, fault{"cycle", "", alianza.ErrMissing})
	_, err = forecast.SalesVelocity(1, rational{new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 6600))}, n("101"), n("1"))
	wantFaults(t, "SalesVelocity of 1,987 digits", err, fault{"win_rate", "101.00", alianza.ErrRange})
	_, err = forecast.SalesVelocity(1, rational{big.NewRat(-1, 3)}, n("1"), rational{new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 1<<17))})
	wantFaults(t, "SalesVelocity", err, fault{"average", "", alianza.ErrNegative}, fault{"cycle", "", alianza.ErrLimit})
	v, err := forecast.SalesVelocity(1, rational{big.NewRat(1, 3)}, n("50"), n("7"))
	wantValue(t, "SalesVelocity", v, err, "1/42 money per day")
}

// TestSalesVelocity_Pointers takes pointers to numbers; a nil one is no number.
func TestSalesVelocity_Pointers(t *testing.T) {
	var none *decimal.Decimal
	_, err := forecast.SalesVelocity(1, (*forecast.Value)(nil), none, (*rational)(nil))
	wantFaults(t, "SalesVelocity of nil pointers", err, fault{"average", "", alianza.ErrMissing}, fault{"win_rate", "", alianza.ErrMissing}, fault{"cycle", "", alianza.ErrMissing})
	rate, cycle := n("50"), rational{big.NewRat(7, 1)}
	v, err := forecast.SalesVelocity(2, n("3"), &rate, &cycle) // 2 x 3 x 1/2 / 7
	wantValue(t, "SalesVelocity of pointers", v, err, "3/7 money per day")
	again, err := forecast.SalesVelocity(1, &v, &rate, n("1"))
	wantValue(t, "SalesVelocity of a velocity", again, err, "3/14 money per day per day")
	least := n("-1")
	_, err = forecast.SalesVelocity(1, &least, n("1"), n("1"))
	wantFaults(t, "SalesVelocity of a pointer", err, fault{"average", "-1", alianza.ErrRange})
}

// rational is a number of another package.
type rational struct{ q *big.Rat }

func (r rational) Rat() *big.Rat { return r.q }

// TestValue_Cmp compares with decimals of any size, without writing them out.
func TestValue_Cmp(t *testing.T) {
	third, err := forecast.Counts{Won: 1, Lost: 2}.WinRate() // 33.333…
	if err != nil {
		t.Fatal(err)
	}
	zero, err := forecast.Counts{Lost: 2}.WinRate()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		v    forecast.Value
		d    decimal.Decimal
		want int
	}{
		{third, n("33.33"), +1},
		{third, n("33.34"), -1},
		{third, decimal.New(1, 1<<30), -1},
		{third, decimal.New(-1, 1<<30), +1},
		{third, decimal.New(1, -1<<30), +1},
		{zero, decimal.New(1, -1<<30), -1},
		{zero, decimal.New(-1, -1<<30), +1},
		{zero, decimal.Zero, 0},
		{third, n("33." + strings.Repeat("3", 40)), +1},
		{third, n("33." + strings.Repeat("3", 40) + "4"), -1},
	} {
		if got := tt.v.Cmp(tt.d); got != tt.want {
			t.Errorf("Cmp(%se%d) of %s = %d; want %d", tt.d.Coefficient(), tt.d.Exponent(), tt.v, got, tt.want)
		}
	}
	if !alianza.AtLeast(n("33.33")).Holds(third) || alianza.AtLeast(n("33.34")).Holds(third) {
		t.Error("Holds: want a value of 33.333… at least 33.33 and below 33.34")
	}
	for _, doc := range []string{`{"unit":"%","exact":"2/4"}`, `{"unit":"%","exact":"1e9"}`, `{"unit":"","exact":"1"}`, `{"unit":"%","exact":"1/0"}`, `{"unit":"%","exact":"` + strings.Repeat("9", 5000) + `"}`} {
		if err := new(forecast.Value).UnmarshalJSON([]byte(doc)); err == nil {
			t.Errorf("UnmarshalJSON(%.60s) = no error; want one", doc)
		}
	}
}

// TestValue_None holds that the zero Value is none: it meets no bound, is no number of a
// formula, and has a unit that no KPI asks for.
func TestValue_None(t *testing.T) {
	var none forecast.Value
	for _, b := range []alianza.Bound{alianza.AtMost(n("5")), alianza.AtLeast(n("0")), alianza.Between(n("-1"), n("1")), alianza.Below(n("1"))} {
		if b.Holds(none) || b.Holds(&none) || b.Holds((*forecast.Value)(nil)) {
			t.Errorf("(%s).Holds of no value = true; want false", b)
		}
	}
	if none.Unit() == "" {
		t.Error(`Unit() of no value = ""; want one that no KPI asks for`)
	}
	zero, err := forecast.Counts{Lost: 2}.WinRate()
	if err != nil || !alianza.AtMost(n("5")).Holds(zero) {
		t.Errorf("AtMost(5).Holds(%s) = false; want true", zero)
	}
	_, err = forecast.SalesVelocity(1, n("1"), roi.Figure{}, n("1"))
	wantFaults(t, "SalesVelocity of no figure", err, fault{"win_rate", "", alianza.ErrMissing})
}

// TestValue_WritesWhatItReads has numbers and units at the limits of the JSON form.
func TestValue_WritesWhatItReads(t *testing.T) {
	digits := func(n int) rational {
		q, _ := new(big.Rat).SetString("1" + strings.Repeat("0", n-1))
		return rational{q}
	}
	_, err := forecast.SalesVelocity(1, digits(3001), n("7"), n("1"))
	wantFaults(t, "SalesVelocity of 3001 digits", err, fault{"average", "", alianza.ErrLimit})
	// 7 x 10^1998 / 100 has 1997 digits; times 10^1499 it has more than there may be.
	v, err := forecast.SalesVelocity(1, digits(1999), n("7"), n("1"))
	if err != nil {
		t.Fatal(err)
	}
	pipelinetest.ComesBack(t, v)
	_, err = forecast.SalesVelocity(1, digits(1999), n("7"), rational{new(big.Rat).Inv(digits(1500).q)})
	wantFaults(t, "SalesVelocity", err, fault{"velocity", "", alianza.ErrLimit})
	for length, fits := range map[int]bool{192: true, 193: false} { // and " per day" are 200 and 201
		var long forecast.Value
		if err := long.UnmarshalJSON([]byte(`{"unit":"` + strings.Repeat("u", length) + `","exact":"1"}`)); err != nil {
			t.Fatal(err)
		}
		v, err := forecast.SalesVelocity(1, long, n("7"), n("1"))
		if fits {
			pipelinetest.ComesBack(t, v)
		} else {
			wantFaults(t, "SalesVelocity in a long unit", err, fault{"average", strings.Repeat("u", 60) + "…", alianza.ErrLimit})
		}
	}
}

// TestOne says one day, one deal and one month without an s.
func TestOne(t *testing.T) {
	a, b := open("lead", "1", "2025-01-01"), open("lead", "1", "2025-01-01")
	a.ID, b.ID, a.Due, b.Due = "d", "d", on("2025-03-01"), on("2025-03-02")
	one := 1
	cycle, err := tallyOf(t, modelOf(t, definition()), closed(pipeline.Won, "1", "2025-01-01", "2025-01-02")).DealVelocity()
	if err != nil {
		t.Fatal(err)
	}
	for want, got := range map[string]fmt.Stringer{
		"d: slipped 1 day":   forecast.Delta{Before: &a, After: &b},
		"d: pulled in 1 day": forecast.Delta{Before: &b, After: &a},
		"met, 1 day":         forecast.FirstSale{Status: forecast.Met, Days: &one},
		"1 day":              cycle,
		"1.00 to 1.00 EUR, expected 1.00, by 1 closed deal": forecast.Range{Currency: "EUR", Low: n("1"), Expected: n("1"), High: n("1"), Closed: 1},
		"lead: 1 came, 0 went on (0%), 1 is here; 1 day":    forecast.FunnelStage{Stage: "lead", Reached: 1, Here: 1, Stays: 1, Days: 1},
	} {
		if got.String() != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
}

// TestRange_Rounded has a share of which the low end is 0.3333 and the expected one a bit
// more: both are rounded, low down and high up, so that none passes the expected one.
func TestRange_Rounded(t *testing.T) {
	tally := tallyOf(t, modelOf(t, definition()), open("lead", "10", "2025-01-01"))
	r, err := tally.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 333_340_000, Lost: 666_660_000}})
	// 10 x 0.3333 = 3.333, 10 x 0.33334 = 3.3334, 10 x 0.3334 = 3.334
	if err != nil || !r.Low.Equal(n("3.33")) || !r.Expected.Equal(n("3.33")) || !r.High.Equal(n("3.34")) {
		t.Errorf("Range = %+v, %v; want 3.33, 3.33 and 3.34", r, err)
	}
}

// TestCompare_Omitted holds that a deal in a stage that the forecast omits is not there:
// the movement leads from one open amount to the other.
func TestCompare_Omitted(t *testing.T) {
	m := modelOf(t, definition())
	named := func(d forecast.Deal) forecast.Deal { d.ID = "d"; return d }
	lead, parked := named(open("lead", "100", "2025-01-01")), named(open("idea", "100", "2025-01-01"))
	more := named(open("idea", "150", "2025-01-01"))
	won := named(closed(pipeline.Won, "100", "2025-01-01", "2025-02-01"))
	for _, tt := range []struct {
		before, after forecast.Deal
		net, text     string
	}{
		{lead, parked, "-100", "1 gone (100)"},
		{parked, lead, "100", "1 opened (100)"},
		{parked, more, "0", "nothing moved"},
		{parked, won, "0", "nothing moved"},
		{won, parked, "0", "nothing moved"},
	} {
		var moved forecast.Movement
		for d, err := range m.Compare(slices.Values([]forecast.Deal{tt.before}), slices.Values([]forecast.Deal{tt.after})) {
			if err != nil {
				t.Fatal(err)
			}
			moved.Add(d)
		}
		if !moved.Net().Equal(n(tt.net)) || moved.String() != tt.text {
			t.Errorf("%s to %s: %s, net %s; want %s, net %s", tt.before.Stage, tt.after.Stage, moved, moved.Net(), tt.text, tt.net)
		}
		by := tallyOf(t, m, tt.after).Forecast().Open.Sub(tallyOf(t, m, tt.before).Forecast().Open)
		if !by.Equal(moved.Net()) {
			t.Errorf("%s to %s: the open amount changes by %s, the movement by %s", tt.before.Stage, tt.after.Stage, by, moved.Net())
		}
	}
}

// TestRange compares with the interval of three of four as package roi has it: 75%, from
// 30.06% to 95.45%.
func TestRange(t *testing.T) {
	tally := tallyOf(t, modelOf(t, definition()), open("lead", "100", "2025-01-01"), open("idea", "5", "2025-01-01"), closed(pipeline.Won, "20", "2025-01-01", "2025-01-02"))
	r, err := tally.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 3, Lost: 1}, "talks": {}})
	if err != nil || r.String() != "50.06 to 115.45 EUR, expected 95.00, by 4 closed deals" {
		t.Errorf("Range = %s, %v; want 50.06 to 115.45 EUR", r, err)
	}
	pipelinetest.ComesBack(t, r)
	all, err := tally.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 1000}})
	if err != nil || !all.High.Equal(n("120")) || all.Low.Cmp(n("119.6")) < 0 {
		t.Errorf("Range = %s, %v; want up to 120", all, err)
	}
	_, err = (*forecast.Tally)(nil).Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 1}})
	wantFaults(t, "Range of no tally", err, fault{"odds.lead", "", alianza.ErrUnknown})
	_, err = tally.Range(nil)
	wantFaults(t, "Range without a history", err, fault{"odds.lead", "", alianza.ErrEmpty})
	two := tallyOf(t, modelOf(t, definition()), open("lead", "100", "2025-01-01"), open("talks", "100", "2025-01-01"), open("terms", "100", "2025-01-01"))
	least, err := two.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 3, Lost: 4}, "talks": {Won: 3, Lost: 2}, "terms": {Won: 3, Lost: 3}})
	if err != nil || least.Closed != 5 {
		t.Errorf("Range = %s, %v; want it by 5 closed deals, the fewest", least, err)
	}
	_, err = tally.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 3, Lost: -1}})
	wantFaults(t, "Range of a negative count", err, fault{"odds.lead", "3 won, -1 lost", alianza.ErrRange})
	if most, err := tally.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 500_000_000, Lost: 500_000_000}}); err != nil || !most.Expected.Equal(n("70")) {
		t.Errorf("Range by a billion deals = %s, %v; want 70 expected", most, err)
	}
	_, err = tally.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 500_000_000, Lost: 500_000_001}})
	wantFaults(t, "Range by more than a billion deals", err, fault{"odds.lead", "500000000 won, 500000001 lost", alianza.ErrRange})
	_, err = tally.Range(map[pipeline.Stage]forecast.Odds{"lead": {Won: 1, Lost: math.MaxInt}})
	wantFaults(t, "Range by the greatest int", err, fault{"odds.lead", fmt.Sprintf("1 won, %d lost", math.MaxInt), alianza.ErrRange})
	for range 50 { // whatever the order of the map
		_, err = tally.Range(map[pipeline.Stage]forecast.Odds{"z": {Won: -1}, "x": {Won: 1}, "talks": {Won: -2, Lost: 1}, "y": {}})
		wantFaults(t, "Range", err, fault{"odds.talks", "-2 won, 1 lost", alianza.ErrRange},
			fault{"odds.x", "", alianza.ErrUnknown}, fault{"odds.y", "", alianza.ErrUnknown}, fault{"odds.z", "", alianza.ErrUnknown})
	}
}

func TestFirstSales_Refuses(t *testing.T) {
	_, err := forecast.NewFirstSales(0, alianza.Date{})
	wantFaults(t, "NewFirstSales", err, fault{"within", "0", alianza.ErrRange}, fault{"day", "", alianza.ErrMissing})
	s, err := forecast.NewFirstSales(30, on("2025-01-10"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Add(alianza.Date{}, on("2025-01-10"))
	wantFaults(t, "Add", err, fault{"activated", "", alianza.ErrMissing})
	_, err = s.Add(on("2025-01-05"), on("2025-01-04"))
	wantFaults(t, "Add", err, fault{"sold", "2025-01-04", alianza.ErrConflict})
	_, err = s.Add(on("2025-01-11"), alianza.Date{})
	wantFaults(t, "Add", err, fault{"activated", "2025-01-11", alianza.ErrConflict})
	_, err = new(forecast.FirstSales).Add(on("2025-01-11"), alianza.Date{})
	wantFaults(t, "Add to nothing", err, fault{"first_sales", "", alianza.ErrUnchecked})
	got, err := s.Add(on("2025-01-05"), on("2025-01-20")) // later than the day of the tally
	if err != nil || got.Status != forecast.Open || got.Days != nil {
		t.Errorf("Add = %s, %v; want it open", got, err)
	}
	_, err = s.Share()
	wantFaults(t, "Share", err, fault{"decided", "0", alianza.ErrZero})
	_, err = s.Mean()
	wantFaults(t, "Mean", err, fault{"sales", "", alianza.ErrEmpty})
	same, err := s.Add(on("2025-01-05"), on("2025-01-05"))
	if err != nil || same.String() != "met, 0 days" || s.Count(forecast.Met) != 1 || s.Count(forecast.Open) != 1 || s.Count(forecast.Missed) != 0 || s.Count(0) != 0 {
		t.Errorf("Add on the same day = %s, %v; want it met in 0 days", same, err)
	}
	today, err := s.Add(on("2025-01-10"), alianza.Date{})
	if err != nil || today.Status != forecast.Open {
		t.Errorf("Add on the day of the tally = %s, %v; want it open", today, err)
	}
	pipelinetest.ComesBack(t, same)
	pipelinetest.ComesBack(t, got)
}

func TestFunnel(t *testing.T) {
	flow, err := pipeline.New(pipeline.Partnership())
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2025, 1, 1, 23, 30, 0, 0, time.UTC)
	madrid := time.FixedZone("madrid", 60*60)
	f, err := forecast.NewFunnel(pipeline.Partnership(), on("2025-03-01"), madrid)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range [][]pipeline.Stage{
		{"opportunity", "deal", "renewal", "deal"}, // once more in a stage
		{"opportunity", "deal", "renewal", "expired"},
		{"lost"},
		{},
	} {
		d, err := flow.Open("d", start)
		for i, stage := range path {
			if err == nil {
				d, err = flow.Move(d, stage, start.AddDate(0, 0, 3*(i+1)))
			}
		}
		if err == nil {
			err = f.Add(d)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	got := f.Stages()
	want := []forecast.FunnelStage{
		{Stage: "lead", Reached: 4, Onward: 2, Here: 1, Won: 2, Lost: 1, Stays: 3, Days: 9, DaysHere: 58},
		{Stage: "opportunity", Reached: 2, Onward: 2, Won: 2, Stays: 2, Days: 6},
		{Stage: "deal", Reached: 2, Onward: 2, Here: 1, Won: 2, Stays: 2, Days: 6, DaysHere: 46},
		{Stage: "renewal", Reached: 2, Won: 2, Stays: 2, Days: 6},
		{Stage: "lost", Reached: 1, Here: 1, Lost: 1, DaysHere: 55},
	}
	for i, w := range want {
		if got[i] != w {
			t.Errorf("Stages()[%d] = %+v; want %+v", i, got[i], w)
		}
		pipelinetest.ComesBack(t, got[i])
	}
	if empty, err := forecast.NewFunnel(pipeline.Partnership(), on("2025-03-01"), madrid); err != nil || f.Equal(*empty) || !f.Equal(*f) {
		t.Errorf("Equal of a funnel without deals = %v, %v; want false", f.Equal(*empty), err)
	}
	odds := f.Odds()
	if odds["lead"] != (forecast.Odds{Won: 2, Lost: 1}) || odds["opportunity"] != (forecast.Odds{Won: 2}) {
		t.Errorf("Odds() = %v; want lead 2 of 3 and opportunity 2 of 2", odds)
	}
	_, err = forecast.FunnelStage{Stage: "lead"}.Conversion()
	wantFaults(t, "Conversion", err, fault{"reached", "0", alianza.ErrZero})
	_, err = forecast.FunnelStage{Stage: "lead"}.Dwell()
	wantFaults(t, "Dwell", err, fault{"stays", "0", alianza.ErrEmpty})
	// R45: 100, 20 and 10 came.
	rate, err := forecast.FunnelStage{Reached: 100, Onward: 20}.Conversion()
	wantValue(t, "Conversion", rate, err, "20 %")

	_, err = forecast.NewFunnel(pipeline.Definition{}, alianza.Date{}, nil)
	if got := alianza.Faults(err); len(got) < 2 || got[len(got)-1].Path != "day" {
		t.Errorf("NewFunnel = %v; want the faults of the flow and of the day", err)
	}
	wantFaults(t, "Add", f.Add(pipeline.Deal{ID: "d", Stage: "x"}), fault{"stage", "x", alianza.ErrUnknown}, fault{"since", "", alianza.ErrConflict})
	other := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "other", Stages: []pipeline.StageDefinition{{Name: "x"}, {Name: "lead", End: pipeline.Won}}, Moves: []pipeline.Move{{From: "x", To: "lead"}},
	}))
	foreign := alianza.Must(other.Move(alianza.Must(other.Open("d", start)), "lead", start))
	wantFaults(t, "Add of a deal of another flow", f.Add(foreign), fault{"past[0].stage", "x", alianza.ErrUnknown})
	wantFaults(t, "Add to nothing", new(forecast.Funnel).Add(pipeline.Deal{}), fault{"funnel", "", alianza.ErrUnchecked})
}

// TestFunnel_Order holds that a deal goes on from a stage by what it does after it, and from no
// end.
func TestFunnel_Order(t *testing.T) {
	abc := pipeline.Definition{
		Name: "abc", Skip: true, Back: true,
		Stages: []pipeline.StageDefinition{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "won", End: pipeline.Won}, {Name: "over", End: pipeline.Ended}},
		Moves:  []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "c"}, {From: "b", To: "won"}, {From: "c", To: "over"}},
	}
	early := pipeline.Definition{ // its end stands before a stage that leads to it
		Name:   "early",
		Stages: []pipeline.StageDefinition{{Name: "a"}, {Name: "won", End: pipeline.Won}, {Name: "b"}, {Name: "lost", End: pipeline.Lost}},
		Moves:  []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "won"}, {From: "b", To: "lost"}},
	}
	for _, tt := range []struct {
		flow pipeline.Definition
		path []pipeline.Stage // after a
		want string           // who went on, of who came, by stage
	}{
		{abc, nil, "0/1 0/0 0/0 0/0 0/0"},
		{abc, []pipeline.Stage{"c", "b"}, "1/1 0/1 0/1 0/0 0/0"},
		{abc, []pipeline.Stage{"b", "a"}, "1/1 0/1 0/0 0/0 0/0"},
		{abc, []pipeline.Stage{"b", "c", "b"}, "1/1 1/1 0/1 0/0 0/0"},
		{abc, []pipeline.Stage{"c", "b", "won"}, "1/1 1/1 1/1 0/1 0/0"},
		{abc, []pipeline.Stage{"b", "c", "over"}, "1/1 1/1 0/1 0/0 0/1"},
		{early, []pipeline.Stage{"b", "won"}, "1/1 0/1 1/1 0/0"},
		{early, []pipeline.Stage{"b", "lost"}, "1/1 0/0 0/1 0/1"},
	} {
		f := alianza.Must(forecast.NewFunnel(tt.flow, on("2025-03-01"), nil))
		if err := f.Add(walk(t, alianza.Must(pipeline.New(tt.flow)), tt.path)); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range f.Stages() {
			got = append(got, fmt.Sprintf("%d/%d", s.Onward, s.Reached))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: a %s = %s; want %s", tt.flow.Name, tt.path, got, tt.want)
		}
	}
}

// walk returns a deal that goes through stages after the first, one a day.
func walk(tb testing.TB, flow pipeline.Flow, path []pipeline.Stage) pipeline.Deal {
	tb.Helper()
	at := time.Date(2025, 1, 1, 12, 0, 0, 0, time.UTC)
	d, err := flow.Open("d", at)
	for i, stage := range path {
		if err == nil {
			d, err = flow.Move(d, stage, at.AddDate(0, 0, i+1))
		}
	}
	if err != nil {
		tb.Fatalf("a deal by %s = %v; want no error", path, err)
	}
	return d
}

// TestCompare_Nil compares with no list.
func TestCompare_Nil(t *testing.T) {
	m, deal := modelOf(t, definition()), open("lead", "5", "2026-01-01")
	deal.ID = "a"
	list := slices.Values([]forecast.Deal{deal})
	for want, deltas := range map[string]iter.Seq2[forecast.Delta, error]{
		"a: new in lead": m.Compare(nil, list), "a: gone": m.Compare(list, nil), "": m.Compare(nil, nil),
	} {
		got := ""
		for d, err := range deltas {
			if err != nil {
				t.Errorf("Compare = %v; want no error", err)
			}
			got += d.String()
		}
		if got != want {
			t.Errorf("Compare = %q; want %q", got, want)
		}
	}
}

func TestCompare_Refuses(t *testing.T) {
	m := modelOf(t, definition())
	deal := func(id string) forecast.Deal {
		d := open("lead", "1", "2025-01-01")
		d.ID = id
		return d
	}
	for name, tt := range map[string]struct {
		before, after []forecast.Deal
		want          fault
	}{
		"not sorted": {[]forecast.Deal{deal("b"), deal("a")}, nil, fault{"before[1].id", "a", alianza.ErrConflict}},
		"twice":      {nil, []forecast.Deal{deal("a"), deal("a")}, fault{"after[1].id", "a", alianza.ErrConflict}},
		"no ID":      {nil, []forecast.Deal{deal("")}, fault{"after[0].id", "", alianza.ErrMissing}},
		"a fault":    {[]forecast.Deal{{ID: "a"}}, nil, fault{"before[0].stage", "", alianza.ErrUnknown}},
	} {
		var last error
		for _, err := range m.Compare(slices.Values(tt.before), slices.Values(tt.after)) {
			last = err
		}
		got := alianza.Faults(last)
		if len(got) == 0 || got[0].Path != tt.want.Path || got[0].Value != tt.want.Value || !errors.Is(got[0], tt.want.Kind) {
			t.Errorf("%s: Compare ends with %v; want %+v", name, last, tt.want)
		}
	}
	for d, err := range m.Compare(slices.Values([]forecast.Deal{deal("a"), deal("b")}), slices.Values([]forecast.Deal{})) {
		if err != nil || d.String() != "a: gone" {
			t.Errorf("Compare begins with %s, %v; want a gone", d, err)
		}
		break // the lists are let go
	}
}

func TestDelta(t *testing.T) {
	a, b := open("lead", "100", "2025-01-01"), open("terms", "120.5", "2025-01-01")
	a.ID, b.ID, a.Due, b.Due = "d", "d", on("2025-03-31"), on("2025-03-01")
	won := closed(pipeline.Won, "1", "2025-01-01", "2025-02-01")
	for want, d := range map[string]forecast.Delta{
		"d: lead to terms, amount +20.5, pulled in 30 days": {Before: &a, After: &b, Stages: 2},
		"d: terms to lead, amount -20.5, slipped 30 days":   {Before: &b, After: &a, Stages: -2},
		"d: new in lead": {After: &a},
		"d: gone":        {Before: &a},
		": won":          {Before: &a, After: &won},
		": nothing":      {},
		"d: other days":  {Before: &a, After: &a},
	} {
		if got := d.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
		pipelinetest.ComesBack(t, d)
		var m forecast.Movement
		m.Add(d)
		pipelinetest.ComesBack(t, m)
	}
	was := open("lead", "1", "2025-01-01")
	was.ID, was.Outcome = "w", pipeline.Won
	if got := (forecast.Delta{Before: &was}).String(); got != "w: nothing" {
		t.Errorf("String() of a deal that was closed = %q; want w: nothing", got)
	}
	if got := (forecast.Movement{}).String(); got != "nothing moved" {
		t.Errorf("String() of nothing = %q", got)
	}
}

// TestTallies_AreWritten holds that what adds up says what it has, and is not read.
func TestTallies_AreWritten(t *testing.T) {
	tally := tallyOf(t, modelOf(t, forecast.Definition{Currency: "JPY", Stages: []forecast.Stage{{Name: "a"}}}), open("a", "5", "2025-01-01"))
	sales, err := forecast.NewFirstSales(30, on("2025-01-10"))
	if err != nil {
		t.Fatal(err)
	}
	funnel, err := forecast.NewFunnel(pipeline.Definition{Name: "f", Stages: []pipeline.StageDefinition{{Name: "a", End: pipeline.Won}}}, on("2025-01-10"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for want, v := range map[string]interface {
		MarshalJSON() ([]byte, error)
		UnmarshalJSON(data []byte) error
	}{
		`{"counts":{"open":1,"won":0,"lost":0},"forecast":{"currency":"JPY","categories":[` +
			`{"category":"pipeline","deals":1,"amount":"5","weighted":"0"},{"category":"best_case","deals":0,"amount":"0","weighted":"0"},` +
			`{"category":"commit","deals":0,"amount":"0","weighted":"0"},{"category":"closed","deals":0,"amount":"0","weighted":"0"}],` +
			`"won":"0","open":"5","weighted":"0","total":"0","commit":"0","best_case":"0"}}`: tally,
		`{"met":0,"missed":0,"open":0}`: sales,
		`{"day":"2025-01-10","stages":[{"stage":"a","reached":0,"onward":0,"here":0,"won":0,"lost":0,"stays":0,"days":0,"days_here":0}]}`: funnel,
	} {
		doc, err := v.MarshalJSON()
		if err != nil || string(doc) != want {
			t.Errorf("MarshalJSON = %s, %v; want %s", doc, err, want)
		}
		if err := v.UnmarshalJSON(doc); !errors.Is(err, alianza.ErrForm) {
			t.Errorf("UnmarshalJSON(%s) = %v; want ErrForm", doc, err)
		}
	}
	if !tally.Equal(*tally) || tally.Equal(*modelOf(t, definition()).Tally()) || tally.Equal(forecast.Tally{}) || !sales.Equal(*sales) || funnel.Equal(forecast.Funnel{}) {
		t.Error("Equal: want each equal to itself alone")
	}
}

func TestJSON(t *testing.T) {
	pipelinetest.ComesBack(t, definition())
	pipelinetest.ComesBack(t, modelOf(t, definition()))
	pipelinetest.ComesBack(t, closed(pipeline.Won, "1.50", "2025-01-01", "2025-02-01"))
	if doc, err := (forecast.Model{}).MarshalJSON(); err == nil {
		t.Errorf("MarshalJSON of no model = %s; want an error", doc)
	}
	if doc, err := (forecast.Value{}).MarshalJSON(); err == nil {
		t.Errorf("MarshalJSON of no value = %s; want an error", doc)
	}
}
