package forecast_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/forecast"
)

// TestContract runs the program's examples that are about the figures of deals.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "pipeline/forecast", map[string]contract.Adapter{
		"P28": a.firstSale,
		"R39": func(in contract.Input) (any, error) { return a.velocity([]contract.Input{in}) },
		"R40": a.winRate,

		"pipeline.WinRate":         a.winRate,
		"pipeline.TimeToFirstSale": a.firstSale,
		"pipeline.DealVelocity":    func(in contract.Input) (any, error) { return a.velocity(in.Objects("deals")) },
		"pipeline.SalesVelocity": func(in contract.Input) (any, error) {
			return forecast.SalesVelocity(in.Int("opportunities"), in.Number("avg_deal"), in.Number("win_rate_pct"), in.Number("cycle_days"))
		},
		"pipeline.Forecast": a.forecast,
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

func (adapters) winRate(in contract.Input) (any, error) {
	return forecast.Counts{Open: in.Int("open"), Won: in.Int("won"), Lost: in.Int("lost")}.WinRate()
}

func (adapters) velocity(deals []contract.Input) (any, error) {
	m, err := forecast.New(forecast.Definition{Currency: "EUR", Stages: []forecast.Stage{{Name: "lead"}}})
	if err != nil {
		return nil, err
	}
	tally := m.Tally()
	for _, in := range deals {
		d := forecast.Deal{Stage: "lead", Opened: in.Date("opened")}
		if in.Has("closed") {
			d.Outcome, d.Closed = pipeline.Won, in.Date("closed")
		}
		if err := tally.Add(d); err != nil {
			return nil, err
		}
	}
	return tally.DealVelocity()
}

// firstSale has the day of the sale, or the day of the question.
func (adapters) firstSale(in contract.Input) (any, error) {
	var sold, day alianza.Date
	if in.Has("first_sale") {
		sold = in.Date("first_sale")
		day = sold
	} else {
		day = in.Date("as_of")
	}
	sales, err := forecast.NewFirstSales(forecast.FirstSaleDays, day)
	if err != nil {
		return nil, err
	}
	got, err := sales.Add(in.Date("activated"), sold)
	result := contract.Object{"status": got.Status, "days": nil}
	if got.Days != nil {
		result["days"] = *got.Days
	}
	return result, err
}

// forecast counts in minor units, which are amounts of a currency without decimals here.
func (adapters) forecast(in contract.Input) (any, error) {
	d := forecast.Definition{Currency: "JPY"}
	stages := in.Object("stages")
	for _, name := range stages.Names() {
		p, err := alianza.PercentOf(stages.Number(name))
		if err != nil {
			return nil, err
		}
		d.Stages = append(d.Stages, forecast.Stage{Name: pipeline.Stage(name), Probability: p})
	}
	m, err := forecast.New(d)
	if err != nil {
		return nil, err
	}
	day := alianza.Must(alianza.ParseDate("2025-01-01"))
	tally := m.Tally()
	add := func(d forecast.Deal) {
		if err == nil {
			err = tally.Add(d)
		}
	}
	for _, one := range in.Objects("deals") {
		add(forecast.Deal{Stage: pipeline.Stage(one.Text("stage")), Opened: day, Amount: one.Number("minor")})
	}
	if in.Has("won_minor") {
		add(forecast.Deal{Outcome: pipeline.Won, Opened: day, Closed: day, Amount: in.Number("won_minor")})
	}
	f := tally.Forecast()
	return contract.Object{"weighted_open_minor": f.Weighted, "total_minor": f.Total}, err
}
