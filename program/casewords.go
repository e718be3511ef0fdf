package program

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/near"
)

// caseWords faults the words of a case that nothing declares: a case with one could
// never be met, or would be met for another reason.
func (b *builder) caseWords(path string, c *Case) {
	for i := range c.Events {
		e, at := &c.Events[i], fmt.Sprintf("%s.events[%d]", path, i)
		if e.Refused != "" {
			b.word(at+".refused", e.Refused, alianza.Codes(), "")
			b.refusedOnly(at, e)
		} else if kind := string(e.Event.Kind); !strings.HasPrefix(kind, "item:") {
			b.word(at+".kind", kind, kindWords, "") // one that is refused may have any
		}
		b.ruleWord(at+".rule", e.Rule)
		b.word(at+".level", e.Level, b.levelWords(), "no level has this name")
	}
	for i := range c.Accounts {
		b.word(fmt.Sprintf("%s.accounts[%d].level", path, i), c.Accounts[i].Level, b.levelWords(), "no level has this name")
	}
}

// refusedOnly faults what an event should do that should be refused.
func (b *builder) refusedOnly(path string, e *CaseEvent) {
	for _, given := range []struct {
		field string
		is    bool
	}{{"earns", e.Earns != nil}, {"rule", e.Rule != ""}, {"level", e.Level != ""}} {
		if given.is {
			b.Add(path+"."+given.field, "", alianza.ErrConflict, "an event that is refused is paid by no rule; give one of refused and "+given.field)
		}
	}
}

// kindWords are the kinds of event. One that begins with item: has a name of the user's.
var kindWords = []string{
	string(commission.Lead), string(commission.QualifiedLead), string(commission.Referral), string(commission.Sale), string(commission.PaymentReceived),
	string(commission.Refund), string(commission.Chargeback), string(commission.Correction), string(commission.Reversal),
	string(commission.Maturity), string(commission.Adjustment), string(commission.Close),
}

// word faults a word that is none of a list, unless there is no word or no list. Why says
// so of a long list; without it, the list is told.
func (b *builder) word(path, word string, list []string, why string) {
	if word == "" || len(list) == 0 || slices.Contains(list, word) {
		return
	}
	if name := near.Of(word, list); name != "" {
		why = fmt.Sprintf("did you mean %q?", name)
	} else if why == "" {
		why = fmt.Sprintf("want one of %q", list)
	}
	b.Add(path, word, alianza.ErrUnknown, why)
}

// ruleWord faults the name of a rule that no plan has. Several that pay one event are
// joined.
func (b *builder) ruleWord(path, word string) {
	names := b.ruleWords()
	for one := range strings.SplitSeq(word, " and ") {
		if !slices.Contains(names, word) && !slices.Contains(names, one) {
			b.word(path, word, names, "no rule or bonus has this name")
			return
		}
	}
}

// ruleWords returns the names of the rules and bonuses of all plans.
func (b *builder) ruleWords() []string {
	if b.rules == nil {
		for i := range b.def.Plans {
			for j := range b.def.Plans[i].Plan.Rules {
				b.rules = append(b.rules, b.def.Plans[i].Plan.Rules[j].Name)
			}
			for j := range b.def.Plans[i].Plan.Bonuses {
				b.rules = append(b.rules, b.def.Plans[i].Plan.Bonuses[j].Name)
			}
		}
	}
	return b.rules
}

// levelWords returns the names of the levels of the editions, and of those that plans
// have rates for.
func (b *builder) levelWords() []string {
	if b.allLevels == nil {
		b.allLevels = sortedKeys(b.levelNames())
		for i := range b.def.Plans {
			for j := range b.def.Plans[i].Plan.Rules {
				b.allLevels = append(b.allLevels, sortedKeys(b.def.Plans[i].Plan.Rules[j].Pay.Rates)...)
			}
		}
	}
	return b.allLevels
}
