import { ResourceView } from "../model/resourceView.ts";
import type { SharedValues } from "../model/sharedValues.ts";
import type { StackView } from "../model/stackView.ts";
import { type AddressSet, addressesOf, families, type Family } from "../model/addresses.ts";
import type { NetworkAcl, NetworkAcls } from "./networkAcls.ts";
import type { PublicAccessBlocks } from "./publicAccessBlocks.ts";
import { type Ternary, flagAt, named, textsAt } from "./reading.ts";
import type { RouteTable, RouteTables } from "./routeTables.ts";
import { defaultSubnet, defaultVpcOf, subnet, vpcAt } from "./vpcs.ts";

/** A subnet with everything that decides who can reach it. */
export interface Subnet {
  /** Such as `subnet "public-1"`. */
  readonly words: string;
  /** Its id, as far as it is known. */
  readonly id: string | undefined;
  /** Whether it is in this stack. Otherwise only its id may be known. */
  readonly isSeen: boolean;
  readonly vpc: ResourceView | undefined;
  /** Its availability zone, as far as it is known. */
  readonly zone: string | undefined;
  /** Its route table, or all candidates if it is unknown. */
  readonly tables: readonly RouteTable[];
  /** Its network ACL, or all candidates if it is unknown. */
  readonly acls: readonly NetworkAcl[];
  /** Whether VPC Block Public Access lets the internet in. */
  readonly isUnblocked: Ternary;
  /** Whether it assigns public addresses. */
  readonly givesAddresses: Readonly<Record<Family, Ternary>>;
  /** Its CIDR ranges, as far as they are known. */
  readonly addresses: Readonly<Record<Family, AddressSet>>;
}

/** The subnets of a host. */
export interface SubnetChoice {
  readonly subnets: readonly Subnet[];
  /** Whether the host is in all of them; otherwise in some, but it is unknown which. */
  readonly isEach: boolean;
}

/** The subnets of a stack, each read once. */
export class Subnets {
  readonly #stack: StackView;
  readonly #tables: RouteTables;
  readonly #acls: NetworkAcls;
  readonly #blocks: PublicAccessBlocks;
  readonly #subnets: SharedValues<ResourceView, Subnet>;

  constructor(
    stack: StackView,
    parts: { tables: RouteTables; acls: NetworkAcls; blocks: PublicAccessBlocks },
  ) {
    this.#stack = stack;
    this.#subnets = stack.sharedValues();
    this.#tables = parts.tables;
    this.#acls = parts.acls;
    this.#blocks = parts.blocks;
  }

  /** The subnets that a property references, in this stack or not. */
  namedBy(view: ResourceView, path: string): SubnetChoice {
    const types = [subnet, defaultSubnet];
    const { resources, isEach, isComplete } = this.#stack.references(view, path, ...types);
    const seen = resources.map((resource) => this.#read(resource));
    return { subnets: isComplete ? seen : [...seen, ...this.#unseenAt(view, path)], isEach };
  }

  /** A subnet of which not even the id is in this stack. @param words - such as `its subnet` */
  unseen(words: string): SubnetChoice {
    return { subnets: [this.#unseen(words)], isEach: true };
  }

  /** The subnets of other stacks or of lookups. */
  #unseenAt(view: ResourceView, path: string): Subnet[] {
    const ids = textsAt(view, path).filter((id) => !this.#stack.has(id));
    if (ids.length > 0) return ids.map((id) => this.#unseen(`subnet ${id}`, id));
    return [this.#unseen("a subnet that is not in this stack")];
  }

  #unseen(words: string, id?: string): Subnet {
    const view = new ResourceView({ type: subnet, name: words, urn: "", props: {} });
    return {
      ...this.#read(view),
      words,
      id,
      isSeen: false,
      givesAddresses: { ipv4: undefined, ipv6: undefined },
    };
  }

  /**
   * The subnets of servers that name none. Default subnets assign public addresses and have a route
   * to the internet, unless the stack changes that.
   *
   * Source: "Default subnets", Amazon VPC User Guide.
   */
  ofDefaultVpc(): SubnetChoice {
    const own = this.#stack.ofType(defaultSubnet);
    if (own.length === 0) return { subnets: [this.#read(anyDefault)], isEach: true };
    return { subnets: own.map((resource) => this.#read(resource)), isEach: false };
  }

  #read(view: ResourceView): Subnet {
    return this.#subnets.get(view, () => this.#readOnce(view));
  }

  #readOnce(view: ResourceView): Subnet {
    const isAny = view === anyDefault;
    const vpc = isAny ? defaultVpcOf(this.#stack) : vpcAt(this.#stack, view, "vpcId");
    const isDefault = view.type === defaultSubnet;
    return {
      words: isAny ? "a subnet of the default VPC" : named("subnet", view),
      id: view.id ?? textsAt(view, "id")[0],
      isSeen: true,
      vpc,
      zone: textsAt(view, "availabilityZone")[0],
      tables: this.#tables.ofSubnet(view, vpc),
      acls: this.#acls.ofSubnet(view, vpc),
      isUnblocked: this.#blocks.letIn(view, vpc),
      givesAddresses: {
        ipv4: flagAt(view, "mapPublicIpOnLaunch", isDefault),
        ipv6: flagAt(view, "assignIpv6AddressOnCreation", false),
      },
      addresses: addressesOf(families.flatMap((family) => textsAt(view, cidrOf[family]))),
    };
  }
}

/** Represents the default subnets that AWS creates in a region. */
const anyDefault = new ResourceView({ type: defaultSubnet, name: "", urn: "", props: {} });

const cidrOf: Readonly<Record<Family, string>> = { ipv4: "cidrBlock", ipv6: "ipv6CidrBlock" };
