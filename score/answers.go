package score

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Answer is the answer to a yes-or-no criterion. The zero Answer is [Unknown].
type Answer uint8

// The answers to a criterion.
const (
	Unknown Answer = iota // written "unknown"
	No                    // written "no"
	Yes                   // written "yes"
)

var answerNames = [...]string{"unknown", "no", "yes"}

// String returns the answer in lower case.
func (a Answer) String() string { return enum.Name(a, answerNames[:]) }

// MarshalText returns the answer in lower case.
func (a Answer) MarshalText() ([]byte, error) { return enum.Text(a, answerNames[:], 0) }

// UnmarshalText reads an answer: yes, no or unknown.
func (a *Answer) UnmarshalText(text []byte) error { return enum.Parse(a, text, answerNames[:], 0) }

// Answers are the facts about a possible partner, by criterion. A criterion that
// is not there is [Unknown]; it is not a no.
//
// Rules: X14.
type Answers map[string]Answer

// MergeAnswers returns the answers of several lists as one. A criterion that two
// lists ask for is answered once: an answer of one list takes the place of
// [Unknown] in another.
//
// It returns an error if:
//   - one list says yes and another says no ([alianza.ErrConflict]);
//   - a value is no [Answer].
//
// Rules: S35.
func MergeAnswers(lists ...Answers) (Answers, error) {
	var f check.Faults
	merged := Answers{}
	for i, list := range lists {
		for _, name := range slices.Sorted(maps.Keys(list)) {
			path, answer, before := fmt.Sprintf("answers[%d].%s", i, name), list[name], merged[name]
			switch {
			case !enum.Check(&f, path, answer, answerNames[:], 0):
			case before != Unknown && answer != Unknown && before != answer:
				f.Add(path, answer.String(), alianza.ErrConflict, "another list says "+before.String())
			default:
				merged[name] = max(before, answer)
			}
		}
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("score: merge: %w", err)
	}
	return merged, nil
}

// MarshalJSON returns an object with the criteria in order.
func (a Answers) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an object of answers.
func (a *Answers) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }
