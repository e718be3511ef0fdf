package program

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A store keeps events in few bytes, some 30 for the usual one, and finds them by
// partner and ID. It has no pointer for each event, so that a million of them cost
// the garbage collector nothing.
type store struct {
	zone   *time.Location
	chunks [][]byte
	// words are the texts that many events have: kinds, currencies and levels.
	words  []string
	places map[string]uint64
	index  []ref // open addressing, at most three quarters full
	used   int   // of the index, with what was dropped
	room   []byte
}

// A ref is the place of an event: the chunk and the offset in it, plus 1. The zero
// ref is none.
type ref uint32

const (
	chunkBits = 18
	chunkSize = 1 << chunkBits
	maxChunks = 1 << (32 - chunkBits) // 4 GiB of events
	dropped   = ^ref(0)               // in the index: something was here
)

// What an event has besides partner, ID, kind, currency and instant.
const (
	hasOf = 1 << iota
	hasOfPartner
	hasTier
	hasBooked
	hasAmount
	hasLongAmount
	hasUnits
	hasCustomer
	hasCustomerSince
	hasOrder
	hasPeriod
	hasIncludes
	hasFacts
	hasPartnerSince
	hasPartnerUntil
	hasCause
	hasOwn
	hasShares

	usual = hasOf | hasTier | hasAmount
)

// A header is what the run knows of an event besides what it says.
type header struct {
	before  ref    // the event before it in the month of the partner
	partner uint64 // index of the partner
	number  uint64 // its place among those added, from 1; 0 for an event of the run itself
}

func newStore(zone *time.Location) *store {
	return &store{zone: zone, places: map[string]uint64{}}
}

// word returns the number of a text that many events have.
func (s *store) word(text string) uint64 {
	n, ok := s.places[text]
	if !ok {
		n = uint64(len(s.words))
		s.words, s.places[text] = append(s.words, text), n
	}
	return n
}

// add keeps an event and returns its place, or false if there is no room left. It
// does not index it.
func (s *store) add(h header, e *commission.Event) (ref, bool) {
	b := s.encode(s.room[:0], h, e)
	s.room = b
	last := len(s.chunks) - 1
	if last < 0 || len(s.chunks[last])+len(b) > cap(s.chunks[last]) {
		if len(s.chunks) == maxChunks-1 {
			return 0, false
		}
		s.chunks = append(s.chunks, make([]byte, 0, max(chunkSize, len(b))))
		last++
	}
	at := len(s.chunks[last])
	s.chunks[last] = append(s.chunks[last], b...)
	return ref(last<<chunkBits|at) + 1, true
}

// bytes returns the bytes of an event and of those behind it.
func (s *store) bytes(r ref) []byte {
	r--
	return s.chunks[r>>chunkBits][r&(chunkSize-1):]
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func appendInstant(b []byte, t time.Time) []byte {
	return binary.AppendUvarint(binary.AppendVarint(b, t.Unix()), uint64(t.Nanosecond()))
}

func appendNumber(b []byte, d decimal.Decimal) []byte { return appendText(b, exact.Text(d)) }

// small reports whether a number is written as a coefficient of a machine word.
func small(d decimal.Decimal) bool {
	const digits = 18
	return d.NumDigits() <= digits
}

func mask(e *commission.Event) uint64 {
	var mask uint64
	for bit, has := range [...]bool{
		e.Of != "", e.OfPartner != "", e.Tier != "", !e.Booked.IsZero(), e.Amount != decimal.Decimal{} && small(e.Amount),
		!small(e.Amount), e.Units != decimal.Decimal{}, e.Customer != "", !e.CustomerSince.IsZero(), e.Order != "",
		e.Period != "", len(e.Includes) > 0, len(e.Facts) > 0, !e.PartnerSince.IsZero(), !e.PartnerUntil.IsZero(),
		e.Cause != "", e.Own != nil, len(e.Shares) > 0,
	} {
		if has {
			mask |= 1 << bit
		}
	}
	return mask
}

// encode appends an event: header, mask, and the fields in the order of the mask.
func (s *store) encode(b []byte, h header, e *commission.Event) []byte {
	mask := mask(e)
	b = binary.AppendUvarint(b, uint64(h.before))
	b = binary.AppendUvarint(b, h.partner)
	b = appendText(b, e.ID)
	b = binary.AppendUvarint(b, h.number)
	b = binary.AppendUvarint(b, s.word(string(e.Kind)))
	b = binary.AppendUvarint(b, s.word(e.Currency))
	b = appendInstant(b, e.At)
	b = binary.AppendUvarint(b, mask)
	if mask&hasOf != 0 {
		b = appendText(b, e.Of)
	}
	if mask&hasTier != 0 {
		b = binary.AppendUvarint(b, s.word(e.Tier))
	}
	if mask&hasAmount != 0 {
		b = binary.AppendVarint(b, e.Amount.CoefficientInt64())
		b = binary.AppendVarint(b, int64(e.Amount.Exponent()))
	}
	if mask&^usual == 0 {
		return b
	}
	return encodeRest(b, mask, e)
}

func encodeRest(b []byte, mask uint64, e *commission.Event) []byte {
	if mask&hasOfPartner != 0 {
		b = appendText(b, e.OfPartner)
	}
	if mask&hasBooked != 0 {
		b = appendInstant(b, e.Booked)
	}
	if mask&hasLongAmount != 0 {
		b = appendNumber(b, e.Amount)
	}
	if mask&hasUnits != 0 {
		b = appendNumber(b, e.Units)
	}
	if mask&hasCustomer != 0 {
		b = appendText(b, e.Customer)
	}
	if mask&hasCustomerSince != 0 {
		b = appendInstant(b, e.CustomerSince)
	}
	if mask&hasOrder != 0 {
		b = appendText(b, e.Order)
	}
	if mask&hasPeriod != 0 {
		b = appendText(b, e.Period)
	}
	if mask&hasIncludes != 0 {
		b = binary.AppendUvarint(b, uint64(len(e.Includes)))
		for _, name := range sortedKeys(e.Includes) {
			b = appendNumber(appendText(b, name), e.Includes[name])
		}
	}
	if mask&hasFacts != 0 {
		b = binary.AppendUvarint(b, uint64(len(e.Facts)))
		for _, name := range sortedKeys(e.Facts) {
			b = appendText(appendText(b, name), e.Facts[name])
		}
	}
	if mask&hasPartnerSince != 0 {
		b = appendInstant(b, e.PartnerSince)
	}
	if mask&hasPartnerUntil != 0 {
		b = appendInstant(b, e.PartnerUntil)
	}
	if mask&hasCause != 0 {
		b = appendText(b, e.Cause)
	}
	if mask&hasOwn != 0 {
		b = binary.AppendVarint(binary.AppendVarint(b, e.Own.Rate.Units()), int64(e.Own.HoldDays))
	}
	if mask&hasShares != 0 {
		b = binary.AppendUvarint(b, uint64(len(e.Shares)))
		for i := range e.Shares {
			b = appendNumber(appendText(b, e.Shares[i].Partner), e.Shares[i].Weight)
		}
	}
	return b
}

// A cursor reads what encode wrote.
type cursor struct {
	s *store
	b []byte
}

func (c *cursor) uint() uint64 {
	n, size := binary.Uvarint(c.b)
	c.b = c.b[size:]
	return n
}

func (c *cursor) int() int64 {
	n, size := binary.Varint(c.b)
	c.b = c.b[size:]
	return n
}

// raw returns a text where it stands.
func (c *cursor) raw() []byte {
	n := c.uint()
	text := c.b[:n]
	c.b = c.b[n:]
	return text
}

func (c *cursor) text() string { return string(c.raw()) }

func (c *cursor) instant() time.Time {
	seconds := c.int()
	return time.Unix(seconds, int64(c.uint())).In(c.s.zone)
}

func (c *cursor) number() decimal.Decimal {
	d, _ := exact.ParseWritten(c.text()) // what appendNumber wrote
	return d
}

// A kept is an event as the store has it, with the usual fields read.
type kept struct {
	header
	place    ref
	id       []byte
	kind     uint64 // a word
	currency uint64 // a word
	seconds  int64  // of the instant
	nanos    int64
	mask     uint64
	of       []byte
	level    uint64 // a word, plus 1; 0 for none: the tier that it carries
	coef     int64
	exp      int32
	rest     []byte // from the first of the other fields on
}

// usual reports whether the event has no other fields.
func (k *kept) usual() bool { return k.mask&^usual == 0 }

// kept reads the event of a place.
func (s *store) kept(r ref) kept {
	c := cursor{s, s.bytes(r)}
	k := kept{place: r}
	k.before, k.partner = ref(c.uint()), c.uint()
	k.id, k.number = c.raw(), c.uint()
	k.kind, k.currency, k.seconds, k.nanos = c.uint(), c.uint(), c.int(), int64(c.uint())
	k.mask = c.uint()
	if k.mask&hasOf != 0 {
		k.of = c.raw()
	}
	if k.mask&hasTier != 0 {
		k.level = c.uint() + 1
	}
	if k.mask&hasAmount != 0 {
		k.coef, k.exp = c.int(), int32(c.int())
	}
	k.rest = c.b
	return k
}

// event returns the event itself.
func (s *store) event(k *kept, partner string) commission.Event {
	e := commission.Event{
		ID: string(k.id), Kind: commission.Kind(s.words[k.kind]), Of: string(k.of), Partner: partner,
		At: time.Unix(k.seconds, k.nanos).In(s.zone), Currency: s.words[k.currency],
	}
	if k.level > 0 {
		e.Tier = s.words[k.level-1]
	}
	if k.mask&hasAmount != 0 {
		e.Amount = decimal.New(k.coef, k.exp)
	}
	if k.usual() {
		return e
	}
	c := cursor{s, k.rest}
	c.fields(k.mask, &e)
	return e
}

// fields reads the fields that the usual event does not have.
func (c *cursor) fields(mask uint64, e *commission.Event) {
	if mask&hasOfPartner != 0 {
		e.OfPartner = c.text()
	}
	if mask&hasBooked != 0 {
		e.Booked = c.instant()
	}
	if mask&hasLongAmount != 0 {
		e.Amount = c.number()
	}
	if mask&hasUnits != 0 {
		e.Units = c.number() // also a 0 that is given
	}
	if mask&hasCustomer != 0 {
		e.Customer = c.text()
	}
	if mask&hasCustomerSince != 0 {
		e.CustomerSince = c.instant()
	}
	if mask&hasOrder != 0 {
		e.Order = c.text()
	}
	if mask&hasPeriod != 0 {
		e.Period = c.text()
	}
	if mask&hasIncludes != 0 {
		e.Includes = map[string]decimal.Decimal{}
		for range c.uint() {
			name := c.text()
			e.Includes[name] = c.number()
		}
	}
	if mask&hasFacts != 0 {
		e.Facts = map[string]string{}
		for range c.uint() {
			name := c.text()
			e.Facts[name] = c.text()
		}
	}
	if mask&hasPartnerSince != 0 {
		e.PartnerSince = c.instant()
	}
	if mask&hasPartnerUntil != 0 {
		e.PartnerUntil = c.instant()
	}
	if mask&hasCause != 0 {
		e.Cause = c.text()
	}
	if mask&hasOwn != 0 {
		e.Own = &commission.OwnTerms{Rate: alianza.PercentUnits(c.int()), HoldDays: int(c.int())}
	}
	if mask&hasShares != 0 {
		e.Shares = make([]commission.AttributedShare, c.uint())
		for i := range e.Shares {
			e.Shares[i].Partner, e.Shares[i].Weight = c.text(), c.number()
		}
	}
}

// hash is FNV-1a of a partner and an ID, stirred.
func hash[T string | []byte](partner uint64, id T) uint64 {
	h := uint64(14695981039346656037) ^ partner*0x9e3779b97f4a7c15
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// find returns the place of an event, 0 if it is not there.
func (s *store) find(partner uint64, id string) ref {
	if len(s.index) == 0 {
		return 0
	}
	mask := uint64(len(s.index) - 1)
	for at := hash(partner, id) & mask; s.index[at] != 0; at = (at + 1) & mask {
		if r := s.index[at]; r != dropped && s.is(r, partner, id) {
			return r
		}
	}
	return 0
}

// is reports whether an event is that of a partner and an ID.
func (s *store) is(r ref, partner uint64, id string) bool {
	c := cursor{s, s.bytes(r)}
	c.uint()
	return c.uint() == partner && string(c.raw()) == id
}

// put indexes an event that is not there.
func (s *store) put(r ref, partner uint64, id string) {
	const least = 1 << 10
	if 4*(s.used+1) > 3*len(s.index) {
		s.grow(max(least, 2*len(s.index)))
	}
	s.used++
	s.insert(r, hash(partner, id))
}

func (s *store) insert(r ref, h uint64) {
	mask := uint64(len(s.index) - 1)
	at := h & mask
	for s.index[at] != 0 {
		at = (at + 1) & mask
	}
	s.index[at] = r
}

// grow makes the index larger, without what was dropped.
func (s *store) grow(size int) {
	old := s.index
	s.index, s.used = make([]ref, size), 0
	for _, r := range old {
		if r == 0 || r == dropped {
			continue
		}
		c := cursor{s, s.bytes(r)}
		c.uint()
		partner := c.uint()
		s.insert(r, hash(partner, c.raw()))
		s.used++
	}
}

// drop takes an event out of the index.
func (s *store) drop(r ref, partner uint64, id []byte) {
	mask := uint64(len(s.index) - 1)
	for at := hash(partner, id) & mask; s.index[at] != 0; at = (at + 1) & mask {
		if s.index[at] == r {
			s.index[at] = dropped
			return
		}
	}
}

// same reports whether two events say the same, apart from their instants: a retry
// that the clock stamped anew is the same event.
func same(a, b *commission.Event) bool {
	number := func(a, b decimal.Decimal) bool { return exact.Cmp(a, b) == 0 }
	return a.Kind == b.Kind && a.Of == b.Of && a.OfPartner == b.OfPartner && a.Tier == b.Tier && a.Currency == b.Currency &&
		a.Customer == b.Customer && a.Order == b.Order && a.Period == b.Period && number(a.Amount, b.Amount) &&
		number(a.Units, b.Units) && (a.Units == decimal.Decimal{}) == (b.Units == decimal.Decimal{}) &&
		maps.EqualFunc(a.Includes, b.Includes, number) && maps.Equal(a.Facts, b.Facts) &&
		a.CustomerSince.Equal(b.CustomerSince) && a.PartnerSince.Equal(b.PartnerSince) && a.PartnerUntil.Equal(b.PartnerUntil) &&
		a.Cause == b.Cause && (a.Own == nil) == (b.Own == nil) && (a.Own == nil || *a.Own == *b.Own) &&
		slices.EqualFunc(a.Shares, b.Shares, func(a, b commission.AttributedShare) bool {
			return a.Partner == b.Partner && number(a.Weight, b.Weight)
		})
}

// reversed returns the places of a chain, the first event first.
func (s *store) reversed(last ref, list []ref) []ref {
	for last != 0 {
		list = append(list, last)
		last = ref((&cursor{s, s.bytes(last)}).uint())
	}
	slices.Reverse(list)
	return list
}
