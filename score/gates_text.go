package score

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// advice returns a course in words: those of the light where it has them.
func (g Gates) advice(c Course) string {
	own := g.def.Light.Advice
	switch c {
	case Conversation:
		return "keep it a conversation; there is no alliance without clear answers"
	case OpenReferral:
		return cmp.Or(own.Red, "open referral only")
	case Stop:
		return "do not go on like this; coordination costs more than it brings"
	case Pilot:
		return cmp.Or(own.Yellow, "run a pilot")
	case Alliance:
		return cmp.Or(own.Green, "design the alliance")
	}
	return ""
}

// next returns what to do, in the order of the gates.
func (r ProspectReport) next() []string {
	var next []string
	filter := first(r.Filter)
	if filter.Holds != Yes {
		next = append(next, "get a clear answer on "+list(filter.Against, filter.Unknown))
	}
	if r.Light == nil {
		return next
	}
	if r.Light.Light != r.Light.Best {
		next = append(next, "find out about "+list(r.Light.Unknown))
	}
	if r.Light.Best == Red {
		again := fmt.Sprintf("look again with %d more out of %s", r.Light.ToNext, list(r.Light.No, r.Light.Unknown))
		return append(next, again)
	}
	if filter.Holds != Yes {
		return next
	}
	if r.Coordination != nil && r.Coordination.Worth == Hobby {
		over := exact.Text(r.Coordination.Net.Abs()) + spaced(r.Coordination.Coordination.Unit)
		return append(next, "bring the cost of coordination down by more than "+over+", or stop")
	}
	if r.Pilot == nil && r.Design == nil {
		return next
	}
	next = append(next, r.build())
	switch {
	case r.Coordination == nil:
		next = append(next, "work out what coordination costs and what margin comes in")
	case r.Coordination.Worth == BreakEven:
		next = append(next, "get more out of it: coordination takes the whole margin")
	}
	return next
}

// build returns what is to do on the pilot or on the design.
func (r ProspectReport) build() string {
	if r.Pilot == nil {
		test := first(r.Design)
		if test.Holds == Yes {
			return "put the agreement into practice"
		}
		return "settle for the " + plain(test.Class) + ": " + list(test.Against, test.Unknown)
	}
	if r.Pilot.Complete == Yes {
		return "start the pilot"
	}
	var wrong []string
	for _, gap := range r.Pilot.Missing {
		wrong = append(wrong, gap.Part.Name)
	}
	return "settle for the pilot: " + list(wrong, r.Pilot.Unknown)
}

// String returns the report as a text to be sent: what to do with the prospect,
// how it stands at each gate it came to, and what is next. Names are written
// with spaces.
func (r ProspectReport) String() string {
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
		fmt.Fprintf(&b, "%d. %s.\n", i+1, capital(step))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// lines returns a sentence on each gate that the prospect came to.
func (r ProspectReport) lines() []string {
	var lines []string
	if r.Filter != nil {
		lines = append(lines, "Questions: "+questions(first(r.Filter)))
	}
	if r.Light != nil {
		lines = append(lines, r.Light.lines()...)
	}
	if r.Pilot != nil {
		lines = append(lines, "Pilot: "+plain(r.Pilot.String()))
	}
	if r.Design != nil {
		lines = append(lines, "Agreement: "+r.Design.agreement())
	}
	if r.Coordination != nil {
		lines = append(lines, "Coordination: "+plain(strings.Replace(r.Coordination.String(), ":", ",", 1)))
	}
	return lines
}

// questions returns how the filter stands.
func questions(t ClassTest) string {
	var parts []string
	if len(t.Against) > 0 {
		parts = append(parts, "no clear answer on "+list(t.Against))
	}
	if len(t.Unknown) > 0 {
		parts = append(parts, "not known: "+list(t.Unknown))
	}
	return cmp.Or(strings.Join(parts, "; "), "all have a clear answer")
}

// agreement returns what it is, and what it lacks to be of the first class.
func (c Classification) agreement() string {
	test := first(&c)
	text := plain(strings.Join(c.Possible, " or "))
	if len(test.Against) > 0 {
		text += "; " + plain(test.Class) + " lacks " + list(test.Against)
	}
	if len(test.Unknown) > 0 {
		text += "; not known for it: " + list(test.Unknown)
	}
	return text
}

// lines returns the light and the criteria that made it as sentences.
func (v Verdict) lines() []string {
	var light strings.Builder
	fmt.Fprintf(&light, "Light: %s, %d of %d points", lights(v.Light, v.Best), v.Points, v.Of)
	if v.ToNext > 0 {
		fmt.Fprintf(&light, ", %d short of %s", v.ToNext, v.Light+1)
	}
	for _, o := range v.Others {
		if o.Light != v.Light || o.Best != v.Best {
			fmt.Fprintf(&light, "; the %s score says %s", plain(o.Policy), lights(o.Light, o.Best))
		}
	}
	lines := []string{light.String()}
	for _, group := range []struct {
		label string
		names []string
	}{{"Yes", v.Yes}, {"No", v.No}, {"Not known", v.Unknown}} {
		if len(group.names) > 0 {
			lines = append(lines, "  "+group.label+": "+list(group.names))
		}
	}
	return lines
}

// list returns names in a row, as words.
func list(names ...[]string) string { return plain(strings.Join(slices.Concat(names...), ", ")) }

// capital returns a sentence that starts with a capital letter.
func capital(text string) string {
	if text != "" && 'a' <= text[0] && text[0] <= 'z' {
		return string(text[0]-'a'+'A') + text[1:]
	}
	return text
}

// plain returns a text with its names as words.
func plain(text string) string { return strings.ReplaceAll(text, "_", " ") }
