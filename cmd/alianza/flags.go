package main

import (
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
	"github.com/seed-0af520cd/alianza/commission"
)

// ordersHelp is the part of a help that says how orders are read.
const ordersHelp = `
Orders
  -orders FILE         orders as CSV with a header line; - is standard input
  -from SHOP           columns of an export: shopify, woocommerce or stripe
  -col-id NAMES        the order's own id; A+B joins columns      (default id)
  -col-date NAME       the day, with or without the time        (default date)
  -col-partner NAME    who brought the order                 (default partner)
  -col-currency NAME   code of ISO 4217                     (default currency)
  -col-amount NAMES    amount; A*B multiplies columns         (default amount)
  -col-refund-of NAME  the id of the order that a row refunds
                                                  (default refund_of if there)
  -col-kind NAME       sale, refund, lead, …           (default kind if there)
  -col-units, -col-customer, -col-order, -col-tier, -col-status NAME
  -col-since NAME      the day on which the partnership began
                                               (default partner_since if there)
  -col-until NAME      the day on which it ended
                                               (default partner_until if there)
  -col-refunded NAME   what was given back of the row's own amount
  -fact NAME=COLUMN    a fact for the conditions of rules; may come again
  -include NAME=COLUMN a part of the amount: tax, shipping, discount, …
  -metric NAME=COLUMN  a figure of the partner's month that decides the tier;
                       all its rows that have one have to agree
  -currency CODE       currency of every row, instead of a column
  -kind WORD=KIND      a word of the kind column, such as Venta=sale
  -refund-prefix P     rows whose id begins with P are refunds, and no others
A row that does not say its kind is a refund if its amount is negative or if it
names an order that it refunds, and else a sale. A row of another kind that has
negative units, a negative amount or such an order contradicts itself, and is
not used.

How the file is written; what is not said is detected, and never guessed
  -delimiter D         comma, semicolon, tab or pipe
  -decimal D           comma or point
  -thousands D         comma, point, space, apostrophe or none
  -date LAYOUT         iso (2026-03-31), dmy (31/3/2026), mdy (3/31/2026), or a
                       layout of Go's package time        (default iso)
  -encoding E          utf-8, utf-16 or windows-1252

  -rejects FILE        write every row that was not used: line, column, value,
                       reason
  -strict              stop with exit code 1 if a row cannot be used
`

// orderFlags are the flags of commands that read orders.
type orderFlags struct {
	file, rejects, from string
	strict              bool
	format              orders.Format
}

// pairs is a flag NAME=VALUE that may come again.
type pairs struct {
	set func(name, value string) error
}

func (p pairs) String() string { return "" }

func (p pairs) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" || value == "" {
		return fmt.Errorf("want NAME=VALUE")
	}
	return p.set(name, value)
}

// into puts pairs into a map.
func into(m *map[string]string) pairs {
	return pairs{func(name, value string) error {
		if *m == nil {
			*m = map[string]string{}
		}
		(*m)[name] = value
		return nil
	}}
}

func (o *orderFlags) register(flags *flag.FlagSet) {
	o.format.Columns = orders.Plain
	f, c := &o.format, &o.format.Columns
	flags.StringVar(&o.file, "orders", "", "")
	flags.StringVar(&o.rejects, "rejects", "", "")
	flags.BoolVar(&o.strict, "strict", false, "")
	flags.Func("from", "", func(shop string) error {
		preset, err := orders.Preset(shop)
		if err != nil {
			return err
		}
		o.from, o.format = shop, preset
		return nil
	})
	for name, to := range map[string]*string{
		"col-id": &c.ID, "col-date": &c.Date, "col-partner": &c.Partner, "col-currency": &c.Currency, "col-amount": &c.Amount,
		"col-refund-of": &c.RefundOf, "col-kind": &c.Kind, "col-units": &c.Units, "col-customer": &c.Customer, "col-order": &c.Order,
		"col-tier": &c.Tier, "col-since": &c.Since, "col-until": &c.Until, "col-status": &c.Status, "col-refunded": &c.Refunded, "col-refund-at": &c.RefundAt,
		"currency": &f.Currency, "refund-prefix": &f.RefundPrefix, "delimiter": &f.Delimiter, "decimal": &f.Decimal,
		"thousands": &f.Thousands, "date": &f.Dates, "encoding": &f.Encoding,
	} {
		flags.StringVar(to, name, *to, "")
	}
	flags.Var(into(&c.Facts), "fact", "")
	flags.Var(into(&c.Includes), "include", "")
	flags.Var(into(&c.Metrics), "metric", "")
	flags.Var(pairs{func(word, kind string) error {
		if f.Kinds == nil {
			f.Kinds = map[string]commission.Kind{}
		}
		f.Kinds[word] = commission.Kind(kind)
		return nil
	}}, "kind", "")
}

// fromFirst moves -from to the front, so that other flags are said over it
// wherever it stands.
func fromFirst(args []string) []string {
	for i, a := range args {
		switch {
		case a == "-from" || a == "--from":
			if i+1 < len(args) {
				return append(append([]string{a, args[i+1]}, args[:i]...), args[i+2:]...)
			}
		case strings.HasPrefix(a, "-from=") || strings.HasPrefix(a, "--from="):
			return append(append([]string{a}, args[:i]...), args[i+1:]...)
		}
	}
	return args
}

// check returns an error if the flags do not fit together.
func (o *orderFlags) check(zone *time.Location) error {
	o.format.Zone = zone
	if err := o.format.Check(); err != nil {
		return usagef("-%w", err)
	}
	return nil
}
