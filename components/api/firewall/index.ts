export type { FirewallArgs, RuleMode } from "./args.ts";
export { checkFirewall, checkFirewallOptions } from "./checkFirewall.ts";
export { Firewall, type FirewallOfStageArgs } from "./firewall.ts";
export { logMatches } from "./logMatches.ts";
export { createRules, visibility } from "./rules.ts";
export { secretHeaders } from "./secretHeaders.ts";
