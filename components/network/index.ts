export { checkNetworkArgs, PrivateNetwork, type PrivateNetworkArgs } from "./privateNetwork.ts";
