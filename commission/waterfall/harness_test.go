package waterfall_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
)

func num(s string) decimal.Decimal { return roomtest.Num(s) }

func rate(s string) alianza.Percent { return roomtest.Percent(s) }

// usd returns a definition in USD.
func usd(steps ...waterfall.Step) waterfall.Definition {
	return waterfall.Definition{Currency: "USD", Steps: steps}
}

// shares returns the step with shares of a party each: "us 50%".
func shares(list ...split.Share) waterfall.Step { return waterfall.Step{Name: "rest", Shares: list} }

func share(party, percent string) split.Share { return split.Share{Party: party, Rate: rate(percent)} }

func rest(party string) split.Share { return split.Share{Party: party, Rest: true} }

// in returns an inflow of an amount.
func in(amount string) waterfall.Inflow { return waterfall.Inflow{Amount: num(amount)} }

// A runner runs a waterfall, and checks what must hold of every result.
type runner struct {
	t     testing.TB
	w     waterfall.Waterfall
	state waterfall.State
}

func newRunner(tb testing.TB, d waterfall.Definition) *runner {
	tb.Helper()
	w, err := waterfall.New(d)
	if err != nil {
		tb.Fatalf("New = %v; want no error", err)
	}
	return &runner{t: tb, w: w}
}

func (r *runner) keep(result waterfall.Result, state waterfall.State, err error) waterfall.Result {
	r.t.Helper()
	if err != nil {
		r.t.Fatalf("Run = %v; want no error", err)
	}
	roomtest.Again(r.t, result)
	roomtest.Again(r.t, state)
	checkResult(r.t, result)
	r.state = state
	return result
}

func (r *runner) run(inflow waterfall.Inflow) waterfall.Result {
	r.t.Helper()
	return r.keep(r.w.Run(r.state, inflow))
}

func (r *runner) back(of waterfall.Result, inflow waterfall.Inflow) waterfall.Result {
	r.t.Helper()
	return r.keep(r.w.Return(r.state, of, inflow))
}

// checkResult checks that a result adds up.
func checkResult(tb testing.TB, r waterfall.Result) {
	tb.Helper()
	out := r.Carried
	for _, p := range r.Parties {
		out = out.Add(p.Amount)
	}
	if in := r.Total.Add(r.OnTop); !r.Ignored && !in.Equal(out) {
		tb.Errorf("%s: %s came in, %s went out", r, in, out)
	}
}

// parties returns what the parties get: "us 350, them 350".
func parties(r waterfall.Result) string {
	text := ""
	for i, p := range r.Parties {
		if i > 0 {
			text += ", "
		}
		text += p.Party + " " + p.Amount.String()
	}
	return text
}
