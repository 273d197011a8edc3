import { createNonProxy, traced } from "../../mapping/nonProxy.ts";
import type { CreateIntegration } from "../integration.ts";
import { createBackend } from "./backend.ts";
import { mappedHeaders } from "./requestHeaders.ts";
import { headerNames, headersByName } from "./responseHeaders.ts";
import { send } from "./send.ts";
import { fillTarget } from "./uri.ts";

/** Methods without a body, even if a template renders one. */
const bodyless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Integration `http`: a call of an HTTP endpoint whose request and response are mapped. (API Gateway Developer Guide, "HTTP integrations for REST APIs in API Gateway")
 */
export const createHttp: CreateIntegration = (route, definition, dependencies) => {
  const backend = createBackend(route, definition, dependencies);
  const integrate = createNonProxy(
    route,
    definition,
    dependencies,
    "http",
    async ({ header, querystring, path, body }, exchange) => {
      const method = backend.methodFor(exchange.request.method);
      const valueOf = (name: string) => path[name] ?? exchange.pathParameters?.[name];
      const call = {
        method,
        target: fillTarget(backend.uri, valueOf, undefined, querystring),
        headers: mappedHeaders(exchange, backend.uri, header),
        body: bodyless.has(method) || body.length === 0 ? undefined : body,
      };
      const response = await send(backend, call, exchange);
      return {
        selector: String(response.status),
        headers: headersByName(response.rawHeaders),
        headerNames: headerNames(response.rawHeaders),
        body: response.body,
      };
    },
  );
  return traced(integrate);
};
