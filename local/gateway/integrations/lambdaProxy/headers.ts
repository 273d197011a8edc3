import { clientHeaderNames } from "../../response/clientHeaderNames.ts";

const dropped = [
  "Content-Length",
  "Expect",
  "Host",
  "Proxy-Authenticate",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Via",
  "X-Amz-Apigw-Id",
  "X-Amzn-Trace-Id",
];

const remapped = [
  "Authorization",
  "Connection",
  "Content-MD5",
  "Date",
  "Max-Forwards",
  "Server",
  "User-Agent",
  "WWW-Authenticate",
  "x-amzn-RequestId",
];

/**
 * The name under which a function's response header reaches the client; undefined when it does not.
 * The length is the gateway's to say, because it sends the body.
 */
export const clientHeaderName = clientHeaderNames(dropped, remapped);
