package terms

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Judgment is an agreement that the terms allow.
type Judgment struct {
	_           [0]func()            // == would compare numbers by address
	Program     string               `json:"program"`
	PartnerType string               `json:"partner_type,omitzero"` // absent if the agreement names none
	Currency    string               `json:"currency"`
	Promises    []Promise            `json:"promises"` // in the order of the clauses
	Warnings    []alianza.FieldError `json:"warnings,omitzero"`
}

// String returns the judgment as a sentence: "podcast, affiliate program: 1200
// USD per episode, 15% of sales". Each warning follows a semicolon.
func (j Judgment) String() string {
	texts := make([]string, len(j.Promises))
	for i, p := range j.Promises {
		texts[i] = p.text(j.Currency)
	}
	parts := []string{fmt.Sprintf("%s, %s program: %s", cmp.Or(j.PartnerType, "any partner"), j.Program, strings.Join(texts, ", "))}
	for i := range j.Warnings {
		parts = append(parts, "warning: "+j.Warnings[i].Error())
	}
	return strings.Join(parts, "; ")
}

// text returns a promise as a phrase: "1200 USD per episode".
func (p Promise) text(currency string) string {
	per, medium := "", ""
	if p.Per != "" {
		per = " per " + p.Per
	}
	if p.Medium != commission.Cash {
		medium = " in " + strings.TrimPrefix(p.Medium.String(), "in_")
	}
	name := strings.ReplaceAll(p.About.String(), "_", " ")
	switch form := p.About.form(); {
	case form == percentage && !p.Points.IsZero():
		return fmt.Sprintf("%s %s (%s)", p.Total(), p.About.of()+per+medium, p.sum())
	case form == percentage:
		return fmt.Sprintf("%s %s", p.Total(), p.About.of()+per+medium)
	case p.About == Duration:
		return fmt.Sprintf("%s years", p.Agreed)
	case form == amount && per == "":
		return fmt.Sprintf("%s %s%s as %s", p.Agreed, currency, medium, name)
	case form == amount:
		return fmt.Sprintf("%s %s%s", p.Agreed, currency, medium+per)
	case form == choice:
		return name + " by " + scopeText(p.Scope)
	}
	return name + per + medium
}

// scopeText returns a scope as a phrase: "product A, territory MX".
func scopeText(scope map[string]string) string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(scope)) {
		texts = append(texts, name+" "+scope[name])
	}
	return strings.Join(texts, ", ")
}

// sum returns how the total came about: "28% and 5 points for exclusivity".
func (p Promise) sum() string {
	return fmt.Sprintf("%s and %s points for exclusivity", p.Agreed, strings.TrimSuffix(p.Points.String(), "%"))
}

// MarshalJSON writes the judgment by its tags.
func (j Judgment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(j) }

// UnmarshalJSON reads a judgment strictly.
func (j *Judgment) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, j, nil) }
