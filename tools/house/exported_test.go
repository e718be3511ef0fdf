package main

import (
	"fmt"
	"testing"
)

const exportedSource = `package tier

// The kinds.
type (
	hidden struct{ Field int }
	// Ladder is a comment.
	Ladder[T any] struct {
		Name, Title string // two
		On          *Bound ` + "`json:\"on_missing,omitzero\"`" + `
		Skip        int    ` + "`json:\"-\"`" + `
		Inner       struct {
			Deep int
			flat int
		}
		Bound
		hidden
	}
)

type Number interface {
	Cmp(d, e int) int
	fmt.Stringer
}

type Alias = int

const (
	Low  Bound = iota // the low one
	high
	High
)

var Err, err error

func New(a, b int) (l Ladder, err error) { return }
func local()                              {}

func (l *Ladder[T]) Place(m ...int) *Bound            { return nil }
func (l Ladder[T]) String() string                    { return "" }
func (Ladder[T]) String2() string                     { return "" }
func (l Ladder[T]) place()                            {}
func (h hidden) Method()                              {}
func (l *Ladder[T]) UnmarshalJSON(data []byte) error  { return nil }
func (l *Ladder[T]) MarshalText() (b []byte, e error) { return nil, nil }
func (l *Ladder[T]) Is(other Ladder[T]) bool          { return false }
func (l *Ladder[T]) Unwrap() []error                  { return nil }
`

func TestExported(t *testing.T) {
	p := sources(t, map[string]string{
		"tier/tier.go":      exportedSource,
		"tier/tier_test.go": "package tier\n\nfunc Test() {}\n",
	})[0]
	equal(t, p.exported(), func(n name) string {
		mark := ""
		if n.standard() {
			mark = " (standard)"
		}
		return fmt.Sprintf("%d %s %s%s", n.file.line(n.pos), n.kind, n, mark)
	}, `
7 type Ladder
8 field Ladder.Name
8 field Ladder.Title
9 field Ladder.On
9 JSON field Ladder.on_missing
10 field Ladder.Skip
11 field Ladder.Inner
12 field Ladder.Inner.Deep
15 field Ladder.Bound
20 type Number
21 method Number.Cmp
25 type Alias
28 constant Low
30 constant High
33 variable Err
35 function New
38 method Ladder.Place
39 method Ladder.String (standard)
40 method Ladder.String2
43 method Ladder.UnmarshalJSON (standard)
44 method Ladder.MarshalText (standard)
45 method Ladder.Is
46 method Ladder.Unwrap (standard)`)

	if got := p.size().names; got != 11 {
		t.Errorf("%d names; want 11", got)
	}
	if got := p.size(); got.lines != 46 || got.code != 37 {
		t.Errorf("%d lines, %d of code; want 46 and 37", got.lines, got.code)
	}
}
