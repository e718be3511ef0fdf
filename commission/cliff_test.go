package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestCliffs reports what crossing a bound adds at once.
func TestCliffs(t *testing.T) {
	flat := table(commission.Graduated, bracket("100", "10%"), bracket("", "10%"))
	flat.Brackets[1].Flat = num("5")
	least := table(commission.Graduated, bracket("100", "10%"), bracket("", "20%"))
	least.Brackets[1].Min = num("3")
	mixed := table(commission.Slab, bracket("50", "5%"), bracket("100", "10%"), bracket("", "20%"))
	mixed.Quota, mixed.Brackets[2].Scope = num("33000"), commission.Graduated
	tests := []struct {
		name  string
		table commission.TableDefinition
		want  []string
	}{
		{"slab: 1000 to 2000", table(commission.Slab, bracket("10000", "10%"), bracket("", "20%")), []string{"above 10000: 1000 more at once"}},
		{"slab falls: 100 to 10", table(commission.Slab, bracket("1000", "10%"), bracket("", "1%")), []string{"above 1000: 90 less at once"}},
		{"units fall: 100 to 10", byUnits(table(commission.Slab, perUnit("10", "10"), perUnit("", "1"))), []string{"above 10: 90 less at once"}},
		{"graduated has none", table(commission.Graduated, bracket("10000", "10%"), bracket("", "20%")), nil},
		{"a flat amount", flat, []string{"above 100: 5 more at once"}},
		{"a minimum of the first cent", least, []string{"above 100: 3 more at once"}},
		{"mixed: 825 to 1650, and none above", mixed, []string{"above 16500: 825 more at once"}},
		{"whole sales have none", table(commission.Prospective, bracket("10000", "10%"), bracket("", "20%")), nil},
		{"rates of units", byUnits(table(commission.Slab, bracket("5", "20%"), bracket("", "25%"))), []string{"above 5: 25% instead of 20% of everything"}},
		{"the same rates", table(commission.Slab, bracket("5", "20%"), bracket("", "20%")), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range alianza.Must(commission.NewTable(tt.table)).Cliffs() {
				got = append(got, c.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Cliffs mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
