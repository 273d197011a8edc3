import assert from "node:assert/strict";
import { createModel, serve } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";

const keys = (map: string) => `#foreach($key in ${map}.keySet())$key #end`;

const operation = {
  "x-amazon-apigateway-integration": {
    type: "mock",
    requestTemplates: { $default: '{"statusCode": 200}' },
    responses: {
      default: {
        statusCode: "200",
        responseTemplates: {
          "application/json":
            `${keys("$context")}|${keys("$context.identity")}|${keys("$context.authorizer")}|` +
            "$context.identity.get('sourceIp') [$context.identity.get('caller')]" +
            "[$context.status] [$!context.wafResponseCode]",
        },
      },
    },
  },
};

describe("$context in a loop", () => {
  // Their number is recorded on AWS, for a method without an authorizer: 18, 12 and none. Which names
  // they are is not: these are those of a proxy event's requestContext, and the two overrides.
  it("has the names of a proxy event's request context", async () => {
    const gateway = await serve(createModel({ paths: { "/": { get: operation } } }));

    const { text } = await send(gateway.port, "/dev");

    const [context = "", identity = "", authorizer, values] = text.split("|");
    assert.deepEqual(context.trim().split(" ").sort(), [
      "accountId",
      "apiId",
      "deploymentId",
      "domainName",
      "domainPrefix",
      "extendedRequestId",
      "httpMethod",
      "identity",
      "path",
      "protocol",
      "requestId",
      "requestOverride",
      "requestTime",
      "requestTimeEpoch",
      "resourceId",
      "resourcePath",
      "responseOverride",
      "stage",
    ]);
    assert.deepEqual(identity.trim().split(" ").sort(), [
      "accessKey",
      "accountId",
      "caller",
      "cognitoAuthenticationProvider",
      "cognitoAuthenticationType",
      "cognitoIdentityId",
      "cognitoIdentityPoolId",
      "principalOrgId",
      "sourceIp",
      "user",
      "userAgent",
      "userArn",
    ]);
    assert.equal(authorizer, "");
    assert.match(values ?? "", /^\S+ \[\]\[\d*\] \[\]$/);
    await gateway.abort();
  });
});
