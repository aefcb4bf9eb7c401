/**
 * The search of a site, for any page: `import("/suchindex/suche.js")`.
 *
 * Has the shape of Pagefind's JavaScript API, so that what is written for that works with this: `init`, `options`, `search`,
 * `debouncedSearch`, `preload`, `filters`, `mergeIndex`, `destroy`. A search adds `total`, `weak` (hits that carry less than half of the
 * query), `words` (how each word was understood) and `failed` (merged indexes that did not answer); a result adds `why`.
 *
 * All work is done in a worker; this module only passes messages. `search`, `debouncedSearch` and `filters` reject with an
 * error whose message is one German sentence; the others never reject, the next search tells.
 */

import { SearchFailure, sentence } from "./failure.js";

/**
 * @typedef {import("./engine.js").Found} Found
 * @typedef {import("./engine.js").Understood} Understood
 * @typedef {import("./narrowing.js").Counts} Counts
 * @typedef {import("./showing.js").Shown} Shown
 * @typedef {{bundlePath?: string, basePath?: string, baseUrl?: string, excerptLength?: number, indexWeight?: number, mergeFilter?: Record<string, string | string[]>, highlightParam?: string, language?: string, ranking?: unknown, noWorker?: boolean}} Options
 * @typedef {{filters?: object, sort?: Record<string, string>, verbose?: boolean}} SearchOptions
 * @typedef {{results: Result[], weak: Result[], total: number, unfilteredResultCount: number, filters: Counts, totalFilters: Counts, timings: {preload: number, search: number, total: number}, words: Understood[], failed: {site: string, message: string}[]}} Results
 */

const HERE = import.meta.url;
const REASONS = ["", "word", "part", "synonym", "prefix", "typo"];
const EXCERPT = 30;
const DEBOUNCE = 300;
const KNOWN = ["basePath", "baseUrl", "bundlePath", "excerptLength", "highlightParam", "indexWeight", "language", "mergeFilter", "noWorker", "ranking"];

/** The other side: a worker, or the same code in this thread where a page forbids workers. */
class Connection {
  constructor() {
    /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void, message: object}>} */
    this.waiting = new Map();
    this.last = 0;
    this.alive = true;
    /** Whether the worker has ever answered; one that cannot start tells by an error alone. */
    this.heard = false;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Promise<Worker | MessagePort>} */
    this.port = this.connect();
    this.port.catch(() => {});
  }

  async connect() {
    if (!settings.noWorker) {
      try {
        const worker = new Worker(new URL("suche-worker.js", HERE), { type: "module" });
        worker.onmessage = ({ data }) => this.receive(data);
        worker.onerror = (event) => {
          event.preventDefault();
          if (this.heard) return;
          worker.terminate();
          if (this.worker === worker) this.port = this.withoutWorker();
        };
        this.worker = worker;
        return worker;
      } catch {
        // A page that forbids workers.
      }
    }
    return this.withoutWorker();
  }

  /** Serve in this thread, and ask again what no worker has answered. */
  async withoutWorker() {
    this.worker = null;
    const { serve } = await import(String(new URL("suche-worker.js", HERE)));
    const { port1, port2 } = new MessageChannel();
    serve(port2);
    port1.onmessage = ({ data }) => this.receive(data);
    for (const { message } of this.waiting.values()) port1.postMessage(message);
    return port1;
  }

  /** @param {{id: number, value?: unknown, error?: string}} answer */
  receive({ id, value, error }) {
    this.heard = true;
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new SearchFailure(error));
    else waiting?.resolve(value);
  }

  /** @param {number} index @param {string} act @param {unknown[]} args @returns {Promise<any>} */
  async ask(index, act, ...args) {
    const port = await this.port.catch((error) => {
      throw new SearchFailure(sentence(error));
    });
    if (!this.alive) throw new SearchFailure("Die Suche wurde beendet.");
    return new Promise((resolve, reject) => {
      const message = { id: ++this.last, index, act, args };
      this.waiting.set(message.id, { resolve, reject, message });
      port.postMessage(message);
    });
  }

  close() {
    this.alive = false;
    this.worker?.terminate();
    for (const { reject } of this.waiting.values()) reject(new SearchFailure("Die Suche wurde beendet."));
    this.waiting.clear();
  }
}

/** One hit; `data()` fetches what is to be shown. */
export class Result {
  /** @type {{site: Site, term: string | null, found: Found}} */
  #from;
  /** @type {number} */
  #place;

  /** @param {Site} site @param {string | null} term @param {Found} found @param {number} place */
  constructor(site, term, found, place) {
    this.id = `${site.number}-${found.pages[place]}`;
    this.score = found.scores[place] * (site.options.indexWeight ?? 1);
    /** The places of the words in `content`; known after `data()`. @type {number[]} */
    this.words = [];
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

  /** Fetch address, title, excerpt, filters and matching sections. @returns {Promise<Shown & {raw_url: string, raw_content: string, site: string}>} */
  data = async () => {
    const { site, term, found } = this.#from;
    const place = this.#place;
    const { connection, number, options } = site;
    const length = site.excerptLength();
    /** @type {Shown} */
    const shown = await connection.ask(number, "data", term, found.pages[place], found.sections[place], length);
    this.words = shown.locations;
    for (const part of [...shown.sub_results, shown.best]) part.url = site.address(part.url, term);
    const filters = { ...shown.filters };
    for (const [name, value] of Object.entries(options.mergeFilter ?? {})) filters[name] = [...(filters[name] ?? []), value].flat();
    return {
      ...shown,
      filters,
      url: site.address(shown.url, term),
      raw_url: shown.url,
      raw_content: shown.content.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`),
      site: site.label(),
    };
  };
}

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
    this.opening ??= this.opened();
    return this.opening;
  }

  async opened() {
    const entry = await fetch(`${this.base}eintrag.six`, { cache: "no-cache" })
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

/** @type {Options} */
let settings = {};
/** @type {Connection | null} */
let connection = null;
/** @type {Site[]} */
let sites = [];
let latest = 0;

/** Set options; the place of the index (`bundlePath`) only before the first call of another function. @param {Options} [given] */
export async function options(given = {}) {
  for (const name of Object.keys(given)) {
    if (!KNOWN.includes(name)) console.warn(`suche.js kennt die Einstellung „${name}“ nicht. Es gibt: ${KNOWN.join(", ")}.`);
  }
  const filterChanged = given.mergeFilter !== undefined && connection !== null;
  Object.assign(settings, given);
  if (filterChanged) sites[0].opening = null;
}

/** Start the worker and open the index. Never rejects. */
export async function init() {
  const [own] = start();
  await own.ask("init").catch(() => {});
}

/** Search in another index too; its hits are labelled with `site`. @param {string} path of its folder @param {Options} [given] */
export async function mergeIndex(path, given = {}) {
  start();
  const site = new Site(/** @type {Connection} */ (connection), sites.length, { ...given, bundlePath: path });
  if (sites.some((other) => other.base === site.base)) return;
  sites.push(site);
  await site.ask("init").catch(() => {});
}

/** Return the pages that answer `term` (`null`: all). @param {string | null} term @param {SearchOptions} [given] @returns {Promise<Results>} */
export async function search(term, given = {}) {
  const begin = performance.now();
  const all = start();
  const text = term === null || term === undefined ? null : String(term);
  const narrowing = plain({ filters: given.filters ?? {}, sort: given.sort ?? {} });
  const [own, ...others] = await Promise.allSettled(all.map((site) => site.ask("search", text, narrowing)));
  if (own.status === "rejected") throw own.reason;
  const answers = [own, ...others].flatMap((answer, i) => (answer.status === "fulfilled" ? [{ site: all[i], found: answer.value }] : []));
  const failed = others.flatMap((answer, i) => (answer.status === "rejected" ? [{ site: all[i + 1].label(), message: sentence(answer.reason) }] : []));
  const computing = Math.max(...answers.map(({ found }) => found.computing));
  const total = performance.now() - begin;
  return {
    ...mergedResults(text, answers, Object.keys(narrowing.sort).length > 0),
    timings: { preload: total - computing, search: computing, total },
    words: own.value.words,
    failed,
  };
}

/** Search after a pause; `null` if another call came meanwhile. @param {string | null} term @param {SearchOptions} [given] @param {number} [pause] milliseconds @returns {Promise<Results | null>} */
export async function debouncedSearch(term, given = {}, pause = DEBOUNCE) {
  const mine = ++latest;
  preload(term, given);
  await new Promise((resolve) => setTimeout(resolve, pause));
  if (mine !== latest) return null;
  try {
    const results = await search(term, given);
    return mine === latest ? results : null;
  } catch (error) {
    if (mine !== latest) return null;
    throw error;
  }
}

/** Fetch what a search will need. Never rejects. @param {string | null} term @param {SearchOptions} [given] */
export async function preload(term, given = {}) {
  const narrowing = plain({ filters: given.filters ?? {} });
  const text = term === null || term === undefined ? null : String(term);
  await Promise.all(start().map((site) => site.ask("preload", text, narrowing).catch(() => {})));
}

/** Return the number of pages with each value of each filter; later searches count them too. @returns {Promise<Counts>} */
export async function filters() {
  const [own, ...others] = await Promise.allSettled(start().map((site) => site.ask("filters")));
  if (own.status === "rejected") throw own.reason;
  return mergedCounts([own, ...others].flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : [])));
}

/** End the worker and forget everything; the next call starts anew. */
export async function destroy() {
  connection?.close();
  connection = null;
  sites = [];
  settings = {};
  latest++;
}

function start() {
  if (!connection) {
    connection = new Connection();
    sites = [new Site(connection, 0, settings)];
  }
  return sites;
}

/** @param {string | null} term @param {{site: Site, found: Found}[]} answers @param {boolean} sorted */
function mergedResults(term, answers, sorted) {
  /** @type {Result[]} */
  const results = [];
  /** @type {Result[]} */
  const weak = [];
  for (const { site, found } of answers) {
    for (let i = 0; i < found.pages.length; i++) (i < found.strong ? results : weak).push(new Result(site, term, found, i));
  }
  if (answers.length > 1 && !sorted) for (const list of [results, weak]) list.sort((a, b) => b.score - a.score);
  return {
    results,
    weak,
    total: results.length,
    unfilteredResultCount: answers.reduce((sum, { found }) => sum + found.unfiltered, 0),
    filters: mergedCounts(answers.map(({ found }) => found.filters)),
    totalFilters: mergedCounts(answers.map(({ found }) => found.totalFilters)),
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
