package commission

import (
	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Band is a range of rates within which a contract fixes one, closed at both
// ends (X3). Bands of neighbouring tiers may share an end, so that a rate does
// not tell the band (T7). It compares with ==. The zero Band has only 0% in it.
type Band struct {
	Low  Rate `json:"low"`
	High Rate `json:"high"`
}

// ResellerBands returns the bands of rates of the alliance program's resellers
// by level (T6): basic 15% to 20%, professional 20% to 25%, enterprise 25% to
// 30%.
func ResellerBands() map[string]Band {
	return map[string]Band{
		"basic":        {Percent(15), Percent(20)},
		"professional": {Percent(20), Percent(25)},
		"enterprise":   {Percent(25), Percent(30)},
	}
}

// Has reports whether a rate is in the band: at least Low and at most High.
func (b Band) Has(r Rate) bool { return r.Compare(b.Low) >= 0 && r.Compare(b.High) <= 0 }

// String returns the band as a phrase: "15% to 20%".
func (b Band) String() string { return b.Low.String() + " to " + b.High.String() }

// MarshalJSON returns the band as an object of its two ends.
func (b Band) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b.fields) }

// UnmarshalJSON reads a band strictly; its ends have to be in order.
func (b *Band) UnmarshalJSON(data []byte) error {
	return strictjson.Into(b, data, strictjson.MaxDefinition, (*Band).fields, (*Band).check)
}

func (b *Band) fields(o *strictjson.Object) {
	strictjson.Text(o, "low", &b.Low)
	strictjson.Text(o, "high", &b.High)
}

func (b *Band) check() error {
	var f check.Faults
	if b.High.Compare(b.Low) < 0 {
		f.Add("high", b.High.String(), alianza.ErrConflict, "below low, "+b.Low.String())
	}
	return f.Err()
}
