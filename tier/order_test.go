package tier_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestNobodyStands has levels that whoever reaches one below them reaches, too.
func TestNobodyStands(t *testing.T) {
	x := func(op alianza.Op, bound string) tier.Requirement {
		return tier.Requirement{Metric: "x", Bound: alianza.Bound{Op: op, Value: n(bound)}}
	}
	y5 := tier.AtLeast("y", n("5"))
	ab := func(bound string, names ...string) tier.Requirement {
		return sumOf(tier.AtLeast("", n(bound)), names...)
	}
	list := func(needs ...tier.Requirement) []tier.Requirement { return needs }
	tests := []struct {
		name         string
		lower, upper []tier.Requirement
		want         []fault
	}{
		{"at least, a unit more", list(x(alianza.OpAtLeast, "5")), list(x(alianza.OpAtLeast, "5.000000000000000001")), nil},
		{"at least, the same", list(x(alianza.OpAtLeast, "5")), list(x(alianza.OpAtLeast, "5.0")), []fault{{"levels[1].requires[0].at_least", "5.0", alianza.ErrConflict}}},
		{"at least, a unit less", list(x(alianza.OpAtLeast, "5")), list(x(alianza.OpAtLeast, "4.99")), []fault{{"levels[1].requires[0].at_least", "4.99", alianza.ErrConflict}}},
		{"above, the same", list(x(alianza.OpAbove, "5")), list(x(alianza.OpAbove, "5")), []fault{{"levels[1].requires[0].above", "5", alianza.ErrConflict}}},
		{"at least what the one below is above", list(x(alianza.OpAbove, "5")), list(x(alianza.OpAtLeast, "5")), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"above what the one below has at least", list(x(alianza.OpAtLeast, "5")), list(x(alianza.OpAbove, "5")), nil},
		{"above less", list(x(alianza.OpAtLeast, "5")), list(x(alianza.OpAbove, "4.9")), []fault{{"levels[1].requires[0].above", "4.9", alianza.ErrConflict}}},
		{"at most, a unit less", list(x(alianza.OpAtMost, "5")), list(x(alianza.OpAtMost, "4.999999999999999999")), nil},
		{"at most, the same", list(x(alianza.OpAtMost, "5")), list(x(alianza.OpAtMost, "5")), []fault{{"levels[1].requires[0].at_most", "5", alianza.ErrConflict}}},
		{"at most, more", list(x(alianza.OpAtMost, "5")), list(x(alianza.OpAtMost, "6")), []fault{{"levels[1].requires[0].at_most", "6", alianza.ErrConflict}}},
		{"below, the same", list(x(alianza.OpBelow, "5")), list(x(alianza.OpBelow, "5")), []fault{{"levels[1].requires[0].below", "5", alianza.ErrConflict}}},
		{"at most what the one below is below", list(x(alianza.OpBelow, "5")), list(x(alianza.OpAtMost, "5")), []fault{{"levels[1].requires[0].at_most", "5", alianza.ErrConflict}}},
		{"below what the one below has at most", list(x(alianza.OpAtMost, "5")), list(x(alianza.OpBelow, "5")), nil},
		{"bounds of both sides", list(x(alianza.OpAtLeast, "5")), list(x(alianza.OpAtMost, "5")), nil},
		{"bounds of both sides, in turn", list(x(alianza.OpAtMost, "5")), list(x(alianza.OpAtLeast, "5")), nil},
		{"other metric", list(x(alianza.OpAtLeast, "5")), list(y5), nil},
		{"one of two asked for again", list(x(alianza.OpAtLeast, "5"), y5), list(y5), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"one of two asked for, and more", list(x(alianza.OpAtLeast, "5"), y5), list(x(alianza.OpAtLeast, "6")), nil},
		{"two asked for again", list(x(alianza.OpAtLeast, "5"), y5), list(y5, x(alianza.OpAtLeast, "4")), []fault{{"levels[1]", "b", alianza.ErrConflict}}},
		{"two asked for, one new", list(x(alianza.OpAtLeast, "5")), list(x(alianza.OpAtLeast, "5"), y5), nil},
		{"range inside a range", list(x(alianza.OpAtLeast, "5"), x(alianza.OpAtMost, "9")), list(x(alianza.OpAtLeast, "6"), x(alianza.OpAtMost, "8")), nil},
		{"range around a range", list(x(alianza.OpAtLeast, "5"), x(alianza.OpAtMost, "9")), list(x(alianza.OpAtLeast, "4"), x(alianza.OpAtMost, "9")), []fault{{"levels[1]", "b", alianza.ErrConflict}}},
		{"sums", list(ab("5", "a", "b")), list(ab("5", "a", "b")), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"sums that rise", list(ab("5", "a", "b")), list(ab("6", "a", "b")), nil},
		{"other sums", list(ab("5", "a", "b")), list(ab("5", "a", "c")), nil},
		{"sum and one of its parts", list(ab("5", "a", "b")), list(tier.AtLeast("a", n("5"))), nil},
		{"metric that is named like a sum", list(tier.AtLeast("a + b", n("5"))), list(ab("5", "a", "b")), nil},
		{"sums in another order", list(ab("10", "x", "y")), list(ab("5", "y", "x")), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"sum of one", list(ab("10", "x")), list(x(alianza.OpAtLeast, "5")), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"sum of one above", list(x(alianza.OpAtLeast, "10")), list(ab("5", "x")), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"all below", list(tier.All(x(alianza.OpAtLeast, "10"))), list(x(alianza.OpAtLeast, "5")), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"all above", list(x(alianza.OpAtLeast, "5"), y5), list(tier.All(x(alianza.OpAtLeast, "4"), y5)), []fault{{"levels[1]", "b", alianza.ErrConflict}}},
		{"all above, one of them more", list(x(alianza.OpAtLeast, "5"), y5), list(tier.All(x(alianza.OpAtLeast, "6"), y5)), nil},
		{"as many as there are", list(x(alianza.OpAtLeast, "5"), y5), list(countOf(2, y5, tier.Any(tier.All(x(alianza.OpAtLeast, "5"))))), []fault{{"levels[1]", "b", alianza.ErrConflict}}},
		{"all above, with a group that is more", list(y5), list(tier.All(y5, tier.Any(y5, x(alianza.OpAtLeast, "5")))), nil},
		{"all below, with a group that is more", list(tier.All(y5, tier.Any(y5, x(alianza.OpAtLeast, "5")))), list(y5), []fault{{"levels[1].requires[0].at_least", "5", alianza.ErrConflict}}},
		{"groups of some, which are not compared", list(tier.Any(x(alianza.OpAtLeast, "5"), y5)), list(tier.Any(x(alianza.OpAtLeast, "4"), y5)), nil},
		{"group of some below", list(tier.Any(x(alianza.OpAtLeast, "5"), y5)), list(x(alianza.OpAtLeast, "4")), nil},
		{"hostile bound below", list(tier.AtLeast("x", decimal.New(1, 1<<30))), list(x(alianza.OpAtLeast, "4")), []fault{{"levels[0].requires[0].at_least", "1e1073741824", alianza.ErrRange}}},
		{"hostile bound", list(x(alianza.OpAtLeast, "4")), list(tier.AtLeast("x", decimal.New(1, -1<<30))), []fault{{"levels[1].requires[0].at_least", "1e-1073741824", alianza.ErrRange}}},
		{"no operators", list(x(0, "5")), list(x(0, "5")), []fault{{"levels[0].requires[0]", "", alianza.ErrMissing}, {"levels[1].requires[0]", "", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tier.New(tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("a", tt.lower...), level("b", tt.upper...)}})
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New(%v, %v) = other faults (-want +got):\n%s", tt.lower, tt.upper, diff)
			}
		})
	}
}

// TestGroupInItself has a group that never ends, which is refused as any deep one is.
func TestGroupInItself(t *testing.T) {
	loop := make([]tier.Requirement, 90)
	for i := range loop {
		loop[i].All = loop
	}
	_, err := tier.New(tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{{Name: "a", Requires: loop, Keeps: loop}, {Name: "b", Requires: loop}}})
	if !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("New = %v; want ErrLimit", err)
	}
}

// TestNobodyStandsFarBelow compares a level with all those below it, and names
// the lowest.
func TestNobodyStandsFarBelow(t *testing.T) {
	visits := tier.AtLeast("visits", n("9"))
	_, err := tier.New(tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{
		level("a", sales("5")), level("b", visits), level("c", sales("6"), visits), level("d", sales("5")),
	}})
	want := `levels[3].requires[0].at_least "5": contradiction: asks no more than a below it, where nobody would stand`
	if err == nil || err.Error() != want {
		t.Errorf("New = %v; want %s", err, want)
	}
}

// TestImpossible has levels that no metrics reach.
func TestImpossible(t *testing.T) {
	tests := []struct {
		name  string
		needs []tier.Requirement
		want  []fault
	}{
		{"on one value", []tier.Requirement{tier.AtLeast("x", n("5")), tier.AtMost("x", n("5.0"))}, nil},
		{"at least over at most", []tier.Requirement{tier.AtLeast("x", n("5.01")), tier.AtMost("x", n("5"))}, []fault{{"levels[0].requires[1].at_most", "5", alianza.ErrConflict}}},
		{"at most under at least", []tier.Requirement{tier.AtMost("x", n("5")), tier.AtLeast("x", n("5.01"))}, []fault{{"levels[0].requires[1].at_least", "5.01", alianza.ErrConflict}}},
		{"above at most", []tier.Requirement{tier.Above("x", n("5")), tier.AtMost("x", n("5"))}, []fault{{"levels[0].requires[1].at_most", "5", alianza.ErrConflict}}},
		{"at least below", []tier.Requirement{tier.AtLeast("x", n("5")), tier.Below("x", n("5"))}, []fault{{"levels[0].requires[1].below", "5", alianza.ErrConflict}}},
		{"above below", []tier.Requirement{tier.Above("x", n("5")), tier.Below("x", n("5"))}, []fault{{"levels[0].requires[1].below", "5", alianza.ErrConflict}}},
		{"room of the least unit", []tier.Requirement{tier.Above("x", n("5")), tier.AtMost("x", n("5.000000000000000001"))}, nil},
		{"between a number and itself, beside another", []tier.Requirement{{Metric: "x", Bound: alianza.Between(n("5"), n("5.0"))}, tier.Above("x", n("5"))}, []fault{{"levels[0].requires[1].above", "5", alianza.ErrConflict}}},
		{"between, the wrong way round, beside another", []tier.Requirement{{Metric: "x", Bound: alianza.Between(n("5"), n("4"))}, tier.Above("x", n("5"))}, []fault{{"levels[0].requires[0].to", "4", alianza.ErrConflict}}},
		{"two metrics", []tier.Requirement{tier.AtLeast("x", n("5")), tier.AtMost("y", n("4"))}, nil},
		{"two pairs", []tier.Requirement{tier.AtLeast("x", n("5")), tier.AtMost("y", n("4")), tier.AtMost("x", n("1")), tier.Above("y", n("4"))}, []fault{
			{"levels[0].requires[2].at_most", "1", alianza.ErrConflict}, {"levels[0].requires[3].above", "4", alianza.ErrConflict},
		}},
		{"sums", []tier.Requirement{sumOf(tier.AtLeast("", n("5")), "a", "b"), sumOf(tier.Below("", n("5")), "a", "b")}, []fault{{"levels[0].requires[1].below", "5", alianza.ErrConflict}}},
		{"two lower bounds", []tier.Requirement{tier.AtLeast("x", n("5")), tier.AtLeast("x", n("6"))}, nil},
		{"two upper bounds", []tier.Requirement{tier.AtMost("x", n("5")), tier.Below("x", n("1"))}, nil},
		{"all of a group", []tier.Requirement{tier.All(tier.AtLeast("x", n("10")), tier.AtMost("x", n("5")))}, []fault{{"levels[0].requires[0]", "x <= 5", alianza.ErrConflict}}},
		{"all of a group and a bound", []tier.Requirement{tier.All(tier.AtLeast("x", n("10")), tier.AtLeast("y", n("1"))), tier.AtMost("x", n("5"))}, []fault{{"levels[0].requires[1].at_most", "5", alianza.ErrConflict}}},
		{"twice in a group, which is one fault", []tier.Requirement{tier.AtLeast("x", n("10")), tier.All(tier.AtMost("x", n("5")), tier.AtMost("x", n("4")))}, []fault{{"levels[0].requires[1]", "x <= 5", alianza.ErrConflict}}},
		{"sums in another order", []tier.Requirement{sumOf(tier.AtLeast("", n("5")), "a", "b"), sumOf(tier.Below("", n("5")), "b", "a")}, []fault{{"levels[0].requires[1].below", "5", alianza.ErrConflict}}},
		{"some of a group, which is not looked into", []tier.Requirement{tier.Any(tier.AtLeast("x", n("5")), tier.AtMost("x", n("4"))), tier.Above("x", n("4")), tier.Below("x", n("5"))}, nil},
		{"hostile", []tier.Requirement{tier.AtLeast("x", decimal.New(1, 1<<30)), tier.AtMost("x", n("4"))}, []fault{{"levels[0].requires[0].at_least", "1e1073741824", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := flat(tier.OnMissingRefuse, tt.needs)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New(%v) = other faults (-want +got):\n%s", tt.needs, diff)
			}
		})
	}
	_, err := flat(tier.OnMissingRefuse, []tier.Requirement{tier.AtLeast("x", n("5")), tier.Below("x", n("5"))})
	want := `levels[0].requires[1].below "5": contradiction: no value is both x >= 5 and x < 5`
	if err == nil || err.Error() != want {
		t.Errorf("New = %v; want %s", err, want)
	}
}

func TestReview(t *testing.T) {
	visits4, satisfied := tier.AtLeast("visits", n("4")), tier.Above("satisfaction", n("4.5"))
	const text = `levels[1].requires "b": contradiction: does not ask for `
	tests := []struct {
		name         string
		lower, upper []tier.Requirement
		want         []string
	}{
		{"bound that rises", []tier.Requirement{sales("5")}, []tier.Requirement{sales("6")}, nil},
		{"new metric, and the old one again", []tier.Requirement{sales("5")}, []tier.Requirement{visits4, sales("5")}, nil},
		{"old metric left out", []tier.Requirement{sales("5")}, []tier.Requirement{visits4}, []string{text + "sales >= 5, as a below it does"}},
		{"old metric asked for less", []tier.Requirement{sales("5")}, []tier.Requirement{visits4, sales("4.99")}, []string{text + "sales >= 5, as a below it does"}},
		{"one of two left out", []tier.Requirement{sales("5"), visits4}, []tier.Requirement{sales("6")}, []string{text + "visits >= 4, as a below it does"}},
		{"both left out", []tier.Requirement{sales("5"), visits4}, []tier.Requirement{satisfied}, []string{text + "sales >= 5, as a below it does", text + "visits >= 4, as a below it does"}},
		{"upper bound that falls", []tier.Requirement{tier.AtMost("tickets", n("4"))}, []tier.Requirement{tier.Below("tickets", n("4"))}, nil},
		{"upper bound left out", []tier.Requirement{tier.AtMost("tickets", n("4"))}, []tier.Requirement{sales("6")}, []string{text + "tickets <= 4, as a below it does"}},
		{"group again", []tier.Requirement{tier.Any(sales("5"), visits4)}, []tier.Requirement{satisfied, tier.Any(sales("5"), visits4)}, nil},
		{"group left out", []tier.Requirement{tier.Any(sales("5"), visits4)}, []tier.Requirement{satisfied}, []string{text + "1 of (sales >= 5, visits >= 4), as a below it does"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ladder := mustNew(tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("a", tt.lower...), level("b", tt.upper...)}})
			var got []string
			for _, f := range ladder.Review() {
				got = append(got, f.Error())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Review() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReviewLadders reviews whole ladders: each level is compared with the one
// below it.
func TestReviewLadders(t *testing.T) {
	remarks := func(l tier.Ladder[tier.NoTerms]) []fault {
		var all []fault
		for _, f := range l.Review() {
			all = append(all, fault{f.Path, f.Value, f.Err})
		}
		return all
	}
	tests := []struct {
		name   string
		ladder tier.Ladder[tier.NoTerms]
		want   []fault
	}{
		{"none", tier.Ladder[tier.NoTerms]{}, []fault{{"ladder", "", alianza.ErrUnchecked}}},
		{"affiliate", mustNew(tier.Affiliate()), nil},
		{"reseller", mustNew(tier.Reseller()), nil},
		{"one level", mustNew(tier.Independent()), nil},
		{"studio", mustNew(studio()), []fault{{"levels[2].requires", "loved", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, remarks(tt.ladder), sameFaults); diff != "" {
				t.Errorf("Review() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
