package exact

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// maxText is the longest text of a number that [Parse] looks at: a sign, the
// digits, a point, leading zeros and an exponent fit with room to spare.
const maxText = 64

// ErrNumber is wrapped by the errors of [Parse] for text that is no number.
var ErrNumber = errors.New("not a decimal number")

// Parse reads a number in the grammar of JSON: an optional minus sign, digits
// without a leading zero, an optional fraction, an optional exponent. The
// places written are kept: "2.50" has two. It returns an error that wraps
// [ErrNumber], [ErrDigits] or [ErrExponent].
func Parse[S string | []byte](s S) (decimal.Decimal, error) {
	if c, places, ok := short(s); ok {
		return New(c, -places), nil
	}
	d, err := parse(string(s), maxText)
	if err == nil {
		err = Check(d)
	}
	if err != nil {
		return decimal.Decimal{}, err
	}
	return d, nil
}

// ParseWritten reads a number as [Parse] does, and besides what [Append] writes
// of an exact product, which may have more digits and decimals than a number
// from outside.
func ParseWritten[S string | []byte](s S) (decimal.Decimal, error) {
	if c, places, ok := short(s); ok {
		return New(c, -places), nil
	}
	d, err := parse(string(s), 2*maxWritten+4)
	if err == nil {
		err = CheckWritten(d)
	}
	if err != nil {
		return decimal.Decimal{}, err
	}
	return d, nil
}

// CheckWritten is [Check] with the wider bounds of [ParseWritten].
func CheckWritten(d decimal.Decimal) error {
	switch exp := d.Exponent(); {
	case exp > maxWritten || exp < -maxWritten:
		return fmt.Errorf("%w: 10^%d, allowed is %d to %d", ErrExponent, exp, -maxWritten, maxWritten)
	case !within(d, &writtenDigits):
		return fmt.Errorf("%w: allowed are %d", ErrDigits, maxWritten)
	}
	return nil
}

// short reads the usual number: digits that fit a word, without an exponent. It
// returns false for any other text.
func short[S string | []byte](s S) (coef int64, places int32, ok bool) {
	const most = 18 // digits
	at := 0
	if len(s) > 0 && s[0] == '-' {
		at = 1
	}
	first, point := at, -1
	for ; at < len(s); at++ {
		switch c := s[at]; {
		case c >= '0' && c <= '9' && at-first <= most:
			coef = 10*coef + int64(c-'0')
		case c == '.' && point < 0:
			point = at
		default:
			return 0, 0, false
		}
	}
	whole, digits := at-first, at-first
	if point >= 0 {
		whole, digits = point-first, digits-1
		places = int32(at - point - 1)
	}
	if whole == 0 || whole > 1 && s[first] == '0' || digits > most || point == at-1 {
		return 0, 0, false
	}
	if first > 0 {
		coef = -coef
	}
	return coef, places, true
}

// parse reads a number of a text that is not too long.
func parse(s string, longest int) (decimal.Decimal, error) {
	if len(s) > longest {
		return decimal.Decimal{}, fmt.Errorf("%w: a text of %d characters", ErrDigits, len(s))
	}
	digits, exp, ok := scan(s)
	if !ok {
		return decimal.Decimal{}, ErrNumber
	}
	if c, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return New(c, exp), nil
	}
	c, _ := new(big.Int).SetString(digits, 10)
	return decimal.NewFromBigInt(c, exp), nil
}

// scan splits the text of a number into sign and digits, and a power of ten.
func scan(s string) (digits string, exp int32, ok bool) {
	b := make([]byte, 0, maxText)
	if s != "" && s[0] == '-' {
		b, s = append(b, '-'), s[1:]
	}
	n := countDigits(s)
	if n == 0 || n > 1 && s[0] == '0' {
		return "", 0, false
	}
	b, s = append(b, s[:n]...), s[n:]
	if s != "" && s[0] == '.' {
		n = countDigits(s[1:])
		if n == 0 {
			return "", 0, false
		}
		b, s, exp = append(b, s[1:1+n]...), s[1+n:], -int32(n)
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		e, err := strconv.ParseInt(s[1:], 10, 16)
		if errors.Is(err, strconv.ErrRange) && countDigits(s[2:]) == len(s[2:]) {
			err = nil // digits to the end; e is the end of the range, which Check refuses
		}
		if err != nil {
			return "", 0, false
		}
		s, exp = "", exp+int32(e)
	}
	return string(b), exp, s == ""
}

func countDigits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// maxWritten is how many digits and places Append writes out: room for exact
// products of checked numbers.
const maxWritten = 4 * MaxDigits

// writtenDigits are the nearest coefficients that have more digits.
var writtenDigits = powersOfTen(maxWritten)

// Append appends d in plain notation to b, with the decimals that d has:
// "2.50" stays "2.50". A number out of bounds is not written out but named, in
// few characters, so that an error may quote anything.
func Append(b []byte, d decimal.Decimal) []byte {
	exp := d.Exponent()
	if !within(d, &writtenDigits) {
		return fmt.Appendf(b, "(a number of more than %d digits)", maxWritten)
	}
	if exp > maxWritten || exp < -maxWritten {
		b = d.Coefficient().Append(b, 10)
		return fmt.Appendf(b, "e%d", exp)
	}
	start := len(b)
	if c, ok := coef64(d); ok {
		b = strconv.AppendInt(b, c, 10)
	} else {
		b = d.Coefficient().Append(b, 10)
	}
	if exp >= 0 {
		for range exp {
			if d.Sign() != 0 {
				b = append(b, '0')
			}
		}
		return b
	}
	return point(b, start, exp)
}

// point sets the point into the digits from start on, with their sign. The exponent
// is negative.
func point(b []byte, start int, exp int32) []byte {
	if b[start] == '-' {
		start++
	}
	// Pad to at least one digit before the point, then open a gap for it.
	for len(b)-start <= int(-exp) {
		b = append(b, 0)
		copy(b[start+1:], b[start:])
		b[start] = '0'
	}
	b = append(b, 0)
	at := len(b) - 1 + int(exp)
	copy(b[at+1:], b[at:])
	b[at] = '.'
	return b
}

// AppendJSON appends d, a checked number, as it stands in a document: in plain
// notation. A number that would have too many digits for [Parse] has an exponent.
func AppendJSON(b []byte, d decimal.Decimal) []byte {
	if d.NumDigits()+int(d.Exponent()) > MaxDigits {
		b = d.Coefficient().Append(b, 10)
		return fmt.Appendf(b, "e%d", d.Exponent())
	}
	return Append(b, d)
}

// Text returns d in plain notation, as [Append] writes it.
func Text(d decimal.Decimal) string { return string(Append(nil, d)) }
