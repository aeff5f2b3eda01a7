// Drawing: vis-network draws marks and lines at given places; labels are placed here, so that they never overlap and
// keep their size at any zoom.
const SVG = "http://www.w3.org/2000/svg";
const $ = (id) => document.getElementById(id);
const dark = () => document.documentElement.dataset.theme === "dark";
const tint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const PILL = new Set(["Trial", "Arm"]); // named in a box upon their mark, where there is room for it
const markSize = (node) => (PILL.has(node.kind) ? 7 : 6 + Math.min(8, 1.4 * Math.sqrt(degree(node.id))));

// Outline of each shape within a circle of radius 1.
const turn = (n, from, radius = () => 1) =>
  Array.from({ length: n }, (_, i) => [radius(i) * Math.cos(from + (i * 2 * Math.PI) / n), radius(i) * Math.sin(from + (i * 2 * Math.PI) / n)]);
const OUTLINES = {
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  diamond: turn(4, 0),
  triangle: turn(3, -Math.PI / 2),
  triangleDown: turn(3, Math.PI / 2),
  hexagon: turn(6, 0),
  star: turn(10, -Math.PI / 2, (i) => (i % 2 ? 0.45 : 1.1)),
};
function shapeOf(kind, radius, x = 0, y = 0) {
  const look = K.kinds[kind];
  const mark = document.createElementNS(SVG, look.shape === "dot" ? "circle" : "polygon");
  if (look.shape === "dot") for (const [name, value] of [["cx", x], ["cy", y], ["r", radius * 0.9]]) mark.setAttribute(name, value);
  else mark.setAttribute("points", OUTLINES[look.shape].map(([a, b]) => `${(x + a * radius).toFixed(1)},${(y + b * radius).toFixed(1)}`).join(" "));
  mark.setAttribute("fill", look.color);
  mark.setAttribute("stroke", "#333");
  return mark;
}
function icon(kind) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "-9 -9 18 18");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  picture.append(shapeOf(kind, 7));
  return picture;
}

const marks = new vis.DataSet(), lines = new vis.DataSet();
const net = new vis.Network($("canvas"), { nodes: marks, edges: lines }, {
  physics: false,
  layout: { improvedLayout: false },
  nodes: { borderWidth: 1, chosen: false, font: { size: 0 } },
  edges: { smooth: false, chosen: false, selectionWidth: 0, arrows: { to: { enabled: true, scaleFactor: 0.35 } } },
  interaction: { hover: true, selectConnectedEdges: false, hideEdgesOnDrag: K.mode !== "full", keyboard: false },
});
const CURVE = { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 };
const curved = () => K.columnar || narrowed();
let lined = new Map(); // key → pair of what is drawn
let places = new Map();
const chosen = () => {
  if (state.node) return new Set([state.node, ...neighbours(state.node)]);
  if (state.pair) return new Set(JSON.parse(state.pair));
  return null;
};
const touched = (pair) => (state.node ? pair.from === state.node || pair.to === state.node : state.pair ? pair.key === state.pair : false);

function sync(set, wanted) {
  const ids = new Set(wanted.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !ids.has(id)));
  set.update(wanted);
}
let hidden = new Map(); // drawn node → how many of its neighbours are not
function redraw() {
  hidden = new Map([...state.drawn].map((id) => [id, waiting(id).length]).filter(([, count]) => count));
  const alone = narrowed();
  if (alone) places = columns(new Set([...state.drawn].filter((id) => visible(byId.get(id)))));
  const near = chosen();
  sync(marks, [...state.drawn].map((id) => byId.get(id)).filter(visible).map((node) => {
    const look = K.kinds[node.kind], place = alone ? places.get(node.id) : node;
    return { id: node.id, x: place.x, y: place.y, shape: look.shape, size: markSize(node), opacity: near && !near.has(node.id) ? 0.15 : 1,
      color: { background: look.color, border: dark() ? "#e6edf3" : "#333333" } };
  }));
  lined = pairs();
  sync(lines, [...lined.values()].map((pair) => {
    const relation = K.relations[pair.edges[0].relation], hot = touched(pair);
    const look = K.kinds[byId.get(pair.to).kind];
    return { id: pair.key, from: pair.from, to: pair.to, smooth: curved() ? CURVE : false, dashes: relation.dashed ? [6, 4] : false,
      width: (relation.strong ? 2 : relation.weak ? 0.8 : 1.2) * (hot ? 1.8 : 1),
      color: { color: dark() ? look.color : look.line, opacity: near ? (hot ? 0.95 : 0.06) : dark() ? 0.65 : 0.5 } };
  }));
}

// ------------------------------------------------------------------------------------------------------------ labels
class Taken { // rectangles already used, in a coarse grid
  constructor() { this.cells = new Map(); }
  *keys(r) {
    for (let c = Math.floor(r.x / 80); c <= Math.floor((r.x + r.w) / 80); c++)
      for (let d = Math.floor(r.y / 40); d <= Math.floor((r.y + r.h) / 40); d++) yield c * 100003 + d;
  }
  free(r) {
    for (const key of this.keys(r))
      for (const o of this.cells.get(key) || [])
        if (r.x < o.x + o.w && o.x < r.x + r.w && r.y < o.y + o.h && o.y < r.y + r.h && o.owner !== r.owner) return false;
    return true;
  }
  add(r) {
    for (const key of this.keys(r)) { if (!this.cells.has(key)) this.cells.set(key, []); this.cells.get(key).push(r); }
  }
}
const widths = new Map();
function wide(context, text, font) {
  const key = font + text;
  if (!widths.has(key)) { context.font = font; widths.set(key, context.measureText(text).width); }
  return widths.get(key);
}
const FACE = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const PLAIN = `12px ${FACE}`, BOLD = `600 12px ${FACE}`, SMALL = `italic 11px ${FACE}`, CAPS = `600 10px ${FACE}`;

// Where labels go: `at(node)` gives a node's place on the surface, `scale` the size of marks there, `frame` its limits.
function arrange(context, at, scale, frame, near) {
  const taken = new Taken(), labels = [], notes = [];
  const shown = [...state.drawn].map((id) => byId.get(id)).filter((node) => visible(node) && (!near || near.has(node.id)));
  const spots = new Map(shown.map((node) => [node.id, at(node)]).filter(([, p]) => p));
  const inside = shown.filter((node) => { const p = spots.get(node.id); return p && p.x > -200 && p.y > -40 && p.x < frame.w + 200 && p.y < frame.h + 40; });
  const rank = (node) => (node.id === state.node ? 0 : node.id === state.hover ? 1 : PILL.has(node.kind) ? 2 : 3);
  inside.sort((a, b) => rank(a) - rank(b) || byWeight(a.id, b.id));
  for (const node of inside) if (!PILL.has(node.kind)) {
    const r = markSize(node) * scale, p = spots.get(node.id);
    taken.add({ x: p.x - r, y: p.y - r, w: 2 * r, h: 2 * r, owner: node.id });
  }
  const most = K.mode === "full" || narrowed() ? Infinity : 160;
  for (const node of inside) {
    if (labels.length >= most && node.id !== state.hover) continue;
    const p = spots.get(node.id), pill = PILL.has(node.kind);
    const hovered = node.id === state.hover && !pill;
    const rows = hovered ? [clip(node.full, 90)] : node.label.split("\n").map((row) => clip(row, frame.w < 600 ? 15 : 28));
    const font = pill || node.id === state.node ? BOLD : PLAIN;
    const w = Math.max(...rows.map((row) => wide(context, row, font))) + (pill ? 14 : 4), h = rows.length * 15 + (pill ? 4 : 0);
    const r = markSize(node) * scale + 2;
    const sides = {
      on: { x: p.x - w / 2, y: p.y - h / 2 }, left: { x: p.x - r - w, y: p.y - h / 2 }, right: { x: p.x + r, y: p.y - h / 2 },
      below: { x: p.x - w / 2, y: p.y + r }, above: { x: p.x - w / 2, y: p.y - r - h },
    };
    const column = K.kinds[node.kind].column;
    const order = pill ? (K.mode === "full" || (small && narrowed()) ? ["on", "right", "below", "above"] : ["on"]) : !curved() ? ["below", "right", "left", "above"] : column < 0 ? ["left", "below", "above"] : ["right", "below", "above", "left"];
    const must = node.id === state.node || node.id === state.hover;
    let spot = order.map((side) => ({ side, ...sides[side], w, h, owner: node.id })).find((box) => taken.free(box));
    if (!spot && must) spot = { side: order[0], ...sides[order[0]], w, h, owner: node.id };
    if (!spot) continue;
    taken.add(spot);
    labels.push({ node, rows, font, pill: pill && spot.side === "on", box: spot, hovered });
  }
  // The sections of the columns are named above their first row.
  const firsts = new Map();
  if (curved() && !near) for (const node of shown) {
    const { section, column } = K.kinds[node.kind], p = spots.get(node.id);
    if (p && (!firsts.has(section) || p.y < firsts.get(section).p.y)) firsts.set(section, { p, column, node });
  }
  for (const [section, { p, column, node }] of firsts) {
    const text = section.toUpperCase(), w = wide(context, text, CAPS), high = PILL.has(node.kind) ? 36 : 25;
    const box = { x: column < 0 ? p.x + 8 - w : column === 0 ? p.x - w / 2 : p.x - 8, y: p.y - high, w, h: 13, owner: text };
    if (!taken.free(box)) continue;
    taken.add(box);
    notes.push({ text, box, font: CAPS });
  }
  const hot = near ? [...lined.values()].filter(touched) : [...lined.values()].filter((pair) => pair.edges.length > 1 && K.mode === "full");
  if (hot.length <= 16 || !near) for (const pair of hot) {
    const a = spots.get(pair.from), b = spots.get(pair.to);
    if (!a || !b) continue;
    const times = pair.edges.length > 1 ? ` ×${pair.edges.length}` : "";
    const by = how(pair.edges[0]), text = (near ? K.relations[pair.edges[0].relation].label + (by ? ` · ${clip(by, 26)}` : "") : "") + times;
    const w = wide(context, text, SMALL) + 6;
    const box = [0.5, 0.62, 0.38, 0.74, 0.26].map((t) => { const p = along(a, b, t); return { x: p.x - w / 2, y: p.y - 8, w, h: 15, owner: pair.key }; }).find((b) => taken.free(b));
    if (!box) continue;
    taken.add(box);
    notes.push({ text: text.trim(), box, font: SMALL });
  }
  return { labels, notes, spots, taken };
}
// The point of a line at t: the middle is the middle, curved or not.
function along(a, b, t) {
  const bend = curved() ? 0.45 : 1 / 3, u = 1 - t;
  const x = 3 * u * u * t * bend + 3 * u * t * t * (1 - bend) + t * t * t, y = curved() ? 3 * u * t * t + t * t * t : t;
  return { x: a.x + (b.x - a.x) * (curved() ? x : t), y: a.y + (b.y - a.y) * y };
}
const clip = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);

let hits = [], noted = []; // rectangles of labels on screen, for the pointer, and of notes
net.on("afterDrawing", (context) => {
  const ratio = net.canvas.pixelRatio, frame = { w: $("canvas").clientWidth, h: $("canvas").clientHeight };
  const scale = net.getScale(), moved = net.getPositions();
  const { labels, notes, spots, taken } = arrange(context, (node) => moved[node.id] && net.canvasToDOM(moved[node.id]), scale, frame, chosen());
  const ink = tint("--ink"), ground = tint("--ground"), accent = tint("--accent");
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const near = chosen();
  if (near) for (const id of state.drawn) { // pills outside the neighbourhood stay, faintly
    const node = byId.get(id);
    if (!PILL.has(node.kind) || near.has(id) || !visible(node) || !moved[id]) continue;
    const p = net.canvasToDOM(moved[id]);
    context.globalAlpha = 0.15;
    context.fillStyle = K.kinds[node.kind].color;
    context.beginPath();
    context.roundRect(p.x - 60, p.y - 9, 120, 18, 6);
    context.fill();
    context.globalAlpha = 1;
  }
  if (state.node && spots.has(state.node) && !PILL.has(byId.get(state.node).kind)) ring(context, spots.get(state.node), markSize(byId.get(state.node)) * scale + 5, accent);
  context.textAlign = "center";
  for (const note of notes) {
    context.font = note.font;
    context.lineWidth = 4;
    context.strokeStyle = ground;
    context.fillStyle = tint("--quiet");
    context.strokeText(note.text, note.box.x + note.box.w / 2, note.box.y + 8);
    context.fillText(note.text, note.box.x + note.box.w / 2, note.box.y + 8);
  }
  noted = notes.map((note) => note.box);
  hits = [];
  for (const { node, rows, font, pill, box, hovered } of labels) {
    hits.push({ id: node.id, ...box });
    context.font = font;
    if (pill || hovered) {
      context.fillStyle = pill ? K.kinds[node.kind].color : tint("--raised");
      context.strokeStyle = node.id === state.node ? accent : pill ? "#333333" : accent;
      context.lineWidth = node.id === state.node ? 4 : 1;
      context.beginPath();
      context.roundRect(box.x, box.y, box.w, box.h, 6);
      context.stroke();
      context.fill();
    }
    rows.forEach((row, index) => {
      const x = box.x + box.w / 2, y = box.y + (pill ? 2 : 0) + 8 + index * 15;
      if (!pill && !hovered) {
        context.lineWidth = 3.5;
        context.strokeStyle = ground;
        context.strokeText(row, x, y);
      }
      context.fillStyle = pill ? (node.kind === "Arm" ? "#000000" : "#ffffff") : ink;
      context.fillText(row, x, y);
    });
  }
  for (const { node } of labels) badge(context, node, spots.get(node.id), scale, taken);
  context.restore();
});
function ring(context, p, radius, color) {
  context.beginPath();
  context.arc(p.x, p.y, radius, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = color;
  context.stroke();
}
function badge(context, node, p, scale, taken) {
  const count = hidden.get(node.id);
  if (!count) return;
  const text = `+${count}`, box = hits.find((hit) => hit.id === node.id);
  const pill = PILL.has(node.kind) && box, r = markSize(node) * scale, away = K.kinds[node.kind].column < 0 ? 1 : -1; // not on the label's side
  const x = pill ? box.x + box.w + 14 : p.x + away * (r + 2), y = pill ? box.y + box.h / 2 : p.y - r;
  context.font = `600 10px ${FACE}`;
  const w = wide(context, text, context.font) + 8, place = { x: x - w / 2, y: y - 7, w, h: 14, owner: node.id };
  if (!taken.free(place) && node.id !== state.node) return;
  taken.add({ ...place, owner: null });
  context.fillStyle = dark() ? "#e6edf3" : "#1b1f24";
  context.beginPath();
  context.roundRect(x - w / 2, y - 7, w, 14, 7);
  context.fill();
  context.fillStyle = dark() ? "#0d1117" : "#ffffff";
  context.textAlign = "center";
  context.fillText(text, x, y + 0.5);
}

// Everything in sight, with room for the labels beside the marks.
function fit() {
  const moved = Object.values(net.getPositions());
  if (!moved.length) return;
  const xs = moved.map((p) => p.x), ys = moved.map((p) => p.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const frame = { w: $("canvas").clientWidth, h: $("canvas").clientHeight };
  // Labels keep their size while the picture shrinks: leave the outermost ones what they need.
  const room = { left: 20, right: 20 }, context = net.canvas.frame.canvas.getContext("2d");
  const most = curved() ? frame.w * 0.26 : 70;
  for (const [id, p] of Object.entries(net.getPositions())) {
    const node = byId.get(id), w = wide(context, clip(node.full, frame.w < 600 ? 15 : 28), PLAIN) + 22;
    const side = !curved() || PILL.has(node.kind) ? 0 : K.kinds[node.kind].column;
    if (p.x < left + 20) room.left = Math.max(room.left, side < 0 ? w : w / 2);
    if (p.x > right - 20) room.right = Math.max(room.right, side > 0 ? w : w / 2);
  }
  room.left = Math.min(room.left, most);
  room.right = Math.min(room.right, most);
  const scale = Math.max(0.02, Math.min(1.3, (frame.w - room.left - room.right) / Math.max(1, right - left), (frame.h - 90) / Math.max(1, bottom - top)));
  net.moveTo({ position: { x: (left + right) / 2 + (room.right - room.left) / (2 * scale), y: (top + bottom) / 2 - 8 / scale }, scale, animation: false });
}
