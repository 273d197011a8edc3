import { isDeepStrictEqual } from "node:util";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { type Kept, NotSavedError } from "../aws/kept.ts";
import { type KeptStack, nothingKept } from "./keptStack.ts";
import { withUrls } from "./withUrls.ts";

interface Document {
  readonly version: typeof version;
  readonly accountId: string;
  /** Addresses of the endpoints by region, which other starts do not have. */
  readonly urls: Readonly<Record<string, string>>;
  readonly stacks: Readonly<Record<string, KeptStack>>;
}

const version = 1;

type Endpoints = ReadonlyMap<string, AwsEndpoint>;

/** The resources that earlier starts have left can't be used. */
class KeptDataError extends Error {
  override readonly name = "KeptDataError";

  constructor(region: string, reason: string) {
    super(
      `The kept data of ${region} can't be used: ${reason}. Use what wrote it, or delete the data: npm start -- --fresh`,
    );
  }
}

/** The stacks of a region as they were left: in this process, or in an earlier one if the endpoint keeps its data. */
export class KeptRegion {
  readonly #kept: Kept | undefined;
  readonly #announce: (message: string) => void;
  readonly #accountId: string;
  readonly #urls: Readonly<Record<string, string>>;
  readonly #restarted: Readonly<Record<string, KeptStack>>;
  readonly #here = new Map<string, KeptStack>();
  #begun: Promise<void> | undefined;
  #saving: Promise<void> = Promise.resolve();

  /**
   * @param announce - told of what could not be written
   * @throws KeptDataError for a document that can't be used: to go on without it would overwrite it
   */
  constructor(aws: AwsEndpoint, endpoints: Endpoints, announce: (message: string) => void) {
    this.#kept = aws.kept;
    this.#announce = (message) => announce(`${aws.region}: ${message}`);
    this.#accountId = aws.accountId;
    this.#urls = Object.fromEntries([...endpoints].map(([region, { url }]) => [region, url]));
    this.#restarted = this.#read(this.#kept?.evaluation, aws.region);
  }

  /** A stack, and whether it was left by an earlier process. */
  stack(name: string): { earlier: KeptStack; isRestart: boolean } {
    const here = this.#here.get(name);
    if (here) return { earlier: here, isRestart: false };
    const restarted = this.#restarted[name];
    return { earlier: restarted ?? nothingKept, isRestart: restarted !== undefined };
  }

  /** Called before anything in the region changes: from then on, nothing is written until `commit`. */
  begin(): Promise<void> {
    return (this.#begun ??= this.#saving.then(() => this.#kept?.begin()));
  }

  /** Keeps stacks as they are now. They are written in the background. */
  commit(stacks: ReadonlyMap<string, KeptStack>): void {
    const before = this.#stacks();
    for (const [name, stack] of stacks) this.#here.set(name, stack);
    const kept = this.#kept;
    const isSame = this.#begun === undefined && isDeepStrictEqual(before, this.#stacks());
    if (kept === undefined || isSame) return;
    const document: Document = {
      ...{ version, accountId: this.#accountId, urls: this.#urls },
      stacks: this.#stacks(),
    };
    this.#saving = this.begin()
      .then(() => {
        this.#begun = undefined;
        return kept.commit(document);
      })
      .catch((error: Error) => {
        // The endpoint tries again, and the platform tells: see local/data/saveWatch.ts.
        if (!(error instanceof NotSavedError)) this.#announce(`${error.name}: ${error.message}`);
      });
  }

  /** Resolves when everything that was committed is written. */
  saved(): Promise<void> {
    return this.#saving;
  }

  /** A stack that the environment no longer has may come back. */
  #stacks(): Document["stacks"] {
    return { ...this.#restarted, ...Object.fromEntries(this.#here) };
  }

  #read(document: unknown, region: string): Document["stacks"] {
    if (document === undefined) return {};
    const { version: of, accountId, urls, stacks } = (document ?? {}) as Partial<Document>;
    if (of !== version || urls === undefined || stacks === undefined) {
      throw new KeptDataError(region, "another version of the platform has written it");
    }
    if (accountId !== this.#accountId) {
      throw new KeptDataError(region, `it belongs to the account ${String(accountId)}`);
    }
    return withUrls(stacks, urls, this.#urls);
  }
}
