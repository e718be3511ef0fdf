package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// process is the command with a hook, in a process of its own that a test starts.
func process(role string) int {
	look := map[string]func(*batch){"stalls": stalls, "shares": shares}[role]
	if err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr, look); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// stalls stops for ever in the transaction of the second chunk of the third group, with
// the rows written and not committed. The other jobs of the process stop, too.
func stalls(b *batch) {
	_, end := b.bounds(2)
	ever, once := make(chan struct{}), sync.Once{}
	stalled := make(chan struct{})
	b.saving = func(_ context.Context, _, last int) error {
		if last == end-1 {
			once.Do(func() {
				fmt.Println("stalled")
				close(stalled)
			})
		}
		select {
		case <-stalled:
			<-ever
		default:
		}
		return nil
	}
}

// shares waits with its first rows until another process has jobs, too.
func shares(b *batch) {
	b.saving = func(ctx context.Context, _, _ int) error {
		c, err := pgx.Connect(ctx, os.Getenv("ALIANZA_BATCH_DATABASE"))
		if err != nil {
			return err
		}
		defer c.Close(ctx) //nolint:errcheck // of a test
		for n := 0; n < 2; time.Sleep(20 * time.Millisecond) {
			if err := c.QueryRow(ctx, "SELECT count(DISTINCT attempted_by[1]) FROM river_job").Scan(&n); err != nil {
				return err
			}
		}
		return nil
	}
}

// A spawned is such a process.
type spawned struct {
	*exec.Cmd
	file   string
	lines  chan string
	ended  chan error
	errors strings.Builder
}

func spawn(t *testing.T, role, file, database string) *spawned {
	t.Helper()
	s := &spawned{file: file, lines: make(chan string, 100), ended: make(chan error, 1)}
	s.Cmd = exec.Command(os.Args[0], command(file, "-database", database)...)
	s.Env = append(os.Environ(), "ALIANZA_BATCH_ROLE="+role, "ALIANZA_BATCH_DATABASE="+database)
	s.Stderr = &s.errors
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Process.Kill() })
	go func() {
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
		close(s.lines)
		s.ended <- s.Wait()
	}()
	return s
}

// await waits for a line.
func (s *spawned) await(t *testing.T, line string) {
	t.Helper()
	for got := range s.lines {
		if got == line {
			return
		}
	}
	t.Fatalf("the process ended without %q: %v\n%s", line, <-s.ended, s.errors.String())
}

// result waits for the end.
func (s *spawned) result(t *testing.T) result {
	t.Helper()
	var r result
	for line := range s.lines {
		r.summary += line + "\n"
	}
	if err := <-s.ended; err != nil {
		t.Fatalf("%v\n%s", err, s.errors.String())
	}
	var err error
	if r.lines, err = os.ReadFile(s.file); err != nil {
		t.Fatal(err)
	}
	return r
}
