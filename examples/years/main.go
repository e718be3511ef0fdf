// Command years lives through years of partners, and keeps a ledger of integers
// beside the library. There are sales and refunds by units, and news that comes late
// or twice. There is a new version of the plan; the service crashes, and payouts fail.
// Both have to agree to the cent after every event and every payout. Ten million years
// take some seventy minutes on a core.
//
//	go run ./examples/years -years 1000
//	go run ./examples/years -years 10000000 -workers 2
//
// It prints a line of progress now and then. A year is made by its number alone, so a
// difference is repeated by that:
//
//	go run ./examples/years -from 4711 -years 1 -verbose
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	if err := run(newRules, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "years:", err)
		os.Exit(1)
	}
}

func run(newRules func() (rules, error), args []string, out io.Writer) error {
	var (
		flags   = flag.NewFlagSet("years", flag.ContinueOnError)
		years   = flags.Uint64("years", 1000, "how many years of partners")
		from    = flags.Uint64("from", 0, "the number of the first year")
		seed    = flags.Uint64("seed", 1, "of all years")
		workers = flags.Int("workers", 1, "how many years are lived at once")
		every   = flags.Duration("every", 10*time.Second, "how often progress is printed")
		verbose = flags.Bool("verbose", false, "print each step")
	)
	if err := flags.Parse(args); err != nil {
		return err
	}
	var trace io.Writer
	if *verbose {
		trace = out
	}
	rules, err := newRules()
	if err != nil {
		return err
	}
	var (
		next, done, events atomic.Uint64
		work               sync.WaitGroup
		lock               sync.Mutex
		found              error
		start              = time.Now()
	)
	next.Store(*from)
	for range *workers {
		work.Add(1)
		go func() {
			defer work.Done()
			for n := next.Add(1) - 1; n < *from+*years; n = next.Add(1) - 1 {
				p := newPartner(rules, *seed, n, trace)
				if err := p.live(); err != nil {
					lock.Lock()
					found = errors.Join(found, fmt.Errorf("year %d: %w\nrepeat: go run ./examples/years -seed %d -from %d -years 1 -verbose", n, err, *seed, n))
					lock.Unlock()
					next.Store(*from + *years)
				}
				events.Add(p.steps)
				done.Add(1)
			}
		}()
	}
	finished := make(chan struct{})
	go func() { work.Wait(); close(finished) }()
	report := func() {
		fmt.Fprintf(out, "%d of %d partner-years, %d events and payouts, %s\n", done.Load(), *years, events.Load(), time.Since(start).Round(time.Second))
	}
	tick := time.NewTicker(*every)
	defer tick.Stop()
	for {
		select {
		case <-finished:
			report()
			return found
		case <-tick.C:
			report()
		}
	}
}
