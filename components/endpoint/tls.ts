import { check, type JointCheck, text } from "../shared/options.ts";

/**
 * Policies that accept TLS 1.2, newer ones TLS 1.3 too. Route 53's HTTPS checks are documented for TLS
 * 1.0 to 1.2, so a policy for TLS 1.3 alone could turn every region unhealthy.
 * Sources: API Gateway Developer Guide, "Security policies for REST APIs in API Gateway"; Route 53
 * Developer Guide, "Values that you specify when you create or update health checks".
 */
const policies = [
  "TLS_1_2",
  "SecurityPolicy_TLS13_1_2_2021_06",
  "SecurityPolicy_TLS13_1_2_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
] as const;

/** API Gateway's name of a TLS policy. */
export type TlsPolicy = (typeof policies)[number];

const isOneOfThem = check(
  (value) => policies.includes(value as TlsPolicy),
  policies.map((policy) => JSON.stringify(policy)).join(", "),
);

export const tlsPolicyRule: typeof isOneOfThem = (given, argument) =>
  isOneOfThem(given, argument).map((fault) =>
    /^SecurityPolicy_TLS13_1_3_/.test(String(given))
      ? { ...fault, fix: "Route 53's health checks may not connect with TLS 1.3 alone." }
      : fault,
  );

export const truststoreRule = text(
  /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.{1,1024}$/,
  "an object in S3, such as s3://bucket/truststore.pem",
);

/** TLS options of a domain. */
interface Tls {
  tlsPolicy?: TlsPolicy;
  truststore?: string;
  executeApi?: boolean;
  edge?: "none" | "open" | "only";
}

/**
 * Mutual TLS excludes enhanced policies, a distribution, which would need a client certificate, and the
 * default address, which requires none.
 */
export const tlsFaults: JointCheck<Tls> = ({
  tlsPolicy = "TLS_1_2",
  truststore,
  executeApi,
  edge = "none",
}) => {
  if (truststore === undefined) return [];
  return [
    ...(tlsPolicy === "TLS_1_2"
      ? []
      : [
          {
            argument: "tlsPolicy",
            given: tlsPolicy,
            allowed: '"TLS_1_2" with a truststore',
            fix: "API Gateway refuses mutual TLS with other policies.",
          },
        ]),
    ...(executeApi
      ? [
          {
            argument: "executeApi",
            given: executeApi,
            allowed: "false with a truststore",
            fix: "The API's default address would let clients without a certificate in.",
          },
        ]
      : []),
    ...(edge === "none"
      ? []
      : [
          {
            argument: "edge",
            given: edge,
            allowed: '"none" with a truststore',
            fix: "Remove the truststore: the distribution has no client certificate.",
          },
        ]),
  ];
};

/**
 * Policies that begin with `SecurityPolicy_` need an access mode. AWS advises to begin with BASIC; STRICT
 * also refuses calls whose Host differs from the name in the TLS handshake.
 */
export const securityPolicy = (policy: TlsPolicy = "TLS_1_2") => ({
  securityPolicy: policy,
  ...(policy !== "TLS_1_2" && { endpointAccessMode: "BASIC" }),
});
