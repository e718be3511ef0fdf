package main

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A service runs one partner program over a database.
type service struct {
	store    *store
	bank     bank
	log      *slog.Logger
	stats    *stats
	secret   []byte // of the webhooks
	now      func() time.Time
	lease    time.Duration            // after which a claimed payout is taken over
	wake     chan struct{}            // wakes the worker
	document atomic.Pointer[document] // the last one read
	closing  sync.Mutex

	simulating sync.Mutex
}

func newService(db *store, log *slog.Logger) *service {
	return &service{
		store: db, log: log, bank: &demoBank{made: map[string]bankAnswer{}}, stats: newStats(), now: time.Now,
		lease: time.Minute, wake: make(chan struct{}, 1),
	}
}

// server returns an HTTP server with limits on everything a caller decides.
func (s *service) server(address string) *http.Server {
	return &http.Server{
		Addr: address, Handler: s.router(),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10,
	}
}
