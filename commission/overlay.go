package commission

import "slices"

// An overlay holds what one event changes in a map, apart from the map, so that
// an event that is refused leaves no trace.
type overlay[K comparable, V any] struct {
	base map[K]V
	puts []put[K, V]
}

type put[K comparable, V any] struct {
	key   K
	value V
}

// get returns the value of a key, as changed.
func (o *overlay[K, V]) get(key K) (V, bool) {
	for _, p := range slices.Backward(o.puts) {
		if p.key == key {
			return p.value, true
		}
	}
	v, ok := o.base[key]
	return v, ok
}

// put changes the value of a key.
func (o *overlay[K, V]) put(key K, value V) { o.puts = append(o.puts, put[K, V]{key, value}) }

// apply returns the map with the changes in it, which it changes in place.
func (o *overlay[K, V]) apply() map[K]V {
	if o.base == nil && len(o.puts) > 0 {
		o.base = map[K]V{}
	}
	for _, p := range o.puts {
		o.base[p.key] = p.value
	}
	return o.base
}
