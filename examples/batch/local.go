package main

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// memory is a store of one process.
type memory struct {
	mu   sync.Mutex
	rows map[int]row
	seen progress
}

func (m *memory) done(_ context.Context, first, end int) (map[int]bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	saved := map[int]bool{}
	for partner := first; partner < end; partner++ {
		if _, ok := m.rows[partner]; ok {
			saved[partner] = true
		}
	}
	return saved, nil
}

func (m *memory) save(_ context.Context, rows []row, _ bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range rows {
		if _, ok := m.rows[r.partner]; !ok {
			m.seen.partners, m.seen.events = m.seen.partners+1, m.seen.events+r.events
		}
		m.rows[r.partner] = r
	}
	return nil
}

// progress is what is saved.
func (m *memory) progress(context.Context) (progress, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen, nil
}

// each goes through the rows by partner.
func (m *memory) each(yield func(row) error) error {
	for _, partner := range slices.Sorted(maps.Keys(m.rows)) {
		if err := yield(m.rows[partner]); err != nil {
			return err
		}
	}
	return nil
}

// local does a batch in this process.
func local(ctx context.Context, b *batch, workers int, report func(context.Context, source)) (*memory, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	m := &memory{rows: map[int]row{}}
	groups := make(chan int)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for group := range groups {
				if err := b.work(ctx, group, m); err != nil {
					stop(err)
				}
			}
		})
	}
	go report(ctx, m)
	for group := range b.groups() {
		select {
		case groups <- group:
		case <-ctx.Done():
		}
	}
	close(groups)
	all.Wait()
	return m, context.Cause(ctx)
}
