package main

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A row of the glossary says what a word means in the exported names of the
// public packages, and in the names of fields in JSON.
type row struct {
	words string // the word in all its forms, separated by blanks

	// The names that the row is about: those with the word in them, or only
	// those that are the word; of some kinds, or of all if it is 0.
	whole  bool
	kinds  kind
	except string // names with the word that the glossary gives itself

	// A word has one meaning, in some rooms and all that is inside them. A row
	// without a meaning, or without rooms, is about a word that nobody uses.
	is    string
	rooms string
	means func(name) bool // tells the meaning by more than the room; nil for all

	write string // the words for whatever else it may have meant
}

// everywhere is the room of a word that any package may use.
const everywhere = "*"

var glossary = []row{
	{
		words: "Entry Entries",
		is:    "a posted line", rooms: "commission program",
		write: "Option for a line of a long list",
	},
	{
		words: "Standing Standings",
		is:    "a partner on a ladder over time", rooms: "tier program",
		write: "Remaining for what is left of a sale, DimensionLevel for a prospect",
	},
	{
		words: "Level Levels", except: "DimensionLevel DimensionLevels",
		is: "a rung of a ladder", rooms: "tier commission program",
		write: "Degree, or Priority where the program says so, DimensionLevel for a prospect",
	},
	{
		words: "Band Bands",
		is:    "a named range of a figure", rooms: "score roi program", means: not(percent),
		write: "RateRange for a range of rates, Tolerance for a dead band",
	},
	{
		words: "Percent", whole: true,
		is: "the value type of the root", rooms: everywhere, means: percent,
		write: "alianza.WholePercent for a literal, Return for a figure",
	},
	{
		words: "WholePercent PercentOf ParsePercent", whole: true,
		is: "a Percent of the root", rooms: ".",
		write: "alianza.PercentOf, or a word of its own",
	},
	{
		words: "In NotIn FactIn FactNotIn", whole: true,
		is: "a time zone", rooms: everywhere, means: zone,
		write: "WithUnit for a unit, OneOf and NoneOf for a list",
	},
	{
		words: "Missing", except: "OnMissing",
		is: "not given", rooms: everywhere, means: notGiven,
		write: "OnMissing for the policy, Unmet for a requirement",
	},
	{
		words: "Part Parts",
		is:    "a named part of a document", rooms: ". program",
		write: "Allocation for a part of a split, Contribution for one of a score",
	},
	{
		words: "Skipped",
		is:    "a rule that did not pay", rooms: "commission program",
	},
	{
		words: "Passed", whole: true,
		is: "an exam that went well", rooms: "tier program",
		write: "Skipped for a rule that did not pay",
	},
	{
		words: "Credit",
		is:    "paid into an account balance", rooms: "commission program", means: not(inside("commission/split")),
		write: "AttributedShare for what attribution gives",
	},
	{
		words: "Credits",
		is:    "paid into an account balance", rooms: "commission/payout program",
		write: "UnknownSale for the policy about refunds",
	},
	{
		words: "Kind Kinds", whole: true,
		is: "the kind of an event", rooms: "commission program", means: kindOfEvent,
		write: "PartnerType for a partner, and for others what it is the kind of",
	},
	{
		words: "PartnerKind PartnerKinds",
		write: "PartnerType",
	},
	{
		words: "Change Changes",
		is:    "a change of a tier", rooms: "tier program",
		write: "Delta for a line of a diff, Records for those of a state",
	},
	{
		words: "Period Periods",
		is:    "a named month, quarter or year", rooms: everywhere, means: not(days),
		write: "Days for a run of days",
	},
	{
		words: "Window Windows",
		is:    "what a rule adds up over", rooms: "commission program",
		write: "Months, or a word of its own",
	},
	{
		words: "Margin Margins",
		is:    "money", rooms: "commission roi pipeline score/prospect program",
		write: "Slack for the distance to a bound",
	},
	{
		words: "Bracket Brackets",
		is:    "a step of a rate table", rooms: "commission program",
	},
	{
		words: "AttributedShare",
		is:    "what attribution gives a partner of an event", rooms: "commission program",
	},
	{
		words: "Claim Claims Claimed",
		is:    "a registered right", rooms: "pipeline program",
		write: "Reserved for an entry that a payout took",
	},
	{
		words: "Figure Figures",
		is:    "an exact result of roi", rooms: "roi program",
		write: "Value for what a KPI is given",
	},
	{
		words: "Since Until", whole: true,
		is: "of the thing that has them", rooms: everywhere, means: not(ofEvent),
		write: "PartnerSince and PartnerUntil on an event",
	},
	{
		words: "Terms", except: "OwnTerms",
		is: "what a level carries", rooms: "tier program",
		write: "Sheet, in package terms, for the catalogue",
	},

	// What the root has once for all.
	{
		words: "Rate Weight", whole: true, kinds: aType,
		write: "alianza.Percent",
	},
	{
		words: "ParseRate ParseWeight", whole: true,
		write: "alianza.ParsePercent",
	},
	{
		words: "Op", kinds: aType | aConstant,
		is: "how a number meets a bound", rooms: ".",
		write: "alianza.Op",
	},
	{
		words: "Bound", whole: true, kinds: aType,
		is: "an Op and its numbers", rooms: ".",
		write: "alianza.Bound",
	},
	{
		words: "Target", whole: true, kinds: aType,
		is: "what a KPI is to reach", rooms: "score/kpi program",
		write: "alianza.Bound",
	},
	{
		words: "Must", kinds: aFunction,
		is: "a value or a panic", rooms: ".",
		write: "alianza.Must around the constructor",
	},

	// What nobody needs.
	{
		words: "AppendText", whole: true,
		write: "MarshalText alone",
	},
	{
		words: "RatedCriterion", whole: true,
		write: "Criterion with a Priority",
	},
}

// british matches what is spelt otherwise in America, as it is here.
var british = regexp.MustCompile(`(al|im|or|rd|mar|gan|gn)is(e|ed|es|er|ing|ation)$|lys(e|ed|ing)$|` +
	`(cancel|label|model|level)l(ed|ing)$|(colour|favour|honour|labour|behaviour|programme|centre|judgement|licence)s?$`)

// misnamed finds the exported names of public packages that the glossary is
// against.
func misnamed(packs []pack) []finding {
	var findings []finding
	for _, p := range packs {
		if !p.library() {
			continue
		}
		for _, n := range p.exported() {
			for _, wrong := range n.against() {
				text := fmt.Sprintf("%s %s: %s", n.kind, n, wrong)
				findings = append(findings, finding{n.file.path, n.file.line(n.pos), text})
			}
		}
	}
	return findings
}

// against says what is wrong with a name.
func (n name) against() []string {
	var wrong []string
	for _, r := range glossary {
		if word := r.find(n); word != "" && !r.allows(n) {
			wrong = append(wrong, r.advise(word))
		}
	}
	for _, word := range split(n.word) {
		if british.MatchString(strings.ToLower(word)) {
			wrong = append(wrong, word+" is not spelt as in America")
		}
	}
	own := path.Base(n.pack)
	if n.owner == "" && (strings.EqualFold(n.word, own+"Definition") || strings.EqualFold(n.word, "New"+own)) {
		wrong = append(wrong, n.word+" repeats the name of the package; write Definition or New")
	}
	return wrong
}

// find returns the word of the row that stands in a name, "" if none does.
func (r row) find(n name) string {
	if r.kinds != 0 && r.kinds&n.kind == 0 {
		return ""
	}
	words := split(n.word)
	for _, except := range strings.Fields(r.except) {
		if at := index(words, split(except)); at >= 0 {
			return ""
		}
	}
	for _, word := range strings.Fields(r.words) {
		parts := split(word)
		if at := index(words, parts); at >= 0 && (!r.whole || len(parts) == len(words)) {
			return word
		}
	}
	return ""
}

// allows tells whether the word has its one meaning in a name.
func (r row) allows(n name) bool {
	for _, room := range strings.Fields(r.rooms) {
		if room == everywhere || inside(room)(n) {
			return r.means == nil || r.means(n)
		}
	}
	return false
}

// advise says what the word means, and what to write for another meaning.
func (r row) advise(word string) string {
	switch {
	case r.is == "":
		return fmt.Sprintf("%s is not a word of ours; write %s", word, r.write)
	case r.write == "":
		return fmt.Sprintf("%s stands for %s; find another word", word, r.is)
	}
	return fmt.Sprintf("%s stands for %s; write %s", word, r.is, r.write)
}

// split divides a name into its words, each with a capital letter: KPIDefinition
// is KPI and Definition, the field on_missing in JSON is On and Missing.
func split(name string) []string {
	var words []string
	for _, part := range strings.Split(name, "_") {
		letters := []rune(part)
		begin := 0
		for i := range letters {
			last := i+1 == len(letters)
			if last || unicode.IsUpper(letters[i+1]) && !unicode.IsUpper(letters[i]) ||
				i+2 < len(letters) && unicode.IsUpper(letters[i+1]) && unicode.IsLower(letters[i+2]) {
				letters[begin] = unicode.ToUpper(letters[begin])
				words = append(words, string(letters[begin:i+1]))
				begin = i + 1
			}
		}
	}
	return words
}

// index is where the words of part stand in those of whole, one after another,
// or -1.
func index(whole, part []string) int {
	for i := range whole {
		if i+len(part) <= len(whole) && slices.Equal(whole[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// What follows tells the meaning of a name.

func not(means func(name) bool) func(name) bool {
	return func(n name) bool { return !means(n) }
}

func inside(room string) func(name) bool {
	return func(n name) bool { return n.pack == room || strings.HasPrefix(n.pack, room+"/") }
}

// percent tells whether a name is or has the root's Percent.
func percent(n name) bool {
	if n.kind&(aField|aKey|aMethod) == 0 {
		return n.pack == "."
	}
	return n.value() == "Percent"
}

// zone tells whether a function takes a time zone.
func zone(n name) bool {
	function, ok := n.typ.(*ast.FuncType)
	return ok && strings.HasPrefix(signature(function), "func(*time.Location")
}

// notGiven tells apart what is missing, what is to be done about it, and what
// is given and not enough.
func notGiven(n name) bool {
	switch {
	case n.kind == aType:
		return n.word != "Missing"
	case n.kind == aConstant:
		return !strings.HasPrefix(n.word, "Missing")
	}
	return !slices.Contains([]string{"Missing", "OnMissing", "Gap", "PartGap", "Requirement", "Unmet"}, n.value())
}

func kindOfEvent(n name) bool {
	if n.kind == aType {
		return n.pack == "commission"
	}
	return n.value() == "Kind"
}

// days tells whether a name is about a number of days, or from a day to a day.
func days(n name) bool {
	if run, ok := n.typ.(*ast.StructType); ok {
		return slices.ContainsFunc(run.Fields.List, func(field *ast.Field) bool {
			return slices.ContainsFunc(field.Names, func(ident *ast.Ident) bool { return ident.Name == "From" })
		})
	}
	return slices.Contains([]string{"int", "int32", "int64", "Days", "Duration"}, n.value())
}

func ofEvent(n name) bool { return n.owner == "Event" }

// value is the name of the type that a field has or a function returns first,
// or of its elements; that of another package is without the package.
func (n name) value() string {
	typ := n.typ
	for {
		switch outer := typ.(type) {
		case *ast.FuncType:
			if outer.Results == nil {
				return ""
			}
			typ = outer.Results.List[0].Type
		case *ast.ArrayType:
			typ = outer.Elt
		case *ast.MapType:
			typ = outer.Value
		case *ast.SelectorExpr:
			return outer.Sel.Name
		default:
			return receiver(typ)
		}
	}
}
