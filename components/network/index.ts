export type { EndpointAccess } from "./checkEndpointAccess.ts";
export { checkNetworkArgs, PrivateNetwork, type PrivateNetworkArgs } from "./privateNetwork.ts";
