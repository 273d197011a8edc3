import assert from "node:assert/strict";
import { cp, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { regionCommand } from "./testing/regionCommand.ts";

const policies = fileURLToPath(new URL("../../docs/iam", import.meta.url));
const domain = [
  "palisade:domainName: api.example.com",
  "palisade:hostedZone: Z0123456789ABCDEFGHIJ",
];
const values =
  "--account 123456789012 --bucket acme-state --key 1234abcd-12ab --subject repo:acme/shop";

interface Policy {
  readonly Statement: readonly {
    readonly Resource: unknown;
    readonly Condition: Record<string, unknown>;
  }[];
}

describe("npm run region -- policy", () => {
  const command = regionCommand();
  beforeEach(() => cp(policies, join(command.project.folder, "docs/iam"), { recursive: true }));

  const addDomain = async () => {
    await command.project.writeRegion("us-east-1", "10.0.0.0/16", ...domain);
    await command.project.writeRegion("eu-west-1", "10.1.0.0/16", ...domain);
  };

  async function policy(line: string): Promise<Policy> {
    const { code, stdout, stderr } = await command.run(`policy ${line}`);
    assert.deepEqual([code, stderr], [0, ""]);
    return JSON.parse(stdout) as Policy;
  }

  it("limits CI's roles to the environment's regions", async () => {
    const [statement] = (await policy("--env dev")).Statement;

    assert.deepEqual(statement?.Condition, {
      StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] },
    });
  });

  it("fills in the environment, the project and what is given", async () => {
    const { Statement } = await policy(`state --env dev ${values}`);

    assert.deepEqual(
      Statement.map(({ Resource }) => Resource),
      [
        "arn:aws:s3:::acme-state",
        "arn:aws:s3:::acme-state/.pulumi/*",
        "arn:aws:s3:::acme-state/.pulumi/*/palisade/dev-*",
        "arn:aws:kms:*:123456789012:key/1234abcd-12ab",
      ],
    );
  });

  it("leaves nothing to fill in, in any policy", async () => {
    await addDomain();

    for (const file of await readdir(policies)) {
      const filled = JSON.stringify(
        await policy(`${file.replace(".json", "")} --env dev ${values}`),
      );
      assert.doesNotMatch(
        filled,
        /\b(ACCOUNT|BUCKET|ENVIRONMENT|KEY|PROJECT|REGIONS|SUBJECT|ZONE)\b/,
        file,
      );
    }
  });

  for (const [line, message] of [
    ["state --env dev", /"state" needs --bucket, that of the state, which is missing/],
    ["deploy-network --env dev --account 12", /needs --account, the twelve .*, but it is "12"/],
    ["deploy-domain --env dev", /"deploy-domain" needs hostedZone in the stack files/],
    ["deploy --env dev", /"deploy" is not a policy of docs\/iam\. Use boundary, deploy-backends/],
  ] as const) {
    it(`refuses: policy ${line}`, () => command.refuses(`policy ${line}`, message));
  }

  const always = ["deploy-network", "deploy-platform", "deploy-roles", "state", "regions"];

  it("lists the policies that a role needs for what the stacks have", async () => {
    const listed = async (role: string) =>
      (await command.run(`policies ${role} --env dev`)).stdout.trim().split("\n");

    assert.deepEqual(await listed("preview"), ["preview", "state-read", "regions"]);
    assert.deepEqual(await listed("deploy"), always);
    await addDomain();
    assert.deepEqual(await listed("deploy"), [...always, "deploy-domain"]);
  });

  it("reach the zone and the certificate of a sign-in domain", async () => {
    const own = [
      "palisade:signInDomain: auth.example.org",
      "palisade:signInHostedZone: Z9876543210",
    ];
    await addDomain();
    await command.project.writeRegion("us-east-1", "10.0.0.0/16", ...domain, ...own);

    const zones = (await policy(`deploy-domain --env dev ${values}`)).Statement[0]?.Resource;
    const { stdout } = await command.run("policies deploy --env dev");

    assert.deepEqual(zones, [
      "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
      "arn:aws:route53:::hostedzone/Z9876543210",
    ]);
    assert.deepEqual(stdout.trim().split("\n"), [...always, "deploy-domain", "deploy-users"]);
  });

  it("lists those for schedules, queues, private names, users' groups and senders if the program declares them", async () => {
    const pulumi = createRequire(import.meta.url).resolve("@pulumi/pulumi");
    const types = [
      "aws:scheduler/schedule:Schedule",
      "aws:cognito/userGroup:UserGroup",
      "aws:kms/alias:Alias",
      "palisade:observability:LogKey",
    ];
    const program = `import * as pulumi from ${JSON.stringify(pulumi)};
      export default async () => {
        for (const type of ${JSON.stringify(types)}) new pulumi.CustomResource(type, "a", {});
        return {};
      };`;
    await writeFile(join(command.project.folder, "index.ts"), program);

    const { stdout, stderr } = await command.run("policies deploy --env dev");
    assert.equal(stderr, "");

    const declared = ["deploy-identity", "deploy-backends", "deploy-users"];
    assert.deepEqual(stdout.trim().split("\n"), [...always, ...declared]);
  });

  it("refuses an unknown role", () =>
    command.refuses("policies admin --env dev", /Allowed choices are preview, deploy/));
});
