// The timeline strip: outcomes in sight by their horizon, days on a logarithmic line. A bar is a button that lists them.
const TICKS = [[1 / 24, "1 h"], [1, "1 day"], [7, "1 week"], [30.4375, "1 month"], [91.3125, "3 months"], [182.625, "6 months"], [365.25, "1 year"], [730.5, "2 years"], [1826.25, "5 years"], [3652.5, "10 years"]];
const PARTS = ["primary", "secondary", "other"], TALLEST = 40, NEAR = 13;
function duration(days) {
  const [size, word] = [[365.25, "year"], [30.4375, "month"], [7, "week"], [1, "day"], [1 / 24, "hour"]].find(([size]) => days >= size && Math.abs(days / size - Math.round(days / size)) < 0.02) || [1, "day"];
  return plural(Math.round((days / size) * 10) / 10, word);
}
// Outcomes near one another on the line are one bar.
function moments(edges, across) {
  const found = [];
  for (const edge of [...edges].sort((a, b) => a.days - b.days || a.id - b.id)) {
    const x = across(edge.days), last = found.at(-1);
    if (last && (x - last.x < NEAR || last.days === edge.days)) last.edges.push(edge);
    else found.push({ x, days: edge.days, edges: [edge] });
  }
  return found;
}
function strip() {
  const edges = [...lined.values()].flatMap((pair) => pair.edges).filter((edge) => edge.days > 0);
  if ($("strip").hidden || !$("strip").open) return;
  const all = K.edges.filter((edge) => edge.days > 0).map((edge) => Math.log(edge.days)); // the line stays while filters change
  let low = Infinity, high = -Infinity;
  for (const value of all) { low = Math.min(low, value); high = Math.max(high, value); }
  [low, high] = [Math.min(low, Math.log(365.25)) - 0.35, Math.max(high, Math.log(365.25)) + 0.35];
  const line = $("moments"), width = Math.max(120, line.clientWidth - 24), across = (days) => 12 + (width * (Math.log(days) - low)) / (high - low);
  const bars = moments(edges, across), most = Math.max(1, ...bars.map((bar) => bar.edges.length)), high1 = Math.min(9, TALLEST / most);
  let free = -Infinity;
  const ticks = TICKS.filter(([days]) => Math.log(days) > low && Math.log(days) < high).map(([days, text]) => {
    const x = across(days), wanted = text.length * 6.2 + 10;
    const label = x - free >= wanted / 2 && x + wanted / 2 < width + 40 ? text : "";
    if (label) free = x + wanted / 2;
    const tick = el("span", { className: "tick", textContent: label });
    tick.style.left = `${x.toFixed(1)}px`;
    return tick;
  });
  line.replaceChildren(...ticks, ...bars.map((bar) => {
    const counts = PARTS.map((role) => [role, bar.edges.filter((edge) => edge.relation === role).length]).filter(([, count]) => count);
    const last = bar.edges.at(-1).days, when = last === bar.days ? duration(bar.days) : `${duration(bar.days)} to ${duration(last)}`;
    const mark = el("button", { type: "button", className: "moment", ariaLabel: `${when}: ${counts.map(([role, count]) => `${count} ${role}`).join(", ")}`, title: when, onclick: () => momentPanel(when, bar.edges) },
      el("span", { className: "count", textContent: bar.edges.length }),
      ...counts.reverse().map(([role, count]) => { const part = el("span", { className: `part ${role}` }); part.style.height = `${Math.max(2, count * high1).toFixed(1)}px`; return part; }));
    mark.style.left = `${bar.x.toFixed(1)}px`;
    return mark;
  }));
}
function momentPanel(when, edges) {
  const parts = [el("h2", { textContent: `Measured at ${when}` })];
  for (const role of PARTS) {
    const mine = edges.filter((edge) => edge.relation === role);
    if (!mine.length) continue;
    parts.push(el("h3", { textContent: `${K.relations[role].label} (${mine.length})` }));
    parts.push(el("ul", { className: "links" }, ...mine.slice(0, 100).map((edge) => el("li", {}, icon(byId.get(edge.to).kind),
      el("span", {}, button(oneLine(byId.get(edge.to)), () => select(edge.to)), el("small", { textContent: K.trials.length > 1 ? ` ${edge.trials.map((t) => K.trials[t][1]).join("; ")}` : "" })),
      el("button", { type: "button", className: "why", textContent: "why", ariaLabel: `Why: ${oneLine(byId.get(edge.to))}`, onclick: () => selectPair(pairKey(edge.from, edge.to)) })))));
    if (mine.length > 100) parts.push(el("small", { textContent: `and ${mine.length - 100} more: see the table` }));
  }
  show(...parts);
}
