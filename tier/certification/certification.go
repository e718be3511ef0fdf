// Package certification issues, renews and judges certificates of knowledge,
// which last a number of calendar months.
//
//	partners := alianza.Must(certification.New(certification.Partner()))
//	cert, err := partners.Issue("gold", []string{"training", "examination", "practical"}, today)
//	report, err := partners.Report(cert, today)
//	fmt.Println(report) // gold, valid: 365 days left, dedicated support
//
// The levels of a certification are not those of a ladder of sales, whatever
// their names. What a certificate is worth on a day can be a metric of a ladder:
// [Report.Rank].
//
// Days are days of the calendar. [alianza.DateOf] returns the day of an instant
// in a zone.
//
// # Reading order
//
// Read [Definition] and [Certification] for what a certification is, and [Certificate]
// for what a partner has of it.
//
// # Presets
//
// [Partner] is the certification of the alliance program. The other programs have
// none.
package certification

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition says what a certificate of knowledge takes, and how long it lasts.
// [New] checks it.
//
// Rules: T10, T11.
type Definition struct {
	// Name tells the certification from others. The name of a level means
	// something only together with it.
	//
	// Rules: T16.
	Name string `json:"name"`
	// Levels stand in order, the lowest first.
	Levels []Level `json:"levels"`
	// Steps are the names of what has to be done before a certificate is issued.
	Steps []string `json:"steps,omitzero"`
	// Months is how many calendar months a certificate lasts, at least 1.
	Months int `json:"months"`
	// WarnDays is for how many days before its end a valid certificate is called
	// expiring.
	WarnDays int `json:"warn_days,omitzero"`
	// GraceDays is for how many days after its end a certificate is in grace. It
	// then entitles to nothing. Grace is told, and decides nothing: a certificate may be
	// renewed after it, too.
	GraceDays int `json:"grace_days,omitzero"`
}

// A Level is one level of knowledge and the class of support that comes with it.
//
// Rules: T12.
type Level struct {
	Name    string `json:"name"`
	Support string `json:"support,omitzero"`
}

// Partner returns the certification of the alliance program: bronze, silver, gold
// and platinum. It is issued after training, examination and practical cases, and
// renewed every year. Support is basic, priority, dedicated and VIP. The program
// states neither a warning nor a grace. For consultants and freelancers it costs
// nothing.
//
// Rules: T10, T11, T12, T22.
func Partner() Definition {
	return Definition{
		Name:   "certification",
		Levels: []Level{{"bronze", "basic"}, {"silver", "priority"}, {"gold", "dedicated"}, {"platinum", "vip"}},
		Steps:  []string{"training", "examination", "practical"},
		Months: 12,
	}
}

// A Certification is a checked [Definition].
type Certification struct {
	def Definition
}

// New checks a definition and returns its certification. It returns an error if:
//   - a name is missing, malformed or given twice;
//   - there are no levels;
//   - a number of months or days is out of range.
func New(d Definition) (Certification, error) {
	if err := d.check(); err != nil {
		return Certification{}, err
	}
	return Certification{d.clone()}, nil
}

// Definition returns a copy of the definition that the certification was made
// from.
func (c Certification) Definition() Definition { return c.def.clone() }

// RankOf returns the rank of a level by its name, 1 for the lowest. It returns
// false if the certification has no such level.
//
// Rules: T10.
func (c Certification) RankOf(level string) (rank int, ok bool) {
	rank = slices.IndexFunc(c.def.Levels, func(l Level) bool { return l.Name == level }) + 1
	return rank, rank > 0
}

// Equal reports whether two certifications have the same definition.
func (c Certification) Equal(o Certification) bool {
	a, b := c.def, o.def
	return a.Name == b.Name && slices.Equal(a.Levels, b.Levels) && slices.Equal(a.Steps, b.Steps) &&
		a.Months == b.Months && a.WarnDays == b.WarnDays && a.GraceDays == b.GraceDays
}

func (d Definition) clone() Definition {
	d.Levels, d.Steps = slices.Clone(d.Levels), slices.Clone(d.Steps)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Levels) == 0 {
		f.Add("levels", "", alianza.ErrMissing, "a certification has at least one level")
	}
	if f.Count("levels", len(d.Levels), check.MaxLevels, "levels") {
		levels := check.Names{Faults: &f}
		for i, l := range d.Levels {
			path := fmt.Sprintf("levels[%d]", i)
			levels.Add(path+".name", l.Name)
			if l.Support != "" {
				f.Name(path+".support", l.Support)
			}
		}
	}
	if f.Count("steps", len(d.Steps), check.MaxValues, "steps") {
		steps := check.Names{Faults: &f}
		for i, s := range d.Steps {
			steps.Add(fmt.Sprintf("steps[%d]", i), s)
		}
	}
	within(&f, "months", d.Months, 1, 1200)
	within(&f, "warn_days", d.WarnDays, 0, 3650)
	within(&f, "grace_days", d.GraceDays, 0, 3650)
	return f.Err()
}

func within(f *check.Faults, path string, n, least, most int) {
	if n < least || n > most {
		f.Add(path, strconv.Itoa(n), alianza.ErrRange, fmt.Sprintf("from %d to %d", least, most))
	}
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the JSON of the level.
func (l Level) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads a level.
func (l *Level) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l, nil) }

// MarshalJSON writes the definition that the certification was made from. It returns an
// error if the certification was not made by [New].
func (c Certification) MarshalJSON() ([]byte, error) {
	if err := c.unchecked(); err != nil {
		return nil, err
	}
	return c.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the certification of it.
func (c *Certification) UnmarshalJSON(data []byte) error {
	var d Definition
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*c = made
	return nil
}
