package score_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
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

func classify(t *testing.T, d score.ClassesDefinition, a score.Answers) score.Classification {
	t.Helper()
	c, err := score.MustClasses(d).Judge(a)
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

func checkClasses(t *testing.T, d score.ClassesDefinition, rows []classRow) {
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

var questions = []string{"typical_customer", "real_channel", "concrete_asset", "execution", "measurement"}

func TestFilter_S15(t *testing.T) {
	checkClasses(t, score.FilterQuestions(), []classRow{
		{"V-FQ-1", say(score.Yes, questions...), "candidate", "candidate"},
		{"V-FQ-2", both(say(score.Yes, questions...), say(score.No, "measurement")), "conversation", "conversation; not candidate (measurement)"},
		{"none clear", say(score.No, questions...), "conversation", "conversation; not candidate (" + strings.Join(questions, ", ") + ")"},
		{"one not asked", say(score.Yes, questions[:4]...), "", "candidate or conversation; open: measurement"},
		{"one not clear, four not asked", say(score.No, "real_channel"), "conversation", "conversation; not candidate (real_channel)"},
		{"none asked", nil, "", "candidate or conversation; open: " + strings.Join(questions, ", ")},
	})
	for _, name := range questions { // each of the five counts
		got := classify(t, score.FilterQuestions(), both(say(score.Yes, questions...), say(score.No, name)))
		if got.Class != "conversation" || !slices.Equal(got.Tests[0].Against, []string{name}) {
			t.Errorf("Judge(no %s) = %s; want a conversation for that reason", name, got)
		}
	}
}

var (
	alliance = []string{"complementarity", "asset_exchange", "operating_model", "metrics"}
	channel  = []string{"sustained_selling", "routine", "follow_up"}
	referral = []string{"active_channel", "compatible_audience"}
)

func TestAgreements_S16(t *testing.T) {
	no := both(say(score.No, alliance...), say(score.No, channel...), say(score.No, referral...))
	notAlliance, notChannel := "; not strategic_alliance ("+strings.Join(alliance, ", ")+")", "; not commercial_channel ("+strings.Join(channel, ", ")+")"
	checkClasses(t, score.Agreements(), []classRow{
		{"V-AGR-1", both(no, say(score.Yes, alliance...)), "strategic_alliance", "strategic_alliance"},
		{
			"V-AGR-2", both(no, say(score.Yes, alliance[:3]...), say(score.Yes, referral...)), "referral_program",
			"referral_program; not strategic_alliance (metrics)" + notChannel,
		},
		{
			"V-AGR-3", both(no, say(score.Yes, "commission")), "conversation",
			"conversation" + notAlliance + notChannel + "; not referral_program (active_channel, compatible_audience)",
		},
		{"all of it", both(say(score.Yes, alliance...), say(score.Yes, channel...), say(score.Yes, referral...)), "strategic_alliance", "strategic_alliance"},
		{"a channel comes before a referral", both(no, say(score.Yes, channel...), say(score.Yes, referral...)), "commercial_channel", "commercial_channel" + notAlliance},
		{"only the first is known", say(score.Yes, alliance...), "strategic_alliance", "strategic_alliance"},
		{
			"a commission is no answer to anything", say(score.Yes, "commission"), "",
			"strategic_alliance or commercial_channel or referral_program or conversation; open: " + strings.Join(slices.Concat(alliance, channel, referral), ", "),
		},
		{
			"metrics are unknown", both(no, say(score.Yes, alliance...), say(score.Unknown, "metrics"), say(score.Yes, channel...)), "",
			"strategic_alliance or commercial_channel; open: metrics",
		},
	})
	for _, list := range [][]string{alliance, channel, referral} { // each condition counts
		for _, name := range list {
			got := classify(t, score.Agreements(), both(no, say(score.Yes, list...), say(score.No, name)))
			if got.Class != "conversation" {
				t.Errorf("Judge(%v without %s) = %s; want a conversation", list, name, got)
			}
		}
	}
}

func TestAssets_S17(t *testing.T) {
	got := score.Assets()
	for _, name := range []string{"audience", "trust", "reputation", "space", "infrastructure", "service_capacity", "logistics", "community", "data", "know_how"} {
		if !slices.Contains(got, name) {
			t.Errorf("Assets() = %v; want %s in it", got, name)
		}
	}
	if len(got) != 11 || !slices.Contains(got, "buying_context") {
		t.Errorf("Assets() = %v; want the ten of the list and the context, which only the groups have", got)
	}
}

func TestAssetExchange_S18(t *testing.T) {
	var all []string
	for _, name := range score.Assets() {
		all = append(all, "gets_"+name, "gives_"+name)
	}
	no := say(score.No, all...)
	d := score.AssetExchange()
	for _, gets := range score.Assets() {
		for _, gives := range score.Assets() {
			if got := classify(t, d, say(score.Yes, "gets_"+gets, "gives_"+gives)); got.Class != "exchange" {
				t.Errorf("Judge(gets %s, gives %s) = %s; want an exchange", gets, gives, got)
			}
		}
		if got := classify(t, d, both(no, say(score.Yes, "gets_"+gets))); got.Class != "nothing_given" {
			t.Errorf("Judge(gets %s) = %s; want nothing_given", gets, got)
		}
		if got := classify(t, d, both(no, say(score.Yes, "gives_"+gets))); got.Class != "nothing_received" {
			t.Errorf("Judge(gives %s) = %s; want nothing_received", gets, got)
		}
	}
	got := classify(t, d, both(no, say(score.Yes, "gets_trust"), say(score.Unknown, "gives_data")))
	if want := "nothing_given or exchange; not nothing_received (gets_trust); open: gives_data"; got.String() != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestThreeSidedValue_S25(t *testing.T) {
	checkClasses(t, score.ThreeSidedValue(), []classRow{
		{"all three", say(score.Yes, "us", "partner", "customers"), "complete", "complete"},
		{"not for customers", both(say(score.Yes, "us", "partner"), say(score.No, "customers")), "incomplete", "incomplete; not complete (customers)"},
		{"not for us", say(score.No, "us"), "incomplete", "incomplete; not complete (us)"},
		{"not said for the partner", say(score.Yes, "us", "customers"), "", "complete or incomplete; open: partner"},
	})
}

func TestReciprocalPromotion_S26(t *testing.T) {
	checkClasses(t, score.ReciprocalPromotion(), []classRow{
		{"both send", both(say(score.Yes, "we_send", "they_send"), say(score.No, "cash")), "reciprocal", "reciprocal"},
		{"one sends", both(say(score.Yes, "we_send"), say(score.No, "they_send", "cash")), "not_reciprocal", "not_reciprocal; not reciprocal (they_send)"},
		{"both send, one pays", say(score.Yes, "we_send", "they_send", "cash"), "not_reciprocal", "not_reciprocal; not reciprocal (cash)"},
		{"who pays is not known", say(score.Yes, "we_send", "they_send"), "", "reciprocal or not_reciprocal; open: cash"},
	})
}

func TestCrossReferral_S28(t *testing.T) {
	checkClasses(t, score.CrossReferral(), []classRow{
		{"contested by a competitor", say(score.Yes, "competitor", "contested_customer"), "not_allowed", "not_allowed; not allowed (competitor); not allowed_uncontested (contested_customer)"},
		{"a competitor's, not contested", both(say(score.Yes, "competitor"), say(score.No, "contested_customer")), "allowed_uncontested", "allowed_uncontested; not allowed (competitor)"},
		{"no competitor", say(score.No, "competitor"), "allowed", "allowed"},
		{"allowed in any case", say(score.No, "contested_customer"), "", "allowed or allowed_uncontested; open: competitor"},
		{"not known whether contested", say(score.Yes, "competitor"), "", "allowed_uncontested or not_allowed; not allowed (competitor); open: contested_customer"},
	})
}

func TestClassification(t *testing.T) {
	got := classify(t, score.Agreements(), both(say(score.No, "metrics"), say(score.Yes, "routine"), say(score.Yes, referral...)))
	want := score.Classification{
		Classes: "agreements", Possible: []string{"commercial_channel", "referral_program"}, Open: []string{"sustained_selling", "follow_up"},
		Tests: []score.ClassTest{
			{Class: "strategic_alliance", Holds: score.No, Against: []string{"metrics"}, Unknown: []string{"complementarity", "asset_exchange", "operating_model"}},
			{Class: "commercial_channel", Unknown: []string{"sustained_selling", "follow_up"}},
			{Class: "referral_program", Holds: score.Yes},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"classes":"agreements","possible":["commercial_channel","referral_program"],"open":["sustained_selling","follow_up"],"tests":[` +
		`{"class":"strategic_alliance","holds":"no","against":["metrics"],"unknown":["complementarity","asset_exchange","operating_model"]},` +
		`{"class":"commercial_channel","holds":"unknown","unknown":["sustained_selling","follow_up"]},{"class":"referral_program","holds":"yes"}]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	got, err = score.Classes{}.Judge(nil)
	if diff := cmp.Diff(score.Classification{}, got); err != nil || diff != "" {
		t.Errorf("Judge by no classes = %v (-want +got):\n%s", err, diff)
	}
	if _, err := json.Marshal(got); err != nil || got.String() != "" {
		t.Errorf("String() = %q, MarshalJSON() = %v; want none and no error", got, err)
	}
}

func TestClassificationIs(t *testing.T) {
	got := classify(t, score.Agreements(), both(say(score.No, "metrics"), say(score.Yes, "routine"), say(score.Yes, referral...)))
	for class, want := range map[string]score.Answer{
		"strategic_alliance": score.No, "commercial_channel": score.Unknown, "referral_program": score.Unknown, "conversation": score.No, "": score.No,
	} {
		if is := got.Is(class); is != want {
			t.Errorf("Is(%q) of %s = %s; want %s", class, got, is, want)
		}
	}
	if exchange := classify(t, score.AssetExchange(), say(score.Yes, "gets_trust", "gives_data")); exchange.Is("exchange") != score.Yes {
		t.Errorf("Is(exchange) of %s = %s; want yes", exchange, exchange.Is("exchange"))
	}
}

func TestClassesRefusals(t *testing.T) {
	c := score.MustClasses(score.Agreements())
	got, err := c.Judge(score.Answers{"metric": score.Yes, "metrics": 9, "commission": 3})
	want := []fault{{"answers.commission", "(3)", alianza.ErrUnknown}, {"answers.metric", "", alianza.ErrUnknown}, {"answers.metrics", "(9)", alianza.ErrUnknown}}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(score.Classification{}, got); diff != "" {
		t.Errorf("Judge = a classification beside the error (-want +got):\n%s", diff)
	}
	_, err = c.Judge(score.Answers{"metric": score.Yes})
	if got, want := fmt.Sprint(err), "score: classes agreements: answers.metric: unknown: there is no such criterion"; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestNewClassesFaults(t *testing.T) {
	all := func(name string, criteria ...string) score.Class { return score.Class{Name: name, All: criteria} }
	tests := []struct {
		name string
		def  score.ClassesDefinition
		want []fault
	}{
		{"nothing", score.ClassesDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"classes", "", alianza.ErrMissing}, {"otherwise", "", alianza.ErrMissing}}},
		{"a name twice", score.ClassesDefinition{Name: "c", Classes: []score.Class{all("x", "a"), all("x", "b")}, Otherwise: "x"}, []fault{
			{"classes[1].name", "x", alianza.ErrDuplicate}, {"otherwise", "x", alianza.ErrDuplicate},
		}},
		{"no conditions", score.ClassesDefinition{Name: "c", Classes: []score.Class{{Name: "x"}}, Otherwise: "y"}, []fault{{"classes[0]", "x", alianza.ErrMissing}}},
		{"a condition twice", score.ClassesDefinition{Name: "c", Classes: []score.Class{{Name: "x", All: []string{"a", "a", ""}}}, Otherwise: "y"}, []fault{
			{"classes[0].all[1]", "a", alianza.ErrDuplicate}, {"classes[0].all[2]", "", alianza.ErrMissing},
		}},
		{"yes and no in one class", score.ClassesDefinition{Name: "c", Classes: []score.Class{{Name: "x", All: []string{"a"}, None: []string{"a"}}}, Otherwise: "y"}, []fault{
			{"classes[0].none[0]", "a", alianza.ErrDuplicate}, {"classes[0].none[0]", "a", alianza.ErrConflict},
		}},
		{"yes here, no there", score.ClassesDefinition{Name: "c", Classes: []score.Class{all("x", "a"), {Name: "z", None: []string{"b", "a"}}}, Otherwise: "y"}, []fault{
			{"classes[1].none[1]", "a", alianza.ErrConflict},
		}},
		{"never reached", score.ClassesDefinition{Name: "c", Classes: []score.Class{all("x", "a"), all("z", "b", "a")}, Otherwise: "y"}, []fault{{"classes[1]", "z", alianza.ErrConflict}}},
		{"the same conditions", score.ClassesDefinition{Name: "c", Classes: []score.Class{all("x", "a"), all("z", "a")}, Otherwise: "y"}, []fault{{"classes[1]", "z", alianza.ErrConflict}}},
		{"noted and asked", score.ClassesDefinition{Name: "c", Classes: []score.Class{all("x", "a")}, Otherwise: "y", Noted: []string{"a", "b", "b"}}, []fault{
			{"noted[0]", "a", alianza.ErrConflict}, {"noted[2]", "b", alianza.ErrDuplicate},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.NewClasses(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewClasses = other faults (-want +got):\n%s", diff)
			}
		})
	}
	_, err := score.NewClasses(score.ClassesDefinition{Name: "c", Classes: []score.Class{all("x", "a"), all("z", "b", "a")}, Otherwise: "y"})
	if got, want := fmt.Sprint(err), `classes[1] "z": contradiction: never reached: all that is in it is x`; got != want {
		t.Errorf("NewClasses = %s; want %s", got, want)
	}
}

func TestClassesImmutable(t *testing.T) {
	d := score.ReciprocalPromotion()
	c := score.MustClasses(d)
	d.Classes[0].All[0], d.Classes[0].None[0] = "spoilt", "spoilt"
	got := c.Definition()
	got.Classes[0].All[0], got.Classes[0].Name = "spoilt", "spoilt"
	if diff := cmp.Diff(score.ReciprocalPromotion(), c.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

// TestLawClasses tries random definitions: the classes called possible are just
// those that come true for some way to answer what is unknown, and the order of
// the conditions changes nothing.
func TestLawClasses(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	names := []string{"a", "b", "c", "d", "e"}
	made := 0
	for range 2000 {
		d := score.ClassesDefinition{Name: "c", Otherwise: "else"}
		for i := range 1 + r.IntN(3) {
			class := score.Class{Name: fmt.Sprint("class ", i)}
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
		c, err := score.NewClasses(d)
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
func outcomes(d score.ClassesDefinition, a score.Answers) []string {
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
