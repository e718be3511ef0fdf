package prospect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
)

// keyAssets are the six kinds of assets that make an alliance strategic.
func keyAssets() []string {
	return []string{"audience", "trust", "buying_context", "infrastructure", "know_how", "community"}
}

// Assets returns the assets that a side of an alliance may bring. The first six
// are the key assets that make an alliance strategic; the others may be given in
// return. The semaforo lists ten and groups them into six: trust stands for
// reputation, infrastructure for space, the capacity to serve and logistics.
//
// Rules: S17, S18.
func Assets() []string {
	return append(keyAssets(), "reputation", "space", "service_capacity", "logistics", "data")
}

// group returns the key asset that an asset belongs to, "" for none.
func group(asset string) string {
	switch asset {
	case "reputation":
		return "trust"
	case "space", "service_capacity", "logistics":
		return "infrastructure"
	case "data":
		return ""
	}
	return asset
}

// An Asset is what is known of one asset between the two sides. It compares with
// ==.
type Asset struct {
	TheyBring   score.Answer `json:"they_bring,omitzero"`
	WeLack      score.Answer `json:"we_lack,omitzero"`
	WeBuildSoon score.Answer `json:"we_build_soon,omitzero"` // we can soon build it ourselves
	WeBring     score.Answer `json:"we_bring,omitzero"`
}

// An Exchange says whether assets go both ways, and which.
type Exchange struct {
	// Holds is a yes if they bring a key asset that we lack and cannot soon build,
	// and we bring them another asset.
	Holds    score.Answer `json:"holds"`
	Received []string     `json:"received,omitzero"` // in the order of [Assets]
	Given    []string     `json:"given,omitzero"`
}

// AssetExchange returns whether assets are exchanged, from what is known of each
// of [Assets]. The same asset both ways is no exchange. What is not said is
// unknown.
//
// It returns an error for an asset that is none of them, and for a value that is
// no [score.Answer].
//
// Rules: S17, S18.
func AssetExchange(assets map[string]Asset) (Exchange, error) {
	var f check.Faults
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		if !slices.Contains(Assets(), name) {
			f.Add("assets."+name, "", alianza.ErrUnknown, fmt.Sprintf("want one of %q", Assets()))
		}
		a := assets[name]
		for i, answer := range []score.Answer{a.TheyBring, a.WeLack, a.WeBuildSoon, a.WeBring} {
			if answer > score.Yes {
				f.Add("assets."+name+"."+[]string{"they_bring", "we_lack", "we_build_soon", "we_bring"}[i], answer.String(), alianza.ErrUnknown, "want yes, no or unknown")
			}
		}
	}
	if err := f.Err(); err != nil {
		return Exchange{}, fmt.Errorf("prospect: asset exchange: %w", err)
	}
	e := Exchange{Holds: score.No}
	for _, in := range Assets() {
		a := assets[in]
		received := both(a.TheyBring, both(a.WeLack, not(a.WeBuildSoon)))
		if group(in) == "" {
			received = score.No
		}
		if received == score.Yes {
			e.Received = append(e.Received, in)
		}
		if a.WeBring == score.Yes {
			e.Given = append(e.Given, in)
		}
		for _, out := range Assets() {
			if in != out {
				e.Holds = either(e.Holds, both(received, assets[out].WeBring))
			}
		}
	}
	return e, nil
}

// both returns whether two answers are both yes.
func both(a, b score.Answer) score.Answer {
	switch {
	case a == score.No || b == score.No:
		return score.No
	case a == score.Yes && b == score.Yes:
		return score.Yes
	}
	return score.Unknown
}

func not(a score.Answer) score.Answer {
	switch a {
	case score.Yes:
		return score.No
	case score.No:
		return score.Yes
	default:
		return score.Unknown
	}
}

// either returns whether one of two answers is yes.
func either(a, b score.Answer) score.Answer { return not(both(not(a), not(b))) }

// String returns the exchange as a phrase: "yes; received: audience; given:
// know_how".
func (e Exchange) String() string {
	text := e.Holds.String()
	if len(e.Received) > 0 {
		text += "; received: " + strings.Join(e.Received, ", ")
	}
	if len(e.Given) > 0 {
		text += "; given: " + strings.Join(e.Given, ", ")
	}
	return text
}

// MarshalJSON returns the JSON of the asset.
func (a Asset) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an asset.
func (a *Asset) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// MarshalJSON returns the JSON of the exchange.
func (e Exchange) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an exchange that MarshalJSON wrote.
func (e *Exchange) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }
