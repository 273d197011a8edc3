import { oneOf, required, text } from "../../shared/options.ts";
import { type RouteGuards, splitGuards } from "../guards/index.ts";
import { pathParameters } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import { setText } from "../templates/jsonTemplate.ts";
import { from, literal, withLiterals } from "../templates/source.ts";
import type { IntegrationKind, Place } from "./integration.ts";
import { nothing, type StaticResponse, staticOperation } from "./mock.ts";
import { integrationOptions } from "./named.ts";

export interface RedirectSettings {
  /** Browsers remember 301 and 308; 307 and 308 keep the method. @default 302 */
  readonly status?: (typeof statuses)[number] | undefined;
}

const statuses = [301, 302, 303, 307, 308] as const;

/** To another address: the client goes there by itself. */
export interface RedirectIntegration extends RedirectSettings {
  readonly kind: "redirect";
  readonly to: string;
}

/**
 * A route that sends the client elsewhere. The host is fixed, and parameters of the route's path only
 * fill in parts of the target's path: nobody is sent to a host that the platform does not name. Of
 * `{rest+}` the slashes stay. The client's query string is left behind.
 *
 * @param to - `https://host/path` or `/path`, with parameters such as `{id}` behind the host's slash
 *
 * @example
 * "GET /docs/{page}": redirect("https://docs.example.com/v2/{page}", { auth: "none", status: 301 })
 */
export function redirect<const Authorizer extends string = never>(
  to: string,
  options: RedirectSettings & RouteGuards<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: RedirectIntegration } {
  const { guards, settings } = splitGuards<RedirectSettings, Authorizer>(options);
  return { ...guards, integration: { kind: "redirect", to, ...settings } };
}

/** An address in printable ASCII. Browsers treat a backslash as a slash, so it is not allowed. */
const address = /^(?:https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?)?\/(?!\/)[\w.~!$&()*+,;=:@%/?#{}-]*$/;

export const redirectKind: IntegrationKind<RedirectIntegration> = {
  rule: integrationOptions<RedirectIntegration>({
    to: required(
      text(address, "https://host/path or /path, percent-encoded, with parameters such as {id}"),
    ),
    status: oneOf(statuses),
  }),
  readsBodies: false,
  check: checkTarget,
  bind: ({ to, status = 302 }, { path }) => staticOperation({ status, ...target(to, path) }),
};

function checkTarget({ to }: RedirectIntegration, { key, path }: Place): void {
  for (const name of pathParameters(to)) {
    if (!pathParameters(path).includes(name)) {
      throw new RouteError(
        key,
        `its target has {${name}}, which is not in its path`,
        "Use a parameter of the path.",
      );
    }
    // The parameter may begin with a slash, and two slashes begin a host.
    if (to.startsWith(`/{${name}`) && path.includes(`{${name}+}`)) {
      throw new RouteError(
        key,
        `its target begins with all of {${name}+}, which could name another host`,
        "Put a fixed folder before it, or a host.",
      );
    }
  }
  if (/[{}]/.test(to.replaceAll(/\{[\w.-]+\}/g, ""))) {
    throw new RouteError(key, `"${to}" has a brace outside of a parameter`, "Write it as {id}.");
  }
}

/** A fixed header is mapped; one with parameters is set by templates. */
function target(to: string, path: string): Omit<StaticResponse, "status"> {
  const parts = to.split(/\{([\w.-]+)\}/);
  if (parts.length === 1) {
    return {
      request: "",
      headers: { Location: to },
      responseTemplates: { "application/json": nothing },
    };
  }
  let setup = "";
  const texts = parts.map((part, index) => {
    if (index % 2 === 0) return literal(part);
    setup += setText(`v${index}`, from.path(part));
    setup += `#set($v${index} = ${encoded(`$v${index}`, path.includes(`{${part}+}`))})`;
    return `\${v${index}}`;
  });
  // Only the request template is sure to have parameters, and only the response template overrides.
  const set = `#set($context.requestOverride.header.Location = "${texts.join("")}")`;
  const response =
    "#set($context.responseOverride.header.Location = $context.requestOverride.header.Location)";
  return {
    request: withLiterals(setup + set),
    headers: {},
    furtherHeaders: ["Location"],
    responseTemplates: { "application/json": response },
  };
}

/**
 * Percent-encodes everything but letters, digits and a few signs, without encoding twice: it is not
 * documented whether parameters arrive encoded, and this works for both.
 */
const encoded = (value: string, keepsSlashes: boolean): string =>
  `$util.urlEncode(${value}).replaceAll('[+]', '%20').replaceAll('%25([0-9A-Fa-f]{2})', '%$1')` +
  (keepsSlashes ? ".replaceAll('%2F', '/')" : "");
