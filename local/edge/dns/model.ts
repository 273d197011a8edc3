/** What a stack declares of a hosted zone, and the API Gateway domains that its records lead to. */
export interface Zone {
  /** Name that clients call: the first one with latency records. Unknown hosts mean this name. */
  readonly sharedName: string;
  /** Records by {@link recordKey}; those of one name and type have the same routing policy. */
  readonly records: ReadonlyMap<string, readonly DnsRecord[]>;
  readonly domains: readonly ApiDomain[];
  /** Health checks by id. */
  readonly checks: ReadonlyMap<string, HealthCheck>;
  /** Regions of the stacks, the home region first. */
  readonly regions: readonly string[];
}

/** An alias record, `aws:route53/record:Record`. */
export interface DnsRecord {
  /** In lower case, without a trailing dot, as all names here. */
  readonly name: string;
  readonly type: string;
  readonly policy: RoutingPolicy;
  readonly alias: { readonly name: string; readonly evaluateTargetHealth: boolean };
  readonly setIdentifier?: string | undefined;
  readonly healthCheckId?: string | undefined;
  /** Region of the stack that declares it. */
  readonly owner: string;
}

export type RoutingPolicy =
  | { readonly kind: "simple" }
  | { readonly kind: "latency"; readonly region: string }
  | { readonly kind: "weighted"; readonly weight: number };

/** A custom domain name of API Gateway in one region, `aws:apigateway/domainName:DomainName`. */
export interface ApiDomain {
  readonly name: string;
  readonly region: string;
  /** Name that alias records lead to, `regionalDomainName`. */
  readonly target: string;
  readonly mappings: readonly BasePathMapping[];
}

export interface BasePathMapping {
  /** First part of the path, without slashes; empty for all paths that no other mapping has. */
  readonly basePath: string;
  readonly restApi: string;
  readonly stage: string;
}

/** A health check, `aws:route53/healthCheck:HealthCheck`. */
export type HealthCheck = EndpointCheck | CalculatedCheck | FixedCheck;

interface AnyCheck {
  readonly id: string;
  /** Name of the Pulumi resource. */
  readonly name: string;
  /** Region of the stack that declares it. */
  readonly owner: string;
  readonly inverted: boolean;
  /** Route 53 does not check it and takes it as healthy, or as unhealthy if it is inverted. */
  readonly disabled: boolean;
}

/** Sends requests to a host. */
export interface EndpointCheck extends AnyCheck {
  readonly kind: "endpoint";
  readonly fqdn: string;
  readonly path: string;
  readonly intervalSeconds: number;
  /** Consecutive checks that a checker must pass or fail to change its opinion. */
  readonly failureThreshold: number;
  /** Number of simulated checkers. */
  readonly checkers: number;
}

/** Counts the healthy ones of other checks. */
interface CalculatedCheck extends AnyCheck {
  readonly kind: "calculated";
  readonly children: readonly string[];
  /** Healthy children that make it healthy; 0 means always, more than there are means never. */
  readonly threshold: number;
}

/** One that nothing measures here, such as a CloudWatch alarm's. */
interface FixedCheck extends AnyCheck {
  readonly kind: "fixed";
  readonly type: string;
  readonly healthy: boolean;
}

/** Key of {@link Zone.records}. */
export const recordKey = (type: string, name: string): string => `${type} ${name}`;

/** A DNS name as it is compared: in lower case, without the root's dot. */
export const canonicalName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

export function groupRecords(records: readonly DnsRecord[]): Map<string, DnsRecord[]> {
  const groups = new Map<string, DnsRecord[]>();
  for (const record of records) {
    const key = recordKey(record.type, record.name);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
}
