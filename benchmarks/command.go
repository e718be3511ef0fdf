package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/shopspring/decimal"
)

// commandRow is a year of orders in one file, by two programs that are built and
// started as one would.
func commandRow(s size) row {
	n, partners := s.of(1_000_000), s.of(10_000)
	return row{
		group: "command", work: "statements of a year: a million orders, 10,000 partners", per: "order", items: n, goal: 1.5, rounds: 3,
		note: "The sample program of the command, whose plan in dollars is the affiliate program. Whole processes, with reading and writing. The honest program keeps all orders in memory; it has no holds, no minimum and no reasons. The bytes are the most that a process had.",
		racers: []racer{
			started("alianza statement -summary", ours, "github.com/seed-0af520cd/alianza/cmd/alianza", n, partners, "statement", "-summary", "-orders"),
			started("a simple honest program", byHand, "github.com/seed-0af520cd/alianza/benchmarks/honest", n, partners),
		},
	}
}

// workshop is the folder of the programs and files that this process makes. It is
// gone after cleanUp.
var workshop = sync.OnceValue(func() string { return must(os.MkdirTemp("", "alianza-benchmarks-")) })

func cleanUp() error { return os.RemoveAll(workshop()) }

// started is a racer that starts a program on a file of orders.
func started(name string, as role, path string, n, partners int, args ...string) racer {
	peak := new(float64)
	build := sync.OnceValue(func() string {
		binary := filepath.Join(workshop(), filepath.Base(path))
		if out, err := exec.Command("go", "build", "-o", binary, path).CombinedOutput(); err != nil {
			panic(fmt.Sprintf("%v: %s", err, out))
		}
		return binary
	})
	return racer{name: name, role: as, once: true, peak: peak, ready: func() func() answer {
		check(os.MkdirAll(workshop(), 0o700))
		binary, orders := build(), filepath.Join(workshop(), "orders.csv")
		writeOrders(orders, n, partners)
		return func() answer {
			var out bytes.Buffer
			cmd := exec.Command(binary, append(args, orders)...)
			cmd.Stdout, cmd.Stderr = &out, os.Stderr
			check(cmd.Start())
			ended := make(chan error)
			go func() { ended <- cmd.Wait() }()
			for running := true; running; {
				select {
				case err := <-ended:
					check(err)
					running = false
				case <-time.After(20 * time.Millisecond):
					*peak = max(*peak, peakOf(cmd.Process.Pid))
				}
			}
			return func() string { return posted(out.Bytes()) }
		}
	}}
}

// peakOf returns the most bytes that a running process had in memory so far, 0 where
// the system does not say. What wait says has the peak of this process in it.
func peakOf(process int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	m := peakLine.FindSubmatch(status)
	if err != nil || m == nil {
		return 0
	}
	kilobytes := must(strconv.ParseFloat(string(m[1]), 64))
	return 1024 * kilobytes
}

var peakLine = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// earned finds the sums of a month in what a program prints.
var earned = regexp.MustCompile(`earned (\S+) \+ adjusted (-?[0-9.]+)`)

// posted tells how many months there are, and the sums of all of them.
func posted(out []byte) string {
	var sales, refunds decimal.Decimal
	out, _, _ = bytes.Cut(out, []byte("\nTotals of"))
	months := earned.FindAllSubmatch(out, -1)
	for _, m := range months {
		sales = sales.Add(decimal.RequireFromString(string(m[1])))
		refunds = refunds.Add(decimal.RequireFromString(string(m[2])))
	}
	return fmt.Sprint(len(months), " months, earned ", sales, ", refunds ", refunds)
}

// writeOrders writes orders of a year by day. One row in 39 refunds a part of an
// order of the same partner some days before.
func writeOrders(name string, n, partners int) {
	file := must(os.Create(name))
	out := bufio.NewWriterSize(file, 1<<16)
	fmt.Fprintln(out, "id,date,partner,currency,amount,refund_of")
	for i := range n {
		day := time.Date(2026, 1, 1+i*365/n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		amount, of := fmt.Sprintf("%d.%02d", 5+i%300, i%100), ""
		if i%39 == 13 && i >= partners {
			amount, of = fmt.Sprintf("-%d.%02d", i%3, 1+i%99), fmt.Sprint("o", i-partners)
		}
		fmt.Fprintf(out, "o%d,%s,p%d,USD,%s,%s\n", i, day, i%partners, amount, of)
	}
	check(out.Flush())
	check(file.Close())
}
