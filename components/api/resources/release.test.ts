import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { from, httpProxy, mock, type RouteDefinition } from "../index.ts";
import { type FlatApiArgs, newApi } from "../testing/newApi.ts";

const userPoolArns = ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"];
const partner = httpProxy("https://${stageVariables.partner}/v1/{id}");
const hello: RouteDefinition = mock({ body: { color: from.stageVariable("color") } });

const create = (more: Partial<FlatApiArgs>) =>
  newApi("api", {
    region: "us-east-1",
    title: "Test",
    routes: { "GET /rates/{id}": partner, "GET /hello": hello },
    proxies: {},
    userPoolArns,
    stageVariables: { partner: "rates.example.com", color: "blue" },
    ...more,
  });

const record = (more: Partial<FlatApiArgs> = {}) =>
  recordResources(() => create(more), {
    "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
  });

describe("a release", () => {
  it("has its variables on the stage, and the document names them", async () => {
    const recorded = await record();

    const stage = recorded.inputs("Stage", "api");
    assert.deepEqual(stage["variables"], { partner: "rates.example.com", color: "blue" });
    assert.equal(stage["canarySettings"], undefined);
    const body = String(recorded.inputs("RestApi", "api")["body"]);
    assert.ok(body.includes('"uri":"https://${stageVariables.partner}/v1/{id}"'));
  });

  it("is tried out as a canary: a deployment and logs of its own beside the stage's", async () => {
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
      "a variable that a route reads and nobody gives",
      { stageVariables: { partner: "rates.example.com" } },
      /GET \/hello.*reads the undefined stage variable "color".*partner/,
    ],
    [
      "a host that is none",
      { stageVariables: { partner: "rates.example.com/x", color: "blue" } },
      /GET \/rates.*"rates.example.com\/x", which is not a host name/,
    ],
    [
      "a canary's host that is none",
      { canary: { percent: 5, stageVariables: { partner: "a?b" } } },
      /"a\?b", which is not a host name/,
    ],
    [
      "a name that is none",
      { stageVariables: { "a-b": "x" } },
      /stageVariables.*a-b.*letters, digits and _/s,
    ],
    ["a value with a space", { stageVariables: { a: "x y" } }, /stageVariables\.a is "x y"/],
    ["an empty value", { stageVariables: { a: "" } }, /1 to 512/],
    [
      "more than 100 variables",
      { stageVariables: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`v${i}`, "x"])) },
      /101 variables/,
    ],
    ["more than all calls", { canary: { percent: 101 } }, /101.*0 to 100/s],
    ["no number of calls", { canary: { percent: NaN } }, /0 to 100/],
    [
      "a variable that only the canary has",
      { canary: { percent: 5, stageVariables: { size: "s" } } },
      /size.*stageVariables, or use one of: partner, color/s,
    ],
  ];
  for (const [what, more, message] of refused) {
    it(`refuses ${what} before it makes anything`, async () => {
      assert.throws(() => create(more), message);
    });
  }
});
