// Command batch takes a year of a large program through its rules: in one process, or
// on many machines that share the work through a PostgreSQL database.
//
//	go -C examples/batch run .
//	go -C examples/batch run . -database postgres://user@host/name
//
// The second command may run on any number of machines at once, and again at any time.
// It does what is not done, and every one of them prints the same sum in the end.
package main

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"time"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

//go:embed program.json
var document []byte

func main() {
	debug.SetGCPercent(400) // a worker keeps a few rows: with so small a heap the collector would run all the time
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr, nil)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "batch:", err)
		os.Exit(1)
	}
}

// run is the command. A test may look at a batch before it begins.
func run(ctx context.Context, args []string, out, log io.Writer, look func(*batch)) error {
	flags := flag.NewFlagSet("batch", flag.ContinueOnError)
	database := flags.String("database", os.Getenv("DATABASE_URL"), "a PostgreSQL database to share the work; one process if absent")
	partners := flags.Int("partners", 10_000, "how many partners there are")
	count := flags.Int("orders", 1_000_000, "how many orders and refunds they have in the year")
	seed := flags.Uint64("seed", 1, "where the luck of the orders begins")
	size := flags.Int("group", 50, "partners of a job")
	workers := flags.Int("workers", runtime.GOMAXPROCS(0), "jobs at once in this process")
	patience := flags.Duration("patience", 10*time.Second, "how long nothing may be saved until open groups are given out again")
	file := flags.String("out", "", "write the results there, a line of JSON for each partner and month")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *partners < 1 || *count < 0 || *size < 1 || *workers < 1 {
		return errors.New("there have to be partners, groups and workers")
	}
	p, err := alianza.Read[program.Program](document)
	if err != nil {
		return err
	}
	b := newBatch(document, p, newOrders(*partners, *count, *seed), *size, 10)
	if look != nil {
		look(b)
	}
	report := reporter(log, progress{*partners, *count})
	var rows func(func(row) error) error
	if *database == "" {
		m, err := local(ctx, b, *workers, report)
		if err != nil {
			return err
		}
		rows = m.each
	} else {
		d, err := open(ctx, *database, b, *workers)
		if err != nil {
			return err
		}
		defer d.pool.Close()
		if err := d.share(ctx, *workers, *patience, report); err != nil {
			return err
		}
		rows = func(yield func(row) error) error { return d.each(ctx, yield) }
	}
	return write(*file, out, rows)
}

// write writes the results to a file, if one is named, and then the summary.
func write(name string, out io.Writer, rows func(func(row) error) error) (err error) {
	results := io.Discard
	if name != "" {
		file, failed := os.Create(name)
		if failed != nil {
			return failed
		}
		buffer := bufio.NewWriter(file)
		results = buffer
		defer func() { err = errors.Join(err, buffer.Flush(), file.Close()) }()
	}
	s, err := summarize(results, rows)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, s.String())
	return err
}
