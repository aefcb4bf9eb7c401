/**
 * Narrow hits down and count what is left (`narrowing.py`): filters, excluded words, phrases, sort keys.
 *
 * A set of pages is an array as long as the site with a 1 for each page. `null` stands for all pages: an empty list of
 * values, or a filter without any, asks for nothing.
 */

import { fold, surfaces } from "./text.js";
import { PART_ONLY } from "./ranking.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./ranking.js").Hit} Hit
 * @typedef {import("./query.js").Query} Query
 * @typedef {Uint8Array | null} Pages
 * @typedef {Record<string, Record<string, number>>} Counts
 */

const [PHRASE_CHECKS, ENOUGH_PHRASES, MOST_PHRASE_CHECKS] = [64, 20, 512];
const KEYWORDS = new Set(["any", "all", "none", "not"]);

/**
 * What the filters of one index hold, with those that were given to all of its pages from outside.
 */
export class Facets {
  /** @param {Store} store @param {Record<string, string | string[]>} everywhere values that all pages have */
  constructor(store, everywhere) {
    this.store = store;
    this.everywhere = everywhere;
    /** Filters whose counts are told. @type {Set<string>} */
    this.used = new Set(Object.keys(everywhere));
  }

  /** Return the names of the filters that are asked for, and fetch no others. @param {unknown} filters @returns {string[]} */
  named(filters) {
    if (Array.isArray(filters)) return filters.flatMap((entry) => this.named(entry));
    if (!isObject(filters)) return [];
    return Object.entries(filters).flatMap(([key, value]) =>
      KEYWORDS.has(key) && typeof value === "object" ? this.named(value) : this.known(key) ? [key] : [],
    );
  }

  /** @param {string} name */
  known(name) {
    return this.store.filterNames.includes(name);
  }

  /** Return the pages of each value of a filter. @param {string} name @returns {Map<string, Uint32Array>} */
  pagesOf(name) {
    const values = new Map(this.known(name) ? this.store.filter(name) : []);
    if (Object.hasOwn(this.everywhere, name)) {
      for (const value of [this.everywhere[name]].flat()) values.set(String(value), this.store.allPages());
    }
    return values;
  }

  /** Return the pages that `filters` let through. @param {unknown} filters @returns {Pages} */
  chosen(filters) {
    return isObject(filters) ? this.ofObject(filters, "all") : null;
  }

  /** Return how many pages have each value of each filter in use. @param {Pages} pages @returns {Counts} */
  counts(pages) {
    /** @type {Counts} */
    const counts = {};
    for (const name of [...this.used].sort()) {
      counts[name] = {};
      for (const [value, having] of this.pagesOf(name)) {
        let count = 0;
        for (const page of having) if (!pages || pages[page]) count++;
        counts[name][value] = count;
      }
    }
    return counts;
  }

  /** @param {Record<string, unknown>} filters @param {string} how @returns {Pages} */
  ofObject(filters, how) {
    return this.joined(
      how,
      Object.entries(filters).map(([key, value]) => {
        if (!KEYWORDS.has(key) || typeof value !== "object" || value === null) return this.ofValues(key, value, "all");
        if (!Array.isArray(value)) return this.inverted(key, this.ofObject(/** @type {Record<string, unknown>} */ (value), key));
        const entries = value.filter(isObject).map((entry) => this.ofObject(entry, "all"));
        return this.inverted(key, this.joined(key, entries));
      }),
    );
  }

  /** @param {string} name @param {unknown} value @param {string} how @returns {Pages} */
  ofValues(name, value, how) {
    if (Array.isArray(value)) return this.joined(how, value.map((entry) => this.ofValues(name, entry, "all")));
    if (isObject(value)) {
      const entries = Object.entries(value).filter(([key]) => KEYWORDS.has(key));
      return this.joined(how, entries.map(([key, inner]) => this.inverted(key, this.ofValues(name, inner, key))));
    }
    if (value === null || value === undefined) return null;
    const pages = new Uint8Array(this.store.size);
    for (const page of this.pagesOf(name).get(String(value)) ?? []) pages[page] = 1;
    return pages;
  }

  /** @param {string} how @param {Pages[]} sets @returns {Pages} */
  joined(how, sets) {
    const either = how === "any" || how === "none";
    /** @type {Pages} */
    let result = null;
    for (const set of sets) {
      if (!set) continue;
      if (!result) result = set.slice();
      else for (let page = 0; page < result.length; page++) result[page] = either ? result[page] | set[page] : result[page] & set[page];
    }
    return result;
  }

  /** @param {string} how @param {Pages} pages @returns {Pages} */
  inverted(how, pages) {
    return pages && (how === "none" || how === "not") ? pages.map((there) => 1 - there) : pages;
  }
}

/** Return the hits without pages that have an excluded word. @param {Store} store @param {Hit[]} hits @param {string[]} excluded */
export function withoutExcluded(store, hits, excluded) {
  const words = excluded.map((key) => store.word(key)).filter((word) => word !== undefined);
  const gone = new Uint8Array(store.size);
  for (const { group } of words) {
    const { pages, impacts } = store.postings(group);
    for (let i = 0; i < pages.length; i++) if (!(impacts[i] & PART_ONLY)) gone[pages[i]] = 1;
  }
  return hits.filter((hit) => !gone[hit.page]);
}

/**
 * Return the hits that hold all phrases, then, if the query has other words, the rest as weak ones. If no page holds them,
 * the quotes are taken for a manner of writing and all hits stay as they were.
 * @param {Store} store @param {import("./ranking.js").Ranking} ranking @param {Hit[]} hits @param {Query} query @param {Set<string>} stop
 */
export function withPhrases(store, ranking, hits, query, stop) {
  const quoted = new Set(query.phrases.flat());
  const needed = query.words.filter(({ key }) => quoted.has(key) && !stop.has(key)).map(({ surface }) => surface);
  const candidates = [];
  for (const hit of hits) {
    if (candidates.length === MOST_PHRASE_CHECKS) break;
    const why = ranking.why(hit.page);
    if (needed.every((word) => why.has(word))) candidates.push(hit);
  }
  const phrases = query.phrases.map((phrase) => ` ${phrase.join(" ")} `);
  /** @type {Hit[]} */
  const holding = [];
  for (let at = 0; at < candidates.length && holding.length < ENOUGH_PHRASES; at += PHRASE_CHECKS) {
    const some = candidates.slice(at, at + PHRASE_CHECKS);
    store.need(some.map(({ page }) => store.fragmentFile(page, 0)));
    store.need(some.flatMap(({ page }) => store.fragment(page, 0).starts.map((_, part) => store.fragmentFile(page, part))));
    for (const hit of some) {
      const known = ranking.holding.get(hit.page) ?? holds(store, hit.page, phrases);
      ranking.holding.set(hit.page, known);
      if (known) holding.push(hit);
    }
  }
  if (!holding.length) return hits;
  if (query.words.every((word) => quoted.has(word.key) || stop.has(word.key))) return holding;
  const pages = new Set(holding.map((hit) => hit.page));
  const rest = hits.filter((hit) => !pages.has(hit.page)).map((hit) => ({ ...hit, strong: false }));
  return [...holding, ...rest.sort((a, b) => b.score - a.score || a.page - b.page)];
}

/** Return the strong hits that have a sort key, in its order. @param {Store} store @param {Hit[]} hits @param {string} key @param {boolean} descending */
export function inOrderOf(store, hits, key, descending) {
  const strong = new Map(hits.filter((hit) => hit.strong).map((hit) => [hit.page, hit]));
  const pages = store.sort(key);
  /** @type {Hit[]} */
  const found = [];
  for (const page of descending ? pages.slice().reverse() : pages) {
    const hit = strong.get(page);
    if (hit) found.push(hit);
  }
  return found;
}

/** @param {Store} store @param {number} page @param {string[]} phrases */
function holds(store, page, phrases) {
  const head = store.fragment(page, 0);
  const texts = [head.title];
  for (let part = 0; part < head.starts.length; part++) {
    for (const [, heading, text] of store.fragment(page, part).sections) texts.push(`${heading}\n${text}`);
  }
  const lines = texts.map((text) => ` ${surfaces(text).map(fold).filter(Boolean).join(" ")} `);
  return phrases.every((phrase) => lines.some((line) => line.includes(phrase)));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
