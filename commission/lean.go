package commission

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A lean event is a sale that one rule pays a rate of, or a refund of a part of one.
// Most events are. It is a small part of what a [sold] may be, and says the same.
type lean struct {
	shape           *shape
	content         mark
	at              time.Time
	amount          num
	customer, order string

	// Of a sale. What was taken back is an amount, in so many parts.
	due          time.Time
	posted, paid num
	back         num
	takings      int32
	bounded      bool // a cap made what was posted

	of string // of a refund, the sale
}

// A shape is what many lean events have in common: those at one level of a rule.
type shape struct {
	kind    Kind
	version int
	digest  mark
	tier    string // of the event
	rule    string // that holds something; "" for a refund
	rate    alianza.Percent
	level   string // that gave the rate
	begun   hash   // of a sale: see [Event.begun]
}

// sold returns the event as the others are.
func (l *lean) sold() *sold {
	one := &soldOne{sold: sold{
		Kind: l.shape.kind, Content: l.content, At: l.at, Version: l.shape.version, Digest: l.shape.digest, Of: l.of,
		Amount: l.amount.decimal(), Customer: l.customer, Order: l.order, Tier: l.shape.tier,
	}}
	s := &one.sold
	if l.shape.rule == "" {
		s.Took = &took{Of: l.of, Amount: s.Amount}
		return s
	}
	if l.takings > 0 {
		s.Back = &back{Amount: l.back.decimal(), Takings: int(l.takings)}
	}
	h := &one.room[0]
	*h = holding{
		Rule: l.shape.rule, Base: s.Amount, Units: oneUnit, Implied: true, Rate: l.shape.rate, Tier: l.shape.level,
		Posted: l.posted.decimal(), Bounded: l.bounded, Due: l.due,
	}
	if h.Paid = h.Posted; l.paid != l.posted {
		h.Paid = l.paid.decimal()
	}
	s.Holds = one.room[:]
	return s
}

// A num is a decimal of at most 17 digits and 63 decimals: 64 times the coefficient,
// and the number of decimals. The zero num is 0.
type num int64

// maxNum is the first coefficient that is too long for a num.
const maxNum = 100_000_000_000_000_000

// newNum returns coef times 10^exp, and false if that is no num.
func newNum(coef int64, exp int32) (num, bool) {
	return num(coef<<6) | num(-exp), -maxNum < coef && coef < maxNum && -63 <= exp && exp <= 0
}

// numOf returns a decimal as a num, and false if it is none.
func numOf(d decimal.Decimal) (num, bool) {
	coef, ok := exact.Small(d)
	n, fits := newNum(coef, d.Exponent())
	return n, ok && fits
}

func (n num) coef() int64              { return int64(n >> 6) }
func (n num) exp() int32               { return -int32(n & 63) }
func (n num) neg() num                 { return num(-n.coef()<<6) | n&63 }
func (n num) decimal() decimal.Decimal { return decimal.New(n.coef(), n.exp()) }

// at returns the coefficient of the number for an exponent that is not above its
// own, and false if it is too long.
func (n num) at(exp int32) (int64, bool) {
	coef := n.coef()
	for from := n.exp(); from > exp; from-- {
		if coef *= 10; coef <= -maxNum || coef >= maxNum {
			return 0, false
		}
	}
	return coef, true
}

// plus returns n + m with the decimals that a sum of decimals has, and false if it
// is no num.
func (n num) plus(m num) (num, bool) {
	exp := min(n.exp(), m.exp())
	a, okA := n.at(exp)
	b, okB := m.at(exp)
	sum, ok := newNum(a+b, exp)
	return sum, okA && okB && ok
}
