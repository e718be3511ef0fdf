package cohort_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/cohort"
)

func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func day(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// activities reads lines such as "a 2025-01-10 100".
func activities(lines ...string) []cohort.Activity {
	var all []cohort.Activity
	for _, line := range lines {
		f := strings.Fields(line)
		all = append(all, cohort.Activity{Partner: f[0], On: day(f[1]), Revenue: n(f[2])})
	}
	return all
}

// show returns a triangle as text, a line for each cohort.
func show(t cohort.Triangle) []string {
	var lines []string
	for _, c := range t.Cohorts {
		line := c.Since + ":"
		for _, a := range c.Ages {
			line += fmt.Sprintf(" %d/%s/%s", a.Active, a.Revenue, a.Kept)
		}
		lines = append(lines, line)
	}
	return lines
}

// program is three partners of January and one of February; one leaves, one pauses.
var program = activities(
	"a 2025-01-10 100", "a 2025-02-03 150", "a 2025-03-31 20",
	"b 2025-01-31 100", "b 2025-03-01 100",
	"c 2025-01-01 50", "c 2025-01-15 50",
	"d 2025-02-28 10", "d 2025-03-05 70", "d 2025-04-01 70",
)

func TestNew(t *testing.T) {
	tests := []struct {
		name       string
		calendar   cohort.Calendar
		until      string
		activities []cohort.Activity
		want       []string
	}{
		{"months", cohort.Month, "2025-04-01", program, []string{
			"2025-01: 3/300/300 1/150/100 2/120/120",
			"2025-02: 1/10/10 1/70/10",
		}},
		{"April has not ended", cohort.Month, "2025-04-30", program, []string{
			"2025-01: 3/300/300 1/150/100 2/120/120",
			"2025-02: 1/10/10 1/70/10",
		}},
		{"April has ended, and few were active", cohort.Month, "2025-05-01", program, []string{
			"2025-01: 3/300/300 1/150/100 2/120/120 0/0/0",
			"2025-02: 1/10/10 1/70/10 1/70/10",
		}},
		{"quarters", cohort.Quarter, "2025-07-01", program, []string{"2025-Q1: 4/650/650 1/70/70"}},
		{"years", cohort.Year, "2027-01-01", program, []string{"2025: 4/720/720 0/0/0"}},
		{"refunds", cohort.Month, "2025-03-01", activities("a 2025-01-10 100", "a 2025-02-10 -30"), []string{"2025-01: 1/100/100 1/-30/-30"}},
		{"refunds at first, then nothing", cohort.Month, "2024-04-01", activities("ana 2024-01-10 100", "bea 2024-01-20 -20", "ana 2024-02-01 100", "bea 2024-03-01 5"), []string{
			"2024-01: 2/80/80 1/100/80 1/5/-20",
		}},
		{"active without revenue", cohort.Month, "2025-03-01", activities("a 2025-01-10 0", "a 2025-02-10 5"), []string{"2025-01: 1/0/0 1/5/0"}},
		{"a month without newcomers", cohort.Month, "2025-04-01", activities("a 2025-01-10 1", "b 2025-03-10 2"), []string{"2025-01: 1/1/1 0/0/0 0/0/0", "2025-03: 1/2/2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := cohort.New(tt.calendar, day(tt.until), tt.activities)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, show(got)); diff != "" {
				t.Errorf("New mismatch (-want +got):\n%s", diff)
			}
			doc, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := alianza.Read[cohort.Triangle](doc); err != nil || !cmp.Equal(got, again) {
				t.Errorf("Read(%s) = %v, %v; want the triangle", doc, again, err)
			}
		})
	}
}

// is compares the value of a figure, "" for an error of the kind given.
func is(t *testing.T, name, want string, kind error) func(roi.Figure, error) {
	t.Helper()
	return func(f roi.Figure, err error) {
		t.Helper()
		if err == nil && f.Value() != want || err != nil && (want != "" || !errors.Is(err, kind)) {
			t.Errorf("%s = %s, %v; want %s %v", name, f, err, want, kind)
		}
	}
}

// TestRetention_R24 has a partner who joined in February. To count it with those of
// January would make the retention of March 100%.
func TestRetention_R24(t *testing.T) {
	triangle, err := cohort.New(cohort.Month, day("2025-04-01"), program)
	if err != nil {
		t.Fatal(err)
	}
	january, february := triangle.Cohorts[0], triangle.Cohorts[1]
	is(t, "Retention(0)", "100%", nil)(january.Retention(0))
	is(t, "Retention(1)", "33.33%", nil)(january.Retention(1))
	is(t, "Retention(2)", "66.67%", nil)(january.Retention(2))
	is(t, "Retention(3), not observed", "", alianza.ErrMissing)(january.Retention(3))
	is(t, "Retention(-1)", "", alianza.ErrMissing)(january.Retention(-1))
	is(t, "NetRetention(1)", "50%", nil)(january.NetRetention(1))
	is(t, "GrossRetention(1), without the growth of a", "33.33%", nil)(january.GrossRetention(1))
	is(t, "NetRetention(1), above 100%", "700%", nil)(february.NetRetention(1))
	is(t, "GrossRetention(1), never above", "100%", nil)(february.GrossRetention(1))
	is(t, "all: Retention(0)", "100%", nil)(triangle.Retention(0))
	is(t, "all: Retention(1)", "50%", nil)(triangle.Retention(1))
	is(t, "all: Retention(2), of January alone", "66.67%", nil)(triangle.Retention(2))
	is(t, "all: Retention(3)", "", alianza.ErrMissing)(triangle.Retention(3))
	is(t, "all: NetRetention(1)", "70.97%", nil)(triangle.NetRetention(1))     // 220 of 310
	is(t, "all: GrossRetention(1)", "35.48%", nil)(triangle.GrossRetention(1)) // 110 of 310
	is(t, "all: NetRetention(9)", "", alianza.ErrMissing)(triangle.NetRetention(9))
	is(t, "all: GrossRetention(9)", "", alianza.ErrMissing)(triangle.GrossRetention(9))

	year := cohort.Cohort{Since: "2025", Ages: []cohort.Age{{Active: 40}, {Active: 34}}}
	is(t, "V-RET-1", "85%", nil)(year.Retention(1))
	is(t, "NetRetention of no revenue", "", alianza.ErrZero)(year.NetRetention(1))
	year.Ages[0].Revenue = n("-1")
	is(t, "NetRetention of refunds", "", alianza.ErrNegative)(year.NetRetention(1))
	year.Ages[1].Active = 41
	is(t, "V-RET-2: more than the cohort has", "", alianza.ErrRange)(year.Retention(1))
	year.Ages[1].Active, year.Since = 34, ""
	is(t, "a cohort of no time", "", alianza.ErrMissing)(cohort.Triangle{Calendar: cohort.Year, Cohorts: []cohort.Cohort{year}}.Retention(1))
	is(t, "no cohort", "", alianza.ErrEmpty)(cohort.Cohort{Since: "2025"}.Retention(0))
	is(t, "no calendar", "", alianza.ErrMissing)(cohort.Triangle{}.Retention(0))
	is(t, "no cohorts", "", alianza.ErrMissing)(cohort.Triangle{Calendar: cohort.Year}.Retention(0))
}

// TestGrossRetention_Refunds has a partner whose first month is below 0. It counts with that
// for as long as it sells nothing, whether an activity of 0 says so or not.
func TestGrossRetention_Refunds(t *testing.T) {
	list := activities("ana 2024-01-10 100", "bea 2024-01-20 -20", "ana 2024-02-01 100")
	for _, all := range [][]cohort.Activity{list, append(list, activities("bea 2024-02-02 0")...)} {
		triangle := alianza.Must(cohort.New(cohort.Month, day("2024-03-01"), all))
		is(t, "GrossRetention(1), 80 of 80", "100%", nil)(triangle.GrossRetention(1))
		is(t, "NetRetention(1), 100 of 80", "125%", nil)(triangle.Cohorts[0].NetRetention(1))
	}
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

func TestNewFaults(t *testing.T) {
	tests := []struct {
		name       string
		calendar   cohort.Calendar
		until      alianza.Date
		activities []cohort.Activity
		want       []fault
	}{
		{"nothing", 0, alianza.Date{}, nil, []fault{{"calendar", "", alianza.ErrMissing}, {"until", "", alianza.ErrMissing}, {"activities", "", alianza.ErrEmpty}}},
		{"activities", cohort.Month, day("2025-01-01"), []cohort.Activity{{}, {Partner: "a", On: day("2025-01-01"), Revenue: decimal.New(1, 1<<30)}}, []fault{
			{"activities[0].partner", "", alianza.ErrMissing}, {"activities[0].on", "", alianza.ErrMissing}, {"activities[1].revenue", "1e1073741824", alianza.ErrRange},
		}},
		{"none has ended", cohort.Year, day("2025-12-31"), program, []fault{{"activities", "", alianza.ErrEmpty}}},
		{"many periods", cohort.Month, day("2025-12-31"), activities("a 1900-01-01 1"), []fault{{"activities", "1511", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := cohort.New(tt.calendar, tt.until, tt.activities)
			var got []fault
			for _, f := range alianza.Faults(err) {
				got = append(got, fault{f.Path, f.Value, f.Err})
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateErrors()); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTriangleLong writes and reads as many periods as there may be: 400 cohorts, the
// first with 400 ages and the last with one.
func TestTriangleLong(t *testing.T) {
	var all []cohort.Activity
	for i := range 400 {
		on := alianza.Must(alianza.NewDate(1990+i/12, time.Month(i%12+1), 1))
		all = append(all, cohort.Activity{Partner: fmt.Sprint(i), On: on, Revenue: n("1")}, cohort.Activity{Partner: "first", On: on, Revenue: n("0.01")})
	}
	triangle := alianza.Must(cohort.New(cohort.Month, day("2023-05-01"), all))
	doc, err := json.Marshal(triangle)
	if ages := 400 * 401 / 2; err != nil || strings.Count(string(doc), `"active"`) != ages {
		t.Fatalf("MarshalJSON() = %d bytes, %v; want %d ages", len(doc), err, ages)
	}
	got, err := alianza.Read[cohort.Triangle](doc)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(got); err != nil || !bytes.Equal(again, doc) {
		t.Errorf("MarshalJSON() of what was read = %d bytes, %v; want the %d of before", len(again), err, len(doc))
	}
}

// TestCohortLimit has a cohort of more partners than can be written.
func TestCohortLimit(t *testing.T) {
	most := math.MaxInt32
	above := most + 1
	if above < 0 {
		t.Skip("an int has 32 bits")
	}
	c := cohort.Cohort{Since: "2025", Ages: []cohort.Age{{Active: above}, {Active: 1}}}
	if _, err := c.Retention(1); !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("Retention of 2^31 = %v; want ErrLimit", err)
	}
	if _, err := json.Marshal(c); !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("MarshalJSON() of 2^31 = %v; want ErrLimit", err)
	}
	c.Ages[0].Active = most
	if _, err := c.Retention(1); err != nil {
		t.Errorf("Retention of 2^31 - 1 = %v; want no error", err)
	}
}

func TestTriangleJSONFaults(t *testing.T) {
	tests := []struct {
		name, doc string
		want      error
	}{
		{"another case", `{"Calendar":"month","cohorts":[]}`, alianza.ErrField},
		{"no ages", `{"calendar":"month","cohorts":[{"since":"2025-01","ages":[]}]}`, alianza.ErrEmpty},
		{"a cohort twice", `{"calendar":"month","cohorts":[{"since":"a","ages":[{"active":1,"revenue":"1","kept":"1"}]},{"since":"a","ages":[{"active":1,"revenue":"1","kept":"1"}]}]}`, alianza.ErrDuplicate},
		{"negative", `{"calendar":"month","cohorts":[{"since":"a","ages":[{"active":-1,"revenue":"1","kept":"1"}]}]}`, alianza.ErrNegative},
		{"calendar of another name", `{"calendar":"week","cohorts":[]}`, alianza.ErrUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := alianza.Read[cohort.Triangle]([]byte(tt.doc)); !errors.Is(err, tt.want) {
				t.Errorf("Read(%s) = %v, %v; want %v", tt.doc, got, err, tt.want)
			}
		})
	}
	a := program[0]
	doc, err := json.Marshal(a)
	if err != nil || string(doc) != `{"partner":"a","on":"2025-01-10","revenue":"100"}` {
		t.Errorf("MarshalJSON() = %s, %v", doc, err)
	}
	if got, err := alianza.Read[cohort.Activity](doc); err != nil || !cmp.Equal(a, got) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, a)
	}
	c := cohort.Cohort{Since: "2025", Ages: []cohort.Age{{Active: 1, Revenue: n("0.5")}}}
	doc, err = json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alianza.Read[cohort.Cohort](doc); err != nil || !cmp.Equal(c, got) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, c)
	}
}
