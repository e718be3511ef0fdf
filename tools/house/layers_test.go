package main

import (
	"strings"
	"testing"
)

func TestAgainst(t *testing.T) {
	tests := []struct {
		from, to string // what is after the colon; a "+" before it is the module
		test     bool
		want     string
	}{
		{from: "tier", to: "strings"},
		{from: "tier", to: decimal},
		{from: "tier", to: "math/rand", want: "is not on the list of what the library imports"},
		{from: "tier", to: "math/rand", test: true},
		{from: "tier", to: "reflect", want: "is not on the list of what the library imports"},
		{from: "internal/strictjson", to: "reflect"},
		{from: "tier", to: "sync", want: "is not on the list of what the library imports"},
		{from: "internal/strictjson", to: "sync"},
		{from: "commission", to: "sync"},
		{from: "commission", to: "reflect", want: "is not on the list of what the library imports"},
		{from: "internal/strictjson", to: "os", want: "is not on the list of what the library imports"},
		{from: "cmd/alianza", to: "os"},
		{from: "cmd/alianza", to: gocmp + "/cmp", want: "is for tests"},
		{from: "tier", to: gocmp + "/cmp", want: "is for tests"},
		{from: "tier", to: gocmp + "/cmp", test: true},

		{from: "internal/exact", to: "+", want: "is not below it"},
		{from: "internal/exact", to: "+/internal/civil", want: "is not below it"},
		{from: "internal/civil", to: "+/internal/check", want: "is not below it"},
		{from: ".", to: "+/internal/exact"},
		{from: ".", to: "+/internal/civil"},
		{from: ".", to: "+/internal/check", want: "is not below it"},
		{from: "internal/check", to: "+"},
		{from: "internal/strictjson", to: "+/internal/check"},
		{from: "internal/check", to: "+/tier", want: "is not below it"},
		{from: "tier", to: "+"},
		{from: "tier", to: "+/internal/check"},
		{from: "tier", to: "+/score", want: "is not below it"},
		{from: "score", to: "+/score/kpi", want: "is not below it"},
		{from: "score", to: "+/score/internal/number"},
		{from: "score/internal/number", to: "+/score", want: "is not below it"},
		{from: "score/internal/number", to: "+/internal/exact"},
		{from: "score/kpi", to: "+/score"},
		{from: "score/kpi", to: "+/score/internal/number"},
		{from: "score/kpi", to: "+/score/prospect"},
		{from: "score/kpi", to: "+/commission", want: "is in another room"},
		{from: "score/kpi", to: "+/commission/split", want: "is in another room"},
		{from: "score/kpi", to: "+/program", want: "is not below it"},
		{from: "program", to: "+/commission/split"},
		{from: "program", to: "+/internal/strictjson"},
		{from: "program", to: "+/cmd/alianza", want: "is not below it"},
		{from: "cmd/alianza", to: "+/program"},
		{from: "cmd/alianza", to: "+/internal/check", want: "no program can import"},
		{from: "cmd/alianza", to: "+/internal/check", test: true, want: "no program can import"},
		{from: "cmd/alianza", to: "+/cmd/alianza/books"},
		{from: "examples/statement", to: "+/commission"},
		{from: "examples/statement", to: "+/internal/exact", want: "no program can import"},

		{from: "tier", to: "+/score", test: true},
		{from: "internal/check", to: "+/tier", test: true},
		{from: "tier", to: "+/internal/seeds", want: "is for tests"},
		{from: "tier", to: "+/internal/seeds", test: true},
		{from: "score", to: "+/score/internal/scoretest", want: "is for tests"},
		{from: "score", to: "+/score/internal/scoretest", test: true},
		{from: "score/internal/scoretest", to: "testing", test: true},
		{from: "examples/statement", to: "+/internal/seeds", test: true},
		{from: "examples/statement", to: "+/internal/seeds", want: "is for tests"},
	}
	for _, test := range tests {
		to := strings.Replace(test.to, "+", module, 1)
		if got := (pack{path: test.from}).against(to, test.test); got != test.want {
			t.Errorf("%s imports %s, in a test %t: %q; want %q", test.from, test.to, test.test, got, test.want)
		}
	}
}

func TestMisplaced(t *testing.T) {
	packs := sources(t, map[string]string{
		"score/score.go":          "package score\n\nimport \"" + module + "/tier\"\n",
		"score/plan9.go":          "//go:build plan9\n\npackage score\n\nimport (\n\t\"fmt\"\n\t\"net\"\n)\n",
		"score/score_test.go":     "package score_test\n\nimport \"" + module + "/tier\"\n",
		"utils/utils.go":          "package utils\n",
		"internal/seeds/seeds.go": "package seeds\n\nimport \"os\"\n",
	})
	equal(t, misplaced(packs), finding.String, `
score/plan9.go:7: imports net, which is not on the list of what the library imports
score/score.go:3: imports `+module+`/tier, which is not below it
utils: is in none of the rooms: tier, score, commission, roi, pipeline`)
}
