package ledgertest

import (
	"encoding/json"
	"fmt"
	"strconv"
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

// period names the month, quarter or year of a day, or ever.
func period(span string, day time.Time) string {
	switch span {
	case "month":
		return day.Format("2006-01")
	case "quarter":
		return fmt.Sprintf("%04d-Q%d", day.Year(), (int(day.Month())-1)/3+1)
	case "year":
		return day.Format("2006")
	default:
		return "ever"
	}
}

// span returns of what length a named period is; "" if it is no period.
func span(name string) string {
	if _, err := time.Parse("2006-01", name); err == nil {
		return "month"
	}
	if _, err := time.Parse("2006", name); err == nil {
		return "year"
	}
	if len(name) == 7 && name[4:6] == "-Q" {
		_, err := strconv.Atoi(name[:4])
		if err == nil && name[6] >= '1' && name[6] <= '4' {
			return "quarter"
		}
	}
	return ""
}
