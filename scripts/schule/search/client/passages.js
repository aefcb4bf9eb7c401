/**
 * Passages in the shape of Pagefind's: words as white space parts them, those that are meant marked whole, no dots where text is left out.
 *
 * Takes words and the places of those that are meant, returns HTML and the same as plain text. What our own lists show is cut
 * and marked more finely (`excerpt.js`).
 */

import { escapedText } from "./escaping.js";

/**
 * @typedef {{weight: number, balanced_score: number, location: number}} Location a word that is meant: 1 in text, 6 in headings, 7 in the title, half of it inside a compound; and what it counts for where a passage is chosen
 * @typedef {{excerpt: string, plain_excerpt: string}} Passage
 */

/** Return `text` as a sentence, with a full stop if it has no sign at its end. @param {string} text */
export function sentenceOf(text) {
  return /[\p{L}\p{N}_')$*]$/u.test(text) ? `${text}.` : text;
}

/**
 * Return the passage of about `length` words in which most is meant.
 * @param {string[]} words of the whole page @param {Location[]} locations in ascending order, of this stretch
 * @param {number} from first word of the stretch @param {number} to after its last @param {number} length
 * @returns {Passage}
 */
export function passageOf(words, locations, from, to, length) {
  const start = Math.max(Math.min(from + fullest(locations, from, length), to - length), from);
  const end = Math.min(start + length, to);
  const meant = new Set(locations.map(({ location }) => location));
  const plain = words.slice(start, end).map(escapedText);
  return { excerpt: plain.map((word, i) => (meant.has(start + i) ? `<mark>${word}</mark>` : word)).join(" "), plain_excerpt: plain.join(" ") };
}

/**
 * Return the distance from `from` at which the fullest stretch of `length` words begins: of the first ones that are equal and follow one another
 * that before the middle, so that what is meant stands amid its sentence.
 * @param {Location[]} locations @param {number} from @param {number} length
 */
function fullest(locations, from, length) {
  if (!locations.length || locations[locations.length - 1].location - from < length) return 0;
  /** @type {number[]} */
  const scores = [];
  for (const { location, balanced_score } of locations) scores[location - from] = (scores[location - from] ?? 0) + balanced_score;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += scores[i] ?? 0;
  let [most, first, count] = [sum, 0, 1];
  for (let start = 1; start < scores.length; start++) {
    const [coming, going] = [scores[start + length - 1] ?? 0, scores[start - 1] ?? 0];
    if (!coming && !going) {
      if (sum === most && first + count === start) count++;
      continue;
    }
    sum += coming - going;
    if (sum > most) [most, first, count] = [sum, start, 1];
    else if (sum === most && first + count === start) count++;
  }
  return Math.max(first + (count >> 1) - 1, first && count === 1 ? first : 0);
}
