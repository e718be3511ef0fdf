package terms

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Subject is what a clause is about. Two rewards side by side are a hybrid, such
// as a fee for each episode and a percentage of sales. The zero Subject is none.
//
// Rules: C6 to C8, C13, C24, C25, C38.
type Subject uint8

// The rewards: percentages, amounts, or only recorded.
const (
	SalePercent     Subject = iota + 1 // a percentage of a sale, or of the revenue that the partner brings
	ReferralFee                        // an amount for each qualified referral
	ItemFee                            // an amount for each item of content
	ServiceExchange                    // services for services: recorded, not computed
	BonusPayment                       // an amount on top, for an achievement
	LicenseFee                         // an amount for a license
	TransactionFee                     // a percentage of each transaction
	ListingFee                         // an amount for a listing
	PremiumFee                         // an amount a month for premium features
	RevenueSplit                       // a percentage of a revenue that is divided; see package split
	ResellerMargin                     // a percentage off the list price: the reseller keeps it, and it is no commission (C20)
	EquityStake                        // a share of the company: recorded, not computed
)

// The rest of a term sheet.
const (
	Model           Subject = iota + EquityStake + 1 // what the partnership consists of: some of the names
	Exclusivity                                      // by the scopes named: territory, product
	Duration                                         // of the contract, in years
	CoMarketing                                      // the budget of a year
	CommissionSteps                                  // a base commission and its steps
	Trial                                            // a trial period
	Support                                          // support and resources
	Timeline                                         // of the implementation
	WhiteLabel                                       // under the partner's own brand
	Implementation                                   // implementation included
	Customization                                    // customization, paid extra
)

// Benchmarks are for comparison only and decide nothing. No agreement has one.
const (
	PartnerTarget   Subject = iota + Customization + 1 // how many partners of the type the program wants
	AcquisitionCost                                    // what a customer usually costs through a partner of the type
	MonthlyEarnings                                    // what a partner usually earns in a month
)

var subjectNames = [...]string{
	"none", "sale_percent", "referral_fee", "item_fee", "service_exchange", "bonus_payment", "license_fee", "transaction_fee",
	"listing_fee", "premium_fee", "revenue_split", "reseller_margin", "equity_stake",
	"model", "exclusivity", "duration", "co_marketing", "commission_steps", "trial", "support", "timeline", "white_label",
	"implementation", "customization", "partner_target", "acquisition_cost", "monthly_earnings",
}

// form is how a subject is fixed.
type form uint8

const (
	percentage form = iota + 1
	amount          // a number of the currency, of years or of partners
	choice          // some of the names of the clause
	recorded        // nothing but that it is agreed
)

// form returns how the subject is fixed.
func (s Subject) form() form {
	switch s {
	case SalePercent, TransactionFee, RevenueSplit, ResellerMargin:
		return percentage
	case Model, Exclusivity:
		return choice
	case ServiceExchange, EquityStake, CommissionSteps, Trial, Support, Timeline, WhiteLabel, Implementation, Customization:
		return recorded
	default:
		return amount
	}
}

// medium returns what the subject is paid in, if a clause says m.
func (s Subject) medium(m commission.Medium) commission.Medium {
	switch {
	case s == ServiceExchange || s == EquityStake:
		return commission.InKind
	case s > EquityStake:
		return commission.Cash // nothing is paid
	}
	return m
}

func (s Subject) known() bool { return enum.Valid(s, subjectNames[:], 1) }

// benchmark reports whether the subject decides nothing.
func (s Subject) benchmark() bool { return s >= PartnerTarget }

// sound faults a quantity that the subject cannot have and reports whether it
// can.
func (s Subject) sound(f *check.Faults, path string, q Quantity) bool {
	switch want := s.form(); {
	case q.IsZero():
		f.Add(path, "", alianza.ErrMissing, s.example())
	case q.unit != want:
		f.Add(path, q.String(), alianza.ErrConflict, s.example())
	case !f.Number(path, q.number):
	case want == percentage && (q.number.IsNegative() || exact.Cmp(q.number, decimal.NewFromInt(100)) > 0):
		f.Add(path, q.String(), alianza.ErrRange, "from 0% to 100%")
	case q.number.IsNegative():
		f.Add(path, q.String(), alianza.ErrNegative, "")
	default:
		return true
	}
	return false
}

// example says how the subject is fixed.
func (s Subject) example() string {
	switch {
	case s.form() == percentage:
		return fmt.Sprintf(`%s is a percentage such as "20%%"`, s)
	case s == Duration:
		return "duration is a number of years"
	case s == PartnerTarget:
		return "partner_target is a number of partners"
	}
	return fmt.Sprintf(`%s is an amount such as "500"`, s)
}

// of returns the base of a percentage: "of sales".
func (s Subject) of() string {
	switch s {
	case SalePercent:
		return "of sales"
	case TransactionFee:
		return "of each transaction"
	case RevenueSplit:
		return "of the revenue"
	default:
		return "off the list price"
	}
}

// String returns the name of the subject, such as "item_fee".
func (s Subject) String() string { return enum.Name(s, subjectNames[:]) }

// MarshalText returns the name of the subject.
func (s Subject) MarshalText() ([]byte, error) { return enum.Text(s, subjectNames[:], 1) }

// UnmarshalText reads the name of a subject other than none.
func (s *Subject) UnmarshalText(text []byte) error { return enum.Parse(s, text, subjectNames[:], 1) }
