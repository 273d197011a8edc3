import { isWide, widest } from "../../model/addresses.ts";
import type { ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";
import type { Network } from "../network.ts";
import { flagAt, isGiven, textsAt } from "../reading.ts";
import type { Route, RouteTable } from "../routeTables.ts";
import type { Subnet } from "../subnets.ts";
import { connection } from "./connections.ts";
import { type End, endOf, endOfNat, natType } from "./ends.ts";
import { aclGate, groupGate, internetPeer, subnetPeer } from "./gates.ts";
import { blocked, carried, through, undecided, type Verdict } from "./verdict.ts";
import { wordsOfSubnet, wordsOfTable } from "./words.ts";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const endpointTable = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
const https = 443;
const family = "ipv4";

/** A service of AWS in the stack's region. */
interface AwsService {
  /** The last part of its endpoint's name, such as `dynamodb` or `ecr.api`. */
  readonly name: string;
  /** Ids of AWS's prefix list for it, as far as they are known. */
  readonly lists: readonly string[];
}

/** A sender in one of its subnets, and what it calls outside the VPC. */
interface Sending {
  readonly stack: StackView;
  readonly network: Network;
  readonly from: End;
  readonly subnet: Subnet;
  readonly port: number;
  /** The destination as findings name it. */
  readonly words: string;
}

/**
 * Whether the network carries HTTPS from an end to a service of AWS: to its interface endpoint if that
 * has private names, else to its gateway endpoint, else over the internet.
 *
 * Sources: AWS PrivateLink Guide, "Access an AWS service using an interface VPC endpoint" (private DNS)
 * and "Gateway endpoints" (the route of the prefix list is more specific than that to the internet).
 */
export function connectionToService(
  stack: StackView,
  network: Network,
  from: End,
  service: AwsService,
): Verdict {
  const endpoints = stack
    .ofType(endpointType)
    .filter((endpoint) => textsAt(endpoint, "serviceName").some((name) => isOf(name, service)));
  return worst(
    from.subnets.map((subnet) => {
      const own = endpoints.filter((endpoint) => vpcOf(stack, endpoint, subnet));
      const named = own.find(
        (endpoint) => isInterface(endpoint) && flagAt(endpoint, "privateDnsEnabled", false),
      );
      const end = named && endOf(network, named);
      if (end) return connection({ ...from, subnets: [subnet] }, end, https);
      const gateway = own.find(
        (endpoint) => !isInterface(endpoint) && isRoutedTo(stack, endpoint, subnet),
      );
      const sending = { stack, network, from, subnet, port: https, words: service.name };
      if (!gateway) return toInternet(sending);
      const lists = [...service.lists, ...textsAt(gateway, "prefixListId")];
      const peer = internetPeer(`${service.name}'s addresses`, lists);
      return ways(sending, peer);
    }),
  );
}

function worst(verdicts: readonly Verdict[]): Verdict {
  return through(verdicts.map((verdict) => () => verdict));
}

const isOf = (endpointName: string, { name }: AwsService): boolean =>
  /^(?:com|cn\.com)\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(endpointName)?.[1] === name;

const isInterface = (endpoint: ResourceView): boolean =>
  textsAt(endpoint, "vpcEndpointType")[0] === "Interface";

const vpcOf = (stack: StackView, endpoint: ResourceView, { vpc }: Subnet): boolean =>
  vpc !== undefined && stack.referred(endpoint, "vpcId", vpc.type).includes(vpc);

function isRoutedTo(stack: StackView, endpoint: ResourceView, { tables }: Subnet): boolean {
  return tables.some(({ view }) => {
    if (!view) return false;
    const associations = stack.referring(endpoint, endpointTable, "vpcEndpointId");
    return [
      ...stack.referred(endpoint, "routeTableIds", view.type),
      ...associations.flatMap((one) => stack.referred(one, "routeTableId", view.type)),
    ].includes(view);
  });
}

function toInternet(sending: Sending): Verdict {
  return through([() => route(sending), () => ways(sending, internetPeer(sending.words))]);
}

/** The security groups of a sender and the network ACL of its subnet, out and back. */
const ways = ({ from, subnet, port }: Sending, peer: ReturnType<typeof internetPeer>): Verdict =>
  through([
    () => groupGate(from, "egress", port, peer, family),
    () => aclGate(subnet, "egress", [port, port], peer, family),
    () => aclGate(subnet, "ingress", from.clientPorts, peer, family),
  ]);

function route(sending: Sending): Verdict {
  const { subnet } = sending;
  const [table, ...others] = subnet.tables;
  if (!table || others.length > 0) return undecided(`the routes of ${wordsOfSubnet(subnet)}`);
  const wide = table.routes.filter(({ sets }) => isWide(family, sets[family], widest));
  if (wide.length === 0) return noRoute(table, sending);
  return worst(wide.map((one) => target(sending, one)));
}

function noRoute(table: RouteTable, { subnet, words }: Sending): Verdict {
  const isKnown = table.isComplete && table.routes.every(({ isForUnknown }) => !isForUnknown);
  if (!isKnown) return undecided(`the routes of ${wordsOfSubnet(subnet)}`);
  return blocked(
    `${wordsOfTable(table)} ${wordsOfSubnet(subnet)} has no route to ${words}. ` +
      `Add a route for 0.0.0.0/0 to a NAT gateway${words === "the internet" ? "" : `, or a VPC endpoint for ${words}`}`,
  );
}

function target(sending: Sending, one: Route): Verdict {
  const { stack, network, from, subnet } = sending;
  if (one.target.kind === "internet") {
    if (one.target.obstacle !== undefined) return blocked(`${one.target.obstacle}. Attach it`);
    return from.isPublic === true
      ? carried
      : blocked(
          `${wordsOfSubnet(subnet)} leads to an internet gateway, which carries only public addresses, and it has none. ` +
            `Use a subnet with a route to a NAT gateway`,
        );
  }
  if (!one.view || !isGiven(one.view, "natGatewayId")) {
    return undecided(`what a route of ${wordsOfSubnet(subnet)} leads to`);
  }
  const [nat] = stack.referred(one.view, "natGatewayId", natType);
  if (!nat || textsAt(nat, "connectivityType")[0] === "private") {
    return undecided("what its NAT gateway reaches");
  }
  return throughNat(sending, endOfNat(network, nat));
}

/** A NAT gateway passes the network ACL of its own subnet on both sides. */
function throughNat(sending: Sending, nat: End): Verdict {
  const { from, subnet, port } = sending;
  const peer = subnetPeer(subnet, family);
  const ports = [port, port] as const;
  return worst(
    nat.subnets.map((own) =>
      own.vpc === undefined
        ? undecided("what its NAT gateway reaches")
        : through([
            () =>
              aclOutside(own, subnet, () =>
                through([
                  () => aclGate(own, "ingress", ports, peer, family),
                  () => aclGate(own, "egress", from.clientPorts, peer, family),
                ]),
              ),
            () => toInternet({ ...sending, from: nat, subnet: own, words: "the internet" }),
          ]),
    ),
  );
}

/** Network ACLs do not apply within a subnet. */
const aclOutside = (one: Subnet, other: Subnet, ask: () => Verdict): Verdict =>
  one === other ? carried : ask();
