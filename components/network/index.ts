export { type EndpointAccess, endpointFaults } from "./endpointAccess.ts";
export { PrivateNetwork, type PrivateNetworkArgs, regionalNetworkRules } from "./privateNetwork.ts";
