package program_test

import (
	"cmp"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// The texts of the fields are for those who write documents. The comments that they are
// made from are for those who write Go. This file has what makes the one of the other.

// ofSeveral are the texts of fields that share one comment in Go.
var ofSeveral = map[string]string{
	"cycle.Definition.Promote":       "The months after which a level may rise; every month if absent.",
	"cycle.Definition.Demote":        "The months after which a level may fall; every month if absent.",
	"commission.Definition.From":     "The first day of the events that the version is for, in the plan's zone; any day if absent.",
	"commission.Definition.Until":    "The day before which the events are that the version is for, in the plan's zone; any day if absent.",
	"score.EvaluationDefinition.Min": "The lower end of the scale of every score, inclusive. The total is on the same scale: with a scale from 1 it is never below 1.",
	"score.EvaluationDefinition.Max": "The upper end of the scale of every score, inclusive. The total is on the same scale.",
	"commission.Limits.Min":          "The least that is posted for one event that earns anything; no bound if 0.",
	"commission.Limits.Max":          "The most that is posted for one event that earns anything; no bound if 0.",
	"commission.Cap.Name":            "The name of a cap of the plan. A cap of a rule has none.",
	"commission.Cap.Of":              "The rules and bonuses that a cap of the plan bounds together; the first to come uses the room. A cap of a rule has none.",
	"payout.Draw.From":               "The first day of the periods with a draw; any day if absent.",
	"payout.Draw.Until":              "The day before which the periods with a draw are; any day if absent. After that, all earnings recover what is left of the advance.",
	"split.Share.Rate":               "The size of the share in percent, such as 50%. A share has a rate or a weight.",
	"split.Share.Weight":             "The size of the share as a number, such as 30 or 1/6. A share has a rate or a weight.",
	"split.Share.Min":                `The least that the party gets. What it adds is borne by the others, in proportion to their shares. If a party takes the rest, the rest bears it alone as far as it reaches, and the others what is above it. If the amount cannot meet each "min", they are met in the order of the shares, and the others get nothing.`,
	"split.Share.Max":                "The most that the party gets. What it cuts off goes to the others, in proportion to their shares. If a party takes the rest, it goes to the rest.",
	"terms.Clause.Low":               "The lower end of the range, inclusive, above zero. The subject says whether it is a percentage or a number.",
	"terms.Clause.High":              "The upper end of the range, inclusive. The range has no upper end if it is absent.",
	"commission.Deferred.Days":       "The calendar days after the day of the event until it is due. If days and months are absent, it is due when the plan's hold ends.",
	"commission.Deferred.Months":     "The calendar months after the day of the event until it is due. If days and months are absent, it is due when the plan's hold ends.",
}

// faultOf returns what faults a text: the gate does, and who writes the texts. A comment
// that changes anywhere may need words here, which is no fault of its package.
func faultOf(t *testing.T) func(format string, args ...any) {
	t.Helper()
	if os.Getenv("UPDATE") == "" && os.Getenv("ALIANZA_GATE") == "" {
		return t.Logf
	}
	return t.Errorf
}

// oneEach gives each field that shares a comment with others a text of its own.
func oneEach(t *testing.T, shapes []strictjson.TypeShape, texts map[string]string) {
	t.Helper()
	fault := faultOf(t)
	stale := len(ofSeveral)
	done := map[string]bool{}
	for _, s := range shapes {
		for _, f := range s.Fields {
			if done[f.Go] {
				continue
			}
			names := about(texts[f.Go], s.Fields)
			switch text, ok := ofSeveral[f.Go]; {
			case len(names) > 1 && !ok:
				fault("the text of %s is about several fields: give each its own in ofSeveral", f.Go)
			case len(names) > 1:
				texts[f.Go] = text
				stale--
			}
			done[f.Go] = true
		}
	}
	if stale > 0 {
		fault("%d texts of ofSeveral are of fields that share no comment", stale)
	}
}

// wordsOfGo are what comments speak of to those who write Go, in the words of those who
// write documents.
var wordsOfGo = strings.NewReplacer(
	"an error that wraps alianza.ErrPending", "a fault with the code not_known_yet",
	"Policy.ReleaseReserve releases it", "it is kept until the program releases it",
	"; in Go, 0 is 1", "",
	" The last gate, the cost of coordination, has nothing to define. See CoordinationScale.", " The last gate, the cost of coordination, has nothing to define.",
	"Program.Check runs them", "`alianza test` runs them",
	" A Mapping takes deals from one version to the next.", "",
	" Checklist.JudgeWith takes such numbers.", "",
	": see Screening.Definition.", ".",
	" A ladder of NoTerms may leave them out.", "",
	" (see SupportClasses)", "",
	" AtLeast and its like write the usual ones.", "",
	"; see Pay.", ".",
	"; see AttributedShare", "",
	" See Definition.YearBegins.", " The plan says where a year begins: year_begins.",
	", or ask for the record of EventKey before the level is worked out", "",
	"and TakeBack may ask for it", "and take_back may ask for it",
	"The zero Decimal is not given: a table", "If it is absent, a table",
	"The zero Decimal, as decimal.Zero, is not given: a sale", "A sale",
	"The number 0, as decimal.NewFromInt(0), is given.", "The number 0 is given.",
	", as decimal.NewFromInt(0), is given", " is given",
	"The number 0, as decimal.NewFromInt(0), is given and counts as 0.", "The number 0 counts as 0.",
	", nil if it is not known", "",
	"; nil is none", "",
	", if it is not nil, says", " says",
	"It is nil as long as", "It is absent as long as",
	"by the Order of their events", "by the order of their events",
	"Causes are the Event.Cause that the line is for", "Causes are those of the events that the line is for",
	"the scale's Min, and To its Max", `the scale's "min", and "to" its "max"`,
	"{3, March} is the end of each quarter, and {12, February} is once a year.", "3 and March are the end of each quarter, 12 and February are once a year.",
	"an event of kind Maturity", "an event of the kind maturity",
	": a definition of package commission, whose", ", whose",
	"is a definition of package payout whose currency may be absent", "says when what was earned is paid; its currency may be absent",
	"is a definition of package split with a name", "is a split with a name",
	"0 is December; it takes Every", `0 is December; it needs "every"`,
	"100%, or to MaxRate", "100%, or to max_rate",
	" (see Aggregate)", "",
	" In a Volume they take the place of the units.", "",
	"if the number meets Bound", "if the number meets the bound",
	"exactly UpTo", "exactly up_to", ": UpTo is", ": up_to is",
	"PerUnit for each unit", "per_unit for each unit",
)

var (
	// checks are the sentences that say which function checks a definition, that a zero
	// value is none, and how values compare.
	checks = regexp.MustCompile(`(^| )New\w* checks [^.]*\.|(^| )The zero \w+ [^.]*\.| It compares with ==\.`)
	// camel is a name of Go of several words.
	camel = regexp.MustCompile(`\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b`)
	// dotted is a field with its type.
	dotted = regexp.MustCompile(`\b([A-Z]\w+)\.([A-Z]\w+)\b`)
	// inside is a word with a capital letter that does not begin a sentence.
	inside = regexp.MustCompile(`([a-z0-9,;)"] )([A-Z][a-z]+)\b`)
	// leftOfGo is what no text has: names of Go, and what only Go has.
	leftOfGo = regexp.MustCompile(`\b[A-Z][a-z]+[A-Z][a-z]\w*|\b[A-Z]\w+\.[A-Z]\w+|\bNew\w* checks|[Zz]ero [A-Z]|==|\bnil\b|in Go\b`)
)

// inDocument puts the names of fields as the document has them in the place of those of
// Go: at the beginning of a field's text, and anywhere else where a field of the type,
// or of another type behind a dot, is named.
func inDocument(t *testing.T, shapes []strictjson.TypeShape, texts map[string]string) {
	t.Helper()
	fault := faultOf(t)
	all, types := map[string]string{}, map[string]bool{} // by type and field; the names of types
	for _, s := range shapes {
		types[last(s.Name)] = true
		for _, f := range s.Fields {
			all[strings.SplitN(f.Go, ".", 2)[1]] = f.Name
		}
	}
	done := map[string]bool{}
	for _, s := range shapes {
		names := map[string]string{}
		for _, f := range s.Fields {
			names[last(f.Go)] = f.Name
		}
		for _, key := range append([]string{s.Name}, goNames(s)...) {
			if done[key] {
				continue
			}
			done[key] = true
			text := checks.ReplaceAllString(wordsOfGo.Replace(texts[key]), "")
			text = dotted.ReplaceAllStringFunc(text, func(word string) string {
				of, _, _ := strings.Cut(word, ".")
				if name, ok := all[word]; ok {
					return "the " + strings.ToLower(of) + "'s " + name
				}
				return word
			})
			text = camel.ReplaceAllStringFunc(text, func(word string) string { return cmp.Or(names[word], word) })
			text = inside.ReplaceAllStringFunc(text, func(found string) string {
				before, word := found[:2], found[2:]
				if name, ok := names[word]; ok {
					return before + `"` + name + `"`
				}
				return found
			})
			if rest, ok := strings.CutPrefix(text, last(key)+" "); ok && key != s.Name && !strings.EqualFold(last(key), names[last(key)]) {
				text = names[last(key)] + " " + rest
			}
			for _, word := range leftOfGo.FindAllString(text, -1) {
				if !types[word] {
					fault("the text of %s speaks Go, %q: %s", key, word, text)
				}
			}
			texts[key] = strings.TrimSpace(text)
		}
	}
}

// goNames returns the names of the fields of a type in Go.
func goNames(s strictjson.TypeShape) []string {
	var all []string
	for _, f := range s.Fields {
		if !slices.Contains(all, f.Go) {
			all = append(all, f.Go)
		}
	}
	return all
}
