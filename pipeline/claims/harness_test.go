package claims_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/pipeline/claims"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

// What the tests of the room share, by the names they have here.
var (
	on         = pipelinetest.On
	wantFaults = pipelinetest.WantFaults
)

type fault = pipelinetest.Fault

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
