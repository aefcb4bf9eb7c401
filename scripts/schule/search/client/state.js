/** What a reader has asked for, as values and as the query part of an address: `?q=wlan&Kreis=Kreis+Soest&sortierung=Titel&zeige=20`. */

/** @typedef {{term: string, filters: Record<string, string[]>, sort: string, shown: number}} State */

export const STEP = 10;
const MOST_SHOWN = 500;
const [TERM, SORT, SHOWN] = ["q", "sortierung", "zeige"];

/** Read a state; what is no filter or sort key of this site is left out. @param {string} query @param {string[]} filters @param {string[]} sorts @returns {State} */
export function readState(query, filters, sorts) {
  const given = new URLSearchParams(query);
  const shown = Math.ceil((Number(given.get(SHOWN)) || STEP) / STEP) * STEP;
  const sort = given.get(SORT) ?? "";
  /** @type {Record<string, string[]>} */
  const chosen = {};
  for (const name of filters) {
    const values = [...new Set(given.getAll(name).filter(Boolean))];
    if (values.length) chosen[name] = values;
  }
  return { term: given.get(TERM) ?? "", filters: chosen, sort: sorts.includes(sort) ? sort : "", shown: Math.min(Math.max(shown, STEP), MOST_SHOWN) };
}

/** Return the query part of an address, empty if nothing is asked for. @param {State} state */
export function writeState({ term, filters, sort, shown }) {
  const given = new URLSearchParams();
  if (term) given.set(TERM, term);
  for (const [name, values] of Object.entries(filters)) for (const value of values) given.append(name, value);
  if (sort) given.set(SORT, sort);
  if (shown > STEP) given.set(SHOWN, String(shown));
  const text = given.toString();
  return text ? `?${text}` : "";
}

/** Return a state with a value of a filter added, or taken away if it is there. @param {State} state @param {string} name @param {string} value @returns {State} */
export function toggled(state, name, value) {
  const before = state.filters[name] ?? [];
  const after = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  const { [name]: _, ...others } = state.filters;
  return { ...state, shown: STEP, filters: after.length ? { ...others, [name]: after } : others };
}
