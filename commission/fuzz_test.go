package commission_test

import (
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// pick returns the element of a list that a byte stands for.
func pick[T any](list []T, b byte) T { return list[int(b)%len(list)] }

// The choices of which the bytes of FuzzEarn are made.
var (
	fuzzRates    = []string{"25%", "20%", "33.3333333333%", "0.0000000001%", "100%", "12.5%", "99.9999999999%", "7%"}
	fuzzZones    = []string{"UTC", "Europe/Madrid", "America/Santiago", "Asia/Kathmandu"}
	fuzzTiers    = []string{"affiliate/gold", "", "affiliate/basic", "affiliate/none", "reseller/gold"}
	fuzzPartners = []string{"ana", "ana/1", "%"}
	fuzzIDs      = []string{"a", "b", "c", "d", "a/b", "%2F", "e", "f"}
	fuzzMinimums = []int64{0, 1, 50, 5000}
	fuzzHolds    = []int{0, 1, 30, 366}
)

const (
	fuzzHead  = 8 // bytes of the definition
	fuzzEvent = 6 // bytes of an event
)

// decodePlan makes a definition, a zone and a minimum of the first bytes.
func decodePlan(b []byte) (d commission.Definition, zone string, minimum decimal.Decimal) {
	d = commission.Definition{
		ID: "p/%", Version: 1, Currency: "USD", Places: int(b[0] % 5), Rounding: commission.Rounding(b[1] % 7),
		HoldDays: pick(fuzzHolds, b[2]), UnknownSale: commission.UnknownSale(b[3] % 3),
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Rate: rate(pick(fuzzRates, b[4]))}},
	}
	if b[5]%2 == 1 {
		d.Rules[0] = commission.Rule{Name: "sale", On: commission.Sale, Ladder: "affiliate", Rates: map[string]alianza.Percent{
			"gold": d.Rules[0].Rate, "basic": {},
		}}
	}
	return d, pick(fuzzZones, b[6]), decimal.New(pick(fuzzMinimums, b[7]), -int32(d.Places))
}

// decodeEvent makes an event, or the instant of a settlement, of some bytes.
func decodeEvent(b []byte) (e commission.Event, settle bool) {
	e = commission.Event{
		ID: pick(fuzzIDs, b[1]), Kind: commission.Sale, Partner: pick(fuzzPartners, b[2]), Tier: pick(fuzzTiers, b[2]/8),
		At: day(1).Add(time.Duration(b[3]) * 7 * time.Hour), Currency: "USD",
		Amount: decimal.New(int64(binary.BigEndian.Uint16(b[4:])), -int32(b[0]/8%4)),
	}
	switch b[0] % 8 {
	case 0, 1, 2:
		e.Kind, e.Of = commission.Refund, pick(fuzzIDs, b[1]/8)
		e.Amount = decimal.New(int64(b[4]), -int32(b[0]/8%4))
	case 3:
		e.Kind = commission.Refund
	case 4:
		if b[5] == 0 {
			e.Currency = "EUR"
		}
		if b[5] == 1 {
			e.Amount = e.Amount.Neg()
		}
		if b[5] == 2 {
			e.Of = "a"
		}
	case 5:
		return e, true
	}
	return e, false
}

// FuzzEarn holds sequences of events and settlements against the reference,
// and against themselves with the state in JSON between each two events. What
// begins with a byte of 128 or more is a plan of many rules, see refPlay.
func FuzzEarn(f *testing.F) {
	head := []byte{2, 0, 2, 1, 0, 0, 1, 3}
	sold, half, credit := []byte{6 + 16, 0, 0, 10, 0x3, 0xe7}, []byte{16, 1, 0, 20, 200, 0}, []byte{3 + 16, 2, 0, 30, 1, 2}
	f.Add(append(append(append(append([]byte(nil), head...), sold...), half...), credit...))
	f.Add([]byte{0, 5, 0, 2, 2, 1, 2, 0, 6, 0, 0, 0, 39, 16, 0, 8, 0, 1, 100, 0, 5, 0, 0, 9, 0, 0, 4, 3, 1, 9, 1, 0})
	f.Add([]byte{3, 6, 1, 0, 3, 0, 3, 1, 14, 3, 9, 200, 255, 255, 4, 3, 9, 200, 0, 0, 5, 0, 0, 255, 0, 0})
	r := rand.New(rand.NewPCG(31, 32))
	for range 40 { // plans of many rules
		seed := []byte{255}
		for range 600 {
			seed = append(seed, byte(r.Uint32()))
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 0 && data[0] >= 128 {
			refPlay(t, &refDice{data: data[1:]}, 30)
			return
		}
		if len(data) < fuzzHead {
			return
		}
		d, name, minimum := decodePlan(data)
		l := newLedger(t, d, zone(t, name), minimum)
		var step commission.State
		for data = data[fuzzHead:]; len(data) >= fuzzEvent; data = data[fuzzEvent:] {
			e, settle := decodeEvent(data)
			if settle {
				l.settle(t, e.At)
				continue
			}
			n := len(l.entries)
			l.event(t, e)
			text := jsonText(t, step)
			step = commission.State{}
			if err := json.Unmarshal([]byte(text), &step); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
			}
			earned, next, _ := l.plan.Earn(step, e)
			step = next
			if diff := cmp.Diff(l.entries[n:], earned.Entries, cmp.Transformer("none", nilEntries)); diff != "" {
				t.Errorf("Earn(%s) after JSON mismatch (-want +got):\n%s", eventText(e), diff)
			}
		}
		if got, want := jsonText(t, step), jsonText(t, l.state); got != want {
			t.Errorf("the state after JSON is %s; want %s", got, want)
		}
		l.settle(t, day(1))
		l.settle(t, day(1000))
	})
}

// nilEntries makes no difference between two lists without entries.
func nilEntries(list []commission.Entry) map[int]commission.Entry {
	m := make(map[int]commission.Entry, len(list))
	for i, e := range list {
		m[i] = e
	}
	return m
}
