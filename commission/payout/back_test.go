package payout_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// comeBack are the ways in which the money of a payout is the program's again.
func comeBack() map[string]func(b *book, p payout.Payout) {
	returned := func(b *book, p payout.Payout, amount string) payout.Payout {
		next, account, err := b.policy.Return(b.account, p, payout.Move{Key: "back " + amount, Amount: num(amount), At: at("2026-02-03"), Reason: "iban unknown"})
		b.keep(account, err)
		return next
	}
	return map[string]func(b *book, p payout.Payout){
		"failed": func(b *book, p payout.Payout) { b.fail(p, at("2026-02-03")) },
		"returned": func(b *book, p payout.Payout) {
			p, account, err := b.policy.Confirm(b.account, p.Key)
			b.keep(account, err)
			returned(b, p, p.Paid.String())
		},
		"returned in parts": func(b *book, p payout.Payout) {
			p, account, err := b.policy.Confirm(b.account, p.Key)
			b.keep(account, err)
			p = returned(b, p, "1")
			returned(b, p, p.Left().String())
		},
		"failed twice": func(b *book, p payout.Payout) {
			b.fail(p, at("2026-02-03"))
			again := b.settle(month(2))
			if !again.Paid.Equal(p.Paid) {
				b.t.Errorf("Settle(again) = %s; want %s as before", again, p.Paid)
			}
			b.fail(again, at("2026-02-04"))
		},
	}
}

// TestBackDraw pays what came back beside the draw of the next period: it is no
// earnings of that period.
func TestBackDraw(t *testing.T) {
	tests := []struct {
		name      string
		guarantee bool
		earned    string
		want      string // of February: paid, held, carried
	}{
		{"a guarantee", true, "200", "2000.00 0.00 0.00"}, // 1000 + 1000, of which 800 are guaranteed
		{"an advance", false, "200", "2000.00 0.00 -1500.00"},
		{"a guarantee of less than is earned", true, "1200", "2200.00 0.00 0.00"},
		{"an advance that is recovered", false, "1200", "2000.00 0.00 -500.00"}, // 1000 + 1200 - 200 of 700
		{"an advance after a loss", false, "-100", "2000.00 0.00 -1800.00"},     // 700 + 1100
	}
	for _, tt := range tests {
		for name, back := range comeBack() {
			t.Run(tt.name+" "+name, func(t *testing.T) {
				d := confirmed()
				d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("1000"), Guarantee: tt.guarantee}
				b := newBook(t, d)
				b.post(entry("a", "300", "2026-01-10"))
				first := b.settle(month(2))
				back(b, first)
				b.post(entry("b", tt.earned, "2026-02-10"))
				b.wantSums(month(3), tt.want)
			})
		}
	}
}

// TestBackMaximum pays what came back beside the maximum of the next period.
func TestBackMaximum(t *testing.T) {
	tests := []struct {
		name         string
		lost         bool
		january, feb string
		want         string // of February
		givenUp      string
	}{
		{"each within the maximum", true, "100", "100", "200.00 0.00 0.00", "0"},
		{"each a part of it", true, "60", "70", "130.00 0.00 0.00", "0"},
		{"more is lost", true, "60", "110", "160.00 0.00 0.00", "-10"},
		{"more is kept", false, "60", "110", "160.00 0.00 10.00", "0"},
		{"more than twice is kept", false, "150", "110", "200.00 0.00 60.00", "0"},
		{"a loss is set off", true, "100", "-30", "70.00 0.00 0.00", "0"},
	}
	for _, tt := range tests {
		for name, back := range comeBack() {
			t.Run(tt.name+" "+name, func(t *testing.T) {
				d := confirmed()
				d.Maximum, d.ExcessLost = num("100"), tt.lost
				b := newBook(t, d)
				b.post(entry("a", tt.january, "2026-01-10"))
				first := b.settle(month(2))
				back(b, first)
				b.post(entry("b", tt.feb, "2026-02-10"))
				if got := b.wantSums(month(3), tt.want); !got.GivenUp.Equal(num(tt.givenUp)) {
					t.Errorf("Settle = %s given up; want %s", got.GivenUp, tt.givenUp)
				}
			})
		}
	}
}

// TestBackBlocked blocks the gain of a payout that failed: what is left of it is a
// loss, and takes nothing of the maximum.
func TestBackBlocked(t *testing.T) {
	d := confirmed()
	d.Maximum, d.ExcessLost = num("1000"), true
	b := newBook(t, d)
	b.post(entry("a", "1100", "2026-01-10"), entry("r", "-100", "2026-01-11"))
	b.fail(b.settle(month(2)), at("2026-02-03"))
	b.keep(b.policy.Block(b.account, "a", "a question"))
	b.post(entry("b", "1100", "2026-02-10"))
	b.wantSums(month(3), "1000.00 1100.00 0.00")
}

// TestBackFinal pays what came back to a partner who left: only earnings recover an
// advance.
func TestBackFinal(t *testing.T) {
	d := confirmed()
	d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("1000")}
	b := newBook(t, d)
	b.post(entry("a", "300", "2026-01-10"))
	b.fail(b.settle(month(2)), at("2026-02-03"))
	b.post(entry("b", "200", "2026-02-10"))
	b.keep(b.policy.End(b.account, at("2026-02-20")))
	b.wantSums(month(3), "1000.00 0.00 -500.00")
}

// TestBackWriteOff fails a payout with a debt that was written off. The write-off
// stands against that debt, and lowers no advance of later.
func TestBackWriteOff(t *testing.T) {
	d := confirmed()
	d.Every = payout.EveryMonth
	d.Draw = payout.Draw{Amount: num("500"), From: roomtest.Date(month(2)), Until: roomtest.Date(month(3)), RecoverFrom: roomtest.Date(month(6))}
	b := newBook(t, d)
	b.post(entry("a", "-100", "2026-01-10"))
	b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num("100"), At: at("2026-01-11"), Reason: "goodwill"}))
	b.post(entry("b", "30", "2026-01-12"))
	first := b.wantSums(month(2), "30.00 0.00 0.00")
	b.confirm(b.wantSums(month(3), "500.00 0.00 -500.00"))
	b.fail(first, at("2026-03-03"))
	b.wantSums(month(4), "30.00 0.00 -500.00")
}
