package commission

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Key names a record. Keys compare with ==; [Key.String] is their text for a
// database.
type Key struct {
	about   recordKind
	partner string
	name    string // of the event, rule, meter or bonus
	of      string // the customer of a window, a cap or a customer's time; "" otherwise
	period  string // such as "2026-03"; "" if the record is of none
}

// EventKey returns the key of the record of an event.
func EventKey(partner, event string) Key {
	return Key{about: eventRecord, partner: partner, name: event}
}

// About says what the record is about: "event", "window", "meter", "cap",
// "customer", "period", "bonus" or "early". Those of events are the many; the
// others are as many as a partner's rules, periods and customers.
func (k Key) About() string { return enum.Name(k.about, recordNames[:]) }

// Partner returns the partner whose record it is.
func (k Key) Partner() string { return k.partner }

// Name returns the event, the rule, the meter or the bonus that it is about.
func (k Key) Name() string { return k.name }

// Equal reports whether two keys are the same. It is k == o.
func (k Key) Equal(o Key) bool { return k == o }

// recordKind is what a record is about.
type recordKind uint8

const (
	eventRecord    recordKind = iota + 1 // an event, what it earned and what is left of it
	windowRecord                         // what a rule added up in a window
	meterRecord                          // what a meter attained in a period
	capRecord                            // what was posted under a cap
	customerRecord                       // when a customer was paid for
	periodRecord                         // a period that was closed
	bonusRecord                          // what a bonus posted for a period
	earlyRecord                          // refunds that came before their sale
)

var recordNames = [...]string{"", "event", "window", "meter", "cap", "customer", "period", "bonus", "early"}

// String returns the key as text, such as "event/studio-luz/order-991//". The
// parts are parted by slashes; a slash inside a part is written %2F and a percent
// sign %25.
func (k Key) String() string {
	return units.Key(k.About(), k.partner, k.name, k.of, k.period)
}

// MarshalText returns the text of [Key.String].
func (k Key) MarshalText() ([]byte, error) {
	if _, err := enum.Text(k.about, recordNames[:], 1); err != nil {
		return nil, err
	}
	return []byte(k.String()), nil
}

// UnmarshalText reads the text of a key.
func (k *Key) UnmarshalText(text []byte) error {
	const longest = 5*3*check.MaxName + 50
	parts := strings.Split(string(text[:min(len(text), longest)]), "/")
	if len(parts) != 5 || len(text) > longest {
		return check.Fault("", string(text[:min(len(text), check.MaxName)]), alianza.ErrForm, "not the key of a record")
	}
	for i, p := range parts {
		if strings.IndexByte(p, '%') >= 0 { // seldom
			parts[i] = unescape.Replace(p)
		}
	}
	in := Key{partner: parts[1], name: parts[2], of: parts[3], period: parts[4]}
	if err := enum.Parse(&in.about, []byte(parts[0]), recordNames[:], 1); err != nil {
		return err
	}
	*k = in
	return nil
}

var unescape = strings.NewReplacer("%2F", "/", "%25", "%")

// A Record is one row of what a plan has to know about the past. [Plan.Earn]
// reads and returns records; the caller keeps them by their keys.
//
// A record is immutable. Its revision counts its changes from 1: a service that
// writes a record only over the revision before it cannot lose a change. Records
// compare with [Record.Equal].
type Record struct {
	key      Key
	revision int
	plan     string
	day      alianza.Date
	body     any // *sold or *lean, *window, *meter, *capped, *tenure, *closed, *bonused, *early
}

// Key returns what the record is kept by.
func (r Record) Key() Key { return r.key }

// Revision returns how often the record was written, from 1.
func (r Record) Revision() int { return r.revision }

// Plan returns the ID of the program.
func (r Record) Plan() string { return r.plan }

// Day returns the day of the latest event that changed the record. Records of
// partners who left, or before some day, can be forgotten.
func (r Record) Day() alianza.Date { return r.day }

// Equal reports whether two records say the same.
func (r Record) Equal(s Record) bool {
	a, errA := r.MarshalJSON()
	b, errB := s.MarshalJSON()
	return string(a) == string(b) && fmt.Sprint(errA) == fmt.Sprint(errB)
}

// recordFormat is the version of the JSON of records.
const recordFormat = 1

// recordJSON is the JSON of a record: what all have, and one body.
type recordJSON struct {
	Format   int          `json:"format"`
	Key      Key          `json:"key"`
	Revision int          `json:"revision"`
	Plan     string       `json:"plan"`
	Day      alianza.Date `json:"day"`
	Event    *soldJSON    `json:"event,omitzero"`
	Window   *window      `json:"window,omitzero"`
	Meter    *meter       `json:"meter,omitzero"`
	Cap      *capped      `json:"cap,omitzero"`
	Customer *tenure      `json:"customer,omitzero"`
	Period   *closed      `json:"period,omitzero"`
	Bonus    *bonused     `json:"bonus,omitzero"`
	Early    *early       `json:"early,omitzero"`
}

// MarshalJSON writes the record with the version of its format.
func (r Record) MarshalJSON() ([]byte, error) {
	doc := recordJSON{Format: recordFormat, Key: r.key, Revision: r.revision, Plan: r.plan, Day: r.day}
	switch body := r.body.(type) {
	case *sold:
		doc.Event = body.document()
	case *lean:
		doc.Event = body.sold().document()
	case *window:
		doc.Window = body
	case *meter:
		doc.Meter = body
	case *capped:
		doc.Cap = body
	case *tenure:
		doc.Customer = body
	case *closed:
		doc.Period = body
	case *bonused:
		doc.Bonus = body
	case *early:
		doc.Early = body
	}
	return strictjson.Marshal(doc)
}

// UnmarshalJSON reads a record strictly. It returns an error if the format is not
// one that this version of the library reads.
func (r *Record) UnmarshalJSON(data []byte) error {
	var doc recordJSON
	if err := strictjson.UnmarshalLimit(data, maxRecord, &doc, (*recordJSON).check); err != nil {
		return err
	}
	bodies, _ := doc.bodies()
	*r = Record{key: doc.Key, revision: doc.Revision, plan: doc.Plan, day: doc.Day, body: bodies[doc.Key.about]}
	if doc.Event != nil {
		r.body = doc.Event.sold()
	}
	return nil
}

// maxRecord bounds the JSON of a record in bytes. The largest are windows over a
// year, with a line for each day.
const maxRecord = 1 << 20

// bodies returns the bodies that are there by their kind, and how many they are.
func (d *recordJSON) bodies() (all [len(recordNames)]any, n int) {
	put := func(k recordKind, body any, ok bool) {
		if ok {
			all[k] = body
			n++
		}
	}
	put(eventRecord, d.Event, d.Event != nil)
	put(windowRecord, d.Window, d.Window != nil)
	put(meterRecord, d.Meter, d.Meter != nil)
	put(capRecord, d.Cap, d.Cap != nil)
	put(customerRecord, d.Customer, d.Customer != nil)
	put(periodRecord, d.Period, d.Period != nil)
	put(bonusRecord, d.Bonus, d.Bonus != nil)
	put(earlyRecord, d.Early, d.Early != nil)
	return all, n
}

func (d *recordJSON) check() error {
	var f check.Faults
	if d.Format != recordFormat {
		f.Add("format", fmt.Sprint(d.Format), alianza.ErrUnknown, fmt.Sprintf("want %d", recordFormat))
	}
	if d.Revision < 1 {
		f.Add("revision", fmt.Sprint(d.Revision), alianza.ErrRange, "from 1")
	}
	if all, n := d.bodies(); n != 1 || all[d.Key.about] == nil {
		f.Add("key", d.Key.String(), alianza.ErrConflict, "the record has one body, that of its key")
	}
	return f.Err()
}

// sold is an event that was seen. If it earned, it has what is left of it and what
// each rule holds. If it took back, it has what it took.
type sold struct {
	Kind    Kind      `json:"kind"`
	Content mark      `json:"content"` // digest of what the event said
	At      time.Time `json:"at"`
	Version int       `json:"version"` // that it was evaluated by; 0 if none was in force
	Digest  mark      `json:"digest,omitzero"`
	Of      string    `json:"of,omitzero"`
	As      Kind      `json:"as,omitzero"`     // the kind under which a correction earned
	Period  string    `json:"period,omitzero"` // of a close

	Amount   decimal.Decimal            `json:"amount,omitzero"`
	Units    *decimal.Decimal           `json:"units,omitzero"` // nil if the event did not say
	Includes map[string]decimal.Decimal `json:"includes,omitzero"`
	Customer string                     `json:"customer,omitzero"`
	Order    string                     `json:"order,omitzero"`
	Tier     string                     `json:"tier,omitzero"`

	Back  *back     `json:"back,omitzero"` // what was taken back; nil if nothing was
	Holds []holding `json:"-"`             // what each rule holds; see soldJSON
	// Gone says that the event stands no more: it was corrected, or it has no
	// amount and was charged back. By is the correction.
	Gone bool   `json:"gone,omitzero"`
	By   string `json:"by,omitzero"`
	// ByPartner is the partner of the correction, if that is another one.
	ByPartner string `json:"by_partner,omitzero"`
	// Took is what a refund, a chargeback or a correction of one took.
	Took *took `json:"took,omitzero"`
	// More is what few plans ask for; nil otherwise.
	More *more `json:"more,omitzero"`
}

// more is what an event has under a plan that asks for more than usual.
type more struct {
	// Since is the day since when the partner is one, where a window is a contract
	// year.
	Since alianza.Date `json:"since,omitzero"`
	// Counts names the rules that count the event in the customer's time, and do not
	// pay it.
	Counts []string `json:"counts,omitzero"`
	// Cause is that of the event, for a taking that came before its sale.
	Cause string `json:"cause,omitzero"`
	// Defers are the installments of rules that defer what they earn.
	Defers []deferral `json:"defers,omitzero"`
	// Undone says that the answer of a maturity was undone.
	Undone bool `json:"undone,omitzero"`
	// Shares are those of several partners, and Divided is what was divided among them
	// in sum, by rule.
	Shares  []AttributedShare          `json:"shares,omitzero"`
	Divided map[string]decimal.Decimal `json:"divided,omitzero"`
}

// back is what was taken back of an event. The late part took nothing from the
// partner.
type back struct {
	Amount   decimal.Decimal            `json:"amount,omitzero"`
	Late     decimal.Decimal            `json:"late,omitzero"`
	Includes map[string]decimal.Decimal `json:"includes,omitzero"`
	// LateIncludes are those of Includes that came too late.
	LateIncludes map[string]decimal.Decimal `json:"late_includes,omitzero"`
	// Units and UnitsOf are the units taken by refunds that say units, and the
	// amounts of these. PartsOf is the amount of the refunds that say parts.
	Units   decimal.Decimal `json:"units,omitzero,wide"`
	UnitsOf decimal.Decimal `json:"units_of,omitzero"`
	// LateUnits and LateUnitsOf are those of refunds that came too late.
	LateUnits   decimal.Decimal `json:"late_units,omitzero,wide"`
	LateUnitsOf decimal.Decimal `json:"late_units_of,omitzero"`
	PartsOf     decimal.Decimal `json:"parts_of,omitzero"`
	// LatePartsOf is the amount of those that came too late.
	LatePartsOf decimal.Decimal `json:"late_parts_of,omitzero"`
	// Takings counts those that stand.
	Takings int `json:"takings,omitzero"`
	// Counting counts those that say units and came in time.
	Counting int `json:"counting,omitzero"`
}

// took is what one taking took, so that it can be undone.
type took struct {
	Of       string                     `json:"of"`               // ID of the sale
	Partner  string                     `json:"partner,omitzero"` // of the sale, if another one
	Early    bool                       `json:"early,omitzero"`   // the sale has not arrived
	Amount   decimal.Decimal            `json:"amount,omitzero"`
	Late     bool                       `json:"late,omitzero"`
	Parts    bool                       `json:"parts,omitzero"`
	Counts   bool                       `json:"counts,omitzero"` // it said units, or parts that give them
	Includes map[string]decimal.Decimal `json:"includes,omitzero"`
	Units    decimal.Decimal            `json:"units,omitzero,wide"`
	Bases    map[string]decimal.Decimal `json:"bases,omitzero"` // by rule, of a taking that says parts
	Taken    map[string]decimal.Decimal `json:"taken,omitzero"` // by rule, where a policy says how much
	All      bool                       `json:"all,omitzero"`
	// Recovered is what was refunded late, and is taken after all.
	Recovered decimal.Decimal `json:"recovered,omitzero"`
	Undone    bool            `json:"undone,omitzero"`
	// Kept names the windows and the meters that kept the volume that was taken.
	Kept []string `json:"kept,omitzero"`
}

// meter is what a meter attained in a period.
type meter struct {
	Amount decimal.Decimal `json:"amount,omitzero,wide"`
	Units  decimal.Decimal `json:"units,omitzero,wide"`
	// Customers are the distinct ones, where a table goes by them.
	Customers int `json:"customers,omitzero"`
	// Posted is what its rules posted for each event, for a guarantee.
	Posted decimal.Decimal `json:"posted,omitzero"`
}

// capped is what was posted under a cap.
type capped struct {
	Used decimal.Decimal `json:"used,omitzero"`
}

// tenure is when a customer's events were paid for by a rule.
type tenure struct {
	Days []countedDay `json:"days"`
	// Versions are for one window of a rule that pays by its customers: how many
	// of the customer's events count in it, by versions of the plan. Version 0 is for a
	// meter of the name in the period, of all versions.
	Versions []countedIn `json:"versions,omitzero"`
}

// countedIn is how many of a customer's events count under a version.
type countedIn struct {
	Version int `json:"version"`
	Count   int `json:"count"`
}

// countedDay is how many of a customer's events were counted on a day.
type countedDay struct {
	Day   alianza.Date `json:"day"`
	Count int          `json:"count"`
}

// closed is a period that was closed.
type closed struct {
	Event   string `json:"event"`            // that closed it first
	Content mark   `json:"content"`          // digest of what that said
	Version int    `json:"version"`          // whose bonuses are paid
	Follows bool   `json:"follows,omitzero"` // it takes late news
	Times   int    `json:"times"`
	Void    bool   `json:"void,omitzero"` // its close was charged back
	// Tier and Facts are those of the latest close, for the conditions of bonuses.
	Tier  string            `json:"tier,omitzero"`
	Facts map[string]string `json:"facts,omitzero"`
	// Since and Until are those of the partnership, likewise.
	Since alianza.Date `json:"since,omitzero"`
	Until alianza.Date `json:"until,omitzero"`
}

// bonused is what a bonus posted for a period.
type bonused struct {
	Paid decimal.Decimal `json:"paid,omitzero"`
	// Held is what was paid before the close was charged back.
	Held decimal.Decimal `json:"held,omitzero"`
	Due  time.Time       `json:"due"`
}

// early are refunds that came before their sale, by their IDs.
type early struct {
	Takings []string `json:"takings"`
	Credits []credit `json:"credits,omitzero"`
}

// credit is what was posted for a refund before its sale, to be given back.
type credit struct {
	Event  string          `json:"event"`
	Rule   string          `json:"rule"`
	Medium Medium          `json:"medium,omitzero"`
	Amount decimal.Decimal `json:"amount"`
}

// A mark is a digest, written as hexadecimal text.
type mark uint64

// MarshalText returns sixteen hexadecimal digits.
func (m mark) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%016x", uint64(m)), nil }

// UnmarshalText reads sixteen hexadecimal digits.
func (m *mark) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text[:min(len(text), 17)]), 16, 64)
	if err != nil || len(text) != 16 {
		return check.Fault("", "", alianza.ErrForm, "not a digest of 16 hexadecimal digits")
	}
	*m = mark(n)
	return nil
}
