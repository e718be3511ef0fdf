package score

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A PackageDefinition lists the parts that something needs before it may start,
// and how many or how much of each. [NewPackage] checks it.
type PackageDefinition struct {
	Name  string        `json:"name"`
	Parts []PackagePart `json:"parts"`
}

// A PackagePart is a part and the range of its count. It compares with ==.
type PackagePart struct {
	Name string `json:"name"`
	// Unit says what is counted, such as "days"; it may be empty.
	Unit string `json:"unit,omitzero"`
	Min  int    `json:"min"`          // inclusive
	Max  int    `json:"max,omitzero"` // inclusive; 0 for no upper bound
}

// PilotPackage returns what a pilot of the semáforo needs at least (S13): it
// lasts 14 to 28 days, which are 2 to 4 weeks, has exactly one offer, a script
// of 1 to 3 lines and one measure or more, and is reviewed on day 14.
func PilotPackage() PackageDefinition {
	return PackageDefinition{Name: "pilot", Parts: []PackagePart{
		{Name: "duration", Unit: "days", Min: 14, Max: 28},
		{Name: "offer", Min: 1, Max: 1},
		{Name: "script", Unit: "lines", Min: 1, Max: 3},
		{Name: "measure", Min: 1},
		{Name: "review", Unit: "days after the start", Min: 14, Max: 14},
	}}
}

// Counts are the facts about a package, by the name of the part. A part that is
// not there is unknown; it is not zero.
type Counts map[string]int

// A Package is a checked definition. The zero Package has no parts and is
// complete. A Package is immutable and safe for concurrent use.
type Package struct{ def PackageDefinition }

// NewPackage checks a definition. It returns an error with all its faults: a
// missing or repeated name, no parts, a part of which every count would do, a
// range that no count is in.
func NewPackage(d PackageDefinition) (Package, error) {
	if err := d.check(); err != nil {
		return Package{}, err
	}
	return Package{d.clone()}, nil
}

// MustPackage is NewPackage for definitions written in code; it panics on a
// fault.
func MustPackage(d PackageDefinition) Package {
	p, err := NewPackage(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return p
}

// Definition returns a fresh copy of the definition the package was made from.
func (p Package) Definition() PackageDefinition { return p.def.clone() }

func (d PackageDefinition) clone() PackageDefinition {
	d.Parts = slices.Clone(d.Parts)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *PackageDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Parts) == 0 {
		f.Add("parts", "", alianza.ErrMissing, "at least one part")
	}
	names := check.Names{Faults: &f}
	for i, p := range d.Parts {
		path := fmt.Sprintf("parts[%d]", i)
		names.Add(path+".name", p.Name)
		if p.Unit != "" {
			f.Name(path+".unit", p.Unit)
		}
		switch {
		case p.Min < 0:
			f.Add(path+".min", strconv.Itoa(p.Min), alianza.ErrRange, "negative")
		case p.Min == 0 && p.Max == 0:
			f.Add(path+".min", "0", alianza.ErrConflict, "every count is at least 0; give a bound above it")
		}
		if p.Max != 0 && p.Max < max(p.Min, 1) {
			f.Add(path+".max", strconv.Itoa(p.Max), alianza.ErrConflict, fmt.Sprintf("below %d", max(p.Min, 1)))
		}
	}
	return f.Err()
}

// A Completeness says what a package lacks.
type Completeness struct {
	Package string
	// Complete is no if a part is wrong, unknown if none is but not all are
	// known.
	Complete Answer
	Missing  []PartGap // parts out of their range, in the order of the definition
	Unknown  []string  // parts that were not given
}

// A PartGap is a part that is not there in the measure wanted. It compares with
// ==.
type PartGap struct {
	Part  PackagePart
	Count int
}

// Judge returns what the package lacks. It returns an error for parts that the
// definition does not have and for negative counts.
func (p Package) Judge(counts Counts) (Completeness, error) {
	var f check.Faults
	p.refuse(&f, "counts", counts)
	if err := f.Err(); err != nil {
		return Completeness{}, fmt.Errorf("score: package %s: %w", p.def.Name, err)
	}
	return p.judge(counts), nil
}

// judge is Judge for counts that were checked.
func (p Package) judge(counts Counts) Completeness {
	c := Completeness{Package: p.def.Name, Complete: Yes}
	for _, part := range p.def.Parts {
		switch n, ok := counts[part.Name]; {
		case !ok:
			c.Unknown = append(c.Unknown, part.Name)
		case n < part.Min || part.Max != 0 && n > part.Max:
			c.Missing = append(c.Missing, PartGap{part, n})
		}
	}
	switch {
	case len(c.Missing) > 0:
		c.Complete = No
	case len(c.Unknown) > 0:
		c.Complete = Unknown
	}
	return c
}

// refuse adds the faults of counts that the package cannot use.
func (p Package) refuse(f *check.Faults, path string, counts Counts) {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		switch {
		case !slices.ContainsFunc(p.def.Parts, func(part PackagePart) bool { return part.Name == name }):
			f.Add(path+"."+name, "", alianza.ErrUnknown, "the package has no such part")
		case counts[name] < 0:
			f.Add(path+"."+name, strconv.Itoa(counts[name]), alianza.ErrRange, "negative")
		}
	}
}

// String returns the completeness as a phrase: "complete", "incomplete;
// duration: 35, want 14 to 28 days; unknown: measure".
func (c Completeness) String() string {
	parts := make([]string, 0, len(c.Missing)+2)
	switch c.Complete {
	case Yes:
		return "complete"
	case No:
		parts = append(parts, "incomplete")
	default:
		parts = append(parts, "open")
	}
	for _, gap := range c.Missing {
		parts = append(parts, gap.String())
	}
	if len(c.Unknown) > 0 {
		parts = append(parts, "unknown: "+strings.Join(c.Unknown, ", "))
	}
	return strings.Join(parts, "; ")
}

// String returns the part, its count and what is wanted: "measure: 0, want at
// least 1".
func (g PartGap) String() string {
	want := strconv.Itoa(g.Part.Min)
	switch {
	case g.Part.Max == 0:
		want = "at least " + want
	case g.Part.Min == 0:
		want = "at most " + strconv.Itoa(g.Part.Max)
	case g.Part.Max > g.Part.Min:
		want += " to " + strconv.Itoa(g.Part.Max)
	}
	text := fmt.Sprintf("%s: %d, want %s", g.Part.Name, g.Count, want)
	if g.Part.Unit != "" {
		text += " " + g.Part.Unit
	}
	return text
}

// MarshalJSON returns the completeness with its fields in lower case.
func (c Completeness) MarshalJSON() ([]byte, error) { return oldjson.Marshal(c.fields) }

func (c *Completeness) fields(o *oldjson.Object) {
	o.String("package", &c.Package)
	oldjson.Text(o, "complete", &c.Complete)
	oldjson.List(o.Optional(), "missing", &c.Missing, func(g *PartGap, o *oldjson.Object) {
		g.Part.fields(o)
		o.Int("count", &g.Count)
	})
	o.Optional().Strings("unknown", &c.Unknown)
}

// MarshalJSON returns the JSON of the definition.
func (d PackageDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewPackage] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *PackageDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*PackageDefinition).fields, (*PackageDefinition).check)
}

func (d *PackageDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.List(o, "parts", &d.Parts, (*PackagePart).fields)
}

func (p *PackagePart) fields(o *oldjson.Object) {
	o.String("name", &p.Name)
	o.Optional().String("unit", &p.Unit)
	o.Int("min", &p.Min)
	o.Optional().Int("max", &p.Max)
}
