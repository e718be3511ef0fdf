package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

func flowCommand() command {
	return command{"flow", "the stages of a partnership: a diagram, and a schedule from a day", `Flow draws the stages of a partnership and the moves between them, or says when
each stage begins and ends.

Usage:

	alianza flow [flags]

  -program FILE        the program                     (default: the sample)
  -preset NAME         a flow that the library brings, instead of the program's:
                       acquisition, approach, contract, integration, lifecycle,
                       negotiation, onboarding, partnership or pilot
  -format FORMAT       mermaid, dot, json, and with -start also text, gantt or
                       ics, a calendar                     (default mermaid)
  -start DAY           the day on which it begins, such as 2026-03-02
  -at INSTANT          when the calendar was made, such as 2026-03-01T09:00:00Z;
                       the start of the plan if it is not given

A schedule needs stages that say how long they take. The days of a calendar are
those of stages that take their most.

Examples

	alianza flow > partnership.mmd
	alianza flow -preset negotiation -start 2026-03-02 -format text
	alianza flow -preset onboarding -start 2026-03-02 -format ics > onboarding.ics

Exit codes: 0 done, 1 failed, 2 a wrong call or a wrong document.
`, runFlow}
}

// flowPresets are the flows that the library brings.
var flowPresets = map[string]func() pipeline.Definition{
	"partnership": pipeline.Partnership, "acquisition": pipeline.Acquisition, "negotiation": pipeline.Negotiation,
	"onboarding": pipeline.Onboarding, "integration": pipeline.Integration, "approach": pipeline.Approach,
	"lifecycle": pipeline.Lifecycle, "contract": pipeline.Contract, "pilot": pipeline.Pilot,
}

func presetFlows() []string { return slices.Sorted(maps.Keys(flowPresets)) }

func runFlow(c *call, args []string) error {
	flags := flag.NewFlagSet("flow", flag.ContinueOnError)
	var file, preset, format, start, at string
	flags.StringVar(&file, "program", "", "")
	flags.StringVar(&preset, "preset", "", "")
	flags.StringVar(&format, "format", "mermaid", "")
	flags.StringVar(&start, "start", "", "")
	flags.StringVar(&at, "at", "", "")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	made, err := flowTimes(format, start, at)
	if err != nil {
		return err
	}
	if preset != "" && file != "" {
		return usagef("-preset %s and -program %s: want one of them", preset, file)
	}
	flow, err := theFlow(c, file, preset)
	if err != nil {
		return err
	}
	switch {
	case format == "mermaid":
		_, err = io.WriteString(c.stdout, flow.Mermaid())
		return err
	case format == "dot":
		_, err = io.WriteString(c.stdout, flow.DOT())
		return err
	case start == "":
		b, err := flow.MarshalJSON()
		fmt.Fprintf(c.stdout, "%s\n", b)
		return err
	}
	dates, err := theDates(flow, start)
	if err != nil {
		return err
	}
	return writeDates(c, dates, format, made)
}

// flowTimes returns when the calendar was made, the zero Time if that is not said. It
// returns an error for a format that is none, and for a day or an instant that the format
// has no use for.
func flowTimes(format, start, at string) (made time.Time, err error) {
	switch format {
	case "mermaid", "dot":
		if start != "" {
			return made, usagef("-start %s: -format %s has no days; want json, text, gantt or ics", start, format)
		}
	case "json":
	case "text", "gantt", "ics":
		if start == "" {
			return made, usagef("-format %s needs -start DAY", format)
		}
	default:
		return made, usagef("-format %q: want mermaid, dot, json, text, gantt or ics", format)
	}
	if at == "" {
		return made, nil
	}
	if format != "ics" {
		return made, usagef("-at %s: it is for -format ics alone", at)
	}
	if made, err = time.Parse(time.RFC3339, at); err != nil {
		return made, usagef("-at %q: want an instant such as 2026-03-01T09:00:00Z", at)
	}
	return made, nil
}

// theFlow returns the flow of a preset, or of a program.
func theFlow(c *call, file, preset string) (pipeline.Flow, error) {
	if preset != "" {
		made, ok := flowPresets[preset]
		if !ok {
			return pipeline.Flow{}, usagef("-preset %q: want %s", preset, strings.Join(presetFlows(), ", "))
		}
		return pipeline.New(made())
	}
	p, err := loadProgram(c, file)
	if err != nil {
		return pipeline.Flow{}, err
	}
	flow, ok := p.Flow()
	if !ok {
		return flow, usagef("the program has no flow; -preset NAME takes one of the library")
	}
	return flow, nil
}

// theDates returns when the stages of a flow are, from a day.
func theDates(flow pipeline.Flow, start string) (schedule.Dates, error) {
	day, err := alianza.ParseDate(start)
	if err != nil {
		return schedule.Dates{}, usagef("-start %q: want a day such as 2026-03-02", start)
	}
	steps := schedule.Of(flow.Definition())
	if flow.Definition().Equal(pipeline.Pilot()) {
		steps = schedule.Pilot() // with its milestone, the decision
	}
	if len(steps.Steps) == 0 {
		return schedule.Dates{}, usagef("-start %s: the flow %s has no schedule, as no stage says how long it takes", start, flow.Definition().Name)
	}
	plan, err := schedule.New(steps)
	if err != nil {
		return schedule.Dates{}, &usageError{fmt.Errorf("the flow has no schedule: %w", err)}
	}
	return plan.From(day)
}

func writeDates(c *call, d schedule.Dates, format string, made time.Time) error {
	switch format {
	case "text":
		_, err := io.WriteString(c.stdout, d.Text())
		return err
	case "gantt":
		_, err := io.WriteString(c.stdout, d.Mermaid())
		return err
	case "json":
		b, err := d.MarshalJSON()
		fmt.Fprintf(c.stdout, "%s\n", b)
		return err
	}
	if made.IsZero() {
		made = d.Start.In(time.UTC)
	}
	return writeCalendar(c.stdout, d, made)
}

// writeCalendar writes the steps as events of whole days (RFC 5545).
func writeCalendar(w io.Writer, d schedule.Dates, made time.Time) error {
	line := func(name, value string) { io.WriteString(w, folded(name+":"+value)) } //nolint:errcheck // the last write has the error
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//alianza//flow//EN")
	line("CALSCALE", "GREGORIAN")
	line("NAME", escaped(d.Plan))
	for _, s := range d.Steps {
		from, to := s.Starts.Latest, s.Ends.Latest
		if !from.Before(to) {
			to = from.AddDays(1) // a milestone takes its day
		}
		line("BEGIN", "VEVENT")
		line("UID", escaped(fmt.Sprintf("%s-%s-%s@alianza", d.Plan, s.Name, d.Start)))
		line("DTSTAMP", made.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE", strings.ReplaceAll(from.String(), "-", ""))
		line("DTEND;VALUE=DATE", strings.ReplaceAll(to.String(), "-", ""))
		line("SUMMARY", escaped(strings.ReplaceAll(s.Name, "_", " ")))
		text := strings.Join(s.Deliverables, ", ")
		switch {
		case text == "":
			text = s.Owner
		case s.Owner != "":
			text = s.Owner + ": " + text
		}
		if text != "" {
			line("DESCRIPTION", escaped(text))
		}
		line("END", "VEVENT")
	}
	_, err := io.WriteString(w, "END:VCALENDAR\r\n")
	return err
}

// escaped writes a text as iCalendar wants it.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "").Replace(s)
}

// folded ends a line of iCalendar. One of more than 75 bytes goes on in the next,
// behind a blank.
func folded(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if size := len(string(r)); n+size > 75 {
			b.WriteString("\r\n ")
			n = 1
		}
		n += len(string(r))
		b.WriteRune(r)
	}
	return b.String() + "\r\n"
}
