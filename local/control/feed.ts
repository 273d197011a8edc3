import { EventStream } from "./eventStream.ts";

/** The last items of something that goes on, and those who follow it. */
export class Feed<Item> {
  readonly #limit: number;
  readonly #items: Item[] = [];
  readonly #followers = new Set<(item: Item) => void>();

  /** @param limit - number of items to keep */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The kept items, the oldest first. */
  get items(): readonly Item[] {
    return this.#items;
  }

  publish(item: Item): void {
    this.#items.push(item);
    if (this.#items.length > this.#limit) this.#items.shift();
    for (const follow of this.#followers) follow(item);
  }

  /** @returns a function that ends it */
  follow(follower: (item: Item) => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** A response that sends each item from now on. */
  stream(): EventStream {
    return new EventStream((send) => this.follow((item) => send(item)));
  }
}
