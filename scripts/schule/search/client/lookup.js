/** Find the groups that a word of a query stands for (`lookup.py`), and give words their synonyms (`synonymy.py`). */

import { SHORTEST_PREFIX } from "./query.js";
import { backwards, bisectLeft, bisectRight, compare, length, slice } from "./text.js";
import { codes, distance } from "./typos.js";

/**
 * @typedef {import("./query.js").Asked} Asked
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./columns.js").Word} Word
 * @typedef {import("./columns.js").Ending} Ending
 * @typedef {"word" | "part" | "synonym" | "prefix" | "typo"} Why
 * @typedef {{group: number, factor: number, why: Why, variant: number, key: string}} Alternative `key` is for display alone
 * @typedef {{asked: Asked, alternatives: Alternative[], bundles: Alternative[][]}} Term
 */

const [FULL, FRAMING] = [16, 10];
const [PART_FACTOR, PREFIX_FACTOR, SYNONYM_FACTOR, TYPO_FACTOR, SPLIT_FACTOR] = [5, 8, 12, 12, 12];
const MOST_SHARDS = 3;
const MOST_PREFIXES = 8;
const MOST_TYPOS = 3;
const COMMON = 11;
const [SHORTEST_TYPO, TWO_TYPOS] = [4, 8];
const [SHORTEST_MEMBER, SHORTEST_REST] = [5, 3];
const SHORTEST_ROOT = 4;
const NOUN_ENDINGS = new Set(["", ..."e em en ens er ern es innen n nen s se sen ses".split(" ")]);
const VERB_ENDINGS = new Set(["", ..."e en end ende enden ender endes n st t te ten ung ungen".split(" ")]);
const PARTICIPLE = new RegExp(
  "^(|ab|an|auf|aus|bei|dar|durch|ein|fest|fort|frei|her|hin|los|mit|nach|nieder|statt|teil|uber|um|unter|vor|weg|weiter|wieder" +
    "|zu|zuruck|zusammen)ge([a-z]{3,}t)(?:e[mnrs]?)?$",
);
const SUFFIXES = ["ern", "em", "en", "er", "es", "e", "s", "n"];
/** @type {[string, string][]} */
const ENGLISH = [["ies", "i"], ["ied", "i"], ["ing", ""], ["ed", ""], ["y", "i"]];
/** @type {[string, string][]} */
const ENGLISH_MORE = [["es", ""], ["s", ""], ["e", ""]];
const LINKS = ["", "s", "es", "n", "en", "er", "e"];
export const LAST = "\u{10ffff}";

/** Return what answers `asked`. @param {Store} store @param {Asked} asked @returns {Term} */
export function resolve(store, asked) {
  const found = store.word(asked.key);
  if (found) {
    const own = alternative(found.group, FULL, "word", variantOf(found, asked.surface), found.key);
    const parts = found.common < COMMON || asked.pieces.length ? found.parts.filter((group) => group !== found.group) : [];
    return {
      asked,
      alternatives: [own],
      bundles: bundled(parts.map((group) => alternative(group, PART_FACTOR, "part", -1, ""))),
    };
  }
  const pieces = asked.pieces.map((key) => store.word(key)).filter((word) => word !== undefined);
  if (pieces.length) {
    return { asked, alternatives: [], bundles: bundled(pieces.map((word) => answer(word, FULL, "word"))) };
  }
  const inflected = inflection(store, asked.key);
  if (inflected) return { asked, alternatives: [answer(inflected, FULL, "word")], bundles: [] };
  const prefixes = asked.prefix ? prefixed(store, asked.key) : [];
  if (prefixes.length) return { asked, alternatives: prefixes, bundles: [] };
  return unknown(store, asked);
}

/**
 * Return `terms`, each with the synonyms of the phrases it belongs to.
 * @param {Store} store @param {Term[]} terms @param {string[]} sequence @param {Set<string>} stop
 */
export function withSynonyms(store, terms, sequence, stop) {
  let found = terms;
  for (const { phrase, others } of synonymsIn(store, sequence)) {
    const keys = phrase.split(" ");
    found = found.map((term) => (keys.includes(term.asked.key) ? extended(store, term, others, stop) : term));
  }
  return found;
}

/** Return a term that counts for less, as a word does that only frames a question. @param {Term} term @returns {Term} */
export function lightened({ asked, alternatives, bundles }) {
  const less = (/** @type {Alternative} */ answer) => ({ ...answer, factor: Math.floor((answer.factor * FRAMING) / FULL) });
  return { asked, alternatives: alternatives.map(less), bundles: bundles.map((bundle) => bundle.map(less)) };
}

/** Return the phrases of `sequence` that have synonyms, with these. @param {Store} store @param {string[]} sequence */
export function synonymsIn(store, sequence) {
  const line = ` ${sequence.join(" ")} `;
  const found = [];
  for (const group of store.synonyms()) {
    for (const phrase of group) {
      if (line.includes(` ${phrase} `)) found.push({ phrase, others: group.filter((other) => other !== phrase) });
    }
  }
  return found;
}

/** @param {Store} store @param {Term} term @param {string[]} phrases @param {Set<string>} stop @returns {Term} */
function extended(store, term, phrases, stop) {
  const [alternatives, bundles] = [[...term.alternatives], [...term.bundles]];
  for (const phrase of phrases) {
    const all = phrase.split(" ");
    const keys = all.filter((key) => all.length === 1 || !stop.has(key));
    const words = keys.map((key) => store.word(key)).filter((word) => word !== undefined);
    const answers = words.map((word) => answer(word, SYNONYM_FACTOR, "synonym"));
    if (keys.length === 1) {
      const known = new Set(alternatives.map((other) => other.group));
      alternatives.push(...answers.filter((other) => !known.has(other.group)));
    } else if (answers.length && answers.length === keys.length) {
      bundles.push(answers);
    }
  }
  return { asked: term.asked, alternatives, bundles };
}

/** @param {Store} store @param {Asked} asked @returns {Term} */
function unknown(store, asked) {
  const verb = verbOf(store, asked.key);
  if (verb) {
    const inside = compoundsWith(store, asked.key).filter(({ group }) => group !== verb.group);
    return { asked, alternatives: [answer(verb, FULL, "word"), ...inside], bundles: [] };
  }
  let nearest = near(store, asked.key, 1);
  if (!nearest.length) {
    const compounds = compoundsWith(store, asked.key);
    if (compounds.length) return { asked, alternatives: compounds, bundles: [] };
    const halves = halved(store, asked.key);
    if (halves.length) {
      const parts = halves.map(({ group, key }) => alternative(group, SPLIT_FACTOR, "part", -1, key));
      return { asked, alternatives: [], bundles: bundled(parts) };
    }
    nearest = length(asked.key) >= TWO_TYPOS ? near(store, asked.key, 2) : [];
  }
  const alternatives = nearest.map(({ group, key }) => alternative(group, TYPO_FACTOR, "typo", -1, key));
  return { asked, alternatives, bundles: [] };
}

/** @param {Alternative[]} parts */
function bundled(parts) {
  return parts.length ? [parts] : [];
}

/** @param {Word} word @param {number} factor @param {Why} why */
function answer(word, factor, why) {
  return alternative(word.group, factor, why, -1, word.key);
}

/** @param {number} group @param {number} factor @param {Why} why @param {number} variant @param {string} key @returns {Alternative} */
function alternative(group, factor, why, variant, key) {
  return { group, factor, why, variant, key };
}

/** @param {Word} word @param {string} surface */
function variantOf(word, surface) {
  return word.spellings.find(([spelling]) => spelling === surface)?.[1] ?? -1;
}

/** Return the shards nearest to `key` among those with keys that begin with `prefix`, in ascending order.
 * @param {string[]} firsts @param {string} prefix @param {string} key */
export function nearestShards(firsts, prefix, key) {
  const low = Math.max(bisectLeft(firsts, prefix) - 1, 0);
  const high = bisectRight(firsts, prefix + LAST);
  const home = Math.max(bisectRight(firsts, key) - 1, 0);
  const shards = Array.from({ length: Math.max(high - low, 0) }, (_, i) => low + i);
  shards.sort((a, b) => Math.abs(a - home) - Math.abs(b - home) || a - b);
  return shards.slice(0, MOST_SHARDS).sort((a, b) => a - b);
}

/** @param {Store} store @param {string} prefix @param {string} key */
function shardsAround(store, prefix, key) {
  return nearestShards(store.entry.words.first, prefix, key).map((shard) => store.wordFile(shard));
}

/** Return the words with `prefix` in the shards nearest to `key`. @param {Store} store @param {string} prefix @param {string} key */
function around(store, prefix, key) {
  store.need(shardsAround(store, prefix, key));
  /** @type {Word[]} */
  const found = [];
  for (const shard of nearestShards(store.entry.words.first, prefix, key)) {
    for (const word of store.words(shard).values()) if (word.key.startsWith(prefix)) found.push(word);
  }
  return found;
}

/** Return the groups of the most common words that begin with `key`, of a letter or two without stop words. @param {Store} store @param {string} key */
function prefixed(store, key) {
  const stop = new Set(length(key) < SHORTEST_PREFIX ? store.entry.stop.split(" ") : []);
  return mostCommon(around(store, key, key).filter((word) => word.key !== key && !stop.has(word.key)), "prefix");
}

/** Return the groups of the most common words that begin or end with a word which never stands alone. @param {Store} store @param {string} key */
function compoundsWith(store, key) {
  const size = length(key);
  if (size < SHORTEST_MEMBER) return [];
  const shards = nearestShards(store.entry.endings.first, backwards(key), backwards(key));
  store.need([...shardsAround(store, key, key), ...shards.map((shard) => store.endingFile(shard))]);
  const endings = shards.flatMap((shard) => store.endings(shard).filter((word) => word.key.endsWith(key)));
  return mostCommon([...around(store, key, key), ...endings].filter((word) => length(word.key) >= size + SHORTEST_REST), "part");
}

/** Return the groups of the most common of some words. @param {Ending[]} words @param {Why} why */
export function mostCommon(words, why) {
  words.sort(moreCommon);
  /** @type {Map<number, Alternative>} */
  const groups = new Map();
  for (const { group, key } of words) {
    if (!groups.has(group)) groups.set(group, alternative(group, PREFIX_FACTOR, why, -1, key));
    if (groups.size === MOST_PREFIXES) break;
  }
  return [...groups.values()];
}

/** @param {Ending} a @param {Ending} b */
function moreCommon(a, b) {
  return b.common - a.common || length(a.key) - length(b.key) || compare(a.key, b.key);
}

/** Return a key without its ending, which tells where its other forms probably stand. @param {string} key */
export function withoutEnding(key) {
  for (const suffix of SUFFIXES) {
    if (key.endsWith(suffix) && length(key) - suffix.length >= 4) return key.slice(0, -suffix.length);
  }
  return key;
}

/** Return a key without its English ending. @param {string} key */
function withoutEnglishEnding(key) {
  for (const [suffix, left] of [...ENGLISH, ...ENGLISH_MORE]) {
    if (!key.endsWith(suffix) || length(key) - suffix.length < 3) continue;
    const root = key.slice(0, -suffix.length);
    if ((suffix === "ing" || suffix === "ed") && slice(root, length(root) - 1) === slice(root, length(root) - 2, length(root) - 1)) return slice(root, 0, length(root) - 1);
    return !left && root.endsWith("y") ? `${root.slice(0, -1)}i` : root + left;
  }
  return key;
}

/** Return the word that differs from `key` in its ending alone, that of a noun or an adjective or else an English one. @param {Store} store @param {string} key */
function inflection(store, key) {
  const found = withEnding(store, key, NOUN_ENDINGS);
  if (found || !ENGLISH.some(([suffix]) => key.endsWith(suffix))) return found;
  return withRoot(store, key, withoutEnglishEnding, withoutEnglishEnding(key).replace(/i$/, ""));
}

/** Return the word that differs from `key` in the ending of a verb alone, or as from a participle. @param {Store} store @param {string} key */
function verbOf(store, key) {
  const found = withEnding(store, key, VERB_ENDINGS);
  const plain = key.replace(PARTICIPLE, "$1$2");
  return found || plain === key ? found : (store.word(plain) ?? withEnding(store, plain, VERB_ENDINGS));
}

/** Return the word that has the longest root in common with `key` and an ending each; of several the most common.
 * @param {Store} store @param {string} key @param {Set<string>} endings @returns {Word | undefined} */
function withEnding(store, key, endings) {
  const [shortest] = rootsOf(key, key.length, endings).slice(-1);
  if (!shortest) return undefined;
  let most = 0;
  /** @type {Word | undefined} */
  let best;
  for (const word of around(store, shortest, key)) {
    const [root] = rootsOf(key, commonLength(key, word.key), endings).filter((beginning) => endings.has(word.key.slice(beginning.length)));
    const size = root ? length(root) : 0;
    if (size && (!best || size > most || (size === most && moreCommon(word, best) < 0))) [most, best] = [size, word];
  }
  return best;
}

/** Return the beginnings of `key`, of at most `longest` units, that leave an ending, the longest first.
 * @param {string} key @param {number} longest @param {Set<string>} endings @returns {string[]} */
function rootsOf(key, longest, endings) {
  const roots = [];
  for (let size = longest; size > 0; size--) {
    if (endings.has(key.slice(size)) && length(key.slice(0, size)) >= SHORTEST_ROOT) roots.push(key.slice(0, size));
  }
  return roots;
}

/** Return how many units two keys begin with in common. @param {string} one @param {string} other */
function commonLength(one, other) {
  let size = 0;
  while (size < one.length && one[size] === other[size]) size++;
  return size;
}

/** Return the most common word with the root of `key`; all of them begin with `beginning`. @param {Store} store @param {string} key @param {(key: string) => string} rooted @param {string} beginning */
function withRoot(store, key, rooted, beginning) {
  const root = rooted(key);
  if (length(root) < 4) return undefined;
  return around(store, beginning, key)
    .filter((word) => rooted(word.key) === root)
    .sort(moreCommon)[0];
}

/**
 * Return the groups of the words nearest to `key`; one half of a misspelt word is always right.
 * @param {Store} store @param {string} key @param {number} limit @returns {{group: number, key: string}[]}
 */
function near(store, key, limit) {
  const size = length(key);
  if (size < SHORTEST_TYPO) return [];
  const half = (size - 1) >> 1;
  const [beginning, ending] = [slice(key, 0, half), slice(key, size - half)];
  const shards = nearestShards(store.entry.endings.first, backwards(ending), backwards(key));
  store.need([...shardsAround(store, beginning, key), ...shards.map((shard) => store.endingFile(shard))]);
  const endings = shards.flatMap((shard) => store.endings(shard).filter((word) => word.key.endsWith(ending)));
  return nearestOf([...around(store, beginning, key), ...endings], key, limit);
}

/** Return the groups of the words nearest to `key` among some, the most common first. @param {import("./columns.js").Ending[]} words @param {string} key @param {number} [limit] of mistakes @returns {{group: number, key: string}[]} */
export function nearestOf(words, key, limit = length(key) < TWO_TYPOS ? 1 : 2) {
  const asked = codes(key);
  /** @type {{apart: number, common: number, key: string, group: number}[]} */
  const ranked = [];
  for (const { key: other, common, group } of words) {
    const apart = distance(asked, codes(other), limit);
    if (apart <= limit) ranked.push({ apart, common, key: other, group });
  }
  ranked.sort((a, b) => a.apart - b.apart || b.common - a.common || compare(a.key, b.key) || a.group - b.group);
  /** @type {Map<number, {group: number, key: string}>} */
  const groups = new Map();
  for (const entry of ranked) {
    if (entry.apart !== ranked[0].apart || groups.size === MOST_TYPOS) break;
    if (!groups.has(entry.group)) groups.set(entry.group, entry);
  }
  return [...groups.values()];
}

/**
 * Return the groups of two known words that make up `key`, the most even cut first. The second half is looked for among
 * the endings, where all of them stand together.
 * @param {Store} store @param {string} key @returns {{group: number, key: string}[]}
 */
function halved(store, key) {
  const size = length(key);
  const cuts = cutsOf(key);
  const firsts = store.entry.endings.first;
  const shards = cuts.map((cut) => bisectRight(firsts, backwards(slice(key, cut))) - 1);
  store.need(shards.filter((shard) => shard >= 0).map((shard) => store.endingFile(shard)));
  const tails = cuts.map((cut, i) => {
    const tail = slice(key, cut);
    return shards[i] < 0 ? undefined : store.endings(shards[i]).find((word) => word.key === tail && word.common >= 2);
  });
  const heads = cuts.map((cut, i) => (tails[i] ? LINKS.flatMap((link) => headBefore(key, cut, link)) : []));
  store.need(heads.flat().map((head) => store.wordFile(store.wordShard(head))));
  let evenness = 0;
  /** @type {{group: number, key: string}[]} */
  let best = [];
  cuts.forEach((cut, i) => {
    const tail = tails[i];
    if (!tail || Math.min(cut, size - cut) <= evenness) return;
    const head = heads[i].map((entry) => store.word(entry)).find((word) => word && word.common >= 2);
    if (head) [evenness, best] = [Math.min(cut, size - cut), [head, tail]];
  });
  return best;
}

/** Return where a word may be cut in two. @param {string} key @returns {number[]} */
export function cutsOf(key) {
  return Array.from({ length: Math.max(length(key) - 7, 0) }, (_, i) => i + 4);
}

/** Return what may stand before the cuts of a word, the longest first. @param {string} key @returns {string[]} */
export function headsOf(key) {
  return cutsOf(key).reverse().map((cut) => slice(key, 0, cut));
}

/** Return what stands before a cut without the linking letters, if it is long enough. @param {string} key @param {number} cut @param {string} link */
function headBefore(key, cut, link) {
  return slice(key, 0, cut).endsWith(link) && cut - link.length >= 4 ? [slice(key, 0, cut - link.length)] : [];
}
