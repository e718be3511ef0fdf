package alianza_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
)

// TestContract runs the program's examples that hold for every package.
func TestContract(t *testing.T) {
	contract.Run(t, "alianza", map[string]contract.Adapter{
		"X2": func(in contract.Input) (any, error) {
			return contractBound(in.Text("text")).Holds(in.Number("value")), nil
		},
		"X3": func(in contract.Input) (any, error) {
			band := in.Numbers("band")
			if alianza.Between(band[0], band[1]).Holds(in.Number("value")) {
				return "inside", nil
			}
			return "outside", nil
		},
		"X13": func(in contract.Input) (any, error) {
			return in.Date("start").AddMonths(in.Int("add_months")), nil
		},
		"X16": func(in contract.Input) (any, error) {
			types, err := listedWords("X16")
			if in.Has("type") {
				return slices.Contains(types, in.Text("type")), err
			}
			return types, err
		},
		"X18": func(in contract.Input) (any, error) {
			models, err := listedWords("X18")
			if in.Has("count") {
				return len(models), err
			}
			return models, err
		},

		"cross.AddMonths": func(in contract.Input) (any, error) {
			return in.Date("date").AddMonths(in.Int("months")), nil
		},
		"cross.DaysBetween": func(in contract.Input) (any, error) {
			return in.Date("from").DaysUntil(in.Date("to")), nil
		},
	})
}

// contractBound reads the notation of the program: "7.0+", ">90%", "<4 weeks".
// A week is counted in days.
func contractBound(text string) alianza.Bound {
	number := decimal.RequireFromString(regexp.MustCompile(`[\d.]+`).FindString(text))
	if strings.HasSuffix(text, " weeks") {
		number = number.Mul(decimal.NewFromInt(7))
	}
	switch {
	case strings.HasPrefix(text, ">"):
		return alianza.Above(number)
	case strings.HasPrefix(text, "<"):
		return alianza.Below(number)
	case strings.HasSuffix(text, "+"):
		return alianza.AtLeast(number)
	}
	return alianza.Bound{}
}

// listedWords reads the words that RULES.md lists in a row, behind a colon: a
// rule that is a list of words and nothing else lives there.
func listedWords(rule string) ([]string, error) {
	page, err := os.ReadFile("RULES.md")
	if err != nil {
		return nil, err
	}
	row := regexp.MustCompile(`(?m)^\| ` + rule + ` \| .*: ([^:|]*) \|.*\|.*\|$`).FindSubmatch(page)
	if row == nil {
		return nil, contract.ErrNotBuilt
	}
	return strings.Split(string(row[1]), ", "), nil
}
