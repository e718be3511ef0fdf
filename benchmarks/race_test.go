package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	code := m.Run()
	check(cleanUp())
	os.Exit(code)
}

// TestAgree does a small part of all the work, and compares the answers.
func TestAgree(t *testing.T) {
	for _, r := range rows(1000) {
		t.Run(r.group+"/"+r.work, func(t *testing.T) {
			t.Parallel()
			if err := agree(r); err != nil {
				t.Error(err)
			}
			if us, hand, _ := (result{row: r, took: make([]sample, len(r.racers))}).find(); us < 0 || hand < 0 {
				t.Errorf("alianza is at %d and the work by hand at %d; want both", us, hand)
			}
		})
	}
}

// TestAgreeRefuses has a racer with another answer, and one by another rule.
func TestAgreeRefuses(t *testing.T) {
	says := func(text string) func() func() answer {
		return func() func() answer { return func() answer { return func() string { return text } } }
	}
	tests := []struct {
		name   string
		racers []racer
		want   string
	}{
		{"all the same", []racer{{ready: says("1")}, {ready: says("1"), role: byHand}}, "<nil>"},
		{"another answer", []racer{{ready: says("1")}, {ready: says("2"), role: peer, name: "p"}}, "g: w: p says 2; want 1"},
		{"another rule", []racer{{ready: says("1")}, {ready: says("2"), role: otherRule, want: "2"}}, "<nil>"},
		{"another rule, wrong", []racer{{ready: says("1")}, {ready: says("3"), role: otherRule, want: "2", name: "p"}}, "g: w: p says 3; want 2"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(agree(row{group: "g", work: "w", racers: tt.racers})); got != tt.want {
			t.Errorf("agree, %s = %s; want %s", tt.name, got, tt.want)
		}
	}
}

// TestRace has three racers with pauses that cannot be mistaken.
func TestRace(t *testing.T) {
	spin := func(rounds int) func() func() answer {
		return func() func() answer {
			return func() answer {
				n := uint32(1)
				for i := range uint32(rounds) {
					n = n*1664525 + i
				}
				spun += n
				return whole(7)
			}
		}
	}
	r := row{group: "g", work: "w", items: 10, goal: 2, peerGoal: 1, racers: []racer{
		{name: "us", role: ours, ready: spin(1_000_000)},
		{name: "hand", role: byHand, ready: spin(1_000_000)},
		{name: "slow", role: peer, ready: spin(100_000_000)},
		{name: "other", role: forScale, ready: spin(1)},
	}}
	got, err := race(r, 2, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	us, hand, best := got.find()
	if us != 0 || hand != 1 || best != 2 {
		t.Errorf("find = %d, %d, %d; want 0, 1, 2", us, hand, best)
	}
	for i, s := range got.took {
		if s.nanos <= 0 {
			t.Errorf("%s took %g ns; want more than 0", r.racers[i].name, s.nanos)
		}
	}
}

var spun uint32

// TestMedian has lists of both lengths.
func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		of   []float64
		want float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := median(tt.of); got != tt.want {
			t.Errorf("median(%v) = %g; want %g", tt.of, got, tt.want)
		}
	}
}

// BenchmarkAlianza measures alianza alone, so that benchstat can compare two
// commits; see the script compare.
func BenchmarkAlianza(b *testing.B) {
	for _, r := range rows(20) {
		for _, one := range r.racers {
			if one.role != ours {
				continue
			}
			b.Run(strings.ReplaceAll(r.group+"/"+r.work, " ", "_"), func(b *testing.B) {
				b.ReportAllocs()
				work := one.ready()
				for b.Loop() {
					if one.once {
						b.StopTimer()
						work = one.ready()
						b.StartTimer()
					}
					work()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(r.items), "ns/"+r.per)
			})
		}
	}
}
