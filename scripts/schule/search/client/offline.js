/**
 * The search without a server: what stands around engine and interface in `offline.js`, which `offline.py` puts together.
 *
 * From a disk (`file:`) a browser runs no modules, fetches no files and starts no worker from one. It does run classic scripts,
 * and a worker whose source the page itself holds. So every file of the index is a script that hands its bytes over, the page
 * loads it when the worker asks, and the code of the worker is that of `openEngine`, as text.
 */

/**
 * @typedef {(address: string | URL | Request, options?: RequestInit) => Promise<Response>} Fetch
 * @typedef {{serve: (port: MessagePort) => void}} EngineModule
 */

const HERE_URL = /** @type {HTMLScriptElement} */ (document.currentScript).src;
const FOLDER = new URL(".", HERE_URL).href;
/** @type {Map<string, Promise<ArrayBuffer | null>>} */
const parts = new Map();
/** @type {Map<string, string>} */
const handedOver = new Map();

/** Called by each file of the index. @param {string} name @param {string} text base64 */
function takePart(name, text) {
  handedOver.set(name, text);
}
/** @type {{sucheTeil?: typeof takePart}} */ (globalThis).sucheTeil = takePart;

/** Return the bytes of a file of the index, or null. @param {string} name */
function part(name) {
  let loading = parts.get(name);
  if (!loading) {
    loading = new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = `${FOLDER}${name.replace(/\.six$/, ".js")}`;
      script.onload = () => resolve(bytesOf(handedOver.get(name)));
      script.onerror = () => resolve(null);
      document.head.append(script);
      void loading?.finally(() => script.remove());
    });
    parts.set(name, loading);
    void loading.then((bytes) => bytes ?? parts.delete(name));
  }
  return loading;
}

/** @param {string | undefined} text base64 */
function bytesOf(text) {
  return text === undefined ? null : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
}

/** Take the place of `fetch` for the files of this index. @type {Fetch} */
async function fetchPart(address, options) {
  if (!String(address).startsWith(FOLDER)) return fetch(address, options);
  const bytes = await part(String(address).slice(FOLDER.length));
  return new Response(bytes?.slice(0) ?? null, { status: bytes ? 200 : 404 });
}

/** What the worker runs before the engine: it asks the page for files. @param {string} folder @returns {Fetch} */
function askPage(folder) {
  /** @type {Map<string, ((response: Response) => void)[]>} */
  const asked = new Map();
  addEventListener("message", (event) => {
    if (!event.data || typeof event.data.part !== "string") return;
    event.stopImmediatePropagation();
    const { part: name, bytes } = event.data;
    for (const answer of asked.get(name) ?? []) answer(new Response(bytes, { status: bytes ? 200 : 404 }));
    asked.delete(name);
  });
  return (address, options) => {
    if (!String(address).startsWith(folder)) return fetch(address, options);
    const name = String(address).slice(folder.length);
    return new Promise((resolve) => {
      if (!asked.has(name)) postMessage({ part: name });
      asked.set(name, [...(asked.get(name) ?? []), resolve]);
    });
  };
}

/** Take the place of `Worker` for the engine. @param {(fetch: Fetch) => EngineModule} openEngine @returns {new () => Worker} */
function workerOf(openEngine) {
  /** Return a worker that gets its files from this page. */
  function PageWorker() {
    const source = `(${openEngine})((${askPage})(${JSON.stringify(FOLDER)}));`;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    worker.addEventListener("message", async (event) => {
      if (!event.data || typeof event.data.part !== "string") return;
      event.stopImmediatePropagation();
      worker.postMessage({ part: event.data.part, bytes: await part(event.data.part) });
    });
    return worker;
  }
  return /** @type {new () => Worker} */ (/** @type {unknown} */ (PageWorker));
}
