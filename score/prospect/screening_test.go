package prospect_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

var gates = screening(prospect.SemaforoScreening())

func consider(t *testing.T, p prospect.Facts) prospect.Report {
	t.Helper()
	r, err := gates.Judge(p)
	if err != nil {
		t.Fatalf("Judge(%+v) = %v; want no error", p, err)
	}
	return r
}

// without returns a map without a name.
func without(all map[string]decimal.Decimal, name string) map[string]decimal.Decimal {
	delete(all, name)
	return all
}

// met5 are clear answers to all five questions.
var met5 = say(score.Yes, questions...)

func TestScreening_S35(t *testing.T) {
	red, yellow, green := answers(1, 7), answers(2, 6), answers(6, 2)
	signed := say(score.Yes, alliance...)
	tests := []struct {
		name         string
		facts        prospect.Facts
		action, best prospect.Action
		at           prospect.Gate
		next         string // joined by "; "
	}{
		{
			"five clear answers, six points, margin 10, coordination 50",
			prospect.Facts{Questions: met5, Criteria: green, Net: net("10", "50"), Currency: "USD"},
			prospect.ActionStop, prospect.ActionStop, prospect.GateCoordination, "bring the cost of coordination down by more than 40 USD, or stop",
		},
		{
			"a question comes before eight points",
			prospect.Facts{Questions: both(met5, say(score.No, "execution")), Criteria: answers(8, 0), Net: net("9", "1"), Currency: "USD"},
			prospect.ActionConversation, prospect.ActionConversation, prospect.GateFilter, "get a clear answer on execution",
		},
		{
			"a question that was not asked",
			prospect.Facts{Questions: say(score.Yes, questions[:4]...), Criteria: green},
			prospect.ActionConversation, prospect.ActionAlliance, prospect.GateFilter, "get a clear answer on measurement",
		},
		{
			"red",
			prospect.Facts{Questions: met5, Criteria: red, Net: net("9", "1"), Currency: "USD"},
			prospect.ActionOpenReferral, prospect.ActionOpenReferral, prospect.GateLight, "look again with 1 more out of " + strings.ReplaceAll(strings.Join(criteria[1:], ", "), "_", " "),
		},
		{
			"red so far",
			prospect.Facts{Questions: met5, Criteria: answers(1, 6)},
			prospect.ActionOpenReferral, prospect.ActionPilot, prospect.GateLight, "find out about measurable",
		},
		{
			"red so far, and a hobby if not",
			prospect.Facts{Questions: met5, Criteria: answers(1, 6), Net: net("1", "2"), Currency: "USD"},
			prospect.ActionOpenReferral, prospect.ActionStop, prospect.GateCoordination, "find out about measurable; bring the cost of coordination down by more than 1 USD, or stop",
		},
		{
			"yellow, no pilot yet",
			prospect.Facts{Questions: met5, Criteria: yellow},
			prospect.ActionPilot, prospect.ActionPilot, prospect.GatePilot,
			"settle for the pilot: duration, offer, script, measure, review; work out what coordination costs and what margin comes in",
		},
		{
			"yellow, a part is missing",
			prospect.Facts{Questions: met5, Criteria: yellow, Pilot: pilot(28, "measure", "0"), Net: net("9", "1"), Currency: "USD"},
			prospect.ActionPilot, prospect.ActionPilot, prospect.GatePilot, "settle for the pilot: measure",
		},
		{
			"yellow, ready",
			prospect.Facts{Questions: met5, Criteria: yellow, Pilot: pilot(28)},
			prospect.ActionPilot, prospect.ActionPilot, prospect.GateCoordination, "start the pilot; work out what coordination costs and what margin comes in",
		},
		{
			"yellow, all of it",
			prospect.Facts{Questions: met5, Criteria: yellow, Pilot: pilot(28), Net: net("9", "1"), Currency: "USD"},
			prospect.ActionPilot, prospect.ActionPilot, 0, "start the pilot",
		},
		{
			"yellow, a hobby",
			prospect.Facts{Questions: met5, Criteria: yellow, Pilot: pilot(28), Net: net("1", "9"), Currency: "USD"},
			prospect.ActionStop, prospect.ActionStop, prospect.GateCoordination, "bring the cost of coordination down by more than 8 USD, or stop",
		},
		{
			"yellow or green",
			prospect.Facts{Questions: met5, Criteria: answers(3, 4), Pilot: pilot(28)},
			prospect.ActionPilot, prospect.ActionAlliance, prospect.GateCoordination,
			"find out about measurable; start the pilot; work out what coordination costs and what margin comes in",
		},
		{
			"green, metrics are open",
			prospect.Facts{Questions: met5, Criteria: green, Agreement: both(signed, say(score.No, "metrics")), Net: net("9", "9"), Currency: "USD"},
			prospect.ActionAlliance, prospect.ActionAlliance, prospect.GateDesign,
			"settle for the strategic alliance: metrics; get more out of it: coordination takes the whole margin",
		},
		{
			"green, all of it",
			prospect.Facts{Questions: met5, Criteria: green, Agreement: signed, Net: net("9", "8.99"), Currency: "USD"},
			prospect.ActionAlliance, prospect.ActionAlliance, 0, "put the agreement into practice",
		},
		{
			"break even is no hobby",
			prospect.Facts{Questions: met5, Criteria: green, Agreement: signed, Net: net("9", "9"), Currency: "USD"},
			prospect.ActionAlliance, prospect.ActionAlliance, 0, "put the agreement into practice; get more out of it: coordination takes the whole margin",
		},
		{
			"nothing known",
			prospect.Facts{},
			prospect.ActionConversation, prospect.ActionAlliance, prospect.GateFilter,
			"get a clear answer on " + strings.ReplaceAll(strings.Join(questions, ", "), "_", " ") + "; find out about " + strings.ReplaceAll(strings.Join(criteria, ", "), "_", " "),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.Name = "spa"
			got := consider(t, tt.facts)
			if got.Action != tt.action || got.Best != tt.best || got.At != tt.at || strings.Join(got.Next, "; ") != tt.next {
				t.Errorf("Judge = %s to %s at %s, next %q; want %s to %s at %s, %q", got.Action, got.Best, got.At, strings.Join(got.Next, "; "), tt.action, tt.best, tt.at, tt.next)
			}
			if got.Advice == "" || (got.BestAdvice != "") != (tt.action != tt.best) {
				t.Errorf("advice = %q, %q; want one, and two for a range", got.Advice, got.BestAdvice)
			}
		})
	}
}

// TestRed_S14 checks that red withholds time, and not the reward of a sale.
func TestRed_S14(t *testing.T) {
	got := consider(t, prospect.Facts{Name: "spa", Questions: met5, Criteria: answers(1, 7), Net: net("1", "2"), Currency: "USD"})
	const want = "open referral only: reward a sale if there is one, without meetings or management time"
	if got.Action != prospect.ActionOpenReferral || got.Advice != want || got.Light.Advice != want || got.Light.Light != score.Red {
		t.Errorf("Judge(1 point) = %s, %q; want an open referral", got.Action, got.Advice)
	}
	if got.Pilot != nil || got.Design != nil || got.Coordination != nil {
		t.Errorf("Judge(1 point) = %s; want nothing planned", got)
	}
}

func TestScreeningRefusals(t *testing.T) {
	hostile := decimal.New(1, 1<<30)
	got, err := gates.Judge(prospect.Facts{
		Name: "a\nb", Questions: score.Answers{"price": score.Yes}, Criteria: score.Answers{"measurable": 3}, Pilot: map[string]decimal.Decimal{"offer": n("-1"), "offers": n("1"), "script": decimal.New(1, 1<<30)},
		Agreement: score.Answers{"metric": score.No}, Net: &hostile, Currency: " ",
	})
	want := []fault{
		{"name", "a\nb", alianza.ErrForm},
		{"questions.price", "", alianza.ErrUnknown},
		{"criteria.measurable", "(3)", alianza.ErrUnknown},
		{"pilot.offer", "-1", alianza.ErrRange},
		{"pilot.offers", "", alianza.ErrUnknown},
		{"pilot.script", "1e1073741824", alianza.ErrRange},
		{"agreement.metric", "", alianza.ErrUnknown},
		{"net", "1e1073741824", alianza.ErrRange},
		{"currency", " ", alianza.ErrMissing},
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
}

func TestNewScreeningFaults(t *testing.T) {
	_, err := prospect.NewScreening(prospect.ScreeningDefinition{})
	want := []fault{
		{"name", "", alianza.ErrMissing},
		{"filter.name", "", alianza.ErrMissing},
		{"filter.classes", "", alianza.ErrMissing},
		{"filter.otherwise", "", alianza.ErrMissing},
		{"light.name", "", alianza.ErrMissing},
		{"light.criteria", "", alianza.ErrMissing},
		{"light.policies", "", alianza.ErrMissing},
		{"pilot.name", "", alianza.ErrMissing},
		{"pilot.kpis", "", alianza.ErrMissing},
		{"design.name", "", alianza.ErrMissing},
		{"design.classes", "", alianza.ErrMissing},
		{"design.otherwise", "", alianza.ErrMissing},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewScreening(nothing) = other faults (-want +got):\n%s", diff)
	}
	d := prospect.SemaforoScreening()
	d.Light.Policies[1].Green = 9
	d.Filter.Classes[0].All[4] = "execution"
	_, err = prospect.NewScreening(d)
	want = []fault{{"filter.classes[0].all[4]", "execution", alianza.ErrDuplicate}, {"light.policies[1].green", "9", alianza.ErrRange}}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewScreening = other faults (-want +got):\n%s", diff)
	}
}

func TestZeroScreening(t *testing.T) {
	got, err := prospect.Screening{}.Judge(prospect.Facts{Name: "spa"})
	if err != nil || got.Action != 0 || got.At != 0 || got.String() != "spa: nothing to say." {
		t.Errorf("Judge by no gates = %s, %v; want nothing", got, err)
	}
	for _, r := range []prospect.Report{{}, got, {Filter: &prospect.Classification{}, Design: &prospect.Classification{}, Light: &score.Verdict{}, Pilot: &kpi.Report{}, Net: ptr("0"), Coordination: &score.Band{}}} {
		if _, err := json.Marshal(r); err != nil || r.String() == "" {
			t.Errorf("String() = %q, MarshalJSON() = %v; want a text and no error", r, err)
		}
	}
}

func TestScreeningImmutable(t *testing.T) {
	spoil := func(d prospect.ScreeningDefinition) {
		d.Filter.Classes[0].All[0], d.Light.Criteria[0], d.Pilot.KPIs[0].Name, d.Design.Noted[0] = "spoilt", "spoilt", "spoilt", "spoilt"
	}
	d := prospect.SemaforoScreening()
	g := screening(d)
	spoil(d)
	spoil(g.Definition())
	if diff := cmp.Diff(prospect.SemaforoScreening(), g.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	if _, err := g.Judge(prospect.Facts{Name: "spa", Questions: met5, Criteria: answers(8, 0)}); err != nil {
		t.Errorf("Judge after changes = %v; want no error", err)
	}
}

// TestLawScreening turns answers of random prospects into a yes, one at a time: the
// course never gets worse, at worst or at best. An answer that was unknown only
// narrows the range, whatever it is. Criteria in another order change nothing.
func TestLawScreening(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	shuffled := prospect.SemaforoScreening()
	r.Shuffle(8, func(i, j int) {
		shuffled.Light.Criteria[i], shuffled.Light.Criteria[j] = shuffled.Light.Criteria[j], shuffled.Light.Criteria[i]
	})
	r.Shuffle(5, func(i, j int) {
		all := shuffled.Filter.Classes[0].All
		all[i], all[j] = all[j], all[i]
	})
	others := screening(shuffled)
	random := func(names []string, yes int) score.Answers {
		a := score.Answers{}
		for _, name := range names {
			a[name] = []score.Answer{score.Unknown, score.No, score.Yes, score.Yes, score.Yes}[r.IntN(2+yes)]
		}
		return a
	}
	for range 1000 {
		p := prospect.Facts{Name: "spa", Questions: random(questions, 1+2*r.IntN(2)), Criteria: random(criteria, 1+r.IntN(3))}
		if r.IntN(2) == 0 {
			p.Questions = met5
		}
		if r.IntN(3) == 0 {
			d := decimal.New(r.Int64N(5)-2, 0)
			p.Net = &d
		}
		before := consider(t, p)
		if before.Best < before.Action || before.Action == 0 || before.Best > prospect.ActionAlliance {
			t.Fatalf("Judge(%v) = %s to %s; want a range", p, before.Action, before.Best)
		}
		if got, err := others.Judge(p); err != nil || got.Action != before.Action || got.Best != before.Best || got.At != before.At {
			t.Errorf("Judge(%v) with criteria in another order = %s to %s, %v; want %s to %s", p, got.Action, got.Best, err, before.Action, before.Best)
		}
		for _, name := range append(append([]string{}, questions...), criteria...) {
			for _, to := range []score.Answer{score.Yes, score.No} {
				changed := p
				changed.Questions, changed.Criteria = both(p.Questions), both(p.Criteria)
				list := changed.Criteria
				if _, ok := p.Questions[name]; ok {
					list = changed.Questions
				}
				was := list[name]
				list[name] = to
				after := consider(t, changed)
				if to == score.Yes && (after.Action < before.Action || after.Best < before.Best) {
					t.Errorf("Judge(%v) = %s to %s, with %s yes %s to %s; want not worse", p, before.Action, before.Best, name, after.Action, after.Best)
				}
				if was == score.Unknown && (after.Action < before.Action || after.Best > before.Best) {
					t.Errorf("Judge(%v) = %s to %s, with %s %s %s to %s; want it within", p, before.Action, before.Best, name, to, after.Action, after.Best)
				}
			}
		}
	}
}
