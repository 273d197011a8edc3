import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { BundledFunction } from "../function/index.ts";
import { UserDirectory } from "../identity/index.ts";
import { VpcLink, VpcProxy } from "../ingress/index.ts";
import { FlowLogs } from "../network/flowLogs.ts";
import { PrivateNetwork } from "../network/index.ts";
import { ApiAlarms } from "../observability/index.ts";
import { PrivateService, ServiceTable } from "../service/index.ts";
import { InternalLoadBalancer } from "../service/internalLoadBalancer.ts";
import { ServiceImage } from "../service/serviceImage.ts";
import { ServiceTask } from "../service/serviceTask.ts";
import { ComponentArgumentError } from "./errors.ts";
import { anyTyped, changed, misspelt, pathOf, placesIn, typeOf } from "./testing/mutations.ts";

type Component = new (name: string, args: never) => pulumi.ComponentResource;

const region = "us-east-1";
const vpc = { vpcId: "vpc-1", subnetIds: ["private-1", "private-2"] };
const statements = [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }];
const environment = { TABLE: "orders" };
const logRetentionDays = 30;

/** Every component with all of its arguments. */
const components: readonly (readonly [Component, object])[] = [
  [
    PrivateNetwork,
    {
      region,
      zones: ["us-east-1a", "us-east-1b"],
      cidrBlock: "10.1.0.0/16",
      natGateways: "Single",
      isolatedSubnets: true,
      flowLogRetentionDays: 30,
      interfaceEndpoints: ["logs"],
      trustedAccounts: ["123456789012"],
      openEndpoints: ["s3"],
    },
  ],
  [FlowLogs, { vpcId: "vpc-1", retentionDays: 30 }],
  [
    UserDirectory,
    {
      region,
      platformName: "Shop",
      allowedEmailDomains: ["example.com"],
      passwordMinimumLength: 14,
      totpMfa: "OPTIONAL",
      senderEmail: "no-reply@example.com",
      senderIdentity: "example.com",
      allowPasswordAuth: false,
      machineScopes: { identifier: "orders", scopes: { read: "Read orders" } },
      deletionProtection: true,
      accessTokenMinutes: 60,
      idTokenMinutes: 60,
      refreshTokenDays: 30,
      refreshTokenRotation: true,
      firewall: {
        requestsPerAddress: 500,
        rateWindowSeconds: 300,
        rules: { rate: "block", ipReputation: "count", knownBadInputs: "off" },
        firewallLogRetentionDays: 30,
      },
    },
  ],
  [
    PrivateService,
    {
      ...vpc,
      region,
      clusterArn: "arn:cluster",
      directory: "services/orders",
      environment,
      statements,
      healthPath: "/health",
      scaling: { max: 4, cpuPercent: 60 },
      cpu: 256,
      memoryMb: 512,
      egress: {
        endpoints: { securityGroupId: "sg-1" },
        s3: { prefixListId: "pl-1" },
        office: { cidrIpv4: "203.0.113.0/24" },
      },
      logRetentionDays,
      deletionProtection: true,
    },
  ],
  [
    InternalLoadBalancer,
    { ...vpc, targetPort: 8080, healthPath: "/health", deletionProtection: true },
  ],
  [
    ServiceImage,
    { directory: "services/orders", deletionProtection: true, cpuArchitecture: "ARM64" },
  ],
  [
    ServiceTask,
    {
      region,
      imageUri: "repository@sha256:1",
      repositoryArn: "arn:repository",
      environment,
      secrets: {},
      statements,
      cpu: 256,
      memoryMb: 512,
      cpuArchitecture: "ARM64",
      logRetentionDays,
    },
  ],
  [
    ServiceTable,
    {
      partitionKey: "owner",
      sortKey: "id",
      actions: ["Query"],
      replicaRegions: ["eu-west-1"],
      deletionProtection: true,
    },
  ],
  [
    VpcProxy,
    {
      ...vpc,
      serviceName: "orders",
      serviceUrl: "http://orders",
      serviceSecurityGroupId: "sg-1",
      servicePort: 80,
      connectTimeoutMs: 1_000,
      totalTimeoutMs: 20_000,
      streaming: false,
      headers: { allowRequest: ["accept"], allowResponse: ["etag"] },
      memoryMb: 256,
      reservedConcurrency: 10,
      provisionedConcurrency: 2,
      logRetentionDays,
      corsAllowOrigin: "https://app.example.com",
      corsAllowCredentials: true,
      corsByRoute: {
        "GET /a": { allowOrigin: "https://b.example.com", allowCredentials: true },
        "GET /b": null,
      },
      headersByVersion: { v1: { Deprecation: "@1767225600" } },
      pathsByRoute: { "GET /health": "/ready" },
    },
  ],
  [VpcLink, { ...vpc, targets: { orders: { securityGroupId: "sg-1", port: 80 } } }],
  [
    BundledFunction,
    {
      source: "proxy",
      timeoutSeconds: 5,
      environment,
      statements,
      vpc: { subnetIds: ["private-1"], securityGroupId: "sg-1" },
      memoryMb: 256,
      reservedConcurrency: 1,
      publish: true,
      logRetentionDays,
    },
  ],
  [ApiAlarms, { restApiName: "api", stageName: "live", alarmTopicArns: ["arn:topic"] }],
];

/** Objects whose keys are names that the caller chooses. */
const freeNames =
  /^(environment|machineScopes\.scopes|egress|targets|corsByRoute|pathsByRoute|headersByVersion(\.v1)?)$/;

/** Arguments with a fault, and the path of the fault. */
function* faulty(args: object): Generator<{ args: unknown; path: string }> {
  for (const wrong of [undefined, null, "text", 5, [args]]) yield { args: wrong, path: "args" };
  for (const { place, value } of placesIn(args)) {
    const key = place.at(-1)!;
    const parents = pathOf(place.slice(0, -1));
    for (const wrong of anyTyped) {
      if (typeOf(wrong) === typeOf(value)) continue;
      if (parents === "corsByRoute" && /object|null/.test(typeOf(wrong))) continue;
      yield {
        args: changed(args, place, (parent) => (parent[key] = wrong)),
        path: pathOf(place),
      };
    }
    if (typeof key === "number" || freeNames.test(parents)) continue;
    for (const name of misspelt(key)) {
      const path = pathOf([...place.slice(0, -1), name]);
      yield { args: changed(args, place, (parent) => (parent[name] = value)), path };
    }
  }
}

describe("a component's arguments", () => {
  for (const [Component, args] of components) {
    const create = (given: unknown) => new Component("it", given as never);

    it(`of ${Component.name} are all checked before any resource is created`, async () => {
      let count = 0;

      const recorded = await recordResources(() => {
        for (const { args: given, path } of faulty(args)) {
          count += 1;
          assert.throws(
            () => create(given),
            (error) => error instanceof ComponentArgumentError && error.argument === path,
            `${path}: ${JSON.stringify(given)}`,
          );
        }
      });

      assert.deepEqual(recorded.counts, {});
      assert.ok(count > 20, `${count} cases`);
    });

    it(`of ${Component.name} may be outputs if they are properties of resources`, async () => {
      const late = Object.entries(args).filter(([name]) =>
        /^(vpcId|subnetIds|(cluster|repository)Arn|\w*SecurityGroupId|serviceUrl|imageUri|restApiName|stageName)$/.test(
          name,
        ),
      );
      const outputs = late.map(([name, value]) => [name, pulumi.output(value)] as const);

      await recordResources(() => create({ ...args, ...Object.fromEntries(outputs) }));
    });
  }
});
