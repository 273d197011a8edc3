import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { RegionChecks } from "./regionChecks.ts";
import type { Target } from "./target.ts";

describe("RegionChecks", () => {
  let server: Server;
  let healthUrl: string;
  let status: number;
  let firing: string[];
  let lines: string[];

  beforeEach(async () => {
    [status, firing, lines] = [200, [], []];
    server = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    healthUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** Answers DescribeAlarms as CloudWatch does. */
  const cloudWatch = () => ({
    send: async () => ({ MetricAlarms: firing.map((AlarmName) => ({ AlarmName })) }),
  });

  const checks = (watchSeconds: number) =>
    new RegionChecks(
      {
        options: { watchSeconds, healthTimeoutSeconds: 0 },
        target: {
          cloudWatch,
          reach: async (_: unknown, _home: unknown, url: string) => ({
            url,
            close: async () => {},
          }),
        } as unknown as Target,
        home: async () => undefined,
        signal: new AbortController().signal,
      },
      (_, text) => lines.push(text),
    );

  /** A region whose state was changed so many seconds ago. */
  const region = (secondsAgo: number, outputs: object = { healthUrl, alarmNames: ["errors"] }) => ({
    name: "dev-us-east-1",
    region: "us-east-1",
    edge: false,
    stack: {
      name: "dev-us-east-1",
      outputs: async () =>
        Object.fromEntries(
          Object.entries(outputs).map(([name, value]) => [name, { value, secret: false }]),
        ),
      changedAt: async () => new Date(Date.now() - secondsAgo * 1000),
      export: async () => assert.fail("no check needs the state"),
    },
  });

  it("does not watch a region longer than its last change requires", async () => {
    await checks(300).check(region(300), true);

    assert.deepEqual(lines, ["checking its health route and 1 alarms", "healthy"]);
  });

  it("fails for a region that is not healthy, each time", async () => {
    status = 502;
    const regionChecks = checks(300);

    for (const watched of [true, false]) {
      await assert.rejects(regionChecks.check(region(10_000), watched), {
        name: "RegionCheckError",
        message: `deployed, but not healthy: ${healthUrl} responded with 502`,
      });
    }
  });

  it("fails for an alarm that fired before, if the deployment did not end it", async () => {
    firing = ["errors"];
    const regionChecks = checks(300);
    await regionChecks.noteFiring([region(300)]);

    await assert.rejects(regionChecks.check(region(300), false), {
      message: "deployed, but not healthy: alarms still fire: errors",
    });
  });

  it("fails at once for an alarm that did not fire before", async () => {
    const regionChecks = checks(300);
    await regionChecks.noteFiring([region(300)]);
    firing = ["errors"];

    await assert.rejects(regionChecks.check(region(0), true), {
      message: "deployed, but not healthy: alarms fired: errors",
    });
    assert.deepEqual(lines, ["checking its health route and 1 alarms for 300 s"]);
  });

  it("fails for a region that it can't check", async () => {
    await assert.rejects(checks(0).check(region(0, {}), false), {
      message:
        "deployed, but not healthy: the stack has neither healthUrl nor alarmNames among its outputs",
    });
  });

  it("leaves the edge out, which has neither a health route nor alarms", async () => {
    await checks(0).check({ ...region(0, {}), edge: true }, false);
  });
});
