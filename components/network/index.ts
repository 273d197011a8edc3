export { type EndpointAccess, endpointAccessRules, endpointFaults } from "./endpoints.ts";
export {
  checkNetworkArgs,
  PrivateNetwork,
  type PrivateNetworkArgs,
  type RegionalNetworkArgs,
  regionalNetworkRules,
} from "./privateNetwork.ts";
