/**
 * Rank pages: whole numbers in, whole numbers out (`ranking.py`).
 *
 * The sums are those of the reference reader; the tables are not. Arrays with a place for each page and each section are many
 * times faster here than maps, in the first query too.
 */

import { TITLED } from "./columns.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./columns.js").Postings} Postings
 * @typedef {import("./lookup.js").Term} Term
 * @typedef {import("./lookup.js").Alternative} Alternative
 * @typedef {import("./lookup.js").Why} Why
 * @typedef {{page: number, section: number, score: number, strong: boolean, named?: boolean}} Hit
 * @typedef {{length: Uint8Array, gain: Float64Array, covered: Uint16Array, literal: Uint8Array, pages: number[]}} Titled of one term, by page
 * @typedef {{gains: Float64Array, best: Float64Array, share: Float64Array, why: Uint8Array, whole: Uint8Array, pages: number[], titled: Titled}} Found by page, `gains` by section
 */

const [EXACT, OTHER_SPELLING, INSIDE_FACTOR] = [16, 12, 8];
const TITLE = 126;
export const PART_ONLY = 0x40;
const IMPACT = 0x3f;
const [NOUN, SMALL, LIGHT] = [16, 10, 4];
const EXACT_LIMIT = 2 ** 53;
/** Reasons by number; 0 is "not found". @type {Why[]} */
const REASONS = ["word", "word", "part", "synonym", "prefix", "typo"];

/** Pages in order, and why each of them is there. */
export class Ranking {
  /** @param {Hit[]} hits @param {Term[]} terms @param {Uint8Array[]} reasons of each term, by page */
  constructor(hits, terms, reasons) {
    this.hits = hits;
    this.terms = terms;
    this.reasons = reasons;
    /** Pages looked at for the phrases of the query, and whether they hold them. @type {Map<number, boolean>} */
    this.holding = new Map();
  }

  /** Return why each word of the query was found on a page, as it was typed. @param {number} page @returns {Map<string, Why>} */
  why(page) {
    const found = this.terms.map((term, i) => /** @type {[string, number]} */ ([term.asked.surface, this.reasons[i][page]]));
    return new Map(found.filter(([, reason]) => reason).map(([word, reason]) => [word, REASONS[reason]]));
  }
}

/** Return all pages with any of the terms, best first; those with half of the query's weight before the others.
 * @param {Store} store @param {Term[]} terms */
export function rank(store, terms) {
  const base = sectionBases(store, terms);
  const sections = new Float64Array(base[store.size]);
  const score = new Float64Array(store.size);
  const carried = new Float64Array(store.size);
  const weights = terms.map((term) => weightOf(store, term));
  const shares = terms.map(({ asked }) => (asked.light ? LIGHT : asked.small ? SMALL : NOUN));
  const needed = weights.reduce((total, weight, i) => total + weight * shares[i], 0);
  const titles = new Titles(store.size);
  const reasons = terms.map((term, i) => {
    const found = gainsOf(store, term, weights[i], base);
    for (const page of found.pages) {
      for (let at = base[page]; at < base[page + 1]; at++) {
        sections[at] += found.gains[at];
        if (found.gains[at] > found.best[page]) found.best[page] = found.gains[at];
      }
      score[page] += found.best[page];
      carried[page] += shares[i] * (found.whole[page] ? weights[i] : found.share[page]);
    }
    titles.add(found.titled, weights[i] * shares[i]);
    return found.why;
  });
  titles.addScores(score, needed);
  return new Ranking(inOrder(bestSections(sections, base, score, carried, titles.named, needed), store.size), terms, reasons);
}

/** What query and title of each page cover of each other. */
class Titles {
  /** @param {number} size */
  constructor(size) {
    this.length = new Uint8Array(size);
    this.gain = new Float64Array(size);
    /** Halves of words. */
    this.covered = new Uint32Array(size);
    this.weight = new Float64Array(size);
    this.literal = new Float64Array(size);
    this.named = new Uint8Array(size);
    /** @type {number[]} */
    this.pages = [];
  }

  /** @param {Titled} titled @param {number} weight */
  add(titled, weight) {
    for (const page of titled.pages) {
      if (!this.length[page]) this.pages.push(page);
      this.length[page] = titled.length[page];
      this.gain[page] += titled.gain[page];
      this.covered[page] += titled.covered[page];
      this.weight[page] += weight;
      if (titled.literal[page]) this.literal[page] += weight;
    }
  }

  /** @param {Float64Array} score of each page @param {number} needed the weight of the query */
  addScores(score, needed) {
    for (const page of this.pages) {
      const halves = 2 * this.length[page];
      const covered = Math.min(this.covered[page], halves);
      const gain = Math.floor((this.gain[page] * covered * covered) / (halves * halves));
      score[page] += Math.floor((gain * this.weight[page]) / Math.max(needed, 1));
      this.named[page] = Number(this.covered[page] >= halves && this.literal[page] === needed);
    }
  }
}

/**
 * Return where the sections of each page begin in a list of all sections up to the last one with any of the words.
 * @param {Store} store @param {Term[]} terms
 */
function sectionBases(store, terms) {
  const groups = new Set(terms.flatMap(({ alternatives, bundles }) => [...alternatives, ...bundles.flat()]).map(({ group }) => group));
  const base = new Uint32Array(store.size + 1);
  for (const group of groups) {
    const { pages, sections } = store.postings(group);
    for (let i = 0; i < pages.length; i++) {
      if (sections[i] >= base[pages[i] + 1]) base[pages[i] + 1] = sections[i] + 1;
    }
  }
  for (let page = 0; page < store.size; page++) base[page + 1] += base[page];
  return base;
}

/** @param {Float64Array} sections @param {Uint32Array} base @param {Float64Array} score @param {Float64Array} carried @param {Uint8Array} named @param {number} needed @returns {Hit[]} */
function bestSections(sections, base, score, carried, named, needed) {
  /** @type {Hit[]} */
  const hits = [];
  for (let page = 0; page < score.length; page++) {
    if (base[page] === base[page + 1]) continue;
    let best = base[page];
    for (let at = best + 1; at < base[page + 1]; at++) if (sections[at] > sections[best]) best = at;
    hits.push({ page, section: best - base[page], score: score[page] + 2 * sections[best], strong: 2 * carried[page] >= needed, named: named[page] === 1 });
  }
  return hits;
}

/**
 * Order hits: named before strong before weak, then by score, then by page. One number a hit, where it fits, sorts much faster.
 * @param {Hit[]} hits in the order of pages @param {number} size
 */
function inOrder(hits, size) {
  const most = hits.reduce((value, hit) => Math.max(value, hit.score), 0) + 1;
  const tier = (/** @type {Hit} */ { named, strong }) => (named ? 0 : strong ? 1 : 2);
  if (most * size * 3 >= EXACT_LIMIT) {
    return hits.sort((a, b) => tier(a) - tier(b) || b.score - a.score || a.page - b.page);
  }
  const byPage = new Int32Array(size);
  const keys = new Float64Array(hits.length);
  hits.forEach((hit, i) => {
    byPage[hit.page] = i;
    keys[i] = ((tier(hit) + 1) * most - hit.score) * size + hit.page;
  });
  return Array.from(keys.sort(), (key) => hits[byPage[key % size]]);
}

/** @param {Store} store @param {Term} term */
function weightOf(store, term) {
  if (term.alternatives.length) return store.postings(term.alternatives[0].group).idf;
  return (term.bundles[0] ?? []).reduce((total, part) => total + store.postings(part.group).idf, 0);
}

/** Return what a term gives to each page and to each section. @param {Store} store @param {Term} term @param {number} weight @param {Uint32Array} base */
function gainsOf(store, term, weight, base) {
  const { size } = store;
  /** @type {Found} */
  const found = {
    gains: new Float64Array(base[size]),
    best: new Float64Array(size),
    share: new Float64Array(size),
    why: new Uint8Array(size),
    whole: new Uint8Array(size),
    pages: [],
    titled: noTitles(size),
  };
  const width = 2 * Math.max(term.asked.pieces.length, 1);
  for (const alternative of term.alternatives) addAlternative(found, store.postings(alternative.group), alternative, weight, base, width);
  for (const bundle of term.bundles) addBundle(store, found, bundle, weight, base);
  return found;
}

/** @param {Found} found @param {Postings} postings @param {Alternative} alternative @param {number} weight @param {Uint32Array} base @param {number} width halves of words of a title that the alternative is */
function addAlternative(found, postings, alternative, weight, base, width) {
  const { pages, sections, impacts } = postings;
  const own = alternative.why === "word" || alternative.why === "typo";
  const idf = own ? postings.idf : Math.min(postings.idf, weight);
  const why = REASONS.indexOf(alternative.why, 1);
  const inside = alternative.why === "word" ? REASONS.indexOf("part") : why;
  const each = contributions(postings, alternative, idf);
  const { gains, best, whole } = found;
  for (let i = 0; i < pages.length; i++) {
    const page = pages[i];
    const gain = each[i];
    const at = base[page] + sections[i];
    if (gain > gains[at]) gains[at] = gain;
    if (!found.why[page]) found.pages.push(page);
    if (!whole[page] || gain > best[page]) found.why[page] = impacts[i] & PART_ONLY ? inside : why;
    whole[page] = 1;
    if (gain > best[page]) best[page] = gain;
  }
  eachTitle(postings, alternative, idf, (page, length, inside, gain) => {
    entitle(found.titled, page, length, gain, inside ? 1 : width, alternative.why !== "synonym" && !inside);
  });
}

/** @param {Store} store @param {Found} found @param {Alternative[]} bundle @param {number} weight @param {Uint32Array} base */
function addBundle(store, found, bundle, weight, base) {
  const there = new Uint32Array(store.size);
  const titled = noTitles(store.size);
  bundle.forEach((part, number) => {
    const postings = store.postings(part.group);
    const { pages, sections } = postings;
    const each = contributions(postings, part, postings.idf);
    const why = REASONS.indexOf(part.why, 1);
    for (let i = 0; i < pages.length; i++) {
      const page = pages[i];
      found.gains[base[page] + sections[i]] += each[i];
      there[page] |= 1 << number;
      if (found.why[page]) continue;
      found.why[page] = why;
      found.pages.push(page);
    }
    eachTitle(postings, part, postings.idf, (page, length, inside, gain) => {
      if (!titled.length[page]) titled.pages.push(page);
      titled.length[page] = length;
      titled.gain[page] += gain;
      titled.covered[page] += inside ? 1 : 2;
      if (part.why === "word" && !inside) titled.literal[page]++;
    });
  });
  for (const page of titled.pages) {
    entitle(found.titled, page, titled.length[page], titled.gain[page], titled.covered[page], titled.literal[page] === bundle.length);
  }
  for (const page of found.pages) {
    if (there[page]) found.share[page] = Math.max(found.share[page], Math.floor((weight * ones(there[page])) / bundle.length));
  }
}

/** @param {number} size @returns {Titled} */
function noTitles(size) {
  return { length: new Uint8Array(size), gain: new Float64Array(size), covered: new Uint16Array(size), literal: new Uint8Array(size), pages: [] };
}

/** Note that the title of a page has a term; of several ways the best counts.
 * @param {Titled} titled @param {number} page @param {number} length @param {number} gain @param {number} covered @param {boolean} literal */
function entitle(titled, page, length, gain, covered, literal) {
  if (!titled.length[page]) titled.pages.push(page);
  titled.length[page] = length;
  if (gain > titled.gain[page]) titled.gain[page] = gain;
  if (covered > titled.covered[page]) titled.covered[page] = covered;
  if (literal) titled.literal[page] = 1;
}

/** Call with each title that has the group: its page, its words, whether the group is inside a compound, what it gives.
 * @param {Postings} postings @param {Alternative} alternative @param {number} idf @param {(page: number, length: number, inside: boolean, gain: number) => void} call */
function eachTitle({ pages, impacts, variants, titles }, { factor, variant }, idf, call) {
  const asked = variant >= 0 ? 1 << variant : 0;
  for (let i = 0, at = 0; at < titles.length; i++) {
    if (!(impacts[i] & TITLED)) continue;
    const title = titles[at++];
    const inside = (title & PART_ONLY) !== 0;
    const spelling = !variants.length || variants[i] & asked ? EXACT : OTHER_SPELLING;
    call(pages[i], title & IMPACT, inside, idf * TITLE * factor * (inside ? INSIDE_FACTOR : spelling));
  }
}

/** Return the contribution of each posting, in 256ths. @param {Postings} postings @param {Alternative} alternative @param {number} idf */
function contributions({ impacts, variants }, { factor, variant }, idf) {
  const gains = new Float64Array(impacts.length);
  const several = variants.length > 0;
  const asked = variant >= 0 ? 1 << variant : 0;
  for (let i = 0; i < gains.length; i++) {
    const impact = impacts[i];
    const spelling = !several || variants[i] & asked ? EXACT : OTHER_SPELLING;
    gains[i] = idf * (impact & IMPACT) * factor * (impact & PART_ONLY ? INSIDE_FACTOR : spelling);
  }
  return gains;
}

/** Return the number of bits that are set. @param {number} bits */
function ones(bits) {
  let count = 0;
  for (let left = bits >>> 0; left; left = (left & (left - 1)) >>> 0) count++;
  return count;
}
