/** The envelope of every file of the index: magic, kind, version, then a zlib stream (`container.py`). */

import { SearchFailure } from "./failure.js";

const VERSION = 2;
const HEAD = 5;

/**
 * Return the payload of a file, or throw a `SearchFailure`.
 * @param {string} kind @param {Uint8Array<ArrayBuffer>} data @param {string} name
 * @returns {Promise<Uint8Array>}
 */
export async function unpack(kind, data, name) {
  if (String.fromCharCode(...data.subarray(0, 4)) !== `SIX${kind}`) {
    throw new SearchFailure(`„${name}“ ist keine Datei dieses Suchindexes.`);
  }
  if (data[4] !== VERSION) {
    throw new SearchFailure(
      `„${name}“ hat Version ${data[4]} des Suchindexes; dieses Programm liest Version ${VERSION}, bitte den Suchindex neu bauen.`,
    );
  }
  try {
    return await inflated(data.subarray(HEAD));
  } catch {
    throw damaged(name);
  }
}

/**
 * Return what a zlib stream holds. Written and read by hand: through a `Blob` or a `Response` it takes several times as long.
 * @param {Uint8Array<ArrayBuffer>} data @returns {Promise<Uint8Array>}
 */
async function inflated(data) {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  const written = Promise.all([writer.write(data), writer.close()]);
  written.catch(() => {});
  /** @type {Uint8Array[]} */
  const parts = [];
  const reader = stream.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  await written;
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** @param {string} name */
export function damaged(name) {
  return new SearchFailure(`„${name}“ ist beschädigt; bitte den Suchindex neu bauen.`);
}
