package prospect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// A SegmentationDefinition puts prospects into three segments by how they stand
// in several dimensions. [NewSegmentation] checks it.
type SegmentationDefinition struct {
	Name       string      `json:"name"`
	Dimensions []Dimension `json:"dimensions"`
	// Median lets the dimension in the middle decide, the lower of two. Without it
	// the weakest dimension decides.
	Median bool `json:"median,omitzero"`
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
		return []string{"low", "medium", "high"}
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

// A Segmentation is a checked definition. The zero Segmentation has no
// dimensions and gives no priority. A Segmentation is immutable and safe for
// concurrent use.
type Segmentation struct{ def SegmentationDefinition }

// NewSegmentation checks a definition. It returns an error with all its faults:
// a missing or repeated name, no dimensions, words that are not three or repeat
// each other.
func NewSegmentation(d SegmentationDefinition) (Segmentation, error) {
	if err := d.check(); err != nil {
		return Segmentation{}, err
	}
	return Segmentation{d.clone()}, nil
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
		if n := len(one.words()); n != int(kpi.PriorityHigh) {
			f.Add(path+".words", fmt.Sprint(n), alianza.ErrRange, "want three words, for low, medium and high")
		}
		words := check.Names{Faults: &f}
		for j, w := range one.Words {
			words.Add(fmt.Sprintf("%s.words[%d]", path, j), w)
		}
	}
	return f.Err()
}

// A Segment is the priority of a prospect and why. While dimensions are unknown
// it is a range: Priority with all of them low, Best with all of them high.
type Segment struct {
	Segmentation string
	Median       bool
	Priority     kpi.Priority
	Best         kpi.Priority
	Dimensions   []DimensionLevel // those given, in the order of the definition
	Unknown      []string         // dimensions that were not given
}

// A DimensionLevel is what one dimension says of a prospect. It compares with ==.
type DimensionLevel struct {
	Dimension string
	Word      string
	Priority  kpi.Priority
}

// Judge returns the segment of a prospect: the priority of its weakest dimension,
// or the lower median of all, as the definition says. The profile has for each
// dimension one of its words; a dimension that is not there is unknown. It returns an error for
// dimensions that the definition does not have and for words that are none of
// the dimension.
func (s Segmentation) Judge(profile map[string]string) (Segment, error) {
	var f check.Faults
	for _, name := range slices.Sorted(maps.Keys(profile)) {
		i := slices.IndexFunc(s.def.Dimensions, func(d Dimension) bool { return d.Name == name })
		if i < 0 {
			f.Add("profile."+name, "", alianza.ErrUnknown, "there is no such dimension")
		} else if words := s.def.Dimensions[i].words(); !slices.Contains(words, profile[name]) {
			f.Add("profile."+name, profile[name], alianza.ErrUnknown, fmt.Sprintf("want one of %q", words))
		}
	}
	if err := f.Err(); err != nil {
		return Segment{}, fmt.Errorf("prospect: segmentation %s: %w", s.def.Name, err)
	}
	result := Segment{Segmentation: s.def.Name, Median: s.def.Median}
	var all []kpi.Priority
	for _, d := range s.def.Dimensions {
		word, ok := profile[d.Name]
		if !ok {
			result.Unknown = append(result.Unknown, d.Name)
			continue
		}
		one := kpi.PriorityLow + kpi.Priority(slices.Index(d.words(), word))
		result.Dimensions = append(result.Dimensions, DimensionLevel{d.Name, word, one})
		all = append(all, one)
	}
	slices.Sort(all)
	open := len(result.Unknown)
	result.Priority = s.combine(slices.Concat(slices.Repeat([]kpi.Priority{kpi.PriorityLow}, open), all))
	result.Best = s.combine(slices.Concat(all, slices.Repeat([]kpi.Priority{kpi.PriorityHigh}, open)))
	return result, nil
}

// combine makes one of priorities in rising order, none of those of no dimension.
func (s Segmentation) combine(all []kpi.Priority) kpi.Priority {
	switch {
	case len(all) == 0:
		return 0
	case s.def.Median:
		return all[(len(all)-1)/2]
	}
	return all[0]
}

// String returns the segment as a phrase, with the dimensions that keep it from
// being higher: "medium; impact_potential is medium; unknown: audience_alignment".
func (s Segment) String() string {
	var b strings.Builder
	b.WriteString(phrase.Range(s.Priority, s.Best))
	for _, one := range s.Dimensions {
		if s.Priority < kpi.PriorityHigh && one.Priority < kpi.PriorityHigh && one.Priority <= s.Best {
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
		o.Optional().Bool("median", &s.Median)
		oldjson.Text(o, "priority", &s.Priority)
		oldjson.Text(o, "best", &s.Best)
		oldjson.List(o, "dimensions", &s.Dimensions, func(one *DimensionLevel, o *oldjson.Object) {
			o.String("dimension", &one.Dimension)
			o.String("word", &one.Word)
			oldjson.Text(o, "priority", &one.Priority)
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
	o.Optional().Bool("median", &d.Median)
}

func (d *Dimension) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Optional().Strings("words", &d.Words)
}
