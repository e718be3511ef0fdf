package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// TestMain is the command itself, if it is called as such.
func TestMain(m *testing.M) {
	if os.Getenv("ALIANZA_YEARS") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestExit fails with an exit code for a wrong call.
func TestExit(t *testing.T) {
	for flag, want := range map[string]bool{"-years=1": true, "-years=many": false} {
		cmd := exec.Command(os.Args[0], flag)
		cmd.Env = append(os.Environ(), "ALIANZA_YEARS=1")
		if out, err := cmd.CombinedOutput(); (err == nil) != want {
			t.Errorf("years %s = %v, %s; want that it succeeds: %t", flag, err, out, want)
		}
	}
}

// TestOdds has news that come twice, refunds that come before their sales, and payouts
// that fail: some of each, and not most of them.
func TestOdds(t *testing.T) {
	rules, err := newRules()
	if err != nil {
		t.Fatal(err)
	}
	var told, twice, early, paid, failed int
	for n := range uint64(200) {
		var out strings.Builder
		p := newPartner(rules, 2, n, &out)
		known := map[string]bool{}
		for _, e := range p.news() {
			told++
			if known[e.ID] {
				twice++
			}
			if known[e.ID] = true; e.Kind == commission.Refund && !known[e.Of] {
				early++
			}
		}
		if err := newPartner(rules, 2, n, &out).live(); err != nil {
			t.Fatalf("year %d: %v", n, err)
		}
		for line := range strings.SplitSeq(out.String(), "\n") {
			if strings.Contains(line, " fails: ") {
				paid++
				if strings.Contains(line, "fails: true") {
					failed++
				}
			}
		}
	}
	for name, odds := range map[string][2]int{"news twice": {twice, told}, "refunds before their sales": {early, told}, "payouts that fail": {failed, paid}} {
		if odds[0] == 0 || 4*odds[0] > odds[1] {
			t.Errorf("%s: %d of %d; want some, and at most a quarter", name, odds[0], odds[1])
		}
	}
}

// TestVerbose prints a line for each step.
func TestVerbose(t *testing.T) {
	rules, err := newRules()
	if err != nil {
		t.Fatal(err)
	}
	var out, all strings.Builder
	p := newPartner(rules, 1, 0, &out)
	if err := p.live(); err != nil || uint64(strings.Count(out.String(), "\n")) != p.steps {
		t.Errorf("live = %v, %d steps and prints\n%s", err, p.steps, &out)
	}
	if err := run(newRules, []string{"-years", "1", "-verbose"}, &all); err != nil || !strings.HasPrefix(all.String(), out.String()) || out.Len() == 0 {
		t.Errorf("run -verbose = %v and prints\n%s\nwant first\n%s", err, &all, &out)
	}
}

// TestYears lives through some years, and more with ALIANZA_SEEDS.
func TestYears(t *testing.T) {
	rules, err := newRules()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for n := range uint64(seeds.Count(200)) {
		out.Reset()
		if err := newPartner(rules, 1, n, &out).live(); err != nil {
			t.Fatalf("year %d: %v\n%s", n, err, &out)
		}
	}
}

// TestRunConcurrent prints progress, and a difference with the command that repeats it.
func TestRunConcurrent(t *testing.T) {
	var out strings.Builder
	if err := run(newRules, []string{"-years", "20", "-workers", "2"}, &out); err != nil || !strings.HasPrefix(out.String(), "20 of 20 partner-years, ") {
		t.Errorf("run = %v and prints %s; want 20 of 20", err, &out)
	}
	wrong := terms
	defer func() { terms = wrong }()
	terms[0].unit++
	other, err := newRules()
	terms[0].unit--
	if err != nil {
		t.Fatal(err)
	}
	if err := newPartner(other, 1, 1, &out).live(); err == nil || !strings.Contains(err.Error(), "the ledger has") {
		t.Errorf("live by other rules = %v; want a difference", err)
	}
	err = run(func() (rules, error) { return other, nil }, []string{"-from", "1", "-years", "1", "-seed", "1"}, &out)
	if err == nil || !strings.Contains(err.Error(), "repeat: go run ./examples/years -seed 1 -from 1 -years 1 -verbose") {
		t.Errorf("run by other rules = %v; want the command that repeats it", err)
	}
}
