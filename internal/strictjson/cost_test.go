package strictjson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// fill returns a document of about size bytes: begin, as many of one as fit, and
// end. A %d in one is its number. Each is padded so that there are not more
// values than a definition may have.
func fill(size int, begin, one, end string) string {
	const room = 11 // bytes to a value
	one += strings.Repeat(" ", max(0, room*(strings.Count(one, ":")+strings.Count(one, "{")+1)-len(one)))
	return fillAll(size, begin, one, end)
}

func fillAll(size int, begin, one, end string) string {
	var b strings.Builder
	b.WriteString(begin)
	for i := 0; b.Len() < size-len(end)-len(one)-20; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.Contains(one, "%d") {
			fmt.Fprintf(&b, one, i)
		} else {
			b.WriteString(one)
		}
	}
	return b.String() + end
}

// hostile are documents that ask for more work, memory or text than they are
// worth.
var hostile = []struct {
	name string
	doc  func(size int) string
}{
	{"nothing for every plan", func(n int) string { return fill(n, `{"name":"","steps":[`, `null`, `]}`) }},
	{"empty plans", func(n int) string { return fill(n, `{"name":"","steps":[`, `{}`, `]}`) }},
	{"plans with a fault of meaning", func(n int) string { return fill(n, `{"name":"","steps":[`, `{"name":"/"}`, `]}`) }},
	{"plans with an unknown field", func(n int) string { return fill(n, `{"name":"","steps":[`, `{"name":"","x":1}`, `]}`) }},
	{"unknown fields", func(n int) string { return fill(n, `{`, `"f%d":0`, `}`) }},
	{"unknown fields that are nearly known", func(n int) string { return fill(n, `{`, `"by_names":0`, `}`) }},
	{"the same field", func(n int) string { return fill(n, `{`, `"name":""`, `}`) }},
	{"the same name of a map", func(n int) string { return fill(n, `{"name":"","by_name":{`, `"a":{"name":""}`, `}}`) }},
	{"names of a map", func(n int) string { return fill(n, `{"nam":"","by_name":{`, `"f%d":{"name":""}`, `}}`) }},
	{"more values than may be", func(n int) string { return fillAll(n, `{"name":"","bonus":[`, `0`, `]}`) }},
	{"zeros", func(n int) string { return fill(n, `{"name":"","bonus":[`, `0`, `]}`) }},
	{"zeros where plans are wanted", func(n int) string { return fill(n, `{"name":"","steps":[`, `0`, `]}`) }},
	{"one text", func(n int) string { return `{"name":1,"bonus":"` + strings.Repeat("x", n-40) + `"}` }},
	{"one text of escapes", func(n int) string { return `{"name":1,"bonus":"` + strings.Repeat(`\n`, n/2-40) + `"}` }},
	{"one name", func(n int) string { return `{"` + strings.Repeat("x", n-40) + `":1}` }},
	{"one number", func(n int) string { return `{"name":"","bonus":` + strings.Repeat("9", n-40) + `}` }},
	{"one fraction", func(n int) string { return `{"name":"","bonus":"0.` + strings.Repeat("0", n-40) + `"}` }},
	{"one exponent", func(n int) string { return `{"name":"","bonus":1e` + strings.Repeat("9", n-40) + `}` }},
	{"blanks", func(n int) string { return strings.Repeat(" \n", n/2-20) + `{"name":1}` }},
	{"lines", func(n int) string { return fill(n, `{"name":"","steps":[`, "\n\n\n\n\n\n\n\n{}", `]}`) }},
	{"nesting without end", func(n int) string { return strings.Repeat(`{"name":"","steps":[`, n/20) }},
	{"as deep as may be, around many", func(n int) string {
		return fill(n, strings.Repeat(`{"name":"","steps":[`, 15), `{"name":""}`, `5`+strings.Repeat(`]}`, 15))
	}},
	{"as deep as may be, around many faults", func(n int) string {
		return fill(n, strings.Repeat(`{"name":"/","steps":[`, 15), `{"name":"/"}`, strings.Repeat(`]}`, 15))
	}},
	{"as deep as may be, around names", func(n int) string {
		return fill(n, strings.Repeat(`{"name":"","by_name":{"a":`, 15)+`{"name":"","by_name":{`, `"f%d":{"name":""}`, `}`+strings.Repeat(`}`, 31))
	}},
	{"names twice in a type of another package", func(n int) string { return fill(n, `{"name":"","point":{`, `"x":1`, `}}`) }},
	{"names in a type of another package", func(n int) string { return fill(n, `{"name":"","point":{`, `"f%d":1`, `}}`) }},
	{"half of a pair at the end", func(n int) string { return fill(n, `{"name":"","steps":[`, `{}`, `,"\ud800"]}`) }},
}

// most is how many bytes the reading of 1 MiB may take.
const most = 50 << 20

// TestCost checks that a document is refused for memory in proportion to its
// length: its bytes allocated, which no other process disturbs as it does a clock.
func TestCost(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			quarter := refuse(t, tt.doc(strictjson.MaxDefinition/4))
			whole := refuse(t, tt.doc(strictjson.MaxDefinition))
			t.Logf("%.1f MB for 256 KiB, %.1f MB for 1 MiB", float64(quarter)/(1<<20), float64(whole)/(1<<20))
			if whole > most {
				t.Errorf("1 MiB takes %d MB; want at most %d", whole>>20, most>>20)
			}
			if whole > 5*quarter+1<<20 {
				t.Errorf("1 MiB takes %d bytes, 256 KiB %d; want about four times", whole, quarter)
			}
		})
	}
}

// A holder has a plan's fields, and a value of another package's type.
type holder struct {
	Plan  plan  `json:",inline"`
	Point point `json:"point,omitzero"`
}

// refuse reads a document that is to be refused, and returns the bytes that it
// takes.
func refuse(t *testing.T, doc string) uint64 {
	t.Helper()
	data := []byte(doc)
	if len(data) > strictjson.MaxDefinition {
		t.Fatalf("a document of %d bytes", len(data))
	}
	var err error
	var text string
	used := costtest.Bytes(most, func() {
		var v holder
		err = strictjson.Unmarshal(data, &v, func(v *holder) error {
			var f check.Faults
			f.Join(v.Plan.check())
			return f.Err()
		})
		text = fmt.Sprint(err)
	})
	if n := len(alianza.Faults(err)); n == 0 || n > check.MaxFaults || len(text) > 2200*(n+1) {
		t.Errorf("%.40s… = %d faults in %d bytes of text; want few: %.200s", doc, n, len(text), text)
	}
	return used
}
