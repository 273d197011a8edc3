import assert from "node:assert/strict";
import { from, httpProxy, mock, type RouteDefinition } from "../index.ts";
import { type FlatApiArgs, newApi, recordApi } from "../testing/recordApi.ts";

const routes: Record<string, RouteDefinition> = {
  "GET /rates/{id}": httpProxy("https://${stageVariables.partner}/v1/{id}"),
  "GET /hello": mock({ body: { color: from.stageVariable("color") } }),
};
const args = { routes, stageVariables: { partner: "rates.example.com", color: "blue" } };

const record = (more: Partial<FlatApiArgs> = {}) => recordApi({ ...args, ...more });

describe("a release", () => {
  it("sets its variables on the stage, and the document refers to them", async () => {
    const recorded = await record();

    const stage = recorded.inputs("Stage", "api");
    assert.deepEqual(stage["variables"], { partner: "rates.example.com", color: "blue" });
    assert.equal(stage["canarySettings"], undefined);
    const body = String(recorded.inputs("RestApi", "api")["body"]);
    assert.ok(body.includes('"uri":"https://${stageVariables.partner}/v1/{id}"'));
  });

  it("has a separate deployment and separate logs for a canary", async () => {
    const stageVariables = { color: "green" };
    const recorded = await record({ canary: { percent: 10, stageVariables } });

    const { canarySettings } = recorded.inputs("Stage", "api");
    assert.deepEqual(canarySettings, {
      deploymentId: "api-canary-id",
      percentTraffic: 10,
      stageVariableOverrides: stageVariables,
    });
    assert.equal(recorded.counts["Deployment"], 2);
    assert.equal(recorded.counts["LogGroup"], 5);
    assert.equal(recorded.inputs("LogGroup", "api-canary-access")["retentionInDays"], 30);
  });

  const refused: [what: string, more: Partial<FlatApiArgs>, message: RegExp][] = [
    [
      "an undefined variable that a route reads",
      { stageVariables: { partner: "rates.example.com" } },
      /GET \/hello.*reads the undefined stage variable "color".*partner/,
    ],
    [
      "an invalid host",
      { stageVariables: { partner: "rates.example.com/x", color: "blue" } },
      /GET \/rates.*"rates.example.com\/x", which is not a host name/,
    ],
    [
      "a canary's invalid host",
      { canary: { percent: 5, stageVariables: { partner: "a?b" } } },
      /"a\?b", which is not a host name/,
    ],
    [
      "an invalid name",
      { stageVariables: { "a-b": "x" } },
      /stageVariables.*a-b.*letters, digits and _/s,
    ],
    ["a value with a space", { stageVariables: { a: "x y" } }, /stageVariables\.a is "x y"/],
    [
      "a canary's variable that the stage lacks, even one that every object has",
      { canary: { percent: 5, stageVariables: { constructor: "a?b" } } },
      /constructor.*variables that the stage defines too/,
    ],
    ["an empty value", { stageVariables: { a: "" } }, /1 to 512/],
    [
      "more than 100 variables",
      { stageVariables: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`v${i}`, "x"])) },
      /101 variables/,
    ],
    ["more than 100 percent", { canary: { percent: 101 } }, /101.*0 to 100/s],
    ["a percentage that is not a number", { canary: { percent: NaN } }, /0 to 100/],
    [
      "a variable that only the canary has",
      { canary: { percent: 5, stageVariables: { size: "s" } } },
      /size.*stageVariables, or use one of: partner, color/s,
    ],
  ];
  for (const [what, more, message] of refused) {
    it(`refuses ${what} before it creates anything`, async () => {
      assert.throws(() => newApi("api", { ...args, ...more }), message);
    });
  }
});
