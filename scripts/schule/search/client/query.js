/** Read what was typed: words, phrases in quotes, words to leave out (`query.py`). */

import { fold, isWord, length, normal, runs, surfaces, wordsAsWritten } from "./text.js";

/**
 * @typedef {{surface: string, key: string, pieces: string[], prefix: boolean, small: boolean, light: boolean}} Asked `light` is settled by the words of the index
 * @typedef {{words: Asked[], sequence: string[], phrases: string[][], excluded: string[]}} Query
 */

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const QUOTED = new RegExp(`(?<![^${SPACE}(])(-?)["„“”»«]([^"„“”»«]+)["„“”»«]`, "gu");
const EXCLUDED = new RegExp(
  `(?<![^${SPACE}])(?<!und )(?<!oder )(?<!sowie )(?<!bzw\\. )-(?=[\\p{L}\\p{N}_])([^${SPACE}]+)`,
  "gu",
);
const TYPING = /[\p{L}\p{N}_]$/u;
/** Letters of a beginning beside other words. */
export const SHORTEST_PREFIX = 3;
const [CAPITAL, SMALL_LETTER] = [/^\p{Uppercase}/u, /^\p{Lowercase}/u];

/** Take a query apart; anything is a query. @param {string} text @returns {Query} */
export function parse(text) {
  /** @type {string[][]} */
  const phrases = [];
  /** @type {Set<string>} */
  const excluded = new Set();
  const unexcluded = text.replace(EXCLUDED, (_, word) => {
    for (const key of keysOf(word)) excluded.add(key);
    return " ";
  });
  const rest = unexcluded.replace(QUOTED, (_, minus, quoted) => {
    const keys = keysOf(quoted);
    if (minus) {
      for (const key of keys) excluded.add(key);
      return " ";
    }
    if (keys.length > 1) phrases.push(keys);
    return ` ${quoted} `;
  });
  /** @type {Map<string, Asked>} */
  const words = new Map();
  const small = smallWords(rest);
  const found = surfaces(rest).filter(isWord);
  found.forEach((surface, place) => {
    const key = fold(surface);
    if (!key || words.has(key)) return;
    const enough = length(key) >= SHORTEST_PREFIX || found.length === 1;
    const prefix = place === found.length - 1 && enough && TYPING.test(rest);
    words.set(key, { surface, key, pieces: runs(surface).map(fold).filter(Boolean), prefix, small: small.has(surface), light: false });
  });
  return {
    words: [...words.values()],
    sequence: found.map(fold).filter(Boolean),
    phrases,
    excluded: [...excluded],
  };
}

/** @param {string} text */
function keysOf(text) {
  return surfaces(text).map(fold).filter(Boolean);
}

/** Return the words that begin with a small letter, if any but the first begins with a capital. @param {string} text @returns {Set<string>} */
function smallWords(text) {
  const words = wordsAsWritten(text);
  const capitals = words.slice(1).some((word) => CAPITAL.test(word));
  return new Set(capitals ? words.filter((word) => SMALL_LETTER.test(word)).map(normal) : []);
}
