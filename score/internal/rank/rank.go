// Package rank puts candidates in order.
package rank

import "slices"

// Order sorts places by a comparison, the best first, and then gives each its
// rank from 1. Places that tie with the one before share its rank. Next is the
// place that follows, nil at the last.
func Order[P any](places []P, compare func(a, b *P) int, tied func(p, next *P) bool, give func(p *P, rank int, next *P)) {
	slices.SortFunc(places, func(a, b P) int { return compare(&a, &b) })
	rank := 1
	for i := range places {
		var next *P
		if i+1 < len(places) {
			next = &places[i+1]
		}
		if i > 0 && !tied(&places[i-1], &places[i]) {
			rank = i + 1
		}
		give(&places[i], rank, next)
	}
}
