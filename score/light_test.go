package score_test

import (
	"encoding"
	"errors"
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

func TestNames(t *testing.T) {
	tests := []struct {
		name string
		v    encoding.TextMarshaler
		want string
	}{
		{"no light", score.Light(0), "none"},
		{"red", score.Red, "red"},
		{"yellow", score.Yellow, "yellow"},
		{"green", score.Green, "green"},
		{"light that does not exist", score.Light(4), "(4)"},
		{"unknown", score.Unknown, "unknown"},
		{"no", score.No, "no"},
		{"yes", score.Yes, "yes"},
		{"answer that does not exist", score.Answer(3), "(3)"},
		{"no data", score.NoData, "no_data"},
		{"missed", score.Missed, "below"},
		{"at the benchmark", score.AtBenchmark, "benchmark"},
		{"on target", score.OnTarget, "on_target"},
		{"status that does not exist", score.Status(4), "(4)"},
		{"last status", score.Status(255), "(255)"},
		{"weight", score.Percent(30), "30%"},
		{"negative weight", score.Percent(-5), "-5%"},
		{"no weight", score.Weight{}, "0%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.v.MarshalText(); err != nil || string(got) != tt.want {
				t.Errorf("MarshalText() = %s, %v; want %s", got, err, tt.want)
			}
			if got := fmt.Sprint(tt.v); got != tt.want {
				t.Errorf("String() = %s; want %s", got, tt.want)
			}
			appender, ok := tt.v.(interface {
				AppendText(b []byte) ([]byte, error)
			})
			if !ok {
				t.Fatalf("%T has no AppendText; want one", tt.v)
			}
			if got, err := appender.AppendText([]byte("x")); err != nil || string(got) != "x"+tt.want {
				t.Errorf("AppendText(x) = %s, %v; want x%s", got, err, tt.want)
			}
		})
	}
}

func TestUnmarshalNames(t *testing.T) {
	tests := []struct {
		name, text string
		light      score.Light // 0 for an error
		answer     score.Answer
		isAnswer   bool
		status     score.Status
		isStatus   bool
	}{
		{name: "red", text: "red", light: score.Red},
		{name: "yellow", text: "yellow", light: score.Yellow},
		{name: "green", text: "green", light: score.Green},
		{name: "no light is none to be read", text: "none"},
		{name: "unknown", text: "unknown", answer: score.Unknown, isAnswer: true},
		{name: "no", text: "no", answer: score.No, isAnswer: true},
		{name: "yes", text: "yes", answer: score.Yes, isAnswer: true},
		{name: "no data", text: "no_data", status: score.NoData, isStatus: true},
		{name: "missed", text: "below", status: score.Missed, isStatus: true},
		{name: "at the benchmark", text: "benchmark", status: score.AtBenchmark, isStatus: true},
		{name: "on target", text: "on_target", status: score.OnTarget, isStatus: true},
		{name: "empty", text: ""},
		{name: "upper case", text: "Green"},
		{name: "space", text: "yes "},
		{name: "number", text: "1"},
		{name: "what String says of none", text: "(4)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			light, answer, status := score.Light(7), score.Answer(7), score.Status(7)
			lightErr, answerErr, statusErr := light.UnmarshalText([]byte(tt.text)), answer.UnmarshalText([]byte(tt.text)), status.UnmarshalText([]byte(tt.text))
			if tt.light == 0 {
				tt.light = 7 // as it was
			}
			if !tt.isAnswer {
				tt.answer = 7
			}
			if !tt.isStatus {
				tt.status = 7
			}
			if light != tt.light || answer != tt.answer || status != tt.status {
				t.Errorf("UnmarshalText(%q) = %s, %s, %s; want %s, %s, %s", tt.text, light, answer, status, tt.light, tt.answer, tt.status)
			}
			for _, got := range []struct {
				err error
				bad bool
			}{{lightErr, tt.light == 7}, {answerErr, tt.answer == 7}, {statusErr, tt.status == 7}} {
				if errors.Is(got.err, alianza.ErrUnknown) != got.bad || (got.err != nil) != got.bad {
					t.Errorf("UnmarshalText(%q) = %v; want an error %t", tt.text, got.err, got.bad)
				}
			}
		})
	}
	var light score.Light
	if got, want := fmt.Sprint(light.UnmarshalText([]byte("blue"))), `"blue": unknown: want one of ["red" "yellow" "green"]`; got != want {
		t.Errorf("UnmarshalText(blue) = %s; want %s", got, want)
	}
	var answer score.Answer
	if got, want := fmt.Sprint(answer.UnmarshalText([]byte("maybe"))), `"maybe": unknown: want one of ["unknown" "no" "yes"]`; got != want {
		t.Errorf("UnmarshalText(maybe) = %s; want %s", got, want)
	}
}

func TestLightOrder(t *testing.T) {
	var none score.Light
	if none >= score.Red || score.Red >= score.Yellow || score.Yellow >= score.Green {
		t.Errorf("lights = %d, %d, %d, %d; want them in order", none, score.Red, score.Yellow, score.Green)
	}
}

func TestStatusLight(t *testing.T) {
	tests := []struct {
		name   string
		status score.Status
		want   score.Light
	}{
		{"no data", score.NoData, 0},
		{"missed", score.Missed, score.Red},
		{"at the benchmark", score.AtBenchmark, score.Yellow},
		{"on target", score.OnTarget, score.Green},
		{"status that does not exist", score.Status(4), 0},
		{"last status", score.Status(255), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.status.Light(); got != tt.want {
				t.Errorf("Light() of %s = %s; want %s", tt.status, got, tt.want)
			}
		})
	}
}

func TestParseWeight(t *testing.T) {
	tests := []struct {
		name, text, want string // "" for an error
	}{
		{"whole", "30%", "30%"},
		{"part", "12.5%", "12.5%"},
		{"trailing zeros", "12.50%", "12.5%"},
		{"ten decimals", "0.0000000001%", "0.0000000001%"},
		{"eleven decimals", "0.00000000001%", ""},
		{"negative, for the definition to refuse", "-5%", "-5%"},
		{"no sign", "30", ""},
		{"space", "30 %", ""},
		{"two signs", "30%%", ""},
		{"plus", "+30%", ""},
		{"empty", "", ""},
		{"word", "thirty%", ""},
		{"too great", "1e18%", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.ParseWeight(tt.text)
			if (err != nil) != (tt.want == "") || err == nil && got.String() != tt.want {
				t.Errorf("ParseWeight(%q) = %s, %v; want %q", tt.text, got, err, tt.want)
			}
			if err != nil && (!errors.Is(err, alianza.ErrForm) || got != score.Weight{}) {
				t.Errorf("ParseWeight(%q) = %s, %v; want no weight and ErrForm", tt.text, got, err)
			}
			read := score.Percent(7)
			if again := read.UnmarshalText([]byte(tt.text)); (again != nil) != (tt.want == "") {
				t.Errorf("UnmarshalText(%q) = %v; want as ParseWeight, %v", tt.text, again, err)
			}
			if want := got; err == nil && read != want || err != nil && read != score.Percent(7) {
				t.Errorf("UnmarshalText(%q) = %s; want %s, or as it was", tt.text, read, want)
			}
		})
	}
	if got, _ := score.ParseWeight("30.00%"); got != score.Percent(30) {
		t.Errorf("ParseWeight(30.00%%) == Percent(30) = false; want true")
	}
	if _, err := score.ParseWeight("thirty"); fmt.Sprint(err) != `score: weight "thirty": malformed: not a percentage such as "12.5%"` {
		t.Errorf("ParseWeight(thirty) = %v; want what is expected", err)
	}
}
