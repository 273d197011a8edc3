import type { ResourceView } from "../model/resourceView.ts";
import type { SharedValues } from "../model/sharedValues.ts";
import type { StackView } from "../model/stackView.ts";
import {
  type AddressSet,
  type Addresses,
  addressesOf,
  decidedYes,
  everything,
  type Family,
} from "../model/addresses.ts";
import { elementsOf, flagAt, isUnknown, named, numberAt, textsAt } from "./reading.ts";
import { holds, readTraffic, type Sample, type Traffic } from "./traffic.ts";

const networkAcl = "aws:ec2/networkAcl:NetworkAcl";
const defaultNetworkAcl = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const networkAclRule = "aws:ec2/networkAclRule:NetworkAclRule";
const networkAclAssociation = "aws:ec2/networkAclAssociation:NetworkAclAssociation";

interface AclRule {
  readonly number: number;
  readonly isAllow: boolean;
  readonly traffic: Traffic;
  readonly addresses: Addresses;
}

/** The rules of a network ACL in one direction. */
export interface AclRules {
  /** In order of evaluation: the first rule that matches decides. */
  readonly rules: readonly AclRule[];
  readonly isComplete: boolean;
}

/**
 * The inbound rules of a network ACL. Paths from the internet ignore the outbound rules, although
 * responses need them: a closed outbound path is not a barrier to rely on.
 */
export interface NetworkAcl extends AclRules {
  /** `undefined` for the default network ACL, which allows everything. */
  readonly words: string | undefined;
  /** Its id, as far as it is known. */
  readonly id: string | undefined;
  /** Reads its outbound rules. */
  readonly outbound: () => AclRules;
}

type Direction = "ingress" | "egress";

/** The default network ACL. Source: "Default network ACL for a VPC", Amazon VPC User Guide. */
const allowAll: AclRules = {
  rules: [
    {
      number: 100,
      isAllow: true,
      traffic: { protocol: "any", from: 0, to: 65_535 },
      addresses: everything,
    },
  ],
  isComplete: true,
};
const untouched: NetworkAcl = {
  words: undefined,
  id: undefined,
  ...allowAll,
  outbound: () => allowAll,
};

/** The addresses from which, or to which, rules of a network ACL allow some traffic. */
export const letIn = (acl: AclRules, family: Family, sample: Sample): AddressSet =>
  decidedYes(
    acl.rules
      .filter(({ traffic }) => holds(traffic, sample))
      .map(({ addresses, isAllow }) => ({ set: addresses[family], isYes: isAllow })),
  );

/** The network ACLs of a stack, each read once. */
export class NetworkAcls {
  readonly #stack: StackView;
  readonly #acls: SharedValues<ResourceView, NetworkAcl>;

  constructor(stack: StackView) {
    this.#stack = stack;
    this.#acls = stack.sharedValues();
  }

  /** The network ACL of a subnet, or all candidates if it is unknown. */
  ofSubnet(subnet: ResourceView, vpc: ResourceView | undefined): readonly NetworkAcl[] {
    const stack = this.#stack;
    const inline = [networkAcl, defaultNetworkAcl].flatMap((type) =>
      stack.referring(subnet, type, "subnetIds"),
    );
    const associations = stack.referring(subnet, networkAclAssociation, "subnetId");
    const associated = associations.flatMap((association) =>
      stack.referred(association, "networkAclId", networkAcl, defaultNetworkAcl),
    );
    const named = [...new Set([...inline, ...associated])].map((acl) => this.#read(acl));
    if (named.length > 0) return named;
    return [vpc ? this.#defaultOf(vpc) : untouched];
  }

  #defaultOf(vpc: ResourceView): NetworkAcl {
    const [managed] = this.#stack.referring(vpc, defaultNetworkAcl, "defaultNetworkAclId");
    return managed ? this.#read(managed) : untouched;
  }

  #read(acl: ResourceView): NetworkAcl {
    return this.#acls.get(acl, () => this.#readOnce(acl));
  }

  #readOnce(acl: ResourceView): NetworkAcl {
    let outbound: AclRules | undefined;
    return {
      words: named("network ACL", acl),
      id: acl.id ?? textsAt(acl, "id")[0],
      ...this.#rulesOf(acl, "ingress"),
      outbound: () => (outbound ??= this.#rulesOf(acl, "egress")),
    };
  }

  #rulesOf(acl: ResourceView, direction: Direction): AclRules {
    const apart = this.#stack
      .referring(acl, networkAclRule, "networkAclId")
      .filter((rule) => flagAt(rule, "egress", false) === (direction === "egress"));
    const written = [...elementsOf(acl, direction), ...apart];
    return {
      rules: written.map(readRule).sort((one, other) => one.number - other.number),
      isComplete: !isUnknown(acl, direction) && !written.some(isPartlyUnknown),
    };
  }
}

/** Separate rule resources name two properties differently. */
const readRule = (rule: ResourceView): AclRule => ({
  number: numberAt(rule, "ruleNo") ?? numberAt(rule, "ruleNumber") ?? 0,
  isAllow:
    [...textsAt(rule, "action"), ...textsAt(rule, "ruleAction")][0]?.toLowerCase() === "allow",
  traffic: readTraffic(rule, "protocol"),
  addresses: addressesOf([...textsAt(rule, "cidrBlock"), ...textsAt(rule, "ipv6CidrBlock")]),
});

const isPartlyUnknown = (rule: ResourceView): boolean =>
  ruleProperties.some((property) => isUnknown(rule, property));

const ruleProperties = [
  "action",
  "ruleAction",
  "ruleNo",
  "ruleNumber",
  "protocol",
  "fromPort",
  "toPort",
  "cidrBlock",
  "ipv6CidrBlock",
];
