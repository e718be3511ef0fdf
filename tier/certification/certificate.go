package certification

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Certificate is a level of knowledge, from the day of its issue until the day
// on which it expires, exclusive. It is plain data to be kept.
type Certificate struct {
	// Certification is the name of the certification that Level is one of. A level
	// without it is refused.
	//
	// Rules: T16.
	Certification string       `json:"certification"`
	Level         string       `json:"level"`
	Issued        alianza.Date `json:"issued"`
	Expires       alianza.Date `json:"expires"`
}

// Issue returns a certificate of a level, which lasts the calendar months of the
// definition. If the month of its end is too short, it ends on the last day:
// issued on 29 February 2024 for a year, it expires on 28 February 2025. Issue
// returns an error if:
//   - the certification does not have the level;
//   - a step is not done, or is none of the certification;
//   - there is no day, or the certificate would end after the calendar.
//
// Rules: T11.
func (c Certification) Issue(level string, done []string, on alianza.Date) (Certificate, error) {
	if err := c.unchecked(); err != nil {
		return Certificate{}, err
	}
	var f check.Faults
	c.checkLevel(&f, level)
	c.checkSteps(&f, done)
	cert := Certificate{Certification: c.def.Name, Level: level, Issued: on, Expires: on.AddMonths(c.def.Months)}
	switch {
	case on.IsZero():
		f.Add("on", "", alianza.ErrMissing, "")
	case !c.ends(on):
		f.Add("on", on.String(), alianza.ErrRange, "the certificate would end after the calendar")
	}
	if err := f.Err(); err != nil {
		return Certificate{}, c.fault(err)
	}
	return cert, nil
}

// ends reports whether the calendar has the day on which a certificate from a day on
// expires.
func (c Certification) ends(from alianza.Date) bool {
	return from.Year()*12+int(from.Month())-1+c.def.Months <= 9999*12+11
}

// checkSteps adds the faults of the steps that are said to be done.
func (c Certification) checkSteps(f *check.Faults, done []string) {
	if !f.Count("done", len(done), check.MaxValues, "steps") {
		return
	}
	open := map[string]bool{}
	for _, s := range c.def.Steps {
		open[s] = true
	}
	for _, s := range done {
		open[s] = false
	}
	for _, s := range c.def.Steps {
		if open[s] {
			f.Add("done", s, alianza.ErrMissing, "the step is not done")
		}
	}
	for _, s := range done {
		if !slices.Contains(c.def.Steps, s) {
			f.Add("done", s, alianza.ErrUnknown, "the certification has no such step")
		}
	}
}

// Renew returns the certificate renewed on a day for the months of the definition.
// They begin at its old end, so that renewing early loses nothing. If it has
// expired, they begin on the day of the renewal, however long ago that was. Whether
// steps have to be done again is for the caller to say, by [Certification.Issue].
//
// Renew returns an error, and the certificate as it was, if:
//   - [Certification.Report] returns one;
//   - the renewed certificate would end after the calendar.
func (c Certification) Renew(old Certificate, on alianza.Date) (Certificate, error) {
	if err := c.refuse(old, on); err != nil {
		return old, err
	}
	renewed, from := old, old.Expires
	if !on.Before(old.Expires) {
		renewed.Issued, from = on, on
	}
	if renewed.Expires = from.AddMonths(c.def.Months); !c.ends(from) {
		return old, c.fault(check.Fault("on", on.String(), alianza.ErrRange, "the certificate would end after the calendar"))
	}
	return renewed, nil
}

// refuse returns why a certificate cannot be judged on a day.
func (c Certification) refuse(cert Certificate, on alianza.Date) error {
	if err := c.unchecked(); err != nil {
		return err
	}
	var f check.Faults
	switch {
	case cert.Certification == "":
		f.Add("certification", "", alianza.ErrMissing, "the name of a level means something only with it")
	case cert.Certification != c.def.Name:
		f.Add("certification", cert.Certification, alianza.ErrConflict, "this is the certification "+c.def.Name)
	default:
		c.checkLevel(&f, cert.Level)
	}
	if !cert.Issued.Before(cert.Expires) {
		f.Add("expires", cert.Expires.String(), alianza.ErrConflict, "not after it was issued")
	}
	switch {
	case on.IsZero():
		f.Add("on", "", alianza.ErrMissing, "")
	case on.Before(cert.Issued):
		f.Add("on", on.String(), alianza.ErrRange, "before the certificate was issued")
	}
	if err := f.Err(); err != nil {
		return c.fault(err)
	}
	return nil
}

func (c Certification) checkLevel(f *check.Faults, level string) {
	if _, ok := c.RankOf(level); !ok {
		f.Add("level", level, alianza.ErrUnknown, "the certification has no such level")
	}
}

// fault returns err with the name of the certification before it.
func (c Certification) fault(err error) error {
	return fmt.Errorf("certification %s: %w", c.def.Name, err)
}

// unchecked returns the error of a certification that [New] did not make.
func (c Certification) unchecked() error {
	if len(c.def.Levels) > 0 {
		return nil
	}
	return check.Fault("certification", "", alianza.ErrUnchecked, "")
}

// A Status is how a certificate stands on a day.
type Status uint8

// How a certificate stands.
const (
	Valid    Status = iota + 1 // "valid"
	Expiring                   // "expiring": valid, and within the days of warning
	InGrace                    // "grace": expired, and within the days of grace
	Expired                    // "expired"
)

var statusNames = []string{"none", "valid", "expiring", "grace", "expired"}

// String returns the name of the status, such as "grace".
func (s Status) String() string { return enum.Name(s, statusNames) }

// MarshalText returns the name of the status.
func (s Status) MarshalText() ([]byte, error) { return enum.Text(s, statusNames, 1) }

// UnmarshalText reads the name of a status.
func (s *Status) UnmarshalText(text []byte) error { return enum.Parse(s, text, statusNames, 1) }

// A Report is what a certificate is worth on a day.
type Report struct {
	Certificate Certificate `json:"certificate"`
	Status      Status      `json:"status"`
	// Level is the one that counts. It is "" once the certificate has expired,
	// also in grace.
	Level string `json:"level,omitzero"`
	// Rank is that of Level, 1 for the lowest and 0 for none. It can be a metric
	// of a ladder that asks for a certificate.
	Rank int `json:"rank"`
	// Support is the class of support that comes with Level.
	//
	// Rules: T12.
	Support string `json:"support,omitzero"`
	// Days is the number of calendar days until it expires, negative after it.
	Days int `json:"days"`
}

// Report returns how a certificate stands on a day. It is valid before the day on
// which it expires, and expiring for the last WarnDays of these. From that day on
// it is in grace for GraceDays, then expired. Report returns an error if:
//   - the certificate is one of another certification, or names none;
//   - the certification does not have the level;
//   - the certificate does not expire after its issue;
//   - there is no day, or it is before the issue.
//
// Rules: T11.
func (c Certification) Report(cert Certificate, on alianza.Date) (Report, error) {
	if err := c.refuse(cert, on); err != nil {
		return Report{}, err
	}
	r := Report{Certificate: cert, Days: on.DaysUntil(cert.Expires)}
	switch {
	case r.Days > c.def.WarnDays:
		r.Status = Valid
	case r.Days > 0:
		r.Status = Expiring
	case -r.Days < c.def.GraceDays:
		r.Status = InGrace
	default:
		r.Status = Expired
	}
	if r.Days > 0 {
		r.Rank, _ = c.RankOf(cert.Level)
		r.Level, r.Support = cert.Level, c.def.Levels[r.Rank-1].Support
	}
	return r, nil
}

// String returns the report as a phrase: "gold, valid: 300 days left, dedicated
// support", "gold, expired 3 days ago", "gold, expired today, in grace".
func (r Report) String() string {
	if r.Status == 0 {
		return "no certificate"
	}
	days := func(n int) string {
		if n == 1 {
			return "1 day"
		}
		return strconv.Itoa(n) + " days"
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
	if r.Status == InGrace {
		text += ", in grace"
	}
	if r.Support != "" {
		text += ", " + r.Support + " support"
	}
	return text
}

// MarshalJSON returns the JSON of the certificate.
func (c Certificate) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a certificate. Whether it is one of a certification is for
// [Certification.Report] to say.
func (c *Certificate) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// check returns the faults of a report that no certification gives.
func (r *Report) check() error {
	var f check.Faults
	if lasts := r.Status == Valid || r.Status == Expiring; lasts != (r.Days > 0) {
		f.Add("days", strconv.Itoa(r.Days), alianza.ErrConflict, "they are above 0 until the certificate expires")
	}
	level := ""
	if r.Days > 0 {
		level = r.Certificate.Level
	}
	if r.Level != level {
		f.Add("level", r.Level, alianza.ErrConflict, "that of the certificate, and none once it has expired")
	}
	switch {
	case r.Rank < 0 || r.Rank > check.MaxLevels:
		f.Add("rank", strconv.Itoa(r.Rank), alianza.ErrRange, fmt.Sprintf("from 0 to %d", check.MaxLevels))
	case (r.Rank == 0) != (r.Level == ""):
		f.Add("rank", strconv.Itoa(r.Rank), alianza.ErrConflict, "a level has a rank, and only a level has one")
	}
	if r.Support != "" && r.Level == "" {
		f.Add("support", r.Support, alianza.ErrConflict, "only a level has one")
	}
	return f.Err()
}

// MarshalJSON returns the JSON of the report. It returns an error if days, status, level
// and rank contradict each other.
func (r Report) MarshalJSON() ([]byte, error) { return strictjson.MarshalChecked(r, (*Report).check) }

// UnmarshalJSON reads a report. Whether it is one of a certification is not checked.
func (r *Report) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, r, (*Report).check)
}
