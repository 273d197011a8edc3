import { compileWebAcl, type FirewallModel } from "../../../gateway/index.ts";
import type { ViewerRequest } from "./viewerRequest.ts";

/**
 * Compiles a distribution's web ACL.
 *
 * @returns a function that tells whether a request is blocked
 */
export function distributionFirewall(
  firewall: FirewallModel,
): (viewer: ViewerRequest) => Promise<boolean> {
  const judge = compileWebAcl(firewall);
  return async ({ ip, path, headers, body }) => {
    const length = Number(headers["content-length"] ?? 0);
    // The length of a chunked body is unknown until it has passed. Like a body beyond the inspected part, it counts as oversize.
    const bodyBytes = body === undefined || headers["content-length"] ? length : Infinity;
    const { action } = await judge({
      clientIp: ip,
      uriPath: path,
      header: (name) => headers[name]?.toString(),
      bodyBytes: () => bodyBytes,
    });
    return action === "BLOCK";
  };
}
