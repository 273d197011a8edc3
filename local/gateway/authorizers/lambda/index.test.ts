import assert from "node:assert/strict";
import { type InvokeResult, LambdaServiceError } from "../../../lambda/contract.ts";
import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import type { AuthorizerDefinition } from "../../openapi.ts";
import { serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";
import { authorizerArn, createApi, methodArn, output } from "./testing/partnersApi.ts";

/** The function's output, the message of its error, or Lambda's error. */
type Result = object | string | LambdaServiceError;

// Facts: "1.5 Authorizer schemes", "2.5 Gateway responses".
describe("a Lambda authorizer", () => {
  let gateway: TestGateway | undefined;
  let asked: Record<string, unknown>[];

  const start = async (
    authorizer: AuthorizerDefinition,
    result: Result = output("*"),
    header?: string,
  ): Promise<TestGateway> => {
    asked = [];
    const invokeAuthorizer = (arn: string, payload: string): Promise<InvokeResult> => {
      assert.equal(arn, authorizerArn);
      asked.push(JSON.parse(payload) as Record<string, unknown>);
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

  it("of type token is given the header's value", async () => {
    await start({ type: "token" }, output("*"), "X-Partner");

    const { status } = await get("/dev/orders/1?a=1", "x-partner", "Bearer secret");

    assert.equal(status, 200);
    assert.deepEqual(asked, [
      { type: "TOKEN", authorizationToken: "Bearer secret", methodArn: methodArn("GET/orders/1") },
    ]);
  });

  it("of type request is given the request without its body", async () => {
    await start({ type: "request", identitySource: "method.request.header.Auth" });

    await send(gateway!.port, "/dev/orders?a=1&a=2", {
      method: "POST",
      headers: ["Auth", "x"],
      body: "secret",
    });

    const [event] = asked as [Record<string, Record<string, unknown>>];
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

  it("passes its context on as texts, to the function and to the log", async () => {
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
    for (const [what, authorizer, path, headers] of [
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
      it(`responds with 401 to ${what}, and asks no function`, async () => {
        await start(authorizer);

        const { status, text } = await get(path, ...headers);

        assert.equal(status, 401);
        assert.equal(text, '{"message":"Unauthorized"}');
        assert.equal(asked.length, 0);
      });
    }

    it("asks the function once every source is there", async () => {
      await start({ type: "request", identitySource: everySource });

      const { status } = await get("/dev/orders?q=1", "auth", "a");

      assert.equal(status, 200);
    });
  });

  describe("and its responses", () => {
    const keep = { type: "request", identitySource: "method.request.header.Auth" };

    it("are kept by identity, for all methods, and judged for each", async () => {
      await start(keep, output(methodArn("GET/orders")));

      const first = await get("/dev/orders", "Auth", "a");
      const again = await get("/dev/orders", "Auth", "a");
      const elsewhere = await get("/dev/orders/1", "Auth", "a");
      const other = await get("/dev/orders", "Auth", "b");

      assert.deepEqual(
        [first, again, elsewhere, other].map(({ status }) => status),
        [200, 200, 403, 200],
      );
      assert.equal(asked.length, 2);
    });

    it("are kept by every value of an identity", async () => {
      await start(keep);

      await get("/dev/orders", "Auth", "a", "Auth", "b");
      await get("/dev/orders", "Auth", "c", "Auth", "b");

      assert.equal(asked.length, 2);
    });

    it("are not kept with a time of 0, nor when the caller is unauthorized", async () => {
      await start({ type: "request", authorizerResultTtlInSeconds: 0 });
      await get("/dev/orders");
      await get("/dev/orders");
      const unkept = asked.length;
      await gateway!.abort();

      await start(keep, "Unauthorized");
      await get("/dev/orders", "Auth", "a");
      await get("/dev/orders", "Auth", "a");

      assert.deepEqual([unkept, asked.length], [2, 2]);
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
  for (const [what, result, status, body, errorType] of [
    [
      "allows something else only",
      output(methodArn("POST/orders")),
      403,
      { Message: "User is not authorized to access this resource" },
      "AccessDeniedException",
    ],
    [
      "denies",
      denial,
      403,
      {
        Message:
          "User is not authorized to access this resource with an explicit deny in an identity-based policy",
      },
      "AccessDeniedException",
    ],
    [
      "throws Unauthorized",
      "Unauthorized",
      401,
      { message: "Unauthorized" },
      "UnauthorizedException",
    ],
    ...[
      ["throws something else", "unauthorized"],
      ["returns something other than an object", []],
      ["names nobody", { ...output("*"), principalId: undefined }],
      ["has no policy", { principalId: "p" }],
      ["has a context of objects", output("*", { context: { a: { b: 1 } } })],
      ["has a context of lists", output("*", { context: { a: [1] } })],
      ["may not be invoked", new LambdaServiceError("ResourceNotFoundException", 404, "none")],
    ].map(
      ([name, given]) =>
        [name, given, 500, { message: null }, "AuthorizerConfigurationException"] as [
          string,
          Result,
          number,
          object,
          string,
        ],
    ),
  ] as [string, Result, number, object, string][]) {
    it(`responds with ${status} when the function ${what}`, async () => {
      await start({ type: "token" }, result);

      const response = await get("/dev/orders", "Authorization", "t");

      assert.equal(response.status, status);
      assert.deepEqual(JSON.parse(response.text), body);
      assert.equal(response.headers["x-amzn-errortype"], errorType);
      assert.equal(gateway!.events.length, 0);
    });
  }

  it("reports the reason of a failure in the log, but not to the caller", async () => {
    await start({ type: "token" }, "the database is away");

    const { text } = await get("/dev/orders", "Authorization", "t");

    assert.equal(text, '{"message":null}');
    assert.match(gateway!.logLines[0]!, /500 .*the database is away/);
  });

  for (const [what, authorizer, error] of [
    ["no function", { type: "token", authorizerUri: "arn:nothing" }, RestApiDefinitionError],
    ["a role", { type: "token", authorizerCredentials: "arn:aws:iam::1:role/r" }, NotServedError],
    ["cached responses but no identity", { type: "request" }, RestApiDefinitionError],
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
      "a time too long",
      { type: "token", authorizerResultTtlInSeconds: 3601 },
      RestApiDefinitionError,
    ],
  ] as const) {
    it(`is not served with ${what}`, async () => {
      gateway = undefined;

      await assert.rejects(start(authorizer), error);
    });
  }
});
