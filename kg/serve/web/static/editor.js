// The SPARQL editor: YASGUI where it is at hand, else the plain form stays.
"use strict";

function editor() {
  const place = document.getElementById("yasgui");
  if (!place || typeof Yasgui === "undefined") return;
  const form = document.getElementById("editor");
  const text = form.querySelector("#query").value;
  Yasgui.Yasqe.defaults.value = text;
  complete(place.dataset.terms);
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: new URL(place.dataset.endpoint, location.href).href },
    copyEndpointOnNewTab: true,
    persistenceId: null,
  });
  // a shared link carries its query after the #, which YASGUI reads itself
  if (!location.hash.includes("query=")) yasgui.getTab().setQuery(text);
  yasgui.getTab().getYasqe().setSize(null, "26rem");
  form.hidden = true;
  document.getElementById("editor-keys").hidden = false;
  name(place);
  new MutationObserver(() => name(place)).observe(place, { childList: true, subtree: true });
}

// Prefixes, properties and classes are completed from our own ontology: nothing is fetched elsewhere.
function complete(address) {
  const terms = (kind) => async () => {
    const answer = await fetch(address);
    if (!answer.ok) return [];
    return Object.values(await answer.json())
      .filter((term) => term.type.some((one) => one.endsWith(kind)))
      .map((term) => term.iri);
  };
  const ours = { bulk: true, persistenceId: null };
  const fork = (from, name, get) =>
    Yasgui.Yasqe.forkAutocompleter(from, { ...ours, name, get }, false);
  fork("prefixes", "our-prefixes", async () => prefixes());
  fork("property", "our-properties", terms("Property"));
  fork("class", "our-classes", terms("Class"));
  Yasgui.Yasqe.defaults.autocompleters = [
    "our-prefixes",
    "our-properties",
    "our-classes",
    "variables",
  ];
}

function prefixes() {
  return [...document.querySelectorAll("#prefixes code")].map((one) =>
    one.textContent.replace(/^PREFIX /, ""),
  );
}

// Names for the controls that have only a picture, and a stop for the keyboard where text scrolls.
function name(place) {
  const bare = "button, input, select, .CodeMirror textarea";
  for (const one of place.querySelectorAll(bare)) {
    if (one.hasAttribute("aria-label") || one.labels?.length) continue;
    const near = one.previousElementSibling?.textContent.trim();
    const told = one.title || one.placeholder || near || place.dataset.label;
    one.setAttribute("aria-label", told);
  }
  for (const one of place.querySelectorAll(".CodeMirror-scroll:not([role])")) {
    one.tabIndex = 0;
    one.setAttribute("role", "region");
    one.setAttribute("aria-label", place.dataset.label);
  }
}

editor();
