package pipeline

// A finder finds the stages of a flow by their names. Where each of the few usual
// ones has a slot of its own, that is sooner than a map.
type finder struct {
	names []Stage
	index map[Stage]int
	slots [slots]uint8 // places from 1
	seed  uint         // by which the names have slots; 0 if they have none
}

const slots = 64

// newFinder returns the finder of stages of different names.
func newFinder(names []Stage) *finder {
	f := &finder{names: names, index: make(map[Stage]int, len(names))}
	for i, name := range names {
		f.index[name] = i
	}
	const seeds = 500
	for seed := uint(1); seed < seeds && len(names) <= slots/2; seed += 2 {
		if f.seed = seed; f.spread() {
			return f
		}
	}
	f.seed = 0
	return f
}

// spread gives each stage a slot, and reports whether none is another's.
func (f *finder) spread() bool {
	var taken [slots]uint8
	for i, name := range f.names {
		slot := &taken[f.slot(name)]
		if *slot != 0 {
			return false
		}
		*slot = uint8(i + 1)
	}
	f.slots = taken
	return true
}

// slot makes a slot of the length of a name and of three of its bytes.
func (f *finder) slot(name Stage) uint {
	n := uint(len(name))
	if n == 0 {
		return 0
	}
	mixed := ((uint(name[0])*f.seed+n)*f.seed+uint(name[n-1]))*f.seed + uint(name[n/2])
	return (mixed ^ mixed>>6) % slots
}

// find returns the place of a stage, and false for one that the flow does not have.
func (f *finder) find(name Stage) (int, bool) {
	if f.seed == 0 {
		i, ok := f.index[name]
		return i, ok
	}
	i := int(f.slots[f.slot(name)]) - 1
	return i, i >= 0 && f.names[i] == name
}
