import { generateKeyPairSync } from "node:crypto";
import { evaluateStack, type Provider } from "../../local/graph/evaluate.ts";
import type { Properties, Resource } from "../../local/graph/resource.ts";

/** Each key of KMS has this public key here. */
const publicKeyPem = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .publicKey.export({ type: "spki", format: "pem" })
  .toString();

/** More than any network has zones. */
const natGateways = ["nat-1", "nat-2", "nat-3", "nat-4"].map((id) => ({ id }));

/**
 * Runs part of a Pulumi program and records the resources it declares, in order of registration. All
 * resources have made-up outputs: this shows what a component requests, not that AWS accepts it.
 *
 * @param outputs - outputs beyond the made-up ones, by type token
 */
export async function recordResources(
  build: () => unknown,
  outputs: Record<string, Properties> = {},
): Promise<Recorded> {
  const provider: Provider = {
    owns: (type) => /^(?:awsx?|docker-build|random):/.test(type),
    create: async (type, name) => ({
      id: `${name}-id`,
      outputs: {
        arn: `arn:aws:test:::${type}/${name}`,
        name: `${name}-name`,
        url: `https://${name}`,
        ...(type === "awsx:ec2:Vpc" && { natGateways }),
        ...outputs[type],
      },
    }),
    call: async (token, { name }) => {
      if (token === "aws:index/getCallerIdentity:getCallerIdentity") {
        return { accountId: "123456789012" };
      }
      if (token === "aws:ecr/getAuthorizationToken:getAuthorizationToken") {
        return { userName: "AWS", password: "token", proxyEndpoint: "https://registry" };
      }
      if (token === "aws:ec2/getPrefixList:getPrefixList") return { id: `pl-of-${String(name)}` };
      if (token === "aws:secretsmanager/getSecret:getSecret") return secretNamed(String(name));
      // Like an evaluation without AWS.
      if (token === "aws:secretsmanager/getSecretVersion:getSecretVersion") return {};
      if (token === "aws:sesv2/getEmailIdentity:getEmailIdentity") {
        return { verificationStatus: "SUCCESS" };
      }
      if (token === "aws:kms/getPublicKey:getPublicKey") return { publicKeyPem };
      throw new Error(`This test has no response for ${token}.`);
    },
  };
  const program = async () => {
    await build();
  };
  const spec = { project: "test", stack: "test", config: { "aws:region": "us-east-1" }, program };
  const { resources } = await evaluateStack(spec, provider, () => undefined);
  return new Recorded(resources);
}

/** A secret whose name ends in the id of its key, after `key-`. */
function secretNamed(name: string): Properties {
  const kmsKeyId = /key-(.*)$/.exec(name)?.[1] ?? "";
  const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`;
  return { arn, name, kmsKeyId };
}

/** The resources that a program declared. */
export class Recorded {
  readonly resources: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
  }

  /** Number of resources by the last part of their type token. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type } of this.resources) {
      const name = type.split(":").at(-1)!;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  /** Inputs of the resource of this type and name. */
  inputs(typeName: string, name: string): Properties {
    const found = this.resources.find(
      (resource) => resource.type.endsWith(`:${typeName}`) && resource.name === name,
    );
    if (!found) {
      const there = this.resources.map(({ type, name: other }) => `${type} ${other}`).join("\n");
      throw new Error(`No ${typeName} "${name}" among:\n${there}`);
    }
    return found.inputs;
  }

  /** Names of the resources of this type. */
  names(typeName: string): string[] {
    return this.resources
      .filter(({ type }) => type.endsWith(`:${typeName}`))
      .map(({ name }) => name);
  }
}
