package prospect_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// say returns the same answer to several criteria.
func say(a score.Answer, names ...string) score.Answers {
	all := score.Answers{}
	for _, name := range names {
		all[name] = a
	}
	return all
}

// both returns the answers of all maps.
func both(all ...score.Answers) score.Answers {
	sum := score.Answers{}
	for _, one := range all {
		maps.Copy(sum, one)
	}
	return sum
}

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
	got := classify(t, prospect.Agreements(), both(say(score.No, "metrics"), say(score.Yes, "routine"), say(score.Yes, referral...)))
	want := prospect.Classification{
		Classifier: "agreements", Possible: []string{"commercial_channel", "referral_program"}, Open: []string{"sustained_selling", "follow_up"},
		Tests: []prospect.ClassTest{
			{Class: "strategic_alliance", Holds: score.No, Against: []string{"metrics"}, Unknown: []string{"complementarity", "asset_exchange", "operating_model"}},
			{Class: "commercial_channel", Unknown: []string{"sustained_selling", "follow_up"}},
			{Class: "referral_program", Holds: score.Yes},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"classifier":"agreements","possible":["commercial_channel","referral_program"],"open":["sustained_selling","follow_up"],"tests":[` +
		`{"class":"strategic_alliance","holds":"no","against":["metrics"],"unknown":["complementarity","asset_exchange","operating_model"]},` +
		`{"class":"commercial_channel","holds":"unknown","unknown":["sustained_selling","follow_up"]},{"class":"referral_program","holds":"yes"}]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	got, err = prospect.Classifier{}.Judge(nil)
	if diff := cmp.Diff(prospect.Classification{}, got); err != nil || diff != "" {
		t.Errorf("Judge by no classes = %v (-want +got):\n%s", err, diff)
	}
	if _, err := json.Marshal(got); err != nil || got.String() != "" {
		t.Errorf("String() = %q, MarshalJSON() = %v; want none and no error", got, err)
	}
}

func TestClassificationIs(t *testing.T) {
	got := classify(t, prospect.Agreements(), both(say(score.No, "metrics"), say(score.Yes, "routine"), say(score.Yes, referral...)))
	for class, want := range map[string]score.Answer{
		"strategic_alliance": score.No, "commercial_channel": score.Unknown, "referral_program": score.Unknown, "conversation": score.No, "": score.No,
	} {
		if is := got.Is(class); is != want {
			t.Errorf("Is(%q) of %s = %s; want %s", class, got, is, want)
		}
	}
	if exchange := classify(t, prospect.AssetExchange(), say(score.Yes, "gets_trust", "gives_data")); exchange.Is("exchange") != score.Yes {
		t.Errorf("Is(exchange) of %s = %s; want yes", exchange, exchange.Is("exchange"))
	}
}

func TestClassifierRefusals(t *testing.T) {
	c := classifier(prospect.Agreements())
	got, err := c.Judge(score.Answers{"metric": score.Yes, "metrics": 9, "commission": 3})
	want := []fault{{"answers.commission", "(3)", alianza.ErrUnknown}, {"answers.metric", "", alianza.ErrUnknown}, {"answers.metrics", "(9)", alianza.ErrUnknown}}
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

func TestNewClassifierFaults(t *testing.T) {
	all := func(name string, criteria ...string) prospect.Class { return prospect.Class{Name: name, All: criteria} }
	tests := []struct {
		name string
		def  prospect.ClassifierDefinition
		want []fault
	}{
		{"nothing", prospect.ClassifierDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"classes", "", alianza.ErrMissing}, {"otherwise", "", alianza.ErrMissing}}},
		{"a name twice", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{all("x", "a"), all("x", "b")}, Otherwise: "x"}, []fault{
			{"classes[1].name", "x", alianza.ErrDuplicate}, {"otherwise", "x", alianza.ErrDuplicate},
		}},
		{"no conditions", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{{Name: "x"}}, Otherwise: "y"}, []fault{{"classes[0]", "x", alianza.ErrMissing}}},
		{"a condition twice", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{{Name: "x", All: []string{"a", "a", ""}}}, Otherwise: "y"}, []fault{
			{"classes[0].all[1]", "a", alianza.ErrDuplicate}, {"classes[0].all[2]", "", alianza.ErrMissing},
		}},
		{"yes and no in one class", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{{Name: "x", All: []string{"a"}, None: []string{"a"}}}, Otherwise: "y"}, []fault{
			{"classes[0].none[0]", "a", alianza.ErrDuplicate}, {"classes[0].none[0]", "a", alianza.ErrConflict},
		}},
		{"yes here, no there", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{all("x", "a"), {Name: "z", None: []string{"b", "a"}}}, Otherwise: "y"}, []fault{
			{"classes[1].none[1]", "a", alianza.ErrConflict},
		}},
		{"never reached", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{all("x", "a"), all("z", "b", "a")}, Otherwise: "y"}, []fault{{"classes[1]", "z", alianza.ErrConflict}}},
		{"the same conditions", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{all("x", "a"), all("z", "a")}, Otherwise: "y"}, []fault{{"classes[1]", "z", alianza.ErrConflict}}},
		{"assumed and not asked", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{all("x", "a")}, Otherwise: "y", AssumeNo: []string{"a", "b", "a", ""}}, []fault{
			{"assume_no[1]", "b", alianza.ErrUnknown}, {"assume_no[2]", "a", alianza.ErrDuplicate}, {"assume_no[3]", "", alianza.ErrMissing},
		}},
		{"noted and asked", prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{all("x", "a")}, Otherwise: "y", Noted: []string{"a", "b", "b"}}, []fault{
			{"noted[0]", "a", alianza.ErrConflict}, {"noted[2]", "b", alianza.ErrDuplicate},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := prospect.NewClassifier(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("NewClasses = other faults (-want +got):\n%s", diff)
			}
		})
	}
	_, err := prospect.NewClassifier(prospect.ClassifierDefinition{Name: "c", Classes: []prospect.Class{all("x", "a"), all("z", "b", "a")}, Otherwise: "y"})
	if got, want := fmt.Sprint(err), `classes[1] "z": contradiction: never reached: all that is in it is x`; got != want {
		t.Errorf("NewClasses = %s; want %s", got, want)
	}
}

func TestClassifierImmutable(t *testing.T) {
	d := prospect.ReciprocalPromotion()
	c := classifier(d)
	d.Classes[0].All[0], d.Classes[0].None[0] = "spoilt", "spoilt"
	got := c.Definition()
	got.Classes[0].All[0], got.Classes[0].Name = "spoilt", "spoilt"
	if diff := cmp.Diff(prospect.ReciprocalPromotion(), c.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

// TestLawClassifier tries random definitions: the classes called possible are just
// those that come true for some way to answer what is unknown, and the order of
// the conditions changes nothing.
func TestLawClassifier(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	names := []string{"a", "b", "c", "d", "e"}
	made := 0
	for range 2000 {
		d := prospect.ClassifierDefinition{Name: "c", Otherwise: "else"}
		for i := range 1 + r.IntN(3) {
			class := prospect.Class{Name: fmt.Sprint("class ", i)}
			for j, name := range names {
				switch {
				case r.IntN(3) > 0:
				case j < 3:
					class.All = append(class.All, name)
				default:
					class.None = append(class.None, name)
				}
			}
			d.Classes = append(d.Classes, class)
		}
		c, err := prospect.NewClassifier(d)
		if err != nil {
			continue
		}
		made++
		asked := map[string]bool{}
		shuffled := c.Definition()
		for _, class := range shuffled.Classes {
			for _, list := range [][]string{class.All, class.None} {
				r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
				for _, name := range list {
					asked[name] = true
				}
			}
		}
		a := score.Answers{}
		for name := range asked {
			if answer := score.Answer(r.IntN(3)); answer != score.Unknown || r.IntN(2) == 0 {
				a[name] = answer
			}
		}
		got := classify(t, d, a)
		if diff := cmp.Diff(outcomes(d, a), got.Possible); diff != "" {
			t.Fatalf("Judge(%v) by %+v = other classes (-want +got):\n%s", a, d, diff)
		}
		if other := classify(t, shuffled, a); other.Class != got.Class || !slices.Equal(other.Possible, got.Possible) {
			t.Errorf("Judge(%v) with conditions in another order = %s; want %s", a, other, got)
		}
	}
	if made < 500 {
		t.Errorf("%d definitions without a fault; want 500 at least", made)
	}
}

// outcomes returns the classes that some way to answer what is unknown leads to,
// in order of precedence.
func outcomes(d prospect.ClassifierDefinition, a score.Answers) []string {
	var unknown []string
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		if a[name] == score.Unknown {
			unknown = append(unknown, name)
		}
	}
	found := map[string]bool{}
	for set := range 1 << len(unknown) {
		full := both(a)
		for i, name := range unknown {
			full[name] = score.No
			if set&(1<<i) != 0 {
				full[name] = score.Yes
			}
		}
		class := d.Otherwise
		for _, c := range slices.Backward(d.Classes) {
			if !slices.ContainsFunc(c.All, func(n string) bool { return full[n] != score.Yes }) &&
				!slices.ContainsFunc(c.None, func(n string) bool { return full[n] != score.No }) {
				class = c.Name
			}
		}
		found[class] = true
	}
	var all []string
	for _, c := range d.Classes {
		if found[c.Name] {
			all = append(all, c.Name)
		}
	}
	if found[d.Otherwise] {
		all = append(all, d.Otherwise)
	}
	return all
}
