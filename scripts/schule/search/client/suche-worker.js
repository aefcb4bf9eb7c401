/**
 * The worker: opens indexes and answers the messages of `suche.js`.
 *
 * A message is a list of `{id, index, act, args}`, an answer a list of `{id, value}` or `{id, error}`: what is ready together travels
 * together. The same code serves without a worker, if it is given one end of a message channel.
 */

import { Engine } from "./engine.js";
import { SearchFailure, sentence } from "./failure.js";
import { ENTRY } from "./store.js";

/** @typedef {{id: number, index: number, act: string, args: any[]}} Request */

const BEFORE_RETRY = 300;

/** Answer the messages that come through a port. @param {MessagePort} port */
export function serve(port) {
  /** @type {Map<number, Engine>} */
  const engines = new Map();
  /** @type {{id: number, value?: any, error?: string}[]} */
  let ready = [];
  const send = () => {
    const replies = ready;
    ready = [];
    port.postMessage(replies, replies.flatMap(({ value }) => columnsIn(value)));
  };
  /** @param {Request} request */
  const answer = async ({ id, index, act, args }) => {
    const reply = await outcome(engines, index, act, args);
    if (ready.push({ id, ...reply }) === 1) setTimeout(send);
  };
  port.onmessage = ({ data }) => data.forEach(answer);
}

/** @param {Map<number, Engine>} engines @param {number} index @param {string} act @param {any[]} args @returns {Promise<{value?: any, error?: string}>} */
async function outcome(engines, index, act, args) {
  try {
    if (act === "open") engines.set(index, new Engine(loader(args[0], args[2]), args[1]));
    return { value: act === "open" ? undefined : await perform(/** @type {Engine} */ (engines.get(index)), act, args) };
  } catch (error) {
    return { error: sentence(error) };
  }
}

/** Return the columns of an answer, which need not be copied. @param {any} value @returns {ArrayBuffer[]} */
function columnsIn(value) {
  return value?.pages ? [value.pages, value.sections, value.scores, value.reasons].map(({ buffer }) => buffer) : [];
}

/** @param {Engine} engine @param {string} act @param {any[]} args */
function perform(engine, act, args) {
  if (act === "init") return engine.init();
  if (act === "filters") return engine.filters();
  if (act === "preload") return engine.preload(args[0], args[1]);
  if (act === "search") return engine.search(args[0], args[1], args[2]);
  if (act === "anticipate") return engine.anticipate(args[0]);
  if (act === "preview") return engine.preview(args[0], args[1], args[2], args[3], args[4]);
  return engine.data(args[0], args[1], args[2], args[3]);
}

/**
 * Return the function that loads a file of an index.
 * @param {string} base address of the folder @param {ArrayBuffer | undefined} entry the entry, if the page has it already
 * @returns {import("./store.js").Load}
 */
function loader(base, entry) {
  return async (name) => {
    if (entry && name === ENTRY) {
      const data = new Uint8Array(entry);
      entry = undefined;
      return data;
    }
    let response;
    try {
      const ask = () => fetch(base + name, { cache: name === ENTRY ? "reload" : "default" });
      response = await ask().catch((error) => (navigator.onLine ? pause().then(ask) : Promise.reject(error)));
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
    } catch {
      throw new SearchFailure(`„${name}“ ist nicht zu erreichen; bitte die Verbindung prüfen und noch einmal suchen.`);
    }
    if (response.status === 404 || response.status === 410) {
      throw new SearchFailure(`Dem Suchindex fehlt „${name}“; bitte noch einmal suchen oder die Seite neu laden.`, true);
    }
    throw new SearchFailure(`„${name}“ ist nicht zu erreichen (Antwort ${response.status}); bitte später noch einmal suchen.`);
  };
}

/** Wait before a second try; a wireless network loses a request now and then. */
function pause() {
  return new Promise((done) => setTimeout(done, BEFORE_RETRY));
}

if (typeof document === "undefined") serve(/** @type {MessagePort} */ (/** @type {unknown} */ (self)));
