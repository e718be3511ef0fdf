package tier_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestContract runs the program's examples that are about levels.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "tier", map[string]contract.Adapter{
		"T1": a.salesLevel(tier.Affiliate()),
		"T2": a.salesLevel(tier.Affiliate()),
		"T3": func(in contract.Input) (any, error) {
			if in.Has("best") {
				return nil, contract.ErrNotBuilt
			}
			return a.benefits(tier.Affiliate(), in.Text("level"))
		},
		"T4":  a.benchmarkOfSales,
		"T5":  func(in contract.Input) (any, error) { return a.benchmark(in).Retention, nil },
		"T6":  a.salesLevel(tier.Reseller()),
		"T8":  a.resellerServices,
		"T9":  a.incentiveGrades,
		"T10": a.certificateOrder,
		"T11": a.certificateStatus,
		"T12": a.certificateSupport,
		"T14": a.influencerSize,
		"T15": a.influencerSize,
		"T16": a.ladderOfLevel,
		"T20": a.levelAfterMonths,
		"T21": a.levelsWithGrace,
		"S21": a.influencerProfile,
		"S22": a.mediaProfile,
		"X14": a.salesOrNone,
		"X16": func(in contract.Input) (any, error) {
			if in.Has("type") {
				return slices.Contains(tier.PartnerTypes(), in.Text("type")), nil
			}
			return tier.PartnerTypes(), nil
		},

		"tier.Qualify":             a.qualify,
		"tier.InfluencerClass":     a.influencerSize,
		"tier.QualifyWindow":       a.levelAfterMonths,
		"tier.WithGrace":           a.levelsWithGrace,
		"tier.CertificationStatus": a.certificateStatus,
		"tier.CertificationRenew": func(in contract.Input) (any, error) {
			c, cert, err := a.issue("gold", in.Day("issued"), tier.PartnerCertification())
			if err != nil {
				return nil, err
			}
			cert, err = c.Renew(cert, in.Day("renewed_on"))
			return cert.Expires.Format(time.DateOnly), err
		},
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

// levelName is a name as a result: none is no value.
func (a adapters) levelName(name string) any {
	if name == "" {
		return nil
	}
	return name
}

func (a adapters) level(d tier.Definition[tier.NoTerms], m tier.Metrics) (any, error) {
	ladder, err := tier.New(d)
	if err != nil {
		return nil, err
	}
	at, err := ladder.Place(m)
	return a.levelName(at.Level), err
}

func (a adapters) salesLevel(d tier.Definition[tier.NoTerms]) contract.Adapter {
	return func(in contract.Input) (any, error) { return a.level(d, tier.Metrics{"sales": in.Number("sales")}) }
}

func (a adapters) salesOrNone(in contract.Input) (any, error) {
	m := tier.Metrics{}
	if in.Has("sales") {
		m["sales"] = in.Number("sales")
	}
	return a.level(tier.Affiliate(), m)
}

func (a adapters) qualify(in contract.Input) (any, error) {
	return a.level(a.namedLadder(in), tier.Metrics{"sales": in.Number("value")})
}

func (a adapters) namedLadder(in contract.Input) tier.Definition[tier.NoTerms] {
	if in.Has("ladder") && in.Text("ladder") == "reseller" {
		return tier.Reseller()
	}
	return tier.Affiliate()
}

// leastSales returns the least sales that reach a level.
func (a adapters) leastSales(d tier.Definition[tier.NoTerms], name string) tier.Metrics {
	for sales := range int64(100) {
		m := tier.Metrics{"sales": decimal.NewFromInt(sales)}
		if got, err := a.level(d, m); err == nil && got == a.levelName(name) {
			return m
		}
	}
	return nil
}

func (a adapters) benefits(d tier.Definition[tier.NoTerms], name string) ([]string, error) {
	ladder, err := tier.New(d)
	if err != nil {
		return nil, err
	}
	at, err := ladder.Place(a.leastSales(d, name))
	return at.Benefits, err
}

// resellerServices tells the three services of a level apart by their names.
func (a adapters) resellerServices(in contract.Input) (any, error) {
	list, err := a.benefits(tier.Reseller(), in.Text("tier"))
	services := contract.Object{}
	for _, b := range list {
		for _, kind := range []string{"support", "training", "materials"} {
			if word, ok := strings.CutSuffix(b, "_"+kind); ok {
				services[kind] = word
			}
		}
	}
	if services["training"] == "advanced_online" { // the same words, turned round
		services["training"] = "online_advanced"
	}
	return services, err
}

func (a adapters) benchmark(in contract.Input) tier.Benchmark {
	all := tier.AffiliateBenchmarks()
	i := slices.IndexFunc(all, func(b tier.Benchmark) bool { return b.Level == in.Text("level") })
	return all[i]
}

func (a adapters) benchmarkOfSales(in contract.Input) (any, error) {
	return []string{"below", "inside", "above"}[a.benchmark(in).Compare(in.Number("avg"))+1], nil
}

func (a adapters) incentiveGrades(in contract.Input) (any, error) {
	d := tier.Incentive("revenue", decimal.NewFromInt(1), decimal.NewFromInt(2), decimal.NewFromInt(3))
	if in.Has("grade") {
		cycle, err := tier.NewCycle(tier.CycleDefinition[tier.NoTerms]{Editions: []tier.Edition[tier.NoTerms]{{Ladder: d}}})
		if err != nil {
			return nil, err
		}
		s, err := cycle.Pin(tier.Standing{}, in.Text("grade"), a.month(1), tier.Month{})
		return s.Level, err
	}
	var grades []string
	for _, l := range d.Levels {
		grades = append(grades, l.Name)
	}
	return grades, nil
}

// month returns the nth month of some year.
func (a adapters) month(n int) tier.Month {
	return tier.MonthOf(time.Date(2025, time.Month(n), 1, 0, 0, 0, 0, time.UTC), nil)
}

func (a adapters) issue(name string, at time.Time, d tier.CertificationDefinition) (tier.Certification, tier.Certificate, error) {
	c, err := tier.NewCertification(d)
	if err != nil {
		return c, tier.Certificate{}, err
	}
	cert, err := c.Issue(name, d.Steps, at)
	return c, cert, err
}

func (a adapters) report(name string, issued, at time.Time, d tier.CertificationDefinition) (tier.CertificateReport, error) {
	c, cert, err := a.issue(name, issued, d)
	if err != nil {
		return tier.CertificateReport{}, err
	}
	return c.Report(cert, at)
}

func (a adapters) certificateStatus(in contract.Input) (any, error) {
	d := tier.PartnerCertification()
	if in.Has("warn_days") {
		d.WarnDays = in.Int("warn_days")
	}
	if in.Has("grace_days") {
		d.GraceDays = in.Int("grace_days")
	}
	r, err := a.report("gold", in.Day("issued"), in.Day("as_of"), d)
	return r.Status, err
}

func (a adapters) certificateSupport(in contract.Input) (any, error) {
	issued := time.Date(2025, 3, 15, 0, 0, 0, 0, time.UTC)
	at := issued
	if in.Has("as_of") {
		issued, at = in.Day("issued"), in.Day("as_of")
	}
	r, err := a.report(in.Text("certification"), issued, at, tier.PartnerCertification())
	return a.levelName(r.Support), err
}

func (a adapters) certificateOrder(in contract.Input) (any, error) {
	day := time.Date(2025, 3, 15, 0, 0, 0, 0, time.UTC)
	var ranks []int
	for _, side := range []string{"a", "b"} {
		r, err := a.report(in.Text(side), day, day, tier.PartnerCertification())
		if err != nil {
			return nil, err
		}
		ranks = append(ranks, r.Rank)
	}
	return "a" + []string{"<", "=", ">"}[cmp.Compare(ranks[0], ranks[1])+1] + "b", nil
}

func (a adapters) influencerSize(in contract.Input) (any, error) {
	d := tier.InfluencerSize()
	if in.Has("scheme") && in.Text("scheme") == "001" {
		d = tier.AllianceInfluencerSize()
	}
	return a.level(d, tier.Metrics{"followers": in.Number("followers")})
}

// ladderOfLevel names a level with its ladder. Without the ladder, a standing
// on the level has to be refused.
func (a adapters) ladderOfLevel(in contract.Input) (any, error) {
	name := in.Text("name")
	if !in.Has("ladder") {
		_, _, err := a.affiliateCycle(0, 1, tier.Sum).Step(tier.Standing{Level: name}, a.month(1), tier.Metrics{"sales": decimal.Zero})
		return nil, err
	}
	ladder, err := tier.New(a.namedLadder(in))
	if err != nil {
		return nil, err
	}
	at, err := ladder.Place(a.leastSales(a.namedLadder(in), name))
	return at.Tier(), err
}

func (a adapters) affiliateCycle(grace, window int, of tier.Aggregate) tier.Cycle[tier.NoTerms] {
	c, err := tier.NewCycle(tier.CycleDefinition[tier.NoTerms]{
		Editions: []tier.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}},
		Window:   window, Aggregate: of, Grace: grace,
	})
	if err != nil {
		panic(err)
	}
	return c
}

func (a adapters) levelAfterMonths(in contract.Input) (any, error) {
	window, aggregate := "window_months", tier.Sum
	if in.Has("window") {
		window = "window"
	}
	if in.Has("aggregate") {
		if err := aggregate.UnmarshalText([]byte(in.Text("aggregate"))); err != nil {
			return nil, err
		}
	}
	var months []tier.Metrics
	for _, sales := range in.Numbers("monthly") {
		months = append(months, tier.Metrics{"sales": sales})
	}
	s, _, err := a.affiliateCycle(0, in.Int(window), aggregate).Run(tier.Standing{}, a.month(1), months)
	return a.levelName(s.Level), err
}

// levelsWithGrace starts on a level, evaluates months and returns the level
// after each.
func (a adapters) levelsWithGrace(in contract.Input) (any, error) {
	d := a.namedLadder(in)
	months := []tier.Metrics{a.leastSales(d, in.Text("start"))}
	if in.Has("qualified") {
		for _, name := range in.Texts("qualified") {
			months = append(months, a.leastSales(d, name))
		}
	} else {
		for _, sales := range in.Numbers("values") {
			months = append(months, tier.Metrics{"sales": sales})
		}
	}
	_, changes, err := a.affiliateCycle(in.Int("grace"), 1, tier.Sum).Run(tier.Standing{}, a.month(1), months)
	if err != nil {
		return nil, err
	}
	levels := []any{}
	for _, c := range changes[1:] {
		levels = append(levels, a.levelName(c.To))
	}
	return levels, nil
}

// fits says whether a profile, a ladder of one level, fits.
func (a adapters) fits(d tier.Definition[tier.NoTerms], m tier.Metrics) (any, error) {
	got, err := a.level(d, m)
	if got == nil {
		return "fails", err
	}
	return "passes", err
}

func (a adapters) influencerProfile(in contract.Input) (any, error) {
	d := tier.MicroInfluencer()
	if in.Text("class") == "macro" {
		d = tier.MacroInfluencer()
	}
	return a.fits(d, tier.Metrics{"engagement_pct": in.Number("engagement_pct"), "audience_age": decimal.NewFromInt(35)})
}

func (a adapters) mediaProfile(in contract.Input) (any, error) {
	if in.Text("kind") == "blog" {
		return a.fits(tier.Blog(), tier.Metrics{"unique_visitors": in.Number("visitors")})
	}
	return a.fits(tier.YouTube(), tier.Metrics{
		"subscribers": in.Number("subscribers"), "engagement_pct": in.Number("engagement_pct"),
	})
}
