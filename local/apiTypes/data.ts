// What the endpoints of tables, queues and buckets return, for the page too: types only.

/** Names of a table's or index's keys. */
export interface Keys {
  readonly hash: string;
  readonly range?: string;
}

/** A table of a region's endpoint. */
export interface DescribedTable {
  readonly name: string;
  readonly items: number;
  readonly bytes: number;
  readonly keys: Keys;
  /** Types of the keys' attributes, such as `S`. */
  readonly types: Readonly<Record<string, string>>;
  readonly indexes: readonly (Keys & { readonly name: string })[];
}

/** A queue of a region's endpoint. */
export interface DescribedQueue {
  readonly name: string;
  readonly url: string;
  readonly isFifo: boolean;
  readonly visible: number;
  /** Received, but not deleted yet. */
  readonly inFlight: number;
  readonly delayed: number;
  readonly visibilityTimeoutSeconds: number;
  /** Name of its dead-letter queue, and after how many receives messages go there. */
  readonly deadLetters?: { readonly queue: string; readonly maxReceives: number };
  /** Names of the queues whose dead letters it gets. */
  readonly deadLettersOf: readonly string[];
}

/** A message in a queue. */
export interface PeekedMessage {
  readonly id: string;
  /** At most 256 KiB. */
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly sent?: string;
  readonly receives: number;
  /** Whether it can be received now. */
  readonly isVisible: boolean;
  readonly groupId?: string;
}

/** The first messages of a queue. */
export interface PeekedMessages {
  /** How they were looked at: `list` leaves no trace; `receive` counts as a receive of each message. */
  readonly way: "list" | "receive";
  readonly total: number;
  readonly messages: readonly PeekedMessage[];
}

export interface ListedBucket {
  readonly name: string;
  /** ISO 8601. */
  readonly created?: string;
}

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly changed?: string;
  readonly etag?: string;
  /** How it can be shown, by its name. */
  readonly shownAs: "image" | "text" | null;
}

/** A page of a bucket's objects and folders. */
export interface FoundObjects {
  readonly folders: readonly string[];
  readonly objects: readonly StoredObject[];
  /** The `?cursor=` of the next page; left out on the last one. */
  readonly next?: string;
}
