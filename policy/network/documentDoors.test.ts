import assert from "node:assert/strict";
import { forbidPathsFromInternet } from "../private-servers/forbidPathsFromInternet.ts";
import { aws, judgeStack, type TestResource } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { changedStack } from "../testing/stackTable.ts";
import { deployed, previewed, ref } from "./testing/declared.ts";
import { behindBalancer } from "./testing/openStack.ts";

// Source: "x-amazon-apigateway-integration object", API Gateway Developer Guide. This program's own
// VPC links are in the document of its REST API.

/** An internal load balancer, reachable only through an API. */
const inside = changedStack(behindBalancer, {
  edge: { internal: true, subnets: [ref("private-1")] },
});

const document = (integration: object): string =>
  JSON.stringify({
    openapi: "3.0.1",
    paths: { "/orders": { get: { "x-amazon-apigateway-integration": integration } } },
  });

const pathsOf = (resources: readonly TestResource[], allowedDoors: readonly string[] = []) =>
  judgeStack(forbidPathsFromInternet, resources, { allowedDoors }).violations.map(
    ({ message }) => message,
  );

describe("doors in an API's document", () => {
  const restApi = (integration: object) =>
    deployed([...inside, aws("apigateway.RestApi", "api", { body: document(integration) })]);
  const way = /internet → API Gateway → API "api" → load balancer "edge" → .*service "service"/;

  it("are the load balancers of a REST API's VPC links", () => {
    const resources = restApi({ connectionType: "VPC_LINK", integrationTarget: "edge-arn" });

    const [path, ...others] = pathsOf(resources);
    assert.match(path!, way);
    assert.deepEqual(others, []);
    assert.deepEqual(pathsOf(resources, ["api-gateway"]), []);
  });

  it("are the listeners of an HTTP API's VPC links", () => {
    const body = document({ connectionType: "VPC_LINK", uri: "listener-arn" });
    const stack = changedStack(inside, { listener: { arn: "listener-arn" } });
    const resources = deployed([...stack, aws("apigatewayv2.Api", "api", { body })]);

    assert.match(pathsOf(resources)[0]!, way);
  });

  it("are the load balancers of a document that is not known yet", () => {
    const body = aws("apigateway.RestApi", "api", { body: unknown }, { body: ["edge"] });
    const resources = [...previewed(inside), body];

    assert.match(pathsOf(resources)[0]!, way);
    assert.deepEqual(pathsOf(resources, ["api-gateway"]), []);
  });

  it("are not those of other connections", () => {
    assert.deepEqual(pathsOf(restApi({ integrationTarget: "edge-arn" })), []);
    assert.deepEqual(pathsOf(restApi({ connectionType: "VPC_LINK", integrationTarget: "x" })), []);
  });
});
