export type { FirewallArgs } from "./args.ts";
export { checkFirewall } from "./checkFirewall.ts";
export { Firewall, type FirewallOfStageArgs } from "./firewall.ts";
