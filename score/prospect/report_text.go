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

// advice returns an action in words: those of the light where it has them.
func (s Screening) advice(a Action) string {
	own := s.def.Light.Advice
	switch a {
	case ActionConversation:
		return "keep it a conversation; there is no alliance without clear answers"
	case ActionOpenReferral:
		return cmp.Or(own.Red, "open referral only")
	case ActionStop:
		return "do not go on like this; coordination costs more than it brings"
	case ActionPilot:
		return cmp.Or(own.Yellow, "run a pilot")
	case ActionAlliance:
		return cmp.Or(own.Green, "design the alliance")
	}
	return ""
}

// next returns what to do, in the order of the gates.
func (r Report) next() []string {
	var next []string
	filter := first(r.Filter)
	if filter.Holds != score.Yes {
		next = append(next, "get a clear answer on "+phrase.List(filter.Against, filter.Unknown))
	}
	if r.Light == nil {
		return next
	}
	if r.Light.Light != r.Light.Best {
		next = append(next, "find out about "+phrase.List(r.Light.Unknown))
	}
	if r.Light.Best == score.Red {
		again := fmt.Sprintf("look again with %d more out of %s", r.Light.ToNext, phrase.List(r.Light.No, r.Light.Unknown))
		return append(next, again)
	}
	if filter.Holds != score.Yes {
		return next
	}
	if r.hobby() {
		return append(next, "bring the cost of coordination down by more than "+r.amount()+", or stop")
	}
	if r.Pilot == nil && r.Design == nil {
		return next
	}
	next = append(next, r.build())
	switch {
	case r.Net == nil:
		next = append(next, "work out what coordination costs and what margin comes in")
	case r.Net.IsZero():
		next = append(next, "get more out of it: coordination takes the whole margin")
	}
	return next
}

// build returns what is to do on the pilot or on the design.
func (r Report) build() string {
	if r.Pilot == nil {
		test := first(r.Design)
		if test.Holds == score.Yes {
			return "put the agreement into practice"
		}
		return "settle for the " + phrase.Plain(test.Class) + ": " + phrase.List(test.Against, test.Unknown)
	}
	if r.Pilot.Light == score.Green {
		return "start the pilot"
	}
	return "settle for the pilot: " + phrase.List(r.Pilot.Because, r.Pilot.NoData)
}

// amount returns the size of the net margin with its currency.
func (r Report) amount() string { return exact.Text(r.Net.Abs()) + phrase.Spaced(r.Currency) }

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
	for i, step := range r.Next {
		if i == 0 {
			b.WriteString("\nNext:\n")
		}
		fmt.Fprintf(&b, "%d. %s.\n", i+1, phrase.Capital(step))
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
		lines = append(lines, light(*r.Light)...)
	}
	if r.Pilot != nil {
		lines = append(lines, "Pilot: "+pilot(*r.Pilot))
	}
	if r.Design != nil {
		lines = append(lines, "Agreement: "+r.Design.agreement())
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
func pilot(r kpi.Report) string {
	var parts []string
	for _, one := range r.Readings {
		if one.Light == score.Red {
			parts = append(parts, fmt.Sprintf("%s: %s, want %s%s", one.KPI, exact.Text(exact.Trim(one.Value)), wanted(one.Target), phrase.Spaced(one.Unit)))
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
	if len(t.Unknown) > 0 {
		parts = append(parts, "not known: "+phrase.List(t.Unknown))
	}
	return cmp.Or(strings.Join(parts, "; "), "all have a clear answer")
}

// agreement returns what it is, and what it lacks to be of the first class.
func (c Classification) agreement() string {
	test := first(&c)
	text := phrase.Plain(strings.Join(c.Possible, " or "))
	if len(test.Against) > 0 {
		text += "; " + phrase.Plain(test.Class) + " lacks " + phrase.List(test.Against)
	}
	if len(test.Unknown) > 0 {
		text += "; not known for it: " + phrase.List(test.Unknown)
	}
	return text
}

// light returns the light and the criteria that made it as sentences.
func light(v score.Verdict) []string {
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
