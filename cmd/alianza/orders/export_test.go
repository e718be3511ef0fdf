package orders

import (
	"errors"
	"io"
	"strings"
)

// Rows returns the rows of a text, up to the first that is broken.
func Rows(text string) ([][]string, error) {
	s := newScanner(newDecoder(strings.NewReader(text), "utf-8"))
	s.comma = ','
	var all [][]string
	for {
		err := s.row()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		row := make([]string, len(s.cells))
		for i, c := range s.cells {
			row[i] = string(c)
		}
		all = append(all, row)
	}
}
