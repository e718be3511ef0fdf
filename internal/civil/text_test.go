package civil_test

import (
	"encoding"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

var (
	_ encoding.TextAppender    = civil.Date{}
	_ encoding.TextMarshaler   = civil.Date{}
	_ encoding.TextUnmarshaler = (*civil.Date)(nil)
	_ encoding.TextAppender    = civil.Period{}
	_ encoding.TextMarshaler   = civil.Period{}
	_ encoding.TextUnmarshaler = (*civil.Period)(nil)
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
			before := civil.YearOf(date(t, "1999-05-07")).Start()
			unmarshaled := before
			got, err := civil.ParseDate(tt.s)
			errText := unmarshaled.UnmarshalText([]byte(tt.s))
			if !tt.ok {
				if !errors.Is(err, civil.ErrDate) || !got.IsZero() {
					t.Errorf("ParseDate(%q) = %v, %v; want no date, ErrDate", tt.s, got, err)
				}
				if !errors.Is(errText, civil.ErrDate) || unmarshaled != before {
					t.Errorf("UnmarshalText(%q) = %v, %v; want %v unchanged, ErrDate", tt.s, unmarshaled, errText, before)
				}
				return
			}
			if err != nil || got.String() != tt.s {
				t.Errorf("ParseDate(%q) = %v, %v; want the same text", tt.s, got, err)
			}
			if errText != nil || unmarshaled != got {
				t.Errorf("UnmarshalText(%q) = %v, %v; want %v", tt.s, unmarshaled, errText, got)
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
		{"year", func() error { _, err := civil.NewDate(10000, 1, 1); return err }, "civil: invalid date: year 10000 is not in 1..9999"},
		{"month", func() error { _, err := civil.NewDate(2025, 13, 1); return err }, "civil: invalid date: month 13 is not in 1..12"},
		{"day", func() error { _, err := civil.NewDate(25, 2, 29); return err }, "civil: invalid date: day 29 is not in 1..28, the days of 0025-02"},
		{"form", func() error { _, err := civil.ParseDate("2025-1-1\n"); return err }, `civil: invalid date: "2025-1-1\n" is not of the form YYYY-MM-DD`},
		{"form of the year", func() error { _, err := civil.ParseDate("20x5-01-31"); return err }, `civil: invalid date: "20x5-01-31" is not of the form YYYY-MM-DD`},
		{"form of the month", func() error { _, err := civil.ParseDate("2025-x1-31"); return err }, `civil: invalid date: "2025-x1-31" is not of the form YYYY-MM-DD`},
		{"form of the day", func() error { _, err := civil.ParseDate("2025-01-3x"); return err }, `civil: invalid date: "2025-01-3x" is not of the form YYYY-MM-DD`},
		{"no date", func() error { _, err := civil.Date{}.MarshalText(); return err }, "civil: invalid date: the zero Date has no text"},
		{"no period", func() error { _, err := civil.Period{}.MarshalText(); return err }, "civil: invalid period: the zero Period has no text"},
		{"empty", func() error { _, err := civil.ParsePeriod("2025-02-01/2025-02-01"); return err }, "civil: invalid period: 2025-02-01 to 2025-02-01 has no day"},
		{"start", func() error { _, err := civil.ParsePeriod("2025-13-01/2025-02-01"); return err }, "civil: invalid period: start: civil: invalid date: month 13 is not in 1..12"},
		{"end", func() error { _, err := civil.ParsePeriod("2025-01-01/2025-13-01"); return err }, "civil: invalid period: end: civil: invalid date: month 13 is not in 1..12"},
		{"half a period", func() error { _, err := civil.ParsePeriod("2025-01-01"); return err }, `civil: invalid period: "2025-01-01" is not of the form YYYY-MM-DD/YYYY-MM-DD`},
		{"lacking", func() error { _, err := civil.NewPeriod(date(t, firstDate), civil.Date{}); return err }, "civil: invalid period: 0001-01-01 to 0000-00-00 lacks a date"},
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
	tests := []struct {
		name string
		d    civil.Date
		want string
		ok   bool
	}{
		{"any day", date(t, "2025-01-31"), "2025-01-31", true},
		{"first", date(t, firstDate), firstDate, true},
		{"last", date(t, lastDate), lastDate, true},
		{"zero", civil.Date{}, "0000-00-00", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.d.String(); got != tt.want {
				t.Errorf("String() = %q; want %q", got, tt.want)
			}
			checkText(t, tt.d, tt.want, tt.ok, civil.ErrDate)
		})
	}
}

// texter is what Date and Period are, to write themselves.
type texter interface {
	encoding.TextAppender
	encoding.TextMarshaler
}

// checkText checks AppendText and MarshalText of v, which give want if ok and
// an error wrapping wantErr if not.
func checkText(t *testing.T, v texter, want string, ok bool, wantErr error) {
	t.Helper()
	appended, errAppend := v.AppendText([]byte("on "))
	marshaled, errMarshal := v.MarshalText()
	if !ok {
		if string(appended) != "on " || !errors.Is(errAppend, wantErr) {
			t.Errorf("AppendText(%q) = %q, %v; want it back, %v", "on ", appended, errAppend, wantErr)
		}
		if marshaled != nil || !errors.Is(errMarshal, wantErr) {
			t.Errorf("MarshalText() = %q, %v; want nil, %v", marshaled, errMarshal, wantErr)
		}
		return
	}
	if string(appended) != "on "+want || errAppend != nil {
		t.Errorf("AppendText(%q) = %q, %v; want %q", "on ", appended, errAppend, "on "+want)
	}
	if string(marshaled) != want || errMarshal != nil {
		t.Errorf("MarshalText() = %q, %v; want %q", marshaled, errMarshal, want)
	}
}

func TestJSON(t *testing.T) {
	type term struct {
		Signed civil.Date         `json:"signed"`
		Left   civil.Date         `json:"left,omitzero"`
		Span   civil.Period       `json:"span"`
		Next   civil.Period       `json:"next,omitzero"`
		Paid   map[civil.Date]int `json:"paid"`
	}
	signed := date(t, "2025-01-31")
	want := term{
		Signed: signed,
		Span:   civil.MonthsFrom(signed, 12),
		Paid:   map[civil.Date]int{signed: 1, signed.AddMonths(1): 2},
	}
	const text = `{"signed":"2025-01-31","span":"2025-01-31/2026-01-31","paid":{"2025-01-31":1,"2025-02-28":2}}`

	b, err := json.Marshal(want)
	if err != nil || string(b) != text {
		t.Errorf("Marshal = %s, %v; want %s", b, err, text)
	}
	var got term
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(civil.Date{}, civil.Period{})); diff != "" {
		t.Errorf("Unmarshal (-want +got):\n%s", diff)
	}
}
