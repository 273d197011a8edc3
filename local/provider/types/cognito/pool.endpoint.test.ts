import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import type { Properties } from "../../../graph/resource.ts";
import { useCloud } from "../../testing/cloud.ts";

describe("updates of user pools", function () {
  this.timeout(60_000);
  const cloud = useCloud();
  const create = (inputs: Properties) =>
    cloud.create("aws:cognito/userPool:UserPool", "users", inputs);

  it("set MFA before the rest, so what it needs must be there from an earlier update", async () => {
    const base = {
      emailConfiguration: {
        emailSendingAccount: "DEVELOPER",
        sourceArn: cloud.arn("ses", "identity/a@example.com"),
      },
      accountRecoverySetting: {
        recoveryMechanisms: ["verified_email", "verified_phone_number"].map((name, index) => ({
          name,
          priority: index + 1,
        })),
      },
    };
    const mfa = { mfaConfiguration: "ON", emailMfaConfiguration: { message: "Your code: {####}" } };
    const own = await create({});
    await assert.rejects(own.update({ ...base, ...mfa }), { name: "RefusedError" });
    await own.update(base);
    await own.update({ ...base, ...mfa });
    const config = await cloud.aws.cognito.send(
      new GetUserPoolMfaConfigCommand({ UserPoolId: own.id }),
    );
    assert.equal(config.EmailMfaConfiguration?.Message, "Your code: {####}");
    await own.update({ ...base, mfaConfiguration: "OFF" });
    const { UserPool } = await cloud.aws.cognito.send(
      new DescribeUserPoolCommand({ UserPoolId: own.id }),
    );
    assert.equal(UserPool?.MfaConfiguration, "OFF");
  });

  it("get further attributes, and refuse to change or lose one", async () => {
    const schema = (name: string, maxLength = "64") => ({
      name,
      attributeDataType: "String",
      mutable: true,
      stringAttributeConstraints: { minLength: "0", maxLength },
    });
    const own = await create({ schemas: [schema("tenant")] });
    await own.update({ schemas: [schema("tenant"), schema("team")] });
    const { UserPool } = await cloud.aws.cognito.send(
      new DescribeUserPoolCommand({ UserPoolId: own.id }),
    );
    const custom = UserPool!
      .SchemaAttributes!.map(({ Name }) => Name!)
      .filter((name) => name.startsWith("custom:"));
    assert.deepEqual(custom, ["custom:tenant", "custom:team"]);
    const refused = { name: "RefusedError", message: /can't change or remove attributes/ };
    await assert.rejects(own.update({ schemas: [schema("tenant")] }), refused);
    await assert.rejects(
      own.update({ schemas: [schema("tenant", "99"), schema("team")] }),
      refused,
    );
  });
});
