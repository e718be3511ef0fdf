package prospect_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// TestReportLines has sentences that the whole reports do not show.
func TestReportLines(t *testing.T) {
	bare := prospect.SemaforoScreening()
	bare.Light.Advice = score.Advice{}
	for i := range bare.Design.Classes {
		bare.Design.Classes[i].Next = score.Task{}
	}
	unadvised := screening(bare)
	tests := []struct {
		name  string
		gates prospect.Screening
		facts prospect.Facts
		want  string // somewhere in the text
	}{
		{
			"a no and an unknown", gates,
			prospect.Facts{Answers: score.Answers{"execution": score.No, "measurement": score.Yes, "real_channel": score.Yes}},
			"\nQuestions: no clear answer on execution; not known: typical customer, concrete asset.\n",
		},
		{"all asked, one no", gates, prospect.Facts{Answers: both(met5, say(score.No, "execution"))}, "\nQuestions: no clear answer on execution."},
		{"break even", gates, prospect.Facts{Answers: points(2, 6), Net: net("9.50", "9.5"), Currency: "USD"}, "\nCoordination: break even.\n"},
		{
			"an agreement that is open", gates,
			prospect.Facts{Answers: both(points(8, 0), say(score.Yes, alliance[:4]...), say(score.No, channel...))},
			"\nAgreement: strategic alliance or referral program; not known: how to charge.\n",
		},
		{
			"an agreement that is less", gates,
			prospect.Facts{Answers: both(points(7, 1), say(score.Yes, alliance[:5]...), say(score.No, channel...))},
			"\nAgreement: referral program; strategic alliance lacks measurable.\n",
		},
		{"no advice, conversation", unadvised, prospect.Facts{Answers: say(score.No, "execution")}, "spa: keep it a conversation; there is no alliance without clear answers.\n"},
		{"no advice, red", unadvised, prospect.Facts{Answers: points(0, 8)}, "spa: open referral only.\n"},
		{"no advice, yellow", unadvised, prospect.Facts{Answers: points(2, 6)}, "spa: run a pilot.\n"},
		{"no advice, green", unadvised, prospect.Facts{Answers: points(4, 4)}, "spa: design the agreement.\nIf the open answers turn out well: make it a commercial channel.\n"},
		{"no advice, green, no agreement", unadvised, prospect.Facts{Answers: both(points(4, 4), say(score.No, "active_channel", "occasional_referral"), say(score.Yes, "natural_context"), say(score.No, channel...))}, "spa: keep it a conversation; it is no agreement yet.\n"},
		{"green needs no more points", gates, prospect.Facts{Answers: points(6, 2)}, "\nLight: green, 6 of 8 points.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.Name = "spa"
			got, err := tt.gates.Judge(tt.facts)
			if err != nil || !strings.Contains(got.String(), tt.want) {
				t.Errorf("Judge = %s, %v; want %q in it", got, err, tt.want)
			}
		})
	}
	if got := (prospect.Report{Light: &score.Verdict{Light: score.Red, Best: score.Red, Of: 1}}).String(); !strings.Contains(got, "Light: red, 0 of 1 point.") {
		t.Errorf("String() = %q; want one point", got)
	}
	tasks := []score.Task{{}, {Text: "é"}, {Text: "a"}, {Text: "z"}}
	if got := (prospect.Report{Prospect: "spa", Advice: "go", Next: tasks}).String(); !strings.HasSuffix(got, "\n1. .\n2. é.\n3. A.\n4. Z.") {
		t.Errorf("String() = %q; want four things to do", got)
	}
}

// TestReportWays has filters, lights, pilots and designs of other forms than those of
// the semaforo: several ways into a class, conditions of no, points that are taken away.
func TestReportWays(t *testing.T) {
	with := func(change func(*prospect.ScreeningDefinition)) prospect.Screening {
		d := prospect.SemaforoScreening()
		d.Implies = nil
		change(&d)
		return screening(d)
	}
	measured := with(func(d *prospect.ScreeningDefinition) { d.Filter = prospect.Measurability() })
	free := with(func(d *prospect.ScreeningDefinition) {
		d.Filter = prospect.ClassifierDefinition{Name: "free", Otherwise: "conversation", Classes: []prospect.Class{{Name: "candidate", All: []string{"known"}, None: []string{"competitor", "bound"}}}}
	})
	design := func(assumed []string, classes ...prospect.Class) prospect.Screening {
		return with(func(d *prospect.ScreeningDefinition) {
			d.Design = prospect.ClassifierDefinition{Name: "kinds", Otherwise: "open talk", Classes: classes, AssumeNo: assumed}
		})
	}
	two := design(nil, prospect.Class{Name: "alliance", All: []string{"x"}, None: []string{"competitor"}}, prospect.Class{Name: "alliance", All: []string{"y"}})
	assumed := design([]string{"x", "y"}, prospect.Class{Name: "alliance", All: []string{"x", "y"}})
	points2 := with(func(d *prospect.ScreeningDefinition) {
		d.Light = score.ChecklistDefinition{
			Name: "l", Criteria: []score.Item{{Name: "fit", Points: 2}, {Name: "competitor", Points: -2}, {Name: "slow", Points: -1}, {Name: "reach", Points: 1}},
			Policies: []score.Policy{{Name: "p", Yellow: 2, Green: 3}},
		}
	})
	parts := with(func(d *prospect.ScreeningDefinition) {
		d.Pilot = kpi.ScorecardDefinition{Name: "pilot", RedFrom: kpi.PriorityHigh, KPIs: []kpi.Definition{
			{Name: "offers", Target: alianza.AtLeast(n("3")), Benchmark: alianza.AtLeast(n("1")), Priority: kpi.PriorityHigh},
			{Name: "weeks", Target: alianza.AtLeast(n("2")), Priority: kpi.PriorityLow},
			{Name: "scripts", Target: alianza.AtLeast(n("1")), Priority: kpi.PriorityHigh},
		}}
	})
	numbers := func(offers, weeks, scripts string) map[string]decimal.Decimal {
		return map[string]decimal.Decimal{"offers": n(offers), "weeks": n(weeks), "scripts": n(scripts)}
	}
	green := points(8, 0)
	for _, tt := range []struct {
		name  string
		gates prospect.Screening
		facts prospect.Facts
		want  []string // somewhere in the text
	}{
		{"the second way holds", measured, prospect.Facts{Answers: score.Answers{"code": score.No, "link": score.Yes}}, []string{"\nQuestions: enough have a clear answer.\n"}},
		{"the first way holds", measured, prospect.Facts{Answers: score.Answers{"code": score.Yes}}, []string{"\nQuestions: all have a clear answer.\n"}},
		{
			"a way is closed", measured,
			prospect.Facts{Answers: score.Answers{"code": score.No}},
			[]string{"\nQuestions: no clear answer on code; not known: link, coupon, log.\n", "\n1. Get a clear answer on link, or else coupon, or else log.\n"},
		},
		{
			"all ways are closed", measured,
			prospect.Facts{Answers: say(score.No, "code", "link", "coupon", "log")},
			[]string{"\nQuestions: no clear answer on code, link, coupon, log.\n", "\n1. Get a clear answer on code, or else link, or else coupon, or else log."},
		},
		{
			"a yes is in the way", free,
			prospect.Facts{Answers: score.Answers{"known": score.Yes, "competitor": score.Yes, "bound": score.No}},
			[]string{"\nQuestions: in the way: competitor.\n", "\n1. Get a no on competitor."},
		},
		{
			"a yes is in the way, a no and an unknown", free,
			prospect.Facts{Answers: score.Answers{"known": score.No, "competitor": score.Yes}},
			[]string{"\nQuestions: no clear answer on known; in the way: competitor; not known: bound.\n", "\n1. Get a clear answer on known, bound, a no on competitor."},
		},
		{
			"an agreement by the second way", two,
			prospect.Facts{Answers: both(green, score.Answers{"x": score.No, "competitor": score.Yes, "y": score.Yes})},
			[]string{"spa: make it an alliance.\n", "\nAgreement: alliance.\n", "Put the agreement into practice."},
		},
		{
			"no agreement by either way", two,
			prospect.Facts{Answers: both(green, score.Answers{"x": score.No, "competitor": score.Yes, "y": score.No})},
			[]string{"spa: keep it an open talk; it is no agreement yet.\n", "\nAgreement: open talk; alliance lacks x, a no on competitor, or else y.\n", "\n1. Settle the agreement: x, a no on competitor, or else y.\n"},
		},
		{
			"an agreement that a yes is against", two,
			prospect.Facts{Answers: both(green, score.Answers{"x": score.Yes, "competitor": score.Yes, "y": score.No})},
			[]string{"\nAgreement: open talk; alliance lacks a no on competitor, or else y.\n", "\n1. Settle the agreement: a no on competitor, or else y.\n"},
		},
		{
			"an agreement that is open by the second way", two,
			prospect.Facts{Answers: both(green, score.Answers{"x": score.No})},
			[]string{"\nAgreement: alliance or open talk; not known: y.\n", "\n1. Settle the agreement: y.\n"},
		},
		{
			"an agreement that nobody was asked about", assumed,
			prospect.Facts{Answers: green},
			[]string{"\nAgreement: open talk; alliance lacks x, y.\n", "\n1. Settle the agreement: x, y.\n"},
		},
		{ // 2 - 2 - 1 + 1 = 0
			"all the points there are, and those taken away", points2,
			prospect.Facts{Answers: both(met5, say(score.Yes, "fit", "competitor", "slow", "reach"))},
			[]string{"\n1. Look again with 2 more out of a no on competitor, slow."},
		},
		{ // 2 - 2 + 0
			"a yes that takes points", points2,
			prospect.Facts{Answers: both(met5, say(score.Yes, "fit", "competitor"), say(score.No, "slow", "reach"))},
			[]string{"\n1. Look again with 2 more out of reach, a no on competitor."},
		},
		{ // 0 - 2 - 1, at best 0 - 2 + 1
			"points that are not known", points2,
			prospect.Facts{Answers: both(met5, say(score.No, "fit"), say(score.Yes, "competitor"))},
			[]string{"\n1. Look again with 5 more out of fit, reach, a no on competitor, slow."},
		},
		{
			"a pilot at its benchmark", parts,
			prospect.Facts{Answers: points(2, 6), Numbers: numbers("2", "2", "1")},
			[]string{"\nPilot: incomplete; offers: 2, want at least 3.\n", "\n1. Complete the pilot: offers.\n"},
		},
		{
			"a pilot with a red part, and others", parts,
			prospect.Facts{Answers: points(2, 6), Numbers: numbers("2", "1", "0")},
			[]string{"\nPilot: incomplete; offers: 2, want at least 3; weeks: 1, want at least 2; scripts: 0, want at least 1.\n", "\n1. Complete the pilot: offers, weeks, scripts.\n"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.Name = "spa"
			got, err := tt.gates.Judge(tt.facts)
			for _, want := range tt.want {
				if err != nil || !strings.Contains(got.String()+"\n", want) {
					t.Errorf("Judge = %s, %v; want %q in it", got, err, want)
				}
			}
			scoretest.Again(t, got)
		})
	}
}
