package commission

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Detail is what only few entries have to say: which installment it is, how it was
// divided among partners, what placed it in a table. Its amounts are in
// the medium and the currency of the entry.
type Detail struct {
	_ [0]func() // == would compare decimals by address
	// Installment is which of the Installments of a deferred earning it is, from 1. It
	// is Rate of Earned. 0 is none: all of them are open, or have lapsed.
	Installment  int             `json:"installment,omitzero"`
	Installments int             `json:"installments,omitzero"`
	Rate         alianza.Percent `json:"rate,omitzero"`
	Earned       decimal.Decimal `json:"earned,omitzero"`
	// Shared is the amount that was divided among several partners, by Weight of
	// Weights. Where these are absent, it has what the others do not have of it. Lead is
	// the partner of the event, if it is another one.
	Shared  decimal.Decimal `json:"shared,omitzero"`
	Weight  decimal.Decimal `json:"weight,omitzero,wide"`
	Weights decimal.Decimal `json:"weights,omitzero,wide"`
	Lead    string          `json:"lead,omitzero"`
	// Customers are the distinct ones by which a table was read, with the event's. Meter
	// is the meter that was read, and Attained what it had, in amount or in units.
	Customers int             `json:"customers,omitzero"`
	Meter     string          `json:"meter,omitzero"`
	Attained  decimal.Decimal `json:"attained,omitzero,wide"`
}

// explain notes by what a table rated a sale.
func (t *Table) explain(entry *Entry, prior, sale Volume) {
	d, at := entry.more(), t.position(prior.plus(sale))
	if t.def.Scope == NextSale {
		at = t.position(prior)
	}
	if t.def.By == ByCustomers {
		d.Customers = int(at.IntPart())
	} else {
		d.Attained = at
	}
}

// more returns the detail of the entry, which may be changed.
func (e *Entry) more() *Detail {
	d := Detail{}
	if e.Detail != nil {
		d = *e.Detail
	}
	e.Detail = &d
	return &d
}

// answered reports whether the entry posts an installment of which a condition was
// met, by a maturity or by what corrects one, or takes one back whose answer was undone.
func (d *Detail) answered(e *Entry) bool {
	return d.Installment > 0 && (e.Kind == Maturity || e.Kind == Correction && e.Corrects == "" || e.Why.Code == undone && e.Base.Sign() >= 0 && e.Amount.Sign() < 0)
}

// parted reports whether the entry has a part of what was earned: an installment, or
// the share of a partner.
func (d *Detail) parted() bool { return d != nil && (d.Installments > 0 || !d.Weights.IsZero()) }

// others reports whether other partners have a part of what the entry changed.
func (d *Detail) others() bool { return d != nil && d.Weights.IsZero() && !d.Shared.IsZero() }

// whole returns the amount of which the entry is a part.
func (d *Detail) whole(amount decimal.Decimal) decimal.Decimal {
	switch {
	case d.Installments > 0:
		return d.Earned
	case !d.Weights.IsZero():
		return d.Shared
	}
	return amount
}

// text writes the detail behind the sentence of an entry.
func (d *Detail) text(b *strings.Builder, amount decimal.Decimal) {
	switch at := ""; {
	case d.Customers == 0 && d.Meter == "":
	default:
		if at = exact.Text(exact.Trim(exact.Sane(d.Attained))); d.Customers != 0 {
			at = fmt.Sprintf("%d customers", d.Customers)
		}
		b.WriteString(", by " + at)
		if d.Meter != "" {
			b.WriteString(" of meter " + d.Meter)
		}
	}
	switch {
	case d.Installment > 0:
		fmt.Fprintf(b, ", installment %d of %d: %s of %s", d.Installment, d.Installments, d.Rate, exact.Text(d.Earned))
	case d.Installments > 0:
		fmt.Fprintf(b, ", %s in %d installments, none posted", exact.Text(d.Earned), d.Installments)
	}
	if !d.Weights.IsZero() {
		fmt.Fprintf(b, ", %s of %s shares of %s", exact.Text(d.Weight), exact.Text(d.Weights), exact.Text(d.Shared))
		if d.Lead != "" {
			b.WriteString(" of an event of " + d.Lead)
		}
	}
	if d.others() {
		fmt.Fprintf(b, ", of %s other partners have %s", exact.Text(d.Shared), exact.Text(exact.Sane(d.Shared).Sub(exact.Sane(amount))))
	}
	if d.Installments > 0 || d.others() || !d.Weights.IsZero() {
		b.WriteString(", so " + exact.Text(amount))
	}
}

// MarshalJSON writes the detail by its tags.
func (d Detail) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a detail strictly.
func (d *Detail) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }
