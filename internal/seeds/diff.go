package seeds

import (
	"reflect"

	"github.com/google/go-cmp/cmp"
)

// Diff returns what [cmp.Diff] does, and at once if nothing differs. A law compares
// thousands of values that are equal.
func Diff(want, got any, opts ...cmp.Option) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return cmp.Diff(want, got, opts...)
}
