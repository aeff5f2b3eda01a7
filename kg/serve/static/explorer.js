// What makes the pages better, never what makes them work. Data are only ever put in as text.
"use strict";

function suggest(input) {
  const list = document.createElement("ul");
  const id = `${input.id}-suggestions`;
  let hits = [], chosen = -1, turn = 0, timer = 0;
  list.className = "suggestions";
  list.id = id;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", id);
  input.parentElement.append(list);

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (hit) => {
    if (input.dataset.suggest === "fill") {
      input.value = hit.iri.split("/id/")[1] || hit.name;
      close();
    } else {
      location.assign(`/resource?iri=${encodeURIComponent(hit.iri)}`);
    }
  };
  const draw = () => {
    list.replaceChildren(...hits.map((hit, place) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      const kind = document.createElement("span");
      name.textContent = hit.match === hit.name || hit.how === "number" ? hit.name : `${hit.name} (${hit.match})`;
      kind.textContent = hit.kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
      row.id = `${id}-${place}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(place === chosen));
      row.append(name, kind);
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(hit); });
      return row;
    }));
    list.hidden = hits.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", `${id}-${chosen}`);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < 2) { hits = []; close(); return; }
    timer = setTimeout(async () => {
      const mine = ++turn;
      try {
        const answer = await fetch(`/search?format=json&q=${encodeURIComponent(text)}`);
        const found = answer.ok ? (await answer.json()).hits : [];
        if (mine !== turn || document.activeElement !== input) return;
        const fitting = input.dataset.suggest === "fill" ? found.filter((hit) => hit.kind !== "Trial") : found;
        hits = fitting.slice(0, 10);
        chosen = -1;
        draw();
      } catch { close(); }
    }, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { turn++; close(); return; }
    if (list.hidden || !hits.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      chosen = (chosen + step + hits.length + (chosen < 0 && step < 0 ? 1 : 0)) % hits.length;
      draw();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(hits[chosen]);
    }
  });
  input.addEventListener("blur", () => { turn++; clearTimeout(timer); close(); });
}

document.querySelectorAll("[data-suggest]").forEach(suggest);

// "/" goes to the search, as on many sites.
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("find");
  const writing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable], .yasqe");
  if (event.key === "/" && field && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// A mark lights up all other words of its edges; the browser opens the table that a mark leads to.
document.querySelectorAll(".record").forEach((record) => {
  const marks = [...record.querySelectorAll("a.mark")];
  const light = (mark) => {
    const edges = mark ? mark.dataset.edges.split(" ") : [];
    marks.forEach((each) => each.classList.toggle("lit", edges.some((edge) => each.dataset.edges.split(" ").includes(edge))));
  };
  record.addEventListener("mouseover", (event) => light(event.target.closest("a.mark")));
  record.addEventListener("mouseleave", () => light(null));
});

// No more trials than can be compared.
document.querySelectorAll('form[action="/compare"]').forEach((form) => {
  const boxes = [...form.querySelectorAll('input[type="checkbox"][name="trial"]')];
  const button = form.querySelector("button");
  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    boxes.forEach((box) => { box.disabled = number >= 5 && !box.checked; });
    button.disabled = number < 2;
  };
  if (boxes.length) { form.addEventListener("change", count); count(); }
});
