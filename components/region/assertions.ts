import type * as pulumi from "@pulumi/pulumi";
import { type AssertionKeys, createAssertionKeys } from "../ingress/index.ts";
import { interfaceEndpoints as defaultEndpoints } from "../network/defaults.ts";
import type { RegionalPlatformArgs } from "./args.ts";

/** The keys of services with `assertion`, by service. */
export type Assertions = Readonly<Record<string, AssertionKeys>>;

export const createAssertions = (
  name: string,
  { definition: { services } }: RegionalPlatformArgs,
  opts: pulumi.CustomResourceOptions,
): Assertions =>
  Object.fromEntries(
    Object.entries(services).flatMap(([service, { assertion }]) =>
      assertion
        ? [[service, createAssertionKeys(`${name}-${service}`, service, assertion, opts)]]
        : [],
    ),
  );

/**
 * The region's interface endpoints, with one for KMS if functions sign: their security groups reach
 * nothing outside the VPC.
 */
export function endpointsOf({
  definition,
  interfaceEndpoints,
}: RegionalPlatformArgs): string[] | undefined {
  const signs = Object.values(definition.services).some(({ assertion }) => assertion);
  if (!signs || interfaceEndpoints?.includes("kms")) return interfaceEndpoints;
  return [...(interfaceEndpoints ?? defaultEndpoints), "kms"];
}
