import type { ResourceView } from "../model/resourceView.ts";
import type { SharedValues } from "../model/sharedValues.ts";
import type { StackView } from "../model/stackView.ts";
import { type AddressSet, addressesOf, decidedYes, type Family } from "../model/addresses.ts";
import { rangesNamedBy } from "./prefixLists.ts";
import { elementsOf, idOf, isUnknown, named } from "./reading.ts";
import { internet, type Target, targetOf } from "./routeTargets.ts";
import { defaultSubnet, isDefaultVpc, vpcTypes } from "./vpcs.ts";

const routeTable = "aws:ec2/routeTable:RouteTable";
const defaultRouteTable = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const route = "aws:ec2/route:Route";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const mainAssociation = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";

export interface Route {
  /** The resource, or the part of one, that declares it; `undefined` for that of a default VPC. */
  readonly view: ResourceView | undefined;
  readonly cidrs: readonly string[];
  /** Whether its destination is not fully known. */
  readonly isForUnknown: boolean;
  readonly sets: Readonly<Record<Family, AddressSet>>;
  readonly target: Target;
}

export interface RouteTable {
  readonly words: string;
  /** Its resource, or that of its VPC; `undefined` for that of a default VPC outside the stack. */
  readonly view: ResourceView | undefined;
  /** The most specific first, as in a lookup. */
  readonly routes: readonly Route[];
  readonly isComplete: boolean;
}

/** The addresses that a table sends to an internet gateway. */
export const sentToInternet = (table: RouteTable, family: Family): AddressSet =>
  decidedYes(
    table.routes.map(({ sets, target }) => ({
      set: sets[family],
      isYes: target.kind === "internet",
    })),
  );

/** The route to the internet that a finding names. */
export const internetRoute = (table: RouteTable, family: Family): Route | undefined =>
  table.routes.findLast(
    ({ sets, target }) => target.kind === "internet" && sets[family].length > 0,
  );

/** Whether an unknown route may send more of the internet to a gateway. */
export const maySendMore = (table: RouteTable, family: Family): boolean =>
  !table.isComplete ||
  table.routes.some(
    ({ sets, target, isForUnknown }) =>
      (target.kind === "unknown" && sets[family].length > 0) ||
      ((target.kind === "internet" || target.kind === "unknown") && isForUnknown),
  );

/** The route tables of a stack, each read once. */
export class RouteTables {
  readonly #stack: StackView;
  readonly #tables: SharedValues<ResourceView, RouteTable>;

  constructor(stack: StackView) {
    this.#stack = stack;
    this.#tables = stack.sharedValues();
  }

  /**
   * The route table of a subnet, or all candidates if it is unknown; empty if it may belong to
   * another stack.
   */
  ofSubnet(subnet: ResourceView, vpc: ResourceView | undefined): readonly RouteTable[] {
    const associations = this.#stack.referring(subnet, association, "subnetId");
    if (associations.length > 0) return this.#associated(associations);
    if (vpc) return this.#mainOf(vpc);
    return subnet.type === defaultSubnet ? [mainOfDefaultVpc] : [];
  }

  /** The main route table, for subnets without an association. */
  #mainOf(vpc: ResourceView): readonly RouteTable[] {
    const associations = this.#stack.referring(vpc, mainAssociation, "vpcId");
    if (associations.length > 0) return this.#associated(associations);
    const [managed] = this.#stack.referring(vpc, defaultRouteTable, "defaultRouteTableId");
    return [managed ? this.#read(managed) : this.#unmanaged(vpc)];
  }

  #associated(associations: readonly ResourceView[]): readonly RouteTable[] {
    const tables = associations.flatMap((association): (RouteTable | undefined)[] => {
      const types = [routeTable, defaultRouteTable];
      const own = this.#stack.referred(association, "routeTableId", ...types);
      if (own.length > 0) return own.map((table) => this.#read(table));
      const vpcs = this.#stack.referred(association, "routeTableId", ...vpcTypes);
      return vpcs.length > 0 ? vpcs.map((vpc) => this.#unmanaged(vpc)) : [undefined];
    });
    return tables.includes(undefined) ? [] : [...new Set(tables as RouteTable[])];
  }

  #read(table: ResourceView): RouteTable {
    return this.#tables.get(table, () => {
      const apart = this.#stack.referring(table, route, "routeTableId");
      const routes = this.#readRoutes([...elementsOf(table, "routes"), ...apart]);
      const isComplete = !isUnknown(table, "routes");
      return { words: idOf(table, "route table"), view: table, routes, isComplete };
    });
  }

  /**
   * A VPC's main route table without a resource. That of the default VPC has a route to the
   * internet.
   */
  #unmanaged(vpc: ResourceView): RouteTable {
    return this.#tables.get(vpc, () => {
      const referring = this.#stack.referring(vpc, route, "routeTableId");
      const routes = this.#readRoutes(referring.filter((one) => !this.#isOfManaged(one)));
      const words = `the main route table of ${named("vpc", vpc)}`;
      const toInternet = isDefaultVpc(vpc) ? [defaultRoute] : [];
      return { words, view: vpc, routes: [...routes, ...toInternet], isComplete: true };
    });
  }

  #readRoutes(views: readonly ResourceView[]): Route[] {
    const routes = views.map((view): Route => {
      const list = "destinationPrefixListId";
      const named = rangesNamedBy(this.#stack, view, destinations, list);
      const { cidrs, isComplete, unseenLists } = named;
      return {
        view,
        cidrs,
        sets: addressesOf(cidrs),
        isForUnknown: !isComplete || unseenLists.length > 0,
        target: this.#targetOf(view),
      };
    });
    return routes.sort((one, other) => lengthOf(other) - lengthOf(one));
  }

  #isOfManaged(view: ResourceView): boolean {
    const types = [routeTable, defaultRouteTable];
    return this.#stack.referred(view, "routeTableId", ...types).length > 0;
  }

  #targetOf(view: ResourceView): Target {
    // The route may belong to another table.
    const tables = this.#stack.references(view, "routeTableId", routeTable, defaultRouteTable);
    if (!tables.isEach) return { kind: "unknown" };
    return targetOf(this.#stack, view);
  }
}

/** Inline routes and separate route resources name these properties differently. */
const destinations = [
  "cidrBlock",
  "ipv6CidrBlock",
  "destinationCidrBlock",
  "destinationIpv6CidrBlock",
];

/** Length of the shortest prefix among a route's destinations. */
const lengthOf = ({ cidrs }: Route): number =>
  Math.min(...cidrs.map((cidr) => Number(cidr.split("/")[1] ?? 0)));

/** Source: "Default VPC components", Amazon VPC User Guide. */
const defaultRoute: Route = {
  view: undefined,
  cidrs: ["0.0.0.0/0"],
  isForUnknown: false,
  sets: addressesOf(["0.0.0.0/0"]),
  target: {
    kind: "internet",
    origin: internet,
    words: "the internet gateway of the default VPC",
    obstacle: undefined,
  },
};

const mainOfDefaultVpc: RouteTable = {
  words: "the main route table of the default VPC",
  view: undefined,
  routes: [defaultRoute],
  isComplete: true,
};
