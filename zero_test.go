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
// it gives its definition back. Each of its methods that can fail fails.
func TestEveryZero(t *testing.T) {
	failing := reflect.TypeFor[error]()
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
				if outs == 0 || method.Type.Out(outs-1) != failing {
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
				if err, _ := call(args)[outs-1].Interface().(error); !errors.Is(err, alianza.ErrUnchecked) {
					t.Errorf("%s of a zero value = %v; want ErrUnchecked", method.Name, err)
				}
			}
		})
	}
}
