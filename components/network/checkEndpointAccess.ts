import { ComponentArgumentError } from "../shared/errors.ts";
import * as defaults from "./defaults.ts";

/** Which AWS services are reached inside the VPC, and on whose behalf. */
export interface EndpointAccess {
  /**
   * AWS services that private subnets reach inside the VPC, by the last part of their service name.
   * @default ["ecr.api", "ecr.dkr", "logs"]
   */
  interfaceEndpoints?: string[];
  /**
   * Further accounts, by their twelve digits, whose identities and resources the endpoints let
   * through, such as one that shares a bucket or images.
   * @default none: the own account alone
   */
  trustedAccounts?: string[];
  /**
   * Services whose endpoints keep AWS's policy, which lets anybody through: for public data in S3,
   * for services without endpoint policies, and for those whose requests don't tell whose resource
   * they are for, such as EventBridge's PutEvents (IAM User Guide, "aws:ResourceAccount").
   * @default none
   */
  openEndpoints?: string[];
}

/** @throws ComponentArgumentError */
export function checkEndpointAccess(component: string, access: EndpointAccess): void {
  const { interfaceEndpoints = defaults.interfaceEndpoints } = access;
  const services = [...defaults.gatewayEndpoints, ...interfaceEndpoints];
  const check = (
    argument: keyof EndpointAccess,
    isAllowed: (value: string) => boolean,
    allowed: string,
    fix: string,
  ) => {
    const given = access[argument] ?? [];
    if (given.every(isAllowed) && new Set(given).size === given.length) return;
    throw new ComponentArgumentError({ component, argument, given, allowed, fix });
  };
  check(
    "interfaceEndpoints",
    (service) => /^[a-z][a-z0-9.-]*$/.test(service),
    "different services by the last part of their name",
    `Name them such as "secretsmanager", without "com.amazonaws." and the region.`,
  );
  check(
    "trustedAccounts",
    (account) => /^\d{12}$/.test(account),
    "different AWS account ids of twelve digits",
    `Name accounts such as "123456789012", as text: a number loses leading zeros.`,
  );
  check(
    "openEndpoints",
    (service) => services.includes(service),
    `services that have an endpoint: ${services.join(", ")}`,
    "Leave out what has no endpoint in this VPC.",
  );
}
