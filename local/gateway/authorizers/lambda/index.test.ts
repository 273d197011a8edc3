import assert from "node:assert/strict";
import {
  type InvokeFunction,
  type InvokeResult,
  LambdaServiceError,
} from "../../../lambda/contract.ts";
import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import type { AuthorizerDefinition } from "../../openapi.ts";
import { serve, type TestGateway } from "../../testing/gateway.ts";
import { send, statusesOf } from "../../testing/http.ts";
import { authorizerArn, createApi, methodArn, output } from "./testing/partnersApi.ts";

/** The function's output, the message of its error, or Lambda's error. */
type Result = object | string | LambdaServiceError;

// Source: API Gateway Developer Guide, "Use API Gateway Lambda authorizers".
describe("a Lambda authorizer", () => {
  let gateway: TestGateway | undefined;
  let events: Record<string, unknown>[];

  const start = async (
    authorizer: AuthorizerDefinition,
    result: Result = output("*"),
    header?: string,
  ): Promise<TestGateway> => {
    events = [];
    const invokeAuthorizer = (arn: string, payload: string): Promise<InvokeResult> => {
      assert.equal(arn, authorizerArn);
      events.push(JSON.parse(payload) as Record<string, unknown>);
      if (result instanceof LambdaServiceError) return Promise.reject(result);
      return Promise.resolve(
        typeof result === "string"
          ? { payload: JSON.stringify({ errorMessage: result }), functionError: "Unhandled" }
          : { payload: JSON.stringify(result) },
      );
    };
    gateway = await serve(createApi(authorizer, header), {}, { invokeAuthorizer });
    return gateway;
  };
  afterEach(() => gateway?.abort());

  const get = (path: string, ...headers: string[]) => send(gateway!.port, path, { headers });

  it("of type token receives the header's value", async () => {
    await start({ type: "token" }, output("*"), "X-Partner");

    const { status } = await get("/dev/orders/1?a=1", "x-partner", "Bearer secret");

    assert.equal(status, 200);
    assert.deepEqual(events, [
      { type: "TOKEN", authorizationToken: "Bearer secret", methodArn: methodArn("GET/orders/1") },
    ]);
  });

  it("of type request receives the request without its body", async () => {
    await start({ type: "request", identitySource: "method.request.header.Auth" });

    await send(gateway!.port, "/dev/orders?a=1&a=2", {
      method: "POST",
      headers: ["Auth", "x"],
      body: "secret",
    });

    const [event] = events as [Record<string, Record<string, unknown>>];
    assert.deepEqual(
      Object.keys(event).sort(),
      [
        ...["type", "methodArn", "resource", "path", "httpMethod", "headers", "multiValueHeaders"],
        ...["queryStringParameters", "multiValueQueryStringParameters", "pathParameters"],
        ...["stageVariables", "requestContext"],
      ].sort(),
    );
    assert.equal(event["type"], "REQUEST");
    assert.equal(event["methodArn"], methodArn("POST/orders"));
    assert.equal(event["headers"]!["Auth"], "x");
    assert.deepEqual(event["multiValueQueryStringParameters"], { a: ["1", "2"] });
    assert.deepEqual(event["pathParameters"], {});
    assert.equal(event["stageVariables"]!["tenant"], "blue");
    assert.equal(event["requestContext"]!["resourcePath"], "/orders");
    assert.equal(JSON.stringify(event).includes("secret"), false);
  });

  it("invokes its function with its role", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/r";
    let role: string | undefined;
    const authorizer = { type: "token", authorizerCredentials: roleArn };
    const invokeAuthorizer: InvokeFunction = (_arn, _payload, given) => {
      role = given;
      return Promise.resolve({ payload: JSON.stringify(output("*")) });
    };
    gateway = await serve(createApi(authorizer), {}, { invokeAuthorizer });

    const { status } = await get("/dev/orders", "Authorization", "t");

    assert.deepEqual([status, role], [200, roleArn]);
  });

  it("passes its context to the function and the log as strings", async () => {
    await start(
      { type: "token" },
      output("*", { context: { plan: "gold", seats: 3, trial: false }, usageIdentifierKey: "k" }),
    );

    await get("/dev/orders", "Authorization", "t");

    const { integrationLatency, ...rest } = gateway!.events[0]!.requestContext.authorizer!;
    assert.deepEqual(rest, { principalId: "partner-1", plan: "gold", seats: "3", trial: "false" });
    assert.equal(typeof integrationLatency, "number");
    assert.deepEqual(gateway!.logLines, ["partner-1 gold 200 -"]);
  });

  describe("without an identity", () => {
    const everySource =
      "method.request.header.Auth, method.request.querystring.q, stageVariables.tenant, context.identity.sourceIp";
    for (const [title, authorizer, path, headers] of [
      ["no token", { type: "token" }, "/dev/orders", []],
      ["an empty token", { type: "token" }, "/dev/orders", ["Authorization", ""]],
      [
        "two tokens",
        { type: "token" },
        "/dev/orders",
        ["Authorization", "a", "Authorization", "b"],
      ],
      [
        "a token that does not match as a whole",
        { type: "token", identityValidationExpression: "x-[a-z]+" },
        "/dev/orders",
        ["Authorization", "x-abc1"],
      ],
      ["no header", { type: "request", identitySource: everySource }, "/dev/orders?q=1", []],
      [
        "no parameter",
        { type: "request", identitySource: everySource },
        "/dev/orders",
        ["Auth", "a"],
      ],
      [
        "an unset stage variable",
        { type: "request", identitySource: "stageVariables.other" },
        "/dev/orders",
        [],
      ],
    ] as const) {
      it(`responds with 401 to ${title} without calling its function`, async () => {
        await start(authorizer);

        const { status, text } = await get(path, ...headers);

        assert.equal(status, 401);
        assert.equal(text, '{"message":"Unauthorized"}');
        assert.equal(events.length, 0);
      });
    }

    it("calls the function when every source is present", async () => {
      await start({ type: "request", identitySource: everySource });

      const { status } = await get("/dev/orders?q=1", "auth", "a");

      assert.equal(status, 200);
    });
  });

  describe("with cached responses", () => {
    const caching = { type: "request", identitySource: "method.request.header.Auth" };

    it("caches by identity for all methods, and evaluates the policy for each", async () => {
      await start(caching, output(methodArn("GET/orders")));

      const first = await get("/dev/orders", "Auth", "a");
      const again = await get("/dev/orders", "Auth", "a");
      const elsewhere = await get("/dev/orders/1", "Auth", "a");
      const other = await get("/dev/orders", "Auth", "b");

      assert.deepEqual(statusesOf([first, again, elsewhere, other]), [200, 200, 403, 200]);
      assert.equal(events.length, 2);
    });

    it("caches by every value of an identity", async () => {
      await start(caching);

      await get("/dev/orders", "Auth", "a", "Auth", "b");
      await get("/dev/orders", "Auth", "c", "Auth", "b");

      assert.equal(events.length, 2);
    });

    it("does not cache with a TTL of 0 or for an unauthorized caller", async () => {
      await start({ type: "request", authorizerResultTtlInSeconds: 0 });
      await get("/dev/orders");
      await get("/dev/orders");
      const withoutTtl = events.length;
      await gateway!.abort();

      await start(caching, "Unauthorized");
      await get("/dev/orders", "Auth", "a");
      await get("/dev/orders", "Auth", "a");

      assert.deepEqual([withoutTtl, events.length], [2, 2]);
    });
  });

  const denial = {
    principalId: "p",
    policyDocument: {
      Statement: [
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "execute-api:Invoke", Resource: methodArn("GET/*") },
      ],
    },
  };
  const forbidden = "User is not authorized to access this resource";
  const explicitDeny = `${forbidden} with an explicit deny in an identity-based policy`;
  const failures: [title: string, result: Result][] = [
    ["throws another error", "unauthorized"],
    ["returns something other than an object", []],
    ["returns no principal", { ...output("*"), principalId: undefined }],
    ["returns no policy", { principalId: "p" }],
    ["returns an object in its context", output("*", { context: { a: { b: 1 } } })],
    ["returns a list in its context", output("*", { context: { a: [1] } })],
    ["may not be invoked", new LambdaServiceError("ResourceNotFoundException", 404, "none")],
  ];
  const refusals: [title: string, result: Result, status: number, body: object, error: string][] = [
    [
      "allows only other methods",
      output(methodArn("POST/orders")),
      403,
      { Message: forbidden },
      "AccessDenied",
    ],
    ["denies", denial, 403, { Message: explicitDeny }, "AccessDenied"],
    ["throws Unauthorized", "Unauthorized", 401, { message: "Unauthorized" }, "Unauthorized"],
    ...failures.map(([title, result]): (typeof refusals)[number] => {
      return [title, result, 500, { message: null }, "AuthorizerConfiguration"];
    }),
  ];
  for (const [title, result, status, body, error] of refusals) {
    it(`responds with ${status} when the function ${title}`, async () => {
      await start({ type: "token" }, result);

      const response = await get("/dev/orders", "Authorization", "t");

      assert.equal(response.status, status);
      assert.deepEqual(JSON.parse(response.text), body);
      assert.equal(response.headers["x-amzn-errortype"], `${error}Exception`);
      assert.equal(gateway!.events.length, 0);
    });
  }

  it("reports the reason of a failure in the log, but not to the caller", async () => {
    await start({ type: "token" }, "the database is unavailable");

    const { text } = await get("/dev/orders", "Authorization", "t");

    assert.equal(text, '{"message":null}');
    assert.match(gateway!.logLines[0]!, /500 .*the database is unavailable/);
  });

  for (const [title, authorizer, error] of [
    ["no function", { type: "token", authorizerUri: "arn:nothing" }, RestApiDefinitionError],
    [
      "the caller's credentials",
      { type: "token", authorizerCredentials: "arn:aws:iam::*:user/*" },
      NotServedError,
    ],
    ["cached responses without an identity source", { type: "request" }, RestApiDefinitionError],
    [
      "an unknown source",
      { type: "request", identitySource: "method.request.path.id" },
      RestApiDefinitionError,
    ],
    [
      "an invalid expression",
      { type: "token", identityValidationExpression: "(" },
      RestApiDefinitionError,
    ],
    [
      "a TTL over an hour",
      { type: "token", authorizerResultTtlInSeconds: 3601 },
      RestApiDefinitionError,
    ],
  ] as const) {
    it(`is not served with ${title}`, async () => {
      gateway = undefined;

      await assert.rejects(start(authorizer), error);
    });
  }
});
