// The map on a plain canvas, for browsers without WebGL: the same few things that the WebGL painter can do.
function canvasPainter(home, map, look) {
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  home.append(canvas);
  let view = { x: 0, y: 0, scale: 1 }, cells = new Map(), dragged = null, moved = false;
  const CELL = 4, onPoint = { click: () => {} };
  for (let n = 0; n < map.count; n++) {
    const key = Math.floor(map.x[n] / CELL) + ":" + Math.floor(map.y[n] / CELL);
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(n);
  }
  const across = (x) => (x - view.x) * view.scale + home.clientWidth / 2, down = (y) => home.clientHeight / 2 - (y - view.y) * view.scale;
  function paint() {
    const ratio = devicePixelRatio || 1, w = home.clientWidth, h = home.clientHeight;
    canvas.width = w * ratio;
    canvas.height = h * ratio;
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.lineWidth = 1;
    context.strokeStyle = look.lineColor();
    context.beginPath();
    for (const [a, b] of look.lines()) { context.moveTo(across(map.x[a]), down(map.y[a])); context.lineTo(across(map.x[b]), down(map.y[b])); }
    context.stroke();
    const named = [];
    for (let n = 0; n < map.count; n++) {
      const { color, size, hidden, label } = look.point(n);
      const x = across(map.x[n]), y = down(map.y[n]);
      if (hidden || x < -9 || y < -9 || x > w + 9 || y > h + 9) continue;
      context.fillStyle = color;
      const r = size * Math.min(1.2, Math.max(0.5, Math.sqrt(view.scale / 6)));
      context.beginPath();
      context.arc(x, y, r, 0, 7);
      context.fill();
      if (label && (size > 4 || view.scale > 24)) named.push([n, label, x + r + 3, y, size]);
    }
    context.font = '12px system-ui, "Noto Sans", sans-serif';
    context.textBaseline = "middle";
    const rows = [];
    for (const [, label, x, y] of named.sort((a, b) => b[4] - a[4] || a[0] - b[0]).slice(0, 400)) {
      const wide = context.measureText(label).width;
      if (rows.some((r) => Math.abs(r.y - y) < 14 && r.x < x + wide && x < r.x + r.wide)) continue;
      rows.push({ x, y, wide });
      context.lineWidth = 3;
      context.strokeStyle = look.ground();
      context.strokeText(label, x, y);
      context.fillStyle = look.ink();
      context.fillText(label, x, y);
      if (rows.length > 80) break;
    }
  }
  let waiting = false;
  const refresh = () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; paint(); }); } };
  function nearest(px, py) {
    const x = (px - home.clientWidth / 2) / view.scale + view.x, y = (home.clientHeight / 2 - py) / view.scale + view.y, reach = Math.ceil(8 / view.scale / CELL);
    let best = -1, least = (10 / view.scale) ** 2;
    for (let i = -reach; i <= reach; i++) for (let j = -reach; j <= reach; j++) {
      for (const n of cells.get(Math.floor(x / CELL + i) + ":" + Math.floor(y / CELL + j)) || []) {
        const d = (map.x[n] - x) ** 2 + (map.y[n] - y) ** 2;
        if (d < least && !look.point(n).hidden) { least = d; best = n; }
      }
    }
    return best;
  }
  canvas.addEventListener("pointerdown", (event) => { dragged = event; moved = false; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    if (Math.hypot(event.clientX - dragged.clientX, event.clientY - dragged.clientY) > 3) moved = true;
    if (!moved) return;
    view = { ...view, x: view.x - (event.clientX - dragged.clientX) / view.scale, y: view.y + (event.clientY - dragged.clientY) / view.scale };
    dragged = event;
    refresh();
  });
  canvas.addEventListener("pointerup", (event) => { if (!moved) onPoint.click(nearest(event.offsetX, event.offsetY)); dragged = null; });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); view = { ...view, scale: Math.min(400, Math.max(0.2, view.scale * Math.exp(-event.deltaY / 400))) }; refresh(); }, { passive: false });
  new ResizeObserver(refresh).observe(home);
  const fit = () => {
    const [left, right, low, high] = map.bounds;
    view = { x: (left + right) / 2, y: (low + high) / 2, scale: Math.min(home.clientWidth / (right - left + 8), home.clientHeight / (high - low + 8)) };
    refresh();
  };
  fit();
  return { kind: "canvas", refresh, fit, onPoint, goTo: (n) => { view = { x: map.x[n], y: map.y[n], scale: Math.max(view.scale, 14) }; refresh(); }, at: (n) => ({ x: across(map.x[n]), y: down(map.y[n]) }) };
}
