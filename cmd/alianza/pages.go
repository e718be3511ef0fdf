package main

import (
	"fmt"
	"html"
	"io"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza/program"
)

// markdownPrinter writes statements as tables of Markdown.
type markdownPrinter struct {
	name   string
	begun  bool
	header string
}

// mark returns a text as Markdown that says it and no more.
func mark(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>()#+!|&~$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (m *markdownPrinter) begin(w io.Writer, r *program.Result) error {
	if !m.begun {
		fmt.Fprintf(w, "# %s\n", mark(m.name))
	}
	m.begun = true
	fmt.Fprintf(w, "\n## %s, %s\n\n%s\n", mark(r.Partner), r.Month, mark(head(r)))
	for _, fault := range r.Faults {
		fmt.Fprintf(w, "\nNot done: %s\n", mark(fault))
	}
	return nil
}

func (m *markdownPrinter) account(_ io.Writer, _ *program.Result, a *program.Account) error {
	m.header = fmt.Sprintf("\n| day | event | base %s | rate | exact | amount | |\n|---|---|--:|--:|--:|--:|---|\n", a.Currency)
	return nil
}

func (m *markdownPrinter) line(w io.Writer, _ *program.Result, l line) error {
	io.WriteString(w, m.header) //nolint:errcheck // the line behind it has the same error
	m.header = ""
	cells := cellsOf(&l)
	for i, c := range cells {
		cells[i] = mark(c)
	}
	_, err := fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
	return err
}

// cellsOf returns a line as cells: day, event, base, rate, exact, amount, note.
func cellsOf(l *line) []string {
	day := l.event.At.Format(time.DateOnly)
	if l.entry == nil {
		return []string{day, string(l.event.Kind) + " " + l.event.ID, plain(l.base()), "", "", "", "nothing: " + l.note}
	}
	event, note := what(l.entry)
	return []string{day, event, plain(l.entry.Base), rate(l.entry), l.entry.Exact.String(), plain(l.entry.Amount), note}
}

// balanceRow returns what a balance is made of, in the order of the sum. What a policy
// added or gave up is there if there is any.
func balanceRow(a *program.Account) [][2]string {
	row := [][2]string{{"opening", plain(a.Opening)}, {"earned", plain(a.Earned)}, {"adjusted", plain(a.Adjusted)}}
	if !a.Guaranteed.IsZero() {
		row = append(row, [2]string{"guaranteed", plain(a.Guaranteed)})
	}
	if !a.WrittenOff.IsZero() {
		row = append(row, [2]string{"written off", plain(a.WrittenOff)})
	}
	return append(row, [][2]string{{"paid", plain(a.Paid)}, {"held", plain(a.Held)}, {"carried", plain(a.Carried)}}...)
}

func (m *markdownPrinter) balance(w io.Writer, _ *program.Result, a *program.Account) error {
	return m.sum(w, a)
}

func (m *markdownPrinter) sum(w io.Writer, a *program.Account) error {
	names, rule, amounts := "| "+unit(a), "|---", "| "
	for _, c := range balanceRow(a) {
		names += " | " + c[0]
		rule += "|--:"
		amounts += " | " + c[1]
	}
	_, err := fmt.Fprintf(w, "\n%s |\n%s|\n%s |\n", names, rule, amounts)
	return err
}

func (m *markdownPrinter) finish(io.Writer, *program.Result) error { return nil }

func (m *markdownPrinter) end(w io.Writer, s *summary) error {
	if !m.begun {
		_, err := fmt.Fprintf(w, "No statements: %s.\n", s.none)
		return err
	}
	fmt.Fprintf(w, "\n## Totals\n\n%d %s in %d %s\n", len(s.partners), plural(len(s.partners), "partner"), len(s.months), plural(len(s.months), "month"))
	for _, name := range s.names() {
		if err := m.sum(w, &s.totals[name].Account); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%d %s used, %d not used\n", s.rows, plural(s.rows, "row"), s.unused)
	return err
}

// htmlPrinter writes one page that needs nothing else and prints well: each
// statement begins a sheet of paper.
type htmlPrinter struct {
	name  string
	begun bool
	open  bool // a table of lines
	unit  string
}

const htmlHead = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>%s</title>
<style>
body { font: 14px/1.45 system-ui, sans-serif; color: #1a1a1a; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.2rem; font-weight: 600; color: #555 }
h2 { font-size: 1.5rem; margin: 2.5rem 0 .25rem }
table { border-collapse: collapse; width: 100%%; margin: 1rem 0 }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top }
th { font-weight: 600; color: #555 }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.paid { font-weight: 700 }
@media print {
  body { font-size: 10pt; max-width: none; margin: 0 }
  section { break-before: page } section:first-of-type { break-before: auto }
  tr { break-inside: avoid } thead { display: table-header-group }
}
</style>
</head>
<body>
<h1>%s</h1>
`

func (h *htmlPrinter) head(w io.Writer) {
	if !h.begun {
		name := html.EscapeString(h.name)
		fmt.Fprintf(w, htmlHead, name, name)
	}
	h.begun = true
}

func (h *htmlPrinter) begin(w io.Writer, r *program.Result) error {
	h.head(w)
	fmt.Fprintf(w, "<section>\n<h2>%s, %s</h2>\n<p>%s</p>\n", html.EscapeString(r.Partner), r.Month, html.EscapeString(head(r)))
	for _, fault := range r.Faults {
		fmt.Fprintf(w, "<p>Not done: %s</p>\n", html.EscapeString(fault))
	}
	return nil
}

func (h *htmlPrinter) account(_ io.Writer, _ *program.Result, a *program.Account) error {
	h.open, h.unit = false, a.Currency
	return nil
}

func (h *htmlPrinter) line(w io.Writer, _ *program.Result, l line) error {
	if !h.open {
		fmt.Fprintf(w, "<table>\n<thead><tr><th>day</th><th>event</th><th class=\"n\">base %s</th><th class=\"n\">rate</th>"+
			"<th class=\"n\">exact</th><th class=\"n\">amount</th><th></th></tr></thead>\n<tbody>\n", html.EscapeString(h.unit))
		h.open = true
	}
	fmt.Fprint(w, "<tr>")
	for i, c := range cellsOf(&l) {
		class := ""
		if i >= 2 && i <= 5 {
			class = ` class="n"`
		}
		fmt.Fprintf(w, "<td%s>%s</td>", class, html.EscapeString(c))
	}
	_, err := fmt.Fprintln(w, "</tr>")
	return err
}

func (h *htmlPrinter) balance(w io.Writer, _ *program.Result, a *program.Account) error {
	if h.open {
		fmt.Fprint(w, "</tbody>\n</table>\n")
	}
	return h.sum(w, a)
}

func (h *htmlPrinter) sum(w io.Writer, a *program.Account) error {
	names, amounts := "", ""
	for _, c := range balanceRow(a) {
		class := "n"
		if c[0] == "paid" {
			class = "n paid"
		}
		names += fmt.Sprintf("<th class=%q>%s</th>", class, c[0])
		amounts += fmt.Sprintf("<td class=%q>%s</td>", class, c[1])
	}
	_, err := fmt.Fprintf(w, "<table>\n<thead><tr><th></th>%s</tr></thead>\n<tbody><tr><th>%s</th>%s</tr></tbody>\n</table>\n",
		names, html.EscapeString(unit(a)), amounts)
	return err
}

func (h *htmlPrinter) finish(w io.Writer, _ *program.Result) error {
	_, err := fmt.Fprintln(w, "</section>")
	return err
}

func (h *htmlPrinter) end(w io.Writer, s *summary) error {
	none := !h.begun
	h.head(w)
	if none {
		fmt.Fprintf(w, "<p>No statements: %s.</p>\n", html.EscapeString(s.none))
	} else if len(s.partners) > 1 || len(s.months) > 1 {
		fmt.Fprintf(w, "<section>\n<h2>Totals</h2>\n<p>%d %s in %d %s</p>\n", len(s.partners), plural(len(s.partners), "partner"), len(s.months), plural(len(s.months), "month"))
		for _, name := range s.names() {
			if err := h.sum(w, &s.totals[name].Account); err != nil {
				return err
			}
		}
		fmt.Fprintln(w, "</section>")
	}
	_, err := fmt.Fprint(w, "</body>\n</html>\n")
	return err
}
