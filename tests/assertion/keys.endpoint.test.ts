import assert from "node:assert/strict";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { createAssertions } from "../../functions/proxy/assertion/assertion.ts";
import { signWithKms } from "../../functions/proxy/assertion/kms.ts";
import { createAssertionCheck } from "../../services/orders/runtime/assertion.js";
import { publicKeyOf } from "../../local/aws/keys.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import type { Provided } from "../../local/provider/testing/provided.ts";

const signing = { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" };

describe("keys for signatures", function () {
  this.timeout(60_000);
  const cloud = useCloud();
  let key: Provided;
  let other: Provided;

  before(async () => {
    key = await cloud.create("aws:kms/key:Key", "assertion", signing);
    other = await cloud.create("aws:kms/key:Key", "other", signing);
  });

  /** Variables of a function whose role may sign with a key. */
  async function roleVariables(keyArn: unknown) {
    const name = `signer-${Math.random().toString(36).slice(2)}`;
    const document = (statement: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const trusted = { Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
    const { Role } = await cloud.aws.iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trusted) }),
    );
    const policy = document({ Action: "kms:Sign", Resource: keyArn });
    await cloud.aws.iam.send(
      new PutRolePolicyCommand({ RoleName: name, PolicyName: "sign", PolicyDocument: policy }),
    );
    const { Credentials: session } = await cloud.aws.sts.send(
      new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: "function" }),
    );
    return {
      AWS_ENDPOINT_URL: cloud.aws.url,
      AWS_ACCESS_KEY_ID: session!.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: session!.SecretAccessKey,
      AWS_SESSION_TOKEN: session!.SessionToken,
    };
  }

  const signerWith = (keyArn: unknown, variables: NodeJS.ProcessEnv) => (message: string) =>
    signWithKms(message, { keyArn: String(keyArn), variables }, 10_000);

  it("sign assertions that a service with the public key accepts", async () => {
    const { arn } = key.outputs;
    const signWithKey = signerWith(arn, await roleVariables(arn));
    const assertion = createAssertions({ service: "orders", keyId: "1", signWithKey });
    const publicKey = await publicKeyOf(cloud.aws, String(arn));
    const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1" }] });
    const user = { "x-user-sub": "jane" };

    const token = await assertion({ method: "GET", path: "/orders", user }, 10_000);

    const request = { method: "GET", url: "/orders", headers: { "x-user-assertion": token } };
    assert.deepEqual(createAssertionCheck({ jwks, service: "orders" })(request), user);
    const others = await publicKeyOf(cloud.aws, String(other.outputs["arn"]));
    const wrong = JSON.stringify({ keys: [{ ...others.export({ format: "jwk" }), kid: "1" }] });
    assert.throws(() => createAssertionCheck({ jwks: wrong, service: "orders" })(request));
  });

  it("sign for roles that may use them, and no others", async () => {
    const variables = await roleVariables(key.outputs["arn"]);
    await assert.rejects(signerWith(other.outputs["arn"], variables)("message"), {
      message: /KMS responded with 4\d\d AccessDenied/,
    });
  });

  it("can be deleted", async () => {
    const { arn } = key.outputs;
    const sign = signerWith(arn, await roleVariables(arn));
    await sign("message");
    await key.delete();
    await assert.rejects(sign("message"), { message: /KMSInvalidState/ });
  });
});
