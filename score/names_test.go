package score_test

import (
	"encoding"
	"errors"
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// checkNames writes and reads the values of an enumeration. The names before
// first are written and not read.
func checkNames[T ~uint8, P interface {
	*T
	encoding.TextUnmarshaler
	encoding.TextMarshaler
}](t *testing.T, first int, names ...string) {
	t.Helper()
	for i, want := range append(names, fmt.Sprintf("(%d)", len(names))) {
		v := T(i)
		text, err := P(&v).MarshalText()
		if err != nil || string(text) != want || fmt.Sprint(v) != want {
			t.Errorf("%T(%d) = %v, %s, %v; want %s", v, i, v, text, err, want)
		}
		read := T(99)
		err = P(&read).UnmarshalText(text)
		if i >= first && i < len(names) {
			if err != nil || read != v {
				t.Errorf("UnmarshalText(%s) of %T = %d, %v; want %d", text, v, read, err, i)
			}
		} else if !errors.Is(err, alianza.ErrUnknown) || read != 99 {
			t.Errorf("UnmarshalText(%s) of %T = %d, %v; want ErrUnknown", text, v, read, err)
		}
	}
}

func TestMoreNames(t *testing.T) {
	checkNames[score.Missing](t, 0, "refuse", "worst", "renormalise")
	checkNames[score.Unmeasured](t, 0, "open", "below", "left_out")
	checkNames[score.Outlook](t, 0, "open", "cannot_fail", "cannot_pass")
	checkNames[score.Basis](t, 1, "none", "knock_out", "total", "score", "name")
	checkNames[score.Priority](t, 1, "none", "low", "medium", "high", "critical")
	checkNames[score.Arrow](t, 1, "none", "down", "flat", "up")
	checkNames[score.Meaning](t, 1, "none", "worsening", "stable", "improving")
}
