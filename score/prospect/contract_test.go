package prospect_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// TestContract runs the program's examples that lead a prospect to an agreement.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "score/prospect", map[string]contract.Adapter{
		"S4": func(in contract.Input) (any, error) {
			return prospect.IdentificationCriteria()[in.Text("criterion")], nil
		},
		"S6":  a.longList,
		"S12": a.stallCauses,
		"S13": a.pilot,
		"S14": a.redLight,
		"S15": a.filter,
		"S16": a.agreement,
		"S17": a.assets,
		"S18": a.exchange,
		"S19": func(in contract.Input) (any, error) {
			return a.coordination(in.Number("margin"), in.Number("coordination"))
		},
		"S20": a.segment,
		"S24": a.before,
		"S25": func(in contract.Input) (any, error) { return a.class(prospect.ThreeSidedValue(), a.facts(in), false) },
		"S26": a.reciprocal,
		"S28": a.competitor,
		"S31": a.dependency,
		"S32": a.riskKinds,
		"S33": a.lists,
		"S35": a.order,
		"R49": a.traces,

		"score.FilterQuestions": a.filter,
		"score.AgreementType":   a.agreement,
		"score.PilotPackage": func(in contract.Input) (any, error) {
			r, err := a.pilotReport(in)
			return r.Because, err
		},
		"score.Priority": a.priority,
		"score.Coordination": func(in contract.Input) (any, error) {
			cost := in.Number("hours").Mul(in.Number("hourly_minor"))
			verdict, err := a.coordination(in.Number("margin_minor"), cost)
			return contract.Object{"net_minor": in.Number("margin_minor").Sub(cost), "verdict": verdict}, err
		},
		"score.Reciprocity": a.mailings,
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

// class returns the class of some facts. With known, a criterion of the
// definition that is not among them is a no.
func (a adapters) class(d prospect.ClassifierDefinition, answers score.Answers, known bool) (string, error) {
	c, err := prospect.NewClassifier(d)
	if err != nil {
		return "", err
	}
	for _, class := range d.Classes {
		for _, name := range slices.Concat(class.All, class.None) {
			if _, ok := answers[name]; !ok && known {
				answers[name] = score.No
			}
		}
	}
	got, err := c.Judge(answers)
	return got.Class, err
}

// facts are the answers of a row of yes and no.
func (adapters) facts(in contract.Input) score.Answers {
	answers := score.Answers{}
	for _, name := range in.Names() {
		answers[name] = score.No
		if in.Is(name) {
			answers[name] = score.Yes
		}
	}
	return answers
}

// conditions are the criteria of the first class of a definition.
func (adapters) conditions(d prospect.ClassifierDefinition) []string {
	return slices.Concat(d.Classes[0].All, d.Classes[0].None)
}

// asked are all criteria of a definition.
func (adapters) asked(d prospect.ClassifierDefinition) []string {
	var all []string
	for _, class := range d.Classes {
		all = append(all, slices.Concat(class.All, class.None)...)
	}
	return all
}

// traces says whether a partnership with these traces can be measured.
func (a adapters) traces(in contract.Input) (any, error) {
	answers := score.Answers{}
	for _, trace := range in.Texts("tracking") {
		answers[trace] = score.Yes
	}
	return a.class(prospect.Measurability(), answers, true)
}

func (a adapters) longList(in contract.Input) (any, error) {
	k, err := kpi.New(prospect.LongList())
	if err != nil {
		return nil, err
	}
	r, err := k.Judge(in.Number("candidates"))
	if r.Light == score.Green {
		return "complete", err
	}
	return "incomplete", err
}

func (a adapters) stallCauses(in contract.Input) (any, error) {
	var causes []string
	for _, risk := range prospect.StallCauses() {
		if in.Has("cause") && risk.Name == in.Text("cause") {
			return contract.Object{"try": strings.Join(risk.Mitigation, ", ")}, nil
		}
		causes = append(causes, risk.Name)
	}
	return causes, nil
}

func (a adapters) pilotReport(in contract.Input) (kpi.Report, error) {
	card, err := kpi.NewScorecard(prospect.PilotPackage())
	if err != nil {
		return kpi.Report{}, err
	}
	values := kpi.Values{}
	for part, name := range map[string]string{"offer": "offers", "script": "script_lines", "measure": "measures", "review": "review_day"} {
		if in.Has(name) {
			values[part] = in.Number(name)
		}
	}
	values["duration"] = in.Number("weeks").Mul(decimal.NewFromInt(7))
	return card.Judge(values)
}

func (a adapters) pilot(in contract.Input) (any, error) {
	r, err := a.pilotReport(in)
	if err != nil {
		return nil, err
	}
	for _, reading := range r.Readings {
		if reading.KPI == "duration" && reading.Light == score.Red {
			if reading.Value.GreaterThan(reading.Target.To) {
				return "too long", nil
			}
			return "too short", nil
		}
	}
	if r.Light == score.Green {
		return "complete", nil
	}
	return "incomplete: " + strings.Join(r.Because, ", "), nil
}

// screen judges a prospect by the method of the semaforo: so many clear answers
// and points, and a margin less its cost. A criterion that would answer a question
// without a clear answer is not known.
func (a adapters) screen(answered, points int, net *decimal.Decimal) (prospect.Report, error) {
	d := prospect.SemaforoScreening()
	s, err := prospect.NewScreening(d)
	if err != nil {
		return prospect.Report{}, err
	}
	var criteria []string
	for _, c := range d.Light.Criteria {
		criteria = append(criteria, c.Name)
	}
	answers := a.first(answered, a.conditions(d.Filter))
	for name, answer := range a.first(points, criteria) {
		if answers[d.Implies[name]] != score.No || answer == score.No {
			answers[name] = answer
		}
	}
	return s.Judge(prospect.Facts{Name: "studio-luz", Answers: answers, Net: net})
}

// first is a yes to the first n criteria and a no to the others.
func (adapters) first(n int, criteria []string) score.Answers {
	answers := score.Answers{}
	for i, name := range criteria {
		answers[name] = score.No
		if i < n {
			answers[name] = score.Yes
		}
	}
	return answers
}

func (a adapters) redLight(in contract.Input) (any, error) {
	r, err := a.screen(5, 0, nil)
	if r.Light == nil || r.Light.Light.String() != in.Text("color") {
		return nil, fmt.Errorf("no light of that color: %w", err)
	}
	if r.Best == prospect.ActionOpenReferral { // and nothing better
		return contract.Object{"action": r.Action + "_only"}, err
	}
	return contract.Object{"action": r.Action}, err
}

func (a adapters) filter(in contract.Input) (any, error) {
	questions := a.conditions(prospect.FilterQuestions())
	if in.Has("clear_answers") {
		return a.class(prospect.FilterQuestions(), a.first(in.Int("clear_answers"), questions), false)
	}
	answers := score.Answers{}
	for i, yes := range in.Bools("clear") {
		answers[questions[i]] = score.No
		if yes {
			answers[questions[i]] = score.Yes
		}
	}
	return a.class(prospect.FilterQuestions(), answers, false)
}

// agreement answers the conditions of a row by the names that the light has for
// the same facts. The operating model is how to refer, to serve and to charge.
func (a adapters) agreement(in contract.Input) (any, error) {
	names := map[string][]string{
		"complementarity": {"real_complement"}, "operating_model": {"how_to_refer", "how_to_serve", "how_to_charge"}, "metrics": {"measurable"},
		"compatible_audience": {"compatible_customer"},
	}
	answers := score.Answers{}
	for name, answer := range a.facts(in) {
		if names[name] == nil {
			answers[name] = answer
		}
		for _, own := range names[name] {
			answers[own] = answer
		}
	}
	return a.class(prospect.Agreements(), answers, true)
}

func (a adapters) assets(in contract.Input) (any, error) {
	assets := map[string]prospect.Asset{}
	for _, asset := range in.Texts("assets") {
		assets[asset] = prospect.Asset{WeBring: score.Yes}
	}
	e, err := prospect.AssetExchange(assets)
	return contract.Object{"known": len(e.Given)}, err
}

func (a adapters) exchange(in contract.Input) (any, error) {
	assets := map[string]prospect.Asset{}
	for _, name := range prospect.Assets() {
		is := func(list string) score.Answer {
			if slices.Contains(in.Texts(list), name) {
				return score.Yes
			}
			return score.No
		}
		assets[name] = prospect.Asset{TheyBring: is("they_bring"), WeLack: is("we_lack"), WeBuildSoon: is("we_build_soon"), WeBring: is("we_bring")}
	}
	e, err := prospect.AssetExchange(assets)
	return e.Holds == score.Yes, err
}

func (adapters) coordination(margin, cost decimal.Decimal) (any, error) {
	scale, err := score.NewScale(prospect.CoordinationScale())
	if err != nil {
		return nil, err
	}
	band, err := scale.Judge(margin.Sub(cost))
	return band.Name, err
}

func (a adapters) segment(in contract.Input) (any, error) {
	s, err := prospect.NewSegmentation(prospect.PrioritySegments())
	if err != nil {
		return nil, err
	}
	profile := map[string]string{}
	for _, name := range in.Names() {
		profile[name] = in.Text(name)
	}
	got, err := s.Judge(profile)
	return got.Priority, err
}

// priority gives each dimension in turn a level, in the word it has for that.
func (a adapters) priority(in contract.Input) (any, error) {
	d := prospect.PrioritySegments()
	d.Median = in.Has("policy")
	s, err := prospect.NewSegmentation(d)
	if err != nil {
		return nil, err
	}
	profile := map[string]string{}
	for i, level := range in.Texts("levels") {
		words := d.Dimensions[i].Words
		if words == nil {
			words = []string{"low", "medium", "high"}
		}
		profile[d.Dimensions[i].Name] = words[slices.Index([]string{"low", "medium", "high"}, level)]
	}
	got, err := s.Judge(profile)
	return got.Priority, err
}

func (a adapters) before(in contract.Input) (any, error) {
	option := func(name string, in contract.Input) prospect.Option {
		impact, effort := in.Number("impact"), in.Number("effort")
		return prospect.Option{Name: name, Impact: &impact, Effort: &effort}
	}
	list, err := prospect.Prioritize([]prospect.Option{option("other", in.Object("other")), option("this", in)})
	if err != nil {
		return nil, err
	}
	if list[0].Name == "this" {
		return "before", nil
	}
	return "after", nil
}

func (a adapters) reciprocal(in contract.Input) (any, error) {
	answers := a.first(in.Int("a_sends"), []string{"we_send"})
	answers["they_send"] = a.first(in.Int("b_sends"), []string{"they_send"})["they_send"]
	if in.Has("cash") {
		answers["cash"] = score.Yes
	}
	class, err := a.class(prospect.ReciprocalPromotion(), answers, false)
	return strings.ReplaceAll(class, "_", " "), err
}

func (a adapters) competitor(in contract.Input) (any, error) {
	yes := map[bool]score.Answer{false: score.No, true: score.Yes}
	answers := score.Answers{"competitor": yes[in.Is("competitor")]}
	what := "referral "
	if in.Has("area") {
		what = ""
		if area := in.Text("area"); slices.Contains(a.asked(prospect.CompetitorAreas()), area) {
			answers[area] = score.Yes
		}
	} else {
		answers["cross_referral"], answers["contested_customer"] = score.Yes, yes[in.Is("customer_is_contested")]
	}
	class, err := a.class(prospect.CompetitorAreas(), answers, false)
	return what + strings.ReplaceAll(class, "_", " "), err
}

// dependency returns the risk that the number of partners gives away.
func (a adapters) dependency(in contract.Input) (any, error) {
	card, err := kpi.NewScorecard(prospect.DependencyKPIs())
	if err != nil {
		return nil, err
	}
	r, err := card.Judge(kpi.Values{"partners": in.Number("partners")})
	for _, risk := range prospect.AllianceRisks() {
		if slices.Contains(r.Because, risk.KPI) {
			return risk.Name, err
		}
	}
	return nil, err
}

func (a adapters) riskKinds(in contract.Input) (any, error) {
	if in.Text("list") == "cycle" {
		return a.conditions(prospect.RiskCycle()), nil
	}
	return a.conditions(prospect.RiskReview()), nil
}

func (a adapters) lists(in contract.Input) (any, error) {
	if in.Text("list") == "mistakes" {
		return a.conditions(prospect.CommonMistakes()), nil
	}
	return a.conditions(prospect.SuccessFactors()), nil
}

func (a adapters) order(in contract.Input) (any, error) {
	net := in.Number("margin").Sub(in.Number("coordination"))
	r, err := a.screen(in.Int("clear_answers"), in.Int("points"), &net)
	if err != nil || r.Action != prospect.ActionStop || r.Coordination == nil {
		return r.Action, err
	}
	return r.Coordination.Name, nil
}

func (a adapters) mailings(in contract.Input) (any, error) {
	values := map[string]decimal.Decimal{}
	for _, side := range []string{"a", "b"} {
		in := in.Object(side)
		clicks, err := alianza.PercentOf(in.Number("click_rate").Shift(2))
		if err != nil {
			return nil, err
		}
		conversion, err := alianza.PercentOf(in.Number("conversion").Shift(2))
		if err != nil {
			return nil, err
		}
		emails, people, price := 1, in.Int("list"), in.Number("price_minor")
		m := prospect.Mailing{Emails: &emails, People: &people, Clicks: &clicks, Conversion: &conversion, Price: &price}
		if values[side], err = m.Value(); err != nil {
			return nil, err
		}
	}
	balance, err := prospect.Fairness(values["a"], values["b"])
	return contract.Object{"a_gives": values["a"], "b_gives": values["b"], "balance": balance}, err
}
