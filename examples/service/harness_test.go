package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// benchDatabase returns the address of an empty database: SQLite in memory, unless a test
// runs others on another one.
var benchDatabase = func(*testing.T) string { return ":memory:" }

// A bench is a service in the test.
type bench struct {
	*service

	t      *testing.T
	server http.Handler
	logs   *bytes.Buffer
}

// newBench returns a service with a program, from January 2026: that of
// testdata/plain.json if none is given.
func newBench(t *testing.T, document ...[]byte) *bench {
	t.Helper()
	db, err := openStore(t.Context(), benchDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.db.Close() })
	logs := &bytes.Buffer{}
	s := newService(db, slog.New(slog.NewJSONHandler(logs, nil)))
	s.secret = []byte(testSecret)
	body, err := os.ReadFile("testdata/plain.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(document) > 0 {
		body = document[0]
	}
	if err := s.begin(t.Context(), monthNamed(t, "2026-01")); err != nil {
		t.Fatal(err)
	}
	if err := s.store.update(t.Context(), func(x *tx) error { _, err := s.upload(x, body, "test"); return err }); err != nil {
		t.Fatal(err)
	}
	if err := s.keepToken(t.Context(), testToken, identity{Role: manager}); err != nil {
		t.Fatal(err)
	}
	return &bench{s, t, s.router(), logs}
}

// ask sends a request with a token and returns the status and the body.
func (b *bench) ask(token, method, path, body string, header ...string) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	b.server.ServeHTTP(w, r)
	data, err := io.ReadAll(w.Result().Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return w.Code, string(data)
}

// send sends a signed webhook, and returns the status with what became of it.
func (b *bench) send(path, body string) string {
	status, answer := b.ask("", "POST", "/webhooks/"+path, body, "Signature", sign(b.secret, b.now(), []byte(body)))
	var got struct{ Outcome, Title string }
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		b.t.Fatal(err, answer)
	}
	return fmt.Sprint(status, " ", got.Outcome, got.Title)
}

// closeMonths closes months, one after the other.
func (b *bench) closeMonths(months ...string) {
	b.t.Helper()
	for _, m := range months {
		if status, body := b.ask(testToken, "POST", "/v1/months/"+m+"/close", ""); status != http.StatusOK {
			b.t.Fatal(m, status, body)
		}
	}
	if err := b.transferAll(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// statement returns the statement of a partner's month.
func (b *bench) statement(partner, month string) (st statement) {
	b.t.Helper()
	status, body := b.ask(testToken, "GET", "/v1/partners/"+partner+"/statement?month="+month, "")
	if status != http.StatusOK {
		b.t.Fatal(status, body)
	}
	if err := json.Unmarshal([]byte(body), &st); err != nil {
		b.t.Fatal(err)
	}
	return st
}

func saleOf(id, partner, day, amount string) string {
	return fmt.Sprintf(`{"id": %q, "kind": "sale", "partner": %q, "at": "%sT12:00:00Z", "currency": "USD", "amount": %q, "customer": "c"}`, id, partner, day, amount)
}

func refundOf(id, of, partner, day, amount string) string {
	return fmt.Sprintf(`{"id": %q, "kind": "refund", "of": %q, "partner": %q, "at": "%sT12:00:00Z", "currency": "USD", "amount": %q}`, id, of, partner, day, amount)
}

// at stops the clock of the service.
func (b *bench) at(t time.Time) { b.now = func() time.Time { return t } }

func monthNamed(t *testing.T, name string) (m cycle.Month) {
	t.Helper()
	if err := m.UnmarshalText([]byte(name)); err != nil {
		t.Fatal(err)
	}
	return m
}

// A recordingBank pays everything, and knows some transfers from before.
type recordingBank struct {
	answers map[string]bankAnswer
	orders  []string
}

func (b *recordingBank) transfer(_ context.Context, order bankOrder) (bankAnswer, error) {
	b.orders = append(b.orders, "transfer "+order.Key+" "+order.Amount)
	return bankAnswer{state: payoutPaid}, nil
}

func (b *recordingBank) find(_ context.Context, key string) (bankAnswer, error) {
	if answer, ok := b.answers[key]; ok {
		return answer, nil
	}
	return bankNever, nil
}
