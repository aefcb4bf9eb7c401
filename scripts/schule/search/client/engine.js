/**
 * One index and its answers: the whole of the search but the messages between page and worker.
 *
 * Takes queries and the function that loads a file, returns plain values that can be sent to another thread.
 */

import { Matcher } from "./excerpt.js";
import { SearchFailure } from "./failure.js";
import { completions, dictionaryFor, fetchAhead, filesFor, filesIfStrange, filesOf, foresee, postingsFor, probable } from "./foresight.js";
import { lightened, resolve, synonymsIn, withSynonyms } from "./lookup.js";
import { Facets, inOrderOf, withoutExcluded, withPhrases } from "./narrowing.js";
import { wordsNear } from "./near.js";
import { parse } from "./query.js";
import { rank, Ranking } from "./ranking.js";
import { glimpsed, shown } from "./showing.js";
import { ENTRY, openStore } from "./store.js";
import { bisectNumbers } from "./text.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Load} Load
 * @typedef {import("./ranking.js").Hit} Hit
 * @typedef {import("./lookup.js").Term} Term
 * @typedef {import("./query.js").Asked} Asked
 * @typedef {import("./lookup.js").Why} Why
 * @typedef {import("./narrowing.js").Counts} Counts
 * @typedef {{store: Store, ranking: Ranking, hits: Hit[], terms: Term[], matcher: Matcher | null}} Answer
 * @typedef {{filters?: unknown, sort?: Record<string, string>}} Narrowing
 * @typedef {{word: string, key: string, found: {word: string, why: Why}[], near: string[]}} Understood a word of the query, what was looked for, and words like it if there is nothing
 * @typedef {{pages: Uint32Array, sections: Uint32Array, scores: Float64Array, strong: number, reasons: Uint8Array, words: Understood[], unfiltered: number, filters: Counts, totalFilters: Counts, computing: number}} Found
 * @typedef {import("./showing.js").Shown} Shown
 * @typedef {import("./showing.js").Glimpse} Glimpse
 */

const MOST_WORDS = 32;
const MOST_ANSWERS = 8;
const FIRST_HITS = 10;

export class Engine {
  /** @param {Load} load @param {Record<string, string | string[]>} everywhere filter values of all pages of this index */
  constructor(load, everywhere) {
    this.load = load;
    this.everywhere = everywhere;
    /** @type {Promise<Store> | null} */
    this.store = null;
    /** @type {Facets | null} */
    this.facets = null;
    /** @type {Map<string | null, Promise<Answer>>} */
    this.answers = new Map();
    /** The query that was asked last. @type {string | null} */
    this.latest = null;
    /** The live search that was asked last. @type {string | null} */
    this.live = null;
  }

  /** Open the index, once. @returns {Promise<Store>} */
  opened() {
    if (!this.store) {
      const opening = this.load(ENTRY).then((data) => openStore(data, this.load));
      this.store = opening;
      opening.then(
        (store) => {
          const used = this.facets?.used ?? [];
          this.facets = new Facets(store, this.everywhere);
          for (const name of used) if (this.facets.known(name)) this.facets.used.add(name);
        },
        () => (this.store = null),
      );
    }
    return this.store;
  }

  /** Open the index and fetch what every query needs. */
  async init() {
    const store = await this.opened();
    if (store.entry.synonyms) await store.fetch([store.synonymsFile()]);
  }

  /** Return the number of pages with each value of each filter, and count them with each query from now on. @returns {Promise<Counts>} */
  filters() {
    return this.renewed(async () => {
      const store = await this.opened();
      await this.use(store, store.filterNames);
      return this.facetsOf(store).counts(null);
    });
  }

  /** Fetch what a query will probably need. @param {string | null} text @param {Narrowing} narrowing */
  async preload(text, narrowing) {
    const store = await this.opened();
    const query = parse(text ?? "");
    const words = query.words.slice(0, MOST_WORDS);
    await Promise.all([
      this.use(store, this.facetsOf(store).named(narrowing.filters)),
      store.fetch(words.flatMap((word) => filesFor(store, word))),
    ]);
  }

  /** Return the pages that answer `text` (`null`: all). @param {string | null} text @param {Narrowing} narrowing @param {boolean} [live] whether to give up if another live search comes @returns {Promise<Found>} */
  search(text, narrowing, live = false) {
    if (live) this.live = text;
    return this.renewed(async () => {
      const store = await this.opened();
      const facets = this.facetsOf(store);
      const [sort, direction] = Object.entries(narrowing.sort ?? {}).find(([key]) => store.sortNames.includes(key)) ?? ["", ""];
      const before = store.busy;
      const [answer] = await Promise.all([this.answer(text, live), this.use(store, facets.named(narrowing.filters))]);
      if (sort) await store.settle([() => store.sort(sort)]);
      const found = store.timed(() => narrowed(store, facets, answer, narrowing.filters, sort, direction === "desc"));
      // The page will ask for these next, and its question and the way there take longer than to begin; in a task of its own, as each request takes its time.
      const first = Array.from(found.pages.subarray(0, FIRST_HITS), (page) => store.fragmentFile(page, 0));
      setTimeout(() => this.latest === text && fetchAhead(store, first));
      return { ...found, computing: store.busy - before };
    });
  }

  /** Return what is shown of a hit. @param {string | null} text @param {number} page @param {number} section @param {number} length words of an excerpt @returns {Promise<Shown>} */
  data(text, page, section, length) {
    return this.fetched(text, page, section, (answer, matcher, part) => shown(answer, matcher, { page, section, part, length }));
  }

  /**
   * Return what a list shows of a hit. If nothing shall be fetched, of a page in parts the first one alone will do, and without that it is `null`.
   * @param {string | null} text @param {number} page @param {number} section @param {number} length @param {boolean} fetching @returns {Promise<Glimpse | null>}
   */
  async preview(text, page, section, length, fetching) {
    if (fetching) return this.fetched(text, page, section, (answer, matcher, part) => glimpsed(answer, matcher, { page, section, part, length }));
    const answer = await this.answer(text);
    const { store } = answer;
    const has = (/** @type {number} */ part) => store.opened.has(store.fragmentFile(page, part).name);
    if (!has(0)) return null;
    const part = partOf(store, page, section);
    answer.matcher ??= new Matcher(store, answer.terms);
    return glimpsed(answer, answer.matcher, has(part) ? { page, section, part, length } : { page, section: 0, part: 0, length });
  }

  /**
   * Fetch the files of a hit and do something with them.
   * @template T @param {string | null} text @param {number} page @param {number} section
   * @param {(answer: Answer, matcher: Matcher, part: number) => T} act @returns {Promise<T>}
   */
  async fetched(text, page, section, act) {
    try {
      const answer = await this.answer(text);
      const { store } = answer;
      answer.matcher ??= new Matcher(store, answer.terms);
      const [part] = await store.settle([() => partOf(store, page, section)]);
      await store.settle([() => store.fragment(page, part)]);
      return act(answer, answer.matcher, part);
    } catch (error) {
      // Pages may have other numbers in a new index, so only a new search can ask it.
      if (error instanceof SearchFailure && error.gone) this.forget();
      throw error;
    }
  }

  /** Fetch what the next letters will probably need, one query after the other, as long as nothing else is asked. @param {string | null} text */
  async anticipate(text) {
    const { store, terms } = await this.answer(text);
    if (text === null) return;
    for (const longer of completions(store, text, terms)) {
      if (this.latest !== text) return;
      const { hits } = await this.answered(longer);
      if (this.latest !== text) return;
      await store.fetch(hits.slice(0, FIRST_HITS).map(({ page }) => store.fragmentFile(page, 0)));
    }
  }

  /** Answer a query without filters; the last answers are kept. @param {string | null} text @param {boolean} [live] @returns {Promise<Answer>} */
  answer(text, live = false) {
    this.latest = text;
    let answer = this.answers.get(text);
    if (answer) this.answers.delete(text);
    else answer = this.answered(text, live);
    this.answers.set(text, answer);
    answer.catch(() => this.answers.delete(text));
    if (this.answers.size > MOST_ANSWERS) this.answers.delete([...this.answers.keys()][0]);
    return answer;
  }

  /** @param {string | null} text @param {boolean} [live] @returns {Promise<Answer>} */
  async answered(text, live = false) {
    const store = await this.opened();
    if (text === null) {
      const hits = Array.from(store.allPages(), (page) => ({ page, section: 0, score: 0, strong: true }));
      return { store, ranking: new Ranking(hits, [], []), hits, terms: [], matcher: null };
    }
    const stop = new Set(store.entry.stop.split(" "));
    const query = parse(text);
    const telling = query.words.filter((word) => !stop.has(word.key));
    const asking = query.sequence.some((key) => listed(store.entry.asking, key));
    const words = (telling.length ? telling : query.words).slice(0, MOST_WORDS).map((word) => ({ ...word, light: asking && listed(store.entry.light, word.key) }));
    const terms = await this.terms(store, words, query, stop);
    // What nobody waits for any more shall not delay what somebody waits for.
    if (live && this.live !== text) throw new SearchFailure("Inzwischen wurde anderes gesucht.");
    await this.postings(store, terms);
    const ranking = store.timed(() => rank(store, terms));
    let { hits } = ranking;
    if (query.excluded.length) [hits] = await store.settle([() => withoutExcluded(store, hits, query.excluded)]);
    if (query.phrases.length) [hits] = await store.settle([() => withPhrases(store, ranking, hits, query, stop)]);
    return { store, ranking, hits, terms, matcher: null };
  }

  /** @param {Store} store @param {import("./query.js").Asked[]} words @param {import("./query.js").Query} query @param {Set<string>} stop */
  async terms(store, words, query, stop) {
    const { sequence, excluded } = query;
    const synonyms = store.settle([() => synonymsIn(store, sequence)]).then(([pairs]) => {
      const keys = pairs.flatMap((pair) => pair.others.flatMap((phrase) => phrase.split(" "))).filter((key) => !stop.has(key));
      fetchAhead(store, keys.flatMap((key) => filesOf(store, key)));
    });
    const own = words.map(async (word) => {
      await store.fetch(dictionaryFor(store, word));
      const known = store.lacksNothing(() => resolve(store, word));
      if (!known) fetchAhead(store, filesIfStrange(store, word));
      return known;
    });
    fetchAhead(store, [...words.flatMap((word) => postingsFor(store, word)), ...excluded.flatMap((key) => filesOf(store, key))]);
    const [known] = await Promise.all([Promise.all(own), synonyms]);
    if (!known.every(Boolean)) this.guess(store, words, known);
    const terms = await store.settle(words.map((word) => () => resolve(store, word)));
    const [extended] = await store.settle([() => withSynonyms(store, terms, sequence, stop)]);
    return extended.map((term) => (term.asked.light ? lightened(term) : term));
  }

  /** Foresee what will be shown if misspelt words mean what they are most like, while the proof is still on its way. @param {Store} store @param {Asked[]} words @param {boolean[]} known */
  guess(store, words, known) {
    const terms = words.map((word, i) => (known[i] ? resolve(store, word) : probable(store, word)));
    if (!terms.every(({ alternatives, bundles }) => alternatives.length || bundles.length)) return;
    store.fetch(postingsOf(store, terms)).then(() => store.timed(() => foresee(store, terms)), () => {});
  }

  /** Fetch the postings of all terms; if some were not foreseen, foresee by the others what will be shown. @param {Store} store @param {Term[]} terms */
  async postings(store, terms) {
    const missing = postingsOf(store, terms).filter((file) => !store.opened.has(file.name));
    const coming = missing.filter((file) => store.opening.has(file.name));
    const all = store.fetch(missing);
    if (coming.length < missing.length) {
      await Promise.race([store.fetch(coming), all]);
      if (missing.some((file) => !store.opened.has(file.name))) store.timed(() => foresee(store, terms));
    }
    await all;
  }

  /** @param {Store} store @param {string[]} names */
  async use(store, names) {
    await store.fetch(names.map((name) => store.filterFile(name)));
    for (const name of names) this.facetsOf(store).used.add(name);
  }

  /** @param {Store} store */
  facetsOf(store) {
    if (!this.facets || this.facets.store !== store) this.facets = new Facets(store, this.everywhere);
    return this.facets;
  }

  /** Let the next call open the index anew. */
  forget() {
    this.store = null;
    this.answers.clear();
  }

  /**
   * Do something; if a file has gone meanwhile because the index was built anew, open the new one and do it again.
   * @template T @param {() => Promise<T>} act @returns {Promise<T>}
   */
  async renewed(act) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof SearchFailure) || !error.gone || !this.store) throw error;
      const before = (await this.store).entry;
      this.forget();
      const now = (await this.opened()).entry;
      if (JSON.stringify(now) === JSON.stringify(before)) throw error;
      return act();
    }
  }
}

/** Say whether a list of keys, separated by blanks, has a key. @param {string} list @param {string} key */
function listed(list, key) {
  return ` ${list} `.includes(` ${key} `);
}

/** Return the part of a page that has a section. @param {Store} store @param {number} page @param {number} section */
function partOf(store, page, section) {
  return Math.max(bisectNumbers(store.fragment(page, 0).starts, section) - 1, 0);
}

/** Return the postings shards of all terms, and the shards in which the right spelling of a misspelt word stands. @param {Store} store @param {Term[]} terms */
function postingsOf(store, terms) {
  const alternatives = terms.flatMap((term) => [...term.alternatives, ...term.bundles.flat()]);
  const misspelt = alternatives.filter(({ why, key }) => why === "typo" && key);
  const groups = [...new Set(alternatives.map(({ group }) => group))];
  const shards = new Set(groups.map((group) => store.postingsShard(group)));
  return [
    ...[...shards].map((shard) => store.postingsFile(shard)),
    ...misspelt.map(({ key }) => store.wordFile(store.wordShard(key))),
  ];
}

/**
 * Return the hits of an answer that the filters let through, in the order asked for, with what is to be counted.
 * @param {Store} store @param {Facets} facets @param {Answer} answer @param {unknown} filters @param {string} sort @param {boolean} descending
 */
function narrowed(store, facets, answer, filters, sort, descending) {
  const allowed = facets.chosen(filters);
  const kept = allowed ? answer.hits.filter((hit) => allowed[hit.page]) : answer.hits;
  const hits = sort ? inOrderOf(store, kept, sort, descending) : kept;
  const totalFilters = facets.counts(facets.used.size ? strongPages(store, answer.hits) : null);
  return {
    ...columnsOf(answer, hits),
    unfiltered: answer.hits.reduce((count, hit) => count + Number(hit.strong), 0),
    totalFilters,
    filters: allowed ? facets.counts(strongPages(store, kept)) : totalFilters,
  };
}

/** @param {Store} store @param {Hit[]} hits */
function strongPages(store, hits) {
  const pages = new Uint8Array(store.size);
  for (const hit of hits) if (hit.strong) pages[hit.page] = 1;
  return pages;
}

/** Return hits as columns; `reasons` has a number for each hit and each word of the query. @param {Answer} answer @param {Hit[]} hits */
function columnsOf({ store, ranking, terms }, hits) {
  const [pages, sections, scores] = [new Uint32Array(hits.length), new Uint32Array(hits.length), new Float64Array(hits.length)];
  const reasons = new Uint8Array(hits.length * terms.length);
  let strong = 0;
  hits.forEach((hit, i) => {
    pages[i] = hit.page;
    sections[i] = hit.section;
    scores[i] = hit.score;
    if (hit.strong) strong++;
    for (let t = 0; t < terms.length; t++) reasons[i * terms.length + t] = ranking.reasons[t][hit.page];
  });
  return { pages, sections, scores, strong, reasons, words: terms.map((term) => understood(store, term)) };
}

/** @param {Store} store @param {Term} term @returns {Understood} */
function understood(store, { asked, alternatives, bundles }) {
  const found = [...alternatives, ...bundles.flat()].filter(({ key }) => key);
  const near = alternatives.length || bundles.length ? [] : wordsNear(store, asked.key);
  return { word: asked.surface, key: asked.key, found: found.map(({ key, why }) => ({ word: store.spelling(key), why })), near };
}
