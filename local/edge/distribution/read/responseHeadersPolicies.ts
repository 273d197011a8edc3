import type { Properties, Resource } from "../../../graph/resource.ts";
import type { CorsPolicy, PolicyHeader, ResponseHeadersPolicy } from "../model.ts";
import { managedResponseHeadersPolicies } from "./managedPolicies.ts";
import { listOf, objectOf, ofType, textsOf } from "./properties.ts";
import type { Report } from "./requestPolicies.ts";

/** Finds the response headers policy with an id, AWS's or one of the stack. */
export function responseHeadersPolicyOf(
  id: unknown,
  resources: readonly Resource[],
  report: Report,
): ResponseHeadersPolicy | undefined {
  const managed = managedResponseHeadersPolicies.get(String(id));
  if (managed || id == null) return managed;
  const type = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
  const own = ofType(resources, type).find((policy) => policy.id === id);
  if (own) return readPolicy(own.outputs);
  report(`responseHeadersPolicyId ${String(id)}; use a policy of the stack or a managed one`);
  return undefined;
}

function readPolicy(policy: Properties): ResponseHeadersPolicy {
  const custom = listOf(objectOf(policy["customHeadersConfig"])["items"]).map(
    ({ header, value, override }): PolicyHeader => ({
      name: String(header),
      value: String(value ?? ""),
      override: override === true,
    }),
  );
  const removed = listOf(objectOf(policy["removeHeadersConfig"])["items"]);
  const { corsConfig } = policy;
  return {
    set: [...securityHeaders(objectOf(policy["securityHeadersConfig"])), ...custom],
    remove: new Set(removed.map(({ header }) => String(header).toLowerCase())),
    cors: corsConfig == null ? undefined : corsOf(objectOf(corsConfig)),
  };
}

const written: Readonly<Record<string, readonly [string, (settings: Properties) => string]>> = {
  contentSecurityPolicy: [
    "Content-Security-Policy",
    ({ contentSecurityPolicy }) => String(contentSecurityPolicy),
  ],
  contentTypeOptions: ["X-Content-Type-Options", () => "nosniff"],
  frameOptions: ["X-Frame-Options", ({ frameOption }) => String(frameOption)],
  referrerPolicy: ["Referrer-Policy", ({ referrerPolicy }) => String(referrerPolicy)],
  strictTransportSecurity: [
    "Strict-Transport-Security",
    ({ accessControlMaxAgeSec, includeSubdomains, preload }) =>
      `max-age=${String(accessControlMaxAgeSec)}` +
      (includeSubdomains === true ? "; includeSubDomains" : "") +
      (preload === true ? "; preload" : ""),
  ],
  xssProtection: [
    "X-XSS-Protection",
    ({ protection, modeBlock, reportUri }) =>
      (protection === true ? "1" : "0") +
      (modeBlock === true ? "; mode=block" : "") +
      (reportUri ? `; report=${String(reportUri)}` : ""),
  ],
};

const securityHeaders = (config: Properties): PolicyHeader[] =>
  Object.entries(written).flatMap(([property, [name, write]]) => {
    if (config[property] == null) return [];
    const settings = objectOf(config[property]);
    return { name, value: write(settings), override: settings["override"] === true };
  });

function corsOf(config: Properties): CorsPolicy {
  const items = (name: string) => textsOf(objectOf(config[name])["items"]);
  const maxAge = config["accessControlMaxAgeSec"];
  return {
    allowCredentials: config["accessControlAllowCredentials"] === true,
    allowHeaders: items("accessControlAllowHeaders"),
    allowMethods: items("accessControlAllowMethods"),
    allowOrigins: items("accessControlAllowOrigins"),
    exposeHeaders: items("accessControlExposeHeaders"),
    maxAgeSeconds: maxAge == null ? undefined : Number(maxAge),
    originOverride: config["originOverride"] === true,
  };
}
