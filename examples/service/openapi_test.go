package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A call is a request as a client of the API makes it.
type call struct{ method, route, path, body string }

// calls has each address of the API. Later ones stand on earlier ones.
var calls = []call{
	{"POST", "/webhooks/refunds", "", refundOf("r1", "o1", "ana", "2026-01-06", "40")},
	{"POST", "/webhooks/sales", "", saleOf("o1", "ana", "2026-01-05", "100")},
	{"POST", "/webhooks/disputes", "", `{"id": "d1", "kind": "chargeback", "of": "o1", "partner": "ana", "at": "2026-01-08T00:00:00Z", "currency": "USD", "amount": "5"}`},
	{"POST", "/webhooks/touches", "", `{"customer": "c", "touch": {"id": "t1", "partner": "bruno", "at": "2026-01-01T00:00:00Z"}}`},
	{"PUT", "/v1/program", "", string(sampleDocument)},
	{"GET", "/v1/program", "", ""},
	{"GET", "/v1/program/versions", "", ""},
	{"GET", "/v1/program/review", "", ""},
	{"POST", "/v1/what-if", "", strings.Replace(string(sampleDocument), `"rate": "10%", "max"`, `"rate": "20%", "max"`, 1)},
	{"GET", "/v1/events", "?state=posted", ""},
	{"POST", "/v1/months/{month}/close", "/v1/months/2026-01/close", ""},
	{"GET", "/v1/months", "", ""},
	{"GET", "/v1/partners", "", ""},
	{"GET", "/v1/partners/{partner}/statement", "/v1/partners/ana/statement?month=2026-01", ""},
	{"GET", "/v1/partners/{partner}/next-sale", "/v1/partners/ana/next-sale?currency=EUR&up_to=2000", ""},
	{"POST", "/v1/partners/{partner}/tokens", "/v1/partners/ana/tokens", ""},
	{"GET", "/v1/payouts", "", ""},
	{"GET", "/v1/figures", "?month=2026-01", ""},
	{"POST", "/v1/prospects", "", `{"name": "studio luz", "answers": {"measurable": "yes"}}`},
	{"GET", "/v1/prospects", "", ""},
	{"POST", "/v1/deals", "", `{"id": "studio luz"}`},
	{"POST", "/v1/deals/{deal}/steps", "/v1/deals/studio%20luz/steps", `{"at": "2999-01-01T00:00:00Z", "done": "first_call"}`},
	{"GET", "/v1/deals", "", ""},
	{"GET", "/openapi.json", "", ""},
	{"GET", "/healthz", "", ""},
	{"GET", "/metrics", "", ""},
}

// The OpenAPI document has all addresses and no others, and what they take and answer is
// as it says.
func TestOpenAPI(t *testing.T) {
	b := newBench(t, sampleDocument)
	_, text := b.ask("", "GET", "/openapi.json", "")
	schemas := compile(t, text)
	routes := map[string]route{}
	for _, at := range b.routes() {
		routes[at.method+" "+at.path] = at
	}
	called := map[string]bool{}
	for _, c := range calls {
		at := routes[c.method+" "+c.route]
		called[c.method+" "+c.route] = true
		hold(t, c, schemas, at.in, c.body)
		path := c.path
		if !strings.HasPrefix(path, "/") {
			path = c.route + path
		}
		status, body := b.ask(testToken, c.method, path, c.body, "Signature", sign(b.secret, b.now(), []byte(c.body)))
		if status >= 300 {
			t.Errorf("%s %s: %d %s", c.method, path, status, body)
		}
		hold(t, c, schemas, at.out, body)
	}
	for name := range routes {
		if !called[name] {
			t.Error("nobody calls", name)
		}
	}
	compareRoutes(t, b, text)

	status, body := b.ask(testToken, "PUT", "/v1/program", `{"id": 1}`)
	hold(t, call{"PUT", "/v1/program", "", ""}, schemas, "Problem", body)
	if status != http.StatusUnprocessableEntity {
		t.Error("a document with faults:", status, body)
	}
}

// compareRoutes compares the paths of the document with those of the router.
func compareRoutes(t *testing.T, b *bench, text string) {
	t.Helper()
	var document struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	var told, there []string
	for path, methods := range document.Paths {
		for method := range methods {
			told = append(told, strings.ToUpper(method)+" "+path)
		}
	}
	pages := map[string]bool{}
	for _, at := range b.pageRoutes() {
		pages[at.method+" "+at.path] = true
	}
	err := chi.Walk(b.server.(chi.Routes), func(method, path string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !pages[method+" "+path] {
			there = append(there, method+" "+path)
		}
		return nil
	})
	slices.Sort(told)
	slices.Sort(there)
	if err != nil || !slices.Equal(told, there) {
		t.Errorf("the document has\n%v\nand the router\n%v %v", told, there, err)
	}
}

// compile compiles the schemas of the document.
func compile(t *testing.T, text string) map[string]*jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	compiled := map[string]*jsonschema.Schema{}
	names := document.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any)
	for name := range maps.Keys(names) {
		if compiled[name], err = c.Compile("openapi.json#/components/schemas/" + name); err != nil {
			t.Fatal(err)
		}
	}
	return compiled
}

// hold holds a body against the schema of a name.
func hold(t *testing.T, c call, schemas map[string]*jsonschema.Schema, name, body string) {
	t.Helper()
	if name == "" {
		return
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(body)))
	if err == nil {
		if schemas[name] == nil {
			t.Fatal("there is no schema", name)
		}
		err = schemas[name].Validate(value)
	}
	if err != nil {
		t.Errorf("%s %s is no %s: %v\n%s", c.method, c.route, name, err, body)
	}
}
