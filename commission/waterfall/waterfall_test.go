package waterfall_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
)

// full is a definition with each kind of step.
func full() waterfall.Definition {
	return waterfall.Definition{
		Currency: "USD", Step: num("0.05"), Negative: waterfall.NegativeShare, Steps: []waterfall.Step{
			{Name: "service", To: "platform", Rate: rate("3%"), OnTop: true},
			{Name: "print", To: "author", Source: "print", Rate: rate("10%")},
			{Name: "listing", To: "platform", Fixed: num("5"), Per: "listing"},
			{Name: "costs", To: "pool", Recoup: num("300"), Rate: rate("50%")},
			{Name: "catch up", To: "gp", CatchUp: rate("20%"), Of: []string{"costs"}},
			{Name: "royalty", To: "author", Brackets: []waterfall.Bracket{{UpTo: num("100"), Rate: rate("1%")}, {Rate: rate("2%")}}},
			{Name: "copies", To: "author", Per: "copy", Brackets: []waterfall.Bracket{{UpTo: num("100"), Each: num("0.5")}, {Each: num("1")}}},
			{Name: "rest", Shares: []split.Share{{Party: "team", Rate: rate("60%"), Shares: []split.Share{{Party: "x", Weight: split.Weight(1)}, {Party: "y", Weight: split.Weight(2)}}}, rest("house")}},
			{Name: "guarantee", To: "author", From: "house", Least: num("10")},
			{Name: "agent", To: "agent", From: "author", Rate: rate("10%")},
		},
	}
}

func TestNewFaults(t *testing.T) {
	with := func(at int, change func(s *waterfall.Step)) waterfall.Definition {
		d := full()
		change(&d.Steps[at])
		return d
	}
	const service, prints, listing, costs, catchUp, royalty, copies, shared, guarantee, agent = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
	many := usd()
	for i := range 201 {
		many.Steps = append(many.Steps, waterfall.Step{Name: fmt.Sprint(i), To: "a", Rate: rate("1%")})
	}
	tests := []struct {
		name string
		d    waterfall.Definition
		want []string
	}{
		{"full", full(), nil},
		{"least", usd(shares(rest("us"))), nil},
		{"no currency", waterfall.Definition{Steps: []waterfall.Step{shares(rest("us"))}}, []string{"currency: missing"}},
		{"no steps", usd(), []string{"steps: missing"}},
		{"no shares", usd(waterfall.Step{Name: "fee", To: "a", Rate: rate("1%")}), []string{"steps: missing"}},
		{"too many steps", many, []string{"steps: limit"}},
		{"negative", func() waterfall.Definition { d := full(); d.Negative = 3; return d }(), []string{"negative: unknown"}},
		{"no name", with(service, func(s *waterfall.Step) { s.Name = "" }), []string{"steps[0].name: missing"}},
		{"a name twice", with(prints, func(s *waterfall.Step) { s.Name = "service" }), []string{"steps[1].name: duplicate"}},
		{"nothing done", with(service, func(s *waterfall.Step) { s.Rate = rate("0%") }), []string{"steps[0].rate: missing"}},
		{"two deeds", with(service, func(s *waterfall.Step) { s.Fixed = num("1") }), []string{"steps[0].fixed: contradiction"}},
		{"a rate above all", with(service, func(s *waterfall.Step) { s.Rate = rate("101%") }), []string{"steps[0].rate: out_of_range"}},
		{"nobody gets it", with(service, func(s *waterfall.Step) { s.To = "" }), []string{"steps[0].to: missing"}},
		{"a fee between steps", with(listing, func(s *waterfall.Step) { s.Fixed = num("5.01") }), []string{"steps[2].fixed: contradiction"}},
		{"a fee per nothing", with(listing, func(s *waterfall.Step) { s.Per = "" }), []string{"steps[2].per: missing"}},
		{"a percentage per listing", with(service, func(s *waterfall.Step) { s.Per = "listing" }), []string{"steps[0].per: contradiction"}},
		{"costs on top", with(costs, func(s *waterfall.Step) { s.OnTop = true }), []string{"steps[3].on_top: contradiction"}},
		{"costs of a source", with(costs, func(s *waterfall.Step) { s.Source = "print" }), []string{"steps[3].source: contradiction"}},
		{"a source from a party", with(agent, func(s *waterfall.Step) { s.Source = "print" }), []string{"steps[9].source: contradiction"}},
		{"all of a catch-up", with(catchUp, func(s *waterfall.Step) { s.CatchUp = rate("100%") }), []string{"steps[4].catch_up: out_of_range"}},
		{"a catch-up from a party", with(catchUp, func(s *waterfall.Step) { s.From = "pool" }), []string{"steps[4].from: contradiction"}},
		{"a catch-up with nobody", with(catchUp, func(s *waterfall.Step) { s.Of = nil }), []string{"steps[4].of: missing"}},
		{"a catch-up with itself", with(catchUp, func(s *waterfall.Step) { s.Of = []string{"catch up", "agent"} }), []string{"steps[4].of[0]: unknown", "steps[4].of[1]: unknown"}},
		{"a catch-up with one twice", with(catchUp, func(s *waterfall.Step) { s.Of = []string{"costs", "costs"} }), []string{"steps[4].of[1]: duplicate"}},
		{"a fee of a step", with(service, func(s *waterfall.Step) { s.Of = []string{"costs"} }), []string{"steps[0].of: contradiction"}},
		{"brackets that end", with(royalty, func(s *waterfall.Step) { s.Brackets[1].UpTo = num("200") }), []string{"steps[5].brackets[1].up_to: contradiction"}},
		{"brackets without an end", with(royalty, func(s *waterfall.Step) { s.Brackets[0].UpTo = num("0") }), []string{"steps[5].brackets[0].up_to: missing"}},
		{"brackets for each of nothing", with(royalty, func(s *waterfall.Step) { s.Brackets[0].Each = num("1") }), []string{"steps[5].brackets[0].each: contradiction"}},
		{"brackets of a rate for each", with(copies, func(s *waterfall.Step) { s.Brackets[0].Rate = rate("1%") }), []string{"steps[6].brackets[0].rate: contradiction"}},
		{"less than nothing for each", with(copies, func(s *waterfall.Step) { s.Brackets[0].Each = num("-1") }), []string{"steps[6].brackets[0].each: out_of_range"}},
		{"from a party inside another's share", with(agent, func(s *waterfall.Step) { s.From = "x" }), nil},
		{"shares to somebody", with(shared, func(s *waterfall.Step) { s.To = "x" }), []string{"steps[7].to: contradiction"}},
		{"shares that do not add up", with(shared, func(s *waterfall.Step) { s.Shares[1] = share("house", "30%") }), []string{"steps[7].shares: contradiction"}},
		{"a flow after the shares", with(agent, func(s *waterfall.Step) { s.From = "" }), []string{"steps[9].from: missing"}},
		{"from nobody", with(agent, func(s *waterfall.Step) { s.From = "team" }), []string{"steps[9].from: unknown"}},
		{"from oneself", with(agent, func(s *waterfall.Step) { s.From = "author"; s.To = "author" }), []string{"steps[9].from: contradiction"}},
		{"a guarantee by nobody", with(guarantee, func(s *waterfall.Step) { s.From = "" }), []string{"steps[8].from: missing", "steps[8].from: missing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, err := waterfall.New(tt.d)
			roomtest.CheckFaults(t, "New", err, tt.want...)
			if err == nil {
				roomtest.Again(t, tt.d)
				if diff := cmp.Diff(tt.d, w.Definition()); diff != "" {
					t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
	for name, n := range roomtest.Hostile() {
		d := full()
		d.Steps[listing].Fixed, d.Steps[costs].Recoup, d.Steps[guarantee].Least, d.Steps[copies].Brackets[0] = n, n, n, waterfall.Bracket{UpTo: n, Each: n}
		if _, err := waterfall.New(d); err == nil || len(err.Error()) > 3000 {
			t.Errorf("New(%s) = %v; want faults", name, err)
		}
	}
}

func TestEqual(t *testing.T) {
	same := newRunner(t, full()).w
	for i, change := range []func(d *waterfall.Definition){
		func(d *waterfall.Definition) { d.Currency = "CHF" },
		func(d *waterfall.Definition) { d.Step = num("0") },
		func(d *waterfall.Definition) { d.Negative = 0 },
		func(d *waterfall.Definition) { d.Steps[0].Rate = rate("4%") },
		func(d *waterfall.Definition) { d.Steps[0].Name = "fee" },
		func(d *waterfall.Definition) { d.Steps[0].To = "house" },
		func(d *waterfall.Definition) { d.Steps[5].Brackets[0].UpTo = num("101") },
		func(d *waterfall.Definition) { d.Steps[7].Shares[0].Rate = rate("61%") },
		func(d *waterfall.Definition) { d.Steps = d.Steps[:9] },
	} {
		d := full()
		change(&d)
		if other := newRunner(t, d).w; same.Equal(other) || cmp.Equal(same, other) {
			t.Errorf("Equal(change %d) = true; want false", i)
		}
	}
	if !cmp.Equal(same, newRunner(t, full()).w) {
		t.Error("Equal(the same) = false; want true")
	}
	roomtest.Again(t, same)
	spoiled := same.Definition()
	spoiled.Steps[5].Brackets[0].UpTo, spoiled.Steps[7].Shares[0].Shares[0].Party, spoiled.Steps[4].Of[0] = num("7"), "spoiled", "spoiled"
	if diff := cmp.Diff(full(), same.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

func TestDefinitionJSON(t *testing.T) {
	roomtest.Reads(t, usd(waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")}, shares(share("us", "50%"), share("them", "50%"))),
		`{"currency":"USD","steps":[{"name":"costs","to":"pool","recoup":"300"},{"name":"rest","shares":[{"party":"us","rate":"50%"},{"party":"them","rate":"50%"}]}]}`)
}

func TestBadDocuments(t *testing.T) {
	d := full()
	roomtest.BadDocuments(t, map[string]json.Unmarshaler{"definition": &d})
}

func TestNegativeText(t *testing.T) {
	for n, name := range map[waterfall.Negative]string{waterfall.NegativeCarry: "carry", waterfall.NegativeShare: "share", waterfall.NegativeIgnore: "ignore"} {
		var back waterfall.Negative
		if text, err := n.MarshalText(); string(text) != name || err != nil || back.UnmarshalText(text) != nil || back != n {
			t.Errorf("MarshalText(%s) = %s, %v; want %s", n, text, err, name)
		}
	}
	if _, err := waterfall.Negative(3).MarshalText(); err == nil {
		t.Error("MarshalText(3) = no error; want one")
	}
}
