/**
 * A hit as it is shown: address, excerpt, the sections with matches, and why it is there.
 *
 * Takes a page whose files have been fetched, returns values in the shape of Pagefind's results; `best` and `why` are more than these have. Of a long
 * page it reads the first part and the one with the best section, no more.
 */

import { excerpt, wordAt } from "./excerpt.js";
import { passageOf, sentenceOf } from "./passages.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Fragment & {at?: number, id?: string, words?: number}} Fragment
 * @typedef {import("./excerpt.js").Matcher} Matcher
 * @typedef {import("./excerpt.js").Match} Match
 * @typedef {import("./lookup.js").Why} Why
 * @typedef {import("./passages.js").Location} Location
 * @typedef {import("./passages.js").Passage} Passage
 * @typedef {{page: number, section: number, part: number, length: number}} Place the part that has the section, the words of an excerpt
 * @typedef {{element: string, id: string, text: string, location: number}} Anchor
 * @typedef {{title: string, url: string, locations: number[], weighted_locations: Location[], anchor?: Anchor} & Passage} SubResult
 * @typedef {{number: number, level: number, id: string, heading: string, lead: string, body: string}} Piece a stretch of a page with the heading it begins with, if any; `lead` is that as a sentence
 * @typedef {Piece & {text: string, words: RegExpMatchArray[], matches: Match[], first: number}} Stretch `first`: the place of its first word in the page
 * @typedef {{word: string, why: Why, match: string}} Reason a word of the query, why it was found, the word of the text
 * @typedef {{url: string, content: string, meta: Record<string, string>, filters: Record<string, string[]>, word_count: number, locations: number[], weighted_locations: Location[], anchors: Anchor[], sub_results: SubResult[], matched_meta: string[], best: Heading & {excerpt: string}, why: Reason[]} & Passage} Shown
 * @typedef {Pick<Shown, "url" | "meta" | "filters" | "why" | "best"> & {sub_results: Heading[]}} Glimpse what a list shows of a hit
 * @typedef {Pick<SubResult, "title" | "url">} Heading
 */

/** The index does not tell the levels of headings other than the title's. */
const [TITLE_LEVEL, HEADING_LEVEL, PLAIN_LEVEL] = [1, 2, 7];
const UNSEARCHED = new Set(["image", "image_alt"]);

/**
 * Return what a list shows of a hit: a part of all, without passages and places that it has no use for.
 * @param {{store: Store, ranking: import("./ranking.js").Ranking, terms: import("./lookup.js").Term[]}} answer
 * @param {Matcher} matcher @param {Place} place @returns {Glimpse}
 */
export function glimpsed(answer, matcher, place) {
  /** @type {Fragment} */
  const head = answer.store.fragment(place.page, 0);
  const stretches = stretchesOf(piecesOf(answer.store, place), matcher);
  return {
    url: head.url,
    meta: { ...head.meta, title: head.title },
    filters: head.filters ?? {},
    why: reasonsFor(answer, place.page, firstMatches(matcher, head.title, stretches)),
    best: bestOf(head, stretches, place),
    sub_results: stretches.filter(({ matches }) => matches.length).map((stretch) => headingOf(head, stretch)),
  };
}

/**
 * Return what is shown of a hit.
 * @param {{store: Store, ranking: import("./ranking.js").Ranking, terms: import("./lookup.js").Term[]}} answer
 * @param {Matcher} matcher @param {Place} place @returns {Shown}
 */
export function shown(answer, matcher, place) {
  const { store } = answer;
  /** @type {Fragment} */
  const head = store.fragment(place.page, 0);
  const stretches = stretchesOf(piecesOf(store, place), matcher);
  const words = stretches.flatMap((stretch) => stretch.words.map(([word]) => word));
  const counts = countsOf(stretches);
  const all = stretches.map((stretch) => locationsOf(stretch, counts));
  const weighted = all.flat();
  const found = stretches.flatMap((stretch, i) => (all[i].length ? [subResultOf(head, stretch, all[i], words, place.length)] : []));
  return {
    url: head.url,
    content: words.join(" "),
    ...passageOf(words, weighted, 0, words.length, place.length),
    meta: { ...head.meta, title: head.title },
    filters: head.filters ?? {},
    word_count: head.words ?? words.length,
    locations: weighted.map(({ location }) => location),
    weighted_locations: weighted,
    anchors: stretches.flatMap((stretch) => anchorOf(stretch) ?? []),
    sub_results: found,
    best: bestOf(head, stretches, place),
    matched_meta: Object.keys(head.meta).filter((key) => !UNSEARCHED.has(key) && matcher.matches(composed(head.meta[key])).length),
    why: reasonsFor(answer, place.page, firstMatches(matcher, head.title, stretches)),
  };
}

/**
 * Return why each word of the query was found on a page.
 * @param {{ranking: import("./ranking.js").Ranking, terms: import("./lookup.js").Term[]}} answer @param {number} page
 * @param {Map<number, string>} texts the word of the page for each word of the query @returns {Reason[]}
 */
function reasonsFor({ ranking, terms }, page, texts) {
  const why = ranking.why(page);
  return terms.flatMap(({ asked: { surface } }, i) => {
    const reason = why.get(surface);
    return reason ? [{ word: surface, why: reason, match: texts.get(i) ?? "" }] : [];
  });
}

/** Return the pieces of a page in the order of its text. @param {Store} store @param {Place} place @returns {Piece[]} */
function piecesOf(store, { page, part }) {
  /** @type {Fragment} */
  const head = store.fragment(page, 0);
  const [opening, ...rest] = head.sections;
  const pieces = openingOf(head, opening[2]);
  /** @param {[string, string, string][]} sections @param {number} from */
  const add = (sections, from) =>
    sections.forEach(([id, heading, body], i) =>
      pieces.push({ number: from + i, level: HEADING_LEVEL, id, heading, lead: sentenceOf(composed(heading)), body: composed(body) }),
    );
  add(rest, 1);
  if (part) add(store.fragment(page, part).sections, head.starts[part]);
  return pieces;
}

/**
 * Return the pieces of the first section: what stands before the title, if that can be reached by itself, and the title with what follows.
 * @param {Fragment} head @param {string} text @returns {Piece[]}
 */
function openingOf(head, text) {
  const at = head.at ?? 0;
  const plain = { number: 0, level: PLAIN_LEVEL, id: "", heading: "", lead: "", body: composed(text) };
  if (at < 0) return [plain];
  const lead = sentenceOf(composed(head.title));
  const [before, after] = [text.slice(0, at), text.slice(at)].map((part) => composed(part).trim());
  const titled = { ...plain, level: TITLE_LEVEL, id: head.id ?? "", heading: head.title, lead, body: after };
  if (!before) return [titled];
  return titled.id ? [{ ...plain, body: before }, titled] : [{ ...plain, body: [before, lead, after].join(" ").trim() }];
}

/** Return `text` composed and without the places where a long word may be broken. @param {string} text */
function composed(text) {
  return text.normalize("NFC").replaceAll("\u200b", "");
}

/** @param {Piece[]} pieces @param {Matcher} matcher @returns {Stretch[]} */
function stretchesOf(pieces, matcher) {
  let first = 0;
  return pieces.map((piece) => {
    const text = [piece.lead, piece.body].filter(Boolean).join(" ");
    const words = [...text.matchAll(/\S+/g)];
    const stretch = { ...piece, text, words, matches: matcher.matches(text), first };
    first += words.length;
    return stretch;
  });
}

/** Return how often each word of the query is meant on the page. @param {Stretch[]} stretches @returns {number[]} */
function countsOf(stretches) {
  /** @type {number[]} */
  const counts = [];
  for (const { matches } of stretches) for (const { term } of matches) counts[term] = (counts[term] ?? 0) + 1;
  return counts;
}

/** Return the places of a stretch that are meant; a word counts for more the less often it stands on the page. @param {Stretch} stretch @param {number[]} counts @returns {Location[]} */
function locationsOf({ level, lead, words, matches, first }, counts) {
  /** @type {Map<number, Location>} */
  const places = new Map();
  for (const { from, term, whole } of matches) {
    const location = first + wordAt(words, from);
    const weight = (from < lead.length ? 8 - level : 1) / (whole ? 1 : 2);
    const before = places.get(location) ?? { weight: 0, balanced_score: 0 };
    places.set(location, {
      weight: Math.max(weight, before.weight),
      balanced_score: before.balanced_score + (weight * weight) / counts[term],
      location,
    });
  }
  return [...places.values()];
}

/** @param {Fragment} head @param {Stretch} stretch @param {Location[]} locations @param {string[]} words @param {number} length @returns {SubResult} */
function subResultOf(head, stretch, locations, words, length) {
  const anchor = anchorOf(stretch);
  return {
    ...headingOf(head, stretch),
    ...passageOf(words, locations, stretch.first, stretch.first + stretch.words.length, length),
    locations: locations.map(({ location }) => location),
    weighted_locations: locations,
    ...(anchor && { anchor }),
  };
}

/** Return title and address of a stretch. @param {Fragment} head @param {Piece} piece @returns {Heading} */
function headingOf(head, { id, heading }) {
  const url = head.meta.url || head.url;
  return { title: heading || head.title, url: id ? url + new URL(`#${id}`, "https://x/").hash : url };
}

/** @param {Stretch} stretch @returns {Anchor | null} */
function anchorOf({ id, level, heading, first }) {
  return id ? { element: `h${level}`, id, text: heading, location: first } : null;
}

/**
 * Return the best section with the best passage of its text, as our own lists show it: its heading stands beside it. A page that begins without a text
 * is shown by that of a section with matches.
 * @param {Fragment} head @param {Stretch[]} stretches @param {Place} place
 */
function bestOf(head, stretches, { section, length }) {
  const own = stretches.filter(({ number }) => number === section);
  const best = own.filter(({ body }) => body).pop() ?? own[0] ?? stretches[0];
  const others = section ? [] : stretches.filter(({ body }) => body);
  const told = best.body ? best : (others.find(({ matches }) => matches.length) ?? others[0] ?? best);
  return { ...headingOf(head, { ...best, id: section ? best.id : "" }), excerpt: passageIn(told, length) };
}

/** Return the best passage of a stretch without its heading, as HTML. @param {Stretch} stretch @param {number} length */
function passageIn({ text, lead, matches }, length) {
  const start = lead && text.length > lead.length ? lead.length + 1 : lead.length;
  const shifted = matches.map((match) => ({ ...match, from: match.from - start, to: match.to - start }));
  return excerpt(text.slice(start), shifted.filter(({ from }) => from >= 0), length);
}

/** Return for each word of the query the first word of the page that answers it, as a whole rather than as part of another. @param {Matcher} matcher @param {string} title @param {Stretch[]} stretches */
function firstMatches(matcher, title, stretches) {
  const own = composed(title);
  /** @type {Map<number, string>} */
  const wholes = new Map();
  /** @type {Map<number, string>} */
  const inner = new Map();
  for (const { text, matches } of [{ text: own, matches: matcher.matches(own) }, ...stretches]) {
    for (const { term, from, to, whole } of matches) {
      const found = whole ? wholes : inner;
      if (!found.has(term)) found.set(term, text.slice(from, to));
    }
  }
  return new Map([...inner, ...wholes]);
}
