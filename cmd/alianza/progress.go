package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress shows on a terminal how far the reading is.
type progress struct {
	w     io.Writer // nil if there is no terminal
	start time.Time
	next  time.Time
	rows  int
	shown bool
}

func newProgress(stderr io.Writer) *progress {
	p := &progress{start: time.Now()}
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

// tick shows the progress, four times a second and not before the first half
// second is over.
func (p *progress) tick(what string, read, size int64) {
	p.rows++
	if p.w == nil || p.rows%1024 != 0 {
		return
	}
	now := time.Now()
	if now.Sub(p.start) < 500*time.Millisecond || now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(250*time.Millisecond), true
	if size > 0 {
		fmt.Fprintf(p.w, "\r%s %3d%%", what, read*100/size)
	} else {
		fmt.Fprintf(p.w, "\r%s %d rows", what, p.rows)
	}
}

// done clears the line.
func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.w, "\r                              \r")
		p.shown = false
	}
}
