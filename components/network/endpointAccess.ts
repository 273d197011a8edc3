import {
  type JointCheck,
  listOf,
  oneOf,
  optionFaults,
  type OptionRules,
  text,
} from "../shared/options.ts";
import { accountId, endpointService } from "../shared/rules.ts";
import * as defaults from "./defaults.ts";

/** AWS services that are reached inside the VPC, and the accounts that may use their endpoints. */
export interface EndpointAccess {
  /**
   * AWS services that private subnets reach inside the VPC, by the last part of their service name.
   * @default ["ecr.api", "ecr.dkr", "logs"]
   */
  interfaceEndpoints?: string[];
  /**
   * Further accounts, by their twelve digits, whose identities and resources the endpoints admit,
   * such as one that shares a bucket or images.
   * @default none: only the account itself
   */
  trustedAccounts?: string[];
  /**
   * Services whose endpoints keep AWS's policy, which admits everybody: for public data in S3, for
   * services without endpoint policies, and for those whose requests don't name the resource's
   * account, such as EventBridge's PutEvents (IAM User Guide, "aws:ResourceAccount").
   * @default none
   */
  openEndpoints?: string[];
}

export const endpointAccessRules: OptionRules<EndpointAccess> = {
  interfaceEndpoints: listOf(endpointService, {
    distinct: true,
    allowed: "a list of different services",
  }),
  trustedAccounts: listOf(accountId, {
    distinct: true,
    allowed: "a list of different AWS account ids",
  }),
  openEndpoints: listOf(text(), { distinct: true, allowed: "a list of different services" }),
};

/** Only a service that has an endpoint can have an open one. */
export const endpointFaults: JointCheck<EndpointAccess> = ({
  interfaceEndpoints = defaults.interfaceEndpoints,
  openEndpoints,
}) => {
  const services = oneOf(
    [...defaults.gatewayEndpoints, ...interfaceEndpoints],
    "Leave out services that have no endpoint in this VPC.",
  );
  return optionFaults<Pick<EndpointAccess, "openEndpoints">>(
    { openEndpoints },
    { openEndpoints: listOf(services) },
  );
};
