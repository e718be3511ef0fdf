package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// A document is a program document with its number.
type document struct {
	program.Program

	version int64
}

// errNoProgram says that nothing was uploaded yet.
var errNoProgram = errors.New("no program document was uploaded yet")

// current returns the document in force. A process keeps the last one that it read, and
// asks the database for its number alone.
func (s *service) current(t *tx) (*document, error) {
	version, _, err := one(t, itself[int64], `SELECT coalesce(max(version), 0) FROM documents`)
	if err != nil {
		return nil, err
	}
	if d := s.document.Load(); d != nil && d.version == version {
		return d, nil
	}
	if version == 0 {
		return nil, errNoProgram
	}
	d, err := readDocument(t, version)
	if err == nil {
		s.document.Store(d)
	}
	return d, err
}

func readDocument(t *tx, version int64) (*document, error) {
	body, ok, err := one(t, itself[string], `SELECT body FROM documents WHERE version = $1`, version)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound("there is no version %d of the program", version)
	}
	p, err := alianza.Read[program.Program]([]byte(body))
	return &document{p, version}, err
}

// upload keeps a document as the one in force, if it has no fault and may follow the one
// before it. It returns its number: that of the one in force if nothing changed.
func (s *service) upload(t *tx, body []byte, by string) (*document, error) {
	p, err := alianza.Read[program.Program](body)
	if err != nil {
		return nil, err
	}
	if err := t.lock("documents"); err != nil {
		return nil, err
	}
	d := &document{Program: p}
	before, err := s.current(t)
	switch {
	case errors.Is(err, errNoProgram):
	case err != nil:
		return nil, err
	case before.Equal(p):
		return before, nil
	default:
		d.version = before.version
		err = follows(t, before.Program, p)
	}
	if err := errors.Join(suits(p), err); err != nil && !errors.Is(err, errNoProgram) {
		return nil, err
	}
	d.version++
	_, err = t.exec(`INSERT INTO documents (version, body, uploaded_at, uploaded_by) VALUES ($1, $2, $3, $4)`,
		d.version, string(body), instant(s.now()), by)
	return d, err
}

// suits says what this service cannot do. It pays each sale when it comes, so that the
// level that pays it has to be known then, and it has no rates of exchange.
func suits(p program.Program) error {
	for i, policy := range p.Definition().Payouts {
		if !policy.Policy.PayIn.IsZero() {
			return fault(fmt.Sprintf("payouts[%d].pay_in", i), "", alianza.ErrConflict, "this service transfers in the currency of the account")
		}
	}
	if _, tiered := p.Cycle(); tiered && p.Definition().LevelFrom == program.LevelFromMonth {
		return fault("level_from", "month", alianza.ErrConflict, "sales are paid as they come: say month_before or event")
	}
	return nil
}

// follows says why a document may not follow another one: amounts that were posted stand
// on its zone and its plans.
func follows(t *tx, before, after program.Program) error {
	var faults []error
	if before.ID() != after.ID() {
		faults = append(faults, fault("id", after.ID(), alianza.ErrConflict, "the program is "+before.ID()))
	}
	if before.Zone().String() != after.Zone().String() {
		faults = append(faults, fault("zone", after.Zone().String(), alianza.ErrConflict, "months were closed in "+before.Zone().String()))
	}
	for _, currency := range before.Currencies() {
		was, _ := before.Plan(currency)
		is, _ := after.Plan(currency)
		paid, _, err := one(t, itself[int64], `SELECT count(*) FROM (SELECT 1 FROM records WHERE plan = $1 LIMIT 1) AS paid`, was.ID())
		if err != nil {
			return err
		}
		for _, v := range was.Definitions() {
			if paid > 0 && !hasVersion(is, v) {
				faults = append(faults, fault("plans", fmt.Sprintf("%s version %d", v.ID, v.Version), alianza.ErrConflict,
					"a version that has paid stays as it is; add one with its from"))
			}
		}
	}
	return errors.Join(faults...)
}

// hasVersion reports whether a plan has a version as it was. Its end may be another one.
func hasVersion(p commission.Plan, v commission.Definition) bool {
	return slices.ContainsFunc(p.Definitions(), func(d commission.Definition) bool {
		d.Until, v.Until = alianza.Date{}, alianza.Date{}
		was, err := json.Marshal(v)
		is, failed := json.Marshal(d)
		return err == nil && failed == nil && string(was) == string(is)
	})
}

// fault is a fault of the service's own, in the form of the library's.
func fault(path, value string, kind error, why string) error {
	return &alianza.FieldError{Path: path, Value: value, Err: fmt.Errorf("%w: %s", kind, why)}
}
