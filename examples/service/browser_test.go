package main

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A browser is a tab of a real one.
type browser struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // chromedp keeps the tab in it
	url string
}

// openBrowser starts Chromium, or skips the test where there is none.
func openBrowser(t *testing.T, url string) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium: apt-get install chromium")
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(60*time.Second))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // starts it
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return &browser{t, ctx, url}
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.url + path)) }

// click clicks what a selector finds, and waits until the page says something.
func (b *browser) click(selector, says string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
	b.says(says)
}

// says waits until the page says something.
func (b *browser) says(text string) {
	b.t.Helper()
	body := ""
	for range 200 {
		var err error
		body, err = chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.readyState === "complete" && document.body ? document.body.innerText : ""`))
		if err == nil && strings.Contains(body, text) { // between two pages there is an error
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.t.Fatalf("the page does not say %q:\n%s", text, body)
}

func (b *browser) fill(selector, value string) {
	b.t.Helper()
	b.do(chromedp.SetValue(chromedp.CSS(selector), value))
}

// eval returns the value of a script.
func eval[T any](b *browser, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// usable holds the page against what people need who see little, use no mouse, or have
// a small screen.
func (b *browser) usable(name string) {
	b.t.Helper()
	for _, fault := range eval[[]string](b, checks) {
		b.t.Errorf("%s: %s", name, fault)
	}
}

// checks returns what is wrong with a page.
const checks = `(() => {
	const faults = [];
	const seen = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && getComputedStyle(e).visibility !== "hidden"; };
	if (document.documentElement.scrollWidth > window.innerWidth) faults.push("wider than the screen: " + document.documentElement.scrollWidth);
	if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
	if (!document.documentElement.lang || !document.title || !document.querySelector("main")) faults.push("no language, title or main");
	for (const e of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
		if (!e.labels.length) faults.push("no label: " + e.outerHTML);
	for (const e of document.querySelectorAll("button, a"))
		if (!(e.getAttribute("aria-label") || e.innerText || e.textContent).trim()) faults.push("no name: " + e.outerHTML);
	for (const e of document.querySelectorAll("button"))
		if (seen(e) && e.getBoundingClientRect().height < 44) faults.push("too small to touch: " + e.outerHTML);
	for (const e of document.querySelectorAll("svg"))
		if (e.getAttribute("role") !== "img" || !e.querySelector("title")) faults.push("a picture without words");
	const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
	if (new Set(ids).size !== ids.length) faults.push("an id twice");
	const rgb = c => (c.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
	const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
	for (const e of document.querySelectorAll("body *")) {
		if (!seen(e) || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
		const style = getComputedStyle(e), ink = light(rgb(e.closest("svg") ? style.fill : style.color).slice(0, 3)), paper = light(ground(e).slice(0, 3));
		const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
		if (ratio < 4.5) faults.push("contrast " + ratio.toFixed(2) + ": " + e.textContent.trim().slice(0, 40));
	}
	return faults;
})()`

// shot keeps a picture of the page where ALIANZA_SCREENSHOTS says.
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("ALIANZA_SCREENSHOTS")
	if dir == "" {
		return
	}
	data, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), data, 0o600)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// A manager signs in, reads, makes a mistake and mends it, asks what if, moves a deal
// and closes a month; a partner sees its own statement. All of it on a large screen and
// on a phone.
func TestBrowser(t *testing.T) {
	s := newBench(t, sampleDocument)
	for month := range 3 {
		if err := s.seedMonth(t.Context(), month); err != nil {
			t.Fatal(err)
		}
		if month < 2 {
			s.closeMonths([]string{"2026-01", "2026-02"}[month])
		}
	}
	if err := s.seedDeals(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.keepToken(t.Context(), "token of ana", identity{partner, "ana"}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.server)
	t.Cleanup(server.Close)
	b := openBrowser(t, server.URL)

	t.Run("sign in", b.signIn)
	t.Run("pages", b.pages)
	t.Run("program", b.program)
	t.Run("pipeline", b.pipeline)
	t.Run("close", func(t *testing.T) {
		b.t = t
		b.open("/partners")
		b.click(`form[action="/months"] button`, "2026-04, the open month")
	})
	t.Run("partner", b.partner)
}

func (b *browser) signIn(t *testing.T) {
	b.t = t
	b.open("/partners")
	b.says("Sign in")
	b.usable("sign in")
	b.fill("#token", "a guess")
	b.click("main button", "Nobody has this token.")
	b.fill("#token", testToken)
	b.do(chromedp.Focus(chromedp.CSS("#token")), chromedp.KeyEvent("\r")) // no mouse
	b.says("All partners")
}

func (b *browser) pages(t *testing.T) {
	b.t = t
	for screen, size := range map[string][2]int64{"desk": {1280, 900}, "phone": {390, 844}} {
		b.do(chromedp.EmulateViewport(size[0], size[1]))
		for name, path := range map[string]string{
			"partners": "/partners", "program": "/program", "pipeline": "/pipeline",
			"ana": "/partners/ana?month=2026-02", "bruno": "/partners/bruno?month=2026-02&currency=EUR", "nobody": "/partners/nobody",
		} {
			b.open(path)
			b.usable(name + " on a " + screen)
			b.shot(name + "-" + screen)
		}
	}
	b.do(chromedp.EmulateViewport(1280, 900))
	b.open("/partners/ana?month=2026-02")
	b.says("refund refund-ana-207 of ana-207: 19.99 USD back, 105.00 left at 30% earn 31.50 after 37.50, so -6.00")
	if got := eval[string](b, `document.querySelector("svg title").textContent`); got != "A sale of up to 1000 USD earns from 0.00 to 250.00." {
		t.Error("the chart:", got) // 30%, and no more than 250
	}
	b.do(chromedp.KeyEvent("\t"))
	if got := eval[string](b, `document.activeElement.innerText`); got != "Skip to the content" {
		t.Error("the first stop of the keyboard:", got)
	}
}

func (b *browser) program(t *testing.T) {
	b.t = t
	document := string(sampleDocument)
	b.open("/program")
	b.says("its pay jumps at a bound: from 500 on: 25 more at once")
	b.fill("#text", strings.Replace(document, `"rate": "10%", "max"`, `"rate": "1000%", "max"`, 1))
	b.click(`button[value="upload"]`, "a commission is from 0% to 100% of its base")
	b.usable("faults")
	b.shot("faults-desk")
	next := strings.Replace(document, `    {
      "currency": "EUR",`, `    {"version": 2, "from": "2026-02-01", "currency": "USD", "rules": [{"name": "all", "on": "sale", "rate": "50%"}]},
    {
      "currency": "EUR",`, 1)
	b.fill("#text", next)
	b.click(`button[value="try"]`, "plan USD v2 is new")
	b.usable("what if")
	b.shot("whatif-desk")
	b.click(`button[value="upload"]`, "The document is in force.")
	b.says("version 2: remarks")
}

func (b *browser) pipeline(t *testing.T) {
	b.t = t
	b.open("/pipeline")
	b.says("first_call is not delivered")
	b.click(`button[aria-label="studio luz: first_call is done"]`, "→ proposal")
	b.do(chromedp.Click(chromedp.CSS(`button[aria-label="studio luz: move to proposal"]`)))
	b.says("proposal 3")
}

func (b *browser) partner(t *testing.T) {
	b.t = t
	b.open("/partners")
	b.click("header button", "Sign in")
	b.fill("#token", "token of ana")
	b.click("main button", "Statement of ana")
	b.open("/partners/bruno")
	b.says("here is no such partner") // the style writes the first letter large
	b.open("/partners")
	b.says("or managers")
}
