package prospect

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// Facts are what is known of a possible partner. What is left out is unknown;
// nothing is taken for a no or for zero.
type Facts struct {
	_         [0]func()                  // == would compare decimals by address
	Name      string                     `json:"name"`
	Questions score.Answers              `json:"questions,omitzero"` // by criterion of the filter: is there a clear answer?
	Criteria  score.Answers              `json:"criteria,omitzero"`  // by criterion of the light
	Pilot     map[string]decimal.Decimal `json:"pilot,omitzero"`     // by part of the pilot
	Agreement score.Answers              `json:"agreement,omitzero"` // by criterion of the design
	// Net is the margin that comes in less the cost of coordination, both over the
	// same period. It is nil as long as one of the two is unknown.
	Net *decimal.Decimal `json:"net,omitzero"`
	// Currency is written behind Net, such as "USD".
	Currency string `json:"currency,omitzero"`
}

// values returns the facts of the pilot as the values of its card.
func (f Facts) values() kpi.Values {
	values := kpi.Values{}
	for name, d := range f.Pilot {
		values[name] = d
	}
	return values
}

// MarshalJSON returns the JSON of the facts.
func (f Facts) MarshalJSON() ([]byte, error) { return oldjson.Marshal(f.fields) }

// UnmarshalJSON reads facts strictly, all faults of form at once.
// [Screening.Judge] reports facts that the gates do not ask for.
func (f *Facts) UnmarshalJSON(data []byte) error {
	return oldjson.Into(f, data, oldjson.MaxDefinition, (*Facts).fields, nil)
}

func (f *Facts) fields(o *oldjson.Object) {
	answer := func(o *oldjson.Object, name string, a *score.Answer) { oldjson.Text(o, name, a) }
	o.String("name", &f.Name)
	oldjson.Map(o.Optional(), "questions", (*map[string]score.Answer)(&f.Questions), answer)
	oldjson.Map(o.Optional(), "criteria", (*map[string]score.Answer)(&f.Criteria), answer)
	oldjson.Map(o.Optional(), "pilot", &f.Pilot, (*oldjson.Object).Decimal)
	oldjson.Map(o.Optional(), "agreement", (*map[string]score.Answer)(&f.Agreement), answer)
	optional(o, "net", &f.Net)
	o.Optional().String("currency", &f.Currency)
}

// optional is a field that holds a number, or is not there.
func optional(o *oldjson.Object, name string, d **decimal.Decimal) {
	if o.Has(name) {
		*d = new(decimal.Decimal)
	}
	if *d != nil {
		o.Decimal(name, *d)
	}
}
