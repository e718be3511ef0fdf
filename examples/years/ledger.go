package main

import (
	"time"

	"github.com/seed-0af520cd/alianza/commission"
)

// A ledger of integers: cents, units, days of the year. It has the events and
// nothing of the library's arithmetic.
type ledger struct {
	sales   map[string]*sale
	refunds map[string]bool
	open    []item // posted and not paid
	balance int64
}

// A sale is what is left of it.
type sale struct {
	version       int
	amount, units int64
	posted        int64
	due           int // a day
}

// An item is an amount that is due on a day.
type item struct {
	amount int64
	due    int
}

func (l *ledger) knows(e commission.Event) bool { return l.sales[e.ID] != nil || l.refunds[e.ID] }

// post posts an event and returns what it earns.
func (l *ledger) post(e commission.Event) int64 {
	amount, units := e.Amount.Shift(2).IntPart(), e.Units.IntPart()
	at := dayOf(e.At)
	s, due := l.sales[e.Of], at+holdDays
	if e.Kind == commission.Refund {
		s.amount, s.units = s.amount-amount, s.units-units
		if l.refunds == nil {
			l.refunds = map[string]bool{}
		}
		l.refunds[e.ID] = true
		due = max(dayOf(e.Booked), s.due)
	} else {
		s = &sale{amount: amount, units: units, due: due}
		if at >= newVersion {
			s.version = 1
		}
		l.sales[e.ID] = s
	}
	is := s.worth()
	change := is - s.posted
	s.posted = is
	l.balance += change
	l.open = append(l.open, item{change, due})
	return change
}

// worth is what is left of a sale by its version: basis points of the amount, rounded
// half up once, and cents for each unit.
func (s *sale) worth() int64 {
	t := terms[s.version]
	return (s.amount*t.rate+5000)/10_000 + s.units*t.unit
}

// settle pays what is due before a day, and returns how much that is.
func (l *ledger) settle(end int, fails bool) int64 {
	var due int64
	var later []item
	for _, i := range l.open {
		if i.due < end {
			due += i.amount
		} else {
			later = append(later, i)
		}
	}
	switch {
	case due == 0:
		l.open = later
		return 0
	case due < minimum:
		return 0
	}
	if !fails {
		l.open = later
		l.balance -= due
	}
	return due
}

func dayOf(t time.Time) int { return int(t.Sub(day(0)).Hours()) / 24 }
