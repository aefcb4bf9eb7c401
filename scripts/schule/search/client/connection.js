/**
 * The way from a page to the engine: a worker, or the same code in the page's own thread where the page forbids workers.
 *
 * Sends the messages that `suche-worker.js` answers, several at a time; each answer belongs to one question.
 */

import { SearchFailure, sentence } from "./failure.js";

/** @typedef {{id: number, value?: unknown, error?: string}} Reply */

/** Where the files of the search are. */
export const HERE = import.meta.url;

/** An open way to the engine. */
export class Connection {
  /** @param {boolean} noWorker */
  constructor(noWorker) {
    /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void, message: object}>} */
    this.waiting = new Map();
    this.last = 0;
    /** Messages that go together, since each one is a task of its own for the other side. @type {object[]} */
    this.outbox = [];
    this.alive = true;
    /** Whether the worker has ever answered; one that cannot start tells by an error alone. */
    this.heard = false;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Promise<Worker | MessagePort>} */
    this.port = this.connect(noWorker);
    this.port.catch((error) => this.fail(error));
  }

  /** @param {boolean} noWorker @returns {Promise<Worker | MessagePort>} */
  async connect(noWorker) {
    if (!noWorker) {
      try {
        const worker = new Worker(new URL("suche-worker.js", HERE), { type: "module" });
        worker.onmessage = ({ data }) => data.forEach((/** @type {Reply} */ reply) => this.receive(reply));
        worker.onerror = (event) => {
          event.preventDefault();
          if (this.heard) return;
          worker.terminate();
          if (this.worker !== worker) return;
          this.port = this.withoutWorker();
          this.port.catch((error) => this.fail(error));
        };
        this.worker = worker;
        return worker;
      } catch {
        // A page that forbids workers.
      }
    }
    return this.withoutWorker();
  }

  /** Serve in this thread, and ask again what no worker has answered. */
  async withoutWorker() {
    this.worker = null;
    const { serve } = await import(String(new URL("suche-worker.js", HERE)));
    const { port1, port2 } = new MessageChannel();
    serve(port2);
    port1.onmessage = ({ data }) => data.forEach((/** @type {Reply} */ reply) => this.receive(reply));
    this.outbox = [];
    port1.postMessage([...this.waiting.values()].map(({ message }) => message));
    return port1;
  }

  /** @param {Reply} reply */
  receive({ id, value, error }) {
    this.heard = true;
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new SearchFailure(error));
    else waiting?.resolve(value);
  }

  /** @param {number} index @param {string} act @param {unknown[]} args @returns {Promise<any>} */
  async ask(index, act, ...args) {
    await this.port.catch((error) => {
      throw new SearchFailure(sentence(error));
    });
    if (!this.alive) throw new SearchFailure("Die Suche wurde beendet.");
    return new Promise((resolve, reject) => {
      const message = { id: ++this.last, index, act, args };
      this.waiting.set(message.id, { resolve, reject, message });
      if (this.outbox.push(message) === 1) queueMicrotask(() => this.send());
    });
  }

  /** Send what has been asked for in this task. */
  send() {
    const messages = this.outbox;
    this.outbox = [];
    if (messages.length) this.port.then((port) => port.postMessage(messages), () => {});
  }

  close() {
    this.worker?.terminate();
    this.fail(new SearchFailure("Die Suche wurde beendet."));
  }

  /** Tell all who wait that no answer will come. @param {unknown} error */
  fail(error) {
    this.alive = false;
    for (const { reject } of this.waiting.values()) reject(new SearchFailure(sentence(error)));
    this.waiting.clear();
  }
}
