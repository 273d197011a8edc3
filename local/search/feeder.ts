import { documentOf, type LogDocument } from "../../functions/logs/document.ts";
import { lineFields } from "../../functions/logs/fields.ts";
import { indexPrefix } from "../../functions/logs/search/index.ts";
import { type LoggedRegion, logKindOf } from "./logKind.ts";
import { NewLines, type ReadLine } from "./newLines.ts";
import { requestOf } from "./openSearch.ts";

/** Time between two looks at the files, in ms. */
const intervalMs = 500;

export interface FeederOptions {
  /** Address of OpenSearch. */
  readonly url: string;
  /** Folder with the logs of this start. */
  readonly logFolder: string;
  readonly environment: string;
  /** What the regions run now. */
  readonly regions: () => readonly LoggedRegion[];
  /** Removes secrets from a line. */
  readonly clean: (text: string) => string;
  /** Receives each reason why lines are not in OpenSearch, once. */
  readonly report: (problem: string) => void;
}

/** Puts each line of a start's logs into OpenSearch, as documents that are the same as on AWS. */
export class Feeder {
  readonly #options: FeederOptions;
  readonly #lines: NewLines;
  readonly #request: ReturnType<typeof requestOf>;
  readonly #reported = new Set<string>();
  #feeding: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: FeederOptions) {
    this.#options = options;
    this.#lines = new NewLines(options.logFolder);
    this.#request = requestOf(options.url);
    this.#schedule();
  }

  /** Waits for a batch under way; what was written since is left out. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#feeding;
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#feeding = this.#feed()
        .catch((error: unknown) => this.#report((error as Error).message))
        .finally(() => this.#schedule());
    }, intervalMs);
    this.#timer.unref();
  }

  async #feed(): Promise<void> {
    const regions = this.#options.regions();
    for (;;) {
      const lines = await this.#lines.read((log) => logKindOf(log, regions) !== undefined);
      if (lines.length === 0 || this.#isClosed) return;
      const items = lines.map((line) => this.#item(line, regions));
      const response = (await this.#request("POST", "/_bulk", items.join(""))) as BulkResponse;
      const { error } = response.items.find((item) => item.index?.error)?.index ?? {};
      if (error) this.#report(`OpenSearch refused a line: ${error.type}: ${error.reason}`);
    }
  }

  #item({ log, text, id }: ReadLine, regions: readonly LoggedRegion[]): string {
    const { kind, region, source } = logKindOf(log, regions)!;
    const { environment, clean } = this.#options;
    const event = { id, timestamp: Date.now(), message: clean(text) };
    const place = { region, environment, source, logGroup: log };
    return bulkItem(documentOf(kind, event, place), id);
  }

  #report(problem: string): void {
    if (this.#isClosed || this.#reported.has(problem)) return;
    this.#reported.add(problem);
    this.#options.report(problem);
  }
}

interface BulkResponse {
  readonly items: readonly {
    readonly index?: { readonly error?: { readonly type: string; readonly reason: string } };
  }[];
}

/** Two lines of a `_bulk` request. Documents are in the index of their day, as Firehose would have them. */
export function bulkItem(document: LogDocument, id: string): string {
  const day = String(document[lineFields.timestamp.name]).slice(0, 10);
  const action = { index: { _index: `${indexPrefix}-${day}`, _id: id } };
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`;
}
