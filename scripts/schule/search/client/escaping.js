/** Text that shall stand inside an element. */

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Return `text` escaped for the inside of an element. @param {string} text */
export function escapedText(text) {
  return text.replace(/[&<>]/g, (letter) => ENTITIES[letter]);
}
