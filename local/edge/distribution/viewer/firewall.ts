import { compileWebAcl, type FirewallModel } from "../../../gateway/index.ts";
import { peek } from "./peek.ts";
import type { ViewerRequest } from "./viewerRequest.ts";

/** A response that replaces CloudFront's. */
export type CustomResponse = NonNullable<FirewallModel["defaultAction"]["response"]>;

/** The request for the distribution, or how it is blocked. */
export type Inspected =
  { readonly viewer: ViewerRequest } | { readonly blocked: CustomResponse | undefined };

/** Compiles a distribution's web ACL. */
export function distributionFirewall(
  firewall: FirewallModel,
): (viewer: ViewerRequest) => Promise<Inspected> {
  const judge = compileWebAcl(firewall);
  return async (sent) => {
    let viewer = sent;
    let beginning: Promise<Buffer> | undefined;
    const readBody = (bytes: number): Promise<Buffer> =>
      (beginning ??= (async () => {
        if (sent.body === undefined) return Buffer.alloc(0);
        const peeked = await peek(sent.body, bytes);
        viewer = { ...sent, body: peeked.body };
        return peeked.bytes;
      })());
    const { headers, body } = sent;
    const declared = headers["content-length"];
    const { action, insertedHeaders, response } = await judge({
      clientIp: sent.ip,
      method: sent.method,
      uriPath: sent.path,
      query: sent.query,
      rawHeaders: sent.rawHeaders,
      header: (name) => headers[name]?.toString(),
      // A body without a length is inspected as far as WAF does; what goes beyond is oversize.
      bodyBytes: () =>
        body === undefined || declared !== undefined
          ? Number(declared ?? 0)
          : readBody(firewall.inspectedBytes + 1).then(({ length }) => length),
      readBody,
    });
    if (action !== "ALLOW") return { blocked: response };
    return { viewer: insertedHeaders.length === 0 ? viewer : withHeaders(viewer, insertedHeaders) };
  };
}

/** Adds headers, instead of the viewer's. */
function withHeaders(
  viewer: ViewerRequest,
  inserted: readonly (readonly [name: string, value: string])[],
): ViewerRequest {
  const names = new Set(inserted.map(([name]) => name.toLowerCase()));
  const kept = viewer.rawHeaders.filter(
    (_, index) => !names.has(viewer.rawHeaders[index - (index % 2)]!.toLowerCase()),
  );
  return {
    ...viewer,
    rawHeaders: [...kept, ...inserted.flat()],
    headers: {
      ...viewer.headers,
      ...Object.fromEntries(inserted.map(([name, value]) => [name.toLowerCase(), value])),
    },
  };
}
