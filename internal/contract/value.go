package contract

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// An Object is a result with named parts.
type Object = map[string]any

// List returns a list of any type as a result.
func List[T any](list []T) []any {
	all := make([]any, len(list))
	for i, v := range list {
		all[i] = v
	}
	return all
}

// refusals gives the errors of the library by the names that the rows use, and
// those of a package.
func refusals(own []Refusal) map[string]error {
	kinds := map[string]error{
		"zero_denominator":  alianza.ErrZero,
		"negative_input":    alianza.ErrRange,
		"out_of_range":      alianza.ErrRange,
		"empty":             alianza.ErrMissing,
		"missing_value":     alianza.ErrMissing,
		"weights_invalid":   alianza.ErrConflict,
		"unknown":           alianza.ErrUnknown,
		"unit_mismatch":     alianza.ErrConflict,
		"currency_mismatch": alianza.ErrCurrency,
		"no_solution":       alianza.ErrNoSolution,
		"ambiguous":         alianza.ErrAmbiguous,
		"never":             alianza.ErrNever,
	}
	for _, r := range own {
		kinds[r.Name] = r.Kind
	}
	return kinds
}

// judge returns what is wrong with a result, or "". The forms of what a row
// expects are:
//
//	null                       no value: exactly nil
//	5, "5.00"                  that number, exactly
//	"silver"                   that text
//	true, false
//	{"ratio": "10/3"}          that number, exactly
//	{"approx": 3.5, "tol": 1}  a number at most tol away
//	{"not": "silver"}          another text, not an empty one
//	{"error": "out_of_range"}  an error of the kind of that name
//	[…], {…}                   a list, an object: as many parts, each as expected
func judge(want, got any, err error, kinds map[string]error) string {
	if form, ok := want.(map[string]any); ok && form["error"] != nil {
		name, _ := form["error"].(string)
		kind, known := kinds[name]
		switch {
		case !known:
			return fmt.Sprintf("no error is known as %q", name)
		case err == nil:
			return fmt.Sprintf("got %v; want the error %s", got, name)
		case !errors.Is(err, kind):
			return fmt.Sprintf("got the error %q; want one that is %q", err, kind)
		}
		return ""
	}
	if err != nil {
		return "got the error " + err.Error()
	}
	return differ(want, got)
}

// differ compares a value with what is expected. It returns the difference, or "".
func differ(want, got any) string {
	unequal := fmt.Sprintf("got %#v; want %v", got, want)
	switch want := want.(type) {
	case nil:
		if got != nil {
			return unequal
		}
		return ""
	case bool:
		if b, ok := got.(bool); !ok || b != want {
			return unequal
		}
		return ""
	case json.Number:
		return differNumber(want.String(), got)
	case string:
		if _, isNumber := number(got); isNumber {
			return differNumber(want, got)
		}
		if s, ok := text(got); !ok || s != want {
			return unequal
		}
		return ""
	case []any:
		return differList(want, got)
	case map[string]any:
		return differObject(want, got)
	}
	return unequal
}

func differNumber(want string, got any) string {
	n, ok := number(got)
	w, isNumber := new(big.Rat).SetString(want)
	if !ok || !isNumber || n.Cmp(w) != 0 {
		if ok {
			got = n.RatString()
		}
		return fmt.Sprintf("got %v; want %s", got, want)
	}
	return ""
}

func differList(want []any, got any) string {
	list, ok := list(got)
	if !ok || len(list) != len(want) {
		return fmt.Sprintf("got %#v; want the list %v", got, want)
	}
	for i, w := range want {
		if d := differ(w, list[i]); d != "" {
			return fmt.Sprintf("element %d: %s", i, d)
		}
	}
	return ""
}

func differObject(want map[string]any, got any) string {
	switch {
	case want["ratio"] != nil && len(want) == 1:
		return differNumber(fmt.Sprint(want["ratio"]), got)
	case want["not"] != nil && len(want) == 1:
		if s, ok := text(got); !ok || s == "" || s == want["not"] {
			return fmt.Sprintf("got %#v; want another text than %v", got, want["not"])
		}
		return ""
	case want["approx"] != nil && want["tol"] != nil:
		return differBy(fmt.Sprint(want["approx"]), fmt.Sprint(want["tol"]), got)
	}
	object, ok := got.(map[string]any)
	if !ok || object == nil {
		return fmt.Sprintf("got %#v; want the object %v", got, want)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		part, has := object[name]
		if !has {
			return name + " is missing"
		}
		if d := differ(want[name], part); d != "" {
			return name + ": " + d
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, has := want[name]; !has {
			return name + " is not expected"
		}
	}
	return ""
}

func differBy(want, tolerance string, got any) string {
	n, ok := number(got)
	w, okWant := new(big.Rat).SetString(want)
	tol, okTol := new(big.Rat).SetString(tolerance)
	if !ok || !okWant || !okTol {
		return fmt.Sprintf("got %#v; want about %s", got, want)
	}
	off := new(big.Rat).Sub(n, w)
	if off.Abs(off).Cmp(tol) > 0 {
		return fmt.Sprintf("got %s; want %s within %s", n.FloatString(12), want, tolerance)
	}
	return ""
}

// number returns the exact number of a result that is one. A text is none.
func number(v any) (*big.Rat, bool) {
	switch v := v.(type) {
	case int:
		return big.NewRat(int64(v), 1), true
	case int64:
		return big.NewRat(v, 1), true
	case *big.Rat:
		return v, v != nil
	case interface{ Rat() *big.Rat }: // decimal.Decimal, roi.Figure
		return v.Rat(), true
	case interface{ Decimal() decimal.Decimal }: // alianza.Percent
		return v.Decimal().Rat(), true
	}
	return nil, false
}

// text returns the text of a result that is one: a string, or a name with a
// text of its own.
func text(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case encoding.TextMarshaler:
		b, err := v.MarshalText()
		return string(b), err == nil
	}
	return "", false
}

func list(v any) ([]any, bool) {
	switch v := v.(type) {
	case []any:
		return v, true
	case []string:
		return List(v), true
	case []int:
		return List(v), true
	case []decimal.Decimal:
		return List(v), true
	}
	return nil, false
}
