package claims_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

func TestNew_Faults(t *testing.T) {
	type definition = claims.Definition
	type territory = claims.Territory
	chain := make([]territory, 34)
	for i := range chain {
		chain[i] = territory{Name: fmt.Sprint("t", i), Inside: fmt.Sprint("t", i+1)}
	}
	chain[33].Inside = ""
	many := make([]territory, 10_001)
	for i := range many {
		many[i] = territory{Name: fmt.Sprint("t", i)}
	}
	tests := []struct {
		name string
		d    definition
		want []fault
	}{
		{"nothing", definition{}, []fault{{"name", "", alianza.ErrMissing}, {"over", "", alianza.ErrMissing}}},
		{"enumerations", definition{Name: "r", Over: 3, Compare: 3}, []fault{{"over", "(3)", alianza.ErrUnknown}, {"compare", "(3)", alianza.ErrUnknown}}},
		{"words", definition{Name: "r", Over: claims.Customers, Ignore: []string{"inc", ""}, Products: []string{"A", "A"}}, []fault{
			{"ignore[1]", "", alianza.ErrMissing}, {"ignore", "", alianza.ErrConflict}, {"products[1]", "A", alianza.ErrDuplicate},
		}},
		{"territories of customers", definition{Name: "r", Over: claims.Customers, Territories: []territory{{Name: "MX"}}}, []fault{{"territories", "", alianza.ErrConflict}}},
		{"territories", claims.Exclusivity(territory{Name: "a", Inside: "b"}, territory{Name: "b", Inside: "c"}, territory{Name: "c", Inside: "a"},
			territory{Name: "d", Inside: "d"}, territory{Name: "e", Inside: "x"}, territory{Name: ""}, territory{Name: "e"}), []fault{
			{"territories[5].name", "", alianza.ErrMissing},
			{"territories[6].name", "e", alianza.ErrDuplicate},
			{"territories[0].inside", "b", alianza.ErrConflict},
			{"territories[1].inside", "c", alianza.ErrConflict},
			{"territories[2].inside", "a", alianza.ErrConflict},
			{"territories[3].inside", "d", alianza.ErrConflict},
			{"territories[4].inside", "x", alianza.ErrUnknown},
		}},
		{"depth", claims.Exclusivity(chain...), []fault{{"territories[0].inside", "t1", alianza.ErrLimit}, {"territories[1].inside", "t2", alianza.ErrLimit}}},
		{"many", claims.Exclusivity(many...), []fault{{"territories", "10001", alianza.ErrLimit}}},
		{"numbers", definition{Name: "r", Over: claims.Customers, Days: -1, Extensions: 501, PerPartner: 1001, Decision: 1}, []fault{
			{"days", "-1", alianza.ErrRange},
			{"extensions", "501", alianza.ErrRange},
			{"per_partner", "1001", alianza.ErrRange},
			{"extension_days", "0", alianza.ErrConflict},
			{"decision", "1", alianza.ErrConflict},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := claims.New(tt.d)
			wantFaults(t, "New", err, tt.want...)
		})
	}
	if _, err := claims.New(claims.Exclusivity(chain[2:]...)); err != nil {
		t.Errorf("New with 32 territories inside one another = %v; want no error", err)
	}
	if _, err := claims.New(claims.Exclusivity(many[1:]...)); err != nil {
		t.Errorf("New with 10,000 territories = %v; want no error", err)
	}
}

func TestFold(t *testing.T) {
	for want, names := range map[string][]string{
		"acme":      {"acme", "ACME", " Acme ", "A.C.M.E.", "Acme, Inc.", "ACME inc", "Acme S.L.", "acme sl", "ÁCMÉ", "A\u0301cme", "Ac-me"},
		"cafeluz":   {"Café Luz", "CAFE LUZ", "Cafe\u0301 Luz", "café/luz"},
		"muller":    {"Müller", "MULLER"},
		"strasse":   {"Straße", "STRASSE"},
		"αβσ":       {"ΑΒΣ", "αβς", "αβσ"},
		"金":         {"金"},
		"inc":       {"Inc.", "INC"}, // nothing else is left
		"sl":        {"S.L."},
		"!!!":       {"!!!"},
		"24h7":      {"24h & 7"},
		"nino":      {"Niño", "NIÑO", "Nin\u0303o"},
		"ourincome": {"our income"},
		"nguyen":    {"Nguyễn", "NGUYỄN", "Nguyen", "Nguye\u0302\u0303n"},
		"truong":    {"Trương", "TRƯƠNG"},
		"रम":        {"र-म", "र\u200dम"},
		"राम":       {"राम", "रा-म", "रा\u200dम"}, // the vowel is not the accent of a Latin letter
		"रमा":       {"रमा"},
		"มีน":       {"มีน"},
		"มน":        {"มน"},
		"24":        {"24\ufe0f\u20e3", "24❤\ufe0f"},
	} {
		for _, name := range names {
			if got := claims.Fold(name, "inc", "S.L."); got != want {
				t.Errorf("fold(%q) = %q; want %q", name, got, want)
			}
		}
	}
}

// TestFold_Latin folds every small letter with an accent of Latin Extended Additional
// that is a letter of ASCII beneath it: all from U+1E00 to U+1EF9 but three.
func TestFold_Latin(t *testing.T) {
	for r := rune(0x1e00); r <= 0x1ef9; r++ {
		if strings.ContainsRune("ẜẝẟ", r) { // a long s, and a delta
			continue
		}
		if got := claims.Fold(string(r)); strings.Trim(got, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("fold(%c) = %s; want a letter without an accent", r, got)
		}
	}
}

func TestDomain(t *testing.T) {
	for address, want := range map[string]string{
		"acme.com": "acme.com", "ACME.COM.": "acme.com", "www.acme.com": "acme.com", "https://www.Acme.com:8080/shop?x#y": "acme.com",
		"ana@acme.com": "acme.com", "http://user:pass@acme.com/": "acme.com", "shop.acme.com": "shop.acme.com", "añil.es": "añil.es",
		"acme": "", "": "", "/x.com": "", "a..b": "", "-a.com": "", "a-.com": "", "a b.com": "", "://": "", "@": "", ".": "", "www.com": "", "acme.com?x=1/2": "acme.com",
		"www.acme.com/login?next=https://sso.example.com/cb": "acme.com", "acme.com#://b.com": "acme.com", "acme.com?://b.com": "acme.com",
		"svn+ssh://acme.com/x": "acme.com", "app://acme.com": "acme.com", "1http://acme.com": "", "mailto:ana@acme.com": "acme.com", "http://acme.com/a@b.com": "acme.com",
		"ana@acme.com, bob@other.com": "", "ana@acme.com@other.com": "", "ana,bob@acme.com": "", "ana bob@acme.com": "", "ana;bob@acme.com": "", "acme.com:80 x": "",
	} {
		if got := claims.DomainOf(address); got != want {
			t.Errorf("domain(%q) = %q; want %q", address, got, want)
		}
	}
	if got := claims.DomainOf(strings.Repeat("a.", 1e5)); got != strings.TrimSuffix(strings.Repeat("a.", 1e5), ".") {
		t.Errorf("domain of a long text = %d bytes", len(got))
	}
}

// TestDefinition_IsACopy changes what was given to a register, and what it gives.
func TestDefinition_IsACopy(t *testing.T) {
	d := customers()
	d.Ignore = []string{"inc"}
	r := newBook(t, d).Register
	d.Ignore[0] = "ltd"
	if got := r.Definition(); got.Ignore[0] != "inc" {
		t.Errorf("Definition().Ignore = %s; want that of New", got.Ignore)
	}
	r.Definition().Ignore[0] = "ltd"
	if got := r.Definition(); got.Ignore[0] != "inc" {
		t.Errorf("Definition().Ignore = %s; want that of New", got.Ignore)
	}
}

func TestEqual(t *testing.T) {
	type definition = claims.Definition
	for name, change := range map[string]func(d *definition){
		"name": func(d *definition) { d.Name = "x" }, "over": func(d *definition) { d.Over = claims.Territories }, "days": func(d *definition) { d.Days = 7 },
		"compare": func(d *definition) { d.Compare = 0 }, "territories": func(d *definition) { d.Territories = []claims.Territory{{Name: "EU"}} },
		"products": func(d *definition) { d.Products = []string{"A"} }, "days of an extension": func(d *definition) { d.ExtensionDays = 7 },
		"ignore": func(d *definition) { d.Ignore = []string{"inc"} }, "extensions": func(d *definition) { d.Extensions = 7 },
		"per partner": func(d *definition) { d.PerPartner = 7 }, "approval": func(d *definition) { d.Approval = !d.Approval }, "decision": func(d *definition) { d.Decision = 7 },
	} {
		d, same := customers(), customers()
		if change(&d); d.Equal(same) || !same.Equal(customers()) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
	q := claims.Request{ID: "c", Partner: "ana", Scope: to("ACME"), On: on("2025-01-01")}
	for name, change := range map[string]func(q *claims.Request){
		"ID": func(q *claims.Request) { q.ID = "d" }, "partner": func(q *claims.Request) { q.Partner = "ben" }, "scope": func(q *claims.Request) { q.Scope = to("Other") },
		"shared": func(q *claims.Request) { q.Shared = true }, "day": func(q *claims.Request) { q.On = on("2025-01-02") },
		"beginning": func(q *claims.Request) { q.From = on("2025-01-02") }, "end": func(q *claims.Request) { q.Until = on("2025-01-02") },
	} {
		other := q
		if change(&other); q.Equal(other) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
		if (claims.Claim{Request: q}).Equal(claims.Claim{Request: other}) || (claims.Scope{}).Equal(q.Scope) {
			t.Errorf("Equal of claims with another %s = true; want false", name)
		}
	}
	good := claims.Conflict{Claim: claims.Claim{Request: q}, Why: claims.SameName, Products: []string{"A"}, From: on("2025-01-01"), Until: on("2025-02-01")}
	for name, change := range map[string]func(c *claims.Conflict){
		"partner": func(c *claims.Conflict) { c.Claim.Partner = "ben" }, "state": func(c *claims.Conflict) { c.Claim.State = claims.Active },
		"first day of the claim": func(c *claims.Conflict) { c.Claim.From = on("2025-01-02") }, "end of the claim": func(c *claims.Conflict) { c.Claim.Until = on("2025-01-02") },
		"day of decision": func(c *claims.Conflict) { c.Claim.Lapses = on("2025-01-02") }, "extensions": func(c *claims.Conflict) { c.Claim.Extended = 1 },
		"step": func(c *claims.Conflict) { c.Claim.Steps = []claims.Step{{What: claims.Approved}} },
		"why":  func(c *claims.Conflict) { c.Why = claims.SameFolded }, "products": func(c *claims.Conflict) { c.Products = nil },
		"first day": func(c *claims.Conflict) { c.From = on("2025-01-02") }, "end": func(c *claims.Conflict) { c.Until = on("2025-02-02") },
	} {
		other, same := good, good
		if change(&other); good.Equal(other) || other.Equal(good) || !good.Equal(same) {
			t.Errorf("Equal of conflicts with another %s = true; want false", name)
		}
	}
}

// TestClaim_Released has a claim whose release is not among its steps, as one that
// somebody wrote by hand.
func TestClaim_Released(t *testing.T) {
	c := claims.Claim{State: claims.Released, From: on("2025-01-01"), Until: on("2025-03-01")}
	for day, want := range map[string]claims.State{"2024-12-31": claims.Future, "2025-01-01": claims.Active, "2025-03-01": claims.Expired} {
		if got := c.StateOn(on(day)); got != want {
			t.Errorf("StateOn(%s) = %s; want %s", day, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	pipelinetest.ComesBack(t, customers())
	pipelinetest.ComesBack(t, regions())
	d := customers()
	d.Approval, d.Decision, d.Extensions, d.ExtensionDays = true, 10, 2, 30
	b := newBook(t, d)
	b.add("c-1", "ana", to("ACME", "A", "B"), "2026-01-01")
	b.keep(b.Approve("c-1", on("2026-01-03")))
	b.keep(b.Transfer("c-1", "ben", on("2026-01-03")))
	b.keep(b.Extend("c-1", on("2026-01-04")))
	pipelinetest.ComesBack(t, b.keep(b.Release("c-1", on("2026-02-01"), "lost")))
	pipelinetest.ComesBack(t, b.add("c-2", "ana", to("ACME"), "2026-02-01"))
	b.add("c-3", "ana", to("Other"), "2026-02-01")
	b.keep(b.Reject("c-3", on("2026-02-02"), ""))
	pipelinetest.ComesBack(t, b.Register)
	found, err := b.Conflicts(claims.Request{ID: "c-4", Partner: "cid", Scope: to("acme inc", "A"), On: on("2026-02-05")})
	if err != nil || len(found) != 1 {
		t.Fatalf("Conflicts = %v, %v; want one", found, err)
	}
	pipelinetest.ComesBack(t, found[0])
	pipelinetest.ComesBack(t, claims.ConflictError{ID: "c-4", Scope: to("acme", "A"), Conflicts: found})
	if doc, err := (claims.Register{}).MarshalJSON(); err == nil {
		t.Errorf("MarshalJSON of no register = %s; want an error", doc)
	}
	const want = `{"id":"c-1","partner":"ana","customer":"ACME","products":["A"],"on":"2026-01-01"}`
	if doc, err := (claims.Request{ID: "c-1", Partner: "ana", Scope: to("ACME", "A"), On: on("2026-01-01")}).MarshalJSON(); err != nil || string(doc) != want {
		t.Errorf("MarshalJSON = %s, %v; want %s", doc, err, want)
	}
}
