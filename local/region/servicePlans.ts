import { isDeepStrictEqual } from "node:util";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { NetworkRules, RegionNetwork } from "../network/regionNetwork.ts";
import { ServiceCalls, type ServiceSpec } from "../tasks/index.ts";

export interface PlanOptions {
  readonly aws: AwsEndpoint;
  readonly network: Pick<
    RegionNetwork,
    "awsVariables" | "locate" | "reportUnreachable" | "setAddress" | "removeName"
  >;
  readonly socketFolder: string;
  /** The values of a service's secrets, by variable. */
  readonly secretsOf: (spec: ServiceSpec) => Readonly<Record<string, string>>;
}

/** A service as it is to run. */
export interface ServicePlan {
  readonly spec: ServiceSpec;
  readonly awsVariables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly ways: Ways;
}

/** The ways between services. A process gets its own at its start. */
export interface Ways {
  readonly calls: ServiceCalls;
  /** For each caller, which names it reaches. */
  reach: ReadonlyMap<string, unknown>;
  /** These decide for callers that come. */
  rules: NetworkRules;
}

export async function planServices(
  specs: readonly ServiceSpec[],
  rules: NetworkRules,
  { aws, network, secretsOf }: PlanOptions,
  ways: Ways,
): Promise<Map<string, ServicePlan>> {
  const plans = specs.map(async (spec): Promise<[string, ServicePlan]> => {
    const awsVariables = await network.awsVariables(["service", spec.name], aws.region, rules);
    return [spec.name, { spec, awsVariables, secrets: secretsOf(spec), ways }];
  });
  return new Map(await Promise.all(plans));
}

/** @param earlier - kept if its callers reach the same names as before */
export function waysBetween(
  specs: readonly ServiceSpec[],
  rules: NetworkRules,
  { aws, network, socketFolder }: PlanOptions,
  earlier: Ways | undefined,
): Ways {
  const names = specs.flatMap(({ privateAddresses }) => privateAddresses);
  const isDropped = (caller: string, name: string): boolean => {
    const address = network.locate(["service", caller], name, rules);
    return address != null && "timesOutAfterMs" in address;
  };
  const reachOf = (caller: string) => names.map((name) => [name, isDropped(caller, name)]);
  const reach = new Map(specs.map(({ name }) => [name, reachOf(name)]));
  if (
    earlier &&
    [...earlier.reach].every(([caller, its]) =>
      isDeepStrictEqual(its, reach.get(caller) ?? reachOf(caller)),
    )
  ) {
    return Object.assign(earlier, { rules, reach });
  }
  const ways: Ways = {
    calls: new ServiceCalls({
      names,
      awsHost: new URL(aws.url).hostname,
      socketFolder,
      locate: (caller, name) => network.locate(["service", caller], name, ways.rules),
      onUnreachable: (caller, name) => network.reportUnreachable(["service", caller], name),
    }),
    reach,
    rules,
  };
  return ways;
}

/** The names that lead to a service. */
export const namesOf = ({ addresses, privateAddresses }: ServiceSpec): string[] => [
  ...addresses,
  ...privateAddresses,
];

/** Whether a process that was started by one plan also fits the other. */
export function isSamePlan(plan: ServicePlan, other: ServicePlan | undefined): boolean {
  if (other === undefined || plan.ways !== other.ways) return false;
  const valueOf = ({ spec, awsVariables, secrets }: ServicePlan) => [spec, awsVariables, secrets];
  return isDeepStrictEqual(valueOf(plan), valueOf(other));
}
