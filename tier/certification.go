package tier

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A CertificationDefinition says what a certificate of knowledge takes, and how
// long it lasts. [NewCertification] checks it. Its levels are not those of a
// ladder of sales, whatever their names (T16).
type CertificationDefinition struct {
	Name string `json:"name"`
	// Levels stand in order, the lowest first.
	Levels []CertificationLevel `json:"levels"`
	// Steps are the names of what has to be done before a certificate is
	// issued; there may be none.
	Steps []string `json:"steps,omitzero"`
	// Months is how long a certificate lasts, in calendar months, at least 1.
	Months int `json:"months"`
	// WarnDays is how many days before its end a valid certificate is called
	// expiring, and GraceDays how many days after it an expired one is still
	// within grace, where it entitles to nothing but may be renewed.
	WarnDays  int `json:"warn_days,omitzero"`
	GraceDays int `json:"grace_days,omitzero"`
}

// A CertificationLevel is one level of knowledge and the support that comes
// with it.
type CertificationLevel struct {
	Name    string `json:"name"`
	Support string `json:"support,omitzero"`
}

// PartnerCertification returns the certification of the alliance program:
// bronze, silver, gold and platinum (T10), issued after training, examination
// and practical cases and renewed every year (T11), with basic, priority,
// dedicated and VIP support (T12). The program names neither a warning nor a
// grace. For consultants and freelancers it costs nothing (T22).
func PartnerCertification() CertificationDefinition {
	return CertificationDefinition{
		Name:   "certification",
		Levels: []CertificationLevel{{"bronze", "basic"}, {"silver", "priority"}, {"gold", "dedicated"}, {"platinum", "vip"}},
		Steps:  []string{"training", "examination", "practical"},
		Months: 12,
	}
}

// A Certification is a checked definition. The zero Certification has no levels
// and issues nothing. A Certification is immutable and safe for concurrent use.
type Certification struct {
	def  CertificationDefinition
	zone *time.Location // of calendar days; nil is UTC
}

// NewCertification checks a definition. It returns an error with all its
// faults: missing or repeated names, no levels, a number of months or days out
// of bounds.
func NewCertification(d CertificationDefinition) (Certification, error) {
	if err := d.check(); err != nil {
		return Certification{}, err
	}
	return Certification{def: d.clone()}, nil
}

// MustCertification is NewCertification for definitions written in code; it
// panics on a fault.
func MustCertification(d CertificationDefinition) Certification {
	c, err := NewCertification(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return c
}

// In returns the certification with calendar days in the zone given; nil is
// UTC.
func (c Certification) In(zone *time.Location) Certification {
	c.zone = zone
	return c
}

// Definition returns a fresh copy of the definition the certification was made
// from.
func (c Certification) Definition() CertificationDefinition { return c.def.clone() }

func (d CertificationDefinition) clone() CertificationDefinition {
	d.Levels, d.Steps = slices.Clone(d.Levels), slices.Clone(d.Steps)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *CertificationDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Levels) == 0 {
		f.Add("levels", "", alianza.ErrMissing, "a certification has at least one level")
	}
	levels := check.Names{Faults: &f}
	for i, l := range d.Levels {
		levels.Add(fmt.Sprintf("levels[%d].name", i), l.Name)
	}
	steps := check.Names{Faults: &f}
	for i, s := range d.Steps {
		steps.Add(fmt.Sprintf("steps[%d]", i), s)
	}
	if d.Months < 1 || d.Months > maxMonths {
		f.Add("months", fmt.Sprint(d.Months), alianza.ErrRange, fmt.Sprintf("from 1 to %d", maxMonths))
	}
	const most = 3650 // days
	for _, n := range []struct {
		path string
		days int
	}{{"warn_days", d.WarnDays}, {"grace_days", d.GraceDays}} {
		if n.days < 0 || n.days > most {
			f.Add(n.path, fmt.Sprint(n.days), alianza.ErrRange, fmt.Sprintf("from 0 to %d", most))
		}
	}
	return f.Err()
}

// A Certificate is a level of knowledge, from the instant of its issue up to
// and without the one at which it expires. It is plain data to be kept.
type Certificate struct {
	Level   string
	Issued  time.Time
	Expires time.Time // the first instant of a calendar day
}

// Issue returns a certificate of a level. It expires as many calendar months
// after the day of its issue as the definition says, clamped to the end of the
// month: issued on 29 February 2024 for a year, it expires on 28 February 2025.
// It returns an error for an unknown level, for each step that is not done, for
// steps that the definition does not have, and for no instant or one at the end
// of the calendar.
func (c Certification) Issue(level string, done []string, at time.Time) (Certificate, error) {
	var f check.Faults
	if c.rank(level) == 0 {
		f.Add("level", level, alianza.ErrUnknown, "the certification has no such level")
	}
	for _, s := range c.def.Steps {
		if !slices.Contains(done, s) {
			f.Add("done", s, alianza.ErrMissing, "the step is not done")
		}
	}
	for _, s := range done {
		if !slices.Contains(c.def.Steps, s) {
			f.Add("done", s, alianza.ErrUnknown, "the certification has no such step")
		}
	}
	cert := Certificate{Level: level, Issued: at, Expires: c.monthsAfter(at)}
	switch {
	case at.IsZero():
		f.Add("at", "", alianza.ErrMissing, "")
	case !at.Before(cert.Expires):
		f.Add("at", at.Format(time.RFC3339), alianza.ErrRange, "at the end of the calendar")
	}
	if err := f.Err(); err != nil {
		return Certificate{}, fmt.Errorf("tier: certification %s: %w", c.def.Name, err)
	}
	return cert, nil
}

// Renew returns the certificate renewed at an instant: for the months of the
// definition from its old end if it has not expired, so that to renew early
// loses nothing, and from the day of the renewal if it has, also after the
// grace. It returns an error as [Certification.Report] does, and the
// certificate as it was.
func (c Certification) Renew(old Certificate, at time.Time) (Certificate, error) {
	if err := c.refuse(old, at); err != nil {
		return old, err
	}
	renewed := Certificate{Level: old.Level, Issued: at, Expires: c.monthsAfter(at)}
	if c.daysLeft(old, at) > 0 {
		renewed.Issued, renewed.Expires = old.Issued, c.monthsAfter(old.Expires)
	}
	return renewed, nil
}

// monthsAfter returns the first instant of the day that is the definition's
// months after the day of an instant.
func (c Certification) monthsAfter(t time.Time) time.Time {
	return civil.DateOf(t, c.zone).AddMonths(c.def.Months).In(c.zone)
}

// daysLeft returns the number of midnights until a certificate expires.
func (c Certification) daysLeft(cert Certificate, at time.Time) int {
	return civil.DateOf(at, c.zone).DaysUntil(civil.DateOf(cert.Expires, c.zone))
}

func (c Certification) rank(level string) int {
	return slices.IndexFunc(c.def.Levels, func(l CertificationLevel) bool { return l.Name == level }) + 1
}

// refuse returns why a certificate cannot be judged at an instant.
func (c Certification) refuse(cert Certificate, at time.Time) error {
	var f check.Faults
	if c.rank(cert.Level) == 0 {
		f.Add("level", cert.Level, alianza.ErrUnknown, "the certification has no such level")
	}
	if !cert.Issued.Before(cert.Expires) {
		f.Add("expires", cert.Expires.Format(time.RFC3339), alianza.ErrConflict, "not after it was issued")
	}
	if at.Before(cert.Issued) {
		f.Add("at", at.Format(time.RFC3339), alianza.ErrRange, "before the certificate was issued")
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("tier: certification %s: %w", c.def.Name, err)
	}
	return nil
}

// CertificateStatus is how a certificate stands at an instant.
type CertificateStatus uint8

// The statuses of a certificate.
const (
	CertificateValid    CertificateStatus = iota + 1 // written "valid"
	CertificateExpiring                              // valid, and within the days of warning; "expiring"
	CertificateGrace                                 // expired, and within the days of grace; "grace"
	CertificateExpired                               // written "expired"
)

var certificateNames = [...]string{"none", "valid", "expiring", "grace", "expired"}

// String returns the name of the status.
func (s CertificateStatus) String() string { return enum.Name(s, certificateNames[:]) }

// AppendText appends the name of the status to b.
func (s CertificateStatus) AppendText(b []byte) ([]byte, error) { return append(b, s.String()...), nil }

// MarshalText returns the name of the status.
func (s CertificateStatus) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// A CertificateReport is what a certificate is worth at an instant.
type CertificateReport struct {
	Certificate Certificate
	Status      CertificateStatus
	// Level is the effective one: "" once the certificate has expired, also in
	// grace. Rank counts it, the lowest 1, and is 0 without one: a metric for a
	// ladder that asks for a certificate. Support comes with it.
	Level   string
	Rank    int
	Support string
	// Days is the number of calendar days until it expires, negative after it.
	Days int
}

// Report returns how a certificate stands at an instant: valid before the day
// on which it expires, and expiring for the last WarnDays of these; from that
// day on in grace for GraceDays, then expired. It returns an error for an
// unknown level, an instant before the issue, and an end that is not after it.
func (c Certification) Report(cert Certificate, at time.Time) (CertificateReport, error) {
	if err := c.refuse(cert, at); err != nil {
		return CertificateReport{}, err
	}
	r := CertificateReport{Certificate: cert, Days: c.daysLeft(cert, at)}
	switch {
	case r.Days > c.def.WarnDays:
		r.Status = CertificateValid
	case r.Days > 0:
		r.Status = CertificateExpiring
	case -r.Days < c.def.GraceDays:
		r.Status = CertificateGrace
	default:
		r.Status = CertificateExpired
	}
	if r.Days > 0 {
		r.Rank = c.rank(cert.Level)
		r.Level, r.Support = cert.Level, c.def.Levels[r.Rank-1].Support
	}
	return r, nil
}

// String returns the report as a phrase: "gold, valid: 300 days left, dedicated
// support", "gold, expired 3 days ago", "gold, expired today, in grace".
func (r CertificateReport) String() string {
	if r.Status == 0 {
		return "no certificate"
	}
	days := func(n int) string {
		if n == 1 {
			return "1 day"
		}
		return fmt.Sprint(n, " days")
	}
	text := r.Certificate.Level + ", "
	switch {
	case r.Days > 0:
		text += r.Status.String() + ": " + days(r.Days) + " left"
	case r.Days == 0:
		text += "expired today"
	default:
		text += "expired " + days(-r.Days) + " ago"
	}
	if r.Status == CertificateGrace {
		text += ", in grace"
	}
	if r.Support != "" {
		text += ", " + r.Support + " support"
	}
	return text
}

// MarshalJSON returns the report with its fields in lower case.
func (r CertificateReport) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		oldjson.Struct(o, "certificate", &r.Certificate, false, (*Certificate).fields)
		status := r.Status.String()
		o.String("status", &status)
		o.Optional().String("level", &r.Level)
		o.Int("rank", &r.Rank)
		o.Optional().String("support", &r.Support)
		o.Int("days", &r.Days)
	})
}

// MarshalJSON returns the certificate with its fields in lower case.
func (c Certificate) MarshalJSON() ([]byte, error) { return oldjson.Marshal(c.fields) }

// UnmarshalJSON reads a certificate strictly.
func (c *Certificate) UnmarshalJSON(data []byte) error {
	return oldjson.Into(c, data, oldjson.MaxDefinition, (*Certificate).fields, nil)
}

func (c *Certificate) fields(o *oldjson.Object) {
	o.String("level", &c.Level)
	oldjson.Text(o, "issued", &c.Issued)
	oldjson.Text(o, "expires", &c.Expires)
}

// MarshalJSON returns the JSON of the definition.
func (d CertificationDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as
// [NewCertification] does. It returns all faults, of form and of meaning, and
// then leaves d as it was.
func (d *CertificationDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*CertificationDefinition).fields, (*CertificationDefinition).check)
}

func (d *CertificationDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.List(o, "levels", &d.Levels, func(l *CertificationLevel, o *oldjson.Object) {
		o.String("name", &l.Name)
		o.Optional().String("support", &l.Support)
	})
	o.Optional().Strings("steps", &d.Steps)
	o.Int("months", &d.Months)
	o.Optional().Int("warn_days", &d.WarnDays)
	o.Optional().Int("grace_days", &d.GraceDays)
}
