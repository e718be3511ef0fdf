package commission

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A TakeBack is a line of the policy by which a rule takes back what it paid. The
// first line that fits a refund or a chargeback decides. If none fits, nothing is
// taken. A rule without lines takes back in proportion.
//
//	[{"rate": "0%"}]                                        never
//	[{"rate": "100%", "whole": true}]                       all of it, however little is refunded
//	[{"rate": "100%", "causes": ["withdrawal"]},
//	 {"rate": "70%", "months": 6},
//	 {"rate": "40%", "months": 12}]                         by how long the sale has stood
//
// It is taken of what stands, so that a second taking does not take the first one
// again. A reversal pays again what its taking took. A correction always takes all.
//
// Rules: C34.
type TakeBack struct {
	// Rate is how much is taken of what would be: 0% to 100%.
	Rate alianza.Percent `json:"rate"`
	// On is refund or chargeback; both if absent.
	On Kind `json:"on,omitzero"`
	// Causes are the [Event.Cause] that the line is for; any if absent.
	Causes []string `json:"causes,omitzero"`
	// Months is how many calendar months after the day of the sale the line is for. The
	// anniversary is excluded. 0 is without end.
	Months int `json:"months,omitzero"`
	// Whole takes of all that stands. If false, it takes of the part that is refunded.
	Whole bool `json:"whole,omitzero"`
}

// maxCauses bounds the causes of a line, and the lines of a policy.
const maxCauses = check.MaxCauses

// checkBack checks by which policy a rule takes back.
func (r *Rule) checkBack(f *check.Faults, path string) {
	if len(r.Back) > 0 && r.pooled() {
		f.Add(path+".take_back", "", alianza.ErrConflict, "the rule rates again what is left in its window; a policy is for what is paid for each event")
	}
	if !f.Count(path+".take_back", len(r.Back), maxCauses, "lines") {
		return
	}
	always := -1 // the line that is for every taking
	for i := range r.Back {
		b, at := &r.Back[i], f.At(path+".take_back", i)
		if b.Rate.Sign() < 0 || b.Rate.Compare(alianza.WholePercent(100)) > 0 {
			f.Add(at+".rate", b.Rate.String(), alianza.ErrRange, "from 0% to 100%")
		}
		if b.On != "" && b.On != Refund && b.On != Chargeback {
			f.Add(at+".on", string(b.On), alianza.ErrUnknown, "refund or chargeback")
		}
		checkCount(f, at+".months", b.Months)
		if causes := (check.Names{Faults: f}); f.Count(at+".causes", len(b.Causes), maxCauses, "causes") {
			for j, cause := range b.Causes {
				causes.Add(f.At(at+".causes", j), cause)
			}
		}
		if always >= 0 {
			f.Add(at, "", alianza.ErrConflict, "never reached: "+f.At(path+".take_back", always)+" is for every taking")
		} else if b.On == "" && b.Months == 0 && len(b.Causes) == 0 {
			always = i
		}
	}
}

// fits reports whether a line is for a taking of a sale that was so old.
func (b *TakeBack) fits(kind Kind, cause string, sold, taken alianza.Date) bool {
	return (b.On == "" || b.On == kind) && (len(b.Causes) == 0 || slices.Contains(b.Causes, cause)) &&
		(b.Months == 0 || taken.Before(sold.AddMonths(b.Months)))
}

// stands returns what stands of a holding after a taking, by the policy of its
// rule, and what that says.
func (x *evaluation) stands(c *restating, v *version, r *rule, was, is *holding) (decimal.Decimal, Reason) {
	switch {
	case c.took == nil:
		return v.unit.Zero(), Reason{}
	case c.undo:
		return v.unit.posted(was.Paid.Add(c.took.Taken[r.Name])), Reason{}
	}
	line := TakeBack{}
	sold, day := alianza.DateOf(c.before.At, x.plan.zone), alianza.DateOf(c.event.At, x.plan.zone)
	if i := slices.IndexFunc(r.Back, func(b TakeBack) bool { return b.fits(c.kind, c.event.Cause, sold, day) }); i >= 0 {
		line = r.Back[i]
	}
	would := was.Paid
	before, after := c.before.worth(was, v, r, c.before.volume(was, v, r)), c.after.worth(is, v, r, c.after.volume(is, v, r))
	full := exact.Rat(would)
	if !line.Whole {
		if exact.Cmp(after, before) >= 0 {
			return v.unit.posted(was.Paid), Reason{}
		}
		full = times(would, before.Sub(after), before)
	}
	taken := v.unit.RoundRat(full.Mul(full, exact.Rat(percentOf(line.Rate, decimal.New(1, 0)))), v.unit.mode)
	if !taken.IsZero() {
		if c.took.Taken == nil {
			c.took.Taken = map[string]decimal.Decimal{}
		}
		c.took.Taken[r.Name] = taken
	}
	return v.unit.posted(was.Paid.Sub(taken)), Reason{Code: takenBy, Want: line.Rate.String(), Name: c.event.Cause, Count: line.Months}
}

// MarshalJSON writes the line by its tags.
func (b TakeBack) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a line strictly. [New] checks it.
func (b *TakeBack) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b, nil) }
