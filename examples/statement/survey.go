package main

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// key stands for the id of an order of a partner, in 64 bits of an FNV hash:
// ids are compared, never shown, and a million of them collide once in forty
// million runs.
type key uint64

func keyOf(partner, id string) key {
	h := uint64(14695981039346656037)
	for _, s := range [...]string{partner, id} {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211 // no byte of UTF-8: parts the two
	}
	return key(h)
}

// partnerMonth names a statement.
type partnerMonth struct {
	partner string
	month   month
}

// found is what the first looks at the orders learn. It grows with partners,
// months and refunds, not with orders. But for the first two maps it knows
// nothing of rows that are not used.
type found struct {
	repeated    map[key]int // ids that come more than once; the line of the first
	refunds     map[key]int // rows that refund an order
	rows        int         // that are used
	last        month
	lastLine    map[month]int // of the last row of a month
	first       map[string]month
	sales       map[partnerMonth]int
	sortedFirst []string // partners by name
}

// survey reads the orders twice: once for what the count has to know (which ids
// are repeated, which orders are refunded), and once to count the sales that
// decide the tier of each month. By then every row that is not used is known,
// as whether a row is used does not depend on the tier.
func survey(r *reader, tmp *spool) (*found, error) {
	f := &found{
		lastLine: map[month]int{}, first: map[string]month{}, repeated: map[key]int{}, refunds: map[key]int{},
		sales: map[partnerMonth]int{},
	}
	ids := idSet{tmp: tmp}
	err := r.each("looking", true, func(o order) error {
		if o.Of != "" {
			f.refunds[keyOf(o.Partner, o.Of)]++
		}
		return ids.add(keyOf(o.Partner, o.ID))
	})
	if err != nil {
		return nil, err
	}
	if err := ids.repeated(f.repeated); err != nil {
		return nil, err
	}
	ledger := newLedger(r.program, f)
	counter := counter{found: f, kept: map[key]keptSale{}, on: r.program.keptSales}
	err = r.each("counting", false, func(o order) error {
		k := keyOf(o.Partner, o.ID)
		if line, ok := f.repeated[k]; ok && line == 0 {
			f.repeated[k] = o.line
		} else if ok {
			r.reject(o.line, &unused{errRepeated, "id", o.ID})
			return nil
		}
		if _, err := ledger.earn(o, ""); err != nil {
			r.reject(o.line, err)
			return nil
		}
		f.see(o)
		counter.count(k, o)
		return nil
	})
	f.sortedFirst = slices.Sorted(maps.Keys(f.first))
	return f, err
}

// see takes note of a row that is used.
func (f *found) see(o order) {
	f.rows++
	f.last = max(f.last, o.month)
	f.lastLine[o.month] = o.line
	if m, ok := f.first[o.Partner]; !ok || o.month < m {
		f.first[o.Partner] = o.month
	}
}

// counter counts the sales of each partner and month.
type counter struct {
	*found
	on   bool             // a sale refunded in full in its month does not count
	kept map[key]keptSale // sales that have refunds
}

// keptSale is a sale and what its refunds left of it in its own month.
type keptSale struct {
	month month
	left  decimal.Decimal
}

func (c *counter) count(k key, o order) {
	if o.Kind == commission.Sale {
		c.sales[partnerMonth{o.Partner, o.month}]++
		if c.on && c.refunds[k] > 0 {
			c.kept[k] = keptSale{o.month, o.Amount}
		}
		return
	}
	k = keyOf(o.Partner, o.Of)
	sale, ok := c.kept[k]
	if !ok || sale.month != o.month {
		return
	}
	sale.left = sale.left.Sub(o.Amount)
	c.kept[k] = sale
	if !sale.left.IsPositive() {
		c.sales[partnerMonth{o.Partner, o.month}]--
	}
}

// idSet finds the keys that are added more than once. It keeps them in parts,
// which the spool may move to disk, and looks at one part at a time.
type idSet struct {
	tmp   *spool
	parts [256]text
}

func (s *idSet) add(k key) error {
	return s.tmp.write(&s.parts[k%256], binary.LittleEndian.AppendUint64(nil, uint64(k)))
}

// repeated adds the keys found more than once to the map, with the line 0.
func (s *idSet) repeated(to map[key]int) error {
	for i := range s.parts {
		var b bytes.Buffer
		if err := s.tmp.copy(&b, &s.parts[i]); err != nil {
			return err
		}
		keys := make([]uint64, b.Len()/8)
		for j := range keys {
			keys[j] = binary.LittleEndian.Uint64(b.Next(8))
		}
		slices.Sort(keys)
		for j := 1; j < len(keys); j++ {
			if keys[j] == keys[j-1] {
				to[key(keys[j])] = 0
			}
		}
	}
	return nil
}
