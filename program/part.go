package program

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// nouns lead from the field of a list, or of a map with names of the user's choice,
// to the word for one of its values.
var nouns = map[string]string{
	"plans": "plan", "rules": "rule", "bonuses": "bonus", "brackets": "bracket", "caps": "cap",
	"editions": "edition", "levels": "level", "payouts": "payout", "splits": "split", "shares": "share",
	"metrics": "metric", "targets": "target", "kpis": "KPI", "costs": "cost", "cases": "case", "events": "event",
	"criteria": "criterion", "policies": "policy", "classes": "class", "moves": "move", "partners": "partner type",
	"stages": "stage", "currencies": "currency",
}

// identity are the fields that name a value of a list, the first that is there.
var identity = []string{"name", "id", "party", "criterion", "metric", "about", "partner", "currency", "from"}

// maxParts is how many commas a document has at most that is read again for the names
// of its parts: ten times as many as a large program has.
const maxParts = 20_000

// named adds to the faults of err the names of the parts that they are in.
func named(data []byte, err error) error {
	faults := alianza.Faults(err)
	if !slices.ContainsFunc(faults, func(f *alianza.FieldError) bool { return f.Path != "" }) {
		return err // of the document as a whole
	}
	if bytes.Count(data, []byte{','}) > maxParts {
		return err
	}
	tree := parse(data)
	if tree == nil {
		return err
	}
	for _, f := range faults {
		f.Part = part(tree, f.Path)
	}
	return err
}

// parse returns the tree of a document, nil if it is none.
func parse(data []byte) any {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	dec.UseNumber()
	var tree any
	if dec.Decode(&tree) != nil {
		return nil
	}
	return tree
}

// part returns the names of the parts around a path: "plan usd v2, rule sale".
func part(tree any, path string) string {
	var words []string
	field := ""
	for path != "" {
		var name string
		var at int
		name, at, path = step(tree, path)
		switch here := tree.(type) {
		case map[string]any:
			tree = here[name]
			if noun := nouns[field]; noun != "" {
				words = append(words, noun+" "+check.Brief(name, check.MaxName))
			}
			field = name
		case []any:
			if at >= len(here) {
				return strings.Join(words, ", ")
			}
			tree = here[at]
			if noun := nouns[field]; noun != "" {
				words = append(words, noun+" "+check.Brief(label(tree, at), check.MaxName))
			}
			field = ""
		default:
			path = ""
		}
		if len(words) == 0 && path != "" && nouns[field] == "" {
			words = append(words, field)
		}
	}
	return strings.Join(words, ", ")
}

// step takes the first name or index off a path. Names of the user's choice may
// have points in them: the longest that the object has counts.
func step(tree any, path string) (name string, index int, rest string) {
	if path[0] == '[' {
		number, rest, _ := strings.Cut(path[1:], "]")
		index, err := strconv.ParseUint(number, 10, 31)
		if err != nil {
			return "", 0, ""
		}
		return "", int(index), strings.TrimPrefix(rest, ".")
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	if object, ok := tree.(map[string]any); ok {
		for name := range object {
			if len(name) > end && strings.HasPrefix(path, name) && (len(path) == len(name) || path[len(name)] == '.' || path[len(name)] == '[') {
				end = len(name)
			}
		}
	}
	return path[:end], 0, strings.TrimPrefix(path[end:], ".")
}

// label returns what a value of a list is called: its name, its ID, or its number
// from 1.
func label(value any, at int) string {
	name := ""
	switch v := value.(type) {
	case string:
		return v
	case map[string]any:
		name = nameOf(v)
	}
	return cmp.Or(name, strconv.Itoa(at+1))
}

// nameOf returns the name or the ID of an object, with its version; "" if it has none.
func nameOf(v map[string]any) string {
	label := ""
	version, versioned := v["version"].(json.Number)
	for _, field := range identity {
		if name, ok := v[field].(string); ok && name != "" && (!versioned || field != "from") {
			label = name
			break
		}
	}
	if versioned {
		label = strings.TrimSpace(label + " v" + version.String())
	}
	return label
}
