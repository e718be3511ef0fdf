package commission_test

import (
	"encoding/json"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func TestVolume(t *testing.T) {
	for want, v := range map[string]commission.Volume{
		"0": {}, "600.00": volume("600.00", 0), "1 unit": volume("0", 1), "2 units": volume("0", 2), "600 in 1 unit": volume("600", 1), "600.5 in 6 units": volume("600.5", 6),
		"1.5 units": {Units: num("1.50")},
	} {
		if got := v.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
	var v commission.Volume
	for text, want := range map[string][]fault{
		`{}`: nil, `{"amount":"1.50","units":2}`: nil, `{"amount":"1.50","units":"0.5"}`: nil,
		`{"amount":"-0.01","units":-1}`: {{"amount", alianza.ErrRange}, {"units", alianza.ErrRange}},
		`{"amount":"1e99","Units":1}`:   {{"amount", alianza.ErrRange}, {"Units", alianza.ErrUnknown}},
	} {
		checkFaults(t, "Unmarshal "+text, json.Unmarshal([]byte(text), &v), want)
	}
}
