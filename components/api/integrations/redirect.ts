import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { setText } from "../templates/jsonTemplate.ts";
import { from, literal, withLiterals } from "../templates/source.ts";
import type { IntegrationKind, Place } from "./integration.ts";
import { nothing, type StaticAnswer, staticOperation } from "./mock.ts";
import { pathNames } from "./parameterMapping.ts";

export interface RedirectSettings {
  /** 301 and 308 are remembered by browsers; 307 and 308 keep the method. @default 302 */
  readonly status?: 301 | 302 | 303 | 307 | 308 | undefined;
}

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
  const { status, ...guards } = options;
  return { ...guards, integration: { kind: "redirect", to, ...(status && { status }) } };
}

export const redirectKind: IntegrationKind<RedirectIntegration> = {
  check: (integration, place) => checkTarget(integration, place),
  bind: ({ to, status = 302 }) => ({
    values: {},
    compile: (_, __, place) =>
      staticOperation({
        status,
        ...target(to, place.path),
      }),
  }),
};

/** Printable ASCII that may stand in an address; a backslash counts as a slash to browsers. */
const address = /^(?:https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?)?\/(?!\/)[\w.~!$&()*+,;=:@%/?#{}-]*$/;

function checkTarget({ to, status = 302 }: RedirectIntegration, { key, path }: Place): void {
  if (!address.test(to)) {
    throw new RouteError(
      key,
      `"${to}" is no target`,
      "Write it as https://host/path or /path, percent-encoded, with parameters such as {id}.",
    );
  }
  if (![301, 302, 303, 307, 308].includes(status)) {
    throw new RouteError(key, `its status is ${status}`, "Use 301, 302, 303, 307 or 308.");
  }
  for (const name of pathNames(to)) {
    if (!pathNames(path).includes(name)) {
      throw new RouteError(
        key,
        `its target has {${name}}, which its path does not have`,
        "Name a parameter of the path.",
      );
    }
    // It may begin with a slash, and two of them begin a host.
    if (to.startsWith(`/{${name}`) && path.includes(`{${name}+}`)) {
      throw new RouteError(
        key,
        `its target begins with all of {${name}+}, which could name another host`,
        "Put a fixed folder before it, or a host.",
      );
    }
  }
  if (/[{}]/.test(to.replaceAll(/\{[\w.-]+\}/g, ""))) {
    throw new RouteError(key, `"${to}" has a brace that is no parameter`, "Write it as {id}.");
  }
}

/** A header without parameters is a mapping's; with them, a template's. */
function target(to: string, path: string): Omit<StaticAnswer, "status"> {
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
  // Only the request's template surely has the parameters; the answer's surely has its overrides.
  const set = `#set($context.requestOverride.header.Location = "${texts.join("")}")`;
  const answer =
    "#set($context.responseOverride.header.Location = $context.requestOverride.header.Location)";
  return {
    request: withLiterals(setup + set),
    headers: {},
    furtherHeaders: ["Location"],
    responseTemplates: { "application/json": answer },
  };
}

/**
 * Everything but letters, digits and a few signs percent-encoded, what the client has encoded only
 * once: whether a parameter comes encoded is not documented, and this does for both.
 */
const encoded = (value: string, keepsSlashes: boolean): string =>
  `$util.urlEncode(${value}).replaceAll('[+]', '%20').replaceAll('%25([0-9A-Fa-f]{2})', '%$1')` +
  (keepsSlashes ? ".replaceAll('%2F', '/')" : "");
