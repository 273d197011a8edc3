import type { Resource } from "./graph/resource.ts";

/** A name that only a VPC resolves. */
export interface PrivateName {
  readonly name: string;
  /** Name of the load balancer that it leads to. */
  readonly target: string;
}

/** Aliases in private hosted zones. */
export function readPrivateNames(resources: readonly Resource[]): PrivateName[] {
  const zones = resources
    .filter(({ type }) => type === "aws:route53/zone:Zone")
    .filter(({ inputs }) => ((inputs["vpcs"] ?? []) as unknown[]).length > 0)
    .map(({ id }) => id);
  return resources
    .filter(({ type }) => type === "aws:route53/record:Record")
    .filter(({ inputs }) => zones.includes(String(inputs["zoneId"])))
    .flatMap(({ inputs }) =>
      ((inputs["aliases"] ?? []) as { name: string }[]).map((alias) => ({
        name: String(inputs["name"]),
        target: alias.name,
      })),
    );
}
