package engine_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/examples/playground/engine"
)

// document returns a document of the command alianza.
func document(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "cmd", "alianza", "data", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func sale(id, day, amount string) engine.Order {
	return engine.Order{ID: id, Day: day, Partner: "studio", Kind: "sale", Amount: amount, Currency: "USD"}
}

func refund(id, day, amount, of string) engine.Order {
	o := sale(id, day, amount)
	o.Kind, o.Of = "refund", of
	return o
}

func TestStatement(t *testing.T) {
	a := engine.Run(engine.Request{Document: document(t, "program.json"), Orders: []engine.Order{
		sale("a", "2026-03-02", "19.99"), refund("b", "2026-03-03", "9.99", "a"),
	}})
	if len(a.Faults)+len(a.Orders) > 0 {
		t.Fatalf("faults %v, orders %v", a.Faults, a.Orders)
	}
	s := a.Statements[0]
	if s.Partner != "studio" || s.Month != "2026-03" || s.Level != "basic" {
		t.Errorf("got statement %+v", s)
	}
	// 20% of 19.99 is 3.998, and 20% of what is left, 10.00, is 2.00.
	want := []engine.Line{
		{
			Day: "2026-03-02", Event: "a", Kind: "sale", Amount: "4.00", Currency: "USD", Due: "2026-03-16",
			Sentence: "sale a: 20% of 19.99 USD = 3.998, rounded 4.00, rule sale, plan casa-verde-usd v1",
		},
		{
			Day: "2026-03-03", Event: "b", Kind: "refund", Amount: "-2.00", Currency: "USD", Due: "2026-03-16",
			Sentence: "refund b of a: 9.99 USD back, 10.00 left at 20% earn 2.00 after 4.00, so -2.00, rule sale, plan casa-verde-usd v1",
		},
	}
	if !slices.Equal(s.Lines, want) {
		t.Errorf("got lines  %+v\nwant lines %+v", s.Lines, want)
	}
	if b := s.Accounts[0]; b.Earned != "4.00" || b.Adjusted != "-2.00" || b.Paid != "0.00" {
		t.Errorf("got account %+v", b)
	}
}

func TestOrderFaults(t *testing.T) {
	bad := sale("c", "2026-3-02", "1")
	letters := sale("d", "2026-03-02", "ten")
	nobody := sale("e", "2026-03-02", "1")
	nobody.Partner = ""
	a := engine.Run(engine.Request{Document: document(t, "program.json"), Orders: []engine.Order{
		sale("a", "2026-03-02", "10.00"), refund("b", "2026-03-03", "10.01", "a"), bad, letters, nobody, sale("a", "2026-03-05", "2"), {},
	}})
	want := map[int]string{1: "amount", 2: "day", 3: "amount", 4: "partner", 5: "id"}
	for _, f := range a.Orders {
		if want[f.Row] != f.Field || f.Reason == "" {
			t.Errorf("row %d: got field %q, %s; want %q", f.Row, f.Field, f.Reason, want[f.Row])
		}
		delete(want, f.Row)
	}
	if len(want) > 0 {
		t.Errorf("not refused: %v", want)
	}
}

func TestManyOrders(t *testing.T) {
	orders := slices.Repeat([]engine.Order{{}}, engine.MaxOrders)
	a := engine.Run(engine.Request{Document: document(t, "program.json"), Orders: append(orders, sale("a", "2026-03-02", "1"), sale("b", "2026-03-02", "1"))})
	if len(a.Orders) != 1 || a.Orders[0].Row != engine.MaxOrders || len(a.Statements) > 0 {
		t.Errorf("got orders %v, %d statements", a.Orders, len(a.Statements))
	}
}

// jumps returns the cliffs of the curve in short.
func jumps(c *engine.Curve) []string {
	var list []string
	for _, cliff := range c.Cliffs {
		list = append(list, cliff.Volume+" "+cliff.Jump)
	}
	return list
}

func TestCurveOfLevels(t *testing.T) {
	c := engine.Run(engine.Request{Document: document(t, "program.json")}).Curve
	if c.Currency != "USD" || c.Over != "month" || c.Size != "100" || c.Fault != "" {
		t.Fatalf("got curve %+v", c.Ask)
	}
	// Of 100 each: the 5, 15 and 30 sales before the bounds at 6, 16 and 31 are paid 5%
	// more.
	if got, want := jumps(c), []string{"600 25.00", "1600 75.00", "3100 150.00"}; !slices.Equal(got, want) {
		t.Errorf("got cliffs %v, want %v", got, want)
	}
	if p := c.List[6]; p.Pay != "150.00" || p.Added != "50.00" || p.Level != "silver" {
		t.Errorf("got point %+v", p)
	}
}

func TestCurveOfTable(t *testing.T) {
	slab := strings.Replace(document(t, "start-volume.json"), `"graduated"`, `"slab"`, 1)
	c := engine.Run(engine.Request{Document: slab}).Curve
	// The whole month is paid 8% in place of 5% above 1000, and 10% above 5000.
	if got, want := jumps(c), []string{"1000 30.00", "5000 100.00"}; !slices.Equal(got, want) {
		t.Errorf("got cliffs %v, want %v", got, want)
	}
	if end := c.List[len(c.List)-1]; !strings.HasPrefix(end.Volume, "6") {
		t.Errorf("the curve ends at %s, before it shows the last bound", end.Volume)
	}
}

func TestCurveAsked(t *testing.T) {
	for name, tt := range map[string]struct {
		ask              engine.Ask
		over, size       string
		number           int
		volume, pay, end string
	}{
		"size":     {engine.Ask{Size: "10.50", Points: 3}, "month", "10.50", 2, "21.00", "4.20", "6.30"},
		"one sale": {engine.Ask{Size: "50", Points: 4, Over: "sale"}, "sale", "50", 3, "150", "30.00", "40.00"},
		"nonsense": {engine.Ask{Size: "1e9", Points: -4, Over: "x", Currency: "XXX"}, "month", "100", 1, "100", "20.00", "1435.00"},
		"too many": {engine.Ask{Size: "1", Points: 1 << 40}, "month", "1", 1, "1", "0.20", "14.35"},
		"one yen":  {engine.Ask{Size: "9", Points: 1, Currency: "JPY"}, "month", "9", 1, "9", "2", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			c := engine.Run(engine.Request{Document: document(t, "program.json"), Curve: tt.ask}).Curve
			p, end := c.List[tt.number], c.List[len(c.List)-1]
			if c.Over != tt.over || c.Size != tt.size || p.Volume != tt.volume || p.Pay != tt.pay || end.Pay != tt.end {
				t.Errorf("got %+v, point %+v, end %+v", c.Ask, p, end)
			}
		})
	}
}

func TestCurveNotPossible(t *testing.T) {
	c := engine.Run(engine.Request{Document: `{"id": "x", "currencies": ["USD"], "plans": [
		{"rules": [{"name": "sale", "on": "sale", "rate": "20%", "less": ["tax"]}]}]}`}).Curve
	if c.Fault == "" || len(c.Cliffs) > 0 {
		t.Errorf("got fault %q of a sale without its tax", c.Fault)
	}
	if c := engine.Run(engine.Request{Document: `{"id": "x"}`}).Curve; c != nil {
		t.Errorf("got curve %+v of a program without plans", c)
	}
}

func TestWhatIf(t *testing.T) {
	saved := document(t, "program.json")
	w := engine.Run(engine.Request{
		Document: strings.Replace(saved, `"basic": "20%"`, `"basic": "21%"`, 1), Saved: saved,
		Orders: []engine.Order{sale("a", "2026-03-02", "100.00")},
	}).WhatIf
	if want := []string{"plan v1, rule sale: rates.basic was 20%, is 21%"}; !slices.Equal(w.Changes, want) {
		t.Errorf("got changes %q", w.Changes)
	}
	want := []engine.Pay{
		{Currency: "USD", Before: "20.00", After: "21.00", Change: "+1.00"},
		{Partner: "studio", Currency: "USD", Before: "20.00", After: "21.00", Change: "+1.00"},
	}
	if !slices.Equal(w.Pay, want) {
		t.Errorf("got pay %+v", w.Pay)
	}
}

// Every starter of the command alianza has no faults, a curve and cases that pass.
func TestSamples(t *testing.T) {
	for _, name := range []string{"program.json", "start-affiliate.json", "start-minimal.json", "start-recurring.json", "start-volume.json"} {
		a := engine.Run(engine.Request{Document: document(t, name)})
		if len(a.Faults) > 0 || len(a.Curve.List) < 2 || a.Curve.Fault != "" {
			t.Errorf("%s: faults %v, curve %+v", name, a.Faults, a.Curve)
		}
		for _, c := range a.Cases {
			if !c.OK() {
				t.Errorf("%s: case %s", name, c)
			}
		}
	}
}

func TestFaultPlace(t *testing.T) {
	a := engine.Run(engine.Request{Document: "{\n \"id\": \"x\", \"zone\": \"Europe/Nowhere\"\n}"})
	if len(a.Faults) != 1 || a.Faults[0].Line != 2 || a.Faults[0].Column != 21 || a.Faults[0].Path != "zone" {
		t.Errorf("got faults %+v", a.Faults)
	}
	if a.Curve != nil || a.Statements != nil {
		t.Error("a document with faults has results")
	}
}

// What nobody means to type has a fault, and an answer that can be written.
func TestHostile(t *testing.T) {
	digits := strings.Repeat("9", 1_000_000)
	for name, r := range map[string]engine.Request{
		"empty":          {},
		"a million":      {Document: `{"id": "x", "costs": [{"name": "a", "currency": "USD", "per_month": ` + digits + `}]}`},
		"a million text": {Document: `{"id": "` + digits + `"}`},
		"deep":           {Document: strings.Repeat("[", 1_000_000)},
		"a megabyte":     {Document: `{"id": "x", "costs": [` + strings.Repeat(`{"name": "a", "currency": "USD", "per_month": "1"},`, 20_000) + `]}`},
		"no text":        {Document: "{\"id\": \"\xff\x00\"}"},
	} {
		a := engine.Run(r)
		if len(a.Faults) == 0 {
			t.Errorf("%s: no fault", name)
		}
		if text, err := json.Marshal(a); err != nil || len(text) > 1<<17 {
			t.Errorf("%s: an answer of %d bytes, %v", name, len(text), err)
		}
	}
	a := engine.Run(engine.Request{Document: document(t, "program.json"), Orders: []engine.Order{
		sale("a", "2026-03-02", digits), sale(digits, "2026-03-02", "1"), sale("b", digits, "1"), refund("c", "9999-12-31", "1e999999999", "a"),
		sale("d", "0001-01-01", "1"), sale("e", "9999-12-31", "1"),
	}})
	if len(a.Orders) < 4 {
		t.Errorf("got order faults %v", a.Orders)
	}
}
