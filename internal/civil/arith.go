package civil

import "time"

// AddDays returns the day n days after d, or -n days before it if n is
// negative.
//
// A result before 0001-01-01 or after 9999-12-31 is replaced by that first or
// last day, for every n. The zero Date gives itself.
func (d Date) AddDays(n int) Date {
	switch {
	case d.IsZero():
		return d
	case n > lastDay-int(d.n):
		return Date{lastDay}
	case n < firstDay-int(d.n):
		return Date{firstDay}
	}
	return Date{d.n + int32(n)}
}

// AddMonths returns the day n calendar months after d, or -n months before it
// if n is negative. It is the same day of that month, or the last day of a
// shorter month: 2025-01-31 plus one month is 2025-02-28.
//
// The clamping loses the day of the month. Count a series of dates from its first
// one: two months after 2025-01-31 is 2025-03-31, but one month after 2025-02-28 is
// 2025-03-28. A later d never gives an earlier result for the same n.
//
// A month before 0001-01 gives 0001-01-01 and one after 9999-12 gives
// 9999-12-31, for every n. The zero Date gives itself.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	i := d.monthIndex()
	switch {
	case n > lastMonth-i:
		return Date{lastDay}
	case n < -i:
		return Date{firstDay}
	}
	return monthDay(i+n, d.Day())
}

// AddYears returns the day n calendar years after d, or -n years before it if
// n is negative. It is AddMonths(12*n), for every n: only 29 February is ever
// clamped to its month, as the 28th, and a year before 1 or after 9999 gives
// 0001-01-01 or 9999-12-31. The zero Date gives itself.
func (d Date) AddYears(n int) Date {
	return d.AddMonths(12 * max(-maxYear, min(n, maxYear)))
}

// DaysUntil returns the number of midnights from d to other, which is the
// number of days of the half-open run that begins on d and ends before other.
// It is 0 for the same day and negative if other is earlier, so that
// d.AddDays(d.DaysUntil(other)) is other; its magnitude is at most 3652058. It
// is 0 if d or other is the zero Date.
func (d Date) DaysUntil(other Date) int {
	if d.IsZero() || other.IsZero() {
		return 0
	}
	return int(other.n) - int(d.n)
}

// lastMonth is the month index of December 9999.
const lastMonth = 12*(maxYear-minYear+1) - 1

// monthIndex returns the number of months from January of year 1 to the month
// of d, which must not be zero.
func (d Date) monthIndex() int {
	year, month, _ := d.fields()
	return 12*(year-minYear) + int(month-time.January)
}

// monthDay returns the given day of the month with the given index, in
// 0..lastMonth, or the last day of that month if the day comes after it.
func monthDay(index, day int) Date {
	year, month := minYear+index/12, time.January+time.Month(index%12)
	return Date{dayNumber(year, month, min(day, daysIn(year, month)))}
}

// daysIn returns the length in days of a month.
func daysIn(year int, month time.Month) int {
	switch {
	case month == time.February && isLeap(year):
		return 29
	case month == time.February:
		return 28
	case month == time.April || month == time.June || month == time.September || month == time.November:
		return 30
	}
	return 31
}

// isLeap reports whether February has 29 days in the year.
func isLeap(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

// The day numbers below count years from 1 March, so that a leap day is the
// last day of its year and months have the same offsets in all of them: the
// month that begins m months after March begins (153*m+2)/5 days after 1 March.
// The years run in eras of 400, all of the same length, from 1 March of year 0.
const (
	daysPerEra = 400*365 + 97 // 97 leap days

	// marchShift is the number of days from 1 March of year 0, which begins
	// the first era, to the day before 0001-01-01, which has day number 0.
	marchShift = 305
)

// dayNumber returns the day number of a day that exists in years 1..9999.
func dayNumber(year int, month time.Month, day int) int32 {
	m := int(month - time.March)
	if m < 0 {
		year, m = year-1, m+12
	}
	days := 365*year + year/4 - year/100 + year/400
	return int32(days + (153*m+2)/5 + (day - 1) - marchShift)
}

// fields returns the year, month and day of the month of d, the inverse of
// dayNumber, or zeroes for the zero Date.
func (d Date) fields() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	n := int(d.n) + marchShift
	era, n := n/daysPerEra, n%daysPerEra // n: day of the era, 0..146096
	// Take away the leap days before n, to be left with years of 365 days.
	y := (n - n/(4*365) + n/(100*365+24) - n/(daysPerEra-1)) / 365
	n -= 365*y + y/4 - y/100 // day of the year from 1 March, 0..365
	m := (5*n + 2) / 153     // months from March, 0..11
	day = n - (153*m+2)/5 + 1
	if m >= 10 {
		return 400*era + y + 1, time.Month(m - 9), day
	}
	return 400*era + y, time.Month(m + 3), day
}
