package commission_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestConditionAlone reads and writes conditions by themselves.
func TestConditionAlone(t *testing.T) {
	tests := []struct {
		name, text string
		want       []fault
	}{
		{"a list", `{"fact":"country","one_of":["US","CA"]}`, nil},
		{"none of", `{"fact":"country","none_of":["US"]}`, nil},
		{"a bound", `{"fact":"amount","at_least":"100"}`, nil},
		{"groups", `{"all":[{"any":[{"fact":"a","one_of":["b"]}]},{"fact":"c","below":"2"}]}`, nil},
		{"another case", `{"Fact":"country","one_of":["US"]}`, []fault{{"fact", alianza.ErrMissing}, {"Fact", alianza.ErrUnknown}}},
		{"nothing", `{"fact":"country"}`, []fault{{"", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c commission.Condition
			err := json.Unmarshal([]byte(tt.text), &c)
			if tt.want != nil {
				if len(faultsOf(t, err)) != len(tt.want) {
					t.Errorf("Unmarshal = %v; want %v", err, tt.want)
				}
				return
			}
			if doc, again := json.Marshal(c); err != nil || again != nil || string(doc) != tt.text {
				t.Errorf("Marshal = %s, %v after %v; want %s", doc, again, err, tt.text)
			}
		})
	}
	if doc, err := json.Marshal(commission.Condition{}); err != nil || string(doc) != "{}" {
		t.Errorf("Marshal of none = %s, %v; want {}", doc, err)
	}
}

// TestResultsJSON writes results that are parts of others by themselves.
func TestResultsJSON(t *testing.T) {
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"a delta", commission.Delta{Partner: "ana", Rule: "sale", Before: num("1.50"), After: num("2.00")}, `{"partner":"ana","rule":"sale","before":"1.50","after":"2.00"}`},
		{"a refusal", commission.Refusal{Partner: "ana", Event: "s", Second: true, Err: errors.New("no")}, `{"partner":"ana","event":"s","second":true,"error":"no"}`},
		{
			"a cliff", alianza.Must(commission.NewTable(table(commission.Slab, bracket("1000", "10%"), bracket("", "20%")))).Cliffs()[0],
			`{"at":"1000","edge":"lower","from":"10%","to":"20%","jump":"100.0"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc, err := json.Marshal(tt.v); err != nil || string(doc) != tt.want {
				t.Errorf("Marshal = %s, %v; want %s", doc, err, tt.want)
			}
		})
	}
}
