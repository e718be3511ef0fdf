package seeds

import (
	"reflect"

	"github.com/google/go-cmp/cmp"
)

// Same reports whether two values are the same in memory, down to the digits of their
// numbers. It is quick.
func Same(a, b any) bool { return reflect.DeepEqual(a, b) }

// Diff returns what [cmp.Diff] does, and at once if nothing differs. A law compares
// thousands of values that are equal.
func Diff(want, got any, opts ...cmp.Option) string {
	if Same(want, got) {
		return ""
	}
	return cmp.Diff(want, got, opts...)
}
