// The stages of a partnership and the moves between them, drawn from the flow.

import { h, s } from "./dom.js";

const TALL = 40, GAP = 54, ROW = 96, TOP = 58;
const plain = (name) => name.replaceAll("_", " ");

function days(expected) {
  if (!expected) return "";
  const { least, most } = expected;
  if (least && most && least !== most) return `${least} to ${most} days`;
  return least || most ? `${most || least} days` : "";
}

// place gives each stage its place: those on the way in a row, the ends below the
// middle of where they come from.
function place(flow, moves) {
  const boxes = new Map();
  let x = 2;
  for (const stage of flow.stages) {
    const label = plain(stage.name);
    const wide = Math.max(84, label.length * 7.4 + 30);
    boxes.set(stage.name, { stage, label, wide, x: 0, y: TOP, end: Boolean(stage.end) });
    if (!stage.end) {
      boxes.get(stage.name).x = x;
      x += wide + GAP;
    }
  }
  const middle = (b) => b.x + b.wide / 2;
  const ends = [...boxes.values()].filter((b) => b.end);
  for (const b of ends) {
    const from = moves.filter((m) => m.to === b.stage.name).map((m) => boxes.get(m.from)).filter((f) => f && !f.end);
    b.at = from.length ? from.reduce((sum, f) => sum + middle(f), 0) / from.length : x;
    b.y = TOP + ROW;
  }
  let least = 2;
  for (const b of ends.sort((a, c) => a.at - c.at)) {
    b.x = Math.max(least, b.at - b.wide / 2);
    least = b.x + b.wide + 24;
  }
  return boxes;
}

// way returns the path of a move.
function way(a, b, onWay, both) {
  const ax = a.x + a.wide / 2, bx = b.x + b.wide / 2;
  if (b.end && !a.end) {
    const fx = ax + Math.max(-a.wide / 4, Math.min(a.wide / 4, (bx - ax) / 4));
    const tx = bx + Math.max(-b.wide / 4, Math.min(b.wide / 4, (ax - bx) / 4));
    const y0 = a.y + TALL, y1 = b.y - 7;
    return `M${fx} ${y0}C${fx} ${y0 + 26} ${tx} ${y1 - 26} ${tx} ${y1}`;
  }
  if (onWay) return `M${a.x + a.wide} ${a.y + TALL / 2}H${b.x - 7}`;
  const up = a.y - 20 - Math.min(30, Math.abs(bx - ax) / 14);
  const shift = bx > ax ? 12 : -12;
  return `M${ax + shift} ${a.y}C${ax + shift} ${up} ${bx - shift} ${up} ${bx - shift} ${b.y - 7}`;
}

export function drawFlow(into, flow) {
  if (!flow || !flow.stages) {
    into.replaceChildren(h("p", { class: "empty" }, "The document has no flow."));
    return;
  }
  const road = flow.stages.filter((st) => !st.end).map((st) => st.name);
  const listed = flow.moves || [];
  const moves = [...listed];
  if (flow.skip) road.slice(1).forEach((to, i) => {
    if (!listed.some((m) => m.from === road[i] && m.to === to)) moves.push({ from: road[i], to });
  });
  const boxes = place(flow, moves);
  const wide = Math.max(...[...boxes.values()].map((b) => b.x + b.wide)) + 4;
  const tall = TOP + TALL + ([...boxes.values()].some((b) => b.end) ? ROW : 0) + 24;
  const paths = moves.filter((m) => boxes.has(m.from) && boxes.has(m.to)).map((m) => {
    const on = road.indexOf(m.to) === road.indexOf(m.from) + 1 && road.includes(m.from);
    return s("path", { class: on ? "on" : "", d: way(boxes.get(m.from), boxes.get(m.to), on), "marker-end": `url(#${on ? "head-on" : "head-edge"})` });
  });
  const heads = ["head-edge", "head-on"].map((id) => s("marker", { id, viewBox: "0 0 8 8", refX: 2, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
    s("path", { d: "M0 0L8 4L0 8Z", class: id })));
  const picture = s("svg", { width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}`, "aria-hidden": "true" }, s("defs", {}, heads), paths,
    [...boxes.values()].map((b, i) => s("g", { class: [b.stage.end ? (b.stage.end === "won" ? "won" : "end") : "", i ? "" : "start"].join(" ").trim() },
      s("rect", { x: b.x, y: b.y, width: b.wide, height: TALL, rx: 9 }),
      s("text", { x: b.x + b.wide / 2, y: b.y + TALL / 2 + 4.5 }, b.label),
      s("text", { class: "sub", x: b.x + b.wide / 2, y: b.y + TALL + 15 }, b.end ? "" : days(b.stage.expected)))));
  const words = [flow.skip ? "A deal may pass over stages." : "", flow.back ? "A deal may return to an earlier stage." : ""].filter(Boolean).join(" ");
  into.className = "flow";
  into.replaceChildren(
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Diagram of the pipeline" }, picture),
    h("ul", { class: "hidden", "aria-label": "Moves of the pipeline" }, moves.map((m) => h("li", {}, `${plain(m.from)} to ${plain(m.to)}`))),
    words ? h("p", { class: "hint" }, words) : "");
}
