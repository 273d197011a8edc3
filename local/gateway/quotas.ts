// Source: API Gateway Developer Guide, "Amazon API Gateway quotas".

/** The largest body of a request or response, 10 MB. */
export const maxPayloadBytes = 10_485_760;

/** The time an integration may take unless it sets `timeoutInMillis`. */
export const integrationTimeoutMs = 29_000;

/** All headers of a request: names, values, line ends and white space. */
export const maxHeaderBytes = 20_480;
