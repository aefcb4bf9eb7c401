/**
 * What a query will probably need, so that few requests wait for each other.
 *
 * Nothing here decides about an answer: a file that is fetched in vain costs bytes, one that is not foreseen costs a round trip.
 */

import { cutsOf, headsOf, LAST, mostCommon, nearestOf, nearestShards, withoutEnding } from "./lookup.js";
import { rank } from "./ranking.js";
import { backwards, bisectRight, length, slice } from "./text.js";

/**
 * @typedef {import("./query.js").Asked} Asked
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").File} File
 * @typedef {import("./lookup.js").Term} Term
 * @typedef {import("./lookup.js").Alternative} Alternative
 */

const FORESEEN = 13;
const MOST_BEGUN = 2;
const MOST_BETWEEN = 4;
const COMPLETIONS = 2;
const MOST_HEADS = 5;
const MOST_CUTS = 2;
const [COMMON_ENOUGH, PROBABLE] = [2, 12];
const DERIVED = /(?:ung|heit|keit|ik|isch|lich|ig)(?:e[mnrs]?)?$/;
const ENDINGS = ["ern", "em", "en", "er", "es", "et", "st", "te", "e", "n", "s", "t"];
const SHORTEST_STEM = 3;
/** The participle of a weak verb stands where the verb does: gelöst with lösen, ausgebaut with ausbauen. */
const WEAK_PARTICIPLE = /^(.{0,6}?)ge(.{3,})t(?:e[mnrs]?)?$/;
/** So does its noun behind -er and -el, or what is typed of that: Förderung with fördern, Entwicklung with entwickeln. */
const VERBAL_NOUN = /^(.{3,})(er|l)u(?:ng?(?:en)?)?$/;

/** Fetch files that will probably be needed; what fails here is told when it is. @param {Store} store @param {File[]} files */
export function fetchAhead(store, files) {
  store.fetch(files).catch(() => {});
}

/** Return the files that a word needs first. @param {Store} store @param {Asked} asked @returns {File[]} */
export function filesFor(store, asked) {
  return [...dictionaryFor(store, asked), ...postingsFor(store, asked)];
}

/** Return the files that a word needs which is looked for as it stands. @param {Store} store @param {string} key @returns {File[]} */
export function filesOf(store, key) {
  const shard = store.wordShard(key);
  return shard < 0 ? [] : [store.wordFile(shard), ...postingsFor(store, { key })];
}

/** Return the shards of the dictionary that a word needs: its own, those for its other endings and for the words it begins. @param {Store} store @param {Asked} asked @returns {File[]} */
export function dictionaryFor(store, { key, prefix }) {
  const { first } = store.entry.words;
  const root = withoutEnding(key);
  const shards = new Set([store.wordShard(key), ...(root.length < 4 ? [] : nearestShards(first, root, key)), ...(prefix ? nearestShards(first, key, key) : [])]);
  return [...shards].filter((shard) => shard >= 0).map((shard) => store.wordFile(shard));
}

/**
 * Return the shards in which the postings of a word probably stand, and of those that it begins. Postings are in the order of the
 * first key of each group, which is a word of the same stem: somewhere between the stem and the word itself.
 * @param {Store} store @param {{key: string, prefix?: boolean}} asked @returns {File[]}
 */
export function postingsFor(store, { key, prefix }) {
  const { key: firsts } = store.entry.postings;
  if (!firsts.length) return [];
  const placeOf = (/** @type {string} */ beginning) => Math.max(bisectRight(firsts, beginning) - 1, 0);
  const [own, other] = [placeOf(key), placeOf(withoutEnding(key))];
  const stem = stemOf(key);
  const root = placeOf(stem);
  const places = new Set([own, other]);
  if (own - root < MOST_BETWEEN) for (let place = root; place < own; place++) places.add(place);
  else for (const beginning of [stem, `${stem}e`]) places.add(placeOf(beginning));
  const verb = WEAK_PARTICIPLE.exec(key);
  if (verb) places.add(placeOf(verb[1] + verb[2]));
  const noun = VERBAL_NOUN.exec(key);
  const rooted = noun ? noun[1] + (noun[2] === "l" ? "el" : "er") : "";
  if (noun) for (const beginning of [rooted, `${rooted}e`]) places.add(placeOf(beginning));
  // Behind the place of a beginning stand the words that it begins, the shortest first.
  const begun = prefix ? placeOf(key + LAST) - own : 0;
  for (let next = 1; next <= Math.min(begun, MOST_BEGUN); next++) places.add(own + next);
  return [...places].map((place) => store.postingsFile(place));
}

/**
 * Return the files by which a word that the dictionary does not hold is looked for as misspelt or as two words, and the postings of
 * what it probably stands for: the words like it, those that begin with it and those it begins with, as far as their shards are there.
 * @param {Store} store @param {Asked} asked @returns {File[]}
 */
export function filesIfStrange(store, { key }) {
  const shards = new Set(headsOf(key).map((head) => store.wordShard(head)));
  const files = [...shards].slice(0, MOST_HEADS).map((shard) => store.wordFile(shard));
  const tails = new Set(cutsOf(key).map((cut) => bisectRight(store.entry.endings.first, backwards(slice(key, cut))) - 1));
  for (const shard of tails) if (shard >= 0) files.push(store.endingFile(shard));
  const like = likeOf(store, key);
  const found = like.length ? like : begunBy(store, key);
  files.push(...found.map(({ group }) => store.postingsFile(store.postingsShard(group))));
  return found.length ? files : [...files, ...postingsOfHalves(store, key)];
}

/** Return what a word that the dictionary does not hold probably means, as far as its shards are there. @param {Store} store @param {Asked} asked @returns {Term} */
export function probable(store, asked) {
  const alternatives = likeOf(store, asked.key).map(({ group, key }) => ({ group, factor: PROBABLE, why: /** @type {const} */ ("typo"), variant: -1, key }));
  return { asked, alternatives, bundles: [] };
}

/** Return the words of the same shard that are like a word. @param {Store} store @param {string} key */
function likeOf(store, key) {
  const shard = store.wordShard(key);
  return shard >= 0 && store.opened.has(store.wordFile(shard).name) ? nearestOf([...store.words(shard).values()], key) : [];
}

/** Return the words of the same shard that begin with a word. @param {Store} store @param {string} key */
function begunBy(store, key) {
  const shard = store.wordShard(key);
  const there = shard >= 0 && store.opened.has(store.wordFile(shard).name) ? [...store.words(shard).values()] : [];
  return mostCommon(there.filter((word) => word.key.startsWith(key)), "part");
}

/** Return the postings of the known words that a word begins with and of what is left of it, the most even cuts first. @param {Store} store @param {string} key @returns {File[]} */
function postingsOfHalves(store, key) {
  const size = length(key);
  const known = cutsOf(key).flatMap((cut) => {
    const word = store.openedWord(slice(key, 0, cut));
    return word && word.common >= COMMON_ENOUGH ? [{ cut, group: word.group }] : [];
  });
  known.sort((a, b) => Math.min(b.cut, size - b.cut) - Math.min(a.cut, size - a.cut));
  return known.slice(0, MOST_CUTS).flatMap(({ cut, group }) => [store.postingsFile(store.postingsShard(group)), ...postingsFor(store, { key: slice(key, cut) })]);
}

/** Return what is probably left of a word without its endings. @param {string} key */
function stemOf(key) {
  const derived = key.replace(DERIVED, "");
  return shorter(shorter(derived.length < SHORTEST_STEM ? key : derived));
}

/** @param {string} key */
function shorter(key) {
  const ending = ENDINGS.find((end) => key.endsWith(end) && key.length - end.length >= SHORTEST_STEM);
  return ending ? key.slice(0, -ending.length) : key;
}

/**
 * Fetch what will probably be shown while postings are still on their way: those which are there decide most.
 * @param {Store} store @param {Term[]} terms
 */
export function foresee(store, terms) {
  const there = (/** @type {Alternative} */ { group }) => store.hasPostings(group);
  const known = terms.map(({ asked, alternatives, bundles }) => ({
    asked,
    alternatives: alternatives.filter(there),
    bundles: bundles.map((bundle) => bundle.filter(there)).filter((bundle) => bundle.length),
    sure: alternatives.length ? alternatives.some(there) : bundles.some((bundle) => bundle.every(there)),
  }));
  if (!known.length || !known.every(({ sure }) => sure)) return;
  const hits = rank(store, known).hits.slice(0, FORESEEN);
  fetchAhead(store, hits.map(({ page }) => store.fragmentFile(page, 0)));
}

/**
 * Return how a query will go on if its last word, now a beginning, becomes one of the most common words that begin so.
 * @param {Store} store @param {string} text @param {Term[]} terms @returns {string[]}
 */
export function completions(store, text, terms) {
  const last = terms.find(({ asked }) => asked.prefix);
  const place = last ? text.toLowerCase().lastIndexOf(last.asked.surface) : -1;
  if (!last || place < 0) return [];
  const { key: typed } = last.asked;
  const longer = last.alternatives.filter(({ key }) => key.length > typed.length && key.startsWith(typed)).slice(0, COMPLETIONS);
  return longer.map(({ key }) => text.slice(0, place) + store.spelling(key));
}
