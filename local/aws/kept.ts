import type { RootCredentials } from "./rootCredentials.ts";

/** Kinds of data that can be emptied without the resources that hold them. */
export const keptKinds = ["users", "tables", "queues", "buckets"] as const;

export type KeptKind = (typeof keptKinds)[number];

/** How much data an endpoint has. */
export interface KeptCounts {
  readonly users: number;
  /** Items of tables. */
  readonly items: number;
  /** Messages in queues. */
  readonly messages: number;
  readonly objects: number;
}

/**
 * The data of an endpoint that is kept between starts, with the evaluation of the program that its resources come from.
 * Both are one generation on disk, so they can't disagree.
 */
export interface Kept {
  /** The document of the last `commit` before this start. `undefined` if there is no data. */
  readonly evaluation: unknown;
  /** Whether this start began without any data. */
  readonly isEmpty: boolean;
  /** Sentences about damaged, moved or dropped data. */
  readonly notes: readonly string[];
  /** Begins to change resources: until `commit`, nothing is written to the disk. A crash leads back to here. */
  begin(): Promise<void>;
  /**
   * Ends the changes of resources. Resolves when the data and the document are on the disk.
   *
   * @param evaluation - anything that JSON can hold
   * @throws NotSavedError when it could not be written
   */
  commit(evaluation: unknown): Promise<void>;
  /** Resolves when everything up to now is on the disk. @throws NotSavedError when it could not be written */
  save(): Promise<void>;
  /** The same before the endpoint ends, unless changes of resources were interrupted, which are not kept. */
  finish(): Promise<void>;
  counts(): Promise<KeptCounts>;
  /** Why the latest attempt to write the data failed. It is tried again every few seconds. `undefined` if it succeeded. */
  problem(): Promise<string | undefined>;
  /** Empties kinds of data, and saves that. Resources, their ids and their settings stay. */
  empty(kinds: readonly KeptKind[]): Promise<void>;
}

/** The data of an endpoint could not be written to the disk; it is there as it was before. */
export class NotSavedError extends Error {
  override readonly name = "NotSavedError";
}

/** An endpoint that keeps its data. */
interface Keeper {
  readonly url: string;
  readonly region: string;
  readonly accessKey: RootCredentials;
}

interface Response {
  readonly notes: string[];
  readonly counts: KeptCounts;
  readonly evaluation?: unknown;
  readonly problem?: string | null;
}

/** The kept data of an endpoint that was just started with a folder for it. */
export async function readKept(aws: Keeper): Promise<Kept> {
  const { evaluation, notes } = await ask(aws, { read: true });
  return {
    evaluation,
    isEmpty: evaluation === undefined,
    notes,
    ...{
      begin: async () => void (await ask(aws, { begin: true })),
      commit: async (document) =>
        void (await ask(aws, { evaluation: document, commit: true, save: true })),
      save: async () => void (await ask(aws, { save: true })),
      finish: async () => void (await ask(aws, { finish: true })),
      problem: async () => (await ask(aws, { problem: true })).problem ?? undefined,
      counts: async () => (await ask(aws, {})).counts,
      empty: async (kinds) => void (await ask(aws, { empty: kinds, save: true })),
    },
  };
}

async function ask(aws: Keeper, question: object): Promise<Response> {
  const response = await fetch(`${aws.url}/_palisade/kept`, {
    method: "POST",
    headers: { authorization: `Bearer ${aws.accessKey.secretAccessKey}` },
    body: JSON.stringify(question),
  });
  const body = (await response.json()) as Response & { message?: string };
  if (!response.ok) throw new NotSavedError(`${aws.region}: ${body.message ?? response.status}`);
  return body;
}
