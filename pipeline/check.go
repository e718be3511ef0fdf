package pipeline

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
)

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if d.Version < 0 {
		f.Add("version", strconv.Itoa(d.Version), alianza.ErrNegative, "")
	}
	few := f.Count("stages", len(d.Stages), MaxStages, "stages")
	few = f.Count("moves", len(d.Moves), MaxMoves, "moves") && few
	if len(d.Stages) == 0 {
		f.Add("stages", "", alianza.ErrMissing, "a flow has at least one stage")
	}
	if !few || len(d.Stages) == 0 {
		return f.Err()
	}
	c := newChecker(&f, d)
	for i := range d.Stages {
		c.stage(i)
	}
	c.moves()
	if !d.Goal.IsZero() {
		f.Bound("goal", d.Goal)
	}
	return f.Err()
}

// A checker gathers the faults of a definition with what it knows of the whole.
type checker struct {
	*check.Faults
	def     *Definition
	names   check.Names // of stages
	things  check.Names // deliverables and items of checklists
	ends    map[Stage]bool
	left    map[Stage]bool // stages that a move leaves
	reached map[Stage]bool
	astray  bool // a move names no stage; which stages moves leave and reach is then not known
	facts   map[string]factForm
}

func newChecker(f *check.Faults, d *Definition) *checker {
	c := &checker{
		Faults: f, def: d,
		names: check.Names{Faults: f}, things: check.Names{Faults: f},
		ends: map[Stage]bool{}, left: map[Stage]bool{}, reached: d.reached(), facts: map[string]factForm{},
	}
	for _, s := range d.Stages {
		c.ends[s.Name] = s.End != 0
	}
	for _, m := range d.Moves {
		c.left[m.From] = true
		_, from := c.ends[m.From]
		_, to := c.ends[m.To]
		c.astray = c.astray || !from || !to
	}
	return c
}

// stage adds the faults of a stage.
func (c *checker) stage(i int) {
	s, path := &c.def.Stages[i], fmt.Sprintf("stages[%d]", i)
	c.names.Add(path+".name", string(s.Name))
	if s.Name != "" && !c.reached[s.Name] && !c.astray {
		c.Add(path+".name", string(s.Name), alianza.ErrConflict, "no moves lead here from "+string(c.def.Stages[0].Name))
	}
	if s.Owner != "" {
		c.Name(path+".owner", s.Owner)
	}
	c.list(&c.things, path+".deliverables", s.Deliverables)
	c.list(&c.things, path+".checklist", s.Checklist)
	c.conditions(path+".enter", s.Enter)
	c.conditions(path+".leave", s.Leave)
	if !s.Expected.IsZero() {
		s.Expected.check(c.Faults, path+".expected")
	}
	if s.Stale < 0 || s.Stale > MaxDays {
		c.Add(path+".stale", strconv.Itoa(s.Stale), alianza.ErrRange, fmt.Sprintf("from 0 to %d days", MaxDays))
	}
	if s.Category != 0 {
		enum.Check(c.Faults, path+".category", s.Category, categoryNames, 1)
	}
	c.list(&check.Names{Faults: c.Faults}, path+".reasons", s.Reasons)
	c.probability(s, path)
	c.end(s, path)
	if i == 0 && len(s.Enter) > 0 {
		c.Add(path+".enter", "", alianza.ErrConflict, "a deal opens here before anything is known of it")
	}
	if i == 0 && len(s.Reasons) > 0 {
		c.Add(path+".reasons", "", alianza.ErrConflict, "a deal opens here without a reason")
	}
	if s.Locked && len(s.Deliverables)+len(s.Checklist) > 0 {
		c.Add(path+".locked", "true", alianza.ErrConflict, "nothing can be delivered here, and the stage asks for it")
	}
}

// list adds the faults of the names of a list.
func (c *checker) list(names *check.Names, path string, list []string) {
	if !c.Count(path, len(list), check.MaxValues, "names") {
		return
	}
	for i, name := range list {
		names.Add(fmt.Sprintf("%s[%d]", path, i), name)
	}
}

// probability adds the faults of the probability of a stage.
func (c *checker) probability(s *StageDefinition, path string) {
	if s.Probability == nil || !c.Share(path+".probability", *s.Probability) {
		return
	}
	switch {
	case s.End == Won && *s.Probability != alianza.WholePercent(100):
		c.Add(path+".probability", s.Probability.String(), alianza.ErrConflict, "the stage is won: 100%")
	case s.End == Lost && *s.Probability != alianza.Percent{}:
		c.Add(path+".probability", s.Probability.String(), alianza.ErrConflict, "the stage is lost: 0%")
	}
}

// end adds the faults of a stage that is an end, or ought to be one.
func (c *checker) end(s *StageDefinition, path string) {
	if s.End == 0 {
		if s.Name != "" && !c.left[s.Name] && !c.astray {
			c.Add(path+".end", "", alianza.ErrMissing, "no move leaves the stage: declare it an end")
		}
		return
	}
	enum.Check(c.Faults, path+".end", s.End, outcomeNames, 1)
	for _, has := range []struct {
		field string
		given bool
	}{
		{"deliverables", len(s.Deliverables) > 0},
		{"checklist", len(s.Checklist) > 0},
		{"leave", len(s.Leave) > 0},
		{"expected", !s.Expected.IsZero()},
		{"stale", s.Stale != 0},
	} {
		if has.given {
			c.Add(path+"."+has.field, "", alianza.ErrConflict, "the stage is an end")
		}
	}
}

// check adds the faults of a range of days.
func (d Days) check(f *check.Faults, path string) {
	switch {
	case d.Least < 0:
		f.Add(path+".least", strconv.Itoa(d.Least), alianza.ErrNegative, "")
	case d.Most > MaxDays:
		f.Add(path+".most", strconv.Itoa(d.Most), alianza.ErrLimit, fmt.Sprintf("at most %d days", MaxDays))
	case d.Most < d.Least:
		f.Add(path+".most", strconv.Itoa(d.Most), alianza.ErrConflict, fmt.Sprintf("below the least, %d", d.Least))
	}
}

// moves adds the faults of the moves.
func (c *checker) moves() {
	first := make(map[Move]int, len(c.def.Moves))
	for i, m := range c.def.Moves {
		path := fmt.Sprintf("moves[%d]", i)
		c.move(path, m)
		if before, ok := first[m]; ok {
			c.Add(path, string(m.From+" to "+m.To), alianza.ErrDuplicate, fmt.Sprintf("the same as moves[%d]", before))
		} else {
			first[m] = i
		}
	}
}

func (c *checker) move(path string, m Move) {
	for _, side := range []struct {
		field string
		stage Stage
	}{{"from", m.From}, {"to", m.To}} {
		if side.stage == "" {
			c.Add(path+"."+side.field, "", alianza.ErrMissing, "")
		} else if !c.names.Has(string(side.stage)) {
			detail := "no stage has this name"
			if _, faulty := c.ends[side.stage]; !faulty && !c.Full() { // to look for what was meant costs
				detail = hint(string(side.stage), c.ends, detail)
			}
			c.Add(path+"."+side.field, string(side.stage), alianza.ErrUnknown, detail)
		}
	}
	if c.ends[m.From] {
		c.Add(path+".from", string(m.From), alianza.ErrConflict, "no move leaves an end")
	}
	if m.From == m.To && m.From != "" {
		c.Add(path+".to", string(m.To), alianza.ErrConflict, "a move leaves its stage")
	}
}

// reached returns the stages that the moves of the list lead to from the first.
func (d *Definition) reached() map[Stage]bool {
	next := make(map[Stage][]Stage, len(d.Stages))
	for _, m := range d.Moves {
		next[m.From] = append(next[m.From], m.To)
	}
	first := d.Stages[0].Name
	reached := map[Stage]bool{first: true}
	for open := []Stage{first}; len(open) > 0; open = open[1:] {
		for _, to := range next[open[0]] {
			if !reached[to] {
				reached[to] = true
				open = append(open, to)
			}
		}
	}
	return reached
}

// conditions adds the faults of a list of conditions.
func (c *checker) conditions(path string, list []Condition) {
	if !c.Count(path, len(list), MaxConditions, "conditions") {
		return
	}
	for i, one := range list {
		c.condition(fmt.Sprintf("%s[%d]", path, i), one)
	}
}

func (c *checker) condition(path string, one Condition) {
	switch {
	case one.Done == "" && one.Fact == "":
		c.Add(path, "", alianza.ErrMissing, "done or fact")
	case one.Done != "" && (one.Fact != "" || len(one.OneOf) > 0 || !one.Bound.IsZero()):
		c.Add(path+".done", one.Done, alianza.ErrConflict, "beside a fact: give one")
	case one.Done != "":
		if !c.def.has(one.Done) {
			c.Add(path+".done", one.Done, alianza.ErrUnknown, "no stage has this deliverable or item")
		}
	default:
		c.fact(path, one)
	}
}

// fact adds the faults of a condition on a fact.
func (c *checker) fact(path string, one Condition) {
	c.Name(path+".fact", one.Fact)
	if len(one.OneOf) > 0 && !one.Bound.IsZero() {
		c.Add(path+".one_of", "", alianza.ErrConflict, "beside a bound: give one")
		return
	}
	if !one.Bound.IsZero() {
		c.Bound(path, one.Bound)
	}
	c.list(&check.Names{Faults: c.Faults}, path+".one_of", one.OneOf)
	form, before := one.form(), c.facts[one.Fact]
	switch {
	case before == 0 || before == anyForm:
		c.facts[one.Fact] = form
	case form != anyForm && form != before:
		c.Add(path+".fact", one.Fact, alianza.ErrConflict, "a number in one condition and a text in another")
	}
}

// has reports whether a stage has a deliverable or an item of a checklist. Used by
// checks alone, it is not fast.
func (d *Definition) has(thing string) bool {
	return slices.ContainsFunc(d.Stages, func(s StageDefinition) bool {
		return slices.Contains(s.Deliverables, thing) || slices.Contains(s.Checklist, thing)
	})
}
