import { accountLimit } from "../../project/accountLimit.ts";
import {
  environmentsFor,
  type Load,
  regionRps,
  type RegionSettings,
  tasksFor,
  usualRps,
  vcpuPerTask,
} from "./load.ts";

/** A limit of AWS or of the stacks, and how a load uses it. */
export interface Quota {
  readonly service: string;
  readonly name: string;
  /** What it counts. */
  readonly unit: string;
  /** AWS's default in a region. */
  readonly limit: (region: RegionSettings) => number;
  /** Its use in the busiest region. Proportional to the load, unless `fixed` is set. */
  readonly use: (load: Load) => number;
  /** Set if the use does not depend on the load. */
  readonly fixed?: true;
  /** Leaves the quota out if it does not apply. @default it always applies */
  readonly when?: (load: Load) => boolean;
  /** What to raise: a quota's codes in Service Quotas, or a sentence. */
  readonly raise: { readonly service: string; readonly code: string } | string;
  /** Page that has the value. */
  readonly page: string;
  /** Set if nobody has read the value on that page: it is the one that others repeat. */
  readonly unread?: true;
}

const always = (value: number) => () => value;

/**
 * The quotas that a request meets on its way. Values were read in stored copies of the pages, not live
 * (November 2026), except those with `unread`; so were none of the codes but API Gateway's. All are defaults
 * of an account in one region; new accounts may have lower ones.
 */
export const quotas: readonly Quota[] = [
  {
    service: "CloudFront",
    name: "requests per distribution",
    unit: "requests/s",
    limit: always(250_000),
    use: ({ rps }) => rps,
    when: ({ edge }) => edge,
    raise: "Request it in the console of Service Quotas, for us-east-1.",
    page: "CloudFront Developer Guide, Quotas",
  },
  {
    service: "Route 53",
    name: "health checks per account",
    unit: "checks",
    limit: always(200),
    use: ({ regions }) => 3 * regions.length,
    fixed: true,
    when: ({ domain }) => domain,
    raise: "Request it in the console of Service Quotas, for us-east-1.",
    page: "Route 53 Developer Guide, Quotas",
    unread: true,
  },
  {
    service: "WAF",
    name: "requests per web ACL",
    unit: "requests/s",
    limit: always(100_000),
    use: regionRps,
    raise: "Request it in the console of Service Quotas.",
    page: "AWS WAF Developer Guide, AWS WAF quotas",
  },
  {
    service: "API Gateway",
    // Half of it is the burst, which AWS does not raise by itself.
    name: "throttle rate per account",
    unit: "requests/s",
    limit: ({ name }) => accountLimit(name).ratePerSecond,
    use: regionRps,
    raise: { service: "apigateway", code: "L-8A5B8E43" },
    page: "API Gateway Developer Guide, Amazon API Gateway quotas",
  },
  {
    service: "this project",
    name: "throttleRatePerSecond",
    unit: "requests/s",
    limit: ({ throttleRatePerSecond }) => throttleRatePerSecond,
    use: regionRps,
    raise: "Set palisade:throttleRatePerSecond in the stack files.",
    page: "Pulumi.yaml",
  },
  {
    service: "Cognito",
    name: "UserAuthentication, home region",
    unit: "requests/s",
    limit: always(120),
    use: ({ rps, requestsPerSignIn }) => rps / requestsPerSignIn,
    raise: { service: "cognito-idp", code: "L-026ADBA3" },
    page: "Cognito Developer Guide, Quotas in Amazon Cognito",
    unread: true,
  },
  {
    service: "Lambda",
    name: "concurrent executions",
    unit: "executions",
    limit: always(1_000),
    use: (load) => environmentsFor(load, regionRps(load)),
    raise: { service: "lambda", code: "L-B99A9384" },
    page: "Lambda Developer Guide, Lambda quotas",
    unread: true,
  },
  {
    service: "Lambda",
    name: "scaling in 10 s, at a failover",
    unit: "environments",
    limit: always(1_000),
    use: (load) => environmentsFor(load, regionRps(load) - usualRps(load)),
    when: ({ failover }) => failover,
    raise: "AWS does not raise it: use provisioned concurrency or more regions.",
    page: "Lambda Developer Guide, Lambda scaling behavior",
  },
  {
    service: "Lambda",
    name: "connections per network interface",
    unit: "connections",
    limit: ({ zones }) => zones * 65_000,
    use: (load) => environmentsFor(load, regionRps(load)),
    raise: "Add a zone: each has an interface.",
    page: "Lambda Developer Guide, Giving Lambda functions access to resources in an Amazon VPC",
  },
  {
    service: "load balancer",
    name: "targets",
    unit: "tasks",
    limit: always(1_000),
    use: (load) => tasksFor(load, regionRps(load)),
    raise: { service: "elasticloadbalancing", code: "L-7E6692B2" },
    page: "Elastic Load Balancing, Quotas for your Application Load Balancers",
  },
  {
    service: "this project",
    name: "tasks of a service",
    unit: "tasks",
    limit: ({ tasks }) => tasks,
    use: (load) => tasksFor(load, regionRps(load)),
    raise: "Set desiredCount of the service in stacks/platform.ts.",
    page: "stacks/platform.ts",
  },
  {
    service: "Fargate",
    name: "On-Demand vCPU",
    unit: "vCPU",
    limit: always(6),
    use: (load) => tasksFor(load, regionRps(load)) * vcpuPerTask,
    raise: { service: "fargate", code: "L-3032A538" },
    page: "AWS General Reference, Amazon ECS endpoints and quotas",
    unread: true,
  },
  {
    service: "NAT gateway",
    name: "connections to one destination",
    unit: "connections/s",
    // About a minute until a port can be used again: 55,000 per address and destination.
    limit: ({ natGateways }) => natGateways * 900,
    use: regionRps,
    raise: "Keep connections open, use a VPC endpoint, or add addresses (8 per gateway).",
    page: "VPC User Guide, NAT gateway basics",
    unread: true,
  },
  {
    service: "DynamoDB",
    name: "reads of a table",
    unit: "units/s",
    limit: always(40_000),
    use: (load) => regionRps(load) * (1 - load.writeShare),
    raise: { service: "dynamodb", code: "L-CF0CBE56" },
    page: "DynamoDB Developer Guide, Quotas in Amazon DynamoDB",
  },
  {
    service: "DynamoDB",
    name: "writes of a replicated table",
    unit: "units/s",
    limit: always(40_000),
    // Every replica gets the writes of all regions.
    use: ({ rps, writeShare }) => rps * writeShare,
    raise: { service: "dynamodb", code: "L-AB614373" },
    page: "DynamoDB Developer Guide, Quotas in Amazon DynamoDB",
  },
  {
    service: "VPC",
    name: "elastic IP addresses",
    unit: "addresses",
    limit: always(5),
    use: ({ regions }) => Math.max(...regions.map(({ natGateways }) => natGateways)),
    fixed: true,
    raise: { service: "ec2", code: "L-0263D0A3" },
    page: "VPC User Guide, Amazon VPC quotas",
    unread: true,
  },
];
