/**
 * The engine as the interface needs it: loaded once, with the page's settings and the indexes of other sites.
 *
 * The settings stand in the page as `<script type="application/json" id="suche-einstellungen">`; without them all works, with fewer
 * names. Another site that does not answer in time is told and left out, so that it holds nobody up.
 */

/**
 * @typedef {typeof import("./suche.js")} Module
 * @typedef {import("./suche.js").Results} Results
 * @typedef {{titel: string, adresse: string}} Place a name and an address
 * @typedef {{name: string, mehrzahl: string}} Kind
 * @typedef {{name: string, titel: string, richtung: "asc" | "desc"}} Sorting
 * @typedef {{seite: string, gruppe: string, arten: Kind[], facetten: string[], sortierungen: Sorting[], weitere: Place[], wege: Place[], hilfe: Place[]}} Settings
 * `seite`: the search page; `gruppe`: the filter whose values are kinds of pages, `arten`: these in their order, with plurals; `weitere`: other sites;
 * `wege`: where to browse; `hilfe`: where to ask
 */

const BESIDE = import.meta.url;
const PATIENCE = 4000;
const LONGEST = 300;
const SITE = "Website";
/** @type {Settings} */
const NOTHING = { seite: "", gruppe: "Art", arten: [], facetten: [], sortierungen: [], weitere: [], wege: [], hilfe: [] };

/** @type {Promise<Module> | null} */
let loading = null;
/** @type {Promise<string[]> | null} */
let joining = null;

/** Return the settings that stand in the page. @returns {Settings} */
export function readSettings() {
  const text = document.getElementById("suche-einstellungen")?.textContent;
  const found = { ...NOTHING, ...(text ? JSON.parse(text) : {}) };
  if (found.weitere.length && !found.facetten.includes(SITE)) found.facetten = [...found.facetten, SITE];
  return found;
}

/** Return the engine; a failed attempt is not remembered. @returns {Promise<Module>} */
export function engine() {
  const there = /** @type {{sucheOhneServer?: Module}} */ (globalThis).sucheOhneServer;
  loading ??= there ? Promise.resolve(there) : import(String(new URL("suche.js", BESIDE)));
  loading.catch(() => (loading = null));
  return loading;
}

/** Add the indexes of other sites, once; return a sentence for each that does not answer. @param {Place[]} places @returns {Promise<string[]>} */
export function joinOthers(places) {
  joining ??= Promise.all(places.map(joined)).then((told) => told.filter(Boolean));
  return joining;
}

/** Return what of the text is searched for, and a sentence if that is not all. @param {string} typed */
export function shortened(typed) {
  const term = typed.trim();
  if (term.length <= LONGEST) return { term, note: "" };
  const whole = [...term.slice(0, LONGEST)].slice(0, -1).join("").trim();
  return { term: whole, note: `Der Text ist zu lang für eine Suche. Gesucht wird mit den ersten ${LONGEST} Zeichen.` };
}

/** Return the sentence to show for an error. @param {unknown} error */
export function told(error) {
  if (error instanceof Error && error.name === "SearchFailure") return error.message;
  console.error(error);
  return "Die Suche ist gestört; bitte die Seite neu laden.";
}

/** @param {Place} place @returns {Promise<string>} */
async function joined({ titel, adresse }) {
  const trouble = `„${titel}“ antwortet nicht; Treffer von dort fehlen.`;
  try {
    const address = new URL(adresse, document.baseURI).href.replace(/\/*$/, "/");
    const folder = address.endsWith("/suchindex/") ? address : `${address}suchindex/`;
    const answer = await fetch(`${folder}eintrag.six`, { signal: AbortSignal.timeout(PATIENCE), cache: "no-cache" });
    if (!answer.ok) return trouble;
    await (await engine()).mergeIndex(folder, { mergeFilter: { [SITE]: titel } });
    return "";
  } catch {
    return trouble;
  }
}
