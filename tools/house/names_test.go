package main

import "testing"

func TestSize_code(t *testing.T) {
	p := sources(t, map[string]string{"a.go": `// Package a is here.
package a // 1

/* a comment
over lines */

const text = ` + "`2\n3\n\n5`" + `

func f() int { // 6

	return 7 +
		/* in between */
		8
} // 9
`})[0]
	if got := p.size(); got.lines != 17 || got.code != 9 {
		t.Errorf("%d lines, %d of code; want 17 and 9", got.lines, got.code)
	}
}

func TestTooLarge(t *testing.T) {
	packs := sources(t, map[string]string{
		"tier/tier.go":         "package tier\n\nvar A, B, C, d int\n",
		"internal/check/c.go":  "package check\n\nvar A, B, C int\n",
		"cmd/alianza/main.go":  "package main\n\nvar A, B, C int\n",
		"score/score.go":       "package score\n\nvar A, B int\n",
		"score/score_test.go":  "package score\n\nvar C, D int\n",
		"score/scoretest/s.go": "package scoretest\n\nvar A, B, C int\n",
		"score/internal/in.go": "package internal\n\nvar A, B, C int\n",
	})
	equal(t, tooLarge(packs, 2), finding.String, "tier: 3 exported names, 2 allowed")
	equal(t, tooLarge(packs, 3), finding.String, "")
}
