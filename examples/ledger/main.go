// Command ledger is a service on top of a program document, as short as it can be:
// sales, refunds, placements, closes and payouts over a table. The table stands in
// for a database; each event and each close is one transaction.
//
// It reads a program and then, from standard input, events as JSON, one after the
// other. An event of the kind "close" with a month as its period ends that month.
//
//	go run ./examples/ledger program/testdata/service.json < events.json
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: ledger PROGRAM < EVENTS")
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	p, err := alianza.Read[program.Program](data)
	if err != nil {
		return err
	}
	s := &service{p, table{}}
	for dec := json.NewDecoder(in); ; {
		var e commission.Event
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if e.Kind != commission.Close {
			if err := s.post(e); err != nil {
				fmt.Fprintln(out, "refused:", err)
			}
			continue
		}
		payouts, err := s.close(cycle.MonthOf(e.At, p.Zone()))
		if err != nil {
			return err
		}
		for _, paid := range payouts {
			fmt.Fprintf(out, "%s %s: %v\n", e.Period, paid.Partner, paid)
		}
	}
}
