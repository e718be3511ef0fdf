package attribution

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Shared returns an event with the partners of the result, by whose shares the plan
// divides what it posts, in whole steps; see [commission.AttributedShare]. If the
// partner of the event is none of them, it becomes the first of them. The weights are
// the smallest whole numbers in proportion to the shares.
//
// Shared returns an error if:
//   - the sale has no partners ([alianza.ErrMissing]): it is a direct sale;
//   - a weight is out of bounds ([alianza.ErrRange]).
//
// Rules: C34, C35.
func (r Result) Shared(e commission.Event) (commission.Event, error) {
	var f check.Faults
	if len(r.Shares) == 0 {
		f.Add("shares", "", alianza.ErrMissing, "nobody gets anything of a direct sale")
	}
	common := big.NewInt(1)
	for i := range r.Shares {
		d := r.Shares[i].Share.Rat().Denom()
		common.Mul(common, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, common, d)))
	}
	shares := make([]commission.AttributedShare, len(r.Shares))
	for i, s := range r.Shares {
		n := s.Share.Rat()
		weight := decimal.NewFromBigInt(new(big.Int).Quo(new(big.Int).Mul(n.Num(), common), n.Denom()), 0)
		if err := exact.Check(weight); err != nil {
			f.Add(fmt.Sprintf("shares[%d]", i), s.Partner, alianza.ErrRange, "as a whole number of parts: "+err.Error())
		}
		shares[i] = commission.AttributedShare{Partner: s.Partner, Weight: weight}
	}
	if err := f.Err(); err != nil {
		return commission.Event{}, fmt.Errorf("attribution: %w", err)
	}
	if e.Shares = shares; !slices.ContainsFunc(shares, func(s commission.AttributedShare) bool { return s.Partner == e.Partner }) {
		e.Partner = shares[0].Partner
	}
	return e, nil
}
