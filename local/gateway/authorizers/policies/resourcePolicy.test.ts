import assert from "node:assert/strict";
import { serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";
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

// Facts 2.6: "How API Gateway resource policies affect authorization workflow", tables A and B.
describe("a resource policy", () => {
  let jwks: JwksServer;
  let gateway: TestGateway;
  /** The decision of the caller's own policies, and the caller's account. */
  let own: Decision;
  let accountId: string;
  let asked: number;

  before(async () => (jwks = await startJwksServer([key])));
  after(() => jwks.close());
  afterEach(() => gateway.abort());

  const start = async (...statements: object[]) => {
    asked = 0;
    own = "allow";
    accountId = user.caller.accountId;
    const policy = statements.length > 0 ? { Statement: statements } : undefined;
    gateway = await serve(modelWith(policy), undefined, {
      jwksUriOf: () => jwks.uri,
      findSigner: () =>
        Promise.resolve({ ...user, decision: own, caller: { ...user.caller, accountId } }),
      invokeAuthorizer: () => {
        asked += 1;
        const policyDocument = { Statement: identityPolicy[own] };
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

  // With none or a user pool: "an implicit denial or any explicit denial results in denying the caller."
  // With the others (table A): an allow of either side is enough, a deny of either side beats it.
  for (const policy of ["allow", "silent", "deny"] as const) {
    it(`that says ${policy} decides with what else guards a route`, async () => {
      await start(...decisions[policy]);
      const statuses: Record<string, number> = {};
      const expected: Record<string, number> = {};

      for (const kind of ["open", "cognito", "lambda", "iam"] as const) {
        for (own of ["allow", "silent", "deny"] as const) {
          statuses[`${kind} ${own}`] = (await call(kind)).status;
          const isAlone = kind === "open" || kind === "cognito";
          const isAllowed = isAlone
            ? policy === "allow"
            : own !== "deny" && policy !== "deny" && [own, policy].includes("allow");
          expected[`${kind} ${own}`] = isAllowed ? 200 : 403;
        }
      }

      assert.deepEqual(statuses, expected);
      // "Before calling the Lambda authorizer, API Gateway first evaluates the policy."
      assert.equal(asked, policy === "deny" ? 0 : 3);
    });
  }

  for (const [policy, own_, status] of [
    ["allow", "allow", 200],
    ["allow", "silent", 403],
    ["silent", "allow", 403],
    ["deny", "allow", 403],
    ["allow", "deny", 403],
  ] as const) {
    it(`that says ${policy} to another account whose policies say ${own_}: ${status}`, async () => {
      await start(...decisions[policy]);
      own = own_;
      accountId = "210987654321";

      const response = await call("iam");

      assert.equal(response.status, status);
    });
  }

  it("is what other accounts need", async () => {
    await start();
    accountId = "210987654321";

    const { status } = await call("iam");

    assert.equal(status, 403);
  });

  it("is asked after a token and a signature are checked", async () => {
    await start(...decisions.deny);

    const responses = await Promise.all(
      ["cognito", "iam"].map((path) => send(gateway.port, `/dev/${path}`)),
    );

    assert.deepEqual(
      responses.map(({ text }) => text),
      ['{"message":"Unauthorized"}', '{"message":"Missing Authentication Token"}'],
    );
  });

  for (const [what, statements, path, user_, reason] of [
    ["nobody by silence", decisions.silent, "open", "anonymous", ""],
    [
      "nobody by a deny",
      decisions.deny,
      "open",
      "anonymous",
      " with an explicit deny in a resource-based policy",
    ],
    [
      "a signer by a deny",
      decisions.deny,
      "iam",
      user.caller.userArn,
      " with an explicit deny in a resource-based policy",
    ],
  ] as const) {
    it(`tells ${what} in API Gateway's words`, async () => {
      await start(...statements);

      const { text, headers } = await call(path);

      assert.deepEqual(JSON.parse(text), {
        Message: `User: ${user_} is not authorized to perform: execute-api:Invoke on resource: ${resource(`GET/${path}`)}${reason}`,
      });
      assert.equal(headers["x-amzn-errortype"], "AccessDeniedException");
      assert.equal(gateway.events.length, 0);
    });
  }

  for (const [what, allowed, expected] of [
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
    it(`that allows ${what} allows nothing else`, async () => {
      await start(statement({ Resource: allowed }));

      const responses = [await call("open"), await call(""), await call("open/")];

      assert.deepEqual(
        responses.map(({ status }) => status),
        expected,
      );
    });
  }

  it("that denies a route denies it with a slash at the end, too, and methods that take its place", async () => {
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

  it("that denies does so before it comes out which routes there are", async () => {
    await start(...decisions.deny);

    const { text } = await call("nothing");

    assert.match(text, /explicit deny in a resource-based policy/);
  });

  const account = user.caller.accountId;
  for (const [principal, effect, expected] of [
    [user.caller.userArn, "Allow", 200],
    [`${user.caller.userArn}s`, "Allow", 403],
    [`arn:aws:iam::${account}:role/tester`, "Allow", 403],
    // An account leaves the decision to its own policies; a deny is one.
    [account, "Allow", 403],
    [`arn:aws:iam::${account}:root`, "Deny", 403],
  ] as const) {
    it(`that says ${effect} to ${principal} means it, and not everybody`, async () => {
      const others = effect === "Deny" ? [statement({})] : [];
      await start(...others, statement({ Effect: effect, Principal: { AWS: [principal] } }));
      own = "silent";

      const [signer, anonymous] = [await call("iam"), await call("open")];

      assert.equal(signer.status, expected);
      assert.equal(anonymous.status, effect === "Deny" ? 200 : 403);
    });
  }

  for (const [what, given] of [
    ["a statement without Principal", { Principal: undefined }],
    ["a Principal of a service", { Principal: { Service: "cloudfront.amazonaws.com" } }],
    ["a NotPrincipal", { Principal: undefined, NotPrincipal: "*" }],
    ["a user by wildcard", { Principal: { AWS: "arn:aws:iam::*:user/x" } }],
  ] as const) {
    it(`is refused at the start with ${what}`, async () => {
      await start();

      await assert.rejects(start(statement(given)), {
        name: "RestApiDefinitionError",
        message: /resource policy: the Principal .*is not supported locally; use "\*"/,
      });
    });
  }

  // Facts 8.1; AWS Compute Blog, "Troubleshooting Amazon API Gateway with enhanced observability
  // variables": IAM has authenticate and authorize, Lambda authorizer and authorize, Cognito authorizer.
  it("is a step of its own in the log", async () => {
    await start();
    for (const kind of ["open", "cognito", "lambda", "iam"]) await call(kind);
    own = "silent";
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
