package attribution_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

func TestAttribute_C35(t *testing.T) {
	const three, later = "A 2026-01-01, B 2026-01-05, C 2026-01-09", "2026-01-10"
	in := func(m attribution.Method) attribution.Definition { return attribution.Definition{Model: m} }
	decay := attribution.Definition{Model: attribution.TimeDecay, HalfLifeDays: 7}
	bonus := attribution.Definition{Model: attribution.Position, First: roomtest.Percent("25%"), Last: roomtest.Percent("50%"), OverAll: true}
	tests := []struct {
		name    string
		d       attribution.Definition
		touches string
		at      string
		amount  string
		want    string
		whys    string
	}{
		{"last of three", in(attribution.Last), three, later, "20", "C 20.00", "t1 not_last, t2 not_last, t3 last"},
		{"first of three", in(attribution.First), three, later, "20", "A 20.00", "t1 first, t2 not_first, t3 not_first"},
		{"linear", in(attribution.Linear), "A 2026-01-01, B 2026-01-05", later, "20", "A 10.00, B 10.00", "t1 equal, t2 equal"},
		{"V-ATT-1", in(attribution.Position), "a 2026-01-01, b 2026-01-02, c 2026-01-03, d 2026-01-04", later, "100", "a 40.00, b 10.00, c 10.00, d 40.00", "t1 first, t2 between, t3 between, t4 last"},
		{"V-ATT-2", in(attribution.Position), "a 2026-01-01, b 2026-01-02", later, "1.01", "a 0.51, b 0.50", "t1 first, t2 last"},
		{"V-ATT-3", in(attribution.Linear), "a 2026-01-01, b 2026-01-02, a 2026-01-03", later, "1", "a 0.67, b 0.33", "t1 equal, t2 equal, t3 equal"},
		{"V-ATT-6", in(attribution.Linear), "", later, "5", "", ""},
		{"position of one", in(attribution.Position), "A 2026-01-01", later, "20", "A 20.00", "t1 only"},
		{"position of six", in(attribution.Position), "A 2026-01-01, B 2026-01-02, C 2026-01-03, D 2026-01-04, E 2026-01-05, F 2026-01-06", later, "1000", "A 400.00, B 50.00, C 50.00, D 50.00, E 50.00, F 400.00", ""},
		{"position of a partner twice", in(attribution.Position), "A 2026-01-01, B 2026-01-05, C 2026-01-07, A 2026-01-09", later, "50", "A 40.00, B 5.00, C 5.00", ""},
		{"bonus for the ends, the rest for all", bonus, "A 2026-01-01, B 2026-01-02, C 2026-01-03, D 2026-01-04, E 2026-01-05", later, "100", "A 30.00, B 5.00, C 5.00, D 5.00, E 55.00", ""},
		{"by age, in halves", decay, "A 2026-01-01, B 2026-01-08, C 2026-01-15", "2026-01-15", "700", "A 100.00, B 200.00, C 400.00", "t1 age, t2 age, t3 age"},
		{"by weight", in(attribution.CustomWeight), "A 2026-01-01 =1, B 2026-01-05 =2.5, C 2026-01-09 =0", later, "7", "A 2.00, B 5.00", "t1 weight, t2 weight, t3 weight"},
		{"in another order", in(attribution.First), "C 2026-01-09, A 2026-01-01, B 2026-01-05", later, "20", "A 20.00", "t2 first, t3 not_first, t1 not_first"},
		{"two at one instant", in(attribution.First), "B 2026-01-01, A 2026-01-01", later, "20", "B 20.00", "t1 first, t2 not_first"},
		{"after the sale", in(attribution.Last), "A 2026-01-01, B 2026-01-11", later, "20", "A 20.00", "t1 only, t2 after_the_sale"},
		{"at the sale", in(attribution.Last), "A 2026-01-01, B 2026-01-10", later, "20", "B 20.00", ""},
		{"a partner who was revoked", in(attribution.Linear), "A 2026-01-01 !revoked, B 2026-01-05, C 2026-01-09", later, "20", "B 10.00, C 10.00", "t1 excluded, t2 equal, t3 equal"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := attribute(t, tt.d, touches(tt.touches), attribution.Sale{At: at(tt.at)})
			if text := amounts(t, got, tt.amount); text != tt.want {
				t.Errorf("Divide(%s) = %s; want %s", tt.amount, text, tt.want)
			}
			if text := whys(got); text != tt.whys && tt.whys != "" {
				t.Errorf("Attribute = %s; want %s", text, tt.whys)
			}
		})
	}
}

// TestAge weighs by age where the weights are no fractions.
func TestAge(t *testing.T) {
	d := attribution.Definition{Model: attribution.TimeDecay, HalfLifeDays: 7}
	got := attribute(t, d, touches("T1 2026-01-01, T2 2026-01-06, T3 2026-01-13, T4 2026-01-31, T5 2026-02-08"), attribution.Sale{At: at("2026-02-08")})
	if text, want := amounts(t, got, "12000"), "T1 175.19, T2 287.44, T3 574.88, T4 3417.04, T5 7545.45"; text != want {
		t.Errorf("Divide(12000) = %s; want %s", text, want)
	}
	// The square of the share of half a half-life is that of a whole one.
	day := attribution.Definition{Model: attribution.TimeDecay, HalfLifeDays: 2}
	pair := attribute(t, day, touches("A 2026-01-01, B 2026-01-02"), attribution.Sale{At: at("2026-01-02")})
	const root = "0.707106781186547524400844" // the square root of a half
	a, b := pair.Share("A").Rat(), pair.Share("B").Rat()
	ratio := a.Quo(a, b)
	if got := ratio.FloatString(24); got != root {
		t.Errorf("A over B = %s; want %s", got, root)
	}
	old := attribute(t, d, touches("A 2016-03-01, B 2026-02-07"), attribution.Sale{At: at("2026-02-08")})
	if text := amounts(t, old, "100"); text != "B 100.00" && text != "A 0.00, B 100.00" {
		t.Errorf("Divide(100) = %s; want next to nothing for A", text)
	}
	// 60 half-lives are exact, 61 are not.
	for first, want := range map[string]string{"2025-12-10": "1/1152921504606846977", "2025-12-09": "0.000000000000000000433680868994"} {
		aged := attribute(t, attribution.Definition{Model: attribution.TimeDecay, HalfLifeDays: 1}, touches("A "+first+", B 2026-02-08"), attribution.Sale{At: at("2026-02-08")})
		if got := aged.Share("A").String(); got != want {
			t.Errorf("the share of A, who came on %s = %s; want %s", first, got, want)
		}
	}
	ancient := touches("A 2016-03-01, B 2016-03-02")
	if _, err := model(t, attribution.Definition{Model: attribution.TimeDecay, HalfLifeDays: 1}).Attribute(ancient, attribution.Sale{At: at("2026-02-08T01:00:00Z")}); err == nil {
		t.Error("Attribute(both of no weight) = no error; want one")
	}
}

func TestLookBack(t *testing.T) {
	tests := []struct {
		days    int
		edgeIn  bool
		at      string
		outcome attribution.Outcome
	}{
		{60, true, "2026-03-02T00:00:00Z", attribution.Attributed},
		{60, true, "2026-03-02T00:00:01Z", attribution.Expired},
		{60, false, "2026-03-02T00:00:00Z", attribution.Expired},
		{30, false, "2026-01-30T23:59:59Z", attribution.Attributed},
		{30, false, "2026-01-31T00:00:00Z", attribution.Expired},
		{0, false, "2036-01-31T00:00:00Z", attribution.Attributed},
	}
	for _, tt := range tests {
		d := attribution.Definition{Model: attribution.First, LookBack: attribution.LookBack{Days: tt.days, EdgeIn: tt.edgeIn}}
		if got := attribute(t, d, touches("A 2026-01-01"), attribution.Sale{At: at(tt.at)}); got.Outcome != tt.outcome {
			t.Errorf("%d days, edge in %t, sale at %s: %s; want %s", tt.days, tt.edgeIn, tt.at, got.Outcome, tt.outcome)
		}
	}
	fraud := attribute(t, attribution.Definition{Model: attribution.Last}, touches("A 2026-01-01 !fraud"), attribution.Sale{At: at("2026-01-10")})
	if fraud.Outcome != attribution.NoTouch || fraud.String() != "no touch" {
		t.Errorf("Attribute(fraud alone) = %s; want no touch", fraud)
	}
}

func TestPrecedence(t *testing.T) {
	coupons := attribution.Definition{Model: attribution.Last, Precedence: []string{"coupon", "link", "cookie"}}
	distinct := coupons
	distinct.Precedence, distinct.OneEach, distinct.Model = nil, true, attribution.Linear
	referrals := attribution.Definition{
		Model: attribution.First, Precedence: []string{"referral", "affiliate"}, KeepSold: true, LookBack: attribution.LookBack{Days: 30},
	}
	sold := coupons
	sold.KeepSold, sold.LookBack, sold.Model = true, attribution.LookBack{Days: 30}, attribution.Linear
	bind := attribution.Definition{Model: attribution.First, LookBack: attribution.LookBack{Days: 30, EdgeIn: true}}
	tests := []struct {
		name    string
		d       attribution.Definition
		touches string
		at      string
		want    string
		whys    string
	}{
		{"a coupon over a link", coupons, "A 2026-01-01 link, B 2026-01-03 coupon", "2026-01-04", "B 1", "t1 outranked, t2 only"},
		{"a coupon over a later link", coupons, "B 2026-01-01 coupon, A 2026-01-03 link", "2026-01-04", "B 1", "t1 only, t2 outranked"},
		{"a coupon alone", coupons, "B 2026-01-03 coupon", "2026-01-04", "B 1", "t1 only"},
		{"a coupon of the same partner", distinct, "A 2026-01-01, A 2026-01-03, B 2026-01-02", "2026-01-04", "A 0.5, B 0.5", ""},
		{"a coupon that is excluded", coupons, "A 2026-01-01 link, B 2026-01-03 coupon !leaked", "2026-01-04", "A 1", "t1 only, t2 excluded"},
		{"the first link expired", bind, "sam 2026-01-01, kim 2026-02-02", "2026-02-03", "kim 1", "t1 expired, t2 only"},
		{"the first link in time", bind, "sam 2026-01-10, kim 2026-02-02", "2026-02-03", "sam 1", ""},
		{"an affiliate, then a referral", referrals, "aff 2026-01-02 affiliate, ref 2026-01-05 referral", "2026-01-20", "ref 1", "t1 outranked, t2 only"},
		{"the affiliate sold before", referrals, "aff 2026-01-02 affiliate *2026-01-04, ref 2026-01-05 referral", "2026-01-20", "aff 1", "t1 only, t2 outranked"},
		{"the affiliate sold after", referrals, "aff 2026-01-02 affiliate *2026-01-08, ref 2026-01-05 referral", "2026-01-20", "ref 1", "t1 outranked, t2 only"},
		{"sold when the referral came", referrals, "aff 2026-01-02 affiliate *2026-01-05, ref 2026-01-05 referral", "2026-01-20", "ref 1", "t1 outranked, t2 only"},
		{"a cookie that sold after a link came", sold, "L 2026-01-01 link, C 2026-01-02 cookie *2026-01-03, K 2026-01-05 coupon", "2026-01-10", "K 1", "t1 outranked, t2 outranked, t3 only"},
		{"a cookie that sold before all", sold, "C 2026-01-01 cookie *2026-01-02, L 2026-01-03 link, K 2026-01-05 coupon", "2026-01-10", "C 1", "t1 only, t2 outranked, t3 outranked"},
		{"a cookie that sold between two coupons", sold, "J 2026-01-01 coupon, C 2026-01-02 cookie *2026-01-03, K 2026-01-05 coupon", "2026-01-10", "J 0.5, K 0.5", "t1 equal, t2 outranked, t3 equal"},
		{"a cookie that sold after a link that expired", sold, "L 2026-01-01 link, C 2026-01-12 cookie *2026-01-13, K 2026-01-15 coupon", "2026-02-10", "C 1", "t1 expired, t2 only, t3 outranked"},
		{"a cookie that sold after a link that is excluded", sold, "L 2026-01-01 link !fraud, C 2026-01-02 cookie *2026-01-03, K 2026-01-05 coupon", "2026-01-10", "C 1", "t1 excluded, t2 only, t3 outranked"},
		{"a link and a cookie that sold before all", sold, "C 2026-01-01 cookie *2026-01-02, L 2026-01-03 link *2026-01-04, K 2026-01-05 coupon", "2026-01-10", "C 0.5, L 0.5", "t1 equal, t2 equal, t3 outranked"},
		{"a link that sold, and a cookie that did later", sold, "L 2026-01-01 link *2026-01-02, C 2026-01-03 cookie *2026-01-04, K 2026-01-05 coupon", "2026-01-10", "L 1", "t1 only, t2 outranked, t3 outranked"},
		{"the best, which sold", sold, "K 2026-01-01 coupon *2026-01-02, J 2026-01-03 coupon, L 2026-01-04 link", "2026-01-10", "K 0.5, J 0.5", "t1 equal, t2 equal, t3 outranked"},
		{"two referrals", referrals, "r1 2026-01-02 referral, r2 2026-01-05 referral", "2026-01-20", "r1 1", ""},
		{"all expired", referrals, "ref 2025-12-21 referral, aff 2025-12-20 affiliate", "2026-01-20", "expired", "t2 expired, t1 expired"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := attribute(t, tt.d, touches(tt.touches), attribution.Sale{At: at(tt.at)})
			if got.String() != tt.want || tt.whys != "" && whys(got) != tt.whys {
				t.Errorf("Attribute = %s: %s; want %s: %s", got, whys(got), tt.want, tt.whys)
			}
		})
	}
}

// TestOwners keeps a recurring payment with its owners, unless the definition says
// so.
func TestOwners(t *testing.T) {
	d := attribution.Definition{Model: attribution.Last}
	first := attribute(t, d, touches("A 2026-01-01"), attribution.Sale{At: at("2026-01-02")})
	later := touches("A 2026-01-01, B 2026-01-20")
	renewal := attribution.Sale{At: at("2026-02-02"), Owners: first.Shares}
	if got := attribute(t, d, later, renewal); got.String() != "A 1" || whys(got) != "t1 owner, t2 owned" {
		t.Errorf("Attribute(renewal) = %s: %s; want its owner's", got, whys(got))
	}
	d.Reassign = true
	if got := attribute(t, d, later, renewal); got.String() != "B 1" {
		t.Errorf("Attribute(renewal, reassigned) = %s; want B's", got)
	}
	third := alianzaFraction("1/3")
	_, err := model(t, d).Attribute(later, attribution.Sale{At: at("2026-02-02"), Owners: []attribution.AttributedShare{{Partner: "A", Share: third}, {Partner: "A", Share: third}}})
	roomtest.CheckFaults(t, "Attribute(owners of two thirds)", err, "sale.owners[1].partner: duplicate")
	_, err = model(t, d).Attribute(later, attribution.Sale{At: at("2026-02-02"), Owners: []attribution.AttributedShare{{Partner: "A", Share: third}}})
	roomtest.CheckFaults(t, "Attribute(owners of a third)", err, "sale.owners: contradiction")
}

func alianzaFraction(s string) split.Fraction {
	f, _ := split.ParseFraction(s)
	return f
}

// TestRefused has what a definition refuses: the customer's own link, customers that
// are not new, and touches recorded too late.
func TestRefused(t *testing.T) {
	d := attribution.Definition{Model: attribution.Last, RefuseOwn: true, NewOnly: true, CaptureDays: 7, LookBack: attribution.LookBack{Days: 30, EdgeIn: true}}
	tests := []struct {
		name     string
		partner  string
		recorded string
		existing bool
		want     attribution.Why
	}{
		{"eligible", "p1", "2026-01-12", false, attribution.WhyOnly},
		{"on the seventh day", "p1", "2026-01-17", false, attribution.WhyOnly},
		{"recorded eight days after the signup", "p1", "2026-01-18", false, attribution.WhyLate},
		{"a customer already", "p1", "2026-01-12", true, attribution.WhyExisting},
		{"the customer's own link", "u9", "2026-01-12", false, attribution.WhyOwn},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := touches(tt.partner + " 2026-01-01")
			list[0].Recorded = at(tt.recorded)
			got := attribute(t, d, list, attribution.Sale{At: at("2026-01-10"), Customer: "u9", Existing: tt.existing})
			if got.Touches[0].Why != tt.want || (got.Outcome == attribution.Attributed) != (tt.want == attribution.WhyOnly) {
				t.Errorf("Attribute = %s, %s; want %s", got.Outcome, got.Touches[0].Why, tt.want)
			}
		})
	}
}

func TestAttributeFaults(t *testing.T) {
	d := attribution.Definition{Model: attribution.CustomWeight, Precedence: []string{"link"}, RefuseOwn: true}
	sale := attribution.Sale{At: at("2026-01-10"), Customer: "u"}
	good := func() []attribution.Touch { return touches("A 2026-01-01 link =1, B 2026-01-02 link =2") }
	tests := []struct {
		name   string
		change func(list []attribution.Touch, s *attribution.Sale)
		want   []string
	}{
		{"good", func([]attribution.Touch, *attribution.Sale) {}, nil},
		{"no sale", func(_ []attribution.Touch, s *attribution.Sale) { s.At = time.Time{} }, []string{"sale.at: missing"}},
		{"no customer", func(_ []attribution.Touch, s *attribution.Sale) { s.Customer = "" }, []string{"sale.customer: missing"}},
		{"no ID", func(l []attribution.Touch, _ *attribution.Sale) { l[0].ID = "" }, []string{"touches[0].id: missing"}},
		{"an ID twice", func(l []attribution.Touch, _ *attribution.Sale) { l[0].ID = "t2" }, []string{"touches[1].id: duplicate"}},
		{"no partner", func(l []attribution.Touch, _ *attribution.Sale) { l[0].Partner = " " }, []string{"touches[0].partner: missing"}},
		{"no instant", func(l []attribution.Touch, _ *attribution.Sale) { l[0].At = time.Time{} }, []string{"touches[0].at: missing"}},
		{"no evidence", func(l []attribution.Touch, _ *attribution.Sale) { l[0].Evidence = "" }, []string{"touches[0].evidence: missing"}},
		{"unknown evidence", func(l []attribution.Touch, _ *attribution.Sale) { l[0].Evidence = "dream" }, []string{"touches[0].evidence: unknown"}},
		{"no weight", func(l []attribution.Touch, _ *attribution.Sale) { l[0].Weight = split.Fraction{} }, []string{"touches[0].weight: missing"}},
		{"a negative weight", func(l []attribution.Touch, _ *attribution.Sale) { l[0].Weight = split.Weight(-1) }, []string{"touches[0].weight: negative"}},
		{"a third", func(l []attribution.Touch, _ *attribution.Sale) { l[0].Weight = alianzaFraction("1/3") }, []string{"touches[0].weight: out_of_range"}},
		{"weights of nothing", func(l []attribution.Touch, _ *attribution.Sale) {
			l[0].Weight, l[1].Weight = split.Weight(0), split.Weight(0)
		}, []string{"touches: zero_denominator"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, s := good(), sale
			tt.change(list, &s)
			got, err := model(t, d).Attribute(list, s)
			roomtest.CheckFaults(t, "Attribute", err, tt.want...)
			if err != nil && len(got.Shares)+len(got.Touches) > 0 {
				t.Errorf("Attribute = %s and an error; want nothing", got)
			}
		})
	}
	many := make([]attribution.Touch, 10_001)
	_, err := model(t, d).Attribute(many, sale)
	roomtest.CheckFaults(t, "Attribute(too many)", err, "touches: limit")
	_, err = attribution.Model{}.Attribute(good(), sale)
	roomtest.CheckUnchecked(t, "Attribute", err)
}

// Each model over the same ten touches of four partners, in parts of 1,000.00.
func Example_models() {
	list := touches("ana 2026-01-01, bob 2026-01-04, ana 2026-01-08, cid 2026-01-11, dee 2026-01-15, bob 2026-01-18, " +
		"cid 2026-01-22, ana 2026-01-25, dee 2026-01-29, bob 2026-02-01")
	for i := range list {
		list[i].Weight = split.Weight(i + 1)
	}
	fmt.Printf("%-14s %8s %8s %8s %8s\n", "model", "ana", "bob", "cid", "dee")
	for m := attribution.First; m <= attribution.CustomWeight; m++ {
		d := attribution.Definition{Model: m}
		if m == attribution.TimeDecay {
			d.HalfLifeDays = 7
		}
		model, _ := attribution.New(d)
		result, _ := model.Attribute(list, attribution.Sale{At: at("2026-02-05")})
		division, _ := result.Divide("USD", num("1000.00"))
		paid := map[string]string{"ana": "-", "bob": "-", "cid": "-", "dee": "-"}
		for _, a := range division.Allocations {
			paid[a.Party] = a.Amount.StringFixed(2)
		}
		fmt.Printf("%-14s %8s %8s %8s %8s\n", m, paid["ana"], paid["bob"], paid["cid"], paid["dee"])
	}
	// Output:
	// model               ana      bob      cid      dee
	// first           1000.00        -        -        -
	// last                  -  1000.00        -        -
	// linear           300.00   300.00   200.00   200.00
	// position         450.00   450.00    50.00    50.00
	// time_decay       189.31   388.65   147.02   275.02
	// custom_weight    218.18   327.27   200.00   254.55
}
