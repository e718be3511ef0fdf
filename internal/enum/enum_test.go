package enum_test

import (
	"errors"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/enum"
)

type color uint8

var colors = []string{"none", "red", "green"}

func TestName(t *testing.T) {
	for v, want := range map[color]string{0: "none", 1: "red", 2: "green", 3: "(3)", 255: "(255)"} {
		if got := enum.Name(v, colors); got != want {
			t.Errorf("Name(%d) = %q; want %q", uint8(v), got, want)
		}
	}
}

func TestParse(t *testing.T) {
	tests := []struct {
		text  string
		first int
		want  color
		known bool
	}{
		{"none", 0, 0, true},
		{"none", 1, 9, false},
		{"red", 0, 1, true},
		{"red", 1, 1, true},
		{"green", 1, 2, true},
		{"Green", 1, 9, false},
		{" green", 1, 9, false},
		{"", 0, 9, false},
	}
	for _, tt := range tests {
		got := color(9)
		err := enum.Parse(&got, []byte(tt.text), colors, tt.first)
		if got != tt.want || (err == nil) != tt.known || !tt.known && !errors.Is(err, alianza.ErrUnknown) {
			t.Errorf("Parse(%q) from %d = %d, %v; want %d, known %t", tt.text, tt.first, got, err, tt.want, tt.known)
		}
	}
	if got, want := enum.Parse(new(color), []byte("blue"), colors, 1).Error(), `"blue": unknown: want one of ["red" "green"]`; got != want {
		t.Errorf("Parse(blue) = %s; want %s", got, want)
	}
}
