package prospect_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// TestReport compares a whole report, as text and as JSON.
func TestReport(t *testing.T) {
	tests := []struct {
		name  string
		facts prospect.Facts
	}{
		{"pilot", prospect.Facts{Name: "Spa Azul", Questions: met5, Criteria: answers(3, 3), Pilot: without(pilot(35, "measure", "0"), "review"), Net: net("1000", "400.50"), Currency: "USD"}},
		{"alliance", prospect.Facts{Name: "Spa Azul", Questions: met5, Criteria: answers(5, 3), Agreement: both(say(score.Yes, alliance[:3]...), say(score.No, "metrics"), say(score.No, channel...), say(score.Yes, referral...))}},
		{"conversation", prospect.Facts{Name: "Spa Azul", Questions: say(score.Yes, questions[:3]...), Criteria: answers(1, 5)}},
		{"stop", prospect.Facts{Name: "Spa Azul", Questions: met5, Criteria: answers(6, 2), Agreement: say(score.Yes, alliance...), Net: net("10", "50"), Currency: "USD"}},
		{"open_referral", prospect.Facts{Name: "Spa Azul", Questions: met5, Criteria: answers(0, 8)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := consider(t, tt.facts)
			scoretest.Golden(t, "report_"+tt.name+".txt", got.String()+"\n")
			doc, err := json.MarshalIndent(got, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			scoretest.Golden(t, "report_"+tt.name+".json", string(doc)+"\n")
		})
	}
}

// TestReportLines has sentences that the whole reports do not show.
func TestReportLines(t *testing.T) {
	plain := prospect.SemaforoScreening()
	plain.Light.Advice = score.Advice{}
	unadvised := screening(plain)
	tests := []struct {
		name  string
		gates prospect.Screening
		facts prospect.Facts
		want  string // somewhere in the text
	}{
		{"a no and an unknown", gates, prospect.Facts{Questions: score.Answers{"execution": score.No, "measurement": score.Yes, "real_channel": score.Yes}}, "\nQuestions: no clear answer on execution; not known: typical customer, concrete asset.\n"},
		{"all asked, one no", gates, prospect.Facts{Questions: both(met5, say(score.No, "execution"))}, "\nQuestions: no clear answer on execution.\n"},
		{"break even", gates, prospect.Facts{Questions: met5, Criteria: answers(2, 6), Net: net("9.50", "9.5"), Currency: "USD"}, "\nCoordination: break even.\n"},
		{"an agreement that is open", gates, prospect.Facts{Questions: met5, Criteria: answers(4, 4), Agreement: both(say(score.Yes, alliance[:3]...), say(score.No, channel...), say(score.Yes, referral...))}, "\nAgreement: strategic alliance or referral program; not known for it: metrics.\n"},
		{"no advice, conversation", unadvised, prospect.Facts{Questions: say(score.No, "execution")}, "spa: keep it a conversation; there is no alliance without clear answers.\n"},
		{"no advice, red", unadvised, prospect.Facts{Questions: met5, Criteria: answers(0, 8)}, "spa: open referral only.\n"},
		{"no advice, yellow", unadvised, prospect.Facts{Questions: met5, Criteria: answers(2, 6)}, "spa: run a pilot.\n"},
		{"no advice, green", unadvised, prospect.Facts{Questions: met5, Criteria: answers(4, 4)}, "spa: design the alliance.\n"},
		{"green needs no more points", gates, prospect.Facts{Questions: met5, Criteria: answers(6, 2)}, "\nLight: green, 6 of 8 points.\n"},
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
	if got := (prospect.Report{Prospect: "spa", Advice: "go", Next: []string{"", "é", "a", "z"}}).String(); !strings.HasSuffix(got, "\n1. .\n2. é.\n3. A.\n4. Z.") {
		t.Errorf("String() = %q; want four things to do", got)
	}
}
