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
	"time"
)

// chosen is the variable of the environment that has the number of the mutant
// that acts. "cover" writes the numbers of those that are reached.
const chosen = "ALIANZA_MUTANT"

// A trial has the tests that judge the mutants of a package, with all mutants in
// them: its own tests, or those of the packages that import it if it has none.
type trial struct {
	tests []*test // those of the first judge first, the quickest of each first
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

// build compiles the tests with the mutants of a package, and sees which places
// each of them reaches.
func (p *pack) build(tmp string, longest time.Duration) (*trial, error) {
	overlay, err := p.overlay(tmp)
	if err != nil {
		return nil, err
	}
	t := &trial{}
	for i, dir := range p.judges {
		binary := filepath.Join(tmp, fmt.Sprint("test", i))
		build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", binary, ".")
		build.Dir = dir
		if out, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, out)
		}
		if err := t.survey(dir, binary, longest); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// survey runs each test of a binary alone, and sees what it reaches. One that
// fails judges nothing: it measures, and mutants that do not act cost, too. If all
// fail, something else is wrong. One that takes longer than asked judges nothing,
// either.
func (t *trial) survey(dir, binary string, longest time.Duration) error {
	list := exec.Command(binary, "-test.list", "^(Test|Example|Fuzz)")
	list.Dir = dir
	out, err := list.Output()
	if err != nil {
		return err
	}
	var failed []byte
	var tests []*test
	for _, name := range strings.Fields(string(out)) {
		one := &test{dir: dir, binary: binary, name: name, takes: 10 * time.Minute}
		cover, start := binary+"."+name, time.Now()
		if out, err := run("cover:"+cover, []*test{one}); err != nil {
			failed = out
			continue
		}
		one.takes = time.Since(start)
		if one.reaches, err = readReached(cover); err != nil {
			return err
		}
		if one.takes <= longest {
			tests = append(tests, one)
		}
	}
	if len(tests) == 0 && failed != nil {
		return fmt.Errorf("the tests fail without a mutant\n%s", failed)
	}
	slices.SortStableFunc(tests, func(a, b *test) int { return cmp.Compare(a.takes, b.takes) })
	t.tests = append(t.tests, tests...)
	return nil
}

// overlay writes the sources with the mutants, and returns the file that says so
// to the go command.
func (p *pack) overlay(tmp string) (string, error) {
	replace := map[string]string{}
	for i, f := range p.files {
		to := filepath.Join(tmp, fmt.Sprintf("%d.go", i))
		if err := os.WriteFile(to, f.mutated(p.mutants), 0o600); err != nil {
			return "", err
		}
		replace[f.path] = to
	}
	helper := filepath.Join(tmp, "helper.go")
	if err := os.WriteFile(helper, p.helper(), 0o600); err != nil {
		return "", err
	}
	replace[filepath.Join(p.dir, "zz_mutate.go")] = helper
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

// verdict runs the tests that reach a mutant, the quickest first, until one fails.
func (t *trial) verdict(id int) verdict {
	said := unreached
	var together []*test
	var takes time.Duration
	for i, one := range t.tests {
		if one.reaches[id] {
			together, takes = append(together, one), takes+one.takes
		}
		last := i == len(t.tests)-1
		if len(together) == 0 || !last && takes < batch && together[0].binary == t.tests[i+1].binary {
			continue
		}
		_, err := run(strconv.Itoa(id), together)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return endless
		case err != nil:
			return killed
		}
		said, together, takes = lived, nil, 0
	}
	return said
}

// run runs tests of one binary with a mutant, to the first that fails.
func run(mutant string, tests []*test) ([]byte, error) {
	limit, names := 5*time.Second, make([]string, len(tests))
	for i, one := range tests {
		limit += 5 * one.takes
		names[i] = one.name
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, tests[0].binary, "-test.failfast", "-test.run", "^("+strings.Join(names, "|")+")$")
	cmd.Dir = tests[0].dir
	cmd.Env = append(os.Environ(), chosen+"="+mutant)
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	return out, err
}
