package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// What another document would have earned, with nothing posted: ana sold 100 and bruno
// 200 at 10%, and would have had 20%.
func TestWhatIf(t *testing.T) {
	b := newBench(t)
	b.send("sales", saleOf("1", "ana", "2026-01-05", "100"))
	b.send("sales", saleOf("2", "bruno", "2026-01-05", "200"))
	b.send("refunds", refundOf("r", "2", "bruno", "2026-01-06", "50"))
	_, plain := b.ask(testToken, "GET", "/v1/program", "")
	status, body := b.ask(testToken, "POST", "/v1/what-if", strings.Replace(plain, `"rate":"10%"`, `"rate":"20%"`, 1))
	var got whatIf
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK || len(got.Rows) != 2 {
		t.Fatal(status, body, err)
	}
	for i, want := range []struct{ partner, before, after string }{{"ana", "10", "20"}, {"bruno", "15", "30"}} {
		if r := got.Rows[i]; r.Partner != want.partner || r.Before.String() != want.before || r.After.String() != want.after {
			t.Errorf("row %d: %v; want %v", i, r, want)
		}
	}
	if len(got.Changes) != 1 || got.Events != 3 || got.Refused["after"] != 0 {
		t.Error(body)
	}
	if got := b.earned("2026-01"); got != "1 10" {
		t.Error("something was posted:", got)
	}
}

// The next sale is rated with what was sold before it: of 400 in the month, 100 more make
// all of them 15%.
func TestNextSale(t *testing.T) {
	b := newBench(t, sampleDocument)
	b.send("sales", strings.Replace(saleOf("1", "ana", "2026-01-05", "400"), "USD", "EUR", 1))
	status, body := b.ask(testToken, "GET", "/v1/partners/ana/next-sale?currency=EUR&up_to=120", "")
	var got []preview
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK || len(got) != 61 {
		t.Fatal(status, body, err)
	}
	for i, want := range map[int]string{0: "0", 49: "9.8", 50: "35", 60: "38"} { // of 0, 98, 100 and 120
		if got[i].Earns.String() != want {
			t.Errorf("a sale of %v earns %v; want %s: %s", got[i].Amount, got[i].Earns, want, got[i].Why)
		}
	}
	for _, bad := range []string{"1e999999999", "-1", "0.001", "x", "1234567890"} {
		if status, body := b.ask(testToken, "GET", "/v1/partners/ana/next-sale?up_to="+bad, ""); status != http.StatusUnprocessableEntity {
			t.Error(bad, status, body)
		}
	}
}

// The figures of a month: 100 sold, 40 of it refunded, 6 of commission, no other costs.
func TestFigures(t *testing.T) {
	b := newBench(t)
	b.send("sales", saleOf("1", "ana", "2026-01-05", "100"))
	b.send("refunds", refundOf("r", "1", "ana", "2026-01-06", "40"))
	_, body := b.ask(testToken, "GET", "/v1/figures?month=2026-01", "")
	for _, want := range []string{`"revenue":"60"`, `"commission":"6"`, `"ROI 900%: revenue 60 USD, cost 6 USD"`} {
		if !strings.Contains(body, want) {
			t.Errorf("figures have no %s: %s", want, body)
		}
	}
}

// A deal moves when what is missing is there, and a refusal says what is missing.
func TestDeals(t *testing.T) {
	b := newBench(t, sampleDocument)
	steps := []struct {
		path, body string
		status     int
		says       string
	}{
		{"/v1/deals", `{"id": "studio luz"}`, 201, ""},
		{"/v1/deals", `{"id": "studio luz"}`, 409, "there is a deal of this ID"},
		{"/v1/deals", `{"id": "studio luz", "stage": "active"}`, 422, "unknown field"},
		{"/v1/deals/studio%20luz/steps", `{"at": "2999-01-01T00:00:00Z", "to": "proposal"}`, 409, "first_call"},
		{"/v1/deals/studio%20luz/steps", `{"at": "2999-01-01T00:00:00Z", "done": "first_call"}`, 200, ""},
		{"/v1/deals/studio%20luz/steps", `{"at": "2999-01-01T00:00:00Z", "to": "proposal"}`, 200, `"proposal"`},
		{"/v1/deals/nobody/steps", `{"at": "2999-01-01T00:00:00Z", "to": "proposal"}`, 404, ""},
		{"/v1/prospects", `{"name": "studio luz", "answers": {"measurable": "yes", "active_channel": "yes"}}`, 201, `"yellow"`}, // 2 of 5
		{"/v1/prospects", `{"name": "studio luz", "answers": {"unheard": "yes"}}`, 422, "unheard"},
	}
	for i, step := range steps {
		if status, body := b.ask(testToken, "POST", step.path, step.body); status != step.status || !strings.Contains(body, step.says) {
			t.Errorf("step %d: %d %s; want %d %s", i, status, body, step.status, step.says)
		}
	}
}

// A statement as CSV has nothing that a spreadsheet would compute.
func TestCSV(t *testing.T) {
	b := newBench(t)
	b.send("sales", saleOf("=1+1", "ana", "2026-01-05", "100"))
	_, body := b.ask(testToken, "GET", "/v1/partners/ana/statement?month=2026-01&format=csv", "")
	lines := strings.Split(body, "\n")
	want := `2026-01-05,sale,'=1+1,,newcomer,,100,10%,10,USD,cash,2026-01-19,"sale =1+1: 10% of 100 USD = 10, rounded 10.00, rule newcomer, plan plain-usd v1"`
	if len(lines) != 3 || lines[1] != want {
		t.Errorf("CSV:\n%s\nwant\n%s", body, want)
	}
	if _, body := b.ask(testToken, "GET", "/v1/partners/ana/statement?month=2026-01&format=html", ""); !strings.Contains(body, "<h1>Statement of ana</h1>") {
		t.Error("HTML:", body)
	}
	if status, _ := b.ask(testToken, "GET", "/v1/partners/ana/statement?format=xml", ""); status != http.StatusUnprocessableEntity {
		t.Error("another format:", status)
	}
}
