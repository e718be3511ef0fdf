package number

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/near"
)

// RefuseAnswers adds the faults of answers, which are 0 to 2, to criteria that
// are known.
func RefuseAnswers[A interface {
	~uint8
	fmt.Stringer
}](f *check.Faults, path string, answers map[string]A, known map[string]bool,
) {
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		if !known[name] {
			f.Add(path+"."+name, "", alianza.ErrUnknown, None(name, known, "there is no such criterion"))
		} else if answers[name] > 2 {
			f.Add(path+"."+name, answers[name].String(), alianza.ErrUnknown, "want yes, no or unknown")
		}
		if f.Full() {
			return
		}
	}
}

// RefuseNumbers adds the faults of numbers that nobody asks for or that are out
// of bounds.
func RefuseNumbers(f *check.Faults, path string, numbers map[string]decimal.Decimal, known map[string]bool) {
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		if !known[name] {
			f.Add(path+"."+name, "", alianza.ErrUnknown, None(name, known, "there is no such number"))
		} else {
			f.Number(path+"."+name, numbers[name])
		}
		if f.Full() {
			return
		}
	}
}

// None says that a name is none of those that are known, and which one it most likely
// means.
func None(name string, known map[string]bool, why string) string {
	if meant := near.Of(name, slices.Sorted(maps.Keys(known))); meant != "" {
		return fmt.Sprintf("did you mean %q?", meant)
	}
	return why
}

// Set returns the names of some lists.
func Set(lists ...[]string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for _, name := range list {
			set[name] = true
		}
	}
	return set
}
