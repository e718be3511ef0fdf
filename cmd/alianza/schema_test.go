package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
	"github.com/seed-0af520cd/alianza/tier"
)

// checker holds values against a schema, by those words of JSON Schema that ours
// uses. A word that it does not know is an error.
type checker struct {
	root     map[string]any
	patterns map[string]*regexp.Regexp
}

func newChecker(t *testing.T) *checker {
	t.Helper()
	c := &checker{patterns: map[string]*regexp.Regexp{}}
	dec := json.NewDecoder(strings.NewReader(must(t, "schema")))
	if err := dec.Decode(&c.root); err != nil {
		t.Fatal(err)
	}
	return c
}

// def returns the schema of a type.
func (c *checker) def(name string) any {
	return c.root["$defs"].(map[string]any)[name]
}

// check returns why a value does not meet a schema.
func (c *checker) check(schema, value any, path string) error {
	s, ok := schema.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: no schema", path)
	}
	for _, word := range slices.Sorted(maps.Keys(s)) {
		if err := c.word(word, s, value, path); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) word(word string, s map[string]any, value any, path string) error {
	want := s[word]
	object, isObject := value.(map[string]any)
	text, isText := value.(string)
	switch word {
	case "$schema", "$defs", "$comment", "title", "description", "examples", "additionalProperties":
	case "$ref":
		return c.check(c.def(strings.TrimPrefix(want.(string), "#/$defs/")), value, path)
	case "type":
		if got := typeOf(value); got != want && (want != "number" || got != "integer") {
			return fmt.Errorf("%s: %s; want %s", path, got, want)
		}
	case "pattern":
		if c.patterns[want.(string)] == nil {
			c.patterns[want.(string)] = regexp.MustCompile(want.(string))
		}
		if isText && !c.patterns[want.(string)].MatchString(text) {
			return fmt.Errorf("%s: %q is not of the form %s", path, text, want)
		}
	case "enum":
		if !slices.Contains(want.([]any), value) {
			return fmt.Errorf("%s: %v is none of %v", path, value, want)
		}
	case "anyOf":
		var errs []error
		for _, one := range want.([]any) {
			err := c.check(one, value, path)
			if err == nil {
				return nil
			}
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	case "required":
		for _, name := range want.([]any) {
			if _, ok := object[name.(string)]; isObject && !ok {
				return fmt.Errorf("%s: no %s", path, name)
			}
		}
	case "items":
		list, _ := value.([]any)
		for i, one := range list {
			if err := c.check(want, one, fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
	case "properties":
		return c.properties(want.(map[string]any), s["additionalProperties"], object, path)
	default:
		return fmt.Errorf("%s: the test does not know %q", path, word)
	}
	if _, ok := s["properties"]; word == "additionalProperties" && !ok {
		return c.properties(nil, want, object, path)
	}
	return nil
}

func (c *checker) properties(known map[string]any, other any, object map[string]any, path string) error {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		schema, ok := known[name]
		if !ok {
			if other == false {
				return fmt.Errorf("%s: unknown field %s", path, name)
			}
			schema = other
		}
		if err := c.check(schema, object[name], path+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func typeOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

// tree returns a document as a value.
func tree(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// wholeDocuments returns all whole documents that there are.
func wholeDocuments(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, pattern := range []string{"data/*.json", "testdata/*.json", "../../docs/cookbook/*.json", "../../program/testdata/*.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := alianza.Read[program.Program](data); err == nil {
				all[filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file)] = data
			}
		}
	}
	base := page(t, "cookbook/program.json")
	for _, one := range tasks(page(t, "cookbook.md")) {
		for _, b := range one.blocks {
			if b.language == "diff" {
				next, _, err := patch(base, b.text)
				if err != nil {
					t.Fatal(err)
				}
				all["cookbook "+one.title] = []byte(next)
			}
		}
	}
	if len(all) < 20 {
		t.Errorf("documents = %d; want at least 20", len(all))
	}
	return all
}

// TestSchemaText has the form of the schema: in lines, and each kind of text with its
// pattern.
func TestSchemaText(t *testing.T) {
	if text := must(t, "schema"); !strings.HasPrefix(text, "{\n  \"$defs\": {\n    \"") {
		t.Errorf("schema begins %.40q; want a line for each name", text)
	}
	c := newChecker(t)
	version := c.def("program.PlanVersion").(map[string]any)["properties"].(map[string]any)
	for field, want := range map[string]any{"from": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "currency": "^[A-Z]{3}$", "id": nil} {
		if got := version[field].(map[string]any)["pattern"]; got != want {
			t.Errorf("the pattern of %s = %v; want %v", field, got, want)
		}
	}
}

// TestSchemaAccepts checks that the schema takes every document that the library
// takes.
func TestSchemaAccepts(t *testing.T) {
	c := newChecker(t)
	for name, data := range wholeDocuments(t) {
		if err := c.check(c.root, tree(t, data), "document"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// libraryPresets are the presets of the library that a document can contain, by the
// schema that describes them and by name. What a document has inline, such as a plan, is
// put into its part.
func libraryPresets() map[string]map[string]any {
	one := decimal.NewFromInt(1)
	return map[string]map[string]any{
		"program.Definition": {
			"program.Affiliate": program.Affiliate(), "program.Alliance": program.Alliance(), "program.Advanced": program.Advanced(),
			"program.Semaforo": program.Semaforo(),
		},
		"program.PlanVersion": {"commission.Affiliate": program.PlanVersion{Plan: commission.Affiliate()}},
		"program.NamedSplit":  {"split.JointProduct": program.NamedSplit{Name: "s", Split: split.JointProduct("a", "b")}},
		"tier.Definition": {
			"tier.Affiliate": tier.Affiliate(), "tier.Reseller": tier.Reseller(), "tier.InfluencerSize": tier.InfluencerSize(),
			"tier.AllianceInfluencerSize": tier.AllianceInfluencerSize(), "tier.Independent": tier.Independent(),
			"tier.Support": tier.Support(one, one.Add(one)), "tier.Incentive": tier.Incentive("sales", one, one.Add(one), one.Add(one).Add(one)),
		},
		"terms.Definition": {
			"terms.Affiliate": terms.Affiliate(), "terms.Alliance": terms.Alliance(), "terms.Advanced": terms.Advanced(), "terms.Negotiation": terms.Negotiation(),
		},
		"score.ChecklistDefinition":    {"score.Semaforo": score.Semaforo()},
		"score.EvaluationDefinition":   {"score.PartnerEvaluation": score.PartnerEvaluation()},
		"prospect.ScreeningDefinition": {"prospect.SemaforoScreening": prospect.SemaforoScreening()},
		"prospect.ClassifierDefinition": {
			"prospect.FilterQuestions": prospect.FilterQuestions(), "prospect.Agreements": prospect.Agreements(),
			"prospect.Measurability": prospect.Measurability(), "prospect.ThreeSidedValue": prospect.ThreeSidedValue(),
			"prospect.ReciprocalPromotion": prospect.ReciprocalPromotion(), "prospect.CompetitorAreas": prospect.CompetitorAreas(),
			"prospect.SuccessFactors": prospect.SuccessFactors(), "prospect.CommonMistakes": prospect.CommonMistakes(),
			"prospect.RiskReview": prospect.RiskReview(), "prospect.RiskCycle": prospect.RiskCycle(),
		},
		"kpi.Definition": {"prospect.LongList": prospect.LongList()},
		"kpi.ScorecardDefinition": {
			"kpi.CriticalKPIs": kpi.CriticalKPIs(), "kpi.ChannelKPIs": kpi.ChannelKPIs(), "kpi.GrowthKPIs": kpi.GrowthKPIs(),
			"kpi.TechnologyKPIs": kpi.TechnologyKPIs(), "kpi.ChannelSalesKPIs": kpi.ChannelSalesKPIs(), "kpi.StrategicKPIs": kpi.StrategicKPIs(),
			"kpi.AllianceKPIs": kpi.AllianceKPIs(), "kpi.WeeklyKPIs": kpi.WeeklyKPIs(), "kpi.ImprovementKPIs": kpi.ImprovementKPIs(one),
			"kpi.PerformanceKPIs": kpi.PerformanceKPIs(kpi.PerformanceTargets{Currency: "USD", Revenue: one, Days: one, Satisfaction: one, Usage: one}),
			"kpi.ThreeMonths":     kpi.ThreeMonths(), "kpi.NinetyDays": kpi.NinetyDays(), "kpi.AffiliatePartners": kpi.AffiliatePartners(),
			"kpi.ChannelPartners": kpi.ChannelPartners(1), "kpi.ContentPartners": kpi.ContentPartners(),
			"prospect.PilotPackage": prospect.PilotPackage(), "prospect.DependencyKPIs": prospect.DependencyKPIs(),
		},
		"pipeline.Definition": {
			"pipeline.Partnership": pipeline.Partnership(), "pipeline.Acquisition": pipeline.Acquisition(), "pipeline.Negotiation": pipeline.Negotiation(),
			"pipeline.Onboarding": pipeline.Onboarding(), "pipeline.Integration": pipeline.Integration(), "pipeline.Approach": pipeline.Approach(),
			"pipeline.Lifecycle": pipeline.Lifecycle(), "pipeline.Pilot": pipeline.Pilot(), "pipeline.Certification": pipeline.Certification(),
			"pipeline.Contract": pipeline.Contract(),
		},
	}
}

// TestSchemaPresets holds every preset of the library that a document can contain
// against the schema. A preset that the list lacks is found in the source.
func TestSchemaPresets(t *testing.T) {
	c := newChecker(t)
	held := map[string]bool{}
	check := func(name string, schema, preset any) {
		data, err := json.Marshal(preset)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.check(schema, tree(t, data), name); err != nil {
			t.Error(err)
		}
	}
	for kind, list := range libraryPresets() {
		for name, preset := range list {
			held[name] = true
			check(name, c.def(kind), preset)
			if card, ok := preset.(kpi.ScorecardDefinition); ok {
				for _, one := range card.KPIs {
					check(name+" "+one.Name, c.def("kpi.Definition"), one)
				}
			}
		}
	}
	found := 0
	preset := regexp.MustCompile(`(?m)^func ([A-Z]\w*)\([^)]*\) (?:\w+\.)?(\w*Definition)(?:\[NoTerms\])? \{`)
	for _, dir := range []string{"program", "commission", "commission/split", "commission/payout", "commission/terms", "tier", "tier/cycle", "score", "score/prospect", "score/kpi", "pipeline"} {
		files, err := filepath.Glob("../../" + dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range preset.FindAllSubmatch(data, -1) {
				name, kind := filepath.Base(dir)+"."+string(m[1]), string(m[2])
				if strings.HasSuffix(file, "_test.go") || slices.Contains([]string{"MappingDefinition", "SegmentationDefinition", "ScaleDefinition"}, kind) {
					continue // no part of a document
				}
				if found++; !held[name] {
					t.Errorf("%s is not held against the schema", name)
				}
			}
		}
	}
	if found != len(held) || found < 40 {
		t.Errorf("presets in the source = %d, of which the schema was held against %d; want all, at least 40", found, len(held))
	}
}

// visible reports whether a schema can see the reason for which the reader refuses
// a document: a field that is unknown or missing, a value of another form or type.
func visible(faults []*alianza.FieldError) bool {
	for _, f := range faults {
		if errors.Is(f, alianza.ErrField) || errors.Is(f, alianza.ErrForm) {
			return true
		}
		if f.Code() == "missing" && (f.Reason() == "missing" || strings.HasPrefix(f.Reason(), "missing: null")) {
			return true
		}
	}
	return false
}

// leastShare is the share of documents refused for a visible reason that the schema
// refuses, too. It may rise.
const leastShare = 95 // percent

// TestSchemaRejects breaks every field of a document in several ways, and counts
// how often the schema sees what the strict reader sees.
func TestSchemaRejects(t *testing.T) {
	c := newChecker(t)
	// A long run tries every break; an everyday one tries some.
	step := max(1, 23/seeds.Count(1))
	seen, all, tried := 0, 0, 0
	missed := map[string]int{}
	try := func(data []byte, what string) {
		_, err := alianza.Read[program.Program](data)
		if err == nil || !visible(alianza.Faults(err)) {
			return
		}
		all++
		if c.check(c.root, tree(t, data), "document") != nil {
			seen++
		} else {
			missed[what+": "+alianza.Faults(err)[0].Reason()]++
		}
	}
	for _, name := range []string{"data/program.json", "data/start-recurring.json", "data/start-volume.json", "../../program/testdata/casa-verde.json"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		whole := tree(t, data)
		breakAll(whole, func(what string) {
			if tried++; tried%step != 0 {
				return
			}
			var b bytes.Buffer
			enc := json.NewEncoder(&b)
			if err := enc.Encode(whole); err != nil {
				t.Fatal(err)
			}
			try(b.Bytes(), what)
		})
	}
	for _, m := range mistakes(t) {
		data := []byte(edit(t, strings.TrimSuffix(m.before, "\n"), strings.TrimSuffix(m.after, "\n")))
		if json.Valid(data) {
			try(data, m.name)
		}
	}
	share := 100 * seen / max(1, all)
	t.Logf("of %d documents that are refused for a reason that a schema can see, it refuses %d: %d%%", all, seen, share)
	if share < leastShare || all < 150 {
		t.Errorf("share = %d%% of %d; want at least %d%% of 150", share, all, leastShare)
	}
	for _, what := range slices.Sorted(maps.Keys(missed)) {
		t.Logf("not seen %d times: %s", missed[what], what)
	}
}

// breaks are what a field becomes.
var breaks = []struct {
	what string
	is   any
}{{"a number", 1.5}, {"a list", []any{}}, {"an object", map[string]any{"x": "y"}}, {"nothing", nil}, {"a text", "a b"}, {"yes", true}}

// breakAll breaks a value in one place after the other, and calls use for each.
func breakAll(value any, use func(what string)) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			was := v[name]
			for _, b := range breaks {
				v[name] = b.is
				use("a field that is " + b.what)
			}
			delete(v, name)
			use("a field less")
			v[name+"x"] = was
			use("a field by another name")
			delete(v, name+"x")
			v[name] = was
			breakAll(was, use)
		}
	case []any:
		for i, one := range v {
			v[i] = 1.5
			use("an element that is a number")
			v[i] = one
			breakAll(one, use)
		}
	}
}

// TestFieldReference keeps the field reference what the types say. As with the texts of
// the fields, a comment that changes anywhere makes it stale: only the gate refuses that.
// UPDATE=1 writes the page anew.
func TestFieldReference(t *testing.T) {
	have, err := os.ReadFile(filepath.FromSlash(docs + "fields.md"))
	if err != nil && os.Getenv("UPDATE") == "" {
		t.Fatal(err)
	}
	want := must(t, "schema", "-format", "markdown")
	if string(have) != want && os.Getenv("UPDATE")+os.Getenv("ALIANZA_GATE") == "" {
		t.Skip("docs/fields.md is not what the types say; the gate refuses that: docs/README.md has the command that writes it")
	}
	updatePage(t, "fields.md", string(have), want)
	for _, typ := range program.Types() {
		for _, f := range typ.Fields {
			if f.Doc == "" {
				t.Errorf("%s.%s has no text", typ.Name, f.Name)
			}
		}
	}
}
