package main

import (
	"fmt"
	"html"
	"os/exec"
	"strings"
	"unicode/utf8"
)

// Sizes of the picture of a text, in pixels.
const (
	lineHeight = 17
	charWidth  = 7.25 // of a font of 12 pixels, at most
	margin     = 16
)

// statement draws a partner's month as the command prints it.
func statement() ([]byte, error) {
	command := exec.Command("go", "run", "github.com/seed-0af520cd/alianza/cmd/alianza",
		"statement", "-partner", "studio-luz", "-month", "2026-01")
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", command, err)
	}
	text, _, _ := strings.Cut(string(out), "\n\nTotals")
	return textSVG("$ alianza statement -partner studio-luz -month 2026-01\n\n"+strings.TrimRight(text, "\n"), "The statement of a partner, as the command prints it."), nil
}

// textSVG draws a text in a font of one width. Its first line is the command. Its
// spaces do not break: those of SVG run together.
func textSVG(text, about string) []byte {
	lines, widest := strings.Split(text, "\n"), 0
	for _, l := range lines {
		widest = max(widest, utf8.RuneCountInString(l))
	}
	w, h := int(float64(widest)*charWidth)+2*margin, len(lines)*lineHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`, w, h, w, h)
	fmt.Fprintf(&b, "\n<title>%s</title>\n", html.EscapeString(about))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="6" fill="#f6f8fa" stroke="#d0d7de"/>`+"\n", w, h)
	b.WriteString(`<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace" font-size="12" fill="#24292f">` + "\n")
	for i, l := range lines {
		fill := ""
		if i == 0 {
			fill = ` fill="#57606a"`
		}
		if l != "" {
			fmt.Fprintf(&b, `<text x="%d" y="%d"%s>%s</text>`+"\n", margin, margin+13+i*lineHeight, fill, html.EscapeString(strings.ReplaceAll(l, " ", "\u00a0")))
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return []byte(b.String())
}
