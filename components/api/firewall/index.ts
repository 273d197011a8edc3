export { type FirewallArgs, firewallRules, type RuleMode, webAclRules } from "./args.ts";
export { allOff } from "./defaults.ts";
export { Firewall, type FirewallOfStageArgs } from "./firewall.ts";
export { largeBodyPattern } from "./largeBodies.ts";
export { edgeHeader, type FirewallLock, lockRules } from "./lock.ts";
export { logMatches, secretHeaders } from "./logMatches.ts";
export { createRules, inspectedKilobytes, visibility } from "./rules.ts";
