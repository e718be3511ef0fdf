package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A table stands in for a database: rows of JSON by their keys.
type table map[string]json.RawMessage

// A tx is a transaction: what it writes is in the table once it commits.
type tx struct {
	table, written table
	plan           string // keys of records are unique within a plan
}

func (t *tx) commit() { maps.Copy(t.table, t.written) }

func (t *tx) put(key string, v any) (err error) {
	t.written[key], err = json.Marshal(v)
	return err
}

// get returns the row of a key, the zero T if there is none.
func get[T any](t *tx, key string) (v T, err error) {
	row, ok := t.written[key]
	if !ok {
		row, ok = t.table[key]
	}
	if ok {
		err = json.Unmarshal(row, &v)
	}
	return v, err
}

// Record makes a transaction the past of a plan.
func (t *tx) Record(key commission.Key) (commission.Record, bool, error) {
	r, err := get[commission.Record](t, t.plan+"/"+key.String())
	return r, r.Revision() > 0, err
}

// A service runs a program over a table.
type service struct {
	program program.Program
	table   table
}

// post takes one event: a sale, a refund or the close of a period. A retry of an
// event that was posted is no error.
func (s *service) post(e commission.Event) error {
	plan, ok := s.program.Plan(e.Currency)
	t := &tx{s.table, table{}, plan.ID()}
	if !ok {
		return fmt.Errorf("event %s: %w: no plan in %s", e.ID, alianza.ErrCurrency, e.Currency)
	}
	standing, err := get[cycle.Standing](t, "standing/"+e.Partner)
	if err != nil {
		return err
	}
	if standing.Level != "" {
		e.Tier = standing.Ladder + "/" + standing.Level
	}
	earned, err := plan.Earn(t, e)
	if errors.Is(err, alianza.ErrRepeated) {
		return nil
	}
	for _, r := range earned.Records {
		err = errors.Join(err, t.put(r.Plan()+"/"+r.Key().String(), r))
	}
	for _, entry := range earned.Entries {
		err = errors.Join(err, s.account(t, entry))
	}
	if e.Kind == commission.Sale {
		counter := "sales/" + cycle.MonthOf(e.At, s.program.Zone()).String() + "/" + e.Partner
		sales, failed := get[int](t, counter)
		err = errors.Join(err, failed, t.put(counter, sales+1))
	}
	if err = errors.Join(err, t.put("partner/"+e.Partner, e.Currency)); err == nil {
		t.commit()
	}
	return err
}

// account posts an entry in the account of its partner, which waits for the payout.
func (s *service) account(t *tx, e commission.Entry) error {
	key := "account/" + e.Currency + "/" + e.Medium.String() + "/" + e.Partner
	a, err := get[payout.Account](t, key)
	if policy, ok := s.program.Policy(e.Currency, e.Medium); ok && err == nil {
		a, err = policy.Post(a, e)
	}
	return errors.Join(err, t.put(key, a), t.put("entry/"+e.Key, e))
}

// close ends a month: it places each partner and pays what is due. Closing a month
// again is an error and changes nothing.
func (s *service) close(m cycle.Month) (payouts []payout.Payout, err error) {
	t := &tx{s.table, table{}, ""}
	until := alianza.Must(alianza.NewDate(m.Year(), m.Month(), 1)).AddMonths(1).In(s.program.Zone())
	for _, key := range slices.Sorted(maps.Keys(s.table)) {
		switch kind, partner, _ := strings.Cut(key, "/"); kind {
		case "account":
			paid, failed := s.pay(t, key, until)
			payouts, err = append(payouts, paid), errors.Join(err, failed)
		case "partner":
			err = errors.Join(err, s.place(t, partner, m))
		}
	}
	if err == nil {
		t.commit()
	}
	return payouts, err
}

// place moves a partner on the ladder by the sales of a month.
func (s *service) place(t *tx, partner string, m cycle.Month) error {
	sales, err := get[int](t, "sales/"+m.String()+"/"+partner)
	standing, failed := get[cycle.Standing](t, "standing/"+partner)
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	tiers, _ := s.program.Cycle()
	standing, _, err = tiers.Step(standing, m, tier.Metrics{"sales": decimal.NewFromInt(int64(sales))})
	return errors.Join(err, t.put("standing/"+partner, standing))
}

// pay settles one account up to an instant.
func (s *service) pay(t *tx, key string, until time.Time) (payout.Payout, error) {
	a, err := get[payout.Account](t, key)
	policy, ok := s.program.Policy(a.Currency, a.Medium)
	if err != nil || !ok {
		return payout.Payout{}, err
	}
	paid, a, err := policy.Settle(a, until)
	return paid, errors.Join(err, t.put(key, a))
}
