package tier

import (
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/civil"
)

// A Month is a calendar month of the years 1 to 9999, the period over which a
// program counts (X13). It compares with ==. The zero Month is none and comes
// before every other.
type Month struct {
	n int32 // 12 x year + month - 1, or 0
}

// NewMonth returns a month of a year. It returns an error if there is none.
func NewMonth(year int, month time.Month) (Month, error) {
	if year < 1 || year > 9999 || month < time.January || month > time.December {
		return Month{}, fmt.Errorf("tier: month %d of year %d: %w", month, year, alianza.ErrRange)
	}
	return Month{int32(12*year + int(month) - 1)}, nil
}

// MustMonth is NewMonth for months written in code; it panics on a fault.
func MustMonth(year int, month time.Month) Month {
	m, err := NewMonth(year, month)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return m
}

// MonthOf returns the month of an instant, by the calendar of the zone given;
// nil is UTC. The process's own zone does not matter.
func MonthOf(t time.Time, zone *time.Location) Month {
	d := civil.DateOf(t, zone)
	return Month{int32(12*d.Year() + int(d.Month()) - 1)}
}

// Year returns the year of the month, 0 for the zero Month.
func (m Month) Year() int { return int(m.n) / 12 }

// Month returns the month of the year.
func (m Month) Month() time.Month { return time.Month(m.n%12) + 1 }

// IsZero reports whether there is no month.
func (m Month) IsZero() bool { return m.n == 0 }

// Add returns the month that is n months later, earlier for a negative n. It
// stops at the ends of the calendar. The zero Month stays.
func (m Month) Add(n int) Month {
	if m.IsZero() {
		return m
	}
	const first, last = 12, 12*9999 + 11
	n = max(-last, min(last, n))
	return Month{int32(max(first, min(last, int(m.n)+n)))}
}

// Sub returns the number of months from o to m, negative if o is later.
func (m Month) Sub(o Month) int { return int(m.n - o.n) }

// Before reports whether m is earlier than o.
func (m Month) Before(o Month) bool { return m.n < o.n }

// String returns the month as "2026-03", "none" for the zero Month.
func (m Month) String() string {
	if m.IsZero() {
		return "none"
	}
	return fmt.Sprintf("%04d-%02d", m.Year(), int(m.Month()))
}

// AppendText appends the text of [Month.String] to b.
func (m Month) AppendText(b []byte) ([]byte, error) { return append(b, m.String()...), nil }

// MarshalText returns the text of [Month.String].
func (m Month) MarshalText() ([]byte, error) { return m.AppendText(nil) }

// UnmarshalText reads a month such as "2026-03".
func (m *Month) UnmarshalText(text []byte) error {
	d, err := civil.ParseDate(string(text) + "-01")
	if err != nil {
		return fmt.Errorf("not a month such as %q", "2026-03")
	}
	*m = Month{int32(12*d.Year() + int(d.Month()) - 1)}
	return nil
}
