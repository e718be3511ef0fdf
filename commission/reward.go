package commission

import "github.com/seed-0af520cd/alianza/internal/enum"

// RewardKind is a component that an agreement can have (C38). Two of them side
// by side are a hybrid, such as a fee for each episode and a percentage of
// sales (C6 to C8); account credit is a [Medium]. The zero RewardKind is none.
type RewardKind uint8

// The kinds of reward. Each is a percentage, an amount, or only recorded.
const (
	SalePercent     RewardKind = iota + 1 // a percentage of a sale, or of the revenue that the partner brings
	ReferralFee                           // an amount for each qualified referral
	ItemFee                               // an amount for each item of content
	ServiceExchange                       // services for services: recorded, not computed
	BonusPayment                          // an amount on top, for an achievement
	LicenseFee                            // an amount for a license
	TransactionFee                        // a percentage of each transaction
	ListingFee                            // an amount for a listing
	PremiumFee                            // an amount a month for premium features
	RevenueSplit                          // a percentage of a revenue that is divided; see [Split]
	ResellerMargin                        // a percentage off the list price: what the reseller keeps, and no commission (C20)
	EquityStake                           // a share of the company: recorded, not computed
)

var rewardNames = [...]string{
	"none", "sale_percent", "referral_fee", "item_fee", "service_exchange", "bonus_payment", "license_fee",
	"transaction_fee", "listing_fee", "premium_fee", "revenue_split", "reseller_margin", "equity_stake",
}

// percent returns what a percentage of the kind is one of: "of sales". It
// returns "" for a kind that is no percentage.
func (k RewardKind) percent() string {
	switch k {
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

// figures reports whether a reward of the kind is a percentage or an amount. A
// kind that is only recorded is neither.
func (k RewardKind) figures() (percent, amount bool) {
	percent = k.percent() != ""
	return percent, !percent && !k.recorded()
}

// recorded reports whether the kind has no figure at all.
func (k RewardKind) recorded() bool { return k == ServiceExchange || k == EquityStake }

// rewardName returns a reward and what it is for: "item_fee per episode".
func rewardName(k RewardKind, per string) string {
	if per == "" {
		return k.String()
	}
	return k.String() + " per " + per
}

// String returns the name of the kind, such as "item_fee".
func (k RewardKind) String() string { return enum.Name(k, rewardNames[:]) }

// AppendText appends the name of the kind to b.
func (k RewardKind) AppendText(b []byte) ([]byte, error) { return append(b, k.String()...), nil }

// MarshalText returns the name of the kind.
func (k RewardKind) MarshalText() ([]byte, error) { return k.AppendText(nil) }

// UnmarshalText reads the name of a kind other than none.
func (k *RewardKind) UnmarshalText(text []byte) error {
	return enum.Parse(k, text, rewardNames[:], 1)
}
