package schedule

import (
	"fmt"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/internal/mermaid"
)

// Mermaid returns the days as a Gantt chart in the language of Mermaid. Each step is
// drawn as if all of them took their most. Critical steps are marked, milestones are
// diamonds, and sections are the owners. Equal days give equal bytes.
func (d Dates) Mermaid() string {
	g := newGantt(d.Plan, d.Start)
	for _, s := range d.Steps {
		g.section(s.Owner)
		mark := ""
		if s.Critical() {
			mark = "crit, "
		}
		g.bar(s.Name, mark, s.Starts.Latest, s.Ends.Latest)
	}
	return g.String()
}

// Mermaid returns the report as a Gantt chart in the language of Mermaid. Each step
// ends where it is expected to end at the latest. Finished steps are marked as done,
// overdue ones as critical, those at work or due as active.
func (r Report) Mermaid() string {
	g := newGantt(r.Plan, r.Start)
	for _, item := range r.Items {
		g.section(item.Owner)
		mark := map[State]string{Done: "done, ", Overdue: "crit, ", Running: "active, ", Due: "active, "}[item.State]
		g.bar(item.Name, mark, item.Begins.Latest, item.Ends.Latest)
	}
	return g.String()
}

// A gantt is a chart in the making.
type gantt struct {
	strings.Builder
	owner string
	bars  int
}

func newGantt(plan string, start alianza.Date) *gantt {
	g := new(gantt)
	fmt.Fprintf(g, "gantt\n    title %s from %s\n    dateFormat YYYY-MM-DD\n    axisFormat %%Y-%%m-%%d\n", mermaid.Text(plan), start)
	return g
}

// section begins the section of an owner, if it is another one than before.
func (g *gantt) section(owner string) {
	if g.bars > 0 && g.owner == owner {
		return
	}
	g.owner = owner
	if owner != "" {
		fmt.Fprintf(g, "    section %s\n", mermaid.Text(owner))
	} else if g.bars > 0 {
		g.WriteString("    section -\n")
	}
}

// bar draws a step, a diamond if it takes no days.
func (g *gantt) bar(name, mark string, start, end alianza.Date) {
	fmt.Fprintf(g, "    %s :%s", mermaid.Text(name), mark)
	if start == end {
		fmt.Fprintf(g, "milestone, s%d, %s, 0d\n", g.bars, start)
	} else {
		fmt.Fprintf(g, "s%d, %s, %s\n", g.bars, start, end)
	}
	g.bars++
}
