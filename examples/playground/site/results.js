// What the library says, as text and tables.

import { $, choice, h } from "./dom.js";

const sign = (amount) => (amount.startsWith("-") ? "number minus" : "number");

export function drawTiers(into, levels, rules) {
  if (!levels?.length) {
    into.replaceChildren(h("p", { class: "empty" }, "The document has no tiers."));
    return;
  }
  into.replaceChildren(h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Level"), h("th", { scope: "col" }, "Asks for"),
      (rules || []).map((r) => h("th", { scope: "col", class: "number" }, `Pays, rule ${r}`)))),
    h("tbody", {}, levels.map((l) => h("tr", {}, h("td", {}, h("span", { class: "tag" }, l.name)), h("td", {}, (l.requires || []).join("; ").replaceAll(">=", "≥").replaceAll("<=", "≤")),
      (rules || []).map((r) => h("td", { class: "number" }, l.rates[r] || "–"))))))));
}

const balances = [["opening", "Opening"], ["earned", "Earned"], ["adjusted", "Taken back"], ["paid", "Paid"], ["held", "Held"], ["carried", "Carried"]];

// Statements shows one statement at a time, of a partner and a month to choose.
export class Statements {
  constructor(tools, into) {
    this.tools = tools;
    this.into = into;
    this.list = [];
  }

  set(list) {
    this.list = list || [];
    const partners = [...new Set(this.list.map((x) => x.partner))].sort();
    if (!partners.includes(this.partner)) this.partner = partners[0];
    const months = this.list.filter((x) => x.partner === this.partner).map((x) => x.month);
    if (!months.includes(this.month)) {
      // The last month in which something happened, not the one that only pays.
      this.month = this.list.filter((x) => x.partner === this.partner && x.lines).map((x) => x.month).pop() || months.pop();
    }
    this.draw(partners, this.list.filter((x) => x.partner === this.partner).map((x) => x.month));
  }

  draw(partners, months) {
    const key = JSON.stringify([partners, months, this.partner, this.month]);
    if (key !== this.key) {
      this.key = key;
      const had = document.activeElement?.id;
      this.tools.replaceChildren(...(partners.length ? [
        choice("Partner", "partner", partners, this.partner, (v) => { this.partner = v; this.set(this.list); }),
        choice("Month", "month", months, this.month, (v) => { this.month = v; this.set(this.list); }),
      ] : []));
      if (had === "partner" || had === "month") $(had)?.focus();
    }
    const st = this.list.find((x) => x.partner === this.partner && x.month === this.month);
    if (!st) {
      this.into.replaceChildren(h("p", { class: "empty" }, "There are no orders that pay."));
      return;
    }
    this.into.replaceChildren(
      st.placement ? h("p", { class: "lead" }, `${st.partner} in ${st.month}: `, h("span", { class: "tag" }, st.level || "no level"), " ", st.placement.replace(/^[^;]*;?\s*/, "")) : "",
      ...(st.faults || []).map((f) => h("p", { class: "note" }, f)),
      ...(st.accounts || []).map((a) => h("dl", { class: "balances", "aria-label": `Account in ${a.currency}` },
        balances.map(([name, title]) => h("div", { class: name }, h("dt", {}, title), h("dd", {}, a[name]))),
        h("div", {}, h("dt", {}, "In"), h("dd", {}, a.currency + (a.medium ? `, ${a.medium}` : ""))))),
      st.lines?.length ? h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Day"), h("th", { scope: "col" }, "Entry and why"), h("th", { scope: "col", class: "number" }, "Amount"))),
        h("tbody", {}, st.lines.map((l) => h("tr", {}, h("td", { class: "day" }, l.day),
          h("td", {}, `${l.kind} ${l.event}`, h("span", { class: "why" }, why(l))),
          h("td", { class: sign(l.amount) }, l.amount ? l.amount : "nothing"))))) : h("p", { class: "empty" }, "Nothing was posted in the month."));
  }
}

// why returns the sentence of an entry without the event, which stands above it.
function why(l) {
  const text = l.sentence.startsWith(`${l.kind} ${l.event}: `) ? l.sentence.slice(`${l.kind} ${l.event}: `.length) : l.sentence;
  return l.due ? `${text}; due ${l.due}` : text;
}

export function drawWhatIf(into, w) {
  if (!w || !w.changes?.length) {
    into.replaceChildren(h("p", { class: "empty" }, "The document says what the saved version says. Change a rate, and see who gains."));
    return;
  }
  into.replaceChildren(
    h("ul", { class: "list" }, w.changes.slice(0, 60).map((c) => h("li", {}, c))),
    w.changes.length > 60 ? h("p", { class: "hint" }, `and ${w.changes.length - 60} more`) : "",
    w.pay?.length ? h("div", { class: "scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Partner", "", "Saved", "Now", "Change"].map((t, i) => h("th", { scope: "col", class: i > 1 ? "number" : "" }, t)))),
      h("tbody", {}, w.pay.map((p) => h("tr", { class: p.partner ? "" : "sum" }, h(p.partner ? "td" : "th", { scope: p.partner ? undefined : "row" }, p.partner || "All"), h("td", {}, p.currency),
        h("td", { class: "number" }, p.before), h("td", { class: "number" }, p.after), h("td", { class: sign(p.change) }, p.change || "the same")))))) : "");
}

export function drawCases(into, cases) {
  if (!cases?.length) {
    into.replaceChildren(h("p", { class: "empty" }, "The document has no cases."));
    return;
  }
  const failed = cases.filter((c) => c.differences?.length);
  into.replaceChildren(
    h("p", {}, failed.length ? `${failed.length} of ${cases.length} cases of the document fail.` : `All ${cases.length} cases of the document pass.`),
    h("ul", { class: "list" }, failed.map((c) => h("li", {}, c.name, c.differences.map((d) => h("span", { class: "why" }, `${d.about}: expected ${d.expected}, got ${d.got}`))))));
}
