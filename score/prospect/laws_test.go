package prospect_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// TestDecimalSettings sets the package variables of decimal, which
// another part of a program may do: all results stay the same.
func TestDecimalSettings(t *testing.T) {
	outputs := func() []string {
		var all []string
		text := func(v any, err error) {
			doc, jsonErr := json.Marshal(v)
			all = append(all, fmt.Sprintf("%v, %v, %s, %v", v, err, doc, jsonErr))
		}
		text(prospect.Fairness(n("10.50"), n("3.5")))
		value, err := mailing(1, 700, "3%", "7%", "3.50").Value()
		text(value.Rat(), err)
		options, err := prospect.Prioritize([]prospect.Option{hard("a", "8.50", "1e1"), hard("b", "9", "2")})
		text(names(options), err)
		text(json.Marshal(options))
		text(gates.Judge(prospect.Facts{Name: "spa", Answers: points(4, 4), Net: net("1.50", "2.00")}))
		return all
	}
	want := outputs()
	precision, trim, scientific, unquoted := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes
	defer func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = precision, trim, scientific, unquoted
	}()
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = 1, false, true, true
	if diff := cmp.Diff(want, outputs()); diff != "" {
		t.Errorf("outputs under other settings mismatch (-want +got):\n%s", diff)
	}
}

// TestConcurrent judges from many goroutines, for the race detector.
func TestConcurrent(t *testing.T) {
	by := segments(true)
	facts := prospect.Facts{Name: "spa", Answers: both(points(4, 4), say(score.Yes, alliance...)), Net: net("9", "1")}
	want := consider(t, facts).String()
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 20 {
				got, err := gates.Judge(facts)
				_, segmentErr := by.Judge(profile("high", "low"))
				if err != nil || segmentErr != nil || got.String() != want {
					t.Errorf("Judge = %s, %v, %v; want %s", got, err, segmentErr, want)
				}
			}
		}()
	}
	wait.Wait()
}

// standing ranks how far a prospect came, at worst and at best. An agreement that
// is open counts as the least that it can be.
func standing(r prospect.Report, best bool) int {
	action := r.Action
	if best {
		action = r.Best
	}
	designed := r.Light != nil && (r.Light.Light == score.Green && !best || r.Light.Best == score.Green && best) && action != prospect.ActionStop &&
		(best || len(r.Filter.Tests[0].Against)+len(r.Filter.Tests[0].Assumed) == 0)
	if !designed {
		return slices.Index([]string{"conversation", "open_referral", "stop", "pilot"}, action)
	}
	if action == prospect.ActionDesign {
		action = r.Design.Possible[len(r.Design.Possible)-1]
	}
	return 4 + slices.Index([]string{"conversation", "open_referral", "referral_program", "commercial_channel", "strategic_alliance"}, action)
}

// TestLawScreening turns answers of random prospects into a yes, one at a time: the
// action never gets worse, at worst or at best. An answer that was unknown only
// narrows the range, whatever it is. Criteria in another order change nothing.
func TestLawScreening(t *testing.T) {
	shuffled := prospect.SemaforoScreening()
	slices.Reverse(shuffled.Light.Criteria)
	slices.Reverse(shuffled.Filter.Classes[0].All)
	others := screening(shuffled)
	asked := slices.Concat(questions, criteria, alliance[1:5], channel, []string{"occasional_referral"})
	for seed := range seeds.Count(60) {
		r := rand.New(rand.NewPCG(uint64(seed), 10))
		p := prospect.Facts{Name: "spa", Answers: score.Answers{}}
		for _, name := range asked {
			p.Answers[name] = []score.Answer{score.Unknown, score.No, score.Yes, score.Yes, score.Yes}[r.IntN(3+r.IntN(3))]
		}
		if r.IntN(2) == 0 {
			p.Answers = both(p.Answers, met5)
		}
		if r.IntN(3) == 0 {
			d := decimal.New(r.Int64N(5)-2, 0)
			p.Net = &d
		}
		before, err := gates.Judge(p)
		if errors.Is(err, alianza.ErrConflict) {
			continue
		}
		if err != nil || standing(before, false) > standing(before, true) || standing(before, false) < 0 {
			t.Fatalf("Judge(%v) = %s to %s, %v; want a range", p, before.Action, before.Best, err)
		}
		if got, err := others.Judge(p); err != nil || got.Action != before.Action || got.Best != before.Best || got.At != before.At {
			t.Errorf("Judge(%v) with criteria in another order = %s to %s, %v; want %s to %s", p, got.Action, got.Best, err, before.Action, before.Best)
		}
		for _, name := range asked {
			for _, to := range []score.Answer{score.Yes, score.No} {
				changed := p
				changed.Answers = both(p.Answers, say(to, name))
				after, err := gates.Judge(changed)
				if errors.Is(err, alianza.ErrConflict) {
					continue
				}
				worse := standing(after, false) < standing(before, false) || standing(after, true) < standing(before, true)
				wider := standing(after, false) < standing(before, false) || standing(after, true) > standing(before, true)
				if err != nil || to == score.Yes && worse || p.Answers[name] == score.Unknown && wider {
					t.Errorf("Judge(%v) = %s to %s, with %s %s %s to %s, %v; want it better, or within", p, before.Action, before.Best, name, to, after.Action, after.Best, err)
				}
			}
		}
	}
}

// TestLawJSON writes and reads random definitions: nothing changes.
func TestLawJSON(t *testing.T) {
	name := func(kind string, i int) string { return fmt.Sprintf("%s %d <é>", kind, i) }
	for seed := range seeds.Count(30) {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		g := prospect.SemaforoScreening()
		g.Light.Advice, g.Implies = score.Advice{}, nil
		g.Pilot.KPIs = g.Pilot.KPIs[:1+r.IntN(5)]
		g.Filter = prospect.ClassifierDefinition{Name: "f", Otherwise: "else"}
		for i := range 1 + r.IntN(3) {
			c := prospect.Class{Name: name("class", i), All: []string{name("yes", i)}}
			if r.IntN(2) == 0 {
				c.None = []string{name("no", i), "never"}
				g.Filter.AssumeNo = append(g.Filter.AssumeNo, name("no", i))
			}
			g.Filter.Classes = append(g.Filter.Classes, c)
		}
		scoretest.Again(t, g)

		s := prospect.SegmentationDefinition{Name: "s", Median: r.IntN(2) == 0}
		for i := range 1 + r.IntN(4) {
			d := prospect.Dimension{Name: name("dimension", i)}
			if r.IntN(2) == 0 {
				d.Words = []string{"c", "b", "a"}
			}
			s.Dimensions = append(s.Dimensions, d)
		}
		scoretest.Again(t, s)
	}
}

// FuzzJSON reads any document as a screening and as facts: a document that is
// accepted can be used, and is written and read without a change.
func FuzzJSON(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatalf("Glob = %v, %v; want files", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"name":"spa","answers":{"execution":"no"},"numbers":{"offer":1},"net":"1.50"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var g prospect.ScreeningDefinition
		if json.Unmarshal(data, &g) == nil {
			scoretest.Again(t, g)
			r, err := screening(g).Judge(prospect.Facts{Name: "spa"})
			if err != nil || r.String() == "" {
				t.Errorf("Judge(nothing) by %s = %s, %v; want a report", data, r, err)
			}
		}
		var p prospect.Facts
		if json.Unmarshal(data, &p) == nil {
			scoretest.Again(t, p)
			if r, err := gates.Judge(p); err == nil && r.Action == "" {
				t.Errorf("Judge(%s) = %s; want an action", data, r)
			}
		}
	})
}

// TestLawClassifier tries random definitions: the classes called possible are just
// those that come true for some way to answer what is unknown, a criterion is open
// if the class changes with it alone, and the order of the conditions changes
// nothing.
func TestLawClassifier(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e"}
	made, tried := 0, seeds.Count(300)
	for seed := range tried {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		d := prospect.ClassifierDefinition{Name: "c", Otherwise: "else"}
		for i := range 1 + r.IntN(3) {
			class := prospect.Class{Name: fmt.Sprint("class ", i)}
			if r.IntN(4) == 0 { // another way into the first class
				class.Name = "class 0"
			}
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
		for range 4 {
			a := score.Answers{}
			for _, name := range names {
				if answer := score.Answer(r.IntN(3)); asked[name] && (answer != score.Unknown || r.IntN(2) == 0) {
					a[name] = answer
				}
			}
			got := classify(t, d, a)
			if diff := cmp.Diff(outcomes(d, a), got.Possible); diff != "" {
				t.Fatalf("Judge(%v) by %+v = other classes (-want +got):\n%s", a, d, diff)
			}
			// Another class between two ways: more may be open.
			apart := len(d.Classes) == 3 && d.Classes[0].Name == d.Classes[2].Name && d.Classes[0].Name != d.Classes[1].Name
			for _, name := range names {
				decides := asked[name] && a[name] == score.Unknown && turns(d, a, name)
				if open := slices.Contains(got.Open, name); open != decides && (decides || !apart) {
					t.Fatalf("Judge(%v) by %+v = %s; want %s open: %t", a, d, got, name, decides)
				}
			}
			if other := classify(t, shuffled, a); other.Class != got.Class || !slices.Equal(other.Possible, got.Possible) {
				t.Errorf("Judge(%v) with conditions in another order = %s; want %s", a, other, got)
			}
		}
	}
	if made < tried/4 {
		t.Errorf("%d of %d definitions without a fault; want a quarter at least", made, tried)
	}
}

// turns reports whether some way to answer what else is unknown leads to different
// classes by the answer to one criterion.
func turns(d prospect.ClassifierDefinition, a score.Answers, name string) bool {
	rest := []string{"a", "b", "c", "d", "e"}
	for set := range 1 << len(rest) {
		full := both(a)
		for i, other := range rest {
			if a[other] == score.Unknown {
				full[other] = score.No
				if set&(1<<i) != 0 {
					full[other] = score.Yes
				}
			}
		}
		if !slices.Equal(outcomes(d, both(full, say(score.Yes, name))), outcomes(d, both(full, say(score.No, name)))) {
			return true
		}
	}
	return false
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
	found := map[int]bool{} // by place; after the last, none of them
	for set := range 1 << len(unknown) {
		full := both(a)
		for i, name := range unknown {
			full[name] = score.No
			if set&(1<<i) != 0 {
				full[name] = score.Yes
			}
		}
		class := len(d.Classes)
		for i, c := range slices.Backward(d.Classes) {
			if !slices.ContainsFunc(c.All, func(n string) bool { return full[n] != score.Yes }) &&
				!slices.ContainsFunc(c.None, func(n string) bool { return full[n] != score.No }) {
				class = i
			}
		}
		found[class] = true
	}
	var all []string
	for i, c := range append(slices.Clone(d.Classes), prospect.Class{Name: d.Otherwise}) {
		if found[i] && !slices.Contains(all, c.Name) {
			all = append(all, c.Name)
		}
	}
	return all
}

// TestLawPrioritize checks that less effort never costs a place, that the order of
// the options given does not matter, and that the options given stay as they were.
func TestLawPrioritize(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 300 {
		var options []prospect.Option
		for i := range 1 + r.IntN(8) {
			options = append(options, hard(fmt.Sprint("o", i), fmt.Sprint(r.IntN(5)), fmt.Sprint(r.IntN(5))))
		}
		before := names(options)
		sorted, err := prospect.Prioritize(options)
		if err != nil || !slices.Equal(names(options), before) {
			t.Fatalf("Prioritize = %v and changes the options to %v; want %v", err, names(options), before)
		}
		i := r.IntN(len(options))
		place := slices.Index(names(sorted), options[i].Name)
		less := slices.Clone(options)
		effort := options[i].Effort.Sub(n("1"))
		less[i].Effort = &effort
		r.Shuffle(len(less), func(i, j int) { less[i], less[j] = less[j], less[i] })
		again, err := prospect.Prioritize(less)
		if got := slices.Index(names(again), options[i].Name); err != nil || got > place {
			t.Errorf("Prioritize with less effort for %s has it in place %d, %v; want %d at most", options[i].Name, got, err, place)
		}
	}
}

// TestLawSegment raises one dimension at a time: the segment never falls, the
// weakest is never above the median, and dimensions in another order change
// nothing.
func TestLawSegment(t *testing.T) {
	words := []string{"", "low", "medium", "high"}
	competitors := []string{"", "active", "limited", "none"}
	r := rand.New(rand.NewPCG(8, 8)) // for the order alone
	for set := range 256 {
		p := map[string]string{}
		for i, d := range dimensions {
			w := words
			if i == 2 {
				w = competitors
			}
			if word := w[set>>(2*i)&3]; word != "" {
				p[d] = word
			}
		}
		weakest, median := segment(t, segments(false), p), segment(t, segments(true), p)
		if weakest.Priority > median.Priority || weakest.Best > median.Best || weakest.Best < weakest.Priority || median.Best < median.Priority {
			t.Errorf("Judge(%v) = %s and %s; want the weakest not above the median", p, weakest, median)
		}
		if known := len(p) == len(dimensions); known && (weakest.Priority != weakest.Best || median.Priority != median.Best) {
			t.Errorf("Judge(%v) = %s and %s; want no range where all is known", p, weakest, median)
		}
		for i, d := range dimensions {
			at := set >> (2 * i) & 3
			if at == 0 || at == 3 {
				continue
			}
			higher := maps.Clone(p)
			higher[d] = words[at+1]
			if i == 2 {
				higher[d] = competitors[at+1]
			}
			for c, before := range []prospect.Segment{weakest, median} {
				if after := segment(t, segments(c == 1), higher); after.Priority < before.Priority || after.Best < before.Best {
					t.Errorf("Judge(%v) = %s, with %s at %s %s; want not less", p, before, d, higher[d], after)
				}
			}
		}
		shuffled := prospect.PrioritySegments()
		r.Shuffle(len(shuffled.Dimensions), func(i, j int) {
			shuffled.Dimensions[i], shuffled.Dimensions[j] = shuffled.Dimensions[j], shuffled.Dimensions[i]
		})
		if got := segment(t, segmentation(shuffled), p); got.Priority != weakest.Priority || got.Best != weakest.Best {
			t.Errorf("Judge(%v) with dimensions in another order = %s; want %s", p, got, weakest)
		}
	}
}
