import { localAccountId } from "../../local/aws/endpoint.ts";
import { Exchange } from "../../local/gateway/exchange/exchange.ts";
import { GatewayError } from "../../local/gateway/response/gatewayError.ts";
import { RequestHeaders } from "../../local/gateway/request/headers.ts";
import { createAws } from "../../local/gateway/integrations/aws/index.ts";
import { compileBinaryMediaTypes } from "../../local/gateway/request/mediaTypes.ts";
import type { RestApiModel } from "../../local/gateway/index.ts";
import type { IntegrationDefinition, Operation } from "../../local/gateway/openapi.ts";
import type { ServiceRequest } from "../../local/gateway/integrations/aws/service.ts";

/** A request to fill a template with. Parts that are left out are empty. */
export interface TemplateEvent {
  readonly body?: string;
  /** Path parameters before percent-encoding. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Claims of the caller's token. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Context of a Lambda authorizer. */
  readonly authorizer?: Readonly<Record<string, string>>;
}

/** The request that the service would receive. */
export interface FilledCall extends Pick<ServiceRequest, "method" | "headers" | "body"> {
  /** The integration's URI, with the filled path. */
  readonly uri: string;
}

/** A route or an event does not work with a template. */
export class TemplateEventError extends Error {
  override readonly name = "TemplateEventError";
}

/**
 * The request that the AWS service behind a route would receive for an event. Nothing is sent, and
 * authorization, throttles and validation are skipped.
 *
 * @param route - such as `POST /feedback`
 * @throws TemplateEventError when the route does not exist or has no template, or API Gateway would
 *   respond with an error
 */
export async function fillTemplate(
  api: RestApiModel,
  region: string,
  route: string,
  event: TemplateEvent,
): Promise<FilledCall> {
  const integration = serviceRoutes(api).get(route);
  if (integration === undefined) throw unknownRoute(api, route);
  const exchange = exchangeOf(api, region, route, event);
  let sent: ServiceRequest | undefined;
  const unused = () => Promise.reject(new Error("an AWS service needs no function"));
  const integrate = createAws(route, integration, {
    stageVariables: api.stage.variables,
    isBinary: compileBinaryMediaTypes(api.binaryMediaTypes),
    invoke: unused,
    invokeStreaming: unused,
    locateTarget: undefined,
    clientCertificate: undefined,
    callService: async (request) => {
      sent = request;
      return { status: 200, headers: new Map(), body: Buffer.from("{}") };
    },
  });
  try {
    await integrate(exchange);
  } catch (error) {
    // The response is made up, so its template may fail.
    if (sent === undefined) throw refused(route, error, exchange.integrationReport.error);
  }
  if (sent === undefined)
    throw new TemplateEventError(`Route "${route}" sent no request for this event.`);
  const { method, path, query, headers, body } = sent;
  const search = new URLSearchParams(query as Record<string, string>).toString();
  const uri = `${(integration.uri ?? "").replace(/:path\/.*$/s, `:path${path}`)}${search && `?${search}`}`;
  return { method, uri, headers, body };
}

/** Routes to AWS services by method and path. */
function serviceRoutes({ document }: RestApiModel): Map<string, IntegrationDefinition> {
  const routes = new Map<string, IntegrationDefinition>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const [key, operation] of Object.entries<Operation>(item)) {
      const integration = operation["x-amazon-apigateway-integration"];
      const method = key === "x-amazon-apigateway-any-method" ? "ANY" : key.toUpperCase();
      if (integration?.type === "aws") routes.set(`${method} ${path}`, integration);
    }
  }
  return routes;
}

function unknownRoute(api: RestApiModel, route: string): TemplateEventError {
  const routes = [...serviceRoutes(api).keys()];
  return new TemplateEventError(
    `"${route}" is not a route to an AWS service with a template. ` +
      (routes.length > 0 ? `Use one of: ${routes.join(", ")}.` : "The platform has no such route."),
  );
}

function refused(route: string, error: unknown, detail: string | undefined): Error {
  if (!(error instanceof GatewayError)) return error as Error;
  return new TemplateEventError(
    `Route "${route}" would respond with ${error.status} ${JSON.stringify(error.clientMessage)} to this event` +
      `${detail === undefined ? "" : `: ${detail}`}.`,
  );
}

function exchangeOf(
  model: RestApiModel,
  region: string,
  route: string,
  { body = "", path = {}, query = {}, headers = {}, claims, authorizer }: TemplateEvent,
): Exchange {
  const [method = "", resourcePath = ""] = route.split(" ");
  const pathParameters = encoded(path, resourcePath);
  const filled = resourcePath.replaceAll(
    /\{([^}+]+)\+?\}/g,
    (_, name: string) => pathParameters[name] ?? "",
  );
  const exchange = new Exchange(
    { model, region, accountId: localAccountId },
    {
      method,
      sentMethod: method,
      target: {
        stage: model.stage.name,
        path: filled,
        fullPath: `/${model.stage.name}${filled}`,
        query: {
          single: query,
          pairs: Object.entries(query),
          multi: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
        },
        rawQuery: new URLSearchParams(query).toString(),
      },
      headers: new RequestHeaders(Object.entries(headers).flat()),
      host: `${model.id}.execute-api.${region}.amazonaws.com`,
      sourceIp: "127.0.0.1",
    },
  );
  exchange.route = { method, resourcePath, resourceId: "template" };
  exchange.pathParameters = pathParameters;
  exchange.body = Buffer.from(body);
  exchange.authorizer = { ...authorizer, ...(claims && { claims }) };
  return exchange;
}

/** A greedy path parameter keeps its slashes. */
const encoded = (path: Readonly<Record<string, string>>, template: string) =>
  Object.fromEntries(
    Object.entries(path).map(([name, value]) => [
      name,
      template.includes(`{${name}+}`)
        ? value.split("/").map(encodeURIComponent).join("/")
        : encodeURIComponent(value),
    ]),
  );
