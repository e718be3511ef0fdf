package prospect

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score"
)

// MailingValue returns the sales that a side may expect to make for the other by
// writing to its own list: emails times people times clicks times conversion
// times price of the other's product, exact. All of them have to be known.
//
// It returns an error if:
//   - a number is negative;
//   - a rate is above 100%;
//   - the price is out of the bounds of the library.
//
// Rules: S26.
func MailingValue(emails, people int, clicks, conversion alianza.Percent, price decimal.Decimal) (decimal.Decimal, error) {
	var f check.Faults
	for i, count := range []int{emails, people} {
		if count < 0 {
			f.Add([]string{"emails", "people"}[i], strconv.Itoa(count), alianza.ErrRange, "negative")
		}
	}
	for i, rate := range []alianza.Percent{clicks, conversion} {
		if rate.Sign() < 0 || rate.Compare(alianza.WholePercent(100)) > 0 {
			f.Add([]string{"clicks", "conversion"}[i], rate.String(), alianza.ErrRange, "want 0% to 100%")
		}
	}
	f.NotNegative("price", price)
	if err := f.Err(); err != nil {
		return decimal.Decimal{}, fmt.Errorf("prospect: mailing: %w", err)
	}
	reached := decimal.NewFromInt(int64(emails)).Mul(decimal.NewFromInt(int64(people)))
	bought := exact.Percent(conversion.Units()).Of(exact.Percent(clicks.Units()).Of(reached))
	return exact.Trim(bought.Mul(price)), nil
}

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
