package main

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/seeds"
)

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
	if err := run([]string{"-years", "20", "-workers", "2"}, &out); err != nil || !strings.HasPrefix(out.String(), "20 of 20 partner-years, ") {
		t.Errorf("run = %v and prints %s; want 20 of 20", err, &out)
	}
	wrong := terms
	defer func() { terms = wrong }()
	terms[0].unit++
	rules, err := newRules()
	terms[0].unit--
	if err != nil {
		t.Fatal(err)
	}
	if err := newPartner(rules, 1, 1, &out).live(); err == nil || !strings.Contains(err.Error(), "the ledger has") {
		t.Errorf("live by other rules = %v; want a difference", err)
	}
}
