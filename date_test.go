package alianza_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
)

// day is short for a day that exists.
func day(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

const (
	firstDay = "0001-01-01"
	lastDay  = "9999-12-31"
)

func TestNewDate(t *testing.T) {
	tests := []struct {
		year, day int
		month     time.Month
		want      string // the day, or the error
	}{
		{2026, 1, time.February, "2026-02-01"},
		{2024, 29, time.February, "2024-02-29"},
		{1, 1, time.January, firstDay},
		{9999, 31, time.December, lastDay},
		{2026, 29, time.February, `"2026-02-29": out of range: no such day: 2026-02 has 28 days`},
		{2026, 0, time.January, `"2026-01-00": out of range: no such day: 2026-01 has 31 days`},
		{2026, 1, 13, `"2026-13-01": out of range: no such day: months are 1 to 12`},
		{0, 1, time.January, `"0000-01-01": out of range: no such day: years are 1 to 9999`},
		{10_000, 1, time.January, `"10000-01-01": out of range: no such day: years are 1 to 9999`},
	}
	for _, tt := range tests {
		d, err := alianza.NewDate(tt.year, tt.month, tt.day)
		if err != nil {
			if !errors.Is(err, alianza.ErrRange) || err.Error() != tt.want || !d.IsZero() {
				t.Errorf("NewDate(%d, %d, %d) = %v, %v; want %s", tt.year, tt.month, tt.day, d, err, tt.want)
			}
			continue
		}
		if d.String() != tt.want || d.Year() != tt.year || d.Month() != tt.month || d.Day() != tt.day || d != day(tt.want) {
			t.Errorf("NewDate(%d, %d, %d) = %v; want %s", tt.year, tt.month, tt.day, d, tt.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	const such = `malformed: not a day such as "2026-02-01"`
	tests := []struct{ text, want string }{
		{"2026-02-01", ""},
		{firstDay, ""},
		{lastDay, ""},
		{"2026-02-29", "malformed: no such day: 2026-02 has 28 days"},
		{"2026-13-01", "malformed: no such day: months are 1 to 12"},
		{"0000-01-01", "malformed: no such day: years are 1 to 9999"},
		{"2026-2-1", `malformed: write "2026-02-01"`},
		{"2026/02/01", `malformed: write "2026-02-01"`},
		{"2026.2.1", `malformed: write "2026-02-01"`},
		{"2026 02 01", `malformed: write "2026-02-01"`},
		{"01/02/2026", such},
		{"1-2-2026", such},
		{"2026-2-30", such},
		{"20260201", such},
		{"2026-02", such},
		{"2026-02-01T00:00:00Z", such},
		{"2026-02-01 ", such},
		{" ", such},
		{"", such},
		{"tomorrow", such},
		{"2026-02-01" + strings.Repeat("0", 1_000_000), such},
	}
	for _, tt := range tests {
		t.Run(tt.text[:min(len(tt.text), 20)], func(t *testing.T) {
			d, err := alianza.ParseDate(tt.text)
			before := day("1999-01-01")
			after := before
			textErr := after.UnmarshalText([]byte(tt.text))
			if tt.want == "" {
				if err != nil || d.String() != tt.text || textErr != nil || after != d {
					t.Errorf("ParseDate(%s) = %v, %v; UnmarshalText = %v, %v", tt.text, d, err, after, textErr)
				}
				return
			}
			if !errors.Is(err, alianza.ErrForm) || alianza.Faults(err)[0].Reason() != tt.want || !d.IsZero() || len(err.Error()) > 200 {
				t.Errorf("ParseDate(%.40q) = %v, %v; want %s", tt.text, d, err, tt.want)
			}
			if !errors.Is(textErr, alianza.ErrForm) || after != before {
				t.Errorf("UnmarshalText(%.40q) = %v, %v; want the day before", tt.text, after, textErr)
			}
		})
	}
}

// TestDateZones_X13 leads from instants to days and back.
func TestDateZones_X13(t *testing.T) {
	bogota := time.FixedZone("", -5*60*60)
	at := time.Date(2026, time.March, 1, 4, 59, 59, 0, time.UTC)
	tests := []struct {
		at   time.Time
		zone *time.Location
		want string
	}{
		{at, nil, "2026-03-01"},
		{at, time.UTC, "2026-03-01"},
		{at, bogota, "2026-02-28"},
		{at.Add(time.Second), bogota, "2026-03-01"},
		{at.In(bogota), nil, "2026-03-01"},
		{time.Time{}, nil, firstDay},
		{time.Unix(math.MaxInt64, 0), nil, lastDay},
		{time.Unix(math.MinInt64, 0), bogota, firstDay},
	}
	for _, tt := range tests {
		if got := alianza.DateOf(tt.at, tt.zone); got.String() != tt.want {
			t.Errorf("DateOf(%v, %v) = %v; want %s", tt.at, tt.zone, got, tt.want)
		}
	}
	if got, want := day("2026-03-01").In(bogota), at.Add(time.Second); !got.Equal(want) {
		t.Errorf("In = %v; want %v", got, want)
	}
	if got, want := day("2026-03-01").In(nil), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("In(nil) = %v; want %v", got, want)
	}
	if got := (alianza.Date{}).In(bogota); !got.IsZero() {
		t.Errorf("Date{}.In = %v; want the zero time", got)
	}
}

// TestDateArithmetic stops at the ends of the calendar, and leaves no day none.
func TestDateArithmetic(t *testing.T) {
	tests := []struct {
		day    string
		n      int
		days   string // n days later
		months string // n months later
	}{
		{"2026-01-31", 0, "2026-01-31", "2026-01-31"},
		{"2026-01-31", 1, "2026-02-01", "2026-02-28"},
		{"2024-01-31", 1, "2024-02-01", "2024-02-29"},
		{"2026-03-01", -1, "2026-02-28", "2026-02-01"},
		{"2026-01-31", 2, "2026-02-02", "2026-03-31"},
		{"2026-01-31", -11, "2026-01-20", "2025-02-28"},
		{lastDay, 1, lastDay, lastDay},
		{firstDay, -1, firstDay, firstDay},
		{"2026-01-31", math.MaxInt, lastDay, lastDay},
		{"2026-01-31", math.MinInt, firstDay, firstDay},
	}
	for _, tt := range tests {
		if got := day(tt.day).AddDays(tt.n); got != day(tt.days) {
			t.Errorf("%s.AddDays(%d) = %v; want %s", tt.day, tt.n, got, tt.days)
		}
		if got := day(tt.day).AddMonths(tt.n); got != day(tt.months) {
			t.Errorf("%s.AddMonths(%d) = %v; want %s", tt.day, tt.n, got, tt.months)
		}
	}
	var none alianza.Date
	if none.AddDays(1) != none || none.AddMonths(1) != none || none.DaysUntil(day(lastDay)) != 0 || day(lastDay).DaysUntil(none) != 0 {
		t.Error("a sum with no day is a day")
	}
	if got := day("2024-02-28").DaysUntil(day("2024-03-01")); got != 2 {
		t.Errorf("DaysUntil = %d; want 2", got)
	}
	if got := day(lastDay).DaysUntil(day(firstDay)); got != -3_652_058 {
		t.Errorf("DaysUntil = %d; want -3652058", got)
	}
}

func TestDateCompare(t *testing.T) {
	order := []alianza.Date{{}, day(firstDay), day("2026-01-31"), day("2026-02-01"), day(lastDay)}
	for i, a := range order {
		for j, b := range order {
			want := max(-1, min(1, i-j))
			if got := a.Compare(b); got != want || a.Before(b) != (want < 0) || a.After(b) != (want > 0) || a.Equal(b) != (want == 0) {
				t.Errorf("%v.Compare(%v) = %d, Before %t, After %t, Equal %t; want %d", a, b, got, a.Before(b), a.After(b), a.Equal(b), want)
			}
		}
		if a.IsZero() != (i == 0) {
			t.Errorf("%v.IsZero() = %t", a, a.IsZero())
		}
	}
}

// TestDateNone has what no day is and gives.
func TestDateNone(t *testing.T) {
	var none alianza.Date
	if none.String() != "none" || none.Year() != 0 || none.Month() != 0 || none.Day() != 0 {
		t.Errorf("Date{} = %v, %d, %d, %d; want none and zeros", none, none.Year(), none.Month(), none.Day())
	}
	if text, err := none.MarshalText(); text != nil || !errors.Is(err, alianza.ErrMissing) || err.Error() != "missing: no day" {
		t.Errorf("Date{}.MarshalText() = %q, %v; want missing", text, err)
	}
}

func TestDateJSON(t *testing.T) {
	type doc struct {
		From  alianza.Date         `json:"from"`
		Until alianza.Date         `json:"until,omitzero"`
		By    map[alianza.Date]int `json:"by"`
	}
	in := doc{From: day("2026-02-01"), By: map[alianza.Date]int{day(lastDay): 1}}
	text, err := json.Marshal(in)
	if want := `{"from":"2026-02-01","by":{"9999-12-31":1}}`; err != nil || string(text) != want {
		t.Fatalf("Marshal = %s, %v; want %s", text, err, want)
	}
	var out doc
	if err := json.Unmarshal(text, &out); err != nil || out.From != in.From || out.By[day(lastDay)] != 1 || !out.Until.IsZero() {
		t.Errorf("Unmarshal = %v, %v; want %v", out, err, in)
	}
	if _, err := json.Marshal(doc{}); !errors.Is(err, alianza.ErrMissing) {
		t.Errorf("Marshal(no day) = %v; want missing", err)
	}
}

func ExampleDate() {
	d := alianza.Must(alianza.NewDate(2026, time.January, 31))
	fmt.Println(d, d.AddDays(1), d.AddMonths(1), d.DaysUntil(d.AddMonths(1)))
	_, err := alianza.ParseDate("2026-2-1")
	fmt.Println(err)
	// Output:
	// 2026-01-31 2026-02-01 2026-02-28 28
	// "2026-2-1": malformed: write "2026-02-01"
}

func ExampleDateOf() {
	bogota := time.FixedZone("Bogota", -5*60*60)
	sold := time.Date(2026, time.March, 1, 2, 0, 0, 0, time.UTC)
	d := alianza.DateOf(sold, bogota)
	fmt.Println(d, d.In(bogota))
	// Output:
	// 2026-02-28 2026-02-28 00:00:00 -0500 Bogota
}
