import leven from "leven";
import type { KeptExchange } from "../keptExchange.ts";
import type { CallError } from "../record.ts";

const anyMethod = "x-amazon-apigateway-any-method";

/** API Gateway answers unknown routes like unsigned calls: 403, "Missing Authentication Token". */
export function explainMissingRoute({ request, served }: KeptExchange): CallError {
  const { method, target } = request;
  const { paths = {} } = served.model.document;
  const stage = served.model.stage.name;
  const [path = ""] = target.path.split("?");
  const resources = Object.keys(paths).filter((each) => fits(each, path));
  if (method === "OPTIONS") {
    return {
      cause: "cors",
      detail: `A CORS preflight was refused: ${resources.length > 0 ? "no origin is allowed to call this path" : `there is no path ${path}`}.`,
      hint: "Name the origin of the page in `cors` of stacks/platform.ts.",
    };
  }
  const allowed = [...new Set(resources.flatMap((each) => methodsOf(paths[each] ?? {})))];
  if (allowed.length > 0) {
    return {
      cause: "no-route",
      detail: `There is no route ${method} ${path}.`,
      hint: `This path has: ${allowed.map((each) => `${each} ${path}`).join(", ")}.`,
    };
  }
  const detail = `There is no route ${method} ${path}.`;
  const withoutStage = path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
  if (withoutStage !== undefined && Object.keys(paths).some((each) => fits(each, withoutStage))) {
    return {
      cause: "no-route",
      detail,
      hint: `The stage's name is in the path twice. Did you mean ${method} ${withoutStage}?`,
    };
  }
  const near = nearest(path, Object.keys(paths));
  if (near === undefined) return { cause: "no-route", detail };
  const methods = methodsOf(paths[near] ?? {});
  const named = methods.includes(method) ? [method] : methods;
  const routes = named.map((each) => `${each} ${near}`).join(" or ");
  return { cause: "no-route", detail, hint: `Did you mean ${routes}?` };
}

const methodsOf = (item: object): string[] =>
  Object.keys(item)
    .filter((name) => /^(get|put|post|delete|patch|head)$/.test(name) || name === anyMethod)
    .map((name) => (name === anyMethod ? "ANY" : name.toUpperCase()));

/** Whether a path is one of a resource's. */
function fits(resource: string, path: string): boolean {
  const segments = path.replace(/\/+$/, "").split("/");
  const parts = resource.split("/");
  if (resource.endsWith("+}") ? segments.length < parts.length : segments.length !== parts.length) {
    return false;
  }
  return parts.every((part, at) => part.startsWith("{") || part === segments[at]);
}

/** The resource whose path differs least, if that is a slip: at most a third of its letters, parameters aside. */
function nearest(path: string, resources: readonly string[]): string | undefined {
  const given = path.replace(/\/+$/, "").split("/");
  const distances = resources.map((resource) => {
    const filled = resource
      .split("/")
      .map((part, at) => (part.startsWith("{") ? (given[at] ?? part) : part))
      .join("/");
    return { resource, distance: leven(given.join("/"), filled), length: filled.length };
  });
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, best.length / 3) ? best.resource : undefined;
}
