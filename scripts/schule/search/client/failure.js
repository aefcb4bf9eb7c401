/** What goes wrong, said to the reader in one German sentence. */

/** An error whose message may be shown as it is. */
export class SearchFailure extends Error {
  /** @param {string} message @param {boolean} [gone] whether a file is missing, as after a new build */
  constructor(message, gone = false) {
    super(message);
    this.name = "SearchFailure";
    this.gone = gone;
  }
}

/** Return the sentence for anything that was thrown. @param {unknown} error */
export function sentence(error) {
  return error instanceof SearchFailure ? error.message : "Die Suche ist gestört; bitte die Seite neu laden.";
}
