// What pages do better with scripts; every part works without them.
"use strict";

const DAY = 86400000;
const asDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const asNumber = (day) => Math.round(Date.parse(day + "T00:00:00Z") / DAY);
const long = new Intl.DateTimeFormat(document.documentElement.lang === "fr" ? "fr-FR" : "en-GB", {
  dateStyle: "long",
  timeZone: "UTC",
});
const inWords = (day) => long.format(new Date(day + "T00:00:00Z"));

// The slider of days moves the chart and the tables under it, and stays where it is itself.
function slider() {
  const input = document.getElementById("slider");
  const field = document.getElementById("on");
  if (!input || !field) return;
  input.min = asNumber(input.dataset.first);
  input.max = asNumber(input.dataset.last);
  input.step = 1;
  input.value = asNumber(field.value);
  const place = input.closest(".slider");
  place.hidden = false;
  const days = input.dataset.days.split(" ").filter(Boolean).map(asNumber);
  ticks(place.querySelector(".ticks"), days, Number(input.min), Number(input.max));
  let waiting = 0;
  input.addEventListener("input", () => {
    const day = asDay(Number(input.value));
    tell(day);
    clearTimeout(waiting);
    waiting = setTimeout(() => show(day), 250);
  });
  // Page keys go from one day of change to the next.
  input.addEventListener("keydown", (event) => {
    const here = Number(input.value);
    let there;
    if (event.key === "PageUp") there = days.find((day) => day > here);
    else if (event.key === "PageDown") there = days.filter((day) => day < here).pop();
    else return;
    event.preventDefault();
    if (there === undefined) return;
    clearTimeout(waiting);
    input.value = there;
    show(asDay(there));
  });
  for (const link of document.querySelectorAll("form.day a[rel=prev], form.day a[rel=next]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      show(new URL(link.href).searchParams.get("on"));
    });
  }
  document.querySelector("form.day").addEventListener("submit", (event) => {
    if (!field.value) return;
    event.preventDefault();
    show(field.value);
  });
}

function ticks(picture, days, first, last) {
  for (const day of days) {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const x = ((day - first) / Math.max(1, last - first)) * 1000;
    line.setAttribute("d", `M${x.toFixed(1)} 0V10`);
    picture.append(line);
  }
}

// The day, wherever the page's own controls say it.
function tell(day) {
  const input = document.getElementById("slider");
  const number = asNumber(day);
  if (number < Number(input.min)) input.min = number;
  if (number > Number(input.max)) input.max = number;
  input.value = number;
  input.setAttribute("aria-valuetext", inWords(day));
  document.querySelector("output[for=slider]").textContent = day;
  document.getElementById("on").value = day;
}

let latest = 0;
async function show(day) {
  const mine = ++latest;
  tell(day);
  const address = new URL(location.href);
  address.searchParams.set("on", day);
  const part = document.getElementById("as-of");
  part.setAttribute("aria-busy", "true");
  let answer;
  let text = "";
  try {
    answer = await fetch(address, { headers: { Accept: "text/html" } });
    text = await answer.text();
  } catch {
    answer = null;
  }
  if (mine !== latest) return;
  if (!answer || !answer.ok) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.getElementById("as-of");
  const held = anchor(part);
  const seen = pictures(part);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceWith(fresh);
  pictures(fresh).forEach((picture, place) => {
    const before = seen[place];
    if (!before) return;
    resize(picture, Number(before.dataset.scale || 1));
    picture.scrollTo(before.scrollLeft, before.scrollTop);
  });
  zoom(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  // what was under the reader's eyes stays there
  const now = held && document.getElementById(held.id);
  if (now) scrollBy({ top: now.getBoundingClientRect().top - held.top, behavior: "instant" });
  steps(page);
  const name = document.getElementById("name");
  if (name && fresh.dataset.name) name.textContent = fresh.dataset.name;
  document.title = page.title;
  document.getElementById("told").textContent = fresh.dataset.told;
  for (const link of page.querySelectorAll("a.language, .tabs a")) {
    const mine = [...document.querySelectorAll("a.language, .tabs a")].find(
      (one) => one.textContent.replace(/\d+/g, "") === link.textContent.replace(/\d+/g, ""),
    );
    if (mine) mine.setAttribute("href", link.getAttribute("href"));
  }
  history.replaceState(null, "", address);
}

function anchor(part) {
  for (const title of part.querySelectorAll("h2[id]")) {
    const top = title.getBoundingClientRect().top;
    if (top > 0) return scrollY > 0 ? { id: title.id, top } : null;
  }
  return null;
}

function pictures(part) {
  return [...part.querySelectorAll(".picture")];
}

function steps(page) {
  for (const rel of ["prev", "next"]) {
    const link = document.querySelector(`form.day a[rel=${rel}]`);
    const fresh = page.querySelector(`form.day a[rel=${rel}]`);
    if (!link || !fresh) continue;
    link.textContent = fresh.textContent;
    link.hidden = fresh.hidden;
    if (fresh.hasAttribute("href")) link.setAttribute("href", fresh.getAttribute("href"));
  }
}

// A map is made larger inside its frame, which scrolls by hand, wheel and arrow keys.
function zoom(part) {
  const tools = part.querySelector(".zoom");
  const picture = part.querySelector(".picture.map");
  if (!tools || !picture) return;
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const how = event.target.dataset.zoom;
    const scale = Number(picture.dataset.scale || 1);
    if (how === "in") resize(picture, Math.min(6, scale * 1.5));
    if (how === "out") resize(picture, Math.max(1, scale / 1.5));
    if (how === "all") resize(picture, 1);
  });
  drag(picture);
}

function resize(picture, scale) {
  const drawn = picture.querySelector("svg");
  if (!drawn || (scale === 1 && !picture.dataset.scale)) return;
  const x = (picture.scrollLeft + picture.clientWidth / 2) / picture.scrollWidth;
  const y = (picture.scrollTop + picture.clientHeight / 2) / picture.scrollHeight;
  picture.dataset.scale = scale;
  drawn.style.width = scale === 1 ? "" : `${scale * 100}%`;
  drawn.style.maxWidth = scale === 1 ? "" : "none";
  picture.scrollLeft = x * picture.scrollWidth - picture.clientWidth / 2;
  picture.scrollTop = y * picture.scrollHeight - picture.clientHeight / 2;
}

function drag(picture) {
  let from = null;
  let moved = false;
  picture.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button) return;
    from = { x: event.clientX + picture.scrollLeft, y: event.clientY + picture.scrollTop };
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const x = from.x - event.clientX;
    const y = from.y - event.clientY;
    if (Math.abs(x - picture.scrollLeft) + Math.abs(y - picture.scrollTop) > 4) moved = true;
    picture.scrollTo(x, y);
  });
  addEventListener("pointerup", () => {
    from = null;
  });
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  picture.addEventListener("click", (event) => {
    if (moved) event.preventDefault();
    moved = false;
  });
}

// A chart wider than its frame begins with the one it is about.
function centre(part) {
  for (const picture of part.querySelectorAll(".picture:not(.map)")) {
    const focus = picture.querySelector("svg .focus");
    if (!focus || picture.scrollWidth <= picture.clientWidth) continue;
    const box = focus.getBoundingClientRect();
    const frame = picture.getBoundingClientRect();
    picture.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
  }
}

// Suggestions while a name is typed.
function suggestions(input) {
  const list = document.getElementById(input.getAttribute("list"));
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
            option.label = hit.matched === hit.name ? hit.id : hit.matched;
            return option;
          }),
        );
      } catch {
        // without suggestions the form still searches
      }
    }, 150);
  });
}

// On paper the sources are open.
function printing() {
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details.sources:not([open])")) {
      one.open = true;
      one.dataset.printed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const one of document.querySelectorAll("details[data-printed]")) {
      one.open = false;
      delete one.dataset.printed;
    }
  });
}

slider();
zoom(document);
centre(document);
for (const input of document.querySelectorAll("input[data-suggest]")) suggestions(input);
printing();
