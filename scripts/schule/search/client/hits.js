/** What dialog and page say of a hit alike: its address, its kind, why it is there. */

import { element } from "./elements.js";
import { told } from "./opening.js";

/**
 * @typedef {NonNullable<Awaited<ReturnType<import("./results.js").Result["preview"]>>>} Shown
 * @typedef {import("./suche.js").Results} Results
 * @typedef {import("./opening.js").Settings} Settings
 */

/**
 * Return what lists show of several hits, and a sentence if some cannot be had; if none can, that is an error.
 * @param {Promise<Shown | null>[]} previews @returns {Promise<{shown: Shown[], trouble: string}>}
 */
export async function gathered(previews) {
  const all = await Promise.allSettled(previews);
  const shown = all.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []));
  const failed = all.find((one) => one.status === "rejected");
  if (failed?.status === "rejected" && !shown.length) throw failed.reason;
  return { shown, trouble: failed?.status === "rejected" ? told(failed.reason) : "" };
}

/** Return an address that may stand in a link, with its file name where there is no server. @param {string} address */
export function linkTo(address) {
  const url = new URL(address, document.baseURI);
  if (!["http:", "https:", "file:"].includes(url.protocol)) return "#";
  if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
  return url.href;
}

/** Return the kind of a page, empty if it has none. @param {Shown} shown @param {Settings} settings */
export function kindOf(shown, settings) {
  return shown.filters[settings.gruppe]?.[0] ?? shown.meta[settings.gruppe.toLowerCase()] ?? "";
}

/** Return how pages of a kind are called together. @param {string} kind @param {Settings} settings */
export function pluralOf(kind, settings) {
  return kind ? (settings.arten.find(({ name }) => name === kind)?.mehrzahl ?? kind) : "Weitere Seiten";
}

/** Return the section to be shown below the page, if the best one is not its beginning. @param {Shown} shown */
export function sectionOf(shown) {
  return shown.best.url.includes("#") && shown.best.title !== shown.meta.title ? shown.best : null;
}

/** Return what the page says of itself, where no word of the query stands in the passage. @param {Shown} shown */
export function summaryOf(shown) {
  return shown.best.excerpt.includes("<mark>") ? "" : (shown.meta.kurz ?? "");
}

/** Return the words of a page that answer the query. @param {Shown} shown */
export function matchesOf(shown) {
  return [...new Set(shown.why.flatMap(({ match, word }) => [word, match]).filter((word) => word.length > 2))];
}

/**
 * Return why a page is among the hits, where that is not plain to see: nodes, empty if nothing has to be said.
 * @param {Shown} shown @param {Results["words"]} words of the query
 * @returns {Node[]}
 */
export function reasonsOf(shown, words) {
  /** @type {Node[][]} */
  const reasons = [];
  for (const { word, why, match } of shown.why) {
    if (!match || same(match, word)) continue;
    if ((why === "part" || why === "word") && inside(match, word)) reasons.push(quoted("enthält", match));
    if (why === "synonym") reasons.push(quoted("auch:", match));
    if (why === "typo") reasons.push(quoted("ähnlich:", match));
  }
  const found = new Set(shown.why.map(({ word }) => word));
  const missing = words.filter(({ word }) => !found.has(word)).map(({ word }) => word);
  if (missing.length && found.size) reasons.push([document.createTextNode("ohne "), element("s", {}, missing.join(", "))]);
  return reasons.flatMap((reason, i) => (i ? [document.createTextNode(" · "), ...reason] : reason));
}

/** Return the query as it was probably meant, if a word stands nowhere but one like it does; else null. @param {string} term @param {Results["words"]} words */
export function meantBy(term, words) {
  let meant = term;
  for (const { word, found } of words) {
    const [best] = found;
    if (best?.why !== "typo" || !best.word) continue;
    const place = meant.toLowerCase().indexOf(word.toLowerCase());
    if (place < 0) continue;
    const capital = meant[place] !== word[0] ? best.word[0].toUpperCase() + best.word.slice(1) : best.word;
    meant = meant.slice(0, place) + capital + meant.slice(place + word.length);
  }
  return meant === term ? null : meant;
}

/** Return queries with a word like the one that stands nowhere. @param {string} term @param {Results["words"]} words @returns {string[]} */
export function queriesNear(term, words) {
  return words.flatMap(({ word, near }) => {
    const place = term.toLowerCase().indexOf(word.toLowerCase());
    return place < 0 ? [] : near.map((other) => term.slice(0, place) + other + term.slice(place + word.length));
  });
}

/** Return a line of queries to choose from. @param {string} before @param {string[]} queries @param {(query: string) => void} take */
export function offered(before, queries, take) {
  const line = element("p", { class: "ss-angebot" }, before);
  for (const query of queries) {
    const button = element("button", { type: "button", class: "ss-meint" }, query);
    button.addEventListener("click", () => take(query));
    line.append(" ", button);
  }
  return line;
}

/** Return the question whether another query was meant. @param {string} meant @param {(query: string) => void} take */
export function meantLine(meant, take) {
  const button = element("button", { type: "button", class: "ss-meint" }, meant);
  button.addEventListener("click", () => take(meant));
  return element("p", {}, "Meinten Sie ", button, "?");
}

/** @param {number} count @param {string} one @param {string} many */
export function counted(count, one, many) {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Return how many hits there are, and how many that carry less of the query. @param {number} total @param {number} weak @param {string} [one] @param {string} [many] */
export function hitsCounted(total, weak, one = "Treffer", many = "Treffer") {
  if (!weak) return counted(total, one, many);
  const weaker = counted(weak, "weniger passender", "weniger passende");
  return total ? `${counted(total, one, many)}, dazu ${weaker}` : `${weaker} ${weak === 1 ? one : many}`;
}

/** Return a number with a point at each thousand; the browser's own way costs 20 ms at the first number. @param {number} count */
export function grouped(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ".");
}

/** @param {string} before @param {string} word @returns {Node[]} */
function quoted(before, word) {
  return [document.createTextNode(`${before} `), element("em", {}, word)];
}

/** @param {string} one @param {string} other */
function same(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether one of the two words stands inside the other, other than at its beginning as in a mere ending. @param {string} match @param {string} word */
function inside(match, word) {
  const [short, long] = [match.toLowerCase(), word.toLowerCase()].sort((a, b) => a.length - b.length);
  const stem = short.length > 6 ? short.slice(0, -1) : short;
  return long.includes(stem) && long.length > short.length + 3;
}
