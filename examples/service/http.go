package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A problem is an answer that something is wrong, in the form of RFC 9457. Its faults are
// those of the library: with a code for programs, a place, and a reason for people.
type problem struct {
	Title  string                `json:"title"`
	Faults []*alianza.FieldError `json:"faults,omitempty"`
	status int
}

func (p *problem) Error() string { return p.Title }

func notFound(format string, args ...any) error {
	return &problem{status: http.StatusNotFound, Title: fmt.Sprintf(format, args...)}
}

// problemOf says what an error is for the caller. What is the machine's fault is told
// without its text, which is for the log.
func problemOf(err error) *problem {
	p, move, big := (*problem)(nil), (*pipeline.MoveError)(nil), (*http.MaxBytesError)(nil)
	faults := alianza.Faults(err)
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &big):
		return &problem{status: http.StatusRequestEntityTooLarge, Title: fmt.Sprintf("more than %d bytes", big.Limit)}
	case errors.As(err, &move):
		return &problem{status: http.StatusConflict, Title: err.Error()}
	case errors.Is(err, errNoProgram):
		return &problem{status: http.StatusConflict, Title: err.Error()}
	case len(faults) == 1 && faults[0].Path == "id" && errors.Is(err, alianza.ErrConflict):
		return &problem{status: http.StatusConflict, Title: "the ID is taken", Faults: faults}
	case len(faults) > 0:
		return &problem{status: http.StatusUnprocessableEntity, Title: "the document has faults", Faults: faults}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &problem{status: http.StatusServiceUnavailable, Title: "it took too long; try again"}
	}
	return &problem{status: http.StatusInternalServerError, Title: "the service has a problem; try again"}
}

// write writes the problem with a line for each fault.
func (p *problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.status)
	title, _ := json.Marshal(p.Title) // a text
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"title\": %s", title)
	for i, f := range p.Faults {
		line, err := json.Marshal(f)
		if err != nil {
			continue
		}
		b.WriteString(map[bool]string{true: ", \"faults\": [\n", false: ",\n"}[i == 0])
		b.Write(line)
	}
	if len(p.Faults) > 0 {
		b.WriteString("\n]")
	}
	b.WriteString("}\n")
	_, _ = w.Write(b.Bytes()) // the caller may have gone
}

// answer writes a value as JSON.
func answer(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the caller may have gone
	return nil
}

// read reads the body of a request.
func read(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	return io.ReadAll(http.MaxBytesReader(w, r.Body, most))
}

// param returns a part of the address by its name in the route. The router leaves it
// escaped where it has a slash in it.
func param(r *http.Request, name string) string {
	value := chi.URLParam(r, name)
	if plain, err := url.PathUnescape(value); err == nil && r.URL.RawPath != "" {
		return plain
	}
	return value
}

// readJSON reads the body of a request strictly.
func readJSON[T any, P interface {
	*T
	json.Unmarshaler
}](w http.ResponseWriter, r *http.Request,
) (T, error) {
	var none T
	body, err := read(w, r, 1<<20)
	if err != nil {
		return none, err
	}
	return alianza.Read[T, P](body)
}

// readPlain reads a body of this service's own, strictly as far as encoding/json goes.
func readPlain(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil && d.More() {
		err = errors.New("data after the document")
	}
	if err != nil && len(alianza.Faults(err)) == 0 {
		return fault("", "", alianza.ErrForm, strings.TrimPrefix(err.Error(), "json: "))
	}
	return err
}
