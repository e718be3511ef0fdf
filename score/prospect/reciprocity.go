package prospect

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
)

// A Mailing is what one side does for the other: it writes to its own list about
// the other's product. A number that is nil is unknown.
type Mailing struct {
	_          [0]func()        // == would compare by address
	Emails     *int             `json:"emails,omitzero"`     // to each of the people
	People     *int             `json:"people,omitzero"`     // on the list
	Clicks     *alianza.Percent `json:"clicks,omitzero"`     // of the emails
	Conversion *alianza.Percent `json:"conversion,omitzero"` // of the clicks
	Price      *decimal.Decimal `json:"price,omitzero"`      // of the other's product
}

// Value returns the sales that the mailing may be expected to bring, exact:
// emails times people times clicks times conversion times price.
//
// It returns an error if:
//   - a number is unknown ([alianza.ErrMissing]) or negative;
//   - there are more than 2^31 - 1 emails or people ([alianza.ErrLimit]);
//   - a rate is above 100%;
//   - the price is out of the bounds of the library.
//
// Rules: S26, X14.
func (m Mailing) Value() (decimal.Decimal, error) {
	var f check.Faults
	reached := m.count(&f, "emails", m.Emails).Mul(m.count(&f, "people", m.People))
	bought := m.rate(&f, "conversion", m.Conversion).Of(m.rate(&f, "clicks", m.Clicks).Of(reached))
	if m.Price == nil {
		f.Add("price", "", alianza.ErrMissing, "")
	} else {
		f.NotNegative("price", *m.Price)
	}
	if err := f.Err(); err != nil {
		return decimal.Decimal{}, fmt.Errorf("prospect: mailing: %w", err)
	}
	return exact.Trim(bought.Mul(*m.Price)), nil
}

// count returns a count, and adds its fault.
func (Mailing) count(f *check.Faults, path string, n *int) decimal.Decimal {
	switch {
	case n == nil:
		f.Add(path, "", alianza.ErrMissing, "")
	case *n < 0:
		f.Add(path, strconv.Itoa(*n), alianza.ErrRange, "negative")
	case f.Fits(path, *n):
		return decimal.NewFromInt(int64(*n))
	}
	return decimal.Decimal{}
}

// rate returns a rate, and adds its fault.
func (Mailing) rate(f *check.Faults, path string, p *alianza.Percent) exact.Percent {
	if p == nil {
		f.Add(path, "", alianza.ErrMissing, "")
		return 0
	}
	f.Share(path, *p)
	return exact.Percent(p.Units())
}

// MarshalJSON returns the JSON of the mailing.
func (m Mailing) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a mailing. [Mailing.Value] reports numbers that are missing.
func (m *Mailing) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }

// Fairness returns the smaller of two values over the greater one: 1 is a fair
// exchange, 0 a one-sided one.
//
// It returns an error if:
//   - neither side gives anything ([alianza.ErrZero]);
//   - a value is negative or out of the bounds of the library.
//
// Rules: S26.
func Fairness(a, b decimal.Decimal) (score.Fraction, error) {
	var f check.Faults
	f.NotNegative("a", a)
	f.NotNegative("b", b)
	if err := f.Err(); err != nil {
		return score.Fraction{}, fmt.Errorf("prospect: fairness: %w", err)
	}
	if exact.Cmp(a, b) > 0 {
		a, b = b, a
	}
	if b.IsZero() {
		return score.Fraction{}, fmt.Errorf("prospect: fairness: %w", check.Fault("a", "0", alianza.ErrZero, "neither side gives anything"))
	}
	return score.Quotient(a, b)
}
