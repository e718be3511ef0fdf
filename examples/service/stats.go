package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// stats are counters and one histogram, in the text format of Prometheus. A service with
// more of them takes a library; these few need none.
type stats struct {
	mu       sync.Mutex
	counters map[string]uint64 // by name and labels
	buckets  map[string]*[len(bounds) + 1]uint64
	seconds  map[string]float64 // in sum, by route
}

// bounds are those of the buckets of the histogram, in seconds.
var bounds = [...]float64{0.005, 0.02, 0.1, 0.5, 2.5, 10}

var help = map[string]string{
	"alianza_webhooks_total":      "Webhooks by what became of them.",
	"alianza_http_requests_total": "Requests by route and status.",
}

func newStats() *stats {
	return &stats{counters: map[string]uint64{}, buckets: map[string]*[len(bounds) + 1]uint64{}, seconds: map[string]float64{}}
}

// count adds one to a counter. The labels are names and values in turn.
func (s *stats) count(name string, labels ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counters[name+labelText(labels...)]++
}

func labelText(labels ...string) string {
	var parts []string
	for i := 0; i+1 < len(labels); i += 2 {
		value := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(labels[i+1])
		parts = append(parts, labels[i]+`="`+value+`"`)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// took notes how long a route took.
func (s *stats) took(route string, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.buckets[route] == nil {
		s.buckets[route] = new([len(bounds) + 1]uint64)
	}
	i, _ := slices.BinarySearch(bounds[:], d.Seconds())
	s.buckets[route][i]++
	s.seconds[route] += d.Seconds()
}

// write writes everything that was counted.
func (s *stats) write(w io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := ""
	for _, key := range slices.Sorted(maps.Keys(s.counters)) {
		if name, _, _ := strings.Cut(key, "{"); name != last {
			fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s counter\n", name, help[name], name)
			last = name
		}
		fmt.Fprintf(w, "%s %d\n", key, s.counters[key])
	}
	fmt.Fprint(w, "# HELP alianza_http_seconds How long requests took.\n# TYPE alianza_http_seconds histogram\n")
	for _, route := range slices.Sorted(maps.Keys(s.buckets)) {
		sum := uint64(0)
		for i, n := range s.buckets[route] {
			le := "+Inf"
			if i < len(bounds) {
				le = fmt.Sprint(bounds[i])
			}
			sum += n
			fmt.Fprintf(w, "alianza_http_seconds_bucket%s %d\n", labelText("route", route, "le", le), sum)
		}
		fmt.Fprintf(w, "alianza_http_seconds_sum%s %g\n", labelText("route", route), s.seconds[route])
		fmt.Fprintf(w, "alianza_http_seconds_count%s %d\n", labelText("route", route), sum)
	}
}

// serveStats writes the counters, and how many events and payouts are in which state:
// counts alone, no amounts.
func (s *service) serveStats(w http.ResponseWriter, r *http.Request) error {
	type row struct {
		state string
		n     int64
	}
	fields := func(r *row) []any { return []any{&r.state, &r.n} }
	var events, payouts []row
	err := s.store.update(r.Context(), func(t *tx) (err error) {
		if events, err = all(t, fields, `SELECT state, count(*) FROM events GROUP BY state ORDER BY state`); err != nil {
			return err
		}
		payouts, err = all(t, fields, `SELECT state, count(*) FROM payouts GROUP BY state ORDER BY state`)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	s.stats.write(w)
	for _, gauge := range []struct {
		name, help string
		rows       []row
	}{{"alianza_events", "Events by state.", events}, {"alianza_payouts", "Payouts by state.", payouts}} {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s gauge\n", gauge.name, gauge.help, gauge.name)
		for _, r := range gauge.rows {
			fmt.Fprintf(w, "%s%s %d\n", gauge.name, labelText("state", r.state), r.n)
		}
	}
	return nil
}
