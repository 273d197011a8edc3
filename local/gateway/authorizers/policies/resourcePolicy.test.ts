import assert from "node:assert/strict";
import { serve, type TestGateway } from "../../testing/gateway.ts";
import { send, statusesOf } from "../../testing/http.ts";
import { signedHeaders, user, userKey } from "../../testing/signing.ts";
import {
  createKey,
  idClaims,
  type JwksServer,
  signToken,
  startJwksServer,
} from "../../testing/tokens.ts";
import type { Decision } from "../../exchange/callers.ts";
import { identityPolicy, modelWith, statement } from "./testing/guardedApi.ts";

const key = createKey("k1");
const resource = (rest: string) => `arn:aws:execute-api:eu-west-1:********9012:abc123/dev/${rest}`;

// API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow", tables A and B.
describe("a resource policy", () => {
  let jwks: JwksServer;
  let gateway: TestGateway;
  /** The decision of the caller's own policies, and the caller's account. */
  let identity: Decision;
  let accountId: string;
  let authorizerCalls: number;

  before(async () => (jwks = await startJwksServer([key])));
  after(() => jwks.close());
  afterEach(() => gateway.abort());

  const start = async (...statements: object[]) => {
    authorizerCalls = 0;
    identity = "allow";
    accountId = user.caller.accountId;
    const policy = statements.length > 0 ? { Statement: statements } : undefined;
    gateway = await serve(modelWith(policy), undefined, {
      jwksUriOf: () => jwks.uri,
      findSigner: () =>
        Promise.resolve({ ...user, decision: identity, caller: { ...user.caller, accountId } }),
      invokeAuthorizer: () => {
        authorizerCalls += 1;
        const policyDocument = { Statement: identityPolicy[identity] };
        return Promise.resolve({ payload: JSON.stringify({ principalId: "p", policyDocument }) });
      },
    });
  };

  const call = async (path: string) => {
    const headers = {
      open: [],
      cognito: ["Authorization", signToken(key, idClaims())],
      lambda: ["X-Partner", "p"],
      iam: await signedHeaders(gateway.port, "/dev/iam", { credentials: userKey }),
    }[path.replaceAll("/", "")];
    return send(gateway.port, `/dev/${path}`, { headers });
  };

  const decisions: Record<Decision, object[]> = {
    allow: [statement({ Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } } })],
    deny: [
      statement({}),
      statement({ Effect: "Deny", Condition: { IpAddress: { "aws:SourceIp": "127.0.0.1" } } }),
    ],
    silent: [statement({ Condition: { NotIpAddress: { "aws:SourceIp": "127.0.0.1/32" } } })],
  };

  // Without an authorizer or with a user pool: "an implicit denial or any explicit denial results in denying the caller."
  // With IAM or a Lambda authorizer (table A): one allow is enough unless there is a deny.
  for (const policy of ["allow", "silent", "deny"] as const) {
    it(`with the decision ${policy} is combined with the authorization of each route`, async () => {
      await start(...decisions[policy]);
      const statuses: Record<string, number> = {};
      const expected: Record<string, number> = {};

      for (const kind of ["open", "cognito", "lambda", "iam"] as const) {
        for (identity of ["allow", "silent", "deny"] as const) {
          statuses[`${kind} ${identity}`] = (await call(kind)).status;
          const isAlone = kind === "open" || kind === "cognito";
          const isAllowed = isAlone
            ? policy === "allow"
            : identity !== "deny" && policy !== "deny" && [identity, policy].includes("allow");
          expected[`${kind} ${identity}`] = isAllowed ? 200 : 403;
        }
      }

      assert.deepEqual(statuses, expected);
      // "Before calling the Lambda authorizer, API Gateway first evaluates the policy."
      assert.equal(authorizerCalls, policy === "deny" ? 0 : 3);
    });
  }

  for (const [policy, decision, status] of [
    ["allow", "allow", 200],
    ["allow", "silent", 403],
    ["silent", "allow", 403],
    ["deny", "allow", 403],
    ["allow", "deny", 403],
  ] as const) {
    it(`that decides ${policy} for another account with the decision ${decision} leads to ${status}`, async () => {
      await start(...decisions[policy]);
      identity = decision;
      accountId = "210987654321";

      const response = await call("iam");

      assert.equal(response.status, status);
    });
  }

  it("is required for callers of other accounts", async () => {
    await start();
    accountId = "210987654321";

    const { status } = await call("iam");

    assert.equal(status, 403);
  });

  it("is evaluated after a token or signature is checked", async () => {
    await start(...decisions.deny);

    const responses = await Promise.all(
      ["cognito", "iam"].map((path) => send(gateway.port, `/dev/${path}`)),
    );

    assert.deepEqual(
      responses.map(({ text }) => text),
      ['{"message":"Unauthorized"}', '{"message":"Missing Authentication Token"}'],
    );
  });

  for (const [title, statements, path, principal, reason] of [
    ["an anonymous caller without an allow", decisions.silent, "open", "anonymous", ""],
    [
      "an anonymous caller with a deny",
      decisions.deny,
      "open",
      "anonymous",
      " with an explicit deny in a resource-based policy",
    ],
    [
      "a signer with a deny",
      decisions.deny,
      "iam",
      user.caller.userArn,
      " with an explicit deny in a resource-based policy",
    ],
  ] as const) {
    it(`refuses ${title} in API Gateway's words`, async () => {
      await start(...statements);

      const { text, headers } = await call(path);

      assert.deepEqual(JSON.parse(text), {
        Message: `User: ${principal} is not authorized to perform: execute-api:Invoke on resource: ${resource(`GET/${path}`)}${reason}`,
      });
      assert.equal(headers["x-amzn-errortype"], "AccessDeniedException");
      assert.equal(gateway.events.length, 0);
    });
  }

  for (const [title, allowed, expected] of [
    ["one route", "execute-api:/dev/GET/open", [200, 403, 403]],
    ["a stage and method", "execute-api:/*/GET/*", [200, 200, 200]],
    ["the root", "execute-api:/dev/GET/", [403, 200, 403]],
    [
      "a route by its whole ARN",
      "arn:aws:execute-api:eu-west-1:123456789012:abc123/*/GET/open*",
      [200, 403, 200],
    ],
    ["another stage", "execute-api:/prod/*", [403, 403, 403]],
    ["another API", "arn:aws:execute-api:eu-west-1:123456789012:other/*", [403, 403, 403]],
  ] as const) {
    it(`that allows ${title} allows no other route`, async () => {
      await start(statement({ Resource: allowed }));

      const responses = [await call("open"), await call(""), await call("open/")];

      assert.deepEqual(statusesOf(responses), expected);
    });
  }

  it("that denies a route also denies it with a trailing slash and by a method override", async () => {
    const denial = statement({ Effect: "Deny", Resource: "execute-api:/*/GET/open" });
    await start(statement({}), denial);
    const headers = ["X-HTTP-Method-Override", "GET"];

    const responses = [
      await call("open/"),
      await call("open//"),
      await send(gateway.port, "/dev/open", { method: "POST", headers }),
    ];

    assert.deepEqual(
      responses.map(({ status, text }) => [status, /explicit deny/.test(text)]),
      responses.map(() => [403, true]),
    );
  });

  it("denies before the route is looked up, so callers cannot discover routes", async () => {
    await start(...decisions.deny);

    const { text } = await call("nothing");

    assert.match(text, /explicit deny in a resource-based policy/);
  });

  const account = user.caller.accountId;
  for (const [principal, effect, expected] of [
    [user.caller.userArn, "Allow", 200],
    [`${user.caller.userArn}s`, "Allow", 403],
    [`arn:aws:iam::${account}:role/tester`, "Allow", 403],
    // An allow for an account leaves the decision to its own policies; a deny is final.
    [account, "Allow", 403],
    [`arn:aws:iam::${account}:root`, "Deny", 403],
  ] as const) {
    it(`with ${effect} for ${principal} applies to that principal only`, async () => {
      const others = effect === "Deny" ? [statement({})] : [];
      await start(...others, statement({ Effect: effect, Principal: { AWS: [principal] } }));
      identity = "silent";

      const [signer, anonymous] = [await call("iam"), await call("open")];

      assert.equal(signer.status, expected);
      assert.equal(anonymous.status, effect === "Deny" ? 200 : 403);
    });
  }

  for (const [title, given] of [
    ["a statement without Principal", { Principal: undefined }],
    ["a service as Principal", { Principal: { Service: "cloudfront.amazonaws.com" } }],
    ["a NotPrincipal", { Principal: undefined, NotPrincipal: "*" }],
    ["a wildcard in a user's ARN", { Principal: { AWS: "arn:aws:iam::*:user/x" } }],
  ] as const) {
    it(`with ${title} is rejected at load time`, async () => {
      await start();

      await assert.rejects(start(statement(given)), {
        name: "RestApiDefinitionError",
        message: /resource policy: the Principal .*is not supported locally; use "\*"/,
      });
    });
  }

  // AWS Compute Blog, "Troubleshooting Amazon API Gateway with enhanced observability
  // variables": IAM has authenticate and authorize, Lambda authorizer and authorize, Cognito authorizer.
  it("is a separate step in the access log", async () => {
    await start();
    for (const kind of ["open", "cognito", "lambda", "iam"]) await call(kind);
    identity = "silent";
    for (const kind of ["lambda", "iam"]) await call(kind);
    await send(gateway.port, "/dev/iam");

    assert.deepEqual(gateway.logLines, [
      "-|-|-|-",
      "-|200|-|-",
      "-|200|200|-",
      "200|-|200|-",
      "-|200|403|User is not authorized to access this resource",
      `200|-|403|User: ${user.caller.userArn} is not authorized to perform: execute-api:Invoke on resource: ${resource("GET/iam")}`,
      "403|-|-|-",
    ]);
  });
});
