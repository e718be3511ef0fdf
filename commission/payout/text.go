package payout

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// String returns the account as a sentence: "ana: 20.00 USD; 3 items: 1 due, 2 held
// until 2026-04-01T00:00:00Z; 5.00 kept back". Amounts that are zero are left out.
func (a Account) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.60s: %s", cmp.Or(a.Partner, "nobody"), money(a.Balance(), a.Currency))
	if a.Medium != commission.Cash {
		b.WriteString(" in " + strings.ReplaceAll(strings.TrimPrefix(a.Medium.String(), "in_"), "_", " "))
	}
	b.WriteString("; " + a.Items.String())
	b.WriteString(a.reserve())
	switch {
	case a.Advanced.IsPositive():
		fmt.Fprintf(&b, "; %s advanced", exact.Text(a.Advanced))
	case a.Advanced.IsNegative():
		fmt.Fprintf(&b, "; %s above the maximum for later", exact.Text(exact.Sane(a.Advanced).Neg()))
	}
	for _, p := range a.Waiting {
		fmt.Fprintf(&b, "; %s wait for the bank", exact.Text(p.Paid))
	}
	return b.String()
}

// reserve returns what is kept back, and what the last settlement found released and
// did not pay: "; 5.00 kept back; 1.00 released".
func (a *Account) reserve() (text string) {
	var kept, free exact.Adder
	for _, t := range a.Reserve {
		sum := &kept
		if !t.Release.IsZero() && t.Release.Before(a.Until) {
			sum = &free
		}
		sum.Add(unit.Safe(t.Amount))
	}
	if sum := kept.Sum(); !sum.IsZero() {
		text = fmt.Sprintf("; %s kept back", exact.Text(sum))
	}
	if sum := free.Sum(); !sum.IsZero() {
		text += fmt.Sprintf("; %s released", exact.Text(sum))
	}
	return text
}

// money returns an amount with its currency, "0 USD" for any zero.
func money(amount decimal.Decimal, currency string) string {
	if amount.IsZero() {
		amount = decimal.Decimal{}
	}
	return strings.TrimSpace(fmt.Sprintf("%s %.8s", exact.Text(amount), currency))
}

// String returns how many items are in which state, and until when the last of those
// that are held is: "3 items: 1 due, 2 held until 2026-04-01T00:00:00Z".
func (l Items) String() string {
	var counts [len(stateNames)]int
	other, last := 0, time.Time{}
	for item := range l.refs() {
		if int(item.State) >= len(counts) {
			other++
			continue
		}
		counts[item.State]++
		if item.State == StateHeld && item.Due.After(last) {
			last = item.Due
		}
	}
	var parts []string
	for s, n := range counts {
		if n == 0 {
			continue
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, State(s).words()))
		if State(s) == StateHeld && !last.IsZero() {
			parts[len(parts)-1] += " until " + last.Format(time.RFC3339)
		}
	}
	if other > 0 {
		parts = append(parts, fmt.Sprintf("%d unknown", other))
	}
	switch l.Len() {
	case 0:
		return "no items"
	case 1:
		return "1 item: " + parts[0]
	default:
		return fmt.Sprintf("%d items: %s", l.Len(), strings.Join(parts, ", "))
	}
}

// words returns the name of the state as words: "set off".
func (s State) words() string { return strings.ReplaceAll(s.String(), "_", " ") }

// String returns the item as a sentence: "p/ana/sale/order-9: 10.00, held until
// 2026-04-01T00:00:00Z, 1.00 of it kept back".
func (i Item) String() string {
	var b strings.Builder
	if i.Origin != OriginEntry {
		b.WriteString(strings.ReplaceAll(i.Origin.String(), "_", " ") + " ")
	}
	fmt.Fprintf(&b, "%.120s: %s, %s", i.Key, exact.Text(i.Amount), i.State.words())
	if i.State == StateHeld && !i.Due.IsZero() {
		b.WriteString(" until " + i.Due.Format(time.RFC3339))
	}
	if !i.Withheld.IsZero() {
		fmt.Fprintf(&b, ", %s of it kept back", exact.Text(i.Withheld))
		if !i.Release.IsZero() {
			b.WriteString(" until " + i.Release.Format(time.RFC3339))
		}
	}
	if !i.Rate.IsZero() {
		fmt.Fprintf(&b, ", at %s it is %s", exact.Text(i.Rate), exact.Text(i.Converted))
	}
	if i.Reason != "" {
		fmt.Fprintf(&b, ", for %.60s", i.Reason)
	}
	return b.String()
}

// String returns the transfer as a sum: "29.90 USD: 40.00, less income tax 7.60, less
// wire 2.50; on top platform fee 1.20".
func (t Transfer) String() string {
	if t.IsZero() {
		return "no transfer"
	}
	var less, top strings.Builder
	for _, c := range t.Charges {
		if c.OnTop {
			fmt.Fprintf(&top, "; on top %.60s %s", c.Name, exact.Text(c.Amount))
		} else {
			fmt.Fprintf(&less, ", less %.60s %s", c.Name, exact.Text(c.Amount))
		}
	}
	text := fmt.Sprintf("%s: %s", money(t.Amount, t.Currency), exact.Text(t.Gross))
	if !t.Rate.IsZero() {
		text += " at a rate of " + exact.Text(t.Rate)
	}
	return text + less.String() + top.String()
}

// String returns the move as a sentence: "m-1: 12.00 at 2026-04-01T00:00:00Z, for a
// gift card".
func (m Move) String() string {
	text := fmt.Sprintf("%.120s: %s at %s", m.Key, exact.Text(m.Amount), m.At.Format(time.RFC3339))
	if m.Reason != "" {
		text += fmt.Sprintf(", for %.60s", m.Reason)
	}
	return text
}
