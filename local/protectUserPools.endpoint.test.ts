import {
  AdminGetUserCommand,
  CreateUserPoolDomainCommand,
  GetUserCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "./aws/cognito/testing/miniStack.ts";
import { password, UserPool } from "./aws/guard/userpools/testing/userPool.ts";
import type { Properties, Resource } from "./graph/resource.ts";
import { userPoolFirewalls } from "./gateway/index.ts";
import { protectUserPools } from "./protectUserPools.ts";

const visibility = {};
const forbidden = {
  name: "ForbiddenException",
  message: "Request not allowed due to WAF block.",
};
const callback = "http://localhost:5173/";

const byHeader = (priority: number, name: string, searchString: string, action: Properties) => ({
  name: `${name}-${searchString}`,
  priority,
  action,
  statement: {
    byteMatchStatement: {
      searchString,
      positionalConstraint: "EXACTLY",
      fieldToMatch: { singleHeader: { name } },
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  },
  visibilityConfig: visibility,
});

// Proves what a web ACL sees of Cognito's requests, not its rules, which local/gateway/firewall has.
describe("web ACLs in front of user pools", () => {
  const stack = miniStack();
  let pool: UserPool;
  let other: UserPool;

  before(async () => {
    const client = {
      CallbackURLs: [callback],
      AllowedOAuthFlows: ["code" as const],
      AllowedOAuthScopes: ["openid"],
      AllowedOAuthFlowsUserPoolClient: true,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH" as const],
    };
    pool = await UserPool.create(stack.aws, {}, client);
    other = await UserPool.create(stack.aws, {}, client);
    for (const each of [pool, other]) await each.addUser("jane");
    await stack.aws.cognito.send(
      new CreateUserPoolDomainCommand({ UserPoolId: pool.userPoolId, Domain: "people" }),
    );
  });
  afterEach(() => stack.aws.identity!.setFirewall(pool.userPoolId, undefined));

  function protect(rules: Properties[]): void {
    const resource = (type: string, outputs: Properties): Resource => ({
      type: `aws:wafv2/${type}`,
      name: "users-firewall",
      id: "1",
      inputs: outputs,
      outputs,
    });
    const resourceArn = `arn:aws:cognito-idp:eu-west-1:1:userpool/${pool.userPoolId}`;
    protectUserPools(
      userPoolFirewalls([
        resource("webAcl:WebAcl", { arn: "acl", name: "a", defaultAction: { allow: {} }, rules }),
        resource("webAclAssociation:WebAclAssociation", { webAclArn: "acl", resourceArn }),
      ]),
      stack.aws,
    );
  }

  const signUp = (of: UserPool) =>
    stack.aws.cognito.send(
      new SignUpCommand({
        ClientId: of.clientId,
        Username: crypto.randomUUID(),
        Password: password,
      }),
    );

  it("see the operation, and block it for their pool only", async () => {
    protect([byHeader(0, "x-amzn-cognito-operation-name", "SignUp", { block: {} })]);

    await assert.rejects(signUp(pool), forbidden);
    await signUp(other);
    await pool.signIn("jane");
  });

  it("see the client, also of a token", async () => {
    const AccessToken = await pool.signIn("jane");
    protect([byHeader(0, "x-amzn-cognito-client-id", pool.clientId, { block: {} })]);
    await assert.rejects(pool.signIn("jane"), forbidden);
    protect([
      {
        name: "rate",
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: {
            limit: 10,
            aggregateKeyType: "CONSTANT",
            scopeDownStatement: byHeader(0, "x-amzn-cognito-operation-name", "GetUser", {})
              .statement,
          },
        },
        visibilityConfig: visibility,
      },
    ]);
    const get = () => stack.aws.cognito.send(new GetUserCommand({ AccessToken }));
    for (let count = 0; count < 10; count++) await get();
    await assert.rejects(get(), forbidden);
    await pool.signIn("jane");
  });

  it("see no operation with a signature", async () => {
    protect([
      {
        name: "all",
        priority: 0,
        action: { block: {} },
        statement: {
          sizeConstraintStatement: {
            fieldToMatch: { uriPath: {} },
            comparisonOperator: "GE",
            size: 0,
            textTransformations: [{ priority: 0, type: "NONE" }],
          },
        },
        visibilityConfig: visibility,
      },
    ]);
    await assert.rejects(pool.signIn("jane"), forbidden);
    const user = { UserPoolId: pool.userPoolId, Username: "jane" };
    await stack.aws.cognito.send(new AdminGetUserCommand(user));
  });

  it("block pages of their pool, with a response of their own", async () => {
    const customResponse = {
      responseCode: 418,
      responseHeaders: [{ name: "x-why", value: "odd" }],
    };
    protect([
      byHeader(0, "x-amzn-cognito-client-id", pool.clientId, { block: { customResponse } }),
    ]);
    const visit = (of: UserPool) =>
      fetch(
        `${stack.aws.url}/oauth2/authorize?${new URLSearchParams({
          client_id: of.clientId,
          redirect_uri: callback,
          response_type: "code",
          scope: "openid",
        })}`,
      );
    const token = (of: UserPool) =>
      fetch(`${stack.aws.url}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams({ grant_type: "refresh_token", client_id: of.clientId }),
      });

    const blocked = await visit(pool);
    assert.equal(blocked.status, 418);
    assert.equal(blocked.headers.get("x-why"), "odd");
    assert.equal((await token(pool)).status, 418);
    assert.equal((await visit(other)).status, 200);
    assert.equal((await token(other)).status, 400);
  });
});
