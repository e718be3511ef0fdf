package enum_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
)

type color uint8

var colors = []string{"none", "red", "light_green"}

func TestName(t *testing.T) {
	for v, want := range map[color]string{0: "none", 1: "red", 2: "light_green", 3: "(3)", 255: "(255)"} {
		if got := enum.Name(v, colors); got != want {
			t.Errorf("Name(%d) = %q; want %q", uint8(v), got, want)
		}
	}
}

// TestValid has the ends of the range, with a zero value that is a value and
// with one that is none.
func TestValid(t *testing.T) {
	tests := []struct {
		v     color
		first int
		want  bool
	}{
		{0, 0, true},
		{0, 1, false},
		{1, 1, true},
		{2, 1, true},
		{3, 1, false},
		{255, 0, false},
	}
	for _, tt := range tests {
		if got := enum.Valid(tt.v, colors, tt.first); got != tt.want {
			t.Errorf("Valid(%d, first %d) = %t; want %t", tt.v, tt.first, got, tt.want)
		}
		text, err := enum.Text(tt.v, colors, tt.first)
		var f check.Faults
		ok := enum.Check(&f, "color", tt.v, colors, tt.first)
		if tt.want {
			if err != nil || string(text) != colors[tt.v] || !ok || f.Err() != nil {
				t.Errorf("Text(%d, first %d) = %q, %v; want %q; Check = %v", tt.v, tt.first, text, err, colors[tt.v], f.Err())
			}
			continue
		}
		kind := alianza.ErrUnknown
		if tt.v == 0 { // that says "none" is missing
			kind = alianza.ErrMissing
		}
		if text != nil || !errors.Is(err, kind) {
			t.Errorf("Text(%d, first %d) = %q, %v; want %v", tt.v, tt.first, text, err, kind)
		}
		if ok || !errors.Is(f.Err(), kind) || alianza.Faults(f.Err())[0].Path != "color" {
			t.Errorf("Check(%d, first %d) = %t, %v; want color: %v", tt.v, tt.first, ok, f.Err(), kind)
		}
	}
	var f check.Faults
	enum.Check(&f, "color", color(0), colors, 1)
	if got, want := f.Err().Error(), `color: missing: want one of ["red" "light_green"]`; got != want {
		t.Errorf("Check(0) = %s; want %s", got, want)
	}
	_, err := enum.Text(color(7), colors, 1)
	if got, want := err.Error(), `"(7)": unknown: want one of ["red" "light_green"]`; got != want {
		t.Errorf("Text(7) = %s; want %s", got, want)
	}
}

func TestParse(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	hints := map[string]string{"retroactive": "slab", "blue": "red", "": "none"}
	tests := []struct {
		name  string
		text  string
		first int
		hints map[string]string
		want  color  // 9 if the text is refused
		err   string // then the error
	}{
		{"zero value that is a value", "none", 0, nil, 0, ""},
		{"zero value that is none", "none", 1, nil, 9, `"none": unknown: want one of ["red" "light_green"]`},
		{"first", "red", 0, nil, 1, ""},
		{"first of those that may be", "red", 1, nil, 1, ""},
		{"last", "light_green", 1, hints, 2, ""},
		{"another case", "Red", 1, nil, 9, `"Red": unknown: did you mean "red"? want one of ["red" "light_green"]`},
		{"another spelling", "light-green", 1, nil, 9, `"light-green": unknown: did you mean "light_green"? want one of ["red" "light_green"]`},
		{"misspelled", "lightgren", 0, nil, 9, `"lightgren": unknown: did you mean "light_green"? want one of ["none" "red" "light_green"]`},
		{"a blank before", " red", 1, nil, 9, `" red": unknown: did you mean "red"? want one of ["red" "light_green"]`},
		{"nothing like it", "blue", 1, nil, 9, `"blue": unknown: want one of ["red" "light_green"]`},
		{"a word that is hinted at", "blue", 1, hints, 9, `"blue": unknown: write "red"`},
		{"empty", "", 0, nil, 9, `unknown: want one of ["none" "red" "light_green"]`},
		{"empty, hinted at", "", 0, hints, 9, `unknown: write "none"`},
		{"long", "red" + long, 0, hints, 9, `"red` + long[:57] + `…": unknown: want one of ["none" "red" "light_green"]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := color(9)
			err := enum.ParseHints(&got, []byte(tt.text), colors, tt.first, tt.hints)
			if got != tt.want || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
				t.Errorf("ParseHints(%.40q) = %d, %v; want %d, %s", tt.text, got, err, tt.want, tt.err)
			}
			if err != nil && !errors.Is(err, alianza.ErrUnknown) {
				t.Errorf("ParseHints(%.40q) = %v; want ErrUnknown", tt.text, err)
			}
			if tt.hints == nil {
				again := color(9)
				if err := enum.Parse(&again, []byte(tt.text), colors, tt.first); again != got || (err == nil) != (tt.err == "") {
					t.Errorf("Parse(%.40q) = %d, %v; ParseHints says %d", tt.text, again, err, got)
				}
			}
		})
	}
}

// TestParseLong checks that a name must be written whole: one of the greatest
// length is not taken for what begins with it.
func TestParseLong(t *testing.T) {
	name := strings.Repeat("n", check.MaxName)
	v := color(9)
	if err := enum.Parse(&v, []byte(name+"n"), []string{name}, 0); err == nil || v != 9 {
		t.Errorf("Parse = %d, %v; want an error", v, err)
	}
	if err := enum.Parse(&v, []byte(name), []string{name}, 0); err != nil || v != 0 {
		t.Errorf("Parse = %d, %v; want 0", v, err)
	}
}
