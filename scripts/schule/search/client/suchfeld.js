/**
 * `<schule-suche>`: a search box that answers while one types, around a form that works without it.
 *
 *     <link rel="stylesheet" href="suchindex/suchfeld.css">
 *     <script type="module" src="suchindex/suchfeld.js"></script>
 *     <schule-suche>
 *       <form action="suche/" role="search">
 *         <label for="q">Suche</label> <input id="q" name="q" type="search"> <button>Suchen</button>
 *       </form>
 *     </schule-suche>
 *
 * Follows the ARIA pattern of a combobox with a list box. Without JavaScript the form leads to its own address; a form without
 * an address leads to the first hit. `module` names another place of `suche.js`, `most` the number of hits shown.
 */

import { markedNodes } from "./elements.js";

/**
 * @typedef {typeof import("./suche.js")} Module
 * @typedef {NonNullable<Awaited<ReturnType<import("./results.js").Result["preview"]>>>} Shown
 */

const BESIDE = import.meta.url;
const MOST_HITS = 8;
const PAUSE = 120;
const TROUBLE = "Die Suche ist gestört; bitte die Seite neu laden.";
let boxes = 0;

class SearchBox extends HTMLElement {
  /** @type {Promise<Module> | null} */
  #module = null;
  #active = -1;
  /** @type {HTMLInputElement | null} */
  #input = null;
  #list = document.createElement("div");
  #status = document.createElement("p");
  #asked = 0;

  connectedCallback() {
    this.#input ??= this.querySelector("input");
    if (!this.#input || this.#list.isConnected) return;
    this.#list.id = `schule-suche-${++boxes}`;
    this.#list.className = "schule-suche__treffer";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "Treffer");
    this.#status.className = "schule-suche__stand";
    this.#status.setAttribute("role", "status");
    const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": this.#list.id };
    for (const [name, value] of Object.entries(roles)) this.#input.setAttribute(name, value);
    this.#input.setAttribute("aria-expanded", "false");
    this.append(this.#list, this.#status);
    this.#input.addEventListener("focus", () => this.#warmUp());
    this.#input.addEventListener("input", () => this.#answer());
    this.#input.addEventListener("keydown", (event) => this.#press(event));
    this.#input.form?.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("focusout", (event) => {
      if (!this.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#close();
    });
    // A press on a hit must not take the focus from the field before the click.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Load the module and the index before the first letter. */
  async #warmUp() {
    try {
      await (await this.#loaded()).init();
    } catch {
      // The first search tells.
    }
  }

  /** @returns {Promise<Module>} */
  #loaded() {
    this.#module ??= import(String(new URL(this.getAttribute("module") ?? "suche.js", this.hasAttribute("module") ? document.baseURI : BESIDE)));
    this.#module.catch(() => (this.#module = null));
    return this.#module;
  }

  async #answer() {
    const mine = ++this.#asked;
    const term = this.#input?.value.trim() ?? "";
    if (!term) return this.#close();
    try {
      const module = await this.#loaded();
      const found = await module.debouncedSearch(term, {}, PAUSE);
      if (!found || mine !== this.#asked) return;
      const most = Number(this.getAttribute("most")) || MOST_HITS;
      const hits = [...found.results, ...found.weak].slice(0, most);
      const shown = (await Promise.all(hits.map((hit) => hit.preview()))).flatMap((hit) => hit ?? []);
      if (mine === this.#asked) this.#show(term, shown, found.total);
    } catch (error) {
      if (mine !== this.#asked) return;
      this.#close();
      this.#tell(error instanceof Error && error.name === "SearchFailure" ? error.message : TROUBLE);
    }
  }

  /** @param {string} term @param {Shown[]} shown @param {number} total */
  #show(term, shown, total) {
    const options = shown.map((hit) => option(hit.best.url, hit.meta.title, hit.best.title, hit.best.excerpt));
    const all = this.#input?.form?.getAttribute("action");
    if (all && total > shown.length) {
      const address = new URL(all, document.baseURI);
      address.searchParams.set(this.#input?.name || "q", term);
      options.push(option(address.href, `Alle ${total} Treffer anzeigen`, "", ""));
    }
    options.forEach((entry, i) => (entry.id = `${this.#list.id}-${i}`));
    this.#list.replaceChildren(...options);
    this.#open(options.length > 0);
    this.#activate(-1);
    this.#tell(total ? `${total} Treffer` : shown.length ? "Nur weniger passende Treffer" : "Keine Treffer");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const last = this.#list.children.length - 1;
    const moves = { ArrowDown: this.#active + 1 > last ? -1 : this.#active + 1, ArrowUp: this.#active < 0 ? last : this.#active - 1 };
    if (event.key in moves && !this.#list.hidden) {
      event.preventDefault();
      this.#activate(moves[/** @type {"ArrowDown" | "ArrowUp"} */ (event.key)]);
    } else if (event.key in moves && last >= 0) {
      event.preventDefault();
      this.#open(true);
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      /** @type {HTMLElement} */ (this.#list.children[this.#active]).click();
    }
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    if (this.#input?.form?.getAttribute("action")) return;
    event.preventDefault();
    this.#list.querySelector("a")?.click();
  }

  /** @param {number} place of the active option, -1 for none */
  #activate(place) {
    this.#active = place;
    [...this.#list.children].forEach((entry, i) => entry.setAttribute("aria-selected", String(i === place)));
    const active = this.#list.children[place];
    if (active) this.#input?.setAttribute("aria-activedescendant", active.id);
    else this.#input?.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} open */
  #open(open) {
    this.#list.hidden = !open;
    this.#input?.setAttribute("aria-expanded", String(open));
  }

  #close() {
    this.#asked++;
    this.#open(false);
    this.#activate(-1);
    this.#tell("");
  }

  /** @param {string} text */
  #tell(text) {
    this.#status.textContent = text;
  }
}

/** Return an entry of the list. @param {string} url @param {string} title @param {string} section @param {string} excerpt escaped, with marks */
function option(url, title, section, excerpt) {
  const link = document.createElement("a");
  link.setAttribute("role", "option");
  link.href = url;
  link.tabIndex = -1;
  link.append(line("span", "schule-suche__titel", title));
  if (section && section !== title) link.append(line("span", "schule-suche__abschnitt", section));
  if (excerpt) {
    const passage = line("span", "schule-suche__auszug", "");
    passage.append(...markedNodes(excerpt));
    link.append(passage);
  }
  return link;
}

/** @param {string} tag @param {string} name @param {string} text */
function line(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

if (!customElements.get("schule-suche")) customElements.define("schule-suche", SearchBox);
