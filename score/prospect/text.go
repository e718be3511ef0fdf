package prospect

import (
	"cmp"
	"fmt"
	"slices"
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
		lines = append(lines, "Questions: "+questions(r.Filter))
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
		if one.Light != score.Green && one.Value != nil {
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

// questions returns how the filter stands. It names all ways into the first class.
func questions(c *Classification) string {
	all := ways(c)
	if len(all) > 1 && c.Is(all[0].Class) == score.Yes {
		return "enough have a clear answer"
	}
	var answers, barring, unknown []string
	for _, t := range all {
		answers, barring = append(answers, t.unmet()...), append(barring, t.Barring...)
		unknown = append(append(unknown, t.Assumed...), t.Unknown...)
	}
	var parts []string
	for _, part := range []struct {
		text  string
		names []string
	}{{"no clear answer on ", answers}, {"in the way: ", barring}, {"not known: ", unknown}} {
		if len(part.names) > 0 {
			parts = append(parts, part.text+phrase.List(different(part.names)))
		}
	}
	return cmp.Or(strings.Join(parts, "; "), "all have a clear answer")
}

// agreement returns what it is, and what it lacks to be of the first class.
func agreement(c *Classification) string {
	text := phrase.Plain(strings.Join(c.Possible, " or "))
	if all := ways(c); len(all) > 0 && !slices.Contains(c.Possible, all[0].Class) {
		text += "; " + phrase.Plain(all[0].Class) + " lacks " + lacking(all, false)
	}
	if len(c.Open) > 0 {
		text += "; not known: " + phrase.List(c.Open)
	}
	return text
}

// ways returns how the ways into the first class stand, which is the best one.
func ways(c *Classification) []ClassTest {
	var all []ClassTest
	for _, t := range c.Tests {
		if t.Class == c.Tests[0].Class {
			all = append(all, t)
		}
	}
	return all
}

// unmet returns the criteria that have a no and have to be a yes.
func (t ClassTest) unmet() []string {
	return slices.DeleteFunc(slices.Clone(t.Against), func(name string) bool { return slices.Contains(t.Barring, name) })
}

// lacking returns what each way lacks, with what is not known or without it: "x, a no
// on competitor, or else y".
func lacking(ways []ClassTest, unknown bool) string {
	var all []string
	for _, t := range ways {
		names := slices.Concat(t.unmet(), t.Assumed)
		if unknown {
			names = append(names, t.Unknown...)
		}
		all = append(all, wantedAnswers(names, t.Barring))
	}
	return strings.Join(all, ", or else ")
}

const aNoOn = "a no on "

// wantedAnswers returns criteria that need an answer or a yes, and those that need a no.
func wantedAnswers(yes, no []string) string {
	text := phrase.List(yes)
	switch {
	case len(no) == 0:
		return text
	case text != "":
		text += ", "
	}
	return text + aNoOn + phrase.List(no)
}

// different returns names without those that are there twice.
func different(names []string) []string {
	var list []string
	seen := map[string]bool{}
	for _, name := range names {
		if !seen[name] {
			seen[name], list = true, append(list, name)
		}
	}
	return list
}

// light returns the light and the criteria that made it as sentences.
func light(v *score.Verdict) []string {
	var b strings.Builder
	noun := "points"
	if v.Of == 1 {
		noun = "point"
	}
	fmt.Fprintf(&b, "Light: %s, %d of %d %s", phrase.Range(v.Light, v.Best), v.Points, v.Of, noun)
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
