// What pages do better with scripts; every part works without them.
"use strict";

const DAY = 86400000;
const asDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const asNumber = (day) => Math.round(Date.parse(day + "T00:00:00Z") / DAY);

// The slider of days: moves the chart and the tables under it.
function slider() {
  const input = document.getElementById("slider");
  if (!input) return;
  input.min = asNumber(input.dataset.first);
  input.max = asNumber(input.dataset.last);
  input.step = 1;
  input.value = asNumber(document.getElementById("on").value);
  input.closest("p").hidden = false;
  const shown = input.parentElement.querySelector("output");
  const tell = () => {
    const day = asDay(Number(input.value));
    shown.textContent = day;
    input.setAttribute("aria-valuetext", day);
  };
  let waiting = 0;
  input.addEventListener("input", () => {
    tell();
    clearTimeout(waiting);
    waiting = setTimeout(() => show(asDay(Number(input.value))), 250);
  });
  // Page keys go from one day of change to the next.
  const days = input.dataset.days.split(" ").filter(Boolean).map(asNumber);
  input.addEventListener("keydown", (event) => {
    const here = Number(input.value);
    let there;
    if (event.key === "PageUp") there = days.find((day) => day > here);
    if (event.key === "PageDown") there = days.filter((day) => day < here).pop();
    if (there === undefined) return;
    event.preventDefault();
    input.value = there;
    tell();
    show(asDay(there));
  });
}

let latest = 0;
async function show(day) {
  const mine = ++latest;
  const address = new URL(location.href);
  address.searchParams.set("on", day);
  const part = document.getElementById("as-of");
  part.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "text/html" } });
  } catch {
    answer = null;
  }
  if (mine !== latest) return;
  part.removeAttribute("aria-busy");
  if (!answer || !answer.ok) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== latest) return;
  const fresh = page.getElementById("as-of");
  const focused = document.activeElement && document.activeElement.id;
  // The slider itself stays, so that a drag goes on.
  const form = part.querySelector("form.day");
  const next = fresh.querySelector("form.day");
  form.querySelector("#on").value = day;
  for (const rel of ["prev", "next"]) {
    const old = form.querySelector(`a[rel=${rel}]`);
    const now = next.querySelector(`a[rel=${rel}]`);
    if (old && now) old.replaceWith(now);
    else if (old) old.remove();
    else if (now) form.querySelector(".row").append(now);
  }
  next.replaceWith(form);
  part.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
  document.title = page.title;
  history.replaceState(null, "", address);
}

// Suggestions while a name is typed.
function suggestions() {
  const input = document.querySelector("input[data-suggest]");
  if (!input) return;
  const list = document.getElementById("suggestions");
  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = input.value.trim();
    if (text.length < 2) return;
    waiting = setTimeout(async () => {
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("text", text);
      try {
        const answer = await fetch(address);
        if (!answer.ok) return;
        const found = (await answer.json()).answers;
        list.replaceChildren(
          ...found.slice(0, 8).map((hit) => {
            const option = document.createElement("option");
            option.value = hit.name;
            option.label = hit.matched === hit.name ? hit.kind : hit.matched;
            return option;
          }),
        );
      } catch {
        // without suggestions the form still searches
      }
    }, 150);
  });
}

slider();
suggestions();
