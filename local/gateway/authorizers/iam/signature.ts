import { GatewayError } from "../../response/gatewayError.ts";
import type { GatewayRequest } from "../../request/request.ts";
import { unsigned } from "../unsigned.ts";

/** The parts of a Signature Version 4, from a request's headers or its query string. */
export interface Signature {
  readonly accessKeyId: string;
  /** `20260102`, from the credential's scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  /** In lower case, in the order they were signed. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly text: string;
  /** `20260102T030405Z`. */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** The validity in seconds of a presigned URL. */
  readonly expiresSeconds: number | undefined;
  readonly presigned: boolean;
}

/** The only supported algorithm; SigV4a (`AWS4-ECDSA-P256-SHA256`) is not. */
export const algorithm = "AWS4-HMAC-SHA256";

/** The longest validity of a presigned URL: seven days. (IAM User Guide, "Authentication methods") */
const maxExpiresSeconds = 604_800;

/** @throws GatewayError 403 for a missing or incomplete signature */
export function readSignature(request: GatewayRequest): Signature {
  const { headers, target } = request;
  const authorizations = headers.values("authorization");
  const query = target.query?.single ?? {};
  if (authorizations.length === 0 && query["X-Amz-Algorithm"] !== undefined) {
    return fromQuery(query);
  }
  const [authorization, ...others] = authorizations;
  if (!authorization?.startsWith(`${algorithm} `) || others.length > 0) {
    throw unsigned(request);
  }
  return fromHeaders(authorization, request);
}

function fromHeaders(authorization: string, { headers }: GatewayRequest): Signature {
  const fields = new Map(
    authorization
      .slice(algorithm.length + 1)
      .split(",")
      .map((part) => {
        const [name = "", ...value] = part.trim().split("=");
        return [name, value.join("=")] as const;
      }),
  );
  const field = (name: string): string =>
    fields.get(name) || incomplete(`Authorization header requires '${name}' parameter.`);
  const timestamp = headers.last("x-amz-date") ?? isoBasic(headers.last("date"));
  return {
    ...readScope(field("Credential")),
    signedHeaders: field("SignedHeaders").split(";"),
    text: field("Signature"),
    timestamp:
      timestamp ??
      incomplete(
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
      ),
    sessionToken: headers.last("x-amz-security-token"),
    expiresSeconds: undefined,
    presigned: false,
  };
}

function fromQuery(query: Readonly<Record<string, string>>): Signature {
  const field = (name: string): string =>
    query[name] ||
    incomplete(
      `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`,
    );
  if (query["X-Amz-Algorithm"] !== algorithm) {
    incomplete(`Unsupported AWS 'algorithm': '${query["X-Amz-Algorithm"]}'.`);
  }
  const expires = query["X-Amz-Expires"];
  const expiresSeconds = expires === undefined ? undefined : Number(expires);
  if (
    expiresSeconds !== undefined &&
    !(expiresSeconds >= 0 && expiresSeconds <= maxExpiresSeconds)
  ) {
    incomplete(`X-Amz-Expires must be a number of seconds up to ${maxExpiresSeconds}.`);
  }
  return {
    ...readScope(field("X-Amz-Credential")),
    signedHeaders: field("X-Amz-SignedHeaders").split(";"),
    text: field("X-Amz-Signature"),
    timestamp: field("X-Amz-Date"),
    sessionToken: query["X-Amz-Security-Token"],
    expiresSeconds,
    presigned: true,
  };
}

function readScope(credential: string) {
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split("/");
  if (!accessKeyId || !date || !region || !service || !terminator || rest.length > 0) {
    return incomplete(
      "Credential must have exactly 5 slash-delimited elements, e.g. " +
        `keyid/date/region/service/term, got '${credential}'`,
    );
  }
  return { accessKeyId, date, region, service, terminator };
}

/** `Fri, 02 Jan 2026 03:04:05 GMT` → `20260102T030405Z` */
function isoBasic(date: string | undefined): string | undefined {
  const epoch = Date.parse(date ?? "");
  return Number.isNaN(epoch)
    ? undefined
    : new Date(epoch).toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

/** The type of gateway response is not documented; the texts are those of AWS's services. */
function incomplete(message: string): never {
  throw new GatewayError("DEFAULT_4XX", {
    status: 403,
    errorType: "IncompleteSignatureException",
    message,
  });
}
