package commission_test

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// always is a day after all others.
var always = alianza.DateOf(day(100_000), time.UTC)

// benchEvents returns sales of a hundred partners at the levels of the ladder.
func benchEvents(n int) []commission.Event {
	tiers := []string{"affiliate/basic", "affiliate/silver", "affiliate/gold", "affiliate/platinum"}
	all := make([]commission.Event, n)
	for i := range all {
		e := sale(fmt.Sprint("order-", i), fmt.Sprintf("%d.%02d", 10+i%90, i%100))
		all[i] = of(fmt.Sprint("partner-", i%100), at(tiers[i%4], e))
	}
	return all
}

// BenchmarkEarn pays one sale: all of a state's events are kept, up to a
// hundred thousand; they are forgotten one by one; or the sale is refunded.
func BenchmarkEarn(b *testing.B) {
	d := commission.Affiliate()
	d.HoldDays = 30
	plan := alianza.Must(commission.New(d))
	events := benchEvents(100_000)
	b.Run("sale", func(b *testing.B) {
		b.ReportAllocs()
		var state commission.State
		var err error
		for i := 0; b.Loop(); i++ {
			if i%len(events) == 0 {
				state = commission.State{}
			}
			if _, err = earn(plan, &state, events[i%len(events)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sale and forget", func(b *testing.B) {
		b.ReportAllocs()
		var state commission.State
		var err error
		for i := 0; b.Loop(); i++ {
			e := events[i%len(events)]
			if _, err = earn(plan, &state, e); err != nil {
				b.Fatal(err)
			}
			state.Forget(e.Partner, always)
		}
	})
	b.Run("refund and forget", func(b *testing.B) {
		b.ReportAllocs()
		sold := events[0]
		sold.Amount = num("1000000000000")
		var state commission.State
		if _, err := earn(plan, &state, sold); err != nil {
			b.Fatal(err)
		}
		back := of(sold.Partner, refund("r", sold.ID, "0.01"))
		for i := 0; b.Loop(); i++ {
			if i%1000 == 0 {
				state.Forget("", always)
				if _, err := earn(plan, &state, sold); err != nil {
					b.Fatal(err)
				}
			}
			back.ID = strconv.Itoa(i)
			if _, err := earn(plan, &state, back); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkEarnWindow pays sales of a hundred partners over months, by a table.
func BenchmarkEarnWindow(b *testing.B) {
	d := flat()
	d.Rules[0] = commission.Rule{
		Name: "sale", On: commission.Sale,
		Pay: commission.Pay{
			Table: commission.TableDefinition{
				Scope: commission.Graduated, Brackets: []commission.Bracket{bracket("500", "20%"), bracket("1500", "25%"), bracket("3000", "30%"), bracket("", "35%")},
			},
		},
		Over: commission.Span{Over: commission.PerMonth},
	}
	plan := alianza.Must(commission.New(d))
	events := benchEvents(100_000)
	b.ReportAllocs()
	var state commission.State
	var err error
	for i := 0; b.Loop(); i++ {
		e := events[i%len(events)]
		if _, err = earn(plan, &state, e); err != nil {
			b.Fatal(err)
		}
		state.Forget(e.Partner, always)
	}
}

// sales returns a million sales of 0.01 to 9,999.99, in cents and as decimals.
var sales = sync.OnceValues(func() ([]int64, []decimal.Decimal) {
	r := rand.New(rand.NewPCG(1, 1))
	cents, amounts := make([]int64, 1_000_000), make([]decimal.Decimal, 1_000_000)
	for i := range cents {
		cents[i] = 1 + r.Int64N(999_999)
		amounts[i] = decimal.New(cents[i], -2)
	}
	return cents, amounts
})

func flatTable() commission.Table {
	return alianza.Must(commission.NewTable(table(0, bracket("", "12.5%"))))
}

func fourTable() commission.Table {
	return alianza.Must(commission.NewTable(table(commission.Graduated, bracket("500", "20%"), bracket("1500", "25%"), bracket("3000", "30%"), bracket("", "35%"))))
}

// The loops below are what one would write by hand for just that case: read
// the coefficient of a decimal with its checks, multiply, round half up, add.
// They report false for what they were not written for.

func centsOf(d decimal.Decimal) (int64, bool) {
	c := d.CoefficientInt64()
	return c, d.Exponent() == -2 && d.NumDigits() <= 18 && c >= 0
}

func flatByHand(cents int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(cents), 125)
	lo, carry := bits.Add64(lo, 500, 0)
	if hi+carry != 0 {
		return 0, false
	}
	return int64(lo / 1000), true
}

func fourByHand(cents int64) (int64, bool) {
	var n int64 // in hundredths of a cent
	switch {
	case cents > 1<<50:
		return 0, false
	case cents <= 50_000:
		n = cents * 20
	case cents <= 150_000:
		n = 1_000_000 + (cents-50_000)*25
	case cents <= 300_000:
		n = 3_500_000 + (cents-150_000)*30
	default:
		n = 8_000_000 + (cents-300_000)*35
	}
	return (n + 50) / 100, true
}

func sumByHand(amounts []decimal.Decimal, pay func(int64) (int64, bool)) decimal.Decimal {
	var sum int64
	for _, d := range amounts {
		c, ok := centsOf(d)
		if !ok {
			panic("not written for that")
		}
		u, ok := pay(c)
		if !ok {
			panic("not written for that")
		}
		sum += u
	}
	return decimal.New(sum, -2)
}

func perSale(b *testing.B, n int) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/sale")
	b.ReportAllocs()
}

// BenchmarkTally adds up a million sales, each rounded by itself.
func BenchmarkTally(b *testing.B) {
	cents, amounts := sales()
	flat, four := flatTable(), fourTable()
	run := func(name string, round func() decimal.Decimal) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				round()
			}
			perSale(b, len(cents))
		})
	}
	tally := func(t commission.Table) func() decimal.Decimal {
		return func() decimal.Decimal {
			y := t.Tally()
			if err := y.Add(amounts...); err != nil {
				b.Fatal(err)
			}
			return y.Amount()
		}
	}
	minor := func(t commission.Table) func() decimal.Decimal {
		return func() decimal.Decimal {
			y := t.Tally()
			if err := y.AddMinor(cents...); err != nil {
				b.Fatal(err)
			}
			return y.Amount()
		}
	}
	run("flat/alianza", tally(flat))
	run("flat/by hand", func() decimal.Decimal {
		var sum int64
		for _, d := range amounts {
			c, ok := centsOf(d)
			if !ok {
				b.Fatal("not written for that")
			}
			u, ok := flatByHand(c)
			if !ok {
				b.Fatal("not written for that")
			}
			sum += u
		}
		return decimal.New(sum, -2)
	})
	run("four/alianza", tally(four))
	run("four/by hand", func() decimal.Decimal {
		var sum int64
		for _, d := range amounts {
			c, ok := centsOf(d)
			if !ok {
				b.Fatal("not written for that")
			}
			u, ok := fourByHand(c)
			if !ok {
				b.Fatal("not written for that")
			}
			sum += u
		}
		return decimal.New(sum, -2)
	})
	run("flat minor/alianza", minor(flat))
	run("flat minor/by hand", func() decimal.Decimal {
		var sum int64
		for _, c := range cents {
			u, ok := flatByHand(c)
			if !ok {
				b.Fatal("not written for that")
			}
			sum += u
		}
		return decimal.New(sum, -2)
	})
	run("four minor/alianza", minor(four))
	run("four minor/by hand", func() decimal.Decimal {
		var sum int64
		for _, c := range cents {
			u, ok := fourByHand(c)
			if !ok {
				b.Fatal("not written for that")
			}
			sum += u
		}
		return decimal.New(sum, -2)
	})
}

// BenchmarkAppendPay keeps a decimal for each sale.
func BenchmarkAppendPay(b *testing.B) {
	_, amounts := sales()
	amounts = amounts[:10_000]
	dst := make([]decimal.Decimal, 0, len(amounts))
	four := fourTable()
	b.Run("alianza", func(b *testing.B) {
		for b.Loop() {
			if _, err := four.AppendPay(dst, amounts...); err != nil {
				b.Fatal(err)
			}
		}
		perSale(b, len(amounts))
	})
	b.Run("by hand", func(b *testing.B) {
		for b.Loop() {
			out := dst
			for _, d := range amounts {
				c, ok := centsOf(d)
				if !ok {
					b.Fatal("not written for that")
				}
				u, ok := fourByHand(c)
				if !ok {
					b.Fatal("not written for that")
				}
				out = append(out, decimal.New(u, -2))
			}
		}
		perSale(b, len(amounts))
	})
}

// BenchmarkRecord reads a record, beside what encoding/json takes for the same
// bytes.
func BenchmarkRecord(b *testing.B) {
	one := onSale("10%")
	one.Pay.Less = []string{"tax"}
	var state commission.State
	e := by("acme", at("affiliate/gold", sale("order-991", "119.90")))
	e.Includes, e.Order = numbers("tax", "19.90"), "o-1"
	if _, err := earn(planOf(ruled(one)), &state, e); err != nil {
		b.Fatal(err)
	}
	if _, err := earn(planOf(ruled(one)), &state, refund("r", "order-991", "20.00")); err != nil {
		b.Fatal(err)
	}
	for r := range state.Records("") {
		data := []byte(jsonText(b, r))
		b.Run(r.Key().Name()+"/alianza", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var back commission.Record
				if err := back.UnmarshalJSON(data); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(r.Key().Name()+"/json", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var back plainRecord
				if err := json.Unmarshal(data, &back); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// plainRecord has the fields of the record of an event, without checks.
type plainRecord struct {
	Format   int    `json:"format"`
	Key      string `json:"key"`
	Revision int    `json:"revision"`
	Plan     string `json:"plan"`
	Day      string `json:"day"`
	Event    struct {
		Kind     string                     `json:"kind"`
		Content  string                     `json:"content"`
		At       time.Time                  `json:"at"`
		Version  int                        `json:"version"`
		Digest   string                     `json:"digest"`
		Of       string                     `json:"of"`
		As       string                     `json:"as"`
		Amount   decimal.Decimal            `json:"amount"`
		Includes map[string]decimal.Decimal `json:"includes"`
		Customer string                     `json:"customer"`
		Order    string                     `json:"order"`
		Tier     string                     `json:"tier"`
		Back     *struct {
			Amount  decimal.Decimal `json:"amount"`
			Takings int             `json:"takings"`
		} `json:"back"`
		Holds []struct {
			Rule    string          `json:"rule"`
			Base    decimal.Decimal `json:"base"`
			Units   decimal.Decimal `json:"units"`
			Implied bool            `json:"implied"`
			Rate    string          `json:"rate"`
			Posted  decimal.Decimal `json:"posted"`
			Paid    decimal.Decimal `json:"paid"`
			Due     time.Time       `json:"due"`
		} `json:"holds"`
		Took *struct {
			Of     string          `json:"of"`
			Amount decimal.Decimal `json:"amount"`
		} `json:"took"`
	} `json:"event"`
}
