package civil

import "time"

// DateOf returns the calendar day of the instant t in zone: the day that
// clocks there show. A nil zone means UTC.
//
// Only the instant of t counts, not its own location, and the process's local
// zone counts only if zone is [time.Local]. An instant before 0001-01-01 in
// zone gives that first day, and one after 9999-12-31 that last day; so the
// zero [time.Time] gives 0001-01-01, and never the zero Date.
func DateOf(t time.Time, zone *time.Location) Date {
	_, offset := t.In(orUTC(zone)).Zone()
	// Split before adding the offset, so that no instant overflows.
	days, second := floorDiv(t.Unix(), secondsPerDay)
	carry, _ := floorDiv(second+int64(offset), secondsPerDay)
	return Date{int32(max(firstDay, min(days+carry+epochDay, lastDay)))}
}

// In returns the first instant of the day d in zone, as a time in zone. A nil
// zone means UTC.
//
// That is the earliest instant whose [DateOf] in zone is d. Usually it is
// midnight. Where clocks are put forward over midnight, the day begins later,
// often at 01:00. Where they are put back and midnight comes twice, it is the
// first of the two. Pacific/Apia skipped 2011-12-30 when it crossed the date line:
// such a day has no instant, and the result is the first of the following day.
//
// In all cases it is the earliest instant whose DateOf in zone is d or later,
// so that a later day never begins earlier. Some of the day before may come
// after it all the same: where clocks are put back soon after midnight has
// struck, the last hour of that day comes again.
//
// The offset of zone from UTC may be of at most 48 hours, or of any size if it
// is always the same. Those of the IANA database are all below 16. The zero Date
// gives the zero [time.Time].
func (d Date) In(zone *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	zone = orUTC(zone)
	midnight := (int64(d.n) - epochDay) * secondsPerDay
	if zone == time.UTC {
		return time.Unix(midnight, 0).UTC()
	}
	return time.Unix(firstShowing(midnight, zone), 0).In(zone)
}

const (
	secondsPerDay = 24 * 60 * 60

	epochDay = 719163 // the day number of 1970-01-01, the epoch of Unix times

	maxOffset = 2 * secondsPerDay // the farthest that clocks may be from UTC
)

// orUTC returns zone, or UTC if it is nil.
func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// firstShowing returns the Unix time of the first instant at which clocks in
// zone show wall or more, where wall is a clock's reading given as the Unix
// time at which clocks in UTC show it.
//
// It goes through the stretches of constant offset around that time, from the
// earliest. The offsets at the two ends are taken to hold for ever.
func firstShowing(wall int64, zone *time.Location) int64 {
	from, to := wall-maxOffset, wall+maxOffset
	for at := from; ; {
		offset, end := stretch(at, zone)
		first := wall - offset
		switch {
		case first >= end && end < to:
			at = end
		case at == from:
			return first
		default:
			return max(first, at)
		}
	}
}

// stretch returns the number of seconds that clocks in zone are ahead of UTC
// at the Unix time at, and a later Unix time until which they remain so.
//
// That is the end that [time.Time.ZoneBounds] gives, where it is later. It is
// not if there is none, and, by a defect (https://go.dev/issue/81583), on the
// last day of a leap year whose changes follow a yearly rule: the end is then
// the midnight of UTC before. The midnight after serves for both.
func stretch(at int64, zone *time.Location) (offset, end int64) {
	t := time.Unix(at, 0).In(zone)
	_, seconds := t.Zone()
	_, change := t.ZoneBounds()
	if c := change.Unix(); c > at {
		return int64(seconds), c
	}
	_, since := floorDiv(at, secondsPerDay)
	return int64(seconds), at - since + secondsPerDay
}

// floorDiv returns the quotient of a by a positive b, rounded down, and the
// remainder, in 0..b-1.
func floorDiv(a, b int64) (quotient, remainder int64) {
	quotient, remainder = a/b, a%b
	if remainder < 0 {
		return quotient - 1, remainder + b
	}
	return quotient, remainder
}
