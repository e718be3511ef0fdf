package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestCrashPostgres is TestCrashSQLite on PostgreSQL, with two processes.
func TestCrashPostgres(t *testing.T) { crash(t, startPostgres(t), 2) }

// TestPostgres runs what is tried on SQLite on PostgreSQL, each on a database of its own.
func TestPostgres(t *testing.T) {
	address := startPostgres(t)
	admin, err := openStore(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.db.Close() })
	n := 0
	was := benchDatabase
	t.Cleanup(func() { benchDatabase = was })
	benchDatabase = func(t *testing.T) string {
		t.Helper()
		n++
		if _, err := admin.db.ExecContext(t.Context(), fmt.Sprint("CREATE DATABASE bench", n)); err != nil {
			t.Fatal(err)
		}
		return strings.Replace(address, "/postgres?", fmt.Sprint("/bench", n, "?"), 1)
	}
	for name, test := range map[string]func(*testing.T){
		"webhooks": TestWebhooks, "late": TestLate, "touches": TestTouches, "bonus": TestBonus, "work": TestWork, "upload": TestUpload,
		"transfer": TestTransfer, "openapi": TestOpenAPI, "deals": TestDeals, "close waits": closeWaits,
	} {
		t.Run(name, test)
	}
}

// closeWaits closes a month while a sale of it is on its way. The close waits, and the
// sale counts: it is the fourth, which makes the partner basic.
func closeWaits(t *testing.T) {
	b := newBench(t)
	for _, id := range []string{"1", "2", "3"} {
		b.send("sales", saleOf(id, "ana", "2026-01-05", "100"))
	}
	e, err := alianza.Read[commission.Event]([]byte(saleOf("4", "ana", "2026-01-31", "100")))
	if err != nil {
		t.Fatal(err)
	}
	taken, commit, sent := make(chan bool), make(chan bool), make(chan error, 1)
	go func() {
		sent <- b.store.update(t.Context(), func(x *tx) error {
			_, err := b.receive(x, e)
			close(taken)
			<-commit
			return err
		})
	}()
	<-taken
	closed := make(chan error, 1)
	go func() { closed <- b.closeMonth(t.Context(), monthNamed(t, "2026-01")) }()
	select {
	case err := <-closed:
		t.Fatal("the close did not wait:", err)
	case <-time.After(300 * time.Millisecond):
	}
	close(commit)
	if err := errors.Join(<-sent, <-closed); err != nil {
		t.Fatal(err)
	}
	if got, level := b.earned("2026-01"), b.statement("ana", "2026-02").Level; got != "1 10, 2 10, 3 10, 4 10" || level != "basic" {
		t.Error(got, level)
	}
}

// startPostgres starts a PostgreSQL of its own for a test, and returns its address.
func startPostgres(t *testing.T) string {
	t.Helper()
	bin := postgresBin(t)
	dir, err := os.MkdirTemp("", "alianza") // a short name: the socket is in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	as := asPostgres(t, dir)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	as(filepath.Join(bin, "initdb"), "-D", data, "-A", "trust", "-U", "test", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8")
	options := fmt.Sprintf("-c listen_addresses=127.0.0.1 -p %d -k %s -c fsync=off -c full_page_writes=off", port, dir)
	as(filepath.Join(bin, "pg_ctl"), "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", options, "start")
	t.Cleanup(func() { as(filepath.Join(bin, "pg_ctl"), "-D", data, "-m", "immediate", "stop") })
	return fmt.Sprintf("postgres://test@127.0.0.1:%d/postgres?sslmode=disable", port)
}

// postgresBin returns the folder with the programs of PostgreSQL, or skips the test.
func postgresBin(t *testing.T) string {
	t.Helper()
	if found, err := exec.LookPath("initdb"); err == nil {
		if found, err = filepath.EvalSymlinks(found); err == nil {
			return filepath.Dir(found)
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		t.Skip("PostgreSQL is not installed: apt-get install postgresql")
	}
	return filepath.Dir(found[len(found)-1])
}

// asPostgres returns what runs a program. PostgreSQL refuses root: the user postgres,
// who comes with its package, runs it then, and owns the folder.
func asPostgres(t *testing.T, dir string) func(name string, args ...string) {
	t.Helper()
	prefix := []string{}
	if os.Getuid() == 0 {
		if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
			t.Skipf("PostgreSQL refuses root, and there is no user postgres: %v: %s", err, out)
		}
		prefix = []string{"runuser", "-u", "postgres", "--"}
	}
	return func(name string, args ...string) {
		line := append(append([]string{}, prefix...), append([]string{name}, args...)...)
		command := exec.Command(line[0], line[1:]...)
		command.Dir = dir
		var out strings.Builder
		command.Stderr = &out
		if err := command.Run(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(line, " "), err, out.String())
		}
	}
}
