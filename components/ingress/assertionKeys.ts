import { createPublicKey } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { flag, listOf, options, text } from "../shared/options.ts";

/**
 * A signed statement about the caller of each call, in the header `x-user-assertion`, for a service that
 * should not have to trust its network alone. To rotate the key without a gap: add a second name and deploy,
 * make it `active` and deploy, then remove the first.
 *
 * Creates a key in KMS per name, 1 USD a month each, and an interface endpoint for KMS, 7 USD a month per
 * zone. KMS signs once an hour per instance of the function: 0.15 USD for 10,000 signatures (us-east-1,
 * November 2026).
 *
 * @example
 * { keys: ["2026", "2027"], active: "2027" }
 */
export interface AssertionOptions {
  /** Names of the keys whose signatures the service accepts. @default ["1"] */
  keys?: string[];
  /** Name of the key that signs. @default the last one */
  active?: string;
  /**
   * Gives the public keys to the service, which then refuses calls without a valid assertion. Leave it out
   * of a running service's first deployment with `false`: its tasks may start before its function signs.
   * @default true
   */
  enforce?: boolean;
}

const defaultKeys = ["1"];

export const assertionRule = options<AssertionOptions>(
  {
    keys: listOf(
      text(/^[\w-]+$/, "letters, digits, _ and -", 'Name them by their year, such as "2026".'),
      { least: 1, distinct: true, allowed: "a list of at least one name, all different" },
    ),
    active: text(),
    enforce: flag,
  },
  ({ keys = defaultKeys, active }) =>
    active === undefined || keys.includes(active)
      ? []
      : [{ argument: "active", given: active, allowed: `one of the keys: ${keys.join(", ")}` }],
);

/** What a proxy function signs with. */
export interface SigningKey {
  /** ARN of the key in KMS. */
  keyArn: pulumi.Input<string>;
  /** Its name, by which the service finds the public key. */
  keyId: string;
}

/** The keys of one service in one region. */
export interface AssertionKeys {
  readonly signing: SigningKey;
  /** The service's variables: its name and the public keys (RFC 7517). Empty without `enforce`. */
  readonly variables: Record<string, pulumi.Input<string>>;
}

/** Creates a service's keys. Only KMS knows the private ones. */
export function createAssertionKeys(
  name: string,
  service: string,
  { keys = defaultKeys, active = keys.at(-1)!, enforce = true }: AssertionOptions,
  opts: pulumi.CustomResourceOptions,
): AssertionKeys {
  const created = keys.map((keyId) => ({
    keyId,
    key: new aws.kms.Key(
      `${name}-assertion-${keyId}`,
      {
        description: `Signs who calls ${service} (${keyId})`,
        customerMasterKeySpec: "ECC_NIST_P256",
        keyUsage: "SIGN_VERIFY",
      },
      opts,
    ),
  }));
  const publicKeys = created.map(({ keyId, key }) =>
    aws.kms.getPublicKeyOutput({ keyId: key.arn }, opts).publicKeyPem.apply((pem) => ({
      ...createPublicKey(pem).export({ format: "jwk" }),
      kid: keyId,
    })),
  );
  const signing = created.find(({ keyId }) => keyId === active)!;
  return {
    signing: { keyArn: signing.key.arn, keyId: signing.keyId },
    variables: enforce
      ? {
          ASSERTION_AUDIENCE: service,
          ASSERTION_JWKS: pulumi.jsonStringify({ keys: publicKeys }),
        }
      : {},
  };
}
