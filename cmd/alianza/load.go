package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

// The sample program and its orders.
var (
	//go:embed data/program.json
	sampleProgram []byte
	//go:embed data/orders.csv
	sampleOrders string
)

// documentError are the faults of a document.
type documentError struct {
	file   string
	faults []*alianza.FieldError
	err    error // if they are none
}

func (e *documentError) Error() string { return fmt.Sprintf("%s: %v", e.file, e.err) }
func (e *documentError) Unwrap() error { return e.err }

// print prints each fault as editors and CI read it:
//
//	program.json:14:20: plans[0].rules[0].rates.gold "32": malformed: …
func (e *documentError) print(w io.Writer) {
	for _, f := range e.faults {
		fmt.Fprintln(w, faultLine(e.file, "", f))
	}
	if len(e.faults) == 0 {
		fmt.Fprintf(w, "%s: %v\n", e.file, e.err)
		return
	}
	fmt.Fprint(w, moreLine(e.file, e.err))
}

// moreLine says that there are more faults than are told, if there are.
func moreLine(file string, err error) string {
	last := err.Error()
	last = last[1+strings.LastIndexByte(last, '\n'):]
	if strings.HasPrefix(last, "there may be more") {
		return file + ": " + last + "; mend them first\n"
	}
	return ""
}

// remarkLead stands before a remark, which is no fault.
const remarkLead = "remark: "

// faultLine writes a fault with its place: the file, the line and the column.
func faultLine(file, lead string, f *alianza.FieldError) string {
	line, column := max(1, f.Line), max(1, f.Column)
	in := *f
	in.Line, in.Column = 0, 0
	if lead == remarkLead {
		// What is allowed contradicts nothing; the code is for programs.
		in.Err = errors.New(strings.TrimPrefix(in.Reason(), alianza.ErrConflict.Error()+": "))
	}
	return fmt.Sprintf("%s:%d:%d: %s%s%s", file, line, column, lead, in.Error(), wayOut(&in))
}

// wayOut says what to write where the library says only what is wrong.
func wayOut(f *alianza.FieldError) string {
	reason := f.Reason()
	switch {
	case reason == alianza.ErrMissing.Error():
		return ": the field has to be there"
	case strings.HasSuffix(reason, "not a decimal number"):
		return `: write digits and a point, such as "1234.50"`
	case strings.HasSuffix(reason, "not a whole number of 32 bits"):
		return ": write a number without decimals, such as 14"
	case strings.HasSuffix(reason, ": negative"):
		return ": write 0 or more"
	}
	return ""
}

// loadProgram reads a document, or the sample. It checks the whole of it.
func loadProgram(c *call, file string) (program.Program, error) {
	data, name := sampleProgram, "sample program"
	if file != "" {
		var err error
		if data, err = readFile(c, file); err != nil {
			return program.Program{}, err
		}
		name = file
	}
	p, err := alianza.Read[program.Program](data)
	if err != nil {
		return p, &documentError{name, alianza.Faults(err), err}
	}
	return p, nil
}
