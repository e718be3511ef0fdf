package split

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Amounts divides a total by weights into amounts that add up to it: 1.00 by 1, 1
// and 1 is 0.34, 0.33 and 0.33. An amount has so many decimals as places says, 0 to
// 18. The units left over go one each to the largest remainders, the earlier
// first. A negative total is divided as the mirror of the positive one.
//
// Amounts returns an error if:
//   - a number or the places are out of bounds, or the total has more decimals
//     ([alianza.ErrRange]);
//   - a weight is negative ([alianza.ErrNegative]);
//   - all weights are zero, or there is none ([alianza.ErrZero]).
func Amounts(total decimal.Decimal, places int, weights ...decimal.Decimal) ([]decimal.Decimal, error) {
	if places < 0 || places > exact.MaxPlaces {
		return nil, fmt.Errorf("split: %w", check.Fault("places", strconv.Itoa(places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", exact.MaxPlaces)))
	}
	if err := exact.Check(total); err != nil {
		return nil, fmt.Errorf("split: %w", check.Fault("total", exact.Text(total), alianza.ErrRange, err.Error()))
	}
	for i, w := range weights {
		if err := exact.Check(w); err != nil {
			return nil, fmt.Errorf("split: %w", check.Fault(fmt.Sprintf("weights[%d]", i), exact.Text(w), alianza.ErrRange, err.Error()))
		}
	}
	parts, err := exact.Allocate(total, int32(places), weights)
	if err != nil {
		return nil, fmt.Errorf("split: %w", allocateFault(total, err))
	}
	return parts, nil
}

// allocateFault says why an amount cannot be divided.
func allocateFault(total decimal.Decimal, err error) error {
	switch {
	case errors.Is(err, exact.ErrNegative):
		return check.Fault("weights", "", alianza.ErrNegative, "")
	case errors.Is(err, exact.ErrNoWeight):
		return check.Fault("weights", "", alianza.ErrZero, err.Error())
	}
	return check.Fault("total", exact.Text(total), alianza.ErrRange, err.Error())
}

// Units is [Amounts] for whole numbers, such as cents: 100 by 1, 1 and 1 is 34, 33
// and 33.
//
// Units returns an error if:
//   - a weight is negative ([alianza.ErrNegative]);
//   - all weights are zero, or there is none ([alianza.ErrZero]);
//   - the sum of weights is over 2^63 ([alianza.ErrRange]).
func Units(total int64, weights ...int64) ([]int64, error) {
	return divideUnits(make([]int64, len(weights)), total, weights) // made here, so that it may be on the stack of the caller
}

// divideUnits fills the parts of [Units].
func divideUnits(parts []int64, total int64, weights []int64) ([]int64, error) {
	size, sum := uint64(total), uint64(0)
	if total < 0 {
		size = -size
	}
	for i, w := range weights {
		switch {
		case w < 0:
			return nil, fmt.Errorf("split: %w", check.Fault(fmt.Sprintf("weights[%d]", i), strconv.FormatInt(w, 10), alianza.ErrNegative, ""))
		case sum+uint64(w) > 1<<63:
			return nil, fmt.Errorf("split: %w", check.Fault("weights", "", alianza.ErrRange, "their sum is over 2^63"))
		}
		sum += uint64(w)
	}
	if sum == 0 {
		return nil, fmt.Errorf("split: %w", check.Fault("weights", "", alianza.ErrZero, exact.ErrNoWeight.Error()))
	}
	var room [few]uint64 // spares an allocation for the usual number of parties
	cuts, left := room[:], size
	if len(weights) > few {
		cuts = make([]uint64, len(weights))
	}
	for i, w := range weights {
		hi, lo := bits.Mul64(size, uint64(w))
		if hi == 0 {
			parts[i], cuts[i] = int64(lo/sum), lo%sum
		} else {
			quotient, cut := bits.Div64(hi, lo, sum) // a weight is at most the sum, so that the quotient fits
			parts[i], cuts[i] = int64(quotient), cut
		}
		left -= uint64(parts[i])
	}
	if left > 0 {
		giveUnits(parts, cuts[:len(parts)], left)
	}
	if total < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts, nil
}

// few is how many parties there are at most, mostly.
const few = 8

// giveUnits gives the units left over to the largest cuts, the earlier first.
// There are fewer units than parties with a cut.
func giveUnits(parts []int64, cuts []uint64, left uint64) {
	if len(parts) <= few { // without sorting
		for ; left > 0; left-- {
			most := 0
			for i, c := range cuts {
				if c > cuts[most] {
					most = i
				}
			}
			parts[most]++
			cuts[most] = 0
		}
		return
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(cuts[b], cuts[a]), a-b) })
	for _, i := range order[:left] {
		parts[i]++
	}
}
