/** Make elements of the interface. Text only ever becomes text: nothing here takes HTML. */

const MARK = /<mark>(.*?)<\/mark>/gs;
const HIDDEN_FRAME = 100;
let made = 0;

/**
 * Return a new element. Attributes that are `false` or `null` are left out.
 * @param {string} tag @param {Record<string, string | number | boolean | null>} [attributes] @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const fresh = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) fresh.setAttribute(name, value === true ? "" : String(value));
  }
  fresh.append(...children);
  return fresh;
}

/** Return an id that no other element has. @param {string} stem */
export function freshId(stem) {
  return `${stem}-${++made}`;
}

/** Return an excerpt of the engine (escaped text with `<mark>`) as nodes, whatever it holds. @param {string} excerpt @returns {Node[]} */
export function markedNodes(excerpt) {
  /** @type {Node[]} */
  const nodes = [];
  let at = 0;
  for (const found of excerpt.matchAll(MARK)) {
    nodes.push(document.createTextNode(plainText(excerpt.slice(at, found.index))), element("mark", {}, plainText(found[1])));
    at = found.index + found[0].length;
  }
  nodes.push(document.createTextNode(plainText(excerpt.slice(at))));
  return nodes;
}

/** Return a line with the given words marked. @param {string} line @param {string[]} words @returns {Node[]} */
export function withMarks(line, words) {
  const low = line.toLowerCase();
  // Lower case of another length: then places would not fit.
  const wanted = low.length === line.length ? words.filter(Boolean).map((word) => word.toLowerCase()) : [];
  /** @type {Node[]} */
  const nodes = [];
  let at = 0;
  for (;;) {
    const places = wanted.map((word) => low.indexOf(word, at)).filter((place) => place >= 0);
    if (!places.length) break;
    const from = Math.min(...places);
    const length = Math.max(...wanted.filter((word) => low.startsWith(word, from)).map((word) => word.length));
    nodes.push(document.createTextNode(line.slice(at, from)), element("mark", {}, line.slice(from, from + length)));
    at = from + length;
  }
  nodes.push(document.createTextNode(line.slice(at)));
  return nodes;
}

/** Return an icon made of one path. @param {string} path */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Wait until what has been done is seen, so that a slow computer has no long task; in a page that nobody sees, a moment. */
export function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, HIDDEN_FRAME);
  });
}

/** Let a new task begin, so that what is to do is not one long one. @returns {Promise<void>} */
export function nextTask() {
  const { scheduler } = /** @type {{scheduler?: {yield?: () => Promise<void>}}} */ (/** @type {unknown} */ (globalThis));
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(port1.close());
    port2.postMessage(null);
  });
}

/** @param {string} escaped */
function plainText(escaped) {
  return escaped.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
