import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, IntegrationError, RouteError, sqs } from "../index.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import { TemplateFileError } from "../templates/template.ts";
import { compiled } from "./testing/compiled.ts";

const resources = () => ({ jobs: new aws.sqs.Queue("jobs"), news: new aws.sns.Topic("news") });

describe("sqs", () => {
  it("sends the body to the queue in its role's name", async () => {
    const api = await compiled({ "POST /jobs": sqs("jobs") }, resources);

    const { "x-amazon-apigateway-integration": integration, responses } =
      api.operation("POST /jobs");
    assert.deepEqual(api.grants, {
      "api-jobs-SendMessage": "sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:jobs",
    });
    assert.equal(integration.type, "aws");
    assert.equal(integration.uri, "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs");
    assert.equal(integration.passthroughBehavior, "never");
    assert.match(integration.credentials, /role/);
    assert.deepEqual(integration.requestParameters, {
      "integration.request.header.Content-Type": "'application/x-amz-json-1.0'",
      "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
    });
    assert.equal(
      integration.requestTemplates["application/json"],
      `#set($v0 = "$!input.body")` +
        `#set($v0 = $util.escapeJavaScript($v0).replaceAll("\\\\'","'"))` +
        '{"QueueUrl":"https://jobs","MessageBody":"${v0}"}',
    );
    assert.deepEqual(Object.keys(responses), ["202", "400", "429", "502"]);
  });

  it("says which messages stay in order, and which are the same", async () => {
    const fifo = { groupId: from.claim("sub"), deduplicationId: from.requestId() };
    const api = await compiled({ "POST /jobs": sqs("jobs", fifo) }, resources);

    const { requestTemplates } = api.operation("POST /jobs")["x-amazon-apigateway-integration"];
    assert.match(
      requestTemplates["application/json"]!,
      /"MessageGroupId":"\$\{v1\}","MessageDeduplicationId":"\$\{v2\}"\}$/,
    );
  });

  it("has one role for routes that do the same", async () => {
    const routes = { "POST /a": sqs("jobs"), "POST /b": sqs("jobs", { status: 204 }) };

    const { grants } = await compiled(routes, resources);

    assert.deepEqual(Object.keys(grants), ["api-jobs-SendMessage"]);
  });

  it("refuses names of nothing, and of something else", async () => {
    await assert.rejects(compiled({ "POST /x": sqs("nope") }, resources), (error: Error) => {
      assert.ok(error instanceof IntegrationError);
      assert.match(error.message, /"nope".*Use one of: jobs, news/);
      return true;
    });
    await assert.rejects(
      compiled({ "POST /x": sqs("news") }, resources),
      /"news" as an SQS queue, but it is a aws:sns\/topic:Topic/,
    );
  });

  for (const [what, route, definition, problem] of [
    ["a body that is not there", "GET /x", sqs("jobs"), /reads the body/],
    [
      "a parameter that is not there",
      "POST /x/{id}",
      sqs("jobs", { message: from.path("di") }),
      /"\{di\}".*Use one of: id/,
    ],
    [
      "a claim without a token",
      "POST /x",
      sqs("jobs", { auth: "none", attributes: { a: from.claim("sub") } }),
      /claim "sub"/,
    ],
    [
      "a claim of a signer",
      "POST /x",
      sqs("jobs", { auth: "iam", message: from.claim("sub") }),
      /claim "sub"/,
    ],
    [
      "an authorizer's value without one",
      "POST /x",
      sqs("jobs", { message: from.authorizer("tenant") }),
      /"tenant" of a Lambda authorizer, but its auth is "cognito".*from\.claim/,
    ],
    [
      "a claim with a Lambda authorizer",
      "POST /x",
      sqs("jobs", { auth: { authorizer: "partners" }, message: from.claim("sub") }),
      /from\.authorizer\("…"\) for a value that "partners" passes on/,
    ],
    [
      "an authorizer's name of API Gateway's own",
      "POST /x",
      sqs("jobs", { auth: { authorizer: "partners" }, response: { a: from.authorizer("status") } }),
      /"status" of a Lambda authorizer/,
    ],
    [
      "an authorizer's name with a dash",
      "POST /x",
      sqs("jobs", { auth: { authorizer: "partners" }, message: from.authorizer("a-b") }),
      /"a-b" of a Lambda authorizer/,
    ],
    [
      "a name that Velocity can't write",
      "POST /x",
      sqs("jobs", { message: from.query("a'b") }),
      /quote/,
    ],
    [
      "an answer of the request",
      "POST /x",
      sqs("jobs", { response: { a: from.query("a") } }),
      /response reads the request's query/,
    ],
    ["a status that is no success", "POST /x", sqs("jobs", { status: 404 }), /200 to 299/],
    ["an error with a success", "POST /x", sqs("jobs", { errors: { X: 200 } }), /400 to 599/],
    [
      "an error's name that is none",
      "POST /x",
      sqs("jobs", { errors: { "X')": 400 } }),
      /allowed: names such as ValidationException/,
    ],
    [
      "a type with parameters",
      "POST /x",
      sqs("jobs", { contentTypes: ["text/plain;a=b"] }),
      /contentTypes\[0\] is .*without parameters/,
    ],
    [
      "eleven attributes",
      "POST /x",
      sqs("jobs", {
        attributes: Object.fromEntries([..."abcdefghijk"].map((name) => [name, from.time()])),
      }),
      /11 attributes; SQS accepts 10/,
    ],
    [
      "an attribute of AWS's",
      "POST /x",
      sqs("jobs", { attributes: { "AWS.x": from.time() } }),
      /allowed: names of letters, digits and _ - \./,
    ],
    [
      "an attribute with a space",
      "POST /x",
      sqs("jobs", { attributes: { "a b": from.time() } }),
      /allowed: names of letters, digits and _ - \./,
    ],
    [
      "a type of bytes",
      "POST /x",
      sqs("jobs", { contentTypes: ["image/png"] }),
      /Templates can't read binary bodies/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(compiled({ [route]: definition }, resources), (error: Error) => {
        assert.ok(error instanceof RouteError, String(error));
        assert.match(error.message, problem);
        return true;
      });
    });
  }

  it("reads templates before any resource exists", () => {
    for (const options of [{ request: { file: "none.vtl" } }, { response: { vtl: "" } }]) {
      assert.throws(() => parseRoutes({ "POST /x": sqs("jobs", options) }), TemplateFileError);
    }
  });
});
