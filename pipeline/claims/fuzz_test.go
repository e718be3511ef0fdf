package claims_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/pipeline/claims"
)

// FuzzRegister plays bytes as steps and compares each with the second implementation.
func FuzzRegister(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 0, 0, 1, 5, 0, 0, 4, 2, 9, 1, 7})
	f.Add([]byte("first valid registration wins while it is valid"))
	f.Fuzz(func(t *testing.T, moves []byte) {
		def := customers()
		def.Approval, def.Decision, def.Extensions, def.ExtensionDays, def.PerPartner = true, 7, 1, 9, 2
		def.Days = 15
		b, ref := newBook(t, def), &reference{def: def}
		names := []string{"Acme", "ACME, Inc.", "Luz", "LUZ S.L.", "Other"}
		for i := 0; i+2 < len(moves) && i < 120; i += 3 {
			what, a, day := moves[i]%7, int(moves[i+1]), on("2025-01-01").AddDays(int(moves[i+2]%40))
			id := fmt.Sprint("c-", a%16)
			partner := []string{"ana", "ben"}[a/16%2]
			var err error
			var want bool
			next := b.Register
			switch what {
			case 0, 1:
				if _, ok := b.Claim(id); ok {
					continue
				}
				q := claims.Request{ID: id, Partner: partner, Scope: to(names[a%5], []string{"A", "B"}[:a/32%3%2+1]...), On: day, Shared: a > 200}
				next, _, err = b.Add(q)
				want = ref.add(q)
			default:
				s := claims.Step{What: claims.Action(what - 1), On: day}
				switch s.What {
				case claims.Approved:
					next, _, err = b.Approve(id, day)
				case claims.Refused:
					next, _, err = b.Reject(id, day, "")
				case claims.Extended:
					next, _, err = b.Extend(id, day)
				case claims.GivenUp:
					next, _, err = b.Release(id, day, "")
				case claims.Transferred:
					s.Partner = partner
					next, _, err = b.Transfer(id, partner, day)
				}
				want = ref.step(id, s)
			}
			if (err == nil) != want {
				t.Fatalf("move %d of %v: %v; want it taken: %t", i, moves, err, want)
			}
			b.Register = next
		}
		exclusive(t, 0, ref)
		doc, err := b.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again claims.Register
		if err := again.UnmarshalJSON(doc); err != nil || !again.Equal(b.Register) {
			t.Fatalf("UnmarshalJSON(%s) = %s, %v; want the same register", doc, again, err)
		}
	})
}

// FuzzFold holds that a folded name folds to itself, and that case changes nothing.
func FuzzFold(f *testing.F) {
	for name := range spellings {
		f.Add(name)
	}
	f.Add("ǅ\u0130\u0131 ẞ\u0345")
	f.Fuzz(func(t *testing.T, name string) {
		once := claims.Fold(name)
		if diff := cmp.Diff(once, claims.Fold(once)); diff != "" {
			t.Errorf("fold(%q) folds again (-once +twice):\n%s", name, diff)
		}
	})
}
