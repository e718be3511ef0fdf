package alianza

import "encoding/json"

// Read reads the JSON document of a definition, of facts or of a result that
// can come back:
//
//	plan, err := alianza.Read[commission.Definition](data)
//
// It does what json.Unmarshal does with such a type, and more: a byte order mark
// at the beginning is skipped, and the faults carry the line and the column of the
// document, also when blank lines stand before it.
func Read[T any, P interface {
	*T
	json.Unmarshaler
}](data []byte,
) (T, error) {
	var v T
	if err := P(&v).UnmarshalJSON(data); err != nil {
		return *new(T), err
	}
	return v, nil
}
