package forecast

import (
	"fmt"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// FirstSaleDays is the bound of the alliance program: a first sale comes in time within
// fewer days than that.
//
// Rules: P28.
const FirstSaleDays = 30

// A FirstSale is how long a partner took to the first sale.
type FirstSale struct {
	Status Status `json:"status"`
	// Days are those from the activation to the sale, nil if there is no sale yet. They
	// are not 0 then.
	Days *int `json:"days,omitzero"`
}

// Equal reports whether two first sales are the same.
func (s FirstSale) Equal(o FirstSale) bool {
	return s.Status == o.Status && (s.Days == nil) == (o.Days == nil) && (s.Days == nil || *s.Days == *o.Days)
}

// String returns the first sale as a phrase: "met, 29 days", "open".
func (s FirstSale) String() string {
	if s.Days == nil {
		return s.Status.String()
	}
	return s.Status.String() + ", " + plural.Of(*s.Days, "day")
}

// FirstSales adds up first sales. Partners without a sale stay apart: they are in no mean,
// neither as 0 days nor as the days so far.
type FirstSales struct {
	within, day             int
	met, missed, late, open int64 // late: of the missed ones, those with a sale
	days                    int64 // of the sales
}

// NewFirstSales returns a tally of first sales that are in time within fewer days than
// given, as things are on a day. It returns an error if the days are not from 1 to 36,500
// or the day is missing.
//
// Rules: P28.
func NewFirstSales(within int, day alianza.Date) (*FirstSales, error) {
	const most = 36_500
	var f check.Faults
	if within < 1 || within > most {
		f.Add("within", strconv.Itoa(within), alianza.ErrRange, fmt.Sprintf("from 1 to %d days", most))
	}
	if day.IsZero() {
		f.Add("day", "", alianza.ErrMissing, "")
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("forecast: first sales: %w", err)
	}
	return &FirstSales{within: within, day: firstDate.DaysUntil(day)}, nil
}

// Add adds a partner, with the day of the activation and that of the first sale, none if
// there is no sale yet. Without one the partner is open while fewer days have passed than
// the bound, and has missed it from then on. A sale after the day of the tally is none yet.
//
// It returns an error if the activation is missing, or after the sale or the day of the
// tally.
//
// Rules: P28.
func (s *FirstSales) Add(activated, sold alianza.Date) (FirstSale, error) {
	s = s.given()
	start, sale := firstDate.DaysUntil(activated), firstDate.DaysUntil(sold)
	var f check.Faults
	switch {
	case s.within == 0:
		f.Add("first_sales", "", alianza.ErrUnchecked, "")
	case activated.IsZero():
		f.Add("activated", "", alianza.ErrMissing, "")
	case !sold.IsZero() && sale < start:
		f.Add("sold", sold.String(), alianza.ErrConflict, "before the activation, "+activated.String())
	case s.day < start:
		f.Add("activated", activated.String(), alianza.ErrConflict, "after the day of the tally")
	}
	if err := f.Err(); err != nil {
		return FirstSale{}, fmt.Errorf("forecast: first sale: %w", err)
	}
	if sold.IsZero() || sale > s.day {
		if s.day-start < s.within {
			s.open++
			return FirstSale{Status: Open}, nil
		}
		s.missed++
		return FirstSale{Status: Missed}, nil
	}
	took := sale - start
	s.days += int64(took)
	if took < s.within {
		s.met++
		return FirstSale{Met, &took}, nil
	}
	s.missed++
	s.late++
	return FirstSale{Missed, &took}, nil
}

// given returns the tally, or the zero one, which refuses everything, if there is none.
func (s *FirstSales) given() *FirstSales {
	if s == nil {
		return &FirstSales{}
	}
	return s
}

// Count returns how many partners met the bound, missed it, and have time left.
func (s *FirstSales) Count(status Status) int {
	s = s.given()
	switch status {
	case Met:
		return int(s.met)
	case Missed:
		return int(s.missed)
	case Open:
		return int(s.open)
	default:
		return 0
	}
}

// Share returns the partners who met the bound, of those who met or missed it, in percent.
// Open ones are not in it. It returns an error if there are none ([alianza.ErrZero]).
func (s *FirstSales) Share() (Value, error) {
	s = s.given()
	if s.met+s.missed == 0 {
		return Value{}, fmt.Errorf("forecast: first sales: %w", check.Fault("decided", "0", alianza.ErrZero, "nobody has met or missed the bound yet"))
	}
	return quotient(UnitPercent, whole(100*s.met), whole(s.met+s.missed)), nil
}

// Mean returns the mean number of days to the first sale, of the partners with one. It
// returns an error if there are none ([alianza.ErrEmpty]).
func (s *FirstSales) Mean() (Value, error) {
	s = s.given()
	if s.met+s.late == 0 {
		return Value{}, fmt.Errorf("forecast: first sales: %w", check.Fault("sales", "", alianza.ErrEmpty, "nobody has sold yet"))
	}
	return quotient(UnitDays, whole(s.days), whole(s.met+s.late)), nil
}

// Equal reports whether two tallies have the same bound, day and sums.
func (s FirstSales) Equal(o FirstSales) bool { return s == o }

// MarshalJSON returns how many partners met the bound, missed it, and have time left.
func (s FirstSales) MarshalJSON() ([]byte, error) {
	if s.within == 0 {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return strictjson.Marshal(struct {
		Met    int `json:"met"`
		Missed int `json:"missed"`
		Open   int `json:"open"`
	}{int(s.met), int(s.missed), int(s.open)})
}

// UnmarshalJSON returns an error: a tally is written and not read.
func (s *FirstSales) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a tally of first sales", "add the partners again")
}

// MarshalJSON returns the first sale as a JSON object.
func (s FirstSale) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a first sale strictly.
func (s *FirstSale) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }
