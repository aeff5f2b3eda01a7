// What the user does: selecting, filtering, finding, keys, tools.
const NOTHING = $("empty").firstElementChild.textContent;
const say = (text) => { $("status").textContent = text; };
function tally() {
  const nodes = [...state.drawn].filter((id) => visible(byId.get(id))).length;
  const edges = [...lined.values()].reduce((sum, pair) => sum + pair.edges.length, 0);
  return `${number(nodes)} of ${plural(K.nodes.length, "node")}, ${number(edges)} of ${plural(K.edges.length, "edge")}`;
}
let ready = false, wasAlone = false;
function changed(note = "") {
  if (state.node && !visible(byId.get(state.node))) state.node = null;
  redraw();
  if (wasAlone !== narrowed()) fit();
  wasAlone = narrowed();
  if (state.pair && !lined.has(state.pair)) { state.pair = null; redraw(); }
  counts();
  if (state.node) nodePanel(byId.get(state.node));
  else if (state.pair) pairPanel(lined.get(state.pair));
  else welcome();
  if (!$("table").hidden) table();
  strip();
  $("empty").hidden = marks.length > 0;
  $("empty").firstElementChild.textContent = K.nodes.length ? "Nothing is left in sight: the filters at the side leave everything out. Reset brings it back." : NOTHING;
  say((note ? note + " · " : "") + tally());
  remember();
}
function reveal(id) {
  const node = byId.get(id);
  state.offKinds.delete(node.kind);
  if (state.trial >= 0 && !node.trials.includes(state.trial)) state.trial = -1;
  if (state.drawn.has(id)) return;
  if (small) state.drawn.add(id);
  else { state.drawn = ego(id); state.node = null; state.pair = null; }
}
const SIGHT = 60; // a mark nearer than this to the edge of the picture counts as out of sight
function inView(id) {
  const place = net.getPositions([id])[id], { x, y } = place ? net.canvasToDOM(place) : { x: -1, y: -1 };
  return x > SIGHT && y > SIGHT / 2 && x < $("canvas").clientWidth - SIGHT && y < $("canvas").clientHeight - SIGHT / 2;
}
const CLOSE = 0.6; // a mark that is looked for is seen at least as near as this, or, for its neighbours to be in sight,
const FAR = 0.35; // as far as this
const within = (id, frame) => {
  const { x, y } = net.canvasToDOM(net.getPositions([id])[id]);
  return x > 0 && y > 0 && x < frame.w && y < frame.h;
};
function centre(id) {
  const place = net.getPositions([id])[id];
  if (!place) return;
  if (curved() && !looked) { // what is read as a whole stays whole
    fit();
    const frame = frameOf(), all = [id, ...neighbours(id).filter((n) => state.drawn.has(n) && visible(byId.get(n)))];
    if (net.getScale() >= CLOSE && all.every((one) => within(one, frame))) return;
  }
  if (!small && !state.everything) fit();
  const near = Math.max(net.getScale(), CLOSE), beside = Object.values(net.getPositions(neighbours(id).filter((n) => state.drawn.has(n))));
  const across = Math.max(1, ...beside.map(({ x }) => Math.abs(x - place.x))), along = Math.max(1, ...beside.map(({ y }) => Math.abs(y - place.y)));
  const all = Math.min(($("canvas").clientWidth / 2 - 2 * SIGHT) / across, ($("canvas").clientHeight / 2 - SIGHT) / along);
  net.moveTo({ position: place, scale: Math.min(near, Math.max(all, FAR)), animation: false });
}
function select(id, always = false) {
  reveal(id);
  state.node = id;
  state.pair = null;
  changed();
  if ((always || !inView(id)) && $("table").hidden) centre(id);
}
function selectPair(key) {
  const [from, to] = JSON.parse(key);
  reveal(from);
  if (!state.drawn.has(to)) state.drawn.add(to);
  state.offKinds.delete(byId.get(to).kind);
  for (const edge of around.get(from)) if (edge.from === from && edge.to === to) state.offRelations.delete(edge.relation);
  state.node = null;
  state.pair = key;
  changed();
}
function clear() {
  state.node = state.pair = null;
  changed();
}
function focusOn(id) {
  state.drawn = small ? new Set([id, ...neighbours(id), ...neighbours(id).flatMap((n) => (degree(n) <= 30 ? neighbours(n) : []))]) : ego(id);
  state.everything = false;
  state.focus = small ? id : null;
  state.node = id;
  state.pair = null;
  changed();
  fit();
}
function toggle(id, open = waiting(id).length > 0) {
  const count = open ? expand(id) : collapse(id);
  const full = open && !count && waiting(id).length ? `${FULL} nodes are drawn already: collapse some, or draw only this neighbourhood` : "";
  changed(full || (open ? `${plural(count, "node")} added` : `${plural(count, "node")} collapsed`));
}
function reset() {
  state.offKinds.clear();
  state.offRelations.clear();
  state.trial = -1;
  state.focus = null;
  state.everything = false;
  state.opened.clear();
  state.closed.clear();
  looked = false;
  state.drawn = firstDrawn();
  clear();
  fit();
}

// -------------------------------------------------------------------------------------------------------------- finder
let options = [], active = -1;
function offer() {
  options = search($("find").value, 9);
  active = -1;
  $("found").replaceChildren(...options.map(({ node, how }, place) => el("li", { role: "option", id: `option-${place}`, ariaSelected: "false", onclick: () => take(node.id) }, icon(node.kind), oneLine(node), how ? el("small", { textContent: `“${clip(how, 24)}”` }) : el("small", { textContent: K.kinds[node.kind].label }))));
  const nothing = !options.length && $("find").value.trim().length > 1;
  if (nothing) $("found").append(el("li", { role: "option", ariaDisabled: "true", ariaSelected: "false", textContent: `No match for “${clip($("find").value, 30)}”` }));
  open(options.length > 0 || nothing);
}
function open(yes) {
  $("found").hidden = !yes;
  $("find").setAttribute("aria-expanded", String(yes));
  if (!yes) $("find").removeAttribute("aria-activedescendant");
}
function point(place) {
  active = (place + options.length) % options.length;
  [...$("found").children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
  $("find").setAttribute("aria-activedescendant", `option-${active}`);
}
function take(id) {
  open(false);
  select(id, true);
}
$("find").addEventListener("input", offer);
$("find").addEventListener("blur", () => setTimeout(() => open(false), 150));
$("find").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    const best = options[Math.max(0, active)] || search($("find").value, 1)[0];
    if (best) take(best.node.id);
    else say(`No match for “${$("find").value}”`);
  } else if (event.key === "ArrowDown" && options.length) { event.preventDefault(); point(active + 1); }
  else if (event.key === "ArrowUp" && options.length) { event.preventDefault(); point(active - 1); }
});

// ------------------------------------------------------------------------------------------------------ pointer, keys
net.on("click", (event) => {
  const { x, y } = event.pointer.DOM;
  const label = hits.find((hit) => x >= hit.x && x <= hit.x + hit.w && y >= hit.y && y <= hit.y + hit.h);
  const id = label ? label.id : event.nodes[0];
  if (id !== undefined) select(id);
  else if (event.edges.length && lined.has(event.edges[0])) selectPair(event.edges[0]);
  else clear();
});
net.on("doubleClick", (event) => { if (event.nodes.length) toggle(event.nodes[0]); });
net.on("hoverNode", (event) => { state.hover = event.node; net.redraw(); });
net.on("blurNode", () => { state.hover = null; net.redraw(); });
let walked = { from: null, place: -1 };
$("canvas").addEventListener("keydown", (event) => {
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    // Arrows go round the neighbours of where the walk stands; Enter goes on from the one reached.
    if (!state.node) { const first = [...state.drawn].filter((id) => visible(byId.get(id))).sort(byWeight)[0]; if (first) { walked = { from: first, place: -1 }; select(first); } return; }
    const back = event.key === "ArrowLeft" || event.key === "ArrowUp";
    if (walked.from !== state.node && walked.last !== state.node) walked = { from: state.node, place: -1 };
    const ring = neighbours(walked.from).filter((id) => visible(byId.get(id)));
    if (!ring.length) return;
    walked.place = walked.place < 0 ? (back ? ring.length - 1 : 0) : (walked.place + (back ? ring.length - 1 : 1)) % ring.length;
    walked.last = ring[walked.place];
    select(walked.last);
  } else if (event.key === "Enter" && state.node) {
    walked = { from: state.node, place: -1 };
    toggle(state.node);
  }
});
addEventListener("keydown", (event) => {
  if (event.key === "/" && !$("asked").open && !(event.target.matches("input, select, textarea") && event.target.type !== "checkbox") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); $("find").focus(); $("find").select(); }
  else if (event.key === "Escape") {
    if ($("asked").open) return undefined; // the dialog closes itself
    if (!$("found").hidden) return open(false);
    if ($("save").open) { $("save").open = false; return $("save").firstElementChild.focus(); }
    clear();
    $("canvas").focus();
  }
  return undefined;
});

// -------------------------------------------------------------------------------------------------------------- tools
$("fit").onclick = () => { looked = false; fit(); remember(); };
const moved = () => { looked = true; $("more").hidden = true; remember(); };
net.on("dragEnd", moved);
let turning = 0;
net.on("zoom", () => { clearTimeout(turning); turning = setTimeout(moved, 200); });
$("asks").onclick = () => askQuery("The query that yields this picture", K.scene.query);
$("copy").onclick = copyQuery;
$("done").onclick = () => $("asked").close();
$("strip").addEventListener("toggle", () => strip());
$("reset").onclick = reset;
$("all").onclick = () => {
  state.everything = true;
  state.drawn = new Set(byId.keys());
  changed("Everything is drawn: at this size the picture says little; filters and Find say more");
  fit();
};
$("as-table").onclick = () => {
  const yes = $("table").hidden;
  $("table").hidden = !yes;
  $("canvas").style.visibility = yes ? "hidden" : "visible";
  $("as-table").setAttribute("aria-pressed", String(yes));
  if (yes) { table(); $("table").focus(); } else $("table").replaceChildren();
};
// The menu of files closes when something else is wanted.
addEventListener("click", (event) => { if (!$("save").contains(event.target) || event.target.tagName === "BUTTON") $("save").open = false; });
$("csv").onclick = () => save("edges.csv", asCsv(), "text/csv;charset=utf-8");
$("json").onclick = () => save("graph.json", asJson(), "application/json");
$("turtle").onclick = () => save("graph.ttl", asTurtle(), "text/turtle");
$("svg").onclick = () => save("graph.svg", asSvg(), "image/svg+xml");
$("png").onclick = () => pngCanvas().toBlob((blob) => save("graph.png", blob));
function paint(theme) {
  document.documentElement.dataset.theme = theme;
  $("theme").setAttribute("aria-pressed", String(theme === "dark"));
  redraw();
  net.redraw();
}
$("theme").onclick = () => paint(dark() ? "light" : "dark");
let before = null;
addEventListener("beforeprint", () => { // paper gets a drawing of lines instead of the canvas
  before = document.documentElement.dataset.theme;
  paint("light");
  $("paper").replaceChildren(picture());
  $("legend").open = true;
});
addEventListener("afterprint", () => { $("paper").replaceChildren(); if (before) paint(before); });
addEventListener("hashchange", () => { if (!writing) recall(); });
// A frame of another size: columns stand anew, everything else is fitted.
let frame = frameOf();
new ResizeObserver(() => {
  const now = frameOf();
  if (!ready || !now.w || !now.h || (Math.abs(now.w - frame.w) < 2 && Math.abs(now.h - frame.h) < 2)) return;
  frame = now;
  net.setSize("100%", "100%");
  stale = true;
  redraw();
  strip();
  if (looked) net.redraw();
  else fit();
}).observe($("canvas"));

document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
$("theme").setAttribute("aria-pressed", String(dark()));
if (matchMedia("(max-width: 900px)").matches) $("legend").open = false;
$("all").hidden = K.mode !== "summary";
$("asks").hidden = !K.scene.query;
legend();
state.drawn = firstDrawn();
redraw();
frame = frameOf();
fit();
recall();
ready = true;
// For tests, and for the curious in the console.
window.page = { state, net, marks, lines, select, selectPair, clear, toggle, focusOn, search, visible, asCsv, asJson, asTurtle, asSvg, pairs, data: K, labels: () => hits, notes: () => noted, inSight };
document.documentElement.dataset.ready = "yes";
