package strictjson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A library speaks of its books by their names.
type library struct {
	Books   []book          `json:"books"`
	Best    string          `json:"best,omitzero"`    // the name of a book
	Copy    string          `json:"copy,omitzero"`    // the same as the best
	Pages   decimal.Decimal `json:"pages,omitzero"`   // the sum of all books
	Twins   bool            `json:"twins,omitzero"`   // the last two books have one name
	Section *library        `json:"section,omitzero"` // with books of its own
}

type book struct {
	Name  string          `json:"name"`
	Pages decimal.Decimal `json:"pages,omitzero"`
}

func (l *library) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, l, func(l *library) error { return check.All(l.check) })
}

func (l *library) check(f *check.Faults) {
	sum, names := decimal.Decimal{}, map[string]bool{}
	for i, b := range l.Books {
		sum = sum.Add(b.Pages)
		if names[b.Name] && !l.Twins {
			f.Add(fmt.Sprintf("books[%d].name", i), b.Name, alianza.ErrDuplicate, "")
		}
		names[b.Name] = true
	}
	if l.Best != "" && !names[l.Best] {
		f.Add("best", l.Best, alianza.ErrUnknown, "")
	}
	if l.Copy != "" && l.Copy != l.Best {
		f.Add("copy", l.Copy, alianza.ErrConflict, "not the best")
	}
	if !l.Pages.IsZero() && !l.Pages.Equal(sum) {
		f.Add("pages", l.Pages.String(), alianza.ErrConflict, "not their sum")
	}
	if n := len(l.Books); l.Twins && (n < 2 || l.Books[n-1].Name != l.Books[n-2].Name) {
		f.Add("books", "", alianza.ErrConflict, "no twins")
	}
}

// TestSequels leaves out what follows from a value that could not be read, and from that
// alone.
func TestSequels(t *testing.T) {
	var many strings.Builder
	for i := range 25 {
		fmt.Fprintf(&many, `{"name":"b%d"},`, i)
	}
	tests := []struct {
		name, doc string
		want      []string // the paths and the reasons, in the order of the document
	}{
		{"nothing unreadable", `{"books":[{"name":"a"}],"best":"b"}`, []string{`best: unknown`}},
		{"a name", `{"books":[{"name":5}],"best":"b"}`, []string{`books[0].name: malformed`}},
		{"a name, beside one", `{"books":[{"name":"a"},{"name":5}],"best":"b"}`, []string{`books[1].name: malformed`}},
		{"a field", `{"books":[{"nam":"b"}],"best":"b"}`, []string{`books[0].nam: unknown field`}},
		{"a field that is not there", `{"books":[{"pages":"1"}],"best":"b"}`, []string{`books[0].name: missing`}},
		{"a field of nothing", `{"books":[{}],"best":"b"}`, []string{`books[0].name: missing`}},
		{"a book", `{"books":[{"name":"a"},7],"best":"b"}`, []string{`books[1]: malformed`}},
		{"the books", `{"books":7,"best":"b"}`, []string{`books: malformed`}},
		{"a number", `{"books":[{"name":"a","pages":"x"}],"pages":"2"}`, []string{`books[0].pages: malformed`}},
		{"the last of many", `{"books":[` + many.String() + `{"name":5}],"twins":true}`, []string{`books[25].name: malformed`}},
		{"inside another", `{"books":[],"section":{"books":[{"name":5}],"best":"b"}}`, []string{`section.books[0].name: malformed`}},
		{
			"of another alone", `{"books":[{"name":"a"}],"best":"b","section":{"books":[{"name":5}],"best":"b"}}`,
			[]string{`best: unknown`, `section.books[0].name: malformed`},
		},
		{
			"beside a fault that stays", `{"books":[{"name":5}],"best":"b","section":{"books":[],"best":"b"}}`,
			[]string{`books[0].name: malformed`, `section.best: unknown`},
		},
		{"a fault beside another", `{"books":[{"name":"copy"}],"best":"z","copy":"copy"}`, []string{`best: unknown`, `copy: contradiction`}},
		{"a name that is there twice", `{"books":[{"name":"a"},{"name":"a"}],"best":"name"}`, []string{`books[1].name: duplicate`}},
	}
	for _, tt := range tests {
		var l library
		var got []string
		for _, f := range alianza.Faults(l.UnmarshalJSON([]byte(tt.doc))) {
			kind, _, _ := strings.Cut(f.Reason(), ":")
			got = append(got, f.Path+": "+kind)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: other faults (-want +got):\n%s", tt.name, diff)
		}
	}
}
