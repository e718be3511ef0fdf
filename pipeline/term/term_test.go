package term_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline/term"
)

func day(s string) alianza.Date {
	if s == "" {
		return alianza.Date{}
	}
	return alianza.Must(alianza.ParseDate(s))
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

func sameFaults(t *testing.T, what string, err error, want ...fault) {
	t.Helper()
	var got []fault
	for _, f := range alianza.Faults(err) {
		got = append(got, fault{f.Path, f.Value, f.Err})
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateErrors(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s = other faults (-want +got):\n%s", what, diff)
	}
}

func TestNew(t *testing.T) {
	tests := []struct {
		name string
		def  term.Definition
		want []fault
	}{
		{"preset", term.Advanced(), nil},
		{"everything", term.Definition{Name: "p", Typical: alianza.AtMost(decimal.NewFromInt(5)), LeadDays: 3650, NoticeDays: 3650, RenewMonths: 1200}, nil},
		{"nothing", term.Definition{}, []fault{{"name", "", alianza.ErrMissing}}},
		{"out of range", term.Definition{Name: "p", LeadDays: -1, NoticeDays: 3651, RenewMonths: 1201}, []fault{
			{"lead_days", "-1", alianza.ErrRange}, {"notice_days", "3651", alianza.ErrRange}, {"renew_months", "1201", alianza.ErrRange},
		}},
		{"typical length that is none", term.Definition{Name: "p", Typical: alianza.Bound{Value: decimal.NewFromInt(1)}}, []fault{{"typical", "", alianza.ErrMissing}}},
		{"hostile", term.Definition{Name: "p", Typical: alianza.AtMost(decimal.New(1, math.MaxInt32))}, []fault{{"typical.at_most", "1e2147483647", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			policy, err := term.New(tt.def)
			sameFaults(t, "New", err, tt.want...)
			if err != nil {
				return
			}
			doc, err := json.Marshal(policy)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[term.Policy](doc); err != nil || !read.Equal(policy) || !cmp.Equal(tt.def, read.Definition()) {
				t.Errorf("Read(%s) = %v; want the policy", doc, err)
			}
		})
	}
	var zero term.Policy
	if _, err := json.Marshal(zero); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Marshal of the zero Policy = %v; want ErrUnchecked", err)
	}
	if _, err := zero.Sign("c", day("2025-03-01"), 12); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Sign of the zero Policy = %v; want ErrUnchecked", err)
	}
}

func policy(lead, notice, renew int) term.Policy {
	d := term.Advanced()
	d.LeadDays, d.NoticeDays, d.RenewMonths = lead, notice, renew
	return alianza.Must(term.New(d))
}

func TestSign(t *testing.T) {
	tests := []struct {
		name, id, starts string
		months           int
		expires          string
		want             []fault
	}{
		{"two years", "c", "2025-03-01", 24, "2027-03-01", nil}, // P20
		{"clamped", "c", "2024-02-29", 12, "2025-02-28", nil},   // X13
		{"no ID", "", "2025-03-01", 24, "", []fault{{"id", "", alianza.ErrMissing}}},
		{"no day", "c", "", 24, "", []fault{{"starts", "", alianza.ErrMissing}}},
		{"no months", "c", "2025-03-01", 0, "", []fault{{"months", "0", alianza.ErrRange}}},
		{"ages", "c", "2025-03-01", 1201, "", []fault{{"months", "1201", alianza.ErrRange}}},
		{"beyond ages", "c", "2025-03-01", math.MaxInt32, "", []fault{{"months", "2147483647", alianza.ErrRange}}},
		{"after the calendar", "c", "9999-03-01", 12, "", []fault{{"months", "12", alianza.ErrRange}}},
		{"at its end", "c", "9999-03-01", 9, "9999-12-01", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := policy(0, 0, 0).Sign(tt.id, day(tt.starts), tt.months)
			sameFaults(t, "Sign", err, tt.want...)
			if got.Expires != day(tt.expires) {
				t.Errorf("Sign = %v; want it until %q", got, tt.expires)
			}
		})
	}
}

func TestReport(t *testing.T) {
	tests := []struct {
		name                string
		lead, notice, renew int
		given               string // day of the notice
		on                  string
		status              term.Status
		days, renewed       int
		from, by, expires   string
	}{
		{"before the start", 60, 30, 0, "", "2025-02-28", term.Pending, 731, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
		{"on the first day", 60, 30, 0, "", "2025-03-01", term.Running, 730, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
		{"P29", 60, 30, 0, "", "2027-02-01", term.RenewalDue, 28, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
		{"before the lead time", 60, 30, 0, "", "2026-12-30", term.Running, 61, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
		{"without a lead time", 0, 0, 0, "", "2027-02-28", term.Running, 1, 0, "2027-03-01", "2027-02-28", "2027-03-01"},
		{"on the day of the expiry", 60, 30, 0, "", "2027-03-01", term.Expired, 0, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
		{"before the notice", 60, 30, 0, "2027-01-15", "2027-01-14", term.RenewalDue, 46, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
		{"in notice", 60, 30, 0, "2027-01-15", "2027-01-15", term.InNotice, 45, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
		{"renewed by itself", 60, 30, 12, "", "2027-03-01", term.Running, 366, 1, "2028-01-01", "2028-01-31", "2028-03-01"},
		{"renewed three times", 60, 30, 12, "", "2029-03-01", term.Running, 365, 3, "2029-12-31", "2030-01-30", "2030-03-01"},
		{"not renewed after a notice", 60, 30, 12, "2027-01-15", "2027-03-01", term.Expired, 0, 0, "2026-12-31", "2027-01-30", "2027-03-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := policy(tt.lead, tt.notice, tt.renew)
			c, err := p.Sign("studio-luz", day("2025-03-01"), 24)
			if err != nil {
				t.Fatal(err)
			}
			if tt.given != "" {
				if c, err = p.GiveNotice(c, day(tt.given)); err != nil {
					t.Fatal(err)
				}
			}
			r, err := p.Report(c, day(tt.on))
			got := []any{r.Status, r.Days, r.Renewed, r.RenewFrom, r.NoticeBy, r.Contract.Expires, r.LastDay}
			want := []any{tt.status, tt.days, tt.renewed, day(tt.from), day(tt.by), day(tt.expires), day(tt.expires).AddDays(-1)}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("Report = %s, %v (-want +got):\n%s", r, err, diff)
			}
			doc, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[term.Report](doc); err != nil || !cmp.Equal(r, read) {
				t.Errorf("Read(%s) = %v, %v; want the report", doc, read, err)
			}
		})
	}
}

// TestTypical_C25 holds which lengths are remarked on: one to three years are usual.
func TestTypical_C25(t *testing.T) {
	for months, atypical := range map[int]bool{6: true, 11: true, 12: false, 24: false, 36: false, 37: true, 48: true} {
		p := policy(0, 0, 0)
		c, err := p.Sign("c", day("2025-03-01"), months)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := p.Report(c, day("2025-03-01")); err != nil || r.Atypical != atypical {
			t.Errorf("%d months: atypical %t, %v; want %t", months, r.Atypical, err, atypical)
		}
	}
	free := alianza.Must(term.New(term.Definition{Name: "any"}))
	c, err := free.Sign("c", day("2025-03-01"), 1200)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := free.Report(c, day("2025-03-01")); err != nil || r.Atypical {
		t.Errorf("without a typical length: atypical %t, %v; want false", r.Atypical, err)
	}
}

func TestRefused(t *testing.T) {
	p := policy(60, 30, 0)
	c, err := p.Sign("c", day("2025-03-01"), 24)
	if err != nil {
		t.Fatal(err)
	}
	noticed, err := p.GiveNotice(c, day("2027-01-30")) // the last day for it
	if err != nil {
		t.Fatal(err)
	}
	broken := c
	broken.Expires = day("2027-03-02")
	late := c
	late.Notice = c.Expires
	renew := func(c term.Contract, months int, on string) func() (term.Contract, error) {
		return func() (term.Contract, error) { return p.Renew(c, months, day(on)) }
	}
	notice := func(c term.Contract, on string) func() (term.Contract, error) {
		return func() (term.Contract, error) { return p.GiveNotice(c, day(on)) }
	}
	report := func(c term.Contract, on string) func() (term.Contract, error) {
		return func() (term.Contract, error) { _, err := p.Report(c, day(on)); return c, err }
	}
	tests := []struct {
		name string
		run  func() (term.Contract, error)
		want fault
	}{
		{"renewed for no months", renew(c, 0, "2027-02-01"), fault{"months", "0", alianza.ErrRange}},
		{"renewed for ages", renew(c, 1201, "2027-02-01"), fault{"months", "1201", alianza.ErrRange}},
		{"renewed for ages at once", func() (term.Contract, error) {
			long, err := p.Renew(c, 1200, day("2027-02-01"))
			if err != nil {
				return c, err
			}
			return p.Renew(long, 1, day("2027-02-01"))
		}, fault{"added", "1201", alianza.ErrRange}},
		{"renewed beyond the calendar", func() (term.Contract, error) {
			far, err := p.Sign("c", day("9998-01-01"), 12)
			if err != nil {
				return c, err
			}
			return p.Renew(far, 24, day("9998-02-01"))
		}, fault{"months", "36", alianza.ErrRange}},
		{"renewed when it is over", renew(c, 12, "2027-03-01"), fault{"on", "2027-03-01", alianza.ErrRange}},
		{"renewed before it starts", renew(c, 12, "2025-02-28"), fault{"on", "2025-02-28", alianza.ErrRange}},
		{"renewed on no day", renew(c, 12, ""), fault{"on", "", alianza.ErrMissing}},
		{"notice twice", notice(noticed, "2027-01-30"), fault{"notice", "2027-01-30", alianza.ErrDuplicate}},
		{"notice too late", notice(c, "2027-01-31"), fault{"on", "2027-01-31", alianza.ErrRange}},
		{"notice when it is over", notice(c, "2027-03-01"), fault{"on", "2027-03-01", alianza.ErrRange}},
		{"report on no day", report(c, ""), fault{"on", "", alianza.ErrMissing}},
		{"report of another expiry", report(broken, "2026-01-01"), fault{"expires", "2027-03-02", alianza.ErrConflict}},
		{"report of a late notice", report(late, "2026-01-01"), fault{"notice", "2027-03-01", alianza.ErrConflict}},
		{"report of nothing", report(term.Contract{ID: "c"}, "2026-01-01"), fault{"months", "0", alianza.ErrRange}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.run()
			if all := alianza.Faults(err); len(all) == 0 || all[0].Path != tt.want.Path || all[0].Value != tt.want.Value || !errors.Is(err, tt.want.Err) {
				t.Errorf("error = %v; want %v", err, tt.want)
			}
		})
	}
	renewed, err := p.Renew(noticed, 12, day("2027-02-01"))
	if err != nil || renewed.Expires != day("2028-03-01") || !renewed.Notice.IsZero() {
		t.Errorf("Renew after a notice = %v, %v; want it until 2028-03-01 without a notice", renewed, err)
	}
}

// TestRenewedByItself gives notice of a contract, and renews it, after the policy
// renewed it.
func TestRenewedByItself(t *testing.T) {
	p := policy(60, 30, 12)
	c, err := p.Sign("c", day("2025-03-01"), 24)
	if err != nil {
		t.Fatal(err)
	}
	noticed, err := p.GiveNotice(c, day("2027-06-01"))
	if err != nil || noticed.Expires != day("2028-03-01") || noticed.Added != 12 || noticed.Months != 24 {
		t.Errorf("GiveNotice after a renewal = %v, %v; want it until 2028-03-01", noticed, err)
	}
	renewed, err := p.Renew(c, 6, day("2028-06-01"))
	if err != nil || renewed.Expires != day("2029-09-01") || renewed.Added != 30 {
		t.Errorf("Renew after two renewals = %v, %v; want it until 2029-09-01", renewed, err)
	}
	if r, err := p.Report(renewed, day("2028-06-01")); err != nil || r.Atypical {
		t.Errorf("Report after renewals = %s, %v; want the length as it was signed, which is typical", r, err)
	}
}

// TestGiveNotice_Late has a notice of 90 days and terms of a month, that expire at the end of
// February, March, April and May. 90 days before these are 2025-11-30, 2025-12-31,
// 2026-01-30 and 2026-03-02.
func TestGiveNotice_Late(t *testing.T) {
	p := policy(45, 90, 1)
	c := alianza.Must(p.Sign("c", day("2026-01-31"), 1))
	r, err := p.Report(c, day("2026-01-31"))
	if err != nil || !r.NoticeBy.IsZero() || r.RenewFrom != day("2026-01-31") || r.Contract.Expires != day("2026-02-28") {
		t.Errorf("Report = %+v, %v; want no day for a notice, and its renewal due from the start on", r, err)
	}
	for on, want := range map[string]string{
		"2026-01-31": "2026-05-31", "2026-02-10": "2026-05-31", "2026-03-02": "2026-05-31", "2026-03-03": "2026-06-30",
	} {
		noticed, err := p.GiveNotice(c, day(on))
		if err != nil || noticed.Expires != day(want) || noticed.Notice != day(on) {
			t.Errorf("GiveNotice on %s = %+v, %v; want it until %s", on, noticed, err, want)
		}
	}
	may, err := p.Report(c, day("2026-05-30"))
	if err != nil || may.NoticeBy != day("2026-03-02") || may.RenewFrom != day("2026-04-16") {
		t.Errorf("Report = %+v, %v; want notice by 2026-03-02, before its last renewal, and 45 days before its expiry", may, err)
	}
	last := policy(0, 90, 600) // two renewals at most
	c = alianza.Must(last.Sign("c", day("2026-01-31"), 1))
	_, err = last.GiveNotice(c, day("2126-01-01"))
	if all := alianza.Faults(err); len(all) != 1 || all[0].Path != "on" || !errors.Is(err, alianza.ErrRange) {
		t.Errorf("GiveNotice within the last 90 days of all renewals = %v; want ErrRange", err)
	}
}

// TestLawNotice looks for the first expiry for which a notice is in time, and holds that the
// contract runs until then and no longer.
func TestLawNotice(t *testing.T) {
	for seed := range seeds.Count(300) {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		months, notice, renew := 1+r.IntN(6), r.IntN(120), 1+r.IntN(4)
		p, start := policy(0, notice, renew), day("2024-01-01").AddDays(r.IntN(800))
		c := alianza.Must(p.Sign("c", start, months))
		on := start.AddDays(r.IntN(500))
		want := start.AddMonths(months)
		for n := months; on.DaysUntil(want) < max(1, notice); want = start.AddMonths(n) {
			n += renew
		}
		got, err := p.GiveNotice(c, on)
		if err != nil || got.Expires != want {
			t.Fatalf("seed %d: %d months from %s, then %d each, %d days' notice on %s: %+v, %v; want it until %s", seed, months, start, renew, notice, on, got, err, want)
		}
		before, err := p.Report(got, want.AddDays(-1))
		if err != nil || before.Status != term.InNotice || before.NoticeBy.Before(on) {
			t.Fatalf("seed %d: the day before = %s, %v; want it in notice", seed, before, err)
		}
		if after, err := p.Report(got, want); err != nil || after.Status != term.Expired || after.Contract.Expires != want {
			t.Fatalf("seed %d: Report = %s, %v; want it expired", seed, after, err)
		}
	}
}

// TestLawRenew holds that a contract renewed month by month expires on the day of
// one that was signed for all of them: no days are lost at the end of a month.
func TestLawRenew(t *testing.T) {
	p := policy(60, 30, 1)
	for seed := range seeds.Count(200) {
		start := day("2024-01-01").AddDays(seed * 11 % 800)
		c, err := p.Sign("c", start, 1)
		if err != nil {
			t.Fatal(err)
		}
		for n := 2; n < 30; n++ {
			byItself, err := p.Report(c, start.AddMonths(n).AddDays(-1))
			if err != nil || byItself.Contract.Expires != start.AddMonths(n) || byItself.Renewed != 1 {
				t.Fatalf("from %s: renewed by itself until %s, %v; want %s", start, byItself.Contract.Expires, err, start.AddMonths(n))
			}
			if c, err = p.Renew(c, 1, c.Expires.AddDays(-1)); err != nil || c.Expires != start.AddMonths(n) {
				t.Fatalf("from %s, after %d months: until %s, %v; want %s", start, n, c.Expires, err, start.AddMonths(n))
			}
		}
	}
}

// TestEqual changes one field at a time.
func TestEqual(t *testing.T) {
	for name, change := range map[string]func(d *term.Definition){
		"name":    func(d *term.Definition) { d.Name = "other" },
		"typical": func(d *term.Definition) { d.Typical = alianza.Bound{} },
		"lead":    func(d *term.Definition) { d.LeadDays = 1 },
		"notice":  func(d *term.Definition) { d.NoticeDays = 1 },
		"renewal": func(d *term.Definition) { d.RenewMonths = 1 },
	} {
		d := term.Advanced()
		if change(&d); d.Equal(term.Advanced()) || term.Advanced().Equal(d) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}
