/**
 * `<schule-suchseite>`: the search as a page: query, facets, sorting, hits; the whole state stands in the address.
 *
 * With `art="Leitprojekt"` it searches pages of that kind alone and stands on top of their list, which is shown as long as nothing
 * is asked for. Without a query or `art` it browses all pages. Without JavaScript its content stays: what to do instead.
 */

import { chipsFor } from "./chips.js";
import { element, freshId, painted } from "./elements.js";
import { FacetsBox } from "./facets-box.js";
import { hitEntry, nothingFound } from "./hit-list.js";
import { gathered, grouped, hitsCounted, meantBy, meantLine, offered, queriesNear } from "./hits.js";
import { engine, joinOthers, readSettings, shortened, told } from "./opening.js";
import { readState, STEP, toggled, writeState } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./opening.js").Module} Module
 * @typedef {import("./hits.js").Results} Results
 * @typedef {import("./results.js").Result} Result
 * @typedef {{total: number, slice: (from: number, to: number) => Result[]}} List
 * @typedef {{found: Results, sorted: Results | null, without: Map<string, Results>, list: List, marks: Map<number, string>}} Answer
 * `without`: the results without the filter of that name; `list`: all hits in their order; `marks`: a line to put before a hit
 */

const PAUSE = 80;
const AT_ONCE = 4;
const WIDE = "(min-width: 60em)";
const HIDDEN = "ss-versteckt";

class SearchPage extends HTMLElement {
  #settings = readSettings();
  #kind = "";
  /** @type {State} */
  #state = { term: "", filters: {}, sort: "", shown: STEP };
  #asked = 0;
  #pausing = 0;
  /** @type {string[]} */
  #failed = [];
  #input = /** @type {HTMLInputElement} */ (element("input", { type: "search", name: "q", id: freshId("seitenfeld"), class: "ss-feld", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" }));
  #sort = /** @type {HTMLSelectElement} */ (element("select", { id: freshId("seitensortierung") }));
  #facets = new FacetsBox((name, value) => this.#go(toggled(this.#state, name, value)), {
    [this.#settings.gruppe]: this.#settings.arten.map(({ name }) => name),
  });
  #chips = element("ul", { class: "ss-marken", "aria-label": "Gewählte Filter" });
  #heading = element("h2", { id: freshId("seitentreffer"), class: "ss-ueberschrift", tabindex: -1 }, "Treffer");
  #status = element("p", { class: "ss-zahl", role: "status" });
  #notes = element("div", { class: "ss-hinweise" });
  #hits = element("ol", { class: "ss-trefferliste" });
  #more = element("button", { type: "button", class: "ss-knopf ss-knopf--mehr", hidden: true }, "Mehr laden");
  #filterCount = element("span", {});
  #results = element("section", { class: "ss-ergebnis", "aria-labelledby": this.#heading.id });

  connectedCallback() {
    if (this.#results.isConnected) return;
    this.#kind = this.getAttribute("art") ?? "";
    this.#results.hidden = Boolean(this.#kind);
    this.#build();
    addEventListener("popstate", () => this.#arrive());
    addEventListener("hashchange", () => this.#uncover());
    void this.#begin();
    // A list that nobody searches needs no index.
    if (this.#kind) for (const hint of ["focusin", "pointerenter"]) this.addEventListener(hint, () => void (this.#asked || this.#answer()), { once: true });
  }

  async #begin() {
    this.#arrive();
    try {
      this.#failed = await joinOthers(this.#settings.weitere);
      if (this.#settings.weitere.length && this.#asked) this.#renew();
    } catch {
      // The search tells.
    }
  }

  #build() {
    const label = element("label", { for: this.#input.id, class: "ss-nur-vorlesen" }, "Suchwort");
    const button = element("button", { type: "submit", class: "ss-knopf ss-knopf--haupt" }, "Suchen");
    const form = element("form", { role: "search", class: "ss-form ss-form--seite", "aria-label": this.#kind ? `Suche in dieser Liste` : "Suche auf dieser Seite" }, label, this.#input, button);
    this.#input.placeholder = this.#kind ? "Liste durchsuchen" : "Wort oder Frage";
    const filter = element("details", { class: "ss-filter", open: !this.#kind && matchMedia(WIDE).matches }, element("summary", {}, "Filter", this.#filterCount), this.#facets.element);
    const sorting = element("p", { class: "ss-sortierung" }, element("label", { for: this.#sort.id }, "Sortieren nach"), " ", this.#sort);
    this.#results.append(element("div", { class: "ss-kopf" }, this.#heading, sorting), this.#chips, this.#status, this.#notes, this.#hits, this.#more);
    this.classList.add("ss-seite", this.#kind ? "ss-seite--liste" : "ss-seite--ganz");
    this.replaceChildren(form, element("div", { class: "ss-spalten" }, filter, this.#results));
    this.#input.addEventListener("input", () => this.#type());
    this.#sort.addEventListener("change", () => this.#go({ ...this.#state, sort: this.#sort.value, shown: STEP }));
    this.#more.addEventListener("click", () => this.#loadMore());
    this.#hits.addEventListener("click", () => history.replaceState({ ...history.state, suchseite: scrollY }, ""));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#go({ ...this.#state, term: this.#input.value.trim(), shown: STEP });
    });
  }

  #names() {
    return this.#settings.facetten.filter((name) => !(this.#kind && name === this.#settings.gruppe));
  }

  /** Take the state from the address. */
  #arrive() {
    this.#state = readState(location.search, this.#names(), this.#settings.sortierungen.map(({ name }) => name));
    this.#input.value = this.#state.term;
    if (this.#resting() && !this.#asked) return;
    void this.#answer().then(() => {
      const place = history.state?.suchseite;
      if (place) scrollTo({ top: place, behavior: "instant" });
    });
  }

  /** Take a new state, with an entry of its own in the history. @param {State} state */
  #go(state) {
    clearTimeout(this.#pausing);
    const query = writeState(state);
    this.#state = state;
    this.#input.value = state.term;
    if (query !== location.search) history.pushState(null, "", query || location.pathname);
    return this.#answer();
  }

  /** Take what was typed, after a pause; the address follows without new entries in the history. */
  #type() {
    clearTimeout(this.#pausing);
    void engine().then((module) => module.preload(shortened(this.#input.value).term || null));
    this.#pausing = window.setTimeout(() => {
      this.#state = { ...this.#state, term: this.#input.value.trim(), shown: STEP };
      this.#renew();
    }, PAUSE);
  }

  #renew() {
    const query = writeState({ ...this.#state, term: shortened(this.#state.term).term });
    if (query !== location.search) history.replaceState(null, "", query || location.pathname);
    void this.#answer();
  }

  #resting() {
    return Boolean(this.#kind) && !this.#state.term && !Object.keys(this.#state.filters).length && !this.#state.sort;
  }

  async #answer() {
    const mine = ++this.#asked;
    this.#results.setAttribute("aria-busy", "true");
    try {
      const module = await engine();
      await module.filters(0);
      const answer = await this.#find(module);
      await this.#showHits(mine, answer);
      if (pendingIn(answer)) void this.#addOthers(mine, answer);
    } catch (error) {
      if (mine === this.#asked) this.#fail(told(error));
    } finally {
      if (mine === this.#asked) this.#results.removeAttribute("aria-busy");
    }
  }

  /** Add what other sites find, which nobody waits for. @param {number} mine @param {Answer} answer */
  async #addOthers(mine, answer) {
    const whole = await this.#whole(answer);
    if (mine === this.#asked) await this.#showHits(mine, whole).catch(() => {});
  }

  /** @param {number} mine @param {Answer} answer */
  async #showHits(mine, answer) {
    const { shown, trouble } = await this.#shown(answer, 0);
    if (mine === this.#asked) await this.#show(mine, answer, shown, trouble);
  }

  /** @param {Module} module @returns {Promise<Answer>} */
  async #find(module) {
    const state = this.#state;
    const term = shortened(state.term).term || null;
    const filters = this.#chosen(state.filters);
    const sorting = this.#settings.sortierungen.find(({ name }) => name === this.#sortOf(state));
    const names = Object.keys(state.filters);
    const [found, ...others] = await Promise.all([
      module.search(term, { filters, patience: 0 }),
      ...names.map((name) => module.search(term, { filters: this.#chosen({ ...state.filters, [name]: [] }), patience: 0 })),
    ]);
    const sorted = sorting ? await module.search(term, { filters, sort: { [sorting.name]: sorting.richtung }, patience: 0 }) : null;
    return this.#inOrder(found, sorted, new Map(names.map((name, i) => [name, others[i]])));
  }

  /** Return an answer with what other sites have added to it. @param {Answer} answer @returns {Promise<Answer>} */
  async #whole({ found, sorted, without }) {
    const all = await Promise.all([...without].map(async ([name, results]) => /** @type {const} */ ([name, (await results.pending) ?? results])));
    return this.#inOrder((await found.pending) ?? found, sorted && ((await sorted.pending) ?? sorted), new Map(all));
  }

  /** @param {Results} found @param {Results | null} sorted @param {Map<string, Results>} without @returns {Answer} */
  #inOrder(found, sorted, without) {
    if (!sorted) {
      const marks = new Map(found.hits.total > found.total && found.total ? [[found.total, "Weniger passend"]] : []);
      return { found, sorted, without, list: found.hits, marks };
    }
    const there = new Set(sorted.results.map(({ id }) => id));
    const rest = found.results.filter(({ id }) => !there.has(id));
    const all = [...sorted.results, ...rest];
    const name = this.#sortOf(this.#state);
    const marks = new Map(rest.length && name !== "Titel" ? [[sorted.total, `Ohne Angabe „${name}“`]] : []);
    return { found, sorted, without, list: { total: all.length, slice: (from, to) => all.slice(from, to) }, marks };
  }

  /** Return the sort key in use: where nothing is asked for, pages stand in the order of their titles. @param {State} state */
  #sortOf(state) {
    return state.sort || (state.term ? "" : (this.#settings.sortierungen.find(({ name }) => name === "Titel")?.name ?? ""));
  }

  /** @param {Record<string, string[]>} filters */
  #chosen(filters) {
    /** @type {Record<string, unknown>} */
    const chosen = this.#kind ? { [this.#settings.gruppe]: this.#kind } : {};
    for (const [name, values] of Object.entries(filters)) if (values.length) chosen[name] = { any: values };
    return chosen;
  }

  /** @param {Answer} answer @param {number} from */
  #shown({ list }, from) {
    return gathered(this.#resting() ? [] : list.slice(from, this.#state.shown).map((hit) => hit.preview()));
  }

  /** Show the answer, in steps so that no task of a slow computer gets long. @param {number} mine @param {Answer} answer @param {import("./hits.js").Shown[]} shown @param {string} trouble */
  async #show(mine, answer, shown, trouble) {
    const { found, without, list } = answer;
    this.#cover();
    this.#showSorting();
    this.#showChips();
    this.#tellNotes(found, trouble);
    // Hits of another site that come later do not take the focus away from one that has it.
    if (!this.#hits.contains(document.activeElement)) await this.#fill(mine, answer, shown);
    if (mine !== this.#asked) return;
    if (!list.total) this.#notes.append(...this.#near(found), this.#nothing(without));
    this.#tell(answer);
    const counts = { ...found.filters };
    for (const [name, others] of without) counts[name] = others.filters[name] ?? {};
    await this.#facets.show(this.#names(), counts, this.#state.filters, !this.#kind);
  }

  /** Put the first hits into the list, some at a time; what stood there makes way from the top. @param {number} mine @param {Answer} answer @param {import("./hits.js").Shown[]} shown */
  async #fill(mine, answer, shown) {
    const before = [...this.#hits.children];
    for (let from = 0; from < shown.length; from += AT_ONCE) {
      if (from) await painted();
      if (mine !== this.#asked) return;
      const entries = this.#entries(answer, shown.slice(from, from + AT_ONCE), from);
      (before[0] ?? null)?.before(...entries);
      if (!before.length) this.#hits.append(...entries);
      for (const old of before.splice(0, before.length > AT_ONCE ? AT_ONCE : 0)) old.remove();
    }
    for (const old of before) old.remove();
  }

  /** @param {Answer} answer @param {import("./hits.js").Shown[]} shown @param {number} from */
  #entries({ found, marks }, shown, from) {
    return shown.flatMap((hit, i) => {
      const mark = marks.get(from + i);
      const entry = hitEntry(hit, found.words, this.#settings, !this.#state.term);
      return mark ? [element("li", { class: "ss-trennung" }, mark), entry] : [entry];
    });
  }

  /** @param {Answer} answer */
  #tell({ found, list }) {
    if (this.#resting()) {
      this.#status.textContent = "";
      this.#more.hidden = true;
      return;
    }
    const shown = Math.min(this.#state.shown, list.total);
    const things = this.#state.term ? "Treffer" : "Seiten";
    this.#heading.textContent = things;
    const weak = this.#sortOf(this.#state) ? 0 : found.hits.total - found.total;
    const count = hitsCounted(found.total, weak, this.#state.term ? "Treffer" : "Seite", things);
    this.#status.textContent = count + (shown < list.total ? `; ${shown} werden gezeigt` : "");
    this.#more.hidden = shown >= list.total;
    this.#more.textContent = `Mehr laden (noch ${grouped(list.total - shown)})`;
  }

  /** @param {Results} found @param {string} trouble */
  #tellNotes(found, trouble) {
    const { term, note } = shortened(this.#state.term);
    const notes = [note, ...this.#failed, ...found.failed.map(({ site }) => `„${site}“ antwortet nicht; Treffer von dort fehlen.`)];
    notes.push(trouble);
    if (term && !found.words.length) notes.push("Darin steht kein Wort, nach dem gesucht werden kann.");
    this.#notes.replaceChildren(...[...new Set(notes)].filter(Boolean).map((line) => element("p", {}, line)));
    const meant = meantBy(term, found.words);
    if (meant) this.#notes.append(meantLine(meant, (query) => void this.#go({ ...this.#state, term: query, shown: STEP })));
  }

  /** @param {Results} found */
  #near(found) {
    const near = queriesNear(shortened(this.#state.term).term, found.words);
    return near.length ? [offered("Ähnliche Wörter:", near, (term) => void this.#go({ ...this.#state, term, shown: STEP }).then(() => this.#heading.focus()))] : [];
  }

  /** @param {Map<string, Results>} without */
  #nothing(without) {
    const narrowers = Object.entries(this.#state.filters).map(([name, values]) => {
      const others = without.get(name);
      return { name, value: values.join(", "), total: others ? others.hits.total : 0 };
    });
    return nothingFound(shortened(this.#state.term).term, narrowers, this.#settings, (narrower) => {
      const { [narrower?.name ?? ""]: _, ...others } = this.#state.filters;
      void this.#go({ ...this.#state, filters: narrower ? others : {}, shown: STEP }).then(() => this.#heading.focus());
    });
  }

  #showSorting() {
    const choices = this.#settings.sortierungen.filter(({ name }) => this.#state.term || name !== this.#sortOf({ ...this.#state, sort: "" }));
    const first = this.#state.term ? "Relevanz" : "Titel";
    const options = [{ name: "", titel: first }, ...choices];
    const now = options.map(({ name }) => name).join();
    if (this.#sort.dataset.stand !== now) {
      this.#sort.replaceChildren(...options.map(({ name, titel }) => element("option", { value: name }, titel)));
      this.#sort.dataset.stand = now;
    }
    this.#sort.value = options.some(({ name }) => name === this.#state.sort) ? this.#state.sort : "";
  }

  #showChips() {
    const chips = chipsFor(
      this.#state.filters,
      (name, value, place) => void this.#go(toggled(this.#state, name, value)).then(() => this.#focusChip(place)),
      () => void this.#go({ ...this.#state, filters: {}, shown: STEP }).then(() => this.#heading.focus()),
    );
    const count = Object.values(this.#state.filters).flat().length;
    this.#chips.replaceChildren(...chips);
    this.#chips.hidden = !count;
    this.#filterCount.textContent = count ? ` (${count})` : "";
  }

  /** Set the focus on the chip that has moved up, or on the field if none is left. @param {number} place */
  #focusChip(place) {
    const chips = this.#chips.querySelectorAll("button");
    (chips[Math.min(place, chips.length - 1)] ?? this.#input).focus();
  }

  async #loadMore() {
    const from = this.#state.shown;
    this.#state = { ...this.#state, shown: from + STEP };
    const mine = ++this.#asked;
    try {
      const answer = await this.#find(await engine());
      const { shown, trouble } = await this.#shown(answer, from);
      if (mine !== this.#asked) return;
      if (trouble) this.#tellNotes(answer.found, trouble);
      const entries = this.#entries(answer, shown, from);
      this.#hits.append(...entries);
      history.replaceState(history.state, "", writeState(this.#state) || location.pathname);
      this.#tell(answer);
      entries.find((entry) => entry.matches(".ss-treffer"))?.querySelector("a")?.focus();
    } catch (error) {
      if (mine === this.#asked) this.#notes.replaceChildren(element("p", { role: "alert" }, told(error)));
    }
  }

  /** @param {string} sentence */
  #fail(sentence) {
    this.#cover();
    this.#hits.replaceChildren();
    this.#notes.replaceChildren();
    this.#more.hidden = true;
    this.#status.textContent = this.#resting() ? "" : sentence;
  }

  /** Show either the list of the page or the hits. */
  #cover() {
    this.#results.hidden = this.#resting();
    if (!this.#kind) return;
    for (const part of this.#below()) part.classList.toggle(HIDDEN, !this.#resting());
  }

  #below() {
    const parts = [];
    /** @type {Element} */
    let own = this;
    while (own.parentElement && own.parentElement.tagName !== "ARTICLE") own = own.parentElement;
    for (let next = own.nextElementSibling; next; next = next.nextElementSibling) parts.push(next);
    return parts;
  }

  /** Show the list again if the address leads to a part of it. */
  #uncover() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest(`.${HIDDEN}`)) return;
    this.#state = { term: "", filters: {}, sort: "", shown: STEP };
    this.#input.value = "";
    history.replaceState(null, "", location.pathname + location.hash);
    void this.#answer().then(() => target.scrollIntoView());
  }
}

/** Whether other sites will still add something. @param {Answer} answer */
function pendingIn({ found, sorted, without }) {
  return [found, sorted, ...without.values()].some((results) => results?.pending);
}

if (!customElements.get("schule-suchseite")) customElements.define("schule-suchseite", SearchPage);
