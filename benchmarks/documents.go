package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier"
)

// documentRows read and write documents. Beside each stands encoding/json alone,
// with a plain struct of the same fields, which accepts whatever fits the types.
func documentRows(s size) []row {
	e := sales(1, 1, 1).at(0)
	e.Customer, e.Order = "customer-7", "cart-12"
	e.Includes = map[string]decimal.Decimal{"tax": decimal.New(123, -2)}
	e.Facts = map[string]string{"product": "studio", "country": "CO"}
	var state commission.State
	p := plain().plan
	entry := earn(p, &state, e)
	record, _, _ := state.Record(commission.EventKey(e.Partner, e.ID))
	read, write := "read", "write"
	n := s.of(1_000)
	return []row{
		documents[commission.Definition, plainPlan](n/10+1, read, "a plan of ten rules", tenRules()),
		documents[commission.Definition, plainPlan](n/10+1, write, "a plan of ten rules", tenRules()),
		documents[tier.Definition[tier.NoTerms], plainLadder](n/4+1, read, "a ladder of four levels", tier.Affiliate()),
		documents[tier.Definition[tier.NoTerms], plainLadder](n/4+1, write, "a ladder of four levels", tier.Affiliate()),
		documents[commission.Event, plainEvent](n, read, "an event", e),
		documents[commission.Event, plainEvent](n, write, "an event", e),
		documents[commission.Entry, plainEntry](n, read, "an entry", entry),
		documents[commission.Entry, plainEntry](n, write, "an entry", entry),
		documents[commission.Record, plainRecord](n, read, "a record", record),
		documents[commission.Record, plainRecord](n, write, "a record", record),
	}
}

// documents reads or writes a document as a T of alianza, and as a plain P.
func documents[T, P any](n int, act, what string, value T) row {
	doc := must(json.Marshal(value))
	r := row{
		group: "documents", work: act + " " + what, per: "document", items: n, goal: 2,
		note: fmt.Sprintf("%d bytes.", len(doc)),
	}
	switch act {
	case "read":
		r.why = "Before it calls an UnmarshalJSON, encoding/json goes through the document twice: see the racer that then reads nothing. What is left is one pass of alianza, and the checks of the meaning."
		r.note += " alianza refuses what the type does not have, checks the meaning, and knows the place of each fault."
		r.racers = []racer{
			{name: "Unmarshal", role: ours, ready: func() func() answer { return reading[T](n, doc) }},
			{name: "encoding/json", role: byHand, ready: func() func() answer { return reading[P](n, doc) }},
			{name: "an UnmarshalJSON that reads nothing", role: forScale, ready: func() func() answer { return passing(n, doc) }},
		}
	default:
		r.why = "What a MarshalJSON returns, encoding/json reads once more, byte by byte, and copies: see the racer whose MarshalJSON has its bytes ready. Of the rest, a definition is checked before it is written."
		r.note += " alianza writes nothing that it could not read."
		r.racers = []racer{
			{name: "Marshal", role: ours, ready: func() func() answer { return writing(n, value) }},
			{name: "encoding/json", role: byHand, ready: func() func() answer { return writing(n, decoded[P](doc)) }},
			{name: "a MarshalJSON with its bytes ready", role: forScale, ready: func() func() answer { return writing(n, written{doc}) }},
		}
	}
	return r
}

// A passed document is one of which nothing is read.
type passed struct{}

func (p *passed) UnmarshalJSON([]byte) error { return nil }

func passing(n int, doc []byte) func() answer {
	return func() answer {
		for range n {
			decoded[passed](doc)
		}
		return func() string { return canonical(doc) }
	}
}

// A written document is ready.
type written struct{ doc []byte }

func (w written) MarshalJSON() ([]byte, error) { return w.doc, nil } //nolint:unparam // of json.Marshaler

func decoded[T any](doc []byte) T {
	var v T
	check(json.Unmarshal(doc, &v))
	return v
}

func reading[T any](n int, doc []byte) func() answer {
	return func() answer {
		var v T
		for range n {
			v = decoded[T](doc)
		}
		return func() string { return canonical(must(json.Marshal(v))) }
	}
}

func writing[T any](n int, v T) func() answer {
	return func() answer {
		var doc []byte
		for range n {
			doc = must(json.Marshal(v))
		}
		return func() string { return canonical(doc) }
	}
}

// canonical is a document with its fields in the order of the alphabet, and
// without the zeros behind a decimal.
func canonical(doc []byte) string {
	var v any
	check(json.Unmarshal(doc, &v))
	return string(must(json.Marshal(trimmed(v))))
}

func trimmed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, of := range v {
			v[key] = trimmed(of)
		}
	case []any:
		for i := range v {
			v[i] = trimmed(v[i])
		}
	case string:
		if d, err := decimal.NewFromString(v); err == nil {
			return d.String()
		}
	}
	return v
}

// tenRules is a definition as a program manager writes it.
func tenRules() commission.Definition {
	d := commission.Definition{ID: "partners", Version: 3, Currency: "USD", HoldDays: 30, RefundDays: 60}
	for i := range 10 {
		r := commission.Rule{
			Name: fmt.Sprint("rule-", i), On: commission.Sale,
			When:  commission.All(commission.FactOneOf("product", fmt.Sprint("product-", i)), commission.FactOneOf("country", "CO", "MX", "ES")),
			Lasts: commission.Duration{Months: 12},
			Limit: commission.Limits{Max: decimal.NewFromInt(5000)},
		}
		r.Pay.Less = []string{"tax"}
		switch i % 3 {
		case 0:
			r.Pay.Rate = alianza.WholePercent(10 + i)
		case 1:
			r.Pay.Ladder, r.Pay.Rates = "affiliate", commission.Affiliate().Rules[0].Pay.Rates
		default:
			r.Pay.Fixed = decimal.New(1999, -2)
		}
		d.Rules = append(d.Rules, r)
	}
	return d
}

type (
	plainPlan struct {
		ID         string      `json:"id"`
		Version    int         `json:"version"`
		Currency   string      `json:"currency"`
		HoldDays   int         `json:"hold_days,omitzero"`
		RefundDays int         `json:"refund_days,omitzero"`
		Rules      []plainRule `json:"rules"`
	}
	plainRule struct {
		Name   string            `json:"name"`
		On     string            `json:"on"`
		When   *plainCondition   `json:"when,omitempty"`
		Less   []string          `json:"less,omitempty"`
		Rate   string            `json:"rate,omitempty"`
		Ladder string            `json:"ladder,omitempty"`
		Rates  map[string]string `json:"rates,omitempty"`
		Fixed  *decimal.Decimal  `json:"fixed,omitempty"`
		Months int               `json:"months,omitempty"`
		Max    *decimal.Decimal  `json:"max,omitempty"`
	}
	plainCondition struct {
		Fact  string           `json:"fact,omitempty"`
		OneOf []string         `json:"one_of,omitempty"`
		All   []plainCondition `json:"all,omitempty"`
	}

	plainLadder struct {
		Name   string       `json:"name"`
		Levels []plainLevel `json:"levels"`
	}
	plainLevel struct {
		Name     string             `json:"name"`
		Requires []plainRequirement `json:"requires"`
		Benefits []string           `json:"benefits,omitempty"`
		Support  string             `json:"support,omitempty"`
	}
	plainRequirement struct {
		Metric  string          `json:"metric"`
		AtLeast decimal.Decimal `json:"at_least"`
	}

	plainEvent struct {
		ID       string                     `json:"id"`
		Kind     string                     `json:"kind"`
		Partner  string                     `json:"partner"`
		Tier     string                     `json:"tier,omitempty"`
		At       time.Time                  `json:"at"`
		Currency string                     `json:"currency"`
		Amount   decimal.Decimal            `json:"amount"`
		Customer string                     `json:"customer,omitempty"`
		Order    string                     `json:"order,omitempty"`
		Includes map[string]decimal.Decimal `json:"includes,omitempty"`
		Facts    map[string]string          `json:"facts,omitempty"`
	}

	plainEntry struct {
		Key       string          `json:"key"`
		Plan      string          `json:"plan"`
		Version   int             `json:"version"`
		Rule      string          `json:"rule"`
		Kind      string          `json:"kind"`
		Event     string          `json:"event"`
		Partner   string          `json:"partner"`
		Customer  string          `json:"customer,omitempty"`
		Tier      string          `json:"tier,omitempty"`
		At        time.Time       `json:"at"`
		Booked    time.Time       `json:"booked"`
		Due       time.Time       `json:"due"`
		Currency  string          `json:"currency"`
		Base      decimal.Decimal `json:"base"`
		Rate      string          `json:"rate"`
		Exact     decimal.Decimal `json:"exact"`
		Amount    decimal.Decimal `json:"amount"`
		Remaining plainRemaining  `json:"remaining"`
	}
	plainRemaining struct {
		Base   decimal.Decimal `json:"base"`
		Amount decimal.Decimal `json:"amount"`
	}

	plainRecord struct {
		Format   int           `json:"format"`
		Key      string        `json:"key"`
		Revision int           `json:"revision"`
		Plan     string        `json:"plan"`
		Day      string        `json:"day"`
		Event    plainHappened `json:"event"`
	}
	plainHappened struct {
		Kind     string                     `json:"kind"`
		Content  string                     `json:"content"`
		At       time.Time                  `json:"at"`
		Version  int                        `json:"version"`
		Digest   string                     `json:"digest"`
		Amount   decimal.Decimal            `json:"amount"`
		Includes map[string]decimal.Decimal `json:"includes,omitempty"`
		Customer string                     `json:"customer,omitempty"`
		Order    string                     `json:"order,omitempty"`
		Tier     string                     `json:"tier,omitempty"`
		Holds    []plainHold                `json:"holds,omitempty"`
	}
	plainHold struct {
		Rule    string          `json:"rule"`
		Base    decimal.Decimal `json:"base,omitzero"`
		Units   decimal.Decimal `json:"units,omitzero"`
		Implied bool            `json:"implied,omitempty"`
		Rate    string          `json:"rate"`
		Tier    string          `json:"tier,omitempty"`
		Posted  decimal.Decimal `json:"posted"`
		Paid    decimal.Decimal `json:"paid,omitzero"`
		Due     time.Time       `json:"due"`
	}
)
