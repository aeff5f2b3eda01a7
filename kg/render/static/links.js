// The view in the page's address: what is selected, filtered, expanded and where one looks. Strange links do no harm.
let writing = false, looked = false;
function camera() {
  const { x, y } = net.getViewPosition();
  return [x, y, net.getScale() * 100].map(Math.round).join(" ");
}
function remember() {
  if (!ready) return;
  const parts = new URLSearchParams();
  if (state.node) parts.set("node", state.node);
  if (state.pair) parts.set("edge", state.pair);
  if (state.focus) parts.set("around", state.focus);
  if (state.trial >= 0) parts.set("trial", K.trials[state.trial][0]);
  if (state.offKinds.size) parts.set("hide", [...state.offKinds].sort().join(" "));
  if (state.offRelations.size) parts.set("without", [...state.offRelations].sort().join(" "));
  if (state.opened.size) parts.set("open", JSON.stringify([...state.opened]));
  if (state.closed.size) parts.set("shut", JSON.stringify([...state.closed]));
  if (looked) parts.set("at", camera());
  writing = true;
  try { history.replaceState(null, "", "#" + parts); } catch { /* a sandboxed frame has no history */ }
  writing = false;
}
function list(text) {
  try {
    const found = JSON.parse(text);
    return Array.isArray(found) ? found.filter((id) => byId.has(id)).slice(0, 200) : [];
  } catch { return []; } // not a link of ours
}
function recall() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const words = (name, known) => new Set((parts.get(name) || "").split(" ").filter((word) => Object.hasOwn(known, word)));
  state.offKinds = words("hide", K.kinds);
  state.offRelations = words("without", K.relations);
  state.trial = K.trials.findIndex(([key]) => key === parts.get("trial"));
  state.node = state.pair = null;
  state.opened.clear();
  state.closed.clear();
  state.drawn = firstDrawn();
  if (small && byId.has(parts.get("around"))) focusOn(parts.get("around"));
  list(parts.get("open")).forEach((id) => { state.drawn.add(id); expand(id); });
  list(parts.get("shut")).forEach(collapse);
  const node = parts.get("node"), ends = list(parts.get("edge"));
  if (byId.has(node)) select(node);
  else if (ends.length === 2 && around.get(ends[0]).some((e) => e.from === ends[0] && e.to === ends[1])) selectPair(pairKey(ends[0], ends[1]));
  else changed();
  const at = (parts.get("at") || "").split(" ").map(Number);
  looked = at.length === 3 && at.every(Number.isFinite) && at[2] >= 2 && at[2] <= 1000 && Math.abs(at[0]) < 1e6 && Math.abs(at[1]) < 1e6;
  if (looked) net.moveTo({ position: { x: at[0], y: at[1] }, scale: at[2] / 100, animation: false });
  else fit();
}
