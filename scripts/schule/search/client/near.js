/** Words that stand in the dictionary near one that nothing answers, for a reader who has lost the way. */

import { bisectLeft, length } from "./text.js";

/** @typedef {import("./store.js").Store} Store */

const MOST = 3;
const SHORTEST = 3;
const SHARED = 0.4;

/** Return how the words are written that share most of their beginning with `key`, as far as their shard is there. @param {Store} store @param {string} key @returns {string[]} */
export function wordsNear(store, key) {
  const shard = store.wordShard(key);
  if (shard < 0 || !store.opened.has(store.wordFile(shard).name)) return [];
  const words = [...store.words(shard).values()];
  const place = bisectLeft(words.map((word) => word.key), key);
  const least = Math.max(SHORTEST, Math.ceil(length(key) * SHARED));
  const most = Math.max(...[words[place - 1], words[place]].map((word) => (word ? shared(word.key, key) : 0)));
  if (most < least) return [];
  /** @type {Map<number, string>} */
  const groups = new Map();
  const near = words.filter((word) => shared(word.key, key) >= Math.max(most - 1, least)).sort((a, b) => b.common - a.common);
  for (const { group, spellings } of near) if (!groups.has(group)) groups.set(group, spellings[0][0]);
  return [...groups.values()].slice(0, MOST);
}

/** Return how many letters two keys begin with alike. @param {string} one @param {string} other */
function shared(one, other) {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
}
