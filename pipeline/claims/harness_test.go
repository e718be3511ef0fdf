package claims_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}

// on reads a day.
func on(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// customers is a register of customers, with 60 days a claim and names that compare
// folded.
func customers() claims.Definition {
	return claims.Definition{Name: "deals", Over: claims.Customers, Compare: claims.Folded, Ignore: []string{"inc", "S.L."}, Days: 60}
}

// regions are territories inside one another.
func regions() claims.Definition {
	return claims.Exclusivity(
		claims.Territory{Name: "Jalisco", Inside: "MX"}, claims.Territory{Name: "AM"}, claims.Territory{Name: "MX", Inside: "AM"},
		claims.Territory{Name: "Sonora", Inside: "MX"}, claims.Territory{Name: "US", Inside: "AM"}, claims.Territory{Name: "EU"},
	)
}

// to is a customer and products.
func to(customer string, products ...string) claims.Scope {
	return claims.Scope{Customer: customer, Products: products}
}

// in is a territory and products.
func in(territory string, products ...string) claims.Scope {
	return claims.Scope{Territory: territory, Products: products}
}

// A book is a register whose steps must not fail, or must.
type book struct {
	t testing.TB
	claims.Register
}

func newBook(tb testing.TB, d claims.Definition) *book {
	tb.Helper()
	r, err := claims.New(d)
	if err != nil {
		tb.Fatalf("New(%+v) = %v; want no error", d, err)
	}
	return &book{tb, r}
}

// add registers a claim of a partner on a day.
func (b *book) add(id, partner string, s claims.Scope, day string) claims.Claim {
	b.t.Helper()
	q := claims.Request{ID: id, Partner: partner, Scope: s, On: on(day)}
	if b.Definition().Days == 0 {
		q.Until = on(day).AddDays(60)
	}
	return b.keep(b.Add(q))
}

// keep keeps the register of a step that must not fail.
func (b *book) keep(r claims.Register, c claims.Claim, err error) claims.Claim {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("step = %v; want no error", err)
	}
	b.Register = r
	return c
}

// refused checks the error of a step.
func (b *book) refused(kind error, text string) func(r claims.Register, c claims.Claim, err error) {
	return func(r claims.Register, _ claims.Claim, err error) {
		b.t.Helper()
		if err == nil || !errors.Is(err, kind) || err.Error() != text {
			b.t.Errorf("step = %v; want %s, which is %q", err, text, kind)
		}
		if !r.Equal(b.Register) {
			b.t.Errorf("refused step = %s; want the register as it was", r)
		}
	}
}

// comesBack writes a value, reads it and compares.
func comesBack[T any](tb testing.TB, want T) {
	tb.Helper()
	doc, err := json.Marshal(want)
	if err != nil {
		tb.Fatalf("Marshal(%+v) = %v; want no error", want, err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		tb.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("Unmarshal(%s) = another value (-want +got):\n%s", doc, diff)
	}
}

// A fault is where and of what kind.
type fault struct {
	path, value string
	kind        error
}

// wantFaults checks that an error has these faults and no others.
func wantFaults(tb testing.TB, call string, err error, want ...fault) {
	tb.Helper()
	got := alianza.Faults(err)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			tb.Errorf("%s: no fault at %s", call, want[i].path)
		case i >= len(want):
			tb.Errorf("%s: the fault %v", call, got[i])
		case got[i].Path != want[i].path || got[i].Value != want[i].value || !errors.Is(got[i], want[i].kind):
			tb.Errorf("%s: the fault %v; want %s %q of kind %q", call, got[i], want[i].path, want[i].value, want[i].kind)
		}
	}
}
