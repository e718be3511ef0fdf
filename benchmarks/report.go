package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// A report is all that was measured.
type report struct {
	rounds, part int
	slower       float64 // than the machine of the goals in nanoseconds
	load         string  // of the machine before the first round, "" if it was idle
	results      []result
	curves       []curve
	scalings     []scaling
}

// duration writes nanoseconds in three digits.
func duration(nanos float64) string {
	for _, unit := range []string{"ns", "µs", "ms"} {
		if nanos < 999.5 {
			return digits(nanos) + " " + unit
		}
		nanos /= 1000
	}
	return digits(nanos) + " s"
}

// digits writes a number in three digits.
func digits(n float64) string {
	switch {
	case n >= 99.95:
		return fmt.Sprintf("%.0f", n)
	case n >= 9.995:
		return fmt.Sprintf("%.1f", n)
	}
	return fmt.Sprintf("%.2f", n)
}

// allocations writes a number of allocations.
func allocations(n float64) string {
	switch {
	case n < 0.005:
		return "0"
	case n < 9.95:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", n), ".0")
	}
	return fmt.Sprintf("%.0f", n)
}

// memory writes bytes.
func memory(bytes float64) string {
	for _, unit := range []string{"B", "kB", "MB"} {
		if bytes < 999.5 {
			return fmt.Sprintf("%.0f %s", bytes, unit)
		}
		bytes /= 1000
	}
	return fmt.Sprintf("%.2f GB", bytes)
}

// cells are the columns of the table for a row.
func (r result) cells() []string {
	us, hand, best := r.find()
	cells := []string{r.work, duration(r.took[us].nanos), "", "", "", "", r.racers[us].allocs(r.took[us]), "", r.verdict()}
	if hand >= 0 {
		cells[2], cells[3] = duration(r.took[hand].nanos), fmt.Sprintf("%.2f", r.ratios[hand])
		cells[7] = r.racers[hand].allocs(r.took[hand])
	}
	if best >= 0 {
		cells[4], cells[5] = r.racers[best].name+" "+duration(r.took[best].nanos), fmt.Sprintf("%.2f", r.ratios[best])
	}
	return cells
}

var heads = []string{"work", "alianza", "by hand", "× by hand", "best peer", "× peer", "allocs", "by hand", "goal"}

// verdict says what the goal is and whether it is met.
func (r result) verdict() string {
	var goals []string
	if r.goal > 0 {
		goals = append(goals, "≤ "+fmt.Sprint(r.goal))
	}
	if r.most > 0 {
		goals = append(goals, "≤ "+duration(r.most))
	}
	if _, _, best := r.find(); r.peerGoal > 0 && best >= 0 {
		goals = append(goals, "peer ≤ "+fmt.Sprint(r.peerGoal))
	}
	switch {
	case len(goals) == 0:
		return ""
	case r.met():
		return strings.Join(goals, ", ") + " met"
	}
	return strings.Join(goals, ", ") + " **missed**"
}

// line is the row for somebody who waits at a terminal.
func (r result) line() string {
	c := r.cells()
	return fmt.Sprintf("%-62s %8s  by hand %8s %5s×  %-32s %6s×  %5s allocs (%s)  %s", r.group+": "+c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8])
}

func (c curve) line() string {
	var cells []string
	for i, n := range c.sizes {
		cells = append(cells, fmt.Sprintf("%s %s %s", short(n), duration(c.nanos[i]), memory(c.bytes[i])))
	}
	return fmt.Sprintf("growth: %-50s %s", c.work, strings.Join(cells, " | "))
}

func (s scaling) line() string {
	return fmt.Sprintf("shards: %d cores: %s an event, %d records merged", s.cores, duration(s.nanos), s.merged)
}

// short writes a power of ten.
func short(n int) string {
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%dM", n/1_000_000)
	case n >= 1000:
		return fmt.Sprintf("%dk", n/1000)
	}
	return fmt.Sprint(n)
}

// processor returns the name of the machine's processor, where it says so.
func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// busy returns the load of the machine, where it says so, and "" if it is low.
func busy() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	load, _, _ := strings.Cut(string(data), " ")
	if n, err := strconv.ParseFloat(load, 64); err != nil || n < 1.5 {
		return ""
	}
	return load
}

func (r report) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprint(&b, "# Speed\n\n<!-- Written by: go -C benchmarks run . -->\n\n")
	fmt.Fprintf(&b, "Measured on %d cores of %s with %s on %s/%s: medians of %d interleaved rounds.\n",
		runtime.NumCPU(), processor(), runtime.Version(), runtime.GOOS, runtime.GOARCH, r.rounds)
	fmt.Fprint(&b, "Time is that of the processors, also for what the garbage collector does beside the work. Ratios are medians of the ratios within a round:\n",
		"below 1 alianza is faster. \"By hand\" is what an expert would write for this one case, \"explained\" rows excepted: there it is the bare answer\n",
		"of alianza. All answers were compared before the first round. The best peer is the fastest one that does the same exactly.\n")
	if r.load != "" {
		fmt.Fprintf(&b, "\n**The machine was busy: a load of %s on %d cores. Ratios hold within their noise; times on the wall, as of cores below, say little.**\n", r.load, runtime.NumCPU())
	}
	if r.part > 1 {
		fmt.Fprintf(&b, "\n**Only one part in %d of the work was done: the figures are no result.**\n", r.part)
	}
	fmt.Fprint(&b, "\n![nanoseconds for each item: alianza, by hand, best peer](results.svg)\n\n")
	r.summary(&b)
	r.reasons(&b)
	r.everybody(&b)
	r.growing(&b)
	return b.Bytes()
}

func table(b *bytes.Buffer, heads []string, rows [][]string) {
	fmt.Fprintf(b, "| %s |\n|%s\n", strings.Join(heads, " | "), "---|"+strings.Repeat("---:|", len(heads)-1))
	for _, cells := range rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
	}
	fmt.Fprintln(b)
}

// summary is one table of all work.
func (r report) summary(b *bytes.Buffer) {
	group := ""
	var rows [][]string
	for _, res := range r.results {
		if res.group != group {
			group = res.group
			rows = append(rows, append([]string{"**" + group + "**"}, make([]string, len(heads)-1)...))
		}
		rows = append(rows, res.cells())
	}
	table(b, heads, rows)
}

// reasons says of each goal that is missed why.
func (r report) reasons(b *bytes.Buffer) {
	fmt.Fprintf(b, "A goal in nanoseconds is that of a machine on which a look-up of a pair of texts in a map takes %s. Here it took %.2f times that,\nand so may the work. The reasons for which goals are missed:\n\n", duration(lookUp), r.slower)
	var reasons []string
	rows := map[string][]string{} // by reason
	for _, res := range r.results {
		if res.met() {
			continue
		}
		why := cmp.Or(res.why, "The reason is not known.")
		if rows[why] == nil {
			reasons = append(reasons, why)
		}
		rows[why] = append(rows[why], res.group+": "+res.work)
	}
	for _, why := range reasons {
		fmt.Fprintf(b, "- **%s** — %s\n", strings.Join(rows[why], "; "), why)
	}
	fmt.Fprintln(b)
}

// everybody is a table of each group, with all racers.
func (r report) everybody(b *bytes.Buffer) {
	fmt.Fprint(b, "## Everybody\n\n")
	for _, res := range r.results {
		fmt.Fprintf(b, "**%s: %s** (for each %s)\n\n", res.group, res.work, res.per)
		var rows [][]string
		for i, one := range res.racers {
			what := map[role]string{ours: "alianza", byHand: "by hand", peer: "", otherRule: "another rule", forScale: "for scale"}[one.role]
			if one.role == peer && one.want != "" {
				what = "its own rounding"
			}
			rows = append(rows, []string{one.name, what, duration(res.took[i].nanos), fmt.Sprintf("%.2f", res.ratios[i]), one.allocs(res.took[i]), one.bytes(res.took[i])})
		}
		table(b, []string{"who", "", "time", "alianza ×", "allocs", "bytes"}, rows)
		if res.note != "" {
			fmt.Fprintf(b, "%s\n\n", res.note)
		}
	}
}

// allocs writes what a racer allocated, unless it did so in another process.
func (r racer) allocs(s sample) string {
	if r.peak != nil {
		return ""
	}
	return allocations(s.allocs)
}

// bytes writes how much that was; of another process, the most it had.
func (r racer) bytes(s sample) string {
	if r.peak != nil {
		return memory(*r.peak)
	}
	return fmt.Sprintf("%.0f", s.bytes)
}

// growing are the tables of what grows, and of cores.
func (r report) growing(b *bytes.Buffer) {
	if len(r.curves) > 0 {
		fmt.Fprint(b, "## Growth\n\nTime for each item, and what is in memory in the end.\n\n")
	}
	for _, c := range r.curves {
		fmt.Fprintf(b, "**%s**, by the number of %s\n\n", c.work, c.what)
		heads, nanos, bytes := []string{""}, []string{"for each " + c.items}, []string{"in memory"}
		for i, n := range c.sizes {
			heads, nanos, bytes = append(heads, short(n)), append(nanos, duration(c.nanos[i])), append(bytes, memory(c.bytes[i]))
		}
		table(b, heads, [][]string{nanos, bytes})
		if c.note != "" {
			fmt.Fprintf(b, "%s\n\n", c.note)
		}
	}
	if len(r.scalings) == 0 {
		return
	}
	fmt.Fprint(b, "## Cores\n\nOne goroutine is the default. Partners share nothing, so that events can be divided by partner among cores, each with a\n",
		"state of its own, and the states be merged in the end. Time on the wall:\n\n")
	var rows [][]string
	for _, s := range r.scalings {
		rows = append(rows, []string{fmt.Sprint(s.cores), duration(s.nanos), fmt.Sprintf("%.2f", r.scalings[0].nanos/s.nanos)})
	}
	table(b, []string{"cores", "for each event", "times as fast"}, rows)
}

// write puts the report into a folder.
func write(dir string, r report) error {
	return cmp.Or(
		os.WriteFile(filepath.Join(dir, "RESULTS.md"), r.markdown(), 0o644),
		os.WriteFile(filepath.Join(dir, "results.svg"), r.chart(), 0o644),
	)
}
