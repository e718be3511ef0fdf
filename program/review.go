package program

import (
	"github.com/seed-0af520cd/alianza"
)

// Review remarks on what is allowed in a document and seldom meant. A remark is not
// a fault: the program works.
func (p Program) Review() []*alianza.FieldError {
	return nil
}
