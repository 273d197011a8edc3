import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../project/testing/runCommand.ts";
import { type InsightsServer, startInsights } from "../../trace/testing/insightsServer.ts";
import { run } from "../index.ts";
import { awsStatistics } from "./awsStatistics.ts";
import { sparkline } from "./report.ts";
import { intervalFor, overRegions, type Statistics, type UsageRow } from "./statistics.ts";

const minuteMs = 60_000;

/** A line of the access log; each value is a text there. */
const line = (more: object, minutesAgo = 5) =>
  JSON.stringify({
    ...{ timestamp: String(Date.now() - minutesAgo * minuteMs), route: "GET /orders" },
    ...{ status: "200", responseBytes: "100", durationMs: "10", caller: "ada", apiKeyId: "-" },
    ...more,
  });

describe("npm run usage on this machine", () => {
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "palisade-usage-"));
    const logs = join(root, ".local", "logs");
    const start = (hoursAgo: number) =>
      `${new Date(Date.now() - hoursAgo * 60 * minuteMs).toISOString().replaceAll(/[:.]/g, "-")}-123`;
    const [former, last] = [start(30), start(24)];
    const access = {
      [`${former}/us-east-1/access`]: [line({ route: "GET /former" })],
      [`${last}/us-east-1/access`]: [
        ...Array.from({ length: 98 }, () => line({})),
        line({ status: "503", durationMs: "900" }),
        line({ status: "429", durationMs: "1", caller: "-", apiKeyId: "k1" }),
        line({ route: "GET /old" }, 60 * 30),
        '{"timestamp":"17',
        "",
      ],
      [`${last}/eu-west-1/access`]: [line({ route: 'POST /a"b', responseBytes: "-" })],
      [`${last}/eu-west-1/access/Canary`]: [line({ caller: "=cmd()" })],
    };
    for (const [name, lines] of Object.entries(access)) {
      await mkdir(join(logs, name, ".."), { recursive: true });
      await writeFile(join(logs, `${name}.log`), `${lines.join("\n")}\n`);
    }
  });
  after(() => rm(root, { recursive: true }));

  const usage = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(run, args, root);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  it("prints who called what since the last start, with bars and a line for each region", async () => {
    const text = await usage();

    assert.match(text, /^us-east-1 +100 +1 +│[ ▁-█]*│$/m);
    assert.match(text, /^eu-west-1 +2 +0 /m);
    assert.match(text, /^GET \/orders +101 +█{20} +1\.0 % +1\.0 % +19 ms +10 ms +10 kB$/m);
    assert.match(text, /^\(none\) +1 +█ +100 % +- /m);
    assert.doesNotMatch(text, /former|GET \/old/);
    assert.match(text, /Calls on one machine have no country\.$/m);
  });

  it("counts by what is asked for, in the region and the time that are", async () => {
    const text = await usage(
      "--by",
      "route",
      "--region",
      "us-east-1",
      "--since",
      "2d",
      "--top",
      "1",
    );

    assert.match(text, /^GET \/orders +100 /m);
    assert.match(text, /1 more: --top 2/);
    assert.doesNotMatch(text, /caller|eu-west-1|country/);
  });

  it("gives a table for spreadsheets, without formulas", async () => {
    const [head, ...rows] = (await usage("--csv")).trimEnd().split("\n");

    assert.equal(head, "region,by,value,calls,refused,failed,bytes,meanMs,p99Ms");
    assert.ok(rows.includes("us-east-1,route,GET /orders,100,1,1,10000,18.81,10"), rows.join("\n"));
    assert.ok(rows.includes('eu-west-1,route,"POST /a""b",1,0,0,0,10,10'), rows.join("\n"));
    assert.ok(rows.includes("eu-west-1,caller,'=cmd(),1,0,0,100,10,10"), rows.join("\n"));
  });

  it("gives JSON with the calls by time", async () => {
    const { rows, intervals, intervalMs } = JSON.parse(await usage("--json")) as Statistics;

    const calls = (all: readonly { calls: number }[]) =>
      all.reduce((sum, each) => sum + each.calls, 0);
    assert.equal(calls(intervals), 102);
    assert.equal(calls(rows.filter(({ by }) => by === "route")), 102);
    assert.equal(intervalMs, 30 * minuteMs);
  });

  it("says what is wrong with an option, and what to start", async () => {
    const refusal = async (...args: string[]) => (await runCommand(run, args, root)).stderr;

    assert.match(
      await refusal("--by", "city"),
      /"city" is none of route, caller, apiKeyId, country/,
    );
    assert.match(await refusal("--since", "yesterday"), /such as 30m or 7d/);
    assert.match(await refusal("--region", "ap-south-1"), /Use one of: eu-west-1, us-east-1/);
    assert.match(await refusal("--stack", "prod-us-east-1"), /--stack needs --plan/);
    const { stderr } = await runCommand(run, [], join(root, "none"));
    assert.match(stderr, /There are no logs in .*npm start/);
  });
});

/** Shows what is asked and how results are read, not that CloudWatch computes them. */
describe("npm run usage on AWS", () => {
  let server: InsightsServer | undefined;
  afterEach(() => server?.close());

  const results = (text: string, region: string): Record<string, string>[] => {
    if (text.includes("cloudfront")) {
      return [
        {
          country: "DE",
          calls: "9",
          refused: "0",
          failed: "1",
          bytes: "900",
          meanS: "0.02",
          p99S: "0.3",
        },
      ];
    }
    if (text.includes("bin("))
      return [{ start: "2026-11-30 20:30:00.000", calls: "12", failed: "2" }];
    const [, by] = /by (\w+)\n/.exec(text) ?? [];
    const value = by === "caller" ? {} : { [by!]: `${by} of ${region}` };
    return [
      {
        ...value,
        calls: "12",
        refused: "3",
        failed: "2",
        bytes: "1200",
        meanMs: "20.5",
        p99Ms: "80",
      },
    ];
  };

  const count = async (
    more: Partial<Parameters<typeof awsStatistics>[0]> = {},
    counted = results,
  ) => {
    server = await startInsights({ refused: 1, counted });
    const statistics = await awsStatistics({
      ...{
        environment: "prod",
        regions: ["eu-west-1", "us-east-1"],
        by: ["route", "caller", "country"],
      },
      ...{ since: Date.now() - 1_440 * minuteMs, until: Date.now(), distributionId: "E1" },
      progress: () => undefined,
      endpoint: {
        url: server.url,
        credentials: async () => ({ accessKeyId: "AKIATEST", secretAccessKey: "secret" }),
      },
      pollMs: 1,
      ...more,
    });
    return { statistics, queries: server.queries };
  };

  it("asks each region for each dimension and the time, and the edge's log for countries", async () => {
    const { statistics, queries } = await count();

    const asked = (region: string) => queries.filter((each) => each.region === region);
    assert.deepEqual([asked("eu-west-1").length, asked("us-east-1").length], [3, 4]);
    for (const { text } of queries)
      assert.match(
        text,
        /^SOURCE logGroups\(namePrefix: \['(prod-access-|\/aws\/vendedlogs\/cloudfront\/E1)'\]\)$/m,
      );
    const row = { refused: 3, failed: 2, bytes: 1_200, meanMs: 20.5, p99Ms: 80 };
    assert.deepEqual(statistics.rows.slice(0, 2), [
      { region: "eu-west-1", by: "route", value: "route of eu-west-1", calls: 12, ...row },
      { region: "eu-west-1", by: "caller", value: "-", calls: 12, ...row },
    ]);
    assert.deepEqual(statistics.rows.at(-1), {
      ...{
        region: "edge",
        by: "country",
        value: "DE",
        calls: 9,
        refused: 0,
        failed: 1,
        bytes: 900,
      },
      ...{ meanMs: 20, p99Ms: 300 },
    });
    assert.deepEqual(statistics.intervals[0], {
      ...{ region: "eu-west-1", start: Date.parse("2026-11-30T20:30:00Z"), calls: 12, failed: 2 },
    });
    assert.deepEqual(statistics.notes, []);
  });

  it("leaves a region out that does not answer, and fails if none does", async () => {
    const failing =
      (...regions: string[]) =>
      (text: string, region: string): Record<string, string>[] => {
        if (regions.includes(region)) throw new Error("down");
        return text.includes("bin(") ? [] : [{ route: "GET /", calls: "1" }];
      };
    const by = ["route"] as const;
    const { statistics } = await count({ by }, failing("us-east-1"));

    assert.deepEqual(
      statistics.rows.map(({ region }) => region),
      ["eu-west-1"],
    );
    assert.match(statistics.notes.join(), /^Missing: CloudWatch Logs in us-east-1 refused/);
    await server?.close();
    await assert.rejects(count({ by }, failing("us-east-1", "eu-west-1")), { name: "TraceError" });
  });

  it("says which region does not respond, and that credentials are missing", async () => {
    const credentials = async () => ({ accessKeyId: "AKIATEST", secretAccessKey: "secret" });
    const by = ["route"] as const;

    await assert.rejects(count({ by, endpoint: { url: "http://127.0.0.1:9", credentials } }), {
      message: /^CloudWatch Logs in eu-west-1 does not respond: /,
    });
    await server?.close();
    const none = () => Promise.reject(new Error("Could not load credentials"));
    await assert.rejects(
      count({ by, endpoint: { url: "http://127.0.0.1:9", credentials: none } }),
      {
        message: /^There are no AWS credentials: .*aws sso login/,
      },
    );
  });

  it("says that countries are missing without an edge", async () => {
    const { statistics, queries } = await count({ distributionId: undefined });

    assert.equal(queries.length, 6);
    assert.match(statistics.notes.join(), /only the log of an edge has them/);
  });
});

describe("usage over regions", () => {
  it("adds up what can be, and takes the slowest region's percentile", () => {
    const row: UsageRow = {
      ...{ region: "a", by: "route", value: "GET /", calls: 1, refused: 1, failed: 0, bytes: 10 },
      ...{ meanMs: 10, p99Ms: 10 },
    };
    const other = { ...row, region: "b", calls: 3, meanMs: 50, p99Ms: 400 };

    assert.deepEqual(overRegions([row, other]), [
      { ...row, region: "all", calls: 4, refused: 2, bytes: 20, meanMs: 40, p99Ms: 400 },
    ]);
  });

  it("has at most 50 intervals, of whole parts of an hour or a day", () => {
    const minutes = [30, 60, 720, 1_440, 7 * 1_440, 365 * 1_440];

    assert.deepEqual(
      minutes.map((each) => intervalFor(each * minuteMs) / minuteMs),
      [1, 2, 15, 30, 360, 1_440],
    );
  });

  it("draws a character for each number", () => {
    assert.equal(sparkline([0, 1, 4, 8]), " ▁▄█");
    assert.equal(sparkline([]), "");
  });
});
