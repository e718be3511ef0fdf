package prospect_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func screening(d prospect.ScreeningDefinition) prospect.Screening {
	return alianza.Must(prospect.NewScreening(d))
}

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

// points are clear answers to all five questions, and answers to the first
// criteria of the light: so many yes, then so many no, then unknown.
func points(yes, no int) score.Answers { return both(met5, answers(yes, no)) }

func TestNewScreeningFaults(t *testing.T) {
	type definition = prospect.ScreeningDefinition
	scoretest.Breaks(t, prospect.SemaforoScreening, prospect.NewScreening, []scoretest.Break[definition]{
		{"nothing", func(d *definition) { *d = definition{} }, []fault{
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
		}, ""},
		{"in the parts", func(d *definition) {
			d.Light.Policies[1].Green, d.Filter.Classes[0].All[4], d.Filter.AssumeNo = 9, "execution", nil
		}, []fault{
			{"filter.classes[0].all[4]", "execution", alianza.ErrDuplicate}, {"light.policies[1].green", "9", alianza.ErrRange},
		}, ""},
		{"what implies what", func(d *definition) {
			d.Implies = map[string]string{"active_channel": "real_channel", "a": "execution", "measurable": "b", "mutual_benefit": "active_channel", "execution": "execution"}
		}, []fault{
			{"implies.a", "", alianza.ErrUnknown},
			{"implies.execution", "execution", alianza.ErrConflict},
			{"implies.measurable", "b", alianza.ErrUnknown},
			{"implies.mutual_benefit", "active_channel", alianza.ErrConflict},
		}, "it implies another criterion itself"},
		{"duties", func(d *definition) {
			d.Duties = map[string]prospect.Duty{prospect.TaskAnswer: {Owner: " ", Days: -1}, "dance": {}, prospect.TaskFindOut: {Days: 3661}}
		}, []fault{
			{"duties.answer.owner", " ", alianza.ErrMissing},
			{"duties.answer.days", "-1", alianza.ErrRange},
			{"duties.dance", "", alianza.ErrUnknown},
			{"duties.find_out.days", "3661", alianza.ErrRange},
		}, "0 to 3660"},
	}...)
}

// TestZeroScreening has a screening that no New function made, and reports that no
// screening made.
func TestZeroScreening(t *testing.T) {
	var s prospect.Screening
	if _, err := s.Judge(prospect.Facts{Name: "spa"}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Judge of the zero Screening = %v; want ErrUnchecked", err)
	}
	if diff := cmp.Diff(prospect.ScreeningDefinition{}, s.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	for _, r := range []prospect.Report{{}, {Prospect: "spa"}, {Filter: &prospect.Classification{}, Design: &prospect.Classification{}, Light: &score.Verdict{}, Pilot: &kpi.Report{Readings: make([]kpi.Reading, 1)}, Net: ptr("0"), Coordination: &score.Band{}}} {
		if r.String() == "" {
			t.Errorf("String() = %q; want a text", r)
		}
	}
}

func TestScreeningImmutable(t *testing.T) {
	spoil := func(d prospect.ScreeningDefinition) {
		d.Filter.Classes[0].All[0], d.Light.Criteria[0].Name, d.Pilot.KPIs[0].Name, d.Design.Noted[0] = "spoilt", "spoilt", "spoilt", "spoilt"
		d.Implies["active_channel"] = "spoilt"
	}
	d := prospect.SemaforoScreening()
	g := screening(d)
	spoil(d)
	spoil(g.Definition())
	if diff := cmp.Diff(prospect.SemaforoScreening(), g.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	if _, err := g.Judge(prospect.Facts{Name: "spa", Answers: points(8, 0)}); err != nil {
		t.Errorf("Judge after changes = %v; want no error", err)
	}
}

func TestScreeningEqual(t *testing.T) {
	type definition = prospect.ScreeningDefinition
	good := func() definition {
		d := prospect.SemaforoScreening()
		d.Filter, d.Design = classified(), classified()
		d.Implies = map[string]string{"active_channel": "b"}
		d.Duties = map[string]prospect.Duty{prospect.TaskAnswer: {Owner: "ana", Days: 3660}}
		return d
	}
	all := []func(*definition){
		func(d *definition) { d.Name = "other" },
		func(d *definition) { d.Light.Name = "other" },
		func(d *definition) { d.Pilot.Name = "other" },
		func(d *definition) { d.Implies["active_channel"] = "c" },
		func(d *definition) { d.Duties[prospect.TaskAnswer] = prospect.Duty{Owner: "ben", Days: 3660} },
		func(d *definition) { d.Duties[prospect.TaskAnswer] = prospect.Duty{Owner: "ana", Days: 1} },
	}
	for _, change := range reclassify {
		all = append(all, func(d *definition) { change(&d.Filter) }, func(d *definition) { change(&d.Design) })
	}
	scoretest.Apart(t, good, prospect.NewScreening, all...)
}

func TestScreeningJSON(t *testing.T) {
	d := prospect.SemaforoScreening()
	scoretest.RoundTrip(t, "semaforo_screening.json", d)
	scoretest.Bad(t, "bad_screening", d)
	d.Duties = map[string]prospect.Duty{prospect.TaskStartPilot: {Owner: "ana", Days: 7}}
	scoretest.Again(t, d)
	scoretest.Frozen(t, screening(d), gates)
}

// TestAskedOnce_S35 answers a fact once, and refuses facts that contradict each
// other.
func TestAskedOnce_S35(t *testing.T) {
	for criterion, question := range prospect.SemaforoScreening().Implies {
		r := consider(t, prospect.Facts{Name: "spa", Answers: say(score.Yes, criterion)})
		if slices.Contains(r.Filter.Tests[0].Assumed, question) {
			t.Errorf("Judge(%s) = %s; want %s to be answered by it", criterion, r.Filter, question)
		}
		if r := consider(t, prospect.Facts{Name: "spa", Answers: say(score.No, criterion)}); !slices.Contains(r.Filter.Tests[0].Assumed, question) {
			t.Errorf("Judge(no %s) = %s; want %s to stay open", criterion, r.Filter, question)
		}
		_, err := gates.Judge(prospect.Facts{Name: "spa", Answers: both(say(score.Yes, criterion), say(score.No, question))})
		if diff := cmp.Diff([]fault{{"answers." + question, "no", alianza.ErrConflict}}, faults(err), scoretest.SameFaults()); diff != "" {
			t.Errorf("Judge(%s, no %s) = other faults (-want +got):\n%s", criterion, question, diff)
		}
	}
	// The light and the agreement have the same names for the same facts.
	lit := consider(t, prospect.Facts{Name: "spa", Answers: points(8, 0)})
	for _, name := range []string{"real_complement", "measurable", "active_channel", "compatible_customer"} {
		for _, test := range lit.Design.Tests {
			if slices.Contains(test.Unknown, name) {
				t.Errorf("Judge(all of the light) = %s; want %s to be known", lit.Design, name)
			}
		}
	}
	_, err := score.MergeAnswers(score.Answers{"active_channel": score.Yes}, score.Answers{"active_channel": score.No})
	if !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("MergeAnswers = %v; want ErrConflict", err)
	}
}

// TestAskedOnce_No takes a no to a question for a no to each criterion that would be a yes
// to it, and a number for what it answers.
func TestAskedOnce_No(t *testing.T) {
	for criterion, question := range prospect.SemaforoScreening().Implies {
		r := consider(t, prospect.Facts{Name: "spa", Answers: both(say(score.Yes, questions...), say(score.No, question))})
		if r.Light != nil {
			t.Fatalf("Judge(no %s) = light %s; want none before the filter", question, r.Light)
		}
		d := prospect.SemaforoScreening()
		d.Filter.Classes[0].All = slices.DeleteFunc(d.Filter.Classes[0].All, func(c string) bool { return c == question })
		d.Filter.AssumeNo = slices.DeleteFunc(d.Filter.AssumeNo, func(c string) bool { return c == question })
		d.Design.Classes[0].All = append(d.Design.Classes[0].All, question)
		got, err := screening(d).Judge(prospect.Facts{Name: "spa", Answers: both(say(score.Yes, questions...), say(score.No, question))})
		if err != nil || !slices.Contains(got.Light.No, criterion) || slices.Contains(got.Light.Unknown, criterion) {
			t.Errorf("Judge(no %s) = light %s, %v; want a no to %s", question, got.Light, err, criterion)
		}
	}
}

// TestSteps_S7 answers by the number of steps, the question of the filter too.
func TestSteps_S7(t *testing.T) {
	two := consider(t, prospect.Facts{Name: "spa", Numbers: map[string]decimal.Decimal{"execution_steps": n("2")}})
	if !slices.Contains(two.Light.Yes, "easy_execution") || slices.Contains(two.Filter.Tests[0].Assumed, "execution") {
		t.Errorf("Judge(2 steps) = %s, %s; want an easy execution", two.Light, two.Filter)
	}
	three := consider(t, prospect.Facts{Name: "spa", Numbers: map[string]decimal.Decimal{"execution_steps": n("3")}})
	if !slices.Contains(three.Light.No, "easy_execution") || !slices.Contains(three.Filter.Tests[0].Assumed, "execution") {
		t.Errorf("Judge(3 steps) = %s, %s; want no easy execution", three.Light, three.Filter)
	}
	_, err := gates.Judge(prospect.Facts{Name: "spa", Answers: say(score.Yes, "easy_execution"), Numbers: map[string]decimal.Decimal{"execution_steps": n("3")}})
	if diff := cmp.Diff([]fault{{"answers.easy_execution", "yes", alianza.ErrConflict}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
}
