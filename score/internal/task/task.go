// Package task checks the tasks of package score.
package task

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// MaxDays is the most days that a task may have, ten years.
const MaxDays = 3660

// A Task is the Task of package score.
type Task struct {
	Action string `json:"action"`
	Owner  string `json:"owner,omitzero"`
	Days   int    `json:"days,omitzero"`
	Text   string `json:"text"`
}

// Check adds the faults of a task.
func Check(f *check.Faults, path string, t Task) {
	f.Name(path+".action", t.Action)
	CheckDuty(f, path, t.Owner, t.Days)
	f.Name(path+".text", t.Text)
}

// CheckDuty adds the faults of the owner and the days of a task.
func CheckDuty(f *check.Faults, path, owner string, days int) {
	if owner != "" {
		f.Name(path+".owner", owner)
	}
	if days < 0 || days > MaxDays {
		f.Add(path+".days", fmt.Sprint(days), alianza.ErrRange, fmt.Sprintf("0 to %d", MaxDays))
	}
}
