package tier_test

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

// faults returns the field errors of err to be compared with sameFaults.
func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

// sameFaults compares faults by their kinds.
var sameFaults = cmpopts.EquateErrors()

// TestPlaceRefusals checks that all faults of the metrics are named at once:
// those of the ladder's metrics in its order, then the unknown ones in theirs.
func TestPlaceRefusals(t *testing.T) {
	big35 := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil), 0)
	with := func(name string, d decimal.Decimal) tier.Metrics {
		m := facts("17", "5", "0", "0")
		m[name] = d
		return m
	}
	tests := []struct {
		name    string
		metrics tier.Metrics
		want    []fault
	}{
		{"nil", nil, []fault{
			{"metrics.sales", "", alianza.ErrMissing},
			{"metrics.tickets", "", alianza.ErrMissing},
			{"metrics.satisfaction", "", alianza.ErrMissing},
			{"metrics.refunds", "", alianza.ErrMissing},
		}},
		{"one missing, X14", tier.Metrics{"sales": n("17"), "satisfaction": n("5"), "tickets": n("0")}, []fault{{"metrics.refunds", "", alianza.ErrMissing}}},
		{"one missing, one unknown", tier.Metrics{"sales": n("17"), "satisfaction": n("5"), "tickets": n("0"), "refund": n("0")}, []fault{
			{"metrics.refunds", "", alianza.ErrMissing}, {"metrics.refund", "", alianza.ErrUnknown},
		}},
		{"unknown", with("clicks", n("1")), []fault{{"metrics.clicks", "", alianza.ErrUnknown}}},
		{"wrong case", with("Sales", n("1")), []fault{{"metrics.Sales", "", alianza.ErrUnknown}}},
		{"negative, V-TIER-9", with("sales", n("-1")), []fault{{"metrics.sales", "-1", alianza.ErrRange}}},
		{"least negative", with("refunds", n("-0.000000000000000001")), []fault{{"metrics.refunds", "-0.000000000000000001", alianza.ErrRange}}},
		{"19 places", with("sales", decimal.New(1, -19)), []fault{{"metrics.sales", "0.0000000000000000001", alianza.ErrRange}}},
		{"power of 19", with("sales", decimal.New(1, 19)), []fault{{"metrics.sales", "10000000000000000000", alianza.ErrRange}}},
		{"35 digits", with("sales", big35), []fault{{"metrics.sales", "10000000000000000000000000000000000", alianza.ErrRange}}},
		{"zero of a hostile power", with("sales", decimal.New(0, 1<<30)), []fault{{"metrics.sales", "0e1073741824", alianza.ErrRange}}},
		{"all kinds", tier.Metrics{"sales": n("-2.50"), "tickets": decimal.New(1, 1<<30), "satisfaction": n("5"), "z": n("1"), "a": n("-1")}, []fault{
			{"metrics.sales", "-2.50", alianza.ErrRange},
			{"metrics.tickets", "1e1073741824", alianza.ErrRange},
			{"metrics.refunds", "", alianza.ErrMissing},
			{"metrics.a", "", alianza.ErrUnknown},
			{"metrics.z", "", alianza.ErrUnknown},
		}},
	}
	ladder := tier.MustNew(studio())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tt.metrics)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Place(%v) = other faults (-want +got):\n%s", tt.metrics, diff)
			}
			if diff := cmp.Diff(tier.Placement[tier.NoTerms]{}, got); diff != "" {
				t.Errorf("Place(%v) = a placement beside the error (-want +got):\n%s", tt.metrics, diff)
			}
			rank, again := ladder.Rank(tt.metrics)
			if rank != 0 || fmt.Sprint(again) != fmt.Sprint(err) {
				t.Errorf("Rank(%v) = %d, %v; want 0, %v", tt.metrics, rank, again, err)
			}
		})
	}
}

func TestPlaceErrorText(t *testing.T) {
	tests := []struct {
		name    string
		metrics tier.Metrics
		want    string
	}{
		{"missing", nil, "tier: ladder affiliate: metrics.sales: missing"},
		{"negative", tier.Metrics{"sales": n("-1")}, `tier: ladder affiliate: metrics.sales "-1": out of range: negative`},
		{"both", tier.Metrics{"sale": n("1")}, "tier: ladder affiliate: metrics.sales: missing\nmetrics.sale: unknown: the ladder has no requirement on it"},
		{"too great", tier.Metrics{"sales": decimal.New(1, 1<<30)}, `tier: ladder affiliate: metrics.sales "1e1073741824": out of range: exponent out of range: 10^1073741824, allowed is -18 to 18`},
	}
	ladder := tier.MustNew(tier.Affiliate())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ladder.Place(tt.metrics)
			if got := fmt.Sprint(err); got != tt.want {
				t.Errorf("Place(%v) = %s; want %s", tt.metrics, got, tt.want)
			}
		})
	}
}

// TestBounds checks that the greatest and the least numbers of the library are
// metrics like others, and that hostile ones are refused at once.
func TestBounds(t *testing.T) {
	ladder := tier.MustNew(tier.Affiliate())
	for _, d := range []decimal.Decimal{decimal.New(1, 18), n("0.000000000000000001"), n(strings.Repeat("9", 34)), {}} {
		if _, err := ladder.Place(tier.Metrics{"sales": d}); err != nil {
			t.Errorf("Place(%s) = %v; want no error", d, err)
		}
	}
	for _, d := range []decimal.Decimal{
		decimal.New(1, 1<<31-1), decimal.New(-1, 1<<31-1), decimal.New(1, -1<<31), decimal.New(-1, -1<<31),
		decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<22), -1<<20), decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(-1), 1<<22), 0),
	} {
		_, err := ladder.Place(tier.Metrics{"sales": d})
		if !errors.Is(err, alianza.ErrRange) {
			t.Errorf("Place(a hostile number) = %v; want ErrRange", err)
		}
		if len(fmt.Sprint(err)) > 300 {
			t.Errorf("Place(a hostile number) = an error of %d bytes; want few", len(err.Error()))
		}
	}
}
