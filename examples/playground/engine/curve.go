package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// MaxPoints is how many points a curve has at most.
const MaxPoints = 120

// Ask says which curve is wanted. What is "" or 0, or cannot be, is chosen by the
// program.
type Ask struct {
	Currency string `json:"currency"`
	Size     string `json:"size"`   // of a sale
	Points   int    `json:"points"` // how many sales, or steps of the size
	Over     string `json:"over"`   // "month" or "sale"
	Level    string `json:"level"`  // that pays, where the sales of the month do not decide it
}

// A Curve is what a partner earns in a month. Over a month, point n has n sales of
// one size. Over a sale, point n is one sale of n times the size.
type Curve struct {
	Ask
	Kind   string   `json:"kind"` // of the events
	Month  string   `json:"month"`
	Levels []string `json:"levels"` // to choose from; none if the sales decide
	List   []Point  `json:"list"`
	Cliffs []Cliff  `json:"cliffs"`
	Fault  string   `json:"fault"` // why there is no curve
}

// A Point is what so much brings, and what the step to it added.
type Point struct {
	Number int    `json:"number"`
	Volume string `json:"volume"`
	Pay    string `json:"pay"`
	Added  string `json:"added"`
	Level  string `json:"level"`
}

// A Cliff is a place where one more sale changes the pay of what was sold before.
type Cliff struct {
	Volume   string `json:"volume"`
	Jump     string `json:"jump"`
	Reached  bool   `json:"reached"` // the volume itself is paid behind the cliff
	Sentence string `json:"sentence"`
}

// curve draws what a program pays in a month.
func curve(p program.Program, ask Ask, month cycle.Month) *Curve {
	if len(p.Currencies()) == 0 {
		return nil
	}
	if all := currencies(p); !slices.Contains(all, ask.Currency) {
		ask.Currency = all[0]
	}
	d, ok := p.PlanAt(ask.Currency, middle(p, month))
	if !ok || len(d.Rules) == 0 {
		return nil
	}
	c := &Curve{Ask: ask, Kind: string(d.Rules[0].On), Month: month.String()}
	c.choose(p, d, month)
	steps := c.measure(p, month)
	c.draw(steps)
	c.bounds(p, d)
	return c
}

// choose fills in what was not asked for, so that the bounds of the program are in
// the picture.
func (c *Curve) choose(p program.Program, d commission.Definition, month cycle.Month) {
	if c.Over != "month" && c.Over != "sale" {
		c.Over = "month"
		if t := d.Rules[0]; !t.Pay.Table.IsZero() && t.Over.Over == commission.PerEvent {
			c.Over = "sale"
		}
	}
	ladder, has := tier.Ladder[tier.NoTerms]{}, false
	if cycle, ok := p.Cycle(); ok {
		ladder, has = cycle.Ladder(month)
	}
	if has && p.Definition().LevelFrom != program.LevelFromMonth {
		for _, l := range ladder.Definition().Levels {
			c.Levels = append(c.Levels, l.Name)
		}
		if !slices.Contains(c.Levels, c.Level) {
			c.Level = c.Levels[0]
		}
	} else {
		c.Level = ""
	}
	reach := decimal.NewFromInt(10)
	if has {
		for _, l := range ladder.Definition().Levels {
			for _, need := range l.Requires {
				if need.Metric == "sales" {
					reach = decimal.Max(reach, need.Bound.Value)
				}
			}
		}
	}
	c.scale(d, reach)
}

// scale chooses how many points there are and how large a sale is: the reach of the
// ladder in sales, and that of the tables in amounts.
func (c *Curve) scale(d commission.Definition, reach decimal.Decimal) {
	room := decimal.RequireFromString("1.3") // so that the last bound is not at the edge
	if c.Points <= 0 || c.Points > MaxPoints {
		c.Points = int(decimal.Min(reach.Mul(room).Ceil(), decimal.NewFromInt(MaxPoints)).IntPart())
	}
	if sized(c.Size) {
		return
	}
	one := decimal.NewFromInt(100)
	for i := range d.Rules {
		table := &d.Rules[i].Pay.Table
		for _, b := range table.Brackets {
			if table.By != commission.ByAmount {
				continue
			}
			bound := b.UpTo
			if table.Quota.IsPositive() {
				bound = bound.Mul(table.Quota).Shift(-2)
			}
			one = decimal.Max(one, bound.Mul(room).Div(decimal.NewFromInt(int64(c.Points))).Ceil())
		}
	}
	c.Size = one.String()
}

// sized reports whether a text is the amount of a sale.
func sized(text string) bool {
	whole, cents, _ := strings.Cut(text, ".")
	if len(whole) > 12 || len(cents) > 4 {
		return false
	}
	d, err := decimal.NewFromString(text)
	return err == nil && d.IsPositive() && !strings.ContainsAny(text, "eE")
}

// step is what one point of the curve came to.
type step struct {
	volume decimal.Decimal
	earned decimal.Decimal
	before decimal.Decimal // of it, what the sales before the last one earn
	level  string
}

// measure takes a partner for each point through the month. It stops where the
// program refuses a sale.
func (c *Curve) measure(p program.Program, month cycle.Month) []step {
	size, err := decimal.NewFromString(c.Size)
	if err != nil {
		c.Fault = err.Error()
		return nil
	}
	run := p.Run()
	for n := 1; n <= c.Points; n++ {
		if err := c.sales(run, p, month, n, size); err != nil {
			c.Fault = refusal(0, err).Reason
			return nil
		}
	}
	var steps []step
	for r := range run.Close(month) {
		n := len(steps) + 1
		s := step{volume: size.Mul(decimal.NewFromInt(int64(n))), level: r.Level}
		for line := range r.Lines() {
			if line.Err != nil {
				c.Fault = refusal(0, line.Err).Reason
				return nil
			}
			for i := range line.Entries {
				e := &line.Entries[i]
				s.earned = s.earned.Add(e.Amount)
				if line.Event.ID != last {
					s.before = s.before.Add(e.Amount)
				}
			}
		}
		steps = append(steps, s)
	}
	return steps
}

// last is the ID of the last sale of a partner of the curve.
const last = "last"

// sales adds the sales of point n.
func (c *Curve) sales(run *program.Run, p program.Program, month cycle.Month, n int, size decimal.Decimal) error {
	e := commission.Event{
		Kind: commission.Kind(c.Kind), Partner: fmt.Sprintf("partner-%04d", n), Customer: "customer", Currency: c.Currency, Amount: size,
	}
	if ladder, ok := p.Cycle(); ok && c.Level != "" {
		e.Tier = ladder.Definition().Editions[0].Ladder.Name + "/" + c.Level
	}
	if c.Over == "sale" {
		e.ID, e.At, e.Amount = last, middle(p, month), size.Mul(decimal.NewFromInt(int64(n)))
		return run.Add(e)
	}
	for i := range n {
		e.ID, e.At = fmt.Sprintf("sale-%04d", i), middle(p, month).Add(time.Duration(i)*time.Second)
		if i == n-1 {
			e.ID = last
		}
		if err := run.Add(e); err != nil {
			return err
		}
	}
	return nil
}

// draw makes points of the steps, and a cliff where a step reaches another level
// and the sales before it are paid otherwise.
func (c *Curve) draw(steps []step) {
	c.Points = len(steps)
	c.List = []Point{{Volume: "0", Pay: "0"}}
	prior := step{}
	for i, s := range steps {
		c.List = append(c.List, Point{i + 1, plain(s.volume), plain(s.earned), plain(s.earned.Sub(prior.earned)), s.level})
		if jump := s.before.Sub(prior.earned); s.level != prior.level && !jump.IsZero() && c.Over == "month" {
			c.Cliffs = append(c.Cliffs, Cliff{plain(s.volume), plain(jump), true, fmt.Sprintf(
				"sale %d reaches %s: the %d before it pay %s %s", i+1, s.level, i, c.Currency, moved(jump))})
		}
		prior = s
	}
}

// moved says how much more or less.
func moved(d decimal.Decimal) string {
	if d.IsNegative() {
		return plain(d.Neg()) + " less"
	}
	return plain(d) + " more"
}

// bounds adds the cliffs of the tables that the curve goes along.
func (c *Curve) bounds(p program.Program, d commission.Definition) {
	plan, _ := p.Plan(c.Currency)
	for i := range d.Rules {
		rule := &d.Rules[i]
		table, err := plan.Table(rule.Name)
		if err != nil || rule.Pay.Table.By != commission.ByAmount || (rule.Over.Over == commission.PerEvent) != (c.Over == "sale") {
			continue
		}
		for _, cliff := range table.Cliffs() {
			c.Cliffs = append(c.Cliffs, Cliff{plain(cliff.At), plain(cliff.Jump), cliff.Edge == commission.EdgeUpper, "rule " + rule.Name + ", " + cliff.String()})
		}
	}
}
