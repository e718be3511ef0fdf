package alianza

// Must returns v and panics if err is not nil. It is for definitions and
// numbers written in code, where an error is a mistake of the programmer:
//
//	var ladder = alianza.Must(tier.New(tier.Affiliate()))
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return v
}
