// Labels: placed here and not by vis-network, so that they never overlap and keep their size at any zoom.
const FACE = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const PLAIN = `12px ${FACE}`, BOLD = `600 12px ${FACE}`, SMALL = `italic 11px ${FACE}`, CAPS = `600 10px ${FACE}`, LARGE = `600 13px ${FACE}`;
const NOTE = `11px ${FACE}`, MARKED = `600 11px ${FACE}`;
const clip = (text, length) => (text.length > length ? text.slice(0, length - 1).trimEnd() + "…" : text);
const widths = new Map();
function wide(context, text, font) {
  const key = font + text;
  if (!widths.has(key)) { context.font = font; widths.set(key, context.measureText(text).width); }
  return widths.get(key);
}
let ruler = null;
const measure = () => (ruler = ruler || document.createElement("canvas").getContext("2d"));

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

// Where labels go: `at(node)` gives a node's place on the surface, `scale` the size of marks there, `frame` its limits.
function arrange(context, at, scale, frame, near) {
  const taken = new Taken(), labels = [];
  const shown = [...state.drawn].map((id) => byId.get(id)).filter(visible);
  const spots = new Map(shown.map((node) => [node.id, at(node)]).filter(([, p]) => p));
  const lit = shown.filter((node) => !near || near.has(node.id));
  const inside = lit.filter((node) => { const p = spots.get(node.id); return p && p.x > -200 && p.y > -40 && p.x < frame.w + 200 && p.y < frame.h + 40; });
  const rank = (node) => (node.id === state.node ? 0 : node.id === state.hover ? 1 : PILL.has(node.kind) ? 2 : 3);
  inside.sort((a, b) => rank(a) - rank(b) || byWeight(a.id, b.id));
  for (const node of inside) if (!PILL.has(node.kind)) {
    const r = markSize(node) * scale, p = spots.get(node.id);
    taken.add({ x: p.x - r, y: p.y - r, w: 2 * r, h: 2 * r, owner: node.id });
  }
  const notes = titles(context, shown, spots, taken);
  const most = K.mode === "full" || curved() ? Infinity : 160;
  for (const node of inside) {
    if (labels.length >= most && node.id !== state.hover) continue;
    const label = labelOf(context, node, spots.get(node.id), scale, taken, frame);
    if (label) labels.push(label);
  }
  notes.push(...lineNotes(context, spots, near, taken));
  return { labels, notes, spots, taken };
}
function labelOf(context, node, p, scale, taken, frame) {
  const pill = PILL.has(node.kind), hovered = node.id === state.hover && !pill, must = node.id === state.node || node.id === state.hover;
  const rows = hovered ? [clip(node.full, 90)] : curved() ? labelRows(node) : node.label.split("\n").map((row) => clip(row, 28));
  const font = pill || node.id === state.node ? BOLD : PLAIN;
  const note = noteOf(node), beside = note ? wide(context, note, node.differs ? MARKED : NOTE) + 7 : 0;
  const w = Math.max(...rows.map((row) => wide(context, row, font))) + (pill ? 14 : 4) + beside, h = rows.length * 15 + (pill ? (rows.length > 1 ? 4 : 2) : hovered ? -1 : -3);
  const r = markSize(node) * scale + 2;
  const sides = {
    on: { x: p.x - w / 2, y: p.y - h / 2 }, left: { x: p.x - r - w, y: p.y - h / 2 }, right: { x: p.x + r, y: p.y - h / 2 },
    below: { x: p.x - w / 2, y: p.y + r }, above: { x: p.x - w / 2, y: p.y - r - h },
  };
  const order = pill ? (!curved() && K.mode === "full" ? ["on", "right", "below", "above"] : ["on"])
    : !curved() ? ["below", "right", "left", "above"] : stand(node).left ? ["left", "below", "above"] : ["right", "below", "above", "left"];
  const whole = (box) => curved() || must || (box.x >= 0 && box.x + box.w <= frame.w); // half a name says nothing
  let spot = order.map((side) => ({ side, ...sides[side], w, h, owner: node.id })).find((box) => whole(box) && taken.free(box));
  if (!spot && must) spot = { side: order[0], ...sides[order[0]], w, h, owner: node.id };
  if (!spot) return null;
  taken.add(spot);
  return { node, rows, font, pill: pill && spot.side === "on", box: spot, hovered, note, beside };
}
// The sections of the columns are named above their first row, whole columns above all.
function titles(context, shown, spots, taken) {
  if (!curved()) return [];
  const notes = [], firsts = new Map(), heads = new Map();
  for (const node of shown) {
    const { title, column, band, left } = stand(node), p = spots.get(node.id), key = `${column} ${K.scene.aligned ? band : ""} ${title}`;
    if (!p) continue;
    if (title && (!firsts.has(key) || p.y < firsts.get(key).p.y)) firsts.set(key, { p, title, left, node });
    if (!heads.has(column)) heads.set(column, { x: p.x, left, boxed: PILL.has(node.kind) });
  }
  const put = (text, font, x, y, left, boxed) => {
    const w = wide(context, text, font), box = { x: boxed ? x - w / 2 : left ? x + 8 - w : x - 8, y, w, h: 13, owner: text + x };
    if (!taken.free(box)) return;
    taken.add(box);
    notes.push({ text, box, font });
  };
  for (const { p, title, left, node } of firsts.values()) put(title.toUpperCase(), CAPS, p.x, p.y - (PILL.has(node.kind) ? 38 : 24), left, PILL.has(node.kind));
  const top = Math.min(...[...spots.values()].map((p) => p.y)) - 46;
  for (const [column, text] of K.scene.heads) if (heads.has(column)) { const { x, left, boxed } = heads.get(column); put(text, LARGE, x, top, left, boxed); }
  return notes;
}
// Lines say how many they stand for, and those of a chosen node what they are.
function lineNotes(context, spots, near, taken) {
  const notes = [], all = [...lined.values()];
  const hot = near ? all.filter(touched) : all.filter((pair) => pair.edges.length > 1 && K.mode === "full");
  if (hot.length > 16) return notes;
  for (const pair of hot) {
    const a = spots.get(pair.from), b = spots.get(pair.to);
    if (!a || !b) continue;
    const times = pair.edges.length > 1 ? ` ×${pair.edges.length}` : "";
    const by = how(pair.edges[0]), text = ((near ? K.relations[pair.edges[0].relation].label + (by ? ` · ${clip(by, 26)}` : "") : "") + times).trim();
    const w = wide(context, text, SMALL) + 6;
    const box = [0.5, 0.62, 0.38, 0.74, 0.26].map((t) => { const p = along(a, b, t); return { x: p.x - w / 2, y: p.y - 8, w, h: 15, owner: pair.key }; }).find((b) => taken.free(b));
    if (!box) continue;
    taken.add(box);
    notes.push({ text, box, font: SMALL });
  }
  return notes;
}
// The point of a line at t: the middle is the middle, curved or not.
function along(a, b, t) {
  const bend = curved() ? 0.45 : 1 / 3, u = 1 - t;
  const x = 3 * u * u * t * bend + 3 * u * t * t * (1 - bend) + t * t * t, y = curved() ? 3 * u * t * t + t * t * t : t;
  return { x: a.x + (b.x - a.x) * (curved() ? x : t), y: a.y + (b.y - a.y) * y };
}
