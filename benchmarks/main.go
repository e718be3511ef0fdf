// Command benchmarks measures alianza against what one would take in its place,
// and against the loop that an expert writes by hand for the one case. Everybody
// does the same work in one run, and the answers are compared before anything is
// timed:
//
//	go -C benchmarks run .
//
// It prints a table and writes it to RESULTS.md, with a chart in results.svg.
// Rounds are interleaved: in each round everybody has one turn. What is printed
// is the median. Time is that of the processors, not of the clock on the wall,
// so that neighbors on the machine count less.
//
// To compare two commits of alianza, see the script compare in this folder.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

// run is main with its arguments.
func run(args []string) error {
	flags := flag.NewFlagSet("benchmarks", flag.ContinueOnError)
	var (
		rounds = flags.Int("rounds", 5, "how many turns everybody has")
		turn   = flags.Duration("turn", 60*time.Millisecond, "how long a turn lasts at least")
		part   = flags.Int("part", 1, "do one part in so many of the work; the figures are then no result")
		only   = flags.String("only", "", "measure the work that matches a regular expression alone")
		dir    = flags.String("out", ".", "the `folder` of the report; nothing is written if it is empty or with -only")
	)
	if err := flags.Parse(args); err != nil {
		return err
	}
	which, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	defer func() { check(cleanUp()) }()
	load, slow := busy(), slower()
	var results []result
	for _, r := range rows(size(*part)) {
		if !which.MatchString(r.group + ": " + r.work) {
			continue
		}
		r.most *= slow
		res, err := race(r, *rounds, *turn)
		if err != nil {
			return err
		}
		fmt.Println(res.line())
		results = append(results, res)
	}
	var curves []curve
	for _, g := range growths(size(*part)) {
		if !which.MatchString("growth: " + g.work) {
			continue
		}
		c := grow(g)
		fmt.Println(c.line())
		curves = append(curves, c)
	}
	var scalings []scaling
	if which.MatchString("shards") {
		scalings = scale(size(*part))
		for _, one := range scalings {
			fmt.Println(one.line())
		}
	}
	if *dir == "" || *only != "" {
		return nil
	}
	return write(*dir, report{load: load, slower: slow, rounds: *rounds, part: *part, results: results, curves: curves, scalings: scalings})
}

// A size says how much of the work is done: one part in so many.
type size int

// of returns so much of n, at least ten.
func (s size) of(n int) int { return max(n/int(s), min(n, 10)) }
