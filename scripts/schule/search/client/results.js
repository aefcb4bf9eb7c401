/**
 * The hits of a search as the page gets them: objects in the shape of Pagefind's, made when they are asked for.
 *
 * The engine answers with columns of numbers. A query may have thousands of hits of which ten are shown, so an object for each
 * of them would be most of a page's work.
 */

import { escapedText } from "./escaping.js";

/**
 * @typedef {import("./engine.js").Found} Found
 * @typedef {import("./showing.js").Shown} Shown
 * @typedef {import("./showing.js").Glimpse} Glimpse
 * @typedef {{connection: import("./connection.js").Connection, number: number, options: import("./suche.js").Options, excerptLength: () => number, address: (raw: string, term: string | null) => string, label: () => string}} Place
 * the index that a hit is from
 * @typedef {{site: Place, found: Found}} Answer
 */

const REASONS = ["", "word", "part", "synonym", "prefix", "typo"];

/** One hit; `data()` fetches all of it, `preview()` what a list shows. */
export class Result {
  /** @type {{site: Place, term: string | null, found: Found}} */
  #from;
  /** @type {number} */
  #place;

  /** @param {Place} site @param {string | null} term @param {Found} found @param {number} place */
  constructor(site, term, found, place) {
    this.id = `${site.number}-${found.pages[place]}`;
    this.score = found.scores[place] * (site.options.indexWeight ?? 1);
    /** The places of the words in `content`; known after `data()`. @type {number[]} */
    this.words = [];
    /** The keys of `meta` in which words were found; known after `data()`. @type {string[] | undefined} */
    this.matchedMetaFields = undefined;
    this.#from = { site, term, found };
    this.#place = place;
  }

  /** Why each word of the query was found here: `{beteiligung: "part"}`. @returns {Record<string, string>} */
  get why() {
    const { words, reasons } = this.#from.found;
    const first = this.#place * words.length;
    return Object.fromEntries(words.flatMap(({ word }, i) => (reasons[first + i] ? [[word, REASONS[reasons[first + i]]]] : [])));
  }

  /** Number of the best section of the page. */
  get section() {
    return this.#from.found.sections[this.#place];
  }

  /** Fetch address, title, text, excerpt, filters and matching sections. @returns {Promise<Omit<Shown, "matched_meta"> & {raw_url: string, raw_content: string, site: string}>} */
  data = async () => {
    /** @type {Shown} */
    const { matched_meta: matched, ...shown } = await this.#ask("data");
    this.words = shown.locations;
    if (matched.length) this.matchedMetaFields = matched;
    return { ...this.#placed(shown), raw_content: escapedText(shown.content) };
  };

  /** Return what a list shows of the hit: `null` if that is not there yet and nothing shall be fetched. @param {boolean} [fetching] */
  preview = async (fetching = true) => {
    /** @type {Glimpse | null} */
    const glimpse = await this.#ask("preview", fetching);
    return glimpse && this.#placed(glimpse);
  };

  /** @param {string} act @param {unknown[]} more @returns {Promise<any>} */
  #ask(act, ...more) {
    const { site, term, found } = this.#from;
    const place = this.#place;
    return site.connection.ask(site.number, act, term, found.pages[place], found.sections[place], site.excerptLength(), ...more);
  }

  /** Return what is shown with addresses as this page needs them. @template {Glimpse} T @param {T} shown */
  #placed(shown) {
    const { site, term } = this.#from;
    for (const part of new Set([...shown.sub_results, shown.best])) part.url = site.address(part.url, term);
    const filters = { ...shown.filters };
    for (const [name, value] of Object.entries(site.options.mergeFilter ?? {})) filters[name] = [...(filters[name] ?? []), value].flat();
    return { ...shown, filters, url: site.address(shown.url, term), raw_url: shown.url, site: site.label() };
  }
}

/** All hits of a search, strong ones first. */
export class Hits {
  /** @type {[Answer, number][] | null} */
  #order = null;

  /**
   * @param {string | null} term @param {Answer[]} answers one for each index
   * @param {"score" | "index"} order whether hits of several indexes are mixed or stand one index after the other
   */
  constructor(term, answers, order) {
    this.term = term;
    this.answers = answers;
    this.order = order;
    /** Number of strong hits. */
    this.strong = answers.reduce((sum, { found }) => sum + found.strong, 0);
    /** Number of all hits. */
    this.total = answers.reduce((sum, { found }) => sum + found.pages.length, 0);
  }

  /** Return hits `from` to before `to`. @param {number} from @param {number} to @returns {Result[]} */
  slice(from, to) {
    const made = [];
    for (let i = Math.max(from, 0); i < Math.min(to, this.total); i++) {
      const [{ site, found }, place] = this.answers.length === 1 ? [this.answers[0], i] : this.#ordered()[i];
      made.push(new Result(site, this.term, found, place));
    }
    return made;
  }

  /** Return the best strong hits of other indexes than the page's own. @param {number} most @returns {Result[]} */
  others(most) {
    const foreign = this.answers.slice(1).flatMap(({ site, found }) => Array.from({ length: Math.min(most, found.strong) }, (_, place) => new Result(site, this.term, found, place)));
    return foreign.sort((a, b) => b.score - a.score).slice(0, most);
  }

  /** Return which hit of which index stands where. */
  #ordered() {
    if (this.#order) return this.#order;
    /** @param {Answer} answer @param {number} place */
    const score = ({ site, found }, place) => found.scores[place] * (site.options.indexWeight ?? 1);
    /** @type {[Answer, number][][]} */
    const lists = [[], []];
    for (const answer of this.answers) {
      const { pages, strong } = answer.found;
      for (let i = 0; i < pages.length; i++) lists[i < strong ? 0 : 1].push([answer, i]);
    }
    if (this.order === "score") for (const list of lists) list.sort((a, b) => score(...b) - score(...a));
    return (this.#order = lists.flat());
  }
}
