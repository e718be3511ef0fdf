package main

import (
	"errors"
	"io"
	"os"
)

// spool keeps text that has to wait, such as the entries of a statement whose
// month is not over. Up to a limit it waits in memory, beyond it in a temporary
// file, so that memory does not grow with the number of orders.
type spool struct {
	file  *os.File           // nil until needed
	size  int64              // bytes in file
	live  map[*text]struct{} // texts with bytes in memory
	held  int                // bytes in memory
	most  int                // of them
	files []*os.File
}

// maxHeld is how much text waits in memory.
const maxHeld = 4 << 20

func newSpool() *spool { return &spool{most: maxHeld} }

// text is a text in a spool. The zero text is empty.
type text struct {
	buf    []byte
	pieces []piece // in the file, before buf
}

type piece struct{ offset, n int64 }

func (t *text) empty() bool { return len(t.buf)+len(t.pieces) == 0 }

// write adds b to the end of t.
func (s *spool) write(t *text, b []byte) error {
	if len(t.buf) == 0 {
		if s.live == nil {
			s.live = map[*text]struct{}{}
		}
		s.live[t] = struct{}{}
	}
	t.buf = append(t.buf, b...)
	s.held += len(b)
	if s.held < s.most {
		return nil
	}
	return s.spill()
}

// spill moves what waits in memory to the file.
func (s *spool) spill() error {
	if s.file == nil {
		var err error
		if s.file, err = s.temp(); err != nil {
			return err
		}
	}
	for t := range s.live {
		n, err := s.file.WriteAt(t.buf, s.size)
		if err != nil {
			return err
		}
		if n > 0 {
			t.pieces = append(t.pieces, piece{s.size, int64(n)})
			s.size += int64(n)
		}
		t.buf = nil
	}
	clear(s.live)
	s.held = 0
	return nil
}

// copy writes t to w and empties it.
func (s *spool) copy(w io.Writer, t *text) error {
	for _, p := range t.pieces {
		if _, err := io.Copy(w, io.NewSectionReader(s.file, p.offset, p.n)); err != nil {
			return err
		}
	}
	_, err := w.Write(t.buf)
	s.held -= len(t.buf)
	delete(s.live, t)
	*t = text{}
	return err
}

// temp returns a new temporary file, which close removes.
func (s *spool) temp() (*os.File, error) {
	f, err := os.CreateTemp("", "statement-*")
	if err == nil {
		s.files = append(s.files, f)
	}
	return f, err
}

func (s *spool) close() error {
	var errs []error
	for _, f := range s.files {
		errs = append(errs, f.Close(), os.Remove(f.Name()))
	}
	return errors.Join(errs...)
}
