/**
 * The facets beside the hits: a group of check boxes for each filter, with live counts.
 *
 * Boxes stay the same elements while counts change, so that the focus stays where it was. A value without a hit is hidden
 * unless it is chosen; a filter without any is hidden as a whole.
 */

import { element, painted } from "./elements.js";
import { grouped } from "./hits.js";

/**
 * @typedef {import("./narrowing.js").Counts} Counts
 * @typedef {{row: HTMLElement, box: HTMLInputElement, count: HTMLElement}} Value
 * @typedef {{group: HTMLElement, list: HTMLElement, more: HTMLElement, chosen: HTMLElement, values: Map<string, Value>, all: boolean}} Facet
 */

const FIRST = 8;
const OPEN = 3;

export class FacetsBox {
  /** @param {(name: string, value: string) => void} toggle @param {Record<string, string[]>} order of values, where it is not that of the index */
  constructor(toggle, order) {
    this.toggle = toggle;
    this.order = order;
    this.element = element("div", { class: "ss-facetten" });
    /** @type {Map<string, Facet>} */
    this.facets = new Map();
    this.shown = 0;
  }

  /** Show filters with their counts; new ones one after the other, so that no task of a slow computer gets long. @param {string[]} names in their order @param {Counts} counts @param {Record<string, string[]>} chosen @param {boolean} open whether the first ones are open at first */
  async show(names, counts, chosen, open) {
    const mine = ++this.shown;
    for (const [place, name] of names.entries()) {
      const now = chosen[name] ?? [];
      const there = Object.keys(counts[name] ?? {});
      const first = (this.order[name] ?? []).filter((value) => there.includes(value));
      const values = [...first, ...there.filter((value) => !first.includes(value))];
      if (!this.facets.has(name) && !values.length && !now.length) continue;
      if (!this.facets.has(name) && place) await painted();
      if (mine !== this.shown) return;
      const facet = this.facets.get(name) ?? this.add(name, open && place < OPEN);
      for (const value of [...values, ...now]) if (!facet.values.has(value)) this.addValue(facet, name, value);
      this.update(facet, counts[name] ?? {}, now);
    }
  }

  /** @param {string} name @param {boolean} open @returns {Facet} */
  add(name, open) {
    const chosen = element("span", { class: "ss-facette__gewaehlt" });
    const list = element("ul", {});
    const box = element("div", { role: "group", "aria-label": name }, list);
    const more = element("button", { type: "button", class: "ss-knopf", hidden: true });
    const group = element("details", { class: "ss-facette", open }, element("summary", {}, name, chosen), box, more);
    const facet = { group, list, more, chosen, values: new Map(), all: false };
    more.addEventListener("click", () => {
      facet.all = true;
      const hidden = [...facet.values.values()].find(({ row }) => row.hidden && row.dataset.leer !== "ja");
      this.limit(facet);
      hidden?.box.focus();
    });
    this.facets.set(name, facet);
    this.element.append(group);
    return facet;
  }

  /** @param {Facet} facet @param {string} name @param {string} value */
  addValue(facet, name, value) {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    const count = element("span", { class: "ss-facette__zahl" });
    const row = element("li", {}, element("label", {}, box, element("span", {}, value), " ", count));
    box.addEventListener("change", () => this.toggle(name, value));
    facet.values.set(value, { row, box, count });
    facet.list.append(row);
  }

  /** @param {Facet} facet @param {Record<string, number>} counts @param {string[]} chosen */
  update(facet, counts, chosen) {
    for (const [value, { row, box, count }] of facet.values) {
      const number = counts[value] ?? 0;
      box.checked = chosen.includes(value);
      count.textContent = grouped(number);
      row.dataset.leer = number || box.checked ? "nein" : "ja";
    }
    facet.chosen.textContent = chosen.length ? ` (${chosen.length})` : "";
    this.limit(facet);
    facet.group.hidden = [...facet.values.values()].every(({ row }) => row.dataset.leer === "ja");
    if (chosen.length) facet.group.setAttribute("open", "");
  }

  /** Show the first values, or all once that was asked for; what is chosen or has the focus always. @param {Facet} facet */
  limit(facet) {
    let shown = 0;
    let hidden = 0;
    for (const { row, box } of facet.values.values()) {
      const empty = row.dataset.leer === "ja";
      const fits = facet.all || shown < FIRST || box.checked || box === document.activeElement;
      row.hidden = empty ? box !== document.activeElement : !fits;
      if (empty) continue;
      if (fits) shown++;
      else hidden++;
    }
    facet.more.hidden = !hidden;
    facet.more.textContent = `${hidden} weitere`;
  }
}
