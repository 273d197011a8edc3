import { Feeder, type FeederOptions } from "./feeder.ts";
import { startOpenSearch, type OpenSearchOptions } from "./openSearch.ts";

/** The search over a start's logs. */
export interface Search {
  /** Address of OpenSearch, on this machine. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts OpenSearch and feeds it each line of this start's logs, until it is closed.
 *
 * @throws SearchInstallError, OpenSearchError
 */
export async function startSearch(
  options: OpenSearchOptions & Omit<FeederOptions, "url" | "report">,
): Promise<Search> {
  const { url, exited } = await startOpenSearch(options);
  options.announce("Started OpenSearch");
  const report = (problem: string) => options.announce(`The search lacks lines: ${problem}`);
  const feeder = new Feeder({ ...options, url, report });
  let isClosed = false;
  void exited.then((reason) => {
    if (isClosed) return;
    void feeder.close();
    options.announce(
      `OpenSearch has ended (${reason}). Its log is opensearch.log; start again with --search.`,
    );
  });
  return {
    url,
    close: () => {
      isClosed = true;
      return feeder.close();
    },
  };
}
