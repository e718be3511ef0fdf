package tier

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Standing is where a partner stands after a month, and what the months to
// come have to know of those before. It is plain data to be kept, as JSON for
// instance. The zero Standing is that of a partner who has not begun: on no
// level.
type Standing struct {
	// Ladder is the name of the ladder that Level is one of. Step and Pin set it,
	// and refuse a standing of another ladder (T16).
	Ladder string
	Level  string // "" is none
	// Since is the month after which the level was reached, and Until the first
	// month after which it may be lost, if it has a validity.
	Since Month
	Until Month
	// Misses is the number of missed evaluations in a row.
	Misses int
	// Pinned says that the level was set by hand. It then holds whatever the
	// metrics are, up to and without the month PinnedUntil, or without end if
	// that is zero.
	Pinned      bool
	PinnedUntil Month
	// Start is the first month evaluated, Last the last one; zero before that.
	Start Month
	Last  Month
	// Recent are the metrics of the last months, the window at most, the oldest
	// first.
	Recent []Metrics
	// Past are the levels held before, for deals sold under them, the oldest
	// first; only as far back as the tail reaches.
	Past []Spell
}

// A Spell is a level that was held after the months from From up to and without
// To; a zero From is from ever.
type Spell struct {
	Level    string
	From, To Month
}

// ChangeKind is what an evaluation did to a standing.
type ChangeKind uint8

// The kinds of change.
const (
	Kept     ChangeKind = iota + 1 // the level stays; written "kept"
	Promoted                       // it rises
	Demoted                        // it falls
	InGrace                        // it was missed and stays for now; "in_grace"
	Renewed                        // its validity ended and begins anew
	Expired                        // its validity ended, and it falls
	Pinned                         // it is set by hand
)

var changeNames = [...]string{"none", "kept", "promoted", "demoted", "in_grace", "renewed", "expired", "pinned"}

// String returns the name of the kind, such as "in_grace".
func (k ChangeKind) String() string { return enum.Name(k, changeNames[:]) }

// AppendText appends the name of the kind to b.
func (k ChangeKind) AppendText(b []byte) ([]byte, error) { return append(b, k.String()...), nil }

// MarshalText returns the name of the kind.
func (k ChangeKind) MarshalText() ([]byte, error) { return k.AppendText(nil) }

// A Change is what the evaluation of a month did, and why.
type Change[T any] struct {
	_     [0]func() // == would compare by address
	Month Month
	Kind  ChangeKind
	From  string // level before
	To    string // level after
	// Qualified is where the metrics of the window alone would put the partner,
	// with the distances to the neighbouring levels.
	Qualified Placement[T]
	Metrics   Metrics // of the window, aggregated
	Misses    int     // in a row, with this one; 0 if this one is none
	Reason    string
}

// Step evaluates a month after those that a standing has seen: it returns the
// standing after the month and what changed. The month has to follow the last
// one; a month without activity is a step with metrics of zero.
//
//  1. The metrics of the window, the month and those before it, are aggregated,
//     and placed on the edition of the ladder that holds in the month. A mean
//     is compared exactly and shown cut to 18 decimals. Metrics that are of no
//     use to this edition are left out. One that a month of the window does not
//     have is missing, if the ladder lets it be; if not, it is one that an
//     earlier edition did not ask for, and counts from then on.
//  2. While a pin holds, the level is the pinned one.
//  3. Better than the level: promoted to what the metrics qualify for, if
//     Promote has the month.
//  4. As good as the level: kept. The misses begin anew, and so does the
//     validity if it has ended.
//  5. Worse: kept while the validity lasts, while Demote does not have the
//     month, and if Demotion is Never. Otherwise missed: kept in grace for
//     Grace misses in a row, then demoted.
//
// It returns an error, and the standing as it was, if the month does not follow
// the last one or the standing is one of another ladder
// ([alianza.ErrConflict]), if no edition holds in it, if the
// standing's level is not one of the ladder ([alianza.ErrUnknown]) or its
// numbers are out of bounds ([alianza.ErrRange]), or for metrics that
// [Ladder.Place] refuses. The standing given is not changed, and shares nothing
// with the one returned.
func (c Cycle[T]) Step(s Standing, m Month, metrics Metrics) (Standing, Change[T], error) {
	refuse := func(err error) (Standing, Change[T], error) {
		return s, Change[T]{}, fmt.Errorf("tier: step to %s: %w", m, err)
	}
	ladder, rank, err := c.begin(s, m)
	if err != nil {
		return refuse(err)
	}
	if _, err := ladder.Rank(metrics); err != nil {
		return refuse(err)
	}
	next := s
	next.Ladder, next.Last = ladder.Name(), m
	if next.Start.IsZero() {
		next.Start = m
	}
	next.Recent = slices.Concat(s.Recent[max(0, len(s.Recent)-max(1, c.def.Window)+1):], []Metrics{metrics})
	next = next.clone()
	window := ladder.sums(next.Recent)
	v, err := ladder.values(window, nil)
	if err != nil {
		return refuse(err)
	}
	v.months = c.divisor(next)
	for name, sum := range window {
		window[name] = v.mean(sum)
	}
	change := Change[T]{Month: m, From: s.Level, Qualified: ladder.place(v), Metrics: window}
	to := c.decide(&next, &change, rank, change.Qualified.Rank)
	change.To = levelName(ladder, to)
	if to != rank || change.Kind == Renewed {
		c.settle(&next, m, change.To, to != rank)
	}
	next.Past = slices.DeleteFunc(next.Past, func(p Spell) bool { return p.To.Add(c.def.Tail).Before(m) })
	if len(next.Past) == 0 {
		next.Past = nil
	}
	return next, change, nil
}

// begin returns the ladder of the month and the rank of the standing on it.
func (c Cycle[T]) begin(s Standing, m Month) (Ladder[T], int, error) {
	ladder, ok := c.Ladder(m)
	switch {
	case m.IsZero():
		return ladder, 0, check.Fault("month", "", alianza.ErrMissing, "")
	case !ok:
		return ladder, 0, check.Fault("month", m.String(), alianza.ErrRange, "before the first edition of the ladder")
	case !s.Last.IsZero() && m.Sub(s.Last) != 1:
		return ladder, 0, check.Fault("month", m.String(), alianza.ErrConflict, "the month after "+s.Last.String()+" is due")
	}
	if err := s.of(ladder.Name()); err != nil {
		return ladder, 0, err
	}
	rank, err := rankOf(ladder, "level", s.Level)
	if err != nil {
		return ladder, 0, err
	}
	return ladder, rank, s.check()
}

// of refuses a standing of another ladder.
func (s Standing) of(ladder string) error {
	if s.Ladder != "" && s.Ladder != ladder {
		return check.Fault("ladder", s.Ladder, alianza.ErrConflict, "the cycle is one of the ladder "+ladder)
	}
	return nil
}

// check returns the faults of the numbers in a standing, which may come from
// anywhere.
func (s Standing) check() error {
	var f check.Faults
	checkMonths(&f, "misses", s.Misses)
	for i, month := range s.Recent {
		for _, name := range slices.Sorted(maps.Keys(month)) {
			f.NotNegative(fmt.Sprintf("recent[%d].metrics.%s", i, name), month[name])
		}
	}
	return f.Err()
}

// clone returns a copy that shares no slice and no map with s.
func (s Standing) clone() Standing {
	s.Recent, s.Past = slices.Clone(s.Recent), slices.Clone(s.Past)
	for i, month := range s.Recent {
		s.Recent[i] = make(Metrics, len(month)) // and never nil, which JSON would not keep
		maps.Copy(s.Recent[i], month)
	}
	return s
}

// rankOf returns the rank of a level by its name, 0 for "".
func rankOf[T any](l Ladder[T], path, level string) (int, error) {
	if level == "" {
		return 0, nil
	}
	rank := slices.IndexFunc(l.levels, func(x made) bool { return x.name == level }) + 1
	if rank == 0 {
		return 0, check.Fault(path, level, alianza.ErrUnknown, "the ladder "+l.def.Name+" has no such level")
	}
	return rank, nil
}

func levelName[T any](l Ladder[T], rank int) string {
	if rank == 0 {
		return ""
	}
	return l.levels[rank-1].name
}

// sums returns the sums of the ladder's metrics over months.
func (l Ladder[T]) sums(months []Metrics) Metrics {
	sums := make(Metrics, len(l.metrics))
	for _, name := range l.metrics {
		var sum decimal.Decimal
		given := 0
		for _, month := range months {
			if v, ok := month[name]; ok {
				sum = sum.Add(v)
				given++
			}
		}
		if given == len(months) || l.def.Missing == RefuseMissing {
			sums[name] = sum
		}
	}
	return sums
}

// divisor returns the number of months over which the metrics of the window are
// averaged, 1 for their sum.
func (c Cycle[T]) divisor(s Standing) int64 {
	switch c.def.Aggregate {
	case Mean:
		return int64(max(1, c.def.Window))
	case MeanActive:
		return int64(len(s.Recent))
	case Sum:
	}
	return 1
}

// decide returns the rank after an evaluation; it sets kind, misses and reason.
func (c Cycle[T]) decide(s *Standing, change *Change[T], rank, qualified int) int {
	m := change.Month
	if s.Pinned && (s.PinnedUntil.IsZero() || m.Before(s.PinnedUntil)) {
		s.Misses = 0
		change.Kind, change.Reason = Pinned, "set by hand"
		if !s.PinnedUntil.IsZero() {
			change.Reason += " until " + s.PinnedUntil.String()
		}
		return rank
	}
	s.Pinned, s.PinnedUntil = false, Month{}
	ended := c.def.Validity > 0 && !s.Until.IsZero() && !m.Before(s.Until)
	change.Kind = Kept
	switch {
	case qualified > rank && c.def.Promote.Has(m):
		s.Misses, change.Kind = 0, Promoted
		return qualified
	case qualified >= rank:
		s.Misses = 0
		if ended && rank > 0 {
			change.Kind, change.Reason = Renewed, "qualified again"
		} else if qualified > rank {
			change.Reason = "promotions come after " + c.def.Promote.Next(m).String()
		}
		return rank
	case c.def.Validity > 0 && !s.Until.IsZero() && !ended:
		change.Reason = "valid until " + s.Until.String()
		return rank
	case c.def.Demotion == Never:
		change.Reason = "a level is never lost"
		return rank
	case !c.def.Demote.Has(m):
		change.Reason = "reviewed after " + c.def.Demote.Next(m).String()
		return rank
	}
	s.Misses++
	change.Misses = s.Misses
	if s.Misses <= c.def.Grace {
		change.Kind, change.Reason = InGrace, fmt.Sprintf("%d of %d", s.Misses, c.def.Grace)
		return rank
	}
	s.Misses, change.Kind = 0, Demoted
	if ended {
		change.Kind, change.Reason = Expired, "valid until "+s.Until.String()
	}
	if c.def.Demotion == OneStep {
		return rank - 1
	}
	return qualified
}

// settle puts a standing on a level after a month, or begins its validity anew.
func (c Cycle[T]) settle(s *Standing, m Month, level string, moved bool) {
	if moved {
		if c.def.Tail > 0 {
			s.Past = append(slices.Clip(s.Past), Spell{s.Level, s.Since, m})
		}
		s.Level, s.Since = level, m
	}
	s.Until = Month{}
	if c.def.Validity > 0 && level != "" {
		s.Until = m.Add(c.def.Validity)
	}
}

// Run evaluates months one after the other, the first of them given, and
// returns the standing after the last and what each changed. It equals as many
// steps; on error it returns the standing and the changes up to it.
func (c Cycle[T]) Run(s Standing, first Month, months []Metrics) (Standing, []Change[T], error) {
	changes := make([]Change[T], 0, len(months))
	for i, metrics := range months {
		next, change, err := c.Step(s, first.Add(i), metrics)
		if err != nil {
			return s, changes, err
		}
		s, changes = next, append(changes, change)
	}
	return s, changes, nil
}

// Pin returns the standing with a level set by hand, "" for none. It is the
// level at once; deals sold in the month from and later are sold under it. It
// holds up to and without the month until; a zero one is without end. Pin
// returns an error, and the standing as it was, for a level that the ladder
// does not have, for no month from, and for one that until does not follow.
func (c Cycle[T]) Pin(s Standing, level string, from, until Month) (Standing, error) {
	if from.IsZero() {
		return s, fmt.Errorf("tier: pin: %w", check.Fault("from", "", alianza.ErrMissing, ""))
	}
	ladder, ok := c.Ladder(from)
	if !ok {
		return s, fmt.Errorf("tier: pin: %w", check.Fault("from", from.String(), alianza.ErrRange, "before the first edition of the ladder"))
	}
	if err := s.of(ladder.Name()); err != nil {
		return s, fmt.Errorf("tier: pin: %w", err)
	}
	if _, err := rankOf(ladder, "level", level); err != nil {
		return s, fmt.Errorf("tier: pin: %w", err)
	}
	if !until.IsZero() && !from.Before(until) {
		return s, fmt.Errorf("tier: pin: %w", check.Fault("until", until.String(), alianza.ErrConflict, "not after "+from.String()))
	}
	s = s.clone()
	s.Ladder, s.Pinned, s.PinnedUntil = ladder.Name(), true, until
	if level != s.Level {
		c.settle(&s, from, level, true)
	}
	s.Misses = 0
	return s, nil
}

// LevelFor returns the level whose terms hold in a month for a deal sold in
// another: for Tail months from the sale the level held after the month of the
// sale, then the level of today.
func (c Cycle[T]) LevelFor(s Standing, sold, on Month) string {
	if !on.Before(sold.Add(c.def.Tail)) || !sold.Before(s.Since) {
		return s.Level
	}
	for _, p := range s.Past {
		if !sold.Before(p.From) && sold.Before(p.To) {
			return p.Level
		}
	}
	return s.Level
}

// Tier returns ladder and level after the change as one name, such as
// "affiliate/gold", and "" for no level. A level's name alone would be ambiguous
// (T16).
func (c Change[T]) Tier() string {
	if c.To == "" {
		return ""
	}
	return c.Qualified.Ladder + "/" + c.To
}

// String returns the change as a sentence: "2026-04: gold kept in grace, 1 of
// 2; the metrics qualify for silver".
func (c Change[T]) String() string {
	from, to := orNone(c.From), orNone(c.To)
	text := c.Month.String() + ": "
	switch c.Kind {
	case Promoted:
		text += "promoted from " + from + " to " + to
	case Demoted:
		text += "demoted from " + from + " to " + to
	case Expired:
		text += from + " expired, now " + to
	case InGrace:
		text += to + " kept in grace"
	case Renewed:
		text += to + " renewed"
	case Pinned:
		text += to + " pinned"
	default:
		text += to + " kept"
	}
	if c.Reason != "" {
		text += ", " + c.Reason
	}
	if c.Qualified.Level != c.To {
		text += "; the metrics qualify for " + orNone(c.Qualified.Level)
	}
	return text
}

func orNone(level string) string {
	if level == "" {
		return "no tier"
	}
	return level
}

// MarshalJSON returns the change with its fields in lower case.
func (c Change[T]) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		oldjson.Text(o, "month", &c.Month)
		kind := c.Kind.String()
		o.String("kind", &kind)
		o.Optional().String("from", &c.From)
		o.Optional().String("to", &c.To)
		o.Any("qualified", c.Qualified)
		(&c.Metrics).field(o, "metrics")
		o.Optional().Int("misses", &c.Misses)
		o.Optional().String("reason", &c.Reason)
	})
}

func (m *Metrics) field(o *oldjson.Object, name string) {
	oldjson.Map(o, name, (*map[string]decimal.Decimal)(m), func(in *oldjson.Object, name string, v *decimal.Decimal) { in.Decimal(name, v) })
}

// MarshalJSON returns the standing with its fields in lower case.
func (s Standing) MarshalJSON() ([]byte, error) { return oldjson.Marshal(s.fields) }

// UnmarshalJSON reads a standing strictly. Whether its level is one of a ladder
// is for [Cycle.Step] to say.
func (s *Standing) UnmarshalJSON(data []byte) error {
	return oldjson.Into(s, data, oldjson.MaxState, (*Standing).fields, nil)
}

func (s *Standing) fields(o *oldjson.Object) {
	o.Optional().String("ladder", &s.Ladder)
	o.Optional().String("level", &s.Level)
	oldjson.Text(o.Optional(), "since", &s.Since)
	oldjson.Text(o.Optional(), "until", &s.Until)
	o.Optional().Int("misses", &s.Misses)
	o.Optional().Bool("pinned", &s.Pinned)
	oldjson.Text(o.Optional(), "pinned_until", &s.PinnedUntil)
	oldjson.Text(o.Optional(), "start", &s.Start)
	oldjson.Text(o.Optional(), "last", &s.Last)
	oldjson.List(o.Optional(), "recent", &s.Recent, func(m *Metrics, in *oldjson.Object) { m.field(in, "metrics") })
	oldjson.List(o.Optional(), "past", &s.Past, func(p *Spell, in *oldjson.Object) {
		in.String("level", &p.Level)
		oldjson.Text(in.Optional(), "from", &p.From)
		oldjson.Text(in, "to", &p.To)
	})
}
