/**
 * The files of an index, opened when they are needed (`store.py`).
 *
 * Reading a word is a plain call, so that the rules of the search stay as they stand in Python. A call that needs a file
 * which is not there yet throws `Missing`; `settle` fetches what all of them miss at once and calls again.
 */

import { damaged, unpack } from "./container.js";
import { decodeEndings, decodeFilter, decodeJson, decodePostings, decodeWords, numbers } from "./columns.js";
import { SearchFailure } from "./failure.js";
import { bisectNumbers, bisectRight } from "./text.js";

/**
 * @typedef {import("./columns.js").Word} Word
 * @typedef {import("./columns.js").Ending} Ending
 * @typedef {import("./columns.js").Postings} Postings
 * @typedef {(name: string) => Promise<Uint8Array<ArrayBuffer>>} Load
 * @typedef {{kind: string, name: string, decode: (payload: Uint8Array) => unknown}} File
 * @typedef {{url: string, title: string, meta: Record<string, string>, filters?: Record<string, string[]>, starts: number[], sections: [string, string, string][]}} Fragment
 * @typedef {{format: string, version: number, pages: number, gaps: [number, number][], block: number, stop: string, asking: string, light: string, words: {first: string[], hash: string}, endings: {first: string[], hash: string}, postings: {first: number[], key: string[], hash: string}, fragments: string, filters: Record<string, string>, sorts: Record<string, string>, synonyms?: string}} Entry
 */

export const ENTRY = "eintrag.six";
const HASH = 10;
const SHARDS_A_HASH = 16;

/** What is thrown by a reading call whose files have to be fetched first. */
export class Missing {
  /** @param {File[]} files */
  constructor(files) {
    this.files = files;
  }
}

export class Store {
  /** @param {Entry} entry @param {Load} load */
  constructor(entry, load) {
    this.entry = entry;
    this.load = load;
    this.left = entry.gaps.reduce((sum, [, count]) => sum + count, 0);
    /** All page numbers are below this. */
    this.size = entry.pages + this.left;
    let group = 0;
    /** First group of each postings shard. */
    this.firstGroups = entry.postings.first.map((step) => (group += step));
    this.filterNames = Object.keys(entry.filters);
    this.sortNames = Object.keys(entry.sorts);
    /** @type {Map<string, unknown>} */
    this.opened = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.opening = new Map();
    /** @type {Map<string, Map<number, string[]>>} */
    this.keysByGroup = new Map();
    /** Milliseconds of own work so far, without waiting for files. */
    this.busy = 0;
  }

  /** Do something and take its time. @template T @param {() => T} act @returns {T} */
  timed(act) {
    const begin = performance.now();
    try {
      return act();
    } finally {
      this.busy += performance.now() - begin;
    }
  }

  /** @param {number} shard @returns {Map<string, Word>} */
  words(shard) {
    return this.get(this.wordFile(shard));
  }

  /** Return the entry of `key`. @param {string} key @returns {Word | undefined} */
  word(key) {
    const shard = this.wordShard(key);
    return shard >= 0 ? this.words(shard).get(key) : undefined;
  }

  /** Return the entry of `key`, if its shard is there. @param {string} key @returns {Word | undefined} */
  openedWord(key) {
    const shard = this.wordShard(key);
    return shard >= 0 && this.opened.has(this.wordFile(shard).name) ? this.words(shard).get(key) : undefined;
  }

  /** @param {number} shard @returns {Ending[]} */
  endings(shard) {
    return this.get(this.endingFile(shard));
  }

  /** Return where a group stands. @param {number} group @returns {Postings} */
  postings(group) {
    const shard = this.postingsShard(group);
    /** @type {import("./columns.js").PostingsShard} */
    const lists = this.get(this.postingsFile(shard));
    return lists(group - this.firstGroups[shard]);
  }

  /** Say whether the postings of a group are there. @param {number} group */
  hasPostings(group) {
    return this.opened.has(this.postingsFile(this.postingsShard(group)).name);
  }

  /** Return the number of the shard with the postings of a group. @param {number} group */
  postingsShard(group) {
    return bisectNumbers(this.firstGroups, group) - 1;
  }

  /** Return one part of a page; part 0 has its head too. @param {number} page @param {number} part @returns {Fragment} */
  fragment(page, part) {
    return this.get(this.fragmentFile(page, part));
  }

  /** Return the pages of each value of a filter. @param {string} name @returns {Map<string, Uint32Array>} */
  filter(name) {
    return this.get(this.filterFile(name));
  }

  /** Return the pages that have a sort key, in ascending order. @param {string} name @returns {Uint32Array} */
  sort(name) {
    const file = `o${this.sortNames.indexOf(name)}-${this.entry.sorts[name]}.six`;
    return this.get({ kind: "O", name: file, decode: numbers });
  }

  /** Return groups of folded phrases that mean the same. @returns {string[][]} */
  synonyms() {
    return this.entry.synonyms ? this.get(this.synonymsFile()) : [];
  }

  /** Return the numbers of all pages in their order. */
  allPages() {
    const pages = new Uint32Array(this.entry.pages);
    let [at, page] = [0, 0];
    for (const [first, count] of [...this.entry.gaps, [this.size, 0]]) {
      while (page < first) pages[at++] = page++;
      page = first + count;
    }
    return pages;
  }

  /** @param {string} key */
  wordShard(key) {
    return bisectRight(this.entry.words.first, key) - 1;
  }

  /** @param {number} shard @returns {File} */
  wordFile(shard) {
    return { kind: "W", name: `w${shard}-${hash(this.entry.words.hash, shard)}.six`, decode: decodeWords };
  }

  /** @param {number} shard @returns {File} */
  endingFile(shard) {
    return { kind: "R", name: `r${shard}-${hash(this.entry.endings.hash, shard)}.six`, decode: decodeEndings };
  }

  /** @param {number} shard @returns {File} */
  postingsFile(shard) {
    return { kind: "P", name: `p${shard}-${hash(this.entry.postings.hash, Math.floor(shard / SHARDS_A_HASH))}.six`, decode: decodePostings };
  }

  /** @param {string} name @returns {File} */
  filterFile(name) {
    const number = this.filterNames.indexOf(name);
    return { kind: "F", name: `f${number}-${this.entry.filters[name]}.six`, decode: decodeFilter };
  }

  /** @returns {File} */
  synonymsFile() {
    return { kind: "Y", name: `y-${this.entry.synonyms}.six`, decode: decodeJson };
  }

  /** @param {number} page @param {number} part @returns {File} */
  fragmentFile(page, part) {
    const block = Math.floor(page / this.entry.block);
    const stem = `s${block}-${hash(this.entry.fragments, block)}-${page % this.entry.block}`;
    return { kind: "S", name: part ? `${stem}.${part}.six` : `${stem}.six`, decode: decodeJson };
  }

  /** Return the keys of a group in those shards of the dictionary that are there. @param {number} group @returns {string[]} */
  openedKeys(group) {
    return [...this.keysByGroup.values()].flatMap((keys) => keys.get(group) ?? []);
  }

  /** Return how a key is written mostly, if that is known by now. @param {string} key */
  spelling(key) {
    return this.openedWord(key)?.spellings[0]?.[0] ?? key;
  }

  /** Return what is in a file, or throw `Missing`. @param {File} file @returns {any} */
  get(file) {
    if (!this.opened.has(file.name)) throw new Missing([file]);
    return this.opened.get(file.name);
  }

  /** Throw `Missing` if any of these files is not there yet. @param {File[]} files */
  need(files) {
    const missing = files.filter((file) => !this.opened.has(file.name));
    if (missing.length) throw new Missing(missing);
  }

  /** Say whether a call finds all files that it needs. @param {() => unknown} call */
  lacksNothing(call) {
    try {
      this.timed(call);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Missing)) throw thrown;
      return false;
    }
  }

  /** Fetch files, each once. @param {File[]} files */
  async fetch(files) {
    await Promise.all(files.map((file) => this.open(file)));
  }

  /**
   * Return what each of the calls returns, after fetching all that they need.
   * @template T @param {(() => T)[]} calls @returns {Promise<T[]>}
   */
  async settle(calls) {
    /** @type {T[]} */
    const results = new Array(calls.length);
    let waiting = calls.map((_, i) => i);
    while (waiting.length) {
      /** @type {File[]} */
      const missing = [];
      waiting = waiting.filter((i) => {
        try {
          results[i] = this.timed(calls[i]);
          return false;
        } catch (thrown) {
          if (!(thrown instanceof Missing)) throw thrown;
          missing.push(...thrown.files);
          return true;
        }
      });
      if (missing.length) await this.fetch(missing);
    }
    return results;
  }

  /** @param {File} file @returns {Promise<void>} */
  open(file) {
    if (this.opened.has(file.name)) return Promise.resolve();
    let opening = this.opening.get(file.name);
    if (!opening) {
      opening = this.read(file).finally(() => this.opening.delete(file.name));
      this.opening.set(file.name, opening);
    }
    return opening;
  }

  /** @param {File} file */
  async read(file) {
    const payload = await unpack(file.kind, await this.load(file.name), file.name);
    try {
      this.opened.set(file.name, this.timed(() => file.decode(payload)));
    } catch {
      throw damaged(file.name);
    }
    if (file.kind === "W") this.keysByGroup.set(file.name, keysByGroup(this.get(file)));
  }
}

/** Open the entry of an index. @param {Uint8Array<ArrayBuffer>} data @param {Load} load */
export async function openStore(data, load) {
  const payload = await unpack("E", data, ENTRY);
  /** @type {Entry} */
  let entry;
  try {
    entry = decodeJson(payload);
  } catch {
    throw damaged(ENTRY);
  }
  if (entry.format !== "suchindex" || entry.version !== 2) {
    throw new SearchFailure(`„${ENTRY}“ hat eine Fassung des Suchindexes, die dieses Programm nicht liest.`);
  }
  try {
    return new Store(entry, load);
  } catch {
    throw damaged(ENTRY);
  }
}

/** @param {Map<string, Word>} words */
function keysByGroup(words) {
  /** @type {Map<number, string[]>} */
  const keys = new Map();
  for (const { key, group } of words.values()) {
    const others = keys.get(group);
    if (others) others.push(key);
    else keys.set(group, [key]);
  }
  return keys;
}

/** @param {string} table @param {number} number */
function hash(table, number) {
  return table.slice(number * HASH, number * HASH + HASH);
}
