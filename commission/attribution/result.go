package attribution

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Result is a sale attributed.
type Result struct {
	Model   Method  `json:"model"`
	Outcome Outcome `json:"outcome"`
	// Touches are all that were given, in the order of time and ID.
	Touches []Judged `json:"touches"`
	// Shares are those of the partners, in the order in which they appear first. They
	// add up to 1, or there is none.
	Shares []AttributedShare `json:"shares"`
}

// A Judged is a touch with its share, and why it has it.
type Judged struct {
	Touch `json:",inline"`
	Share split.Fraction `json:"share,omitzero"` // absent if it has none
	Why   Why            `json:"why"`
}

// Outcome says whether a sale was attributed. The zero Outcome is none.
type Outcome uint8

// The outcomes.
const (
	Attributed Outcome = iota + 1
	NoTouch            // nobody reached the customer: a direct sale
	Expired            // somebody did, but before the look-back
)

var outcomeNames = [...]string{"none", "attributed", "no_touch", "expired"}

// String returns the name of the outcome.
func (o Outcome) String() string { return enum.Name(o, outcomeNames[:]) }

// MarshalText returns the name of the outcome.
func (o Outcome) MarshalText() ([]byte, error) { return enum.Text(o, outcomeNames[:], 1) }

// UnmarshalText reads the name of an outcome.
func (o *Outcome) UnmarshalText(text []byte) error { return enum.Parse(o, text, outcomeNames[:], 1) }

// result adds the shares of the touches up by partner.
func (j *judge) result() Result {
	out := Result{Model: j.model.def.Model, Outcome: NoTouch, Touches: j.list}
	places, sums := map[string]int{}, []*big.Rat{}
	for i := range j.list {
		t := &j.list[i]
		if t.Why == WhyExpired && out.Outcome == NoTouch {
			out.Outcome = Expired
		}
		if t.Share.Sign() <= 0 {
			continue
		}
		out.Outcome = Attributed
		at, ok := places[t.Partner]
		if !ok {
			at = len(sums)
			places[t.Partner] = at
			sums = append(sums, new(big.Rat))
			out.Shares = append(out.Shares, AttributedShare{Partner: t.Partner})
		}
		sums[at].Add(sums[at], t.Share.Rat())
	}
	for i, sum := range sums {
		out.Shares[i].Share = fraction(sum)
	}
	return out
}

// Share returns the share of a partner, 0 if there is none.
func (r Result) Share(partner string) split.Fraction {
	i := slices.IndexFunc(r.Shares, func(s AttributedShare) bool { return s.Partner == partner })
	if i < 0 {
		return split.Weight(0)
	}
	return r.Shares[i].Share
}

// Divide divides an amount among the partners by their shares: in whole units of
// the currency, the units left over to the largest remainders. Nobody gets anything
// of a direct sale: the division has no allocations then, and a total of 0.
//
// Divide returns an error for a currency that does not exist, and for an amount that
// is out of bounds or no whole number of units.
func (r Result) Divide(currency string, amount decimal.Decimal) (split.Division, error) {
	d := split.Definition{Currency: currency}
	for _, s := range r.Shares {
		d.Shares = append(d.Shares, split.Share{Party: s.Partner, Weight: s.Share})
	}
	if len(d.Shares) == 0 {
		d.Shares = []split.Share{{Party: "nobody", Rest: true}} // checks currency and amount
	}
	s, err := split.New(d)
	if err != nil {
		return split.Division{}, fmt.Errorf("attribution: %w", err)
	}
	division, err := s.Divide(amount)
	if err != nil || len(r.Shares) > 0 {
		return division, err
	}
	return split.Division{Currency: currency}, nil
}

// A Delta is what a partner gets or gives when a sale is attributed again.
type Delta struct {
	_       [0]func()       // == would compare decimals by address
	Partner string          `json:"partner"`
	Amount  decimal.Decimal `json:"amount"`
}

// Deltas returns what to post when an amount that was divided before is divided by
// another attribution: the differences alone. They add up to the difference of the
// totals. Partners without one are left out. Those of before come first.
//
// Deltas returns an error if the currencies differ ([alianza.ErrCurrency]), or if an
// amount is out of bounds ([alianza.ErrRange]).
func Deltas(before, after split.Division) ([]Delta, error) {
	var f check.Faults
	if before.Currency != after.Currency {
		f.Add("currency", after.Currency, alianza.ErrCurrency, "before, it was "+before.Currency)
	}
	var list []Delta
	place := map[string]int{}
	add := func(path string, allocations []split.Allocation, sign int64) {
		for i, a := range allocations {
			if !f.Number(fmt.Sprintf("%s[%d].amount", path, i), a.Amount) {
				continue
			}
			at, ok := place[a.Party]
			if !ok {
				at = len(list)
				place[a.Party] = at
				list = append(list, Delta{Partner: a.Party})
			}
			list[at].Amount = list[at].Amount.Add(a.Amount.Mul(decimal.NewFromInt(sign)))
		}
	}
	add("before.allocations", before.Allocations, -1)
	add("after.allocations", after.Allocations, 1)
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("attribution: %w", err)
	}
	return slices.DeleteFunc(list, func(d Delta) bool { return d.Amount.IsZero() }), nil
}

// String returns the shares as a phrase: "ana 2/3, bruno 1/3".
func (r Result) String() string {
	if len(r.Shares) == 0 {
		return strings.ReplaceAll(r.Outcome.String(), "_", " ")
	}
	texts := make([]string, len(r.Shares))
	for i, s := range r.Shares {
		texts[i] = s.Partner + " " + short(s.Share)
	}
	return strings.Join(texts, ", ")
}

// short returns a fraction as it is, or rounded if it is long.
func short(f split.Fraction) string {
	const longest, places = 12, 4
	if text := f.String(); len(text) <= longest {
		return text
	}
	return "about " + exact.Text(exact.RoundRat(f.Rat(), places, exact.HalfUp))
}

// MarshalJSON writes the result by its tags.
func (r Result) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a result strictly. Its shares have to add up to 1.
func (r *Result) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, r, func(r *Result) error {
		var f check.Faults
		checkShares(&f, "shares", r.Shares)
		return f.Err()
	})
}

// MarshalJSON writes the touch by its tags.
func (j Judged) MarshalJSON() ([]byte, error) { return strictjson.Marshal(j) }

// UnmarshalJSON reads a judged touch strictly.
func (j *Judged) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, j, nil) }

// MarshalJSON writes the delta by its tags.
func (d Delta) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a delta strictly.
func (d *Delta) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }
