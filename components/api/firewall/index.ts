export type { FirewallArgs } from "./args.ts";
export { checkFirewallOptions } from "./checkFirewall.ts";
export { Firewall, type FirewallOfStageArgs } from "./firewall.ts";
