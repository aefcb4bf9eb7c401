/**
 * The search of a site, for any page: `import("/suchindex/suche.js")`.
 *
 * Has the shape of Pagefind's JavaScript API, so that what is written for that works with this: `init`, `options`, `search`,
 * `debouncedSearch`, `preload`, `filters`, `mergeIndex`, `destroy`, `createInstance`. A search adds `total`, `weak` (hits that carry less than half of the
 * query), `hits` (all of them without an object for each), `words` (how each word was understood) and `failed` (merged indexes that did not answer); a result adds `why`.
 *
 * All work is done in a worker; this module only passes messages. `search`, `debouncedSearch` and `filters` reject with an
 * error whose message is one German sentence; the others never reject, the next search tells.
 */

import { Connection, HERE } from "./connection.js";
import { SearchFailure, sentence } from "./failure.js";
import { Hits } from "./results.js";

/**
 * @typedef {import("./engine.js").Found} Found
 * @typedef {import("./engine.js").Understood} Understood
 * @typedef {import("./narrowing.js").Counts} Counts
 * @typedef {import("./results.js").Result} Result
 * @typedef {import("./results.js").Answer} Answer
 * @typedef {{bundlePath?: string, basePath?: string, baseUrl?: string, excerptLength?: number, indexWeight?: number, mergeFilter?: Record<string, string | string[]>, highlightParam?: string, language?: string, ranking?: unknown, noWorker?: boolean}} Options
 * @typedef {{filters?: object, sort?: Record<string, string>, verbose?: boolean, patience?: number, ahead?: boolean, live?: boolean}} SearchOptions
 * `patience`: milliseconds that merged indexes may take longer than the page's own; then hits of the own index stand first, and the results of all
 * follow as `pending`. Without it all are waited for and mixed. `ahead`: preload what the next letters after the term will probably need.
 * `live`: give up, with an error, if another live search comes before the answer.
 * @typedef {{site: string, message: string}} Trouble
 * @typedef {{hits: Hits, results: Result[], weak: Result[], total: number, unfilteredResultCount: number, filters: Counts, totalFilters: Counts, timings: Timing[] & Timing, words: Understood[], failed: Trouble[], pending: Promise<Results> | null}} Results
 * `hits`: all hits without an object for each; `results` and `weak` make these when they are first asked for. `timings`: of each index, and of all together
 * @typedef {{preload: number, search: number, total: number}} Timing milliseconds
 */

const EXCERPT = 30;
const DEBOUNCE = 300;
/** Milliseconds that another site may take to open, and to answer. */
const [SLOWEST_OPENING, SLOWEST_ANSWER] = [4000, 6000];
const KNOWN = ["basePath", "baseUrl", "bundlePath", "excerptLength", "highlightParam", "indexWeight", "mergeFilter", "noWorker"];
/** Settings of Pagefind that ask for what this search does not do, or does in its own way: taken, and of no effect. */
const WITHOUT_EFFECT = ["exactDiacritics", "language", "metaCacheTag", "optional", "primary", "ranking"];

/** One index: the page's own, or one merged into it. */
class Site {
  /** @param {Connection} connection @param {number} number @param {Options} options */
  constructor(connection, number, options) {
    this.connection = connection;
    this.number = number;
    this.options = options;
    const folder = options.bundlePath ?? options.basePath ?? ".";
    const base = new URL(folder, number || folder !== "." ? document.baseURI : HERE);
    this.base = base.href.endsWith("/") ? base.href : `${base.href}/`;
    /** @type {Promise<void> | null} */
    this.opening = null;
  }

  /** Open the index, once; the entry is fetched while the worker starts. */
  open() {
    if (!this.opening) {
      const opening = this.opened();
      opening.catch(() => (this.opening = null));
      this.opening = opening;
    }
    return this.opening;
  }

  async opened() {
    const signal = this.number ? AbortSignal.timeout(SLOWEST_OPENING) : null;
    const entry = await fetch(`${this.base}eintrag.six`, { cache: "no-cache", signal })
      .then((response) => (response.ok ? response.arrayBuffer() : undefined))
      .catch(() => undefined);
    await this.connection.ask(this.number, "open", this.base, this.options.mergeFilter ?? {}, entry);
  }

  /** @param {string} act @param {unknown[]} args @returns {Promise<any>} */
  async ask(act, ...args) {
    await this.open();
    return this.connection.ask(this.number, act, ...args);
  }

  /** Return the address of a page as the browser needs it. @param {string} raw @param {string | null} term */
  address(raw, term) {
    const [path, anchor] = raw.split("#");
    const base = this.options.baseUrl ?? defaultBase(this.base);
    const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : `${base.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
    const name = this.options.highlightParam;
    const words = name && term ? surfacesOf(term).map((word) => `${encodeURIComponent(name)}=${encodeURIComponent(word)}`) : [];
    const query = words.length ? `${full.includes("?") ? "&" : "?"}${words.join("&")}` : "";
    return full + query + (anchor === undefined ? "" : `#${anchor}`);
  }

  excerptLength() {
    const length = Math.floor(Number(this.options.excerptLength ?? EXCERPT));
    return length > 0 ? length : EXCERPT;
  }

  /** Return how the index is called where hits of several are shown: its first merged filter value, or its address. */
  label() {
    const [value] = Object.values(this.options.mergeFilter ?? {}).flat();
    return this.number ? (value ?? new URL(this.base).host) : "";
  }
}

/** One search with options, indexes and a worker of its own. */
class Search {
  /** @type {Connection | null} */
  #connection = null;
  /** @type {Site[]} */
  #sites = [];
  #latest = 0;

  /** @param {Options} settings */
  constructor(settings) {
    this.settings = settings;
  }

  /** @param {Options} [given] */
  async options(given = {}) {
    for (const name of Object.keys(given)) {
      if (![...KNOWN, ...WITHOUT_EFFECT].includes(name)) console.warn(`suche.js kennt die Einstellung „${name}“ nicht. Es gibt: ${KNOWN.join(", ")}.`);
    }
    Object.assign(this.settings, given);
    if (given.mergeFilter !== undefined && this.#sites.length) this.#sites[0].opening = null;
  }

  async init() {
    const [own] = this.#start();
    await own.ask("init").catch(() => {});
  }

  /** @param {string} path @param {Options} [given] */
  async mergeIndex(path, given = {}) {
    const [{ connection }] = this.#start();
    const site = new Site(connection, this.#sites.length, { ...given, bundlePath: path });
    if (this.#sites.some((other) => other.base === site.base)) return;
    this.#sites.push(site);
    await site.ask("init").catch(() => {});
  }

  /** @param {string | null} term @param {SearchOptions} [given] @returns {Promise<Results>} */
  async search(term, given = {}) {
    const begin = performance.now();
    const all = [...this.#start()];
    const text = term === null || term === undefined ? null : String(term);
    const narrowing = plain({ filters: given.filters ?? {}, sort: given.sort ?? {} });
    const [own, ...others] = all.map((site, number) => answerOf(site, number ? SLOWEST_ANSWER : 0, site.ask("search", text, narrowing, given.live === true)));
    const order = given.patience === undefined && !Object.keys(narrowing.sort).length ? "score" : "index";
    const mine = await own;
    if ("error" in mine) throw mine.error;
    /** @param {(Answer | Failed)[]} answers */
    const assembled = (answers) => assembledResults(text, [mine, ...answers], order, begin);
    const soon = given.patience === undefined ? await Promise.all(others) : await settledWithin(others, given.patience);
    const results = assembled(soon);
    if (soon.length < others.length) results.pending = Promise.all(others).then(assembled);
    return results;
  }

  /** @param {string | null} term @param {SearchOptions} [given] @param {number} [pause] @returns {Promise<Results | null>} */
  async debouncedSearch(term, given = {}, pause = DEBOUNCE) {
    const mine = ++this.#latest;
    this.preload(term, given);
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (mine !== this.#latest) return null;
    try {
      const results = await this.search(term, given);
      return mine === this.#latest ? results : null;
    } catch (error) {
      if (mine !== this.#latest) return null;
      throw error;
    }
  }

  /** @param {string | null} term @param {SearchOptions} [given] */
  async preload(term, given = {}) {
    const narrowing = plain({ filters: given.filters ?? {} });
    const text = term === null || term === undefined ? null : String(term);
    const [own] = this.#start();
    if (given.ahead) return void (await own.ask("anticipate", text).catch(() => {}));
    await Promise.all(this.#start().map((site) => site.ask("preload", text, narrowing).catch(() => {})));
  }

  /** @param {number} [patience] @returns {Promise<Counts>} */
  async filters(patience) {
    const [own, ...others] = this.#start().map((site) => site.ask("filters"));
    const there = others.map((counts) => counts.catch(() => ({})));
    const mine = await own;
    return mergedCounts([mine, ...(await (patience === undefined ? Promise.all(there) : settledWithin(there, patience)))]);
  }

  async destroy() {
    this.#connection?.close();
    this.#connection = null;
    this.#sites = [];
    this.settings = {};
    this.#latest++;
  }

  #start() {
    if (!this.#connection?.alive) {
      const connection = new Connection(this.settings.noWorker === true);
      const merged = this.#sites.slice(1).map(({ number, options }) => new Site(connection, number, options));
      this.#sites = [new Site(connection, 0, this.settings), ...merged];
      this.#connection = connection;
    }
    return this.#sites;
  }
}

const page = new Search({});

/** Set options; the place of the index (`bundlePath`) only before the first call of another function. @param {Options} [given] */
export async function options(given) {
  return page.options(given);
}

/** Start the worker and open the index. Never rejects. */
export async function init() {
  return page.init();
}

/** Search in another index too; its hits are labelled with `site`. @param {string} path of its folder @param {Options} [given] */
export async function mergeIndex(path, given) {
  return page.mergeIndex(path, given);
}

/** Return the pages that answer `term` (`null`: all). @param {string | null} term @param {SearchOptions} [given] @returns {Promise<Results>} */
export async function search(term, given) {
  return page.search(term, given);
}

/** Search after a pause; `null` if another call came meanwhile. @param {string | null} term @param {SearchOptions} [given] @param {number} [pause] milliseconds @returns {Promise<Results | null>} */
export async function debouncedSearch(term, given, pause) {
  return page.debouncedSearch(term, given, pause);
}

/** Fetch what a search will need. Never rejects. @param {string | null} term @param {SearchOptions} [given] */
export async function preload(term, given) {
  return page.preload(term, given);
}

/** Return the number of pages with each value of each filter; later searches count them too. @param {number} [patience] as in `search` @returns {Promise<Counts>} */
export async function filters(patience) {
  return page.filters(patience);
}

/** End the worker and forget everything; the next call starts anew. */
export async function destroy() {
  return page.destroy();
}

/** Return a search of its own, with the same functions, for pages that need several. @param {Options} [given] */
export function createInstance(given = {}) {
  const own = new Search({ ...given });
  const names = /** @type {const} */ (["options", "init", "mergeIndex", "search", "debouncedSearch", "preload", "filters", "destroy"]);
  return /** @type {Pick<Search, typeof names[number]>} */ (Object.fromEntries(names.map((name) => [name, own[name].bind(own)])));
}

/** @typedef {{site: Site, error: unknown}} Failed */

/** Return what an index answers, or what went wrong. @param {Site} site @param {number} slowest milliseconds, 0 for any @param {Promise<Found>} asked @returns {Promise<Answer | Failed>} */
async function answerOf(site, slowest, asked) {
  try {
    const late = new Promise((_, reject) => slowest && setTimeout(() => reject(new SearchFailure("Die Antwort kam nicht rechtzeitig.")), slowest));
    return { site, found: /** @type {Found} */ (await Promise.race([asked, late])) };
  } catch (error) {
    return { site, error };
  }
}

/** Return those of several values that are there after some milliseconds. @template T @param {Promise<T>[]} promises none of which fails @param {number} patience @returns {Promise<T[]>} */
async function settledWithin(promises, patience) {
  /** @type {T[]} */
  const there = [];
  promises.forEach((promise) => promise.then((value) => there.push(value)));
  await Promise.race([Promise.all(promises), new Promise((done) => setTimeout(done, patience))]);
  return [...there];
}

/**
 * Return the results of one or several indexes, the page's own first.
 * @param {string | null} term @param {(Answer | Failed)[]} all @param {"score" | "index"} order @param {number} begin
 * @returns {Results}
 */
function assembledResults(term, all, order, begin) {
  const answers = all.flatMap((answer) => ("found" in answer ? [answer] : []));
  const hits = new Hits(term, answers, order);
  const total = performance.now() - begin;
  const timings = answers.map(({ found: { computing } }) => ({ preload: total - computing, search: computing, total }));
  const search = Math.max(...timings.map((one) => one.search));
  /** @type {Result[] | undefined} */
  let results;
  /** @type {Result[] | undefined} */
  let weak;
  return {
    hits,
    get results() {
      return (results ??= hits.slice(0, hits.strong));
    },
    get weak() {
      return (weak ??= hits.slice(hits.strong, hits.total));
    },
    total: hits.strong,
    unfilteredResultCount: answers.reduce((sum, { found }) => sum + found.unfiltered, 0),
    filters: mergedCounts(answers.map(({ found }) => found.filters)),
    totalFilters: mergedCounts(answers.map(({ found }) => found.totalFilters)),
    timings: Object.assign(timings, { preload: total - search, search, total }),
    words: answers[0].found.words,
    failed: all.flatMap((answer) => ("error" in answer ? [{ site: answer.site.label(), message: sentence(answer.error) }] : [])),
    pending: null,
  };
}

/** @param {Counts[]} all @returns {Counts} */
function mergedCounts(all) {
  /** @type {Counts} */
  const sum = {};
  for (const counts of all) {
    for (const [name, values] of Object.entries(counts)) {
      sum[name] ??= {};
      for (const [value, count] of Object.entries(values)) sum[name][value] = (sum[name][value] ?? 0) + count;
    }
  }
  return sum;
}

/** Return the part of the address before the folder of the index; of this host, without its name. @param {string} base */
function defaultBase(base) {
  const folder = new URL("..", base).href;
  return location.protocol !== "file:" && folder.startsWith(`${location.origin}/`) ? folder.slice(location.origin.length) : folder;
}

/** @param {string} term */
function surfacesOf(term) {
  return term.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Return a copy that can be sent to the worker. @template T @param {T} value @returns {T} */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}
