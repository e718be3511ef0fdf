package number

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// RefuseAnswers adds the faults of answers, 0 to 2, to be used with these
// criteria.
func RefuseAnswers[A interface {
	~uint8
	fmt.Stringer
}](f *check.Faults, path string, answers map[string]A, criteria []string,
) {
	known := make(map[string]bool, len(criteria))
	for _, name := range criteria {
		known[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		if !known[name] {
			f.Add(path+"."+name, "", alianza.ErrUnknown, "there is no such criterion")
		} else if answers[name] > 2 {
			f.Add(path+"."+name, answers[name].String(), alianza.ErrUnknown, "want yes, no or unknown")
		}
	}
}
