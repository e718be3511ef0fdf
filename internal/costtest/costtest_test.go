package costtest_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/internal/costtest"
)

var kept []byte

func TestBytes(t *testing.T) {
	tests := []struct {
		name        string
		sizes       []int // of the calls, the last for the rest of them
		enough      uint64
		least, most uint64
		calls       int
	}{
		{"nothing", []int{0}, 4096, 0, 4096, 1},
		{"enough at once", []int{100_000}, 200_000, 100_000, 200_000, 1},
		{"noise in the first", []int{1_000_000, 10_000}, 50_000, 10_000, 50_000, 2},
		{"always more", []int{100_000}, 50_000, 100_000, 150_000, 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			got := costtest.Bytes(tt.enough, func() {
				kept = make([]byte, tt.sizes[min(calls, len(tt.sizes)-1)])
				calls++
			})
			if got < tt.least || got > tt.most {
				t.Errorf("Bytes = %d; want %d to %d", got, tt.least, tt.most)
			}
			if calls < tt.calls {
				t.Errorf("Bytes calls %d times; want %d", calls, tt.calls)
			}
		})
	}
}
