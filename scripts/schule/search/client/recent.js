/** The last queries, kept in this browser alone. Where storing is switched off there are none. */

const KEY = "schule:suchen";
const MOST = 6;

/** Return the last queries, the newest first. @returns {string[]} */
export function recentQueries() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((entry) => typeof entry === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} term */
export function rememberQuery(term) {
  if (!term) return;
  const others = recentQueries().filter((entry) => entry.toLowerCase() !== term.toLowerCase());
  try {
    localStorage.setItem(KEY, JSON.stringify([term, ...others].slice(0, MOST)));
  } catch {
    // Full or forbidden: then it is not remembered.
  }
}

/** Forget all queries. */
export function forgetQueries() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was stored.
  }
}
