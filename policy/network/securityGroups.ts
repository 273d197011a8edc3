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
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** A rule: peers (sources, or for an outbound rule destinations) and traffic. */
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

/** The rules of a security group in one direction. */
export interface GroupRules {
  readonly rules: readonly GroupRule[];
  /** Whether all of them are known. */
  readonly isComplete: boolean;
}

/** A security group with its inbound rules. */
export interface SecurityGroup extends GroupRules {
  /** Such as `sg "web"`. */
  readonly words: string;
  /** Its id, as far as it is known. */
  readonly id: string | undefined;
  /** Reads its outbound rules, which no path from the internet depends on. */
  readonly outbound: () => GroupRules;
}

type Direction = "ingress" | "egress";

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
          this.#groupOf(id, {
            words: `sg ${id}`,
            id,
            inline: () => [],
            apart: (type) => rulesOf(stack, type, id),
            isComplete: () => false,
          }),
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
    return this.#groupOf(vpc, {
      words: `default sg of ${named("vpc", vpc)}`,
      id: textsAt(vpc, "defaultSecurityGroupId")[0],
      inline: () => [],
      apart: (type) =>
        this.#stack
          .referring(vpc, type, "securityGroupId")
          .filter((rule) => this.#groupsOfRule(rule).resources.length === 0),
      isComplete: () => true,
    });
  }

  #groupOfStack(group: ResourceView): SecurityGroup {
    return this.#groupOf(group, {
      words: named("sg", group),
      id: group.id ?? textsAt(group, "id")[0],
      inline: (direction) => elementsOf(group, direction),
      apart: (type) => this.#stack.referring(group, type, "securityGroupId"),
      isComplete: (direction) => !isUnknown(group, direction),
    });
  }

  #groupOf(key: ResourceView | string, source: RuleSource): SecurityGroup {
    return this.#groups.get(key, () => {
      let outbound: GroupRules | undefined;
      return {
        words: source.words,
        id: source.id,
        ...this.#rulesOf(key, source, "ingress"),
        outbound: () => (outbound ??= this.#rulesOf(key, source, "egress")),
      };
    });
  }

  #rulesOf(key: ResourceView | string, source: RuleSource, direction: Direction): GroupRules {
    const apart = ruleTypes[direction]
      .flatMap((type) => source.apart(type))
      .filter((rule) => directionOf(rule) === direction);
    const certain = apart.filter((rule) => this.#groupsOfRule(rule).isEach);
    const rules = [...source.inline(direction), ...certain].map((rule) => this.#readRule(rule));
    return {
      // Source: "Default security groups for your VPCs", Amazon VPC User Guide.
      rules: isOwnOfVpc(key) ? [...rules, ruleOfDefault[direction]] : rules,
      isComplete: source.isComplete(direction) && certain.length === apart.length,
    };
  }

  #groupsOfRule(rule: ResourceView): References {
    return this.#stack.references(rule, "securityGroupId", securityGroup, defaultSecurityGroup);
  }

  #readRule(rule: ResourceView): GroupRule {
    const isOfVpc = rule.type === ingressRule || rule.type === egressRule;
    const paths = isOfVpc ? pathsOf.vpcRule : pathsOf.others;
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

/** Where the rules of a security group are read. */
interface RuleSource {
  readonly words: string;
  readonly id: string | undefined;
  readonly inline: (direction: Direction) => readonly ResourceView[];
  /** Returns its rules of a type of rule resource, in either direction. */
  readonly apart: (type: string) => readonly ResourceView[];
  readonly isComplete: (direction: Direction) => boolean;
}

/** Types of rule resources by the directions that they may have. */
const ruleTypes: Readonly<Record<Direction, readonly string[]>> = {
  ingress: [ruleOfGroup, ingressRule],
  egress: [ruleOfGroup, egressRule],
};

/** Rules in this stack for a security group of another stack. */
const rulesOf = (stack: StackView, type: string, id: string): readonly ResourceView[] =>
  (stack.derived(rulesByGroupId).get(id) ?? []).filter((rule) => rule.type === type);

const rulesByGroupId = (stack: StackView): ReadonlyMap<string, readonly ResourceView[]> =>
  groupBy(stack.ofType(ruleOfGroup, ingressRule, egressRule), (rule) =>
    textsAt(rule, "securityGroupId"),
  );

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

const ruleOfDefault: Readonly<Record<Direction, GroupRule>> = {
  ingress: membersOnly,
  egress: {
    ...membersOnly,
    cidrs: ["0.0.0.0/0", "::/0"],
    addresses: addressesOf(["0.0.0.0/0", "::/0"]),
    isSelf: false,
  },
};

function directionOf(rule: ResourceView): Direction | undefined {
  if (rule.type === ingressRule) return "ingress";
  if (rule.type === egressRule) return "egress";
  const [type] = rule.hintsAt("type");
  return (["ingress", "egress"] as const).find((direction) => isOneOf(type, [direction]));
}

/** Properties of the peers, for the rule resources of one direction and for all others. */
const pathsOf = {
  vpcRule: {
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
