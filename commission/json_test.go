package commission_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

var update = flag.Bool("update", false, "write the golden files in testdata anew")

// checkGolden compares text with a file in testdata.
func checkGolden(tb testing.TB, file, got string) {
	tb.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		tb.Errorf("%s mismatch (-want +got):\n%s", file, diff)
	}
}

// TestAffiliateJSON keeps the preset as a document, and reads it back.
func TestAffiliateJSON(t *testing.T) {
	var doc bytes.Buffer
	if err := json.Indent(&doc, []byte(jsonText(t, commission.Affiliate())), "", "  "); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "affiliate.json")
	checkGolden(t, file, doc.String()+"\n")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var back commission.Definition
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", file, err)
	}
	if diff := cmp.Diff(commission.Affiliate(), back); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", file, diff)
	}
}

// TestBadDocuments reads documents with faults; their names tell the type.
// An error text is one fault a line.
func TestBadDocuments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "bad_*.json"))
	if err != nil || len(files) < 10 {
		t.Fatalf("testdata has %d bad documents, %v; want more", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			switch strings.Split(name, "_")[1] {
			case "plan":
				in := commission.Affiliate()
				err = in.UnmarshalJSON(data)
				if diff := cmp.Diff(commission.Affiliate(), in); diff != "" {
					t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
				}
			case "event":
				in := sale("kept", "1")
				err = in.UnmarshalJSON(data)
				if diff := cmp.Diff(sale("kept", "1"), in); diff != "" {
					t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
				}
			case "entry":
				in := posted("1", day(1))
				err = in.UnmarshalJSON(data)
				if diff := cmp.Diff(posted("1", day(1)), in); diff != "" {
					t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
				}
			default:
				t.Fatalf("%s is of no type", name)
			}
			if err == nil {
				t.Fatalf("Unmarshal(%s) = no error; want faults", data)
			}
			faults := faultsOf(t, err)
			if len(faults) == 0 {
				t.Errorf("Unmarshal = %v; want field errors", err)
			}
			for _, f := range faults {
				if f.Kind == nil {
					t.Errorf("Unmarshal = a fault at %s without kind; want one", f.Path)
				}
			}
			checkGolden(t, strings.TrimSuffix(file, ".json")+".golden", err.Error()+"\n")
		})
	}
}

func TestDefinitionJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for range 300 {
		want := randomDefinition(r)
		text := jsonText(t, want)
		var got commission.Definition
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
		}
		if back := jsonText(t, alianza.Must(commission.New(got)).Definition()); back != text {
			t.Errorf("Marshal = %s; want %s", back, text)
		}
	}
}

// TestDefinitionDefaults leaves out what may be left out.
func TestDefinitionDefaults(t *testing.T) {
	const text = `{"id":"p","version":1,"currency":"JPY","places":0,"rules":[{"name":"sale","on":"sale","rate":"20%"}]}`
	var got commission.Definition
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
	}
	want := commission.Definition{
		ID: "p", Version: 1, Currency: "JPY", Rounding: commission.HalfUp, UnknownSale: commission.UnknownSaleRefuse,
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Rate: alianza.WholePercent(20)}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
	}
	if back := jsonText(t, got); back != text {
		t.Errorf("Marshal = %s; want %s", back, text)
	}
}

// TestDefinitionKept reads into a definition that holds something: all of it
// is replaced.
func TestDefinitionKept(t *testing.T) {
	const text = `{"id":"p","version":1,"currency":"JPY","places":0,"rules":[{"name":"sale","on":"sale","rate":"20%"}]}`
	got := tiered()
	got.HoldDays, got.UnknownSale = 30, commission.UnknownSaleIgnore
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
	}
	if back := jsonText(t, got); back != text {
		t.Errorf("Unmarshal(%s) = %s; want the document and nothing from before", text, back)
	}
}

func TestEventJSON(t *testing.T) {
	tests := []struct {
		name string
		e    commission.Event
		want string
	}{
		{
			"sale", at("affiliate/gold", sale("s", "10.50")),
			`{"id":"s","kind":"sale","partner":"ana","tier":"affiliate/gold","at":"2026-01-01T09:00:00Z","currency":"USD","amount":"10.50"}`,
		},
		{
			"refund", refund("r/1", "s", "0"),
			`{"id":"r/1","kind":"refund","of":"s","partner":"ana","at":"2026-01-02T09:00:00Z","currency":"USD","amount":"0"}`,
		},
		{
			"time with zone and fraction", func() commission.Event {
				e := sale("s", "1")
				e.At = instant("2026-01-01T09:00:00.000000001-03:00")
				return e
			}(),
			`{"id":"s","kind":"sale","partner":"ana","at":"2026-01-01T09:00:00.000000001-03:00","currency":"USD","amount":"1"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := jsonText(t, tt.e); got != tt.want {
				t.Fatalf("Marshal = %s; want %s", got, tt.want)
			}
			var back commission.Event
			if err := json.Unmarshal([]byte(tt.want), &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.e, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
		})
	}
	var e commission.Event
	const number = `{"id":"s","kind":"sale","partner":"ana","at":"2026-01-01T09:00:00Z","currency":"USD","amount":9007199254740993.10}`
	if err := json.Unmarshal([]byte(number), &e); err != nil || e.Amount.StringFixed(2) != "9007199254740993.10" {
		t.Errorf("Unmarshal(%s) = %s, %v; want the number as it is written", number, e.Amount, err)
	}
}

// TestEntryJSON has the fields of an entry in their order.
func TestEntryJSON(t *testing.T) {
	plan := alianza.Must(commission.New(commission.Affiliate()))
	var state commission.State
	mustEarn(t, plan, &state, at("affiliate/silver", sale("s", "19.99")))
	got := jsonText(t, mustEarn(t, plan, &state, refund("r", "s", "9.99")))
	const want = `{"key":"affiliate/ana/sale/r","corrects":"affiliate/ana/sale/s","plan":"affiliate","version":1,"rule":"sale",` +
		`"kind":"refund","event":"r","of":"s","partner":"ana","tier":"affiliate/silver",` +
		`"at":"2026-01-02T09:00:00Z","due":"2026-01-02T00:00:00Z","currency":"USD",` +
		`"base":"-9.99","rate":"25%","exact":"-2.4975","amount":"-2.50","remaining":{"base":"10.00","amount":"2.50"}}`
	if got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
}

// TestJSONFails writes what could not be read back.
func TestJSONFails(t *testing.T) {
	far := sale("s", "1")
	far.At = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	long := flat()
	long.ID = "\xff"
	huge := dollars("0").Definition()
	huge.Minimum = hostile()["a million digits"]
	for name, v := range map[string]json.Marshaler{"year 10000": far, "not UTF-8": long, "hostile number": huge} {
		if got, err := v.MarshalJSON(); err == nil {
			t.Errorf("%s: MarshalJSON() = %.200s; want an error", name, got)
		}
	}
}
