import assert from "node:assert/strict";
import type { Resource } from "../../graph/resource.ts";
import { Permissions } from "./permissions.ts";
import { referencesOf } from "./references.ts";

const arn = (rest: string) => `arn:aws:${rest}`;
const resource = (type: string, name: string, id: string, inputs: object, outputs: object = {}) =>
  ({ type, name, id, inputs, outputs: { ...inputs, ...outputs } }) as Resource;

const table = resource(
  "aws:dynamodb/table:Table",
  "orders",
  "orders-1a",
  {},
  {
    arn: arn("dynamodb:eu-west-1:123456789012:table/orders-1a"),
  },
);
const role = resource(
  "aws:iam/role:Role",
  "worker",
  "worker-2b",
  {},
  {
    arn: arn("iam::123456789012:role/worker-2b"),
  },
);
const policy = resource("aws:iam/rolePolicy:RolePolicy", "worker", "worker-2b:p", {
  role: "worker-2b",
  policy: JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:Query", "ec2:DescribeSubnets", "ec2:CreateTags"],
        Resource: [table.outputs["arn"], `${String(table.outputs["arn"])}/index/*`],
      },
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  }),
});
const worker = resource(
  "aws:lambda/function:Function",
  "worker",
  "worker-3c",
  { role: role.outputs["arn"] },
  {
    arn: arn("lambda:eu-west-1:123456789012:function:worker-3c"),
  },
);
const permission = resource("aws:lambda/permission:Permission", "worker", "p", {
  action: "lambda:InvokeFunction",
  function: "worker-3c",
  principal: "apigateway.amazonaws.com",
  sourceArn: arn("execute-api:eu-west-1:123456789012:abc/live/*"),
});
const api = resource(
  "aws:apigateway/restApi:RestApi",
  "shop",
  "abc",
  {},
  {
    executionArn: arn("execute-api:eu-west-1:123456789012:abc"),
  },
);

describe("Permissions", () => {
  const resources = [table, role, policy, worker, permission, api];
  const permissions = new Permissions(resources, referencesOf(resources));
  const words = (grants: readonly { words: string }[]) => grants.map((grant) => grant.words);

  it("says what a function may do by its role", () => {
    assert.deepEqual(words(permissions.of(worker)), [
      'May read single items, query items and describe subnets and create tags (ec2): table "orders" and table "orders" (index/*)',
      "May not do everything: everything, if aws:securetransport is false",
    ]);
  });

  it("says who may do what with a table, by whom the role is used", () => {
    const [grant, ...others] = permissions.on(table);

    assert.deepEqual(others, []);
    assert.equal(grant?.who, 'function "worker"');
    assert.equal(grant.declaredBy, policy);
    assert.equal(grant.role, role);
  });

  it("says who may call a function, and for what", () => {
    const [grant] = permissions.on(worker);

    assert.equal(grant?.who, "API Gateway");
    assert.equal(grant.words, 'May call, for rest api "shop" (live/*)');
  });
});
