import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction, keepWarm } from "../function/index.ts";
import {
  checkOptions,
  flag,
  input,
  type JointCheck,
  mapOf,
  optionFaults,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../shared/options.ts";
import { logRetentionDays, port, resourceId, subnetIds } from "../shared/rules.ts";
import { allowConnections, suffixOf } from "../shared/securityGroups.ts";
import type { SigningKey } from "./assertionKeys.ts";
import * as defaults from "./defaults.ts";
import { metricsDirective } from "./metricsDirective.ts";
import { proxyOptionFaults, type ProxyOptions, proxyOptionRules } from "./proxyOptions.ts";
import {
  checkResponseRules,
  responseVariables,
  routeSettingRules,
  type RouteSettings,
} from "./responseRules.ts";

/** The load balancer of another service. */
interface FallbackTarget {
  url: pulumi.Input<string>;
  securityGroupId: pulumi.Input<string>;
  port: number;
}

export interface VpcProxyArgs extends ProxyOptions, RouteSettings {
  /** The service that it passes calls to; its logs name it. */
  serviceName: string;
  /** Address of the service's internal load balancer, such as `http://internal-….elb.amazonaws.com`. */
  serviceUrl: pulumi.Input<string>;
  /** Security group of that load balancer; it admits this function. */
  serviceSecurityGroupId: pulumi.Input<string>;
  /** Port of that load balancer. */
  servicePort: number;
  vpcId: pulumi.Input<string>;
  /** Private subnets the function runs in. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Load balancers of the services that `resilience` falls back to, by name; they admit this function. @default none */
  fallbackServices?: Record<string, FallbackTarget>;
  /** Whether callers may inject failures by header: not in production. @default true */
  allowsFaultHeader?: boolean;
  /** Streams the service's responses; for routes with `streaming` only. @default false */
  streaming?: boolean;
  /** Days that its log is kept. @default 30 */
  logRetentionDays?: number;
  /** Signs an assertion for each call. @default none */
  assertion?: AssertionArgs | undefined;
}

/** The key that a function signs with, and its way to KMS. */
interface AssertionArgs extends SigningKey {
  /** Security group of the VPC's interface endpoints, KMS's among them. */
  endpointsSecurityGroupId: pulumi.Input<string>;
}

const vpcProxyRules: OptionRules<VpcProxyArgs> = {
  ...proxyOptionRules,
  ...routeSettingRules,
  serviceName: required(text()),
  serviceUrl: required(input(text())),
  serviceSecurityGroupId: required(resourceId),
  servicePort: required(port),
  vpcId: required(resourceId),
  subnetIds: required(subnetIds),
  fallbackServices: mapOf(
    options<FallbackTarget>({
      url: required(input(text())),
      securityGroupId: required(resourceId),
      port: required(port),
    }),
  ),
  allowsFaultHeader: flag,
  streaming: flag,
  logRetentionDays,
  assertion: options<AssertionArgs>({
    keyArn: required(resourceId),
    keyId: required(text()),
    endpointsSecurityGroupId: required(resourceId),
  }),
  totalTimeoutMs: whole(
    1,
    defaults.maxStreamingTimeoutMs,
    "Lambda stops a function after 900,000 ms: leave it time to end the response before that.",
  ),
};

const bufferedRules: OptionRules<Pick<VpcProxyArgs, "totalTimeoutMs">> = {
  totalTimeoutMs: proxyOptionRules.totalTimeoutMs,
};

/** Only a streaming function may take longer than API Gateway waits for other functions. */
const vpcProxyFaults: JointCheck<VpcProxyArgs> = (args) => [
  ...(args.streaming ? [] : optionFaults({ totalTimeoutMs: args.totalTimeoutMs }, bufferedRules)),
  ...proxyOptionFaults(args),
];

/**
 * The Lambda function that passes API calls on to one private service.
 *
 * Creates the function with its role and log, its security group with access to the load balancer
 * and nothing else, and, with provisioned concurrency, an alias. Costs nothing at rest without
 * provisioned concurrency; about 2.20 USD a month per 256 MB instance kept warm (ARM, us-east-1).
 */
export class VpcProxy extends pulumi.ComponentResource {
  /** Name of the function, for permissions. */
  readonly functionName: pulumi.Output<string>;
  /** Alias to invoke, for permissions. `undefined` without provisioned concurrency. */
  readonly qualifier: pulumi.Output<string> | undefined;
  /** ARN to invoke: of the alias with provisioned concurrency, otherwise of the function. */
  readonly functionArn: pulumi.Output<string>;

  constructor(name: string, args: VpcProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`VpcProxy "${name}"`, args, vpcProxyRules, vpcProxyFaults);
    checkResponseRules(`VpcProxy "${name}"`, args);
    const totalTimeoutMs = args.totalTimeoutMs ?? defaults.totalTimeoutMs;
    super("palisade:proxy:VpcProxy", name, {}, opts);
    const child = { parent: this };

    // Created after the function's role, so that it is deleted before it.
    const [securityGroupId, setSecurityGroupId] = pulumi.deferredOutput<string>();
    // A function must not call a new port, or KMS, before its rules admit that.
    const [serviceUrl, setServiceUrl] = pulumi.deferredOutput<string>();
    const proxy = new BundledFunction(
      name,
      {
        source: sourceOf(args),
        // A second more than its own limit, so that the function always responds itself.
        timeoutSeconds: Math.ceil(totalTimeoutMs / 1000) + 1,
        environment: environment({ ...args, serviceUrl }, totalTimeoutMs),
        ...(args.assertion && {
          statements: [{ actions: ["kms:Sign"], resources: [args.assertion.keyArn] }],
        }),
        vpc: { subnetIds: args.subnetIds, securityGroupId },
        memoryMb: args.memoryMb,
        reservedConcurrency: args.reservedConcurrency,
        publish: args.provisionedConcurrency !== undefined,
        logRetentionDays: args.logRetentionDays,
      },
      child,
    );
    const { securityGroup, rules } = createSecurityGroup(name, args, proxy.permissions, child);
    setSecurityGroupId(securityGroup.id);
    const ready = pulumi.all(rules.map(({ id }) => id));
    setServiceUrl(pulumi.all([args.serviceUrl, ready]).apply(([url]) => url));
    const warm = args.provisionedConcurrency
      ? keepWarm(name, proxy.function, args.provisionedConcurrency, child)
      : undefined;

    this.functionName = proxy.function.name;
    this.qualifier = warm?.name;
    this.functionArn = warm?.arn ?? proxy.function.arn;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }
}

/** Only functions with such options contain the code for them. */
const sourceOf = (args: VpcProxyArgs): string =>
  [
    "proxy",
    // With an assertion it contains both.
    ...(args.assertion ? ["assertion"] : isResilient(args) ? ["resilience"] : []),
    ...(args.streaming ? ["streaming"] : []),
  ].join("/");

const isResilient = (args: VpcProxyArgs): boolean => "RESILIENCE" in responseVariables(args);

function environment(
  args: VpcProxyArgs,
  totalTimeoutMs: number,
): Record<string, pulumi.Input<string>> {
  const fallbacks = Object.entries(args.fallbackServices ?? {});
  return {
    SERVICE_NAME: args.serviceName,
    SERVICE_URL: args.serviceUrl,
    CONNECT_TIMEOUT_MS: String(args.connectTimeoutMs ?? defaults.connectTimeoutMs),
    TOTAL_TIMEOUT_MS: String(totalTimeoutMs),
    ...responseVariables(args),
    ...(fallbacks.length > 0 && {
      FALLBACK_URLS: pulumi.jsonStringify(
        Object.fromEntries(fallbacks.map(([service, { url }]) => [service, url])),
      ),
    }),
    ...(args.metrics && { METRICS: metricsDirective(args.metrics) }),
    ...(args.assertion && {
      ASSERTION_KEY_ARN: args.assertion.keyArn,
      ASSERTION_KEY_ID: args.assertion.keyId,
    }),
  };
}

/** A security group that reaches the load balancer, those of fallbacks, KMS's endpoint if it signs, and nothing else. */
function createSecurityGroup(
  name: string,
  args: VpcProxyArgs,
  permissions: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): { securityGroup: aws.ec2.SecurityGroup; rules: pulumi.CustomResource[] } {
  const securityGroup = new aws.ec2.SecurityGroup(
    name,
    { description: `VPC proxy function of ${args.serviceName}`, vpcId: args.vpcId },
    pulumi.mergeOptions(opts, { dependsOn: [...permissions] }),
  );
  const suffix = suffixOf(args.servicePort);
  const rules = allowConnections(
    args.servicePort,
    {
      name: `${name}-to-service${suffix}`,
      securityGroupId: securityGroup.id,
      description: "To the load balancer of the service",
    },
    {
      name: `${name}-from-proxy${suffix}`,
      securityGroupId: args.serviceSecurityGroupId,
      description: "From the VPC proxy function",
    },
    opts,
  );
  for (const [service, target] of Object.entries(args.fallbackServices ?? {})) {
    const fallbackRules = allowConnections(
      target.port,
      {
        name: `${name}-to-fallback-${service}${suffixOf(target.port)}`,
        securityGroupId: securityGroup.id,
        description: "To the load balancer of the fallback",
      },
      {
        name: `${name}-from-fallback-${service}${suffixOf(target.port)}`,
        securityGroupId: target.securityGroupId,
        description: "From the VPC proxy function that falls back",
      },
      opts,
    );
    rules.push(...fallbackRules);
  }
  if (args.assertion) {
    const { endpointsSecurityGroupId } = args.assertion;
    const rule = {
      ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443 },
      securityGroupId: securityGroup.id,
      referencedSecurityGroupId: endpointsSecurityGroupId,
      description: "To the endpoint of KMS",
    };
    rules.push(new aws.vpc.SecurityGroupEgressRule(`${name}-to-kms`, rule, opts));
  }
  return { securityGroup, rules };
}
