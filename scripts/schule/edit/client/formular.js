// Makes the forms more comfortable; without it every form works by itself.

/** Filters the list below a search box by title. @param {HTMLInputElement} box */
function filterList(box) {
  const status = document.getElementById("treffer");
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of document.querySelectorAll("[data-gruppe]")) {
      let inside = 0;
      for (const entry of group.querySelectorAll("[data-eintrag]")) {
        const text = entry.textContent?.toLowerCase() ?? "";
        const fits = words.every((word) => text.includes(word));
        /** @type {HTMLElement} */ (entry).hidden = !fits;
        inside += fits ? 1 : 0;
      }
      /** @type {HTMLElement} */ (group).hidden = words.length > 0 && inside === 0;
      if (words.length) group.setAttribute("open", "");
      shown += inside;
    }
    if (status) status.textContent = words.length ? `${shown} Treffer` : "";
  });
}

/** Offers another row below rows of one field. @param {HTMLElement} rows */
function moreRows(rows) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Weitere Zeile";
  button.addEventListener("click", () => {
    const copy = /** @type {HTMLElement} */ (rows.lastElementChild?.cloneNode(true));
    const input = /** @type {HTMLInputElement} */ (copy.querySelector("input"));
    input.value = "";
    rows.append(copy);
    input.focus();
  });
  rows.after(button);
}

/** Offers another entry below the entries of one field. @param {HTMLElement} groups */
function moreEntries(groups) {
  const prefix = /** @type {string} */ (groups.dataset.gruppen);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Weiterer Eintrag";
  const blank = /** @type {HTMLElement} */ (groups.querySelector(":scope > [data-leer]"));
  const untouched = /** @type {HTMLElement} */ (blank.cloneNode(true));
  let next = groups.children.length;
  button.addEventListener("click", () => {
    const copy = /** @type {HTMLElement} */ (untouched.cloneNode(true));
    const old = untouched.id.replace(/^feld-/, "");
    for (const node of [copy, ...copy.querySelectorAll("*")]) {
      for (const attribute of [...node.attributes]) {
        if (attribute.value.includes(old)) node.setAttribute(attribute.name, attribute.value.replaceAll(old, `${prefix}.${next}`));
      }
    }
    next += 1;
    copy.setAttribute("open", "");
    groups.append(copy);
    /** @type {HTMLElement | null} */ (copy.querySelector("input, textarea, select"))?.focus();
  });
  groups.after(button);
}

/** Checks while typing: findings at their fields, and the page as it will look. @param {HTMLFormElement} form */
function checkWhileTyping(form) {
  const address = form.dataset.entwurf;
  const frame = /** @type {HTMLIFrameElement | null} */ (document.querySelector("[data-schau]"));
  const status = document.getElementById("schaustand");
  let timer = 0;
  let number = 0;
  let changed = false;
  /** In an empty form everything is missing; only fields that somebody has been in are told so. @type {Set<string> | null} */
  const touched = "neu" in form.dataset ? new Set() : null;

  async function check() {
    const own = (number += 1);
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const response = await fetch(/** @type {string} */ (address), { method: "POST", body });
    if (own !== number || !response.ok) return;
    const answer = await response.json();
    showFindings(form, answer.befunde, touched);
    if (!frame || !status) return;
    if (answer.seite) {
      status.textContent = "Die Vorschau zeigt, was im Formular steht.";
      const top = frame.contentWindow?.scrollY ?? 0; // 0 before the first page: an anchor scrolls by itself
      if (top) frame.addEventListener("load", () => frame.contentWindow?.scrollTo(0, top), { once: true });
      const [page, anchor] = answer.seite.split("#");
      frame.src = `${page}?entwurf=${own}${anchor ? `#${anchor}` : ""}`;
    } else {
      status.textContent = frame.src
        ? "Die Vorschau zeigt den letzten Stand ohne Fehler."
        : "Die Vorschau erscheint, sobald alle Pflichtfelder ausgefüllt sind und nichts mehr falsch ist.";
    }
  }

  form.addEventListener("focusout", (event) => {
    if (!touched || !(event.target instanceof Element)) return;
    touched.add((event.target.getAttribute("name") ?? "").split(".")[0]);
    clearTimeout(timer);
    timer = window.setTimeout(check, 400);
  });
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = window.setTimeout(check, 400);
  });
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  check();
}

/**
 * Puts findings at their fields; with `touched` only at those.
 * @param {HTMLFormElement} form @param {Record<string, {art: string, meldung: string, hilfe: string}[]>} found
 * @param {Set<string> | null} touched
 */
function showFindings(form, found, touched) {
  for (const place of form.querySelectorAll("[data-befunde]")) {
    const name = /** @type {HTMLElement} */ (place).dataset.befunde ?? "";
    const told = !touched || touched.has(name.split(".")[0]);
    const rows = (told ? (found[name] ?? []) : []).map((one) => {
      const row = document.createElement("p");
      row.className = `befund befund--${one.art}`;
      row.textContent = `${one.meldung} ${one.hilfe}`;
      return row;
    });
    place.replaceChildren(...rows);
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLElement) {
      if (rows.length) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

for (const box of document.querySelectorAll("[data-sucht]")) filterList(/** @type {HTMLInputElement} */ (box));
for (const rows of document.querySelectorAll("[data-zeilen]")) moreRows(/** @type {HTMLElement} */ (rows));
for (const groups of document.querySelectorAll("[data-gruppen]")) moreEntries(/** @type {HTMLElement} */ (groups));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-entwurf]"));
if (form) checkWhileTyping(form);
