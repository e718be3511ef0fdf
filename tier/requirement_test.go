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
		{"all", tier.All(a1, b2), "all of (a >= 1, b > 2)", tier.Requirement{Count: 2, Of: []tier.Requirement{a1, b2}}},
		{"all of one", tier.All(a1), "all of (a >= 1)", tier.Requirement{Count: 1, Of: []tier.Requirement{a1}}},
		{"any", tier.Any(a1, b2), "1 of (a >= 1, b > 2)", tier.Requirement{Count: 1, Of: []tier.Requirement{a1, b2}}},
		{"two of three", tier.CountOf(2, a1, b2, c3), "2 of (a >= 1, b > 2, c <= 3)", tier.Requirement{Count: 2, Of: []tier.Requirement{a1, b2, c3}}},
		{"three of three", tier.CountOf(3, a1, b2, c3), "all of (a >= 1, b > 2, c <= 3)", tier.Requirement{Count: 3, Of: []tier.Requirement{a1, b2, c3}}},
		{"nested", tier.Any(a1, tier.All(b2, c3)), "1 of (a >= 1, all of (b > 2, c <= 3))", tier.Requirement{Count: 1, Of: []tier.Requirement{a1, {Count: 2, Of: []tier.Requirement{b2, c3}}}}},
		{"sum", tier.AtLeast("", n("70")).OfSum("a", "b"), "a + b >= 70", tier.Requirement{Sum: []string{"a", "b"}, Op: tier.OpAtLeast, Bound: n("70")}},
		{"sum in place of a metric", tier.Below("x", n("7.50")).OfSum("a"), "a < 7.50", tier.Requirement{Sum: []string{"a"}, Op: tier.OpBelow, Bound: n("7.5")}},
		{"sum of a group", tier.Any(tier.AtMost("", n("4")).OfSum("a", "b", "c")), "all of (a + b + c <= 4)", tier.Requirement{Count: 1, Of: []tier.Requirement{{Sum: []string{"a", "b", "c"}, Op: tier.OpAtMost, Bound: n("4")}}}},
		{"all of none", tier.All(), " ? 0", tier.Requirement{}},
		{"any of none", tier.Any(), " ? 0", tier.Requirement{Count: 1}},
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
	before := tier.AtLeast("a", n("1"))
	if diff := cmp.Diff(a1, before); diff != "" || before.OfSum("x").Metric != "" {
		t.Errorf("OfSum changed its receiver (-want +got):\n%s", diff)
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
		{"nothing", tier.Requirement{}, []fault{{".metric", "", alianza.ErrMissing}, {"", "", alianza.ErrMissing}}},
		{"no bound of a sum", tier.Requirement{Sum: []string{"a", "b"}}, []fault{{"", "", alianza.ErrMissing}}},
		{"metric and sum", tier.Requirement{Metric: "a", Sum: []string{"b"}, Op: tier.OpAtLeast}, []fault{{".sum", "", alianza.ErrConflict}}},
		{"sum of a blank", tier.AtLeast("", n("1")).OfSum("a", " "), []fault{{".sum[1]", " ", alianza.ErrMissing}}},
		{"sum of one twice", tier.AtLeast("", n("1")).OfSum("a", "b", "a"), []fault{{".sum[2]", "a", alianza.ErrDuplicate}}},
		{"sum of bad names and a bad bound", tier.AtLeast("", n("-1")).OfSum("", "b\n"), []fault{
			{".sum[0]", "", alianza.ErrMissing}, {".sum[1]", "b\n", alianza.ErrForm}, {".at_least", "-1", alianza.ErrRange},
		}},
		{"empty sum", tier.Requirement{Sum: []string{}, Op: tier.OpAtLeast}, []fault{{".metric", "", alianza.ErrMissing}}},
		{"below nothing", tier.Below("a", n("0.00")), []fault{{".below", "0", alianza.ErrConflict}}},
		{"below less than nothing", tier.Below("a", n("-0.01")), []fault{{".below", "-0.01", alianza.ErrRange}}},
		{"all of none", tier.All(), []fault{{".metric", "", alianza.ErrMissing}, {"", "", alianza.ErrMissing}}},
		{"all of none that is not nil", tier.All([]tier.Requirement{}...), []fault{{".all", "", alianza.ErrMissing}}},
		{"any of none", tier.Any(), []fault{{".any", "", alianza.ErrMissing}}},
		{"two of none", tier.CountOf(2), []fault{{".of", "", alianza.ErrMissing}}},
		{"none of two", tier.CountOf(0, a1, b2), []fault{{".count", "0", alianza.ErrRange}}},
		{"less than none of two", tier.CountOf(-1, a1, b2), []fault{{".count", "-1", alianza.ErrRange}}},
		{"three of two", tier.CountOf(3, a1, b2), []fault{{".count", "3", alianza.ErrRange}}},
		{"bound and group", tier.Requirement{Metric: "x", Count: 2, Of: []tier.Requirement{a1, b2}}, []fault{{"", "", alianza.ErrConflict}}},
		{"sum and group", tier.Requirement{Sum: []string{"x"}, Count: 2, Of: []tier.Requirement{a1, b2}}, []fault{{"", "", alianza.ErrConflict}}},
		{"operator and group", tier.Requirement{Op: tier.OpBelow, Count: 2, Of: []tier.Requirement{a1, b2}}, []fault{{"", "", alianza.ErrConflict}}},
		{"bound and count", tier.Requirement{Metric: "x", Op: tier.OpAtLeast, Count: 1}, []fault{{"", "", alianza.ErrConflict}, {".any", "", alianza.ErrMissing}}},
		{"bound and group that is not sound", tier.Requirement{Metric: "x", Count: 5, Of: []tier.Requirement{a1, tier.AtLeast("b", n("-1"))}}, []fault{
			{"", "", alianza.ErrConflict}, {".count", "5", alianza.ErrRange}, {".of[1].at_least", "-1", alianza.ErrRange},
		}},
		{"members of all", tier.All(tier.AtLeast("", n("1")), b2, tier.Requirement{Metric: "c"}), []fault{
			{".all[0].metric", "", alianza.ErrMissing}, {".all[2]", "", alianza.ErrMissing},
		}},
		{"members of any", tier.Any(b2, tier.Below("c", digits35)), []fault{{".any[1].below", "10000000000000000000000000000000000", alianza.ErrRange}}},
		{"members of two of", tier.CountOf(2, b2, c3, tier.Above("c", decimal.New(1, 1<<30))), []fault{{".of[2].above", "1e1073741824", alianza.ErrRange}}},
		{"deep members, all of them", tier.Any(tier.All(a1, tier.CountOf(2, tier.AtMost("x", n("-1")), b2, tier.Any())), tier.AtLeast(" x", n("1"))), []fault{
			{".any[0].all[1].of[0].at_most", "-1", alianza.ErrRange}, {".any[0].all[1].of[2].any", "", alianza.ErrMissing}, {".any[1].metric", " x", alianza.ErrForm},
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
			_, err := flat(tier.RefuseMissing, []tier.Requirement{tier.AtLeast("z", n("1")), tt.need})
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
	_, err := flat(tier.RefuseMissing, of)
	want := []fault{{"levels[0].requires[0]" + strings.Repeat(".all[0]", 8), "", alianza.ErrRange}}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("New = other faults (-want +got):\n%s", diff)
	}
}

// document returns a ladder of one level that asks for a requirement.
func document(need string) string {
	return `{"name":"l","levels":[{"name":"a","requires":[` + need + `]}]}`
}

func TestRequirementJSON(t *testing.T) {
	tests := []struct {
		name, doc, want string // want is what is written; "" is doc
		need            tier.Requirement
	}{
		{"bound", `{"metric":"a","at_least":"1"}`, "", a1},
		{"sum", `{"sum":["a","b"],"above":"70.50"}`, "", tier.Above("", n("70.50")).OfSum("a", "b")},
		{"sum of one", `{"sum":["a"],"at_most":"3"}`, "", tier.AtMost("", n("3")).OfSum("a")},
		{"all", `{"all":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"}]}`, "", tier.All(a1, b2)},
		{"any", `{"any":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"}]}`, "", tier.Any(a1, b2)},
		{
			"two of three", `{"count":2,"of":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"},{"metric":"c","at_most":"3"}]}`, "",
			tier.CountOf(2, a1, b2, c3),
		},
		{
			"count behind", `{"of":[{"at_least":1,"metric":"a"},{"metric":"b","above":2},{"metric":"c","at_most":"3"}],"count":2}`,
			`{"count":2,"of":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"},{"metric":"c","at_most":"3"}]}`,
			tier.CountOf(2, a1, b2, c3),
		},
		{"one of one is all", `{"count":1,"of":[{"metric":"a","at_least":"1"}]}`, `{"all":[{"metric":"a","at_least":"1"}]}`, tier.All(a1)},
		{"any of one is all", `{"any":[{"metric":"a","at_least":"1"}]}`, `{"all":[{"metric":"a","at_least":"1"}]}`, tier.All(a1)},
		{
			"one of two is any", `{"count":1,"of":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"}]}`,
			`{"any":[{"metric":"a","at_least":"1"},{"metric":"b","above":"2"}]}`, tier.Any(a1, b2),
		},
		{
			"nested", `{"any":[{"all":[{"metric":"a","at_least":"1"},{"any":[{"metric":"b","above":"2"},{"metric":"c","at_most":"3"}]}]},{"sum":["a","b"],"below":"9"}]}`, "",
			tier.Any(tier.All(a1, tier.Any(b2, c3)), tier.Below("", n("9")).OfSum("a", "b")),
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
		{"metric and sum", `{"metric":"a","sum":["b"],"at_least":"1"}`, []fault{{at + ".metric", "", alianza.ErrUnknown}}},
		{"metric and group", `{"all":[{"metric":"a","at_least":"1"}],"metric":"a"}`, []fault{{at + ".metric", "", alianza.ErrUnknown}}},
		{"two groups", `{"all":[{"metric":"a","at_least":"1"}],"any":[]}`, []fault{{at + ".any", "", alianza.ErrUnknown}}},
		{"count of all", `{"all":[{"metric":"a","at_least":"1"}],"count":1}`, []fault{{at + ".count", "", alianza.ErrUnknown}}},
		{"of without a count", `{"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "", alianza.ErrMissing}}},
		{"count without of", `{"count":1}`, []fault{{at + ".of", "", alianza.ErrMissing}, {at + ".any", "", alianza.ErrMissing}}},
		{"count of none", `{"count":0,"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "0", alianza.ErrRange}}},
		{"count of more", `{"count":2,"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "2", alianza.ErrRange}}},
		{"count that is no whole number", `{"count":1.5,"of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "1.5", alianza.ErrRange}}},
		{"count that is text", `{"count":"1","of":[{"metric":"a","at_least":"1"}]}`, []fault{{at + ".count", "1", alianza.ErrForm}}},
		{"all of none", `{"all":[]}`, []fault{{at + ".all", "", alianza.ErrMissing}}},
		{"any of none", `{"any":[]}`, []fault{{at + ".any", "", alianza.ErrMissing}}},
		{"all that is null", `{"all":null}`, []fault{{at + ".all", "", alianza.ErrMissing}}},
		{"any that is an object", `{"any":{"metric":"a"}}`, []fault{{at + ".any", "", alianza.ErrForm}}},
		{"wrong case", `{"All":[{"metric":"a","at_least":"1"}]}`, []fault{
			{at + ".metric", "", alianza.ErrMissing}, {at, "", alianza.ErrMissing}, {at + ".All", "", alianza.ErrUnknown},
		}},
		{"sum of nothing", `{"sum":[],"at_least":"1"}`, []fault{{at + ".metric", "", alianza.ErrMissing}}},
		{"sum of a number", `{"sum":["a",1],"at_least":"1"}`, []fault{{at + ".sum[1]", "1", alianza.ErrForm}}},
		{"sum of one twice", `{"sum":["a","a"],"at_least":"1"}`, []fault{{at + ".sum[1]", "a", alianza.ErrDuplicate}}},
		{"member that is none", `{"all":[{"metric":"a","at_least":"1"},7]}`, []fault{{at + ".all[1]", "7", alianza.ErrForm}}},
		{"faults of form and of meaning, in order", `{"any":[{"metric":"","at_least":"1"},{"all":[{"metric":"b","below":"x"},{"metric":"c","at_most":"-1"}]}]}`, []fault{
			{at + ".any[0].metric", "", alianza.ErrMissing}, {at + ".any[1].all[0].below", "x", alianza.ErrForm}, {at + ".any[1].all[1].at_most", "-1", alianza.ErrRange},
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
	for _, need := range []tier.Requirement{{}, {Metric: "a"}, {Metric: "a", Op: 5}, tier.Any(), {Sum: []string{"a"}}, tier.All(a1, tier.Requirement{})} {
		d := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("a", need)}}
		if got, err := json.Marshal(d); err == nil {
			t.Errorf("MarshalJSON(%+v) = %s; want an error", need, got)
		}
	}
}

// TestRequirementCopies changes the slices that a requirement was made of.
func TestRequirementCopies(t *testing.T) {
	names, of := []string{"a", "b"}, []tier.Requirement{a1, tier.Any(b2, c3)}
	d := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("x", tier.AtLeast("", n("9")).OfSum(names...), tier.All(of...))}}
	ladder := tier.MustNew(d)
	want := fmt.Sprint(d.Levels)
	copied := ladder.Definition()
	spoil := func(needs []tier.Requirement) {
		needs[0].Sum[0] = "z"
		needs[1].Of[1].Of[0] = tier.AtLeast("z", n("9"))
		needs[1].Of[0].Bound = n("9")
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
