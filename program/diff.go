package program

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Delta is one difference between two documents.
type Delta struct {
	// What happened to it.
	What What `json:"what"`
	// Part names the part of the document, such as "plan usd v2, rule sale", and Path
	// the field in it. Path is "" if the part itself was added or removed.
	Part string `json:"part,omitzero"`
	Path string `json:"path,omitzero"`
	// Before and After are the values as text, in short.
	Before string `json:"before,omitzero"`
	After  string `json:"after,omitzero"`
}

// MarshalJSON writes the delta by its tags.
func (d Delta) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a delta strictly.
func (d *Delta) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// String returns the delta as a sentence: "plan v2, rule sale: rates.gold was 30%, is
// 32%", "plan v3 is new: from 2027-05-01, 2 rules".
func (d Delta) String() string {
	subject := d.Part
	if d.Part != "" && d.Path != "" {
		subject += ": "
	}
	subject += d.Path
	switch d.What {
	case Added:
		return subject + " is new" + behind(d.After)
	case Removed:
		return subject + " is gone" + behind(d.Before)
	default:
		return subject + " was " + d.Before + ", is " + d.After
	}
}

func behind(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

// What is what happened to a part of a document. The zero What is none.
type What uint8

// What happened.
const (
	Added   What = iota + 1 // written "added"
	Changed                 // written "changed"
	Removed                 // written "removed"
)

var whatNames = [...]string{"", "added", "changed", "removed"}

// String returns the name of what happened.
func (w What) String() string { return enum.Name(w, whatNames[:]) }

// MarshalText returns the name of what happened.
func (w What) MarshalText() ([]byte, error) { return enum.Text(w, whatNames[:], 1) }

// UnmarshalText reads the name of what happened.
func (w *What) UnmarshalText(text []byte) error { return enum.Parse(w, text, whatNames[:], 1) }

// A Difference is what differs between two documents, in the order of the second.
type Difference []Delta

// String returns the deltas, a line each.
func (d Difference) String() string {
	lines := make([]string, len(d))
	for i := range d {
		lines[i] = d[i].String()
	}
	return strings.Join(lines, "\n")
}

// MarshalJSON writes the list of the deltas.
func (d Difference) MarshalJSON() ([]byte, error) { return strictjson.Marshal([]Delta(d)) }

// UnmarshalJSON reads the list of the deltas.
func (d *Difference) UnmarshalJSON(data []byte) error {
	var list []Delta
	if err := strictjson.Unmarshal(data, &list, nil); err != nil {
		return err
	}
	*d = list
	return nil
}

// Diff says what changed from one definition to another, part by part. Parts of a
// list are the same if they have the same name, and versions of a plan if they have
// the same number; where they stand makes no difference. Numbers are compared by
// value, and texts as they are written. A new version of a plan, or a new edition of
// the ladder, is compared with the one before it, besides: its parts are changed against
// those of that one. A definition that cannot be written has no parts, and neither has
// the zero Definition.
func Diff(before, after Definition) Difference {
	c, k := comparer{}, newKinds()
	c.compare(k.document(before), k.document(after), place{})
	return c.deltas
}

// A kinds has the fields of the document by the types that have them.
type kinds map[string]map[string]strictjson.FieldShape

func newKinds() kinds {
	k := kinds{}
	for _, s := range strictjson.Kinds(Definition{}) {
		k[s.Name] = map[string]strictjson.FieldShape{}
		for _, f := range s.Fields {
			k[s.Name][f.Name] = f
		}
	}
	return k
}

// document returns the tree of the document of a definition.
func (k kinds) document(d Definition) *tree {
	data, err := d.MarshalJSON()
	if err != nil || d.ID == "" {
		data = []byte("{}")
	}
	t := readTree(json.NewDecoder(bytes.NewReader(data)))
	k.mark(t, strictjson.FieldShape{Kind: "object", Type: "program.Definition"})
	return t
}

// mark notes which values of a field are numbers.
func (k kinds) mark(t *tree, f strictjson.FieldShape) {
	switch f.Kind {
	case "object":
		for i, name := range t.names {
			k.mark(t.inside[i], k[f.Type][name])
		}
	case "list", "map", "list of objects":
		inner := strictjson.FieldShape{Kind: f.Of, Type: f.Type}
		if inner.Kind == "" && f.Type != "" { // of a list in a list
			inner.Kind = "object"
		}
		for _, one := range t.inside {
			k.mark(one, inner)
		}
	case "decimal", "integer", "percent", "fraction", "quantity":
		t.number = true
	}
}

// A tree is a value of a document. An object has its fields in their order.
type tree struct {
	text   string // of a value that is neither an object nor a list
	number bool   // the text is that of a number
	object bool
	list   bool
	names  []string // of an object
	inside []*tree
}

// readTree reads a value of a document that was written here.
func readTree(dec *json.Decoder) *tree {
	dec.UseNumber()
	token, err := dec.Token()
	if err != nil {
		return &tree{}
	}
	t := &tree{}
	switch token {
	case json.Delim('{'):
		t.object = true
		for dec.More() {
			name, _ := dec.Token()
			t.names = append(t.names, fmt.Sprint(name))
			t.inside = append(t.inside, readTree(dec))
		}
	case json.Delim('['):
		t.list = true
		for dec.More() {
			t.inside = append(t.inside, readTree(dec))
		}
	default:
		t.text = fmt.Sprint(token)
		return t
	}
	_, _ = dec.Token() // the end of the object or the list
	return t
}

// plain reports whether a value is a text, or a list of texts.
func (t *tree) plain() bool {
	return !t.object && !slices.ContainsFunc(t.inside, func(one *tree) bool { return one.object || one.list })
}

// String returns a value in short: "from 2027-05-01, 2 rules".
func (t *tree) String() string {
	const most = 100 // bytes
	var words []string
	for i, one := range t.inside {
		switch {
		case t.list:
			words = append(words, one.String())
		case one.plain() && one.list:
			words = append(words, t.names[i]+" "+one.String())
		case one.list:
			words = append(words, count(len(one.inside), t.names[i]))
		case one.object:
			words = append(words, t.names[i]+" ("+one.String()+")")
		default:
			words = append(words, t.names[i]+" "+one.text)
		}
	}
	text := t.text + strings.Join(words, ", ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// count returns how many values a list has: "2 rules", "1 rule".
func count(n int, name string) string {
	if noun := nouns[name]; n == 1 && noun != "" {
		name = noun
	}
	return fmt.Sprintf("%d %s", n, name)
}

// names returns what the values of two lists are called: those that are the same have one
// name. If several of a list would have one, their currencies and their medium tell them
// apart. Values that are of one name even so have their number among these behind it.
func names(a, b *tree) (before, after []string) {
	long := map[string]bool{}
	for _, t := range []*tree{a, b} {
		seen := map[string]bool{}
		for i, one := range t.inside {
			name := one.short(i)
			long[name] = long[name] || seen[name]
			seen[name] = true
		}
	}
	before, after = a.labels(long), b.labels(long)
	gone := missing(a, before, after)
	for _, i := range missing(b, after, before) { // a list of currencies may be another one
		if at := slices.IndexFunc(gone, func(j int) bool { return b.inside[i].follows(a.inside[j]) }); at >= 0 {
			before[gone[at]] = after[i]
			gone = slices.Delete(gone, at, at+1)
		}
	}
	return before, after
}

// missing returns which values of a list that have currencies have a name that the values
// of another list do not have.
func missing(t *tree, labels, others []string) []int {
	there := make(map[string]bool, len(others))
	for _, name := range others {
		there[name] = true
	}
	var list []int
	for i, name := range labels {
		if !there[name] && t.inside[i].field("currencies") != nil {
			list = append(list, i)
		}
	}
	return list
}

// labels returns what the values of a list are called, with all that tells them apart
// where the short name is not enough.
func (t *tree) labels(long map[string]bool) []string {
	seen := map[string]int{}
	labels := make([]string, len(t.inside))
	for i, one := range t.inside {
		label := one.short(i)
		if long[label] {
			label = one.long(i)
		}
		if seen[label]++; seen[label] > 1 {
			label = fmt.Sprintf("%s (%d)", label, seen[label])
		}
		labels[i] = label
	}
	return labels
}

// short returns the name of a value of a list; its currencies if it has none, and else its
// number from 1.
func (t *tree) short(at int) string {
	if name := t.named(); name != "" {
		return name
	}
	return cmp.Or(t.currencies(), strconv.Itoa(at+1))
}

// long returns the currencies, the name and the medium of a value of a list.
func (t *tree) long(at int) string {
	words := []string{t.currencies(), t.named(), ""}
	if medium := t.field("medium"); medium != nil {
		words[2] = medium.text
	}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
	if len(words) == 0 {
		return t.short(at)
	}
	return strings.Join(words, " ")
}

// follows reports whether a value may be another one as it is now, where both have a list
// of currencies: they have the same name, and one of the currencies.
func (t *tree) follows(before *tree) bool {
	return t.named() == before.named() && slices.ContainsFunc(t.field("currencies").inside, func(code *tree) bool {
		return slices.ContainsFunc(before.field("currencies").inside, func(old *tree) bool { return old.text == code.text })
	})
}

// field returns a field of an object, nil if it has none of the name.
func (t *tree) field(name string) *tree {
	if i := slices.Index(t.names, name); i >= 0 {
		return t.inside[i]
	}
	return nil
}

// currencies returns the list of currencies that a value has, "" for none.
func (t *tree) currencies() string {
	list := t.field("currencies")
	if list == nil {
		return ""
	}
	words := make([]string, len(list.inside))
	for i, one := range list.inside {
		words[i] = one.text
	}
	return strings.Join(words, " ")
}

// named returns the name of a value of a list, "" if it has none.
func (t *tree) named() string {
	if !t.object {
		return t.text
	}
	values := map[string]any{}
	for i, name := range t.names {
		if one := t.inside[i]; !one.object && !one.list {
			values[name] = one.text
		}
	}
	if version, ok := values["version"].(string); ok {
		values["version"] = json.Number(version)
	}
	return nameOf(values)
}

// A place is where the comparison stands: the names of the parts, and the path of
// fields in the last of them.
type place struct{ part, path, field string }

// under returns the place of a field.
func (p place) under(name string) place {
	if noun := nouns[p.field]; noun != "" {
		return p.into(noun + " " + name)
	}
	if p.part == "" && p.path == "" && nouns[name] == "" {
		return place{part: name, field: name}
	}
	path := name
	if p.path != "" {
		path = p.path + "." + name
	}
	return place{p.part, path, name}
}

// at returns the place of a value of a list.
func (p place) at(label string) place {
	if noun := nouns[p.field]; noun != "" {
		return p.into(noun + " " + label)
	}
	return place{p.part, p.path + "[" + label + "]", ""}
}

func (p place) into(part string) place {
	if p.part != "" {
		part = p.part + ", " + part
	}
	return place{part: part}
}

// A comparer gathers what differs.
type comparer struct{ deltas Difference }

func (c *comparer) add(what What, p place, before, after string) {
	c.deltas = append(c.deltas, Delta{What: what, Part: p.part, Path: p.path, Before: before, After: after})
}

// compare compares two values at a place.
func (c *comparer) compare(a, b *tree, p place) {
	switch {
	case a.object: // and so is b, whose type is the same
		c.inside(a, b, a.names, b.names, p.under)
	case a.list && (!a.plain() || !b.plain()):
		before, after := names(a, b)
		c.inside(a, b, before, after, p.at)
	case !sameValue(a, b):
		c.add(Changed, p, a.String(), b.String())
	}
}

// inside compares the fields of two objects or the values of two lists by their
// names.
func (c *comparer) inside(a, b *tree, before, after []string, at func(string) place) {
	old := make(map[string]*tree, len(before))
	for i, name := range before {
		old[name] = a.inside[i]
	}
	for i, name := range after {
		one := b.inside[i]
		if was := old[name]; was != nil {
			c.compare(was, one, at(name))
			delete(old, name)
			continue
		}
		c.each(Added, one, at(name))
		if was := predecessor(b.inside, i); was >= 0 {
			c.successor(b.inside[was], one, at(name))
		}
	}
	for _, name := range before {
		if was := old[name]; was != nil {
			c.each(Removed, was, at(name))
		}
	}
}

// predecessor returns where the version or the edition before one of a list stands, -1
// if there is none.
func predecessor(list []*tree, at int) int {
	of := list[at].dated()
	for i := at - 1; i >= 0 && of != ""; i-- {
		if list[i].dated() == of {
			return i
		}
	}
	return -1
}

// dated returns what a version of a plan or an edition of the ladder is one of, "" for any
// other value.
func (t *tree) dated() string {
	var of []string
	for i, name := range t.names {
		switch one := t.inside[i]; {
		case name == "id" || name == "currency" || name == "currencies":
			of = append(of, name, one.String())
		case name == "rules" && one.list || name == "ladder" && one.object:
			return strings.Join(append(of, name), " ")
		}
	}
	return ""
}

// successor compares a new version or edition with the one before it. Its number and its
// days are its own.
func (c *comparer) successor(before, after *tree, p place) {
	inner := comparer{}
	inner.compare(before, after, p)
	for _, d := range inner.deltas {
		if d.Part != p.part || !slices.Contains([]string{"version", "from", "until"}, d.Path) {
			c.deltas = append(c.deltas, d)
		}
	}
}

// each adds what is new or gone: each part of a list that is, alone.
func (c *comparer) each(what What, t *tree, p place) {
	if noun := nouns[p.field]; t.list && !t.plain() && noun != "" {
		labels, _ := names(t, &tree{})
		for i, label := range labels {
			c.each(what, t.inside[i], p.at(label))
		}
		return
	}
	if what == Added {
		c.add(what, p, "", t.String())
	} else {
		c.add(what, p, t.String(), "")
	}
}

// sameValue reports whether two plain values are the same, numbers by value.
func sameValue(a, b *tree) bool {
	if len(a.inside) != len(b.inside) {
		return false
	}
	for i := range a.inside {
		if !sameValue(a.inside[i], b.inside[i]) {
			return false
		}
	}
	if a.text == b.text || !a.number || !b.number {
		return a.text == b.text
	}
	x, errX := exact.Parse(a.text)
	y, errY := exact.Parse(b.text)
	return errX == nil && errY == nil && exact.Cmp(x, y) == 0
}
