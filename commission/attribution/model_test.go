package attribution_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
)

func full() attribution.Definition {
	return attribution.Definition{
		Model: attribution.Position, First: roomtest.Percent("25%"), Last: roomtest.Percent("50%"), OverAll: true,
		LookBack: attribution.LookBack{Days: 60, EdgeIn: true}, Precedence: []string{"coupon", "link"}, KeepSold: true, OneEach: true,
		RefuseOwn: true, NewOnly: true, CaptureDays: 7, Reassign: true,
	}
}

func TestNewFaults(t *testing.T) {
	with := func(change func(d *attribution.Definition)) attribution.Definition {
		d := full()
		change(&d)
		return d
	}
	tests := []struct {
		name string
		d    attribution.Definition
		want []string
	}{
		{"full", full(), nil},
		{"least", attribution.Definition{Model: attribution.Last}, nil},
		{"decay", attribution.Definition{Model: attribution.TimeDecay, HalfLifeDays: 7}, nil},
		{"no default", attribution.Definition{}, []string{"model: missing"}},
		{"no such model", attribution.Definition{Model: 7}, []string{"model: unknown"}},
		{"more than all", with(func(d *attribution.Definition) { d.Last = roomtest.Percent("75.01%") }), []string{"last: contradiction"}},
		{"a negative share", with(func(d *attribution.Definition) { d.First = roomtest.Percent("-1%") }), []string{"first: out_of_range"}},
		{"positions of another model", with(func(d *attribution.Definition) { d.Model = attribution.Linear }), []string{"first: contradiction"}},
		{"no half-life", attribution.Definition{Model: attribution.TimeDecay}, []string{"half_life_days: missing"}},
		{"a half-life of another model", with(func(d *attribution.Definition) { d.HalfLifeDays = 7 }), []string{"half_life_days: contradiction"}},
		{"days", with(func(d *attribution.Definition) { d.LookBack.Days, d.CaptureDays = -1, 3651 }), []string{"look_back.days: out_of_range", "capture_days: out_of_range"}},
		{"an edge of nothing", with(func(d *attribution.Definition) { d.LookBack.Days = 0 }), []string{"look_back.days: missing"}},
		{"evidence twice", with(func(d *attribution.Definition) { d.Precedence = []string{"link", "link"} }), []string{"precedence[1]: duplicate"}},
		{"kept of nothing", with(func(d *attribution.Definition) { d.Precedence = nil }), []string{"keep_sold: contradiction"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := attribution.New(tt.d)
			roomtest.CheckFaults(t, "New", err, tt.want...)
			if err == nil {
				roomtest.Again(t, tt.d)
				if diff := cmp.Diff(tt.d, m.Definition()); diff != "" {
					t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestDefinitionJSON(t *testing.T) {
	roomtest.Reads(t, full(), `{"model":"position","first":"25%","last":"50%","over_all":true,"look_back":{"days":60,"edge_in":true},"precedence":["coupon","link"],`+
		`"keep_sold":true,"one_each":true,"refuse_own":true,"new_only":true,"capture_days":7,"reassign":true}`)
}

func TestBadDocuments(t *testing.T) {
	d := full()
	roomtest.BadDocuments(t, map[string]json.Unmarshaler{"definition": &d})
}

func TestEqual(t *testing.T) {
	same := model(t, full())
	for i, change := range []func(d *attribution.Definition){
		func(d *attribution.Definition) { d.First = roomtest.Percent("24%") },
		func(d *attribution.Definition) { d.Precedence = d.Precedence[:1] },
		func(d *attribution.Definition) { d.LookBack.EdgeIn = false },
		func(d *attribution.Definition) { d.Reassign = false },
	} {
		d := full()
		change(&d)
		if other := model(t, d); same.Equal(other) || cmp.Equal(same, other) {
			t.Errorf("Equal(change %d) = true; want false", i)
		}
	}
	same.Definition().Precedence[0] = "spoiled"
	if !cmp.Equal(same, model(t, full())) {
		t.Error("Equal(the same) = false; want true")
	}
}

func TestMethodText(t *testing.T) {
	for m := attribution.First; m <= attribution.CustomWeight; m++ {
		var back attribution.Method
		if text, err := m.MarshalText(); err != nil || back.UnmarshalText(text) != nil || back != m {
			t.Errorf("MarshalText(%s) = %s, %v", m, text, err)
		}
	}
	if _, err := attribution.Method(0).MarshalText(); err == nil {
		t.Error("MarshalText(none) = no error; want one")
	}
}
