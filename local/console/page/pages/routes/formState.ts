import type { ParameterInfo, RouteInfo } from "../../../../routes/routeInfo.ts";
import type { CallToTry, TokenToHandOut } from "../../../../routes/triedCall.ts";

/** What the form has, as texts. */
export interface FormState {
  /** A method, for routes of all methods. */
  readonly method: string;
  /** A region, or empty for the shared name. */
  readonly region: string;
  /** `nobody`, `user`, `account` for a signature, or `machine:` with a name. */
  readonly caller: string;
  /** Empty for the user for development. */
  readonly user: string;
  readonly groups: string;
  readonly scopes: string;
  readonly isAccess: boolean;
  readonly apiKey: string;
  /** By place and name, such as `query limit`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Lines `name: value`. */
  readonly headers: string;
  readonly body: string;
}

export const keyOf = ({ in: place, name }: ParameterInfo): string => `${place} ${name}`;

/** Who calls at first, by the route's authorization. */
const callers: Readonly<Record<string, string>> = { none: "nobody", IAM: "account" };

export const emptyForm = (route: RouteInfo): FormState => ({
  method: route.method === "ANY" ? "GET" : route.method,
  region: route.basePath === undefined || route.auth.kind === "IAM" ? (route.regions[0] ?? "") : "",
  caller: callers[route.auth.kind] ?? "user",
  user: "",
  groups: "",
  scopes: route.auth.scopes[0] ?? "",
  isAccess: false,
  apiKey: "",
  parameters: Object.fromEntries(route.parameters.map((each) => [keyOf(each), each.example])),
  headers: "",
  body: route.body?.example ?? "",
});

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");

/** Whether a method usually has a body. */
export const hasBody = (method: string): boolean => ["POST", "PUT", "PATCH"].includes(method);

/** The call that the form describes. */
export function callFrom(form: FormState, route: RouteInfo): CallToTry {
  const sendsBody = form.body !== "" && (hasBody(form.method) || route.body !== undefined);
  const as = callerOf(form);
  return {
    method: form.method,
    path: `${form.region === "" ? (route.basePath ?? "") : ""}${pathOf(form, route)}`,
    headers: {
      ...(sendsBody && { "content-type": route.body?.contentType ?? "application/json" }),
      ...(form.apiKey !== "" && { "x-api-key": form.apiKey }),
      ...Object.fromEntries(filled(form, route, "header")),
      ...headersIn(form.headers),
    },
    ...(sendsBody && { body: form.body }),
    ...(form.region !== "" && { region: form.region, api: route.api, stage: route.stage }),
    ...(as && { as }),
    ...(form.caller === "account" && { signs: true }),
  };
}

function callerOf({
  caller,
  user,
  groups,
  scopes,
  isAccess,
}: FormState): TokenToHandOut | undefined {
  if (caller === "nobody" || caller === "account") return undefined;
  const machine = /^machine:(.*)$/.exec(caller)?.[1];
  const wanted = words(scopes);
  const ofToken = wanted.length > 0 ? { scopes: wanted } : isAccess ? { access: true } : {};
  if (machine !== undefined) return { machine, ...ofToken };
  return {
    ...(user !== "" && { user }),
    ...(words(groups).length > 0 && { groups: words(groups) }),
    ...ofToken,
  };
}

/** The path with its parameters, encoded, and the query. */
function pathOf(form: FormState, route: RouteInfo): string {
  const path = route.path.replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, isGreedy: string) => {
    const value = form.parameters[`path ${name}`] ?? "";
    return isGreedy
      ? value.split("/").map(encodeURIComponent).join("/")
      : encodeURIComponent(value);
  });
  const parameters = filled(form, route, "query").map((pair) =>
    pair.map(encodeURIComponent).join("="),
  );
  return parameters.length > 0 ? `${path}?${parameters.join("&")}` : path;
}

/** Parameters of a place that have a value. */
const filled = (form: FormState, route: RouteInfo, place: string): [string, string][] =>
  route.parameters
    .filter((parameter) => parameter.in === place)
    .map((parameter): [string, string] => [parameter.name, form.parameters[keyOf(parameter)] ?? ""])
    .filter(([, value]) => value !== "");

function headersIn(lines: string): Record<string, string> {
  const pairs = lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const at = line.indexOf(":");
      return at === -1 ? [line.trim(), ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** What the gateway or the service will refuse, as far as the form can tell. Sending is still possible. */
export function faultsIn(form: FormState, route: RouteInfo): string[] {
  const faults = route.parameters
    .filter((parameter) => parameter.required && (form.parameters[keyOf(parameter)] ?? "") === "")
    .map(({ name, in: place }) => `The ${place} parameter ${name} is required.`);
  if (route.apiKey && form.apiKey === "") faults.push("An API key is required.");
  if (
    route.auth.kind !== "none" &&
    form.caller === "nobody" &&
    !/^authorization\s*:/im.test(form.headers)
  ) {
    faults.push(
      route.auth.kind === "IAM"
        ? "A signature is required: choose the account."
        : "A token is required: choose who calls.",
    );
  }
  if (form.caller === "account" && form.region === "") {
    faults.push("A signature is for one region: choose where to call.");
  }
  const isJson = (route.body?.contentType ?? "application/json").includes("json");
  if (form.body !== "" && isJson && hasBody(form.method)) faults.push(...jsonFault(form.body));
  if (route.body?.required && form.body === "") faults.push("A body is required.");
  return faults;
}

function jsonFault(text: string): string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [`The body is not valid JSON: ${(error as Error).message}.`];
  }
}
