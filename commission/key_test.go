package commission_test

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func TestKey(t *testing.T) {
	tests := []struct {
		name                       string
		plan, partner, rule, event string
		want                       string
	}{
		{"plain", "affiliate", "ana", "sale", "order-991", "affiliate/ana/sale/order-991"},
		{"slash", "a/b", "ana/1", "sale/x", "2026/1", "a%2Fb/ana%2F1/sale%2Fx/2026%2F1"},
		{"percent", "a%", "50%", "%2F", "%25", "a%25/50%25/%252F/%2525"},
		{"both", "p", "%/", "s", "/%", "p/%25%2F/s/%2F%25"},
		{"blanks and letters", "p", "ana maría", "s", "Nº 7", "p/ana maría/s/Nº 7"},
		{"other separators", "p", `a\b`, "s", "a|b:c", `p/a\b/s/a|b:c`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			d.ID, d.Rules[0].Name = tt.plan, tt.rule
			plan := alianza.Must(commission.New(d))
			var state commission.State
			e := of(tt.partner, sale(tt.event, "10"))
			if got := mustEarn(t, plan, &state, e).Key; got != tt.want {
				t.Errorf("Earn(%s) = key %q; want %q", eventText(e), got, tt.want)
			}
			r := of(tt.partner, refund("r", tt.event, "1"))
			if got := mustEarn(t, plan, &state, r).Corrects; got != tt.want {
				t.Errorf("Earn(%s) = corrects %q; want %q", eventText(r), got, tt.want)
			}
		})
	}
}

// TestKeyStays evaluates an event on another day, in another version of the
// plan, at another amount and after other events: the key is the same.
func TestKeyStays(t *testing.T) {
	want := mustEarn(t, alianza.Must(commission.New(flat())), &commission.State{}, sale("s", "10")).Key
	d := flat()
	d.Version, d.HoldDays, d.Rounding, d.Places, d.Rules[0].Rate = 7, 30, commission.Floor, 0, alianza.WholePercent(1)
	plan := alianza.Must(commission.New(d)).In(zone(t, "Asia/Tokyo"))
	var state commission.State
	mustEarn(t, plan, &state, sale("other", "1"))
	e := at("affiliate/gold", sale("s", "99"))
	e.At = day(500)
	if got := mustEarn(t, plan, &state, e).Key; got != want {
		t.Errorf("Earn(%s) = key %q; want %q", eventText(e), got, want)
	}
}

// TestKeysDiffer joins parts that are easily taken for others.
func TestKeysDiffer(t *testing.T) {
	parts := []string{"a", "a/", "/a", "a/a", "a%2F", "%25", "a%2Fa", "%252F"}
	seen := map[string]string{}
	for _, plan := range parts {
		for _, partner := range parts {
			for _, rule := range parts {
				d := flat()
				d.ID, d.Rules[0].Name = plan, rule
				p := alianza.Must(commission.New(d))
				var state commission.State
				for _, event := range parts {
					got := mustEarn(t, p, &state, of(partner, sale(event, "1"))).Key
					id := strings.Join([]string{plan, partner, rule, event}, "\x00")
					if before, ok := seen[got]; ok {
						t.Fatalf("key %q is that of %q and of %q; want two keys", got, before, id)
					}
					seen[got] = id
				}
			}
		}
	}
}
