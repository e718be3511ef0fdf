package roi_test

import "math/big"

// A second implementation of the formulas, written from their definitions alone.
// It knows fractions and nothing of the package. The laws compare the two.

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

// refOf evaluates a formula in postfix notation: refOf("r c - c / 100 *", …). Each
// word is an operator, a whole number, or the name of a value.
func refOf(formula string, values map[string]*big.Rat) *big.Rat {
	var stack []*big.Rat
	word := ""
	for _, r := range formula + " " {
		if r != ' ' {
			word += string(r)
			continue
		}
		if n := len(stack); word == "+" || word == "-" || word == "*" || word == "/" {
			a, b, z := stack[n-2], stack[n-1], new(big.Rat)
			switch word {
			case "+":
				z.Add(a, b)
			case "-":
				z.Sub(a, b)
			case "*":
				z.Mul(a, b)
			case "/":
				z.Quo(a, b)
			}
			stack = append(stack[:n-2], z)
		} else if v, ok := values[word]; ok {
			stack = append(stack, v)
		} else if v, ok := new(big.Rat).SetString(word); ok {
			stack = append(stack, v)
		} else {
			panic(word)
		}
		word = ""
	}
	return stack[0]
}

// The formulas of the figures, by the name of the figure. Rates are percentages.
var refFormulas = map[string]string{
	"ROI":                    "r c - c / 100 *",
	"return gross":           "r c /",
	"return net":             "r c - c /",
	"ROAS":                   "r c /",
	"CAC":                    "c n /",
	"partner CAC":            "r c + n /",
	"saving":                 "c r - c / 100 *",
	"ARPA":                   "r n /",
	"LTV":                    "c m 100 / * k 100 / /",
	"LTV of a lifetime":      "c m 100 / * n *",
	"LTV:CAC":                "r c /",
	"payback":                "c r m 100 / * /",
	"contribution":           "r m 100 / * c - n -",
	"break-even revenue":     "c m 100 / /",
	"growth":                 "r c - c / 100 *",
	"grown":                  "c 1 m 100 / + *",
	"market expansion":       "n k / 100 *",
	"discounted LTV":         "c m 100 / * 1 d 100 / + * d 100 / k 100 / + /",
	"annual churn, 3 months": "1 1 k 100 / - 1 k 100 / - * 1 k 100 / - * - 100 *",
}

// refHorizon adds up the periods of a customer one by one.
func refHorizon(arpa, margin, churn, discount *big.Rat, periods int) *big.Rat {
	total, alive, factor := new(big.Rat), rat(1, 1), rat(1, 1)
	for range periods {
		one := new(big.Rat).Mul(arpa, margin)
		one.Quo(one, rat(100, 1)).Mul(one, alive).Mul(one, factor)
		total.Add(total, one)
		alive = refOf("a 1 c 100 / - *", map[string]*big.Rat{"a": alive, "c": churn})
		factor = refOf("f 1 d 100 / + /", map[string]*big.Rat{"f": factor, "d": discount})
	}
	return total
}

// refUnits counts units until they pay the fixed cost.
func refUnits(fixed, price, variable *big.Rat) int {
	left := new(big.Rat).Set(fixed)
	units := 0
	for ; left.Sign() > 0; units++ {
		left.Sub(left, new(big.Rat).Sub(price, variable))
	}
	return units
}
