package prospect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// texts returns the texts of tasks, joined.
func texts(tasks []score.Task) string {
	var all []string
	for _, task := range tasks {
		all = append(all, task.Text)
	}
	return strings.Join(all, "; ")
}

func plain(names ...string) string {
	return strings.ReplaceAll(strings.Join(names, ", "), "_", " ")
}

func TestScreening_S35(t *testing.T) {
	green := points(6, 2) // neither mutual benefit nor measurable
	signed := both(green, say(score.Yes, alliance...))
	no := both(say(score.No, "asset_exchange", "how_to_refer", "how_to_serve", "how_to_charge", "occasional_referral"), say(score.No, channel...))
	usd := func(answers score.Answers, margin, cost string) prospect.Facts {
		return prospect.Facts{Answers: answers, Net: net(margin, cost), Currency: "USD"}
	}
	const workOut = "work out what coordination costs and what margin comes in"
	tests := []struct {
		name         string
		facts        prospect.Facts
		action, best string
		at           prospect.Gate
		next         string
	}{
		{
			"five clear answers, six points, margin 10, coordination 50", usd(green, "10", "50"),
			"stop", "stop", prospect.GateCoordination, "bring the cost of coordination down by more than 40 USD, or stop",
		},
		{
			"a question comes before seven points", usd(both(points(8, 0), say(score.No, "execution", "easy_execution")), "9", "1"),
			"conversation", "conversation", prospect.GateFilter, "get a clear answer on execution",
		},
		{
			"a question that was not asked",
			prospect.Facts{Answers: both(say(score.Yes, questions[:4]...), answers(6, 2), no)},
			"conversation", "referral_program", prospect.GateFilter, "get a clear answer on measurement",
		},
		{
			"red", usd(points(1, 7), "9", "1"),
			"open_referral", "open_referral", prospect.GateLight, "look again with 1 more out of " + plain(criteria[1:]...),
		},
		{"red so far", prospect.Facts{Answers: points(1, 6)}, "open_referral", "pilot", prospect.GateLight, "find out about measurable"},
		{
			"red so far, and a hobby if not", usd(points(1, 6), "1", "2"),
			"open_referral", "stop", prospect.GateCoordination, "find out about measurable; bring the cost of coordination down by more than 1 USD, or stop",
		},
		{
			"yellow, no pilot yet",
			prospect.Facts{Answers: points(2, 6)},
			"pilot", "pilot", prospect.GatePilot, "complete the pilot: duration, offer, script, measure, review; " + workOut,
		},
		{
			"yellow, a part is missing",
			prospect.Facts{Answers: points(2, 6), Numbers: pilot(28, "measure", "0"), Net: net("9", "1")},
			"pilot", "pilot", prospect.GatePilot, "complete the pilot: measure",
		},
		{"yellow, ready", prospect.Facts{Answers: points(2, 6), Numbers: pilot(28)}, "pilot", "pilot", prospect.GateCoordination, "start the pilot; " + workOut},
		{"yellow, all of it", prospect.Facts{Answers: points(2, 6), Numbers: pilot(28), Net: net("9", "1")}, "pilot", "pilot", 0, "start the pilot"},
		{
			"yellow, a hobby",
			prospect.Facts{Answers: points(2, 6), Numbers: pilot(28), Net: net("1", "9"), Currency: "USD"},
			"stop", "stop", prospect.GateCoordination, "bring the cost of coordination down by more than 8 USD, or stop",
		},
		{
			"yellow or green",
			prospect.Facts{Answers: points(3, 4), Numbers: pilot(28)},
			"pilot", "commercial_channel", prospect.GateCoordination, "find out about measurable; start the pilot; " + workOut,
		},
		{
			"yellow or green, and no kind of agreement is left at green", // what the answer brings is within the range
			prospect.Facts{Answers: both(points(2, 5), say(score.Yes, "natural_context"), say(score.No, "sustained_selling", "occasional_referral"))},
			"pilot", "conversation", prospect.GatePilot, "find out about measurable; complete the pilot: duration, offer, script, measure, review; " + workOut,
		},
		{
			"green, the agreement is open",
			prospect.Facts{Answers: points(8, 0), Net: net("9", "1")},
			"design", "strategic_alliance", prospect.GateDesign,
			"settle the agreement: asset exchange, how to refer, how to serve, how to charge, sustained selling, routine, follow up",
		},
		{
			"green, one condition is open", usd(both(points(8, 0), say(score.Yes, alliance[:4]...), say(score.No, channel...)), "9", "9"),
			"design", "strategic_alliance", prospect.GateDesign, "settle the agreement: how to charge; get more out of it: coordination takes the whole margin",
		},
		{
			"green, a condition fails",
			prospect.Facts{Answers: both(signed, say(score.No, "measurable"), say(score.No, channel...)), Net: net("9", "1")},
			"referral_program", "referral_program", 0, "put the agreement into practice",
		},
		{
			"green, all four conditions of an alliance fail",
			prospect.Facts{Answers: both(points(6, 2), say(score.No, "real_complement"), no)},
			"referral_program", "referral_program", prospect.GateCoordination, "put the agreement into practice; " + workOut,
		},
		{
			"green, a sales channel",
			prospect.Facts{Answers: both(green, no, say(score.Yes, channel...)), Net: net("9", "1")},
			"commercial_channel", "commercial_channel", 0, "put the agreement into practice",
		},
		{
			"green, no kind of agreement",
			prospect.Facts{Answers: both(points(6, 2), no, say(score.No, "active_channel")), Net: net("9", "1")},
			"conversation", "conversation", prospect.GateDesign, "settle the agreement: asset exchange, how to refer, how to serve, how to charge, measurable",
		},
		{
			"green, an open referral",
			prospect.Facts{Answers: both(points(6, 2), no, say(score.No, "active_channel"), say(score.Yes, "occasional_referral")), Net: net("9", "1")},
			"open_referral", "open_referral", 0, "put the agreement into practice",
		},
		{"green, all of it", usd(signed, "9", "8.99"), "strategic_alliance", "strategic_alliance", 0, "put the agreement into practice"},
		{
			"break even is no hobby", usd(signed, "9", "9"),
			"strategic_alliance", "strategic_alliance", 0, "put the agreement into practice; get more out of it: coordination takes the whole margin",
		},
		{
			"nothing known",
			prospect.Facts{},
			"conversation", "strategic_alliance", prospect.GateFilter,
			"get a clear answer on " + plain(questions...) + "; find out about " + plain(criteria...),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.Name = "spa"
			got := consider(t, tt.facts)
			if got.Action != tt.action || got.Best != tt.best || got.At != tt.at || texts(got.Next) != tt.next {
				t.Errorf("Judge = %s to %s at %s, next %q; want %s to %s at %s, %q", got.Action, got.Best, got.At, texts(got.Next), tt.action, tt.best, tt.at, tt.next)
			}
			if got.Advice == "" || (got.BestAdvice != "") != (tt.action != tt.best) {
				t.Errorf("advice = %q, %q; want one, and two for a range", got.Advice, got.BestAdvice)
			}
			scoretest.Again(t, got)
		})
	}
}

// TestRed_S14 checks that red withholds time, and not the reward of a sale.
func TestRed_S14(t *testing.T) {
	got := consider(t, prospect.Facts{Name: "spa", Answers: points(1, 7), Net: net("1", "2"), Currency: "USD"})
	const want = "open referral only: reward a sale if there is one, without meetings or management time"
	if got.Action != prospect.ActionOpenReferral || got.Advice != want || got.Light.Next.Text != want || got.Light.Light != score.Red {
		t.Errorf("Judge(1 point) = %s, %q; want an open referral", got.Action, got.Advice)
	}
	if got.Pilot != nil || got.Design != nil || got.Coordination != nil {
		t.Errorf("Judge(1 point) = %s; want nothing planned", got)
	}
}

// TestNextStep has what is next as a value: what, who and by when.
func TestNextStep(t *testing.T) {
	d := prospect.SemaforoScreening()
	d.Duties = map[string]prospect.Duty{
		prospect.TaskFindOut: {Owner: "partner manager", Days: 7}, prospect.TaskSettlePilot: {Owner: "Spa Azul", Days: 14}, prospect.TaskWorkOutCost: {Days: 30},
	}
	got, err := screening(d).Judge(prospect.Facts{Name: "Spa Azul", Answers: points(2, 5)})
	want := []score.Task{
		{Action: "find_out", Owner: "partner manager", Days: 7, Text: "find out about measurable"},
		{Action: "settle_pilot", Owner: "Spa Azul", Days: 14, Text: "complete the pilot: duration, offer, script, measure, review"},
		{Action: "work_out_cost", Days: 30, Text: "work out what coordination costs and what margin comes in"},
	}
	if diff := cmp.Diff(want[1:], got.Next); diff != "" || err != nil {
		t.Errorf("Judge = %v, next mismatch (-want +got):\n%s", err, diff)
	}
	got, err = screening(d).Judge(prospect.Facts{Name: "Spa Azul", Answers: points(3, 4)})
	if diff := cmp.Diff(want, got.Next); diff != "" || err != nil {
		t.Errorf("Judge = %v, next mismatch (-want +got):\n%s", err, diff)
	}
	due, ok := got.Next[0].Due(alianza.Must(alianza.ParseDate("2026-03-30")))
	if !ok || due.String() != "2026-04-06" {
		t.Errorf("Due(2026-03-30) = %s, %t; want 2026-04-06", due, ok)
	}
	if want := "\n1. Find out about measurable (partner manager, within 7 days).\n"; !strings.Contains(got.String(), want) {
		t.Errorf("String() = %s; want %q in it", got, want)
	}
}

func TestScreeningRefusals(t *testing.T) {
	hostile := decimal.New(1, 1<<30)
	got, err := gates.Judge(prospect.Facts{
		Name: "a\nb", Answers: score.Answers{"price": score.Yes, "measurable": 3, "metric": score.No}, Numbers: map[string]decimal.Decimal{"offers": n("1"), "script": decimal.New(1, 1<<30)},
		Net: &hostile, Currency: " ",
	})
	want := []fault{
		{"name", "a\nb", alianza.ErrForm},
		{"answers.measurable", "(3)", alianza.ErrUnknown},
		{"answers.metric", "", alianza.ErrUnknown},
		{"answers.price", "", alianza.ErrUnknown},
		{"numbers.offers", "", alianza.ErrUnknown},
		{"numbers.script", "1e1073741824", alianza.ErrRange},
		{"net", "1e1073741824", alianza.ErrRange},
		{"currency", " ", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(prospect.Report{}, got); diff != "" {
		t.Errorf("Judge = a report beside the error (-want +got):\n%s", diff)
	}
	_, err = gates.Judge(prospect.Facts{})
	if got, want := fmt.Sprint(err), "prospect: screening prospect: name: missing"; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
	_, err = gates.Judge(prospect.Facts{Name: "spa", Numbers: map[string]decimal.Decimal{"offer": n("-1")}})
	if got, want := fmt.Sprint(err), `prospect: screening prospect: numbers.offer "-1": out of range: possible is >= 0`; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestGates(t *testing.T) {
	scoretest.Names[prospect.Gate](t, 1, "none", "filter", "light", "pilot", "design", "coordination")
}

// TestReport compares a whole report, as text and as JSON.
func TestReport(t *testing.T) {
	tests := []struct {
		name  string
		facts prospect.Facts
	}{
		{"pilot", prospect.Facts{Answers: points(3, 3), Numbers: without(pilot(35, "measure", "0"), "review"), Net: net("1000", "400.50"), Currency: "USD"}},
		{"agreement", prospect.Facts{Answers: both(points(5, 3), say(score.Yes, alliance[:5]...), say(score.No, channel...))}},
		{"conversation", prospect.Facts{Answers: both(say(score.Yes, questions[:3]...), answers(1, 5))}},
		{"stop", prospect.Facts{Answers: both(points(6, 2), say(score.Yes, alliance...)), Net: net("10", "50"), Currency: "USD"}},
		{"open_referral", prospect.Facts{Answers: points(0, 8)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.Name = "Spa Azul"
			got := consider(t, tt.facts)
			scoretest.Golden(t, "report_"+tt.name+".txt", got.String()+"\n")
			scoretest.RoundTrip(t, "report_"+tt.name+".json", got)
		})
	}
}
