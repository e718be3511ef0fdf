package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// chosen is the variable of the environment that has the number of the mutant
// that acts. "cover" writes the numbers of those that are reached.
const chosen = "ALIANZA_MUTANT"

// A court has the tests that judge mutants, by their folder. It compiles and surveys
// those of a folder when they are asked first.
type court struct {
	overlay, tmp string
	longest      time.Duration
	tests        map[string][]*test // the quickest first
}

// A test is one of a compiled test binary. It is asked about the mutants that it
// reaches alone.
type test struct {
	dir, binary, name string
	takes             time.Duration
	reaches           map[int]bool
}

// batch is how long the tests of one process take together. A process of its own
// for each of many quick tests would cost more than they do.
const batch = 200 * time.Millisecond

// newCourt writes the sources with the mutants.
func newCourt(tmp string, packs []*pack, longest time.Duration) (*court, error) {
	overlay, err := overlay(tmp, packs)
	return &court{overlay: overlay, tmp: tmp, longest: longest, tests: map[string][]*test{}}, err
}

// judge compiles the tests of a folder, and sees which places each of them reaches.
func (c *court) judge(dir string) ([]*test, error) {
	if tests, ok := c.tests[dir]; ok {
		return tests, nil
	}
	binary := filepath.Join(c.tmp, fmt.Sprint("test", len(c.tests)))
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", c.overlay, "-o", binary, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	tests, err := survey(dir, binary, c.longest)
	c.tests[dir] = tests
	return tests, err
}

// survey runs each test of a binary alone, and sees what it reaches. One that
// fails judges nothing: it measures, and mutants that do not act cost, too. If all
// fail, something else is wrong. One that takes longer than asked judges nothing,
// either.
func survey(dir, binary string, longest time.Duration) ([]*test, error) {
	list := exec.Command(binary, "-test.list", "^(Test|Example|Fuzz)")
	list.Dir = dir
	out, err := list.Output()
	if err != nil {
		return nil, err
	}
	var failed []byte
	var tests []*test
	for _, name := range strings.Fields(string(out)) {
		one := &test{dir: dir, binary: binary, name: name, takes: 10 * time.Minute}
		cover := binary + "." + name
		out, takes, err := run("cover:"+cover, []*test{one})
		if err != nil {
			failed = out
			continue
		}
		one.takes = takes
		if one.reaches, err = readReached(cover); err != nil {
			return nil, err
		}
		if one.takes <= longest {
			tests = append(tests, one)
		}
	}
	if len(tests) == 0 && failed != nil {
		return nil, fmt.Errorf("the tests fail without a mutant\n%s", failed)
	}
	slices.SortStableFunc(tests, func(a, b *test) int { return cmp.Compare(a.takes, b.takes) })
	return tests, nil
}

// overlay writes the sources with the mutants, and returns the file that says so
// to the go command.
func overlay(tmp string, packs []*pack) (string, error) {
	replace := map[string]string{}
	put := func(path string, source []byte) error {
		to := filepath.Join(tmp, fmt.Sprintf("%d.go", len(replace)))
		replace[path] = to
		return os.WriteFile(to, source, 0o600)
	}
	for _, p := range packs {
		if len(p.mutants) == 0 {
			continue
		}
		for _, f := range p.files {
			if err := put(f.path, f.mutated(p.mutants)); err != nil {
				return "", err
			}
		}
		if err := put(filepath.Join(p.dir, "zz_mutate.go"), p.helper()); err != nil {
			return "", err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(tmp, "overlay.json")
	return path, os.WriteFile(path, overlay, 0o600)
}

// readReached reads the numbers of the mutants that a test reaches.
func readReached(path string) (map[int]bool, error) {
	data, err := os.ReadFile(filepath.Clean(path))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	reached := map[int]bool{}
	for _, field := range strings.Fields(string(data)) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return nil, err
		}
		reached[n] = true
	}
	return reached, nil
}

// verdict asks one judge after another about a mutant, until a test fails.
func (c *court) verdict(judges []string, id int) (verdict, error) {
	said := unreached
	for _, dir := range judges {
		tests, err := c.judge(dir)
		if err != nil {
			return said, err
		}
		switch v := ask(tests, id); v {
		case killed, endless:
			return v, nil
		case lived:
			said = lived
		}
	}
	return said, nil
}

// ask runs the tests that reach a mutant, until one fails.
func ask(tests []*test, id int) verdict {
	tests = slices.DeleteFunc(slices.Clone(tests), func(one *test) bool { return !one.reaches[id] })
	said := unreached
	for len(tests) > 0 {
		n, takes := 0, time.Duration(0)
		for ; n < len(tests) && (n == 0 || takes < batch); n++ {
			takes += tests[n].takes
		}
		_, _, err := run(strconv.Itoa(id), tests[:n])
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return endless
		case err != nil:
			return killed
		}
		said, tests = lived, tests[n:]
	}
	return said
}

// run runs tests of one binary with a mutant, to the first that fails. It returns
// the time of the processor that they took, which does not depend on what else the
// machine does.
func run(mutant string, tests []*test) ([]byte, time.Duration, error) {
	limit, names := 10*time.Second, make([]string, len(tests))
	for i, one := range tests {
		limit += 20 * one.takes
		names[i] = one.name
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, tests[0].binary, "-test.failfast", "-test.run", "^("+strings.Join(names, "|")+")$")
	cmd.Dir = tests[0].dir
	cmd.Env = append(os.Environ(), chosen+"="+mutant, "ALIANZA_GATE=1") // tests skip nothing that the gate refuses
	// A test may start processes, and a mutant may keep them from ending.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if cmd.Process != nil {
		_ = cmd.Cancel()
	}
	if ctx.Err() != nil {
		return out, limit, ctx.Err()
	}
	return out, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), err
}
