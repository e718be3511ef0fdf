package score

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A RiskReport is the register as it stands: the risks, the greatest exposure
// first, and what the figures give away.
type RiskReport struct {
	Register string
	Risks    []RatedRisk // by exposure, the greatest first; risks alike as given
	Watches  []WatchResult
	// Unmitigated are the risks, of both lists, that nothing is done about.
	Unmitigated []string
}

// A RatedRisk is a risk and its exposure.
type RatedRisk struct {
	Risk Risk
	// Exposure is the place of the likelihood on its scale times the place of
	// the impact, each from 1; 0 for a risk that is not rated.
	Exposure int
	Band     string // of the exposure; "" without bands or rating
	Light    Light  // of the band, if it has one
}

// A WatchResult is what a figure says of a risk.
type WatchResult struct {
	Watch Watch
	Found Answer          // unknown if there is no figure
	Value decimal.Decimal // to be shown, as [Reading.Value] is; zero without a figure
}

// Judge returns the register as it stands. A figure that is not there, or is
// nil, leaves its watches unknown (X14). It returns an error for risks without a
// name or twice there, of kinds or words that the register does not have, for
// one rating without the other, for figures that no watch asks for and for
// decimals out of the bounds of the library.
func (r Register) Judge(risks []Risk, figures map[string]Number) (RiskReport, error) {
	var f check.Faults
	report := RiskReport{Register: r.def.Name}
	names := check.Names{Faults: &f}
	for i, risk := range risks {
		path := fmt.Sprintf("risks[%d]", i)
		names.Add(path+".name", risk.Name)
		report.Risks = append(report.Risks, r.rate(&f, path, risk))
	}
	values := r.values(&f, figures)
	if err := f.Err(); err != nil {
		return RiskReport{}, fmt.Errorf("score: register %s: %w", r.def.Name, err)
	}
	slices.SortStableFunc(report.Risks, func(a, b RatedRisk) int { return cmp.Compare(b.Exposure, a.Exposure) })
	for _, w := range r.def.clone().Watches {
		report.Watches = append(report.Watches, w.judge(values[w.Figure]))
	}
	report.Unmitigated = report.bare()
	return report, nil
}

// values returns the figures that there are, and faults those that the register
// cannot use.
func (r Register) values(f *check.Faults, figures map[string]Number) map[string]Number {
	values := map[string]Number{}
	for _, name := range slices.Sorted(maps.Keys(figures)) {
		if !slices.ContainsFunc(r.def.Watches, func(w Watch) bool { return w.Figure == name }) {
			f.Add("figures."+name, "", alianza.ErrUnknown, "no watch asks for it")
		} else if v, ok := bare(f, "figures."+name, figures[name]); ok && v != nil {
			values[name] = v
		}
	}
	return values
}

// rate returns a risk with its exposure, and faults what the register cannot
// use.
func (r Register) rate(f *check.Faults, path string, risk Risk) RatedRisk {
	if !slices.Contains(r.def.Kinds, risk.Kind) {
		f.Add(path+".kind", risk.Kind, alianza.ErrUnknown, fmt.Sprintf("want one of %q", r.def.Kinds))
	}
	if (risk.Likelihood == "") != (risk.Impact == "") {
		f.Add(path, risk.Name, alianza.ErrConflict, "likelihood and impact go together")
	}
	likelihood := place(f, path+".likelihood", risk.Likelihood, r.def.Likelihood)
	impact := place(f, path+".impact", risk.Impact, r.def.Impact)
	checkNames(f, path+".mitigation", risk.Mitigation)
	checkNames(f, path+".contingency", risk.Contingency)
	risk.Mitigation, risk.Contingency = slices.Clone(risk.Mitigation), slices.Clone(risk.Contingency)
	rated := RatedRisk{Risk: risk, Exposure: likelihood * impact}
	if rated.Exposure > 0 && r.def.banded() {
		banded, err := r.exposure.Judge(decimal.NewFromInt(int64(rated.Exposure)))
		f.Join(err)
		rated.Band, rated.Light = banded.Band, banded.Light
	}
	return rated
}

// place returns the place of a word on a scale, from 1, and 0 for no word.
func place(f *check.Faults, path, word string, scale []string) int {
	i := slices.Index(scale, word)
	if word != "" && i < 0 {
		f.Add(path, word, alianza.ErrUnknown, fmt.Sprintf("want one of %q", scale))
	}
	return i + 1
}

// judge returns what a figure, nil for none, says of the risk.
func (w Watch) judge(value Number) WatchResult {
	result := WatchResult{Watch: w}
	if value == nil {
		return result
	}
	result.Value, result.Found = shown(value, w.When...), Yes
	if slices.ContainsFunc(w.When, func(t Target) bool { return !t.met(value) }) {
		result.Found = No
	}
	return result
}

// bare returns the risks that nothing is done about.
func (r RiskReport) bare() []string {
	var bare []string
	for _, one := range r.Risks {
		if len(one.Risk.Mitigation) == 0 {
			bare = append(bare, one.Risk.Name)
		}
	}
	for _, one := range r.Watches {
		if one.Found == Yes && len(one.Watch.Mitigation) == 0 {
			bare = append(bare, one.Watch.Name)
		}
	}
	return bare
}

// String returns the report as lines: what the figures give away, what they
// leave open, then the risks.
func (r RiskReport) String() string {
	var lines []string
	for _, one := range r.Watches {
		if one.Found != No {
			lines = append(lines, one.String())
		}
	}
	for _, one := range r.Risks {
		lines = append(lines, one.String())
	}
	if len(lines) == 0 {
		return "no risks"
	}
	return strings.Join(lines, "\n")
}

// String returns the result as a phrase: "single_point_of_failure (dependency):
// partners 1; diversify_partners", "… : no data on partners".
func (w WatchResult) String() string {
	text := w.Watch.Name + " (" + w.Watch.Kind + "): "
	switch w.Found {
	case Yes:
		return text + w.Watch.Figure + " " + exact.Text(exact.Trim(w.Value)) + remedy(w.Watch.Mitigation)
	case No:
		return text + "no, " + w.Watch.Figure + " " + exact.Text(exact.Trim(w.Value))
	default:
		return text + "no data on " + w.Watch.Figure
	}
}

// String returns the risk as a phrase: "brand_damage (quality): likely, severe,
// exposure 6, high; monitoring", "…: not rated; nothing is done about it".
func (r RatedRisk) String() string {
	text := r.Risk.Name + " (" + r.Risk.Kind + "): "
	if r.Exposure == 0 {
		return text + "not rated" + remedy(r.Risk.Mitigation)
	}
	text += fmt.Sprintf("%s, %s, exposure %d", r.Risk.Likelihood, r.Risk.Impact, r.Exposure)
	if r.Band != "" {
		text += ", " + r.Band
	}
	return text + remedy(r.Risk.Mitigation)
}

func remedy(mitigation []string) string {
	if len(mitigation) == 0 {
		return "; nothing is done about it"
	}
	return "; " + strings.Join(mitigation, ", ")
}

// MarshalJSON returns the report with its fields in lower case.
func (r RiskReport) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("register", &r.Register)
		oldjson.List(o.Optional(), "risks", &r.Risks, (*RatedRisk).fields)
		oldjson.List(o.Optional(), "watches", &r.Watches, (*WatchResult).fields)
		o.Optional().Strings("unmitigated", &r.Unmitigated)
	})
}

func (r *RatedRisk) fields(o *oldjson.Object) {
	r.Risk.fields(o)
	o.Optional().Int("exposure", &r.Exposure)
	o.Optional().String("band", &r.Band)
	oldjson.Text(o.Optional(), "light", &r.Light)
}

func (w *WatchResult) fields(o *oldjson.Object) {
	w.Watch.fields(o)
	oldjson.Text(o, "found", &w.Found)
	if w.Found != Unknown {
		o.Decimal("value", &w.Value)
	}
}
