import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import { check, flag, type JointCheck, listOf, type OptionRules } from "../shared/options.ts";

/** HTTPS addresses that a region's tasks can reach. */
export interface EgressArgs {
  /**
   * Limits tasks to the VPC's endpoints and `egressTo`. They can't reach AWS services other than those
   * of `interfaceEndpoints`, S3 and DynamoDB, nor other regions, Cognito's addresses or third parties.
   * Each interface endpoint costs about 7 USD a month and zone.
   * @default false: every HTTPS address
   */
  closedEgress?: boolean;
  /**
   * Further targets with `closedEgress`: IPv4 ranges such as `203.0.113.0/24` and ids of prefix lists
   * such as `pl-0123456789abcdef0`.
   * @default none
   */
  egressTo?: string[];
}

/** Endpoints that Fargate uses before a task's code runs: for its image and its log. */
const neededToStart = ["ecr.api", "ecr.dkr", "logs"];

export const egressRules: OptionRules<EgressArgs> = {
  closedEgress: flag,
  egressTo: listOf(
    check(
      (target) => typeof target === "string" && (isPrefixList(target) || isRange(target)),
      "an IPv4 range other than 0.0.0.0/0, such as 203.0.113.0/24, or a prefix list's id, such as pl-0123456789abcdef0",
      "Leave closedEgress out to reach every address.",
    ),
    { distinct: true, allowed: "a list of different targets" },
  ),
};

interface ClosedArgs extends EgressArgs {
  readonly interfaceEndpoints?: string[];
  /** The platform, for the secrets of its services and functions. @default no secrets */
  readonly definition?: Pick<Platform, "services" | "functions">;
}

/** Fargate reads secrets through the task's own network interface, and functions read them themselves. */
function neededForSecrets(definition: ClosedArgs["definition"]): string[] {
  const { services = {}, functions = {} } = definition ?? {};
  const stores = new Set(
    [...Object.values(services), ...Object.values(functions)].flatMap(({ secrets = {} }) =>
      Object.values(secrets).map(({ store }) => store),
    ),
  );
  return [
    ...(stores.has("secretsManager") ? ["secretsmanager"] : []),
    ...(stores.has("parameterStore") ? ["ssm"] : []),
  ];
}

/** Closed tasks can't start without certain endpoints, and open ones need no exceptions. */
export const egressFaults: JointCheck<ClosedArgs> = ({
  closedEgress = false,
  egressTo = [],
  interfaceEndpoints = neededToStart,
  definition,
}) => {
  const needed = [...neededToStart, ...neededForSecrets(definition)];
  const missing = needed.filter((service) => !interfaceEndpoints.includes(service));
  return [
    ...(closedEgress && missing.length > 0
      ? [
          {
            argument: "interfaceEndpoints",
            given: interfaceEndpoints,
            allowed: `a list that includes ${needed.join(", ")}, with closedEgress`,
            fix: `Add ${missing.join(", ")}: no task starts without its image, its log and its secrets.`,
          },
        ]
      : []),
    ...(!closedEgress && egressTo.length > 0
      ? [
          {
            argument: "egressTo",
            given: egressTo,
            allowed: "nothing without closedEgress",
            fix: "Set closedEgress to true, or remove egressTo: tasks reach every address.",
          },
        ]
      : []),
  ];
};

export const isPrefixList = (text: string) => /^pl-[0-9a-f]{8,17}$/.test(text);

const isRange = (text: string) => {
  const [, bits, ...numbers] =
    /^(?=[^/]+\/(\d{1,2})$)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\//.exec(text) ?? [];
  return (
    bits !== undefined &&
    Number(bits) >= 1 &&
    Number(bits) <= 32 &&
    numbers.every((number) => Number(number) <= 255)
  );
};

/** A function outside the VPC reaches every address, whatever the VPC's egress. */
export const functionEgressFaults = ({
  closedEgress,
  definition,
}: EgressArgs & { definition: Pick<Platform, "functions"> }): OptionFault[] =>
  Object.entries(closedEgress ? (definition.functions ?? {}) : {})
    .filter(([, { vpc }]) => vpc === false)
    .map(([name]) => ({
      argument: `definition.functions.${name}.vpc`,
      given: false,
      allowed: "true, the default, with closedEgress",
      fix: "Outside the VPC, a function reaches every address.",
    }));
