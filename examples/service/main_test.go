package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The one command of the README starts with orders in it, tells how to sign in, answers
// a request that is under way when it is stopped, and ends without an error.
func TestOneCommand(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	in, out := io.Pipe()
	ended := make(chan error, 1)
	var logs bytes.Buffer
	go func() {
		defer func() { _ = out.Close() }()
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0"}, func(string) string { return "" }, out, &logs)
	}()
	token, base := "", ""
	for lines := bufio.NewScanner(in); base == "" && lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "token of a manager: "); ok {
			token = text
		}
		if strings.HasPrefix(lines.Text(), "http://") {
			base = lines.Text()
		}
	}
	if body := fetch(t, base+"/v1/partners", token); !strings.Contains(body, `"ana","level":"gold"`) {
		t.Error("partners:", body)
	}
	// A request whose body is still on its way when the service is told to stop.
	slow, rest := io.Pipe()
	answered := make(chan int, 1)
	go func() {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/v1/deals", slow)
		if err != nil {
			answered <- 0
			return
		}
		r.Header.Set("Authorization", "Bearer "+token)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			answered <- 0
			return
		}
		answered <- response.StatusCode
		_ = response.Body.Close()
	}()
	_, err := rest.Write([]byte(`{"id": `))
	time.Sleep(100 * time.Millisecond)
	stop()
	time.Sleep(100 * time.Millisecond)
	if _, failed := rest.Write([]byte(`"late"}`)); err != nil || failed != nil || rest.Close() != nil {
		t.Error(err, failed)
	}
	if status := <-answered; status != http.StatusCreated {
		t.Error("a request under way:", status)
	}
	if err := <-ended; err != nil {
		t.Error("the end:", err)
	}
}

func fetch(t *testing.T, address, token string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || response.Body.Close() != nil {
		t.Fatal(err)
	}
	return string(body)
}
