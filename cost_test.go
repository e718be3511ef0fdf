package alianza_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// What a document may cost: bytes allocated, some for any document and some for each
// of its bytes, and bytes of the text of its error.
const (
	mostForAny      = 4 << 20
	mostPerByte     = 200
	mostForDocument = 50 << 20
	mostText        = 256 << 10
)

// TestDocumentCost reads hostile documents of every type that reads itself: each list
// and map of the type, wherever it is inside, with as many elements as fit. They are
// empty, equal, all different, with every field. Each is accepted or refused at a
// cost in proportion to its length. They are larger in the gate. With ALIANZA_SEEDS of
// 100 or more they have 1 MiB, and lists deep inside are among them: that takes some
// minutes.
func TestDocumentCost(t *testing.T) {
	if seeds.Race {
		t.Skip("the race detector allocates, too")
	}
	size, depth, whole := 4<<10, 1, seeds.Count(1) >= 100
	switch {
	case whole:
		size, depth = strictjson.MaxDefinition, 4
	case os.Getenv("ALIANZA_GATE") != "":
		size, depth = 16<<10, 2
	}
	read := 0
	for _, one := range exportedValues {
		typ := reflect.TypeOf(one)
		if _, ok := reflect.New(typ).Interface().(json.Unmarshaler); !ok {
			continue
		}
		read++
		t.Run(name(typ), func(t *testing.T) {
			for _, h := range hostileDocuments(typ, depth) {
				large := documentCost(t, typ, h, size)
				if !whole {
					continue
				}
				if small := documentCost(t, typ, h, size/4); large > 5*small+3*mostForAny { // with room made for a long list
					t.Errorf("%s: %d bytes for a document of %d, %d for one of a quarter; want about four times", h.name, large, size, small)
				}
			}
		})
	}
	if read < 100 {
		t.Errorf("%d types read themselves; want 100 at least", read)
	}
}

// documentCost returns what a document of so many bytes costs.
func documentCost(t *testing.T, typ reflect.Type, h hostileDocument, size int) uint64 {
	t.Helper()
	doc := h.make(size)
	if len(doc) > size {
		t.Fatalf("%s: a document of %d bytes; want %d at most", h.name, len(doc), size)
	}
	most := uint64(min(mostForDocument, mostPerByte*size+mostForAny))
	text := 0
	used := costtest.Bytes(most, func() {
		err := reflect.New(typ).Interface().(json.Unmarshaler).UnmarshalJSON(doc)
		if err != nil {
			text = len(err.Error())
		}
	})
	if used > most {
		t.Errorf("%s: %d bytes for a document of %d; want %d at most: %.300s", h.name, used, size, most, doc)
	}
	if text > mostText {
		t.Errorf("%s: an error of %d bytes; want %d at most", h.name, text, mostText)
	}
	return used
}

// A hostileDocument is a document that can have any size.
type hostileDocument struct {
	name  string
	make  func(size int) []byte
	count func(n int) []byte // with so many elements; nil if it has none
}

// repeated returns a document with as many of a part as fit, or with a number of them.
func repeated(name, begin string, part func(i int) string, end string) hostileDocument {
	build := func(size, n int) []byte {
		var b strings.Builder
		b.WriteString(begin)
		for i := range n {
			one := part(i)
			if i > 0 {
				one = "," + one
			}
			if b.Len()+len(one)+len(end) > size {
				break
			}
			b.WriteString(one)
		}
		return []byte(b.String() + end)
	}
	return hostileDocument{
		name, func(size int) []byte { return build(size, math.MaxInt) },
		func(n int) []byte { return build(math.MaxInt, n) },
	}
}

func always(text string) func(int) string { return func(int) string { return text } }

// hostileDocuments returns documents for a type.
func hostileDocuments(typ reflect.Type, depth int) []hostileDocument {
	list := []hostileDocument{
		{"a deep one", func(size int) []byte { return []byte(strings.Repeat(`{"a":[`, size/6)) }, nil},
		{"a long text", func(size int) []byte { return []byte(`"` + strings.Repeat("x", size-2) + `"`) }, nil},
		{"a long number", func(size int) []byte { return []byte(strings.Repeat("9", size)) }, nil},
		{"blanks", func(size int) []byte { return []byte(strings.Repeat(" ", size)) }, nil},
		repeated("fields that are unknown", `{`, func(i int) string { return fmt.Sprintf(`"f%d":0`, i) }, `}`),
		repeated("a field twice", `{`, always(`"name":""`), `}`),
		repeated("an array of zeros", `[`, always(`0`), `]`),
		repeated("an array of objects", `[`, always(`{}`), `]`),
	}
	g := generator{deepest: depth, types: map[string]strictjson.TypeShape{}}
	shapes := strictjson.Describe(shapeOf(typ))
	for _, s := range shapes {
		g.types[s.Name] = s
	}
	if len(shapes) > 0 {
		g.walk(shapes[0].Name, "", "", nil)
	}
	return append(list, g.found...)
}

// shapeOf returns a value whose fields are those of the documents of a type: its
// definition, for a checked type.
func shapeOf(typ reflect.Type) any {
	if m, ok := typ.MethodByName("Definition"); ok {
		return reflect.New(m.Type.Out(0)).Elem().Interface()
	}
	if m, ok := typ.MethodByName("Definitions"); ok {
		return reflect.New(m.Type.Out(0).Elem()).Elem().Interface()
	}
	if typ.Kind() != reflect.Struct {
		return struct{}{}
	}
	return reflect.New(typ).Elem().Interface()
}

// A generator makes documents by the shapes of their types.
type generator struct {
	deepest int // how many types may be around a list
	types   map[string]strictjson.TypeShape
	found   []hostileDocument
}

// walk finds the lists and maps in an object. The object stands between before and
// behind in the document; path has the types around it.
func (g *generator) walk(typ, before, behind string, path []string) {
	if len(path) >= g.deepest || strings.Count(strings.Join(path, " ")+" ", typ+" ") > 1 {
		return
	}
	path = append(slices.Clip(path), typ)
	for _, f := range g.types[typ].Fields {
		begin := before + `{` + g.others(typ, f.Name) + strconv.Quote(f.Name) + `:`
		where := strings.Join(path, " > ") + "." + f.Name
		switch {
		case f.Kind == "object" && f.Type != "":
			g.walk(f.Type, begin, `}`+behind, path)
		case f.Kind == "list":
			g.lists(where, begin+`[`, f, func(_ int, v string) string { return v }, `]}`+behind)
		case f.Kind == "map":
			g.lists(where, begin+`{`, f, func(i int, v string) string { return fmt.Sprintf(`"n%d":%s`, i, v) }, `}}`+behind)
		case f.Kind == "text" || f.Kind == "decimal" || f.Kind == "percent":
			g.found = append(g.found, hostileDocument{where + ", long", func(size int) []byte {
				return []byte(begin + `"` + strings.Repeat("9", max(0, size-len(begin)-len(behind)-3)) + `"}` + behind)
			}, nil})
		}
		if f.Kind == "list" && f.Type != "" {
			g.walk(f.Type, begin+`[`, `]}`+behind, path)
		}
	}
}

// lists adds documents in which a list or a map has elements of any kind.
func (g *generator) lists(where, begin string, f strictjson.FieldShape, element func(i int, value string) string, end string) {
	of := f
	of.Kind = f.Of
	if of.Kind == "list of objects" {
		of.Kind = "list"
	}
	for _, kind := range []struct {
		name  string
		value func(i int) string
	}{
		{"nulls", always(`null`)},
		{"empty objects", always(`{}`)},
		{"different ones", func(i int) string { return g.value(of, i, false, 0) }},
		{"equal ones", func(int) string { return g.value(of, 1, false, 0) }},
		{"different ones with all fields", func(i int) string { return g.value(of, i, true, 0) }},
	} {
		g.found = append(g.found, repeated(where+", "+kind.name, begin, func(i int) string { return element(i, kind.value(i)) }, end))
	}
}

// others returns the fields that an object has to have, but for one.
func (g *generator) others(typ, but string) string {
	var b strings.Builder
	for _, f := range g.types[typ].Fields {
		if f.Required && f.Name != but {
			fmt.Fprintf(&b, `%q:%s,`, f.Name, g.value(f, 0, false, 1))
		}
	}
	return b.String()
}

// value returns a value of a kind, in good form. Its texts and numbers are those of
// a number.
func (g *generator) value(f strictjson.FieldShape, n int, full bool, depth int) string {
	const deepest = 4
	switch f.Kind {
	case "decimal":
		return fmt.Sprintf(`"%d"`, n+1)
	case "integer":
		return strconv.Itoa(n + 1)
	case "percent":
		return fmt.Sprintf(`"%d%%"`, n%100)
	case "boolean":
		return strconv.FormatBool(n%2 == 0)
	case "instant":
		return fmt.Sprintf(`"%04d-03-01T10:00:00Z"`, 2000+n%1000)
	case "date":
		return fmt.Sprintf(`"%04d-03-%02d"`, 2000+n/28%1000, 1+n%28)
	case "enum":
		if len(f.Enum) > 0 {
			return strconv.Quote(f.Enum[n%len(f.Enum)])
		}
	case "list", "map":
		of := f
		of.Kind = f.Of
		switch {
		case depth > deepest || f.Of == "list of objects":
			return map[string]string{"list": `[]`, "map": `{}`}[f.Kind]
		case f.Kind == "map":
			return fmt.Sprintf(`{"n%d":%s}`, n, g.value(of, n, full, depth+1))
		}
		return `[` + g.value(of, n, full, depth+1) + `]`
	case "object":
		if depth > deepest {
			return `{}`
		}
		var fields []string
		for _, one := range g.types[f.Type].Fields {
			if one.Required || full {
				fields = append(fields, strconv.Quote(one.Name)+`:`+g.value(one, n, full, depth+1))
			}
		}
		return `{` + strings.Join(fields, `,`) + `}`
	}
	return fmt.Sprintf(`"n%d"`, n)
}
