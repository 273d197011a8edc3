import { timingSafeEqual } from "node:crypto";
import type { Signer } from "../../exchange/callers.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import type { Signature } from "./signature.ts";
import { sign, stringToSign } from "./stringToSign.ts";

/** The largest difference in ms between a request's time and now. */
const maxSkewMs = 5 * 60_000;

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS " +
  "Secret Access Key and signing method. Consult the service documentation for details.";

/**
 * Checks a signature's time, service and region.
 *
 * @throws GatewayError 403
 */
export function checkScope(signature: Signature, region: string): void {
  const { date, timestamp, service, terminator, signedHeaders, expiresSeconds } = signature;
  const signedAt = epochOf(timestamp);
  const now = Date.now();
  if (signedAt === undefined || timestamp.slice(0, 8) !== date) {
    throw invalid(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
    );
  }
  if (signedAt > now + maxSkewMs) {
    throw invalid(`Signature not yet current: ${timestamp} is still later than now + 5 min.`);
  }
  // Only S3 is documented to respect X-Amz-Expires. A shorter time is respected here as well.
  const goodForMs = Math.min(maxSkewMs, (expiresSeconds ?? Infinity) * 1000);
  if (signedAt < now - goodForMs) {
    throw invalid(`Signature expired: ${timestamp} is now earlier than it may be.`);
  }
  if (region !== signature.region) {
    throw invalid(`Credential should be scoped to a valid region, not '${signature.region}'.`);
  }
  if (service !== "execute-api") {
    throw invalid("Credential should be scoped to correct service: 'execute-api'.");
  }
  if (terminator !== "aws4_request") {
    throw invalid("Credential should be scoped with a valid terminator: 'aws4_request'.");
  }
  if (!signedHeaders.includes("host")) {
    throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
}

/**
 * Checks that the owner of a key signed exactly this request.
 *
 * @param signer - undefined for an unknown key
 * @throws GatewayError 403
 */
export function checkSigner(
  exchange: Exchange,
  signature: Signature,
  signer: Signer | undefined,
): asserts signer is Signer {
  // A session's key without its token counts as unknown.
  if (signer === undefined || (signer.sessionToken ?? "") !== (signature.sessionToken ?? "")) {
    throw new GatewayError("INVALID_SIGNATURE", {
      errorType: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    });
  }
  const { request, body } = exchange;
  // The decoder would ignore everything after an invalid digit.
  const given = Buffer.from(/^[\da-f]+$/i.test(signature.text) ? signature.text : "", "hex");
  const isSignatureOf = (path: string): boolean => {
    const text = stringToSign(request, path, body, signature);
    const expected = sign(text, signer.secretAccessKey, signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  // With a custom domain, such as the edge, paths do not contain the stage.
  const { fullPath, path } = request.target;
  if (!isSignatureOf(fullPath) && !isSignatureOf(path)) {
    throw invalid(mismatch);
  }
  if (signer.expired) {
    throw new GatewayError("EXPIRED_TOKEN");
  }
}

const invalid = (message: string) => new GatewayError("INVALID_SIGNATURE", { message });

/** `20260102T030405Z` → epoch milliseconds */
function epochOf(timestamp: string): number | undefined {
  const iso = timestamp.replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    "$1-$2-$3T$4:$5:$6.000Z",
  );
  const epoch = Date.parse(iso);
  return iso === timestamp || Number.isNaN(epoch) ? undefined : epoch;
}
