package alianza_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/seed-0af520cd/alianza"
)

// TestEveryZero holds that a checked type refuses its zero value: what was made
// without New is never taken for an empty definition. A type is a checked one if
// it gives its definition back. Each of its methods that can fail fails, and one that
// remarks says it: no remarks would read as nothing to remark on.
func TestEveryZero(t *testing.T) {
	failing, remarking := reflect.TypeFor[error](), reflect.TypeFor[[]*alianza.FieldError]()
	for _, one := range exportedValues {
		typ := reflect.TypeOf(one)
		if _, checked := typ.MethodByName("Definition"); !checked {
			continue
		}
		t.Run(name(typ), func(t *testing.T) {
			if _, err := json.Marshal(one); !errors.Is(err, alianza.ErrUnchecked) {
				t.Errorf("MarshalJSON() of a zero value = %v; want ErrUnchecked", err)
			}
			for i := range typ.NumMethod() {
				method := typ.Method(i)
				outs := method.Type.NumOut()
				if outs == 0 || method.Type.Out(outs-1) != failing && method.Type.Out(outs-1) != remarking {
					continue
				}
				args := []reflect.Value{reflect.ValueOf(one)}
				for j := 1; j < method.Type.NumIn(); j++ {
					args = append(args, reflect.Zero(method.Type.In(j)))
				}
				call := method.Func.Call
				if method.Type.IsVariadic() {
					call = method.Func.CallSlice
				}
				last := call(args)[outs-1].Interface()
				err, _ := last.(error)
				if remarks, ok := last.([]*alianza.FieldError); ok && len(remarks) > 0 {
					err = remarks[0]
				}
				if !errors.Is(err, alianza.ErrUnchecked) {
					t.Errorf("%s of a zero value = %v; want ErrUnchecked", method.Name, err)
				}
			}
		})
	}
}
