package program

import "testing"

// TestDefaultOf finds in a text what holds if a field is absent: a clause, up to a
// semicolon, a point or a colon.
func TestDefaultOf(t *testing.T) {
	for text, want := range map[string]string{
		"Medium is what it pays in; cash if absent.":               "cash",
		"Step is the smallest. If absent, it is a cent. It rounds": "it is a cent",
		"One of two: the first if absent: or the second":           "the first",
		"A name. It is there":                                      "",
		"If it is absent, all count":                               "all count",
	} {
		if got := defaultOf(text); got != want {
			t.Errorf("defaultOf(%s) = %q; want %q", text, got, want)
		}
	}
}

// TestPart names the parts around a path, as far as the document has them.
func TestPart(t *testing.T) {
	tree := parse([]byte(`{"splits": [{"name": "s"}], "terms": {"partners": {"a.b": [{"about": "fee"}]}},
		"plans": [{"id": "p", "version": 2, "rules": [{"name": "r", "rates": {"a.b": "1"}}, {"on": "lead"}]}]}`))
	for path, want := range map[string]string{
		"splits[0].shares":              "split s",
		"splits[1].name":                "",
		"plans[0].rules[0].rates.a.b":   "plan p v2, rule r",
		"plans[0].rules[1].on":          "plan p v2, rule 2",
		"plans[0].rules[2].on":          "plan p v2",
		"plans[0].rules[-1].on":         "plan p v2, rule r",
		"terms.partners.a.b[0].at_most": "terms, partner type a.b",
		"id":                            "",
	} {
		if got := part(tree, path); got != want {
			t.Errorf("part(%s) = %q; want %q", path, got, want)
		}
	}
}
