package orders

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// What an amount may have, in characters and in digits.
const (
	maxChars  = 40
	maxDigits = 17
	maxPlaces = 9
)

// amounts reads numbers as a file writes them.
type amounts struct{ decimal, thousands rune } // 0 if not declared

// none is a separator that nothing has.
const none = utf8.RuneError

var separators = map[string]rune{"": 0, "comma": ',', "point": '.', "space": ' ', "apostrophe": '\'', "none": none}

func newAmounts(f Format) amounts {
	a := amounts{separators[f.Decimal], separators[f.Thousands]}
	// One of the two is the decimals of a file whose other one parts thousands.
	switch {
	case a.decimal != 0:
	case a.thousands == ',':
		a.decimal = '.'
	case a.thousands == '.':
		a.decimal = ','
	}
	return a
}

// simple reads digits with at most one declared or unmistakable point, which is
// what most files have.
func (a amounts) simple(cell []byte) (decimal.Decimal, bool) {
	var n int64
	digits, places, i := 0, -1, 0
	negative := len(cell) > 0 && cell[0] == '-'
	if negative {
		i = 1
	}
	for ; i < len(cell); i++ {
		switch c := cell[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
			if digits++; places >= 0 {
				places++
			}
		case c == '.' && places < 0 && digits > 0 && a.decimal != ',':
			places = 0
		default:
			return decimal.Decimal{}, false
		}
	}
	if digits == 0 || digits > maxDigits || places == 0 || places > maxPlaces {
		return decimal.Decimal{}, false
	}
	if places == 3 && a.decimal == 0 && digits <= 6 {
		return decimal.Decimal{}, false // may be thousands
	}
	if negative {
		n = -n
	}
	return decimal.New(n, int32(-max(places, 0))), true //nolint:gosec // at most nine
}

// read reads an amount and the currency sign beside it, if there is one.
func (a amounts) read(cell []byte) (d decimal.Decimal, sign string, err error) {
	if d, ok := a.simple(cell); ok {
		return d, "", nil
	}
	s := string(cell)
	if utf8.RuneCountInString(s) > maxChars {
		return d, "", fmt.Errorf("more than %d characters", maxChars)
	}
	body, sign, negative, err := strip(s)
	if err != nil {
		return d, sign, err
	}
	whole, fraction, err := a.parts(body)
	if err != nil {
		return d, sign, err
	}
	text := strings.TrimLeft(whole, "0") + fraction
	if len(text) > maxDigits || len(fraction) > maxPlaces {
		return d, sign, errors.New("too many digits")
	}
	n, err := strconv.ParseInt("0"+text, 10, 64)
	if err != nil {
		return d, sign, errNumber
	}
	if negative {
		n = -n
	}
	return decimal.New(n, int32(-len(fraction))), sign, nil //nolint:gosec // at most nine
}

var errNumber = errors.New("not a number")

// strip takes off what an amount may have around its digits: blanks, a sign, the
// parentheses of a negative amount, a currency.
func strip(s string) (body, currency string, negative bool, err error) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == '−' || r == '–':
			return '-'
		case r == '’' || r == '´' || r == '`':
			return '\''
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	signs := 0
	for s != "" {
		first, size := utf8.DecodeRuneInString(s)
		last, lastSize := utf8.DecodeLastRuneInString(s)
		switch {
		case first == '(' && last == ')':
			s, negative = s[1:len(s)-1], !negative
			signs++
		case first == '-' || first == '+':
			s, negative = s[1:], negative != (first == '-')
			signs++
		case last == '-':
			s, negative = s[:len(s)-1], !negative
			signs++
		case isDigit(first) && isDigit(last) || first == '.' || first == ',':
			if signs > 1 {
				return "", "", false, errNumber
			}
			if strings.Trim(s, "0123456789.,+-") == "E" || strings.Trim(s, "0123456789.,+-") == "e" {
				return "", "", false, errors.New("a spreadsheet has rounded it; write all of its digits")
			}
			return s, currency, negative, nil
		case !isDigit(first):
			i := strings.IndexAny(s, "0123456789-+( ")
			if i <= 0 {
				i = size
			}
			if currency, err = join(currency, s[:i]); err != nil {
				return "", "", false, err
			}
			s = s[i:]
		default:
			i := strings.LastIndexAny(s, "0123456789-) ") + 1
			if i >= len(s) {
				i = len(s) - lastSize
			}
			if currency, err = join(currency, s[i:]); err != nil {
				return "", "", false, err
			}
			s = s[:i]
		}
		s = strings.TrimSpace(s)
	}
	return "", "", false, errNumber
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// join takes a word of an amount as its currency. There may be one.
func join(currency, word string) (string, error) {
	if currency != "" {
		return "", errNumber
	}
	if _, ok := signs[word]; !ok && !code(word) {
		return "", errNumber
	}
	return word, nil
}

// code reports whether a word is written as codes of currencies are.
func code(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return len(s) == 3
}

// signs are the signs of currencies with the codes that they stand for.
var signs = map[string]string{
	"€": "EUR", "£": "GBP EGP GIP FKP SHP", "¥": "JPY CNY", "元": "CNY", "円": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS",
	"₫": "VND", "฿": "THB", "₱": "PHP", "₴": "UAH", "₦": "NGN", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "RON", "лв": "BGN", "R$": "BRL", "S/": "PEN",
	"kr": "SEK NOK DKK ISK", "kr.": "DKK SEK NOK ISK", "Fr.": "CHF", "SFr.": "CHF", "US$": "USD", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
	"HK$": "HKD", "S$": "SGD", "MX$": "MXN", "$": "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU BRL", "R": "ZAR",
}

// agrees reports whether an amount with the sign may be in the currency.
func agrees(sign, currency string) bool {
	return sign == "" || sign == currency || strings.Contains(signs[sign], currency)
}

// parts takes a number apart into its digits before and behind the decimal separator.
func (a amounts) parts(s string) (whole, fraction string, err error) {
	point := strings.LastIndexAny(s, ".,")
	separator := byte(0)
	if point >= 0 {
		separator = s[point]
	}
	switch {
	case a.decimal != 0:
		point = strings.LastIndexByte(s, byte(a.decimal))
	case point < 0:
	case strings.Count(s, string(separator)) > 1:
		point = -1 // a number has one decimal separator
	case len(s)-point-1 == 3 && !strings.ContainsAny(s[:point], "., '") && point <= 3 && point > 0 && s[0] != '0':
		return "", "", fmt.Errorf("it reads as %s and as %s; declare what parts the decimals: -decimal %s or -decimal %s",
			s[:point]+s[point+1:], s[:point]+"."+s[point+1:], other(separator), name(separator))
	}
	whole = s
	if point >= 0 {
		whole, fraction = s[:point], s[point+1:]
		if fraction == "" || strings.Trim(fraction, "0123456789") != "" {
			return "", "", a.wrong(s)
		}
	}
	if whole == "" && fraction != "" {
		return "", fraction, nil
	}
	if whole, err = a.group(whole); err != nil {
		return "", "", a.wrong(s)
	}
	return whole, fraction, nil
}

// group takes the separators of thousands out of a whole number.
func (a amounts) group(s string) (string, error) {
	i := strings.IndexAny(s, "., '")
	if i < 0 {
		if s == "" || strings.Trim(s, "0123456789") != "" {
			return "", errNumber
		}
		return s, nil
	}
	separator := s[i : i+1]
	if a.decimal == rune(s[i]) || a.thousands != 0 && a.thousands != rune(s[i]) {
		return "", errNumber
	}
	// The first group of thousands has no zero before it.
	groups := strings.Split(s, separator)
	for j, g := range groups {
		if strings.Trim(g, "0123456789") != "" || j == 0 && (g == "" || g[0] == '0' || len(g) > 3) || j > 0 && len(g) != 3 {
			return "", errNumber
		}
	}
	return strings.Join(groups, ""), nil
}

// wrong says what a number is not, by what is declared.
func (a amounts) wrong(s string) error {
	if strings.Trim(s, "0123456789., '") != "" {
		return errNumber
	}
	if a.decimal != 0 && strings.ContainsAny(s, ".,") {
		return fmt.Errorf("not a number with a decimal %s", name(byte(a.decimal)))
	}
	return errNumber
}

func name(separator byte) string {
	if separator == ',' {
		return "comma"
	}
	return "point"
}

func other(separator byte) string {
	if separator == ',' {
		return "point"
	}
	return "comma"
}
