import assert from "node:assert/strict";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { RoleError } from "../../local/gateway/index.ts";
import { type Call, callsOf } from "./calls.ts";
import { serveShop, type ServedShop } from "./servedShop.ts";

/** The roles of the shop's routes and their only permissions. */
const expected: Record<string, string> = {
  "shop-jobs-SendMessage": "sqs:SendMessage shop-jobs",
  "shop-news-Publish": "sns:Publish shop-news",
  "shop-readings-PutRecord": "kinesis:PutRecord shop-readings",
  "shop-readings-PutRecords": "kinesis:PutRecords shop-readings",
  "shop-files-GetObject-public+": "s3:GetObject shop-files/public/x",
  "shop-files-PutObject-public+": "s3:PutObject shop-files/public/x",
  "shop-files-DeleteObject-public+": "s3:DeleteObject shop-files/public/x",
  "shop-notes-GetItem": "dynamodb:GetItem shop-notes",
  "shop-notes-UpdateItem": "dynamodb:UpdateItem shop-notes",
  "shop-notes-PutItem": "dynamodb:PutItem shop-notes",
  "shop-notes-DeleteItem": "dynamodb:DeleteItem shop-notes",
  "shop-notes-Query": "dynamodb:Query shop-notes",
  "shop-notes-Query-byRank": "dynamodb:Query shop-notes/index/byRank",
  "shop-imports-StartExecution": "states:StartExecution shop-imports",
  "shop-imports-DescribeExecution": "states:DescribeExecution shop-imports:x",
  "shop-quotes-StartSyncExecution": "states:StartSyncExecution shop-quotes",
  "shop-events-PutEvents": "events:PutEvents shop-events",
};

/** The AWS endpoint evaluates the policies, perhaps not exactly as AWS does. */
describe("roles of integrations", function () {
  this.timeout(120_000);
  const cloud = useCloud();
  let shop: ServedShop;
  let calls: Call[];
  before(async () => {
    shop = await serveShop(cloud.aws);
    calls = callsOf(shop);
  });
  after(() => shop?.close());

  const roleArn = (name: string) => shop.outputs("Role", name)["arn"]!;

  const isDenied = async ({ request }: Call, role: string): Promise<boolean> => {
    const call = { ...request, region: cloud.aws.region, roleArn: roleArn(role) };
    const { status, body } = await shop.callService(call, AbortSignal.timeout(10_000));
    return [400, 403].includes(status) && /AccessDenied|AuthorizationError/.test(body.toString());
  };

  /** `sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:shop-jobs-b727917` → `sqs:SendMessage shop-jobs` */
  const shortened = (permission: string): string =>
    permission.replace(/arn:\S*?(shop-[a-z]+)-[0-9a-f]{7}/, "$1");

  it("are the expected ones", () => {
    const roles = shop.resources.filter(
      ({ type, name, inputs }) =>
        type === "aws:iam/role:Role" &&
        name !== "shop-logging" &&
        String(inputs["assumeRolePolicy"]).includes('"apigateway.amazonaws.com"'),
    );

    assert.deepEqual(roles.map(({ name }) => name).sort(), Object.keys(expected).sort());
  });

  for (const [role, permission] of Object.entries(expected)) {
    it(`${role} has only the permission ${permission}`, async () => {
      const allowed: string[] = [];
      for (const call of calls) {
        if (!(await isDenied(call, role))) allowed.push(shortened(call.permission));
      }

      assert.deepEqual(allowed, [permission]);
    });
  }

  it("are assumed only if they trust API Gateway", async () => {
    const call = {
      ...calls[0]!.request,
      region: cloud.aws.region,
      roleArn: roleArn("shop-states"),
    };

    await assert.rejects(shop.callService(call, AbortSignal.timeout(10_000)), RoleError);
  });
});
