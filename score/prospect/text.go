package prospect

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// String returns the report as a text to be sent: what to do with the prospect,
// how it stands at each gate it came to, and what is next. Names are written
// with spaces.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s.\n", r.Prospect, cmp.Or(r.Advice, "nothing to say"))
	if r.BestAdvice != "" {
		fmt.Fprintf(&b, "If the open answers turn out well: %s.\n", r.BestAdvice)
	}
	for i, line := range r.lines() {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line + ".\n")
	}
	for i, task := range r.Next {
		if i == 0 {
			b.WriteString("\nNext:\n")
		}
		fmt.Fprintf(&b, "%d. %s.\n", i+1, phrase.Capital(task.String()))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// lines returns a sentence on each gate that the prospect came to.
func (r Report) lines() []string {
	var lines []string
	if r.Filter != nil {
		lines = append(lines, "Questions: "+questions(first(r.Filter)))
	}
	if r.Light != nil {
		lines = append(lines, light(r.Light)...)
	}
	if r.Pilot != nil {
		lines = append(lines, "Pilot: "+pilot(r.Pilot))
	}
	if r.Design != nil {
		lines = append(lines, "Agreement: "+agreement(r.Design))
	}
	if r.Coordination != nil {
		lines = append(lines, "Coordination: "+phrase.Plain(r.Coordination.Name)+r.left())
	}
	return lines
}

// first returns how the first class stands, which is the best one.
func first(c *Classification) ClassTest {
	if len(c.Tests) == 0 {
		return ClassTest{}
	}
	return c.Tests[0]
}

// left returns what is left after coordination, or too much of it.
func (r Report) left() string {
	switch {
	case r.Net == nil || r.Net.IsZero():
		return ""
	case r.hobby():
		return ", " + r.amount() + " too much"
	}
	return ", " + r.amount() + " left"
}

// pilot returns what a pilot lacks.
func pilot(r *kpi.Report) string {
	var parts []string
	for _, one := range r.Readings {
		if one.Light == score.Red && one.Value != nil {
			parts = append(parts, fmt.Sprintf("%s: %s, want %s%s", one.KPI, exact.Text(exact.Trim(exact.Sane(*one.Value))), wanted(one.Target), phrase.Spaced(one.Unit)))
		}
	}
	if len(r.NoData) > 0 {
		parts = append(parts, "unknown: "+strings.Join(r.NoData, ", "))
	}
	switch {
	case r.Light == score.Green:
		return "complete"
	case r.Best == score.Green:
		return phrase.Plain("open; " + strings.Join(parts, "; "))
	}
	return phrase.Plain("incomplete; " + strings.Join(parts, "; "))
}

// wanted returns a bound in words.
func wanted(b alianza.Bound) string {
	switch {
	case b.Op == alianza.OpBetween && exact.Cmp(b.Value, b.To) == 0:
		return exact.Text(b.Value)
	case b.Op == alianza.OpAtLeast && b.To.IsZero():
		return "at least " + exact.Text(b.Value)
	case b.Op == alianza.OpAtMost && b.To.IsZero():
		return "at most " + exact.Text(b.Value)
	}
	return b.String()
}

// questions returns how the filter stands.
func questions(t ClassTest) string {
	var parts []string
	if len(t.Against) > 0 {
		parts = append(parts, "no clear answer on "+phrase.List(t.Against))
	}
	if len(t.Assumed)+len(t.Unknown) > 0 {
		parts = append(parts, "not known: "+phrase.List(t.Assumed, t.Unknown))
	}
	return cmp.Or(strings.Join(parts, "; "), "all have a clear answer")
}

// agreement returns what it is, and what it lacks to be of the first class.
func agreement(c *Classification) string {
	test := first(c)
	text := phrase.Plain(strings.Join(c.Possible, " or "))
	if len(test.Against) > 0 {
		text += "; " + phrase.Plain(test.Class) + " lacks " + phrase.List(test.Against, test.Assumed)
	}
	if len(c.Open) > 0 {
		text += "; not known: " + phrase.List(c.Open)
	}
	return text
}

// light returns the light and the criteria that made it as sentences.
func light(v *score.Verdict) []string {
	var b strings.Builder
	fmt.Fprintf(&b, "Light: %s, %d of %d points", phrase.Range(v.Light, v.Best), v.Points, v.Of)
	if v.ToNext > 0 {
		fmt.Fprintf(&b, ", %d short of %s", v.ToNext, v.Light+1)
	}
	for _, o := range v.Others {
		if o.Light != v.Light || o.Best != v.Best {
			fmt.Fprintf(&b, "; the %s score says %s", phrase.Plain(o.Policy), phrase.Range(o.Light, o.Best))
		}
	}
	lines := []string{b.String()}
	for _, group := range []struct {
		label string
		names []string
	}{{"Yes", v.Yes}, {"No", v.No}, {"Not known", v.Unknown}} {
		if len(group.names) > 0 {
			lines = append(lines, "  "+group.label+": "+phrase.List(group.names))
		}
	}
	return lines
}
