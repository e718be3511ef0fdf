package score

import (
	"cmp"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Mailing is what one side of a reciprocal promotion does: it writes to its
// own list for the product of the other.
type Mailing struct {
	_          [0]func() // == would compare decimals by address
	Side       string    // whose list it is
	Sends      int       // emails to the whole list; 0 if this side does not write
	List       int       // people on the list
	Clicks     Weight    // of the people, for each email, from 0% to 100%
	Conversion Weight    // of the clicks into sales, from 0% to 100%
	Price      decimal.Decimal
}

// A Reciprocity says what the sides of a reciprocal promotion give each other.
// It is a [Number], its balance: 1 is a fair exchange, 0 a one-sided one. The
// zero Reciprocity has the balance 0.
type Reciprocity struct {
	_              [0]func() // == would compare decimals by address
	A, B           string    // the sides
	GivesA, GivesB decimal.Decimal
	Silent         []string // sides that do not write
}

// Reciprocal reports whether both sides write to their lists.
func (r Reciprocity) Reciprocal() bool { return r.A != "" && len(r.Silent) == 0 }

// Reciprocate returns what two sides give each other by writing to their lists
// (S26). A side gives the sales it may expect to make for the other: emails
// times list times clicks times conversion times price of the product that it
// promotes, exact. The balance is the smaller value over the greater one. It
// returns an error that wraps [alianza.ErrZero] where neither side gives
// anything, and errors for a side without a name, for negative numbers, rates
// above 100% and prices out of the bounds of the library.
func Reciprocate(a, b Mailing) (Reciprocity, error) {
	var f check.Faults
	a.check(&f, "a")
	b.check(&f, "b")
	if err := f.Err(); err != nil {
		return Reciprocity{}, fmt.Errorf("score: reciprocity: %w", err)
	}
	r := Reciprocity{A: a.Side, B: b.Side, GivesA: a.value(), GivesB: b.value()}
	for _, m := range []Mailing{a, b} {
		if m.Sends == 0 {
			r.Silent = append(r.Silent, m.Side)
		}
	}
	if r.GivesA.IsZero() && r.GivesB.IsZero() {
		return Reciprocity{}, fmt.Errorf("score: reciprocity: %w", check.Fault("a", a.Side, alianza.ErrZero, "neither it nor "+b.Side+" gives anything"))
	}
	return r, nil
}

// value returns the expected value of the mailing.
func (m Mailing) value() decimal.Decimal {
	people := decimal.NewFromInt(int64(m.Sends)).Mul(decimal.NewFromInt(int64(m.List)))
	return exact.Trim(m.Conversion.p.Of(m.Clicks.p.Of(people)).Mul(m.Price))
}

func (m Mailing) check(f *check.Faults, path string) {
	f.Name(path+".side", m.Side)
	if m.Sends < 0 {
		f.Add(path+".sends", strconv.Itoa(m.Sends), alianza.ErrRange, "negative")
	}
	if m.List < 0 {
		f.Add(path+".list", strconv.Itoa(m.List), alianza.ErrRange, "negative")
	}
	if m.Clicks.p < 0 || m.Clicks.p > exact.Hundred {
		f.Add(path+".clicks", m.Clicks.String(), alianza.ErrRange, "want 0% to 100%")
	}
	if m.Conversion.p < 0 || m.Conversion.p > exact.Hundred {
		f.Add(path+".conversion", m.Conversion.String(), alianza.ErrRange, "want 0% to 100%")
	}
	f.NotNegative(path+".price", m.Price)
}

// balance returns the smaller value and the greater one.
func (r Reciprocity) balance() (smaller, greater decimal.Decimal) {
	if exact.Cmp(r.GivesA, r.GivesB) <= 0 {
		return r.GivesA, r.GivesB
	}
	return r.GivesB, r.GivesA
}

// Cmp returns -1, 0 or +1 as the balance, exact, is less than, equal to or
// greater than d. A d of hostile size is compared without being written out.
func (r Reciprocity) Cmp(d decimal.Decimal) int {
	const span = 200 // places; a balance above zero has its first digit before
	smaller, greater := r.balance()
	switch size := int64(d.NumDigits()) + int64(d.Exponent()); {
	case d.Sign() <= 0 || smaller.IsZero():
		return cmp.Compare(smaller.Sign(), d.Sign())
	case size > 1: // d is 10 or more
		return -1
	case size < -span:
		return +1
	}
	return exact.Cmp(smaller, d.Mul(greater))
}

// Rat returns the balance as a fraction of the caller's own.
func (r Reciprocity) Rat() *big.Rat {
	smaller, greater := r.balance()
	if greater.IsZero() {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(exact.Rat(smaller), exact.Rat(greater))
}

// Round returns the balance with so many decimals, 0 to 18, half up. A number of
// places out of bounds is moved into them.
func (r Reciprocity) Round(places int32) decimal.Decimal {
	return exact.RoundRat(r.Rat(), max(0, min(places, exact.MaxPlaces)), exact.HalfUp)
}

// String returns what the sides give as a phrase: "reciprocal, balance 0.5: ana
// gives 2000, ben gives 1000".
func (r Reciprocity) String() string {
	text := "reciprocal"
	if !r.Reciprocal() {
		text = "not reciprocal"
	}
	text += fmt.Sprintf(", balance %s: %s gives %s, %s gives %s",
		exact.Text(exact.Trim(r.Round(2))), r.A, exact.Text(r.GivesA), r.B, exact.Text(r.GivesB))
	if len(r.Silent) > 0 {
		text += "; silent: " + strings.Join(r.Silent, ", ")
	}
	return text
}

// MarshalJSON returns the reciprocity with its fields in lower case, the
// balance rounded half up to four places.
func (r Reciprocity) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("a", &r.A)
		o.String("b", &r.B)
		o.Decimal("gives_a", &r.GivesA)
		o.Decimal("gives_b", &r.GivesB)
		o.Optional().Strings("silent", &r.Silent)
		balance := r.Round(4)
		o.Decimal("balance", &balance)
	})
}
