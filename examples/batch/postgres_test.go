package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A server is a PostgreSQL of the test's own, in a folder of its own.
type server struct {
	bin, folder string
	port        int
	databases   atomic.Int64
}

// The server is started by the first test that wants one, and stopped by TestMain.
var postgres = sync.OnceValues(startPostgres)

var started *server

func startPostgres() (*server, error) {
	bin, err := findPostgres()
	if err != nil {
		return nil, err
	}
	s := &server{bin: bin}
	if s.folder, err = os.MkdirTemp("", "alianza-batch"); err != nil {
		return nil, err
	}
	started = s
	if os.Getuid() == 0 { // it refuses to be run by root
		owner, err := user.Lookup("postgres")
		if err != nil {
			return nil, err
		}
		uid, _ := strconv.Atoi(owner.Uid)
		gid, _ := strconv.Atoi(owner.Gid)
		if err := os.Chown(s.folder, uid, gid); err != nil {
			return nil, err
		}
	}
	if err := s.command("initdb", "-D", s.data(), "-A", "trust", "-U", "test", "--no-sync", "--locale=C", "-E", "UTF8").Run(); err != nil {
		return nil, fmt.Errorf("initdb: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.port = listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		return nil, err
	}
	options := fmt.Sprintf("-c listen_addresses=127.0.0.1 -p %d -k %s -c fsync=off -c synchronous_commit=off -c full_page_writes=off", s.port, s.folder)
	if err := s.command("pg_ctl", "-D", s.data(), "-w", "-l", filepath.Join(s.folder, "log"), "-o", options, "start").Run(); err != nil {
		return nil, fmt.Errorf("pg_ctl start: %w", err)
	}
	return s, nil
}

// findPostgres returns the folder of initdb.
func findPostgres() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		if bin := strings.TrimSpace(string(out)); exists(filepath.Join(bin, "initdb")) {
			return bin, nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("there is no PostgreSQL: no initdb on PATH, beside pg_config or in /usr/lib/postgresql")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

func (s *server) command(name string, args ...string) *exec.Cmd {
	args = append([]string{filepath.Join(s.bin, name)}, args...)
	if os.Getuid() == 0 {
		args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
	}
	c := exec.Command(args[0], args[1:]...)
	c.Dir = s.folder
	return c
}

func (s *server) stop() {
	if s.port != 0 {
		_ = s.command("pg_ctl", "-D", s.data(), "-m", "immediate", "stop").Run()
	}
	_ = os.RemoveAll(s.folder)
}

// url returns an empty database. The test is skipped where there is no server.
func url(t *testing.T) string {
	t.Helper()
	s, err := postgres()
	if err != nil {
		t.Skip(err)
	}
	of := func(name string) string { return fmt.Sprintf("postgres://test@127.0.0.1:%d/%s", s.port, name) }
	ctx := context.Background()
	c, err := pgx.Connect(ctx, of("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx) //nolint:errcheck // of a test
	name := fmt.Sprintf("batch%d", s.databases.Add(1))
	if _, err := c.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return of(name)
}

func TestMain(m *testing.M) {
	if role := os.Getenv("ALIANZA_BATCH_ROLE"); role != "" {
		os.Exit(process(role))
	}
	code := m.Run()
	if started != nil {
		started.stop()
	}
	os.Exit(code)
}
