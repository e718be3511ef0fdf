package terms_test

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

func num(s string) decimal.Decimal { return roomtest.Num(s) }

func rate(s string) alianza.Percent { return roomtest.Percent(s) }

// q reads a quantity; "" is none.
func q(s string) terms.Quantity {
	var got terms.Quantity
	if s != "" {
		alianza.Must(0, got.UnmarshalText([]byte(s)))
	}
	return got
}

// clause returns a clause with a range.
func clause(about terms.Subject, low, high string) terms.Clause {
	return terms.Clause{About: about, Low: q(low), High: q(high)}
}

// post returns the clause of a fee for each post.
func post(low, high string) terms.Clause {
	c := clause(terms.ItemFee, low, high)
	c.Per = "post"
	return c
}

// program returns a definition with one type of partner, "k".
func program(clauses ...terms.Clause) terms.Definition {
	return terms.Definition{Program: "p", Currency: "USD", Partners: map[string][]terms.Clause{"k": clauses}}
}

// sales, item and others return promises.
func sales(percent string) terms.Promise {
	return terms.Promise{About: terms.SalePercent, Agreed: q(percent)}
}

func item(per, amount string) terms.Promise {
	return terms.Promise{About: terms.ItemFee, Per: per, Agreed: q(amount)}
}

func of(about terms.Subject, agreed string) terms.Promise {
	return terms.Promise{About: about, Agreed: q(agreed)}
}

var exclusive = terms.Promise{About: terms.Exclusivity, Scope: map[string]string{"territory": "MX"}}

// agreed returns an agreement in USD.
func agreed(partnerType string, promises ...terms.Promise) terms.Agreement {
	return terms.Agreement{PartnerType: partnerType, Currency: "USD", Promises: promises}
}

// euros returns an agreement as one in EUR.
func euros(a terms.Agreement) terms.Agreement {
	a.Currency = "EUR"
	return a
}
