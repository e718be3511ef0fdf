package civil_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		name string
		s    string
		ok   bool
	}{
		{"any day", "2025-01-31", true},
		{"leap day", "2024-02-29", true},
		{"first", firstDate, true},
		{"last", lastDate, true},
		{"all digits", "6789-05-23", true},
		{"empty", "", false},
		{"nine bytes", "2025-01-3", false},
		{"eleven bytes", "2025-01-311", false},
		{"eleven bytes, day of three", "2025-01-031", false},
		{"year zero", "0000-12-31", false},
		{"zero Date", "0000-00-00", false},
		{"month below", "2025-00-31", false},
		{"month above", "2025-13-31", false},
		{"day below", "2025-01-00", false},
		{"day above", "2025-01-32", false},
		{"no leap day", "2025-02-29", false},
		{"short year", "025-01-031", false},
		{"long year", "12025-01-3", false},
		{"short month", "2025-1-031", false},
		{"slashes", "2025/01/31", false},
		{"first hyphen", "2025/01-31", false},
		{"second hyphen", "2025-01/31", false},
		{"basic form", "20250131", false},
		{"basic form of ten", "2025013100", false},
		{"ordinal form", "2025-031  ", false},
		{"week form", "2025-W05-5", false},
		{"signed year", "+025-01-31", false},
		{"negative year", "-025-01-31", false},
		{"signed month", "2025-+1-31", false},
		{"signed day", "2025-01--1", false},
		{"byte below the digits in the year", "202/-01-31", false},
		{"byte above the digits in the year", "202:-01-31", false},
		{"byte below the digits in the month", "2025-0/-31", false},
		{"byte above the digits in the month", "2025-0:-31", false},
		{"byte below the digits in the day", "2025-01-0/", false},
		{"byte above the digits in the day", "2025-01-0:", false},
		{"space before", " 2025-01-31", false},
		{"space after", "2025-01-31 ", false},
		{"space for a zero", "2025- 1-31", false},
		{"newline for a digit", "2025-01-3\n", false},
		{"time of day", "2025-01-31T00:00:00Z", false},
		{"digits not of ASCII", "٢٠٢٥-01-31", false},
		{"ten bytes, digit not of ASCII", "20٢-01-31", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := civil.ParseDate(tt.s)
			if !tt.ok {
				if quoted := strings.HasPrefix(fmt.Sprint(err), "no such day: \""); errors.Is(err, civil.ErrForm) != quoted {
					t.Errorf("ParseDate(%q) = %v; want ErrForm: %t", tt.s, err, quoted)
				}
				if !errors.Is(err, civil.ErrDate) || !got.IsZero() {
					t.Errorf("ParseDate(%q) = %v, %v; want no date, ErrDate", tt.s, got, err)
				}
				return
			}
			if err != nil || got.String() != tt.s {
				t.Errorf("ParseDate(%q) = %v, %v; want the same text", tt.s, got, err)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	tests := []struct {
		name string
		got  func() error
		want string
	}{
		{"year", func() error { _, err := civil.NewDate(10000, 1, 1); return err }, "no such day: years are 1 to 9999"},
		{"month", func() error { _, err := civil.NewDate(2025, 13, 1); return err }, "no such day: months are 1 to 12"},
		{"day", func() error { _, err := civil.NewDate(25, 2, 29); return err }, "no such day: 0025-02 has 28 days"},
		{"form", func() error { _, err := civil.ParseDate("2025-1-1\n"); return err }, `no such day: "2025-1-1\n" is not of the form YYYY-MM-DD`},
		{"form of the year", func() error { _, err := civil.ParseDate("20x5-01-31"); return err }, `no such day: "20x5-01-31" is not of the form YYYY-MM-DD`},
		{"form of the month", func() error { _, err := civil.ParseDate("2025-x1-31"); return err }, `no such day: "2025-x1-31" is not of the form YYYY-MM-DD`},
		{"form of the day", func() error { _, err := civil.ParseDate("2025-01-3x"); return err }, `no such day: "2025-01-3x" is not of the form YYYY-MM-DD`},
		{"empty", func() error { _, err := civil.NewPeriod(date(t, "2025-02-01"), date(t, "2025-02-01")); return err }, "no such period: 2025-02-01 to 2025-02-01 has no day"},
		{"lacking", func() error { _, err := civil.NewPeriod(date(t, firstDate), civil.Date{}); return err }, "no such period: 0001-01-01 to 0000-00-00 lacks a date"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.got(); got == nil || got.Error() != tt.want {
				t.Errorf("error = %v; want %s", got, tt.want)
			}
		})
	}
}

func TestDateText(t *testing.T) {
	for want, d := range map[string]civil.Date{
		"2025-01-31": date(t, "2025-01-31"), firstDate: date(t, firstDate), lastDate: date(t, lastDate), "0000-00-00": {},
	} {
		if got := d.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
}
