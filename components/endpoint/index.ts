export { type DomainArgs, domainRules } from "./args.ts";
export { createCertificate } from "./certificate.ts";
export { createAlarm, httpsCheck } from "./healthChecks.ts";
export { regionHost, regionOfHost } from "./hosts.ts";
export { RegionalEndpoint, type RegionalEndpointArgs, regionFaults } from "./regionalEndpoint.ts";
