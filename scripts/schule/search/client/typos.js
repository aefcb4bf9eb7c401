/** How far two words are apart (`typos.py`). */

/**
 * Return the distance of two keys (optimal string alignment), or `limit + 1` if it is larger.
 * @param {ArrayLike<number>} one @param {ArrayLike<number>} other @param {number} limit
 */
export function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  const width = other.length + 1;
  let [before, above, row] = [new Uint8Array(width), new Uint8Array(width), new Uint8Array(width)];
  for (let j = 0; j < width; j++) above[j] = Math.min(j, 255);
  for (let i = 1; i <= one.length; i++) {
    row[0] = Math.min(i, 255);
    let least = row[0];
    for (let j = 1; j < width; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      row[j] = Math.min(cost, 255);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[width - 1], limit + 1);
}

/** Return the characters of a word as numbers. @param {string} word */
export function codes(word) {
  return Array.from(word, (letter) => /** @type {number} */ (letter.codePointAt(0)));
}
