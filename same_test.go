package alianza_test

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// digests is the file with the digest of each chapter.
const digests = "testdata/same.txt"

// A chapter evaluates a part of the library for a digest: a room, or one law of it.
type chapter struct {
	name string
	tell func(d *digest)
}

var chapters = []chapter{
	{"calls of the root", calls("alianza")},
	{"calls of tier", calls("tier")},
	{"calls of score", calls("score")},
	{"calls of commission", calls("commission")},
	{"calls of roi", calls("roi")},
	{"calls of pipeline", calls("pipeline")},
	{"calls of program", calls("program")},
	{"years of plans", tellYears},
	{"settlements", tellSettlements},
	{"splits", tellSplits},
	{"waterfalls", tellWaterfalls},
	{"runs of programs", tellRuns},
}

// TestSame holds that the library answers the same everywhere: tens of thousands
// of evaluations have the digests of testdata/same.txt. Each is an answer as JSON
// and as a sentence, or an error with its text. They are made again in a far time zone,
// and with the variables of package decimal set to absurd values. It is a step of the
// gate, and skipped elsewhere.
//
// The script .ci/same runs this test on other processors. A sentence that changes
// anywhere changes a digest. See what changed, and write the file anew:
//
//	UPDATE=1 go test . -run '^TestSame$'
func TestSame(t *testing.T) {
	if os.Getenv("ALIANZA_GATE") == "" && os.Getenv("UPDATE") == "" {
		t.Skip("a step of the gate: ALIANZA_GATE=1 go test . -run '^TestSame$'")
	}
	var first [][]uint64
	got := tellAll(func(i int, d *digest) {
		first = append(first, nil)
		d.each = func(text string) { first[i] = append(first[i], sumOf(text)) }
	})
	worlds := []struct {
		name  string
		enter func(t *testing.T)
	}{
		{"once more, in a far time zone", farAway},
		{"with absurd variables of package decimal", absurd},
	}
	for _, world := range worlds {
		t.Run(world.name, func(t *testing.T) {
			world.enter(t)
			tellAll(func(i int, d *digest) {
				n, differs := 0, false
				d.each = func(text string) {
					if !differs && (n >= len(first[i]) || first[i][n] != sumOf(text)) {
						differs = true
						t.Errorf("%s: answer %d is another one now: %.2000s", chapters[i].name, n, text)
					}
					n++
				}
			})
		})
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(digests, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(digests)
	if err != nil {
		t.Fatal(err)
	}
	diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n"))
	if diff != "" {
		t.Errorf("%s has other digests; if they are right, write it anew by UPDATE=1 go test . -run '^TestSame$' (-want +got):\n%s", digests, diff)
	}
}

// tellAll returns a line for each chapter: answers, how many of them are errors,
// and the digest. Watch may look at the answers of a chapter.
func tellAll(watch func(i int, d *digest)) string {
	var b bytes.Buffer
	for i, c := range chapters {
		d := newDigest()
		watch(i, d)
		c.tell(d)
		fmt.Fprintf(&b, "%-20s %6d answers %6d refused  %s\n", c.name, d.answers, d.refused, d.sum())
	}
	return b.String()
}

// sumOf tells texts apart.
func sumOf(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}

// farAway puts the machine into another time zone.
func farAway(t *testing.T) {
	t.Helper()
	here := time.Local
	t.Cleanup(func() { time.Local = here })
	time.Local = time.FixedZone("far", -11*60*60-30*60)
}

// absurd sets the variables of package decimal to what no program would.
func absurd(t *testing.T) {
	t.Helper()
	division, power, quotes, trim := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros
	scientific, iterations, decode, zero := decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero
	t.Cleanup(func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros = division, power, quotes, trim
		decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero = scientific, iterations, decode, zero
	})
	decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros = 1, 1, true, false
	decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero = true, 1, 1, decimal.New(7, 3)
}

// calls returns a chapter that calls every function and method of a room, of its
// inner packages, too, with arguments that may mean something to it.
func calls(room string) func(*digest) {
	return func(d *digest) {
		m := plainMaker(1, 19)
		for range 6 {
			for _, name := range sortedKeys(exportedFunctions) {
				if f := reflect.ValueOf(exportedFunctions[name]); room == roomOf(strings.SplitN(name, ".", 2)[0]) {
					d.call(m, f)
				}
			}
			for _, one := range exportedValues {
				typ := reflect.TypeOf(one)
				if room != roomOf(strings.SplitN(name(typ), ".", 2)[0]) {
					continue
				}
				for i := range reflect.PointerTo(typ).NumMethod() {
					receiver := reflect.New(typ)
					receiver.Elem().Set(m.value(typ, 0))
					d.call(m, receiver.Method(i))
					d.add(receiver.Elem())
				}
			}
		}
	}
}

// call calls a function, adds what it returns, and remembers it.
func (d *digest) call(m *maker, f reflect.Value) {
	results := invoke(f, m.arguments(f.Type()))
	for _, r := range results {
		if _, failed := r.Interface().(error); !failed && r.Kind() != reflect.Func && r.Kind() != reflect.Interface {
			m.remember(r)
			m.learn(r, 0)
		}
	}
	d.add(results...)
}

// learn adds the texts of a value to those that later values are made of: a name
// of a preset means something to what is made of it.
func (m *maker) learn(v reflect.Value, depth int) {
	const most = 200
	if depth > 6 || len(m.texts) > most {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); len(s) > 0 && len(s) < 30 {
			m.texts = append(m.texts, s)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			m.learn(v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				m.learn(v.Field(i), depth+1)
			}
		}
	default:
	}
}

var plainTexts = []string{"", "ana", "gold", "sale", "sales", "USD", "EUR", "2026-03", "30%", "12.5", "é", "a%b"}

var plainValues = map[reflect.Type][]func() any{
	reflect.TypeFor[decimal.Decimal](): {
		func() any { return decimal.Decimal{} },
		func() any { return decimal.New(1, 0) },
		func() any { return decimal.New(17, 0) },
		func() any { return decimal.New(1999, -2) },
		func() any { return decimal.New(2505, -1) },
		func() any { return decimal.New(5, -2) },
		func() any { return decimal.New(1, 5) },
		func() any { return decimal.New(-3, 0) },
		func() any { return decimal.New(100, 0) },
	},
	reflect.TypeFor[time.Time](): {
		func() any { return time.Time{} },
		func() any { return time.Date(2026, time.March, 31, 23, 59, 59, 0, time.UTC) },
		func() any { return time.Date(2026, time.April, 1, 1, 0, 0, 0, time.FixedZone("east", 3*60*60)) },
		func() any { return time.Date(2026, time.January, 2, 9, 0, 0, 0, time.UTC) },
	},
	reflect.TypeFor[*time.Location](): {
		func() any { return time.UTC },
		func() any { return time.FixedZone("west", -4*60*60) },
	},
}
