package civil

import (
	"errors"
	"fmt"
	"time"
)

// dateLen is the length in bytes of the text of a Date, "2025-01-31".
const dateLen = len("YYYY-MM-DD")

// ErrForm is wrapped by the errors of [ParseDate] for text of another form.
var ErrForm = errors.New("not of the form YYYY-MM-DD")

// ParseDate returns the day written in s in the extended calendar form of ISO
// 8601, such as "2025-01-31". That is ten bytes: four digits of the year, two of
// the month and two of the day, with hyphens between them.
//
// Spaces, signs, missing zeroes and times of day are all refused, and so are
// days that [NewDate] refuses: the result is then the zero Date and an error
// wrapping [ErrDate].
func ParseDate(s string) (Date, error) {
	if len(s) != dateLen || s[4] != '-' || s[7] != '-' {
		return Date{}, errDateForm(s)
	}
	year, okYear := parseDigits(s[:4])
	month, okMonth := parseDigits(s[5:7])
	day, okDay := parseDigits(s[8:])
	if !okYear || !okMonth || !okDay {
		return Date{}, errDateForm(s)
	}
	return NewDate(year, time.Month(month), day)
}

func errDateForm(s string) error { return fmt.Errorf("%w: %q is %w", ErrDate, s, ErrForm) }

// parseDigits returns the value of a short run of ASCII digits, and whether s
// is one.
func parseDigits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// String returns d in the form that [ParseDate] accepts, such as "2025-01-31".
// The texts of two dates are in the same order as the dates. The zero Date
// gives "0000-00-00", which ParseDate refuses.
func (d Date) String() string {
	year, month, day := d.fields()
	return string([]byte{
		digit(year, 1000), digit(year, 100), digit(year, 10), digit(year, 1), '-',
		digit(int(month), 10), digit(int(month), 1), '-',
		digit(day, 10), digit(day, 1),
	})
}

// digit returns the decimal digit of n, which is not negative, that stands for
// multiples of unit, a power of ten.
func digit(n, unit int) byte { return '0' + byte(n/unit%10) }
