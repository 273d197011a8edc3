import type { OptionFault } from "../../shared/errors.ts";
import { suggestion } from "../../shared/suggestion.ts";
import type { IdentityEnvironment } from "../environment.ts";
import { type ClientOptions, hasPages } from "./options.ts";

/** Clients whose pages lead nowhere, and addresses of clients without pages. */
export const addressFaults = ({
  clients = {},
  callbackUrls = {},
  logoutUrls = {},
}: ClientOptions & IdentityEnvironment): OptionFault[] => [
  ...Object.entries(clients)
    .filter(([name, client]) => hasPages(client) && !Object.hasOwn(callbackUrls, name))
    .map(([name]) => ({
      argument: `callbackUrls.${name}`,
      given: undefined,
      allowed: "the addresses to which users return after they signed in",
      fix: `Set palisade:callbackUrls in the home region's stack file: { ${name}: ["https://…"] }.`,
    })),
  ...Object.entries({ callbackUrls, logoutUrls }).flatMap(([argument, given]) =>
    Object.keys(given)
      .filter((name) => !clients[name] || !hasPages(clients[name]))
      .map((name) => ({
        argument: `${argument}.${name}`,
        given: given[name],
        allowed: "nothing for a client without pages or providers",
        fix:
          suggestion(
            name,
            Object.keys(clients).filter((known) => known !== name && hasPages(clients[known]!)),
          ) ?? `Set identity.clients.${name}: app({ pages: true }), or remove it.`,
      })),
  ),
];
