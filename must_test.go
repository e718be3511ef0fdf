package alianza_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
)

func TestMust(t *testing.T) {
	if got := alianza.Must(7, nil); got != 7 {
		t.Errorf("Must(7, nil) = %d; want 7", got)
	}
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, errForeign) {
			t.Errorf("Must panics with %v; want the error itself", err)
		}
	}()
	alianza.Must("", errForeign)
	t.Error("Must returns; want a panic")
}

func ExampleMust() {
	rate := alianza.Must(alianza.ParsePercent("12.5%"))
	fmt.Println(rate)
	// Output:
	// 12.5%
}
