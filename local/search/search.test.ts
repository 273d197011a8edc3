import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { documentOf, type LogDocument, logKinds } from "../../functions/logs/document.ts";
import {
  callQuery,
  failuresQuery,
  indexPattern,
  indexTemplate,
} from "../../functions/logs/search/index.ts";
import { awsCases } from "../../functions/logs/testing/awsCases.ts";
import { access, at, execution, ms } from "../../functions/logs/testing/lines.ts";
import { ownCases } from "../../functions/logs/testing/ownCases.ts";
import { Children } from "../../project/children.ts";
import { bulkItem, Feeder } from "./feeder.ts";
import { SearchInstallError } from "./install.ts";
import { type OpenSearch, requestOf, startOpenSearch } from "./openSearch.ts";

interface Found {
  readonly hits: { readonly hits: readonly { readonly _source: LogDocument }[] };
  readonly aggregations?: {
    readonly hops: {
      readonly buckets: readonly { readonly key: string; readonly doc_count: number }[];
    };
  };
}
interface Stored {
  readonly errors: boolean;
  readonly items: readonly {
    readonly index: { readonly _index: string; readonly error?: object };
  }[];
}

// A real OpenSearch 2.19. It shows that each document is taken and found; not what Firehose and Dashboards do with them.
describe("logs in OpenSearch", function () {
  this.timeout(180_000);
  let folder: string;
  let children: Children;
  let openSearch: OpenSearch;
  let request: ReturnType<typeof requestOf>;

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), "search-"));
    children = new Children(() => {});
    try {
      openSearch = await startOpenSearch({ folder, children, announce: () => {} });
    } catch (error) {
      if (!(error instanceof SearchInstallError)) throw error;
      console.log(`      skipped: ${error.message}`);
      return this.skip();
    }
    request = requestOf(openSearch.url);
  });

  after(async () => {
    await children.close();
    await rm(folder, { recursive: true, force: true });
  });

  const store = async (documents: readonly LogDocument[], prefix: string) => {
    const items = documents.map((document, index) => bulkItem(document, `${prefix}:${index}`));
    return (await request("POST", "/_bulk?refresh=true", items.join(""))) as Stored;
  };
  const find = async (body: object) =>
    (await request("POST", `/${indexPattern}/_search`, body)) as Found;
  const call = async (given: string) =>
    (await find(callQuery(given))).hits.hits.map(({ _source }) => _source);
  const datasets = (documents: readonly LogDocument[]) =>
    documents.map((document) => document["event.dataset"]);

  it("takes a line of each kind of log, under the day when it was written", async () => {
    const documents = [...ownCases, ...awsCases].map(([kind, , line]) =>
      documentOf(kind, {
        timestamp: ms,
        message: typeof line === "string" ? line : JSON.stringify(line),
      }),
    );

    const { items } = await store(documents, "cases");

    assert.deepEqual(
      items.filter(({ index }) => index.error),
      [],
    );
    assert.deepEqual(new Set(datasets(documents)).size, logKinds.length);
    assert.ok(items.some(({ index }) => index._index === `palisade-logs-${at.slice(0, 10)}`));
  });

  it("takes any line of any log, and learns no field from it", async () => {
    const names = fc.oneof(fc.constantFrom(...Object.keys(access), "labels", "error"), fc.string());
    const lines = fc.oneof(
      fc.dictionary(names, fc.jsonValue()).map((line) => JSON.stringify(line)),
      fc.string(),
    );
    const many = fc.sample(fc.tuple(fc.constantFrom(...logKinds), lines), 200);
    const documents = many.map(([kind, message]) => documentOf(kind, { timestamp: ms, message }));
    const long = documentOf("access", {
      timestamp: ms,
      message: JSON.stringify({ ...access, userAgent: "ü".repeat(40_000), sourceIp: "x" }),
    });

    const { items } = await store(
      [...documents, long, { ...long, "new.field": { a: "1" } }],
      "any",
    );

    assert.deepEqual(
      items.filter(({ index }) => index.error),
      [],
    );
    const mappings = (await request("GET", `/${indexPattern}/_mapping`)) as Record<
      string,
      { mappings: { properties: object } }
    >;
    const known = new Set(
      Object.keys(indexTemplate().template.mappings.properties).map((name) => name.split(".")[0]),
    );
    for (const { mappings: own } of Object.values(mappings)) {
      for (const name of Object.keys(own.properties)) assert.ok(known.has(name), name);
    }
  });

  it("finds a call by any of its ids over all hops, in order of time", async () => {
    const requestId = "11111111-2222-4333-8444-555555555555";
    const own = { requestId, traceId: "1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb" };
    const lines = [
      ["service", 20, { ...own, correlationId: requestId, message: "GET /a", status: 500 }],
      ["function", 30, { ...own, correlationId: requestId, errorType: "timeout", attempts: 2 }],
      ["access", 10, { ...access, ...own, timestamp: String(ms + 10) }],
      [
        "function",
        40,
        `REPORT RequestId: ${execution}\tDuration: 12.00 ms\tBilled Duration: 13 ms`,
      ],
    ] as const;
    const documents = lines.map(([kind, after, line]) =>
      documentOf(kind, {
        timestamp: ms + after,
        message: typeof line === "string" ? line : JSON.stringify(line),
      }),
    );
    assert.equal((await store(documents, "call")).errors, false);

    const hops = ["palisade.access", "palisade.service", "palisade.function"];
    assert.deepEqual(datasets(await call(requestId)), hops);
    assert.deepEqual(datasets(await call(own.traceId)), hops);
    assert.deepEqual(datasets(await call(own.traceId.slice(2).replaceAll("-", ""))), hops);
    assert.ok((await call(execution)).some(({ message }) => String(message).startsWith("REPORT")));
    assert.deepEqual(await call("another"), []);
  });

  it("counts failures by hop and kind", async () => {
    const { aggregations } = await find(failuresQuery("2000-01-01"));

    const hops = new Map(aggregations!.hops.buckets.map(({ key, doc_count }) => [key, doc_count]));
    assert.ok((hops.get("palisade.access") ?? 0) > 0);
    assert.ok((hops.get("palisade.function") ?? 0) > 0);
  });

  it("is fed with what regions log: whole lines, once, without secrets", async () => {
    const logFolder = join(folder, "logs");
    const log = join(logFolder, "eu-west-1", "orders.log");
    const other = join(logFolder, "ministack-eu-west-1.log");
    const problems: string[] = [];
    await mkdir(join(logFolder, "eu-west-1"), { recursive: true });
    const line = (name: string) => JSON.stringify({ correlationId: "fed-1", message: name });
    await writeFile(log, `${line("one")}\n${line("hunter2 two").slice(0, 10)}`);
    await writeFile(other, `${line("not a region's")}\n`);
    const feeder = new Feeder({
      ...{ url: openSearch.url, logFolder, environment: "local" },
      regions: () => [{ name: "eu-west-1", services: ["orders"], functions: [] }],
      clean: (text) => text.replaceAll("hunter2", "[redacted]"),
      report: (problem) => problems.push(problem),
    });
    const untilFed = async (count: number) => {
      for (;;) {
        const found = await call("fed-1");
        if (found.length >= count) return found;
        await pause(50);
      }
    };
    try {
      assert.deepEqual(
        (await untilFed(1)).map(({ message }) => message),
        ["one"],
      );
      await appendFile(log, `${line("hunter2 two").slice(10)}\n`);

      const [, two, ...more] = await untilFed(2);

      assert.deepEqual([two?.["message"], two?.["service.name"]], ["[redacted] two", "orders"]);
      assert.deepEqual([two?.["cloud.region"], more, problems], ["eu-west-1", [], []]);
      assert.equal(two?.["service.environment"], "local");
    } finally {
      await feeder.close();
    }
  });
});
