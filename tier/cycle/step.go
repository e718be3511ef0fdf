package cycle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/tier"
)

// Step evaluates a month after those that a standing has seen. It returns the
// standing after the month and what changed. A month without activity is a step
// with metrics of zero.
//
//  1. The metrics of the months that count become one. They are placed on the
//     edition of the ladder that holds in the month. A mean is compared exactly,
//     and shown cut to 18 decimals.
//  2. If the edition has renamed the level, the standing takes its new name. A pin
//     that begins in a later month still begins then. If the level is no more, the
//     partner is on none, and rule 4 places it anew. The change is a demotion if
//     that is on none, on a level that was below, or on one that became of a level below.
//  3. While a pin holds, the level is the pinned one.
//  4. If the metrics qualify for more than the level and Promote has the month,
//     the partner is promoted.
//  5. If the metrics qualify for the level or a higher one, or are enough to keep
//     it, it is kept. The misses begin anew, and so does the validity if it has ended.
//     What is enough to keep a higher level does not count.
//  6. If they are not enough, the level is kept while the validity lasts, while
//     Demote does not have the month, and if Demotion is Never. Otherwise the
//     evaluation is missed. The level is kept in grace for Grace misses in a row,
//     and then falls. Straight, it falls to the highest level below that it would
//     keep by 5.
//
// Neither the standing nor the metrics given are changed. The standing returned has
// lists of its own and a copy of the metrics. It shares the earlier months of Recent
// with the standing given.
//
// Step returns an error, and the standing as it was, if:
//   - the month does not follow the last one, or no edition holds in it;
//   - the standing is one of another ladder, or names no ladder for its level;
//   - the ladder does not have the level of the standing;
//   - a number of the standing is out of range;
//   - the ladder refuses the metrics (see [tier.Ladder.Place]).
func (c Cycle[T]) Step(s Standing, m Month, metrics tier.Metrics) (Standing, Change[T], error) {
	next, change, err := c.step(s, m, metrics)
	if err != nil {
		return s, Change[T]{}, fmt.Errorf("cycle: step to %s: %w", m, err)
	}
	return next, change, nil
}

func (c Cycle[T]) step(s Standing, m Month, metrics tier.Metrics) (Standing, Change[T], error) {
	e, rank, err := c.ready(s, m)
	if err != nil {
		return s, Change[T]{}, err
	}
	if _, err := e.ladder.Rank(metrics); err != nil {
		return s, Change[T]{}, err
	}
	next := s
	next.Ladder, next.Last = e.ladder.Name(), m
	c.start(&next, m)
	next.Recent = recent(s.Recent[max(0, len(s.Recent)-c.count(next.Start, m)+1):], metrics.Only(e.metrics))
	next.Past = slices.Clone(s.Past)
	change := Change[T]{Month: m, From: s.Level}
	var keeps int
	change.Qualified, keeps, change.Metrics, err = c.qualify(e, &next, rank)
	if err != nil {
		return s, Change[T]{}, err
	}
	if name := e.level(rank); name != s.Level {
		c.rename(&next, m, name)
	}
	to := c.decide(&next, &change, rank, keeps)
	change.To = e.level(to)
	if e.level(rank) != s.Level {
		if err := c.tell(&change, s, to); err != nil {
			return s, Change[T]{}, err
		}
	}
	if to != rank {
		c.move(&next, m, change.To)
	}
	if to != rank || change.Outcome == Renewed {
		c.begin(&next, m)
	}
	next.Past = slices.DeleteFunc(next.Past, func(p Spell) bool { return p.To.Add(c.def.Tail).Before(m) })
	if len(next.Past) == 0 {
		next.Past = nil
	}
	return next, change, nil
}

// tell tells a change from a level that has another name now, or is no more. The
// metrics place a partner anew whose level is no more: that is a fall if it ends on
// what was below that level.
func (c Cycle[T]) tell(change *Change[T], s Standing, to int) error {
	switch {
	case change.Outcome == Kept && to == 0: // its level is no more
		change.Outcome, change.Reason = Demoted, strings.TrimSuffix(s.Level+" is no more; "+change.Reason, "; ")
		return nil
	case !change.Outcome.moves():
		change.Reason = strings.TrimSuffix("was "+orNone(s.Level)+"; "+change.Reason, "; ")
		return nil
	case change.Outcome != Promoted:
		return nil
	}
	at := c.edition(change.Month)
	if rank, err := c.carry(s, at); rank > 0 || err != nil {
		return err
	}
	change.Reason = s.Level + " is no more"
	below := 0 // the highest rank that a level below has now
	for _, name := range c.editions[c.named(s, at)].levels {
		if name == s.Level {
			break
		}
		lower := s
		lower.Level = name
		rank, err := c.carry(lower, at)
		if err != nil {
			return err
		}
		below = max(below, rank)
	}
	if to <= below {
		change.Outcome = Demoted
	}
	return nil
}

// ready returns the edition of the month and the rank of the standing on it.
func (c Cycle[T]) ready(s Standing, m Month) (*edition[T], int, error) {
	if err := c.unchecked(); err != nil {
		return nil, 0, err
	}
	if m.IsZero() {
		return nil, 0, check.Fault("month", "", alianza.ErrMissing, "")
	}
	at := c.edition(m)
	switch {
	case at < 0:
		return nil, 0, check.Fault("month", m.String(), alianza.ErrRange, "before the first edition of the ladder")
	case !s.Last.IsZero() && m.Sub(s.Last) != 1:
		return nil, 0, check.Fault("month", m.String(), alianza.ErrConflict, "the month after "+s.Last.String()+" is due")
	case m.Before(s.Start):
		return nil, 0, check.Fault("month", m.String(), alianza.ErrConflict, "before the start, "+s.Start.String())
	}
	if err := c.accept(s); err != nil {
		return nil, 0, err
	}
	rank, err := c.carry(s, at)
	return &c.editions[at], rank, err
}

// named returns the edition that the level of a standing is one of: that of the
// last month evaluated, or before that of the month of the pin that set it. If
// neither is there, it is the edition given.
func (c Cycle[T]) named(s Standing, at int) int {
	switch {
	case !s.Last.IsZero():
		return max(0, c.edition(s.Last))
	case !s.Since.IsZero():
		return max(0, c.edition(s.Since))
	}
	return at
}

// carry returns the rank of the level of a standing on an edition, 0 for none. The
// editions since may have renamed the level.
func (c Cycle[T]) carry(s Standing, to int) (int, error) {
	if s.Level == "" {
		return 0, nil
	}
	from := c.named(s, to)
	if _, err := c.editions[from].rank(s.Level); err != nil {
		return 0, err
	}
	level := s.Level
	for at := from + 1; at <= to; at++ {
		if name, ok := c.editions[at].renamed[level]; ok {
			level = name
		}
	}
	return c.editions[to].rank(level)
}

// rank returns the rank of a level by its name, 0 for "".
func (e *edition[T]) rank(level string) (int, error) {
	if level == "" {
		return 0, nil
	}
	rank, ok := e.ladder.RankOf(level)
	if !ok {
		return 0, check.Fault("level", level, alianza.ErrUnknown, "the ladder "+e.ladder.Name()+" has no such level")
	}
	return rank, nil
}

// level returns the name of the level of a rank, "" for 0.
func (e *edition[T]) level(rank int) string {
	if rank == 0 {
		return ""
	}
	return e.levels[rank-1]
}

// decide returns the rank after an evaluation of a level of a rank, of which keeps
// is what it may keep. It sets outcome, misses and reason.
func (c Cycle[T]) decide(s *Standing, change *Change[T], rank, keeps int) int {
	m, qualified := change.Month, change.Qualified.Rank
	if s.Pinned && (s.PinnedUntil.IsZero() || m.Before(s.PinnedUntil)) {
		s.Misses = 0
		change.Outcome, change.Reason = Pinned, "set by hand"
		if !s.PinnedUntil.IsZero() {
			change.Reason += " until " + s.PinnedUntil.String()
		}
		return rank
	}
	s.Pinned, s.PinnedUntil = false, Month{}
	ended := c.def.Validity > 0 && !s.Until.IsZero() && !m.Before(s.Until)
	change.Outcome = Kept
	switch {
	case qualified > rank && c.def.Promote.Has(m):
		s.Misses, change.Outcome = 0, Promoted
		return qualified
	case keeps >= rank:
		s.Misses = 0
		switch {
		case qualified < rank:
			change.Reason = "enough to keep it"
		case ended && rank > 0:
			change.Reason = "qualified again"
		case qualified > rank:
			change.Reason = "promotions come after " + c.def.Promote.Next(m).String()
		}
		if ended && rank > 0 {
			change.Outcome = Renewed
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
		change.Outcome, change.Reason = InGrace, fmt.Sprintf("%d of %d", s.Misses, c.def.Grace)
		return rank
	}
	s.Misses, change.Outcome = 0, Demoted
	if ended {
		change.Outcome, change.Reason = Expired, "valid until "+s.Until.String()
	}
	if c.def.Demotion == OneStep {
		return rank - 1
	}
	return keeps
}

// start begins the partner's own year with the first month. A validity that a pin
// has begun before did not know yet when that year ends.
func (c Cycle[T]) start(s *Standing, m Month) {
	if !s.Start.IsZero() {
		return
	}
	s.Start = m
	if c.def.OwnYear && c.def.UntilReset {
		s.Until = c.reset(m, s.Until)
	}
}

// move puts a standing on a level after a month.
func (c Cycle[T]) move(s *Standing, m Month, level string) {
	if c.def.Tail > 0 {
		s.Past = before(append(slices.Clip(s.Past), Spell{s.Level, s.Since, m}), m)
	}
	s.Level, s.Since = level, m
}

// begin begins the validity of the level after a month.
func (c Cycle[T]) begin(s *Standing, m Month) {
	s.Until = Month{}
	if c.def.Validity == 0 || s.Level == "" {
		return
	}
	s.Until = m.Add(c.def.Validity)
	if c.def.UntilReset && (!c.def.OwnYear || !s.Start.IsZero()) {
		s.Until = c.reset(s.Start, s.Until)
	}
}

// rename gives the level its new name after a month, "" if it is no more. Before a
// pin begins, what holds is what was held before it, by its name of then.
func (c Cycle[T]) rename(s *Standing, m Month, name string) {
	if m.Before(s.Since) {
		s.Level = name
	} else {
		c.move(s, m, name)
	}
	if name == "" {
		s.Until = Month{}
	}
}

// before cuts spells off at a month: a pin may begin before the last of them.
func before(spells []Spell, m Month) []Spell {
	for i := range spells {
		if m.Before(spells[i].To) {
			spells[i].To = m
		}
	}
	return slices.DeleteFunc(spells, func(p Spell) bool { return !p.From.Before(p.To) })
}

// Run evaluates months one after the other, beginning with first. It returns the
// standing after the last month, and what each month changed. If a step returns an
// error, Run returns it with the standing and the changes before that month.
func (c Cycle[T]) Run(s Standing, first Month, months []tier.Metrics) (Standing, []Change[T], error) {
	if err := c.unchecked(); err != nil {
		return s, nil, fmt.Errorf("cycle: %w", err)
	}
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

// Pin returns the standing with a level set by hand, "" for none. The level holds
// at once, and for deals sold in the month from and later. A level that is held
// already keeps its validity, and has been held since the earlier month of the two. The
// pin holds until the month until, exclusive; a zero month is without end. The name is
// one of the edition of the last month evaluated, and before the first one of the month
// from. A validity that lasts until the partner's own year ends is set for that in the
// first month evaluated. Pin returns an error, and the standing as it was, if:
//   - that edition of the ladder does not have the level;
//   - there is no month from, no edition holds in it, or until does not follow it;
//   - the standing is one of another ladder, or has a fault.
func (c Cycle[T]) Pin(s Standing, level string, from, until Month) (Standing, error) {
	pinned, err := c.pin(s, level, from, until)
	if err != nil {
		return s, fmt.Errorf("cycle: pin: %w", err)
	}
	return pinned, nil
}

func (c Cycle[T]) pin(s Standing, level string, from, until Month) (Standing, error) {
	if err := c.unchecked(); err != nil {
		return s, err
	}
	if from.IsZero() {
		return s, check.Fault("from", "", alianza.ErrMissing, "")
	}
	at := c.edition(from)
	if at < 0 {
		return s, check.Fault("from", from.String(), alianza.ErrRange, "before the first edition of the ladder")
	}
	if err := c.accept(s); err != nil {
		return s, err
	}
	if !s.Last.IsZero() {
		at = max(0, c.edition(s.Last))
	}
	if _, err := c.editions[at].rank(level); err != nil {
		return s, err
	}
	if !until.IsZero() && !from.Before(until) {
		return s, check.Fault("until", until.String(), alianza.ErrConflict, "not after "+from.String())
	}
	s.Recent, s.Past = slices.Clone(s.Recent), slices.Clone(s.Past)
	s.Ladder, s.Pinned, s.PinnedUntil = c.editions[at].ladder.Name(), true, until
	if level != s.Level || level != "" && c.named(s, at) != at { // the name may mean another level by now
		c.move(&s, from, level)
		c.begin(&s, from)
	} else if from.Before(s.Since) {
		c.move(&s, from, level)
	}
	s.Misses = 0
	return s, s.check()
}

// LevelFor returns the level whose terms hold in the month on for a deal sold in
// the month sold. During the tail it is the level held after the month of the
// sale, by its name of then. After the tail it is the level of today, the last month
// evaluated, and so it is in the tail for a standing from elsewhere without a past.
// LevelFor returns an error if:
//   - a month is missing;
//   - the month on is before the last one evaluated, and what was held after the month
//     of the sale is not known any more;
//   - the standing has a fault or is one of another ladder.
func (c Cycle[T]) LevelFor(s Standing, sold, on Month) (string, error) {
	if err := c.judge(s, sold, on); err != nil {
		return "", fmt.Errorf("cycle: level for a deal of %s: %w", sold, err)
	}
	if !on.Before(sold.Add(c.def.Tail)) || !sold.Before(s.Since) {
		return s.Level, nil
	}
	known := s.Since // the month from which on the level of each month is known
	for _, p := range slices.Backward(s.Past) {
		if !sold.Before(p.From) && sold.Before(p.To) {
			return p.Level, nil
		}
		known = p.From
	}
	if !on.Before(s.Last) {
		return s.Level, nil
	}
	return "", fmt.Errorf("cycle: level for a deal of %s: %w", sold, check.Fault("sold", sold.String(), alianza.ErrRange, "the standing knows the levels from "+known.String()+" on"))
}

// judge returns why a standing tells no level.
func (c Cycle[T]) judge(s Standing, sold, on Month) error {
	if err := c.unchecked(); err != nil {
		return err
	}
	var f check.Faults
	for _, m := range []struct {
		path  string
		month Month
	}{{"sold", sold}, {"on", on}} {
		if m.month.IsZero() {
			f.Add(m.path, "", alianza.ErrMissing, "")
		}
	}
	f.Join(c.accept(s))
	return f.Err()
}
