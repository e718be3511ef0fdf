package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"sync"
)

// A bank makes transfers. It knows them by their keys and makes one of a key once. An
// error says that nobody knows what became of it.
type bank interface {
	transfer(ctx context.Context, order bankOrder) (bankAnswer, error)
	find(ctx context.Context, key string) (bankAnswer, error)
}

type bankOrder struct {
	Key      string `json:"key"`
	Partner  string `json:"partner"`
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
}

// A bankAnswer is payoutPaid or payoutFailed.
type bankAnswer struct{ state, reason string }

// bankNever is the answer about a transfer that the bank was never asked for.
var bankNever = bankAnswer{state: "never"}

// A httpBank asks a bank over HTTP.
type httpBank struct {
	address string
	client  *http.Client
}

func (b httpBank) transfer(ctx context.Context, order bankOrder) (bankAnswer, error) {
	body, err := json.Marshal(order)
	if err != nil {
		return bankAnswer{}, err
	}
	return b.ask(ctx, http.MethodPost, b.address+"/transfers", body)
}

func (b httpBank) find(ctx context.Context, key string) (bankAnswer, error) {
	return b.ask(ctx, http.MethodGet, b.address+"/transfers?key="+url.QueryEscape(key), nil)
}

// ask sends a request. Only an answer that is understood is one.
func (b httpBank) ask(ctx context.Context, method, address string, body []byte) (bankAnswer, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return bankAnswer{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := b.client.Do(r)
	if err != nil {
		return bankAnswer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode == http.StatusNotFound {
		return bankNever, nil
	}
	var answer struct{ State, Reason string }
	err = json.NewDecoder(io.LimitReader(response.Body, 1<<16)).Decode(&answer)
	if err != nil || response.StatusCode != http.StatusOK || answer.State != payoutPaid && answer.State != payoutFailed {
		return bankAnswer{}, errors.Join(fmt.Errorf("the bank says %s", response.Status), err)
	}
	return bankAnswer{answer.State, answer.Reason}, nil
}

// A demoBank is a bank in memory for a first try: it refuses one transfer in eight, and
// its answer is lost for another one in four.
type demoBank struct {
	mu   sync.Mutex
	made map[string]bankAnswer
}

var errNoAnswer = errors.New("the answer was lost")

func (b *demoBank) transfer(_ context.Context, order bankOrder) (bankAnswer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if answer, ok := b.made[order.Key]; ok {
		return answer, nil
	}
	h := fnv.New32a()
	h.Write([]byte(order.Key))
	answer := bankAnswer{state: payoutPaid}
	luck := h.Sum32() % 8
	if luck == 0 {
		answer = bankAnswer{payoutFailed, "the account is closed"}
	}
	b.made[order.Key] = answer
	if luck < 3 {
		return bankAnswer{}, errNoAnswer
	}
	return answer, nil
}

func (b *demoBank) find(_ context.Context, key string) (bankAnswer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if answer, ok := b.made[key]; ok {
		return answer, nil
	}
	return bankNever, nil
}
