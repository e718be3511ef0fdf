package commission_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/ledgertest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// This file holds the package against the ledger of internal/ledgertest, which
// works out in fractions, from the list of what happened, what everything is
// worth.

// refusals are the kinds of error by the names that the second ledger has.
var refusals = map[string]error{
	"missing": alianza.ErrMissing, "unknown": alianza.ErrUnknown, "range": alianza.ErrRange, "conflict": alianza.ErrConflict,
	"currency": alianza.ErrCurrency, "pending": alianza.ErrPending, "repeated": alianza.ErrRepeated, "form": alianza.ErrForm,
}

// yearPlan returns the plan of a year.
func yearPlan(y ledgertest.Year) (commission.Plan, error) {
	var versions []commission.Definition
	for _, data := range y.Definitions {
		var d commission.Definition
		if err := json.Unmarshal(data, &d); err != nil {
			return commission.Plan{}, fmt.Errorf("%s: %w", data, err)
		}
		versions = append(versions, d)
	}
	plan, err := commission.New(versions...)
	return plan.In(y.Zone), err
}

// yearEvent returns an event of a year.
func yearEvent(data []byte) (commission.Event, error) {
	var e commission.Event
	err := json.Unmarshal(data, &e)
	return e, err
}

// A duel is a year played on both sides.
type duel struct {
	plan   commission.Plan
	state  *commission.State
	ledger *ledgertest.Ledger
	sums   map[string]*big.Rat // by partner, rule and medium
	undone bool                // a taking, or a wrong event
	keys   map[string]bool     // of all entries: a store that keeps them unique loses none
}

// newDuel returns a duel, or the error with which the package refuses the
// program.
func newDuel(y ledgertest.Year) (*duel, error) {
	plan, err := yearPlan(y)
	if err != nil {
		return nil, err
	}
	ledger, err := ledgertest.New(y.Zone, y.Definitions...)
	return &duel{plan: plan, state: &commission.State{}, ledger: ledger, sums: map[string]*big.Rat{}, keys: map[string]bool{}}, err
}

// event gives an event to both, and returns in what they differ.
func (d *duel) event(data []byte) string { return d.compare(data, d.ledger.Post(data)) }

// compare gives an event to the package, and returns in what it differs from what
// the second ledger made of it.
func (d *duel) compare(data []byte, want ledgertest.Outcome) string {
	if want.Unsure {
		return ""
	}
	e, err := yearEvent(data)
	if err != nil {
		if len(want.Refused) == 0 {
			return fmt.Sprintf("cannot be read: %v; want %v", err, want)
		}
		return ""
	}
	earned, err := earn(d.plan, d.state, e)
	d.undone = d.undone || err == nil && (e.Kind == commission.Reversal || e.Kind == commission.Correction)
	switch {
	case len(want.Refused) > 0:
		if !slices.ContainsFunc(want.Refused, func(kind string) bool { return errors.Is(err, refusals[kind]) }) {
			return fmt.Sprintf("%s, %v; want %v", earned, err, want)
		}
		return ""
	case err != nil:
		return fmt.Sprintf("%v; want %v", err, want)
	}
	got := map[string]*big.Rat{}
	for _, one := range earned.Entries {
		if d.keys[one.Key] {
			return fmt.Sprintf("%s\nhas the key of another entry, %s", earned, one.Key)
		}
		d.keys[one.Key] = true
		addTo(got, fmt.Sprint(one.Partner, " ", one.Rule, " ", one.Medium), one.Amount.Rat())
	}
	wanted := map[string]*big.Rat{}
	for _, c := range want.Changes {
		addTo(wanted, fmt.Sprint(c.Partner, " ", c.Rule, " ", c.Medium), c.Amount)
	}
	if differ(got, wanted) {
		return fmt.Sprintf("%s\nmakes %s; want %v", earned, amountsText(got), want)
	}
	for key, x := range got {
		addTo(d.sums, key, x)
	}
	return ""
}

func addTo(sums map[string]*big.Rat, key string, x *big.Rat) {
	if sums[key] == nil {
		sums[key] = new(big.Rat)
	}
	sums[key].Add(sums[key], x)
}

// differ reports whether two lists of amounts differ in one that is not 0.
func differ(a, b map[string]*big.Rat) bool {
	for _, pair := range [2][2]map[string]*big.Rat{{a, b}, {b, a}} {
		for key, x := range pair[0] {
			y := pair[1][key]
			if y == nil {
				y = new(big.Rat)
			}
			if x.Cmp(y) != 0 {
				return true
			}
		}
	}
	return false
}

func amountsText(sums map[string]*big.Rat) string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, key+" "+sums[key].FloatString(4))
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// end compares the balances, and what was attained in each window and meter.
func (d *duel) end() string {
	balance := map[string]*big.Rat{}
	partners, has := map[string]bool{}, map[string]bool{}
	for key := range d.sums {
		partner, _, _ := strings.Cut(key, " ")
		partners[partner] = true
	}
	for r := range d.state.Records("") {
		partners[r.Key().Partner()], has[r.Key().String()] = true, true
	}
	for partner := range partners {
		for line, x := range d.ledger.Balance(partner) {
			addTo(balance, fmt.Sprint(partner, " ", line.Rule, " ", line.Medium), x)
		}
	}
	if differ(d.sums, balance) {
		return fmt.Sprintf("in the end %s; want %s", amountsText(d.sums), amountsText(balance))
	}
	for key := range has {
		parts := strings.Split(key, "/")
		kind, partner, name, period := parts[0], parts[1], parts[2], parts[len(parts)-1]
		var amount, units *big.Rat
		switch kind {
		case "window":
			if parts[3] != "" {
				continue // of one customer: Attained knows those of all
			}
			amount, units = d.ledger.Window(partner, name, "", period)
		case "meter":
			amount, units = d.ledger.Meter(partner, name, period)
		default:
			continue
		}
		got, err := d.plan.Attained(d.state, partner, name, period)
		if err != nil {
			return fmt.Sprintf("Attained(%s, %s, %s): %v", partner, name, period, err)
		}
		if kind == "window" && has[fmt.Sprintf("meter/%s/%s//%s", partner, name, period)] {
			continue // Attained answers for the meter of this name
		}
		if d.undone && has[fmt.Sprintf("period/%s///%s", partner, period)] {
			continue // what an undoing after the close makes of it is left open
		}
		if got.Amount.Rat().Cmp(amount) != 0 || got.Units.Rat().Cmp(units) != 0 {
			return fmt.Sprintf("Attained(%s, %s, %s) = %s; want %s in %s", partner, name, period, got, amount.FloatString(6), units.FloatString(18))
		}
	}
	return ""
}

// fight plays a year and returns the first difference, "" if there is none.
func fight(y ledgertest.Year) string {
	d, err := newDuel(y)
	if err != nil {
		return ""
	}
	for i, data := range y.Events {
		if fault := d.event(data); fault != "" {
			return fmt.Sprintf("event %d, %s\n%s", i+1, data, fault)
		}
	}
	return d.end()
}

// shrink returns a year as small as it gets that still shows a difference.
func shrink(y ledgertest.Year, fault string) (ledgertest.Year, string) {
	try := func(less ledgertest.Year) bool {
		if f := fight(less); f != "" {
			y, fault = less, f
			return true
		}
		return false
	}
	for range 3 {
		for i := range slices.Backward(y.Events) {
			less := y
			less.Events = slices.Delete(slices.Clone(y.Events), i, i+1)
			try(less)
		}
		for i := range y.Events {
			simpler(y.Events[i], func(data []byte) bool {
				less := y
				less.Events = slices.Clone(y.Events)
				less.Events[i] = data
				return try(less)
			})
		}
		for i := len(y.Definitions) - 1; i >= 0; i-- {
			if i < len(y.Definitions) {
				simpler(y.Definitions[i], func(data []byte) bool {
					less := y
					less.Definitions = slices.Clone(y.Definitions)
					less.Definitions[i] = data
					return try(less)
				})
			}
			if len(y.Definitions) > 1 {
				less := y
				less.Definitions = slices.Delete(slices.Clone(y.Definitions), i, i+1)
				try(less)
			}
		}
	}
	return y, fault
}

// simpler tries JSON objects without one of their fields or elements, as long as
// that is accepted.
func simpler(data []byte, accept func(data []byte) bool) {
	for again := true; again; {
		again = false
		var doc any
		if json.Unmarshal(data, &doc) != nil {
			return
		}
		for _, path := range jsonPaths(doc, nil) {
			var one any
			_ = json.Unmarshal(data, &one)
			less, err := json.Marshal(jsonWithout(one, path))
			if err == nil && !bytes.Equal(less, data) && accept(less) {
				data, again = less, true
				break
			}
		}
	}
}

func jsonPaths(v any, at []any) [][]any {
	var list [][]any
	add := func(step, child any) {
		path := append(slices.Clone(at), step)
		list = append(append(list, path), jsonPaths(child, path)...)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			add(key, v[key])
		}
	case []any:
		for i := range v {
			add(i, v[i])
		}
	}
	return list
}

func jsonWithout(v any, path []any) any {
	switch v := v.(type) {
	case map[string]any:
		key, _ := path[0].(string)
		if len(path) == 1 {
			delete(v, key)
		} else {
			v[key] = jsonWithout(v[key], path[1:])
		}
	case []any:
		i, _ := path[0].(int)
		if len(path) == 1 {
			return slices.Delete(v, i, i+1)
		}
		v[i] = jsonWithout(v[i], path[1:])
	}
	return v
}

// showYear writes a year for a failure message.
func showYear(y ledgertest.Year) string {
	var b strings.Builder
	fmt.Fprintf(&b, "zone %s\n", y.Zone)
	for _, d := range y.Definitions {
		fmt.Fprintf(&b, "%s\n", d)
	}
	for _, e := range y.Events {
		fmt.Fprintf(&b, "\t%s\n", e)
	}
	return b.String()
}

// replay plays a year that the second ledger has told, and returns the first
// difference, "" if there is none.
func replay(y ledgertest.Told) string {
	plan, err := yearPlan(y.Year)
	if err != nil {
		return fmt.Sprintf("the program is refused: %v", err)
	}
	d := &duel{plan: plan, state: &commission.State{}, ledger: y.Ledger, sums: map[string]*big.Rat{}, keys: map[string]bool{}}
	for i, data := range y.Events {
		if fault := d.compare(data, y.Outcomes[i]); fault != "" {
			return fmt.Sprintf("event %d, %s\n%s", i+1, data, fault)
		}
	}
	return d.end()
}

// TestLedger plays random years on both sides. The first year is that of
// ALIANZA_FIRST, so that a long run can go on where another one ended. Of a long run
// it says on the way how far it is:
//
//	ALIANZA_SEEDS=4167 go test -run '^TestLedger$' -timeout 0 -v ./commission
func TestLedger(t *testing.T) {
	const events, often = 40, 1_000
	first := firstSeed(t)
	passed, since := 0, time.Now()
	for i := range seeds.Count(60) {
		seed := first + uint64(i)
		y := ledgertest.Tell(seed, events)
		if fault := replay(y); fault != "" {
			year, fault := shrink(y.Year, fault)
			t.Fatalf("seed %d: %s\nin\n%s", seed, fault, showYear(year))
		}
		if passed += len(y.Events); (i+1)%often == 0 {
			t.Logf("%d events of the seeds from %d to %d, %.0f a second", passed, first, seed, float64(passed)/time.Since(since).Seconds())
		}
	}
}

// firstSeed returns the seed of ALIANZA_FIRST, 0 if it is not set.
func firstSeed(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("ALIANZA_FIRST")
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// FuzzLedger plays the years of seeds. A year is a program, made and played on both
// sides, the second in fractions from the whole list: some hundred executions a second.
func FuzzLedger(f *testing.F) {
	f.Add(uint64(1), uint8(8))
	f.Fuzz(func(t *testing.T, seed uint64, events uint8) {
		y := ledgertest.Dice(seed, int(events)%12)
		if fault := fight(y); fault != "" {
			y, fault = shrink(y, fault)
			t.Fatalf("%s\nin\n%s", fault, showYear(y))
		}
	})
}

// TestLedgerOrders gives years of five or six events in every order. What comes
// before what it is about is parked, and tried again after each event. Every
// order in which none is refused ends at the same balance.
func TestLedgerOrders(t *testing.T) {
	orders, accepted := 0, 0
	for seed := range seeds.Count(20) {
		events := 5
		if seed%5 == 0 {
			events = 6
		}
		y := ledgertest.Orderless(uint64(seed), events)
		plan, err := yearPlan(y)
		if err != nil {
			t.Errorf("seed %d: the program is refused: %v", seed, err)
			continue
		}
		var told []commission.Event
		for _, data := range y.Events {
			e, err := yearEvent(data)
			if err != nil {
				t.Fatal(err)
			}
			told = append(told, e)
		}
		first := ""
		permute(len(told), func(order []int) bool {
			orders++
			sums, refused := parked(plan, told, order)
			if refused != nil {
				return true
			}
			accepted++
			text := amountsText(sums)
			if first == "" {
				first = text
			}
			if text != first {
				t.Errorf("seed %d: in the order %v %s; want %s\nin\n%s", seed, order, text, first, showYear(y))
			}
			return text == first
		})
		if t.Failed() {
			return
		}
	}
	if accepted < orders/2 {
		t.Errorf("%d of %d orders are accepted; want most", accepted, orders)
	}
}

// parked evaluates events in an order. An event that is pending is tried again
// after each of the others.
func parked(plan commission.Plan, events []commission.Event, order []int) (map[string]*big.Rat, error) {
	state, sums := &commission.State{}, map[string]*big.Rat{}
	var waiting []commission.Event
	take := func(e commission.Event) (bool, error) {
		earned, err := earn(plan, state, e)
		if errors.Is(err, alianza.ErrPending) {
			return false, nil
		}
		for _, one := range earned.Entries {
			addTo(sums, fmt.Sprint(one.Partner, " ", one.Rule, " ", one.Medium), one.Amount.Rat())
		}
		return true, err
	}
	for _, i := range order {
		ok, err := take(events[i])
		if err != nil {
			return nil, err
		}
		if !ok {
			waiting = append(waiting, events[i])
			continue
		}
		for again := true; again; {
			again = false
			for j, e := range waiting {
				if ok, err = take(e); err != nil {
					return nil, err
				}
				if ok {
					waiting, again = slices.Delete(waiting, j, j+1), true
					break
				}
			}
		}
	}
	for key, x := range sums {
		if x.Sign() == 0 {
			delete(sums, key)
		}
	}
	if len(waiting) > 0 {
		return nil, fmt.Errorf("%s waits for ever", waiting[0])
	}
	return sums, nil
}

// permute calls f with every order of n things, until it returns false.
func permute(n int, f func(order []int) bool) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	var rec func(k int) bool
	rec = func(k int) bool {
		if k == n {
			return f(order)
		}
		for i := k; i < n; i++ {
			order[k], order[i] = order[i], order[k]
			ok := rec(k + 1)
			order[k], order[i] = order[i], order[k]
			if !ok {
				return false
			}
		}
		return true
	}
	rec(0)
}

// A scenario is a program, what happens under it, and what each event changes.
type scenario struct {
	Name        string           `json:"name"`
	Why         string           `json:"why"`
	Rules       []any            `json:"rules"` // the program, if nothing else is said
	Definitions []map[string]any `json:"definitions"`
	Events      []map[string]any `json:"events"`
	Want        []string         `json:"want"` // of each event: an amount, "refused: kind" or "unsure"
	Sum         string           `json:"sum"`
	Due         []string         `json:"due"` // of each entry
	Zone        string           `json:"zone"`

	Balances map[string]string `json:"balances"`
	Attained map[string]string `json:"attained"`
}

// readScenarios reads scenarios from files.
func readScenarios(tb testing.TB, pattern string) (list []scenario) {
	tb.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		tb.Fatalf("%s: no scenarios: %v", pattern, err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		in := json.NewDecoder(bytes.NewReader(data))
		in.DisallowUnknownFields()
		var some []scenario
		if err := in.Decode(&some); err != nil {
			tb.Fatalf("%s: %v", path, err)
		}
		list = append(list, some...)
	}
	return list
}

// year returns the scenario with what scenarios leave out.
func (s *scenario) year(tb testing.TB) ledgertest.Year {
	tb.Helper()
	y := ledgertest.Year{Zone: time.UTC}
	if s.Zone != "" {
		y.Zone = zone(tb, s.Zone)
	}
	definitions := s.Definitions
	if len(definitions) == 0 {
		definitions = []map[string]any{{"rules": s.Rules}}
	}
	currency := "USD"
	for i, d := range definitions {
		full := map[string]any{"id": "p", "version": i + 1, "currency": "USD"}
		maps.Copy(full, d)
		currency, _ = full["currency"].(string)
		y.Definitions = append(y.Definitions, []byte(jsonText(tb, full)))
	}
	for _, e := range s.Events {
		full := map[string]any{"partner": "ana", "currency": currency, "at": "2026-01-05T00:00:00Z"}
		maps.Copy(full, e)
		y.Events = append(y.Events, []byte(jsonText(tb, full)))
	}
	return y
}

// run gives the events of a scenario to the package.
func (s *scenario) run(t *testing.T) {
	t.Helper()
	y := s.year(t)
	plan, err := yearPlan(y)
	if err != nil {
		t.Fatalf("the program is refused: %v", err)
	}
	state, total := &commission.State{}, new(big.Rat)
	sums := map[string]*big.Rat{}
	var due []string
	for i, data := range y.Events {
		e, err := yearEvent(data)
		var earned commission.Earned
		if err == nil {
			earned, err = earn(plan, state, e)
		}
		sum := new(big.Rat)
		for _, one := range earned.Entries {
			sum.Add(sum, one.Amount.Rat())
			addTo(sums, fmt.Sprint(one.Partner, " ", one.Rule, " ", one.Medium), one.Amount.Rat())
			due = append(due, one.Due.UTC().Format(time.RFC3339))
		}
		total.Add(total, sum)
		if i >= len(s.Want) {
			if err != nil && len(s.Want) == 0 {
				t.Errorf("Earn(%s) = %v; want no error", data, err)
			}
			continue
		}
		switch kind, refused := strings.CutPrefix(s.Want[i], "refused: "); {
		case s.Want[i] == "unsure":
		case refused:
			if !errors.Is(err, refusals[kind]) {
				t.Errorf("Earn(%s) = %s, %v; want %s", data, earned, err, s.Want[i])
			}
		case err != nil || sum.Cmp(num(s.Want[i]).Rat()) != 0:
			t.Errorf("Earn(%s) = %s, %v; want %s", data, earned, err, s.Want[i])
		}
	}
	if s.Sum != "" && total.Cmp(num(s.Sum).Rat()) != 0 {
		t.Errorf("all events make %s; want %s", total.FloatString(4), s.Sum)
	}
	if len(s.Due) > 0 && !slices.Equal(due, s.Due) {
		t.Errorf("the entries are due %v; want %v", due, s.Due)
	}
	for key, want := range s.Balances {
		if got := sums[key]; got == nil || got.Cmp(num(want).Rat()) != 0 {
			t.Errorf("the balance of %s is %v; want %s", key, got, want)
		}
	}
	for key, want := range s.Attained {
		name := strings.SplitN(key, " ", 3)
		got := attained(t, plan, state, name[0], name[1], name[2])
		amount, units, _ := strings.Cut(want, " in ")
		if !got.Amount.Equal(num(amount)) || !got.Units.Equal(num(units)) {
			t.Errorf("Attained(%s) = %s; want %s", key, got, want)
		}
	}
}

// TestScenarios runs the scenarios that the second ledger holds itself to.
func TestScenarios(t *testing.T) {
	for _, s := range readScenarios(t, filepath.Join("..", "internal", "ledgertest", "testdata", "*.json")) {
		t.Run(s.Name, func(t *testing.T) { s.run(t) })
	}
}

// TestCases runs what other systems got wrong, or document, each case by its name.
func TestCases(t *testing.T) {
	for _, s := range readScenarios(t, filepath.Join("testdata", "cases.json")) {
		t.Run(s.Name, func(t *testing.T) { s.run(t) })
	}
}
