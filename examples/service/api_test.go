package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// Everybody sees what is theirs: a partner itself and nobody else, and nothing that is
// for managers.
func TestRoles(t *testing.T) {
	b := newBench(t)
	b.send("sales", saleOf("1", "ana", "2026-01-05", "100"))
	b.send("sales", saleOf("2", "bruno", "2026-01-05", "100"))
	status, body := b.ask(testToken, "POST", "/v1/partners/ana/tokens", "")
	var made struct{ Token string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || status != http.StatusCreated {
		t.Fatal(status, body, err)
	}
	for _, at := range append(b.routes(), b.pageRoutes()...) {
		path := strings.NewReplacer("{partner}", "bruno", "{month}", "2026-01", "{deal}", "d").Replace(at.path)
		for token, who := range map[string]string{"": "nobody", "guess": "a stranger", made.Token: "ana"} {
			want := map[role]int{manager: 403, partner: 404, signed: 401}[at.role]
			if token != made.Token && want != 0 || at.role == either && token != made.Token {
				want = 401
			}
			if want == 0 {
				continue
			}
			if status, body := b.ask(token, at.method, path, "{}"); status != want && (at.out != "page" || status != http.StatusSeeOther) {
				t.Errorf("%s %s by %s: %d %s; want %d", at.method, path, who, status, body, want)
			}
		}
	}
	if status, body := b.ask(made.Token, "GET", "/v1/partners/ana/statement?month=2026-01", ""); status != 200 || !strings.Contains(body, `"10"`) {
		t.Error("her own statement:", status, body)
	}
	if logs := b.logs.String(); strings.Contains(logs, "100") && strings.Contains(logs, `"amount"`) || strings.Contains(logs, "bruno") {
		t.Error("the logs say too much:", logs)
	}
}

// The faults of a document come back all at once, a line each, with codes for programs
// and places for people. Nothing is kept of it.
func TestUpload(t *testing.T) {
	b := newBench(t)
	b.send("sales", saleOf("1", "ana", "2026-01-05", "100"))
	text, err := os.ReadFile("testdata/plain.json")
	if err != nil {
		t.Fatal(err)
	}
	plain := string(text)
	put := func(body string) (int, string) { return b.ask(testToken, "PUT", "/v1/program", body) }

	status, body := put(strings.NewReplacer(`"rate": "10%"`, `"rate": "1000%"`, `"minimum": "10"`, `"minimum": "ten"`).Replace(plain))
	if lines := strings.Split(strings.TrimSpace(body), "\n"); status != 422 || len(lines) != 4 ||
		!strings.Contains(lines[1], `"code":"out_of_range"`) || !strings.Contains(lines[1], `"line":25`) || !strings.Contains(lines[2], `"code":"malformed"`) {
		t.Error("two faults:", status, body)
	}
	tests := []struct{ name, from, to, want string }{
		{"a version that has paid", `"rate": "10%"`, `"rate": "11%"`, "a version that has paid stays as it is"},
		{"another zone", "Europe/Madrid", "Europe/Paris", "months were closed in Europe/Madrid"},
		{"levels of the own month", `"month_before"`, `"month"`, "sales are paid as they come"},
		{"a transfer in another currency", `"minimum": "10"`, `"pay_in": {"currency": "EUR"}`, "this service transfers in the currency of the account"},
	}
	for _, tt := range tests {
		if status, body := put(strings.Replace(plain, tt.from, tt.to, 1)); status != 422 || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %d %s; want %s", tt.name, status, body, tt.want)
		}
	}
	if status, body := put(plain); status != 201 || !strings.HasPrefix(body, `{"remarks":[],"version":1}`) {
		t.Error("the same again:", status, body)
	}
	next := strings.Replace(plain, `    }
  ],
  "payouts"`, `    },
    {"version": 2, "from": "2026-02-01", "hold_days": 14, "rules": [{"name": "all", "on": "sale", "rate": "50%"}]}
  ],
  "payouts"`, 1)
	if status, body := put(next); status != 201 || !strings.Contains(body, `"version":2`) {
		t.Fatal("another version:", status, body)
	}
	b.closeMonths("2026-01")
	b.send("sales", saleOf("2", "ana", "2026-02-05", "100"))
	b.send("refunds", refundOf("r", "1", "ana", "2026-02-06", "50")) // at the terms of its sale
	if got, want := b.earned("2026-02"), "2 50, r -5"; got != want {
		t.Errorf("February: %s; want %s", got, want)
	}
	if _, body := b.ask(testToken, "GET", "/v1/program/versions", ""); strings.Count(body, "uploaded_at") != 2 {
		t.Error("versions:", body)
	}
}

// A payout is claimed before the bank is asked. A claim that is old is taken over, and
// the bank is then asked for what it knows.
func TestTransfer(t *testing.T) {
	b := newBench(t)
	now := time.Date(2026, time.February, 1, 0, 0, 0, 0, time.UTC)
	b.at(now)
	b.send("sales", saleOf("1", "ana", "2026-01-05", "500"))
	b.send("sales", saleOf("2", "bruno", "2026-01-05", "99.99")) // earns 10.00
	b.send("sales", saleOf("3", "carla", "2026-01-05", "99.94")) // earns 9.99: below the minimum
	if err := b.closeMonth(t.Context(), monthNamed(t, "2026-01")); err != nil {
		t.Fatal(err)
	}
	const key = "plain-usd/ana/USD/1"
	before, order, err := b.claim(t.Context(), key)
	if before != payoutWaiting || order != (bankOrder{key, "ana", "USD", "50"}) || err != nil {
		t.Fatal("the first claim:", before, order, err)
	}
	if before, _, err := b.claim(t.Context(), key); before != "" || err != nil {
		t.Error("a second claim:", before, err)
	}
	b.at(now.Add(b.lease + time.Second))
	asked := &recordingBank{answers: map[string]bankAnswer{key: {state: payoutPaid}}}
	b.bank = asked
	if err := b.transferAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := "transfer plain-usd/bruno/USD/1 10" // of ana, the bank knows that it paid
	if got := strings.Join(asked.orders, ", "); got != want {
		t.Errorf("the bank was asked for %s; want %s", got, want)
	}
	_, body := b.ask(testToken, "GET", "/v1/payouts", "")
	if strings.Count(body, `"paid"`) != 2 || strings.Contains(body, "carla") {
		t.Error("payouts:", body)
	}
	if st := b.statement("carla", "2026-01"); st.Accounts[0].Balance.String() != "9.99" {
		t.Error("the account of carla:", st.Accounts)
	}
	if st := b.statement("ana", "2026-01"); !st.Accounts[0].Balance.IsZero() {
		t.Error("the account of ana:", st.Accounts)
	}
}
