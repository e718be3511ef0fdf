package commission_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestStateZero(t *testing.T) {
	var state commission.State
	if got := state.Len(); got != 0 {
		t.Errorf("State{}.Len() = %d; want 0", got)
	}
	const want = `{"events":[]}`
	for _, s := range []commission.State{state, state.Clone(), state.Forget("ana", "s")} {
		if got := jsonText(t, s); got != want {
			t.Errorf("State{} = %s; want %s", got, want)
		}
	}
	var back commission.State
	if err := json.Unmarshal([]byte(want), &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", want, err)
	}
	mustEarn(t, alianza.Must(commission.New(flat())), &back, sale("s", "10"))
	if got := back.Len(); got != 1 {
		t.Errorf("Len() = %d; want 1", got)
	}
}

// TestStateInPlace says what a caller has to know: a state is changed where it
// is, and a clone is not.
func TestStateInPlace(t *testing.T) {
	plan := alianza.Must(commission.New(flat()))
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "10"))
	clone, text := state.Clone(), jsonText(t, state)
	after := state
	mustEarn(t, plan, &after, refund("r", "s", "4"))
	if got, want := state.Len(), 2; got != want {
		t.Errorf("Len() of the state given = %d; want %d", got, want)
	}
	if got := jsonText(t, clone); got != text || clone.Len() != 1 {
		t.Errorf("the clone is %s; want it as it was: %s", got, text)
	}
	if got := mustEarn(t, plan, &clone, refund("r", "s", "10")).Amount; !got.Equal(num("-2.50")) {
		t.Errorf("Earn(refund of all, on the clone) = %s; want -2.50", got)
	}
	checkRefused(t, plan, state, refund("q", "s", "6.01"), []fault{{"amount", alianza.ErrRange}})
	clone.Forget("ana", "s")
	if got, want := state.Len(), 2; got != want {
		t.Errorf("Len() after Forget on the clone = %d; want %d", got, want)
	}
}

func TestStateForget(t *testing.T) {
	d := flat()
	plan := alianza.Must(commission.New(d))
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "10"))
	mustEarn(t, plan, &state, of("bea", sale("s", "10")))
	mustEarn(t, plan, &state, refund("r", "s", "4"))

	for _, unknown := range [][2]string{{"ana", "x"}, {"carla", "s"}, {"", ""}, {"s", "ana"}} {
		if got := state.Forget(unknown[0], unknown[1]).Len(); got != 3 {
			t.Errorf("Forget(%q, %q) = a state of %d events; want 3", unknown[0], unknown[1], got)
		}
	}
	state = state.Forget("ana", "s")
	if got := state.Len(); got != 2 {
		t.Errorf("Len() after Forget = %d; want 2", got)
	}
	checkRefused(t, plan, state, refund("q", "s", "1"), []fault{{"of", alianza.ErrUnknown}})
	checkRefused(t, plan, state, of("bea", sale("s", "10")), []fault{{"id", alianza.ErrDuplicate}})
	checkRefused(t, plan, state, sale("r", "1"), []fault{{"id", alianza.ErrConflict}})
	if got := mustEarn(t, plan, &state, sale("s", "10")).Amount; !got.Equal(num("2.50")) {
		t.Errorf("Earn(the sale forgotten) = %s; want 2.50", got)
	}

	d.UnknownSale = commission.UnknownSaleCurrentRate
	state = state.Forget("bea", "s")
	got := mustEarn(t, alianza.Must(commission.New(d)), &state, of("bea", refund("r", "s", "100")))
	if !got.Amount.Equal(num("-25.00")) || got.Corrects != "" || got.Of != "s" {
		t.Errorf("Earn(refund of the sale forgotten) = %s, corrects %q, of %q; want -25.00, none, s", got.Amount, got.Corrects, got.Of)
	}
}

// TestStateJSON puts the same events in by many orders: partner by partner as
// they are sorted, the text is one.
func TestStateJSON(t *testing.T) {
	plan := alianza.Must(commission.New(holding(30))).In(zone(t, "Europe/Madrid"))
	var events []commission.Event
	for _, partner := range []string{"bea", "ana", "ana/1", "carla", "Ana", "ánima"} {
		for _, id := range []string{"10", "9", "a", "B", "é"} {
			events = append(events, of(partner, sale(id, "19.90")))
		}
	}
	r := rand.New(rand.NewPCG(7, 8))
	first := ""
	for range 30 {
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		var state commission.State
		for _, e := range events {
			mustEarn(t, plan, &state, e)
		}
		for _, e := range events {
			back := of(e.Partner, refund("r-"+e.ID, e.ID, "9.90"))
			mustEarn(t, plan, &state, back)
		}
		text := jsonText(t, state)
		if first == "" {
			first = text
		}
		if text != first {
			t.Fatalf("the state is %s; want %s", text, first)
		}
		var back commission.State
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
		}
		if got := jsonText(t, back); got != text || back.Len() != 2*len(events) {
			t.Fatalf("Unmarshal(%s) = %s, %d events; want the same, %d events", text, got, back.Len(), 2*len(events))
		}
	}
	var doc struct {
		Events []struct{ Partner, Event string }
	}
	if err := json.Unmarshal([]byte(first), &doc); err != nil {
		t.Fatal(err)
	}
	var got, want [][2]string
	for _, e := range doc.Events {
		got = append(got, [2]string{e.Partner, e.Event})
	}
	for _, partner := range []string{"Ana", "ana", "ana/1", "bea", "carla", "ánima"} {
		for _, id := range []string{"10", "9", "B", "a", "r-10", "r-9", "r-B", "r-a", "r-é", "é"} {
			want = append(want, [2]string{partner, id})
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order of events mismatch (-want +got):\n%s", diff)
	}
}

// TestStateSteps sends the state through JSON between each two events: what
// comes out is, to the letter, what the whole sequence gives at once.
func TestStateSteps(t *testing.T) {
	for seed := range seeds.Count(8) {
		r := rand.New(rand.NewPCG(9, uint64(seed)))
		plan := alianza.Must(commission.New(randomDefinition(r))).In(zone(t, "America/Santiago"))
		var whole, step commission.State
		for i := range 40 {
			e := randomEvent(r, 12)
			if i%3 == 0 {
				e.At = e.At.In(zone(t, "Asia/Kathmandu"))
			}
			want, next, wantErr := plan.Earn(whole, e)
			whole = next
			text := jsonText(t, step)
			step = commission.State{}
			if err := json.Unmarshal([]byte(text), &step); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
			}
			var got commission.Earning
			var err error
			got, step, err = plan.Earn(step, e)
			if diff := cmp.Diff(jsonText(t, want), jsonText(t, got)); diff != "" || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("Earn(%s) after JSON = %v; want %v, mismatch (-want +got):\n%s", eventText(e), err, wantErr, diff)
			}
		}
		if got, want := jsonText(t, step), jsonText(t, whole); got != want {
			t.Errorf("the state after JSON is %s; want %s", got, want)
		}
	}
}

// TestStateParts keeps the state of each partner apart: together they are the
// whole.
func TestStateParts(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	plan := alianza.Must(commission.New(randomDefinition(r)))
	var whole commission.State
	parts := map[string]commission.State{}
	for range 200 {
		e := randomEvent(r, 30)
		want, next, wantErr := plan.Earn(whole, e)
		whole = next
		got, part, err := plan.Earn(parts[e.Partner], e)
		parts[e.Partner] = part
		if jsonText(t, want) != jsonText(t, got) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("Earn(%s) in a part = %v, %v; want %v, %v", eventText(e), got, err, want, wantErr)
		}
	}
	sum := 0
	for _, part := range parts {
		sum += part.Len()
	}
	if sum != whole.Len() || sum == 0 {
		t.Errorf("the parts have %d events; want %d", sum, whole.Len())
	}
}

func TestStateUnmarshalFaults(t *testing.T) {
	const good = `{"partner":"ana","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"10","at":"2026-01-01T09:00:00Z","earned":[{"rule":"sale","version":1,"rate":"25%","base":"10","posted":"2.50","paid":"2.50","due":"2026-01-01T00:00:00Z"}]}`
	tests := []struct {
		name string
		text string
		want []fault
	}{
		{"good", `{"events":[` + good + `]}`, nil},
		{"nothing", `{}`, []fault{{"events", alianza.ErrMissing}}},
		{"unknown field", `{"events":[],"Events":[]}`, []fault{{"Events", alianza.ErrUnknown}}},
		{"not an object", `[]`, []fault{{"", alianza.ErrForm}}},
		{"null", `null`, []fault{{"", alianza.ErrMissing}}},
		{"not JSON", `{"events":[}`, []fault{{"", alianza.ErrForm}}},
		{"twice", `{"events":[` + good + `,` + good + `]}`, []fault{{"events[1].event", alianza.ErrDuplicate}}},
		{
			"without names", `{"events":[{"partner":"","event":" ","plan":"flat","kind":"refund","currency":"USD","amount":"1"}]}`,
			[]fault{{"events[0].partner", alianza.ErrMissing}, {"events[0].event", alianza.ErrMissing}},
		},
		{
			"without anything", `{"events":[{}]}`,
			[]fault{
				{"events[0].partner", alianza.ErrMissing},
				{"events[0].event", alianza.ErrMissing},
				{"events[0].plan", alianza.ErrMissing},
				{"events[0].kind", alianza.ErrMissing},
				{"events[0].currency", alianza.ErrMissing},
				{"events[0].amount", alianza.ErrMissing},
			},
		},
		{"kind unknown", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"gift","currency":"USD","amount":"1"}]}`, []fault{{"events[0].kind", alianza.ErrUnknown}}},
		{"sale without amount", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD"}]}`, []fault{{"events[0].amount", alianza.ErrMissing}}},
		{"amount negative", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"-1"}]}`, []fault{{"events[0].amount", alianza.ErrRange}}},
		{"refunded negative", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"1","refunded":"-1"}]}`, []fault{{"events[0].refunded", alianza.ErrRange}}},
		{"refunded on the bound", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"1","refunded":"1.00"}]}`, nil},
		{
			"refunded above the bound", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"1","refunded":"1.000000000000000001"}]}`,
			[]fault{{"events[0].refunded", alianza.ErrRange}},
		},
		{"amount hostile", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"1e999999999"}]}`, []fault{{"events[0].amount", alianza.ErrRange}}},
		{"paid hostile", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"1","earned":[{"rule":"sale","version":1,"base":"1","posted":"1","paid":1e19,"due":"2026-01-01T00:00:00Z"}]}]}`, []fault{{"events[0].earned[0].paid", alianza.ErrRange}}},
		{"rate without sign", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"1","earned":[{"rule":"sale","version":1,"base":"1","posted":"1","paid":"1","rate":"25","due":"2026-01-01T00:00:00Z"}]}]}`, []fault{{"events[0].earned[0].rate", alianza.ErrForm}}},
		{"due without zone", `{"events":[{"partner":"a","event":"s","plan":"flat","kind":"sale","currency":"USD","amount":"1","earned":[{"rule":"sale","version":1,"base":"1","posted":"1","paid":"1","due":"2026-01-01"}]}]}`, []fault{{"events[0].earned[0].due", alianza.ErrForm}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var state commission.State
			mustEarn(t, alianza.Must(commission.New(flat())), &state, sale("kept", "1"))
			before := jsonText(t, state)
			err := state.UnmarshalJSON([]byte(tt.text))
			if tt.want == nil {
				if err != nil || jsonText(t, state) == before {
					t.Fatalf("Unmarshal(%s) = %v; want no error, another state", tt.text, err)
				}
				return
			}
			checkFaults(t, "Unmarshal "+tt.text, err, tt.want)
			if got := jsonText(t, state); got != before {
				t.Errorf("after Unmarshal = %v the state is %s; want it as it was: %s", err, got, before)
			}
		})
	}
}

// TestStateZeros refunds nothing, written in many ways: the places of a zero
// are not remembered, in memory no more than in JSON.
func TestStateZeros(t *testing.T) {
	plan := alianza.Must(commission.New(flat()))
	for _, events := range [][]commission.Event{
		{sale("s", "5"), refund("q", "s", "0.00"), refund("r", "s", "1")},
		{sale("s", "0.000"), refund("q", "s", "0"), refund("r", "s", "0.0")},
		{sale("s", "5.0"), refund("q", "s", "5.000"), refund("r", "s", "0")},
	} {
		var whole, step commission.State
		for _, e := range events {
			want := jsonText(t, mustEarn(t, plan, &whole, e))
			if err := json.Unmarshal([]byte(jsonText(t, step)), &step); err != nil {
				t.Fatal(err)
			}
			if got := jsonText(t, mustEarn(t, plan, &step, e)); got != want {
				t.Errorf("Earn(%s) after JSON = %s; want %s", eventText(e), got, want)
			}
		}
	}
}

// TestStateOfOnePlan gives the state of a plan to another one.
func TestStateOfOnePlan(t *testing.T) {
	d := flat()
	plan := alianza.Must(commission.New(d))
	d.Version = 2
	next := alianza.Must(commission.New(d))
	d.ID = "other"
	other := alianza.Must(commission.New(d))
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "100.00"))
	mustEarn(t, plan, &state, refund("q", "s", "60"))
	tests := []struct {
		name string
		plan commission.Plan
		e    commission.Event
		want fault
		text string
	}{
		{
			"sale again", other, sale("s", "100.00"),
			fault{"id", alianza.ErrConflict},
			`commission: plan other v2: sale "s": id "s": contradiction: plan flat has evaluated it; a state is that of one plan`,
		},
		{
			"refund again", other, refund("q", "s", "60"),
			fault{"id", alianza.ErrConflict},
			`commission: plan other v2: refund "q": id "q": contradiction: plan flat has evaluated it; a state is that of one plan`,
		},
		{
			"refund", other, refund("r", "s", "1"),
			fault{"of", alianza.ErrConflict},
			`commission: plan other v2: refund "r": of "s": contradiction: plan flat paid the sale; a state is that of one plan`,
		},
		{
			"sale again in another version", next, sale("s", "100"),
			fault{"id", alianza.ErrDuplicate},
			`commission: plan flat v2: sale "s": id "s": duplicate: the event was evaluated before`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkRefused(t, tt.plan, state, tt.e, []fault{tt.want})
			if _, _, err := tt.plan.Earn(state, tt.e); fmt.Sprint(err) != tt.text {
				t.Errorf("Earn = %v; want %s", err, tt.text)
			}
		})
	}
	mustEarn(t, next, &state, refund("r", "s", "1"))
}

// TestSeenBefore tells an event that comes again from another of its ID.
func TestSeenBefore(t *testing.T) {
	d := flat()
	plan := alianza.Must(commission.New(d))
	d.Currency = "EUR"
	euros := alianza.Must(commission.New(d))
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "100.00"))
	mustEarn(t, plan, &state, sale("t", "100.00"))
	mustEarn(t, plan, &state, refund("r", "s", "60.00"))
	tests := []struct {
		name   string
		plan   commission.Plan
		e      commission.Event
		change func(*commission.Event)
		want   error
	}{
		{"the same", plan, sale("s", "100.00"), func(*commission.Event) {}, alianza.ErrDuplicate},
		{"other places", plan, sale("s", "100"), func(*commission.Event) {}, alianza.ErrDuplicate},
		{"at another time", plan, sale("s", "100"), func(e *commission.Event) { e.At = day(9) }, alianza.ErrDuplicate},
		{"at another tier", plan, sale("s", "100"), func(e *commission.Event) { e.Tier = "a/b" }, alianza.ErrDuplicate},
		{"of another customer", plan, sale("s", "100"), func(e *commission.Event) { e.Customer = "other" }, alianza.ErrConflict},
		{"of another order", plan, sale("s", "100"), func(e *commission.Event) { e.Order = "other" }, alianza.ErrConflict},
		{"of more units", plan, sale("s", "100"), func(e *commission.Event) { e.Units = 1 }, alianza.ErrConflict},
		{"a cent less", plan, sale("s", "99.99"), func(*commission.Event) {}, alianza.ErrConflict},
		{"a cent more", plan, sale("s", "100.01"), func(*commission.Event) {}, alianza.ErrConflict},
		{"in another currency", euros, sale("s", "100"), func(e *commission.Event) { e.Currency = "EUR" }, alianza.ErrConflict},
		{"of another kind", plan, sale("s", "100"), func(e *commission.Event) { e.Kind = commission.Refund }, alianza.ErrConflict},
		{"refund, the same", plan, refund("r", "s", "60"), func(*commission.Event) {}, alianza.ErrDuplicate},
		{"refund of another sale", plan, refund("r", "t", "60"), func(*commission.Event) {}, alianza.ErrConflict},
		{"refund of no sale", plan, refund("r", "", "60"), func(*commission.Event) {}, alianza.ErrConflict},
		{"refund of more", plan, refund("r", "s", "60.01"), func(*commission.Event) {}, alianza.ErrConflict},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.change(&tt.e)
			checkRefused(t, tt.plan, state, tt.e, []fault{{"id", tt.want}})
		})
	}
}

// TestStateMergeRules merges states whose partners are known by windows, caps
// or customers.
func TestStateMergeRules(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Caps, one.Months = []commission.Cap{{Amount: num("1000"), Per: commission.PerMonth}}, 12
	plan := alianza.Must(commission.New(ruled(one, commission.Rule{Name: "bonus", On: commission.Close, Of: "sale", Over: commission.PerMonth, Fixed: num("1")})))
	var whole, ana, bea commission.State
	for _, e := range []commission.Event{by("k", sale("a", "600")), by("k", sale("b", "50"))} {
		earnAll(t, plan, &whole, e, of("bea", e))
		earnAll(t, plan, &ana, e)
		earnAll(t, plan, &bea, of("bea", e))
	}
	for _, pair := range [][2]commission.State{{ana, bea}, {bea, ana}} {
		got, err := pair[0].Merge(pair[1])
		if err != nil || jsonText(t, got) != jsonText(t, whole) {
			t.Errorf("Merge = %s, %v; want %s", jsonText(t, got), err, jsonText(t, whole))
		}
		earnAll(t, plan, &got, by("k", sale("c", "1")))
	}
	if got := ana.Len(); got != 2 {
		t.Errorf("Len() after Merge = %d; want 2", got)
	}
	_, err := whole.Merge(bea)
	checkFaults(t, "Merge(a partner in both)", err, []fault{{"partner", alianza.ErrDuplicate}})
	// Forgetting all events of a partner leaves its windows.
	left := bea.Clone().Forget("bea", "a").Forget("bea", "b")
	_, err = whole.Merge(left)
	checkFaults(t, "Merge(a partner whose events are forgotten)", err, []fault{{"partner", alianza.ErrDuplicate}})
	if got := left.Attained("bea", "sale", 1, "2026-01"); !got.Amount.Equal(num("650")) {
		t.Errorf("Attained after Forget = %s; want 650", got)
	}
}

// TestStateEverything sends a state with windows, caps and customers through
// JSON, and goes on as if it had not.
func TestStateEverything(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Name, one.Months, one.Caps = "each", 12, []commission.Cap{{Amount: num("500"), Per: commission.PerYear}, {Amount: num("100"), Per: commission.PerOrder, Customer: true}}
	slab := tabled(commission.PerMonth, twoBrackets())
	bonus := commission.Rule{Name: "bonus", On: commission.Close, Of: "each", Over: commission.PerMonth, Fixed: num("1")}
	d := ruled(one, slab, bonus)
	d.Precedence, d.RefundDays = commission.PrecedenceEvery, 10
	plan := alianza.Must(commission.New(d))
	in := func(order string, e commission.Event) commission.Event { e.Order = order; return by("k", e) }
	events := []commission.Event{
		in("1", sale("a", "300")), in("1", sale("b", "900")), in("2", units(2, sale("c", "10.50"))), refund("r", "a", "50"),
		dated("2026-02-01", refund("late", "a", "50")), in("3", corrected("c", sale("cc", "11"))), dated("2026-01-31", closing("x", "2026-01")),
		dated("2026-03-01", chargeback("y", "b", "0")), dated("2026-03-01", chargeback("z", "x", "0")), dated("2026-02-28", in("4", sale("d", "77"))),
	}
	var whole, step commission.State
	for _, e := range events {
		want := jsonText(t, earnAll(t, plan, &whole, e))
		text := jsonText(t, step)
		step = commission.State{}
		if err := json.Unmarshal([]byte(text), &step); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
		}
		if got := jsonText(t, earnAll(t, plan, &step, e)); got != want {
			t.Errorf("Earn(%s) after JSON = %s; want %s", eventText(e), got, want)
		}
	}
	if got, want := jsonText(t, step), jsonText(t, whole); got != want {
		t.Errorf("the state is %s; want %s", got, want)
	}
}

// TestStateRuleFaults has the lists of a state besides its events.
func TestStateRuleFaults(t *testing.T) {
	const (
		window   = `{"partner":"ana","rule":"sale","version":1,"period":"2026-01","amount":"10","units":1,"paid":"1.00"}`
		used     = `{"partner":"ana","rule":"sale","customer":"k","period":"2026-01","used":"1.00"}`
		customer = `{"partner":"ana","rule":"sale","customer":"k","first":"2026-01-01T09:00:00Z","count":1}`
	)
	tests := []struct {
		name, text string
		want       []fault
	}{
		{"good", `"windows":[` + window + `],"caps":[` + used + `],"customers":[` + customer + `]`, nil},
		{"windows twice", `"windows":[` + window + `,` + window + `]`, []fault{{"windows[1].period", alianza.ErrDuplicate}}},
		{"caps twice", `"caps":[` + used + `,` + used + `]`, []fault{{"caps[1].period", alianza.ErrDuplicate}}},
		{"customers twice", `"customers":[` + customer + `,` + customer + `]`, []fault{{"customers[1].customer", alianza.ErrDuplicate}}},
		{"without anything", `"windows":[{}],"caps":[{}],"customers":[{}]`, []fault{
			{"windows[0].partner", alianza.ErrMissing},
			{"windows[0].rule", alianza.ErrMissing},
			{"windows[0].version", alianza.ErrMissing},
			{"windows[0].period", alianza.ErrMissing},
			{"windows[0].amount", alianza.ErrMissing},
			{"windows[0].paid", alianza.ErrMissing},
			{"caps[0].partner", alianza.ErrMissing},
			{"caps[0].rule", alianza.ErrMissing},
			{"caps[0].period", alianza.ErrMissing},
			{"caps[0].used", alianza.ErrMissing},
			{"customers[0].partner", alianza.ErrMissing},
			{"customers[0].rule", alianza.ErrMissing},
			{"customers[0].customer", alianza.ErrMissing},
			{"customers[0].first", alianza.ErrMissing},
			{"customers[0].count", alianza.ErrMissing},
		}},
		{"without partners", `"windows":[{"partner":"","rule":"sale","version":1,"period":"2026-01","amount":"10","paid":"1"}],"caps":[{"partner":" ","rule":"sale","period":"2026-01","used":"1"}],"customers":[{"partner":"a\n","rule":"sale","customer":"k","first":"2026-01-01T09:00:00Z","count":1}]`, []fault{
			{"windows[0].partner", alianza.ErrMissing}, {"caps[0].partner", alianza.ErrMissing}, {"customers[0].partner", alianza.ErrForm},
		}},
		{"hostile", `"windows":[{"partner":"a","rule":"sale","version":1,"period":"2026-01","amount":"1e99","lost":"-1","paid":"1e99"}],"caps":[{"partner":"a","rule":"sale","period":"2026-01","used":"1e99"}]`, []fault{
			{"windows[0].amount", alianza.ErrRange}, {"windows[0].lost", alianza.ErrRange}, {"windows[0].paid", alianza.ErrRange}, {"caps[0].used", alianza.ErrRange},
		}},
		{"forms", `"windows":[{"partner":"a","rule":"sale","version":"1","period":"2026-01","amount":"10","units":1.5,"rate":"5","paid":"1","closed":"no","open":1}]`, []fault{
			{"windows[0].version", alianza.ErrForm}, {"windows[0].units", alianza.ErrRange}, {"windows[0].rate", alianza.ErrForm}, {"windows[0].closed", alianza.ErrForm}, {"windows[0].open", alianza.ErrUnknown},
		}},
		{"lists", `"windows":{},"caps":null,"customers":"none"`, []fault{{"windows", alianza.ErrForm}, {"caps", alianza.ErrMissing}, {"customers", alianza.ErrForm}}},
		{"what cannot be", `"windows":[{"partner":"a","rule":"","version":1,"period":"2026-01","amount":"10","units":-1,"lost":"10.01","gone":-2,"paid":"1"},` +
			`{"partner":"a","rule":"sale","version":1,"period":"2026-01","amount":"-0.01","units":1,"gone":2,"paid":"1"}],` +
			`"customers":[{"partner":"ana","rule":"sale","customer":"k","first":"2026-01-01T00:00:00Z","count":-1}]`, []fault{
			{"windows[0].rule", alianza.ErrMissing},
			{"windows[0].units", alianza.ErrRange},
			{"windows[0].lost", alianza.ErrRange},
			{"windows[0].gone", alianza.ErrRange},
			{"windows[1].amount", alianza.ErrRange},
			{"windows[1].gone", alianza.ErrRange},
			{"customers[0].count", alianza.ErrRange},
		}},
		{"all is lost", `"windows":[{"partner":"a","rule":"sale","version":1,"period":"2026-01","amount":"10","units":1,"lost":"10.00","gone":1,"paid":"0"}]`, nil},
		{"first without zone", `"customers":[{"partner":"ana","rule":"sale","customer":"k","first":"2026-01-01","count":1}]`, []fault{{"customers[0].first", alianza.ErrForm}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var state commission.State
			err := json.Unmarshal([]byte(`{"events":[],`+tt.text+`}`), &state)
			checkFaults(t, "Unmarshal "+tt.text, err, tt.want)
			if (err == nil) != (tt.want == nil) {
				t.Errorf("Unmarshal = %v; want an error: %t", err, tt.want != nil)
			}
		})
	}
	for name, tt := range map[string]struct {
		text string
		want []fault
	}{
		"late is all that was refunded": {`"refunded":"5","late":"5.00"`, nil},
		"late above what was refunded":  {`"refunded":"5","late":"5.01"`, []fault{{"events[0].late", alianza.ErrRange}}},
		"late negative":                 {`"refunded":"5","late":"-1"`, []fault{{"events[0].late", alianza.ErrRange}}},
		"a sale corrects nothing":       {`"corrects":"sale"`, []fault{{"events[0].corrects", alianza.ErrConflict}}},
	} {
		t.Run(name, func(t *testing.T) {
			var state commission.State
			text := `{"events":[{"partner":"a","event":"s","plan":"p","kind":"sale","currency":"USD","amount":"10",` + tt.text + `}]}`
			checkFaults(t, "Unmarshal "+text, json.Unmarshal([]byte(text), &state), tt.want)
		})
	}
	var state commission.State
	const text = `{"events":[{"partner":"a","event":"s","plan":"p","kind":"correction","of":"x","currency":"USD","amount":"10"}]}`
	checkFaults(t, "Unmarshal a correction of nothing", json.Unmarshal([]byte(text), &state), []fault{{"events[0].corrects", alianza.ErrConflict}})
}

// TestStateImpossible gives a plan states that no events lead to: it may refuse
// what follows, but does not panic.
func TestStateImpossible(t *testing.T) {
	const sold = `{"partner":"ana","event":"s","plan":"p","kind":"sale","currency":"USD","amount":"%","earned":[{"rule":"sale","version":2,"base":"10","units":9,"posted":"1","paid":"1","due":"2026-01-01T00:00:00Z","period":"2026-01"}]}`
	plans := []commission.Plan{
		alianza.Must(commission.New(ruled(tabled(commission.PerMonth, twoBrackets())))), alianza.Must(commission.New(ruled(tabled(commission.PerMonth, affiliateTable(commission.Slab))))),
		alianza.Must(commission.New(ruled(tabled(commission.PerMonth, byUnits(table(commission.Slab, perUnit("", "1"))))))),
	}
	accepted := 0
	for _, amount := range []string{"0", "5", "10", "20"} {
		for _, version := range []string{"1", "2"} {
			for _, windows := range []string{"", `{"partner":"ana","rule":"sale","version":2,"period":"2026-01","amount":"0","paid":"5"}`, `{"partner":"ana","rule":"sale","version":1,"period":"2026-01","amount":"7","lost":"7","units":2,"gone":2,"paid":"5"}`} {
				text := `{"events":[` + strings.NewReplacer("%", amount, `"version":2`, `"version":`+version).Replace(sold) + `],"windows":[` + windows + `]}`
				for _, plan := range plans {
					var state commission.State
					if err := json.Unmarshal([]byte(text), &state); err != nil {
						continue // better still
					}
					accepted++
					for _, e := range []commission.Event{refund("r", "s", "0"), refund("q", "s", "2"), chargeback("c", "s", "0"), sale("x", "10"), closing("z", "2026-01")} {
						_, after, err := plan.Earn(state, e)
						if err == nil {
							state = after
						}
					}
				}
			}
		}
	}
	if accepted == 0 {
		t.Error("every state is refused; there is nothing to prove")
	}
}

// TestClone gives two ways of a state their own events.
func TestClone(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Months, one.Caps = 12, []commission.Cap{{Amount: num("1000"), Per: commission.PerMonth}}
	plan := alianza.Must(commission.New(ruled(one, commission.Rule{Name: "bonus", On: commission.Close, Of: "sale", Over: commission.PerMonth, Fixed: num("1")})))
	var state commission.State
	earnAll(t, plan, &state, by("k", sale("a", "10")))
	before := jsonText(t, state)
	clone := state.Clone()
	earnAll(t, plan, &clone, by("k", sale("b", "10")), by("m", sale("c", "10")), refund("r", "a", "1"), closing("z", "2026-01"))
	if after := jsonText(t, state); after != before {
		t.Errorf("after events on the clone the state is %s; want %s", after, before)
	}
}
