package certification_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // zones do not depend on the machine

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier/certification"
)

func TestReport_T11(t *testing.T) {
	tests := []struct {
		name, issued, on string
		warn, grace      int
		days             int
		want             certification.Status
	}{
		{"on the day of issue", "2025-03-15", "2025-03-15", 0, 0, 365, certification.Valid},
		{"the day before the anniversary, V-CERT-1", "2025-03-15", "2026-03-14", 0, 0, 1, certification.Valid},
		{"the anniversary, V-CERT-2", "2025-03-15", "2026-03-15", 0, 0, 0, certification.Expired},
		{"the day after", "2025-03-15", "2026-03-16", 0, 0, -1, certification.Expired},
		{"first day of the warning, V-CERT-3", "2025-03-15", "2026-02-13", 30, 0, 30, certification.Expiring},
		{"the day before it, V-CERT-4", "2025-03-15", "2026-02-12", 30, 0, 31, certification.Valid},
		{"last day of the warning", "2025-03-15", "2026-03-14", 30, 0, 1, certification.Expiring},
		{"after the warning", "2025-03-15", "2026-03-15", 30, 0, 0, certification.Expired},
		{"warning of one day", "2025-03-15", "2026-03-14", 1, 0, 1, certification.Expiring},
		{"and the day before", "2025-03-15", "2026-03-13", 1, 0, 2, certification.Valid},
		{"warning longer than it lasts", "2025-03-15", "2025-03-15", 400, 0, 365, certification.Expiring},
		{"from a leap day, the last day", "2024-02-29", "2025-02-27", 0, 10, 1, certification.Valid},
		{"from a leap day, first day of grace, V-CERT-5", "2024-02-29", "2025-02-28", 0, 10, 0, certification.InGrace},
		{"from a leap day, last day of grace", "2024-02-29", "2025-03-09", 0, 10, -9, certification.InGrace},
		{"from a leap day, after grace, V-CERT-6", "2024-02-29", "2025-03-10", 0, 10, -10, certification.Expired},
		{"to a leap year", "2023-02-28", "2024-02-27", 0, 0, 1, certification.Valid},
		{"to a leap year, at its end", "2023-02-28", "2024-02-28", 0, 0, 0, certification.Expired},
		{"grace of one day", "2025-03-15", "2026-03-15", 0, 1, 0, certification.InGrace},
		{"and the day after", "2025-03-15", "2026-03-16", 0, 1, -1, certification.Expired},
		{"years later", "2025-03-15", "2035-03-15", 30, 10, -3287, certification.Expired},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := partner(tt.warn, tt.grace)
			cert := issue(t, c, "gold", tt.issued)
			want := certification.Report{Certificate: cert, Status: tt.want, Days: tt.days}
			if tt.days > 0 {
				want.Level, want.Rank, want.Support = "gold", 3, "dedicated"
			}
			got, err := c.Report(cert, day(tt.on))
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("Report(%s) mismatch, %v (-want +got):\n%s", tt.on, err, diff)
			}
		})
	}
}

func TestRenew_T11(t *testing.T) {
	tests := []struct {
		name, issued, on string
		from, want       string // the day of issue, the day of the end
	}{
		{"before the end, V-CERT-7", "2025-03-15", "2026-03-01", "2025-03-15", "2027-03-15"},
		{"after the end, V-CERT-8", "2025-03-15", "2026-03-20", "2026-03-20", "2027-03-20"},
		{"on the day of issue", "2025-03-15", "2025-03-15", "2025-03-15", "2027-03-15"},
		{"the last day", "2025-03-15", "2026-03-14", "2025-03-15", "2027-03-15"},
		{"at the end", "2025-03-15", "2026-03-15", "2026-03-15", "2027-03-15"},
		{"long after grace", "2025-03-15", "2029-01-31", "2029-01-31", "2030-01-31"},
		{"from a leap day, before the end", "2024-02-29", "2025-02-27", "2024-02-29", "2026-02-28"},
		{"from a leap day, at its end", "2024-02-29", "2025-02-28", "2025-02-28", "2026-02-28"},
		{"after the end, on a leap day", "2023-01-15", "2024-02-29", "2024-02-29", "2025-02-28"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := partner(0, 10)
			got, err := c.Renew(issue(t, c, "silver", tt.issued), day(tt.on))
			want := certification.Certificate{Certification: "certification", Level: "silver", Issued: day(tt.from), Expires: day(tt.want)}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("Renew(%s) mismatch, %v (-want +got):\n%s", tt.on, err, diff)
			}
		})
	}
	// Year after year, each time early: nothing is lost and nothing won.
	c := partner(0, 0)
	cert := issue(t, c, "gold", "2025-03-15")
	for year := 2026; year < 2030; year++ {
		var err error
		if cert, err = c.Renew(cert, day(fmt.Sprintf("%d-01-02", year))); err != nil {
			t.Fatal(err)
		}
		if want := day(fmt.Sprintf("%d-03-15", year+1)); cert.Expires != want {
			t.Errorf("Renew in %d = until %s; want %s", year, cert.Expires, want)
		}
	}
}

func TestReport_Support_T12(t *testing.T) {
	tests := []struct {
		name, level, on, want string
	}{
		{"bronze", "bronze", "2026-03-14", "basic"},
		{"silver", "silver", "2026-03-14", "priority"},
		{"gold", "gold", "2026-03-14", "dedicated"},
		{"platinum", "platinum", "2026-03-14", "vip"},
		{"platinum in grace", "platinum", "2026-03-15", ""},
		{"platinum expired", "platinum", "2026-04-14", ""},
		{"bronze expired", "bronze", "2027-03-14", ""},
	}
	c := partner(30, 10)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Report(issue(t, c, tt.level, "2025-03-15"), day(tt.on))
			if err != nil || got.Support != tt.want || (got.Level == "") != (tt.want == "") || (got.Rank == 0) != (tt.want == "") {
				t.Errorf("Report(%s) = %q, level %q of rank %d, %v; want %q", tt.on, got.Support, got.Level, got.Rank, err, tt.want)
			}
		})
	}
}

func TestIssue_Refusals_T11(t *testing.T) {
	c := partner(0, 0)
	tests := []struct {
		name  string
		level string
		done  []string
		on    alianza.Date
		want  []fault
	}{
		{"level that is none", "diamond", allSteps, day("2025-03-15"), []fault{{"level", "diamond", alianza.ErrUnknown}}},
		{"no level", "", allSteps, day("2025-03-15"), []fault{{"level", "", alianza.ErrUnknown}}},
		{"other case", "Gold", allSteps, day("2025-03-15"), []fault{{"level", "Gold", alianza.ErrUnknown}}},
		{"no examination", "gold", []string{"practical", "training"}, day("2025-03-15"), []fault{{"done", "examination", alianza.ErrMissing}}},
		{"nothing done", "gold", nil, day("2025-03-15"), []fault{{"done", "training", alianza.ErrMissing}, {"done", "examination", alianza.ErrMissing}, {"done", "practical", alianza.ErrMissing}}},
		{"step that is none", "gold", append(slices.Clone(allSteps), "interview"), day("2025-03-15"), []fault{{"done", "interview", alianza.ErrUnknown}}},
		{"more steps than there may be", "gold", make([]string, 1001), day("2025-03-15"), []fault{{"done", "1001", alianza.ErrLimit}}},
		{"no day", "gold", allSteps, alianza.Date{}, []fault{{"on", "", alianza.ErrMissing}}},
		{"last day of the calendar", "gold", allSteps, lastDay, []fault{{"on", "9999-12-31", alianza.ErrRange}}},
		{"a month too late for a year", "gold", allSteps, day("9999-01-01"), []fault{{"on", "9999-01-01", alianza.ErrRange}}},
		{"the last day that has a year", "gold", allSteps, day("9998-12-31"), nil},
		{"all at once", "tin", []string{"exam", "training", "Practical"}, alianza.Date{}, []fault{
			{"level", "tin", alianza.ErrUnknown},
			{"done", "examination", alianza.ErrMissing},
			{"done", "practical", alianza.ErrMissing},
			{"done", "exam", alianza.ErrUnknown},
			{"done", "Practical", alianza.ErrUnknown},
			{"on", "", alianza.ErrMissing},
		}},
		{"in any order", "gold", []string{"practical", "examination", "training"}, day("2025-03-15"), nil},
		{"one day before the end of the calendar", "gold", allSteps, lastDay.AddDays(-1), []fault{{"on", "9999-12-30", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Issue(tt.level, tt.done, tt.on)
			wantFaults(t, "Issue", err, tt.want...)
			if err != nil && got != (certification.Certificate{}) {
				t.Errorf("Issue = %+v beside the error; want none", got)
			}
		})
	}
	_, err := c.Issue("tin", allSteps, day("2025-03-15"))
	if want := `certification certification: level "tin": unknown: the certification has no such level`; fmt.Sprint(err) != want {
		t.Errorf("Issue = %v; want %s", err, want)
	}
	free := alianza.Must(certification.New(certification.Definition{Name: "c", Levels: []certification.Level{{Name: "one"}}, Months: 1}))
	if _, err := free.Issue("one", nil, day("2025-03-15")); err != nil {
		t.Errorf("Issue without steps = %v; want no error", err)
	}
}

// TestReport_Refusals_T16 returns the certificate as it was with every error of
// Renew. A level without its certification is refused.
func TestReport_Refusals_T16(t *testing.T) {
	c := partner(30, 10)
	good := issue(t, c, "gold", "2025-03-15")
	with := func(change func(*certification.Certificate)) certification.Certificate {
		cert := good
		change(&cert)
		return cert
	}
	tests := []struct {
		name string
		cert certification.Certificate
		on   string
		want []fault
	}{
		{"on the day of issue", good, "2025-03-15", nil},
		{"no day", good, "", []fault{{"on", "", alianza.ErrMissing}}},
		{"before the issue", good, "2025-03-14", []fault{{"on", "2025-03-14", alianza.ErrRange}}},
		{"level that is none", with(func(c *certification.Certificate) { c.Level = "tin" }), "2025-04-01", []fault{{"level", "tin", alianza.ErrUnknown}}},
		{"level without its certification", with(func(c *certification.Certificate) { c.Certification = "" }), "2025-04-01", []fault{{"certification", "", alianza.ErrMissing}}},
		{"level of another certification", with(func(c *certification.Certificate) { c.Certification = "affiliate" }), "2025-04-01", []fault{{"certification", "affiliate", alianza.ErrConflict}}},
		{"end at the issue", with(func(c *certification.Certificate) { c.Expires = c.Issued }), "2025-04-01", []fault{{"expires", "2025-03-15", alianza.ErrConflict}}},
		{"end before the issue", with(func(c *certification.Certificate) { c.Expires = c.Issued.AddDays(-1) }), "2025-04-01", []fault{{"expires", "2025-03-14", alianza.ErrConflict}}},
		{"all at once", certification.Certificate{Certification: "certification", Level: "tin", Issued: day("2025-03-15"), Expires: day("2025-03-14")}, "2025-03-01", []fault{
			{"level", "tin", alianza.ErrUnknown}, {"expires", "2025-03-14", alianza.ErrConflict}, {"on", "2025-03-01", alianza.ErrRange},
		}},
		{"none", certification.Certificate{}, "2025-04-01", []fault{{"certification", "", alianza.ErrMissing}, {"expires", "none", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, err := c.Report(tt.cert, day(tt.on))
			wantFaults(t, "Report", err, tt.want...)
			if err != nil && report != (certification.Report{}) {
				t.Errorf("Report = %+v beside the error; want none", report)
			}
			renewed, again := c.Renew(tt.cert, day(tt.on))
			if fmt.Sprint(again) != fmt.Sprint(err) {
				t.Errorf("Renew = %v; want %v", again, err)
			}
			if err != nil && renewed != tt.cert {
				t.Errorf("Renew = %+v beside the error; want %+v", renewed, tt.cert)
			}
		})
	}
}

// TestRenew_EndOfCalendar gives nothing that could not be judged.
func TestRenew_EndOfCalendar(t *testing.T) {
	c := partner(0, 0)
	late := issue(t, c, "gold", "9998-06-01") // and ends on 9999-06-01, so that a year more is too long
	for name, on := range map[string]alianza.Date{"before its end": day("9999-01-02"), "at its end": day("9999-06-01"), "on the last day": lastDay} {
		got, err := c.Renew(late, on)
		wantFaults(t, "Renew "+name, err, fault{"on", on.String(), alianza.ErrRange})
		if got != late {
			t.Errorf("Renew %s = %+v; want %+v", name, got, late)
		}
	}
}

// TestZero refuses what New has not checked.
func TestZero(t *testing.T) {
	var c certification.Certification
	cert := issue(t, partner(0, 0), "gold", "2025-03-15")
	unchecked := fault{"certification", "", alianza.ErrUnchecked}
	_, err := c.Issue("one", nil, day("2025-03-15"))
	wantFaults(t, "Issue", err, unchecked)
	if want := "certification: a zero value: use New"; fmt.Sprint(err) != want {
		t.Errorf("Issue = %v; want %s", err, want)
	}
	_, err = c.Renew(cert, day("2025-04-01"))
	wantFaults(t, "Renew", err, unchecked)
	_, err = c.Report(cert, day("2025-04-01"))
	wantFaults(t, "Report", err, unchecked)
	if _, ok := c.RankOf(""); ok || !c.Equal(certification.Certification{}) {
		t.Error("the zero certification has a level")
	}
}

// TestZones takes the days of a zone for those of the certificate, whatever the
// location of the instants is.
func TestZones(t *testing.T) {
	zone := func(name string) *time.Location { return alianza.Must(time.LoadLocation(name)) }
	tests := []struct {
		name           string
		zone           *time.Location
		issued, expiry string
	}{
		{"nil is UTC", nil, "2025-03-14T20:00:00Z", "2026-03-14T00:00:00Z"},
		{"UTC", time.UTC, "2025-03-14T20:00:00Z", "2026-03-14T00:00:00Z"},
		{"tomorrow in Tokyo", zone("Asia/Tokyo"), "2025-03-14T20:00:00Z", "2026-03-14T15:00:00Z"},
		{"the location of the instant does not matter", zone("Asia/Tokyo"), "2025-03-15T05:00:00+09:00", "2026-03-14T15:00:00Z"},
		{"winter in Berlin", zone("Europe/Berlin"), "2025-01-15T12:00:00Z", "2026-01-14T23:00:00Z"},
		{"summer in Berlin", zone("Europe/Berlin"), "2025-07-15T22:30:00Z", "2026-07-15T22:00:00Z"},
		{"day that begins at one", zone("America/Sao_Paulo"), "2017-11-04T12:00:00Z", "2018-11-04T03:00:00Z"},
		{"leap day in Tokyo", zone("Asia/Tokyo"), "2024-02-28T15:00:00Z", "2025-02-27T15:00:00Z"},
		{"leap day in UTC only", zone("Europe/Berlin"), "2024-02-29T23:30:00Z", "2025-02-28T23:00:00Z"},
		{"day that there was not", zone("Pacific/Apia"), "2010-12-30T12:00:00Z", "2011-12-30T10:00:00Z"},
	}
	instant := func(s string) time.Time { return alianza.Must(time.Parse(time.RFC3339, s)) }
	c := partner(0, 2)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cert, err := c.Issue("gold", allSteps, alianza.DateOf(instant(tt.issued), tt.zone))
			end := cert.Expires.In(tt.zone)
			if err != nil || !end.Equal(instant(tt.expiry)) {
				t.Fatalf("Issue(%s) = until %s, %v; want %s", tt.issued, end, err, tt.expiry)
			}
			for _, one := range []struct {
				at   time.Time
				want certification.Status
			}{
				{end.Add(-1), certification.Valid}, {end, certification.InGrace}, {end.Add(23 * time.Hour), certification.InGrace}, {end.Add(49 * time.Hour), certification.Expired},
			} {
				for _, at := range []time.Time{one.at, one.at.UTC(), one.at.In(zone("America/Sao_Paulo"))} {
					if got, err := c.Report(cert, alianza.DateOf(at, tt.zone)); err != nil || got.Status != one.want {
						t.Errorf("Report(%s) = %s, %v; want %s", at, got.Status, err, one.want)
					}
				}
			}
		})
	}
}

func TestReport_String(t *testing.T) {
	tests := []struct {
		name string
		on   string
		want string
	}{
		{"valid", "2025-03-15", "gold, valid: 365 days left, dedicated support"},
		{"expiring", "2026-02-13", "gold, expiring: 30 days left, dedicated support"},
		{"one day left", "2026-03-14", "gold, expiring: 1 day left, dedicated support"},
		{"on the day", "2026-03-15", "gold, expired today, in grace"},
		{"in grace, a day", "2026-03-16", "gold, expired 1 day ago, in grace"},
		{"in grace", "2026-03-24", "gold, expired 9 days ago, in grace"},
		{"expired", "2026-03-25", "gold, expired 10 days ago"},
	}
	c := partner(30, 10)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Report(issue(t, c, "gold", "2025-03-15"), day(tt.on))
			if err != nil || got.String() != tt.want {
				t.Errorf("Report(%s) = %q, %v; want %q", tt.on, got, err, tt.want)
			}
		})
	}
	if got := (certification.Report{}).String(); got != "no certificate" {
		t.Errorf("String() of the zero report = %q; want no certificate", got)
	}
	bare := alianza.Must(certification.New(certification.Definition{Name: "c", Levels: []certification.Level{{Name: "one"}}, Months: 1}))
	cert, err := bare.Issue("one", nil, day("2025-01-31"))
	if err != nil {
		t.Fatal(err)
	}
	report, err := bare.Report(cert, day("2025-02-27"))
	if want := "one, valid: 1 day left"; err != nil || report.String() != want {
		t.Errorf("Report = %q, %v; want %q", report, err, want)
	}
}

func TestStatus(t *testing.T) {
	names := map[certification.Status]string{
		certification.Valid: "valid", certification.Expiring: "expiring", certification.InGrace: "grace", certification.Expired: "expired",
	}
	for status, name := range names {
		text, err := status.MarshalText()
		var read certification.Status
		if again := read.UnmarshalText([]byte(name)); status.String() != name || string(text) != name || err != nil || again != nil || read != status {
			t.Errorf("%q is written %s, %v, and read %v, %v; want %s", status, text, err, read, again, name)
		}
	}
	for _, bad := range []string{"", "none", "Valid", "(5)"} {
		var read certification.Status
		if err := read.UnmarshalText([]byte(bad)); !errors.Is(err, alianza.ErrUnknown) {
			t.Errorf("UnmarshalText(%q) = %v, %v; want ErrUnknown", bad, read, err)
		}
	}
	for status, want := range map[certification.Status]struct {
		name string
		err  error
	}{0: {"none", alianza.ErrMissing}, 5: {"(5)", alianza.ErrUnknown}} {
		if text, err := status.MarshalText(); !errors.Is(err, want.err) || status.String() != want.name {
			t.Errorf("MarshalText() = %s, %v, String() = %q; want %v, %q", text, err, status, want.err, want.name)
		}
	}
}

func TestCertificate_JSON(t *testing.T) {
	c := partner(30, 10)
	cert := issue(t, c, "gold", "2025-03-15")
	const text = `{"certification":"certification","level":"gold","issued":"2025-03-15","expires":"2026-03-15"}`
	comesBack(t, cert, text)
	for _, one := range []struct{ on, want string }{
		{"2026-01-01", `{"certificate":` + text + `,"status":"valid","level":"gold","rank":3,"support":"dedicated","days":73}`},
		{"2026-03-20", `{"certificate":` + text + `,"status":"grace","rank":0,"days":-5}`},
	} {
		report, err := c.Report(cert, day(one.on))
		if err != nil {
			t.Fatal(err)
		}
		comesBack(t, report, one.want)
	}
	if doc, err := (certification.Report{}).MarshalJSON(); err == nil {
		t.Errorf("MarshalJSON() of the zero report = %s; want an error", doc)
	}
	bad := []struct {
		name, doc string
		want      []fault
	}{
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"nothing", `{}`, []fault{{"certification", "", alianza.ErrMissing}, {"level", "", alianza.ErrMissing}, {"issued", "", alianza.ErrMissing}, {"expires", "", alianza.ErrMissing}}},
		{"instants", `{"certification":"c","level":"gold","issued":"2025-03-15T00:00:00Z","expires":"2026-03-15"}`, []fault{{"issued", "2025-03-15T00:00:00Z", alianza.ErrForm}}},
		{"field that is none", `{"certification":"c","level":"gold","issued":"2025-03-15","expires":"2026-03-15","status":"valid"}`, []fault{{"status", "", alianza.ErrField}}},
		{"wrong case", `{"certification":"c","Level":"gold","issued":"2025-03-15","expires":"2026-03-15"}`, []fault{{"Level", "", alianza.ErrField}}},
		{"number", `{"certification":"c","level":"gold","issued":1741996800,"expires":"2026-03-15"}`, []fault{{"issued", "1741996800", alianza.ErrForm}}},
	}
	for _, tt := range bad {
		t.Run(tt.name, func(t *testing.T) {
			got := cert
			wantFaults(t, "UnmarshalJSON("+tt.doc+")", got.UnmarshalJSON([]byte(tt.doc)), tt.want...)
			if got != cert {
				t.Errorf("UnmarshalJSON(%s) changed the certificate to %+v", tt.doc, got)
			}
		})
	}
}

// TestReport_Contradictions reads and writes no report that no certification gives.
func TestReport_Contradictions(t *testing.T) {
	cert := issue(t, partner(30, 10), "gold", "2025-03-15")
	head := `{"certificate":{"certification":"certification","level":"gold","issued":"2025-03-15","expires":"2026-03-15"},`
	tests := []struct {
		name   string
		report certification.Report
		rest   string
		want   []fault
	}{
		{"expired, with all", certification.Report{Status: certification.Expired, Level: "gold", Rank: 3, Support: "dedicated", Days: -5}, `"status":"expired","level":"gold","rank":3,"support":"dedicated","days":-5}`, []fault{
			{"level", "gold", alianza.ErrConflict},
		}},
		{"expired, with rank and support", certification.Report{Status: certification.InGrace, Rank: 3, Support: "dedicated"}, `"status":"grace","rank":3,"support":"dedicated","days":0}`, []fault{
			{"rank", "3", alianza.ErrConflict},
			{"support", "dedicated", alianza.ErrConflict},
		}},
		{"expired, with days left", certification.Report{Status: certification.Expired, Level: "gold", Rank: 3, Days: 5}, `"status":"expired","level":"gold","rank":3,"days":5}`, []fault{{"days", "5", alianza.ErrConflict}}},
		{"valid, without days left", certification.Report{Status: certification.Valid}, `"status":"valid","rank":0,"days":0}`, []fault{{"days", "0", alianza.ErrConflict}}},
		{"expiring, without level", certification.Report{Status: certification.Expiring, Days: 5}, `"status":"expiring","rank":0,"days":5}`, []fault{{"level", "", alianza.ErrConflict}}},
		{"another level", certification.Report{Status: certification.Valid, Level: "silver", Rank: 2, Days: 50}, `"status":"valid","level":"silver","rank":2,"days":50}`, []fault{{"level", "silver", alianza.ErrConflict}}},
		{"no rank", certification.Report{Status: certification.Valid, Level: "gold", Days: 50}, `"status":"valid","level":"gold","rank":0,"days":50}`, []fault{{"rank", "0", alianza.ErrConflict}}},
		{"a rank that is none", certification.Report{Status: certification.Valid, Level: "gold", Rank: -1, Days: 50}, `"status":"valid","level":"gold","rank":-1,"days":50}`, []fault{{"rank", "-1", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		var got certification.Report
		wantFaults(t, "UnmarshalJSON, "+tt.name, got.UnmarshalJSON([]byte(head+tt.rest)), tt.want...)
		tt.report.Certificate = cert
		_, err := tt.report.MarshalJSON()
		wantFaults(t, "MarshalJSON, "+tt.name, err, tt.want...)
	}
}

// TestConcurrent is for the race detector.
func TestConcurrent(t *testing.T) {
	c := partner(30, 10)
	cert := issue(t, c, "gold", "2025-03-15")
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 50 {
				if report, err := c.Report(cert, day("2026-01-01")); err != nil || report.Rank != 3 {
					t.Errorf("Report = %v, %v; want gold", report, err)
				}
			}
		}()
	}
	wg.Wait()
}
