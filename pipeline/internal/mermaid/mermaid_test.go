package mermaid_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/pipeline/internal/mermaid"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "#160;",
		"initial_outreach":  "initial_outreach",
		"go live, 2.5 days": "go live, 2.5 days",
		"a:b;c#d":           "a#58;b#59;c#35;d",
		"section a":         "#115;ection a",
		"Title":             "#84;itle",
		"titanium":          "titanium",
		"2025-01-01":        "#50;025-01-01",
		" a":                "#32;a",
		"é":                 "é",
		"金 \U0001F600":      "金 #128512;",
		"a\nb\r\u2028c\x00": "a#10;b#13;#8232;c#0;",
		"ﬂ°":                "ﬂ#176;",
		"\"<br/>\"":         "#34;#60;br#47;#62;#34;",
		"\xff":              "\ufffd",
	} {
		if got := mermaid.Text(text); got != want {
			t.Errorf("Text(%q) = %q; want %q", text, got, want)
		}
	}
}
