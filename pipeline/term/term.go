// Package term says how long a contract runs: from when on its renewal is due,
// until when notice can be given, and when it expires.
//
//	policy := alianza.Must(term.New(term.Advanced()))
//	contract, err := policy.Sign("studio-luz", today, 24)
//	report, err := policy.Report(contract, later)
//	fmt.Println(report) // studio-luz: running, 300 days left
//
// A contract expires on a day that it does not cover: one of 1 March 2025 for two
// years covers 28 February 2027 and expires on 1 March 2027. What may happen to a
// contract besides, such as a dispute, is the flow [pipeline.Contract].
//
// # Presets
//
// [Advanced] is the policy of the advanced program. No program gives a lead time,
// a notice or an automatic renewal: the caller adds them.
//
// [pipeline.Contract]: https://pkg.go.dev/github.com/seed-0af520cd/alianza/pipeline#Contract
package term

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Limits of a policy, refused at the first beyond.
const (
	MaxMonths = 1200  // months of a contract
	MaxDays   = 3_650 // days of a lead time or a notice
)

// A Definition is how long contracts run, as data. [New] checks it.
type Definition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Typical is the usual length in years. A contract outside it is remarked on
	// and not refused.
	Typical alianza.Bound `json:"typical,omitzero"`
	// LeadDays is how many days before its expiry the renewal of a contract is due.
	LeadDays int `json:"lead_days,omitzero"`
	// NoticeDays is how many days before its expiry notice has to be given at the
	// latest. It may be longer than a term, as [Policy.GiveNotice] says.
	NoticeDays int `json:"notice_days,omitzero"`
	// RenewMonths is by how many months a contract goes on when it expires without
	// a notice, 0 if it just expires. All renewals add at most [MaxMonths].
	RenewMonths int `json:"renew_months,omitzero"`
}

// Advanced returns the policy of the advanced program: one to three years,
// renewable.
//
// Rules: P20, C25.
func Advanced() Definition {
	return Definition{Name: "advanced", Typical: alianza.Between(decimal.NewFromInt(1), decimal.NewFromInt(3))}
}

// A Policy is a checked definition. It is immutable and safe for concurrent use.
type Policy struct {
	_   [0]func()
	def Definition
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - the name is missing or malformed;
//   - the typical length is no bound, or has numbers out of the bounds of the library;
//   - a number of days or months is negative, or above [MaxDays] or [MaxMonths].
func New(d Definition) (Policy, error) {
	if err := d.check(); err != nil {
		return Policy{}, err
	}
	return Policy{def: d}, nil
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if !d.Typical.IsZero() {
		f.Bound("typical", d.Typical)
	}
	within(&f, "lead_days", d.LeadDays, 0, MaxDays)
	within(&f, "notice_days", d.NoticeDays, 0, MaxDays)
	within(&f, "renew_months", d.RenewMonths, 0, MaxMonths)
	return f.Err()
}

func within(f *check.Faults, path string, n, low, high int) {
	if n < low || n > high {
		f.Add(path, strconv.Itoa(n), alianza.ErrRange, fmt.Sprintf("from %d to %d", low, high))
	}
}

// Definition returns the definition the policy was made from.
func (p Policy) Definition() Definition { return p.def }

// Equal reports whether two policies have the same definition.
func (p Policy) Equal(o Policy) bool { return p.def.Equal(o.def) }

// Equal reports whether two definitions say the same.
func (d Definition) Equal(o Definition) bool {
	return d.Name == o.Name && d.Typical.Equal(o.Typical) && d.LeadDays == o.LeadDays &&
		d.NoticeDays == o.NoticeDays && d.RenewMonths == o.RenewMonths
}

// A Contract is an agreement that runs for some months. It is plain data to be
// kept.
type Contract struct {
	ID      string       `json:"id"`
	Starts  alianza.Date `json:"starts"`          // the first day it covers
	Months  int          `json:"months"`          // as it was signed
	Added   int          `json:"added,omitzero"`  // months that its renewals added
	Expires alianza.Date `json:"expires"`         // the first day it does not cover
	Notice  alianza.Date `json:"notice,omitzero"` // the day on which notice was given
}

// Sign returns a contract of a number of calendar months that starts on a day. If
// the month of its end is too short, it expires on the last day of it.
//
// It returns an error if:
//   - the policy was not made by [New] ([alianza.ErrUnchecked]);
//   - the ID is missing or malformed, or there is no day;
//   - the months are not from 1 to [MaxMonths], or end after the calendar.
//
// Rules: P20, X13.
func (p Policy) Sign(id string, starts alianza.Date, months int) (Contract, error) {
	c := Contract{ID: id, Starts: starts, Months: months, Expires: starts.AddMonths(months)}
	if err := p.refuse(c); err != nil {
		return Contract{}, err
	}
	return c, nil
}

// refuse returns the faults of a contract.
func (p Policy) refuse(c Contract) error {
	var f check.Faults
	if p.def.Name == "" {
		f.Add("policy", "", alianza.ErrUnchecked, "")
	}
	f.Name("id", c.ID)
	within(&f, "months", c.Months, 1, MaxMonths)
	within(&f, "added", c.Added, 0, MaxMonths)
	switch {
	case c.Starts.IsZero():
		f.Add("starts", "", alianza.ErrMissing, "")
	case f.Len() == 0 && !reaches(c.Starts, c.Months+c.Added):
		f.Add("months", strconv.Itoa(c.Months+c.Added), alianza.ErrRange, "after the end of the calendar")
	case f.Len() == 0 && c.Expires != c.end():
		f.Add("expires", c.Expires.String(), alianza.ErrConflict, "after so many months it expires on "+c.end().String())
	case !c.Notice.IsZero() && !c.Notice.Before(c.Expires):
		f.Add("notice", c.Notice.String(), alianza.ErrConflict, "not before the expiry, "+c.Expires.String())
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("term: contract %q: %w", c.ID, err)
	}
	return nil
}

// end returns the day on which the contract expires after its months.
func (c Contract) end() alianza.Date { return c.Starts.AddMonths(c.Months + c.Added) }

// reaches reports whether the calendar has the day so many months later.
func reaches(d alianza.Date, months int) bool {
	return d.Year()*12+int(d.Month())-1+months <= 9999*12+11
}

// Renew returns a contract that goes on for more months from its expiry. A notice
// is withdrawn by it. If the policy renews contracts by itself, this comes after the
// renewals up to the day.
//
// It returns the contract as it was, and an error, if:
//   - the months are not from 1 to [MaxMonths], or those of all renewals are above it;
//   - the contract expired on the day or before it, or the day is missing or before
//     its start;
//   - the contract is not sound, as for [Policy.Report].
//
// Rules: P29.
func (p Policy) Renew(c Contract, months int, on alianza.Date) (Contract, error) {
	renewed, err := p.running(c, on)
	if err != nil {
		return c, err
	}
	if months < 1 || months > MaxMonths {
		return c, fault(c, "months", strconv.Itoa(months), alianza.ErrRange, fmt.Sprintf("from 1 to %d", MaxMonths))
	}
	renewed.Added += months
	renewed.Expires, renewed.Notice = renewed.end(), alianza.Date{}
	if err := p.refuse(renewed); err != nil {
		return c, err
	}
	return renewed, nil
}

// GiveNotice returns a contract that will not be renewed when it expires. If the
// policy renews contracts by itself, the notice is for the term that runs on the
// day. A notice that is too late for it is for the first term behind it for which it
// is in time, and the contract goes on until that ends.
//
// It returns the contract as it was, and an error, if:
//   - notice was given before ([alianza.ErrDuplicate]);
//   - the last day for it is over, and no renewal follows ([alianza.ErrRange]);
//   - the contract expired on the day or before it, or the day is missing or before
//     its start;
//   - the contract is not sound, as for [Policy.Report].
func (p Policy) GiveNotice(c Contract, on alianza.Date) (Contract, error) {
	noticed, err := p.running(c, on)
	if err != nil {
		return c, err
	}
	if !noticed.Notice.IsZero() {
		return c, fault(c, "notice", c.Notice.String(), alianza.ErrDuplicate, "given before")
	}
	for p.noticeBy(noticed).Before(on) {
		if !p.renews(noticed) {
			return c, fault(c, "on", on.String(), alianza.ErrRange, "the last day for a notice was "+p.noticeBy(noticed).String())
		}
		noticed = p.next(noticed)
	}
	noticed.Notice = on
	return noticed, nil
}

// noticeBy returns the last day for a notice: in any case one before the expiry.
func (p Policy) noticeBy(c Contract) alianza.Date {
	return c.Expires.AddDays(-max(1, p.def.NoticeDays))
}

func fault(c Contract, path, value string, kind error, detail string) error {
	return fmt.Errorf("term: contract %q: %w", c.ID, check.Fault(path, value, kind, detail))
}

// running returns a contract as it runs on a day, with the renewals up to then, and
// why it is none that does.
func (p Policy) running(c Contract, on alianza.Date) (Contract, error) {
	if err := p.refuse(c); err != nil {
		return c, err
	}
	c, _ = p.renewed(c, on)
	switch {
	case on.IsZero():
		return c, fault(c, "on", "", alianza.ErrMissing, "")
	case on.Before(c.Starts):
		return c, fault(c, "on", on.String(), alianza.ErrRange, "before the contract starts, "+c.Starts.String())
	case !on.Before(c.Expires):
		return c, fault(c, "on", on.String(), alianza.ErrRange, "the contract expired on "+c.Expires.String())
	}
	return c, nil
}

// A Status is how a contract stands on a day.
type Status uint8

// How a contract stands.
const (
	Pending    Status = iota + 1 // "pending": it starts later
	Running                      // "running"
	RenewalDue                   // "renewal_due": it runs, and its lead time has begun
	InNotice                     // "in_notice": it runs, and ends at its expiry
	Expired                      // "expired"
)

var statusNames = []string{"none", "pending", "running", "renewal_due", "in_notice", "expired"}

// String returns the name of the status, such as "renewal_due".
func (s Status) String() string { return enum.Name(s, statusNames) }

// MarshalText returns the name of the status.
func (s Status) MarshalText() ([]byte, error) { return enum.Text(s, statusNames, 1) }

// UnmarshalText reads the name of a status.
func (s *Status) UnmarshalText(text []byte) error { return enum.Parse(s, text, statusNames, 1) }

// A Report is how a contract stands on a day.
type Report struct {
	Contract  Contract     `json:"contract"` // as it stands: with the renewals up to the day
	On        alianza.Date `json:"on"`
	Status    Status       `json:"status"`
	LastDay   alianza.Date `json:"last_day"`   // the last day that the contract covers
	RenewFrom alianza.Date `json:"renew_from"` // the first day on which its renewal is due
	// NoticeBy is the last day for a notice that ends it at its expiry. It is none if
	// that would be before its start.
	NoticeBy alianza.Date `json:"notice_by,omitzero"`
	Days     int          `json:"days"`              // until it expires, negative after it
	Atypical bool         `json:"atypical,omitzero"` // it was signed for a length outside the typical range
	Renewed  int          `json:"renewed,omitzero"`  // how often it was renewed by itself
}

// Report returns how a contract stands on a day. Its renewal is due from the lead
// time before its expiry on, unless notice was given. If the policy renews contracts
// by itself, the contract of the report goes on past its expiry.
//
// It returns an error if:
//   - the policy was not made by [New] ([alianza.ErrUnchecked]);
//   - the day is missing;
//   - the contract has no ID or no start, its months are out of range, it does not
//     expire after them, or its notice is not before the expiry.
//
// Rules: P20, P29, C25.
func (p Policy) Report(c Contract, on alianza.Date) (Report, error) {
	if err := p.refuse(c); err != nil {
		return Report{}, err
	}
	if on.IsZero() {
		return Report{}, fault(c, "on", "", alianza.ErrMissing, "")
	}
	r := Report{On: on, Atypical: !p.typical(c.Months)}
	c, r.Renewed = p.renewed(c, on)
	r.Contract = c
	r.LastDay, r.Days = c.Expires.AddDays(-1), on.DaysUntil(c.Expires)
	if r.RenewFrom = c.Expires.AddDays(-p.def.LeadDays); r.RenewFrom.Before(c.Starts) {
		r.RenewFrom = c.Starts
	}
	if by := p.noticeBy(c); !by.Before(c.Starts) {
		r.NoticeBy = by
	}
	switch {
	case on.Before(c.Starts):
		r.Status = Pending
	case r.Days <= 0:
		r.Status = Expired
	case !c.Notice.IsZero() && !on.Before(c.Notice):
		r.Status = InNotice
	case r.Days <= p.def.LeadDays:
		r.Status = RenewalDue
	default:
		r.Status = Running
	}
	return r, nil
}

// renewed returns a contract with the renewals that happened by themselves up to a
// day, and how many these are.
func (p Policy) renewed(c Contract, on alianza.Date) (Contract, int) {
	times := 0
	for !on.Before(c.Expires) && p.renews(c) {
		c = p.next(c)
		times++
	}
	return c, times
}

// renews reports whether a contract goes on when it expires.
func (p Policy) renews(c Contract) bool {
	by := p.def.RenewMonths
	return by > 0 && c.Notice.IsZero() && c.Added+by <= MaxMonths && reaches(c.Starts, c.Months+c.Added+by)
}

// next returns a contract with one renewal more.
func (p Policy) next(c Contract) Contract {
	c.Added += p.def.RenewMonths
	c.Expires = c.end()
	return c
}

// typical reports whether a length is within the usual range.
func (p Policy) typical(months int) bool {
	n := decimal.NewFromInt(int64(months))
	if p.def.Typical.IsZero() {
		return true
	}
	// In months, so that half a year is not rounded.
	twelve := decimal.NewFromInt(12)
	b := p.def.Typical
	b.Value, b.To = b.Value.Mul(twelve), b.To.Mul(twelve)
	return b.Holds(n)
}

// String returns the report as a phrase: "studio-luz: renewal_due, expires on
// 2027-03-01, 28 days left; the length is outside the typical range".
func (r Report) String() string {
	if r.Status == 0 {
		return "no contract"
	}
	left := fmt.Sprintf("%d days left", r.Days)
	if r.Days == 1 {
		left = "1 day left"
	}
	text := fmt.Sprintf("%s: %s, expires on %s, %s", r.Contract.ID, r.Status, r.Contract.Expires, left)
	if r.Days <= 0 {
		text = fmt.Sprintf("%s: %s on %s", r.Contract.ID, r.Status, r.Contract.Expires)
	}
	if r.Atypical {
		text += "; the length is outside the typical range"
	}
	return text
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the definition that the policy was made from. It returns an
// error that wraps [alianza.ErrUnchecked] for the zero Policy.
func (p Policy) MarshalJSON() ([]byte, error) {
	if p.def.Name == "" {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return p.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the policy of it.
func (p *Policy) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*p, err = New(d)
	}
	return err
}

// MarshalJSON returns the contract as a JSON object.
func (c Contract) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a contract strictly. [Policy.Report] says whether it is sound.
func (c *Contract) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON returns the report as a JSON object.
func (r Report) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a report strictly.
func (r *Report) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
