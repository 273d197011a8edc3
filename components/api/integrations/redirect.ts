import { oneOf, required, text } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
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

/** Target: another address, to which the client moves. */
export interface RedirectIntegration extends RedirectSettings {
  readonly kind: "redirect";
  readonly to: string;
}

/**
 * A route that redirects the client. The host is fixed, and parameters of the route's path only fill in
 * parts of the target's path, so a client can't be redirected to an unknown host. The slashes of
 * `{rest+}` stay. The client's query string is dropped.
 *
 * @param to - `https://host/path` or `/path`, with parameters such as `{id}` after the host's slash
 *
 * @example
 * "GET /docs/{page}": redirect("https://docs.example.com/v2/{page}", { auth: "none", status: 301 })
 */
export function redirect<const Authorizer extends string = never>(
  to: string,
  options: RedirectSettings & RouteGuards<Authorizer> = {},
): RouteTo<RedirectIntegration, Authorizer> {
  return routeTo({ kind: "redirect", to }, options);
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
        `its target begins with {${name}+}, which could name another host`,
        "Put a fixed folder or a host before it.",
      );
    }
  }
  if (/[{}]/.test(to.replaceAll(/\{[\w.-]+\}/g, ""))) {
    throw new RouteError(key, `"${to}" has a brace outside of a parameter`, "Write it as {id}.");
  }
}

/** The parts of the response: a mapped header, or templates for a target with parameters. */
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
  // Only request templates reliably have the parameters, and only response templates can override.
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
 * Percent-encodes everything but letters, digits and a few characters, but not twice: AWS does not
 * document whether parameters arrive encoded, and this works for both.
 */
const encoded = (value: string, keepsSlashes: boolean): string =>
  `$util.urlEncode(${value}).replaceAll('[+]', '%20').replaceAll('%25([0-9A-Fa-f]{2})', '%$1')` +
  (keepsSlashes ? ".replaceAll('%2F', '/')" : "");
