package tier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // zones do not depend on the machine

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// steps of the certification of the alliance program.
var allSteps = []string{"training", "examination", "practical"}

// instant reads an instant, or a day, which is its noon in UTC.
func instant(s string) time.Time {
	if len(s) == len("2026-01-01") {
		s += "T12:00:00Z"
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return at
}

// certification returns that of the alliance program with a warning and grace.
func certification(warn, grace int) tier.Certification {
	d := tier.PartnerCertification()
	d.WarnDays, d.GraceDays = warn, grace
	return tier.MustCertification(d)
}

func issue(t *testing.T, c tier.Certification, level, at string) tier.Certificate {
	t.Helper()
	cert, err := c.Issue(level, allSteps, instant(at))
	if err != nil {
		t.Fatalf("Issue(%s, %s) = %v; want no error", level, at, err)
	}
	return cert
}

func TestCertificationOrder_T10(t *testing.T) {
	want := tier.CertificationDefinition{
		Name:   "certification",
		Levels: []tier.CertificationLevel{{Name: "bronze", Support: "basic"}, {Name: "silver", Support: "priority"}, {Name: "gold", Support: "dedicated"}, {Name: "platinum", Support: "vip"}},
		Steps:  []string{"training", "examination", "practical"}, Months: 12,
	}
	if diff := cmp.Diff(want, tier.PartnerCertification()); diff != "" {
		t.Errorf("PartnerCertification() mismatch (-want +got):\n%s", diff)
	}
	c := certification(0, 0)
	for i, level := range []string{"bronze", "silver", "gold", "platinum"} {
		got, err := c.Report(issue(t, c, level, "2025-03-15"), instant("2025-03-15"))
		if err != nil || got.Rank != i+1 || got.Level != level {
			t.Errorf("Report(%s) = %q of rank %d, %v; want rank %d", level, got.Level, got.Rank, err, i+1)
		}
	}
}

func TestCertification_T11(t *testing.T) {
	tests := []struct {
		name, issued, at string
		warn, grace      int
		days             int
		want             tier.CertificateStatus
	}{
		{"on the day of issue", "2025-03-15", "2025-03-15", 0, 0, 365, tier.CertificateValid},
		{"the day before the anniversary, V-CERT-1", "2025-03-15", "2026-03-14", 0, 0, 1, tier.CertificateValid},
		{"its last second", "2025-03-15", "2026-03-14T23:59:59Z", 0, 0, 1, tier.CertificateValid},
		{"the first instant of the anniversary", "2025-03-15", "2026-03-15T00:00:00Z", 0, 0, 0, tier.CertificateExpired},
		{"the anniversary, V-CERT-2", "2025-03-15", "2026-03-15", 0, 0, 0, tier.CertificateExpired},
		{"the day after", "2025-03-15", "2026-03-16", 0, 0, -1, tier.CertificateExpired},
		{"first day of the warning, V-CERT-3", "2025-03-15", "2026-02-13", 30, 0, 30, tier.CertificateExpiring},
		{"the day before it, V-CERT-4", "2025-03-15", "2026-02-12", 30, 0, 31, tier.CertificateValid},
		{"last day of the warning", "2025-03-15", "2026-03-14", 30, 0, 1, tier.CertificateExpiring},
		{"after the warning", "2025-03-15", "2026-03-15", 30, 0, 0, tier.CertificateExpired},
		{"warning of one day", "2025-03-15", "2026-03-14", 1, 0, 1, tier.CertificateExpiring},
		{"and the day before", "2025-03-15", "2026-03-13", 1, 0, 2, tier.CertificateValid},
		{"warning longer than it lasts", "2025-03-15", "2025-03-15", 400, 0, 365, tier.CertificateExpiring},
		{"from a leap day, the last day", "2024-02-29", "2025-02-27", 0, 10, 1, tier.CertificateValid},
		{"from a leap day, first day of grace, V-CERT-5", "2024-02-29", "2025-02-28", 0, 10, 0, tier.CertificateGrace},
		{"from a leap day, last day of grace", "2024-02-29", "2025-03-09", 0, 10, -9, tier.CertificateGrace},
		{"from a leap day, after grace, V-CERT-6", "2024-02-29", "2025-03-10", 0, 10, -10, tier.CertificateExpired},
		{"to a leap year", "2023-02-28", "2024-02-27", 0, 0, 1, tier.CertificateValid},
		{"to a leap year, at its end", "2023-02-28", "2024-02-28", 0, 0, 0, tier.CertificateExpired},
		{"grace of one day", "2025-03-15", "2026-03-15", 0, 1, 0, tier.CertificateGrace},
		{"and the day after", "2025-03-15", "2026-03-16", 0, 1, -1, tier.CertificateExpired},
		{"years later", "2025-03-15", "2035-03-15", 30, 10, -3287, tier.CertificateExpired},
		{"issued late on a day", "2025-03-15T23:59:59Z", "2026-03-15T00:00:00Z", 0, 0, 0, tier.CertificateExpired},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := certification(tt.warn, tt.grace)
			cert := issue(t, c, "gold", tt.issued)
			got, err := c.Report(cert, instant(tt.at))
			if err != nil || got.Status != tt.want || got.Days != tt.days {
				t.Fatalf("Report(%s) = %s, %d days, %v; want %s, %d days", tt.at, got.Status, got.Days, err, tt.want, tt.days)
			}
			want := tier.CertificateReport{Certificate: cert, Status: tt.want, Days: tt.days}
			if tt.days > 0 {
				want.Level, want.Rank, want.Support = "gold", 3, "dedicated"
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Report(%s) mismatch (-want +got):\n%s", tt.at, diff)
			}
		})
	}
}

func TestRenew_T11(t *testing.T) {
	tests := []struct {
		name, issued, at string
		from, want       string // the day of issue, the day of the end
	}{
		{"before the end, V-CERT-7", "2025-03-15", "2026-03-01", "2025-03-15", "2027-03-15"},
		{"after the end, V-CERT-8", "2025-03-15", "2026-03-20", "2026-03-20", "2027-03-20"},
		{"on the day of issue", "2025-03-15", "2025-03-15", "2025-03-15", "2027-03-15"},
		{"the last day", "2025-03-15", "2026-03-14", "2025-03-15", "2027-03-15"},
		{"the last second", "2025-03-15", "2026-03-14T23:59:59Z", "2025-03-15", "2027-03-15"},
		{"at the end", "2025-03-15", "2026-03-15T00:00:00Z", "2026-03-15T00:00:00Z", "2027-03-15"},
		{"long after grace", "2025-03-15", "2029-01-31", "2029-01-31", "2030-01-31"},
		{"from a leap day, before the end", "2024-02-29", "2025-02-27", "2024-02-29", "2026-02-28"},
		{"from a leap day, at its end", "2024-02-29", "2025-02-28", "2025-02-28", "2026-02-28"},
		{"after the end, on a leap day", "2023-01-15", "2024-02-29", "2024-02-29", "2025-02-28"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := certification(0, 10)
			old := issue(t, c, "silver", tt.issued)
			got, err := c.Renew(old, instant(tt.at))
			want := tier.Certificate{Level: "silver", Issued: instant(tt.from), Expires: instant(tt.want + "T00:00:00Z")}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("Renew(%s) mismatch, %v (-want +got):\n%s", tt.at, err, diff)
			}
		})
	}
	// Year after year, each time early: nothing is lost and nothing won.
	c := certification(0, 0)
	cert := issue(t, c, "gold", "2025-03-15")
	for year := 2026; year < 2030; year++ {
		var err error
		if cert, err = c.Renew(cert, time.Date(year, time.January, 2, 3, 4, 5, 6, time.UTC)); err != nil {
			t.Fatal(err)
		}
		if want := time.Date(year+1, time.March, 15, 0, 0, 0, 0, time.UTC); !cert.Expires.Equal(want) {
			t.Errorf("Renew in %d = until %s; want %s", year, cert.Expires, want)
		}
	}
}

func TestSupportClass_T12(t *testing.T) {
	tests := []struct {
		name, level, at, want string
	}{
		{"bronze", "bronze", "2026-03-14", "basic"},
		{"silver", "silver", "2026-03-14", "priority"},
		{"gold", "gold", "2026-03-14", "dedicated"},
		{"platinum", "platinum", "2026-03-14", "vip"},
		{"platinum in grace", "platinum", "2026-03-15", ""},
		{"platinum expired", "platinum", "2026-04-14", ""},
		{"bronze expired", "bronze", "2027-03-14", ""},
	}
	c := certification(30, 10)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Report(issue(t, c, tt.level, "2025-03-15"), instant(tt.at))
			if err != nil || got.Support != tt.want || (got.Level == "") != (tt.want == "") || (got.Rank == 0) != (tt.want == "") {
				t.Errorf("Report(%s) = %q, level %q of rank %d, %v; want %q", tt.at, got.Support, got.Level, got.Rank, err, tt.want)
			}
		})
	}
}

func TestIssueRefusals_T11(t *testing.T) {
	c := certification(0, 0)
	tests := []struct {
		name  string
		level string
		done  []string
		at    time.Time
		want  []fault
	}{
		{"level that is none", "diamond", allSteps, instant("2025-03-15"), []fault{{"level", "diamond", alianza.ErrUnknown}}},
		{"no level", "", allSteps, instant("2025-03-15"), []fault{{"level", "", alianza.ErrUnknown}}},
		{"other case", "Gold", allSteps, instant("2025-03-15"), []fault{{"level", "Gold", alianza.ErrUnknown}}},
		{"no examination", "gold", []string{"practical", "training"}, instant("2025-03-15"), []fault{{"done", "examination", alianza.ErrMissing}}},
		{"nothing done", "gold", nil, instant("2025-03-15"), []fault{{"done", "training", alianza.ErrMissing}, {"done", "examination", alianza.ErrMissing}, {"done", "practical", alianza.ErrMissing}}},
		{"step that is none", "gold", append(slices.Clone(allSteps), "interview"), instant("2025-03-15"), []fault{{"done", "interview", alianza.ErrUnknown}}},
		{"no instant", "gold", allSteps, time.Time{}, []fault{{"at", "", alianza.ErrMissing}}},
		{"last day of the calendar", "gold", allSteps, time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC), []fault{{"at", "9999-12-31T00:00:00Z", alianza.ErrRange}}},
		{"behind the calendar", "gold", allSteps, time.Date(12000, time.March, 15, 0, 0, 0, 0, time.UTC), []fault{{"at", "12000-03-15T00:00:00Z", alianza.ErrRange}}},
		{"all at once", "tin", []string{"exam", "training", "Practical"}, time.Time{}, []fault{
			{"level", "tin", alianza.ErrUnknown},
			{"done", "examination", alianza.ErrMissing},
			{"done", "practical", alianza.ErrMissing},
			{"done", "exam", alianza.ErrUnknown},
			{"done", "Practical", alianza.ErrUnknown},
			{"at", "", alianza.ErrMissing},
		}},
		{"in any order", "gold", []string{"practical", "examination", "training"}, instant("2025-03-15"), nil},
		{"one day before the end of the calendar", "gold", allSteps, time.Date(9999, time.December, 30, 0, 0, 0, 0, time.UTC), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Issue(tt.level, tt.done, tt.at)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Issue = other faults (-want +got):\n%s", diff)
			}
			if err != nil && got != (tier.Certificate{}) {
				t.Errorf("Issue = %+v beside the error; want none", got)
			}
		})
	}
	_, err := c.Issue("tin", allSteps, instant("2025-03-15"))
	if want := `tier: certification certification: level "tin": unknown: the certification has no such level`; fmt.Sprint(err) != want {
		t.Errorf("Issue = %v; want %s", err, want)
	}
	free := tier.MustCertification(tier.CertificationDefinition{Name: "c", Levels: []tier.CertificationLevel{{Name: "one"}}, Months: 1})
	if _, err := free.Issue("one", nil, instant("2025-03-15")); err != nil {
		t.Errorf("Issue without steps = %v; want no error", err)
	}
	if _, err := (tier.Certification{}).Issue("one", nil, instant("2025-03-15")); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Issue of the zero certification = %v; want ErrUnknown", err)
	}
}

// TestReportRefusals returns the certificate as it was with every error of
// Renew.
func TestReportRefusals(t *testing.T) {
	c := certification(30, 10)
	good := issue(t, c, "gold", "2025-03-15")
	with := func(change func(*tier.Certificate)) tier.Certificate {
		cert := good
		change(&cert)
		return cert
	}
	tests := []struct {
		name string
		cert tier.Certificate
		at   string
		want []fault
	}{
		{"at the issue", good, "2025-03-15", nil},
		{"before the issue", good, "2025-03-15T11:59:59Z", []fault{{"at", "2025-03-15T11:59:59Z", alianza.ErrRange}}},
		{"level that is none", with(func(c *tier.Certificate) { c.Level = "tin" }), "2025-04-01", []fault{{"level", "tin", alianza.ErrUnknown}}},
		{"end at the issue", with(func(c *tier.Certificate) { c.Expires = c.Issued }), "2025-04-01", []fault{{"expires", "2025-03-15T12:00:00Z", alianza.ErrConflict}}},
		{"end before the issue", with(func(c *tier.Certificate) { c.Expires = c.Issued.Add(-1) }), "2025-04-01", []fault{{"expires", "2025-03-15T11:59:59Z", alianza.ErrConflict}}},
		{"all at once", tier.Certificate{Level: "tin", Issued: instant("2025-03-15"), Expires: instant("2025-03-14")}, "2025-03-01", []fault{
			{"level", "tin", alianza.ErrUnknown}, {"expires", "2025-03-14T12:00:00Z", alianza.ErrConflict}, {"at", "2025-03-01T12:00:00Z", alianza.ErrRange},
		}},
		{"none", tier.Certificate{}, "2025-04-01", []fault{{"level", "", alianza.ErrUnknown}, {"expires", "0001-01-01T00:00:00Z", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, err := c.Report(tt.cert, instant(tt.at))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Report = other faults (-want +got):\n%s", diff)
			}
			if err != nil && report != (tier.CertificateReport{}) {
				t.Errorf("Report = %+v beside the error; want none", report)
			}
			renewed, again := c.Renew(tt.cert, instant(tt.at))
			if fmt.Sprint(again) != fmt.Sprint(err) {
				t.Errorf("Renew = %v; want %v", again, err)
			}
			if err != nil && renewed != tt.cert {
				t.Errorf("Renew = %+v beside the error; want %+v", renewed, tt.cert)
			}
		})
	}
	if _, err := (tier.Certification{}).Report(good, instant("2025-04-01")); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Report of the zero certification = %v; want ErrUnknown", err)
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// TestCertificationZones has calendar days in the zone given, whatever the
// location of the instants and of the process is.
func TestCertificationZones(t *testing.T) {
	tokyo, berlin, saoPaulo, apia := zone(t, "Asia/Tokyo"), zone(t, "Europe/Berlin"), zone(t, "America/Sao_Paulo"), zone(t, "Pacific/Apia")
	tests := []struct {
		name           string
		zone           *time.Location
		issued, expiry string
	}{
		{"nil is UTC", nil, "2025-03-14T20:00:00Z", "2026-03-14T00:00:00Z"},
		{"UTC", time.UTC, "2025-03-14T20:00:00Z", "2026-03-14T00:00:00Z"},
		{"tomorrow in Tokyo", tokyo, "2025-03-14T20:00:00Z", "2026-03-14T15:00:00Z"},
		{"the location of the instant does not matter", tokyo, "2025-03-15T05:00:00+09:00", "2026-03-14T15:00:00Z"},
		{"winter in Berlin", berlin, "2025-01-15T12:00:00Z", "2026-01-14T23:00:00Z"},
		{"summer in Berlin", berlin, "2025-07-15T22:30:00Z", "2026-07-15T22:00:00Z"},
		{"day that begins at one", saoPaulo, "2017-11-04T12:00:00Z", "2018-11-04T03:00:00Z"},
		{"leap day in Tokyo", tokyo, "2024-02-28T15:00:00Z", "2025-02-27T15:00:00Z"},
		{"leap day in UTC only", berlin, "2024-02-29T23:30:00Z", "2025-02-28T23:00:00Z"},
		{"day that there was not", apia, "2010-12-30T12:00:00Z", "2011-12-30T10:00:00Z"},
	}
	local := time.Local
	defer func() { time.Local = local }()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, time.Local = range []*time.Location{time.UTC, tokyo, saoPaulo} {
				c := certification(0, 2).In(tt.zone)
				cert := issue(t, c, "gold", tt.issued)
				if !cert.Expires.Equal(instant(tt.expiry)) {
					t.Fatalf("Issue(%s) = until %s; want %s", tt.issued, cert.Expires, tt.expiry)
				}
				for _, one := range []struct {
					at   time.Time
					want tier.CertificateStatus
				}{
					{cert.Expires.Add(-1), tier.CertificateValid}, {cert.Expires, tier.CertificateGrace}, {cert.Expires.UTC().Add(23 * time.Hour), tier.CertificateGrace}, {cert.Expires.Add(49 * time.Hour), tier.CertificateExpired},
				} {
					for _, at := range []time.Time{one.at, one.at.UTC(), one.at.Local()} {
						got, err := c.Report(cert, at)
						if err != nil || got.Status != one.want {
							t.Errorf("Report(%s) = %s, %v; want %s", at, got.Status, err, one.want)
						}
					}
				}
			}
		})
	}
	plain := certification(0, 0)
	moved := plain.In(tokyo).In(nil)
	if a, b := issue(t, plain, "gold", tests[2].issued), issue(t, moved, "gold", tests[2].issued); !a.Expires.Equal(b.Expires) {
		t.Errorf("In(nil) = until %s; want %s", b.Expires, a.Expires)
	}
}

// TestCertificateFromElsewhere has an end that is not the beginning of a day:
// Report and Renew agree that the certificate has expired on that day.
func TestCertificateFromElsewhere(t *testing.T) {
	c := certification(0, 0)
	cert := tier.Certificate{Level: "gold", Issued: instant("2025-01-01"), Expires: instant("2026-01-01T15:00:00Z")}
	tests := []struct {
		name, at, until string
		want            tier.CertificateStatus
	}{
		{"the day before", "2025-12-31T23:59:59Z", "2027-01-01T00:00:00Z", tier.CertificateValid},
		{"that day, earlier", "2026-01-01T09:00:00Z", "2027-01-01T00:00:00Z", tier.CertificateExpired},
		{"that day, later", "2026-01-01T16:00:00Z", "2027-01-01T00:00:00Z", tier.CertificateExpired},
		{"the day after", "2026-01-02T09:00:00Z", "2027-01-02T00:00:00Z", tier.CertificateExpired},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := instant(tt.at)
			report, err := c.Report(cert, at)
			if err != nil || report.Status != tt.want {
				t.Errorf("Report(%s) = %s, %v; want %s", tt.at, report.Status, err, tt.want)
			}
			renewed, err := c.Renew(cert, at)
			if err != nil || !renewed.Expires.Equal(instant(tt.until)) || renewed.Issued.Equal(at) != (tt.want == tier.CertificateExpired) {
				t.Errorf("Renew(%s) = from %s until %s, %v; want until %s", tt.at, renewed.Issued, renewed.Expires, err, tt.until)
			}
		})
	}
}

func TestCertificateReportString(t *testing.T) {
	tests := []struct {
		name string
		at   string
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
	c := certification(30, 10)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Report(issue(t, c, "gold", "2025-03-15"), instant(tt.at))
			if err != nil || got.String() != tt.want {
				t.Errorf("Report(%s) = %q, %v; want %q", tt.at, got, err, tt.want)
			}
		})
	}
	if got := (tier.CertificateReport{}).String(); got != "no certificate" {
		t.Errorf("String() of the zero report = %q; want no certificate", got)
	}
	bare := tier.MustCertification(tier.CertificationDefinition{Name: "c", Levels: []tier.CertificationLevel{{Name: "one"}}, Months: 1})
	cert, err := bare.Issue("one", nil, instant("2025-01-31"))
	if err != nil {
		t.Fatal(err)
	}
	report, err := bare.Report(cert, instant("2025-02-27"))
	if want := "one, valid: 1 day left"; err != nil || report.String() != want {
		t.Errorf("Report = %q, %v; want %q", report, err, want)
	}
}

func TestCertificateJSON(t *testing.T) {
	c := certification(30, 10).In(zone(t, "Asia/Tokyo"))
	cert := issue(t, c, "gold", "2025-03-14T20:00:00.5Z")
	const text = `{"level":"gold","issued":"2025-03-14T20:00:00.5Z","expires":"2026-03-15T00:00:00+09:00"}`
	doc, err := json.Marshal(cert)
	if err != nil || string(doc) != text {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, text)
	}
	var read tier.Certificate
	if err := json.Unmarshal(doc, &read); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(cert, read); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
	for _, one := range []struct{ at, want string }{
		{"2026-01-01", `{"certificate":` + text + `,"status":"valid","level":"gold","rank":3,"support":"dedicated","days":73}`},
		{"2026-03-20", `{"certificate":` + text + `,"status":"grace","rank":0,"days":-5}`},
	} {
		report, err := c.Report(read, instant(one.at))
		if err != nil {
			t.Fatal(err)
		}
		if doc, err := json.Marshal(report); err != nil || string(doc) != one.want {
			t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, one.want)
		}
	}
	if doc, err := json.Marshal(tier.CertificateReport{}); err != nil || string(doc) != `{"certificate":{"level":"","issued":"0001-01-01T00:00:00Z","expires":"0001-01-01T00:00:00Z"},"status":"none","rank":0,"days":0}` {
		t.Errorf("MarshalJSON() of the zero report = %s, %v", doc, err)
	}
	bad := []struct {
		name, doc string
		want      []fault
	}{
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"nothing", `{}`, []fault{{"level", "", alianza.ErrMissing}, {"issued", "", alianza.ErrMissing}, {"expires", "", alianza.ErrMissing}}},
		{"days", `{"level":"gold","issued":"2025-03-15","expires":"2026-03-15"}`, []fault{{"issued", "2025-03-15", alianza.ErrForm}, {"expires", "2026-03-15", alianza.ErrForm}}},
		{"field that is none", `{"level":"gold","issued":"2025-03-15T00:00:00Z","expires":"2026-03-15T00:00:00Z","status":"valid"}`, []fault{{"status", "", alianza.ErrUnknown}}},
		{"wrong case", `{"Level":"gold","issued":"2025-03-15T00:00:00Z","expires":"2026-03-15T00:00:00Z"}`, []fault{{"level", "", alianza.ErrMissing}, {"Level", "", alianza.ErrUnknown}}},
		{"number", `{"level":"gold","issued":1741996800,"expires":"2026-03-15T00:00:00Z"}`, []fault{{"issued", "1741996800", alianza.ErrForm}}},
	}
	for _, tt := range bad {
		t.Run(tt.name, func(t *testing.T) {
			got := cert
			err := got.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if got != cert {
				t.Errorf("UnmarshalJSON(%s) changed the certificate to %+v", tt.doc, got)
			}
		})
	}
}

// TestLawReport goes through time: a certificate never gets better again.
func TestLawReport(t *testing.T) {
	r := rand.New(rand.NewPCG(70, 1))
	zones := []*time.Location{nil, zone(t, "Asia/Tokyo"), zone(t, "America/Sao_Paulo"), zone(t, "Europe/Berlin"), zone(t, "Pacific/Apia")}
	for range rounds {
		d := tier.PartnerCertification()
		d.Months, d.WarnDays, d.GraceDays = 1+r.IntN(30), r.IntN(90), r.IntN(90)
		c := tier.MustCertification(d).In(zones[r.IntN(len(zones))])
		at := time.Unix(r.Int64N(4e9), r.Int64N(1e9))
		cert, err := c.Issue("gold", allSteps, at)
		if err != nil {
			t.Fatal(err)
		}
		last, err := c.Report(cert, at)
		if err != nil || last.Rank != 3 {
			t.Fatalf("Report(%s) = %v, %v; want gold at its issue", at, last, err)
		}
		seen := map[tier.CertificateStatus]bool{last.Status: true}
		for at.Before(cert.Expires.AddDate(0, 0, d.GraceDays+2)) {
			at = at.Add(time.Duration(r.Int64N(int64(60 * time.Hour))))
			got, err := c.Report(cert, at)
			if err != nil || got.Status < last.Status || got.Days > last.Days || got.Rank > last.Rank {
				t.Fatalf("Report(%s) = %s, %d days, rank %d, %v; want none better than %s, %d days, rank %d", at, got.Status, got.Days, got.Rank, err, last.Status, last.Days, last.Rank)
			}
			if valid := at.Before(cert.Expires); (got.Rank == 3) != valid || (got.Level == "gold") != valid || (got.Support == "dedicated") != valid || (got.Days > 0) != valid {
				t.Fatalf("Report(%s) of %s = %+v; want valid %t", at, cert.Expires, got, valid)
			}
			last, seen[got.Status] = got, true
			renewed, err := c.Renew(cert, at)
			if err != nil || renewed.Expires.Before(cert.Expires.AddDate(0, d.Months, -3)) || !renewed.Expires.After(at) {
				t.Fatalf("Renew(%s) of %s = until %s, %v; want %d months more at least", at, cert.Expires, renewed.Expires, err, d.Months)
			}
		}
		if !seen[tier.CertificateExpired] {
			t.Errorf("Report never calls %v expired", cert)
		}
	}
}

// TestLawRenewEarly renews before the end: whenever that is, the end is the
// same, and so many months after the old one.
func TestLawRenewEarly(t *testing.T) {
	r := rand.New(rand.NewPCG(71, 1))
	c := certification(0, 0)
	for range rounds {
		at := time.Unix(r.Int64N(4e9), 0).UTC()
		cert, err := c.Issue("gold", allSteps, at)
		if err != nil {
			t.Fatal(err)
		}
		want, err := c.Issue("gold", allSteps, cert.Expires)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			when := at.Add(time.Duration(r.Int64N(int64(cert.Expires.Sub(at)))))
			got, err := c.Renew(cert, when)
			if err != nil || !got.Expires.Equal(want.Expires) || !got.Issued.Equal(at) {
				t.Errorf("Renew(%s) of %s = until %s, %v; want %s", when, cert.Expires, got.Expires, err, want.Expires)
			}
		}
	}
}
