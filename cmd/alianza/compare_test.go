package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// invoke runs the command as main does.
func invoke(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(append([]string{"statement"}, args...), strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), code
}

// mustCall runs the command and returns its output if all went well.
func mustCall(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	stdout, stderr, code := invoke(t, stdin, args...)
	if code != 0 {
		t.Fatalf("run(%q) = %d; want 0; stderr:\n%s", args, code, stderr)
	}
	return stdout
}

// temp writes a file that is gone after the test.
func temp(tb testing.TB, name, data string) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), name)
	write(tb, file, data)
	return file
}

func write(tb testing.TB, file, data string) {
	tb.Helper()
	if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// flatEntry is a line of a statement as text: amounts in the places of their
// currency, exact numbers as fractions.
type flatEntry struct {
	Month, Partner, Currency, Tier, Kind, Event, Of, At string
	Base, Rate, Exact, Amount, Due, Plan, Key, Corrects string
	StandingBase, StandingAmount                        string
	Version                                             int
	Posted                                              bool
}

type flatPayout struct{ Opening, Earned, Adjusted, Paid, Held, Carried string }

type flatStatement struct {
	Month, Partner, Level string
	Currencies            []string
	Until                 []string
	Payouts               []flatPayout
	Entries, Passed       []flatEntry
}

type flatTotal struct {
	Currency, Sales, Refunds, Revenue, Commissions, Costs string
	ROI, ROILight, RateLight                              string
	ROIValue, RateValue                                   figure
	Balance                                               flatPayout
}

type flat struct {
	Statements   []flatStatement
	Totals       []flatTotal
	Used, Unused int
}

// fraction writes a decimal as a fraction, so that 2.50 and 2.5 are the same.
func fraction(t *testing.T, s string) string {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Errorf("%q is not a number", s)
		return s
	}
	return r.RatString()
}

// figure is a number as it is shown, with two decimals or more, or the exact one.
type figure string

// Equal reports whether two figures are the same but for that.
func (f figure) Equal(g figure) bool {
	a, aOK := new(big.Rat).SetString(string(f))
	b, bOK := new(big.Rat).SetString(string(g))
	if !aOK || !bOK {
		return f == g
	}
	apart := a.Sub(a, b)
	return apart.Abs(apart).Cmp(big.NewRat(1, 200)) <= 0
}

var escape = strings.NewReplacer("%", "%25", "/", "%2F")

// flatten writes an entry of the reference.
func (p refProgram) flatten(e refEntry) flatEntry {
	c := p.currencies[e.row.currency]
	f := flatEntry{
		Month: refMonth(e.row.at), Partner: e.row.partner, Currency: e.row.currency, Tier: e.tier, Kind: "sale",
		Event: e.row.id, Of: e.row.of, At: e.row.at.Format(time.RFC3339), Base: e.base.RatString(),
		Exact: e.exact.RatString(), Amount: e.amount.FloatString(c.places), Posted: e.posted,
	}
	if e.row.refund {
		f.Kind = "refund"
	}
	if !e.posted {
		f.Amount = "0"
		return f
	}
	key := func(id string) string {
		return c.plan + "/" + escape.Replace(e.row.partner) + "/sale/" + escape.Replace(id)
	}
	f.Rate, f.Due, f.Key, f.Plan, f.Version = fmt.Sprintf("%d%%", e.rate), e.due.Format(time.RFC3339), key(e.row.id), c.plan, c.version
	f.StandingBase, f.StandingAmount = e.standingBase.RatString(), e.standingMoney.RatString()
	if e.corrects {
		f.Corrects = key(e.row.of)
	}
	switch r := e.early; {
	case r == nil:
	case e.given:
		f.Of, f.Tier, f.Corrects = r.id, "", key(r.id)
		f.Key += "/credit/" + escape.Replace(r.id)
	default:
		f.Of, f.Kind, f.At, f.Corrects = r.id, "refund", r.at.Format(time.RFC3339), f.Key
		f.Key += "/early/" + escape.Replace(r.id)
	}
	return f
}

func flattenPayout(p refPayout, places int) flatPayout {
	return flatPayout{
		p.opening.FloatString(places), p.earned.FloatString(places), p.adjusted.FloatString(places),
		p.paid.FloatString(places), p.held.FloatString(places), p.carried.FloatString(places),
	}
}

// flat writes a result of the reference as the JSON of the command has it.
func (p refProgram) flat(res refResult) flat {
	f := flat{Used: res.used, Unused: len(res.unused)}
	for _, st := range res.statements {
		one := flatStatement{Month: st.month, Partner: st.partner, Level: st.level}
		for _, sec := range st.sections {
			one.Currencies = append(one.Currencies, sec.currency)
			one.Payouts = append(one.Payouts, flattenPayout(sec.payout, p.currencies[sec.currency].places))
			end, err := time.ParseInLocation("2006-01", refNext(st.month), p.zone)
			if err != nil {
				panic(err)
			}
			one.Until = append(one.Until, end.Format(time.RFC3339))
			for _, e := range sec.entries {
				if e.posted {
					one.Entries = append(one.Entries, p.flatten(e))
				} else {
					one.Passed = append(one.Passed, p.flatten(e))
				}
			}
		}
		f.Statements = append(f.Statements, one)
	}
	for _, t := range res.totals {
		places := p.currencies[t.currency].places
		one := flatTotal{
			Currency: t.currency, Sales: t.sales.RatString(), Refunds: t.refunds.RatString(),
			Revenue:     new(big.Rat).Sub(t.sales, t.refunds).RatString(),
			Commissions: t.commissions.FloatString(places), Costs: t.costs.RatString(),
			ROILight: t.roiLight, RateLight: t.rateLight, Balance: flattenPayout(t.balance, places),
		}
		if t.roi != nil {
			one.ROI, one.ROIValue = t.roi.RatString(), figure(t.roi.RatString())
		}
		if t.rate != nil {
			one.RateValue = figure(t.rate.RatString())
		}
		f.Totals = append(f.Totals, one)
	}
	return f
}

// jsonEntry is an entry of the document, or the line of an event that earned
// nothing.
type jsonEntry struct {
	Key, Corrects, Plan, Rule, Kind, Event, Of, Partner, Tier string
	At, Due, Currency, Base, Rate, Exact, Amount, Note        string
	Version                                                   int
	Remaining                                                 struct{ Base, Amount string }
}

type jsonDocument struct {
	Statements []struct {
		Month, Partner string
		Events         int
		Tier           struct{ Ladder, Level string }
		Accounts       []struct {
			Balance jsonBalances
			Lines   []jsonEntry
		}
	}
	Totals []struct {
		Currency, Sales, Refunds, Revenue, Commissions string
		Costs                                          string `json:"program_costs"`
		ROI                                            *struct{ Name, Unit, Exact, Value, Revenue, Cost string }
		KPIs                                           []struct{ KPI, Value, Light, Status string }
		Balances                                       []jsonBalances
	}
	Rows struct {
		Used   int
		Unused int `json:"not_used"`
	}
}

type jsonBalances struct {
	Currency, Until string
	flatPayout
}

func (e jsonEntry) flatten(t *testing.T, month, partner, currency string) flatEntry {
	t.Helper()
	f := flatEntry{
		Month: month, Partner: partner, Currency: currency, Tier: e.Tier, Kind: e.Kind, Event: e.Event, Of: e.Of,
		At: e.At, Base: fraction(t, e.Base), Posted: e.Note == "",
	}
	if e.Note != "" {
		f.Exact, f.Amount = "0", "0"
		return f
	}
	if e.Currency != currency || e.Partner != partner {
		t.Errorf("entry %s of %s in %s stands in the statement of %s in %s", e.Event, e.Partner, e.Currency, partner, currency)
	}
	if e.Rule != "sale" {
		t.Errorf("rule of %s = %q; want %q", e.Event, e.Rule, "sale")
	}
	f.Exact, f.Amount, f.Rate, f.Due, f.Key, f.Corrects = fraction(t, e.Exact), e.Amount, e.Rate, e.Due, e.Key, e.Corrects
	f.Plan, f.Version = e.Plan, e.Version
	f.StandingBase, f.StandingAmount = fraction(t, e.Remaining.Base), fraction(t, e.Remaining.Amount)
	return f
}

// parseJSON reads the command's document.
func parseJSON(t *testing.T, text string) flat {
	t.Helper()
	var d jsonDocument
	dec := json.NewDecoder(strings.NewReader(text))
	if err := dec.Decode(&d); err != nil {
		t.Fatalf("Decode = %v; want nil; document:\n%s", err, text)
	}
	if dec.More() {
		t.Errorf("more than one document:\n%s", text)
	}
	f := flat{Used: d.Rows.Used, Unused: d.Rows.Unused}
	for _, st := range d.Statements {
		one := flatStatement{Month: st.Month, Partner: st.Partner, Level: st.Tier.Level}
		if st.Tier.Ladder != "affiliate" {
			t.Errorf("ladder = %q; want %q", st.Tier.Ladder, "affiliate")
		}
		for _, c := range st.Accounts {
			one.Currencies = append(one.Currencies, c.Balance.Currency)
			one.Until = append(one.Until, c.Balance.Until)
			one.Payouts = append(one.Payouts, c.Balance.flatPayout)
			for _, e := range c.Lines {
				f := e.flatten(t, st.Month, st.Partner, c.Balance.Currency)
				if f.Posted {
					one.Entries = append(one.Entries, f)
				} else if n := len(one.Passed); n == 0 || one.Passed[n-1] != f { // two reasons are one line of the reference
					one.Passed = append(one.Passed, f)
				}
			}
		}
		f.Statements = append(f.Statements, one)
	}
	for _, total := range d.Totals {
		one := flatTotal{
			Currency: total.Currency, Sales: fraction(t, total.Sales), Refunds: fraction(t, total.Refunds),
			Commissions: total.Commissions, Balance: total.Balances[0].flatPayout,
		}
		if total.Revenue != "" {
			one.Revenue, one.Costs = fraction(t, total.Revenue), fraction(t, total.Costs)
		}
		if total.ROI != nil {
			one.ROI, one.ROIValue = total.ROI.Exact, figure(total.ROI.Value)
		}
		for _, k := range total.KPIs {
			value, light := figure(k.Value), k.Light
			switch k.KPI {
			case "roi":
				one.ROILight = light
				if !value.Equal(one.ROIValue) {
					t.Errorf("%s: KPI roi = %s; want the ROI, %s", one.Currency, value, one.ROIValue)
				}
			case "refund_rate":
				one.RateValue, one.RateLight = value, light
			}
		}
		f.Totals = append(f.Totals, one)
	}
	return f
}

// parseCSV reads the command's lines.
func parseCSV(t *testing.T, text string) []flatEntry {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("ReadAll = %d rows, %v; want a header and no error", len(rows), err)
	}
	if diff := cmp.Diff(csvHeader, rows[0]); diff != "" {
		t.Fatalf("header (-want +got):\n%s", diff)
	}
	var entries []flatEntry
	for _, row := range rows[1:] {
		e := flatEntry{
			Month: row[0], Partner: row[1], Currency: row[2], Tier: row[4], At: row[5], Kind: row[6], Event: row[7], Of: row[8],
			Base: fraction(t, row[9]), Rate: row[10], Exact: fraction(t, row[11]), Amount: row[12], Due: row[13],
			Plan: row[15], Key: row[17], Corrects: row[18], Posted: row[14] != "",
		}
		if e.Posted {
			if e.Version, err = strconv.Atoi(row[16]); err != nil || row[14] != "sale" || row[3] != "cash" {
				t.Errorf("version, rule and medium of %s = %q, %q, %q; want a number, sale and cash", e.Event, row[16], row[14], row[3])
			}
		}
		if n := len(entries); e.Posted || n == 0 || entries[n-1] != e {
			entries = append(entries, e)
		}
	}
	return entries
}

// rejectedLines gives the numbers of the lines in a file of rejected rows.
func rejectedLines(t *testing.T, file string) []int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], []string{"line", "column", "value", "reason"}) {
		t.Fatalf("ReadAll = %q, %v; want a header of line, column, value and reason", rows, err)
	}
	var lines []int
	for _, row := range rows[1:] {
		line, err := strconv.Atoi(row[0])
		if err != nil || row[3] == "" {
			t.Errorf("rejected row = %q; want a line and a reason", row)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// check holds the command against the reference. It writes rejected rows to
// the file named.
func (p refProgram) check(t *testing.T, file string, rows []refRow, unused map[int]string, args ...string) refResult {
	t.Helper()
	want := p.compute(rows, unused)
	got := parseJSON(t, mustCall(t, "", append(args, "-format", "json", "-rejects", file)...))
	if diff := cmp.Diff(p.flat(want), got); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	var lines []int
	for line := range want.unused {
		lines = append(lines, line)
	}
	slices.Sort(lines)
	if diff := cmp.Diff(lines, rejectedLines(t, file)); diff != "" {
		t.Errorf("lines not used (-want +got):\n%s\nreasons: %v", diff, want.unused)
	}
	var entries []flatEntry
	for _, st := range want.statements {
		for _, sec := range st.sections {
			for _, e := range sec.entries {
				f := p.flatten(e)
				f.StandingBase, f.StandingAmount = "", ""
				entries = append(entries, f)
			}
		}
	}
	if diff := cmp.Diff(entries, parseCSV(t, mustCall(t, "", append(args, "-format", "csv")...))); diff != "" {
		t.Errorf("CSV (-want +got):\n%s", diff)
	}
	return want
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }

// casaVerde is the program that is part of the command.
func casaVerde(t *testing.T) refProgram {
	t.Helper()
	return refProgram{
		zone: zone(t, "Europe/Madrid"),
		currencies: map[string]refCurrency{
			"USD": {plan: "casa-verde-usd", version: 1, places: 2, hold: 14, credits: "current_rate", minimum: rat(50), perMonth: rat(120)},
			"EUR": {plan: "casa-verde-eur", version: 1, places: 2, hold: 14, credits: "current_rate", minimum: rat(50), perMonth: rat(150)},
			"JPY": {plan: "casa-verde-jpy", version: 1, places: 0, hold: 14, credits: "current_rate", minimum: rat(5000)},
		},
		roiTarget: 300, roiBenchmark: 200, rateTarget: 5, rateBenchmark: 10,
	}
}

func TestReferenceDefault(t *testing.T) {
	p := casaVerde(t)
	rows, unused := refOrders(sampleOrders, p.zone)
	res := p.check(t, filepath.Join(t.TempDir(), "rejects.csv"), rows, unused)
	if got := len(res.entries); got != 101 {
		t.Errorf("entries = %d; want 101", got)
	}
}

// retail is the call that reads the fixture in the form of a shop's invoices.
func retail(args ...string) []string {
	return append([]string{
		"-orders", "testdata/retail.csv", "-program", "testdata/retail.json",
		"-col-id", "InvoiceNo+InvoiceDate", "-col-date", "InvoiceDate", "-date", "mdy", "-col-partner", "Country",
		"-col-amount", "Quantity*UnitPrice", "-currency", "GBP", "-refund-prefix", "C", "-decimal", "point",
	}, args...)
}

func retailProgram(t *testing.T) refProgram {
	t.Helper()
	return refProgram{
		zone: zone(t, "Europe/London"),
		currencies: map[string]refCurrency{
			"GBP": {plan: "export-gbp", version: 2, places: 2, hold: 30, credits: "current_rate", minimum: rat(75), perMonth: big.NewRat(29990, 100)},
		},
		roiTarget: 200, roiBenchmark: 150, rateTarget: 4, rateBenchmark: 8,
	}
}

func TestReferenceRetail(t *testing.T) {
	data, err := os.ReadFile("testdata/retail.csv")
	if err != nil {
		t.Fatal(err)
	}
	p := retailProgram(t)
	rows, unused := refInvoices(string(data), p.zone)
	res := p.check(t, filepath.Join(t.TempDir(), "rejects.csv"), rows, unused, retail()...)

	// What the fixture is there for.
	reasons := map[string]int{}
	for _, why := range res.unused {
		reasons[why]++
	}
	want := map[string]int{"amount is zero": 10, "negative, and no cancellation": 4, "the partner's id was read before": 2}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	levels, partners, nothing := map[string]bool{}, map[string]bool{}, 0
	for _, st := range res.statements {
		levels[st.level], partners[st.partner] = true, true
		for _, sec := range st.sections {
			for _, e := range sec.entries {
				if !e.posted {
					nothing++
				}
			}
		}
	}
	if len(levels) != 5 || len(partners) != 6 || nothing == 0 {
		t.Errorf("levels, partners and credits without a tier = %v, %v, %d; want 5, 6 and some", levels, partners, nothing)
	}
}

// randomProgram returns a program and its definition.
func randomProgram(t *testing.T, r *rand.Rand) (refProgram, string) {
	t.Helper()
	pick := func(names ...string) string { return names[r.IntN(len(names))] }
	zoneName, count := pick("UTC", "Europe/Madrid", "America/New_York", "Asia/Tokyo"), pick("all_sales", "kept_sales")
	p := refProgram{
		zone: zone(t, zoneName), kept: count == "kept_sales", currencies: map[string]refCurrency{},
		roiBenchmark: int64(r.IntN(300)), rateTarget: int64(r.IntN(20)),
	}
	p.roiTarget, p.rateBenchmark = p.roiBenchmark+int64(r.IntN(100)), p.rateTarget+int64(r.IntN(40))
	var plans, payouts, costs []string
	for _, currency := range []string{"USD", pick("EUR", "JPY", "KWD")} {
		c := refCurrency{
			plan: "p-" + currency, version: 1 + r.IntN(5), places: map[string]int{"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}[currency],
			hold: []int{0, 1, 14, 40}[r.IntN(4)], credits: pick("refuse", "current_rate", "ignore"),
			minimum: rat(int64(r.IntN(3) * r.IntN(100))),
		}
		plans = append(plans, fmt.Sprintf(`{"id": %q, "version": %d, "currency": %q, "hold_days": %d, "unknown_sale": %q,
			"rules": [{"name": "sale", "on": "sale", "ladder": "affiliate",
				"rates": {"basic": "20%%", "silver": "25%%", "gold": "30%%", "platinum": "35%%"}}]}`,
			c.plan, c.version, currency, c.hold, c.credits))
		payouts = append(payouts, fmt.Sprintf(`{"currency": %q, "minimum": %q}`, currency, c.minimum.RatString()))
		if r.IntN(2) == 0 {
			c.perMonth = rat(int64(r.IntN(200)))
			costs = append(costs, fmt.Sprintf(`{"name": "x", "currency": %q, "per_month": %q}`, currency, c.perMonth.RatString()))
		}
		p.currencies[currency] = c
	}
	return p, fmt.Sprintf(`{"id": "random", "zone": %q,
		"tiers": {"editions": [{"ladder": {"name": "affiliate", "levels": [
			{"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
			{"name": "silver", "requires": [{"metric": "sales", "at_least": "6"}]},
			{"name": "gold", "requires": [{"metric": "sales", "at_least": "16"}]},
			{"name": "platinum", "requires": [{"metric": "sales", "at_least": "31"}]}]}}]},
		"metrics": [{"name": "sales", "kept": %t}],
		"plans": [%s], "payouts": [%s], "costs": [%s],
		"targets": [
			{"name": "roi", "unit": "%%", "target": {"at_least": "%d"}, "benchmark": {"at_least": "%d"}},
			{"name": "refund_rate", "unit": "%%", "target": {"at_most": "%d"}, "benchmark": {"at_most": "%d"}}]}`,
		zoneName, p.kept, strings.Join(plans, ", "), strings.Join(payouts, ", "), strings.Join(costs, ", "),
		p.roiTarget, p.roiBenchmark, p.rateTarget, p.rateBenchmark)
}

// randomOrders returns orders of a few partners with every kind of refund.
func randomOrders(r *rand.Rand, p refProgram) string {
	type sale struct {
		id, partner, currency string
		cents, left           int
	}
	var currencies []string
	for c := range p.currencies {
		currencies = append(currencies, c)
	}
	slices.Sort(currencies)
	partners, months, rows := 1+r.IntN(3), 1+r.IntN(4), 1+r.IntN(60)
	sorted, first := r.IntN(2) == 0, 1+r.IntN(2)*14
	day := func(i int) string {
		n := r.IntN(months * 30)
		if sorted {
			n = i * months * 30 / rows
		}
		return time.Date(2026, 1, first+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	var b strings.Builder
	b.WriteString("id,date,partner,currency,amount,refund_of\n")
	var sales []*sale
	var ids []string
	for i := range rows {
		id := fmt.Sprintf("n%d", i)
		partner := fmt.Sprintf("p%d", r.IntN(partners))
		currency := currencies[r.IntN(1+r.IntN(2))]
		cents := 1 + r.IntN(100)*r.IntN(400)
		of, refund := "", r.IntN(3) == 0
		if refund && len(sales) > 0 && r.IntN(6) > 0 {
			s := sales[r.IntN(len(sales))]
			of, partner, currency = s.id, s.partner, s.currency
			switch r.IntN(8) {
			case 0, 1, 2: // full
				cents = s.left
			case 3: // over the rest
				cents = s.left + 1
			case 4: // in another currency, or of another partner
				currency, partner = currencies[r.IntN(2)], fmt.Sprintf("p%d", r.IntN(partners))
			default: // partial
				cents = 1 + r.IntN(max(1, s.left))
			}
			cents = max(1, cents)
			if cents <= s.left && currency == s.currency && partner == s.partner {
				s.left -= cents
			}
		} else if refund {
			// Without an order, unknown, before its order, of itself or of a refund.
			of = []string{"", "elsewhere", fmt.Sprintf("n%d", i+1), id, fmt.Sprintf("n%d", r.IntN(i+1))}[r.IntN(5)]
		}
		if r.IntN(25) == 0 && len(ids) > 0 {
			id = ids[r.IntN(len(ids))]
		}
		ids = append(ids, id)
		if !refund {
			sales = append(sales, &sale{id, partner, currency, cents, cents})
		}
		amount := fmt.Sprintf("%d.%02d", cents/100, cents%100)
		if refund && (of == "" || r.IntN(2) == 0) {
			amount = "-" + amount
		}
		if r.IntN(40) == 0 {
			amount = []string{"0", "0.00", "much", ""}[r.IntN(4)]
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s\n", id, day(i), partner, currency, amount, of)
	}
	return b.String()
}

func TestReferenceRandom(t *testing.T) {
	cases := seeds.Count(25)
	// One folder with new names for all cases: to make and remove many folders, or
	// to write the same file again, takes longer than the test.
	dir := t.TempDir()
	met := map[string]int{} // what occurs in the cases
	for i := range cases {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(i), 2026))
			p, definition := randomProgram(t, r)
			orders := randomOrders(r, p)
			rows, unused := refOrders(orders, p.zone)
			file := filepath.Join(dir, strconv.Itoa(i))
			write(t, file+".csv", orders)
			write(t, file+".json", definition)
			res := p.check(t, file+"-rejects.csv", rows, unused, "-orders", file+".csv", "-program", file+".json")
			for _, why := range res.unused {
				met[why]++
			}
			for _, st := range res.statements {
				met["level "+st.level]++
			}
			for _, e := range res.entries {
				met[fmt.Sprintf("posted %t, refund %t, corrects %t, early %t", e.posted, e.row.refund, e.corrects, e.early != nil)]++
			}
			if t.Failed() {
				t.Logf("orders:\n%s\nprogram:\n%s", orders, definition)
			}
		})
	}
	if len(met) < 17 {
		t.Errorf("kinds of row, of statement and of reason = %d, %v; want at least 17", len(met), met)
	}
}

// edit returns the sample program with pieces of text replaced by others.
func edit(tb testing.TB, pairs ...string) string {
	tb.Helper()
	text := string(sampleProgram)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			tb.Fatalf("the document does not have %s", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

var invoices = flag.String("invoices", "", "a year of real invoices, in the columns of testdata/retail.csv")

// TestReferenceInvoices holds the command against the second implementation over a
// file of real invoices:
//
//	go test ./cmd/alianza -run Invoices -invoices FILE
func TestReferenceInvoices(t *testing.T) {
	if *invoices == "" {
		t.Skip("no -invoices FILE: the fixture is all that was compared")
	}
	data, err := os.ReadFile(*invoices)
	if err != nil {
		t.Fatal(err)
	}
	p := retailProgram(t)
	rows, unused := refInvoices(string(data), p.zone)
	args := retail()
	args[1] = *invoices
	res := p.check(t, filepath.Join(t.TempDir(), "rejects.csv"), rows, unused, args...)
	t.Logf("%d rows used, %d not, %d statements, %d entries", res.used, len(res.unused), len(res.statements), len(res.entries))
}
