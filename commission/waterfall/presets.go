package waterfall

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// JointProduct returns the waterfall of a joint product in the alliance program, in
// EUR. The costs of development come first, to a party or a pool that the caller
// names; the rest is divided half and half. Costs of zero are none.
//
// Rules: C14.
func JointProduct(a, b, development string, costs decimal.Decimal) Definition {
	d := Definition{Currency: "EUR"}
	if !costs.IsZero() {
		d.Steps = append(d.Steps, Step{Name: "development costs", To: development, Recoup: costs})
	}
	half := alianza.WholePercent(50)
	d.Steps = append(d.Steps, Step{Name: "rest", Shares: []split.Share{{Party: a, Rate: half}, {Party: b, Rate: half}}})
	return d
}

// A Market is what a marketplace of the alliance program agrees on. The program
// does not say who gets the 70%, so that the caller names the parties.
type Market struct {
	_        [0]func() // == would compare decimals by address
	Platform string    `json:"platform"` // gets the fees
	First    string    `json:"first"`    // gets 70%
	Second   string    `json:"second"`   // gets 30%
	// Transaction is 5% to 10% of the revenue. Listing is 100 to 500 for each
	// listing, and Premium 50 to 200 for each month of premium features; both are
	// absent if zero.
	Transaction alianza.Percent `json:"transaction"`
	Listing     decimal.Decimal `json:"listing,omitzero"`
	Premium     decimal.Decimal `json:"premium,omitzero"`
}

// Marketplace returns the waterfall of a marketplace in the alliance program, in
// EUR: the fees first, then 70% and 30%. It returns an error for a fee outside
// the program's range ([alianza.ErrRange]). An inflow counts "listing" and
// "month".
//
// Rules: C15.
func Marketplace(m Market) (Definition, error) {
	var f check.Faults
	inRates(&f, "transaction", m.Transaction, 5, 10)
	inAmounts(&f, "listing", m.Listing, 100, 500)
	inAmounts(&f, "premium", m.Premium, 50, 200)
	if err := f.Err(); err != nil {
		return Definition{}, fmt.Errorf("waterfall: marketplace: %w", err)
	}
	d := Definition{Currency: "EUR", Steps: []Step{{Name: "transaction fee", To: m.Platform, Rate: m.Transaction}}}
	if !m.Listing.IsZero() {
		d.Steps = append(d.Steps, Step{Name: "listing fee", To: m.Platform, Fixed: m.Listing, Per: "listing"})
	}
	if !m.Premium.IsZero() {
		d.Steps = append(d.Steps, Step{Name: "premium", To: m.Platform, Fixed: m.Premium, Per: "month"})
	}
	d.Steps = append(d.Steps, Step{Name: "rest", Shares: []split.Share{
		{Party: m.First, Rate: alianza.WholePercent(70)}, {Party: m.Second, Rate: alianza.WholePercent(30)},
	}})
	return d, nil
}

// A Label is what a white label of the alliance program agrees on.
type Label struct {
	_       [0]func() // == would compare decimals by address
	Owner   string    `json:"owner"`   // gets the license, the share and what is customized
	Partner string    `json:"partner"` // sells under its own brand
	// License is 10,000 to 50,000, once. Share is the owner's 20% to 30% of the
	// revenue. Customization is what an hour, say, costs extra; absent if zero.
	License       decimal.Decimal `json:"license"`
	Share         alianza.Percent `json:"share"`
	Customization decimal.Decimal `json:"customization,omitzero"`
}

// WhiteLabel returns the waterfall of a white label in the alliance program, in
// EUR. The owner has a share of the revenue. License and customization are on top:
// they are invoiced besides. It returns an error for a license or a share outside
// the program's range ([alianza.ErrRange]). An inflow counts "license" and
// "customization".
//
// Rules: C16.
func WhiteLabel(l Label) (Definition, error) {
	var f check.Faults
	inAmounts(&f, "license", l.License, 10_000, 50_000)
	if l.License.IsZero() {
		f.Add("license", "", alianza.ErrMissing, "")
	}
	inRates(&f, "share", l.Share, 20, 30)
	f.NotNegative("customization", l.Customization)
	if err := f.Err(); err != nil {
		return Definition{}, fmt.Errorf("waterfall: white label: %w", err)
	}
	d := Definition{Currency: "EUR", Steps: []Step{{Name: "license", To: l.Owner, Fixed: l.License, Per: "license", OnTop: true}}}
	if !l.Customization.IsZero() {
		d.Steps = append(d.Steps, Step{Name: "customization", To: l.Owner, Fixed: l.Customization, Per: "customization", OnTop: true})
	}
	d.Steps = append(d.Steps, Step{Name: "revenue share", To: l.Owner, Rate: l.Share}, Step{Name: "rest", Shares: []split.Share{{Party: l.Partner, Rest: true}}})
	return d, nil
}

// Reseller returns the waterfall of a reseller in the advanced program, in USD: of
// the list price the reseller keeps a margin, and the vendor gets the rest. A
// margin is a discount and no commission. It returns an error for a type of
// reseller that the program does not have ([alianza.ErrUnknown]), and for a margin
// outside the range of the type ([alianza.ErrRange]).
//
// Rules: C20.
func Reseller(partnerType, reseller, vendor string, margin alianza.Percent) (Definition, error) {
	sheet, err := terms.New(terms.Advanced())
	if err == nil {
		_, err = sheet.Judge(terms.Agreement{PartnerType: partnerType, Currency: "USD", Promises: []terms.Promise{
			{About: terms.ResellerMargin, Agreed: terms.Rate(margin)},
		}})
	}
	if err != nil {
		return Definition{}, fmt.Errorf("waterfall: reseller: %w", err)
	}
	return Definition{Currency: "USD", Steps: []Step{
		{Name: "margin", To: reseller, Rate: margin}, {Name: "rest", Shares: []split.Share{{Party: vendor, Rest: true}}},
	}}, nil
}

// MarshalJSON writes the market by its tags.
func (m Market) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a market strictly. [Marketplace] checks it.
func (m *Market) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }

// MarshalJSON writes the label by its tags.
func (l Label) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads a label strictly. [WhiteLabel] checks it.
func (l *Label) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l, nil) }

// inRates faults a percentage outside whole bounds.
func inRates(f *check.Faults, path string, p alianza.Percent, low, high int) {
	if p.Compare(alianza.WholePercent(low)) < 0 || p.Compare(alianza.WholePercent(high)) > 0 {
		f.Add(path, p.String(), alianza.ErrRange, fmt.Sprintf("the program says %d%% to %d%%", low, high))
	}
}

// inAmounts faults an amount outside whole bounds. Zero is none.
func inAmounts(f *check.Faults, path string, d decimal.Decimal, low, high int64) {
	if !f.Number(path, d) || d.IsZero() {
		return
	}
	if exact.Cmp(d, decimal.NewFromInt(low)) < 0 || exact.Cmp(d, decimal.NewFromInt(high)) > 0 {
		f.Add(path, exact.Text(d), alianza.ErrRange, fmt.Sprintf("the program says %d to %d", low, high))
	}
}
