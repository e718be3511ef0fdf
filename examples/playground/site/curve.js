// The payout curve as a picture, with its cliffs.

import { h, s } from "./dom.js";

const LEFT = 52, RIGHT = 14, TOP = 26, BOTTOM = 42;

// ticks returns round numbers from 0 to at most a number, at least so far apart.
function ticks(most, about, apart = 0) {
  const raw = Math.max(most / about, apart), power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, apart ? 5 : 2.5, 5, 10].map((m) => m * power).find((v) => v >= raw * 0.999);
  const list = [];
  for (let v = 0; v <= most * 1.0001; v += step) list.push(Number(v.toPrecision(12)));
  return list;
}

const short = (v) => v.toLocaleString("en", { maximumFractionDigits: 2 });

// corners returns the points of the line. A cliff goes straight up or down.
function corners(points, cliffs) {
  const list = points.map((p) => ({ x: Number(p.volume), y: Number(p.pay) }));
  for (const c of cliffs) {
    const x = Number(c.volume), jump = Number(c.jump);
    const next = list.findIndex((p) => p.x >= x);
    if (next < 1) continue;
    const a = list[next - 1], b = list[Math.max(0, next - 2)];
    let y = a.x > b.x && !a.top ? a.y + ((a.y - b.y) / (a.x - b.x)) * (x - a.x) : a.y;
    if (list[next].x === x) y = list[next].y - (c.reached ? jump : 0);
    list.splice(next, list[next].x === x ? 1 : 0, { x, y }, { x, y: y + jump, top: true, jump: c.jump });
  }
  return list;
}

export function drawCurve(into, curve) {
  if (!curve || curve.list.length < 2) {
    into.replaceChildren(h("p", { class: "empty" }, curve && curve.fault
      ? `A ${curve.kind} with nothing but an amount is refused: ${curve.fault}.` : "The document pays nothing yet."));
    return;
  }
  const W = Math.max(300, Math.round(into.clientWidth) || 720), H = Math.round(Math.min(330, 130 + W * 0.3));
  const points = curve.list, cliffs = curve.cliffs || [];
  const line = corners(points, cliffs);
  const mostX = Number(points[points.length - 1].volume);
  const mostY = Math.max(...line.map((p) => p.y), 1e-9) * 1.06;
  const leastY = Math.min(0, ...line.map((p) => p.y));
  const x = (v) => LEFT + (v / mostX) * (W - LEFT - RIGHT);
  const y = (v) => H - BOTTOM - ((v - leastY) / (mostY - leastY)) * (H - TOP - BOTTOM);
  const d = line.map((p, i) => `${i ? "L" : "M"}${x(p.x).toFixed(1)} ${y(p.y).toFixed(1)}`).join("");
  const many = curve.over === "month" ? `${curve.kind}s of ${curve.size} ${curve.currency} in a month` : `${curve.currency} of one ${curve.kind}`;

  const cross = s("g", { visibility: "hidden" }, s("line", { class: "cross", y1: TOP, y2: H - BOTTOM }), s("circle", { class: "dot", r: 4.5 }));
  const picture = s("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-labelledby": "curve-text" },
    s("title", { id: "curve-text" }, `What a partner earns by ${many}: ${points[points.length - 1].pay} ${curve.currency} at ${points[points.length - 1].volume}. ` +
      (cliffs.length ? `Cliffs: ${cliffs.map((c) => c.sentence).join("; ")}.` : "No cliffs.")),
    ticks(mostY, 5).map((v) => [
      s("line", { class: "grid", x1: LEFT, x2: W - RIGHT, y1: y(v), y2: y(v) }),
      s("text", { x: LEFT - 10, y: y(v) + 4, "text-anchor": "end" }, short(v)),
    ]),
    ticks(curve.over === "month" ? points.length - 1 : mostX, W / 95, curve.over === "month" ? 1 : 0).map((v) => s("text", {
      x: x(curve.over === "month" ? v * Number(curve.size) : v), y: H - BOTTOM + 19, "text-anchor": "middle",
    }, short(v))),
    s("text", { x: W - RIGHT, y: H - 4, "text-anchor": "end" }, many),
    s("text", { x: LEFT, y: 12 }, `earned, ${curve.currency}`),
    s("path", { class: "area", d: `${d}L${x(mostX)} ${y(0)}L${x(0)} ${y(0)}Z` }),
    line.filter((p) => p.top).map((p) => s("line", { class: "drop", x1: x(p.x), x2: x(p.x), y1: y(p.y), y2: y(Math.min(0, leastY)) })),
    s("path", { class: "curve", d }),
    line.filter((p) => p.top).map((p) => [
      s("circle", { class: "jump", cx: x(p.x), cy: y(p.y), r: 4 }),
      s("text", { class: "mark", x: x(p.x) - 9, y: y(p.y) - 5, "text-anchor": "end" }, (p.jump.startsWith("-") ? "" : "+") + p.jump),
    ]),
    cross);

  const said = h("output", { for: "look" });
  const look = h("input", { id: "look", type: "range", min: 1, max: points.length - 1, "aria-label": "Look along the curve" });
  const at = (i) => {
    const p = points[i];
    const text = curve.over === "month"
      ? `${i} ${curve.kind}${i > 1 ? "s" : ""} earn ${p.pay}${p.level ? ", " + p.level : ""}; the last one added ${p.added}`
      : `${p.volume} earns ${p.pay}`;
    said.textContent = text;
    look.setAttribute("aria-valuetext", text);
    cross.setAttribute("visibility", "visible");
    const px = x(Number(p.volume));
    cross.firstChild.setAttribute("x1", px);
    cross.firstChild.setAttribute("x2", px);
    cross.lastChild.setAttribute("cx", px);
    cross.lastChild.setAttribute("cy", y(Number(p.pay)));
  };
  look.addEventListener("input", () => at(Number(look.value)));
  picture.addEventListener("pointermove", (e) => {
    const box = picture.getBoundingClientRect();
    const v = (((e.clientX - box.left) / box.width) * W - LEFT) / (W - LEFT - RIGHT);
    look.value = Math.min(points.length - 1, Math.max(1, Math.round(v * (points.length - 1))));
    at(Number(look.value));
  });
  look.value = Math.ceil((points.length - 1) / 2);

  into.replaceChildren(picture, h("div", { class: "look" }, look, said),
    cliffs.length ? h("ul", { class: "list cliffs", "aria-label": "Cliffs" }, cliffs.map((c) => h("li", {}, c.sentence))) : "",
    h("details", {}, h("summary", {}, "The curve as a table"), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "The curve as a table" },
      h("table", {}, h("thead", {}, h("tr", {}, [curve.over === "month" ? curve.kind + "s" : "step", "volume", "earned", "added", "level"].map((t, i) =>
        h("th", { scope: "col", class: i < 4 ? "number" : "" }, t)))),
      h("tbody", {}, points.slice(1).map((p) => h("tr", {}, h("td", { class: "number" }, String(p.number)), h("td", { class: "number" }, p.volume),
        h("td", { class: "number" }, p.pay), h("td", { class: "number" }, p.added), h("td", {}, p.level))))))));
  said.textContent = curve.fault || "Move along the curve.";
}
