package program

import (
	"fmt"
	"reflect" //nolint:depguard // walks the fields of a type
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestStoreKeepsEveryField holds that an event comes out of the store as it went
// in, each of its fields alone: a field that is new has to be kept, too.
func TestStoreKeepsEveryField(t *testing.T) {
	values := map[reflect.Type]any{
		reflect.TypeFor[string]():                     "some text",
		reflect.TypeFor[commission.Kind]():            commission.Refund,
		reflect.TypeFor[time.Time]():                  time.Date(2026, time.March, 9, 10, 11, 12, 13, time.UTC),
		reflect.TypeFor[decimal.Decimal]():            decimal.New(-199_950, -4),
		reflect.TypeFor[map[string]decimal.Decimal](): map[string]decimal.Decimal{"tax": decimal.New(5, -1), "shipping": decimal.New(3, 0)},
		reflect.TypeFor[map[string]string]():          map[string]string{"country": "ES", "channel": "web"},
		reflect.TypeFor[[]commission.AttributedShare](): []commission.AttributedShare{
			{Partner: "ana", Weight: decimal.New(2, 0)}, {Partner: "bob", Weight: decimal.New(15, -1)},
		},
		reflect.TypeFor[*commission.OwnTerms](): &commission.OwnTerms{Rate: alianza.WholePercent(35), HoldDays: 40},
	}
	typ := reflect.TypeFor[commission.Event]()
	for i := range typ.NumField() {
		field := typ.Field(i)
		if !field.IsExported() {
			continue
		}
		t.Run(field.Name, func(t *testing.T) {
			e := commission.Event{
				ID: "e", Kind: commission.Sale, Partner: "ana", Currency: "EUR",
				At: time.Date(2026, time.January, 2, 3, 4, 5, 6, time.UTC),
			}
			value, ok := values[field.Type]
			if !ok {
				t.Fatalf("no value of %s: add one, and keep the field in the store", field.Type)
			}
			reflect.ValueOf(&e).Elem().Field(i).Set(reflect.ValueOf(value))
			s := newStore(time.UTC)
			at, ok := s.add(header{}, &e)
			if !ok {
				t.Fatal("the store is full")
			}
			k := s.kept(at)
			if diff := cmp.Diff(e, s.event(&k, e.Partner)); diff != "" {
				t.Errorf("the event that comes out mismatch (-in +out):\n%s", diff)
			}
		})
	}
}

// TestStoreFinds adds so many events that the index grows, and drops some of them.
func TestStoreFinds(t *testing.T) {
	s, places := newStore(time.UTC), []ref{}
	id := func(n int) string { return fmt.Sprint("e", n) }
	for n := range 5000 {
		e := commission.Event{ID: id(n), Kind: commission.Sale, Partner: "ana", Currency: "EUR", At: time.Unix(int64(n), 0)}
		at, ok := s.add(header{partner: uint64(n % 7)}, &e)
		if !ok {
			t.Fatal("the store is full")
		}
		s.put(at, uint64(n%7), e.ID)
		if places = append(places, at); n%3 == 0 {
			s.drop(at, uint64(n%7), []byte(e.ID))
		}
	}
	for n, at := range places {
		if n%3 == 0 {
			at = 0
		}
		if got := s.find(uint64(n%7), id(n)); got != at {
			t.Fatalf("find(%s) = %d; want %d", id(n), got, at)
		}
		if got := s.find(uint64(n%7)+1, id(n)); got != 0 {
			t.Fatalf("find(%s) of another partner = %d; want none", id(n), got)
		}
	}
}

// TestBare holds that each field which a plan may have and which is not known to
// change nothing makes a plan one that is evaluated in full.
func TestBare(t *testing.T) {
	harmless := map[string]bool{
		"ID": true, "Version": true, "From": true, "Until": true, "Currency": true, "Step": true, "Rounding": true,
		"HoldDays": true, "RefundDays": true, "UnknownSale": true, "Precedence": true, "YearBegins": true, "Rules": true,
		"Bonuses": true, // a rule whose meter a bonus looks at is evaluated in full
	}
	typ := reflect.TypeFor[commission.Definition]()
	for i := range typ.NumField() {
		field := typ.Field(i)
		if !field.IsExported() || harmless[field.Name] {
			continue
		}
		var d commission.Definition
		v := reflect.ValueOf(&d).Elem().Field(i)
		switch v.Kind() {
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case reflect.Int:
			v.SetInt(1)
		case reflect.Uint8:
			v.SetUint(1)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.String:
			v.SetString("x")
		default:
			t.Errorf("%s is of kind %s: say here how it is set", field.Name, v.Kind())
		}
		if bare(&d) {
			t.Errorf("a plan with %s is taken for one without", field.Name)
		}
	}
}
