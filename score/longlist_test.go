package score_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

func entry(name, impact, effort string) score.Entry {
	return score.Entry{Name: name, Impact: n(impact), Effort: n(effort)}
}

// some returns so many entries that are alike.
func some(count int) []score.Entry {
	var all []score.Entry
	for i := range count {
		all = append(all, entry(fmt.Sprint("e", i), "5", "5"))
	}
	return all
}

func shortlist(t *testing.T, d score.LongListDefinition, entries []score.Entry) score.Shortlist {
	t.Helper()
	s, err := score.MustLongList(d).Judge(entries)
	if err != nil {
		t.Fatalf("Judge(%v) = %v; want no error", entries, err)
	}
	return s
}

func TestLongList_S6(t *testing.T) {
	tests := []struct {
		count, missing, excess int
		complete               bool
	}{{0, 10, 0, false}, {9, 1, 0, false}, {10, 0, 0, true}, {20, 0, 0, true}, {21, 0, 1, false}}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.count, " names"), func(t *testing.T) {
			s := shortlist(t, score.PartnerLongList(), some(tt.count))
			if s.Missing != tt.missing || s.Excess != tt.excess || s.Complete() != tt.complete || len(s.Ranked) != tt.count {
				t.Errorf("Judge(%d) = %s; want %d missing, %d too many", tt.count, s, tt.missing, tt.excess)
			}
		})
	}
	s := shortlist(t, score.PartnerLongList(), []score.Entry{entry("hard", "8", "2"), entry("easy", "8", "5")})
	if want := "incomplete with 2, 8 short: easy, hard"; s.String() != want {
		t.Errorf("Judge by ease = %s; want %s", s, want)
	}
}

// TestLongListOrder_S24 has the order by impact and effort: more impact and less
// effort come first.
func TestLongListOrder_S24(t *testing.T) {
	tests := []struct {
		name    string
		entries []score.Entry
		want    string // the order, with fronts
	}{
		{"impact 8, effort 2 before effort 5", []score.Entry{entry("b", "8", "5"), entry("a", "8", "2")}, "[a1 b2]"},
		{"more impact first", []score.Entry{entry("b", "7", "2"), entry("a", "8", "2")}, "[a1 b2]"},
		{"neither beats the other", []score.Entry{entry("small", "3", "1"), entry("big", "9", "9")}, "[big1 small1]"},
		{"beaten by one", []score.Entry{entry("c", "9.5", "10"), entry("b", "9", "1"), entry("a", "10", "10")}, "[a1 b1 c2]"},
		{"a chain", []score.Entry{entry("c", "1", "3"), entry("b", "2", "2"), entry("a", "3", "1")}, "[a1 b2 c3]"},
		{"alike, as given", []score.Entry{entry("y", "5", "5"), entry("x", "5.0", "5.00")}, "[y1 x1]"},
		{"alike and beaten", []score.Entry{entry("y", "5", "5"), entry("a", "6", "5"), entry("x", "5", "5")}, "[a1 y2 x2]"},
		{"negative", []score.Entry{entry("a", "-1", "-1"), entry("b", "-2", "0")}, "[a1 b2]"},
		{"none", nil, "[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := order(shortlist(t, score.AllianceLongList(), tt.entries)); got != tt.want {
				t.Errorf("Judge = %s; want %s", got, tt.want)
			}
		})
	}
}

func order(s score.Shortlist) string {
	all := []string{}
	for _, r := range s.Ranked {
		all = append(all, fmt.Sprint(r.Entry.Name, r.Front))
	}
	return fmt.Sprint(all)
}

func TestShortlist(t *testing.T) {
	s := shortlist(t, score.LongListDefinition{Name: "l", Min: 1, Max: 1}, []score.Entry{entry("b", "8.50", "5"), entry("a", "9", "2")})
	if want := "incomplete with 2, 1 too many: a, b"; s.String() != want {
		t.Errorf("String() = %s; want %s", s, want)
	}
	doc, err := json.Marshal(s)
	const want = `{"list":"l","excess":1,"ranked":[{"name":"a","impact":"9","effort":"2","front":1},{"name":"b","impact":"8.50","effort":"5","front":2}]}`
	if err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	s, err = score.LongList{}.Judge(nil)
	if err != nil || !s.Complete() || s.String() != "complete with 0" {
		t.Errorf("Judge by no definition = %s, %v; want complete", s, err)
	}
	s, err = score.MustLongList(score.AllianceLongList()).Judge([]score.Entry{entry("a", "1", "1"), entry("a", "1", "1"), {Name: " ", Impact: decimal.New(1, 1<<30)}})
	wantFaults := []fault{{"entries[1].name", "a", alianza.ErrDuplicate}, {"entries[2].name", " ", alianza.ErrMissing}, {"entries[2].impact", "1e1073741824", alianza.ErrRange}}
	if diff := cmp.Diff(wantFaults, faults(err), sameFaults); diff != "" || len(s.Ranked) > 0 {
		t.Errorf("Judge = %s, other faults (-want +got):\n%s", s, diff)
	}
}

func TestNewLongListFaults(t *testing.T) {
	tests := []struct {
		name string
		def  score.LongListDefinition
		want []fault
	}{
		{"nothing", score.LongListDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"min", "0", alianza.ErrRange}}},
		{"one", score.LongListDefinition{Name: "l", Min: 1, Max: 1}, nil},
		{"upside down", score.LongListDefinition{Name: "l", Min: 3, Max: 2}, []fault{{"max", "2", alianza.ErrConflict}}},
		{"negative", score.LongListDefinition{Name: "l", Min: 3, Max: -1}, []fault{{"max", "-1", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.NewLongList(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewLongList = other faults (-want +got):\n%s", diff)
			}
		})
	}
	if d := score.MustLongList(score.PartnerLongList()).Definition(); d != score.PartnerLongList() {
		t.Errorf("Definition() = %v; want %v", d, score.PartnerLongList())
	}
}

// TestLawLongList compares fronts with their definition, entry by entry, and
// gives the entries in another order.
func TestLawLongList(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 300 {
		byEase := r.IntN(2) == 0
		var entries []score.Entry
		for i := range r.IntN(12) {
			entries = append(entries, score.Entry{Name: fmt.Sprint("e", i), Impact: decimal.New(r.Int64N(5), 0), Effort: decimal.New(r.Int64N(50), -1)})
		}
		d := score.LongListDefinition{Name: "l", Min: 1, ByEase: byEase}
		s := shortlist(t, d, entries)
		beats := func(a, b score.Entry) bool {
			effort := b.Effort.Cmp(a.Effort)
			if byEase {
				effort = -effort
			}
			impact := a.Impact.Cmp(b.Impact)
			return impact >= 0 && effort >= 0 && impact+effort > 0
		}
		front := map[string]int{}
		for _, ranked := range s.Ranked {
			front[ranked.Entry.Name] = ranked.Front
		}
		for i, one := range s.Ranked {
			want := 1
			for _, other := range entries {
				if beats(other, one.Entry) {
					want = max(want, front[other.Name]+1)
				}
			}
			if one.Front != want || i > 0 && one.Front < s.Ranked[i-1].Front {
				t.Fatalf("Judge(%v) = %s; want %s in front %d", entries, order(s), one.Entry.Name, want)
			}
			for _, later := range s.Ranked[i+1:] {
				if beats(later.Entry, one.Entry) {
					t.Fatalf("Judge(%v) = %s; want %s before %s", entries, order(s), later.Entry.Name, one.Entry.Name)
				}
			}
		}
		r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		for i, one := range shortlist(t, d, entries).Ranked {
			if before := s.Ranked[i]; one.Front != before.Front || beats(before.Entry, one.Entry) || beats(one.Entry, before.Entry) {
				t.Fatalf("Judge of entries in another order has %v in place %d; want one like %v", one, i, before)
			}
		}
		if len(slices.Compact(slices.Sorted(slices.Values(entryNames(s))))) != len(entries) {
			t.Errorf("Judge(%v) = %s; want each entry once", entries, order(s))
		}
	}
}

func entryNames(s score.Shortlist) []string {
	var all []string
	for _, r := range s.Ranked {
		all = append(all, r.Entry.Name)
	}
	return all
}
