package main

import (
	"net/http"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

func (s *service) getProgram(w http.ResponseWriter, r *http.Request) error {
	var d *document
	err := s.store.update(r.Context(), func(t *tx) (err error) {
		d, err = s.current(t)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, d)
}

func (s *service) putProgram(w http.ResponseWriter, r *http.Request) error {
	body, err := read(w, r, 1<<20)
	if err != nil {
		return err
	}
	var d *document
	err = s.store.update(r.Context(), func(t *tx) (err error) {
		d, err = s.upload(t, body, string(identityOf(r).Role))
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, map[string]any{"version": d.version, "remarks": remarks(d)})
}

// remarks are those of the library, and none rather than nil.
func remarks(d *document) []*alianza.FieldError {
	return append([]*alianza.FieldError{}, d.Review()...)
}

type versionLine struct {
	Version    int64  `json:"version"`
	UploadedAt string `json:"uploaded_at"`
	UploadedBy string `json:"uploaded_by"`
}

func (v *versionLine) fields() []any { return []any{&v.Version, &v.UploadedAt, &v.UploadedBy} }

func (s *service) getVersions(w http.ResponseWriter, r *http.Request) error {
	return list(s, w, r, (*versionLine).fields, `SELECT version, uploaded_at, uploaded_by FROM documents ORDER BY version DESC`)
}

func (s *service) getReview(w http.ResponseWriter, r *http.Request) error {
	var d *document
	err := s.store.update(r.Context(), func(t *tx) (err error) {
		d, err = s.current(t)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, map[string]any{"version": d.version, "remarks": remarks(d), "cases": d.Check()})
}

type monthLine struct {
	Month string `json:"month"`
	State string `json:"state"`
}

func (m *monthLine) fields() []any { return []any{&m.Month, &m.State} }

func (s *service) getMonths(w http.ResponseWriter, r *http.Request) error {
	return list(s, w, r, (*monthLine).fields, `SELECT month, state FROM months ORDER BY month DESC`)
}

func (s *service) postClose(w http.ResponseWriter, r *http.Request) error {
	m, err := cycle.ParseMonth(param(r, "month"))
	if err != nil {
		return err
	}
	if err := s.closeMonth(r.Context(), m); err != nil {
		return err
	}
	select {
	case s.wake <- struct{}{}: // there may be payouts
	default:
	}
	return s.getMonths(w, r)
}

type partnerLine struct {
	Partner string `json:"partner"`
	Level   string `json:"level"`
	Why     string `json:"why"`
	Placed  string `json:"placed"`
}

func (p *partnerLine) fields() []any { return []any{&p.Partner, &p.Level, &p.Why, &p.Placed} }

const partnerColumns = `SELECT p.id, coalesce(l.level, ''), coalesce(l.why, ''), p.placed FROM partners AS p
	LEFT JOIN levels AS l ON l.partner = p.id AND l.month = p.placed ORDER BY p.id`

func (s *service) getPartners(w http.ResponseWriter, r *http.Request) error {
	return list(s, w, r, (*partnerLine).fields, partnerColumns)
}

func (s *service) postToken(w http.ResponseWriter, r *http.Request) error {
	token, err := s.issue(r.Context(), identity{partner, param(r, "partner")})
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, map[string]string{"token": token})
}

func (s *service) getPayouts(w http.ResponseWriter, r *http.Request) error {
	return list(s, w, r, (*payoutLine).fields, payoutColumns+`ORDER BY key`)
}

func (s *service) getEvents(w http.ResponseWriter, r *http.Request) error {
	return list(s, w, r, (*eventLine).fields, eventColumns+`WHERE state = $1 ORDER BY at, id LIMIT 1000`, r.URL.Query().Get("state"))
}

// list answers with the rows of a query.
func list[T any](s *service, w http.ResponseWriter, r *http.Request, fields func(*T) []any, query string, args ...any) error {
	rows := []T{}
	err := s.store.update(r.Context(), func(t *tx) error {
		got, err := all(t, fields, query, args...)
		rows = append(rows[:0], got...)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, rows)
}
