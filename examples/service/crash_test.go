package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

const (
	testSecret = "a secret of the test"
	testToken  = "a token of the test"
)

// TestMain lets the test binary be the service, too, so that it can be killed.
func TestMain(m *testing.M) {
	if os.Getenv("ALIANZA_TEST_SERVICE") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// A process is a service in a process of its own.
type process struct {
	t    *testing.T
	args []string
	base string
	log  string
	mu   sync.Mutex
	cmd  *exec.Cmd
}

// start starts a service on a database, with a bank.
func start(t *testing.T, db, bank string) *process {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, base: "http://" + address, log: filepath.Join(t.TempDir(), "log"), args: []string{
		"-addr", address, "-db", db, "-bank", bank, "-program", "testdata/plain.json", "-first-month", "2026-01",
		"-lease", "300ms", "-every", "200ms", "-bank-timeout", "100ms",
	}}
	p.up()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			showErrors(t, p.log)
		}
	})
	return p
}

// up starts the process and waits until it listens.
func (p *process) up() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cmd = exec.Command(os.Args[0], p.args...)
	p.cmd.Env = append(os.Environ(), "ALIANZA_TEST_SERVICE=1", "ALIANZA_WEBHOOK_SECRET="+testSecret, "ALIANZA_MANAGER_TOKEN="+testToken)
	log, err := os.OpenFile(p.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	p.cmd.Stderr = log
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "http://") {
			return
		}
	}
	showErrors(p.t, p.log)
	p.t.Fatal("the service did not start")
}

// kill is kill -9: nothing is closed, nothing is finished.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// showErrors logs the errors of a service.
func showErrors(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(data)) {
		if !strings.Contains(line, `"INFO"`) && !strings.Contains(line, `"WARN"`) {
			t.Log(line)
		}
	}
}

// ask sends a request and returns the status, 0 if nobody answered.
func (p *process) ask(method, path string, body []byte, header ...string) (int, []byte) {
	r, err := http.NewRequestWithContext(context.Background(), method, p.base+path, bytes.NewReader(body))
	if err != nil {
		p.t.Error(err)
		return 0, nil
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, nil
	}
	return response.StatusCode, data
}

// deliver sends a webhook until somebody says that it was taken.
func (p *process) deliver(m message) {
	for {
		status, body := p.ask("POST", m.path, m.body, "Signature", sign([]byte(testSecret), time.Now(), m.body))
		if status >= 200 && status < 300 {
			return
		}
		if status >= 400 && status < 500 && status != http.StatusTooManyRequests {
			p.t.Errorf("%s %s: %d %s", m.path, m.body, status, body)
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// get reads a JSON answer, however often the service has to be asked.
func get[T any](p *process, method, path string) (v T) {
	for range 500 {
		status, body := p.ask(method, path, nil, "Authorization", "Bearer "+testToken)
		if status == http.StatusOK {
			if err := json.Unmarshal(body, &v); err != nil {
				p.t.Fatal(err)
			}
			return v
		}
		if status >= 400 && status < 500 {
			p.t.Fatalf("%s: %d %s", path, status, body)
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.t.Fatal("no answer from", path)
	return v
}

// TestCrashSQLite loses nothing and pays nothing twice, whatever is killed when.
func TestCrashSQLite(t *testing.T) {
	crash(t, filepath.Join(t.TempDir(), "service.db"), 1)
}

// crash sends a quarter of webhooks, each twice, shuffled, from many clients, to some
// processes that share a database. It kills them again and again: between webhooks, while
// months are closed, and while the bank is asked. At the end, all has to be as the world
// has it.
func crash(t *testing.T, db string, processes int) {
	t.Helper()
	sales := 250
	if text := os.Getenv("ALIANZA_SALES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		sales = n
	}
	r := rand.New(rand.NewPCG(18, 1))
	w := newWorld(t, r, 1+sales/20, sales)
	bank := newBadBank(t, 3)
	var all []*process
	for range processes {
		all = append(all, start(t, db, bank.URL))
	}

	began := time.Now()
	twice := append(append([]message{}, w.messages...), w.messages...)
	r.Shuffle(len(twice), func(i, j int) { twice[i], twice[j] = twice[j], twice[i] })
	deliverAll(all, twice)
	t.Logf("%d webhooks, %d of them events, in %v", len(twice), w.count(), time.Since(began).Round(time.Millisecond))

	for i, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"} {
		p := all[i%len(all)]
		closing := make(chan struct{})
		go func() {
			defer close(closing)
			get[[]monthLine](p, "POST", "/v1/months/"+month+"/close")
		}()
		time.Sleep(time.Duration(5+r.IntN(200)) * time.Millisecond)
		p.kill()
		p.up()
		<-closing
		awaitPayouts(p)
	}
	t.Logf("closed after %v; the bank was asked %d times", time.Since(began).Round(time.Millisecond), bank.asked)
	compare(t, all[0], w, bank.paid(t))
}

// deliverAll sends messages by 32 clients, and kills a process twice meanwhile.
func deliverAll(all []*process, messages []message) {
	var next atomic.Int64
	var clients sync.WaitGroup
	for range 32 {
		clients.Go(func() {
			for i := next.Add(1); int(i) <= len(messages); i = next.Add(1) {
				p := all[int(i)%len(all)]
				p.deliver(messages[i-1])
				if n := len(messages); int(i) == n/3 || int(i) == 2*n/3 {
					p.kill()
					p.up()
				}
			}
		})
	}
	clients.Wait()
}

// awaitPayouts waits until the bank has answered about every payout.
func awaitPayouts(p *process) {
	for range 1000 {
		open := 0
		for _, paid := range get[[]payoutLine](p, "GET", "/v1/payouts") {
			if paid.State != payoutPaid && paid.State != payoutFailed {
				open++
			}
		}
		if open == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatal("payouts stay open")
}

// compare compares what the service says and what the bank paid with the world.
func compare(t *testing.T, p *process, w *world, paid map[string]int64) {
	t.Helper()
	for _, state := range []string{"parked", "refused"} {
		for _, e := range get[[]eventLine](p, "GET", "/v1/events?state="+state) {
			t.Errorf("%s is %s: %s", e.ID, state, e.Reason)
		}
	}
	_, metrics := p.ask("GET", "/metrics", nil)
	for _, want := range []string{fmt.Sprintf(`alianza_events{state="posted"} %d`, w.posted), fmt.Sprintf(`alianza_events{state="direct"} %d`, w.direct)} {
		if !strings.Contains(string(metrics), want+"\n") {
			t.Errorf("metrics have no %s:\n%s", want, metrics)
		}
	}
	total := int64(0)
	for partner, want := range w.earned {
		earned, balance := decimal.Zero, decimal.Zero
		for month := range 6 {
			st := get[statement](p, "GET", fmt.Sprintf("/v1/partners/%s/statement?month=2026-%02d", partner, 1+month))
			for _, a := range st.Accounts {
				earned, balance = earned.Add(a.Earned), a.Balance
			}
		}
		if got := centsOf(t, earned.String()); got != want {
			t.Errorf("%s earned %d cents; want %d", partner, got, want)
		}
		if got := paid[partner] + centsOf(t, balance.String()); got != want {
			t.Errorf("%s was paid %d cents and is owed %v; want %d in sum", partner, paid[partner], balance, want)
		}
		total += paid[partner]
		delete(paid, partner)
	}
	if len(paid) > 0 || total == 0 {
		t.Errorf("the bank paid %d cents, and to strangers %v", total, paid)
	}
}

// centsOf reads an amount of whole cents.
func centsOf(t *testing.T, amount string) int64 {
	t.Helper()
	d, err := decimal.NewFromString(amount)
	if err != nil || !d.Shift(2).IsInteger() {
		t.Fatal("no amount:", amount, err)
	}
	return d.Shift(2).IntPart()
}
