package tier_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

func TestConstructors_X2(t *testing.T) {
	tests := []struct {
		name string
		got  tier.Requirement
		text string
		op   string
		want tier.Requirement
	}{
		{"at least", tier.AtLeast("sales", n("16")), "sales >= 16", "at_least", tier.Requirement{Metric: "sales", Bound: alianza.Bound{Op: alianza.OpAtLeast, Value: n("16")}}},
		{"above", tier.Above("sales", n("4.50")), "sales > 4.50", "above", tier.Requirement{Metric: "sales", Bound: alianza.Bound{Op: alianza.OpAbove, Value: n("4.5")}}},
		{"at most", tier.AtMost("tickets", n("0")), "tickets <= 0", "at_most", tier.Requirement{Metric: "tickets", Bound: alianza.Bound{Op: alianza.OpAtMost, Value: n("0")}}},
		{"below", tier.Below("reach", decimal.New(10, 3)), "reach < 10000", "below", tier.Requirement{Metric: "reach", Bound: alianza.Bound{Op: alianza.OpBelow, Value: n("10000")}}},
		{"none", tier.Requirement{}, "none", "", tier.Requirement{}},
		{"unknown", tier.Requirement{Metric: "x", Bound: alianza.Bound{Op: 9}}, "x ? 0", "", tier.Requirement{Metric: "x", Bound: alianza.Bound{Op: 9}}},
		{"range", tier.Between("visits", n("1"), n("5")), "1 to 5 visits", "between", tier.Requirement{Metric: "visits", Bound: alianza.Between(n("1.0"), n("5"))}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("requirement mismatch (-want +got):\n%s", diff)
			}
			if tt.got.String() != tt.text || tt.got.Bound.Op.String() != tt.op {
				t.Errorf("String() = %q, of the operator %q; want %q, %q", tt.got, tt.got.Bound.Op, tt.text, tt.op)
			}
		})
	}
}

// TestRequirementAlone reads and writes requirements by themselves.
func TestRequirementAlone(t *testing.T) {
	for _, text := range []string{
		`{"metric":"sales","at_least":"16"}`,
		`{"sum":["a","b"],"above":"70"}`,
		`{"all":[{"metric":"a","below":"3"},{"any":[{"metric":"b","at_most":"1"},{"metric":"c","at_least":"2"}]}]}`,
		`{"count":2,"of":[{"metric":"a","at_least":"1"},{"metric":"b","at_least":"1"},{"metric":"c","at_least":"1"}]}`,
	} {
		var r tier.Requirement
		err := json.Unmarshal([]byte(text), &r)
		if doc, again := json.Marshal(r); err != nil || again != nil || string(doc) != text {
			t.Errorf("Marshal = %s, %v after %v; want %s", doc, again, err, text)
		}
	}
	for _, text := range []string{`{}`, `{"metric":"sales"}`, `{"metric":"sales","At_least":"16"}`, `{"all":[]}`, `{"metric":"sales","level":"gold","at_least":"1"}`} {
		var r tier.Requirement
		if err := json.Unmarshal([]byte(text), &r); len(alianza.Faults(err)) == 0 || r.Metric != "" {
			t.Errorf("Unmarshal(%s) = %v, %v; want faults, and nothing read", text, r, err)
		}
	}
}

var (
	a1 = tier.AtLeast("a", n("1"))
	b2 = tier.Above("b", n("2"))
	c3 = tier.AtMost("c", n("3"))
)

func TestGroupConstructors(t *testing.T) {
	tests := []struct {
		name string
		got  tier.Requirement
		text string
		want tier.Requirement
	}{
		{"all", tier.All(a1, b2), "all of (a >= 1, b > 2)", tier.Requirement{All: []tier.Requirement{a1, b2}}},
		{"all of one", tier.All(a1), "all of (a >= 1)", tier.Requirement{All: []tier.Requirement{a1}}},
		{"any", tier.Any(a1, b2), "1 of (a >= 1, b > 2)", tier.Requirement{Any: []tier.Requirement{a1, b2}}},
		{"two of three", countOf(2, a1, b2, c3), "2 of (a >= 1, b > 2, c <= 3)", tier.Requirement{Count: 2, Of: []tier.Requirement{a1, b2, c3}}},
		{"three of three", countOf(3, a1, b2, c3), "all of (a >= 1, b > 2, c <= 3)", tier.Requirement{Count: 3, Of: []tier.Requirement{a1, b2, c3}}},
		{"nested", tier.Any(a1, tier.All(b2, c3)), "1 of (a >= 1, all of (b > 2, c <= 3))", tier.Requirement{Any: []tier.Requirement{a1, {All: []tier.Requirement{b2, c3}}}}},
		{"sum", sumOf(tier.AtLeast("", n("70")), "a", "b"), "a + b >= 70", tier.Requirement{Sum: []string{"a", "b"}, Bound: alianza.Bound{Op: alianza.OpAtLeast, Value: n("70")}}},
		{"sum in place of a metric", sumOf(tier.Below("x", n("7.50")), "a"), "a < 7.50", tier.Requirement{Sum: []string{"a"}, Bound: alianza.Bound{Op: alianza.OpBelow, Value: n("7.5")}}},
		{"sum of a group", tier.Any(sumOf(tier.AtMost("", n("4")), "a", "b", "c")), "all of (a + b + c <= 4)", tier.Requirement{Any: []tier.Requirement{{Sum: []string{"a", "b", "c"}, Bound: alianza.Bound{Op: alianza.OpAtMost, Value: n("4")}}}}},
		{"all of none", tier.All(), "none", tier.Requirement{}},
		{"any of none", tier.Any(), "none", tier.Requirement{}},
		{"one of none", tier.Requirement{Count: 1}, "1 of ()", tier.Requirement{Count: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("requirement mismatch (-want +got):\n%s", diff)
			}
			if got := tt.got.String(); got != tt.text {
				t.Errorf("String() = %q; want %q", got, tt.text)
			}
		})
	}
}

// nested returns a requirement inside so many groups.
func nested(depth int) tier.Requirement {
	need := a1
	for range depth {
		need = tier.Any(need, b2)
	}
	return need
}

func TestRequirementFaults(t *testing.T) {
	digits35 := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil), 0)
	tests := []struct {
		name string
		need tier.Requirement
		want []fault // paths after that of the requirement
	}{
		{"nothing", tier.Requirement{}, []fault{{"", "", alianza.ErrMissing}}},
		{"no bound of a sum", tier.Requirement{Sum: []string{"a", "b"}}, []fault{{"", "", alianza.ErrMissing}}},
		{"metric and sum", tier.Requirement{Metric: "a", Sum: []string{"b"}, Bound: alianza.AtLeast(n("0"))}, []fault{{".sum", "", alianza.ErrConflict}}},
		{"sum of a blank", sumOf(tier.AtLeast("", n("1")), "a", " "), []fault{{".sum[1]", " ", alianza.ErrMissing}}},
		{"sum of one twice", sumOf(tier.AtLeast("", n("1")), "a", "b", "a"), []fault{{".sum[2]", "a", alianza.ErrDuplicate}}},
		{"sum of bad names and a bad bound", sumOf(tier.AtLeast("", n("-1")), "", "b\n"), []fault{
			{".sum[0]", "", alianza.ErrMissing}, {".sum[1]", "b\n", alianza.ErrForm}, {".at_least", "-1", alianza.ErrRange},
		}},
		{"empty sum", tier.Requirement{Sum: []string{}, Bound: alianza.AtLeast(n("0"))}, []fault{{".metric", "", alianza.ErrMissing}}},
		{"below nothing", tier.Below("a", n("0.00")), []fault{{".below", "0", alianza.ErrConflict}}},
		{"below less than nothing", tier.Below("a", n("-0.01")), []fault{{".below", "-0.01", alianza.ErrRange}}},
		{"all of none", tier.All(), []fault{{"", "", alianza.ErrMissing}}},
		{"all of none that is not nil", tier.All([]tier.Requirement{}...), []fault{{".all", "", alianza.ErrMissing}}},
		{"any of none", tier.Any(), []fault{{"", "", alianza.ErrMissing}}},
		{"any of none that is not nil", tier.Any([]tier.Requirement{}...), []fault{{".any", "", alianza.ErrMissing}}},
		{"one of none", tier.Requirement{Count: 1}, []fault{{".of", "", alianza.ErrMissing}}},
		{"two of none", countOf(2), []fault{{".of", "", alianza.ErrMissing}}},
		{"none of two", countOf(0, a1, b2), []fault{{".count", "", alianza.ErrMissing}}},
		{"less than none of two", countOf(-1, a1, b2), []fault{{".count", "-1", alianza.ErrRange}}},
		{"three of two", countOf(3, a1, b2), []fault{{".count", "3", alianza.ErrRange}}},
		{"bound and group", tier.Requirement{Metric: "x", Count: 2, Of: []tier.Requirement{a1, b2}}, []fault{{"", "", alianza.ErrConflict}}},
		{"sum and group", tier.Requirement{Sum: []string{"x"}, Count: 2, Of: []tier.Requirement{a1, b2}}, []fault{{"", "", alianza.ErrConflict}}},
		{"operator and group", tier.Requirement{Bound: alianza.Below(n("0")), Count: 2, Of: []tier.Requirement{a1, b2}}, []fault{{"", "", alianza.ErrConflict}}},
		{"bound and count", tier.Requirement{Metric: "x", Bound: alianza.AtLeast(n("0")), Count: 1}, []fault{{"", "", alianza.ErrConflict}, {".of", "", alianza.ErrMissing}}},
		{"two groups", tier.Requirement{All: []tier.Requirement{a1}, Any: []tier.Requirement{b2}}, []fault{{"", "", alianza.ErrConflict}}},
		{"group and count", tier.Requirement{Any: []tier.Requirement{a1, b2}, Count: 1}, []fault{{"", "", alianza.ErrConflict}}},
		{"bound with a range to aim at", tier.Requirement{Metric: "x", Bound: alianza.AtLeast(n("1")).Range(n("5"))}, []fault{{".to", "5", alianza.ErrConflict}}},
		{"range", tier.Requirement{Metric: "x", Bound: alianza.Between(n("0"), n("0.00"))}, nil},
		{"range that falls", tier.Requirement{Metric: "x", Bound: alianza.Between(n("5"), n("4"))}, []fault{{".to", "4", alianza.ErrConflict}}},
		{"negative range", tier.Requirement{Metric: "x", Bound: alianza.Between(n("-5"), n("4"))}, []fault{{".between", "-5", alianza.ErrRange}}},
		{"hostile range", tier.Requirement{Metric: "x", Bound: alianza.Between(n("5"), decimal.New(1, 1<<30))}, []fault{{".to", "1e1073741824", alianza.ErrRange}}},
		{"bound and group that is not sound", tier.Requirement{Metric: "x", Count: 5, Of: []tier.Requirement{a1, tier.AtLeast("b", n("-1"))}}, []fault{
			{"", "", alianza.ErrConflict}, {".count", "5", alianza.ErrRange}, {".of[1].at_least", "-1", alianza.ErrRange},
		}},
		{"members of all", tier.All(tier.AtLeast("", n("1")), b2, tier.Requirement{Metric: "c"}), []fault{
			{".all[0].metric", "", alianza.ErrMissing}, {".all[2]", "", alianza.ErrMissing},
		}},
		{"members of any", tier.Any(b2, tier.Below("c", digits35)), []fault{{".any[1].below", "10000000000000000000000000000000000", alianza.ErrRange}}},
		{"members of two of", countOf(2, b2, c3, tier.Above("c", decimal.New(1, 1<<30))), []fault{{".of[2].above", "1e1073741824", alianza.ErrRange}}},
		{"deep members, all of them", tier.Any(tier.All(a1, countOf(2, tier.AtMost("x", n("-1")), b2, countOf(1))), tier.AtLeast(" x", n("1"))), []fault{
			{".any[0].all[1].of[0].at_most", "-1", alianza.ErrRange}, {".any[0].all[1].of[2].of", "", alianza.ErrMissing}, {".any[1].metric", " x", alianza.ErrForm},
		}},
		{"eight groups inside one another", nested(8), nil},
		{"nine", nested(9), []fault{{strings.Repeat(".any[0]", 8), "", alianza.ErrRange}}},
		{"thousand", nested(1000), []fault{{strings.Repeat(".any[0]", 8), "", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.want {
				tt.want[i].Path = "levels[0].requires[1]" + tt.want[i].Path
			}
			_, err := flat(tier.OnMissingRefuse, []tier.Requirement{tier.AtLeast("z", n("1")), tt.need})
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRequirementCycle has a group that is a member of itself, which only Go
// can write.
func TestRequirementCycle(t *testing.T) {
	of := make([]tier.Requirement, 1)
	of[0] = tier.All(of...)
	_, err := flat(tier.OnMissingRefuse, of)
	want := []fault{{"levels[0].requires[0]" + strings.Repeat(".all[0]", 8), "", alianza.ErrRange}}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("New = other faults (-want +got):\n%s", diff)
	}
}

func TestRequirementJSON(t *testing.T) {
	tests := []struct {
		name, doc, want string // want is what is written; "" is doc
		need            tier.Requirement
	}{
		{"bound", `{"metric":"a","at_least":"1"}`, "", a1},
		{"sum", `{"sum":["a","b"],"above":"70.50"}`, "", sumOf(tier.Above("", n("70.50")), "a", "b")},
		{"sum of one", `{"sum":["a"],"at_most":"3"}`, "", sumOf(tier.AtMost("", n("3")), "a")},
		{"all", `{"all":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"}]}`, "", tier.All(a1, b2)},
		{"any", `{"any":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"}]}`, "", tier.Any(a1, b2)},
		{
			"two of three", `{"count":2,"of":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"},{"metric":"c","at_most":"3"}]}`, "",
			countOf(2, a1, b2, c3),
		},
		{
			"count behind", `{"of":[{"at_least":1,"metric":"a"},{"metric":"b","above":2},{"metric":"c","at_most":"3"}],"count":2}`,
			`{"count":2,"of":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"},{"metric":"c","at_most":"3"}]}`,
			countOf(2, a1, b2, c3),
		},
		{"one of one", `{"count":1,"of":[{"metric":"a","at_least":"1"}]}`, "", countOf(1, a1)},
		{"any of one", `{"any":[{"metric":"a","at_least":"1"}]}`, "", tier.Any(a1)},
		{"range", `{"metric":"a","between":"1","to":"2.50"}`, "", tier.Requirement{Metric: "a", Bound: alianza.Between(n("1"), n("2.50"))}},
		{
			"nested", `{"any":[{"all":[{"metric":"a","at_least":"1"},{"any":[{"metric":"b","above":"2"},{"metric":"c","at_most":"3"}]}]},{"sum":["a","b"],"below":"9"}]}`, "",
			tier.Any(tier.All(a1, tier.Any(b2, c3)), sumOf(tier.Below("", n("9")), "a", "b")),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.want == "" {
				tt.want = tt.doc
			}
			var d tier.Definition[tier.NoTerms]
			if err := json.Unmarshal([]byte(document(tt.doc)), &d); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", tt.doc, err)
			}
			if diff := cmp.Diff(tt.need, d.Levels[0].Requires[0]); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", tt.doc, diff)
			}
			if got, err := json.Marshal(d); err != nil || string(got) != document(tt.want) {
				t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, document(tt.want))
			}
			if _, err := tier.New(d); err != nil {
				t.Errorf("New = %v; want no error", err)
			}
		})
	}
}

func TestRequirementJSONFaults(t *testing.T) {
	const at = "levels[0].requires[0]"
	deep := func(depth int) string {
		return strings.Repeat(`{"all":[`, depth) + `{"metric":"a","at_least":"1"}` + strings.Repeat(`]}`, depth)
	}
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"metric and sum", `{"metric":"a","sum":["b"],"at_least":"1"}`, []fault{{at + ".sum", "", alianza.ErrConflict}}},
		{"metric and group", `{"all":[{"metric":"a","at_least":"1"}],"metric":"a"}`, []fault{{at, "", alianza.ErrConflict}}},
		{"two groups", `{"all":[{"metric":"a","at_least":"1"}],"any":[]}`, []fault{{at, "", alianza.ErrConflict}}},
		{"count of all", `{"all":[{"metric":"a","at_least":"1"}],"count":1}`, []fault{{at, "", alianza.ErrConflict}}},
		{"of without a count", `{"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "", alianza.ErrMissing}}},
		{"count without of", `{"count":1}`, []fault{{at + ".of", "", alianza.ErrMissing}}},
		{"count of none", `{"count":0,"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "", alianza.ErrMissing}}},
		{"count of more", `{"count":2,"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "2", alianza.ErrRange}}},
		{"count that is no whole number", `{"count":1.5,"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "1.5", alianza.ErrRange}}},
		{"count that is text", `{"count":"1","of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "1", alianza.ErrForm}}},
		{"all of none", `{"all":[]}`, []fault{{at + ".all", "", alianza.ErrMissing}}},
		{"any of none", `{"any":[]}`, []fault{{at + ".any", "", alianza.ErrMissing}}},
		{"all that is null", `{"all":null}`, []fault{{at + ".all", "", alianza.ErrMissing}}},
		{"any that is an object", `{"any":{"metric":"a"}}`, []fault{{at + ".any", "", alianza.ErrForm}}},
		{"wrong case", `{"All":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".All", "", alianza.ErrUnknown}}},
		{"sum of nothing", `{"sum":[],"at_least":"1"}`, []fault{{at + ".metric", "", alianza.ErrMissing}}},
		{"sum of a number", `{"sum":["a",1],"at_least":"1"}`, []fault{{at + ".sum[1]", "1", alianza.ErrForm}}},
		{"sum of one twice", `{"sum":["a","a"],"at_least":"1"}`, []fault{{at + ".sum[1]", "a", alianza.ErrDuplicate}}},
		{"member that is none", `{"all":[{"metric":"a","at_least":"1"},7]}`, []fault{{at + ".all[1]", "7", alianza.ErrForm}}},
		{"faults of form and of meaning, in order", `{"any":[{"metric":"","at_least":"1"},{"all":[{"metric":"b","below":"x"},{"metric":"c","at_most":"4","to":"3"}]}]}`, []fault{
			{at + ".any[0].metric", "", alianza.ErrMissing}, {at + ".any[1].all[0].below", "x", alianza.ErrForm}, {at + ".any[1].all[1].to", "3", alianza.ErrConflict},
		}},
		{"eight groups inside one another", deep(8), nil},
		{"nine", deep(9), []fault{{at + strings.Repeat(".all[0]", 8), "", alianza.ErrRange}}},
		{"more than a document may have", deep(14), []fault{{"", "", alianza.ErrRange}}},
		{"hundred thousand", deep(100_000), []fault{{"", "", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d tier.Definition[tier.NoTerms]
			err := d.UnmarshalJSON([]byte(document(tt.doc)))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if (len(d.Levels) > 0) != (err == nil) {
				t.Errorf("UnmarshalJSON(%.200s) changed the definition beside %v", tt.doc, err)
			}
		})
	}
}

// TestRequirementJSONWrites refuses to write what could not be read.
func TestRequirementJSONWrites(t *testing.T) {
	for _, need := range []tier.Requirement{{}, {Metric: "a"}, {Metric: "a", Bound: alianza.Bound{Op: 9}}, tier.Any(), countOf(1), {Sum: []string{"a"}}, tier.All(a1, tier.Requirement{})} {
		d := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("a", need)}}
		if got, err := json.Marshal(d); err == nil {
			t.Errorf("MarshalJSON(%+v) = %s; want an error", need, got)
		}
	}
}

// TestRequirementCopies changes the slices that a requirement was made of.
func TestRequirementCopies(t *testing.T) {
	names, of := []string{"a", "b"}, []tier.Requirement{a1, tier.Any(b2, c3)}
	d := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("x", sumOf(tier.AtLeast("", n("9")), names...), tier.All(of...))}}
	ladder := mustNew(d)
	want := fmt.Sprint(d.Levels)
	copied := ladder.Definition()
	spoil := func(needs []tier.Requirement) {
		needs[0].Sum[0] = "z"
		needs[1].All[1].Any[0] = tier.AtLeast("z", n("9"))
		needs[1].All[0].Bound = alianza.AtLeast(n("9"))
	}
	for _, needs := range [][]tier.Requirement{d.Levels[0].Requires, copied.Levels[0].Requires} {
		spoil(needs)
		if got := fmt.Sprint(ladder.Definition().Levels); got != want {
			t.Errorf("Definition() after a change = %s; want %s", got, want)
		}
		if rank, err := ladder.Rank(tier.Metrics{"a": n("9"), "b": n("3"), "c": n("0")}); rank != 1 || err != nil {
			t.Errorf("Rank after a change = %d, %v; want 1", rank, err)
		}
	}
}
