package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	suites  []*suite
	reached map[int]bool
}

// A suite is a compiled test binary.
type suite struct {
	dir, binary string
	limit       time.Duration
	skip        string // tests that measure, and fail with mutants that do not act
}

// build compiles the tests with the mutants of a package, and sees which places
// they reach.
func (p *pack) build(tmp string) (*trial, error) {
	overlay, err := p.overlay(tmp)
	if err != nil {
		return nil, err
	}
	t := &trial{reached: map[int]bool{}}
	for i, dir := range p.judges {
		s := &suite{dir: dir, binary: filepath.Join(tmp, fmt.Sprint("test", i)), limit: 10 * time.Minute}
		build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", s.binary, ".")
		build.Dir = dir
		if out, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, out)
		}
		cover := s.binary + ".cover"
		out, err := s.run("cover:"+cover, false)
		if err != nil {
			if s.skip = failed(out); s.skip == "" {
				return nil, fmt.Errorf("the tests fail without a mutant: %w\n%s", err, out)
			}
		}
		start := time.Now()
		if out, err := s.run("", true); err != nil {
			return nil, fmt.Errorf("the tests fail without a mutant: %w\n%s", err, out)
		}
		s.limit = 5*time.Since(start) + 5*time.Second
		if err := t.readReached(cover); err != nil {
			return nil, err
		}
		t.suites = append(t.suites, s)
	}
	return t, nil
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

// failed returns a pattern of the tests that failed.
func failed(out []byte) string {
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^--- FAIL: (\w+)`).FindAllSubmatch(out, -1) {
		names = append(names, string(m[1]))
	}
	if len(names) == 0 {
		return ""
	}
	return "^(" + strings.Join(names, "|") + ")$"
}

// readReached reads the numbers of the mutants that the tests reach.
func (t *trial) readReached(path string) error {
	data, err := os.ReadFile(filepath.Clean(path))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, field := range strings.Fields(string(data)) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return err
		}
		t.reached[n] = true
	}
	return nil
}

// verdict runs the tests with one mutant.
func (t *trial) verdict(id int) verdict {
	if !t.reached[id] {
		return unreached
	}
	for _, s := range t.suites {
		_, err := s.run(strconv.Itoa(id), true)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return endless
		case err != nil:
			return killed
		}
	}
	return lived
}

// run runs the tests with a mutant, to the first that fails or all.
func (s *suite) run(mutant string, first bool) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), s.limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.binary, fmt.Sprintf("-test.failfast=%t", first), "-test.skip", s.skip)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), chosen+"="+mutant)
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	return out, err
}
