package alianza_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
)

// fault is short for a field error.
func fault(path, value string, err error) *alianza.FieldError {
	return &alianza.FieldError{Path: path, Value: value, Err: err}
}

var (
	errForeign = errors.New("foreign")
	a          = fault("a", "1", alianza.ErrForm)
	b          = fault("b[0].c", "", alianza.ErrMissing)
	whole      = fault("", "", alianza.ErrConflict)
	outer      = fault("c", "", errors.Join(a, b))
)

func TestFieldErrorText(t *testing.T) {
	tests := []struct {
		name string
		err  *alianza.FieldError
		want string
	}{
		{"path and value", fault("rules[0].rate", "20", fmt.Errorf(`%w: not a percentage such as "12.5%%"`, alianza.ErrForm)), `rules[0].rate "20": malformed: not a percentage such as "12.5%"`},
		{"path", fault("levels", "", alianza.ErrMissing), `levels: missing`},
		{"value", fault("", "x", alianza.ErrUnknown), `"x": unknown`},
		{"neither", fault("", "", alianza.ErrDuplicate), `duplicate`},
		{"value that needs quoting", fault("a", "\"\n\xff", alianza.ErrRange), `a "\"\n\xff": out of range`},
		{"blank value", fault("a", " ", alianza.ErrConflict), `a " ": contradiction`},
		{"another field error as reason", fault("a", "", b), `a: b[0].c: missing`},
		{"zero denominator", fault("roi", "0", alianza.ErrZero), `roi "0": zero denominator`},
		{"currency", fault("sale", "USD", alianza.ErrCurrency), `sale "USD": currency mismatch`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error() = %s; want %s", got, tt.want)
			}
			if got := tt.err.Unwrap(); got != tt.err.Err { //nolint:errorlint // the very reason, not one that wraps it
				t.Errorf("Unwrap() = %v; want %v", got, tt.err.Err)
			}
		})
	}
}

// TestKinds checks that no kind is another.
func TestKinds(t *testing.T) {
	kinds := []error{
		alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
		alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
	}
	for i, one := range kinds {
		for j, other := range kinds {
			if got := errors.Is(fault("a", "", one), other); got != (i == j) {
				t.Errorf("errors.Is(%v, %v) = %t; want %t", one, other, got, i == j)
			}
		}
	}
}

// sameFault compares field errors by identity.
var sameFault = cmp.Comparer(func(x, y *alianza.FieldError) bool { return x == y })

func TestFaults(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want []*alianza.FieldError
	}{
		{"nil", nil, nil},
		{"one", a, []*alianza.FieldError{a}},
		{"foreign", errForeign, nil},
		{"foreign, wrapped", fmt.Errorf("more: %w", errForeign), nil},
		{"foreign, joined", errors.Join(errForeign, errForeign), nil},
		{"kind alone", alianza.ErrForm, nil},
		{"joined", errors.Join(b, a), []*alianza.FieldError{b, a}},
		{"joined twice", errors.Join(a, a), []*alianza.FieldError{a, a}},
		{"joined with foreign ones", errors.Join(errForeign, a, errForeign, b), []*alianza.FieldError{a, b}},
		{"joined with nothing", errors.Join(nil, a, nil), []*alianza.FieldError{a}},
		{"wrapped", fmt.Errorf("more: %w", a), []*alianza.FieldError{a}},
		{"wrapped twice", fmt.Errorf("yet more: %w", fmt.Errorf("more: %w", a)), []*alianza.FieldError{a}},
		{"two wrapped", fmt.Errorf("%w and %w", a, b), []*alianza.FieldError{a, b}},
		{"wrapped, not with %w", fmt.Errorf("more: %v", a), nil}, //nolint:errorlint // what is not wrapped is not found
		{"wrapped join", fmt.Errorf("more: %w", errors.Join(a, b)), []*alianza.FieldError{a, b}},
		{"join of wrapped", errors.Join(fmt.Errorf("more: %w", a), b), []*alianza.FieldError{a, b}},
		{"nested joins", errors.Join(errors.Join(a, errors.Join(b)), errors.Join(errForeign), errors.Join(whole, a)), []*alianza.FieldError{a, b, whole, a}},
		{"not what one has as its reason", outer, []*alianza.FieldError{outer}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := alianza.Faults(tt.err)
			if diff := cmp.Diff(tt.want, got, sameFault); diff != "" {
				t.Errorf("Faults(%v) = %v; want %v (-want +got):\n%s", tt.err, got, tt.want, diff)
			}
		})
	}
}

func TestAt(t *testing.T) {
	tests := []struct {
		name string
		path string
		err  error
		want string
	}{
		{"field", "plan", fault("rules[0].rate", "", alianza.ErrForm), `plan.rules[0].rate: malformed`},
		{"field of an element", "plans[2]", a, `plans[2].a "1": malformed`},
		{"element", "plan", fault("[0].x", "", alianza.ErrForm), `plan[0].x: malformed`},
		{"element of an element", "plans[2]", fault("[0]", "", alianza.ErrForm), `plans[2][0]: malformed`},
		{"no path before", "", a, `a "1": malformed`},
		{"no path before an element", "", fault("[0].x", "", alianza.ErrForm), `[0].x: malformed`},
		{"no path behind", "plan", whole, `plan: contradiction`},
		{"no path at all", "", whole, `contradiction`},
		{"value", "plan", fault("", "x", alianza.ErrUnknown), `plan "x": unknown`},
		{"joined", "plan", errors.Join(b, whole, a), "plan.b[0].c: missing\nplan: contradiction\nplan.a \"1\": malformed"},
		{"wrapped", "plan", fmt.Errorf("more: %w", a), `plan.a "1": malformed`},
		{"moved twice", "program", alianza.At("plans[1]", a), `program.plans[1].a "1": malformed`},
		{"foreign", "plan", errForeign, `plan: foreign`},
		{"foreign, wrapped", "plan", fmt.Errorf("more: %w", errForeign), `plan: more: foreign`},
		{"foreign, joined", "plan", errors.Join(errForeign, errForeign), "plan: foreign\nforeign"}, //nolint:dupword // the text of a join
		{"foreign, no path", "", errForeign, `foreign`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := alianza.At(tt.path, tt.err)
			if got := fmt.Sprint(err); got != tt.want {
				t.Errorf("At(%q, %v) = %s; want %s", tt.path, tt.err, got, tt.want)
			}
			if len(alianza.Faults(err)) == 0 {
				t.Errorf("Faults(At(%q, %v)) = none; want some", tt.path, tt.err)
			}
		})
	}
	if err := alianza.At("plan", nil); err != nil {
		t.Errorf("At(plan, nil) = %v; want nil", err)
	}
	if got, want := a.Error(), `a "1": malformed`; got != want {
		t.Errorf("after At, the error moved is %s; want it unchanged, %s", got, want)
	}
}

// TestIsAs looks for kinds and field errors through At, joins and wrapping.
func TestIsAs(t *testing.T) {
	detailed := fault("x", "", fmt.Errorf("%w: %w", alianza.ErrRange, errForeign))
	err := fmt.Errorf("program: %w", errors.Join(a, alianza.At("plan", errors.Join(b, detailed))))
	for _, kind := range []error{alianza.ErrForm, alianza.ErrMissing, alianza.ErrRange, errForeign} {
		if !errors.Is(err, kind) {
			t.Errorf("errors.Is(%v, %v) = false; want true", err, kind)
		}
	}
	if errors.Is(err, alianza.ErrZero) {
		t.Errorf("errors.Is(%v, ErrZero) = true; want false", err)
	}
	if !errors.Is(alianza.At("plan", errForeign), errForeign) {
		t.Errorf("errors.Is(At(plan, errForeign), errForeign) = false; want true")
	}
	var first *alianza.FieldError
	if !errors.As(err, &first) || first != a {
		t.Errorf("errors.As(%v) = %v; want the first fault", err, first)
	}
	if !errors.As(alianza.At("plan", detailed), &first) || first.Path != "plan.x" {
		t.Errorf("errors.As(At(plan, %v)) = %v; want plan.x", detailed, first)
	}
}

func ExampleFaults() {
	err := errors.Join(
		&alianza.FieldError{Path: "levels[0].name", Err: alianza.ErrMissing},
		&alianza.FieldError{Path: "levels[1].requires[0].at_least", Value: "-5", Err: alianza.ErrRange},
	)
	for _, f := range alianza.Faults(fmt.Errorf("the ladder of May: %w", err)) {
		fmt.Println(f.Path, errors.Is(f, alianza.ErrMissing))
	}
	// Output:
	// levels[0].name true
	// levels[1].requires[0].at_least false
}

func ExampleAt() {
	err := &alianza.FieldError{Path: "rules[0].rate", Value: "20", Err: alianza.ErrForm}
	fmt.Println(alianza.At("plan", err))
	fmt.Println(alianza.At("plan", errors.New("no such file")))
	// Output:
	// plan.rules[0].rate "20": malformed
	// plan: no such file
}
