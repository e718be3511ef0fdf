package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// plain writes an amount with the decimals that it has.
func plain(d decimal.Decimal) string { return d.StringFixed(max(0, -d.Exponent())) }

// lineError is an error about a line of a file.
type lineError struct {
	file string
	line int
	err  error
}

func (e *lineError) Unwrap() error { return e.err }

func (e *lineError) Error() string {
	text := e.err.Error()
	if faults := alianza.Faults(e.err); len(faults) > 0 {
		f := *faults[0]
		f.Line = 0 // of the line itself
		text = f.Error()
	}
	return fmt.Sprintf("%s:%d: %s", e.file, e.line, text)
}

// open opens a file to read; - is standard input.
func (c *call) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(c.stdin), nil
	}
	return os.Open(file)
}

// maxLine is how long a line of JSON may be.
const maxLine = 16 << 20

// eachLine calls use for each line of a file that is not blank. An error of use is
// one in the file.
func eachLine(c *call, file string, use func([]byte) error) error {
	f, err := c.open(file)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was read
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 1<<16), maxLine)
	for n := 1; in.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(in.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		if err := use(line); err != nil {
			return &usageError{&lineError{file, n, err}}
		}
	}
	return in.Err()
}

// readFile reads a whole file of at most 16 MiB; - is standard input.
func readFile(c *call, file string) ([]byte, error) {
	f, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was read
	data, err := io.ReadAll(io.LimitReader(f, maxLine+1))
	if err == nil && len(data) > maxLine {
		err = errors.New(file + " has more than 16 MiB")
	}
	return data, err
}
