// Package seeds says how many random cases a test tries, and compares what they make.
// It is for tests: nothing else imports it.
//
// A test names the number that it needs every day. The environment variable
// ALIANZA_SEEDS multiplies it for a longer run:
//
//	ALIANZA_SEEDS=100 go test ./...
//
// A case has to depend on its number alone, so that a failure can be repeated:
//
//	for seed := range seeds.Count(200) {
//		random := rand.New(rand.NewPCG(uint64(seed), 0))
//		…
//	}
package seeds

import (
	"math"
	"os"
	"strconv"
)

// variable is the name of the multiplier in the environment.
const variable = "ALIANZA_SEEDS"

// Count returns how many seeds a test tries that tries everyday of them when
// ALIANZA_SEEDS is not set. The seeds of a shorter run are the first ones of a
// longer run.
//
// Count panics if ALIANZA_SEEDS is not a whole number of at least 1: a test
// must not pass because it tried less than somebody asked for.
func Count(everyday int) int {
	text := os.Getenv(variable)
	if text == "" {
		return everyday
	}
	times, err := strconv.Atoi(text)
	if err != nil || times < 1 {
		panic(variable + "=" + strconv.Quote(text) + " is not a whole number of at least 1") //nolint:forbidigo // stops a test run
	}
	if everyday > math.MaxInt/times {
		return math.MaxInt
	}
	return everyday * times
}
