// The SPARQL editor: YASGUI where it is at hand, else the plain form stays.
"use strict";

async function editor() {
  const place = document.getElementById("yasgui");
  if (!place || typeof Yasgui === "undefined") return;
  const form = document.getElementById("editor");
  Yasgui.Yasqe.defaults.value = form.querySelector("#query").value;
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: new URL(place.dataset.endpoint, location.href).href },
    copyEndpointOnNewTab: true,
    persistenceId: null,
  });
  yasgui.getTab().setQuery(form.querySelector("#query").value);
  form.hidden = true;
}

editor();
