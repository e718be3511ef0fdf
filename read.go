package alianza

import (
	"bytes"
	"encoding/json"
)

// Read reads the JSON document of a definition, of facts or of a result that
// can come back:
//
//	plan, err := alianza.Read[commission.Definition](data)
//
// It does what json.Unmarshal does with such a type, and more. It skips a byte
// order mark at the beginning. The faults carry the line and the column in the
// document, also if blank lines come first.
func Read[T any, P interface {
	*T
	json.Unmarshaler
}](data []byte) (T, error) {
	var v T
	const mark = "\ufeff"
	if err := P(&v).UnmarshalJSON(bytes.TrimPrefix(data, []byte(mark))); err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}
