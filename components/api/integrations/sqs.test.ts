import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, IntegrationError, sqs } from "../index.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import { TemplateFileError } from "../templates/template.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

type SqsOptions = NonNullable<Parameters<typeof sqs>[1]>;

const resources = () => ({ jobs: new aws.sqs.Queue("jobs"), news: new aws.sns.Topic("news") });

describe("sqs", () => {
  it("sends the body to the queue with a role", async () => {
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

  it("sets the message group and the deduplication id", async () => {
    const fifo = { groupId: from.claim("sub"), deduplicationId: from.requestId() };
    const api = await compiled({ "POST /jobs": sqs("jobs", fifo) }, resources);

    const { requestTemplates } = api.operation("POST /jobs")["x-amazon-apigateway-integration"];
    assert.match(
      requestTemplates["application/json"]!,
      /"MessageGroupId":"\$\{v1\}","MessageDeduplicationId":"\$\{v2\}"\}$/,
    );
  });

  it("has one role for routes with the same action", async () => {
    const routes = { "POST /a": sqs("jobs"), "POST /b": sqs("jobs", { status: 204 }) };

    const { grants } = await compiled(routes, resources);

    assert.deepEqual(Object.keys(grants), ["api-jobs-SendMessage"]);
  });

  it("refuses unknown names, and names of other resources", async () => {
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

  const asPartner = { auth: { authorizer: "partners" } };
  const eleven = Object.fromEntries([..."abcdefghijk"].map((name) => [name, from.time()]));
  itRefuses("POST /x", (options: SqsOptions) => sqs("jobs", options), [
    ["a request without a body", {}, /reads the body/, "GET /x"],
    [
      "an unknown parameter",
      { message: from.path("di") },
      /"\{di\}".*Use one of: id/,
      "POST /x/{id}",
    ],
    [
      "a claim without a token",
      { auth: "none", attributes: { a: from.claim("sub") } },
      /claim "sub"/,
    ],
    ["a claim of a signer", { auth: "iam", message: from.claim("sub") }, /claim "sub"/],
    [
      "an authorizer's value without an authorizer",
      { message: from.authorizer("tenant") },
      /"tenant" of a Lambda authorizer, but its auth is "cognito".*from\.claim/,
    ],
    [
      "a claim with a Lambda authorizer",
      { ...asPartner, message: from.claim("sub") },
      /from\.authorizer\("…"\) for a value that "partners" passes on/,
    ],
    [
      "a name that API Gateway uses in an authorizer's context",
      { ...asPartner, response: { a: from.authorizer("status") } },
      /"status" of a Lambda authorizer/,
    ],
    [
      "an authorizer's name with a dash",
      { ...asPartner, message: from.authorizer("a-b") },
      /"a-b" of a Lambda authorizer/,
    ],
    ["a name with a quote", { message: from.query("a'b") }, /quote/],
    ["an empty name", { message: from.query("") }, /empty/],
    [
      "a response that reads the request",
      { response: { a: from.query("a") } },
      /response reads the request's query/,
    ],
    ["an error status on success", { status: 404 }, /200 to 299/],
    ["a success status on an error", { errors: { X: 200 } }, /400 to 599/],
    [
      "an invalid name of an error",
      { errors: { "X')": 400 } },
      /allowed: names such as ValidationException/,
    ],
    [
      "a type with parameters",
      { contentTypes: ["text/plain;a=b"] },
      /contentTypes\[0\] is .*without parameters/,
    ],
    ["eleven attributes", { attributes: eleven }, /11 attributes; SQS accepts at most 10/],
    [
      "an attribute of AWS's",
      { attributes: { "AWS.x": from.time() } },
      /allowed: names of letters, digits and _ - \./,
    ],
    [
      "an attribute with a space",
      { attributes: { "a b": from.time() } },
      /allowed: names of letters, digits and _ - \./,
    ],
    ["a binary type", { contentTypes: ["image/png"] }, /Templates can't read binary bodies/],
    ["a list as a type", { contentTypes: [["text/plain"]] as never }, /contentTypes\[0\] is/],
    ["a sparse list", { response: { b: Array(1) as never } }, /response\.b\[0\] is missing/],
  ]);

  it("reads templates before any resource exists", () => {
    for (const options of [{ request: { file: "none.vtl" } }, { response: { vtl: "" } }]) {
      assert.throws(() => parseRoutes({ "POST /x": sqs("jobs", options) }), TemplateFileError);
    }
  });
});
