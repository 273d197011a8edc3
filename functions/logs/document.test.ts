import assert from "node:assert/strict";
import fc from "fast-check";
import { documentOf, type LogDocument, logKinds } from "./document.ts";
import { documentFields } from "./fields.ts";
import { awsCases } from "./testing/awsCases.ts";
import { access, at, edge, ms } from "./testing/lines.ts";
import { ownCases } from "./testing/ownCases.ts";

const cases = [...ownCases, ...awsCases];

const textOf = (line: object | string) => (typeof line === "string" ? line : JSON.stringify(line));

describe("documentOf", () => {
  for (const [kind, what, line, expected] of cases) {
    it(`gives ${what} of ${kind} its names`, () => {
      const document = documentOf(kind, { message: textOf(line) });

      assert.deepEqual(document, { "event.dataset": `palisade.${kind}`, ...expected });
    });
  }

  it("has a line of each kind", () => {
    assert.deepEqual([...new Set(cases.map(([kind]) => kind))].sort(), [...logKinds].sort());
  });

  it("adds the line's place, and CloudWatch's id and time if the line has none", () => {
    const place = {
      ...{ region: "eu-west-1", environment: "prod", account: "123456789012", source: "orders" },
      ...{ logGroup: "/g", logStream: "s" },
    };

    const document = documentOf("service", { id: "e1", timestamp: ms, message: "hello" }, place);

    assert.deepEqual(document, {
      "@timestamp": at,
      "event.dataset": "palisade.service",
      "event.id": "e1",
      "cloud.region": "eu-west-1",
      "cloud.account.id": "123456789012",
      "service.environment": "prod",
      "service.name": "orders",
      "aws.cloudwatch.log_group": "/g",
      "aws.cloudwatch.log_stream": "s",
      "log.level": "info",
      message: "hello",
    });
    assert.equal(documentOf("function", { message: "x" }, place)["faas.name"], "orders");
  });

  it("never throws, has only known fields of their types, and no member with a secret name", () => {
    const types = new Map(documentFields.map(({ name, type }) => [name, type]));
    const names = fc.oneof(
      fc.constantFrom(...Object.keys(access), ...Object.keys(edge), "token", "password", "labels"),
      fc.string(),
    );
    const lines = fc.oneof(
      fc.dictionary(names, fc.jsonValue()).map((line) => JSON.stringify(line)),
      fc.json(),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...logKinds), lines, (kind, message) => {
        const { labels, ...rest } = documentOf(kind, { message });
        for (const [name, value] of Object.entries(rest)) checkType(types.get(name), name, value);
        for (const [name, value] of Object.entries(labels ?? {})) {
          assert.match(name, /^[\w-]*$/);
          if (/token|password/.test(name)) assert.equal(value, "[redacted]");
        }
      }),
    );
  });
});

function checkType(type: string | undefined, name: string, value: LogDocument[string]) {
  const isNumber = type === "long" || type === "double";
  assert.ok(type !== undefined, name);
  if (isNumber) assert.ok(Number.isFinite(value), name);
  else if (type === "boolean") assert.equal(typeof value, "boolean");
  else assert.ok(typeof value === "string" || Array.isArray(value), name);
  if (type === "long") assert.ok(Number.isInteger(value), name);
}
