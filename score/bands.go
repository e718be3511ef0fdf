package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A BandsDefinition cuts a scale into named bands. [NewBands] checks that every
// number of the scale falls into exactly one of them.
type BandsDefinition struct {
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
	From Target `json:"from,omitzero"`
	// To is the upper end. Only the last band may have none: the scale is then
	// open above.
	To Target `json:"to,omitzero"`
}

// LightBands returns the bands "red", "yellow" and "green" of a scale from min
// to max: yellow from the number given, green from the number given, each
// inclusive. For a scale on which less is better, write the bands out.
func LightBands(name string, minimum, yellow, green, maximum decimal.Decimal) BandsDefinition {
	return BandsDefinition{Name: name, Bands: []Band{
		{Name: "red", Light: Red, From: AtLeast(minimum), To: Below(yellow)},
		{Name: "yellow", Light: Yellow, From: AtLeast(yellow), To: Below(green)},
		{Name: "green", Light: Green, From: AtLeast(green), To: AtMost(maximum)},
	}}
}

// Bands is a checked definition. The zero Bands has no band; no number falls
// into one. Bands are immutable and safe for concurrent use.
type Bands struct{ def BandsDefinition }

// NewBands checks a definition. It returns an error with all its faults: a
// missing or repeated name, no bands, an end that looks the wrong way, a band
// that no number falls into, a gap or an overlap between two bands (of a whole
// range or of one number), and an end of the scale that is not part of it.
func NewBands(d BandsDefinition) (Bands, error) {
	if err := d.check(); err != nil {
		return Bands{}, err
	}
	return Bands{d.clone()}, nil
}

// MustBands is NewBands for definitions written in code; it panics on a fault.
func MustBands(d BandsDefinition) Bands {
	b, err := NewBands(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return b
}

// Definition returns a fresh copy of the definition the bands were made from.
func (b Bands) Definition() BandsDefinition { return b.def.clone() }

func (d BandsDefinition) clone() BandsDefinition {
	d.Bands = slices.Clone(d.Bands)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *BandsDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Bands) == 0 {
		f.Add("bands", "", alianza.ErrMissing, "at least one band")
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
		if sound && b.From.excludes(b.To) {
			f.Add(path+".to."+b.To.Op.String(), exact.Text(b.To.Bound), alianza.ErrConflict, "no number is "+b.From.String()+" and "+b.To.String())
		}
		if i > 0 && sound {
			checkSeam(&f, path+".from", d.Bands[i-1].To, b.From)
		}
	}
	return f.Err()
}

// checkEnd adds the faults of one end of a band and reports whether it has
// none. An end of the whole scale may be absent, and is part of the scale.
func checkEnd(f *check.Faults, path string, end Target, lower, outer bool) bool {
	if end.IsZero() {
		if !outer {
			f.Add(path, "", alianza.ErrMissing, "only an end of the whole scale may be open")
		}
		return outer
	}
	if !end.check(f, path) {
		return false
	}
	at := path + "." + end.Op.String()
	switch {
	case !end.To.IsZero():
		f.Add(path+".to", exact.Text(end.To), alianza.ErrConflict, "an end has one bound")
		return false
	case lower && !end.lower():
		f.Add(at, exact.Text(end.Bound), alianza.ErrConflict, "want at_least or above")
		return false
	case !lower && !end.upper():
		f.Add(at, exact.Text(end.Bound), alianza.ErrConflict, "want at_most or below")
		return false
	case outer && (end.Op == OpAbove || end.Op == OpBelow):
		f.Add(at, exact.Text(end.Bound), alianza.ErrConflict, "the end of the scale falls into no band; include it or leave it open")
	}
	return true
}

// checkSeam adds the gap or the overlap between the end of a band and the start
// of the next.
func checkSeam(f *check.Faults, path string, to, from Target) {
	if !to.upper() || exact.Check(to.Bound) != nil {
		return // faulted where it stands
	}
	at, value := path+"."+from.Op.String(), exact.Text(from.Bound)
	switch c := exact.Cmp(to.Bound, from.Bound); {
	case c < 0:
		f.Add(at, value, alianza.ErrConflict, "a gap: the band before ends with "+to.String())
	case c > 0:
		f.Add(at, value, alianza.ErrConflict, "an overlap: the band before ends with "+to.String())
	case to.Op == OpAtMost && from.Op == OpAtLeast:
		f.Add(at, value, alianza.ErrConflict, "an overlap: "+value+" is also in the band before")
	case to.Op == OpBelow && from.Op == OpAbove:
		f.Add(at, value, alianza.ErrConflict, "a gap: "+value+" is in neither band")
	}
}

// Banded is the band that a number falls into. Without data, Band is "".
type Banded struct {
	_        [0]func() // == would compare decimals by address
	Bands    string
	Band     string
	Light    Light           // of the band, if it has one
	Value    decimal.Decimal // to be shown, as [Reading.Value] is; zero without data
	From, To Target          // of the band
}

// Judge returns the band of a number, by its exact value. A nil number, or a
// nil pointer to a number of this package, is one without data and has no band (X14). It
// returns an error for a number beyond the ends of the scale, or out of the
// bounds of the library.
func (b Bands) Judge(value Number) (Banded, error) {
	var f check.Faults
	result := Banded{Bands: b.def.Name}
	value, _ = bare(&f, "value", value)
	if value == nil {
		if err := f.Err(); err != nil {
			return Banded{}, fmt.Errorf("score: bands %s: %w", b.def.Name, err)
		}
		return result, nil
	}
	for i := range b.def.Bands {
		one := &b.def.Bands[i]
		if one.From.open(value) && one.To.open(value) {
			result.Band, result.Light, result.Value, result.From, result.To = one.Name, one.Light, shown(value, one.From, one.To), one.From, one.To
			return result, nil
		}
	}
	f.Add("value", exact.Text(value.Round(2)), alianza.ErrRange, "in no band: "+b.def.span())
	return Banded{}, fmt.Errorf("score: bands %s: %w", b.def.Name, f.Err())
}

// lower reports whether the target is a lower bound and nothing else.
func (t Target) lower() bool { return t.Op == OpAtLeast || t.Op == OpAbove }

// upper reports whether the target is an upper bound and nothing else.
func (t Target) upper() bool { return t.Op == OpAtMost || t.Op == OpBelow }

// excludes reports whether one is a lower bound, the other an upper one, and no
// number meets both.
func (t Target) excludes(upper Target) bool {
	c := exact.Cmp(t.Bound, upper.Bound)
	return t.lower() && upper.upper() && (c > 0 || c == 0 && (t.Op == OpAbove || upper.Op == OpBelow))
}

// open reports whether a number meets the target, as each does that is none.
func (t Target) open(v Number) bool { return t.IsZero() || t.met(v) }

// span returns the ends of the whole scale as text.
func (d BandsDefinition) span() string {
	if len(d.Bands) == 0 {
		return "there is none"
	}
	return "the scale is " + between(d.Bands[0].From, d.Bands[len(d.Bands)-1].To)
}

// between returns two ends, of which one may be open, as text.
func between(from, to Target) string {
	var ends []string
	for _, end := range []Target{from, to} {
		if !end.IsZero() {
			ends = append(ends, end.String())
		}
	}
	if len(ends) == 0 {
		return "every number"
	}
	return strings.Join(ends, " and ")
}

// String returns the band as a phrase: "score 69.5: amber, >= 40 and < 70",
// "score: no data".
func (b Banded) String() string {
	if b.Band == "" {
		return b.Bands + ": no data"
	}
	return fmt.Sprintf("%s %s: %s, %s", b.Bands, exact.Text(exact.Trim(b.Value)), b.Band, between(b.From, b.To))
}

// MarshalJSON returns the band with its fields in lower case; without data it
// has no value.
func (b Banded) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("bands", &b.Bands)
		if b.Band != "" {
			o.String("band", &b.Band)
			oldjson.Text(o.Optional(), "light", &b.Light)
			o.Decimal("value", &b.Value)
		}
		oldjson.Struct(o.Optional(), "from", &b.From, b.From.IsZero(), (*Target).fields)
		oldjson.Struct(o.Optional(), "to", &b.To, b.To.IsZero(), (*Target).fields)
	})
}

// MarshalJSON returns the JSON of the definition.
func (d BandsDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewBands] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *BandsDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*BandsDefinition).fields, (*BandsDefinition).check)
}

func (d *BandsDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.List(o, "bands", &d.Bands, (*Band).fields)
}

func (b *Band) fields(o *oldjson.Object) {
	o.String("name", &b.Name)
	oldjson.Text(o.Optional(), "light", &b.Light)
	oldjson.Struct(o.Optional(), "from", &b.From, b.From.IsZero(), (*Target).fields)
	oldjson.Struct(o.Optional(), "to", &b.To, b.To.IsZero(), (*Target).fields)
}
