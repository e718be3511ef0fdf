//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// cpu returns the CPU time of the process so far.
func cpu(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkMillion reads a million orders of ten thousand partners with the
// command and with the simplest honest program, one after the other, and reports
// the CPU seconds of each and their quotient:
//
//	go test ./cmd/alianza -run '^$' -bench Million -benchtime 3x
func BenchmarkMillion(b *testing.B) {
	file := filepath.Join(b.TempDir(), "orders.csv")
	if err := million(file, 1_000_000, 10_000); err != nil {
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		runtime.GC()
		at := cpu(b)
		if code := run([]string{"statement", "-summary", "-orders", file}, nil, io.Discard, io.Discard); code != 0 {
			b.Fatalf("exit code %d", code)
		}
		ours += cpu(b) - at
		runtime.GC()
		at = cpu(b)
		f, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		if err := honest(f, io.Discard); err != nil {
			b.Fatal(err)
		}
		theirs += cpu(b) - at
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "statement-s")
	b.ReportMetric(theirs.Seconds()/float64(b.N), "honest-s")
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "times")
}
