package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// A badBank is a bank over HTTP that outlives the service. Some of its answers are lost,
// before or after it paid; some come too late; some payouts it refuses.
type badBank struct {
	*httptest.Server
	mu    sync.Mutex
	r     *rand.Rand
	made  map[string]bankOrder // that were paid
	no    map[string]bool      // that were refused
	asked int
	odd   []string // what should not have happened
}

func newBadBank(t *testing.T, seed uint64) *badBank {
	t.Helper()
	b := &badBank{r: rand.New(rand.NewPCG(seed, 7)), made: map[string]bankOrder{}, no: map[string]bool{}}
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

func (b *badBank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var order bankOrder
	if r.Method == http.MethodGet {
		order.Key = r.URL.Query().Get("key")
	} else if err := json.NewDecoder(r.Body).Decode(&order); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	luck, answer, status := b.decide(r.Method, order)
	switch {
	case luck < 3: // the answer is lost
		panic(http.ErrAbortHandler)
	case luck < 4: // or comes too late
		time.Sleep(150 * time.Millisecond)
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func (b *badBank) decide(method string, order bankOrder) (luck int, answer map[string]string, status int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	luck = b.r.IntN(12)
	was, made := b.made[order.Key]
	switch {
	case made && method == http.MethodPost && was != order:
		b.odd = append(b.odd, order.Key+" again as another transfer")
	case !made && !b.no[order.Key] && method == http.MethodGet, luck == 0: // never asked, or the request is lost
		return luck, nil, http.StatusNotFound
	case !made && !b.no[order.Key] && b.r.IntN(10) == 0:
		b.no[order.Key] = true
	case !made && !b.no[order.Key]:
		b.made[order.Key] = order
	}
	if b.no[order.Key] {
		return luck, map[string]string{"state": "failed", "reason": "the account is closed"}, http.StatusOK
	}
	return luck, map[string]string{"state": "paid"}, http.StatusOK
}

// paid returns what was paid to each partner, in cents.
func (b *badBank) paid(t *testing.T) map[string]int64 {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	sums := map[string]int64{}
	for _, order := range b.made {
		sums[order.Partner] += centsOf(t, order.Amount)
	}
	for _, text := range b.odd {
		t.Error("bank:", text)
	}
	return sums
}
