package recipes_test

import (
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// bank stands for one: it makes a transfer once for each key.
type bank map[string]string

func (b bank) transfer(p payout.Payout) {
	if _, ok := b[p.Key]; ok {
		fmt.Println("bank: seen before:", p.Key)
		return
	}
	b[p.Key] = p.Paid.String()
	fmt.Println("bank:", p.Key, "pays", p.Paid, p.Currency)
}

// A payout has a key that does not depend on when it is made. It is kept with the
// account, as waiting, before the bank is asked. Whatever is lost after that, the
// same payout comes again, and the bank knows its key.
func Example_transfer() {
	p := load(document)
	plan, _ := p.Plan("USD")
	policy, _ := p.Policy("USD", commission.Cash) // it waits for the bank to confirm

	earned, err := plan.Earn(&commission.State{}, sale("order-991", "ana", "500", march(2)))
	if err != nil {
		fmt.Println(err)
	}
	account, err := policy.Post(payout.Account{}, earned.Entries...)
	if err != nil {
		fmt.Println(err)
	}
	endOfMarch := time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)
	b := bank{}

	// The first attempt: settled and kept, the bank is asked, and the answer is lost.
	first, kept, err := policy.Settle(account, endOfMarch)
	if err != nil {
		fmt.Println(err)
	}
	b.transfer(first)

	// After a restart the account that was kept says the same.
	second, kept, err := policy.Settle(kept, endOfMarch)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("the same payout:", first.Key == second.Key && first.Paid.Equal(second.Paid), second.State)
	b.transfer(second)

	paid, _, err := policy.Confirm(kept, second.Key)
	fmt.Println(paid.State, paid.Paid, err)

	// Output:
	// bank: casa-verde-usd/ana/USD/1 pays 100 USD
	// the same payout: true reserved
	// bank: seen before: casa-verde-usd/ana/USD/1
	// paid 100 <nil>
}
