package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza/program"
)

func schemaCommand() command {
	return command{"schema", "the JSON Schema of the document, for editors", `Schema writes the JSON Schema (2020-12) of the whole document on standard output,
made from the types that read it. An editor that has it completes fields, shows
what they mean and underlines mistakes. What only a program can see, such as a rate
without a level, is for alianza validate.

Usage:

	alianza schema [flags]

  -format FORMAT     json, or markdown: the field reference     (default json)

Examples

	alianza schema > program.schema.json
	alianza schema -format markdown > fields.md

In VS Code, the settings "json.schemas" lead from "*.program.json" to the file.

Exit codes: 0 done, 2 a wrong call.
`, runSchema}
}

func runSchema(c *call, args []string) error {
	flags := flag.NewFlagSet("schema", flag.ContinueOnError)
	format := flags.String("format", "json", "")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	switch *format {
	case "json":
		enc := json.NewEncoder(c.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(schema(program.Types()))
	case "markdown":
		return fieldReference(c.stdout, program.Types())
	}
	return usagef("-format %q: want json or markdown", *format)
}

// object is an object of JSON.
type object = map[string]any

// schema returns the schema of a document, whose own type is the first.
func schema(types []program.Type) object {
	defs := object{}
	for _, t := range types {
		defs[t.Name] = typeSchema(t)
	}
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "Partner program",
		"$ref":    ref(types[0].Name),
		"$defs":   defs,
	}
}

func ref(name string) string { return "#/$defs/" + name }

// typeSchema returns the schema of a type of object. It has the fields of the type
// and no others.
func typeSchema(t program.Type) object {
	s := object{"type": "object", "title": t.Name, "additionalProperties": false}
	if t.Doc != "" {
		s["description"] = t.Doc
	}
	properties, required := object{}, []string{}
	for _, f := range t.Fields {
		if f.Name == "*" {
			s["additionalProperties"] = fieldSchema(f)
			continue
		}
		properties[f.Name] = fieldSchema(f)
		if f.Required {
			required = append(required, f.Name)
		}
	}
	s["properties"] = properties
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// fieldSchema returns the schema of a field, with what is to be said of it.
func fieldSchema(f program.Field) object {
	s := valueSchema(f.Form, f)
	if f.Doc != "" {
		s["description"] = f.Doc
	}
	if f.Unit != "" {
		s["$comment"] = "unit: " + f.Unit
	}
	if json.Valid([]byte(f.Example)) {
		s["examples"] = []any{json.RawMessage(f.Example)}
	}
	return s
}

// valueSchema returns the schema of a value of a kind.
func valueSchema(kind string, f program.Field) object {
	switch kind {
	case "integer":
		return object{"type": "integer"}
	case "boolean":
		return object{"type": "boolean"}
	case "decimal":
		// A number without quotes is read, too: its text is what counts.
		return object{"anyOf": []any{object{"type": "string", "pattern": f.Pattern}, object{"type": "number"}}}
	case "enum":
		return object{"type": "string", "enum": f.Enum}
	case "object":
		return object{"$ref": ref(f.Type)}
	case "objects", "list of objects":
		return object{"type": "array", "items": object{"$ref": ref(f.Type)}}
	case "list":
		return object{"type": "array", "items": valueSchema(f.Of, f)}
	case "map":
		return object{"type": "object", "additionalProperties": valueSchema(f.Of, f)}
	}
	s := object{"type": "string"}
	switch {
	case f.Pattern != "":
		s["pattern"] = f.Pattern
	case f.Name == "currency" || f.Name == "currencies":
		s["pattern"] = "^[A-Z]{3}$"
	}
	return s
}

// fieldReference writes the fields of all types as tables of Markdown.
func fieldReference(w io.Writer, types []program.Type) error {
	fmt.Fprint(w, `# Fields of the document

Every field of a program's document, made from the types that read it by `+"`alianza schema -format markdown`"+`. A field with a * has
to be there. A decimal is written in quotation marks, "19.99"; a percentage has its sign, "20%".
`)
	for _, t := range types {
		fmt.Fprintf(w, "\n## %s\n\n", t.Name)
		fmt.Fprintf(w, "%s\n\n", oneCell(t.Doc))
		fmt.Fprint(w, "| field | what it holds | meaning | default | example |\n|---|---|---|---|---|\n")
		for _, f := range t.Fields {
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", fieldName(f), holds(f), oneCell(f.Doc), oneCell(f.Default), code1(f.Example))
		}
	}
	return nil
}

func fieldName(f program.Field) string {
	name := "`" + f.Name + "`"
	if f.Required {
		name += " *"
	}
	return name
}

// holds says what a field holds: its kind, the type with a link, the choices and
// the unit.
func holds(f program.Field) string {
	kind := f.Form
	link := ""
	if f.Type != "" {
		link = fmt.Sprintf("[%s](#%s)", f.Type, anchor(f.Type))
	}
	switch {
	case kind == "object":
		kind = link
	case (kind == "list" || kind == "map") && link != "":
		kind += " of " + link
		if f.Of == "list of objects" {
			kind = "map of lists of " + link
		}
	case kind == "list" || kind == "map":
		kind += " of " + f.Of
	}
	if len(f.Enum) > 0 {
		words := slices.Clone(f.Enum)
		for i, word := range words {
			words[i] = "`" + word + "`"
		}
		kind += ": " + strings.Join(words, ", ")
	}
	if f.Unit != "" && f.Unit != kind {
		kind += "; " + f.Unit
	}
	return oneCell(kind)
}

// anchor returns the anchor of a heading.
func anchor(heading string) string {
	return strings.ToLower(strings.ReplaceAll(heading, ".", ""))
}

// oneCell returns a text as one cell of a table.
func oneCell(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", "\\|")
}

// code1 returns an example as code, or nothing.
func code1(s string) string {
	if s == "" {
		return ""
	}
	return "`" + oneCell(s) + "`"
}
