import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { BundledFunction } from "../function/index.ts";
import { rolePolicy, serviceRole } from "./iam.ts";

/** Names as IAM gets them, without Pulumi's random suffix of 8 characters. */
const namesOf = async (...names: string[]) => {
  const recorded = await recordResources(() => {
    for (const name of names) {
      const role = serviceRole(name, "apigateway.amazonaws.com", {});
      rolePolicy(name, role, [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::x"] }], {});
    }
  });
  return { roles: recorded.names("Role"), policies: recorded.names("RolePolicy") };
};

// IAM User Guide, "IAM and AWS STS quotas": 64 characters for a role, 128 for a policy.
describe("names of roles and policies", () => {
  it("are the given ones, up to the length that IAM allows", async () => {
    const [role, policy] = ["r".repeat(56), "p".repeat(120)];

    assert.equal((await namesOf(role)).roles[0], role);
    assert.equal((await namesOf(policy)).policies[0], policy);
  });

  it("end in a hash if they are longer, and stay different", async () => {
    const long = `prod-files-GetObject-${"folder+".repeat(30)}`;

    const { roles, policies } = await namesOf(`${long}a`, `${long}b`);
    const again = await namesOf(`${long}a`);

    assert.equal(new Set(roles).size, 2);
    assert.equal(new Set(policies).size, 2);
    assert.deepEqual(
      [...roles, ...policies].map((name) => name.length),
      [56, 56, 120, 120],
    );
    assert.ok(roles.every((name) => name.startsWith("prod-files-GetObject-folder+")));
    assert.equal(again.roles[0], roles[0]);
  });
});

describe("a function's name", () => {
  it("is refused if it is too long for Lambda", async () => {
    const create = (name: string) =>
      recordResources(() => new BundledFunction(name, { source: "proxy", timeoutSeconds: 3 }));

    await assert.doesNotReject(create("f".repeat(56)));
    await assert.rejects(create("f".repeat(57)), {
      name: "ComponentArgumentError",
      message: /name is "f{57}"; allowed: at most 56 characters/,
    });
  });
});
