package ledgertest

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"time"
)

// A Year is a program in some versions and what happens under it.
type Year struct {
	Zone        *time.Location
	Definitions [][]byte // the versions, in order
	Events      [][]byte // in the order in which they arrive
}

// Dice returns a random year of so many events: of few partners, with amounts on
// a small grid, so that bounds and ties are hit. It depends on the seed alone.
//
// Some events are refused, on purpose. An event of which the rules leave open
// whether it is refused is not among them.
func Dice(seed uint64, events int) Year { return Tell(seed, events).Year }

// A Told year comes with what the ledger made of each event, and the ledger.
type Told struct {
	Year
	Outcomes []Outcome // of the events
	Ledger   *Ledger   // after the last of them
}

// Tell is Dice with what the ledger made of the year, which it had to find out.
func Tell(seed uint64, events int) Told {
	d := &die{rand.New(rand.NewPCG(seed, 0))}
	y := Year{Zone: pick(d, time.UTC, time.UTC, time.FixedZone("west", -4*60*60), time.FixedZone("east", 14*60*60))}
	y.Definitions = d.program(d.among(1, 1, 1, 2, 2, 3), shape{})
	s := &story{die: d, year: &y, steps: events}
	s.ledger, _ = New(y.Zone, y.Definitions...)
	s.tell()
	return Told{y, s.outcomes, s.ledger}
}

// Orderless returns a short random year whose balance does not depend on the
// order of its events, as long as none is refused. Nothing in it goes by what
// came first. Sales, refunds, chargebacks, and sometimes a reversal or a
// correction, are in an order in which all are accepted.
func Orderless(seed uint64, events int) Year {
	d := &die{rand.New(rand.NewPCG(seed, 1))}
	y := Year{Zone: time.UTC}
	y.Definitions = d.program(d.among(1, 1, 2), shape{orderless: true})
	s := &story{die: d, year: &y, steps: events}
	s.ledger, _ = New(y.Zone, y.Definitions...)
	s.tellOrderless()
	return y
}

// A shape leaves features out of a program.
type shape struct {
	orderless bool // whatever depends on the order of events
}

// A die makes random choices.
type die struct{ *rand.Rand }

// one reports true once in so many times.
func (d *die) one(in int) bool { return d.IntN(in) == 0 }

func (d *die) among(list ...int) int { return pick(d, list...) }

func (d *die) text(list ...string) string { return pick(d, list...) }

func pick[T any](d *die, list ...T) T { return list[d.IntN(len(list))] }

// steps returns a multiple of a step, at least one and at most so many of them.
func (d *die) steps(step string, n int) string {
	x, err := parse(step)
	if err != nil {
		return step
	}
	return text(mul(x, whole(int64(1+d.IntN(n)))))
}

// grid returns the text of a number, rounded half up to six decimals.
func grid(x *big.Rat) string { return text(halfUp(x, 6)) }

// An object is a JSON object in the making.
type object map[string]any

func (o object) json() []byte {
	data, err := json.Marshal(o)
	if err != nil {
		return nil
	}
	return data
}

// clone returns a deep copy of an object of JSON values.
func (o object) clone() object {
	c := object{}
	if json.Unmarshal(o.json(), &c) != nil {
		return nil
	}
	return c
}
