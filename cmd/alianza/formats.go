package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// csvPrinter writes one line for each entry, and for each event that earned
// nothing.
type csvPrinter struct{ out *csv.Writer }

var csvHeader = []string{
	"month", "partner", "currency", "medium", "tier", "date", "kind", "event", "of", "base", "rate", "exact", "amount", "due",
	"rule", "plan", "version", "key", "corrects", "note",
}

// writer returns the writer, which has the header.
func (p *csvPrinter) writer(w io.Writer) *csv.Writer {
	if p.out == nil {
		p.out = csv.NewWriter(w)
		_ = p.out.Write(csvHeader) // an error stays in the writer
	}
	return p.out
}

func (p *csvPrinter) line(w io.Writer, r *program.Result, l line) error {
	v, e := l.event, l.entry
	row := []string{r.Month.String(), r.Partner, v.Currency}
	if e == nil {
		row = append(row, "", "", v.At.Format(time.RFC3339), string(v.Kind), v.ID, v.Of, plain(l.base()), "", "0", "0", "", "", "", "", "", "", l.note)
	} else {
		row = append(row, e.Medium.String(), e.Tier, e.At.Format(time.RFC3339), string(e.Kind), e.Event, e.Of, plain(e.Base), e.Rate.String(), plain(e.Exact),
			plain(e.Amount), e.Due.Format(time.RFC3339), e.Rule, e.Plan, strconv.Itoa(e.Version), e.Key, e.Corrects, e.Why.String())
	}
	for i, cell := range row {
		row[i] = orders.Safe(cell)
	}
	return p.writer(w).Write(row)
}

func (p *csvPrinter) begin(io.Writer, *program.Result) error                     { return nil }
func (p *csvPrinter) account(io.Writer, *program.Result, *program.Account) error { return nil }
func (p *csvPrinter) balance(io.Writer, *program.Result, *program.Account) error { return nil }
func (p *csvPrinter) finish(io.Writer, *program.Result) error                    { return nil }

func (p *csvPrinter) end(w io.Writer, _ *summary) error {
	p.writer(w).Flush()
	return p.out.Error()
}

// entryPrinter writes the entries as JSON, one a line.
type entryPrinter struct{}

func (entryPrinter) line(w io.Writer, _ *program.Result, l line) error {
	if l.entry == nil {
		return nil
	}
	b, err := l.entry.MarshalJSON()
	if err == nil {
		_, err = w.Write(append(b, '\n'))
	}
	return err
}

func (entryPrinter) begin(io.Writer, *program.Result) error                     { return nil }
func (entryPrinter) account(io.Writer, *program.Result, *program.Account) error { return nil }
func (entryPrinter) balance(io.Writer, *program.Result, *program.Account) error { return nil }
func (entryPrinter) finish(io.Writer, *program.Result) error                    { return nil }
func (entryPrinter) end(io.Writer, *summary) error                              { return nil }

// jsonPrinter writes one document, a statement at a time.
type jsonPrinter struct {
	zone       *time.Location
	statements int
	accounts   int
	lines      int
}

func (p *jsonPrinter) begin(w io.Writer, r *program.Result) error {
	head := struct {
		Month   string   `json:"month"`
		Partner string   `json:"partner"`
		Events  int      `json:"events"`
		Level   string   `json:"level,omitempty"`
		Tier    any      `json:"tier,omitempty"`
		Faults  []string `json:"faults,omitempty"`
	}{r.Month.String(), r.Partner, events(r), r.Level, nil, r.Faults}
	if r.Placement != nil {
		head.Tier = *r.Placement
	}
	b, err := json.Marshal(head)
	if err != nil {
		return err
	}
	lead := ",\n  "
	if p.statements == 0 {
		lead = "{\"statements\": [\n  "
	}
	p.statements++
	p.accounts = 0
	_, err = fmt.Fprintf(w, "%s%s, \"accounts\": [", lead, b[:len(b)-1])
	return err
}

func (p *jsonPrinter) account(w io.Writer, _ *program.Result, _ *program.Account) error {
	lead := ",\n    {\"lines\": ["
	if p.accounts == 0 {
		lead = lead[1:]
	}
	p.accounts++
	p.lines = 0
	_, err := io.WriteString(w, lead)
	return err
}

func (p *jsonPrinter) line(w io.Writer, _ *program.Result, l line) error {
	var v any = l.entry
	if l.entry == nil {
		e := l.event
		v = struct {
			Kind  commission.Kind `json:"kind"`
			Event string          `json:"event"`
			Of    string          `json:"of,omitempty"`
			At    time.Time       `json:"at"`
			Base  string          `json:"base"`
			Note  string          `json:"note"`
		}{e.Kind, e.ID, e.Of, e.At, plain(l.base()), l.note}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	lead := ",\n     "
	if p.lines == 0 {
		lead = lead[1:]
	}
	p.lines++
	_, err = fmt.Fprintf(w, "%s%s", lead, b)
	return err
}

// jsonBalance is how what a partner is owed has moved, and where it stands.
type jsonBalance struct {
	Currency   string            `json:"currency"`
	Medium     commission.Medium `json:"medium,omitzero"`
	Until      *time.Time        `json:"until,omitempty"`
	Opening    string            `json:"opening"`
	Earned     string            `json:"earned"`
	Adjusted   string            `json:"adjusted"`
	Guaranteed string            `json:"guaranteed,omitempty"`
	WrittenOff string            `json:"written_off,omitempty"`
	Paid       string            `json:"paid"`
	Held       string            `json:"held"`
	Carried    string            `json:"carried"`
}

func balanceOf(a *program.Account, until *time.Time) jsonBalance {
	b := jsonBalance{
		Currency: a.Currency, Medium: a.Medium, Until: until, Opening: plain(a.Opening), Earned: plain(a.Earned), Adjusted: plain(a.Adjusted),
		Paid: plain(a.Paid), Held: plain(a.Held), Carried: plain(a.Carried),
	}
	if !a.Guaranteed.IsZero() {
		b.Guaranteed = plain(a.Guaranteed)
	}
	if !a.WrittenOff.IsZero() {
		b.WrittenOff = plain(a.WrittenOff)
	}
	return b
}

func (p *jsonPrinter) balance(w io.Writer, r *program.Result, a *program.Account) error {
	until := monthEnd(r.Month, p.zone)
	b, err := json.Marshal(balanceOf(a, &until))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "], \"balance\": %s}", b)
	return err
}

func (p *jsonPrinter) finish(w io.Writer, _ *program.Result) error {
	_, err := io.WriteString(w, "]}")
	return err
}

// jsonEconomics is what the program brought in one currency.
type jsonEconomics struct {
	Currency    string        `json:"currency"`
	Sales       string        `json:"sales"`
	Refunds     string        `json:"refunds"`
	Revenue     string        `json:"revenue,omitempty"`
	Commissions string        `json:"commissions"`
	Costs       string        `json:"program_costs,omitempty"`
	ROI         *roi.Figure   `json:"roi,omitempty"`
	KPIs        []kpi.Reading `json:"kpis,omitempty"`
	Balances    []jsonBalance `json:"balances"`
}

func (p *jsonPrinter) end(w io.Writer, s *summary) error {
	if p.statements == 0 {
		fmt.Fprint(w, "{\"statements\": [")
	}
	all := []jsonEconomics{}
	for _, currency := range s.currencies() {
		e, err := s.economics(currency)
		if err != nil {
			return err
		}
		one := jsonEconomics{Currency: currency, Sales: plain(e.sales), Refunds: plain(e.refunds), Commissions: plain(e.commissions)}
		if s.whole {
			one.Revenue, one.Costs, one.ROI, one.KPIs = plain(e.revenue), plain(e.costs), e.returned, e.readings
		}
		for _, name := range s.names() {
			if name.currency == currency {
				one.Balances = append(one.Balances, balanceOf(&s.totals[name].Account, nil))
			}
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
