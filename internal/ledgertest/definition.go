package ledgertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"time"
)

// A definition is one version of a program.
type definition struct {
	ID          string   `json:"id"`
	Version     int      `json:"version"`
	From        *moment  `json:"from"`
	Until       *moment  `json:"until"`
	Currency    string   `json:"currency"`
	Step        number   `json:"step"`
	Rounding    string   `json:"rounding"`
	HoldHours   int      `json:"hold_hours"`
	HoldDays    int      `json:"hold_days"`
	RefundDays  int      `json:"refund_days"`
	UnknownSale string   `json:"unknown_sale"`
	Precedence  string   `json:"precedence"`
	YearBegins  int      `json:"year_begins"`
	Rules       []rule   `json:"rules"`
	Bonuses     []bonus  `json:"bonuses"`
	Caps        []capped `json:"caps"` // over several rules and bonuses

	from, until time.Time // days; zero if open
}

// A rule says what one kind of event earns.
type rule struct {
	Name         string             `json:"name"`
	On           string             `json:"on"`
	When         condition          `json:"when"`
	Active       bool               `json:"active"`
	MinMonths    int                `json:"min_months"`
	Less         []string           `json:"less"`
	Rate         percent            `json:"rate"`
	MaxRate      percent            `json:"max_rate"`
	OwnTerms     bool               `json:"own_terms"`
	Ladder       string             `json:"ladder"`
	Rates        map[string]percent `json:"rates"`
	Fixed        number             `json:"fixed"`
	PerUnit      number             `json:"per_unit"`
	Table        *table             `json:"table"`
	Medium       string             `json:"medium"`
	Over         string             `json:"over"`
	KeepAttained bool               `json:"keep_attained"`
	EachCustomer bool               `json:"each_customer"`
	Carry        bool               `json:"carry"`
	Months       int                `json:"months"`
	Payments     int                `json:"payments"`
	After        int                `json:"after_payments"`
	Then         percent            `json:"then"`
	CountFree    bool               `json:"count_free"`
	Min          number             `json:"min"`
	Max          number             `json:"max"`
	Caps         []capped           `json:"caps"`
	Meter        string             `json:"meter"`
	Reads        string             `json:"reads"`
	TakeBack     []takeBack         `json:"take_back"`
	Defer        []deferred         `json:"defer"`
}

// capped is a cap: a bound of the sum of what a rule posts, or several together.
type capped struct {
	Name     string   `json:"name"`
	Of       []string `json:"of"`
	Amount   number   `json:"amount"`
	Per      string   `json:"per"`
	Customer bool     `json:"customer"`
}

// A takeBack is a line of the policy by which a rule takes back.
type takeBack struct {
	Rate   percent  `json:"rate"`
	On     string   `json:"on"`
	Causes []string `json:"causes"`
	Months int      `json:"months"`
	Whole  bool     `json:"whole"`
}

// A bonus is paid at the close of a period.
type bonus struct {
	Name      string             `json:"name"`
	MaxRate   percent            `json:"max_rate"`
	Over      string             `json:"over"`
	Of        []string           `json:"of"`
	When      condition          `json:"when"`
	Rate      percent            `json:"rate"`
	Ladder    string             `json:"ladder"`
	Rates     map[string]percent `json:"rates"`
	Fixed     number             `json:"fixed"`
	PerUnit   number             `json:"per_unit"`
	Table     *table             `json:"table"`
	Medium    string             `json:"medium"`
	Follows   bool               `json:"follows"`
	Guarantee bool               `json:"guarantee"`
	ByDays    bool               `json:"by_days"`
	Min       number             `json:"min"`
	Max       number             `json:"max"`
}

func readDefinition(data []byte) (*definition, error) {
	d := &definition{}
	if err := strict(data, d); err != nil {
		return nil, err
	}
	if d.From != nil {
		d.from = d.From.Time
	}
	if d.Until != nil {
		d.until = d.Until.Time
	}
	if d.Step.Rat == nil {
		d.Step.Rat = quo(whole(1), power(minor(d.Currency)))
	}
	for i := range d.Rules {
		r := &d.Rules[i]
		r.Medium, r.Over, r.Meter = or(r.Medium, "cash"), or(r.Over, "event"), or(r.Meter, r.Name)
		if err := r.Table.prepare(); err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, err)
		}
	}
	for i := range d.Bonuses {
		b := &d.Bonuses[i]
		b.Medium = or(b.Medium, "cash")
		if err := b.Table.prepare(); err != nil {
			return nil, fmt.Errorf("bonus %s: %w", b.Name, err)
		}
	}
	if d.ID == "" || d.Version < 1 || d.Currency == "" {
		return nil, errors.New("no id, version or currency")
	}
	return d, nil
}

// strict reads one JSON value and no unknown field.
func strict(data []byte, v any) error {
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(v); err != nil {
		return err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// minor returns the number of decimals of a currency.
func minor(code string) int {
	switch code {
	case "JPY", "KRW", "CLP":
		return 0
	case "KWD", "BHD", "TND":
		return 3
	default:
		return 2
	}
}

// round rounds an amount to what the definition posts.
func (d *definition) round(x *big.Rat) *big.Rat { return round(x, d.Step.Rat, d.Rounding) }

// uses reports whether a rule or a bonus goes by periods of a length.
func (d *definition) uses(span string) bool {
	return slices.ContainsFunc(d.Rules, func(r rule) bool { return r.Over == span }) ||
		slices.ContainsFunc(d.Bonuses, func(b bonus) bool { return b.Over == span })
}

// spans returns the lengths of the periods that a rule asks for: of its window, of
// its caps and of the bonuses on its meter.
func (l *Ledger) spans(def *definition, r *rule) []string {
	spans := []string{r.Over}
	for _, c := range def.capsOf(r) {
		spans = append(spans, c.Per)
	}
	for _, d := range l.versions {
		for _, b := range d.Bonuses {
			if slices.Contains(b.Of, r.Meter) {
				spans = append(spans, b.Over)
			}
		}
		for i := range d.Rules {
			if d.Rules[i].Reads == r.Meter {
				spans = append(spans, d.Rules[i].Over)
			}
		}
	}
	return spans
}

// capsOf returns the caps of a rule: its own, and those over several. Each has the
// name by which it is counted.
func (d *definition) capsOf(r *rule) (list []capped) {
	for _, c := range r.Caps {
		c.Name = "rule " + r.Name + " " + c.Per
		list = append(list, c)
	}
	return append(list, d.shared(r.Name)...)
}

// shared returns the caps over several rules and bonuses that one of them is under.
func (d *definition) shared(name string) (list []capped) {
	for _, c := range d.Caps {
		if slices.Contains(c.Of, name) {
			list = append(list, c)
		}
	}
	return list
}

// lasts reports whether the rule pays for a customer's time.
func (r *rule) lasts() bool { return r.Months > 0 || r.Payments > 0 || r.After > 0 }

// pooled reports whether the rule pays a window for all that was sold in it.
func (r *rule) pooled() bool { return r.Over != "event" && !r.Table.single() }

// unitsAlone reports whether the rule pays for units and not for amounts.
func (r *rule) unitsAlone() bool {
	if r.Table != nil {
		return r.Table.unitsAlone()
	}
	return r.PerUnit.or0().Sign() > 0 && r.Rate.or0().Sign() == 0 && r.Ladder == ""
}

// unitsRead reports whether what the rule pays depends on units.
func (r *rule) unitsRead() bool {
	return r.PerUnit.or0().Sign() > 0 || r.Table != nil && r.Table.By == "units"
}
