import type { Json } from "../mutableExport.ts";
import { account, add, change, type Mutation, type Mutations } from "./mutation.ts";

const api = "apigateway/restApi:RestApi";
const stage = "apigateway/stage:Stage";
const settings = "apigateway/methodSettings:MethodSettings";

const changeBody =
  (edit: (body: Json) => void): Mutation =>
  (stack) =>
    stack.changeJson(api, "dev", "body", (body) => void edit(body));

/** Mutations that open the API or hide what happens in it. */
export const apiMutations: Mutations = {
  "a route without an authorizer": changeBody((body) => {
    body.paths["/orders"].get.security = [];
  }),
  "a route with an authorizer, or none": changeBody((body) => {
    body.paths["/orders"].get.security.push({});
  }),
  "an invalid authorizer": changeBody((body) => {
    const [scheme] = Object.values(body.components.securitySchemes) as Json[];
    delete scheme["x-amazon-apigateway-authorizer"];
  }),
  "any method of a path without an authorizer": changeBody((body) => {
    body.paths["/catalog"]["x-amazon-apigateway-any-method"] = {
      ...body.paths["/catalog"].get,
      security: [],
    };
  }),
  "a method without an authorizer": add("apigateway/method:Method", {
    restApi: "59a06c044d",
    resourceId: "abc",
    httpMethod: "GET",
    authorization: "NONE",
  }),
  "a route of an HTTP API without an authorizer": add("apigatewayv2/route:Route", {
    apiId: "a1b2c3",
    routeKey: "GET /orders",
    target: "integrations/i1",
  }),
  "an API without a throttle": (stack) => {
    stack.remove(settings, "dev-all");
    return stack.urnOf(stage, "dev");
  },
  "a throttle that is lifted": change(settings, "dev-all", {
    "settings.throttlingRateLimit": -1,
  }),
  "a route whose throttle is lifted": change(settings, "dev-POST/orders", {
    "settings.throttlingBurstLimit": -1,
    "settings.throttlingRateLimit": -1,
  }),
  "a stage without an access log": change(stage, "dev", { accessLogSettings: undefined }),
  "a stage without traces": change(stage, "dev", { xrayTracingEnabled: false }),
  "a log of requests and responses": change(settings, "dev-all", {
    "settings.dataTraceEnabled": true,
  }),
  "a distribution without a web ACL": add("cloudfront/distribution:Distribution", {
    enabled: true,
    origins: [
      {
        originId: "api",
        domainName: "api.example.com",
        customOriginConfig: { originProtocolPolicy: "https-only" },
      },
    ],
  }),
  "a region that gets clients without a health check": add("route53/record:Record", {
    zoneId: "Z0123456789ABCDEFGHIJ",
    name: "api.example.com",
    type: "A",
    setIdentifier: "eu-west-1",
    latencyRoutingPolicies: [{ region: "eu-west-1" }],
    aliases: [
      {
        name: "d-0123456789.execute-api.eu-west-1.amazonaws.com",
        zoneId: "ZLY8HYME6SFDD",
        evaluateTargetHealth: true,
      },
    ],
  }),
  "an API at the edge": change(api, "dev", { endpointConfiguration: { types: "EDGE" } }),
  "a domain with old TLS": add("apigateway/domainName:DomainName", {
    domainName: "api.example.com",
    endpointConfiguration: { types: "REGIONAL" },
    regionalCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/1`,
    securityPolicy: "TLS_1_0",
  }),
  "a second way past the domain": (stack) => {
    stack.add("apigateway/basePathMapping:BasePathMapping", "added", {
      restApi: stack.idOf(api, "dev"),
      stageName: "live",
      domainName: "api.example.com",
    });
    stack.change(api, "dev", { disableExecuteApiEndpoint: false });
    return stack.urnOf(api, "dev");
  },
};
