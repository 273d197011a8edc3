import { groupBy } from "../model/groupBy.ts";
import { isOneOf, type ResourceView } from "../model/resourceView.ts";
import type { SharedValues } from "../model/sharedValues.ts";
import type { References, StackView } from "../model/stackView.ts";
import { type Addresses, addressesOf } from "../model/addresses.ts";
import { rangesNamedBy } from "./prefixLists.ts";
import { elementsOf, flagAt, isGiven, isUnknown, named, textsAt } from "./reading.ts";
import { readTraffic, type Traffic } from "./traffic.ts";
import { vpcTypes } from "./vpcs.ts";

const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
const defaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const ruleOfGroup = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** An inbound rule: sources and traffic. */
export interface GroupRule {
  readonly traffic: Traffic;
  readonly cidrs: readonly string[];
  readonly addresses: Addresses;
  readonly isSelf: boolean;
  /** The security groups whose members it allows. */
  readonly members: () => GroupChoice;
  /** Whether all allowed addresses are known, other than those in unseen lists. */
  readonly isComplete: boolean;
  /** Prefix lists whose ranges the stack does not show: their ids and names. */
  readonly unseenLists: readonly (readonly string[])[];
}

export interface SecurityGroup {
  /** Such as `sg "web"`. */
  readonly words: string;
  readonly rules: readonly GroupRule[];
  /** Whether all of its rules are known. */
  readonly isComplete: boolean;
}

/** The security groups of a host. */
export interface GroupChoice {
  readonly groups: readonly SecurityGroup[];
  /** Whether it has all of them; otherwise some, but it is unknown which. */
  readonly isEach: boolean;
  /** Whether it has no others. */
  readonly isComplete: boolean;
}

/** The security groups of a stack, each read once. */
export class SecurityGroups {
  readonly #stack: StackView;
  readonly #groups: SharedValues<ResourceView | string, SecurityGroup>;
  readonly #membersByRule: SharedValues<ResourceView, GroupChoice>;

  constructor(stack: StackView) {
    this.#stack = stack;
    this.#groups = stack.sharedValues();
    this.#membersByRule = stack.sharedValues();
  }

  /** The security groups that a property references, including those of other stacks by id. */
  namedBy(view: ResourceView, path: string): GroupChoice {
    const stack = this.#stack;
    const own = stack.references(view, path, securityGroup, defaultSecurityGroup);
    const vpcs = stack.references(view, path, ...vpcTypes).resources;
    const defaults = own.resources.length === 0 ? vpcs.map((vpc) => this.defaultOf(vpc)) : [];
    const isForeign = own.resources.length === 0 && defaults.length === 0 && isGiven(view, path);
    const foreign = isForeign
      ? textsAt(view, path).map((id) =>
          this.#groupOf(id, `sg ${id}`, [], rulesOf(stack, id), false),
        )
      : [];
    return {
      groups: [...own.resources.map((group) => this.#groupOfStack(group)), ...defaults, ...foreign],
      isEach: own.isEach,
      isComplete: own.isComplete || defaults.length > 0,
    };
  }

  /** The VPC's default group, for hosts that name none. It allows only its own members. */
  defaultOf(vpc: ResourceView): SecurityGroup {
    const [managed] = this.#stack.referring(vpc, defaultSecurityGroup, "vpcId");
    if (managed) return this.#groupOfStack(managed);
    const rules = [ruleOfGroup, ingressRule]
      .flatMap((type) => this.#stack.referring(vpc, type, "securityGroupId"))
      .filter((rule) => this.#groupsOfRule(rule).resources.length === 0);
    return this.#groupOf(vpc, `default sg of ${named("vpc", vpc)}`, [], rules, true);
  }

  #groupOfStack(group: ResourceView): SecurityGroup {
    const rules = [ruleOfGroup, ingressRule].flatMap((type) =>
      this.#stack.referring(group, type, "securityGroupId"),
    );
    const inline = elementsOf(group, "ingress");
    const isComplete = !isUnknown(group, "ingress");
    return this.#groupOf(group, named("sg", group), inline, rules, isComplete);
  }

  #groupOf(
    key: ResourceView | string,
    words: string,
    inline: readonly ResourceView[],
    apart: readonly ResourceView[],
    isComplete: boolean,
  ): SecurityGroup {
    return this.#groups.get(key, () => {
      const ingress = apart.filter(isIngress);
      const certain = ingress.filter((rule) => this.#groupsOfRule(rule).isEach);
      const rules = [...inline, ...certain].map((rule) => this.#readRule(rule));
      return {
        words,
        // Source: "Default security groups for your VPCs", Amazon VPC User Guide.
        rules: isOwnOfVpc(key) ? [...rules, membersOnly] : rules,
        isComplete: isComplete && certain.length === ingress.length,
      };
    });
  }

  #groupsOfRule(rule: ResourceView): References {
    return this.#stack.references(rule, "securityGroupId", securityGroup, defaultSecurityGroup);
  }

  #readRule(rule: ResourceView): GroupRule {
    const paths = rule.type === ingressRule ? pathsOf.ingressRule : pathsOf.others;
    const ranges = rangesNamedBy(this.#stack, rule, paths.cidrs, paths.list);
    const { cidrs, isComplete, unseenLists } = ranges;
    return {
      traffic: readTraffic(rule, paths.protocol),
      cidrs,
      addresses: addressesOf(cidrs),
      isSelf: flagAt(rule, "self", false) === true,
      members: () => this.#membersByRule.get(rule, () => this.#membersLetInBy(rule, paths.groups)),
      isComplete,
      unseenLists,
    };
  }

  #membersLetInBy(rule: ResourceView, paths: readonly string[]): GroupChoice {
    const choices = paths.map((path) => this.namedBy(rule, path));
    return {
      groups: choices.flatMap(({ groups }) => groups),
      isEach: choices.every(({ isEach }) => isEach),
      isComplete: choices.every(({ isComplete }) => isComplete),
    };
  }
}

/** Rules in this stack for a security group of another stack. */
const rulesOf = (stack: StackView, id: string): readonly ResourceView[] =>
  stack.derived(rulesByGroupId).get(id) ?? [];

const rulesByGroupId = (stack: StackView): ReadonlyMap<string, readonly ResourceView[]> =>
  groupBy(stack.ofType(ruleOfGroup, ingressRule), (rule) => textsAt(rule, "securityGroupId"));

/** Whether a group is a VPC's default group without a resource of its own. */
const isOwnOfVpc = (key: ResourceView | string): boolean =>
  typeof key !== "string" && vpcTypes.includes(key.type);

const membersOnly: GroupRule = {
  traffic: { protocol: "any", from: 0, to: 65_535 },
  cidrs: [],
  addresses: addressesOf([]),
  isSelf: true,
  members: () => ({ groups: [], isEach: true, isComplete: true }),
  isComplete: true,
  unseenLists: [],
};

const isIngress = (rule: ResourceView): boolean =>
  rule.type === ingressRule || isOneOf(rule.hintsAt("type")[0], ["ingress"]);

/** Properties of the sources, for ingress rule resources and for all others. */
const pathsOf = {
  ingressRule: {
    protocol: "ipProtocol",
    cidrs: ["cidrIpv4", "cidrIpv6"],
    list: "prefixListId",
    groups: ["referencedSecurityGroupId"],
  },
  others: {
    protocol: "protocol",
    cidrs: ["cidrBlocks", "ipv6CidrBlocks"],
    list: "prefixListIds",
    groups: ["securityGroups", "sourceSecurityGroupId"],
  },
};
