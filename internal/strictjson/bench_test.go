package strictjson_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A definition is like one of the library: three levels, twenty fields.
type definition struct {
	ID        string       `json:"id"`
	Version   int          `json:"version,omitzero"`
	Currency  string       `json:"currency"`
	Zone      string       `json:"zone,omitzero"`
	From      alianza.Date `json:"from,omitzero"`
	HoldDays  int          `json:"hold_days,omitzero"`
	Mode      string       `json:"mode,omitzero"`
	Rules     []bonusRule  `json:"rules"`
	Countries []string     `json:"countries,omitzero"`
}

func (d definition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

func (d *definition) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

type bonusRule struct {
	Name   string                     `json:"name"`
	On     string                     `json:"on,omitzero"`
	Rate   alianza.Percent            `json:"rate,omitzero"`
	Rates  map[string]alianza.Percent `json:"rates,omitzero"`
	Fixed  decimal.Decimal            `json:"fixed,omitzero"`
	Min    decimal.Decimal            `json:"min,omitzero"`
	Max    decimal.Decimal            `json:"max,omitzero"`
	Months int                        `json:"months,omitzero"`
	Carry  bool                       `json:"carry,omitzero"`
	When   []condition                `json:"when,omitzero"`
}

func (r bonusRule) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

func (r *bonusRule) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

type condition struct {
	Metric string        `json:"metric"`
	Bound  alianza.Bound `json:",inline"`
}

func (c condition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

func (c *condition) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// plainDefinition is the same for encoding/json alone.
type (
	plainDefinition struct {
		ID        string      `json:"id"`
		Version   int         `json:"version,omitzero"`
		Currency  string      `json:"currency"`
		Zone      string      `json:"zone,omitzero"`
		From      string      `json:"from,omitzero"`
		HoldDays  int         `json:"hold_days,omitzero"`
		Mode      string      `json:"mode,omitzero"`
		Rules     []plainRule `json:"rules"`
		Countries []string    `json:"countries,omitzero"`
	}
	plainRule struct {
		Name   string                     `json:"name"`
		On     string                     `json:"on,omitzero"`
		Rate   alianza.Percent            `json:"rate,omitzero"`
		Rates  map[string]alianza.Percent `json:"rates,omitzero"`
		Fixed  decimal.Decimal            `json:"fixed,omitzero"`
		Min    decimal.Decimal            `json:"min,omitzero"`
		Max    decimal.Decimal            `json:"max,omitzero"`
		Months int                        `json:"months,omitzero"`
		Carry  bool                       `json:"carry,omitzero"`
		When   []plainCondition           `json:"when,omitzero"`
	}
	plainCondition struct {
		Metric  string          `json:"metric"`
		AtLeast decimal.Decimal `json:"at_least,omitzero"`
	}
)

// typical returns the document of a definition of ten rules.
func typical() []byte {
	rules := make([]string, 10)
	for i := range rules {
		rules[i] = fmt.Sprintf(`{
      "name": "rule %d", "on": "sale", "rate": "12.5%%", "rates": {"gold": "30%%", "silver": "25%%", "bronze": "20%%"},
      "fixed": "19.99", "min": "5.00", "max": "5000.00", "months": 12, "carry": true,
      "when": [{"metric": "sales", "at_least": "6"}, {"metric": "revenue", "at_least": "1000.00"}]
    }`, i)
	}
	return fmt.Appendf(nil, `{
  "id": "affiliate", "version": 3, "currency": "USD", "zone": "America/Bogota", "from": "2026-01-01", "hold_days": 30, "mode": "rank",
  "countries": ["CO", "MX", "PE", "CL", "AR", "ES"],
  "rules": [%s]
}`, strings.Join(rules, ", "))
}

func BenchmarkUnmarshal(b *testing.B) {
	doc := typical()
	b.Run("strictjson", func(b *testing.B) { read1[definition](b, doc) })
	b.Run("encoding/json", func(b *testing.B) { read1[plainDefinition](b, doc) })
}

func read1[T any](b *testing.B, doc []byte) {
	b.Helper()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		var v T
		if err := json.Unmarshal(doc, &v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshal(b *testing.B) {
	doc := typical()
	var d definition
	var p plainDefinition
	if err := json.Unmarshal(doc, &d); err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(doc, &p); err != nil {
		b.Fatal(err)
	}
	b.Run("strictjson", func(b *testing.B) { write1(b, d) })
	b.Run("encoding/json", func(b *testing.B) { write1(b, p) })
}

func write1[T any](b *testing.B, v T) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(v); err != nil {
			b.Fatal(err)
		}
	}
}

// TestAllocations holds what reading and writing allocate against encoding/json,
// which checks nothing: half as much again at most.
func TestAllocations(t *testing.T) {
	doc := typical()
	var d definition
	var p plainDefinition
	count := func(f func() error) float64 {
		return testing.AllocsPerRun(20, func() {
			if err := f(); err != nil {
				t.Fatal(err)
			}
		})
	}
	read, plainRead := count(func() error { return json.Unmarshal(doc, &d) }), count(func() error { return json.Unmarshal(doc, &p) })
	if read > 1.5*plainRead {
		t.Errorf("Unmarshal = %v allocations; want at most %v", read, 1.5*plainRead)
	}
	written := count(func() error { _, err := json.Marshal(d); return err })
	if plainWritten := count(func() error { _, err := json.Marshal(p); return err }); written > 1.5*plainWritten {
		t.Errorf("Marshal = %v allocations; want at most %v", written, 1.5*plainWritten)
	}
}

// TestConcurrent reads a type for the first time from several goroutines.
func TestConcurrent(t *testing.T) {
	type fresh struct {
		Name  string        `json:"name"`
		Bound alianza.Bound `json:",inline,omitzero"`
	}
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			var v fresh
			if err := strictjson.Unmarshal([]byte(`{"name":"n","above":"3"}`), &v, nil); err != nil || v.Name != "n" || v.Bound.Op != alianza.OpAbove {
				t.Errorf("Unmarshal = %v, %v; want n above 3", v, err)
			}
		}()
	}
	group.Wait()
}
