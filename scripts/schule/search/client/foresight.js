/**
 * What a query will probably need, so that few requests wait for each other.
 *
 * Nothing here decides about an answer: a file that is fetched in vain costs bytes, one that is not foreseen costs a round trip.
 */

import { cutsOf, headsOf, LAST, nearestShards, withoutEnding } from "./lookup.js";
import { rank } from "./ranking.js";
import { backwards, bisectRight, slice } from "./text.js";

/**
 * @typedef {import("./query.js").Asked} Asked
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").File} File
 * @typedef {import("./lookup.js").Term} Term
 * @typedef {import("./lookup.js").Alternative} Alternative
 */

const FORESEEN = 13;
const MOST_BEGUN = 2;
const COMPLETIONS = 2;
const STEM = /(?:ung|heit|keit|ik|isch|lich|ig)?(?:ern|en|em|er|es|e|s|n)?$/;
const MOST_HEADS = 5;

/** Return the shards in which `key` and its postings probably stand; the postings of a group stand where the first of its keys would. @param {Store} store @param {string} key @returns {File[]} */
export function guessed(store, key) {
  const shard = store.wordShard(key);
  const files = shard < 0 ? [] : [store.wordFile(shard)];
  const stem = key.replace(STEM, "");
  const places = new Set([key, withoutEnding(key), stem.length < 4 ? key : stem].map((beginning) => bisectRight(store.entry.postings.key, beginning) - 1));
  for (const place of places) if (place >= 0) files.push(store.postingsFile(place));
  return files;
}

/** Return the files that a word needs first, those for its other endings and for the words it begins among them. @param {Store} store @param {Asked} asked @returns {File[]} */
export function filesFor(store, { key, prefix }) {
  const { words, postings } = store.entry;
  const root = withoutEnding(key);
  const shards = new Set([...(root.length < 4 ? [] : nearestShards(words.first, root, key)), ...(prefix ? nearestShards(words.first, key, key) : [])]);
  const files = [...guessed(store, key), ...[...shards].map((shard) => store.wordFile(shard))];
  // Behind the place of a beginning stand the words that it begins, the shortest first.
  const place = bisectRight(postings.key, key) - 1;
  const begun = prefix ? bisectRight(postings.key, key + LAST) - 1 - place : 0;
  for (let next = 1; next <= Math.min(begun, MOST_BEGUN); next++) files.push(store.postingsFile(place + next));
  return files;
}

/** Return the files by which a word that the dictionary does not hold is looked for as misspelt or as two words. @param {Store} store @param {Asked} asked @returns {File[]} */
export function filesIfStrange(store, { key }) {
  const shards = new Set(headsOf(key).map((head) => store.wordShard(head)));
  const files = [...shards].slice(0, MOST_HEADS).map((shard) => store.wordFile(shard));
  const tails = new Set(cutsOf(key).map((cut) => bisectRight(store.entry.endings.first, backwards(slice(key, cut))) - 1));
  for (const shard of tails) if (shard >= 0) files.push(store.endingFile(shard));
  return files;
}

/**
 * Fetch what will probably be shown while postings are still on their way: those which are there decide most. What fails here
 * is told when it is needed.
 * @param {Store} store @param {Term[]} terms
 */
export function foresee(store, terms) {
  const there = (/** @type {Alternative} */ { group }) => store.hasPostings(group);
  const known = terms.map(({ asked, alternatives, bundles }) => ({
    asked,
    alternatives: alternatives.filter(there),
    bundles: bundles.map((bundle) => bundle.filter(there)).filter((bundle) => bundle.length),
    sure: alternatives.length ? there(alternatives[0]) : bundles.some((bundle) => bundle.every(there)),
  }));
  if (!known.length || !known.every(({ sure }) => sure)) return;
  const hits = rank(store, known).hits.slice(0, FORESEEN);
  store.fetch(hits.map(({ page }) => store.fragmentFile(page, 0))).catch(() => {});
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
