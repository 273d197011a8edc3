export { type EndpointAccess, endpointFaults } from "./endpoints.ts";
export { PrivateNetwork, type PrivateNetworkArgs, regionalNetworkRules } from "./privateNetwork.ts";
