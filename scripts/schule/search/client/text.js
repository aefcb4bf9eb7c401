/**
 * Words and keys: the rules of `analysis.py`, and the order of strings that the index is sorted by.
 *
 * White space and digits are spelt out, since `\s` and `\d` mean something else in the two languages.
 */

const WORD = "\\p{L}\\p{N}_";
const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
export const LONGEST = 60;
const MOST_RUNS = 6;

const TOKEN = new RegExp(`§+[${BLANK}]?\\p{Nd}[${WORD}]*|[${WORD}]+(?:[^${WORD}${BLANK}][${WORD}]+)*`, "gu");
const RUN = /[\p{L}\p{N}]+/gu;
const MARKS = /[^\p{L}\p{N}\n§]/gu;
const ACCENTS = /\p{M}/gu;
const UMLAUT_E = /([ao]|(?<![qae])u)e/g;
const NOT_ASCII = /[^\x00-\x7f]/;
const LETTERS = /[ßæœøłđıſ]/g;
/** @type {Record<string, string>} */
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ſ: "s" };

/** Return `text` composed and in lower case. @param {string} text */
export function normal(text) {
  return (NOT_ASCII.test(text) ? text.normalize("NFC") : text).toLowerCase();
}

/** Return the words of `text` in order, in lower case and composed. @param {string} text @returns {string[]} */
export function surfaces(text) {
  return normal(text).match(TOKEN) ?? [];
}

/** Return the words of `text` in order, composed and with their capitals. @param {string} text @returns {string[]} */
export function wordsAsWritten(text) {
  return text.normalize("NFC").match(TOKEN) ?? [];
}

/** Return the words of a text that is composed, with their places. @param {string} text */
export function surfacesWithPlaces(text) {
  return text.matchAll(TOKEN);
}

/** Return the words inside a surface, with their places. @param {string} surface */
export function runsWithPlaces(surface) {
  return surface.matchAll(RUN);
}

/** Return the keys of the surfaces in `lines`, one a line. @param {string} lines */
export function fold(lines) {
  let text = lines;
  if (NOT_ASCII.test(text)) {
    text = translated(text).normalize("NFKD").toLowerCase();
    text = translated(text.replace(ACCENTS, ""));
  }
  return text.replace(MARKS, "").replace(UMLAUT_E, "$1");
}

/** Return the words inside a joined surface, none if it is one word only. @param {string} surface @returns {string[]} */
export function runs(surface) {
  const found = surface.match(RUN) ?? [];
  return found.length === 1 && found[0] === surface ? [] : found;
}

/** Say whether a surface as a whole has an entry. @param {string} surface */
export function isWord(surface) {
  return length(surface) <= LONGEST && (surface.match(RUN) ?? []).length <= MOST_RUNS;
}

/** Return the number of characters. @param {string} text */
export function length(text) {
  return hasPairs(text) ? [...text].length : text.length;
}

/** Return characters `from` to `to`. @param {string} text @param {number} from @param {number} [to] */
export function slice(text, from, to) {
  return hasPairs(text) ? [...text].slice(from, to).join("") : text.slice(from, to);
}

/** Return `text` from its last letter. @param {string} text */
export function backwards(text) {
  return [...text].reverse().join("");
}

/** Compare by code points, as the index is sorted; JavaScript compares the halves of large ones.
 * @param {string} a @param {string} b @returns {number} */
export function compare(a, b) {
  if (a === b) return 0;
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? aboveHalves(x) - aboveHalves(y) : x - y;
  }
  return a.length - b.length;
}

/** Return how many entries of a sorted list are below `key`. @param {string[]} list @param {string} key */
export function bisectLeft(list, key) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(list[middle], key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return how many entries of a sorted list are not above `key`. @param {string[]} list @param {string} key */
export function bisectRight(list, key) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(key, list[middle]) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Return how many numbers of a sorted list are not above `value`. @param {ArrayLike<number>} list @param {number} value */
export function bisectNumbers(list, value) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < list[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param {string} text */
function translated(text) {
  return text.replace(LETTERS, (letter) => PLAIN[letter]);
}

/** @param {string} text */
function hasPairs(text) {
  return /[\ud800-\udfff]/.test(text);
}

/** Put surrogates, which stand for the largest code points, above U+E000 to U+FFFF. @param {number} unit */
function aboveHalves(unit) {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
