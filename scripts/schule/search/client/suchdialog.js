/**
 * `<schule-suchdialog>`: the search of every page, in a dialog.
 *
 * Stands around a link to the search page, which is all that there is without JavaScript. With it the link becomes a button;
 * it, `/` and Ctrl-K (⌘-K) open the dialog, whose field is a combobox with a list box as the ARIA practices describe it.
 */

import { element, freshId, icon, nextTask } from "./elements.js";
import { forgettingLine, nothingIn, recentGroup, waysOf } from "./guidance.js";
import { gathered, hitsCounted, linkTo, meantBy, meantLine } from "./hits.js";
import { engine, joinOthers, readSettings, shortened, told } from "./opening.js";
import { forgetQueries, recentQueries, rememberQuery } from "./recent.js";
import { fillList, sampleGroup } from "./suggestions.js";

/**
 * @typedef {import("./hits.js").Shown} Shown
 * @typedef {import("./opening.js").Results} Results
 * @typedef {{term: string, note: string, found: Results}} Answer
 */

const MOST_HITS = 10;
const SHORTEST = 2;
const PAUSE = 40;
const PATIENCE_OF_EYES = 30;
const [SPARE, MOST_FOREIGN] = [3, 3];
const STAND_INS = 20;
const ENOUGH = 3;
const READING = 200;
const TYPING = 300;
const ANNOUNCE_AFTER = 400;
const UNTIL_IDLE = 1000;
const CROSS = "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z";
const GLASS = "M9.5 3a6.5 6.5 0 0 1 5.2 10.4l6 6-1.4 1.4-6-6A6.5 6.5 0 1 1 9.5 3m0 2a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9";

class SearchDialog extends HTMLElement {
  #settings = readSettings();
  #list = element("div", { role: "listbox", id: freshId("suchtreffer"), "aria-label": "Vorschläge", class: "ss-liste" });
  #input = /** @type {HTMLInputElement} */ (element("input", this.#fieldAttributes()));
  #count = element("p", { class: "ss-zahl", "aria-hidden": "true" });
  #status = element("p", { class: "ss-nur-vorlesen", role: "status" });
  #note = element("div", { class: "ss-hinweise" });
  #empty = element("div", { class: "ss-leer" });
  #all = /** @type {HTMLAnchorElement} */ (element("a", { class: "ss-alle", hidden: true }));
  // Modal by `aria-modal`, a curtain and a kept focus: `showModal` would style the whole page anew, 100 ms on a slow computer.
  #panel = element("div", { class: "ss-dialog", tabindex: -1 });
  #dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "ss-vorhang", popover: "manual", "aria-modal": "true" }, this.#panel));
  /** @type {Element | null} */
  #before = null;
  #active = -1;
  #asked = 0;
  #announcing = 0;
  #foreseeing = 0;
  #typed = 0;
  #answered = "";
  /** @type {string[]} */
  #failed = [];

  connectedCallback() {
    if (this.#dialog.isConnected) return;
    const link = this.querySelector("a");
    if (!link) return;
    this.#settings.seite ||= link.href;
    this.#build();
    const button = element("button", { type: "button", class: link.className, "aria-haspopup": "dialog", "aria-keyshortcuts": "/ Control+K Meta+K" });
    button.append(...link.childNodes);
    button.addEventListener("click", () => this.open());
    button.addEventListener("pointerenter", () => void engine().catch(() => {}), { once: true });
    link.replaceWith(button);
    document.addEventListener("keydown", (event) => this.#shortcut(event));
    whenIdle(() => this.#rehearse());
  }

  /** Lay the dialog out once where nobody sees it: fonts and shapes of its letters, most of the work of opening, are there then. */
  #rehearse() {
    if (this.#isOpen()) return;
    const sample = sampleGroup();
    this.#list.append(sample);
    this.#dialog.classList.add("ss-probe");
    this.#input.getBoundingClientRect();
    this.#dialog.classList.remove("ss-probe");
    sample.remove();
  }

  /** Open the dialog and load what the first letter will need. */
  open() {
    if (this.#isOpen()) return this.#input.select();
    this.#before = document.activeElement;
    this.#dialog.showPopover();
    this.#input.focus();
    // A task of its own each, so that a slow computer shows the field at once.
    setTimeout(() => {
      // Selecting lays the page out, even where there is nothing to select.
      if (this.#input.value) this.#input.select();
      if (this.#term().length < SHORTEST) this.#showNothing();
    });
    setTimeout(() => this.#warmUp());
  }

  #isOpen() {
    return this.#dialog.matches(":popover-open");
  }

  #close() {
    if (!this.#isOpen()) return;
    this.#dialog.hidePopover();
    if (this.#before instanceof HTMLElement || this.#before instanceof SVGElement) this.#before.focus({ preventScroll: true });
  }

  #fieldAttributes() {
    return {
      ...{ type: "search", name: "q", id: freshId("suchfeld"), role: "combobox", class: "ss-feld", autocomplete: "off", spellcheck: "false" },
      ...{ autocapitalize: "off", enterkeyhint: "search", placeholder: "Wort oder Frage", autofocus: true },
      ...{ "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.id },
    };
  }

  #build() {
    const title = element("h2", { class: "ss-nur-vorlesen", id: freshId("suchtitel") }, "Suche");
    const close = element("button", { type: "button", class: "ss-zu", "aria-label": "Suche schließen" }, icon(CROSS));
    const label = element("label", { for: this.#input.id, class: "ss-lupe" }, icon(GLASS), element("span", { class: "ss-nur-vorlesen" }, "Suchwort"));
    const form = element("form", { role: "search", class: "ss-form", action: this.#settings.seite }, label, this.#input, close);
    const keys = element("p", { class: "ss-tasten", "aria-hidden": "true" });
    for (const [key, act] of [["↑ ↓", "wählen"], ["Enter", "öffnen"], ["Esc", "schließen"]]) keys.append(element("span", {}, element("kbd", {}, key), ` ${act}`));
    const foot = element("div", { class: "ss-fuss" }, this.#count, this.#all, keys);
    this.#dialog.setAttribute("aria-labelledby", title.id);
    this.#panel.append(title, form, this.#note, element("div", { class: "ss-rolle" }, this.#list, this.#empty), foot, this.#status);
    document.body.append(this.#dialog);
    this.#input.addEventListener("input", () => this.#answer());
    this.#input.addEventListener("keydown", (event) => this.#press(event));
    form.addEventListener("submit", (event) => this.#submit(event));
    close.addEventListener("click", () => this.#close());
    this.#dialog.addEventListener("keydown", (event) => this.#keep(event));
    document.addEventListener("focusin", ({ target }) => {
      if (this.#isOpen() && !this.#dialog.contains(/** @type {Node} */ (target))) this.#input.focus();
    });
    this.#dialog.addEventListener("click", (event) => this.#click(event));
    // A press on a hit must not take the focus from the field before the click.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#all.addEventListener("click", () => rememberQuery(this.#term()));
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing;
    const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !letter) return;
    event.preventDefault();
    this.open();
  }

  async #warmUp() {
    try {
      const module = await engine();
      await module.init();
      this.#failed = await joinOthers(this.#settings.weitere);
      if (this.#settings.weitere.length && this.#term()) this.#answer();
    } catch {
      // The first search tells.
    }
  }

  #term() {
    return shortened(this.#input.value).term;
  }

  async #answer() {
    const mine = ++this.#asked;
    clearTimeout(this.#foreseeing);
    const pause = performance.now() - this.#typed > TYPING ? 0 : PAUSE;
    this.#typed = performance.now();
    const { term, note } = shortened(this.#input.value);
    if (term.length < SHORTEST) return this.#showNothing();
    this.#list.setAttribute("aria-busy", "true");
    try {
      const module = await engine();
      // A single letter is answered at once, of several in a row the last one.
      if (pause) await new Promise((done) => setTimeout(done, pause));
      if (mine !== this.#asked) return;
      const found = await module.search(term, { filters: { [this.#settings.gruppe]: [] }, patience: 0, live: true });
      await this.#showHits(mine, { term, note, found });
      const all = await found.pending;
      if (all) await this.#showHits(mine, { term, note, found: all });
      if (mine === this.#asked && generous()) this.#foreseeing = window.setTimeout(() => void module.preload(term, { ahead: true }), READING);
    } catch (error) {
      if (mine === this.#asked) this.#fail(told(error));
    }
  }

  /**
   * Show the first hits: what is there at once, and more as it comes. A hit that is still on its way holds up none: of a long page
   * the head stands in for the section, and the hits behind the first ones for those that lack even that.
   * @param {number} mine @param {Answer} answer
   */
  async #showHits(mine, answer) {
    if (mine !== this.#asked) return;
    const own = answer.found.hits.slice(0, MOST_HITS + SPARE);
    const known = new Set(own.slice(0, MOST_HITS).map(({ id }) => id));
    // However many own hits there are, the best ones of other sites stand below them.
    const foreign = answer.found.hits.others(MOST_FOREIGN).filter(({ id }) => !known.has(id));
    const first = [...own.slice(0, MOST_HITS), ...foreign].map((hit) => hit.preview());
    let [come, seen, before, done] = [0, 0, 0, false];
    for (const preview of first) preview.then(() => come++, () => {});
    const all = gathered(first);
    const end = all.then(() => (done = true), () => (done = true));
    while (await Promise.race([end.then(() => false), moment()])) {
      if (mine !== this.#asked || done) break;
      const enough = come - seen >= ENOUGH || (come > seen && come === before);
      before = come;
      if (!enough) continue;
      seen = come;
      const there = await Promise.all(answer.found.hits.slice(0, STAND_INS).map((hit) => hit.preview(false)));
      const shown = there.filter((hit) => hit !== null).slice(0, MOST_HITS);
      await this.#show(mine, answer, shown, shown.length < Math.min(own.length, MOST_HITS));
    }
    if (mine !== this.#asked) return void all.catch(() => {});
    const { shown, trouble } = await all;
    await this.#show(mine, { ...answer, note: answer.note || trouble }, shown, false);
  }

  /** @param {number} mine @param {Answer} answer @param {Shown[]} shown @param {boolean} more whether more hits will come */
  async #show(mine, { term, note, found }, shown, more) {
    if (mine !== this.#asked) return;
    const chosen = term === this.#answered ? this.#rows()[this.#active]?.getAttribute("href") : null;
    this.#answered = term;
    this.#empty.replaceChildren();
    const notes = [note, ...this.#failed, ...found.failed.map(({ site }) => `„${site}“ antwortet nicht; Treffer von dort fehlen.`)];
    this.#note.replaceChildren(...[...new Set(notes)].filter(Boolean).map((line) => element("p", {}, line)));
    const meant = meantBy(term, found.words);
    if (meant) this.#note.append(meantLine(meant, (query) => this.#take(query)));
    this.#pointAll(term, found.hits.total);
    if (!shown.length) this.#empty.append(...nothingIn(term, found.words, this.#settings, (query) => this.#take(query)));
    this.#tell(hitsCounted(found.total, found.hits.total - found.total), shown.length > 0);
    await nextTask();
    const ready = mine === this.#asked && (await fillList(this.#list, shown, found, this.#settings, { current: () => mine === this.#asked, begun: () => this.#opened() }));
    if (!ready) return;
    this.#opened();
    if (more) this.#list.setAttribute("aria-busy", "true");
    if (chosen) this.#activate(this.#rows().findIndex((row) => row.getAttribute("href") === chosen));
  }

  /** Show the last queries and where to browse, as long as nothing is typed. */
  #showNothing() {
    this.#asked++;
    this.#note.replaceChildren();
    const recent = recentQueries();
    this.#list.replaceChildren(...(recent.length ? [recentGroup(recent)] : []));
    this.#empty.replaceChildren();
    if (this.#input.value.trim()) this.#empty.append(element("p", { class: "ss-satz" }, "Ab zwei Zeichen gibt es Treffer."));
    const forget = () => {
      forgetQueries();
      this.#showNothing();
      this.#input.focus();
    };
    if (recent.length) this.#empty.append(forgettingLine(forget));
    this.#empty.append(...waysOf(this.#settings));
    this.#opened();
    this.#pointAll("", 0);
    this.#tell("", false);
  }

  /** @param {string} term */
  #take(term) {
    this.#input.value = term;
    this.#input.focus();
    void this.#answer();
  }

  /** @param {string} sentence */
  #fail(sentence) {
    this.#list.replaceChildren();
    this.#note.replaceChildren();
    this.#empty.replaceChildren(element("p", { class: "ss-satz" }, sentence));
    this.#opened();
    this.#pointAll("", 0);
    this.#tell(sentence, false);
    this.#count.textContent = "";
  }

  /** Bring the state of the combobox in line with its list. */
  #opened() {
    this.#list.removeAttribute("aria-busy");
    this.#list.hidden = !this.#list.childElementCount;
    this.#input.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#activate(-1);
    // Later, with the layout that the new list needs anyway.
    requestAnimationFrame(() => this.#active < 0 && this.#list.scrollTo(0, 0));
  }

  /** @param {string} term @param {number} count */
  #pointAll(term, count) {
    this.#all.hidden = !term || !count;
    if (this.#all.hidden) return;
    this.#all.href = this.#pageFor(term);
    this.#all.textContent = "Alle Treffer mit Filtern";
  }

  /** @param {string} term */
  #pageFor(term) {
    const address = new URL(this.#settings.seite, document.baseURI);
    if (term) address.searchParams.set("q", term);
    return linkTo(address.href);
  }

  /** Show a sentence at once and say it when typing has paused. @param {string} sentence @param {boolean} listed */
  #tell(sentence, listed) {
    this.#count.textContent = sentence;
    clearTimeout(this.#announcing);
    const spoken = [...this.#note.querySelectorAll("p")].map((line) => line.textContent ?? "");
    const more = listed ? "Mit den Pfeiltasten wählen." : (this.#empty.querySelector(".ss-satz")?.textContent ?? "");
    this.#announcing = window.setTimeout(() => {
      this.#status.textContent = sentence ? [`${sentence}${/[.!?]$/.test(sentence) ? "" : "."}`, ...spoken, sentence === more ? "" : more].join(" ").trim() : "";
    }, ANNOUNCE_AFTER);
  }

  #rows() {
    return /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll("[role=option]")]);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return;
    const rows = this.#rows();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!rows.length) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Beyond the last row the field itself comes, then the other end.
      this.#activate(((this.#active + 1 + step + rows.length + 1) % (rows.length + 1)) - 1);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      rows[this.#active].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
    }
  }

  /** Close with Escape, before a browser empties the field, and keep the focus inside. @param {KeyboardEvent} event */
  #keep(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      this.#close();
    }
    if (event.key !== "Tab") return;
    const stops = [...this.#dialog.querySelectorAll("input, button, a[href]:not([tabindex])")].filter((stop) => stop.getClientRects().length);
    const [edge, other] = event.shiftKey ? [stops[0], stops[stops.length - 1]] : [stops[stops.length - 1], stops[0]];
    if (document.activeElement !== edge && document.activeElement !== this.#panel) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (other).focus();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    if (target === this.#dialog) return this.#close();
    const row = target.closest("[role=option]");
    if (row instanceof HTMLAnchorElement) {
      rememberQuery(this.#term());
      // A place on the same page is reached without a new page, so nothing else would close the dialog.
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.#close();
    } else if (row) this.#take(row.textContent ?? "");
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (!this.#settings.seite) return;
    rememberQuery(this.#term());
    location.assign(this.#pageFor(this.#term()));
  }

  /** @param {number} place of the active row, -1 for the field itself */
  #activate(place) {
    const rows = this.#rows();
    rows[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place;
    rows[place]?.setAttribute("aria-selected", "true");
    if (rows[place]) this.#input.setAttribute("aria-activedescendant", rows[place].id);
    else this.#input.removeAttribute("aria-activedescendant");
    rows[place]?.scrollIntoView({ block: "nearest" });
  }
}

/** @returns {Promise<true>} */
function moment() {
  return new Promise((done) => setTimeout(() => done(true), PATIENCE_OF_EYES));
}

/** Do something when the page has nothing else to do. @param {() => void} act */
function whenIdle(act) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(act);
  else setTimeout(act, UNTIL_IDLE);
}

/** Whether the reader may be sent more than was asked for. */
function generous() {
  return !(/** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData);
}

if (!customElements.get("schule-suchdialog")) customElements.define("schule-suchdialog", SearchDialog);
