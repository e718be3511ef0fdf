package oldjson

// Into reads data into *v as [Unmarshal] does, by the fields and the check
// (which may be nil) of its type. It is the whole of a type's UnmarshalJSON: on
// error *v is left as it was.
func Into[T any](v *T, data []byte, limit int, fields func(*T, *Object), check func(*T) error) error {
	var in T
	meaning := func() error { return nil }
	if check != nil {
		meaning = func() error { return check(&in) }
	}
	if err := Unmarshal(data, limit, func(o *Object) { fields(&in, o) }, meaning); err != nil {
		return err
	}
	*v = in
	return nil
}
