package main

import (
	"path"
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for in, want := range map[string]string{
		"Level":           "Level",
		"OnMissing":       "On Missing",
		"KPIDefinition":   "KPI Definition",
		"KPI":             "KPI",
		"NewKPI":          "New KPI",
		"NewMRRReport":    "New MRR Report",
		"PerUnitAmount":   "Per Unit Amount",
		"on_missing":      "On Missing",
		"level":           "Level",
		"A":               "A",
		"CAC2Ratio":       "CAC2 Ratio",
		"Tier2":           "Tier2",
		"AppendTextToAll": "Append Text To All",
	} {
		if got := strings.Join(split(in), " "); got != want {
			t.Errorf("%s is %q; want %q", in, got, want)
		}
	}
}

// Each row of the glossary refuses a second meaning of its word, and leaves the
// first in peace.
func TestMisnamed(t *testing.T) {
	tests := []struct {
		room, source string
		word         string // that is refused; "" for none
	}{
		{"commission", "type Entry int", ""},
		{"commission/payout", "func (Account) Entries() {}; type Account int", ""},
		{"score", "type Entry int", "Entry"},
		{"tier", "type Standing int", ""},
		{"commission", "type Entry struct{ Standing int }", "Standing"},
		{"tier", "type Level int", ""},
		{"score", "type Level int", "Level"},
		{"score/prospect", "type DimensionLevel int", ""},
		{"score", "type Bands int", ""},
		{"score", "type KPI struct{ Band alianza.Percent }", "Band"},
		{"commission", "func ResellerBands() {}", "Bands"},
		{".", "type Percent int", ""},
		{".", "func PercentOf() {}", ""},
		{"roi", "func Percent() Figure; type Figure int", "Percent"},
		{"roi", "func (Figure) Percent() (alianza.Percent, error); type Figure int", ""},
		{"roi", "func (Figure) Percent() string; type Figure int", "Percent"},
		{"score", "func PercentOf() {}", "PercentOf"},
		{"score", "const UnitPercent = 1", ""},
		{"commission", "func (Plan) In(zone *time.Location) Plan; type Plan int", ""},
		{"score", "func In(n Number, unit string) {}", "In"},
		{"commission", "type Condition struct{ NotIn []string }", "NotIn"},
		{"commission", "func InForce() {}", ""},
		{"score", "type A struct{ Missing []string }", ""},
		{"score", "type OnMissing int; type A struct{ OnMissing OnMissing }", ""},
		{"score", "type OnMissing int; type A struct{ Policy OnMissing `json:\"missing\"` }", "Missing"},
		{"score", "type Missing int", "Missing"},
		{"score", "const MissingWorst = 1", "Missing"},
		{"tier", "type P struct{ Missing []Gap }; type Gap int", "Missing"},
		{".", "var ErrMissing error", ""},
		{"commission", "type Partner int", ""},
		{"commission", "type D struct{ A []int `json:\"parts\"` }", "Parts"},
		{"commission", "type Skipped int", ""},
		{"score", "type Skipped int", "Skipped"},
		{"commission", "type Passed int", "Passed"},
		{"commission", "const Credit = 1", ""},
		{"commission/split", "type Credit int", "Credit"},
		{"commission", "const RefuseCredits = 1", "Credits"},
		{"commission", "type Kind int; type Event struct{ Kind Kind }", ""},
		{"commission/payout", "type Line struct{ Kind commission.Kind }", ""},
		{"commission", "type Agreement struct{ Kind string }", "Kind"},
		{"tier", "type Change struct{ Kind ChangeKind }; type ChangeKind int", "Kind"},
		{"commission", "type PartnerKind int", "PartnerKind"},
		{"tier", "type Change int", ""},
		{"commission", "type Change int", "Change"},
		{"roi", "type Period struct{ Year, Month int }", ""},
		{"commission", "type Period struct{ From, Until int }", "Period"},
		{"pipeline", "type A struct{ TrialPeriod int }", "Period"},
		{"commission", "type Window int", ""},
		{"tier", "type A struct{ Window int }", "Window"},
		{"roi", "func Margin() {}", ""},
		{"tier", "type A struct{ Margin int }", "Margin"},
		{"commission", "type Bracket int", ""},
		{"tier", "type Bracket int", "Bracket"},
		{"commission", "type AttributedShare int", ""},
		{"pipeline", "type AttributedShare int", "AttributedShare"},
		{"pipeline", "type Claim int", ""},
		{"commission/payout", "type E struct{ Claimed bool }", "Claimed"},
		{"roi", "type Figure int", ""},
		{"score/kpi", "type Figures int", "Figures"},
		{"commission", "type Event struct{ PartnerSince int }", ""},
		{"commission", "type Event struct{ Since int }", "Since"},
		{"commission", "type Rule struct{ Since int }", ""},
		{"tier", "type NoTerms = struct{}", ""},
		{"commission", "type Terms int", "Terms"},
		{"commission/terms", "type Sheet int", ""},
		{"commission", "type Rate int", "Rate"},
		{"score", "func ParseWeight() {}", "ParseWeight"},
		{"score/prospect", "type RatedCriterion int", "RatedCriterion"},
		{"commission", "type Rule struct{ Rate alianza.Percent }", ""},
		{"score", "type Weight int", "Weight"},
		{".", "type Op int; const OpAbove Op = 1", ""},
		{"tier", "const OpAbove = 1", "Op"},
		{"score", "type Bound int", "Bound"},
		{"score/kpi", "type Target int", ""},
		{"score", "type Target int", "Target"},
		{".", "func Must() {}", ""},
		{"tier", "func MustNew() {}", "Must"},
		{"tier", "type A int; func (A) AppendText([]byte) ([]byte, error)", "AppendText"},
		{"score", "const Renormalise = 1", "Renormalise"},
		{"score", "const Promised, Otherwise, Exercise, Hours, Raise, Enterprise, Analysis = 1, 2, 3, 4, 5, 6, 7", ""},
		{"score", "type A struct{ B int `json:\"labelled_colour\"` }", "Labelled Colour"},
		{"commission/split", "type Definition int", ""},
		{"commission/split", "type SplitDefinition int", "SplitDefinition"},
		{"commission/split", "func NewSplit() {}", "NewSplit"},
		{"internal/check", "type Terms int", ""},
		{"cmd/alianza", "type Terms int", ""},
		{"program", "type Terms int; type Entry int", ""},
	}
	refused := map[string]bool{}
	for _, test := range tests {
		source := "package p\n" + strings.ReplaceAll(test.source, "; ", "\n")
		var words []string
		for _, p := range sources(t, map[string]string{path.Join(test.room, "p.go"): source}) {
			if !p.library() {
				continue
			}
			for _, n := range p.exported() {
				for _, wrong := range n.against() {
					word, _, _ := strings.Cut(wrong, " ")
					words = append(words, word)
					refused[word] = true
				}
			}
		}
		if got := strings.Join(words, " "); got != test.word {
			t.Errorf("%s: %s: refuses %q; want %q", test.room, test.source, got, test.word)
		}
	}
	for _, r := range glossary {
		if !slices.ContainsFunc(strings.Fields(r.words), func(word string) bool { return refused[word] }) {
			t.Errorf("no test refuses a second meaning of %s", r.words)
		}
	}
}
