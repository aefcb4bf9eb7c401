/**
 * Rank pages: whole numbers in, whole numbers out (`ranking.py`).
 *
 * The sums are those of the reference reader; the columns are not. Lists of places that are merged in order, and arrays as
 * long as the site, are many times faster here than maps.
 */

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./columns.js").Postings} Postings
 * @typedef {import("./lookup.js").Term} Term
 * @typedef {import("./lookup.js").Alternative} Alternative
 * @typedef {import("./lookup.js").Why} Why
 * @typedef {{places: Float64Array, gains: Float64Array}} Column places in ascending order, page · 65536 + section
 * @typedef {{page: number, section: number, score: number, strong: boolean}} Hit
 * @typedef {{best: Float64Array, share: Float64Array, why: Uint8Array, whole: Uint8Array, pages: number[]}} Found by page
 */

const [EXACT, OTHER_SPELLING, INSIDE_FACTOR] = [16, 14, 8];
export const PART_ONLY = 0x40;
const IMPACT = 0x3f;
const SECTIONS = 65536;
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
  const score = new Float64Array(store.size);
  const carried = new Float64Array(store.size);
  const weights = terms.map((term) => weightOf(store, term));
  /** @type {Column} */
  let sections = { places: new Float64Array(0), gains: new Float64Array(0) };
  const reasons = terms.map((term, i) => {
    const { found, column } = gainsOf(store, term, weights[i]);
    sections = i ? merged(sections, column, sum) : column;
    for (const page of found.pages) {
      score[page] += found.best[page];
      carried[page] += found.whole[page] ? weights[i] : found.share[page];
    }
    return found.why;
  });
  return new Ranking(inOrder(bestSections(sections, score, carried, weights.reduce(sum, 0)), store.size), terms, reasons);
}

/** @param {Column} sections @param {Float64Array} score @param {Float64Array} carried @param {number} needed @returns {Hit[]} */
function bestSections({ places, gains }, score, carried, needed) {
  /** @type {Hit[]} */
  const hits = [];
  for (let i = 0; i < places.length; ) {
    const page = Math.floor(places[i] / SECTIONS);
    const end = (page + 1) * SECTIONS;
    let [best, section] = [0, 0];
    for (; i < places.length && places[i] < end; i++) {
      if (gains[i] > best) [best, section] = [gains[i], places[i] % SECTIONS];
    }
    hits.push({ page, section, score: score[page] + 2 * best, strong: 2 * carried[page] >= needed });
  }
  return hits;
}

/**
 * Order hits: strong before weak, then by score, then by page. One number a hit, where it fits, sorts much faster.
 * @param {Hit[]} hits in the order of pages @param {number} size
 */
function inOrder(hits, size) {
  const most = hits.reduce((value, hit) => Math.max(value, hit.score), 0) + 1;
  if (most * size * 2 >= EXACT_LIMIT) {
    return hits.sort((a, b) => Number(b.strong) - Number(a.strong) || b.score - a.score || a.page - b.page);
  }
  const byPage = new Int32Array(size);
  const keys = new Float64Array(hits.length);
  hits.forEach((hit, i) => {
    byPage[hit.page] = i;
    keys[i] = ((hit.strong ? 0 : most) + most - hit.score) * size + hit.page;
  });
  return Array.from(keys.sort(), (key) => hits[byPage[key % size]]);
}

/** @param {Store} store @param {Term} term */
function weightOf(store, term) {
  if (term.alternatives.length) return store.postings(term.alternatives[0].group).idf;
  return (term.bundles[0] ?? []).reduce((total, part) => total + store.postings(part.group).idf, 0);
}

/** Return what a term gives to each page and to each section. @param {Store} store @param {Term} term @param {number} weight */
function gainsOf(store, term, weight) {
  const found = nothing(store.size);
  /** @type {Column} */
  let column = { places: new Float64Array(0), gains: new Float64Array(0) };
  for (const alternative of term.alternatives) {
    const postings = store.postings(alternative.group);
    const own = alternative.why === "word" || alternative.why === "typo";
    const mine = columnOf(postings, alternative, own ? postings.idf : Math.min(postings.idf, weight));
    noteAlternative(found, postings, alternative, mine.gains);
    column = merged(column, mine, Math.max);
  }
  for (const bundle of term.bundles) column = addBundle(store, found, bundle, weight, column);
  for (let i = 0; i < column.places.length; i++) {
    const page = Math.floor(column.places[i] / SECTIONS);
    if (column.gains[i] > found.best[page]) found.best[page] = column.gains[i];
  }
  return { found, column };
}

/** @param {number} size @returns {Found} */
function nothing(size) {
  return {
    best: new Float64Array(size),
    share: new Float64Array(size),
    why: new Uint8Array(size),
    whole: new Uint8Array(size),
    pages: [],
  };
}

/** @param {Found} found @param {Postings} postings @param {Alternative} alternative @param {Float64Array} gains */
function noteAlternative(found, postings, alternative, gains) {
  const why = REASONS.indexOf(alternative.why, 1);
  const inside = alternative.why === "word" ? REASONS.indexOf("part") : why;
  for (let i = 0; i < gains.length; i++) {
    const page = postings.pages[i];
    if (!found.why[page]) found.pages.push(page);
    if (!found.whole[page] || gains[i] > found.best[page]) found.why[page] = postings.impacts[i] & PART_ONLY ? inside : why;
    found.whole[page] = 1;
    if (gains[i] > found.best[page]) found.best[page] = gains[i];
  }
}

/** @param {Store} store @param {Found} found @param {Alternative[]} bundle @param {number} weight @param {Column} column */
function addBundle(store, found, bundle, weight, column) {
  const there = new Uint32Array(store.size);
  bundle.forEach((part, number) => {
    const postings = store.postings(part.group);
    column = merged(column, columnOf(postings, part, postings.idf), sum);
    for (const page of postings.pages) {
      there[page] |= 1 << number;
      if (!found.why[page]) {
        found.why[page] = REASONS.indexOf(part.why, 1);
        found.pages.push(page);
      }
    }
  });
  for (const page of found.pages) {
    if (there[page]) found.share[page] = Math.max(found.share[page], Math.floor((weight * ones(there[page])) / bundle.length));
  }
  return column;
}

/** Return the contribution of each posting, in 256ths. @param {Postings} postings @param {Alternative} alternative @param {number} idf @returns {Column} */
function columnOf({ pages, sections, impacts, variants }, { factor, variant }, idf) {
  const exact = variant >= 0 ? 1 << variant : 0;
  const [places, gains] = [new Float64Array(pages.length), new Float64Array(pages.length)];
  for (let i = 0; i < pages.length; i++) {
    places[i] = pages[i] * SECTIONS + sections[i];
    const spelling = !variants.length || variants[i] & exact ? EXACT : OTHER_SPELLING;
    gains[i] = idf * (impacts[i] & IMPACT) * factor * (impacts[i] & PART_ONLY ? INSIDE_FACTOR : spelling);
  }
  return { places, gains };
}

/** Merge two columns; `both` says what a place has that stands in both. @param {Column} a @param {Column} b @param {(x: number, y: number) => number} both @returns {Column} */
function merged(a, b, both) {
  if (!a.places.length) return b;
  if (!b.places.length) return a;
  const most = a.places.length + b.places.length;
  const [places, gains] = [new Float64Array(most), new Float64Array(most)];
  let [i, j, n] = [0, 0, 0];
  while (i < a.places.length || j < b.places.length) {
    const [x, y] = [i < a.places.length ? a.places[i] : Infinity, j < b.places.length ? b.places[j] : Infinity];
    places[n] = x < y ? x : y;
    if (x === y) gains[n] = both(a.gains[i++], b.gains[j++]);
    else gains[n] = x < y ? a.gains[i++] : b.gains[j++];
    n++;
  }
  return { places: places.subarray(0, n), gains: gains.subarray(0, n) };
}

/** @param {number} x @param {number} y */
function sum(x, y) {
  return x + y;
}

/** Return the number of bits that are set. @param {number} bits */
function ones(bits) {
  let count = 0;
  for (let left = bits >>> 0; left; left = (left & (left - 1)) >>> 0) count++;
  return count;
}
