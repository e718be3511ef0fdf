package attribution

import (
	"fmt"
	"math/big"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Touch is an occasion on which a partner reached the customer: a click, a
// coupon, a call.
type Touch struct {
	// ID orders touches of one instant, and tells touches apart.
	ID      string    `json:"id"`
	Partner string    `json:"partner"`
	At      time.Time `json:"at"`
	// Evidence is what the touch is known by: "coupon", "link". A definition with a
	// precedence requires it.
	Evidence string `json:"evidence,omitzero"`
	// Weight is the caller's, for [CustomWeight]: a number of at most 18 decimals.
	Weight split.Fraction `json:"weight,omitzero"`
	// Excluded says why the touch does not count, if the caller says so: "fraud".
	Excluded string `json:"excluded,omitzero"`
	// Sold is when the touch led to a sale before, and Recorded when it was recorded.
	Sold     time.Time `json:"sold,omitzero"`
	Recorded time.Time `json:"recorded,omitzero"`
}

// A Sale is what is attributed: a purchase, a signup, or a recurring payment.
type Sale struct {
	At       time.Time `json:"at"`
	Customer string    `json:"customer,omitzero"`
	// Existing says that the customer was one before.
	Existing bool `json:"existing,omitzero"`
	// Owners are the partners whom an earlier sale to the customer bound for good: the
	// shares of its result. A recurring payment has the owners of the first.
	Owners []AttributedShare `json:"owners,omitzero"`
}

// An AttributedShare is what attribution gives a partner of a sale. The shares of a
// sale add up to 1.
type AttributedShare struct {
	Partner string         `json:"partner"`
	Share   split.Fraction `json:"share"`
}

// Why says why a touch has the share that it has. The zero Why is none.
type Why uint8

// The reasons. Those after WhyOwner leave a touch without a share.
const (
	WhyOnly      Why = iota + 1 // it is the only one
	WhyFirst                    // it is the first
	WhyLast                     // it is the last
	WhyEqual                    // all get the same
	WhyBetween                  // between the first and the last
	WhyAge                      // by its age
	WhyWeight                   // by its weight
	WhyOwner                    // its partner owns the customer
	WhyNotFirst                 // another one is the first
	WhyNotLast                  // another one is the last
	WhyAfter                    // it came after the sale
	WhyExpired                  // before the look-back
	WhyExcluded                 // the caller excluded it
	WhyOwn                      // its partner is the customer
	WhyOutranked                // there is better evidence
	WhyRepeated                 // its partner has an earlier one
	WhyLate                     // it was recorded too late
	WhyExisting                 // the customer is not new
	WhyOwned                    // the customer belongs to others
)

var whyNames = [...]string{
	"none", "only", "first", "last", "equal", "between", "age", "weight", "owner",
	"not_first", "not_last", "after_the_sale", "expired", "excluded", "own", "outranked", "repeated", "recorded_late", "existing_customer", "owned",
}

// String returns the name of the reason, such as "outranked".
func (w Why) String() string { return enum.Name(w, whyNames[:]) }

// MarshalText returns the name of the reason.
func (w Why) MarshalText() ([]byte, error) { return enum.Text(w, whyNames[:], 1) }

// UnmarshalText reads the name of a reason.
func (w *Why) UnmarshalText(text []byte) error { return enum.Parse(w, text, whyNames[:], 1) }

// maxTouches bounds the touches of a sale.
const maxTouches = check.MaxTouches

// checkTouches faults touches and a sale that cannot be.
func (m *Model) checkTouches(touches []Touch, s *Sale) error {
	var f check.Faults
	f.Instant("sale.at", s.At)
	if m.def.RefuseOwn && s.Customer == "" {
		f.Add("sale.customer", "", alianza.ErrMissing, "the customer's own touches are refused")
	}
	if f.Count("sale.owners", len(s.Owners), check.MaxParties, "owners") {
		checkShares(&f, "sale.owners", s.Owners)
	}
	if !f.Count("touches", len(touches), maxTouches, "touches") {
		return f.Err()
	}
	ids := check.Names{Faults: &f}
	for i := range touches {
		t, path := &touches[i], fmt.Sprintf("touches[%d]", i)
		ids.Add(path+".id", t.ID)
		f.Name(path+".partner", t.Partner)
		f.Instant(path+".at", t.At)
		if len(m.def.Precedence) > 0 && t.Excluded == "" && m.rank(t.Evidence) < 0 {
			kind := alianza.ErrUnknown
			if t.Evidence == "" {
				kind = alianza.ErrMissing
			}
			f.Add(path+".evidence", t.Evidence, kind, fmt.Sprintf("one of %q", m.def.Precedence))
		}
		switch {
		case m.def.Model != CustomWeight:
		case t.Weight.IsZero():
			f.Add(path+".weight", "", alianza.ErrMissing, "")
		case t.Weight.Sign() < 0:
			f.Add(path+".weight", t.Weight.String(), alianza.ErrNegative, "above 0")
		case !decimalWeight(t.Weight):
			f.Add(path+".weight", t.Weight.String(), alianza.ErrRange, "want a number of at most 18 decimals")
		}
		if f.Full() {
			break
		}
	}
	return f.Err()
}

// checkShares faults shares that do not add up to 1.
func checkShares(f *check.Faults, path string, list []AttributedShare) {
	if len(list) == 0 {
		return
	}
	var sum unit.Sum
	names, before := check.Names{Faults: f}, f.Len()
	for i, s := range list {
		one := fmt.Sprintf("%s[%d]", path, i)
		names.Add(one+".partner", s.Partner)
		if s.Share.Sign() < 0 {
			f.Add(one+".share", s.Share.String(), alianza.ErrNegative, "")
		} else if !sum.Add(s.Share.Rat()) {
			f.Add(one+".share", s.Share.String(), alianza.ErrLimit, "the shares have no common denominator of reasonable size")
		}
	}
	if f.Len() == before && sum.Value.Cmp(big.NewRat(1, 1)) != 0 {
		f.Add(path, "", alianza.ErrConflict, "the shares add up to "+sum.Value.RatString()+", not to 1")
	}
}

// decimalWeight reports whether a weight is a number of at most 18 decimals and 34
// digits.
func decimalWeight(f split.Fraction) bool {
	const most = 113 // bits of 34 digits
	r := f.Rat()
	r.Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(exact.MaxPlaces), nil)))
	return r.IsInt() && r.Num().BitLen() <= most
}

// MarshalJSON writes the touch by its tags.
func (t Touch) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a touch strictly.
func (t *Touch) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// MarshalJSON writes the sale by its tags.
func (s Sale) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a sale strictly.
func (s *Sale) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON writes the share by its tags.
func (s AttributedShare) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a share strictly.
func (s *AttributedShare) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }
