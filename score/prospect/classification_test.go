package prospect_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func classify(t *testing.T, d prospect.ClassifierDefinition, a score.Answers) prospect.Classification {
	t.Helper()
	c, err := classifier(d).Judge(a)
	if err != nil {
		t.Fatalf("Judge(%v) = %v; want no error", a, err)
	}
	return c
}

// A classRow is a row of a table of classifications.
type classRow struct {
	name    string
	answers score.Answers
	want    string // the class; "" while it is open
	text    string
}

func checkClasses(t *testing.T, d prospect.ClassifierDefinition, rows []classRow) {
	t.Helper()
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			got := classify(t, d, tt.answers)
			if got.Class != tt.want || got.String() != tt.text {
				t.Errorf("Judge(%v) = %q, %q; want %q, %q", tt.answers, got.Class, got, tt.want, tt.text)
			}
			if (len(got.Possible) == 1) != (tt.want != "") || (len(got.Open) > 0) != (tt.want == "") {
				t.Errorf("Judge(%v) = %v, open %v; want one class, or what is open", tt.answers, got.Possible, got.Open)
			}
		})
	}
}

func TestClassification(t *testing.T) {
	got := classify(t, prospect.Agreements(), both(say(score.No, "measurable"), say(score.Yes, "routine"), say(score.Yes, referral...)))
	want := prospect.Classification{
		Classifier: "agreements", Possible: []string{"commercial_channel", "referral_program"}, Open: []string{"sustained_selling", "follow_up"},
		Tests: []prospect.ClassTest{
			{Class: "strategic_alliance", Holds: score.No, Against: []string{"measurable"}, Unknown: alliance[:5]},
			{Class: "commercial_channel", Unknown: []string{"sustained_selling", "follow_up"}},
			{Class: "referral_program", Holds: score.Yes},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"classifier":"agreements","possible":["commercial_channel","referral_program"],"open":["sustained_selling","follow_up"],"tests":[` +
		`{"class":"strategic_alliance","holds":"no","against":["measurable"],"unknown":["real_complement","asset_exchange","how_to_refer","how_to_serve","how_to_charge"]},` +
		`{"class":"commercial_channel","holds":"unknown","unknown":["sustained_selling","follow_up"]},{"class":"referral_program","holds":"yes"}]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	scoretest.Again(t, got)
	scoretest.Again(t, classify(t, prospect.Agreements(), say(score.Yes, alliance...)))
	scoretest.Again(t, prospect.Classification{})
	paid := classify(t, prospect.ReciprocalPromotion(), both(say(score.Yes, "we_send", "cash"), say(score.No, "they_send")))
	wantTest := prospect.ClassTest{Class: "reciprocal", Holds: score.No, Against: []string{"they_send", "cash"}, Barring: []string{"cash"}}
	if diff := cmp.Diff([]prospect.ClassTest{wantTest}, paid.Tests); diff != "" {
		t.Errorf("Judge of a promotion that is paid, tests mismatch (-want +got):\n%s", diff)
	}
	scoretest.Again(t, paid)
}

func TestClassificationIs(t *testing.T) {
	got := classify(t, prospect.Agreements(), both(say(score.No, "measurable"), say(score.Yes, "routine"), say(score.Yes, referral...)))
	for class, want := range map[string]score.Answer{
		"strategic_alliance": score.No, "commercial_channel": score.Unknown, "referral_program": score.Unknown, "conversation": score.No, "": score.No,
	} {
		if is := got.Is(class); is != want {
			t.Errorf("Is(%q) of %s = %s; want %s", class, got, is, want)
		}
	}
}

// TestClassNext has what to do with what is in a class, once the class is known.
func TestClassNext(t *testing.T) {
	d := prospect.ClassifierDefinition{Name: "c", Otherwise: "none", Classes: []prospect.Class{
		{Name: "x", All: []string{"a"}, Next: score.Task{Action: "call", Owner: "ana", Days: 2, Text: "call them"}}, {Name: "x", All: []string{"b"}}, {Name: "y", None: []string{"c"}},
	}}
	for _, tt := range []struct {
		answers     score.Answers
		class, text string
		next        string
	}{
		{say(score.Yes, "a"), "x", "x", "call them (ana, within 2 days)"},
		{both(say(score.No, "a"), say(score.Yes, "b")), "x", "x", "call them (ana, within 2 days)"},
		{say(score.Yes, "b"), "x", "x", "call them (ana, within 2 days)"}, // whatever a is
		{say(score.No, "a", "b", "c"), "y", "y; not x (a); not x (b)", ""},
		{both(say(score.No, "a", "b"), say(score.Yes, "c")), "none", "none; not x (a); not x (b); not y (c)", ""},
		{say(score.No, "c"), "", "x or y; open: a, b", ""},
	} {
		got := classify(t, d, tt.answers)
		if got.Class != tt.class || got.String() != tt.text || got.Next.String() != tt.next {
			t.Errorf("Judge(%v) = %q, next %q; want %q, %q", tt.answers, got, got.Next, tt.text, tt.next)
		}
	}
	scoretest.Frozen(t, classifier(d), classifier(prospect.Agreements()))
	var zero prospect.Classifier
	if _, err := zero.Judge(nil); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Judge of the zero Classifier = %v; want ErrUnchecked", err)
	}
}

// TestClassificationOpen holds that what decides nothing is not open: conditions of a class that
// one before it covers, and of a way into a class that another way covers.
func TestClassificationOpen(t *testing.T) {
	class := func(name string, all ...string) prospect.Class { return prospect.Class{Name: name, All: all} }
	for _, tt := range []struct {
		name    string
		classes []prospect.Class
		yes     []string
		want    string
	}{
		{"a class before it covers one", []prospect.Class{class("best", "a", "c"), class("second", "a", "b")}, []string{"c"}, "best or other; open: a"},
		{"both may be reached", []prospect.Class{class("best", "a", "c"), class("second", "a", "b")}, []string{"a"}, "best or second or other; open: c, b"},
		{"a way behind it covers one", []prospect.Class{class("best", "a", "b"), class("best", "a")}, nil, "best or other; open: a"},
		{"two ways", []prospect.Class{class("best", "a", "b"), class("best", "b", "c")}, nil, "best or other; open: a, b, c"},
		{"a way is certain", []prospect.Class{class("best", "a"), class("second", "b"), class("second", "c")}, []string{"c"}, "best or second; open: a"},
		{"another class between two ways", []prospect.Class{class("best", "a", "b"), class("second", "c"), class("best", "a")}, nil, "best or second or other; open: a, b, c"},
	} {
		got := classify(t, prospect.ClassifierDefinition{Name: "c", Otherwise: "other", Classes: tt.classes}, say(score.Yes, tt.yes...))
		if got.String() != tt.want {
			t.Errorf("%s: Judge = %s; want %s", tt.name, got, tt.want)
		}
	}
}

func TestClassifierRefusals(t *testing.T) {
	c := classifier(prospect.Agreements())
	got, err := c.Judge(score.Answers{"metric": score.Yes, "measurable": 9, "commission": 3})
	want := []fault{{"answers.commission", "(3)", alianza.ErrUnknown}, {"answers.measurable", "(9)", alianza.ErrUnknown}, {"answers.metric", "", alianza.ErrUnknown}}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(prospect.Classification{}, got); diff != "" {
		t.Errorf("Judge = a classification beside the error (-want +got):\n%s", diff)
	}
	_, err = c.Judge(score.Answers{"metric": score.Yes})
	if got, want := fmt.Sprint(err), "prospect: classifier agreements: answers.metric: unknown: there is no such criterion"; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}
