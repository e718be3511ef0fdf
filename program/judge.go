package program

import (
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// A Prospect is what is known of a possible partner: answers and numbers for the
// screening or the checklist, and scores for the evaluation.
type Prospect struct {
	_      [0]func()      // == would compare decimals by address
	Facts  prospect.Facts `json:",inline,omitzero"`
	Scores score.Scores   `json:"scores,omitzero"`
}

// MarshalJSON writes the prospect by its tags.
func (p Prospect) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a prospect strictly. Judge reports facts that nobody asks
// for.
func (p *Prospect) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

func (p *Prospect) isZero() bool { return strictjson.IsZero(*p) }

// A Verdict is what the program says of a prospect: the results of those parts that
// it has and that the prospect has facts for.
type Verdict struct {
	_ [0]func() // == would compare decimals by address
	// Decision is the action of the screening, else the light of the checklist, else
	// "advance" or "stop" by the evaluation.
	Decision   string            `json:"decision"`
	Screening  *prospect.Report  `json:"screening,omitzero"`
	Light      *score.Verdict    `json:"light,omitzero"`
	Assessment *score.Assessment `json:"assessment,omitzero"`
}

// MarshalJSON writes the verdict by its tags.
func (v Verdict) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads a verdict strictly.
func (v *Verdict) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }

// String returns the decision and the results, a line each.
func (v Verdict) String() string {
	lines := []string{v.Decision}
	if v.Light != nil {
		lines = append(lines, "checklist: "+v.Light.String())
	}
	if v.Assessment != nil {
		lines = append(lines, "evaluation: "+v.Assessment.String())
	}
	if v.Screening != nil {
		lines = append(lines, v.Screening.String())
	}
	return strings.Join(lines, "\n")
}

// Judge takes a prospect from what is known of it to a verdict. The screening is
// asked, or the checklist if the program has no screening, and the evaluation if
// there are scores or the program has neither. Judge returns an error if:
//   - the program has none of the three, or nothing that it could ask
//     ([alianza.ErrUnknown]);
//   - one of them refuses a fact.
func (p Program) Judge(facts Prospect) (Verdict, error) {
	if err := p.unchecked(); err != nil {
		return Verdict{}, err
	}
	var v Verdict
	var f check.Faults
	if p.has.screening {
		report, err := p.screening.Judge(facts.Facts)
		f.Join(err)
		v.Screening, v.Decision = &report, report.Action
	}
	if p.has.checklist && !p.has.screening {
		light, err := p.checklist.JudgeWith(facts.Facts.Answers, facts.Facts.Numbers)
		f.Join(err)
		v.Light = &light
		if v.Decision == "" {
			v.Decision = light.Light.String()
		}
	}
	if p.has.evaluation && (len(facts.Scores) > 0 || v.Decision == "") {
		a, err := p.evaluation.Judge(facts.Scores)
		f.Join(err)
		v.Assessment = &a
		if v.Decision == "" {
			v.Decision = "stop"
			if a.Advance {
				v.Decision = "advance"
			}
		}
	}
	if !p.has.evaluation && len(facts.Scores) > 0 {
		f.Add("scores", "", alianza.ErrUnknown, "the program has no evaluation")
	}
	if v.Screening == nil && v.Light == nil && v.Assessment == nil {
		f.Add("prospect", "", alianza.ErrUnknown, "the program has no screening, no checklist and no evaluation")
	}
	if err := f.Err(); err != nil {
		return Verdict{}, err
	}
	return v, nil
}
