export { type DomainArgs, domainRules } from "./args.ts";
export { RegionalEndpoint, type RegionalEndpointArgs, regionFaults } from "./regionalEndpoint.ts";
