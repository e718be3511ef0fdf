package terms_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

func TestNewFaults(t *testing.T) {
	percent := clause(terms.SalePercent, "10%", "20%")
	with := func(change func(*terms.Definition)) terms.Definition {
		d := program(percent)
		change(&d)
		return d
	}
	all := func(low, high string) terms.Definition {
		return with(func(d *terms.Definition) { d.All = []terms.Clause{clause(terms.SalePercent, low, high)} })
	}
	named := func(about terms.Subject, names ...string) terms.Clause {
		return terms.Clause{About: about, OneOf: names}
	}
	changed := func(c terms.Clause, change func(*terms.Clause)) terms.Definition {
		change(&c)
		return program(c)
	}
	var many []terms.Clause
	for i := range 501 {
		c := post("1", "2")
		c.Per = fmt.Sprint(i)
		many = append(many, c)
	}
	const at = "partners.k[0]."
	tests := []struct {
		name string
		d    terms.Definition
		want []string
	}{
		{"a percentage", program(percent), nil},
		{"one rate", program(clause(terms.SalePercent, "10%", "10%")), nil},
		{"up to the whole", program(clause(terms.SalePercent, "0.0000000001%", "100%")), nil},
		{"no upper end", program(clause(terms.SalePercent, "10%", "")), nil},
		{"a fee of a cent", program(post("0.01", "0.01")), nil},
		{"clauses for all", terms.Definition{Program: "p", Currency: "USD", All: []terms.Clause{percent}}, nil},
		{"points up to the whole", with(func(d *terms.Definition) { d.Exclusive = rate("100%") }), nil},
		{"touching from below", all("20%", "30%"), nil},
		{"touching from above", all("1%", "10%"), nil},
		{"beside what is typical", with(func(d *terms.Definition) {
			d.All = []terms.Clause{{About: terms.SalePercent, Low: q("30%"), High: q("40%"), Typical: true}}
		}), nil},
		{"a margin beside rates", terms.Definition{Program: "p", Currency: "USD", All: []terms.Clause{clause(terms.SalePercent, "1%", "2%")}, Partners: map[string][]terms.Clause{
			"k": {clause(terms.ResellerMargin, "30%", "40%")},
		}}, nil},

		{"no program", with(func(d *terms.Definition) { d.Program = "" }), []string{"program: missing"}},
		{"no currency", with(func(d *terms.Definition) { d.Currency = "" }), []string{"currency: missing"}},
		{"no such currency", with(func(d *terms.Definition) { d.Currency = "USX" }), []string{"currency: unknown"}},
		{"nothing offered", terms.Definition{Program: "p", Currency: "USD"}, []string{"partners: missing"}},
		{"negative points", with(func(d *terms.Definition) { d.Exclusive = rate("-0.0000000001%") }), []string{"exclusive: out_of_range"}},
		{"points beyond the whole", with(func(d *terms.Definition) { d.Exclusive = rate("100.0000000001%") }), []string{"exclusive: out_of_range"}},
		{"no type", terms.Definition{Program: "p", Currency: "USD", Partners: map[string][]terms.Clause{"": {percent}}}, []string{"partners.: missing"}},
		{"no clause", program(), []string{"partners.k: missing"}},
		{"too many clauses", program(many...), []string{"partners.k: limit"}},
		{"no subject", program(terms.Clause{}), []string{at + "about: missing"}},
		{"no such subject", program(terms.Clause{About: 27}), []string{at + "about: unknown"}},
		{"a blank item", changed(post("1", "2"), func(c *terms.Clause) { c.Per = " " }), []string{at + "per: missing"}},
		{"no range", program(terms.Clause{About: terms.SalePercent}), []string{at + "low: missing"}},
		{"a high end alone", program(clause(terms.SalePercent, "", "10%")), []string{at + "low: missing"}},
		{"reversed", program(clause(terms.SalePercent, "20%", "19.9999999999%")), []string{at + "high: contradiction"}},
		{"from nothing", program(clause(terms.SalePercent, "0%", "20%")), []string{at + "low: out_of_range"}},
		{"beyond the whole", program(clause(terms.SalePercent, "1%", "100.0000000001%")), []string{at + "high: out_of_range"}},
		{"an amount for a percentage", program(clause(terms.SalePercent, "10", "20")), []string{at + "low: contradiction", at + "high: contradiction"}},
		{"a percentage for an amount", program(post("10%", "20")), []string{at + "low: contradiction"}},
		{"a negative fee", program(post("-1", "20")), []string{at + "low: negative"}},
		{"an exchange for cash", program(terms.Clause{About: terms.ServiceExchange}), []string{at + "medium: contradiction"}},
		{"support in credit", program(terms.Clause{About: terms.Support, Medium: commission.Credit}), []string{at + "medium: contradiction"}},
		{"a typical exchange", program(terms.Clause{About: terms.ServiceExchange, Medium: commission.InKind, Typical: true}), []string{at + "typical: contradiction"}},
		{"no such medium", changed(percent, func(c *terms.Clause) { c.Medium = 3 }), []string{at + "medium: unknown"}},
		{"exclusivity by nothing", program(named(terms.Exclusivity)), []string{at + "one_of: missing"}},
		{"a name twice", program(named(terms.Exclusivity, "territory", "territory")), []string{at + "one_of[1]: duplicate"}},
		{"names for a percentage", changed(percent, func(c *terms.Clause) { c.OneOf = []string{"a"} }), []string{at + "one_of: contradiction"}},
		{"a clause twice", program(post("1", "2"), percent, post("3", "4")), []string{"partners.k[2].about: duplicate"}},
		{"below the rates of all", all("20.0000000001%", "30%"), []string{at + "low: contradiction"}},
		{"above the rates of all", all("1%", "9.9999999999%"), []string{at + "low: contradiction"}},
		{"all at once", terms.Definition{Exclusive: rate("-1%"), All: []terms.Clause{{}}, Partners: map[string][]terms.Clause{"a": nil, "b": {{About: terms.Duration}}}}, []string{
			"program: missing", "currency: missing", "exclusive: out_of_range", "all[0].about: missing", "partners.a: missing", "partners.b[0].low: missing",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := terms.New(tt.d)
			roomtest.CheckFaults(t, "New", err, tt.want...)
			if err == nil {
				roomtest.Again(t, tt.d)
				if !s.Equal(alianza.Must(terms.New(s.Definition()))) {
					t.Error("the sheet of Definition() is another one")
				}
			}
		})
	}
	for name, n := range roomtest.Hostile() {
		c := post("1", "2")
		c.Low, c.High = terms.Number(n), terms.Number(n)
		_, err := terms.New(program(c))
		roomtest.CheckFaults(t, "New("+name+")", err, at+"low: out_of_range", at+"high: out_of_range")
	}
}

func TestNewErrorText(t *testing.T) {
	d := program(clause(terms.SalePercent, "20", "10%"), post("20%", ""))
	_, err := terms.New(d)
	const want = `partners.k[0].low "20": contradiction: sale_percent is a percentage such as "20%"
partners.k[1].low "20%": contradiction: item_fee is an amount such as "500"`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("New mismatch (-want +got):\n%s", diff)
	}
}

func TestImmutable(t *testing.T) {
	in := terms.Alliance()
	sheet := alianza.Must(terms.New(in))
	spoil := func(d terms.Definition) {
		d.Partners["digital_agency"][0] = terms.Clause{}
		d.All[1].OneOf[0] = "spoiled"
		delete(d.Partners, "podcast")
	}
	spoil(in)
	spoil(sheet.Definition())
	if diff := cmp.Diff(terms.Alliance(), sheet.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	open := alianza.Must(sheet.Open(euros(agreed("podcast"))))
	open[1].OneOf[0] = "spoiled"
	if diff := cmp.Diff(terms.Alliance(), sheet.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

func TestSheetEqual(t *testing.T) {
	changes := map[string]func(*terms.Definition){
		"program":   func(d *terms.Definition) { d.Program = "x" },
		"currency":  func(d *terms.Definition) { d.Currency = "EUR" },
		"exclusive": func(d *terms.Definition) { d.Exclusive = rate("1%") },
		"all":       func(d *terms.Definition) { d.All[0].Typical = false },
		"partners":  func(d *terms.Definition) { d.Partners["data_science"][0].High = q("21%") },
		"one less":  func(d *terms.Definition) { delete(d.Partners, "data_science") },
	}
	posts, issues := post("1", "2"), post("1", "2")
	issues.Per = "issue"
	if alianza.Must(terms.New(program(posts))).Equal(alianza.Must(terms.New(program(issues)))) {
		t.Error("Equal(a fee per issue) = true; want false")
	}
	same := alianza.Must(terms.New(terms.Advanced()))
	for name, change := range changes {
		d := terms.Advanced()
		change(&d)
		if other := alianza.Must(terms.New(d)); same.Equal(other) || cmp.Equal(same, other) {
			t.Errorf("Equal(another %s) = true; want false", name)
		}
	}
	if !cmp.Equal(same, alianza.Must(terms.New(terms.Advanced()))) {
		t.Error("Equal(the same) = false; want true")
	}
}

// TestSheetJSON reads the sheet that was written.
func TestSheetJSON(t *testing.T) {
	sheet := alianza.Must(terms.New(terms.Advanced()))
	var got terms.Sheet
	if err := json.Unmarshal(alianza.Must(json.Marshal(sheet)), &got); err != nil || !got.Equal(sheet) {
		t.Errorf("Unmarshal = %v; want the sheet", err)
	}
}

// TestPresetDocuments has the programs as documents.
func TestPresetDocuments(t *testing.T) {
	for _, d := range []terms.Definition{terms.Affiliate(), terms.Alliance(), terms.Advanced()} {
		doc, err := json.MarshalIndent(d, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		roomtest.Golden(t, d.Program+".json", string(doc)+"\n")
		roomtest.Again(t, d)
	}
}

func TestBadDocuments(t *testing.T) {
	d := terms.Negotiation()
	roomtest.BadDocuments(t, map[string]json.Unmarshaler{"definition": &d})
}

// TestHostileDocument has documents with as much as goes in: they cost little.
func TestHostileDocument(t *testing.T) {
	one := `{"about":"item_fee","per":"x","low":"1","high":"2"},`
	for name, doc := range map[string]string{
		"clauses":  `{"program":"p","currency":"USD","all":[` + strings.TrimSuffix(strings.Repeat(one, 15_000), ",") + `]}`,
		"partners": `{"program":"p","currency":"USD","partners":{` + manyPartners(15_000) + `}}`,
	} {
		begin := time.Now()
		var d terms.Definition
		if err := d.UnmarshalJSON([]byte(doc)); err == nil || len(err.Error()) > 20_000 {
			t.Errorf("UnmarshalJSON(%s) = %d bytes of error; want some", name, len(fmt.Sprint(err)))
		}
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("UnmarshalJSON(%s) took %s; want less", name, took)
		}
	}
}

func manyPartners(n int) string {
	names := map[string]bool{}
	for i := range n {
		names[fmt.Sprintf(`"k%d":[{"about":"trial"}]`, i)] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(names)), ",")
}
