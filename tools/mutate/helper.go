package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func readFile(path string) ([]byte, error) { return os.ReadFile(filepath.Clean(path)) }

// helper is the source of a file that is added to the package: the functions that
// its mutants call.
func (p *pack) helper() []byte {
	var b strings.Builder
	short := p.path[strings.LastIndex(p.path, "/")+1:]
	if len(p.files) > 0 {
		short = packageName(p.files[0].source)
	}
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"cmp\"\n\t\"os\"\n\t\"strconv\"\n\t\"strings\"\n\t\"sync/atomic\"\n", short)
	if p.decimals {
		b.WriteString("\n\tmutantdecimal \"github.com/shopspring/decimal\"\n")
	}
	b.WriteString(")\n")
	b.WriteString(strings.NewReplacer("VARIABLE", chosen, "LAST", strconv.Itoa(p.last())).Replace(general))
	if p.decimals {
		var names []string
		for name := range swaps {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			argument, pass := "", ""
			if !slices.Contains([]string{"IsPositive", "IsNegative", "IsZero", "Neg", "Abs"}, name) {
				argument, pass = ", y mutantdecimal.Decimal", "y"
			}
			result := "mutantdecimal.Decimal"
			if strings.HasPrefix(name, "Is") || strings.Contains(name, "Than") {
				result = "bool"
			}
			fmt.Fprintf(&b, "\nfunc mutant%s(id int, x mutantdecimal.Decimal%s) %s {\n\tif mutantActs(id) {\n\t\treturn x.%s(%s)\n\t}\n\treturn x.%s(%s)\n}\n", name, argument, result, swaps[name], pass, name, pass)
		}
	}
	return []byte(b.String())
}

// packageName reads the name of the package of a source.
func packageName(source []byte) string {
	for _, line := range strings.Split(string(source), "\n") {
		if rest, ok := strings.CutPrefix(line, "package "); ok {
			return strings.Fields(rest)[0]
		}
	}
	return ""
}

const general = `
var mutantID, mutantCover = func() (int, string) {
	v := os.Getenv("VARIABLE")
	if path, ok := strings.CutPrefix(v, "cover:"); ok {
		return -1, path
	}
	id, _ := strconv.Atoi(v)
	return id, ""
}()

func mutantActs(id int) bool { return mutantID == id || mutantID == -1 && mutantReached(id) }

var mutantSeen [LAST + 1]atomic.Bool

func mutantReached(id int) bool {
	if mutantSeen[id].Load() || mutantSeen[id].Swap(true) {
		return false
	}
	f, err := os.OpenFile(mutantCover, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	if _, err := f.WriteString(strconv.Itoa(id) + "\n"); err != nil {
		panic(err)
	}
	f.Close()
	return false
}

func mutantLess[T cmp.Ordered](id int, a, b T) bool {
	if mutantActs(id) {
		return a <= b
	}
	return a < b
}

func mutantAtMost[T cmp.Ordered](id int, a, b T) bool {
	if mutantActs(id) {
		return a < b
	}
	return a <= b
}

func mutantMore[T cmp.Ordered](id int, a, b T) bool {
	if mutantActs(id) {
		return a >= b
	}
	return a > b
}

func mutantAtLeast[T cmp.Ordered](id int, a, b T) bool {
	if mutantActs(id) {
		return a > b
	}
	return a >= b
}

type mutantNumber interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}

func mutantPlus[T mutantNumber](id int, a, b T) T {
	if mutantActs(id) {
		return a - b
	}
	return a + b
}

func mutantMinus[T mutantNumber](id int, a, b T) T {
	if mutantActs(id) {
		return a + b
	}
	return a - b
}

func mutantAnd(id int, a bool, b func() bool) bool {
	if mutantActs(id) {
		return a || b()
	}
	return a && b()
}

func mutantOr(id int, a bool, b func() bool) bool {
	if mutantActs(id) {
		return a && b()
	}
	return a || b()
}
`
