// Command service is a partner program as a service: webhooks in, statements and payouts
// out. Read service.go and events.go first, then months.go, settle.go and transfers.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A config is what the command line and the environment say. Secrets are in the
// environment alone, where other users of the machine do not see them.
type config struct {
	address, db, program, first, bank string
	lease, every, patience            time.Duration
	secret, token                     string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func configOf(args []string, env func(string) string) (c config, err error) {
	f := flag.NewFlagSet("service", flag.ContinueOnError)
	f.StringVar(&c.address, "addr", "127.0.0.1:8080", "address to listen on")
	f.StringVar(&c.db, "db", ":memory:", "database: a file for SQLite, or postgres://…")
	f.StringVar(&c.program, "program", "", "program document of an empty database; the sample, with orders, if absent")
	f.StringVar(&c.first, "first-month", "", "month that the books of an empty database begin with; this month if absent")
	f.StringVar(&c.bank, "bank", "", "address of the bank; one in memory if absent")
	f.DurationVar(&c.patience, "bank-timeout", 10*time.Second, "how long the bank may take to answer")
	f.DurationVar(&c.lease, "lease", time.Minute, "after which a payout that somebody claimed is taken over")
	f.DurationVar(&c.every, "every", 5*time.Second, "how often waiting events and payouts are tried again")
	c.secret, c.token = env("ALIANZA_WEBHOOK_SECRET"), env("ALIANZA_MANAGER_TOKEN")
	return c, f.Parse(args)
}

func run(ctx context.Context, args []string, env func(string) string, out, logs io.Writer) error {
	c, err := configOf(args, env)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	db, err := openStore(ctx, c.db)
	if err != nil {
		return err
	}
	s := newService(db, slog.New(slog.NewJSONHandler(logs, nil)))
	s.lease = c.lease
	if c.bank != "" {
		s.bank = httpBank{c.bank, &http.Client{Timeout: c.patience}}
	}
	if err := s.setUp(ctx, c, out); err != nil {
		return errors.Join(err, db.db.Close())
	}
	return errors.Join(s.listen(ctx, c, out), db.db.Close())
}

// setUp sees to secrets, and to what an empty database needs.
func (s *service) setUp(ctx context.Context, c config, out io.Writer) error {
	s.secret = []byte(c.secret)
	if c.secret == "" {
		s.secret = []byte("demo")
		fmt.Fprintln(out, `webhooks are signed with "demo"; set ALIANZA_WEBHOOK_SECRET`)
	}
	if c.token != "" {
		if err := s.keepToken(ctx, c.token, identity{Role: manager}); err != nil {
			return err
		}
	} else {
		token, err := s.issue(ctx, identity{Role: manager})
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "token of a manager:", token)
	}
	return s.fill(ctx, c, out)
}

// fill gives an empty database its program and its first month.
func (s *service) fill(ctx context.Context, c config, out io.Writer) error {
	empty := false
	err := s.store.update(ctx, func(t *tx) error {
		n, _, err := one(t, itself[int64], `SELECT count(*) FROM documents`)
		empty = n == 0
		return err
	})
	if err != nil || !empty {
		return err
	}
	if c.program == "" {
		return s.seed(ctx, out)
	}
	first := cycle.MonthOf(s.now(), nil)
	if c.first != "" {
		if err := first.UnmarshalText([]byte(c.first)); err != nil {
			return err
		}
	}
	body, err := os.ReadFile(c.program)
	if err != nil {
		return err
	}
	if err := s.begin(ctx, first); err != nil {
		return err
	}
	return s.store.update(ctx, func(t *tx) error {
		_, err := s.upload(t, body, "command line")
		return err
	})
}

// listen serves until the context ends. Requests that are under way are answered.
func (s *service) listen(ctx context.Context, c config, out io.Writer) error {
	l, err := net.Listen("tcp", c.address)
	if err != nil {
		return err
	}
	server := s.server(c.address)
	worker, done := context.WithCancel(ctx)
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		s.work(worker, c.every)
	}()
	fmt.Fprintf(out, "http://%s\n", l.Addr())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		last, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		err = server.Shutdown(last)
	}
	done()
	<-worked
	return err
}
