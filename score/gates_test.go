package score_test

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
)

var gates = score.MustGates(score.ProspectGates())

func consider(t *testing.T, p score.Prospect) score.ProspectReport {
	t.Helper()
	r, err := gates.Judge(p)
	if err != nil {
		t.Fatalf("Judge(%+v) = %v; want no error", p, err)
	}
	return r
}

func costs(margin, cost string) *score.Coordination {
	return &score.Coordination{Margin: n(margin), Cost: n(cost), Unit: "USD"}
}

// met5 are clear answers to all five questions.
var met5 = say(score.Yes, questions...)

func TestGates_S35(t *testing.T) {
	red, yellow, green := answers(1, 7), answers(2, 6), answers(6, 2)
	signed := say(score.Yes, alliance...)
	tests := []struct {
		name         string
		facts        score.Prospect
		course, best score.Course
		at           score.Gate
		next         string // joined by "; "
	}{
		{
			"five clear answers, six points, margin 10, coordination 50",
			score.Prospect{Questions: met5, Criteria: green, Coordination: costs("10", "50")},
			score.Stop, score.Stop, score.CoordinationGate, "bring the cost of coordination down by more than 40 USD, or stop",
		},
		{
			"a question comes before eight points",
			score.Prospect{Questions: both(met5, say(score.No, "execution")), Criteria: answers(8, 0), Coordination: costs("9", "1")},
			score.Conversation, score.Conversation, score.FilterGate, "get a clear answer on execution",
		},
		{
			"a question that was not asked",
			score.Prospect{Questions: say(score.Yes, questions[:4]...), Criteria: green},
			score.Conversation, score.Alliance, score.FilterGate, "get a clear answer on measurement",
		},
		{
			"red",
			score.Prospect{Questions: met5, Criteria: red, Coordination: costs("9", "1")},
			score.OpenReferral, score.OpenReferral, score.LightGate, "look again with 1 more out of " + strings.ReplaceAll(strings.Join(criteria[1:], ", "), "_", " "),
		},
		{
			"red so far",
			score.Prospect{Questions: met5, Criteria: answers(1, 6)},
			score.OpenReferral, score.Pilot, score.LightGate, "find out about measurable",
		},
		{
			"red so far, and a hobby if not",
			score.Prospect{Questions: met5, Criteria: answers(1, 6), Coordination: costs("1", "2")},
			score.OpenReferral, score.Stop, score.CoordinationGate, "find out about measurable; bring the cost of coordination down by more than 1 USD, or stop",
		},
		{
			"yellow, no pilot yet",
			score.Prospect{Questions: met5, Criteria: yellow},
			score.Pilot, score.Pilot, score.PilotGate,
			"settle for the pilot: duration, offer, script, measure, review; work out what coordination costs and what margin comes in",
		},
		{
			"yellow, a part is missing",
			score.Prospect{Questions: met5, Criteria: yellow, Pilot: pilot(28, score.Counts{"measure": 0}), Coordination: costs("9", "1")},
			score.Pilot, score.Pilot, score.PilotGate, "settle for the pilot: measure",
		},
		{
			"yellow, ready",
			score.Prospect{Questions: met5, Criteria: yellow, Pilot: pilot(28, nil)},
			score.Pilot, score.Pilot, score.CoordinationGate, "start the pilot; work out what coordination costs and what margin comes in",
		},
		{
			"yellow, all of it",
			score.Prospect{Questions: met5, Criteria: yellow, Pilot: pilot(28, nil), Coordination: costs("9", "1")},
			score.Pilot, score.Pilot, 0, "start the pilot",
		},
		{
			"yellow, a hobby",
			score.Prospect{Questions: met5, Criteria: yellow, Pilot: pilot(28, nil), Coordination: costs("1", "9")},
			score.Stop, score.Stop, score.CoordinationGate, "bring the cost of coordination down by more than 8 USD, or stop",
		},
		{
			"yellow or green",
			score.Prospect{Questions: met5, Criteria: answers(3, 4), Pilot: pilot(28, nil)},
			score.Pilot, score.Alliance, score.CoordinationGate,
			"find out about measurable; start the pilot; work out what coordination costs and what margin comes in",
		},
		{
			"green, metrics are open",
			score.Prospect{Questions: met5, Criteria: green, Agreement: both(signed, say(score.No, "metrics")), Coordination: costs("9", "9")},
			score.Alliance, score.Alliance, score.DesignGate,
			"settle for the strategic alliance: metrics; get more out of it: coordination takes the whole margin",
		},
		{
			"green, all of it",
			score.Prospect{Questions: met5, Criteria: green, Agreement: signed, Coordination: costs("9", "8.99")},
			score.Alliance, score.Alliance, 0, "put the agreement into practice",
		},
		{
			"break even is no hobby",
			score.Prospect{Questions: met5, Criteria: green, Agreement: signed, Coordination: costs("9", "9")},
			score.Alliance, score.Alliance, 0, "put the agreement into practice; get more out of it: coordination takes the whole margin",
		},
		{
			"nothing known",
			score.Prospect{},
			score.Conversation, score.Alliance, score.FilterGate,
			"get a clear answer on " + strings.ReplaceAll(strings.Join(questions, ", "), "_", " ") + "; find out about " + strings.ReplaceAll(strings.Join(criteria, ", "), "_", " "),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.Name = "spa"
			got := consider(t, tt.facts)
			if got.Course != tt.course || got.Best != tt.best || got.At != tt.at || strings.Join(got.Next, "; ") != tt.next {
				t.Errorf("Judge = %s to %s at %s, next %q; want %s to %s at %s, %q", got.Course, got.Best, got.At, strings.Join(got.Next, "; "), tt.course, tt.best, tt.at, tt.next)
			}
			if got.Advice == "" || (got.BestAdvice != "") != (tt.course != tt.best) {
				t.Errorf("advice = %q, %q; want one, and two for a range", got.Advice, got.BestAdvice)
			}
		})
	}
}

// TestRed_S14 checks that red withholds time, and not the reward of a sale.
func TestRed_S14(t *testing.T) {
	got := consider(t, score.Prospect{Name: "spa", Questions: met5, Criteria: answers(1, 7), Coordination: costs("1", "2")})
	const want = "open referral only: reward a sale if there is one, without meetings or management time"
	if got.Course != score.OpenReferral || got.Advice != want || got.Light.Advice != want || got.Light.Light != score.Red {
		t.Errorf("Judge(1 point) = %s, %q; want an open referral", got.Course, got.Advice)
	}
	if got.Pilot != nil || got.Design != nil || got.Coordination != nil {
		t.Errorf("Judge(1 point) = %s; want nothing planned", got)
	}
}

// TestProspectReport compares a whole report, as text and as JSON.
func TestProspectReport(t *testing.T) {
	tests := []struct {
		name  string
		facts score.Prospect
	}{
		{"pilot", score.Prospect{Name: "Spa Azul", Questions: met5, Criteria: answers(3, 3), Pilot: score.Counts{"duration": 35, "offer": 1, "script": 3, "measure": 0}, Coordination: costs("1000", "400.50")}},
		{"alliance", score.Prospect{Name: "Spa Azul", Questions: met5, Criteria: answers(5, 3), Agreement: both(say(score.Yes, alliance[:3]...), say(score.No, "metrics"), say(score.No, channel...), say(score.Yes, referral...))}},
		{"conversation", score.Prospect{Name: "Spa Azul", Questions: say(score.Yes, questions[:3]...), Criteria: answers(1, 5)}},
		{"stop", score.Prospect{Name: "Spa Azul", Questions: met5, Criteria: answers(6, 2), Agreement: say(score.Yes, alliance...), Coordination: costs("10", "50")}},
		{"open_referral", score.Prospect{Name: "Spa Azul", Questions: met5, Criteria: answers(0, 8)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := consider(t, tt.facts)
			golden(t, "prospect_"+tt.name+".txt", got.String()+"\n")
			doc, err := json.MarshalIndent(got, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "prospect_"+tt.name+".json", string(doc)+"\n")
		})
	}
}

// TestProspectReportLines has sentences that the whole reports do not show.
func TestProspectReportLines(t *testing.T) {
	plain := score.ProspectGates()
	plain.Light.Advice = score.Advice{}
	unadvised := score.MustGates(plain)
	tests := []struct {
		name  string
		gates score.Gates
		facts score.Prospect
		want  string // somewhere in the text
	}{
		{"a no and an unknown", gates, score.Prospect{Questions: score.Answers{"execution": score.No, "measurement": score.Yes, "real_channel": score.Yes}}, "\nQuestions: no clear answer on execution; not known: typical customer, concrete asset.\n"},
		{"all asked, one no", gates, score.Prospect{Questions: both(met5, say(score.No, "execution"))}, "\nQuestions: no clear answer on execution.\n"},
		{"break even", gates, score.Prospect{Questions: met5, Criteria: answers(2, 6), Coordination: costs("9.50", "9.5")}, "\nCoordination: break even, costs 9.5 USD, brings 9.50 USD.\n"},
		{"an agreement that is open", gates, score.Prospect{Questions: met5, Criteria: answers(4, 4), Agreement: both(say(score.Yes, alliance[:3]...), say(score.No, channel...), say(score.Yes, referral...))}, "\nAgreement: strategic alliance or referral program; not known for it: metrics.\n"},
		{"no advice, conversation", unadvised, score.Prospect{Questions: say(score.No, "execution")}, "spa: keep it a conversation; there is no alliance without clear answers.\n"},
		{"no advice, red", unadvised, score.Prospect{Questions: met5, Criteria: answers(0, 8)}, "spa: open referral only.\n"},
		{"no advice, yellow", unadvised, score.Prospect{Questions: met5, Criteria: answers(2, 6)}, "spa: run a pilot.\n"},
		{"no advice, green", unadvised, score.Prospect{Questions: met5, Criteria: answers(4, 4)}, "spa: design the alliance.\n"},
		{"green needs no more points", gates, score.Prospect{Questions: met5, Criteria: answers(6, 2)}, "\nLight: green, 6 of 8 points.\n"},
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
	if got := (score.ProspectReport{Prospect: "spa", Advice: "go", Next: []string{"", "é", "a", "z"}}).String(); !strings.HasSuffix(got, "\n1. .\n2. é.\n3. A.\n4. Z.") {
		t.Errorf("String() = %q; want four things to do", got)
	}
}

func TestGatesRefusals(t *testing.T) {
	got, err := gates.Judge(score.Prospect{
		Name: "a\nb", Questions: score.Answers{"price": score.Yes}, Criteria: score.Answers{"measurable": 3}, Pilot: score.Counts{"offer": -1, "offers": 1},
		Agreement: score.Answers{"metric": score.No}, Coordination: &score.Coordination{Cost: n("-1"), Margin: decimal.New(1, 1<<30)},
	})
	want := []fault{
		{"name", "a\nb", alianza.ErrForm},
		{"questions.price", "", alianza.ErrUnknown},
		{"criteria.measurable", "(3)", alianza.ErrUnknown},
		{"pilot.offer", "-1", alianza.ErrRange},
		{"pilot.offers", "", alianza.ErrUnknown},
		{"agreement.metric", "", alianza.ErrUnknown},
		{"coordination.margin", "1e1073741824", alianza.ErrRange},
		{"coordination.cost", "-1", alianza.ErrRange},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(score.ProspectReport{}, got); diff != "" {
		t.Errorf("Judge = a report beside the error (-want +got):\n%s", diff)
	}
	_, err = gates.Judge(score.Prospect{})
	if got, want := fmt.Sprint(err), "score: gates prospect: name: missing"; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestNewGatesFaults(t *testing.T) {
	_, err := score.NewGates(score.GatesDefinition{})
	want := []fault{
		{"name", "", alianza.ErrMissing},
		{"filter.name", "", alianza.ErrMissing},
		{"filter.classes", "", alianza.ErrMissing},
		{"filter.otherwise", "", alianza.ErrMissing},
		{"light.name", "", alianza.ErrMissing},
		{"light.criteria", "", alianza.ErrMissing},
		{"light.policies", "", alianza.ErrMissing},
		{"pilot.name", "", alianza.ErrMissing},
		{"pilot.parts", "", alianza.ErrMissing},
		{"design.name", "", alianza.ErrMissing},
		{"design.classes", "", alianza.ErrMissing},
		{"design.otherwise", "", alianza.ErrMissing},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("NewGates(nothing) = other faults (-want +got):\n%s", diff)
	}
	d := score.ProspectGates()
	d.Light.Policies[1].Green = 9
	d.Filter.Classes[0].All[4] = "execution"
	_, err = score.NewGates(d)
	want = []fault{{"filter.classes[0].all[4]", "execution", alianza.ErrDuplicate}, {"light.policies[1].green", "9", alianza.ErrRange}}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("NewGates = other faults (-want +got):\n%s", diff)
	}
}

func TestZeroGates(t *testing.T) {
	got, err := score.Gates{}.Judge(score.Prospect{Name: "spa"})
	if err != nil || got.Course != 0 || got.At != 0 || got.String() != "spa: nothing to say." {
		t.Errorf("Judge by no gates = %s, %v; want nothing", got, err)
	}
	for _, r := range []score.ProspectReport{{}, got, {Filter: &score.Classification{}, Design: &score.Classification{}, Light: &score.Verdict{}, Pilot: &score.Completeness{}, Coordination: &score.CoordinationVerdict{}}} {
		if _, err := json.Marshal(r); err != nil || r.String() == "" {
			t.Errorf("String() = %q, MarshalJSON() = %v; want a text and no error", r, err)
		}
	}
}

func TestGatesImmutable(t *testing.T) {
	spoil := func(d score.GatesDefinition) {
		d.Filter.Classes[0].All[0], d.Light.Criteria[0], d.Pilot.Parts[0].Name, d.Design.Noted[0] = "spoilt", "spoilt", "spoilt", "spoilt"
	}
	d := score.ProspectGates()
	g := score.MustGates(d)
	spoil(d)
	spoil(g.Definition())
	if diff := cmp.Diff(score.ProspectGates(), g.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	if _, err := g.Judge(score.Prospect{Name: "spa", Questions: met5, Criteria: answers(8, 0)}); err != nil {
		t.Errorf("Judge after changes = %v; want no error", err)
	}
}

func TestProspectJSON(t *testing.T) {
	facts := score.Prospect{
		Name: "spa", Questions: say(score.No, "execution"), Criteria: score.Answers{"measurable": score.Unknown, "active_channel": score.Yes}, Pilot: score.Counts{"offer": 0, "review": 14},
		Agreement: say(score.Yes, "commission"), Coordination: costs("-1.50", "0"),
	}
	const want = `{"name":"spa","questions":{"execution":"no"},"criteria":{"active_channel":"yes","measurable":"unknown"},"pilot":{"offer":0,"review":14},` +
		`"agreement":{"commission":"yes"},"coordination":{"margin":"-1.50","cost":"0","unit":"USD"}}`
	doc, err := json.Marshal(facts)
	if err != nil || string(doc) != want {
		t.Fatalf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	var got score.Prospect
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(facts, got, samePlaces); diff != "" {
		t.Errorf("UnmarshalJSON mismatch (-want +got):\n%s", diff)
	}
	bad := []byte(`{"name":"other","questions":{"execution":"maybe"},"pilot":{"offer":"1"},"coordination":{"margin":null},"score":1}`)
	err = got.UnmarshalJSON(bad)
	wantFaults := []fault{
		{"questions.execution", "maybe", alianza.ErrUnknown},
		{"pilot.offer", "1", alianza.ErrForm},
		{"coordination.cost", "", alianza.ErrMissing},
		{"coordination.margin", "", alianza.ErrMissing},
		{"score", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(wantFaults, faults(err), sameFaults); diff != "" {
		t.Errorf("UnmarshalJSON = other faults (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(facts, got, samePlaces); diff != "" {
		t.Errorf("UnmarshalJSON of faulty facts changes them (-want +got):\n%s", diff)
	}
	doc, err = json.Marshal(score.Prospect{Name: "spa"})
	if err != nil || string(doc) != `{"name":"spa"}` {
		t.Errorf("MarshalJSON() = %s, %v; want only the name", doc, err)
	}
}

// TestLawGates turns answers of random prospects into a yes, one at a time: the
// course never gets worse, at worst or at best. An answer that was unknown only
// narrows the range, whatever it is. Criteria in another order change nothing.
func TestLawGates(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	shuffled := score.ProspectGates()
	r.Shuffle(8, func(i, j int) {
		shuffled.Light.Criteria[i], shuffled.Light.Criteria[j] = shuffled.Light.Criteria[j], shuffled.Light.Criteria[i]
	})
	r.Shuffle(5, func(i, j int) {
		all := shuffled.Filter.Classes[0].All
		all[i], all[j] = all[j], all[i]
	})
	others := score.MustGates(shuffled)
	random := func(names []string, yes int) score.Answers {
		a := score.Answers{}
		for _, name := range names {
			a[name] = []score.Answer{score.Unknown, score.No, score.Yes, score.Yes, score.Yes}[r.IntN(2+yes)]
		}
		return a
	}
	for range 3000 {
		p := score.Prospect{Name: "spa", Questions: random(questions, 1+2*r.IntN(2)), Criteria: random(criteria, 1+r.IntN(3))}
		if r.IntN(2) == 0 {
			p.Questions = met5
		}
		if r.IntN(3) == 0 {
			p.Coordination = &score.Coordination{Margin: decimal.New(r.Int64N(3), 0), Cost: decimal.New(r.Int64N(3), 0)}
		}
		before := consider(t, p)
		if before.Best < before.Course || before.Course == 0 || before.Best > score.Alliance {
			t.Fatalf("Judge(%v) = %s to %s; want a range", p, before.Course, before.Best)
		}
		if got, err := others.Judge(p); err != nil || got.Course != before.Course || got.Best != before.Best || got.At != before.At {
			t.Errorf("Judge(%v) with criteria in another order = %s to %s, %v; want %s to %s", p, got.Course, got.Best, err, before.Course, before.Best)
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
				if to == score.Yes && (after.Course < before.Course || after.Best < before.Best) {
					t.Errorf("Judge(%v) = %s to %s, with %s yes %s to %s; want not worse", p, before.Course, before.Best, name, after.Course, after.Best)
				}
				if was == score.Unknown && (after.Course < before.Course || after.Best > before.Best) {
					t.Errorf("Judge(%v) = %s to %s, with %s %s %s to %s; want it within", p, before.Course, before.Best, name, to, after.Course, after.Best)
				}
			}
		}
	}
}
