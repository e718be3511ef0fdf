package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// The study of the README, made once for all tests.
var sample = sync.OnceValues(func() (*study, error) {
	before, err := load("", beforeDocument)
	if err != nil {
		return nil, err
	}
	after, err := load("", afterDocument)
	if err != nil {
		return nil, err
	}
	return compare(before, after, people(1000, 1))
})

func theSample(t *testing.T) *study {
	t.Helper()
	s, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// images is where the pictures of the README are.
const images = "../../docs/images"

// The pictures of the documentation are those of the program. UPDATE=1 writes them anew.
func TestPictures(t *testing.T) {
	s := theSample(t)
	pictures, err := s.pictures()
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.pictures()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range pictures {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("%s is not the same twice", name)
		}
		if len(data) >= 30_000 {
			t.Errorf("%s has %d bytes", name, len(data))
		}
		if err := wellFormed(data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		file := filepath.Join(images, name)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Error(err)
			}
		}
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(kept, data) {
			t.Errorf("%s is another picture; UPDATE=1 writes it", file)
		}
	}
}

func wellFormed(data []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// The tables of the README are those of the program.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := theSample(t).String()
	if _, block, ok := strings.Cut(string(readme), "\n\n```\n"); !ok {
		t.Error("the README shows no output")
	} else if got, _, _ := strings.Cut(block, "```\n"); got != text {
		t.Errorf("the README shows\n%s\nand the program says\n%s", got, text)
	}
}

// The command writes all its pictures, and it refuses what is no program.
func TestRun(t *testing.T) {
	folder := t.TempDir()
	var out strings.Builder
	if err := run([]string{"-partners", "20", "-pictures", folder}, &out); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 5 {
		t.Errorf("%d files, %v", len(files), err)
	}
	wrong := filepath.Join(folder, "wrong.json")
	if err := os.WriteFile(wrong, []byte(`{"id": "x", "plan": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-partners", "0"}, {"-before", wrong}, {"-after", folder}} {
		if err := run(args, io.Discard); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}

// What a month of sales of 100 pays, by hand.
func TestCurve(t *testing.T) {
	s := theSample(t)
	for _, c := range []struct {
		sales         int
		before, after int64
	}{
		{0, 0, 0},
		{1, 20_00, 22_00},
		{5, 5 * 20_00, 5 * 22_00},
		{6, 6 * 25_00, 110_00 + 29_00},
		{15, 15 * 25_00, 110_00 + 10*29_00},
		{16, 16 * 30_00, 400_00 + 37_00},
		{30, 30 * 30_00, 400_00 + 15*37_00},
		{31, 31 * 35_00, 955_00 + 40_00},
		{60, 60 * 35_00, 955_00 + 30*40_00},
		{70, 70 * 35_00, 955_00 + 40*40_00}, // beyond the curve
	} {
		if got := s.curves[0].of(c.sales); got != c.before {
			t.Errorf("before, %d sales: %s, want %s", c.sales, money(got), money(c.before))
		}
		if got := s.curves[1].of(c.sales); got != c.after {
			t.Errorf("after, %d sales: %s, want %s", c.sales, money(got), money(c.after))
		}
	}
	if before, after := s.curves[0].cliffs(), s.curves[1].cliffs(); len(before) != 3 || before[0] != 6 || before[1] != 16 || before[2] != 31 || len(after) != 0 {
		t.Errorf("cliffs %v before and %v after", before, after)
	}
}

// Two months, the others without a sale. The second month gives or takes.
func TestAnswer(t *testing.T) {
	s := theSample(t)
	for _, c := range []struct {
		name      string
		now, next int
		want      int // in the first month, before
	}{
		// 15×25 + 20×30 = 975 as it is; 16×30 + 19×30 = 1050, less 15 of effort.
		{"hurries one", 15, 20, 16},
		// 17×30 + 15×25 = 885; 16×30 + 16×30 = 960, less 15.
		{"stops at the bound", 17, 15, 16},
		// 10×25 + 10×25 whatever it moves.
		{"is far from a bound", 10, 10, 10},
		// 16 is four away.
		{"does not reach it", 12, 24, 12},
	} {
		p := person{watches: true, wants: [months]int{10: c.now, 11: c.next}}
		got := p.answer(&s.curves[0])
		if got[10] != c.want || got[10]+got[11] != c.now+c.next {
			t.Errorf("%s: %d and %d become %d and %d, want %d", c.name, c.now, c.next, got[10], got[11], c.want)
		}
		if got := p.answer(&s.curves[1]); got != p.wants {
			t.Errorf("%s: without cliffs %v", c.name, got)
		}
		p.watches = false
		if got := p.answer(&s.curves[0]); got != p.wants {
			t.Errorf("%s: who looks away moves sales: %v", c.name, got)
		}
	}
}

// Nobody sells more or less for a bound: only months change.
func TestSalesOfTheYear(t *testing.T) {
	s := theSample(t)
	for i, p := range s.people {
		var want, before, after int
		for m := range months {
			want, before, after = want+p.wants[m], before+s.before.sales[i][m], after+s.after.sales[i][m]
		}
		if before != want || after != want {
			t.Errorf("%s wants %d sales, and makes %d and %d", p.name, want, before, after)
		}
	}
}

// The pay of every partner, computed without the library: the rate of the month by its
// sales, each sale rounded half up to cents, a refund takes its sale's pay back.
func TestPay(t *testing.T) {
	s := theSample(t)
	p, err := load("", beforeDocument)
	if err != nil {
		t.Fatal(err)
	}
	var total int64
	for i := range s.people {
		want := payByHand(&s.people[i], s.before.sales[i], p)
		if got := s.before.pay[i]; got != want {
			t.Errorf("%s: %s, want %s", s.people[i].name, money(got), money(want))
		}
		total += want
	}
	if got := s.before.totals.Earned.Add(s.before.totals.Adjusted); !got.Equal(decimal.New(total, -2)) {
		t.Errorf("cost %s, want %s", got, money(total))
	}
}

func payByHand(who *person, sales [months]int, p program.Program) int64 {
	pays, total := map[string]int64{}, int64(0)
	for _, e := range who.events(sales, p) {
		if e.Kind == commission.Refund {
			total -= pays[e.Of]
			continue
		}
		percent := int64(20)
		switch n := sales[e.At.Month()-1]; {
		case n >= 31:
			percent = 35
		case n >= 16:
			percent = 30
		case n >= 6:
			percent = 25
		}
		pays[e.ID] = (e.Amount.Shift(2).IntPart()*percent + 50) / 100
		total += pays[e.ID]
	}
	return total
}
