package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long the test waits for what the page should show.
const patience = 90 * time.Second

// most is how many bytes of the page a browser may have to load.
const most = 1_750_000

// browser returns a context with a browser of its own, or skips the test.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium on this machine: apt-get install chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.WSURLReadTimeout(patience), chromedp.WindowSize(1440, 900),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true))
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox) // it refuses root otherwise
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return ctx
}

// A tab is a page in a browser.
type tab struct {
	*testing.T
	ctx context.Context
}

func (p tab) in(t *testing.T) tab {
	t.Helper()
	return tab{t, p.ctx}
}

func (p tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// eval returns what an expression of JavaScript is worth.
func eval[T any](p tab, expression string, args ...any) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](fill(expression, args), chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

// fill writes the arguments into an expression as JSON.
func fill(expression string, args []any) string {
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			panic(err)
		}
		args[i] = string(text)
	}
	return fmt.Sprintf(expression, args...)
}

// until waits until an expression is true. While the page changes to another one, an
// expression has no page to be true in.
func (p tab) until(expression string, args ...any) {
	p.Helper()
	expression = fill(expression, args)
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if ok {
			return
		}
		if time.Now().After(end) {
			seen, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string]("document.body.innerText.slice(0, 3000)"))
			p.Fatalf("not true: %.300s: %v\nthe page says:\n%s", expression, err, seen)
		}
	}
}

// shows waits until the element of an ID has a text.
func (p tab) shows(id, text string) {
	p.Helper()
	p.until(`document.getElementById(%s)?.textContent.includes(%s)`, id, text)
}

func (p tab) keys(keys string, opts ...chromedp.KeyOption) {
	p.Helper()
	p.do(chromedp.KeyEvent(keys, opts...))
}

// accept takes the choice of the completion. A key that a page takes for itself
// types nothing in a browser; that of the driver would begin a line as well.
func (p tab) accept() {
	p.Helper()
	time.Sleep(200 * time.Millisecond) // the editor takes no Enter for a choice at once
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13})
		if err != nil {
			p.Fatal(err)
		}
	}
}

// open loads the page and waits for its first results.
func (p tab) open(url string) {
	p.Helper()
	p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(url))
	p.shows("status", "No faults")
}

// focused returns the ID, the class or the name of what has the focus.
const focused = `(e => e.id || e.name || e.className || e.tagName)(document.activeElement)`

// tabTo presses Tab until an element has the focus, and returns what it went by.
func (p tab) tabTo(name string) (by []string) {
	p.Helper()
	for range 120 {
		at := eval[string](p, focused)
		by = append(by, at)
		if strings.Contains(at, name) {
			return by
		}
		p.keys(kb.Tab)
	}
	p.Fatalf("Tab never comes to %q: %q", name, by)
	return nil
}

// replace replaces the text of the editor as one who pastes does.
func (p tab) replace(script string, args ...any) {
	p.Helper()
	p.do(chromedp.Focus(chromedp.CSS(".cm-content")))
	p.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	eval[bool](p, `(() => {
		const data = new DataTransfer();
		data.setData("text/plain", `+script+`);
		document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
		return true;
	})()`, args...)
}

const small = `{"id": "x", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20"}]}]}`

func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the page and starts a browser")
	}
	ctx := browser(t)
	dir := t.TempDir()
	if err := build(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler(dir))
	t.Cleanup(server.Close)
	page := tab{t, ctx}
	var lock sync.Mutex
	var wrong []string
	go func() {
		for m, err := range chromedp.Console(ctx) {
			if err == nil && (m.Type == chromedp.ConsoleException || m.Type == "error") {
				lock.Lock()
				wrong = append(wrong, m.Text)
				lock.Unlock()
			}
		}
	}()

	t.Run("sample", func(t *testing.T) {
		p := page.in(t)
		p.open(server.URL)
		p.shows("status", "No faults; 13 entries")
		p.shows("statement", "25% of 120.00 USD = 30, rounded 30.00")
		p.shows("curve", "sale 16 reaches gold: the 15 before it pay USD 75.00 more")
		p.shows("tiers", "sales ≥ 31")
		p.shows("flow", "renewal to deal")
		p.shows("cases", "All 6 cases of the document pass.")
		t.Logf("ready %.0f ms after the navigation began", eval[float64](p, `performance.getEntriesByName("ready")[0].startTime`))
	})
	t.Run("mistake", func(t *testing.T) { mistake(page.in(t), server.URL) })
	t.Run("complete", func(t *testing.T) { complete(page.in(t), server.URL) })
	t.Run("orders", func(t *testing.T) { orders(page.in(t), server.URL) })
	t.Run("link", func(t *testing.T) { link(page.in(t), server.URL) })
	t.Run("zones", func(t *testing.T) { zones(page.in(t), server.URL) })
	t.Run("hostile", func(t *testing.T) { hostile(page.in(t), server.URL) })
	t.Run("names", func(t *testing.T) { names(page.in(t), server.URL) })
	t.Run("phone", func(t *testing.T) { phone(page.in(t), server.URL) })
	t.Run("any host", func(t *testing.T) { anyHost(page.in(t), dir) })
	lock.Lock()
	defer lock.Unlock()
	if len(wrong) > 0 {
		t.Errorf("the console says: %q", wrong)
	}
	picture(page, server.URL)
}

// mistake types a document with a mistake, reads the fault, mends it and sees the
// statement, with the keyboard alone.
func mistake(p tab, url string) {
	p.open(url)
	by := p.tabTo("cm-content")
	if got := strings.Join(by, " "); !strings.Contains(got, "skip sample save link cm-content") {
		p.Errorf("the focus goes by %q", got)
	}
	p.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	p.keys(kb.Delete)
	p.keys(small)
	p.shows("status", "1 fault, the first in line 1")
	p.shows("faults", `rate “20”: malformed: a percentage has a percent sign: write "20%"`)
	p.until(`!document.getElementById("stale").hidden`)
	p.keys(kb.F8)
	p.shows("here", "a percentage has a percent sign")
	p.keys(kb.ArrowRight)
	p.keys(kb.ArrowLeft)
	p.keys("%")
	p.shows("status", "No faults; 13 entries")
	p.shows("statement", "20% of 120.00 USD = 24, rounded 24.00")
	p.until(`document.getElementById("stale").hidden && document.getElementById("here").textContent === ""`)
	if got := eval[string](p, `document.querySelector(".cm-content").innerText.trim()`); got != strings.Replace(small, `"20"`, `"20%"`, 1) {
		p.Errorf("the editor holds %s", got)
	}
	p.keys(kb.Tab)
	if at := eval[string](p, focused); strings.Contains(at, "cm-content") {
		p.Error("Tab does not leave the editor")
	}
}

// complete completes a name and a value.
func complete(p tab, url string) {
	p.open(url)
	p.until(`"completes" in document.getElementById("editor").dataset`)
	p.replace(`%s`, `{"id": "x", }`)
	p.shows("status", "fault")
	p.keys(kb.ArrowLeft)
	p.keys(`"level`)
	p.until(`[...document.querySelectorAll(".cm-tooltip-autocomplete li")].some(li => li.textContent.includes("level_from"))`)
	p.until(`document.querySelector(".cm-completionInfo")?.textContent.includes("which level pays an event")`)
	p.accept()
	p.until(`document.querySelector(".cm-content").innerText.includes('"level_from": ""}')`)
	p.keys("month_")
	p.until(`document.querySelector(".cm-tooltip-autocomplete li[aria-selected]")?.textContent.includes("month_before")`)
	p.accept()
	p.until(`document.querySelector(".cm-content").innerText.includes('"level_from": "month_before"}')`)
}

// orders changes an order and sees another statement, and reads what is wrong with one.
func orders(p tab, url string) {
	p.open(url)
	p.tabTo("amount")
	p.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	p.keys("1000")
	p.do(chromedp.Evaluate[chromedp.Void](`(() => { const m = document.getElementById("month"); m.value = "2026-01"; m.dispatchEvent(new Event("change")); })()`))
	p.shows("statement", "20% of 1000 USD = 200, rounded 200.00")
	p.keys("x")
	p.shows("orders", `amount "1000x": malformed`)
	p.until(`document.activeElement.getAttribute("aria-invalid") === "true" &&
		document.getElementById(document.activeElement.getAttribute("aria-describedby")).textContent.includes("malformed")`)
	p.shows("status", "1 order not used")
	p.keys(kb.Backspace)
	p.shows("status", "No faults; 13 entries")
	p.do(chromedp.Focus(chromedp.CSS("#add")))
	p.keys(kb.Enter)
	if at := eval[string](p, focused); at != "amount" {
		p.Errorf("the focus is on %q", at)
	}
	p.shows("status", "No faults; 14 entries")
}

// link carries a document, its saved version and its orders to another page.
func link(p tab, url string) {
	p.open(url)
	before := eval[string](p, `document.getElementById("whatif").textContent`)
	p.replace(`%s`, strings.Replace(small, `"20"`, `"20%"`, 1))
	p.shows("whatif", "id was casa-verde, is x")
	p.do(chromedp.Focus(chromedp.CSS("#save")))
	p.keys(kb.Enter)
	p.until(`document.getElementById("whatif").textContent === %s`, before)
	p.replace(`%s`, strings.Replace(small, `"20"`, `"21.5%"`, 1))
	p.shows("whatif", "rate was 20%, is 21.5%")
	p.do(chromedp.Focus(chromedp.CSS("#link")))
	p.keys(kb.Enter)
	p.until(`location.hash.startsWith("#v1.") && document.getElementById("status").textContent.includes("link is")`)
	href := eval[string](p, `location.href`)
	if len(href) > 2000 {
		p.Errorf("the link has %d characters", len(href))
	}
	whatif := eval[string](p, `document.getElementById("whatif").textContent`)
	p.open(href)
	p.shows("whatif", "rate was 20%, is 21.5%")
	p.until(`document.getElementById("whatif").textContent === %s`, whatif)
	if got := eval[string](p, `document.querySelector(".cm-content").innerText.trim()`); !strings.Contains(got, "21.5%") {
		p.Errorf("the editor holds %s", got)
	}
	p.open(url + "#v1.AAAA")
	p.shows("notice", "The link cannot be read")
}

// zones takes a zone that the page has to load, and one that nobody knows.
func zones(p tab, url string) {
	p.open(url)
	in := func(zone string) string {
		return `{"id": "x", "zone": "` + zone + `", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`
	}
	p.replace(`%s`, in("Pacific/Nowhere"))
	p.shows("faults", "Pacific/Nowhere")
	p.replace(`%s`, in("Pacific/Auckland"))
	p.shows("status", "No faults; 13 entries")
}

// hostile pastes what nobody means to, and the page goes on.
func hostile(p tab, url string) {
	p.open(url)
	for name, script := range map[string]string{
		"a million digits":   `'{"id": "x", "costs": [{"name": "a", "currency": "USD", "per_month": ' + "9".repeat(1e6) + '}]}'`,
		"a megabyte":         `'{"id": "x", "costs": [' + Array(20000).fill('{"name": "a", "currency": "USD", "per_month": "1"}').join(",\n") + ']}'`,
		"deeper than a page": `"[".repeat(5e5)`,
	} {
		p.replace(script)
		p.until(`/^\d+ fault|took too long/.test(document.getElementById("status").textContent)`)
		p.Logf("%s: %s", name, eval[string](p, `document.getElementById("status").textContent + ": " + document.getElementById("faults").textContent.slice(0, 200)`))
		p.replace(`%s`, strings.Replace(small, `"20"`, `"20%"`, 1))
		p.shows("status", "No faults; 13 entries")
	}
}

// names looks for what a screen reader could not name.
func names(p tab, url string) {
	p.open(url)
	unnamed := eval[[]string](p, `[...document.querySelectorAll("button, input, select, [role=region], [role=img], section, table th")].filter(e => {
		const by = e.getAttribute("aria-labelledby");
		return !(e.getAttribute("aria-label") || (by && document.getElementById(by)?.textContent) || e.labels?.length || e.textContent.trim());
	}).map(e => e.outerHTML.slice(0, 120))`)
	if len(unnamed) > 0 {
		p.Errorf("without a name: %q", unnamed)
	}
	twice := eval[[]string](p, `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`)
	if len(twice) > 0 {
		p.Errorf("IDs that are there twice: %q", twice)
	}
	p.tabTo("look")
	p.keys(kb.Home)
	p.shows("curve", "1 sale earn")
	p.keys(kb.ArrowRight)
	p.until(`document.getElementById("look").getAttribute("aria-valuetext").startsWith("2 sales earn 40.00")`)
}

// size sets the size of the window, and the colors that its user prefers.
func (p tab) size(width, height int64, scheme string) {
	p.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
	if err == nil {
		_, err = chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
	}
	if err != nil {
		p.Fatal(err)
	}
}

// phone looks whether the page fits a phone.
func phone(p tab, url string) {
	p.size(390, 844, "dark")
	p.open(url)
	if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > 390 {
		p.Errorf("the page is %d wide on a phone of 390", wide)
	}
	if got := eval[string](p, `getComputedStyle(document.body).backgroundColor`); got != "rgb(18, 22, 20)" {
		p.Errorf("the dark page is %s", got)
	}
}

// anyHost opens the page from a host that knows nothing of it, below a path.
func anyHost(p tab, dir string) {
	files := http.StripPrefix("/some/path", http.FileServerFS(os.DirFS(dir)))
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			w.Header().Set("Content-Type", "application/octet-stream")
		}
		files.ServeHTTP(w, r)
	}))
	defer host.Close()
	p.open(host.URL + "/some/path/")
	p.shows("status", "No faults; 13 entries")
}

// picture checks the picture of the README, and makes it if UPDATE is set.
func picture(p tab, url string) {
	const file, limit = "screenshot.png", 150_000
	if os.Getenv("UPDATE") != "" {
		p.size(1280, 800, "light")
		p.open(url)
		time.Sleep(time.Second) // what moves has moved
		data, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(file, data, 0o644)
		}
		if err != nil {
			p.Fatal(err)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Size() > limit {
		p.Errorf("%s: %v, or more than %d bytes", file, err, limit)
	}
}

// A browser loads less than the page may have, and the compressed files are there.
func TestOut(t *testing.T) {
	if testing.Short() {
		t.Skip("compressing takes a minute")
	}
	dir := t.TempDir()
	if err := run("", dir); err != nil {
		t.Fatal(err)
	}
	var total int64
	files, err := filepath.Glob(filepath.Join(dir, "*.br"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, filepath.Join(dir, "samples", "program.json.br"), filepath.Join(dir, "zones", "first.json.br")) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > most {
		t.Errorf("a browser loads %d bytes, allowed are %d", total, most)
	}
	t.Logf("a browser loads %d bytes", total)

	server := httptest.NewServer(handler(dir))
	defer server.Close()
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/alianza.wasm": "application/wasm", "/editor.js": "text/javascript; charset=utf-8", "/samples/program.json": "application/json",
	} {
		for _, encoding := range []string{"br", "identity"} {
			request, err := http.NewRequest(http.MethodHead, server.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Accept-Encoding", encoding)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close() //nolint:errcheck // it is empty
			got := response.Header.Get("Content-Encoding")
			if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != want || got != strings.TrimPrefix(encoding, "identity") {
				t.Errorf("%s, %s: got %s, %s, %q", path, encoding, response.Status, response.Header.Get("Content-Type"), got)
			}
		}
	}
}

// Texts have the contrast that WCAG asks of level AA, on a light and a dark page.
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("site/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	for name, sheet := range map[string]string{"light": light, "dark": dark} {
		colors := map[string]float64{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(sheet, -1) {
			if _, ok := colors[m[1]]; !ok {
				colors[m[1]] = luminance(t, m[2])
			}
		}
		for _, pair := range [][2]string{
			{"text", "page"},
			{"text", "soft"},
			{"text", "tint"},
			{"text", "fault-tint"},
			{"quiet", "page"},
			{"quiet", "soft"},
			{"accent", "page"},
			{"on-accent", "accent"},
			{"name", "soft"},
			{"value", "soft"},
			{"fault", "page"},
			{"fault", "fault-tint"},
		} {
			if got := contrast(colors[pair[0]], colors[pair[1]]); got < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", name, pair[0], pair[1], got)
			}
		}
		if got := contrast(colors["edge"], colors["page"]); got < 3 {
			t.Errorf("%s: the edges of fields have a contrast of %.2f", name, got)
		}
	}
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

// luminance is the relative luminance of WCAG 2.
func luminance(t *testing.T, color string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(color[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
