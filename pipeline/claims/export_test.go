package claims

// Balanced reports whether the index of a register is a search tree whose sides are of
// about the same size, and whose numbers are right.
func (r Register) Balanced() bool { return r.root.balanced(nil, nil) }

func (n *node) balanced(low, high *entry) bool {
	if n == nil {
		return true
	}
	if low != nil && low.compare(&n.entry) >= 0 || high != nil && n.compare(high) >= 0 {
		return false
	}
	l, r := n.left.len(), n.right.len()
	if n.size != l+r+1 || l+r > 1 && (l > 3*r || r > 3*l) {
		return false
	}
	if again := join(n.entry, n.left, n.right); again.first != n.first || again.last != n.last {
		return false
	}
	return n.left.balanced(low, &n.entry) && n.right.balanced(&n.entry, high)
}

// Entries returns how many entries the index has.
func (r Register) Entries() int { return int(r.root.len()) }

var (
	Fold = func(name string, ignore ...string) string {
		return fold(name, Definition{Ignore: ignore}.rules().ignore)
	}
	DomainOf   = domain
	CountSteps = func(r Register, q Request) (steps int) {
		rec, err := r.request(q)
		if err != nil {
			panic(err)
		}
		for _, a := range r.areas(rec) {
			steps += r.root.visits(&a, rec.holds[0].from, rec.holds[0].until)
		}
		return steps
	}
)

// visits counts the nodes that a search looks at.
func (n *node) visits(a *area, from, until int32) int {
	if n == nil || n.last <= from || n.first >= until {
		return 1
	}
	c, sum := a.compare(&n.entry), 1
	if c >= 0 {
		sum += n.left.visits(a, from, until)
	}
	if c <= 0 {
		sum += n.right.visits(a, from, until)
	}
	return sum
}
