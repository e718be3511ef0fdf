package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
)

// newSheet reads the head of a file of CSV that is written for the command.
func newSheet(c *call, in io.Reader, file string, columns []string) (*orders.Sheet, error) {
	sheet, err := orders.NewSheet(in, columns)
	if err == nil && sheet.Encoding() != "" {
		c.remark("remark: %s is read as %s", file, sheet.Encoding())
	}
	var format *orders.FormatError
	if errors.As(err, &format) {
		return nil, &fileError{file: file, faults: []string{err.Error()}}
	}
	return sheet, err
}

// fileError are all that is wrong with a file, each with its line.
type fileError struct {
	file   string
	faults []string
	more   int // that are not kept
}

// faultsShown is how many faults of a file are kept.
const faultsShown = 100

// add adds a fault of a line, 0 for none, about something. It adds none for nil.
func (f *fileError) add(line int, about string, err error) {
	if err == nil {
		return
	}
	if len(f.faults) == faultsShown {
		f.more++
		return
	}
	text := err.Error()
	if about != "" {
		text = about + ": " + text
	}
	if line > 0 {
		text = fmt.Sprintf("line %d: %s", line, text)
	}
	f.faults = append(f.faults, text)
}

// each calls use for each row of a sheet, with its line. It returns the faults of rows
// that are none and those that use has added.
func (f *fileError) each(sheet *orders.Sheet, use func(line int)) error {
	for {
		line, err := sheet.Next()
		var broken *orders.RowError
		switch {
		case errors.Is(err, io.EOF):
			return f.err()
		case errors.As(err, &broken):
			f.add(line, "", errors.New(broken.Reason))
		case err != nil:
			return err
		default:
			use(line)
		}
	}
}

// err returns the faults, nil if there are none.
func (f *fileError) err() error {
	if len(f.faults) == 0 {
		return nil
	}
	return f
}

func (f *fileError) Error() string { return fmt.Sprintf("%s: %s", f.file, f.faults[0]) }

// print prints each fault in a line.
func (f *fileError) print(w io.Writer) {
	for _, fault := range f.faults {
		fmt.Fprintf(w, "%s: %s\n", f.file, fault)
	}
	if f.more > 0 {
		fmt.Fprintf(w, "%s: and %d more\n", f.file, f.more)
	}
}
