package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCrashPostgres is TestCrashSQLite on PostgreSQL.
func TestCrashPostgres(t *testing.T) { crash(t, startPostgres(t)) }

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
