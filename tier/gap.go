package tier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Gap is the distance between a metric and its bound. For a group of
// requirements it has the distances of its members.
type Gap struct {
	_ [0]func() // == would compare decimals by address
	// Need is the requirement.
	Need Requirement
	// Unknown says that the metric was not given, so that there is no distance.
	Unknown bool
	// Value is the value of the metric, or of the sum.
	Value decimal.Decimal
	// By is the distance between the value and the bound, exact and never negative.
	// For a range it is the distance to the nearer end. If the bound is strict, the
	// metric has to move by more than By to meet it.
	By decimal.Decimal
	// Less says that the value is above a range, which takes less of the metric. It
	// is false for every other bound, whose operator says it.
	Less bool
	// Count is for groups. If the group does not hold, it is how many more members
	// have to hold. If the group holds, it is how many may fail.
	Count int
	// Of is for groups. If the group does not hold, it has the members that do not
	// hold. If the group holds, it has the members that hold.
	Of []Gap
}

// String returns the distance to the bound as a phrase:
//   - "14 sales" to a lower bound, "3 tickets less" to an upper one;
//   - "more than 0.5 engagement" to a strict bound;
//   - "certificate gold" to a value that has a name;
//   - "certified (unknown)" for a metric that was not given;
//   - "(2 certified or 300 revenue)" for a group.
//
// A metric that ends in s loses it after the number 1, a sum of several does not.
// What is nested deeper than a ladder allows is left out: "…" stands for it.
func (g Gap) String() string { return g.text(newRoom()) }

func (g Gap) text(in room) string {
	if len(g.Of) > 0 {
		return g.group(in)
	}
	metric := g.Need.subject()
	switch {
	case g.Unknown:
		return metric + " (unknown)"
	case g.Need.Level != "":
		return metric + " " + g.Need.Level
	}
	by := number(g.By)
	if by == "1" && len(g.Need.Sum) < 2 {
		metric = strings.TrimSuffix(metric, "s")
	}
	text := by + " " + metric
	if g.strict() {
		text = "more than " + text
	}
	if g.less() {
		text += " less"
	}
	return text
}

// number returns the text of a number without zeros at its end. A number that is
// out of bounds is named and not written out.
func number(d decimal.Decimal) string {
	if exact.CheckWritten(d) == nil {
		d = exact.Trim(d)
	}
	return exact.Text(d)
}

// strict reports whether the bound itself does not meet the requirement.
func (g Gap) strict() bool {
	return g.Need.Bound.Op == alianza.OpAbove || g.Need.Bound.Op == alianza.OpBelow
}

// less reports whether less of the metric meets the requirement.
func (g Gap) less() bool {
	op := g.Need.Bound.Op
	return op == alianza.OpAtMost || op == alianza.OpBelow || op == alianza.OpBetween && g.Less
}

func (g Gap) group(in room) string {
	parts := texts(g.Of, in, Gap.text)
	switch {
	case len(parts) == 1:
		return parts[0]
	case g.Count == len(parts):
		return "(" + strings.Join(parts, " and ") + ")"
	case g.Count == 1:
		return "(" + strings.Join(parts, " or ") + ")"
	}
	return fmt.Sprintf("%d of (%s)", g.Count, strings.Join(parts, ", "))
}

// moves reports whether a move of one metric by a number changes sides: of a
// group, by enough of its members. With lose, to the side that does not hold.
// Members without room stay.
func (g Gap) moves(metric string, by decimal.Decimal, lose bool, in room) bool {
	if len(g.Of) == 0 {
		return !g.Unknown && slices.Contains(g.Need.metrics(), metric) && g.within(by, lose)
	}
	moved := 0
	for _, one := range g.Of {
		if !in.enter() {
			break
		}
		if one.moves(metric, by, lose, in.inside()) {
			moved++
		}
	}
	if lose {
		return moved > g.Count
	}
	return moved >= g.Count
}

// within reports whether a move of the metric by a number changes sides. To meet
// a strict bound takes more than the distance, and so does failing another one.
func (g Gap) within(by decimal.Decimal, lose bool) bool {
	c := exact.Cmp(by, g.By)
	if g.strict() != lose {
		return c > 0
	}
	return c >= 0
}

// gapJSON is the JSON form of a gap: what a gap does not have is left out, so
// that a value that is not known is not read as zero.
type gapJSON struct {
	Need    Requirement      `json:"need"`
	Unknown bool             `json:"unknown,omitzero"`
	Value   *decimal.Decimal `json:"value,omitzero,wide"`
	By      *decimal.Decimal `json:"by,omitzero,wide"`
	Less    bool             `json:"less,omitzero"`
	Count   *int             `json:"count,omitzero"`
	Of      []Gap            `json:"of,omitzero"`
}

// check returns the fault of a gap that has too little or too much.
func (g *gapJSON) check() error {
	var f check.Faults
	_, _, _, group := g.Need.group()
	switch {
	case !group && g.Need.Bound.IsZero() && g.Need.Level == "": // that has a fault of its own
	case group && (g.Count == nil || len(g.Of) == 0):
		f.Add("", "", alianza.ErrMissing, "the gap of a group has count and of")
	case !group && !g.Unknown && (g.Value == nil || g.By == nil):
		f.Add("", "", alianza.ErrMissing, "a gap has value and by, or is unknown")
	case group && (g.Unknown || g.Value != nil || g.By != nil), !group && (g.Count != nil || g.Of != nil), g.Unknown && (g.Value != nil || g.By != nil):
		f.Add("", "", alianza.ErrConflict, "a gap has value and by, or count and of, or is unknown")
	}
	if g.Less && (g.Need.Bound.Op != alianza.OpBetween || g.Unknown) {
		f.Add("less", "true", alianza.ErrConflict, "only a value above a range has it")
	}
	return f.Err()
}

// MarshalJSON returns the JSON of the gap. It returns an error for the gap of a
// group without members.
func (g Gap) MarshalJSON() ([]byte, error) {
	doc := gapJSON{Need: g.Need, Unknown: g.Unknown, Of: g.Of}
	switch {
	case len(g.Of) > 0:
		doc.Count = &g.Count
	case !g.Unknown:
		doc.Value, doc.By, doc.Less = &g.Value, &g.By, g.Less
	}
	if err := doc.check(); err != nil {
		return nil, err
	}
	return strictjson.Marshal(doc)
}

// UnmarshalJSON reads a gap.
func (g *Gap) UnmarshalJSON(data []byte) error {
	var doc gapJSON
	if err := strictjson.Unmarshal(data, &doc, (*gapJSON).check); err != nil {
		return err
	}
	*g = Gap{Need: doc.Need, Unknown: doc.Unknown, Less: doc.Less, Of: doc.Of}
	if doc.Value != nil {
		g.Value, g.By = *doc.Value, *doc.By
	}
	if doc.Count != nil {
		g.Count = *doc.Count
	}
	return nil
}
