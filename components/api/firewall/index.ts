export { type FirewallArgs, firewallRules, type RuleMode, webAclRules } from "./args.ts";
export { Firewall, type FirewallOfStageArgs } from "./firewall.ts";
export { largeBodyPattern } from "./largeBodies.ts";
export { logMatches, secretHeaders } from "./logMatches.ts";
export { createRules, inspectedKilobytes, visibility } from "./rules.ts";
