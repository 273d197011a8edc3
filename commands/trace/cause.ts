import type { Hop } from "./hops.ts";

/** The hop that failed first, and why. */
export interface Cause {
  /** Such as `service orders` or `load balancer of orders`. */
  readonly hop: string;
  readonly detail: string;
}

const valueOf = ({ document }: Hop, name: string): string | undefined => {
  const value = document[name];
  return typeof value === "object" || value === undefined ? undefined : String(value);
};

/** Kinds of the proxy function's failures (functions/proxy/failure.ts) that tell nothing of its own. */
const ofLoadBalancer = /^(?:unreachable|staleConnection)$/;
const ofService = /^(?:timeout|brokenResponse|shed|breakerOpen|responseTooLarge)$/;

/** Exceptions of AWS's clients. */
const ofTable = /dynamodb|ProvisionedThroughputExceeded|ConditionalCheckFailed/i;

/** Why a call failed: the innermost hop that says so. Undefined if none does. */
export function causeOf(hops: readonly Hop[]): Cause | undefined {
  const failed = hops.filter(({ failed }) => failed).sort((a, b) => b.depth - a.depth);
  const said = (hop: Hop) => valueOf(hop, "error.message") ?? valueOf(hop, "error.type");
  const service = failed.find((hop) => hop.name.startsWith("service ") && said(hop));
  if (service) {
    const detail = said(service)!;
    const stack = valueOf(service, "error.stack_trace") ?? detail;
    return ofTable.test(stack)
      ? { hop: `table of ${service.name}`, detail }
      : { hop: service.name, detail };
  }
  const authorizer = failed.find(({ name }) => name === "authorizer");
  if (authorizer) return { hop: "authorizer", detail: said(authorizer) ?? authorizer.text };
  const proxy = failed.find((hop) => valueOf(hop, "service.name") && hop.depth === 2);
  if (proxy) return causeOfProxy(proxy, hops);
  const gateway = failed.find(({ name }) => name === "gateway");
  const type = gateway && valueOf(gateway, "error.type");
  const code = failed.find((hop) => hop.name.startsWith("function ") && said(hop));
  if (code) return { hop: code.name, detail: said(code)! };
  if (gateway && /^AUTHORIZER_|^UNAUTHORIZED$|^ACCESS_DENIED$/.test(type ?? "")) {
    return {
      hop: "authorizer",
      detail: [type, valueOf(gateway, "error.message")].filter(Boolean).join(": "),
    };
  }
  const [any] = failed;
  return any && { hop: any.name, detail: any.text };
}

function causeOfProxy(proxy: Hop, hops: readonly Hop[]): Cause {
  const service = String(valueOf(proxy, "service.name"));
  const type = valueOf(proxy, "error.type");
  const detail = [type, valueOf(proxy, "error.message")].filter(Boolean).join(": ");
  if (type !== undefined) {
    if (ofLoadBalancer.test(type)) return { hop: `load balancer of ${service}`, detail };
    return { hop: ofService.test(type) ? `service ${service}` : proxy.name, detail };
  }
  const status = valueOf(proxy, "http.response.status_code");
  const isLogged = hops.some(({ name }) => name === `service ${service}`);
  // Load balancers respond with these; an error of 500 is always the service's.
  const isService = isLogged || !["502", "503", "504"].includes(status ?? "");
  const from = isService ? `service ${service}` : `load balancer of ${service}`;
  return {
    hop: from,
    detail: `responded with ${status}${isLogged ? "" : "; the service logged no such call"}`,
  };
}
