package main

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"regexp"
)

//go:embed schemas.json
var schemas []byte

// parameter finds the parameters of a path.
var parameter = regexp.MustCompile(`\{(\w+)\}`)

// queries are the parameters that an address takes behind its question mark.
var queries = map[string][]string{
	"/v1/partners/{partner}/statement": {"month", "format"},
	"/v1/partners/{partner}/next-sale": {"currency", "up_to"},
	"/v1/figures":                      {"month"},
	"/v1/events":                       {"state"},
}

type object = map[string]any

// openAPI returns the OpenAPI document of the routes. What an address takes and returns
// is in schemas.json, by name; a test holds real answers against it.
func openAPI(routes []route) object {
	paths := map[string]object{}
	for _, at := range routes {
		if paths[at.path] == nil {
			paths[at.path] = object{}
		}
		paths[at.path][methods[at.method]] = operation(at)
	}
	return object{
		"openapi": "3.1.0",
		"info":    object{"title": "A partner program as a service", "version": "1"},
		"paths":   paths,
		"components": object{
			"schemas": json.RawMessage(schemas),
			"securitySchemes": object{
				"token":     object{"type": "http", "scheme": "bearer"},
				"signature": object{"type": "apiKey", "in": "header", "name": "Signature", "description": "t=SECONDS,v1=HMAC-SHA-256 of SECONDS.BODY"},
			},
		},
	}
}

var methods = map[string]string{http.MethodGet: "get", http.MethodPost: "post", http.MethodPut: "put"}

func operation(at route) object {
	named := func(schema string) object {
		return object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + schema}}}
	}
	success := object{"description": "done"}
	if at.out != "" {
		success["content"] = named(at.out)
	}
	op := object{"summary": at.summary, "responses": object{
		"2XX":     success,
		"default": object{"description": "a problem", "content": object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}}},
	}}
	if at.in != "" {
		op["requestBody"] = object{"required": true, "content": named(at.in)}
	}
	switch at.role {
	case anybody:
	case signed:
		op["security"] = []object{{"signature": []string{}}}
	default:
		op["security"] = []object{{"token": []string{}}}
	}
	var parameters []object
	for _, m := range parameter.FindAllStringSubmatch(at.path, -1) {
		parameters = append(parameters, object{"name": m[1], "in": "path", "required": true, "schema": object{"type": "string"}})
	}
	for _, name := range queries[at.path] {
		parameters = append(parameters, object{"name": name, "in": "query", "schema": object{"type": "string"}})
	}
	if parameters != nil {
		op["parameters"] = parameters
	}
	return op
}

func (s *service) getOpenAPI(w http.ResponseWriter, _ *http.Request) error {
	return answer(w, http.StatusOK, openAPI(s.routes()))
}
