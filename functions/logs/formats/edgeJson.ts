import { type Format, jsonObject } from "./format.ts";

/**
 * CloudFront's standard log (v2) as JSON, with the fields of components/edge/accessLog.ts.
 * Source: CloudFront Developer Guide, "Standard logging reference".
 */
export const edgeJson: Format = (text) => {
  const line = jsonObject(text);
  if (line?.["x-edge-request-id"] === undefined) return undefined;
  const value = (name: string) => (line[name] === "-" ? undefined : line[name]);
  const seconds = value("time-taken");
  const result = value("x-edge-result-type");
  const failed = /error|exceeded/i.test(String(result));
  return {
    fields: {
      timestamp: value("timestamp(ms)"),
      edgeRequestId: value("x-edge-request-id"),
      edgeLocation: value("x-edge-location"),
      sourceIp: value("c-ip"),
      country: value("c-country"),
      method: value("cs-method"),
      host: value("x-host-header"),
      path: value("cs-uri-stem"),
      userAgent: decoded(value("cs(User-Agent)")),
      requestBytes: value("cs-bytes"),
      status: value("sc-status"),
      responseBytes: value("sc-bytes"),
      durationMs: seconds === undefined ? undefined : Number(seconds) * 1000,
      action: result,
      ...(failed && { errorType: value("x-edge-detailed-result-type") ?? result }),
      tlsVersion: value("ssl-protocol"),
    },
  };
};

function decoded(value: unknown): unknown {
  try {
    return typeof value === "string" ? decodeURIComponent(value) : value;
  } catch {
    return value;
  }
}
