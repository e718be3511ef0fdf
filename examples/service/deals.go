package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/program"
)

// A boardStage is a stage of the flow with the deals that are in it.
type boardStage struct {
	Stage string      `json:"stage"`
	Owner string      `json:"owner,omitempty"`
	End   bool        `json:"end,omitempty"`
	Deals []boardDeal `json:"deals"`
}

type boardDeal struct {
	ID    string          `json:"id"`
	Since string          `json:"since"`
	Told  string          `json:"told"` // how it stands
	Late  bool            `json:"late,omitempty"`
	Open  []string        `json:"open,omitempty"` // deliverables that are missing
	Exits []pipeline.Exit `json:"exits"`
}

// A dealRow is a deal as it is stored, with its revision: of two steps at once, one wins.
type dealRow struct {
	deal     pipeline.Deal
	revision int64
}

func (s *service) flow(t *tx) (*document, pipeline.Flow, error) {
	p, err := s.current(t)
	if err != nil {
		return nil, pipeline.Flow{}, err
	}
	flow, ok := p.Flow()
	if !ok {
		err = notFound("the program has no flow")
	}
	return p, flow, err
}

func deals(t *tx, where string, args ...any) ([]dealRow, error) {
	type row struct {
		body     string
		revision int64
	}
	rows, err := all(t, func(r *row) []any { return []any{&r.body, &r.revision} }, `SELECT body, revision FROM deals `+where+` ORDER BY id`, args...)
	list := make([]dealRow, len(rows))
	for i, r := range rows {
		list[i].revision = r.revision
		err = errors.Join(err, readRow(r.body, &list[i].deal))
	}
	return list, err
}

// board returns the stages of the flow with their deals.
func (s *service) board(t *tx) ([]boardStage, error) {
	p, flow, err := s.flow(t)
	if err != nil {
		return nil, err
	}
	list, err := deals(t, "")
	if err != nil {
		return nil, err
	}
	var stages []boardStage
	for _, d := range flow.Definition().Stages {
		stage := boardStage{Stage: string(d.Name), Owner: d.Owner, End: d.End != 0, Deals: []boardDeal{}}
		for _, row := range list {
			if row.deal.Stage == d.Name {
				stage.Deals = append(stage.Deals, boardDealOf(flow, row.deal, s.now(), p.Zone()))
			}
		}
		stages = append(stages, stage)
	}
	return stages, nil
}

func boardDealOf(flow pipeline.Flow, d pipeline.Deal, now time.Time, zone *time.Location) boardDeal {
	b := boardDeal{ID: d.ID, Since: d.Since.In(zone).Format("2006-01-02"), Told: d.String(), Exits: append([]pipeline.Exit{}, flow.Exits(d)...)}
	report, err := flow.Report(d, now, zone)
	if err != nil {
		b.Told = err.Error()
		return b
	}
	b.Told, b.Late = report.String(), report.Overdue > 0
	for _, delivery := range report.Deliverables {
		if delivery.On.IsZero() {
			b.Open = append(b.Open, delivery.Name)
		}
	}
	return b
}

func (s *service) getDeals(w http.ResponseWriter, r *http.Request) error {
	var stages []boardStage
	err := s.store.update(r.Context(), func(t *tx) (err error) {
		stages, err = s.board(t)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, stages)
}

// postDeal opens a deal in the first stage.
func (s *service) postDeal(w http.ResponseWriter, r *http.Request) error {
	var ask struct {
		ID string `json:"id"`
	}
	body, err := read(w, r, maxMessage)
	if err != nil {
		return err
	}
	if err := readPlain(body, &ask); err != nil {
		return err
	}
	if err := s.openDeal(r.Context(), ask.ID); err != nil {
		return err
	}
	return answer(w, http.StatusCreated, map[string]string{"id": ask.ID})
}

func (s *service) openDeal(ctx context.Context, id string) error {
	return s.store.update(ctx, func(t *tx) error {
		_, flow, err := s.flow(t)
		if err != nil {
			return err
		}
		d, err := flow.Open(id, s.now())
		if err != nil {
			return err
		}
		body, err := json.Marshal(d)
		if err != nil {
			return err
		}
		n, err := t.exec(`INSERT INTO deals (id, stage, revision, body) VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING`, id, string(d.Stage), string(body))
		if err == nil && n == 0 {
			err = fault("id", id, alianza.ErrConflict, "there is a deal of this ID")
		}
		return err
	})
}

// postStep takes a step of a deal: a move, a delivery or a fact. It is now, unless it
// says when.
func (s *service) postStep(w http.ResponseWriter, r *http.Request) error {
	body, err := read(w, r, maxMessage)
	if err != nil {
		return err
	}
	step, err := alianza.Read[pipeline.Step](body)
	if err != nil {
		return err
	}
	d, err := s.takeStep(r.Context(), param(r, "deal"), step)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, d)
}

func (s *service) takeStep(ctx context.Context, id string, step pipeline.Step) (d pipeline.Deal, err error) {
	err = s.store.update(ctx, func(t *tx) error {
		_, flow, err := s.flow(t)
		if err != nil {
			return err
		}
		found, err := deals(t, `WHERE id = $1`, id)
		if err == nil && len(found) == 0 {
			err = notFound("there is no such deal")
		}
		if err != nil {
			return err
		}
		if d, err = flow.Take(found[0].deal, step); err != nil {
			return err
		}
		body, err := json.Marshal(d)
		if err != nil {
			return err
		}
		n, err := t.exec(`UPDATE deals SET stage = $2, body = $3, revision = revision + 1 WHERE id = $1 AND revision = $4`,
			id, string(d.Stage), string(body), found[0].revision)
		if err == nil && n != 1 {
			err = errAgain
		}
		return err
	})
	return d, err
}

// seedDeals opens deals of the sample.
func (s *service) seedDeals(ctx context.Context) error {
	if err := errors.Join(s.openDeal(ctx, "studio luz"), s.openDeal(ctx, "taller sol"), s.openDeal(ctx, "radio mar")); err != nil {
		return err
	}
	for _, id := range []string{"taller sol", "radio mar"} {
		for _, step := range []pipeline.Step{{At: s.now(), Done: "first_call"}, {At: s.now(), To: "proposal"}} {
			if _, err := s.takeStep(ctx, id, step); err != nil {
				return err
			}
		}
	}
	p, err := alianza.Read[program.Prospect]([]byte(`{"name": "studio luz", "numbers": {"execution_steps": "2"},
		"answers": {"compatible_customer": "yes", "transferable_trust": "yes", "active_channel": "yes", "measurable": "no"}}`))
	if err != nil {
		return err
	}
	_, err = s.judge(ctx, p)
	return err
}
