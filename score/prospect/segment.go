package prospect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
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

// PrioritySegments returns the segmentation of the affiliate program: a
// prospect's priority by four dimensions, the weakest of which decides. Ties to
// competitors count the other way round: none speaks for high, active for low.
//
// Rules: S20.
func PrioritySegments() SegmentationDefinition {
	return SegmentationDefinition{Name: "priority", Dimensions: []Dimension{
		{Name: "audience_alignment"},
		{Name: "engagement_credibility"},
		{Name: "competitor_partnerships", Words: []string{"active", "limited", "none"}},
		{Name: "impact_potential"},
	}}
}

// A Segmentation is a checked definition. It is immutable and safe for concurrent
// use.
type Segmentation struct{ def SegmentationDefinition }

// NewSegmentation checks a definition. It returns all faults at once. There is a
// fault if:
//   - a name is missing, malformed or repeated;
//   - there are no dimensions, or too many;
//   - the words of a dimension are not three, or repeat each other.
func NewSegmentation(d SegmentationDefinition) (Segmentation, error) {
	if err := d.check(); err != nil {
		return Segmentation{}, err
	}
	return Segmentation{d.clone()}, nil
}

// Definition returns a fresh copy of the definition the segmentation was made
// from.
func (s Segmentation) Definition() SegmentationDefinition { return s.def.clone() }

// Equal reports whether two segmentations have the same definition.
func (s Segmentation) Equal(o Segmentation) bool {
	return s.def.Name == o.def.Name && s.def.Median == o.def.Median && slices.EqualFunc(s.def.Dimensions, o.def.Dimensions, func(a, b Dimension) bool {
		return a.Name == b.Name && slices.Equal(a.Words, b.Words)
	})
}

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
	if !f.Count("dimensions", len(d.Dimensions), check.MaxCriteria, "dimensions") {
		return f.Err()
	}
	names := check.Names{Faults: &f}
	for i, one := range d.Dimensions {
		path := fmt.Sprintf("dimensions[%d]", i)
		names.Add(path+".name", one.Name)
		if n := len(one.words()); n != int(kpi.PriorityHigh) {
			f.Add(path+".words", fmt.Sprint(n), alianza.ErrRange, "want three words, for low, medium and high")
			continue
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
	Segmentation string           `json:"segmentation"` // name of the definition
	Median       bool             `json:"median,omitzero"`
	Priority     kpi.Priority     `json:"priority"`
	Best         kpi.Priority     `json:"best"`
	Dimensions   []DimensionLevel `json:"dimensions"`       // those given, in the order of the definition
	Unknown      []string         `json:"unknown,omitzero"` // dimensions that were not given
}

// A DimensionLevel is what one dimension says of a prospect. It compares with ==.
type DimensionLevel struct {
	Dimension string       `json:"dimension"`
	Word      string       `json:"word"`
	Priority  kpi.Priority `json:"priority"`
}

// Judge returns the segment of a prospect: the priority of its weakest dimension,
// or the lower median of all, as the definition says. The profile has for each
// dimension one of its words. A dimension that is not there is unknown.
//
// It returns an error for dimensions that the definition does not have, and for
// words that the dimension does not have.
//
// Rules: S20.
func (s Segmentation) Judge(profile map[string]string) (Segment, error) {
	if len(s.def.Dimensions) == 0 {
		return Segment{}, unchecked("segmentation", "NewSegmentation")
	}
	var f check.Faults
	result := Segment{Segmentation: s.def.Name, Median: s.def.Median}
	var all []kpi.Priority
	for _, d := range s.def.Dimensions {
		word, ok := profile[d.Name]
		if !ok {
			result.Unknown = append(result.Unknown, d.Name)
			continue
		}
		at := slices.Index(d.words(), word)
		if at < 0 {
			f.Add("profile."+d.Name, word, alianza.ErrUnknown, fmt.Sprintf("want one of %q", d.words()))
			continue
		}
		one := kpi.PriorityLow + kpi.Priority(at)
		result.Dimensions = append(result.Dimensions, DimensionLevel{d.Name, word, one})
		all = append(all, one)
	}
	if len(profile)+len(result.Unknown) > len(s.def.Dimensions) {
		s.refuse(&f, profile)
	}
	if err := f.Err(); err != nil {
		return Segment{}, fmt.Errorf("prospect: segmentation %s: %w", s.def.Name, err)
	}
	slices.Sort(all)
	open := len(result.Unknown)
	result.Priority = s.combine(slices.Concat(slices.Repeat([]kpi.Priority{kpi.PriorityLow}, open), all))
	result.Best = s.combine(slices.Concat(all, slices.Repeat([]kpi.Priority{kpi.PriorityHigh}, open)))
	return result, nil
}

// refuse adds the faults of dimensions that the definition does not have.
func (s Segmentation) refuse(f *check.Faults, profile map[string]string) {
	known := map[string]bool{}
	for _, d := range s.def.Dimensions {
		known[d.Name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(profile)) {
		if !known[name] {
			f.Add("profile."+name, "", alianza.ErrUnknown, "there is no such dimension")
		}
		if f.Full() {
			return
		}
	}
}

// combine makes one of priorities in rising order.
func (s Segmentation) combine(all []kpi.Priority) kpi.Priority {
	if s.def.Median {
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

// MarshalJSON returns the JSON of the segment.
func (s Segment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a segment that MarshalJSON wrote.
func (s *Segment) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON returns the JSON of what a dimension says.
func (l DimensionLevel) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what a dimension says.
func (l *DimensionLevel) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l, nil) }

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d SegmentationDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*SegmentationDefinition).check)
}

// UnmarshalJSON reads a definition and checks it as [NewSegmentation] does.
func (d *SegmentationDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*SegmentationDefinition).check)
}

// MarshalJSON returns the JSON of the dimension.
func (d Dimension) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a dimension.
func (d *Dimension) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON returns the JSON of the definition the segmentation was made from.
func (s Segmentation) MarshalJSON() ([]byte, error) {
	if len(s.def.Dimensions) == 0 {
		return nil, unchecked("segmentation", "NewSegmentation")
	}
	return s.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the segmentation of it.
func (s *Segmentation) UnmarshalJSON(data []byte) error {
	var d SegmentationDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*s, err = NewSegmentation(d)
	}
	return err
}
