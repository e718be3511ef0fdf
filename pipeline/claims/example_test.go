package claims_test

import (
	"errors"
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
)

// Two partners register the same customer. The first valid registration wins.
func Example() {
	register := alianza.Must(claims.New(claims.Definition{
		Name: "deals", Over: claims.Customers, Compare: claims.Folded, Ignore: []string{"inc"},
		Days: 90, Extensions: 1, ExtensionDays: 30, PerPartner: 25,
	}))
	register, claim, err := register.Add(claims.Request{
		ID: "c-1", Partner: "ana", Scope: claims.Scope{Customer: "ACME, Inc.", Products: []string{"CRM"}}, On: on("2026-01-01"),
	})
	fmt.Println(claim, err)

	late := claims.Request{ID: "c-2", Partner: "ben", Scope: claims.Scope{Customer: "Acme inc"}, On: on("2026-03-15")}
	_, _, err = register.Add(late)
	fmt.Println(err)

	register, claim, err = register.Extend("c-1", on("2026-03-20"))
	fmt.Println(claim, err)
	register, claim, err = register.Release("c-1", on("2026-04-10"), "lost")
	fmt.Println(claim, err)

	late.On = on("2026-04-10")
	_, claim, err = register.Add(late)
	fmt.Println(claim, err)
	// Output:
	// c-1: ana has customer "ACME, Inc." for CRM from 2026-01-01 until 2026-04-01, active <nil>
	// claims: add "c-2": customer "Acme inc" for all products is taken: c-1 of ana to "ACME, Inc." for CRM, active, has the days from 2026-03-15 until 2026-04-01 (the same letters and digits)
	// c-1: ana has customer "ACME, Inc." for CRM from 2026-01-01 until 2026-05-01, active, extended once <nil>
	// c-1: ana has customer "ACME, Inc." for CRM from 2026-01-01 until 2026-04-10, released, extended once <nil>
	// c-2: ben has customer "Acme inc" for all products from 2026-04-10 until 2026-07-09, active <nil>
}

// A distributor is exclusive in a region. Another one gets another product there, and
// nobody gets all of the country.
func ExampleExclusivity() {
	register := alianza.Must(claims.New(claims.Exclusivity(
		claims.Territory{Name: "Mexico"},
		claims.Territory{Name: "Jalisco", Inside: "Mexico"},
	)))
	for _, q := range []claims.Request{
		{ID: "x-1", Partner: "norte", Scope: claims.Scope{Territory: "Jalisco", Products: []string{"CRM"}}},
		{ID: "x-2", Partner: "sur", Scope: claims.Scope{Territory: "Jalisco", Products: []string{"ERP"}}},
		{ID: "x-3", Partner: "centro", Scope: claims.Scope{Territory: "Mexico", Products: []string{"CRM", "HR"}}},
	} {
		q.On, q.Until = on("2026-01-01"), on("2028-01-01")
		next, claim, err := register.Add(q)
		var taken *claims.ConflictError
		if errors.As(err, &taken) {
			for _, c := range taken.Conflicts {
				fmt.Println("no:", c)
			}
			continue
		}
		register = next
		fmt.Println(claim)
	}
	found, err := register.On(claims.Scope{Territory: "Mexico"}, on("2026-06-01"))
	fmt.Println(len(found), "claims in Mexico", err)
	picture, err := register.Mermaid(on("2026-06-01"))
	fmt.Print(picture)
	fmt.Println(err)
	// Output:
	// x-1: norte has territory "Jalisco" for CRM from 2026-01-01 until 2028-01-01, active
	// x-2: sur has territory "Jalisco" for ERP from 2026-01-01 until 2028-01-01, active
	// no: x-1 of norte to "Jalisco" for CRM, active, has the days from 2026-01-01 until 2028-01-01 (inside the territory asked for)
	// 2 claims in Mexico <nil>
	// flowchart LR
	//     t0["Mexico"]
	//     t1["Jalisco"]
	//     t0 --- t1
	//     p0(["norte"])
	//     p0 -->|"x-1, CRM until 2028-01-01"| t1
	//     p1(["sur"])
	//     p1 -->|"x-2, ERP until 2028-01-01"| t1
	// <nil>
}
