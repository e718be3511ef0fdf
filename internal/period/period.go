// Package period names the periods of time at whose end something is closed, such as
// "2026-03" or "2026-Q1", and tells on which days they lie. A year, and so its first
// quarter, may begin so many months after January.
package period

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/civil"
)

// Kind is a kind of period. The zero Kind is none.
type Kind uint8

// The kinds.
const (
	Week         Kind = iota + 1 // from Monday to Sunday, numbered as in ISO 8601: "2026-W07"
	Month                        // "2026-03"
	Quarter                      // "2026-Q1"
	Year                         // "2026", by the year in which it begins
	ContractYear                 // from one anniversary to the next: "from 2026-03-15"
)

// fromPrefix begins the name of a contract year.
const fromPrefix = "from "

// Name returns the name of the period that a day lies in. A contract year is counted from
// the day given besides.
func Name(k Kind, day civil.Date, shift int, since alianza.Date) string {
	switch k {
	case Week:
		year, week := day.In(time.UTC).ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Month:
		text := [7]byte{4: '-'}
		digits4(text[:], day.Year())
		text[5], text[6] = byte('0'+day.Month()/10), byte('0'+day.Month()%10)
		return string(text[:])
	case Quarter:
		day = day.AddMonths(-shift)
		return fmt.Sprintf("%04d-Q%d", day.Year(), (int(day.Month())+2)/3)
	case Year:
		return fmt.Sprintf("%04d", day.AddMonths(-shift).Year())
	default:
		return fromPrefix + anniversary(since, alianza.DateOf(day.In(time.UTC), time.UTC)).String()
	}
}

// digits4 writes a year of four digits.
func digits4(text []byte, year int) {
	for i := 3; i >= 0; i, year = i-1, year/10 {
		text[i] = byte('0' + year%10)
	}
}

// anniversary returns the last anniversary of a day that is not after another day.
func anniversary(since, day alianza.Date) alianza.Date {
	years := day.Year() - since.Year()
	if a := since.AddMonths(12 * years); !day.Before(a) {
		return a
	}
	return since.AddMonths(12 * (years - 1))
}

// Parse returns the kind of the period that has a name, and false if none has it.
func Parse(name string) (Kind, bool) {
	var year, n int
	if day, ok := strings.CutPrefix(name, fromPrefix); ok {
		_, err := alianza.ParseDate(day)
		return ContractYear, err == nil
	}
	switch {
	case len(name) == 4 && digits(name, &year):
		return Year, year > 0
	case len(name) == 7 && name[4:6] == "-Q" && digits(name[:4], &year) && digits(name[6:], &n):
		return Quarter, year > 0 && 1 <= n && n <= 4
	case len(name) == 8 && name[4:6] == "-W" && digits(name[:4], &year) && digits(name[6:], &n):
		return Week, year > 0 && 1 <= n && n <= weeksOf(year)
	case len(name) == 7 && name[4] == '-' && digits(name[:4], &year) && digits(name[5:], &n):
		return Month, year > 0 && 1 <= n && n <= 12
	}
	return 0, false
}

// Counted reports whether a contract year begins on an anniversary of a day, or on the
// day itself.
func Counted(name string, since alianza.Date) bool {
	first, err := alianza.ParseDate(strings.TrimPrefix(name, fromPrefix))
	return err == nil && !since.IsZero() && !first.Before(since) && anniversary(since, first) == first
}

// Bounds returns the first day of the period of a name, and the day after it. A contract
// year ends on the next anniversary of the day from which it is counted, or of its first
// day if it is not. That of 29 February is on the 28th in most years.
func Bounds(name string, shift int, since alianza.Date) (first, end alianza.Date) {
	k, _ := Parse(name)
	if k == ContractYear {
		first, _ = alianza.ParseDate(strings.TrimPrefix(name, fromPrefix))
		if !Counted(name, since) {
			since = first
		}
		return first, since.AddMonths(12 * (first.Year() - since.Year() + 1))
	}
	var year, n int
	digits(name[:4], &year)
	first, _ = alianza.NewDate(year, time.January, 1)
	switch k {
	case Week:
		digits(name[6:], &n)
		fourth := first.AddDays(3) // of January is in the first week
		first = fourth.AddDays(-(int(fourth.In(time.UTC).Weekday())+6)%7 + 7*(n-1))
		return first, first.AddDays(7)
	case Month:
		digits(name[5:], &n)
		first = first.AddMonths(n - 1)
		return first, first.AddMonths(1)
	case Quarter:
		digits(name[6:], &n)
		first = first.AddMonths(shift + 3*(n-1))
		return first, first.AddMonths(3)
	default:
		first = first.AddMonths(shift)
		return first, first.AddMonths(12)
	}
}

// weeksOf returns the number of weeks of a year: the week of 28 December is the
// last one.
func weeksOf(year int) int {
	_, n := time.Date(year, time.December, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return n
}

// digits reads a text of decimal digits alone into a number that is 0.
func digits(s string, n *int) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
		*n = *n*10 + int(c-'0')
	}
	return true
}
