package schedule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// TestPresets compares with the program's own tables.
func TestPresets(t *testing.T) {
	type row struct{ name, owner, deliverable, takes string }
	for _, tt := range []struct {
		d    schedule.Definition
		want []row
		in   schedule.Duration
	}{
		{schedule.Negotiation(), []row{
			{"initial_outreach", "", "positive_response", "1 week"},
			{"discovery_call", "", "interest_confirmed", "1 week"},
			{"proposal", "", "proposal_sent", "1 week"},
			{"negotiation", "", "terms_agreed", "2 to 3 weeks"},
			{"agreement", "", "contract_signed", "1 week"},
		}, schedule.Days(42, 49)},
		{schedule.Onboarding(), []row{
			{"kickoff", "partnership_manager", "onboarding_plan", "1 week"},
			{"technical_training", "technical_team", "partner_trained", "1 week"},
			{"sales_training", "sales_team", "ready_to_sell", "1 week"},
			{"first_deal", "partnership_manager", "first_success", "1 week"},
		}, schedule.Days(28, 28)},
		{schedule.Integration(), []row{
			{"api", "dedicated_technician", "", "1 to 2 days"},
			{"platform", "implementation_team", "", "3 to 5 days"},
			{"data_sync", "data_team", "", "2 to 3 days"},
			{"sso", "security_team", "", "1 to 2 days"},
		}, schedule.Days(7, 12)},
		{schedule.Pilot(), []row{
			{"running", "", "review", "2 weeks"},
			{"decision", "", "", "0 days"},
			{"extension", "", "second_review", "0 to 2 weeks"},
		}, schedule.Days(14, 28)},
	} {
		var got []row
		for _, s := range tt.d.Steps {
			deliverable := ""
			if len(s.Deliverables) > 0 {
				deliverable = s.Deliverables[0]
			}
			got = append(got, row{s.Name, s.Owner, deliverable, s.Takes.String()})
		}
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", tt.d.Name, diff)
		}
		if got := planOf(t, tt.d).Takes(); got != tt.in {
			t.Errorf("%s takes %s; want %s", tt.d.Name, got, tt.in)
		}
	}
	if d := schedule.Of(pipeline.Partnership()); len(d.Steps) != 0 {
		t.Errorf("Of(Partnership()) = %+v; want no steps: no duration is expected", d)
	}
}
