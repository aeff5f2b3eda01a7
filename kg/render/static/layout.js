// Columns: where nodes stand when lanes, or their kinds, say so. One unit is one pixel while everything fits the frame.
const LONGEST = 28, SHORTEST = 14, TINY = 9; // characters of a label: what the columns have room for
const WORDY = 46; // of a definition, which says nothing when it is cut
const ROW = { least: 20, most: 40, box: 46, boxes: 22, section: 26, top: 34 };
const GAP = { least: 40, most: 230 };
const MOST_ROWS = 42; // a column of more rows stands in several lanes
const stand = (node) => (node.lane ? K.lanes[node.lane] : K.kinds[node.kind]);
let limits = new Map(), boxLines = 2; // column → characters; lines of a trial's box

const limitOf = (node) => limits.get(stand(node).column) ?? LONGEST;
const NUMBER = 11; // characters of a registry number, which says nothing when it is cut
function boxLabel(node) {
  const rows = node.label.split("\n"), room = limitOf(node);
  if (node.kind !== "Trial") return rows.map((row) => clip(row, room));
  const numbered = node.line.startsWith(`${rows[0]} · `);
  if (boxLines > 1) return rows.map((row, place) => clip(row, numbered && !place ? Math.max(room, NUMBER) : room));
  return [numbered && room < NUMBER + 6 ? rows[0] : clip(node.line, Math.max(room, NUMBER))];
}
const labelRows = (node) => (PILL.has(node.kind) ? boxLabel(node) : [clip(node.full, limitOf(node))]);
const noteOf = (node) => clip(node.note, 60);
function labelWidth(node) {
  const font = PILL.has(node.kind) ? BOLD : PLAIN, context = measure();
  const note = node.note ? wide(context, noteOf(node), node.differs ? MARKED : NOTE) + 7 : 0;
  return Math.max(...labelRows(node).map((row) => wide(context, row, font))) + note + (PILL.has(node.kind) ? 14 : 4);
}

function columns(ids, frame) {
  const groups = new Map(), near = new Map();
  for (const id of [...ids].sort()) {
    const { column } = stand(byId.get(id));
    if (!groups.has(column)) groups.set(column, []);
    groups.get(column).push(id);
    near.set(id, neighbours(id).filter((n) => ids.has(n)));
  }
  const order = [...groups.keys()].sort((a, b) => a - b);
  const height = Math.max(200, frame.h - 2 * ROW.top - (K.scene.heads.length ? 18 : 0));
  boxLines = Math.max(0, ...order.map((c) => groups.get(c).filter((id) => byId.get(id).kind === "Trial").length)) * ROW.box > height ? 1 : 2;
  const y = rows(groups, near, height);
  const high = Math.max(...order.map((c) => y.get(groups.get(c).at(-1)) - y.get(groups.get(c)[0])), ...[...y.values()].map((v) => 2 * Math.abs(v)));
  // Labels keep their size when rows that need more than the frame are shown smaller, so columns stand further apart.
  const shrunk = Math.min(1, height / high), across = spread(order, groups, frame);
  const places = new Map();
  for (const column of order) {
    const members = groups.get(column), lanes = Math.ceil(members.length / MOST_ROWS), { x, lane } = across.get(column);
    const left = stand(byId.get(members[0])).left;
    members.forEach((id, row) => places.set(id, { x: Math.round((x + (left ? -1 : 1) * lane * (row % lanes)) / shrunk), y: Math.round(y.get(id)) }));
  }
  return places;
}

// Columns side by side: as wide as their labels, with what is left of the frame between them. Where they do not fit, the
// widest cuts its labels first.
function spread(order, groups, frame) {
  const members = new Map(order.map((column) => [column, groups.get(column).map((id) => byId.get(id))]));
  limits = new Map(order.map((column) => [column, members.get(column).some((node) => node.kind === "Clock") ? WORDY : LONGEST]));
  const heads = new Map(K.scene.heads), context = measure();
  const size = (column) => {
    const inside = members.get(column), lanes = Math.ceil(inside.length / MOST_ROWS), w = Math.max(...inside.map(labelWidth));
    const boxed = inside.every((node) => PILL.has(node.kind)), left = stand(inside[0]).left;
    const own = (lanes - 1) * (w + 24) + w + 12, head = heads.has(column) ? wide(context, heads.get(column), LARGE) + 4 : 0, named = Math.max(own, head);
    return { column, lane: w + 24, wide: named, cut: boxed || own > head, before: boxed ? w / 2 : left ? named : 12, after: boxed ? w / 2 : left ? 12 : named };
  };
  const shortest = frame.w < 600 ? TINY : SHORTEST, least = frame.w < 600 ? GAP.least / 2 : GAP.least;
  let sizes = order.map(size);
  const gaps = Math.max(1, order.length - 1), free = () => (frame.w - 32 - sizes.reduce((sum, one) => sum + one.before + one.after, 0)) / gaps;
  while (free() < least) {
    const widest = sizes.filter(({ column, cut }) => cut && limits.get(column) > shortest).sort((a, b) => b.wide - a.wide || a.column - b.column)[0];
    if (!widest) break;
    limits.set(widest.column, limits.get(widest.column) - 2);
    sizes = sizes.map((one) => (one.column === widest.column ? size(one.column) : one));
  }
  const gap = Math.min(GAP.most, Math.max(least, free())), across = new Map();
  let x = 0;
  for (const { column, lane, before, after } of sizes) {
    across.set(column, { x: x + before, lane });
    x += before + after + gap;
  }
  return across;
}

// Rows of all columns: those that are ranked in their order, the others near what they are linked to.
function rows(groups, near, height) {
  const y = new Map(), boxed = (id) => PILL.has(byId.get(id).kind);
  const lanes = (members) => Math.ceil(members.length / MOST_ROWS);
  const section = (id) => stand(byId.get(id)).title;
  const cuts = (members) => new Set(members.map((id) => stand(byId.get(id)).title)).size - 1;
  const room = (members) => (height - cuts(members) * ROW.section) / Math.max(1, Math.ceil(members.length / lanes(members)) - 1);
  const plain = [...groups.values()].filter((members) => !members.every(boxed));
  const unit = Math.min(ROW.most, Math.max(ROW.least, Math.min(Infinity, ...plain.map(room))));
  const step = (members) => {
    if (!members.every(boxed)) return unit / lanes(members);
    const least = members.some((id) => byId.get(id).kind === "Trial") && boxLines === 2 ? ROW.box : ROW.boxes;
    return Math.min(110, Math.max(least, Math.min(room(members), members.length > 1 ? (height * 0.86) / (members.length - 1) : height)));
  };
  if (K.scene.aligned) return bands(groups, near, unit);
  const steps = (members) => {
    let below = 0;
    return members.map((id, row) => {
      if (row) below += Math.max(step(members), boxed(id) && lanes(members) === 1 ? ROW.boxes : 0) + (section(id) !== section(members[row - 1]) ? ROW.section : 0);
      return below;
    });
  };
  for (const members of groups.values()) {
    const at = steps(members), middle = at.at(-1) / 2;
    members.forEach((id, row) => y.set(id, at[row] - middle));
  }
  const byColumn = [...groups.keys()].sort((a, b) => groups.get(a).length - groups.get(b).length || a - b);
  for (let sweep = 0; sweep < 24; sweep++) {
    for (const column of sweep % 2 ? byColumn : [...byColumn].reverse()) {
      const members = groups.get(column);
      const wish = new Map(members.map((id) => [id, near.get(id).length ? near.get(id).reduce((sum, n) => sum + y.get(n), 0) / near.get(id).length : y.get(id)]));
      const rank = (id) => byId.get(id).rank ?? 0;
      members.sort((a, b) => stand(byId.get(a)).band - stand(byId.get(b)).band || rank(a) - rank(b) || Math.round(1e3 * (wish.get(a) - wish.get(b))) || (a < b ? -1 : 1));
      settle(members, wish, y, steps(members));
    }
  }
  for (const members of groups.values()) { // every column about the middle
    const middle = (y.get(members[0]) + y.get(members.at(-1))) / 2;
    members.forEach((id) => y.set(id, y.get(id) - middle));
  }
  return y;
}

// As near to their wishes as their order and the steps between them allow: pool adjacent violators.
function settle(members, wish, y, steps) {
  const pools = [];
  members.forEach((id, row) => {
    let mean = wish.get(id) - steps[row], size = 1;
    while (pools.length && pools.at(-1).mean >= mean) {
      const last = pools.pop();
      mean = (last.mean * last.size + mean * size) / (last.size + size);
      size += last.size;
    }
    pools.push({ mean, size });
  });
  let row = 0;
  for (const { mean, size } of pools) for (let i = 0; i < size; i++, row++) y.set(members[row], mean + steps[row]);
}

// Bands that begin at one height in all columns; boxes stand in the middle.
function bands(groups, near, unit) {
  const y = new Map(), members = [...groups.values()].flat().map((id) => byId.get(id));
  const numbers = [...new Set(members.filter((node) => !PILL.has(node.kind)).map((node) => stand(node).band))].sort((a, b) => a - b);
  let below = 0;
  for (const band of numbers) {
    let most = 0;
    for (const ids of groups.values()) {
      const inside = ids.filter((id) => stand(byId.get(id)).band === band && !PILL.has(byId.get(id).kind));
      const rank = (id) => `${byId.get(id).differs ? 0 : 1}${byId.get(id).kind}`;
      inside.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a < b ? -1 : 1));
      inside.forEach((id, row) => y.set(id, below + row * unit));
      most = Math.max(most, inside.length);
    }
    below += most * unit + ROW.section;
  }
  const middle = (below - unit - ROW.section) / 2;
  for (const [id, place] of y) y.set(id, place - middle);
  for (const ids of groups.values()) {
    const boxes = ids.filter((id) => PILL.has(byId.get(id).kind));
    boxes.forEach((id, row) => y.set(id, (row - (boxes.length - 1) / 2) * ROW.box));
  }
  return y;
}
