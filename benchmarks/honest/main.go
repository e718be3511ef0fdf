// Command honest is the simplest honest program that does what alianza statement
// does for the affiliate program in one currency. It reads orders, finds the level
// of each partner and month, and pays each sale at its rate. It takes refunds back
// at the rate of their sale, and prints the sums of each month.
//
// It has no holds, no minimum payout and no reasons, and checks only what would
// spoil a sum.
package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "honest:", err)
		os.Exit(1)
	}
}

// An order is a row of the file.
type order struct {
	id, of, partner, month string
	amount                 decimal.Decimal
}

// A month is that of one partner.
type month struct {
	sales           int
	earned, refunds decimal.Decimal
}

// A place names the month of a partner.
type place struct{ month, partner string }

func run(name string) error {
	orders, err := read(name)
	if err != nil {
		return err
	}
	months := map[place]*month{}
	sales := make(map[string]*order, len(orders))
	for i := range orders {
		o := &orders[i]
		at := place{o.month, o.partner}
		if months[at] == nil {
			months[at] = new(month)
		}
		if o.of == "" {
			if sales[o.partner+"/"+o.id] != nil {
				return fmt.Errorf("order %s: seen before", o.id)
			}
			sales[o.partner+"/"+o.id] = o
			months[at].sales++
		}
	}
	for i := range orders {
		o := &orders[i]
		m := months[place{o.month, o.partner}]
		if o.of == "" {
			m.earned = m.earned.Add(o.amount.Mul(rate(m.sales)).Round(2))
			continue
		}
		sale := sales[o.partner+"/"+o.of]
		if sale == nil {
			return fmt.Errorf("refund %s: no order %s", o.id, o.of)
		}
		left := sale.amount.Add(o.amount) // the amount of a refund is negative
		if left.IsNegative() {
			return fmt.Errorf("refund %s: more than is left of %s", o.id, o.of)
		}
		percent := rate(months[place{sale.month, sale.partner}].sales)
		m.refunds = m.refunds.Add(left.Mul(percent).Round(2).Sub(sale.amount.Mul(percent).Round(2)))
		sale.amount = left
	}
	return write(months)
}

// read reads the orders of a file.
func read(name string) ([]order, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was read to the end
	rows := csv.NewReader(bufio.NewReaderSize(file, 1<<16))
	rows.ReuseRecord = true
	if _, err := rows.Read(); err != nil { // the names of the columns
		return nil, err
	}
	var orders []order
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return orders, nil
		}
		if err != nil {
			return nil, err
		}
		day, err := time.Parse(time.DateOnly, row[1])
		if err != nil {
			return nil, err
		}
		amount, err := decimal.NewFromString(row[4])
		if err != nil {
			return nil, err
		}
		if row[3] != "USD" {
			return nil, fmt.Errorf("order %s: in %s", row[0], row[3])
		}
		orders = append(orders, order{
			id: strings.Clone(row[0]), of: strings.Clone(row[5]), partner: strings.Clone(row[2]), month: day.Format("2006-01"), amount: amount,
		})
	}
}

// rate is that of the level that so many sales reach.
func rate(sales int) decimal.Decimal {
	switch {
	case sales >= 31:
		return decimal.New(35, -2)
	case sales >= 16:
		return decimal.New(30, -2)
	case sales >= 6:
		return decimal.New(25, -2)
	case sales >= 1:
		return decimal.New(20, -2)
	}
	return decimal.Decimal{}
}

// write prints a line for each month of a partner.
func write(months map[place]*month) error {
	places := make([]place, 0, len(months))
	for p := range months {
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b place) int {
		return strings.Compare(a.month+"/"+a.partner, b.month+"/"+b.partner)
	})
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	for _, p := range places {
		m := months[p]
		fmt.Fprintf(out, "%s  %s: %d sales, earned %s + adjusted %s\n", p.month, p.partner, m.sales, m.earned.StringFixed(2), m.refunds.StringFixed(2))
	}
	return out.Flush()
}
