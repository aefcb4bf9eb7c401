/** The envelope of every file of the index: magic, kind, version, then a zlib stream (`container.py`). */

import { SearchFailure } from "./failure.js";

const VERSION = 1;
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
      `„${name}“ hat Version ${data[4]} des Suchindexes; dieses Programm liest Version ${VERSION}.`,
    );
  }
  try {
    const stream = new Blob([data.subarray(HEAD)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw damaged(name);
  }
}

/** @param {string} name */
export function damaged(name) {
  return new SearchFailure(`„${name}“ ist beschädigt; bitte den Suchindex neu bauen.`);
}
