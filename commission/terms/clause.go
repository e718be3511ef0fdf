package terms

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Clause is one reward that a type of partner gets.
type Clause struct {
	_ [0]func() // == would compare decimals by address
	// Pays is the reward. Per is what one fee is for: "episode". No two clauses of
	// a type of partner have both the same.
	Pays Reward `json:"pays"`
	Per  string `json:"per,omitzero"`
	// Rate is the range of a percentage, and Fee that of an amount. Both are above
	// zero and closed at both ends. Pays says which of the two is required; the
	// other is refused.
	Rate RateRange   `json:"rate,omitzero"`
	Fee  AmountRange `json:"fee,omitzero"`
	// Typical warns about a figure outside its range. Without it, the figure is
	// refused.
	Typical bool `json:"typical,omitzero"`
	// Medium is what the reward is paid in; cash if absent. A reward that is only
	// recorded is in kind.
	Medium commission.Medium `json:"medium,omitzero"`
}

// Reward is what a clause pays. Two clauses side by side are a hybrid, such as a
// fee for each episode and a percentage of sales. The zero Reward is none.
//
// Rules: C6 to C8, C38.
type Reward uint8

// The rewards. Each is a percentage, an amount, or only recorded.
const (
	SalePercent     Reward = iota + 1 // a percentage of a sale, or of the revenue that the partner brings
	ReferralFee                       // an amount for each qualified referral
	ItemFee                           // an amount for each item of content
	ServiceExchange                   // services for services: recorded, not computed
	BonusPayment                      // an amount on top, for an achievement
	LicenseFee                        // an amount for a license
	TransactionFee                    // a percentage of each transaction
	ListingFee                        // an amount for a listing
	PremiumFee                        // an amount a month for premium features
	RevenueSplit                      // a percentage of a revenue that is divided; see package split
	ResellerMargin                    // a percentage off the list price: the reseller keeps it, and it is no commission (C20)
	EquityStake                       // a share of the company: recorded, not computed
)

var rewardNames = [...]string{
	"none", "sale_percent", "referral_fee", "item_fee", "service_exchange", "bonus_payment", "license_fee",
	"transaction_fee", "listing_fee", "premium_fee", "revenue_split", "reseller_margin", "equity_stake",
}

// percent returns the base of a percentage: "of sales". It returns "" for a
// reward that is no percentage.
func (r Reward) percent() string {
	switch r {
	case SalePercent:
		return "of sales"
	case TransactionFee:
		return "of each transaction"
	case RevenueSplit:
		return "of the revenue"
	case ResellerMargin:
		return "off the list price"
	default:
		return ""
	}
}

// figures reports whether the reward is a percentage or an amount. A reward that
// is only recorded is neither.
func (r Reward) figures() (percent, amount bool) {
	percent = r.percent() != ""
	return percent, !percent && !r.recorded()
}

// recorded reports whether the reward has no figure at all.
func (r Reward) recorded() bool { return r == ServiceExchange || r == EquityStake }

// rewardName returns a reward and what it is for: "item_fee per episode".
func rewardName(r Reward, per string) string {
	if per == "" {
		return r.String()
	}
	return r.String() + " per " + per
}

// String returns the name of the reward, such as "item_fee".
func (r Reward) String() string { return enum.Name(r, rewardNames[:]) }

// MarshalText returns the name of the reward.
func (r Reward) MarshalText() ([]byte, error) { return enum.Text(r, rewardNames[:], 1) }

// UnmarshalText reads the name of a reward other than none.
func (r *Reward) UnmarshalText(text []byte) error {
	return enum.Parse(r, text, rewardNames[:], 1)
}

func (c Clause) check(d *Definition) error {
	var f check.Faults
	known := c.Pays > 0 && int(c.Pays) < len(rewardNames)
	if c.Pays == 0 {
		f.Add("pays", "", alianza.ErrMissing, "a reward")
	} else if !known {
		f.Add("pays", c.Pays.String(), alianza.ErrUnknown, "")
	}
	if c.Per != "" {
		f.Name("per", c.Per)
	}
	if known {
		c.checkRanges(&f, d)
	}
	if new(commission.Medium).UnmarshalText([]byte(c.Medium.String())) != nil {
		f.Add("medium", c.Medium.String(), alianza.ErrUnknown, "")
	} else if c.Pays.recorded() && c.Medium != commission.InKind {
		f.Add("medium", c.Medium.String(), alianza.ErrConflict, fmt.Sprintf("%s is only recorded: in_kind", c.Pays))
	}
	return f.Err()
}

// checkRanges checks that a clause has the range that its reward asks for.
func (c Clause) checkRanges(f *check.Faults, d *Definition) {
	percent, amount := c.Pays.figures()
	switch {
	case !percent && c.Rate != (RateRange{}):
		f.Add("rate", c.Rate.String(), alianza.ErrConflict, fmt.Sprintf("%s is no percentage", c.Pays))
	case percent && c.Rate == (RateRange{}):
		f.Add("rate", "", alianza.ErrMissing, fmt.Sprintf("%s is a percentage", c.Pays))
	case percent && c.Rate.checkClause(f, "rate") && c.Pays == SalePercent && !d.meets(c.Rate):
		f.Add("rate", c.Rate.String(), alianza.ErrConflict, "outside the rates of the program, "+d.Rates.String())
	}
	switch {
	case !amount && !c.Fee.IsZero():
		f.Add("fee", c.Fee.String(), alianza.ErrConflict, fmt.Sprintf("%s is no amount", c.Pays))
	case amount && c.Fee.IsZero():
		f.Add("fee", "", alianza.ErrMissing, fmt.Sprintf("%s is an amount", c.Pays))
	case amount:
		c.Fee.checkClause(f, "fee")
	}
	if c.Typical && c.Pays.recorded() {
		f.Add("typical", "true", alianza.ErrConflict, fmt.Sprintf("%s has no range to be typical", c.Pays))
	}
}

// name returns the name of the clause in a fault: "item_fee per episode".
func (c Clause) name() string { return rewardName(c.Pays, c.Per) }

func (c *Clause) fields(o *oldjson.Object) {
	oldjson.Text(o, "pays", &c.Pays)
	o.Optional().String("per", &c.Per)
	c.Rate.field(o, "rate")
	c.Fee.field(o, "fee")
	o.Optional().Bool("typical", &c.Typical)
	oldjson.Text(o.Optional(), "medium", &c.Medium)
}
