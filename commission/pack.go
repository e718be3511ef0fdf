package commission

import (
	"encoding/binary"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// Events are the many. A [State] keeps their records as rows of bytes, a third of
// the size of the values and nothing that the garbage collector has to look into.

// vocabulary are the words that rows share: partners, rules, levels, programs, and
// the shapes of lean events. A row has their places.
type vocabulary struct {
	words  []string
	places map[string]uint64
	recent [256]uint64 // places by the ends of words: the same few come again and again

	shapes   []*shape
	shapesAt map[shape]uint64
	latest   [8]uint64 // places of shapes by the length of their words
}

// shape returns the place of a shape, a new one if it has none.
func (v *vocabulary) shape(s *shape) uint64 {
	latest := &v.latest[(len(s.tier)+len(s.kind))%len(v.latest)]
	if n := *latest; n < uint64(len(v.shapes)) && (v.shapes[n] == s || *v.shapes[n] == *s) {
		return n
	}
	at, ok := v.shapesAt[*s]
	if !ok {
		if v.shapesAt == nil {
			v.shapesAt = map[shape]uint64{}
		}
		at = uint64(len(v.shapes))
		v.shapes, v.shapesAt[*s] = append(v.shapes, s), at
	}
	*latest = at
	return at
}

// clone returns a vocabulary that grows apart from v.
func (v *vocabulary) clone() vocabulary {
	c := *v
	c.words, c.places, c.shapes, c.shapesAt = slices.Clone(v.words), maps.Clone(v.places), slices.Clone(v.shapes), maps.Clone(v.shapesAt)
	return c
}

func (v *vocabulary) place(word string) uint64 {
	n := len(word)
	if n == 0 {
		return v.find(word)
	}
	recent := &v.recent[uint8(n)^word[n-1]<<1^word[n/2]<<4]
	if n := *recent; n < uint64(len(v.words)) && v.words[n] == word {
		return n
	}
	*recent = v.find(word)
	return *recent
}

// find returns the place of a word, a new one if it has none.
func (v *vocabulary) find(word string) uint64 {
	at, ok := v.places[word]
	if !ok {
		if v.places == nil {
			v.places = map[string]uint64{}
		}
		at = uint64(len(v.words))
		v.words, v.places[word] = append(v.words, word), at
	}
	return at
}

// A packer appends values to a row.
type packer struct {
	row   []byte
	words *vocabulary
}

func (p *packer) count(n uint64) { p.row = binary.AppendUvarint(p.row, n) }
func (p *packer) number(n int64) { p.row = binary.AppendVarint(p.row, n) }
func (p *packer) mark(m mark)    { p.row = binary.LittleEndian.AppendUint64(p.row, uint64(m)) }
func (p *packer) word(s string)  { p.count(p.words.place(s)) }
func (p *packer) day(d alianza.Date) {
	n := uint64(0)
	if !d.IsZero() {
		n = 1 + uint64(firstDay.DaysUntil(d))
	}
	p.count(n)
}

func (p *packer) text(s string) {
	p.count(uint64(len(s)))
	p.row = append(p.row, s...)
}

// The kinds of decimal in a row.
const (
	packNone = iota // the zero Decimal
	packWord        // the coefficient is an int64
	packMore        // the coefficient is longer, and not negative
	packLess        // likewise, and negative
)

func (p *packer) decimal(d decimal.Decimal) {
	exp := uint64(uint32(d.Exponent()<<1) ^ uint32(d.Exponent()>>31))
	switch {
	case d == decimal.Decimal{}:
		p.count(packNone)
	case d.NumDigits() <= 18:
		p.count(exp<<2 | packWord)
		p.number(d.CoefficientInt64())
	default:
		kind := uint64(packMore)
		if d.IsNegative() {
			kind = packLess
		}
		p.count(exp<<2 | kind)
		p.text(string(d.Coefficient().Bytes()))
	}
}

// epoch is the second from which rows count: 2020-01-01.
const epoch = 1577836800

func (p *packer) time(t time.Time) {
	if t.Location() == time.UTC && t.Nanosecond() == 0 && !t.IsZero() { // as nearly all are
		p.row = append(p.row, 0)
		p.number(t.Unix() - epoch)
		return
	}
	_, offset := t.Zone()
	nanos := t.Nanosecond()
	some := uint64(0)
	if offset != 0 {
		some |= 1
	}
	if nanos != 0 {
		some |= 2
	}
	if t.IsZero() {
		some |= 4
	}
	p.count(some)
	p.number(t.Unix() - epoch)
	if offset != 0 {
		p.number(int64(offset))
	}
	if nanos != 0 {
		p.count(uint64(nanos))
	}
}

func (p *packer) decimals(m map[string]decimal.Decimal) {
	if m == nil {
		p.count(0)
		return
	}
	p.count(uint64(len(m)) + 1)
	for _, name := range names(m) {
		p.word(name)
		p.decimal(m[name])
	}
}

// The bits of what a row has.
const (
	packOf = 1 << iota
	packAs
	packPeriod
	packUnits
	packIncludes
	packCustomer
	packOrder
	packTier
	packBack
	packGone
	packBy
	packTook
	packRest // what few plans ask for
	packLean // a lean event, and its bits
	packByPartner
)

// The bits of a lean event, beside packCustomer and packOrder.
const (
	leanRefund = packOf
	leanTaken  = packBack // something was taken back of the sale
	leanPaid   = packBy   // not all that was posted is paid
	leanBound  = packGone // a cap made what was posted
)

// flags returns which of a list are true, as bits.
func flags(list ...bool) (bits uint64) {
	for i, b := range list {
		if b {
			bits |= 1 << i
		}
	}
	return bits
}

// body appends the event of a record, and returns false for a record of something
// else.
func (p *packer) body(body any) bool {
	switch b := body.(type) {
	case *lean:
		p.lean(b)
	case *sold:
		p.sold(b)
	default:
		return false
	}
	return true
}

func (p *packer) lean(l *lean) {
	has := uint64(packLean)
	if l.customer != "" {
		has |= packCustomer
	}
	if l.order != "" {
		has |= packOrder
	}
	if l.shape.rule == "" {
		has |= leanRefund
	}
	if l.takings > 0 {
		has |= leanTaken
	}
	if l.paid != l.posted {
		has |= leanPaid
	}
	if l.bounded {
		has |= leanBound
	}
	p.count(has)
	p.count(p.words.shape(l.shape))
	p.mark(l.content)
	p.time(l.at)
	p.number(int64(l.amount))
	if has&packCustomer != 0 {
		p.text(l.customer)
	}
	if has&packOrder != 0 {
		p.text(l.order)
	}
	if has&leanRefund != 0 {
		p.text(l.of)
		return
	}
	p.number(int64(l.posted))
	if has&leanPaid != 0 {
		p.number(int64(l.paid))
	}
	p.time(l.due)
	if has&leanTaken != 0 {
		p.number(int64(l.back))
		p.count(uint64(l.takings))
	}
}

func (p *packer) sold(s *sold) {
	has := flags(s.Of != "", s.As != "", s.Period != "", s.Units != nil, s.Includes != nil, s.Customer != "", s.Order != "",
		s.Tier != "", s.Back != nil, s.Gone, s.By != "", s.Took != nil, s.More != nil, false, s.ByPartner != "")
	p.count(has)
	p.word(string(s.Kind))
	p.mark(s.Content)
	p.time(s.At)
	p.number(int64(s.Version))
	p.mark(s.Digest)
	p.decimal(s.Amount)
	for i, text := range [...]string{s.Of, s.Customer, s.Order, s.By} {
		if has&[...]uint64{packOf, packCustomer, packOrder, packBy}[i] != 0 {
			p.text(text)
		}
	}
	for i, text := range [...]string{string(s.As), s.Period, s.Tier} {
		if has&[...]uint64{packAs, packPeriod, packTier}[i] != 0 {
			p.word(text)
		}
	}
	if s.Units != nil {
		p.decimal(*s.Units)
	}
	if s.Includes != nil {
		p.decimals(s.Includes)
	}
	if s.Back != nil {
		p.back(s.Back)
	}
	if s.Took != nil {
		p.took(s.Took)
	}
	if s.More != nil {
		p.day(s.More.Since)
		p.text(s.More.Cause)
		p.texts(s.More.Counts)
		p.extra(s.More)
	}
	if s.ByPartner != "" {
		p.word(s.ByPartner)
	}
	p.count(uint64(len(s.Holds)))
	for i := range s.Holds {
		p.holding(s, &s.Holds[i])
	}
}

// The bits of a holding.
const (
	holdImplied = 1 << iota
	holdBounded
	holdFree
	holdCounted
	holdTier   // that of the event
	holdBase   // the amount of the event
	holdUnit   // one unit
	holdPaid   // all that was posted
	holdNoPart // nothing was taken by parts
)

// identical reports whether two decimals are the same number with the same places.
func identical(a, b decimal.Decimal) bool {
	none := decimal.Decimal{}
	return a == b || a != none && b != none && a.Exponent() == b.Exponent() && a.Cmp(b) == 0
}

func (p *packer) holding(s *sold, h *holding) {
	has := flags(h.Implied, h.Bounded, h.Free, h.Counted, h.Tier == s.Tier, identical(h.Base, s.Amount), identical(h.Units, oneUnit),
		identical(h.Paid, h.Posted), identical(h.Parts, decimal.Decimal{}))
	p.count(has)
	p.word(h.Rule)
	p.number(h.Rate.Units())
	if has&holdTier == 0 {
		p.word(h.Tier)
	}
	if has&holdBase == 0 {
		p.decimal(h.Base)
	}
	if has&holdUnit == 0 {
		p.decimal(h.Units)
	}
	if has&holdNoPart == 0 {
		p.decimal(h.Parts)
	}
	p.decimal(h.Posted)
	if has&holdPaid == 0 {
		p.decimal(h.Paid)
	}
	p.time(h.Due)
}

// numbers are the decimals of what was taken back, in the order of a row.
func (b *back) numbers() [8]*decimal.Decimal {
	return [8]*decimal.Decimal{&b.Amount, &b.Late, &b.Units, &b.UnitsOf, &b.LateUnits, &b.LateUnitsOf, &b.PartsOf, &b.LatePartsOf}
}

func (p *packer) back(b *back) {
	p.number(int64(b.Takings))
	p.number(int64(b.Counting))
	p.decimals(b.Includes)
	p.decimals(b.LateIncludes)
	for _, d := range b.numbers() {
		p.decimal(*d)
	}
}

func (p *packer) took(t *took) {
	p.count(flags(t.Early, t.Late, t.Parts, t.Counts, t.All, t.Undone))
	p.text(t.Of)
	p.word(t.Partner)
	p.decimal(t.Amount)
	p.decimal(t.Units)
	p.decimal(t.Recovered)
	p.decimals(t.Includes)
	p.decimals(t.Bases)
	p.decimals(t.Taken)
	p.texts(t.Kept)
}

func (p *packer) texts(list []string) {
	p.count(uint64(len(list)))
	for _, one := range list {
		p.text(one)
	}
}

// An unpacker reads the values of a row, which a packer wrote.
type unpacker struct {
	row   []byte
	words *vocabulary
}

func (u *unpacker) count() uint64 {
	n, size := binary.Uvarint(u.row)
	u.row = u.row[size:]
	return n
}

func (u *unpacker) number() int64 {
	n, size := binary.Varint(u.row)
	u.row = u.row[size:]
	return n
}

func (u *unpacker) mark() mark {
	m := binary.LittleEndian.Uint64(u.row)
	u.row = u.row[8:]
	return mark(m)
}

func (u *unpacker) word() string { return u.words.words[u.count()] }
func (u *unpacker) text() string { return string(u.bytes()) }

// bytes returns a text as it stands in the row.
func (u *unpacker) bytes() []byte {
	n := u.count()
	text := u.row[:n]
	u.row = u.row[n:]
	return text
}

// firstDay is the first day of the calendar.
var firstDay = func() alianza.Date {
	d, _ := alianza.NewDate(1, time.January, 1)
	return d
}()

func (u *unpacker) day() alianza.Date {
	n := u.count()
	if n == 0 {
		return alianza.Date{}
	}
	return firstDay.AddDays(int(n - 1))
}

func (u *unpacker) decimal() decimal.Decimal {
	head := u.count()
	raw := uint32(head >> 2)
	exp := int32(raw>>1) ^ -int32(raw&1)
	switch head & 3 {
	case packNone:
		return decimal.Decimal{}
	case packWord:
		return decimal.New(u.number(), exp)
	}
	c := new(big.Int).SetBytes(u.bytes())
	if head&3 == packLess {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, exp)
}

func (u *unpacker) time() time.Time {
	some, seconds := u.count(), u.number()
	zone, nanos := time.UTC, int64(0)
	if some&1 != 0 {
		zone = time.FixedZone("", int(u.number()))
	}
	if some&2 != 0 {
		nanos = int64(u.count())
	}
	if some&4 != 0 {
		return time.Time{}
	}
	return time.Unix(seconds+epoch, nanos).In(zone)
}

func (u *unpacker) decimals() map[string]decimal.Decimal {
	n := u.count()
	if n == 0 {
		return nil
	}
	m := make(map[string]decimal.Decimal, n-1)
	for range n - 1 {
		name := u.word()
		m[name] = u.decimal()
	}
	return m
}

// soldOne is an event with room for what one rule holds, in one piece of memory.
type soldOne struct {
	sold
	room [1]holding
}

// body reads the event of a row: a [sold] or a [lean].
func (u *unpacker) body() any {
	has := u.count()
	if has&packLean != 0 {
		return u.lean(has)
	}
	return u.sold(has)
}

func (u *unpacker) lean(has uint64) *lean {
	l := &lean{shape: u.words.shapes[u.count()], content: u.mark(), at: u.time(), amount: num(u.number())}
	if has&packCustomer != 0 {
		l.customer = u.text()
	}
	if has&packOrder != 0 {
		l.order = u.text()
	}
	if has&leanRefund != 0 {
		l.of = u.text()
		return l
	}
	l.posted, l.bounded = num(u.number()), has&leanBound != 0
	if l.paid = l.posted; has&leanPaid != 0 {
		l.paid = num(u.number())
	}
	if l.due = u.time(); has&leanTaken != 0 {
		l.back, l.takings = num(u.number()), int32(u.count())
	}
	return l
}

func (u *unpacker) sold(has uint64) *sold {
	one := &soldOne{}
	s := &one.sold
	s.Kind, s.Content, s.At, s.Version, s.Digest = Kind(u.word()), u.mark(), u.time(), int(u.number()), u.mark()
	s.Amount, s.Gone = u.decimal(), has&packGone != 0
	for i, text := range [...]*string{&s.Of, &s.Customer, &s.Order, &s.By} {
		if has&[...]uint64{packOf, packCustomer, packOrder, packBy}[i] != 0 {
			*text = u.text()
		}
	}
	if has&packAs != 0 {
		s.As = Kind(u.word())
	}
	if has&packPeriod != 0 {
		s.Period = u.word()
	}
	if has&packTier != 0 {
		s.Tier = u.word()
	}
	if has&packUnits != 0 {
		units := u.decimal()
		s.Units = &units
	}
	if has&packIncludes != 0 {
		s.Includes = u.decimals()
	}
	if has&packBack != 0 {
		s.Back = u.back()
	}
	if has&packTook != 0 {
		s.Took = u.took()
	}
	if has&packRest != 0 {
		s.More = &more{Since: u.day(), Cause: u.text(), Counts: u.texts()}
		u.extra(s.More)
	}
	if has&packByPartner != 0 {
		s.ByPartner = u.word()
	}
	switch n := u.count(); n {
	case 0:
		return s
	case 1:
		s.Holds = one.room[:]
	default:
		s.Holds = make([]holding, n)
	}
	for i := range s.Holds {
		u.holding(s, &s.Holds[i])
	}
	return s
}

func (u *unpacker) holding(s *sold, h *holding) {
	has := u.count()
	h.Implied, h.Bounded, h.Free, h.Counted = has&holdImplied != 0, has&holdBounded != 0, has&holdFree != 0, has&holdCounted != 0
	h.Rule, h.Rate = u.word(), alianza.PercentUnits(u.number())
	h.Tier, h.Base, h.Units = s.Tier, s.Amount, oneUnit
	if has&holdTier == 0 {
		h.Tier = u.word()
	}
	if has&holdBase == 0 {
		h.Base = u.decimal()
	}
	if has&holdUnit == 0 {
		h.Units = u.decimal()
	}
	if has&holdNoPart == 0 {
		h.Parts = u.decimal()
	}
	h.Posted = u.decimal()
	if h.Paid = h.Posted; has&holdPaid == 0 {
		h.Paid = u.decimal()
	}
	h.Due = u.time()
}

func (u *unpacker) back() *back {
	b := &back{Takings: int(u.number()), Counting: int(u.number()), Includes: u.decimals(), LateIncludes: u.decimals()}
	for _, d := range b.numbers() {
		*d = u.decimal()
	}
	return b
}

func (u *unpacker) took() *took {
	t := &took{}
	has := u.count()
	for i, b := range [...]*bool{&t.Early, &t.Late, &t.Parts, &t.Counts, &t.All, &t.Undone} {
		*b = has&(1<<i) != 0
	}
	t.Of, t.Partner, t.Amount, t.Units, t.Recovered = u.text(), u.word(), u.decimal(), u.decimal(), u.decimal()
	t.Includes, t.Bases, t.Taken = u.decimals(), u.decimals(), u.decimals()
	t.Kept = u.texts()
	return t
}

func (u *unpacker) texts() (list []string) {
	for range u.count() {
		list = append(list, u.text())
	}
	return list
}
