import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { indexPrefix, indexTemplate } from "../../functions/logs/search/index.ts";
import type { Children } from "../../project/children.ts";
import { untilReady } from "../process/untilReady.ts";
import { installOpenSearch } from "./install.ts";

/** Time limit for the start, in ms; on a busy machine it takes ten seconds. */
const startTimeoutMs = 90_000;

/** What serves HTTP, the analysis of texts and further types of fields; without the others it starts twice as fast. */
const modules = [
  "org.opensearch.transport.Netty4Plugin",
  "org.opensearch.analysis.common.CommonAnalysisPlugin",
  "org.opensearch.index.mapper.MapperExtrasPlugin",
];

/** For a heap of a few days' logs, and a fast start rather than a high throughput. */
const javaOptions = ["-Xms128m", "-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

export interface OpenSearchOptions {
  readonly children: Children;
  /** Folder for its data; the caller removes it. */
  readonly folder: string;
  readonly announce: (message: string) => void;
}

/** An OpenSearch that runs, with the index template of logs. */
export interface OpenSearch {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Resolves with the reason when it has ended. */
  readonly exited: Promise<string>;
}

/** OpenSearch did not start, or refused a request. */
class OpenSearchError extends Error {
  override readonly name = "OpenSearchError";
}

/**
 * Starts an OpenSearch without data on a free port of 127.0.0.1.
 *
 * @throws SearchInstallError, OpenSearchError
 */
export async function startOpenSearch(options: OpenSearchOptions): Promise<OpenSearch> {
  const { java, jars } = await installOpenSearch(options.announce);
  const base = join(options.folder, "opensearch");
  const config = join(base, "node_1", "config");
  const addressFile = join(base, "address");
  await mkdir(config, { recursive: true });
  await writeFile(join(config, "opensearch.yml"), settings);
  await writeFile(join(config, "log4j2.properties"), loggingTo(addressFile));
  const child = options.children.spawn(
    "opensearch",
    java,
    [
      ...javaOptions,
      ...["-cp", join(jars, "*"), "org.codelibs.opensearch.runner.OpenSearchRunner"],
      ...["-basePath", base, "-numOfNode", "1", "-clusterName", "palisade"],
      // The runner adds the node's number: 0 lets the system choose.
      ...["-baseHttpPort", "-1", "-moduleTypes", modules.join(",")],
    ],
    { cwd: base, env: { PATH: process.env["PATH"], LANG: "C.UTF-8" } },
  );
  let url: string | undefined;
  const started = await untilReady(
    async () => {
      const said = await readFile(addressFile, "utf8").catch(() => "");
      const port = /publish_address \{127\.0\.0\.1:(\d+)\}/.exec(said)?.[1];
      url = port && `http://127.0.0.1:${port}`;
      return url !== undefined;
    },
    child.exited,
    startTimeoutMs,
  );
  if (started !== "ready" || url === undefined) {
    const why = started === "silent" || started === "ready" ? "did not answer" : started.ended;
    const lines = await child.lastLines();
    await child.stop();
    throw new OpenSearchError(`OpenSearch did not start (${why}):\n${lines.join("\n")}`);
  }
  await requestOf(url)("PUT", `/_index_template/${indexPrefix}`, indexTemplate({ refresh: "1s" }));
  return { url, exited: child.exited };
}

/** Nothing outside of this machine reaches it, and a full disk does not make it read-only. */
const settings = `network.host: 127.0.0.1
transport.port: 0
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
`;

/** Its HTTP server tells its address in a file; warnings go to its log. */
const loggingTo = (addressFile: string) => `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1.} %m%n
appender.address.type = File
appender.address.name = address
appender.address.fileName = ${addressFile}
appender.address.layout.type = PatternLayout
appender.address.layout.pattern = %m%n
logger.http.name = org.opensearch.http.AbstractHttpServerTransport
logger.http.level = info
logger.http.appenderRef.address.ref = address
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;

/** Sends a body of JSON, or lines of JSON as they are. @throws OpenSearchError unless the status is 2xx */
export const requestOf =
  (url: string) =>
  async (method: string, path: string, body?: object | string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body !== undefined && {
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: {
          "content-type": typeof body === "string" ? "application/x-ndjson" : "application/json",
        },
      }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as unknown;
    throw new OpenSearchError(`${method} ${path}: ${response.status} ${text.slice(0, 2_000)}`);
  };
