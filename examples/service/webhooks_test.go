package main

import (
	"strings"
	"testing"
	"time"
)

// A signature is good for its body, its secret and five minutes.
func TestVerify(t *testing.T) {
	now := time.Unix(1_767_225_600, 0)
	body, secret := []byte("body"), []byte("secret")
	tests := []struct {
		name, header string
		want         bool
	}{
		{"right", sign(secret, now, body), true},
		{"at the end of its time", sign(secret, now.Add(-5*time.Minute), body), true},
		{"too old", sign(secret, now.Add(-5*time.Minute-time.Second), body), false},
		{"of the future", sign(secret, now.Add(5*time.Minute+time.Second), body), false},
		{"another body", sign(secret, now, []byte("Body")), false},
		{"another secret", sign([]byte("Secret"), now, body), false},
		{"another time in the header", strings.Replace(sign(secret, now, body), "t=1767225600", "t=1767225601", 1), false},
		{"cut", sign(secret, now, body)[:40], false},
		{"none", "", false},
		{"no number", "t=x,v1=00", false},
		{"no hexadecimal", "t=1767225600,v1=xyz", false},
		// from the command line: printf '1767225600.body' | openssl dgst -sha256 -hmac secret
		{"of another program", "t=1767225600,v1=3e72d2feba53829f6928a3862d966ca0d8e75da71d26236ff1d0dc487be85e10", true},
	}
	for _, tt := range tests {
		if got := verify(secret, tt.header, body, now); got != tt.want {
			t.Errorf("%s: %t; want %t", tt.name, got, tt.want)
		}
	}
}

// An event is taken once, in whatever order it comes.
func TestWebhooks(t *testing.T) {
	b := newBench(t)
	sale, other := saleOf("o1", "ana", "2026-01-05", "100"), saleOf("o1", "ana", "2026-01-05", "101")
	steps := []struct{ path, body, want string }{
		{"refunds", refundOf("r1", "o1", "ana", "2026-01-06", "40"), "202 parked"},
		{"refunds", refundOf("r1", "o1", "ana", "2026-01-06", "40"), "200 repeated"},
		{"sales", sale, "201 posted"},
		{"sales", sale, "200 repeated"},
		{"sales", other, "409 the ID is taken"},
		{"refunds", refundOf("r2", "o1", "ana", "2026-01-07", "60.01"), "422 the document has faults"}, // 60 are left
		{"refunds", refundOf("r2", "o1", "ana", "2026-01-07", "60"), "201 posted"},
		{"refunds", refundOf("r4", "o2", "ana", "2026-01-07", "6"), "202 parked"}, // refused when its sale comes
		{"sales", saleOf("o2", "ana", "2026-01-05", "5"), "201 posted"},
		{"sales", refundOf("r5", "o2", "ana", "2026-01-07", "1"), "422 the document has faults"},
		{"disputes", `{"id": "d1", "kind": "chargeback", "of": "o2", "partner": "ana", "at": "2026-01-08T00:00:00Z", "currency": "USD"}`, "422 the document has faults"},
		{"disputes", `{"id": "d1", "kind": "chargeback", "of": "o2", "partner": "ana", "at": "2026-01-08T00:00:00Z", "currency": "USD", "amount": "5"}`, "201 posted"},
		{"disputes", `{"id": "w1", "kind": "reversal", "of": "d1", "partner": "", "at": "2026-01-09T00:00:00Z", "currency": "USD"}`, "201 posted"},
		{"refunds", refundOf("r6", "o2", "bruno", "2026-01-07", "1"), "422 the document has faults"}, // hers
		{"sales", saleOf("o3", "ana", "2026-02-05", "5"), "202 parked"},                              // January decides the level
		{"sales", strings.Replace(saleOf("o4", "ana", "2026-01-05", "5"), "USD", "EUR", 1), "422 the document has faults"},
		{"sales", `{"id": "o5"}`, "422 the document has faults"},
		{"sales", strings.Replace(saleOf("o6", "", "2026-01-05", "5"), `, "customer": "c"`, "", 1), "422 the document has faults"},
		{"sales", saleOf("o7", "", "2026-01-05", "5"), "202 parked"},
		{"touches", `{"customer": "c", "touch": {"id": "t1", "partner": "bruno", "at": "2026-01-01T00:00:00Z"}}`, "201 recorded"},
		{"touches", `{"customer": "c", "touch": {"id": "t1", "partner": "bruno", "at": "2026-01-01T00:00:00Z"}}`, "200 repeated"},
		{"touches", `{"customer": "c", "touch": {"id": "t1", "partner": "ana", "at": "2026-01-01T00:00:00Z"}}`, "409 the ID is taken"},
		{"touches", `{"customer": "c"}`, "422 the document has faults"},
		{"sales", strings.Repeat(" ", maxMessage) + sale, "413 more than 65536 bytes"},
	}
	for i, step := range steps {
		if got := b.send(step.path, step.body); got != step.want {
			t.Errorf("step %d: %s; want %s\n%.200s", i, got, step.want, step.body)
		}
	}
	if status, _ := b.ask("", "POST", "/webhooks/sales", sale, "Signature", sign([]byte("wrong"), b.now(), []byte(sale))); status != 401 {
		t.Error("a wrong signature:", status)
	}
	if got := b.earned("2026-01"); got != "o1 10, o2 0.5, r1 -4, r2 -6, d1 -0.5, w1 0.5" {
		t.Error("ana earned", got)
	}
	if _, body := b.ask(testToken, "GET", "/v1/events?state=refused", ""); !strings.Contains(body, `"r4"`) {
		t.Error("refused:", body)
	}
}

// earned lists the entries of a month of ana.
func (b *bench) earned(month string) string { return b.earnedBy("ana", month) }

func (b *bench) earnedBy(partner, month string) string {
	var lines []string
	for _, l := range b.statement(partner, month).Lines {
		lines = append(lines, l.Entry.Event+" "+l.Entry.Amount.String())
	}
	return strings.Join(lines, ", ")
}
