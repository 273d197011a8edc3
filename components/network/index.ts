export { PrivateNetwork, type PrivateNetworkArgs } from "./privateNetwork.ts";
