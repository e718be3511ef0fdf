package main

import (
	"context"
	"fmt"
	"io"
	"time"
)

// A progress is what is saved so far.
type progress struct{ partners, events int }

// A source knows the progress of a batch.
type source interface {
	progress(ctx context.Context) (progress, error)
}

// line says how far a batch is: events a second since this process looked first, and
// an estimate of the rest by events, as partners are of any size.
func line(begun, now, all progress, took time.Duration) string {
	text := fmt.Sprintf("%d of %d partners, %d of %d events", now.partners, all.partners, now.events, all.events)
	done := now.events - begun.events
	if done <= 0 || took <= 0 {
		return text
	}
	each := took / time.Duration(done)
	left := (each * time.Duration(all.events-now.events)).Round(time.Second)
	return fmt.Sprintf("%s, %d events/s, about %s left", text, int64(done)*int64(time.Second)/int64(took), left)
}

// reporter writes a line each second until the context ends.
func reporter(out io.Writer, all progress) func(context.Context, source) {
	return func(ctx context.Context, of source) {
		begun, err := of.progress(ctx)
		if err != nil {
			return
		}
		start, tick := time.Now(), time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if now, err := of.progress(ctx); err == nil {
				fmt.Fprintln(out, line(begun, now, all, time.Since(start)))
			}
		}
	}
}
