// The table of orders.

import { h } from "./dom.js";

const kinds = ["sale", "refund", "chargeback", "payment", "renewal", "lead", "signup"];
const columns = [
  ["id", "Order"], ["day", "Day"], ["partner", "Partner"], ["kind", "Kind"], ["amount", "Amount"], ["currency", "Currency"],
  ["of", "Refund of"], ["customer", "Customer"],
];

// Orders is the table; changed is called when a cell is.
export class Orders {
  constructor(table, changed) {
    this.table = table;
    this.changed = changed;
    this.kinds = kinds;
    this.set([]);
  }

  set(list) {
    this.list = list.slice(0, 500).map((o) => Object.fromEntries(columns.map(([name]) => [name, String(o?.[name] ?? "").slice(0, 200)])));
    this.draw();
  }

  // add adds an order like the last one and puts the cursor into its amount.
  add() {
    const last = this.list[this.list.length - 1] || { day: "2026-03-02", partner: "partner", currency: "USD" };
    const taken = new Set(this.list.map((o) => o.id));
    let n = this.list.length + 1;
    while (taken.has(`N${n}`)) n++;
    this.list.push({ ...last, id: `N${n}`, kind: last.kind === "payment" ? "payment" : "sale", of: "", amount: "100.00", customer: last.customer || "" });
    this.draw();
    const input = this.table.querySelector("tbody tr.order:last-of-type input[name=amount]") || this.table.querySelector("tbody").lastChild.querySelector("input[name=amount]");
    input.focus();
    input.select();
    this.changed();
  }

  remove(row) {
    this.list.splice(row, 1);
    this.draw();
    const buttons = this.table.querySelectorAll("button");
    (buttons[Math.min(row, buttons.length - 1)] || document.getElementById("add")).focus();
    this.changed();
  }

  // offer makes the kinds that a program pays ones to choose.
  offer(list) {
    const all = [...new Set([...kinds, ...list.filter((k) => k !== "close")])];
    if (all.join() === this.kinds.join()) return;
    this.kinds = all;
    for (const select of this.table.querySelectorAll("select")) {
      const there = new Set([...select.options].map((o) => o.value));
      for (const kind of all) if (!there.has(kind)) select.append(h("option", { value: kind }, kind));
    }
  }

  draw() {
    const shown = columns.filter(([name]) => name !== "customer" || this.list.some((o) => o.customer));
    const cell = (o, row, [name, title]) => {
      const label = `${title} of order ${o.id || row + 1}`;
      const set = (e) => { this.list[row][name] = e.target.value; this.changed(); };
      if (name === "kind") {
        const list = this.kinds.includes(o.kind) || !o.kind ? this.kinds : [...this.kinds, o.kind];
        return h("select", { name, "aria-label": label, onchange: set }, list.map((k) => h("option", { value: k, selected: k === o.kind }, k)));
      }
      return h("input", { name, value: o[name], "aria-label": label, oninput: set, autocomplete: "off", spellcheck: "false", inputmode: name === "amount" ? "decimal" : undefined });
    };
    this.table.replaceChildren(
      h("thead", {}, h("tr", {}, shown.map(([name, title]) => h("th", { scope: "col", class: name === "amount" ? "number" : "" }, title)),
        h("th", { scope: "col" }, h("span", { class: "hidden" }, "Remove")))),
      h("tbody", {}, this.list.map((o, row) => h("tr", { class: "order" }, shown.map((c) => h("td", {}, cell(o, row, c))),
        h("td", {}, h("button", { type: "button", "aria-label": `Remove order ${o.id || row + 1}`, onclick: () => this.remove(row) }, "×"))))));
  }

  // fault shows what is wrong with rows.
  fault(list) {
    const rows = [...this.table.querySelectorAll("tr.order")];
    for (const old of this.table.querySelectorAll("tr.why")) old.remove();
    for (const bad of this.table.querySelectorAll("[aria-invalid]")) {
      bad.removeAttribute("aria-invalid");
      bad.removeAttribute("aria-describedby");
    }
    for (const f of list) {
      const row = rows[f.row];
      if (!row || row.nextSibling?.className === "why") continue;
      const id = `order-fault-${f.row}`;
      const input = row.querySelector(`[name="${CSS.escape(f.field)}"]`) || row.querySelector("input");
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", id);
      row.after(h("tr", { class: "why" }, h("td", { colspan: 9, id }, `${f.field}${f.field ? " " : ""}${f.reason}`)));
    }
  }
}
