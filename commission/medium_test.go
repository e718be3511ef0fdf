package commission_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func TestMediumText(t *testing.T) {
	for i, name := range []string{"cash", "credit", "in_kind"} {
		t.Run(name, func(t *testing.T) {
			medium := []commission.Medium{commission.Cash, commission.Credit, commission.InKind}[i]
			if int(medium) != i {
				t.Errorf("%s is %d; want %d", name, medium, i)
			}
			if got := medium.String(); got != name {
				t.Errorf("String() = %q; want %q", got, name)
			}
			if got, err := medium.MarshalText(); string(got) != name || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", got, err, name)
			}
			got := commission.Medium(99)
			if err := got.UnmarshalText([]byte(name)); got != medium || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", name, got, err, name)
			}
		})
	}
	if got, want := commission.Medium(3).String(), "(3)"; got != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	for _, text := range []string{"", "Cash", "in kind", "inkind", "cash ", "0", "(3)", "money"} {
		got := commission.Credit
		err := got.UnmarshalText([]byte(text))
		checkFaults(t, fmt.Sprintf("UnmarshalText(%q)", text), err, []fault{{"", alianza.ErrUnknown}})
		if got != commission.Credit {
			t.Errorf("UnmarshalText(%q) = %s; want no change", text, got)
		}
	}
}
