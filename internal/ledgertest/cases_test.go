package ledgertest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/ledgertest"
)

// object is a JSON object.
type object = map[string]any

// A scenario is a program, what happens under it, and what comes of it.
type scenario struct {
	Name        string   `json:"name"`
	Rules       []any    `json:"rules"`       // the program, if nothing else is said
	Definitions []object `json:"definitions"` // or its versions
	Events      []object `json:"events"`
	// Want says what each event changes in all, "refused: kind", or "unsure".
	// Sum, Balances and Attained are what stands at the end.
	Want     []string          `json:"want"`
	Sum      string            `json:"sum"`
	Balances map[string]string `json:"balances"` // "ana s cash": "10"
	Attained map[string]string `json:"attained"` // "ana s 2026-01": "500 in 5"
}

// with returns an object with the fields of another where it has none.
func with(o, otherwise object) object {
	full := maps.Clone(otherwise)
	maps.Copy(full, o)
	return full
}

func marshal(tb testing.TB, v any) []byte {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// definitions returns the versions of the scenario's program as JSON.
func (s *scenario) definitions(tb testing.TB) (list [][]byte) {
	tb.Helper()
	if len(s.Definitions) == 0 {
		s.Definitions = []object{{"rules": s.Rules}}
	}
	for i, d := range s.Definitions {
		d = with(d, object{"id": "p", "version": i + 1, "currency": "USD"})
		list = append(list, marshal(tb, d))
	}
	return list
}

// plain returns an event with what scenarios leave out.
func plain(e object) object {
	return with(e, object{"partner": "ana", "currency": "USD", "at": "2026-01-05T00:00:00Z"})
}

// currency returns the currency of the scenario's program.
func (s *scenario) currency() string {
	if code, ok := s.Definitions[0]["currency"].(string); ok {
		return code
	}
	return "USD"
}

func readScenarios(tb testing.TB, path string) (list []scenario) {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&list); err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return list
}

func TestScenarios(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	names := map[string]bool{}
	for _, path := range paths {
		for _, s := range readScenarios(t, path) {
			if names[s.Name] {
				t.Errorf("two scenarios are named %q", s.Name)
			}
			names[s.Name] = true
			t.Run(s.Name, s.run)
		}
	}
}

func (s *scenario) run(t *testing.T) {
	ledger, err := ledgertest.New(time.UTC, s.definitions(t)...)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Want) > 0 && len(s.Want) != len(s.Events) {
		t.Fatalf("%d outcomes for %d events", len(s.Want), len(s.Events))
	}
	total := new(big.Rat)
	for i, e := range s.Events {
		e = with(e, object{"currency": s.currency()})
		out := ledger.Post(marshal(t, plain(e)))
		sum := new(big.Rat)
		for _, c := range out.Changes {
			sum.Add(sum, c.Amount)
		}
		total.Add(total, sum)
		if len(s.Want) > 0 && !meets(out, sum, s.Want[i]) {
			t.Errorf("event %d, %v: %v; want %s", i+1, e["id"], out, s.Want[i])
		}
		if len(s.Want) == 0 && (out.Unsure || len(out.Refused) > 0) {
			t.Errorf("event %d, %v: %v", i+1, e["id"], out)
		}
	}
	if s.Sum != "" && total.Cmp(rat(t, s.Sum)) != 0 {
		t.Errorf("all events make %s; want %s", total.FloatString(4), s.Sum)
	}
	for key, want := range s.Balances {
		name := strings.Fields(key)
		got := ledger.Balance(name[0])[ledgertest.Line{Rule: name[1], Medium: name[2]}]
		if got == nil || got.Cmp(rat(t, want)) != 0 {
			t.Errorf("the balance of %s is %v; want %s", key, got, want)
		}
	}
	for key, want := range s.Attained {
		name := strings.SplitN(key, " ", 3)
		amount, units := ledger.Window(name[0], name[1], "", name[2])
		if amount.Sign() == 0 && units.Sign() == 0 {
			amount, units = ledger.Meter(name[0], name[1], name[2])
		}
		if got := fmt.Sprintf("%s in %s", short(amount), short(units)); got != want {
			t.Errorf("attained by %s: %s; want %s", key, got, want)
		}
	}
}

func meets(out ledgertest.Outcome, sum *big.Rat, want string) bool {
	if kind, ok := strings.CutPrefix(want, "refused: "); ok {
		return slices.Contains(out.Refused, kind) && !out.Unsure
	}
	if want == "unsure" {
		return out.Unsure
	}
	x, ok := new(big.Rat).SetString(want)
	return ok && !out.Unsure && len(out.Refused) == 0 && sum.Cmp(x) == 0
}

func rat(tb testing.TB, s string) *big.Rat {
	tb.Helper()
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		tb.Fatalf("%q is no number", s)
	}
	return x
}

// short returns a number without zeros behind.
func short(x *big.Rat) string {
	if x.IsInt() {
		return x.Num().String()
	}
	return strings.TrimRight(x.FloatString(18), "0")
}
