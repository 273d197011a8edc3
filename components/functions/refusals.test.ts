import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { lambda } from "../api/index.ts";
import { definePlatform, type ResourceScope } from "../platform.ts";
import { faultsOf } from "../shared/testing/refuses.ts";
import { entry, platformWith, record } from "./testing/recordFunction.ts";

describe("a function that does not fit", () => {
  for (const [given, message] of [
    [{ entry: "handlers/none.ts" }, /entry is "handlers\/none\.ts"; allowed: an existing file/],
    [
      { entry: "components/functions/testing/withoutHandler.ts" },
      /exports handler and can be bundled\. It does not export "handler"/,
    ],
    [{ entry: "../outside.ts" }, /a path of a module within the project/],
    [{ environment: { AWS_REGION: "x" } }, /environment\.AWS_REGION is not a valid name/],
    [{ environment: { "A-B": "x" } }, /environment\.A-B is not a valid name/],
    [
      { environment: { LONG: "x".repeat(4_100) } },
      /environment is of type string; allowed: at most 4096 bytes/,
    ],
    [
      { environment: { JOBS_QUEUE_URL: "x" }, resources: { jobs: ["SendMessage"] } },
      /environment\.JOBS_QUEUE_URL .* leads to a granted/,
    ],
    [{ tables: { "orders.other": ["GetItem"] } }, /allowed: orders\.orders/],
    [
      { tables: { "orders.orders": ["DeleteTable"] } },
      /tables\["orders\.orders"\]\[0\] is "DeleteTable"/,
    ],
    [{ resources: { jobs: [] } }, /a list of at least one action/],
    [
      { schedules: { nightly: { expression: "cron(0 3 * * *)" } } },
      /cron\(0 3 \* \* \? \*\) with six/,
    ],
    [
      { schedules: { nightly: { expression: "rate(1 hour)", timeZone: "Mars/Base" } } },
      /time zone database, such as Europe\/Berlin/,
    ],
    [
      { schedules: { nightly: { expression: "cron(0 25 * * ? *)" } } },
      /nightly\.expression is .* "25" is not valid in the field hours/,
    ],
    [{ queue: { from: "jobs", batchSize: 20, windowSeconds: 0 } }, /at least 1 with a batchSize/],
    [{ streaming: true, schedules: { a: { expression: "rate(1 hour)" } } }, /streaming is true/],
    [{ timeoutSeconds: 60 }, /its function may take 60 s, and API Gateway waits 29000 ms/],
    [{ streaming: true }, /its function streams and it does not/],
    [{ reservedConcurrency: 1, provisionedConcurrency: 2 }, /at most the reservedConcurrency of 1/],
    [{ memory: 5 }, /unknown option "memory"\. Did you mean "memoryMb"/],
  ] as const) {
    it(`is refused before anything is registered: ${JSON.stringify(given).slice(0, 70)}`, () => {
      const messages = faultsOf(() => platformWith(given as never)).map(String);

      assert.ok(
        messages.some((each) => message.test(each)),
        messages.join("\n"),
      );
    });
  }

  it("is refused by its name, and by a route's wrong name", () => {
    const messages = faultsOf(() =>
      platformWith(
        {},
        { functions: { Thumb_1: { entry } }, routes: { "GET /x": lambda("thumb") } },
      ),
    ).map(String);

    assert.match(messages.join("\n"), /Function "Thumb_1": name is "Thumb_1"/);
    assert.match(
      messages.join("\n"),
      /Route "GET \/x": there is no function "thumb"\. Use one of: Thumb_1/,
    );
  });

  for (const [given, message] of [
    [
      { "thumbnail-code": { entry } },
      /Function "thumbnail-code": name .*"thumbnail" has the policy/,
    ],
    [
      { "thumbnail-a": { entry, schedules: { b: { expression: "rate(1 hour)" } } } },
      /schedules is "b".*"thumbnail" has the schedule thumbnail-a-b/,
    ],
    [{ other: { entry, queue: { from: "jobs" } } }, /"thumbnail" has the queue jobs/],
  ] as const) {
    it(`is refused if it shares a part with another: ${Object.keys(given).join()}`, () => {
      const thumbnail = {
        ...{ entry, queue: { from: "jobs" } },
        schedules: { "a-b": { expression: "rate(1 hour)" } },
      };
      const define = () => platformWith({}, { functions: { thumbnail, ...given } });

      assert.match(faultsOf(define).map(String).join("\n"), message);
    });
  }

  it("is refused for a queue with a redrive policy of its own", async () => {
    const resources = (target: string) => ({
      resources: ({ name, options }: ResourceScope) => ({
        jobs: new aws.sqs.Queue(
          `${name}-jobs`,
          {
            visibilityTimeoutSeconds: 120,
            redrivePolicy: JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount: 3 }),
          },
          options,
        ),
      }),
    });
    const queue = { from: "jobs" };
    const own = resources("arn:aws:sqs:us-east-1:123456789012:lost");
    // After a refresh, a queue has the policy that the function has set.
    const refreshed = resources("arn:aws:sqs:us-east-1:123456789012:test-thumbnail-dead-0a1b2c3");

    await assert.rejects(
      record(platformWith({ queue }, own)),
      /redrivePolicy is .*set queue\.ownRedrivePolicy: true/,
    );
    await record(platformWith({ queue }, refreshed));
  });

  for (const [given, message] of [
    [
      { resources: { job: ["SendMessage"] } },
      /resources is "job"; allowed: jobs, files, notes, news/,
    ],
    [{ resources: { files: ["SendMessage"] } }, /allowed: DeleteObject, GetObject/],
    [{ queue: { from: "files" } }, /queue\.from is "files"; allowed: a queue/],
    [{ queue: { from: "jobs" }, timeoutSeconds: 29, schedules: {} }, undefined],
  ] as const) {
    it(`is refused with resources of another kind: ${JSON.stringify(given)}`, async () => {
      const recorded = record(platformWith(given as never));

      if (message) await assert.rejects(recorded, message);
      else await assert.doesNotReject(recorded);
    });
  }

  it("is refused outside the VPC with closedEgress", async () => {
    await assert.rejects(
      record(platformWith({ vpc: false }), {
        closedEgress: true,
        interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs"],
      }),
      /functions\.thumbnail\.vpc is false; allowed: true, the default, with closedEgress/,
    );
  });
});

describe("the types of a definition", () => {
  it("know the functions, tables and resources", () => {
    const build = () =>
      definePlatform({
        name: "Typed",
        services: { orders: { directory: "services/orders" } },
        resources: ({ name }: ResourceScope) => ({ jobs: new aws.sqs.Queue(name) }),
        functions: {
          good: { entry, resources: { jobs: ["SendMessage"] }, queue: { from: "jobs" } },
          // @ts-expect-error -- a queue has no such action
          action: { entry, resources: { jobs: ["GetObject"] } },
          // @ts-expect-error -- there is no such resource
          name: { entry, resources: { files: ["GetObject"] } },
          // @ts-expect-error -- there is no such queue
          queue: { entry, queue: { from: "other" } },
          // @ts-expect-error -- there is no such service
          table: { entry, tables: { "payments.all": ["GetItem"] } },
        },
        routes: {
          "GET /good": lambda("good"),
          // @ts-expect-error -- there is no such function
          "GET /bad": lambda("bad"),
        },
      });

    assert.throws(build);
  });
});
