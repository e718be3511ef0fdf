package score

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// Level is a degree, Low < Medium < High. The zero Level is none.
type Level uint8

// The three levels.
const (
	Low    Level = iota + 1 // written "low"
	Medium                  // written "medium"
	High                    // written "high"
)

var levelNames = [...]string{"none", "low", "medium", "high"}

// String returns the level in lower case, "none" for the zero Level.
func (l Level) String() string { return enum.Name(l, levelNames[:]) }

// AppendText appends the level to b.
func (l Level) AppendText(b []byte) ([]byte, error) { return append(b, l.String()...), nil }

// MarshalText returns the level.
func (l Level) MarshalText() ([]byte, error) { return l.AppendText(nil) }

// UnmarshalText reads a level: low, medium or high.
func (l *Level) UnmarshalText(text []byte) error { return enum.Parse(l, text, levelNames[:], 1) }

// Combine is how the levels of several dimensions become one. The zero Combine
// is [Weakest].
type Combine uint8

// The ways to combine levels.
const (
	Weakest Combine = iota // the lowest decides; written "weakest"
	Median                 // the one in the middle, the lower of two; written "median"
)

var combineNames = [...]string{"weakest", "median"}

// String returns the name of the way, such as "weakest".
func (c Combine) String() string { return enum.Name(c, combineNames[:]) }

// AppendText appends the name of the way to b.
func (c Combine) AppendText(b []byte) ([]byte, error) { return append(b, c.String()...), nil }

// MarshalText returns the name of the way.
func (c Combine) MarshalText() ([]byte, error) { return c.AppendText(nil) }

// UnmarshalText reads the name of a way: weakest or median.
func (c *Combine) UnmarshalText(text []byte) error { return enum.Parse(c, text, combineNames[:], 0) }

// A SegmentationDefinition puts prospects into three segments by how they stand
// in several dimensions. [NewSegmentation] checks it.
type SegmentationDefinition struct {
	Name       string      `json:"name"`
	Dimensions []Dimension `json:"dimensions"`
	Combine    Combine     `json:"combine,omitzero"`
}

// A Dimension is one aspect of a prospect and the words for it.
type Dimension struct {
	Name string `json:"name"`
	// Words are what the dimension is called when it speaks for a low, a medium
	// and a high segment. Without words they are "low", "medium" and "high".
	Words []string `json:"words,omitzero"`
}

// words returns the three words of the dimension, from low to high.
func (d Dimension) words() []string {
	if len(d.Words) == 0 {
		return levelNames[Low:]
	}
	return d.Words
}

// PrioritySegments returns the segmentation of the affiliate program (S20): a
// prospect's priority by four dimensions, the weakest of which decides. Ties to
// competitors count the other way round: none speaks for high, active for low.
func PrioritySegments() SegmentationDefinition {
	return SegmentationDefinition{Name: "priority", Dimensions: []Dimension{
		{Name: "audience_alignment"},
		{Name: "engagement_credibility"},
		{Name: "competitor_partnerships", Words: []string{"active", "limited", "none"}},
		{Name: "impact_potential"},
	}}
}

// A Profile is the facts about a prospect: for each dimension one of its words.
// A dimension that is not there is unknown.
type Profile map[string]string

// A Segmentation is a checked definition. The zero Segmentation has no
// dimensions and gives no level. A Segmentation is immutable and safe for
// concurrent use.
type Segmentation struct{ def SegmentationDefinition }

// NewSegmentation checks a definition. It returns an error with all its faults:
// a missing or repeated name, no dimensions, words that are not three or repeat
// each other, a way to combine that there is not.
func NewSegmentation(d SegmentationDefinition) (Segmentation, error) {
	if err := d.check(); err != nil {
		return Segmentation{}, err
	}
	return Segmentation{d.clone()}, nil
}

// MustSegmentation is NewSegmentation for definitions written in code; it
// panics on a fault.
func MustSegmentation(d SegmentationDefinition) Segmentation {
	s, err := NewSegmentation(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return s
}

// Definition returns a fresh copy of the definition the segmentation was made
// from.
func (s Segmentation) Definition() SegmentationDefinition { return s.def.clone() }

func (d SegmentationDefinition) clone() SegmentationDefinition {
	d.Dimensions = slices.Clone(d.Dimensions)
	for i, one := range d.Dimensions {
		d.Dimensions[i].Words = slices.Clone(one.Words)
	}
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *SegmentationDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Dimensions) == 0 {
		f.Add("dimensions", "", alianza.ErrMissing, "at least one dimension")
	}
	names := check.Names{Faults: &f}
	for i, one := range d.Dimensions {
		path := fmt.Sprintf("dimensions[%d]", i)
		names.Add(path+".name", one.Name)
		if n := len(one.words()); n != int(High) {
			f.Add(path+".words", fmt.Sprint(n), alianza.ErrRange, "want three words, for low, medium and high")
		}
		words := check.Names{Faults: &f}
		for j, w := range one.Words {
			words.Add(fmt.Sprintf("%s.words[%d]", path, j), w)
		}
	}
	if d.Combine > Median {
		f.Add("combine", d.Combine.String(), alianza.ErrUnknown, "want weakest or median")
	}
	return f.Err()
}

// A Segment is the level of a prospect and why. While dimensions are unknown it
// is a range: Level with all of them low, Best with all of them high.
type Segment struct {
	Segmentation string
	Combine      Combine
	Level        Level
	Best         Level
	Standings    []Standing // the dimensions, in the order of the definition
	Unknown      []string   // dimensions that were not given
}

// A Standing is how a prospect stands in one dimension. It compares with ==.
type Standing struct {
	Dimension string
	Word      string
	Level     Level
}

// Judge returns the segment of a prospect: the level of its weakest dimension,
// or the lower median of all, as the definition says. It returns an error for
// dimensions that the definition does not have and for words that are none of
// the dimension.
func (s Segmentation) Judge(p Profile) (Segment, error) {
	var f check.Faults
	for _, name := range slices.Sorted(maps.Keys(p)) {
		i := slices.IndexFunc(s.def.Dimensions, func(d Dimension) bool { return d.Name == name })
		if i < 0 {
			f.Add("profile."+name, "", alianza.ErrUnknown, "there is no such dimension")
		} else if words := s.def.Dimensions[i].words(); !slices.Contains(words, p[name]) {
			f.Add("profile."+name, p[name], alianza.ErrUnknown, fmt.Sprintf("want one of %q", words))
		}
	}
	if err := f.Err(); err != nil {
		return Segment{}, fmt.Errorf("score: segmentation %s: %w", s.def.Name, err)
	}
	result := Segment{Segmentation: s.def.Name, Combine: s.def.Combine}
	var levels []Level
	for _, d := range s.def.Dimensions {
		word, ok := p[d.Name]
		if !ok {
			result.Unknown = append(result.Unknown, d.Name)
			continue
		}
		level := Low + Level(slices.Index(d.words(), word))
		result.Standings = append(result.Standings, Standing{d.Name, word, level})
		levels = append(levels, level)
	}
	slices.Sort(levels)
	open := len(result.Unknown)
	result.Level = s.def.Combine.of(slices.Concat(slices.Repeat([]Level{Low}, open), levels))
	result.Best = s.def.Combine.of(slices.Concat(levels, slices.Repeat([]Level{High}, open)))
	return result, nil
}

// of combines levels in rising order; those of no dimension to none.
func (c Combine) of(levels []Level) Level {
	switch {
	case len(levels) == 0:
		return 0
	case c == Median:
		return levels[(len(levels)-1)/2]
	}
	return levels[0]
}

// String returns the segment as a phrase, with the dimensions that keep it from
// being higher: "medium; impact_potential is medium; unknown: audience_alignment".
func (s Segment) String() string {
	var b strings.Builder
	b.WriteString(s.Level.String())
	if s.Best != s.Level {
		b.WriteString(" to " + s.Best.String())
	}
	for _, one := range s.Standings {
		if s.Level < High && one.Level < High && one.Level <= s.Best {
			b.WriteString("; " + one.Dimension + " is " + one.Word)
		}
	}
	if len(s.Unknown) > 0 {
		b.WriteString("; unknown: " + strings.Join(s.Unknown, ", "))
	}
	return b.String()
}

// MarshalJSON returns the segment with its fields in lower case.
func (s Segment) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("segmentation", &s.Segmentation)
		oldjson.Text(o, "combine", &s.Combine)
		oldjson.Text(o, "level", &s.Level)
		oldjson.Text(o, "best", &s.Best)
		oldjson.List(o, "standings", &s.Standings, func(one *Standing, o *oldjson.Object) {
			o.String("dimension", &one.Dimension)
			o.String("word", &one.Word)
			oldjson.Text(o, "level", &one.Level)
		})
		o.Optional().Strings("unknown", &s.Unknown)
	})
}

// MarshalJSON returns the JSON of the definition.
func (d SegmentationDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewSegmentation]
// does. It returns all faults, of form and of meaning, and then leaves d as it
// was.
func (d *SegmentationDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*SegmentationDefinition).fields, (*SegmentationDefinition).check)
}

func (d *SegmentationDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.List(o, "dimensions", &d.Dimensions, (*Dimension).fields)
	oldjson.Text(o.Optional(), "combine", &d.Combine)
}

func (d *Dimension) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Optional().Strings("words", &d.Words)
}
