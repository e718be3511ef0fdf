package split

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Exchange is what two sides give each other without cash: services for
// services, a mailing for a mailing. It is recorded, settled in kind, and never part
// of a payout.
//
// Rules: C5, S26.
type Exchange struct {
	// Currency is the ISO 4217 code of the values, which are for comparison.
	Currency string  `json:"currency"`
	Gifts    []Given `json:"gifts"` // of two sides
}

// A Given is one thing that a side gives.
type Given struct {
	Side string `json:"side"`
	What string `json:"what"`
	// Value is what it is worth; absent if nobody knows. That of a mailing to a list is
	// what it may be expected to bring, such as the value of prospect.Mailing.
	Value Fraction `json:"value,omitzero"`
}

// A Balance is how even an exchange is.
type Balance struct {
	Currency string  `json:"currency"`
	Sides    []Value `json:"sides"` // two, in the order in which they appear
	// Ratio is the smaller value over the larger one, from 0 to 1: 1 is fair.
	Ratio Fraction `json:"ratio"`
	// Owes is the side that gave less, absent if it is even. Owed is what is missing,
	// to be made up in kind.
	Owes string   `json:"owes,omitzero"`
	Owed Fraction `json:"owed,omitzero"`
}

// A Value is what a side gives in all.
type Value struct {
	Side  string   `json:"side"`
	Value Fraction `json:"value"`
}

// maxGifts bounds the gifts of an exchange.
const maxGifts = check.MaxGifts

// Balance returns what each side gives, how even that is, and what is missing.
//
// Balance returns an error if:
//   - there are not exactly two sides ([alianza.ErrConflict]);
//   - a name or a value is missing ([alianza.ErrMissing]);
//   - a value is negative ([alianza.ErrNegative]) or no decimal ([alianza.ErrRange]);
//   - neither side gives anything of value ([alianza.ErrZero]).
//
// Rules: C5, S26.
func (e Exchange) Balance() (Balance, error) {
	if err := e.check(); err != nil {
		return Balance{}, fmt.Errorf("split: exchange: %w", err)
	}
	out := Balance{Currency: e.Currency}
	var sums [2]*big.Rat
	for _, g := range e.Gifts {
		at := 0
		if len(out.Sides) > 0 && out.Sides[0].Side != g.Side {
			at = 1
		}
		if sums[at] == nil {
			sums[at] = new(big.Rat)
			out.Sides = append(out.Sides, Value{Side: g.Side})
		}
		sums[at].Add(sums[at], g.Value.Rat())
	}
	low, high := 0, 1
	if sums[0].Cmp(sums[1]) > 0 {
		low, high = 1, 0
	}
	if sums[high].Sign() == 0 {
		return Balance{}, fmt.Errorf("split: exchange: %w", check.Fault("gifts", "", alianza.ErrZero, "neither side gives anything of value"))
	}
	for i := range out.Sides {
		out.Sides[i].Value = fraction(sums[i])
	}
	out.Ratio = fraction(new(big.Rat).Quo(sums[low], sums[high]))
	if missing := new(big.Rat).Sub(sums[high], sums[low]); missing.Sign() > 0 {
		out.Owes, out.Owed = out.Sides[low].Side, fraction(missing)
	}
	return out, nil
}

// check returns all faults of the exchange, in the order of its JSON form.
func (e *Exchange) check() error {
	var f check.Faults
	f.Currency("currency", e.Currency)
	if !f.Count("gifts", len(e.Gifts), maxGifts, "gifts") {
		return f.Err()
	}
	sides := map[string]bool{}
	for i := range e.Gifts {
		g, path := &e.Gifts[i], fmt.Sprintf("gifts[%d]", i)
		if f.Name(path+".side", g.Side) {
			sides[g.Side] = true
		}
		f.Name(path+".what", g.What)
		g.check(&f, path)
		if f.Full() {
			break
		}
	}
	if len(sides) != 2 && !f.Full() {
		f.Add("gifts", strconv.Itoa(len(sides)), alianza.ErrConflict, "an exchange has two sides, each with something that it gives")
	}
	return f.Err()
}

// check checks the value of a gift.
func (g *Given) check(f *check.Faults, path string) {
	value := g.Value.get()
	switch {
	case value == nil:
		f.Add(path+".value", "", alianza.ErrMissing, "nobody knows what it is worth")
	case value.Sign() < 0:
		f.Add(path+".value", g.Value.String(), alianza.ErrNegative, "")
	default:
		if _, ends := decimals(value.Denom()); !ends || value.Num().BitLen() > maxValueBits {
			f.Add(path+".value", g.Value.String(), alianza.ErrRange, "want an amount")
		}
	}
}

// maxValueBits bounds the digits of a value.
const maxValueBits = 400

// String returns the balance as a sentence: "us 2000 USD, them 1000 USD: balance
// 0.5, them owes 1000 in kind".
func (b Balance) String() string {
	texts := make([]string, len(b.Sides))
	for i, s := range b.Sides {
		texts[i] = fmt.Sprintf("%s %s %s", s.Side, s.Value, b.Currency)
	}
	text := fmt.Sprintf("%s: balance %s", strings.Join(texts, ", "), b.Ratio)
	if b.Owes != "" {
		text += fmt.Sprintf(", %s owes %s in kind", b.Owes, b.Owed)
	}
	return text
}

// MarshalJSON writes the exchange by its tags.
func (e Exchange) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an exchange strictly. [Exchange.Balance] checks it.
func (e *Exchange) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

// MarshalJSON writes the gift by its tags.
func (g Given) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads a gift strictly.
func (g *Given) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, g, nil) }

// MarshalJSON writes the balance by its tags.
func (b Balance) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a balance strictly.
func (b *Balance) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b, nil) }

// MarshalJSON writes the value by its tags.
func (v Value) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads a value strictly.
func (v *Value) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }
