package split

import "github.com/seed-0af520cd/alianza"

// JointProduct returns the split of a joint product's revenue in the alliance
// program: half and half, in EUR.
//
// Rules: C14.
func JointProduct(a, b string) Definition {
	half := alianza.WholePercent(50)
	return Definition{Currency: "EUR", Shares: []Share{{Party: a, Rate: half}, {Party: b, Rate: half}}}
}
