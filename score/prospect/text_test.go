package prospect_test

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/score"
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
	tasks := []score.Task{{}, {Text: "é"}, {Text: "a"}, {Text: "z"}}
	if got := (prospect.Report{Prospect: "spa", Advice: "go", Next: tasks}).String(); !strings.HasSuffix(got, "\n1. .\n2. é.\n3. A.\n4. Z.") {
		t.Errorf("String() = %q; want four things to do", got)
	}
}
