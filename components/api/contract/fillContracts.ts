import type { ContractInfo, OpenApiDocument } from "../document/types.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import { literal, withLiterals } from "../templates/source.ts";
import { publishContract } from "./publish.ts";

/** Largest template. Source: Developer Guide, "Amazon API Gateway quotas". */
const maxTemplateBytes = 300 * 1024;

/**
 * Puts the document's contract into the routes that publish it. The contract contains no integrations,
 * so it does not depend on itself.
 *
 * @throws RouteError if the contract is too long for an API Gateway response
 */
export function fillContracts(document: OpenApiDocument, routes: readonly Route[]): void {
  for (const { key, path, integration } of routes) {
    if (integration.kind !== "contract") continue;
    const contract = publishContract(document, serverFrom(path));
    const template = withLiterals(literal(JSON.stringify(contract)));
    const bytes = Buffer.byteLength(template);
    if (bytes > maxTemplateBytes) {
      throw new RouteError(
        key,
        `the contract's template has ${bytes} bytes; API Gateway accepts at most ${maxTemplateBytes}`,
        'Remove the route, write the contract by "npm run openapi" and publish the file elsewhere.',
      );
    }
    const { responses } = document.paths[path]!["get"]!["x-amazon-apigateway-integration"] as {
      responses: Record<"default", { responseTemplates: Record<string, string> }>;
    };
    responses.default.responseTemplates["application/json"] = template;
  }
}

/**
 * The API's address relative to its contract's: `.` for `/openapi.json`, `..` for `/docs/openapi.json`.
 * It is correct for every host, stage and base path.
 * Source: OpenAPI 3.0.3, "Server Object" (`url` MAY be relative).
 */
function serverFrom(path: string): string {
  const depth = path.split("/").length - 2;
  return depth === 0 ? "." : Array(depth).fill("..").join("/");
}

/** The API's metadata, from the first route that publishes the contract. */
export function infoOf(routes: readonly Pick<Route, "integration">[]): ContractInfo {
  for (const { integration } of routes) {
    if (integration.kind === "contract" && integration.info) return integration.info;
  }
  return {};
}
