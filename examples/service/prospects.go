package main

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

type prospectLine struct {
	Name     string          `json:"name"`
	Decision string          `json:"decision"`
	Why      string          `json:"why"`
	JudgedAt string          `json:"judged_at"`
	Facts    json.RawMessage `json:"facts"`
}

func (p *prospectLine) fields() []any {
	return []any{&p.Name, &p.Decision, &p.Why, &p.JudgedAt, (*[]byte)(&p.Facts)}
}

const prospectColumns = `SELECT name, decision, verdict, judged_at, facts FROM prospects ORDER BY name`

// postProspect judges a prospect by the program in force. Told again with more facts, it
// is judged anew.
func (s *service) postProspect(w http.ResponseWriter, r *http.Request) error {
	facts, err := readJSON[program.Prospect](w, r)
	if err != nil {
		return err
	}
	line, err := s.judge(r.Context(), facts)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, line)
}

func (s *service) judge(ctx context.Context, facts program.Prospect) (line prospectLine, err error) {
	if facts.Facts.Name == "" {
		return line, fault("name", "", alianza.ErrMissing, "absent")
	}
	body, err := json.Marshal(facts)
	if err != nil {
		return line, err
	}
	err = s.store.update(ctx, func(t *tx) error {
		p, err := s.current(t)
		if err != nil {
			return err
		}
		verdict, err := p.Judge(facts)
		if err != nil {
			return err
		}
		line = prospectLine{facts.Facts.Name, verdict.Decision, verdict.String(), instant(s.now()), body}
		_, err = t.exec(`INSERT INTO prospects (name, decision, verdict, judged_at, facts) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (name) DO UPDATE SET decision = excluded.decision, verdict = excluded.verdict,
				judged_at = excluded.judged_at, facts = excluded.facts`,
			line.Name, line.Decision, line.Why, line.JudgedAt, string(body))
		return err
	})
	return line, err
}

func (s *service) getProspects(w http.ResponseWriter, r *http.Request) error {
	return list(s, w, r, (*prospectLine).fields, prospectColumns)
}
