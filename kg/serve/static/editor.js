// The query editor in the place of the plain form, which stays where this cannot run.
"use strict";

(() => {
  const plain = document.getElementById("plain");
  const place = document.getElementById("yasgui");
  if (typeof Yasgui === "undefined") return;
  const query = document.getElementById("query").value;
  const asked = new URLSearchParams(location.search).has("show");
  Yasgui.Yasqe.defaults.value = query;
  place.hidden = false;
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: "/sparql", method: "POST" },
    copyEndpointOnNewTab: true,
    autofocus: false,
  });
  if (asked) yasgui.addTab(true, { yasqe: { value: query }, name: "Question" });
  plain.hidden = true;
  // Its fields have no names of their own.
  const name = () => {
    for (const field of place.querySelectorAll("textarea, input")) {
      if (!field.hasAttribute("aria-label")) field.setAttribute("aria-label", field.tagName === "TEXTAREA" ? "Query" : "Option");
    }
  };
  name();
  new MutationObserver(name).observe(place, { childList: true, subtree: true });
})();
