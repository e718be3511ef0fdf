// The page: what is typed goes to the library in its worker, and what the library
// says is drawn.

import { drawCurve } from "./curve.js";
import { $, choice, h } from "./dom.js";
import { createEditor } from "./editor.js";
import { drawFlow } from "./flow.js";
import { Orders } from "./orders.js";
import { Statements, drawCases, drawTiers, drawWhatIf } from "./results.js";
import { samples } from "./samples.js";
import { pack, unpack } from "./share.js";

const PATIENCE = 15_000; // milliseconds that a document may take
const LONGEST = 100_000; // characters of a link

let saved = "";
let untouched = true;
let ask = {};
let answer = null;

// The library.

let worker, busy = 0, waiting = null, number = 0;

function begin() {
  worker = new Worker("worker.js");
  worker.onmessage = ({ data }) => {
    if (data.broken) return say(`The library could not be loaded: ${data.broken}`, "bad");
    if (data.types) {
      $("editor").dataset.completes = "";
      return editor.setTypes(data.types);
    }
    clearTimeout(busy);
    busy = 0;
    if (data.answer.broken) say(`The library stopped: ${data.answer.broken}`, "bad");
    else if (!waiting) show(data.answer);
    if (waiting) send();
  };
  worker.onerror = (e) => say(`The library could not be loaded: ${e.message}`, "bad");
}

function send() {
  if (busy) return;
  const request = waiting;
  waiting = null;
  busy = setTimeout(() => {
    worker.terminate();
    busy = 0;
    say("The document took too long. The library was started anew.", "bad");
    begin();
  }, PATIENCE);
  worker.postMessage({ id: ++number, request });
}

let soon = 0;

// changed asks the library again when the typing pauses.
function changed() {
  untouched = false;
  clearTimeout(soon);
  soon = setTimeout(run, 120);
}

function run() {
  waiting = { document: editor.text(), saved: saved === editor.text() ? "" : saved, orders: orders.list, curve: ask };
  send();
  clearTimeout(keep.soon);
  keep.soon = setTimeout(keep, 600);
}

// The link.

const state = () => ({ d: editor.text(), o: orders.list, ...(saved !== editor.text() && { s: saved }) });

// keep holds the address equal to the page, so that a reload loses nothing.
async function keep() {
  if (untouched) return "";
  const fragment = await pack(state());
  if (fragment.length > LONGEST) return "";
  history.replaceState(null, "", "#" + fragment);
  return location.href;
}

async function link() {
  untouched = false;
  const href = await keep();
  if (!href) return say("The document is too long for a link.", "bad");
  try {
    await navigator.clipboard.writeText(href);
    say("The link is copied. It carries the document and the orders.");
  } catch {
    say("The link is in the address bar: copy it from there.");
  }
}

// What is shown.

function say(text, tone = "") {
  const status = $("status");
  status.className = tone;
  if (status.textContent !== text) status.textContent = text;
}

const many = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
const message = (f) => (f.part ? `${f.part}: ` : "") +
  [f.path && f.path.replace(/^.*?([^.]*)$/, "$1"), f.value && `“${f.value}”`].filter(Boolean).join(" ").replace(/.$/s, "$&: ") + f.reason;

function show(a) {
  const faults = a.faults.map((f) => ({ ...f, severity: "error", message: message(f) }));
  const remarks = (a.remarks || []).map((f) => ({ ...f, severity: "info", message: message(f) }));
  $("faults").replaceChildren(...[...faults, ...remarks].map((f) => h("li", { class: f.severity === "error" ? "fault" : "remark", "data-at": `${f.line}:${f.column}` },
    h("button", { type: "button", onclick: () => editor.goTo(f.line, f.column) }, h("span", { class: "where" }, f.line ? `line ${f.line}` : "document"), f.message))));
  editor.setFaults([...faults, ...remarks]);
  const bad = faults.length > 0;
  $("stale").hidden = !bad || !answer;
  $("results").classList.toggle("old", bad);
  if (bad) return say(`${many(faults.length, "fault")}, the first in line ${faults[0].line}`, "bad");
  answer = a;
  const entries = (a.statements || []).reduce((n, x) => n + (x.lines?.filter((l) => l.amount).length || 0), 0);
  const unused = a.orders?.length ? `, ${many(a.orders.length, "order")} not used` : "";
  say(`No faults${remarks.length ? `, ${many(remarks.length, "remark")}` : ""}; ${entries === 1 ? "1 entry" : `${entries} entries`}${unused}`, "good");
  orders.offer(a.kinds || []);
  orders.fault(a.orders || []);
  drawTiers($("tiers"), a.levels, a.rules);
  statements.set(a.statements);
  curveTools(a);
  drawCurve($("curve"), a.curve);
  drawWhatIf($("whatif"), a.what_if);
  drawFlow($("flow"), a.flow);
  drawCases($("cases"), a.cases);
  performance.mark("ready");
}

// curveTools shows what the curve can be asked for.
function curveTools(a) {
  const c = a.curve;
  const key = JSON.stringify(c && [a.currencies, c.currency, c.over, c.levels, c.level, c.size]);
  if (key === curveTools.key || document.activeElement?.id === "curve-size") return;
  curveTools.key = key;
  const had = document.activeElement?.id;
  const set = (name) => (v) => { ask = { ...ask, [name]: v, ...(name === "over" && { size: "" }) }; run(); };
  $("curve-tools").replaceChildren(...(!c ? [] : [
    a.currencies.length > 1 ? choice("Currency", "curve-currency", a.currencies, c.currency, set("currency")) : "",
    choice("Over", "curve-over", [["month", "a month"], ["sale", "one " + c.kind]], c.over, set("over")),
    h("label", {}, c.over === "month" ? `Each ${c.kind}` : "Step", h("input", { id: "curve-size", value: c.size, inputmode: "decimal", oninput: (e) => { ask = { ...ask, size: e.target.value }; run(); } })),
    c.levels?.length ? choice("Level", "curve-level", c.levels, c.level, set("level")) : "",
  ]).filter(Boolean));
  if (had) $(had)?.focus();
}

// The beginning.

const editor = createEditor({
  parent: $("editor"),
  doc: "",
  label: "The document, in JSON",
  changed,
  moved(fault) {
    $("here").textContent = fault ? `Line ${fault.line}: ${fault.message}` : "";
    for (const li of $("faults").children) li.classList.toggle("current", Boolean(fault) && li.dataset.at === `${fault.line}:${fault.column}`);
    $("faults").querySelector(".current")?.scrollIntoView({ block: "nearest" });
  },
});
const orders = new Orders($("orders"), changed);
const statements = new Statements($("statement-tools"), $("statement"));

async function take(sample) {
  const response = await fetch(sample.file);
  if (!response.ok) return say(`${sample.file}: ${response.status}`, "bad");
  put({ d: await response.text(), o: sample.orders });
  untouched = true;
  history.replaceState(null, "", location.pathname + location.search);
}

function put({ d, o, s }) {
  saved = s ?? d;
  ask = {};
  editor.setText(d);
  orders.set(o);
  clearTimeout(soon);
  run();
}

async function open() {
  try {
    const carried = await unpack(location.hash);
    if (carried) return put(carried);
  } catch (err) {
    $("notice").hidden = false;
    $("notice").textContent = `The link cannot be read, so this is the sample: ${err.message}`;
  }
  await take(samples[0]);
}

$("sample").append(...samples.map((x, i) => h("option", { value: i }, x.name)));
$("sample").addEventListener("change", (e) => take(samples[e.target.value]));
$("save").addEventListener("click", () => {
  if ($("results").classList.contains("old")) return say("A version with faults cannot be saved.", "bad");
  saved = editor.text();
  changed();
});
$("link").addEventListener("click", link);
$("add").addEventListener("click", () => orders.add());
addEventListener("hashchange", open);

// A curve is drawn for the width that it has.
let width = 0;
new ResizeObserver(([entry]) => {
  if (answer && Math.round(entry.contentRect.width) !== width) drawCurve($("curve"), answer.curve);
  width = Math.round(entry.contentRect.width);
}).observe($("curve"));

begin();
open();
