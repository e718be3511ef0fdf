package main

// must returns a value that there has to be. This is a program of measurements:
// whatever goes wrong is a fault in it.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// check stops at an error.
func check(err error) {
	if err != nil {
		panic(err)
	}
}

// must2 is must for an error of a type of its own, which may be nil.
func must2[T any, E error](v T, err E) T {
	if any(err) != nil {
		panic(err)
	}
	return v
}

// must3 is must for two values.
func must3[T, U any](v T, w U, err error) (T, U) {
	check(err)
	return v, w
}
