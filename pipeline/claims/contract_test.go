package claims_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
)

// TestContract runs the program's examples that are about registered rights.
func TestContract(t *testing.T) {
	contract.Run(t, "pipeline/claims", map[string]contract.Adapter{
		"T17": func(in contract.Input) (any, error) {
			var region []claims.Scope
			for range in.Int("existing_exclusive") + in.Int("new_exclusive") {
				region = append(region, claims.Scope{Territory: in.Text("region")})
			}
			return register(region...)
		},
		"C31": func(in contract.Input) (any, error) {
			var both []claims.Scope
			for _, name := range []string{"grant", "request"} {
				s := in.Object(name)
				both = append(both, claims.Scope{Territory: s.Text("territory"), Products: []string{s.Text("product")}})
			}
			return register(both...)
		},
	})
}

// register claims scopes for a partner each, for the same days.
func register(scopes ...claims.Scope) (any, error) {
	r, err := claims.New(claims.Exclusivity())
	if err != nil {
		return nil, err
	}
	for i, s := range scopes {
		id := fmt.Sprint("c-", i)
		r, _, err = r.Add(claims.Request{ID: id, Partner: "partner-" + id, Scope: s, On: on("2026-01-01"), Until: on("2027-01-01")})
		if errors.Is(err, claims.ErrTaken) {
			return "conflict", nil
		}
		if err != nil {
			return nil, err
		}
	}
	return "compatible", nil
}
