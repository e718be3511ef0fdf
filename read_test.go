package alianza_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A reward is like a definition of the library.
type reward struct {
	Name string          `json:"name"`
	Rate alianza.Percent `json:"rate"`
}

func (r reward) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

func (r *reward) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

func TestRead(t *testing.T) {
	want := reward{"gold", alianza.WholePercent(20)}
	tests := []struct {
		name string
		doc  string
		want string // the error
	}{
		{"plain", `{"name":"gold","rate":"20%"}`, ""},
		{"byte order mark", "\ufeff" + `{"name":"gold","rate":"20%"}`, ""},
		{"blanks", "\r\n\t " + `{"name":"gold","rate":"20%"}` + "\n", ""},
		{"place of a fault", "\ufeff\n\n  {\"name\": \"gold\",\n   \"rate\": 20}", `line 4, column 12: rate "20": malformed: a percentage has a percent sign: write "20%"`},
		{"trailing data", `{"name":"gold","rate":"20%"}{}`, `line 1, column 29: malformed: want the end of the document, not '{'`},
		{"nothing", "", `line 1, column 1: malformed: an empty document`},
		{"a mark alone", "\ufeff", `line 1, column 1: malformed: an empty document`},
		{"null", "null", `line 1, column 1: missing: null; leave the field out or give it a value`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := alianza.Read[reward]([]byte(tt.doc))
			switch {
			case tt.want == "":
				if err != nil || got != want {
					t.Errorf("Read(%q) = %v, %v; want %v", tt.doc, got, err, want)
				}
			case err == nil || err.Error() != tt.want || got != (reward{}):
				t.Errorf("Read(%q) = %v, %v; want %s", tt.doc, got, err, tt.want)
			}
		})
	}
	bound, err := alianza.Read[alianza.Bound]([]byte("\ufeff" + `{"above": 7}`))
	if err != nil || !bound.Equal(alianza.Above(dec(7))) {
		t.Errorf("Read = %v, %v; want > 7", bound, err)
	}
}

func ExampleRead() {
	got, err := alianza.Read[reward]([]byte(`{"name": "gold", "rate": "20%"}`))
	fmt.Println(got.Name, got.Rate, err)

	_, err = alianza.Read[reward]([]byte(`{
  "nam": "gold",
  "rate": 0.2
}`))
	fmt.Println(err)
	// Output:
	// gold 20% <nil>
	// line 2, column 3: nam: unknown field: did you mean name?
	// line 3, column 11: rate "0.2": malformed: a percentage has a percent sign: write "20%", or "0.2%" if less than 1% is meant
}
