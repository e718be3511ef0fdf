package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A ScaleDefinition cuts a scale into named bands. [NewScale] checks that every
// number of the scale falls into exactly one of them.
type ScaleDefinition struct {
	Name string `json:"name"`
	// Bands are in rising order.
	Bands []Band `json:"bands"`
}

// A Band is a named range of numbers. Each of its ends says whether it belongs
// to the band: at least and at most include it, above and below do not.
type Band struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Light is the light of the band, if it has one.
	Light Light `json:"light,omitzero"`
	// From is the lower end. Only the first band may have none: the scale is
	// then open below.
	From alianza.Bound `json:"from,omitzero"`
	// To is the upper end. Only the last band may have none: the scale is then
	// open above.
	To alianza.Bound `json:"to,omitzero"`
}

// LightScale returns the bands "red", "yellow" and "green" of a scale from
// minimum to maximum: yellow from one number, green from another, each inclusive.
// For a scale on which less is better, write the bands out.
func LightScale(name string, minimum, yellow, green, maximum decimal.Decimal) ScaleDefinition {
	return ScaleDefinition{Name: name, Bands: []Band{
		{Name: "red", Light: Red, From: alianza.AtLeast(minimum), To: alianza.Below(yellow)},
		{Name: "yellow", Light: Yellow, From: alianza.AtLeast(yellow), To: alianza.Below(green)},
		{Name: "green", Light: Green, From: alianza.AtLeast(green), To: alianza.AtMost(maximum)},
	}}
}

// A Scale is a checked definition. It is immutable and safe for concurrent use.
type Scale struct{ def ScaleDefinition }

// NewScale checks a definition. It returns all faults at once. There is a fault
// if:
//   - a name is missing, malformed or repeated;
//   - there are no bands, or too many;
//   - an end of a band looks the wrong way, or no number falls into the band;
//   - there is a gap or an overlap between two bands, be it of one number;
//   - an end of the scale is not part of it.
func NewScale(d ScaleDefinition) (Scale, error) {
	if err := d.check(); err != nil {
		return Scale{}, err
	}
	return Scale{d.clone()}, nil
}

// Definition returns a fresh copy of the definition the scale was made from.
func (s Scale) Definition() ScaleDefinition { return s.def.clone() }

// Equal reports whether two scales have the same definition.
func (s Scale) Equal(o Scale) bool {
	return s.def.Name == o.def.Name && slices.EqualFunc(s.def.Bands, o.def.Bands, func(a, b Band) bool {
		return a.Name == b.Name && a.Light == b.Light && a.From.Equal(b.From) && a.To.Equal(b.To)
	})
}

func (d ScaleDefinition) clone() ScaleDefinition {
	d.Bands = slices.Clone(d.Bands)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ScaleDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Bands) == 0 {
		f.Add("bands", "", alianza.ErrMissing, "at least one band")
	}
	if !f.Count("bands", len(d.Bands), check.MaxClasses, "bands") {
		return f.Err()
	}
	names := check.Names{Faults: &f}
	last := len(d.Bands) - 1
	for i := range d.Bands {
		b, path := &d.Bands[i], fmt.Sprintf("bands[%d]", i)
		names.Add(path+".name", b.Name)
		if b.Light > Green {
			f.Add(path+".light", b.Light.String(), alianza.ErrUnknown, "want red, yellow or green")
		}
		sound := checkEnd(&f, path+".from", b.From, true, i == 0)
		sound = checkEnd(&f, path+".to", b.To, false, i == last) && sound
		if sound && excludes(b.From, b.To) {
			f.Add(path+".to."+b.To.Op.String(), exact.Text(b.To.Value), alianza.ErrConflict, "no number is "+b.From.String()+" and "+b.To.String())
		}
		if i > 0 && sound {
			checkSeam(&f, path+".from", d.Bands[i-1].To, b.From)
		}
	}
	return f.Err()
}

// checkEnd adds the faults of one end of a band and reports whether it has
// none. An end of the whole scale may be absent, and is part of the scale.
func checkEnd(f *check.Faults, path string, end alianza.Bound, lower, outer bool) bool {
	if end.IsZero() {
		if !outer {
			f.Add(path, "", alianza.ErrMissing, "only an end of the whole scale may be open")
		}
		return outer
	}
	if !f.Bound(path, end) {
		return false
	}
	at := path + "." + end.Op.String()
	switch {
	case !end.To.IsZero():
		f.Add(path+".to", exact.Text(end.To), alianza.ErrConflict, "an end has one bound")
		return false
	case lower && number.Toward(end.Op) <= 0:
		f.Add(at, exact.Text(end.Value), alianza.ErrConflict, "want at_least or above")
		return false
	case !lower && number.Toward(end.Op) >= 0:
		f.Add(at, exact.Text(end.Value), alianza.ErrConflict, "want at_most or below")
		return false
	case outer && (end.Op == alianza.OpAbove || end.Op == alianza.OpBelow):
		f.Add(at, exact.Text(end.Value), alianza.ErrConflict, "the end of the scale falls into no band; include it or leave it open")
	}
	return true
}

// checkSeam adds the gap or the overlap between the end of a band and the start
// of the next.
func checkSeam(f *check.Faults, path string, to, from alianza.Bound) {
	if number.Toward(to.Op) >= 0 || exact.Check(to.Value) != nil {
		return // faulted where it stands
	}
	at, value := path+"."+from.Op.String(), exact.Text(from.Value)
	switch c := exact.Cmp(to.Value, from.Value); {
	case c < 0:
		f.Add(at, value, alianza.ErrConflict, "a gap: the band before ends with "+to.String())
	case c > 0:
		f.Add(at, value, alianza.ErrConflict, "an overlap: the band before ends with "+to.String())
	case to.Op == alianza.OpAtMost && from.Op == alianza.OpAtLeast:
		f.Add(at, value, alianza.ErrConflict, "an overlap: "+value+" is also in the band before")
	case to.Op == alianza.OpBelow && from.Op == alianza.OpAbove:
		f.Add(at, value, alianza.ErrConflict, "a gap: "+value+" is in neither band")
	}
}

// Judge returns the band of a number, by its exact value. A nil number is one
// without data: its band is the zero Band, which has no name.
//
// It returns an error if the number is beyond the ends of the scale, or out of
// the bounds of the library.
//
// Rules: X14.
func (s Scale) Judge(n Number) (Band, error) {
	if len(s.def.Bands) == 0 {
		return Band{}, unchecked("scale", "NewScale")
	}
	var f check.Faults
	value, ok := number.Bare(&f, "value", n)
	if ok && value == nil {
		return Band{}, nil
	}
	for i := range s.def.Bands {
		if one := &s.def.Bands[i]; ok && one.has(value) {
			return *one, nil
		}
	}
	if ok {
		f.Add("value", number.Text(value, s.def.Bands[0].From, s.def.Bands[len(s.def.Bands)-1].To), alianza.ErrRange, "in no band: "+s.def.span())
	}
	return Band{}, fmt.Errorf("score: scale %s: %w", s.def.Name, f.Err())
}

// has reports whether a number falls into the band.
func (b Band) has(n Number) bool {
	return (b.From.IsZero() || b.From.Holds(n)) && (b.To.IsZero() || b.To.Holds(n))
}

// excludes reports whether one is a lower bound, the other an upper one, and no
// number meets both.
func excludes(lower, upper alianza.Bound) bool {
	c := exact.Cmp(lower.Value, upper.Value)
	return number.Toward(lower.Op) > 0 && number.Toward(upper.Op) < 0 && (c > 0 || c == 0 && (lower.Op == alianza.OpAbove || upper.Op == alianza.OpBelow))
}

// span returns the ends of the whole scale as text.
func (d ScaleDefinition) span() string {
	return "the scale is " + between(d.Bands[0].From, d.Bands[len(d.Bands)-1].To)
}

// between returns two ends, of which one may be open, as text.
func between(from, to alianza.Bound) string {
	var ends []string
	for _, end := range []alianza.Bound{from, to} {
		if !end.IsZero() {
			ends = append(ends, end.String())
		}
	}
	if len(ends) == 0 {
		return "every number"
	}
	return strings.Join(ends, " and ")
}

// String returns the band as a phrase, "amber, >= 40 and < 70", and "no data" for
// the zero Band.
func (b Band) String() string {
	if b.Name == "" {
		return "no data"
	}
	return b.Name + ", " + between(b.From, b.To)
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d ScaleDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*ScaleDefinition).check)
}

// UnmarshalJSON reads a definition and checks it as [NewScale] does.
func (d *ScaleDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*ScaleDefinition).check)
}

// MarshalJSON returns the JSON of the band.
func (b Band) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a band.
func (b *Band) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b, nil) }

// MarshalJSON returns the JSON of the definition the scale was made from.
func (s Scale) MarshalJSON() ([]byte, error) {
	if len(s.def.Bands) == 0 {
		return nil, unchecked("scale", "NewScale")
	}
	return s.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the scale of it.
func (s *Scale) UnmarshalJSON(data []byte) error {
	var d ScaleDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*s, err = NewScale(d)
	}
	return err
}
