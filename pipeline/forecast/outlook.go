package forecast

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A Forecast is what deals have brought and may bring, exact. Round what is shown, once.
type Forecast struct {
	_        [0]func() // == would compare decimals by address
	Currency string    `json:"currency"`
	// Categories are the open deals by category, without those that are omitted, and then
	// the won ones, from the least certain to the most certain.
	Categories []CategoryTotal `json:"categories"`
	Won        decimal.Decimal `json:"won,wide"`  // amounts of won deals
	Open       decimal.Decimal `json:"open,wide"` // amounts of open deals, without those that are omitted
	// Weighted are the amounts of open deals, each times the probability of its stage.
	Weighted decimal.Decimal `json:"weighted,wide"`
	Total    decimal.Decimal `json:"total,wide"`     // Won and Weighted
	Commit   decimal.Decimal `json:"commit,wide"`    // won and committed amounts
	BestCase decimal.Decimal `json:"best_case,wide"` // those, and the best cases
}

// A CategoryTotal are the deals of one category.
type CategoryTotal struct {
	_        [0]func()         // == would compare decimals by address
	Category pipeline.Category `json:"category"`
	Deals    int               `json:"deals"`
	Amount   decimal.Decimal   `json:"amount,wide"`
	Weighted decimal.Decimal   `json:"weighted,wide"`
}

// Forecast returns the forecast of the deals so far. An omitted category counts in none
// of its amounts.
func (t *Tally) Forecast() Forecast {
	t = t.given()
	f := Forecast{Currency: t.model.def.Currency}
	totals := map[pipeline.Category]*CategoryTotal{}
	for c := pipeline.CategoryPipeline; c <= pipeline.CategoryClosed; c++ {
		f.Categories = append(f.Categories, CategoryTotal{Category: c})
	}
	for i := range f.Categories {
		totals[f.Categories[i].Category] = &f.Categories[i]
	}
	for i := range t.stages {
		stage := t.model.def.Stages[i]
		total, counts := totals[stage.category()]
		if !counts {
			continue
		}
		amount := t.stages[i].amount.total(t.model.places)
		total.Deals += int(t.stages[i].deals)
		total.Amount = total.Amount.Add(amount)
		total.Weighted = total.Weighted.Add(times(amount, stage.Probability))
	}
	won := totals[pipeline.CategoryClosed]
	won.Deals, won.Amount = int(t.won.deals), t.won.amount.total(t.model.places)
	won.Weighted = won.Amount
	f.Won = won.Amount
	for _, c := range f.Categories[:len(f.Categories)-1] {
		f.Open, f.Weighted = f.Open.Add(c.Amount), f.Weighted.Add(c.Weighted)
	}
	f.Total = f.Won.Add(f.Weighted)
	f.Commit = f.Won.Add(totals[pipeline.CategoryCommit].Amount)
	f.BestCase = f.Commit.Add(totals[pipeline.CategoryBestCase].Amount)
	return f
}

// times returns a percentage of an amount, exact.
func times(d decimal.Decimal, p alianza.Percent) decimal.Decimal {
	return exact.Trim(d.Mul(decimal.New(p.Units(), -12))) // a percentage has units of 10^-12 of the whole
}

// same reports whether two numbers are equal, whatever their exponents.
func same(a, b decimal.Decimal) bool { return exact.Cmp(a, b) == 0 }

// Equal reports whether two forecasts have the same numbers.
func (f Forecast) Equal(g Forecast) bool {
	if f.Currency != g.Currency || len(f.Categories) != len(g.Categories) {
		return false
	}
	for i := range f.Categories {
		if !f.Categories[i].Equal(g.Categories[i]) {
			return false
		}
	}
	return same(f.Won, g.Won) && same(f.Open, g.Open) && same(f.Weighted, g.Weighted) && same(f.Total, g.Total) &&
		same(f.Commit, g.Commit) && same(f.BestCase, g.BestCase)
}

// Equal reports whether two totals have the same numbers.
func (c CategoryTotal) Equal(d CategoryTotal) bool {
	return c.Category == d.Category && c.Deals == d.Deals && same(c.Amount, d.Amount) && same(c.Weighted, d.Weighted)
}

// String returns the forecast as a sentence: "total 5000.00 EUR: won 2000.00, weighted
// 3000.00 of 15000.00 open; commit 2000.00, best case 2000.00". It rounds half up to the
// decimals of the currency.
func (f Forecast) String() string {
	var faults check.Faults
	places, _ := faults.Currency("", f.Currency)
	text := func(d decimal.Decimal) string {
		return exact.Text(exact.Round(exact.Sane(d), int32(places), exact.HalfUp))
	}
	return fmt.Sprintf("total %s %s: won %s, weighted %s of %s open; commit %s, best case %s",
		text(f.Total), f.Currency, text(f.Won), text(f.Weighted), text(f.Open), text(f.Commit), text(f.BestCase))
}

// Odds are what became of the deals that came to a stage and are closed now.
type Odds struct {
	Won  int `json:"won"`
	Lost int `json:"lost"`
}

// A Range is what open deals may bring, by what became of earlier ones, with what was won.
type Range struct {
	_        [0]func()       // == would compare decimals by address
	Currency string          `json:"currency"`
	Low      decimal.Decimal `json:"low,wide"`
	Expected decimal.Decimal `json:"expected,wide"`
	High     decimal.Decimal `json:"high,wide"`
	// Closed is how many closed deals the least known stage has. Few deals make a wide
	// range.
	Closed int `json:"closed"`
}

// mostClosed bounds the closed deals of a stage, so that their number fits in any int.
const mostClosed = 1_000_000_000

// Range returns what the deals so far may bring, by the odds of each stage in place of
// its probability. [Funnel.Odds] gives them.
//
// Low and high are the ends of the interval of Wilson at a confidence of 95%, for the win
// rate of each stage, widened to hundredths of a percent. They are far apart where
// closed deals are few. They are cautious: they take all stages to be off in the same
// direction. Low is rounded down, high up, and expected half up to the decimals of the
// currency, so that expected lies between the two.
//
// It returns an error if:
//   - a stage with open deals has no closed one ([alianza.ErrEmpty]);
//   - a stage is unknown ([alianza.ErrUnknown]);
//   - a count is negative, or a stage has more than a billion ([alianza.ErrRange]).
func (t *Tally) Range(odds map[pipeline.Stage]Odds) (Range, error) {
	t = t.given()
	var f check.Faults
	for _, name := range slices.Sorted(maps.Keys(odds)) {
		o, path := odds[name], "odds."+string(name)
		if _, known := t.model.place[name]; !known {
			f.Add(path, "", alianza.ErrUnknown, "the model has no such stage")
		} else if o.Won < 0 || o.Lost < 0 || o.Won > mostClosed-o.Lost {
			f.Add(path, fmt.Sprintf("%d won, %d lost", o.Won, o.Lost), alianza.ErrRange, "counts from 0, a billion together at most")
		}
	}
	places := t.model.places
	won := t.won.amount.total(places)
	r := Range{Currency: t.model.def.Currency, Low: won, High: won}
	expected := exact.Rat(won)
	for i := range t.stages {
		stage := t.model.def.Stages[i]
		o := odds[stage.Name]
		closed := o.Won + o.Lost
		if t.stages[i].deals == 0 || stage.category() == pipeline.CategoryOmitted || f.Len() > 0 {
			continue
		}
		if closed == 0 {
			f.Add("odds."+string(stage.Name), "", alianza.ErrEmpty, "no deal that came to this stage is closed")
			continue
		}
		r.Closed = min(cmp.Or(r.Closed, closed), closed)
		amount := t.stages[i].amount.total(places)
		low, high := wilson(o.Won, closed)
		r.Low, r.High = r.Low.Add(amount.Mul(low)), r.High.Add(amount.Mul(high))
		share := big.NewRat(int64(o.Won), int64(closed))
		expected.Add(expected, share.Mul(share, exact.Rat(amount)))
	}
	if err := f.Err(); err != nil {
		return Range{}, fmt.Errorf("forecast: range: %w", err)
	}
	r.Low, r.High = exact.Round(r.Low, places, exact.Floor), exact.Round(r.High, places, exact.Ceiling)
	r.Expected = exact.RoundRat(expected, places, exact.HalfUp)
	return r, nil
}

// wilson returns the ends of the interval of a share, rounded outward to four decimals.
func wilson(some, all int) (low, high decimal.Decimal) {
	z2, n := big.NewRat(38415, 10000), whole(int64(all)) // 1.95996^2: 95% of a normal distribution lie within 1.95996
	p := new(big.Rat).Quo(whole(int64(some)), n)
	add, mul := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
	zn := new(big.Rat).Quo(z2, n)
	wide := add(whole(1), zn)
	center := add(p, mul(zn, big.NewRat(1, 2)))
	// n times the variance of the share, and a quarter of z2/n: both under one root.
	spread := add(mul(p, new(big.Rat).Sub(whole(1), p)), mul(zn, big.NewRat(1, 4)))
	half := sqrt(mul(zn, spread))
	edge := func(q *big.Rat, m exact.Mode) decimal.Decimal {
		const places = 4
		r := exact.RoundRat(q.Quo(q, wide), places, m)
		return decimal.Max(decimal.Decimal{}, decimal.Min(r, decimal.New(1, 0)))
	}
	return edge(new(big.Rat).Sub(center, half), exact.Floor), edge(add(center, half), exact.Ceiling)
}

// sqrt returns the square root of q >= 0 to 12 decimals, rounded up.
func sqrt(q *big.Rat) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(24), nil)
	n := new(big.Int).Mul(q.Num(), scale)
	n.Quo(n, q.Denom())
	root := n.Sqrt(n)
	return exact.Rat(decimal.NewFromBigInt(root.Add(root, big.NewInt(1)), -12))
}

// Equal reports whether two ranges have the same numbers.
func (r Range) Equal(o Range) bool {
	return r.Currency == o.Currency && same(r.Low, o.Low) && same(r.Expected, o.Expected) && same(r.High, o.High) && r.Closed == o.Closed
}

// String returns the range as a sentence: "1500.00 to 4200.00 EUR, expected 2500.00, by
// 12 closed deals". It rounds half up to the decimals of the currency.
func (r Range) String() string {
	var faults check.Faults
	places, _ := faults.Currency("", r.Currency)
	text := func(d decimal.Decimal) string {
		return exact.Text(exact.Round(exact.Sane(d), int32(places), exact.HalfUp))
	}
	return text(r.Low) + " to " + text(r.High) + " " + r.Currency + ", expected " + text(r.Expected) +
		", by " + plural.Of(r.Closed, "closed deal")
}

// MarshalJSON returns the forecast as a JSON object.
func (f Forecast) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads a forecast strictly.
func (f *Forecast) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, f, nil) }

// MarshalJSON returns the total as a JSON object.
func (c CategoryTotal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a total strictly.
func (c *CategoryTotal) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON returns the odds as a JSON object.
func (o Odds) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads odds strictly.
func (o *Odds) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// MarshalJSON returns the range as a JSON object.
func (r Range) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a range strictly.
func (r *Range) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
