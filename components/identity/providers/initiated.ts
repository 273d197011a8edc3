import type { OptionFault } from "../../shared/errors.ts";
import type { ClientOptions } from "../clients/options.ts";
import type { ProvidersOptions } from "./options.ts";

/**
 * Clients of a SAML provider where sign-ins may begin have no other users. Source: Cognito Developer Guide, "SAML session
 * initiation".
 */
export const initiatedFaults = ({
  providers = {},
  clients = {},
}: ProvidersOptions & ClientOptions): OptionFault[] =>
  Object.entries(clients).flatMap(([name, client]) => {
    const own = client.providers ?? [];
    const initiating = own.find((each) => {
      const provider = providers[each];
      return provider?.kind === "saml" && provider.idpInitiated;
    });
    if (initiating === undefined) return [];
    const fix = `Sign-ins may begin at ${initiating} (idpInitiated). Give it a client of its own, ${initiating.toLowerCase()}: federation({ providers: ["${initiating}"] }).`;
    const others = own.filter((each) => providers[each] && providers[each].kind !== "saml");
    const argument = `clients.${name}.providers`;
    return [
      ...others.map((given) => ({ argument, given, allowed: "SAML providers alone", fix })),
      ...("pages" in client && client.pages
        ? [{ argument: `clients.${name}.pages`, given: true, allowed: "false", fix }]
        : []),
    ];
  });
