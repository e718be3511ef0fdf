package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A past reads the records of one plan in a transaction. Keys are unique within a plan.
type past struct {
	*tx
	plan commission.Plan
}

// Record makes it the past of the plan.
func (p past) Record(key commission.Key) (commission.Record, bool, error) {
	var r commission.Record
	body, ok, err := one(p.tx, itself[string], `SELECT body FROM records WHERE plan = $1 AND key = $2`, p.plan.ID(), key.String())
	if ok {
		err = readRow(body, &r)
	}
	return r, ok, err
}

// readRow reads JSON of the database. A fault in it is none of the message at hand.
func readRow(body string, v any) error {
	if err := json.Unmarshal([]byte(body), v); err != nil {
		return fmt.Errorf("a row cannot be read: %v", err) //nolint:errorlint // see above
	}
	return nil
}

// keep writes what was earned: the entries, whose keys are unique, and the records,
// each over the revision before it.
func (p past) keep(earned commission.Earned) error {
	for _, r := range earned.Records {
		if err := p.keepRecord(r); err != nil {
			return err
		}
	}
	for _, e := range earned.Entries {
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		_, err = p.exec(`INSERT INTO entries (key, partner, event, currency, medium, booked, month, amount, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			e.Key, e.Partner, e.Event, e.Currency, e.Medium.String(), instant(e.Booked), cycle.MonthOf(e.Booked, p.plan.Zone()).String(),
			e.Amount.String(), string(body))
		if err != nil {
			return err
		}
	}
	return nil
}

func (p past) keepRecord(r commission.Record) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	var n int64
	if r.Revision() == 1 {
		n, err = p.exec(`INSERT INTO records (plan, key, revision, body) VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING`,
			p.plan.ID(), r.Key().String(), string(body))
	} else {
		n, err = p.exec(`UPDATE records SET revision = $3, body = $4 WHERE plan = $1 AND key = $2 AND revision = $5`,
			p.plan.ID(), r.Key().String(), r.Revision(), string(body), r.Revision()-1)
	}
	if err == nil && n != 1 {
		err = errors.Join(errAgain, errors.New("record "+r.Key().String()))
	}
	return err
}
