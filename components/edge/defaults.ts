/**
 * Region of CloudFront's certificates, web ACLs and log deliveries.
 * Sources: CloudFront Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront" and
 * "Configure standard logging (v2)"; AWS WAF Developer Guide, "Resources that you can protect with AWS WAF".
 */
export const edgeRegion = "us-east-1";

/** TLS 1.2 and 1.3, without CBC ciphers: all browsers since 2014. */
export const minimumTls = "TLSv1.2_2021";

/** All edge locations: users anywhere are the reason for a distribution. */
export const priceClass = "all";

/** A year: browsers never call the name without TLS once they have seen it. Subdomains are others' business. */
export const hsts = { maxAgeSeconds: 31_536_000, includeSubdomains: false, preload: false };

/** A page loads from its own origin only, and nobody frames it. */
export const sitePolicy =
  "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** Responses of an API are data: nothing in them is to be loaded or run. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

export const frameOptions = "DENY";

/** The browsers' own default, for old ones too: other origins see no paths. */
export const referrerPolicy = "strict-origin-when-cross-origin";

/**
 * Ten seconds at most until the next origin or an error, instead of CloudFront's thirty.
 * Source: CloudFront Developer Guide, "Optimize high availability with CloudFront origin failover".
 */
export const connection = { connectionAttempts: 2, connectionTimeout: 5 };

/** Longer than API Gateway's 29 s for a response, and than a stream's pauses as far as CloudFront allows. */
export const readTimeoutSeconds = { buffered: 30, streamed: 120 };

/** CloudFront's default. */
export const keepaliveTimeoutSeconds = 5;
