package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// A world is a quarter of webhooks, and what should come of them, worked out in whole
// cents without the library: the rule of testdata/plain.json written a second time.
type world struct {
	messages []message
	earned   map[string]int64 // cents by partner, in sum
	posted   int              // events that are posted in the end
	direct   int              // and those that no partner brought
}

// A message is a webhook.
type message struct {
	path string
	body []byte
}

// A sold is a sale of the world with what is left of it.
type sold struct {
	partner string
	month   int
	left    int64
}

func newWorld(t *testing.T, r *rand.Rand, partners, sales int) *world {
	t.Helper()
	w := &world{earned: map[string]int64{}}
	var all []sold
	for i := range sales {
		s := sold{partner: fmt.Sprintf("partner-%02d", r.IntN(partners)), month: 1 + r.IntN(3)}
		w.sale(t, r, i, &s)
		all = append(all, s)
	}
	count := map[string]int{}
	for _, s := range all {
		count[fmt.Sprint(s.partner, s.month)]++
	}
	for _, s := range all {
		if s.partner == "" {
			continue
		}
		rate := int64(10)
		switch n := count[fmt.Sprint(s.partner, s.month-1)]; {
		case n >= 10:
			rate = 30
		case n >= 7:
			rate = 25
		case n >= 4:
			rate = 20
		}
		w.earned[s.partner] += (s.left*rate + 50) / 100 // half up
	}
	r.Shuffle(len(w.messages), func(i, j int) { w.messages[i], w.messages[j] = w.messages[j], w.messages[i] })
	return w
}

// sale adds a sale and what comes after it. One in six names no partner: its touches
// say who brought it, or nobody did.
func (w *world) sale(t *testing.T, r *rand.Rand, i int, s *sold) {
	t.Helper()
	id, amount := fmt.Sprint("order-", i), 100+r.Int64N(50_000)
	at := time.Date(2026, time.Month(s.month), 2+r.IntN(20), r.IntN(24), r.IntN(60), 0, 0, time.UTC)
	named, customer, before := s.partner, fmt.Sprint("customer-", i), w.count()
	s.left = amount
	if r.IntN(6) == 0 {
		named = ""
		s.partner = w.touches(t, r, customer, at, s.partner)
	}
	event := func(path, id, kind, of, cents string, after int) {
		w.add(t, path, map[string]any{"id": id, "kind": kind, "partner": named, "at": at.Add(time.Duration(after) * time.Hour), "currency": "USD", "customer": customer}, of, cents)
	}
	event("sales", id, "sale", "", cents(amount), 0)
	for n := range []int{0, 0, 0, 1, 2}[r.IntN(5)] {
		back := 1 + r.Int64N(s.left)
		event("refunds", fmt.Sprint("refund-", i, "-", n), "refund", id, cents(back), 1+n)
		if s.left -= back; s.left == 0 {
			break
		}
	}
	if s.left > 0 && r.IntN(8) == 0 {
		event("disputes", "dispute-"+id, "chargeback", id, cents(s.left), 5)
		if r.IntN(2) == 0 {
			event("disputes", "won-"+id, "reversal", "dispute-"+id, "", 6)
		} else {
			s.left = 0
		}
	}
	if s.partner == "" {
		w.direct += w.count() - before
	} else {
		w.posted += w.count() - before
	}
}

// count returns how many events the world has: touches are none.
func (w *world) count() (n int) {
	for _, m := range w.messages {
		if m.path != "/webhooks/touches" {
			n++
		}
	}
	return n
}

// touches adds touches of a customer. The last one within 30 days before the sale gives
// it to a partner; sometimes there is none.
func (w *world) touches(t *testing.T, r *rand.Rand, customer string, at time.Time, last string) string {
	t.Helper()
	add := func(n int, partner string, at time.Time) {
		touch := map[string]any{"id": fmt.Sprint("touch-", customer, "-", n), "partner": partner, "at": at}
		w.add(t, "touches", map[string]any{"customer": customer, "touch": touch}, "", "")
	}
	add(0, "somebody late", at.Add(time.Minute))
	add(1, "somebody early", at.Add(-30*24*time.Hour-time.Minute))
	if r.IntN(4) == 0 {
		return ""
	}
	add(2, "partner-00", at.Add(-26*time.Hour))
	add(3, last, at.Add(-25*time.Hour))
	return last
}

func (w *world) add(t *testing.T, path string, fields map[string]any, of, amount string) {
	t.Helper()
	if of != "" {
		fields["of"] = of
	}
	if amount != "" {
		fields["amount"] = amount
	}
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	w.messages = append(w.messages, message{"/webhooks/" + path, body})
}

func cents(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }
