// Package forecast says what many deals have brought, how fast, and what they may
// bring.
//
// A [Model] is a checked [Definition]: a currency, and stages with a probability and a
// category. A [Tally] takes deals one by one and keeps no deal, so that a million of
// them cost no memory. It gives the weighted forecast, the win rate and the two
// velocities. A [Funnel] takes the histories of deals, [FirstSales] the first sales of
// partners. [Model.Compare] says what has changed since last week.
//
//	tally := model.Tally()
//	for _, deal := range deals {
//		err := tally.Add(deal)
//	}
//	fmt.Println(tally.Forecast())
//
// There are no presets: no program gives a probability. [Of] takes those of a flow.
//
// # Numbers
//
// Everything is exact. A quotient is a [Value]; it is rounded where it is shown. Without
// a closed deal there is no win rate and no velocity: they are refused with
// [alianza.ErrZero] and [alianza.ErrEmpty].
package forecast

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A Definition is what a forecast counts. [New] checks it.
type Definition struct {
	_        [0]func() // == would compare lists by address
	Currency string    `json:"currency"`
	Stages   []Stage   `json:"stages"` // of open deals, in their order
}

// A Stage is a stage of an open deal.
type Stage struct {
	Name pipeline.Stage `json:"name"`
	// Probability is the chance that a deal of the stage will be won, from 0% to 100%.
	Probability alianza.Percent `json:"probability"`
	// Category is where the forecast counts it, 0 for [pipeline.CategoryPipeline].
	Category pipeline.Category `json:"category,omitzero"`
}

// Of returns the definition of a flow: its stages of open deals, with their probabilities
// and categories. These are the stages that are not ends, but for those of
// [pipeline.CategoryClosed]. A deal that has come to one of those is won: give it to a
// tally with the outcome [pipeline.Won] and the day on which it came there.
//
// Of returns an error for a stage of open deals without a probability
// ([alianza.ErrMissing]): a forecast does not make one up.
func Of(flow pipeline.Definition, currency string) (Definition, error) {
	d := Definition{Currency: currency}
	var f check.Faults
	for i, s := range flow.Stages {
		switch {
		case s.End != 0, s.Category == pipeline.CategoryClosed:
		case s.Probability == nil:
			f.Add(fmt.Sprintf("stages[%d].probability", i), "", alianza.ErrMissing, "of "+string(s.Name))
		default:
			d.Stages = append(d.Stages, Stage{s.Name, *s.Probability, s.Category})
		}
	}
	if err := f.Err(); err != nil {
		return Definition{}, fmt.Errorf("forecast: of: %w", err)
	}
	return d, nil
}

// A Model is a checked definition. The zero Model refuses everything. A Model is
// immutable and safe for concurrent use.
type Model struct {
	_      [0]func() // == would compare by address
	def    Definition
	place  map[pipeline.Stage]int
	places int32        // decimals of the currency
	all    exact.Factor // 100%, in units of the currency
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - the currency is unknown;
//   - there is no stage, or there are more than 200;
//   - a name is missing, malformed or repeated;
//   - a probability is not from 0% to 100%, or a category is unknown or that of closed
//     deals.
func New(d Definition) (Model, error) {
	if err := d.check(); err != nil {
		return Model{}, err
	}
	m := Model{def: d.clone(), place: make(map[pipeline.Stage]int, len(d.Stages))}
	for i, s := range d.Stages {
		m.place[s.Name] = i
	}
	var f check.Faults
	places, _ := f.Currency("", d.Currency) // it was checked
	m.places = int32(places)
	m.all = exact.NewFactor(exact.WholePercent(100), m.places, exact.Down)
	return m, nil
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Currency("currency", d.Currency)
	if len(d.Stages) == 0 {
		f.Add("stages", "", alianza.ErrMissing, "a forecast has at least one stage")
	}
	if !f.Count("stages", len(d.Stages), check.MaxStages, "stages") {
		return f.Err()
	}
	names := check.Names{Faults: &f}
	for i, s := range d.Stages {
		path := "stages[" + strconv.Itoa(i) + "]"
		names.Add(path+".name", string(s.Name))
		f.Share(path+".probability", s.Probability)
		switch {
		case s.Category == pipeline.CategoryClosed:
			f.Add(path+".category", s.Category.String(), alianza.ErrConflict, "the deals of the stage are open")
		case s.Category != 0:
			if _, err := s.Category.MarshalText(); err != nil {
				f.Join(alianza.At(path+".category", err))
			}
		}
	}
	return f.Err()
}

func (d Definition) clone() Definition {
	d.Stages = slices.Clone(d.Stages)
	return d
}

// Equal reports whether two definitions say the same.
func (d Definition) Equal(e Definition) bool {
	return d.Currency == e.Currency && slices.Equal(d.Stages, e.Stages)
}

// Definition returns a fresh copy of the definition that the model was made from.
func (m Model) Definition() Definition { return m.def.clone() }

// Equal reports whether two models have the same definition.
func (m Model) Equal(n Model) bool { return m.def.Equal(n.def) }

// category returns where a stage counts.
func (s Stage) category() pipeline.Category {
	if s.Category == 0 {
		return pipeline.CategoryPipeline
	}
	return s.Category
}

// A Deal is one deal for a tally, open or closed.
type Deal struct {
	_     [0]func()      // == would compare decimals by address
	ID    string         `json:"id,omitzero"`    // for [Model.Compare]
	Stage pipeline.Stage `json:"stage,omitzero"` // of an open deal
	// Outcome is 0 for an open deal. A deal that has ended was won before, and counts as
	// won.
	Outcome pipeline.Outcome `json:"outcome,omitzero"`
	// Amount is what it is worth, in the currency of the model.
	Amount decimal.Decimal `json:"amount"`
	Opened alianza.Date    `json:"opened"`
	Closed alianza.Date    `json:"closed,omitzero"` // won or lost; none for an open deal
	// Due is the day on which an open deal is expected to close, if anybody said so.
	Due alianza.Date `json:"due,omitzero"`
}

// Equal reports whether two deals are the same: 7 and 7.00 are one amount.
func (d Deal) Equal(e Deal) bool {
	return d.ID == e.ID && d.Stage == e.Stage && d.Outcome == e.Outcome && exact.Cmp(d.Amount, e.Amount) == 0 &&
		d.Opened == e.Opened && d.Closed == e.Closed && d.Due == e.Due
}

// refuse returns the faults of a deal. Only a deal with a fault costs an allocation.
func (m *Model) refuse(d *Deal) error {
	_, known := m.place[d.Stage]
	closed := d.Outcome == pipeline.Won || d.Outcome == pipeline.Lost || d.Outcome == pipeline.Ended
	sound := exact.Check(d.Amount) == nil && !d.Amount.IsNegative() && !d.Opened.IsZero()
	if sound && (closed && !d.Closed.Before(d.Opened) || d.Outcome == 0 && d.Closed.IsZero() && known) {
		return nil
	}
	var f check.Faults
	switch {
	case len(m.place) == 0:
		f.Add("model", "", alianza.ErrUnchecked, "")
	case closed && d.Closed.IsZero():
		f.Add("closed", "", alianza.ErrMissing, "the deal is "+d.Outcome.String())
	case !closed && d.Outcome != 0:
		_, err := d.Outcome.MarshalText()
		f.Join(alianza.At("outcome", err))
	case !closed && !d.Closed.IsZero():
		f.Add("closed", d.Closed.String(), alianza.ErrConflict, "the deal is open")
	case !closed && !known:
		f.Add("stage", string(d.Stage), alianza.ErrUnknown, "the model has no such stage")
	}
	f.NotNegative("amount", d.Amount)
	switch {
	case d.Opened.IsZero():
		f.Add("opened", "", alianza.ErrMissing, "")
	case !d.Closed.IsZero() && d.Closed.Before(d.Opened):
		f.Add("closed", d.Closed.String(), alianza.ErrConflict, "before it was opened, "+d.Opened.String())
	}
	return f.Err()
}

// Status is whether a first sale came in time.
type Status uint8

// The states of a first sale.
const (
	Met    Status = iota + 1 // "met": it came in time
	Missed                   // "missed": it came late, or did not come in time
	Open                     // "open": there is still time
)

var statusNames = []string{"none", "met", "missed", "open"}

// String returns the name of the status.
func (s Status) String() string { return enum.Name(s, statusNames) }

// MarshalText returns the name of the status.
func (s Status) MarshalText() ([]byte, error) { return enum.Text(s, statusNames, 1) }

// UnmarshalText reads the name of a status.
func (s *Status) UnmarshalText(text []byte) error { return enum.Parse(s, text, statusNames, 1) }

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the stage as a JSON object.
func (s Stage) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a stage strictly.
func (s *Stage) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON returns the definition that the model was made from. It returns an error
// that wraps [alianza.ErrUnchecked] for the zero Model.
func (m Model) MarshalJSON() ([]byte, error) {
	if len(m.place) == 0 {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return m.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the model of it.
func (m *Model) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*m, err = New(d)
	}
	return err
}

// MarshalJSON returns the deal as a JSON object.
func (d Deal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a deal strictly. [Tally.Add] says whether it suits the model.
func (d *Deal) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }
