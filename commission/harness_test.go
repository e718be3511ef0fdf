package commission_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// ruled returns a plan in USD.
func ruled(rules ...commission.Rule) commission.Definition {
	return commission.Definition{ID: "p", Version: 1, Currency: "USD", Rules: rules}
}

// closed returns the plan with bonuses.
func closed(d commission.Definition, bonuses ...commission.Bonus) commission.Definition {
	d.Bonuses = append(slices.Clip(d.Bonuses), bonuses...)
	return d
}

// monthly returns a bonus of a fixed amount at the close of a month.
func monthly(name, fixed string, of ...string) commission.Bonus {
	return commission.Bonus{Name: name, Over: commission.PerMonth, Of: of, Pay: commission.Pay{Fixed: num(fixed)}}
}

// planOf returns the plan of a definition, or of several versions.
func planOf(versions ...commission.Definition) commission.Plan {
	return alianza.Must(commission.New(versions...))
}

// whole returns a number of units; of 0, none are given.
func whole(n int) decimal.Decimal {
	if n == 0 {
		return decimal.Decimal{}
	}
	return decimal.NewFromInt(int64(n))
}

// date returns the day written in s.
func date(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// step returns the step of so many decimals: 0.01 of 2.
func step(places int) decimal.Decimal { return decimal.New(1, -int32(places)) }

// rounded returns a number rounded by a mode, as the library rounds it.
func rounded(mode commission.Rounding, d decimal.Decimal, places int) decimal.Decimal {
	return exact.Round(d, int32(places), exact.Mode(mode))
}

// bonusWhen returns the bonus with a condition.
func bonusWhen(b commission.Bonus, when commission.Condition) commission.Bonus {
	b.When = when
	return b
}

// earn evaluates an event and keeps what it leads to.
func earn(p commission.Plan, s *commission.State, e commission.Event) (commission.Earned, error) {
	earned, err := p.Earn(s, e)
	if err == nil {
		err = s.Keep(earned.Records...)
	}
	return earned, err
}

// without returns the state without the record of an event.
func without(s *commission.State, event string) *commission.State {
	less := &commission.State{}
	for r := range s.Records("") {
		if k := r.Key(); k.About() != "event" || k.Name() != event {
			less.Restore(r)
		}
	}
	return less
}

// attained returns what a partner attained in a period.
func attained(tb testing.TB, p commission.Plan, s *commission.State, partner, name, period string) commission.Volume {
	tb.Helper()
	v, err := p.Attained(s, partner, name, period)
	if err != nil {
		tb.Fatalf("Attained(%s, %s, %s) = %v; want no error", partner, name, period, err)
	}
	return v
}

// stateText returns the records of a state, a line of JSON each.
func stateText(tb testing.TB, s *commission.State) string {
	tb.Helper()
	var b strings.Builder
	for r := range s.Records("") {
		b.WriteString(jsonText(tb, r) + "\n")
	}
	return b.String()
}

// readState returns the state of the lines that stateText wrote.
func readState(tb testing.TB, text string) *commission.State {
	tb.Helper()
	s := &commission.State{}
	for line := range strings.Lines(text) {
		var r commission.Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			tb.Fatalf("Unmarshal(%s) = %v; want no error", line, err)
		}
		s.Restore(r)
	}
	return s
}

// onSale returns a rule that pays a rate of each sale.
func onSale(percent string) commission.Rule {
	return commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate(percent)}}
}

// tabled returns a rule that pays sales by a table over a window.
func tabled(over commission.Window, d commission.TableDefinition) commission.Rule {
	d.Step = decimal.Decimal{} // the plan has it
	return commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Table: d}, Over: commission.Span{Over: over}}
}

// dated returns the event at noon of a day, UTC.
func dated(date string, e commission.Event) commission.Event {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	e.At = day.Add(12 * time.Hour)
	return e
}

// by returns the event of a customer.
func by(customer string, e commission.Event) commission.Event {
	e.Customer = customer
	return e
}

// kind returns the event as one of another kind.
func kind(k commission.Kind, e commission.Event) commission.Event {
	e.Kind = k
	return e
}

// units returns the event with so many units.
func units(n int, e commission.Event) commission.Event {
	e.Units = whole(n)
	return e
}

// closing returns the close of a period on the last day of January.
func closing(id, period string) commission.Event {
	e := kind(commission.Close, sale(id, "0"))
	e.Period, e.At = period, day(31)
	return e
}

// chargeback returns a chargeback of what is left, or of an amount.
func chargeback(id, of, amount string) commission.Event {
	return kind(commission.Chargeback, refund(id, of, amount))
}

// corrected returns a correction with the facts of an event.
func corrected(of string, e commission.Event) commission.Event {
	e.Kind, e.Of = commission.Correction, of
	return e
}

// earnAll gives events to a plan in order, and returns all entries.
func earnAll(tb testing.TB, p commission.Plan, s *commission.State, events ...commission.Event) []commission.Entry {
	tb.Helper()
	var list []commission.Entry
	for _, e := range events {
		earned, err := earn(p, s, e)
		if err != nil {
			tb.Fatalf("Earn(%s) = %v; want no error", eventText(e), err)
		}
		list = append(list, earned.Entries...)
	}
	return list
}

// amountsOf returns what entries post, each in the places that it has.
func amountsOf(list []commission.Entry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.Amount.StringFixed(max(0, -e.Amount.Exponent()))
	}
	return out
}

// sumOf returns what entries post together.
func sumOf(list []commission.Entry) decimal.Decimal {
	sum := decimal.Decimal{}
	for _, e := range list {
		sum = sum.Add(e.Amount)
	}
	return sum
}

// posted returns an entry of an amount that is due.
func posted(amount string, due time.Time) commission.Entry {
	return commission.Entry{Key: "k", Currency: "USD", Amount: num(amount), Due: due}
}

// due returns what of entries is due before an instant, and what is still held.
func due(list []commission.Entry, until time.Time) (paid, held decimal.Decimal) {
	for _, e := range list {
		if e.Due.Before(until) {
			paid = paid.Add(e.Amount)
		} else {
			held = held.Add(e.Amount)
		}
	}
	return paid, held
}

// salesOf returns sales of ana with IDs of their own.
func salesOf(amounts ...string) []commission.Event {
	list := make([]commission.Event, len(amounts))
	for i, amount := range amounts {
		list[i] = sale("s"+string(rune('a'+i)), amount)
	}
	return list
}

// numbers returns one number by its name.
func numbers(name, value string) map[string]decimal.Decimal {
	return map[string]decimal.Decimal{name: num(value)}
}

// fault is a field error without its value and its detail.
type fault struct {
	Path string
	Kind error
}

var kinds = []error{
	alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
	alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
}

// finer are kinds that belong to one of kinds, and that tests tell apart.
var finer = []error{alianza.ErrPending, alianza.ErrRepeated}

// faultsOf returns the faults that err holds, each with its one kind, the finer
// if it has one.
func faultsOf(tb testing.TB, err error) []fault {
	tb.Helper()
	var all []fault
	for _, f := range alianza.Faults(err) {
		one := fault{Path: f.Path}
		for _, kind := range kinds {
			if errors.Is(f, kind) {
				if one.Kind != nil {
					tb.Errorf("%v is %v and %v; want one kind", f, one.Kind, kind)
				}
				one.Kind = kind
			}
		}
		for _, kind := range finer {
			if errors.Is(f, kind) {
				one.Kind = kind
			}
		}
		all = append(all, one)
	}
	return all
}

// sameKind lets cmp.Diff compare faults.
var sameKind = cmp.Comparer(func(a, b error) bool { return a == b }) //nolint:errorlint // kinds, not errors

// checkFaults compares the faults of err with those wanted, in order.
func checkFaults(tb testing.TB, call string, err error, want []fault) {
	tb.Helper()
	if diff := cmp.Diff(want, faultsOf(tb, err), sameKind); diff != "" {
		tb.Errorf("%s = %v; want other faults (-want +got):\n%s", call, err, diff)
	}
}

// flat returns a plan that pays 25% of each sale in USD and refuses refunds of
// unknown sales.
func flat() commission.Definition {
	return commission.Definition{
		ID: "flat", Version: 1, Currency: "USD",
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(25)}}},
	}
}

// tiered returns a plan that pays by the affiliate ladder.
func tiered() commission.Definition { return commission.Affiliate() }

// num returns the number written in s, with the places written.
func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// rate returns the rate written in s.
func rate(s string) alianza.Percent {
	r, err := alianza.ParsePercent(s)
	if err != nil {
		panic(err)
	}
	return r
}

// isAny reports whether err is one of the kinds given.
func isAny(err error, kinds []error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

// eventText returns an event for a failure message.
func eventText(e commission.Event) string {
	b, err := json.Marshal(e)
	if err != nil {
		return fmt.Sprintf("%+v", e)
	}
	return string(b)
}

// day returns nine in the morning of a day counted from the first of 2026.
func day(n int) time.Time { return time.Date(2026, time.January, n, 9, 0, 0, 0, time.UTC) }

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatalf("LoadLocation(%q) = %v", name, err)
	}
	return z
}

// sale returns a sale of the partner ana on the first day.
func sale(id, amount string) commission.Event {
	return commission.Event{
		ID: id, Kind: commission.Sale, Partner: "ana", At: day(1), Currency: "USD", Amount: num(amount),
	}
}

// refund returns a refund of the partner ana on the second day.
func refund(id, of, amount string) commission.Event {
	return commission.Event{
		ID: id, Kind: commission.Refund, Of: of, Partner: "ana", At: day(2), Currency: "USD", Amount: num(amount),
	}
}

// at returns the event at a tier.
func at(tier string, e commission.Event) commission.Event {
	e.Tier = tier
	return e
}

// mustEarn returns the one entry of an event.
func mustEarn(tb testing.TB, p commission.Plan, s *commission.State, e commission.Event) commission.Entry {
	tb.Helper()
	earned, err := earn(p, s, e)
	if err != nil || len(earned.Entries) != 1 || len(earned.Skipped) != 0 {
		tb.Fatalf("Earn(%s) = %v, %v; want one entry", eventText(e), earned, err)
	}
	return earned.Entries[0]
}

// mustPass returns why an event has no entry.
func mustPass(tb testing.TB, p commission.Plan, s *commission.State, e commission.Event) commission.Skipped {
	tb.Helper()
	earned, err := earn(p, s, e)
	if err != nil || len(earned.Entries) != 0 || len(earned.Skipped) != 1 {
		tb.Fatalf("Earn(%s) = %v, %v; want one reason", eventText(e), earned, err)
	}
	return earned.Skipped[0]
}

// jsonText returns v in JSON.
func jsonText(tb testing.TB, v any) string {
	tb.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatalf("Marshal(%+v) = %v", v, err)
	}
	return string(b)
}

// hundreds returns n amounts of 100.00.
func hundreds(n int) []string { return slices.Repeat([]string{"100.00"}, n) }

// hostile are numbers that are out of the bounds of the library.
func hostile() map[string]decimal.Decimal { return roomtest.Hostile() }

// checkRefused gives an event to a plan that refuses it, and looks at the state
// before and after.
func checkRefused(tb testing.TB, p commission.Plan, s *commission.State, e commission.Event, want []fault) {
	tb.Helper()
	before := stateText(tb, s)
	earned, err := earn(p, s, e)
	checkFaults(tb, "Earn", err, want)
	if err == nil {
		return
	}
	if len(earned.Entries)+len(earned.Skipped)+len(earned.Records) > 0 {
		tb.Errorf("Earn = %v, %v; want nothing", earned, err)
	}
	if got := stateText(tb, s); got != before {
		tb.Errorf("after Earn = %v the state is %s; want it as it was: %s", err, got, before)
	}
	if n := len(err.Error()); n > 1500 {
		tb.Errorf("Earn = an error of %d bytes; want few", n)
	}
	if !strings.HasPrefix(err.Error(), "commission: plan ") {
		tb.Errorf("Earn = %v; want an error that names the package and the plan", err)
	}
}

// of returns the event of another partner.
func of(partner string, e commission.Event) commission.Event {
	e.Partner = partner
	return e
}

var update = flag.Bool("update", false, "write the golden files in testdata anew")

// checkGolden compares text with a file in testdata.
func checkGolden(tb testing.TB, file, got string) {
	tb.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		tb.Errorf("%s mismatch (-want +got):\n%s", file, diff)
	}
}

// instant returns the instant written in s in the form of RFC 3339.
func instant(s string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return at
}

func at2(at time.Time, e commission.Event) commission.Event {
	e.At = at
	return e
}

// b returns a bracket up to a bound, open for "", at a rate.
func bracket(upTo, percent string) commission.Bracket {
	one := commission.Bracket{Rate: rate(percent)}
	if upTo != "" {
		one.UpTo = num(upTo)
	}
	return one
}

// table returns a table of two places.
func table(scope commission.Scope, brackets ...commission.Bracket) commission.TableDefinition {
	return commission.TableDefinition{Step: step(2), Scope: scope, Brackets: brackets}
}

func byUnits(d commission.TableDefinition) commission.TableDefinition {
	d.By = commission.ByUnits
	return d
}

func upper(d commission.TableDefinition) commission.TableDefinition {
	d.Edge = commission.EdgeUpper
	return d
}

func same(a, b decimal.Decimal) bool { return a.Equal(b) }

// skippedOf returns the rules that skipped an event and why.
func skippedOf(e commission.Earned) []string {
	var list []string
	for _, p := range e.Skipped {
		list = append(list, p.Rule+": "+p.Reason.String())
	}
	return list
}

// volume returns a volume of an amount and units.
func volume(amount string, units int) commission.Volume {
	return commission.Volume{Amount: num(amount), Units: whole(units)}
}

// twoBrackets is 10% to 500 and 20% above, of all.
func twoBrackets() commission.TableDefinition {
	return table(commission.Slab, bracket("500", "10%"), bracket("", "20%"))
}

// many returns n events like e, with IDs of their own.
func many(n int, e commission.Event) []commission.Event {
	list := make([]commission.Event, n)
	for i := range list {
		list[i] = e
		list[i].ID = fmt.Sprint(e.ID, "-", i)
	}
	return list
}

// perUnit returns a bracket that pays an amount for each unit.
func perUnit(upTo, each string) commission.Bracket {
	b := bracket(upTo, "0%")
	b.PerUnit = num(each)
	return b
}

// randomFlat returns a plan of one rate for all.
func randomFlat(r *rand.Rand) commission.Definition {
	d := randomDefinition(r)
	d.Rules = []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: randomRate(r)}}}
	return d
}
