package program_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

func TestSmoke(t *testing.T) {
	data, _ := os.ReadFile("testdata/casa-verde.json")
	p, err := alianza.Read[program.Program](data)
	fmt.Println(p.Currencies(), err)
	out, err := p.MarshalJSON()
	fmt.Println(string(out), err)
	run := p.Run()
	at := time.Date(2026, 1, 3, 12, 0, 0, 0, time.UTC)
	for i := range 8 {
		fmt.Println(run.Add(commission.Event{ID: fmt.Sprint("o", i), Kind: commission.Sale, Partner: "ana", At: at.AddDate(0, 0, i*5), Currency: "USD", Amount: decimal.New(19999, -2)}))
	}
	fmt.Println(run.Add(commission.Event{ID: "r1", Of: "o1", Kind: commission.Refund, Partner: "ana", At: at.AddDate(0, 0, 40), Currency: "USD", Amount: decimal.New(9999, -2)}))
	fmt.Println(run.Add(commission.Event{ID: "r2", Of: "o8", Kind: commission.Refund, Partner: "ana", At: at.AddDate(0, 0, 40), Currency: "JPY", Amount: decimal.New(9999, -2)}))
	for r := range run.CloseAll() {
		fmt.Println(r)
		for l := range r.Lines() {
			for _, e := range l.Entries {
				fmt.Println("    ", l.Number, e)
			}
			fmt.Println("    ", l.Number, l.Skipped, l.Err)
		}
	}
}
