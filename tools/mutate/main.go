// Mutate changes the library in one place after another and runs its tests on
// each change. A change that no test notices is printed: a mutant that lives. Run
// it from the root of the module:
//
//	go -C tools run ./mutate ./tier ./score/...
//	go -C tools run ./mutate -every 10 ./...
//	go -C tools run ./mutate -only ladder.go ./tier
//	go -C tools run ./mutate -again lived.txt ./...
//
// All mutants of all packages are in one build, and a variable of the environment
// picks the one that acts. So a package is compiled once. A mutant is tried on the
// tests that reach it alone, the quickest first.
//
// Those that are known to live stand in survivors.txt with the reason. Mutate
// exits with 1 if more of the others live than -least allows.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A verdict is what the tests said of a mutant.
type verdict uint8

const (
	killed verdict = iota
	lived
	unreached // no test runs the place
	endless   // killed by the clock
)

func main() {
	if err := mutate(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func mutate(args []string, out io.Writer) error {
	var (
		flags   = flag.NewFlagSet("mutate", flag.ContinueOnError)
		root    = flags.String("root", "..", "the `folder` of the module")
		every   = flags.Int("every", 1, "try one mutant in n; changes elsewhere do not change which")
		only    = flags.String("only", "", "try the mutants alone that have the `text` in the file, the function or the change")
		again   = flags.String("again", "", "try those alone that the `file`, the output of a run, says live")
		own     = flags.Bool("own", false, "ask the tests of the package alone, not those of the root")
		least   = flags.Int("least", 100, "how many of a hundred mutants are killed or explained at least")
		longest = flags.Duration("longest", time.Minute, "how long a test takes at most that is asked about mutants")
		known   = flags.String("known", "mutate/survivors.txt", "the `file` of those that are known to live")
	)
	if err := flags.Parse(args); err != nil {
		return err
	}
	explained, err := readSurvivors(*known)
	if err != nil {
		return err
	}
	packages, err := load(*root, flags.Args(), *own)
	if err != nil {
		return err
	}
	if err := stale(packages, explained); err != nil {
		return err
	}
	lived, err := readLived(*again)
	if err != nil {
		return err
	}
	pick(packages, func(m mutant) bool {
		return m.sampled(*every) && strings.Contains(m.key, *only) && (lived == nil || lived[m.key])
	})
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	court, err := newCourt(dir, packages, *longest)
	if err != nil {
		return err
	}
	var total tally
	for _, p := range packages {
		own, err := p.judge(out, court, explained)
		if err != nil {
			return fmt.Errorf("%s: %w", p.path, err)
		}
		total.add(own)
	}
	fmt.Fprintln(out, total)
	if 100*total.surprises > (100-*least)*total.mutants {
		return fmt.Errorf("%d mutants live that %s does not explain", total.surprises, *known)
	}
	return nil
}

// A tally counts verdicts.
type tally struct {
	mutants, killed, explained, surprises int
}

func (t *tally) add(o tally) {
	t.mutants += o.mutants
	t.killed += o.killed
	t.explained += o.explained
	t.surprises += o.surprises
}

func (t tally) String() string {
	share := 0
	if t.mutants > 0 {
		share = 1000 * t.killed / t.mutants
	}
	return fmt.Sprintf("%d mutants: %d killed (%d.%d%%), %d live as explained, %d live", t.mutants, t.killed, share/10, share%10, t.explained, t.surprises)
}

// judge tries the mutants of a package and prints those that live.
func (p *pack) judge(out io.Writer, court *court, explained map[string]bool) (own tally, err error) {
	start := time.Now()
	for _, m := range p.mutants {
		v, err := court.verdict(p.judges, m.id)
		if err != nil {
			return own, err
		}
		own.mutants++
		dead := v == killed || v == endless
		switch {
		case dead && explained[m.key]:
			fmt.Fprintf(out, "%s:%d: explained, but killed: %s\n", m.file, m.line, m.text)
			fallthrough
		case dead:
			own.killed++
			continue
		case explained[m.key]:
			own.explained++
			continue
		}
		own.surprises++
		note := ""
		if v == unreached {
			note = " (no test runs it)"
		}
		fmt.Fprintf(out, "%s:%d: lives: %s%s\n\t%s\n", m.file, m.line, m.text, note, m.key)
	}
	fmt.Fprintf(out, "%s: %s in %s\n", p.path, own, time.Since(start).Round(time.Second))
	return own, nil
}

// readLived reads the keys of the mutants that live from the output of a run: the
// lines that begin with a tab. There are none without a file.
func readLived(path string) (map[string]bool, error) {
	if path == "" {
		return nil, nil
	}
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	lived := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		if key, ok := strings.CutPrefix(line, "\t"); ok {
			lived[strings.TrimSpace(key)] = true
		}
	}
	return lived, nil
}

// readSurvivors reads the mutants that are known to live. A line has a mutant's
// key, then " # " and the reason.
func readSurvivors(path string) (map[string]bool, error) {
	data, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i, line := range strings.Split(string(data), "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, reason, ok := strings.Cut(line, " # ")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s:%d: a line has a mutant, \" # \" and the reason why it may live", path, i+1)
		}
		known[strings.TrimSpace(key)] = true
	}
	return known, nil
}

// stale returns an error if an explained mutant of a package is not there any more.
func stale(packages []*pack, explained map[string]bool) error {
	there, files := map[string]bool{}, map[string]bool{}
	for _, p := range packages {
		for _, m := range p.mutants {
			there[m.key], files[m.file] = true, true
		}
	}
	var gone []string
	for key := range explained {
		if file, _, _ := strings.Cut(key, ": "); files[file] && !there[key] {
			gone = append(gone, key)
		}
	}
	if len(gone) > 0 {
		slices.Sort(gone)
		return fmt.Errorf("explained mutants are not there:\n%s", strings.Join(gone, "\n"))
	}
	return nil
}

// sorted returns mutants in the order of their places.
func sorted(mutants []mutant) []mutant {
	slices.SortFunc(mutants, func(a, b mutant) int {
		if c := strings.Compare(a.file, b.file); c != 0 {
			return c
		}
		return a.start - b.start
	})
	return mutants
}
