// Drawing: vis-network draws marks and lines at given places, this file labels, rings and badges upon them.
const SVG = "http://www.w3.org/2000/svg";
const $ = (id) => document.getElementById(id);
const dark = () => document.documentElement.dataset.theme === "dark";
const tint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const PILL = new Set(["Trial", "Arm"]); // named in a box upon their mark, where there is room for it
const LARGER = { free: 5.5, rowed: 3.5 }; // by what marks of many edges grow; in columns rows are too near for more
const markSize = (node) => (PILL.has(node.kind) ? 7 : 5.5 + Math.min(curved() ? LARGER.rowed : LARGER.free, 1.1 * Math.sqrt(degree(node.id))));

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

$("strip").hidden = !K.edges.some((edge) => edge.days > 0); // first, as it takes room from the picture
const marks = new vis.DataSet(), lines = new vis.DataSet();
const net = new vis.Network($("canvas"), { nodes: marks, edges: lines }, {
  physics: false,
  layout: { improvedLayout: false },
  nodes: { borderWidth: 1, chosen: false, font: { size: 0 } },
  edges: { selfReference: { size: 7, angle: Math.PI }, smooth: false, chosen: false, selectionWidth: 0, arrows: { to: { enabled: true, scaleFactor: 0.35 } } },
  interaction: { hover: true, selectConnectedEdges: false, hideEdgesOnDrag: K.mode !== "full", keyboard: false },
});
const CURVE = { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 };
const BESIDE = { enabled: true, type: "curvedCW", roundness: 0.35 }; // within a column, on the side without labels
const bend = (from, to) => (stand(byId.get(from)).column !== stand(byId.get(to)).column ? CURVE : { ...BESIDE, type: (places.get(from)?.y < places.get(to)?.y) !== !!stand(byId.get(from)).left ? "curvedCCW" : "curvedCW" });
const curved = () => K.columnar || narrowed();
const frameOf = () => ({ w: $("canvas").clientWidth, h: $("canvas").clientHeight });
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
let stale = false; // the places are of a part, or of a frame of another size
let hidden = new Map(); // drawn node → how many of its neighbours are not
function redraw() {
  hidden = new Map([...state.drawn].map((id) => [id, waiting(id).length]).filter(([, count]) => count));
  if (narrowed()) places = columns(new Set([...state.drawn].filter((id) => visible(byId.get(id)))), frameOf());
  else if (K.columnar && (stale || !places.size)) places = columns(new Set(byId.keys()), frameOf());
  stale = narrowed();
  const alone = curved();
  const near = chosen();
  sync(marks, [...state.drawn].map((id) => byId.get(id)).filter(visible).map((node) => {
    const look = K.kinds[node.kind], place = alone ? places.get(node.id) : node;
    return { id: node.id, x: place.x, y: place.y, shape: look.shape, size: markSize(node), opacity: near && !near.has(node.id) ? 0.18 : 1,
      color: { background: look.color, border: dark() ? "#e6edf3" : "#333333" } };
  }));
  lined = pairs();
  const faint = Math.max(0.45, Math.min(1, 150 / lined.size)); // many lines are drawn lightly
  sync(lines, [...lined.values()].map((pair) => {
    const relation = K.relations[pair.edges[0].relation], hot = touched(pair);
    const look = K.kinds[byId.get(pair.to).kind];
    return { id: pair.key, from: pair.from, to: pair.to, smooth: alone ? bend(pair.from, pair.to) : false, dashes: relation.dashed ? [6, 4] : false,
      width: (relation.strong ? 2 : relation.weak ? 0.8 : 1.2) * (hot ? 1.8 : 1),
      color: { color: dark() ? look.color : look.line, opacity: near ? (hot ? 0.95 : 0.06) : (dark() ? 0.65 : 0.5) * faint } };
  }));
}

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
  if (near && curved()) for (const id of state.drawn) { // pills outside the neighbourhood stay, faintly
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
    context.fillStyle = note.font === LARGE ? ink : tint("--quiet");
    context.strokeText(note.text, note.box.x + note.box.w / 2, note.box.y + 8);
    context.fillText(note.text, note.box.x + note.box.w / 2, note.box.y + 8);
  }
  noted = notes.map((note) => note.box);
  hits = [];
  for (const { node, rows, font, pill, box, hovered, note, beside } of labels) {
    hits.push({ id: node.id, note, ...box });
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
      const left = curved() && stand(node).left && !pill;
      if (curved() && !pill && !hovered && !index) { // lines pass behind names
        context.fillStyle = ground;
        context.fillRect(box.x + 1, box.y, box.w - 1, box.h);
      }
      const x = box.x + (left ? beside : 0) + (box.w - beside) / 2, y = box.y + (pill ? (rows.length > 1 ? 10 : 9) : hovered ? 8 : 7) + index * 15;
      if (note && !index) {
        context.font = node.differs ? MARKED : NOTE;
        context.fillStyle = pill ? (node.kind === "Arm" ? "#000000" : "#ffffff") : node.differs ? accent : tint("--quiet");
        context.lineWidth = 3.5;
        context.strokeStyle = ground;
        const at = left ? box.x + beside / 2 - 3 : box.x + box.w - beside / 2;
        if (!pill) context.strokeText(note, at, y);
        context.fillText(note, at, y);
        context.font = font;
      }
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
  const pill = PILL.has(node.kind) && box, r = markSize(node) * scale, away = stand(node).left ? 1 : -1; // not on the label's side
  context.font = `600 10px ${FACE}`;
  const w = wide(context, text, context.font) + 8, x = pill ? box.x + box.w + 14 : p.x + away * (r + w / 2 - 2);
  const spots = (pill ? [box.y + box.h / 2] : [p.y - r, p.y + r]).map((y) => ({ x: x - w / 2, y: y - 7, w, h: 14, owner: node.id }));
  const place = spots.find((spot) => taken.free(spot)) || (node.id === state.node ? spots[0] : null);
  if (!place) return;
  taken.add({ ...place, owner: null });
  context.fillStyle = dark() ? "#e6edf3" : "#1b1f24";
  context.beginPath();
  context.roundRect(place.x, place.y, w, 14, 7);
  context.fill();
  context.fillStyle = dark() ? "#0d1117" : "#ffffff";
  context.textAlign = "center";
  context.fillText(text, x, place.y + 7.5);
}

// Everything in sight, with room for the labels beside the marks, which keep their size while the picture shrinks. On a
// narrow frame columns begin at the left and stay large enough to read: the rest is a drag away.
const READABLE = 0.7;
function fit() {
  const moved = Object.entries(net.getPositions());
  if (!moved.length) return;
  const frame = frameOf(), heads = new Map(curved() ? K.scene.heads.map(([column, text]) => [column, wide(measure(), text, LARGE) - 12]) : []);
  const named = (node, w) => Math.max(w + 12, wide(measure(), (stand(node).title || "").toUpperCase(), CAPS) - 4); // the title of its section stands above
  const need = moved.map(([id, p]) => {
    const node = byId.get(id), w = curved() ? Math.max(labelWidth(node), heads.get(stand(node).column) ?? 0) : 0;
    if (!curved()) return { p, before: 90, after: 90 };
    if (PILL.has(node.kind)) return { p, before: w / 2, after: w / 2 };
    return stand(node).left ? { p, before: named(node, w), after: 14 } : { p, before: 14, after: named(node, w) };
  });
  const top = curved() ? (K.scene.heads.length ? 56 : 38) : 30, ys = need.map(({ p }) => p.y), high = Math.max(1, Math.max(...ys) - Math.min(...ys));
  let scale = Math.min(curved() ? 1 : 1.3, (frame.h - top - 26) / high), left = 0, right = 0;
  for (let step = 0; step < 8; step++) {
    left = Math.min(...need.map(({ p, before }) => p.x * scale - before));
    right = Math.max(...need.map(({ p, after }) => p.x * scale + after));
    if (right - left <= frame.w - 16) break;
    scale = Math.max(0.02, scale * Math.max(0.5, (frame.w - 18) / (right - left)));
  }
  if (curved() && frame.w < 600 && scale < READABLE) {
    scale = READABLE;
    left = Math.min(...need.map(({ p, before }) => p.x * scale - before));
    const end = Math.max(...need.map(({ p, after }) => p.x * scale + after));
    right = Math.min(left + frame.w - 16, end);
    $("more").hidden = right >= end;
  } else $("more").hidden = true;
  const up = Math.max(0, Math.min((top - 26) / 2, (frame.h - high * scale) / 2));
  net.moveTo({ position: { x: (left + right) / 2 / scale, y: (Math.min(...ys) + Math.max(...ys)) / 2 - up / scale }, scale, animation: false });
}
