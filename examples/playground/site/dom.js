// Elements, made without markup: what a user typed is text and never HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(e, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? "" : value);
  }
  e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== ""));
  return e;
}

export const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
export const s = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
export const $ = (id) => document.getElementById(id);

// choice returns a labelled list to choose from.
export function choice(label, id, values, chosen, changed) {
  return h("label", {}, label, h("select", { id, onchange: (e) => changed(e.target.value) },
    values.map((v) => {
      const [value, text] = Array.isArray(v) ? v : [v, v];
      return h("option", { value, selected: value === chosen }, text);
    })));
}
