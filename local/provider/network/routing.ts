import type { Properties } from "../../graph/resource.ts";
import { AwsRefusal, dependency } from "./refusal.ts";
import { list, object, type RegionState, types } from "./regionState.ts";
import type { NetworkRule, NetworkRules } from "./rule.ts";

/**
 * Route tables, their routes and associations, and flow logs.
 *
 * Sources: Amazon EC2 API Reference, "CreateRoute", "AssociateRouteTable", "DeleteRouteTable",
 * "CreateFlowLogs" and "Error codes".
 */
const route: NetworkRule = {
  admits: ({ routeTableId, ...destination }, state) => {
    const taken = [
      ...state.having("route", { routeTableId }).map(({ inputs }) => inputs),
      ...list(state.find("routeTable", routeTableId)?.inputs["routes"]).map(object),
      ...localRoutes(routeTableId, state),
    ];
    const own = destinationOf(destination);
    if (own === undefined || !taken.some((other) => destinationOf(other) === own)) return undefined;
    return new AwsRefusal("RouteAlreadyExists", `The route identified by ${own} already exists.`);
  },
};

/** Every table has the route within the VPC. */
function localRoutes(routeTableId: unknown, state: RegionState): Properties[] {
  const vpc = state.find("vpc", state.vpcOf("routeTable", routeTableId));
  return vpc ? [{ destinationCidrBlock: vpc.inputs["cidrBlock"] }] : [];
}

const destinationOf = (route: Properties): string | undefined =>
  [
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
    "cidrBlock",
    "ipv6CidrBlock",
  ]
    .map((property) => route[property])
    .find((value): value is string => typeof value === "string" && value !== "");

const routeTable: NetworkRule = {
  releases: ({ id }, state) =>
    state.having("association", { routeTableId: id }).length > 0
      ? dependency(`The routeTable '${id}' has dependencies and cannot be deleted.`)
      : undefined,
};

const association: NetworkRule = {
  admits: ({ routeTableId, subnetId, gatewayId }, state) => {
    const target = subnetId === undefined ? { gatewayId } : { subnetId };
    return state.having("association", target).length > 0
      ? new AwsRefusal(
          "Resource.AlreadyAssociated",
          `the specified association for route table ${String(routeTableId)} conflicts with an existing association`,
        )
      : undefined;
  },
};

const flowLog: NetworkRule = {
  admits: (inputs, state) => {
    const same = ["vpcId", "subnetId", "eniId", "logDestination", "trafficType"];
    const values = Object.fromEntries(same.map((property) => [property, inputs[property]]));
    return state.having("flowLog", values).length > 0
      ? new AwsRefusal(
          "FlowLogAlreadyExists",
          "There is an existing Flow Log with the same configuration and log destination.",
        )
      : undefined;
  },
};

export const routingRules: NetworkRules = {
  [types.route]: route,
  [types.routeTable]: routeTable,
  [types.association]: association,
  [types.flowLog]: flowLog,
};
