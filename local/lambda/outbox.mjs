// @ts-check

/**
 * Collects the messages of one turn of the event loop and posts them together, because under load,
 * posting costs more than most messages.
 *
 * @template Message
 */
export class Outbox {
  /** @type {Message[]} */
  #messages = [];
  #post;

  /** @param {(messages: Message[]) => void} post */
  constructor(post) {
    this.#post = post;
  }

  /** @param {Message} message */
  add(message) {
    if (this.#messages.length === 0) setImmediate(() => this.flush());
    this.#messages.push(message);
  }

  flush() {
    if (this.#messages.length === 0) return;
    const messages = this.#messages;
    this.#messages = [];
    this.#post(messages);
  }
}
