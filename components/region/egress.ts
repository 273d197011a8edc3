import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../shared/errors.ts";
import type { PrivateNetwork } from "../network/index.ts";
import type { Egress } from "../service/index.ts";

/** Where a region's tasks may connect to, over HTTPS. */
export interface EgressArgs {
  /**
   * Lets tasks reach the VPC's endpoints alone, and `egressTo`. Everything else is out of reach
   * then: other AWS services than those of `interfaceEndpoints`, S3 and DynamoDB, other regions,
   * Cognito's addresses, third parties. Each interface endpoint costs about 7 USD a month and zone.
   * @default false: every HTTPS address
   */
  closedEgress?: boolean;
  /**
   * What tasks may reach besides, with `closedEgress`: IPv4 ranges such as `203.0.113.0/24` and ids
   * of prefix lists such as `pl-0123456789abcdef0`.
   * @default none
   */
  egressTo?: string[];
}

/** What Fargate itself needs before a task's code runs: its image and its log. */
const neededToStart = ["ecr.api", "ecr.dkr", "logs"];

/** @throws ComponentArgumentError */
export function checkEgressArgs(
  component: string,
  args: EgressArgs & { interfaceEndpoints?: string[] },
): void {
  const { closedEgress = false, egressTo = [], interfaceEndpoints } = args;
  const refuse = (argument: string, given: unknown, allowed: string, fix: string): never => {
    throw new ComponentArgumentError({ component, argument, given, allowed, fix });
  };
  const missing = neededToStart.filter(
    (service) => interfaceEndpoints?.includes(service) === false,
  );
  if (closedEgress && missing.length > 0) {
    refuse(
      "interfaceEndpoints",
      interfaceEndpoints,
      `${neededToStart.join(", ")} and others, with closedEgress`,
      `Add ${missing.join(", ")}: no task starts without its image and its log.`,
    );
  }
  if (!closedEgress && egressTo.length > 0) {
    refuse(
      "egressTo",
      egressTo,
      "nothing without closedEgress",
      "Set closedEgress to true, or leave egressTo out: tasks reach every address.",
    );
  }
  if (!egressTo.every(isTarget) || new Set(egressTo).size !== egressTo.length) {
    refuse(
      "egressTo",
      egressTo,
      "different IPv4 ranges, other than 0.0.0.0/0, and ids of prefix lists",
      `Name them such as "203.0.113.0/24" and "pl-0123456789abcdef0"; leave closedEgress out to reach everything.`,
    );
  }
}

const isTarget = (text: string) => isPrefixList(text) || isRange(text);
const isPrefixList = (text: string) => /^pl-[0-9a-f]{8,17}$/.test(text);
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

/**
 * What the tasks of closed services reach: interface endpoints by their security group, S3 and
 * DynamoDB by the prefix lists that their gateway endpoints route.
 * Source: AWS PrivateLink Guide, "Gateway endpoints", section "Security".
 */
export function egressOf(
  args: EgressArgs & { region: string },
  network: PrivateNetwork,
  opts: pulumi.InvokeOptions,
): Egress | undefined {
  if (!args.closedEgress) return undefined;
  const prefixListOf = (service: string) =>
    aws.ec2.getPrefixListOutput({ name: `com.amazonaws.${args.region}.${service}` }, opts).id;
  const others = (args.egressTo ?? []).map((target) => [
    target.replaceAll(/[./]/g, "-"),
    isPrefixList(target) ? { prefixListId: target } : { cidrIpv4: target },
  ]);
  return {
    endpoints: { securityGroupId: network.endpointsSecurityGroupId! },
    s3: { prefixListId: prefixListOf("s3") },
    dynamodb: { prefixListId: prefixListOf("dynamodb") },
    ...(Object.fromEntries(others) as Egress),
  };
}
