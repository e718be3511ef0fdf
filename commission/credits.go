package commission

import "github.com/seed-0af520cd/alianza/internal/enum"

// UnknownSale says what happens to a refund whose sale the state does not know: it
// names none, or one from before the books begin.
type UnknownSale uint8

// The policies for refunds without a known sale.
const (
	// UnknownSaleRefuse refuses the event with [alianza.ErrUnknown].
	UnknownSaleRefuse UnknownSale = iota
	// UnknownSaleCurrentRate takes back what a sale of that amount would earn by
	// itself on the day of the refund, at the tier that the event carries, and by
	// a rule over a window at the bracket that the window has reached. It takes back
	// nothing where such a sale would earn nothing. It is rated as if it were the
	// first of its customer and no cap were used. Nothing bounds it by what was
	// once paid, so that the balance may become negative.
	UnknownSaleCurrentRate
	// UnknownSaleIgnore posts nothing: the partner keeps what was paid.
	UnknownSaleIgnore
)

var unknownSaleNames = [...]string{"refuse", "current_rate", "ignore"}

// String returns the name of the policy in JSON, such as "current_rate".
func (c UnknownSale) String() string { return enum.Name(c, unknownSaleNames[:]) }

// MarshalText returns the name of the policy.
func (c UnknownSale) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the name of a policy: refuse, current_rate or ignore.
func (c *UnknownSale) UnmarshalText(text []byte) error {
	return enum.Parse(c, text, unknownSaleNames[:], 0)
}
