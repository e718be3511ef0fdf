package strictjson

import "reflect"

// Quickly reads in one pass, and returns false for a document with a fault.
func Quickly(data []byte, limit int, v any) bool {
	return quickly(data, limit, reflect.ValueOf(v).Elem())
}

// Thoroughly is UnmarshalLimit without the quick way.
func Thoroughly[P any](data []byte, limit int, v P, check func(P) error) error {
	return thoroughly(data, limit, v, check)
}
