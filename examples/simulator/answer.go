package main

// How far partners go for a bound.
const (
	reach  = 3     // sales that a partner moves over the end of a month, at most
	effort = 15_00 // what moving one is to bring, in cents for a sale of 100
)

// answer returns the sales of each month as the partner makes them under a program.
// Who looks at the bounds compares this month and the next together: it hurries sales
// of the next month into this one, or stops and keeps some for the next, where both
// months pay more for it. No sale of the year is lost or made up.
func (p *person) answer(c *curve) [months]int {
	sales := p.wants
	if !p.watches {
		return sales
	}
	for m := range months - 1 {
		best, moved := int64(0), 0
		now, next := sales[m], sales[m+1]
		for k := -min(reach, now); k <= min(reach, next); k++ {
			gain := c.of(now+k) + c.of(next-k) - c.of(now) - c.of(next) - int64(max(k, -k))*effort
			if gain > best {
				best, moved = gain, k
			}
		}
		sales[m] += moved
		sales[m+1] -= moved
	}
	return sales
}
