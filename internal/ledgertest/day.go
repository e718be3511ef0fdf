package ledgertest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// A moment is an instant in JSON, or a day, which begins at midnight UTC.
type moment struct {
	time.Time
	plain bool // a day
}

// UnmarshalJSON reads an instant or a day.
func (m *moment) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		m.Time, m.plain = at, true
		return nil
	}
	at, err := time.Parse(time.RFC3339, s)
	m.Time = at
	return err
}

// day returns the day of a moment in the zone of the ledger, as midnight UTC.
func (l *Ledger) day(m moment) time.Time {
	if m.plain || m.IsZero() {
		return m.Time
	}
	y, month, d := m.In(l.zone).Date()
	return time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
}

// months adds calendar months to a day, and keeps it within the month.
func months(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// period names the week, month, quarter, year or contract year of a day, or ever.
// A contract year begins on the anniversary of the day since when a partner is one.
func (l *Ledger) period(span string, day, since time.Time) string {
	begins := max(1, l.versions[0].YearBegins)
	year := day.Year()
	if int(day.Month()) < begins {
		year-- // that began in the year before
	}
	switch span {
	case "week": // which belongs to the year that its Thursday is in
		thursday := day.AddDate(0, 0, 3-(int(day.Weekday())+6)%7)
		return fmt.Sprintf("%04d-W%02d", thursday.Year(), (thursday.YearDay()-1)/7+1)
	case "month":
		return day.Format("2006-01")
	case "quarter":
		return fmt.Sprintf("%04d-Q%d", year, (int(day.Month())-begins+12)%12/3+1)
	case "year":
		return fmt.Sprintf("%04d", year)
	case "contract_year":
		n := 0
		for !day.Before(months(since, 12*(n+1))) {
			n++
		}
		return "from " + months(since, 12*n).Format(time.DateOnly)
	default:
		return "ever"
	}
}

// periodOf names the period of a length that a sale is in.
func (l *Ledger) periodOf(span string, s *sale) string {
	if span == "order" {
		return "order " + s.event.Order
	}
	name, known := s.periods[span]
	if !known {
		name = l.period(span, s.day, l.day(s.event.PartnerSince))
		if s.periods == nil {
			s.periods = map[string]string{}
		}
		s.periods[span] = name
	}
	return name
}

// A stretch is the days of a named period: from the first until the one after it.
type stretch struct{ first, end time.Time }

// stretch returns the days of a named period: it goes from day to day until the
// name comes, and on until another one does. Since is when the partner became one, who
// knows how long a contract year is.
func (l *Ledger) stretch(name string, since time.Time) stretch {
	long, day := span(name), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	key := name
	if one, err := time.Parse("from 2006-01-02", name); err == nil {
		if day = one; since.IsZero() {
			since = one
		}
		key += since.Format(" 2006-01-02")
	}
	if known, ok := l.stretches[key]; ok {
		return known
	}
	for l.period(long, day, since) != name {
		day = day.AddDate(0, 0, 1)
	}
	s := stretch{first: day}
	for l.period(long, day, since) == name {
		day = day.AddDate(0, 0, 1)
	}
	s.end = day
	l.stretches[key] = s
	return s
}

// stretch returns the days of the period.
func (c *closing) stretch(l *Ledger) stretch {
	return l.stretch(c.period, l.day(c.event.PartnerSince))
}

// first returns the first day of a named period.
func (l *Ledger) first(name string) time.Time { return l.stretch(name, time.Time{}).first }

// span returns of what length a named period is; "" if it is no period.
func span(name string) string {
	if strings.HasPrefix(name, "from ") {
		if _, err := time.Parse("from 2006-01-02", name); err == nil {
			return "contract_year"
		}
		return ""
	}
	if len(name) < 4 || !whole4(name[:4]) {
		return ""
	}
	switch rest := name[4:]; {
	case rest == "":
		return "year"
	case len(rest) == 3 && rest[0] == '-' && rest[1] == 'Q' && '1' <= rest[2] && rest[2] <= '4':
		return "quarter"
	case len(rest) == 3 && rest[0] == '-' && "01" <= rest[1:] && rest[1:] <= "12" && digit(rest[2]):
		return "month"
	case len(rest) == 4 && rest[:2] == "-W" && "01" <= rest[2:] && rest[2:] <= "53" && digit(rest[3]):
		return "week"
	}
	return ""
}

// whole4 reports whether a text is a year of four digits.
func whole4(text string) bool {
	return digit(text[0]) && digit(text[1]) && digit(text[2]) && digit(text[3])
}

func digit(b byte) bool { return '0' <= b && b <= '9' }
