package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/tier"
)

// csvPrinter writes one line for each event, in the order of the input.
type csvPrinter struct{ begun bool }

var csvHeader = []string{
	"month", "partner", "currency", "tier", "date", "kind", "event", "of", "base", "rate", "exact", "amount", "due",
	"rule", "plan", "version", "key", "corrects", "note",
}

func (p *csvPrinter) line(_ bool, l line) ([]byte, error) {
	o, e := l.order, l.entry
	row := []string{o.month.String(), o.Partner, o.Currency, e.Tier}
	if l.note != "" {
		row = append(row, o.At.Format(time.RFC3339), string(o.Kind), o.ID, o.Of, plain(o.base()), "", "0", "0", "", "", "", "", "", "", l.note)
	} else {
		row = append(row, e.At.Format(time.RFC3339), string(e.Kind), e.Event, e.Of, plain(e.Base), e.Rate.String(), plain(e.Exact),
			plain(e.Amount), e.Due.Format(time.RFC3339), e.Rule, e.Plan, strconv.Itoa(e.Version), e.Key, e.Corrects, e.Why.String())
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if !p.begun {
		p.begun = true
		_ = w.Write(csvHeader) // to memory
	}
	_ = w.Write(row)
	w.Flush()
	return b.Bytes(), w.Error()
}

func (p *csvPrinter) statement(io.Writer, *statement, func(io.Writer, *text) error) error {
	return nil
}

func (p *csvPrinter) end(w io.Writer, _ *summary) error {
	if p.begun {
		return nil
	}
	out := csv.NewWriter(w)
	_ = out.Write(csvHeader)
	out.Flush()
	return out.Error()
}

// jsonPrinter writes one document, a statement at a time.
type jsonPrinter struct {
	zone       *time.Location
	statements int
}

func (p *jsonPrinter) line(first bool, l line) ([]byte, error) {
	var v any = l.entry
	if l.note != "" {
		o := l.order
		v = struct {
			Kind  commission.Kind `json:"kind"`
			Event string          `json:"event"`
			Of    string          `json:"of,omitempty"`
			At    time.Time       `json:"at"`
			Base  string          `json:"base"`
			Note  string          `json:"note"`
		}{o.Kind, o.ID, o.Of, o.At, plain(o.base()), l.note}
	}
	b, err := json.Marshal(v)
	if first {
		return append([]byte("\n     "), b...), err
	}
	return append([]byte(",\n     "), b...), err
}

func (p *jsonPrinter) statement(w io.Writer, st *statement, copyLines func(io.Writer, *text) error) error {
	head, err := json.Marshal(struct {
		Month   string                       `json:"month"`
		Partner string                       `json:"partner"`
		Sales   int                          `json:"sales"`
		Tier    tier.Placement[tier.NoTerms] `json:"tier"`
	}{st.month.String(), st.partner, st.sales, *st.placed})
	if err != nil {
		return err
	}
	lead := ",\n  "
	if p.statements == 0 {
		lead = "{\"statements\": [\n  "
	}
	p.statements++
	fmt.Fprintf(w, "%s%s, \"currencies\": [", lead, head[:len(head)-1])
	for i, sec := range st.sections {
		payout, err := json.Marshal(struct {
			Currency string    `json:"currency"`
			Until    time.Time `json:"until"`
			jsonBalance
		}{sec.currency, st.month.end(p.zone), sec.balance.json()})
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprint(w, ",")
		}
		fmt.Fprintf(w, "\n    {\"payout\": %s, \"entries\": [", payout)
		if err := copyLines(w, &sec.text); err != nil {
			return err
		}
		if !sec.passed.empty() {
			fmt.Fprint(w, "], \"passed\": [")
			if err := copyLines(w, &sec.passed); err != nil {
				return err
			}
		}
		fmt.Fprint(w, "]}")
	}
	_, err = fmt.Fprint(w, "]}")
	return err
}

// totals is the last part of the document.
type totals struct {
	Currency    string        `json:"currency"`
	Sales       string        `json:"sales"`
	Refunds     string        `json:"refunds"`
	Revenue     string        `json:"revenue,omitempty"`
	Commissions string        `json:"commissions"`
	Costs       string        `json:"program_costs,omitempty"`
	ROI         *roi.Figure   `json:"roi,omitempty"`
	KPIs        []kpi.Reading `json:"kpis,omitempty"`
	Balance     jsonBalance   `json:"balance"`
}

type jsonBalance struct {
	Opening  string `json:"opening"`
	Earned   string `json:"earned"`
	Adjusted string `json:"adjusted"`
	Paid     string `json:"paid"`
	Held     string `json:"held"`
	Carried  string `json:"carried"`
}

func (b balance) json() jsonBalance {
	return jsonBalance{plain(b.opening), plain(b.earned), plain(b.adjusted), plain(b.paid), plain(b.held), plain(b.carried)}
}

func (p *jsonPrinter) end(w io.Writer, s *summary) error {
	if p.statements == 0 {
		fmt.Fprint(w, "{\"statements\": [")
	}
	all := []totals{}
	for _, currency := range s.currencies() {
		t := s.totals[currency]
		e, err := s.economics(currency)
		if err != nil {
			return err
		}
		one := totals{
			Currency: currency, Sales: plain(t.revenue), Refunds: plain(t.refunded), Commissions: plain(e.commissions),
			Balance: t.json(),
		}
		if s.whole {
			one.Revenue, one.Costs, one.ROI, one.KPIs = plain(e.revenue), plain(e.costs), e.returned, e.readings
		}
		all = append(all, one)
	}
	b, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\n], \"totals\": %s,\n\"rows\": {\"used\": %d, \"not_used\": %d}}\n", b, s.rows, s.unused)
	return err
}
