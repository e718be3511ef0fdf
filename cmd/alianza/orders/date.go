package orders

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The years that an order may be of.
const minYear, maxYear = 1970, 2200

// orders of the parts of a date.
const (
	iso = "iso"
	dmy = "dmy"
	mdy = "mdy"
)

// dates reads dates of one layout, each in the zone that it says or in the zone
// of the format.
type dates struct {
	layout string
	zone   *time.Location
	known  map[string]time.Time // dates that were read, since most come again
}

// maxKnown is how many dates are remembered.
const maxKnown = 1 << 12

func newDates(f Format) dates {
	d := dates{layout: f.Dates, zone: f.Zone, known: map[string]time.Time{}}
	if d.layout == "" {
		d.layout = iso
	}
	if d.zone == nil {
		d.zone = time.UTC
	}
	return d
}

// checkLayout returns an error for a layout that cannot tell one day from
// another, such as yyyy-mm-dd.
func checkLayout(layout string) error {
	if slices.Contains([]string{"", iso, dmy, mdy}, layout) {
		return nil
	}
	day := time.Date(2033, 11, 22, 0, 0, 0, 0, time.UTC)
	if t, err := time.Parse(layout, day.Format(layout)); err != nil || t.Format(time.DateOnly) != day.Format(time.DateOnly) {
		return fmt.Errorf("date %q: want iso, mdy, dmy or a layout of Go's package time, such as 02.01.2006", layout)
	}
	return nil
}

// read reads a date.
func (d *dates) read(cell []byte) (time.Time, error) {
	if t, ok := d.known[string(cell)]; ok {
		return t, nil
	}
	t, err := d.parse(string(cell))
	if err != nil {
		return t, err
	}
	if t.Year() < minYear || t.Year() > maxYear {
		return t, errors.New("the year is not from 1970 to 2200")
	}
	t = t.In(d.zone)
	if len(d.known) >= maxKnown {
		clear(d.known)
	}
	d.known[string(cell)] = t
	return t, nil
}

func (d *dates) parse(s string) (time.Time, error) {
	if !slices.Contains([]string{iso, dmy, mdy}, d.layout) {
		t, err := time.ParseInLocation(d.layout, s, d.zone)
		if err != nil {
			return t, fmt.Errorf("not a date of the form %s", d.layout)
		}
		return t, nil
	}
	numbers, rest, ok := day(s)
	if !ok {
		return time.Time{}, fmt.Errorf("not a date of the form %s%s", d.layout, d.hint(s))
	}
	y, m, n := numbers[0], numbers[1], numbers[2]
	switch d.layout {
	case dmy:
		y, m, n = numbers[2], numbers[1], numbers[0]
	case mdy:
		y, m, n = numbers[2], numbers[0], numbers[1]
	}
	if y < 1000 { // the year stands elsewhere, or has two digits
		return time.Time{}, fmt.Errorf("not a date of the form %s%s", d.layout, d.hint(s))
	}
	t := time.Date(y, time.Month(m), n, 0, 0, 0, 0, d.zone)
	if m < 1 || m > 12 || t.Day() != n || int(t.Month()) != m {
		return t, fmt.Errorf("not a day of the calendar%s", d.hint(s))
	}
	if rest == "" {
		return t, nil
	}
	return d.clock(t, rest)
}

// day reads three numbers parted by -, / or a point, and returns what follows.
func day(s string) (numbers [3]int, rest string, ok bool) {
	i := 0
	for part := range 3 {
		begin := i
		for i < len(s) && isDigit(rune(s[i])) && i-begin < 4 {
			numbers[part] = numbers[part]*10 + int(s[i]-'0')
			i++
		}
		if i == begin {
			return numbers, "", false
		}
		if part == 2 {
			break
		}
		if i == len(s) || !strings.ContainsRune("-/.", rune(s[i])) || part == 1 && s[i] != s[begin-1] {
			return numbers, "", false
		}
		i++
	}
	return numbers, s[i:], true
}

// clocks are the ways to write the time of a day.
var clocks = []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "15.04", "15.04.05"}

// zones are the ways to write a zone behind it.
var zones = []string{"", "Z07:00", " Z07:00", " -0700", "-0700", " -07:00"}

// clock reads the time behind a day.
func (d *dates) clock(t time.Time, rest string) (time.Time, error) {
	s := strings.TrimLeft(rest, " T,")
	if s == rest && rest != "" {
		return t, fmt.Errorf("not a date of the form %s", d.layout)
	}
	s = strings.ToUpper(strings.TrimSuffix(s, " UTC"))
	zone := d.zone
	if strings.HasSuffix(rest, " UTC") {
		zone = time.UTC
	}
	date := t.Format(time.DateOnly)
	for _, c := range clocks {
		for _, z := range zones {
			if at, err := time.ParseInLocation(time.DateOnly+" "+c+z, date+" "+s, zone); err == nil {
				return at, nil
			}
		}
	}
	return t, errors.New("not a time behind the day, such as 15:04")
}

// hint says which other layouts read a date.
func (d *dates) hint(s string) string {
	numbers, _, ok := day(s)
	if !ok {
		return ""
	}
	var can []string
	for _, layout := range []string{iso, dmy, mdy} {
		y, m, n := numbers[0], numbers[1], numbers[2]
		switch layout {
		case dmy:
			y, n = n, y
		case mdy:
			y, m, n = n, y, m
		}
		if layout != d.layout && y >= 1000 && m >= 1 && m <= 12 && n >= 1 && n <= 31 {
			can = append(can, fmt.Sprintf("-date %s reads %d %s", layout, n, time.Month(m)))
		}
	}
	switch {
	case len(can) > 0:
		return "; " + strings.Join(can, ", ")
	case numbers[0] < 100 && numbers[2] < 100:
		return "; a year has four digits"
	}
	return ""
}
