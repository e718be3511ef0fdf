package main

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// told writes sentences down, each with its line and its number of words.
func told(blocks [][]word) []string {
	var all []string
	for _, block := range blocks {
		for _, s := range sentences(block) {
			var texts []string
			for _, w := range s {
				texts = append(texts, w.text)
			}
			all = append(all, strconv.Itoa(s[0].at)+"/"+strconv.Itoa(length(s))+" "+strings.Join(texts, " "))
		}
	}
	return all
}

func text(s string) string { return s }

func TestCommentBlocks(t *testing.T) {
	const comment = `Package tier has levels. A level is
a rung of a ladder; it has 2.50 or
v1.2 of it (see README.md), e.g. this
one. "Quoted." [Ladder.Place] is next.
errors.Is tells. What? Yes!

# A heading
No blank line before.

New returns an error if:
  - a name is missing. It is needed
    always:
  - a rate >= 20% - no more

    of it

 1. one
 2) two
Then this, etc. and so on etc. Now
the end ... or not ... The end.

	code is no text. Code.
	- not a list

[link]: https://example.org/page. A
The A in B. And it ends`
	var lines []line
	for i, l := range strings.Split(comment, "\n") {
		lines = append(lines, line{l, i + 1})
	}
	equal(t, told(commentBlocks(lines)), text, `
1/4 Package tier has levels.
1/20 A level is a rung of a ladder; it has 2.50 or v1.2 of it (see README.md), e.g. this one.
4/1 "Quoted."
4/3 [Ladder.Place] is next.
5/2 errors.Is tells.
5/1 What?
5/1 Yes!
7/2 A heading
8/4 No blank line before.
10/5 New returns an error if:
11/4 a name is missing.
11/4 It is needed always:
13/5 a rate >= 20% - no more
15/2 of it
17/1 one
18/1 two
19/7 Then this, etc. and so on etc.
19/5 Now the end ... or not ...
20/2 The end.
26/4 The A in B.
26/3 And it ends`)
}

func TestPageBlocks(t *testing.T) {
	const page = `# A page

Two lines are
one. Then two.
<!-- no text. None. -->
<!-- none
either. -->
| cell one | cell two. Three |
|---|---|
- item one
  goes on
- item two

` + "```go\ncode. Code\n```" + `
1. The end.`
	equal(t, told(pageBlocks(page)), text, `
1/2 A page
3/4 Two lines are one.
4/2 Then two.
8/2 cell one
8/2 cell two.
8/1 Three
9/0 ---
9/0 ---
10/4 item one goes on
12/2 item two
17/2 The end.`)
}

func TestTooLong(t *testing.T) {
	packs := sources(t, map[string]string{"tier/tier.go": `// One two three four.
package tier

//go:generate one two three four

// A one two three four.
//nolint:one two three four
type A struct {
	// B one two three four.
	B, C int
	D    int // D one two three four
	e    int // e one two three four
}

/*
Not so. M one two three
four.
*/
func (A) M() {}

// One two three four.
var a int

// The first one two three four.
const (
	b, X = 1, 2 // X one two three four
	Y    = 3
)
`})
	fsys := fstest.MapFS{"README.md": {Data: []byte("\nOne two three four.\n")}}
	findings, err := tooLong(fsys, packs, []string{"README.md"}, 3)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, findings, finding.String, `
tier/tier.go:1: 4 words: One two three four. …
tier/tier.go:6: 5 words: A one two three four. …
tier/tier.go:9: 5 words: B one two three four. …
tier/tier.go:11: 5 words: D one two three four …
tier/tier.go:16: 5 words: M one two three four. …
tier/tier.go:24: 6 words: The first one two three four. …
tier/tier.go:26: 5 words: X one two three four …
README.md:2: 4 words: One two three four. …`)
}
