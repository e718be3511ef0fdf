package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// honest is the simplest program that does what statement does for the sample
// program in one currency: it reads orders with encoding/csv, finds the tier of
// each partner and month, pays each sale at its rate, takes refunds back, and
// prints the sums. It has no holds, no minimum, no checks and no reasons; speed is
// measured against it.
func honest(in io.Reader, out io.Writer) error {
	type sale struct {
		partner, month string
		amount         decimal.Decimal
	}
	type statement struct {
		sales                     int
		revenue, earned, adjusted decimal.Decimal
	}
	rows := csv.NewReader(in)
	rows.ReuseRecord = true
	if _, err := rows.Read(); err != nil {
		return err
	}
	type order struct {
		sale
		id, of string
	}
	var orders []order
	sales := map[string]sale{}
	months := map[[2]string]*statement{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		day, err := time.Parse(time.DateOnly, row[1])
		if err != nil {
			return err
		}
		amount, err := decimal.NewFromString(row[4])
		if err != nil {
			return err
		}
		o := order{sale{row[2], day.Format("2006-01"), amount}, row[0], row[5]}
		orders = append(orders, o)
		at := [2]string{o.month, o.partner}
		if months[at] == nil {
			months[at] = &statement{}
		}
		if o.of == "" {
			sales[o.partner+"/"+o.id] = o.sale
			months[at].sales++
		}
	}
	rate := func(sales int) decimal.Decimal {
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
	for _, o := range orders {
		st, of := months[[2]string{o.month, o.partner}], o.sale
		if o.of == "" {
			st.revenue = st.revenue.Add(o.amount)
			st.earned = st.earned.Add(o.amount.Mul(rate(st.sales)).Round(2))
			continue
		}
		of = sales[o.partner+"/"+o.of]
		left := of.amount.Add(o.amount)
		percent := rate(months[[2]string{of.month, of.partner}].sales)
		st.adjusted = st.adjusted.Add(left.Mul(percent).Round(2).Sub(of.amount.Mul(percent).Round(2)))
		sales[o.partner+"/"+o.of] = sale{of.partner, of.month, left}
	}
	names := make([][2]string, 0, len(months))
	for name := range months {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, name := range names {
		st := months[name]
		fmt.Fprintf(out, "%s %s: %d sales, revenue %s, earned %s, refunds %s\n", name[0], name[1], st.sales,
			st.revenue.StringFixed(2), st.earned.StringFixed(2), st.adjusted.StringFixed(2))
	}
	return nil
}

// million writes a file of orders of a year, sorted by day: so many rows of so
// many partners, and one row in 39 that refunds a part of an order some days
// before it.
func million(file string, rows, partners int) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	fmt.Fprintln(w, "id,date,partner,currency,amount,refund_of")
	var b []byte
	for i := range rows {
		day := time.Date(2026, 1, 1+i*365/rows, 0, 0, 0, 0, time.UTC)
		b = append(strconv.AppendInt(append(b[:0], 'o'), int64(i), 10), ',')
		b = append(day.AppendFormat(b, time.DateOnly), ",p"...)
		b = append(strconv.AppendInt(b, int64(i*7%partners), 10), ",USD,"...)
		if i%39 == 13 && i >= partners {
			b = fmt.Appendf(b, "-%d.%02d,o%d\n", i%3, 1+i%99, i-partners)
		} else {
			b = fmt.Appendf(b, "%d.%02d,\n", 5+i%300, i%100)
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return errors.Join(w.Flush(), f.Close())
}
