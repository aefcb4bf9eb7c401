/**
 * What is shown of a hit: the passage with most of the query's words, these marked.
 *
 * Takes text and what the words of a query stand for, returns HTML in which everything but the marks is escaped.
 */

import { fold, normal, runsWithPlaces, surfacesWithPlaces } from "./text.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./lookup.js").Term} Term
 * @typedef {{from: number, to: number, term: number, whole: boolean}} Match a stretch of text and the word of the query it answers
 * @typedef {{term: number, whole: boolean, joined: boolean}} Meaning the term that a word answers, or -1; whether as a whole; whether it is several words
 */

const SHORTEST_INSIDE = 4;
/** What stands before a word without making it a compound, folded as keys are. */
const PREFIXES = new Set(["ver", "ent", "zer", "miss", "vor", "auf", "aus", "ein", "uber", "unter", "wieder"]);
/** A sign inside a word: E-Mail, und/oder. */
const JOINED = /[^\p{L}\p{M}\p{N}]/u;
const AROUND = 6;
const GAP = " … ";

/** Knows which words of a text a query means. */
export class Matcher {
  /** @param {Store} store @param {Term[]} terms */
  constructor(store, terms) {
    /** Keys and the number of the term they answer. @type {Map<string, number>} */
    this.keys = new Map();
    /** Beginnings of keys that count inside longer words too. @type {[string, number][]} */
    this.inside = [];
    /** @type {Map<string, Meaning>} */
    this.known = new Map();
    terms.forEach((term, number) => {
      for (const { group } of [...term.bundles.flat(), ...term.alternatives]) {
        for (const key of store.openedKeys(group)) this.add(key, number);
      }
    });
    terms.forEach((term, number) => {
      this.add(term.asked.key, number);
      for (const { key, why } of [...term.alternatives, ...term.bundles.flat()]) if (key) this.add(key, number, why !== "prefix");
    });
  }

  /** @param {string} key @param {number} term @param {boolean} [inside] */
  add(key, term, inside = true) {
    if (!this.keys.has(key)) this.keys.set(key, term);
    if (inside && key.length >= SHORTEST_INSIDE) this.inside.push([key, term]);
  }

  /** Return the term that a word answers, or -1, and whether as a whole. @param {string} surface @returns {Meaning} */
  meaning(surface) {
    return this.known.get(surface) ?? this.learned(surface, fold(normal(surface)));
  }

  /** @param {string} surface @param {string} key @returns {Meaning} */
  learned(surface, key) {
    const whole = this.keys.get(key);
    const term = whole ?? this.inside.find(([part]) => isPart(part, key))?.[1] ?? -1;
    const meaning = { term, whole: whole !== undefined, joined: whole === undefined && JOINED.test(surface) };
    this.known.set(surface, meaning);
    return meaning;
  }

  /** Learn what words mean; folding many at once takes a fraction of the time. @param {string[]} surfaces */
  learn(surfaces) {
    const strange = [...new Set(surfaces)].filter((surface) => !this.known.has(surface));
    const keys = fold(normal(strange.join("\n"))).split("\n");
    if (keys.length === strange.length) strange.forEach((surface, i) => this.learned(surface, keys[i]));
  }

  /** Return the places of all words of `text` that are meant. @param {string} text composed @returns {Match[]} */
  matches(text) {
    /** @type {Match[]} */
    const found = [];
    // Lower case may be longer or shorter; then places would not fit, and words are compared one by one.
    const lower = text.toLowerCase();
    const words = [...surfacesWithPlaces(lower.length === text.length ? lower : text)];
    this.learn(words.map(([word]) => word));
    for (const { 0: word, index } of words) {
      const { term, whole, joined } = this.meaning(word);
      if (term < 0 && !joined) continue;
      const inner = whole ? [] : [...runsWithPlaces(word)].filter((run) => this.meaning(run[0]).term >= 0);
      for (const run of inner) found.push(match(this.meaning(run[0]), run[0], index + run.index));
      if (!inner.length && term >= 0) found.push(match({ term, whole }, word, index));
    }
    return found;
  }
}

/** Whether a key may be part of a compound: at its beginning, at its end but for an ending, or anywhere if it is long, and not behind a mere prefix. @param {string} part @param {string} key */
function isPart(part, key) {
  const at = key.lastIndexOf(part);
  if (at < 0) return false;
  if (key.startsWith(part)) return true;
  const before = key.slice(0, at), after = key.length - at - part.length;
  return before.length > 2 && !PREFIXES.has(before) && (after < 3 || part.length > 5);
}

/** @param {{term: number, whole: boolean}} meaning @param {string} word @param {number} from @returns {Match} */
function match({ term, whole }, word, from) {
  return { from, to: from + word.length, term, whole };
}

/** Return `text` with its special characters escaped, for the inside of an element or an attribute. @param {string} text */
export function escape(text) {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/**
 * Return the part of `text` with most matches, about `length` words, as HTML.
 * @param {string} text composed @param {Match[]} matches @param {number} length
 */
export function excerpt(text, matches, length) {
  const words = [...text.matchAll(/\S+/g)];
  if (!words.length) return "";
  const first = Math.max(Math.min(densest(words, matches, length), words.length - length), 0);
  const last = words[Math.min(first + length, words.length) - 1];
  const [from, to] = [words[first].index, last.index + last[0].length];
  return (first ? GAP.trimStart() : "") + marked(text, matches, from, to) + (to < text.trimEnd().length ? GAP.trimEnd() : "");
}

/** Return a stretch of `text` as HTML with its matches marked. @param {string} text @param {Match[]} matches @param {number} from @param {number} to */
export function marked(text, matches, from = 0, to = text.length) {
  let [html, at] = ["", from];
  for (const match of matches) {
    if (match.from < from || match.to > to) continue;
    html += `${escape(text.slice(at, match.from))}<mark>${escape(text.slice(match.from, match.to))}</mark>`;
    at = match.to;
  }
  return html + escape(text.slice(at, to));
}

/** Return the first word of the stretch of `length` words with most different, then most matches. @param {RegExpMatchArray[]} words @param {Match[]} matches @param {number} length */
function densest(words, matches, length) {
  if (!matches.length) return 0;
  const places = matches.map((match) => wordAt(words, match.from));
  let [best, most] = [0, -1];
  for (let i = 0; i < matches.length; i++) {
    const terms = new Set();
    let whole = 0;
    let j = i;
    for (; j < matches.length && places[j] < places[i] + length - AROUND; j++) {
      terms.add(matches[j].term);
      whole += matches[j].whole ? 1 : 0;
    }
    const value = terms.size * 1000 + whole * 10 + (j - i);
    if (value > most) [best, most] = [places[i], value];
  }
  return Math.max(best - AROUND, 0);
}

/** Return the number of the word that holds a place. @param {RegExpMatchArray[]} words @param {number} place */
export function wordAt(words, place) {
  let [low, high] = [0, words.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (/** @type {number} */ (words[middle].index) > place) high = middle - 1;
    else low = middle;
  }
  return low;
}
