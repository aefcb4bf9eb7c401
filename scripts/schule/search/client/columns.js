/** Decode the payloads of dictionary, endings, postings, filters and sort keys (FORMAT.md); the twin of `store.py`'s lower half. */

import { backwards, fold } from "./text.js";

/**
 * @typedef {{key: string, group: number, common: number, spellings: [string, number][], parts: number[]}} Word
 * @typedef {{key: string, group: number, common: number}} Ending
 * @typedef {{idf: number, pages: Uint32Array, sections: Uint32Array, impacts: Uint8Array, variants: Uint8Array, titles: Uint8Array}} Postings `titles` has the words of the title and a flag for each impact with `TITLED`
 * @typedef {(index: number) => Postings} PostingsShard
 */

export const TITLED = 0x80;
const DECODER = new TextDecoder();

/** @param {Uint8Array} payload @returns {Map<string, Word>} */
export function decodeWords(payload) {
  const [lines, groups, info, variants, partCounts, parts] = columns(payload, 6);
  const spelled = decodeLines(lines).map((line) => line.split("\t"));
  const keys = fold(spelled.map((names) => names[0]).join("\n")).split("\n");
  const group = sums(groups);
  const [number, count, member] = [numbers(variants), numbers(partCounts), numbers(parts)];
  let [n, c, m] = [0, 0, 0];
  /** @type {Map<string, Word>} */
  const words = new Map();
  for (let i = 0; i < spelled.length; i++) {
    /** @type {[string, number][]} */
    const spellings = spelled[i].map((name) => [name, number[n++]]);
    /** @type {number[]} */
    const inside = [];
    if (info[i] & 0x10) for (let left = count[c++]; left; left--) inside.push(member[m++]);
    words.set(keys[i], { key: keys[i], group: group[i], common: info[i] & 0x0f, spellings, parts: inside });
  }
  expect(info.length === spelled.length && n === number.length && m === member.length);
  return words;
}

/** @param {Uint8Array} payload @returns {Ending[]} */
export function decodeEndings(payload) {
  const [keys, groups, common] = columns(payload, 3);
  const group = sums(groups);
  const lines = decodeLines(keys);
  expect(group.length === lines.length && common.length === lines.length);
  return lines.map((key, i) => ({ key: backwards(key), group: group[i], common: common[i] }));
}

/** Return a function that gives the postings of the n-th group of a shard. @param {Uint8Array} payload @returns {PostingsShard} */
export function decodePostings(payload) {
  const [idfs, , sizes, flags, gaps, sections, impacts, variants, titles] = columns(payload, 9);
  const [idf, size, gap, section] = [numbers(idfs), numbers(sizes), numbers(gaps), numbers(sections)];
  const begins = new Uint32Array(size.length + 1);
  const variantBegins = new Uint32Array(size.length + 1);
  const titleBegins = new Uint32Array(size.length + 1);
  for (let i = 0; i < size.length; i++) {
    begins[i + 1] = begins[i] + size[i];
    titleBegins[i + 1] = titleBegins[i];
    for (let at = begins[i]; at < begins[i + 1]; at++) if (impacts[at] & TITLED) titleBegins[i + 1]++;
    variantBegins[i + 1] = variantBegins[i] + (flags[i] & 1 ? size[i] : 0);
  }
  expect(begins[size.length] === impacts.length && gap.length === impacts.length && section.length === impacts.length);
  expect(variantBegins[size.length] === variants.length && idf.length === size.length);
  expect(titleBegins[size.length] === titles.length);
  /** @type {Map<number, Postings>} */
  const opened = new Map();
  return (index) => {
    let list = opened.get(index);
    if (!list) {
      expect(index < size.length);
      const [from, to] = [begins[index], begins[index + 1]];
      list = {
        idf: idf[index],
        pages: running(gap.subarray(from, to)),
        sections: section.subarray(from, to),
        impacts: impacts.subarray(from, to),
        variants: variants.subarray(variantBegins[index], variantBegins[index + 1]),
        titles: titles.subarray(titleBegins[index], titleBegins[index + 1]),
      };
      opened.set(index, list);
    }
    return list;
  };
}

/** @param {Uint8Array} payload @returns {Map<string, Uint32Array>} */
export function decodeFilter(payload) {
  const [names, sizes, pages] = columns(payload, 3);
  const gaps = numbers(pages);
  const size = numbers(sizes);
  let from = 0;
  /** @type {Map<string, Uint32Array>} */
  const values = new Map();
  decodeLines(names).forEach((name, i) => {
    values.set(name, running(gaps.subarray(from, from + size[i])));
    from += size[i];
  });
  expect(from === gaps.length && values.size === size.length);
  return values;
}

/** Return the varints of a column. @param {Uint8Array} column */
export function numbers(column) {
  let count = 0;
  for (const byte of column) if (byte < 0x80) count++;
  const out = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let byte = column[at++];
    if (byte < 0x80) {
      out[i] = byte;
      continue;
    }
    let value = byte & 0x7f;
    let unit = 0x80;
    do {
      byte = column[at++];
      value += (byte & 0x7f) * unit;
      unit *= 0x80;
    } while (byte >= 0x80);
    out[i] = value;
  }
  return out;
}

/** @param {Uint8Array} payload @returns {any} */
export function decodeJson(payload) {
  return JSON.parse(DECODER.decode(payload));
}

/** @param {Uint8Array} column @returns {string[]} */
function decodeLines(column) {
  return column.length ? DECODER.decode(column).split("\n") : [];
}

/** Read one varint; return it and where the next begins. @param {Uint8Array} payload @param {number} at @returns {[number, number]} */
function number(payload, at) {
  let [value, unit] = [0, 1];
  for (;;) {
    expect(at < payload.length);
    const byte = payload[at++];
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) return [value, at];
    unit *= 0x80;
  }
}

/** @param {Uint8Array} payload @param {number} count */
function columns(payload, count) {
  const found = [];
  let at = 0;
  while (at < payload.length) {
    const [size, begin] = number(payload, at);
    at = begin + size;
    expect(at <= payload.length);
    found.push(payload.subarray(begin, at));
  }
  expect(found.length === count);
  return found;
}

/** Return running sums of zigzag numbers. @param {Uint8Array} column */
function sums(column) {
  let total = 0;
  return numbers(column).map((value) => (total += value & 1 ? -Math.floor(value / 2) - 1 : Math.floor(value / 2)));
}

/** @param {Uint32Array} gaps */
function running(gaps) {
  const sums = new Uint32Array(gaps.length);
  let total = 0;
  for (let i = 0; i < gaps.length; i++) sums[i] = total += gaps[i];
  return sums;
}

/** @param {boolean} truth */
function expect(truth) {
  if (!truth) throw new RangeError("columns do not fit");
}
