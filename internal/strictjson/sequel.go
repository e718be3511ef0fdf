package strictjson

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// A check sees nothing where a value could not be read, and may find a fault that
// follows from that alone: a sum that falls short, a name that nobody gave. Such a
// sequel is left out. To find it, values that could stand in the place are put there,
// one at a time, and the document is read again. What is then no fault, or another one,
// is a sequel.

// A hole is what could not be read: a value, the name of a field, or a field that is
// not there.
type hole struct {
	at, end int // its bytes
	path    string
	of      reflect.Type // of the value
	meant   string       // the field that a name most likely means, "" for a value
	field   string       // the field that is not there, "" if it is
}

// hole notes a value that could not be read as a whole.
func (r *reader) hole(n node, of reflect.Type) {
	path := r.path()
	same := func(h hole) bool { return h.path == path }
	if r.seen[path] && !slices.ContainsFunc(r.holes, same) {
		r.holes = append(r.holes, hole{at: n.at, end: n.end, path: path, of: of})
	}
}

// filled returns the document with a text of JSON in the hole.
func (h *hole) filled(d document, text string) []byte {
	if h.field != "" {
		text = strconv.Quote(h.field) + ":" + text
		if d[d.skip(h.at)] != '}' {
			text += ","
		}
	}
	return slices.Concat(d[:h.at], []byte(text), d[h.end:])
}

// A meaning is a fault of meaning, and the value whose check found it. It goes by that
// value alone.
type meaning struct{ path, reason, level, value string }

// meant notes a fault of meaning.
func (r *reader) meant(f *alianza.FieldError) {
	r.meanings = append(r.meanings, meaning{path: f.Path, reason: f.Reason(), value: f.Value})
}

const (
	maxRefilled  = 100 << 10 // bytes of a document that is read again and again
	maxRefaulted = 600       // faults that are found again
	maxFillings  = 24        // how often it is
	maxHoles     = 40        // that are filled
	maxWords     = 20        // that are put in one hole
)

// withoutSequels leaves out the faults that follow from what could not be read.
func (g *reading) withoutSequels(r *reader) {
	if len(r.meanings) == 0 || len(r.faults) < 2 || r.stopped {
		return
	}
	f := filler{g: *g, r: r, left: min(maxFillings, maxRefilled/len(r.document), maxRefaulted/len(r.faults)), meant: r.meanings}
	for i := range r.holes {
		if i < maxHoles {
			f.fill(&r.holes[i])
		}
	}
	f.names()
	r.faults = slices.DeleteFunc(r.faults, func(one *alianza.FieldError) bool {
		return slices.ContainsFunc(f.sequels, func(m meaning) bool { return m.path == one.Path && m.reason == one.Reason() })
	})
}

// A filler fills the holes of a document.
type filler struct {
	g       reading
	r       *reader
	left    int       // how often the document may still be read
	meant   []meaning // that may be no sequels
	sequels []meaning
}

// sequel takes those faults for sequels of a hole that are.
func (f *filler) sequel(h *hole, is func(meaning) bool) {
	f.meant = slices.DeleteFunc(f.meant, func(m meaning) bool {
		if m.path == h.path || !below(h.path, m.level) || !is(m) {
			return false
		}
		f.sequels = append(f.sequels, m)
		return true
	})
}

// below reports whether a path is that of a value, or leads into it.
func below(path, value string) bool {
	rest, ok := strings.CutPrefix(path, value)
	return ok && (value == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

// fill fills one hole with one text after the other, and notes the sequels.
func (f *filler) fill(h *hole) {
	if h.meant != "" {
		f.try(h, strconv.Quote(h.meant))
		return
	}
	for _, text := range fillings(h.of) {
		f.try(h, text)
	}
	switch {
	case kindOf(h.of) == reflect.Slice && simple(h.of.Elem()):
		f.try(h, "["+strings.Join(quoted(f.words(h)), ",")+"]")
	case !simple(h.of):
		for _, word := range f.unknown() {
			f.try(h, sample(h.of, word, deep))
		}
		f.suspect(h)
	case kindOf(h.of) == reflect.String:
		for _, word := range f.words(h) {
			f.try(h, strconv.Quote(word))
		}
	}
}

// names puts names in the place of those that are blank, malformed or there twice: those
// by which an object speaks of something. What is wrong with them follows, too.
func (f *filler) names() {
	for i, m := range slices.Clone(f.meant) {
		if i >= maxHoles || !of(m, alianza.ErrMissing, alianza.ErrDuplicate, alianza.ErrForm) || !slices.Contains(f.meant, m) {
			continue
		}
		if n, ok := f.r.find(m.path); ok && n.kind == kindString {
			for _, word := range few(f.last()) {
				f.try(&hole{at: n.at, end: n.end, path: m.path}, strconv.Quote(word))
			}
		}
	}
}

// last returns the last names of the paths of the faults of meaning.
func (f *filler) last() []string {
	var words []string
	for _, m := range f.meant {
		words = append(words, m.last())
	}
	return words
}

// last returns the last name of the path of a fault.
func (m *meaning) last() string { return m.path[1+strings.LastIndexByte(m.path, '.'):] }

// unknown returns the names that nothing declares. What could not be read may do so.
func (f *filler) unknown() []string {
	var words []string
	for _, m := range f.meant {
		if of(m, alianza.ErrUnknown) {
			words = append(words, cmp.Or(m.value, m.last()))
		}
	}
	return few(words)
}

// of reports whether a fault is of one of some kinds.
func of(m meaning, kinds ...error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return strings.HasPrefix(m.reason, kind.Error()) })
}

// suspect takes for sequels of an object or a list, which no text can stand for, what most
// often is one: a contradiction and a name that is there twice in the object around it, and
// what is not there and missing beside something.
func (f *filler) suspect(h *hole) {
	around := h.path
	if strings.HasSuffix(around, "]") {
		around = before(around, "[")
	}
	around = before(around, ".")
	f.sequel(h, func(m meaning) bool {
		if strings.Contains(m.reason, ": the same as ") || strings.Contains(m.reason, ": want one of ") { // it names the others
			return false
		}
		if of(m, alianza.ErrMissing) {
			_, there := f.r.find(m.path)
			return !there && m.reason != alianza.ErrMissing.Error() // it says beside what
		}
		return below(m.path, around) && of(m, alianza.ErrConflict, alianza.ErrDuplicate)
	})
}

// before returns a path before the last sign of a kind in it, and nothing if it has none.
func before(path, sign string) string { return path[:max(0, strings.LastIndex(path, sign))] }

// try fills one hole with one text. A text that is refused there says nothing.
func (f *filler) try(h *hole, text string) {
	if len(f.meant) == 0 || f.left == 0 {
		return
	}
	f.left--
	r, _, err := f.g.read(h.filled(f.r.document, text))
	if err != nil || r.stopped {
		return
	}
	left := map[meaning]bool{}
	for _, one := range r.faults {
		if one.Path == h.path || h.meant != "" && one.Path == h.renamed() {
			return
		}
		left[same(meaning{path: one.Path, reason: one.Reason()})] = true
	}
	f.sequel(h, func(m meaning) bool { return !left[same(m)] })
}

// renamed returns the path of a field under the name that is meant.
func (h *hole) renamed() string {
	return under(before(h.path, "."), h.meant)
}

// same returns what two faults have in common that are the same: not the place of the
// value that a name is the same as.
func same(m meaning) meaning {
	if of(m, alianza.ErrDuplicate) {
		m.reason = ""
	}
	return meaning{path: m.path, reason: m.reason}
}

// fillings returns texts of JSON that may stand for a value of a type: small ones and
// large ones.
func fillings(of reflect.Type) []string {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch of {
	case reflect.TypeFor[decimal.Decimal]():
		return []string{`"1"`, `"2"`, `"0.01"`, `"1000"`, `"1000000"`}
	case reflect.TypeFor[alianza.Percent]():
		return []string{`"1%"`, `"50%"`, `"100%"`}
	case reflect.TypeFor[alianza.Date]():
		return []string{`"1970-01-01"`, `"2100-01-01"`}
	case reflect.TypeFor[time.Time]():
		return []string{`"1970-01-01T00:00:00Z"`, `"2100-01-01T00:00:00Z"`}
	}
	switch of.Kind() {
	case reflect.Int:
		return []string{`1`, `2`, `12`, `1000`}
	case reflect.Bool:
		return []string{`true`, `false`}
	case reflect.Uint8:
		return quoted(enumTexts(of))
	case reflect.String:
		return []string{`"?"`}
	case reflect.Slice, reflect.Map, reflect.Struct:
		if !simple(of) {
			return []string{sample(of, anyName, 0)}
		}
	default:
	}
	return []string{`"1"`, `"1970-01"`, `"2100-01"`} // a month, a fraction, a quantity
}

// kindOf returns the kind of a type, or of what its pointer leads to.
func kindOf(of reflect.Type) reflect.Kind {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	return of.Kind()
}

// simple reports whether a value of a type has no other inside it.
func simple(of reflect.Type) bool {
	switch as := formOf(of); as.kind {
	case reflect.Pointer:
		return simple(of.Elem())
	case reflect.Slice, reflect.Map:
		return false
	case reflect.Struct:
		return as.read != wayKind && as.read != wayBound && (as.read != wayJSON || as.layout().err != nil || len(as.layout().fields) == 0)
	default:
		return true
	}
}

// anyName is a text that stands for any name.
const anyName = "?"

// deep is how deep the fields that may be left out are filled, so that names are declared
// in them.
const deep = 3

// sample returns a text of JSON for a type: one of each that has to be there, and so deep
// one of each list. All its names are one.
func sample(of reflect.Type, name string, deep int) string {
	switch {
	case of.Kind() == reflect.Pointer:
		return sample(of.Elem(), name, deep)
	case of.Kind() == reflect.String && simple(of):
		return strconv.Quote(name)
	case simple(of):
		all := fillings(of)
		return all[len(all)-1]
	case of.Kind() == reflect.Slice:
		return "[" + sample(of.Elem(), name, deep) + "]"
	case of.Kind() == reflect.Map:
		return "{" + strconv.Quote(name) + ":" + sample(of.Elem(), name, deep) + "}"
	}
	var fields []string
	l := formOf(of).layout()
	for _, f := range l.fields {
		if !f.optional || deep > 0 && !simple(f.form.of) {
			fields = append(fields, f.quoted+sample(f.form.of, name, deep-1))
		}
	}
	if l.bound != nil && !l.optional || of == reflect.TypeFor[alianza.Bound]() {
		fields = append(fields, `"at_least":"1"`)
	}
	return "{" + strings.Join(fields, ",") + "}"
}

func quoted(words []string) []string {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = strconv.Quote(word)
	}
	return texts
}

// words returns short texts that may be the one in a hole: the names that the faults of
// meaning speak of, then the texts in fields of the hole's name, and then the nearest.
func (f *filler) words(h *hole) []string {
	words := f.last()
	for _, one := range f.r.faults {
		words = append(words, one.Value)
	}
	field := fieldOf(h.path)
	far := func(t text) int {
		if t.field == field {
			return distance(t.at, h.at)
		}
		return len(f.r.document) + distance(t.at, h.at)
	}
	texts := f.r.texts(f.r.root(), "", nil)
	slices.SortStableFunc(texts, func(a, b text) int { return cmp.Compare(far(a), far(b)) })
	for _, t := range texts {
		words = append(words, f.r.text(t.node))
	}
	return few(words)
}

// fieldOf returns the last name of a path, without an index behind it.
func fieldOf(path string) string {
	path, _, _ = strings.Cut(path[1+strings.LastIndexByte(path, '.'):], "[")
	return path
}

// A text is a text in a field of an object, or in a list there.
type text struct {
	node
	field string
}

func distance(a, b int) int { return max(a-b, b-a) }

// texts appends the texts inside a value.
func (d document) texts(n node, field string, all []text) []text {
	if n.kind == kindString {
		all = append(all, text{n, field})
	}
	for _, m := range d.inside(n) {
		in := field
		if n.kind == kindObject {
			in = string(m.name)
		}
		all = d.texts(m.node, in, all)
	}
	return all
}

// few returns the first words that are short, each once.
func few(words []string) []string {
	const longest = 60
	all := []string{}
	for _, word := range words {
		if word != "" && len(word) <= longest && len(all) < maxWords && !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return all
}
