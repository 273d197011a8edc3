import type { OptionFault } from "../../shared/errors.ts";
import type { AttributeOptions } from "../pool/attributes.ts";
import { type SignInOptions, verifiedOf } from "../pool/signIn.ts";
import { standardAttributes, verifiedFlags } from "../pool/standardAttributes.ts";
import { writtenBy } from "../providers/details.ts";
import type { ProvidersOptions } from "../providers/options.ts";
import type { AppClient, Client, ClientOptions, FederationClient } from "./options.ts";

interface Rights {
  readonly readAttributes: string[];
  readonly writeAttributes: string[];
}

/** Attributes that a client may read and write, as Cognito names them. */
export function rightsOf(
  client: Client | undefined,
  args: SignInOptions & ProvidersOptions,
): Rights {
  return client?.kind === "federation"
    ? rightsOfProviders(client, args)
    : rightsOfUsers(client ?? {}, args);
}

function rightsOfUsers(
  { reads, writes }: Pick<AppClient, "reads" | "writes">,
  args: SignInOptions,
): Rights {
  const phones = verifiedOf(args).includes("phone") ? phone : [];
  const seen = reads ?? ["email", "email_verified", "name", ...phones, "tenant"];
  const set = writes ?? ["email", "name", ...phones.slice(0, 1)];
  return { readAttributes: seen.map(inPool), writeAttributes: set.map(inPool) };
}

/** The right to write exactly what the providers map, as Cognito needs it. */
function rightsOfProviders(
  { reads, providers }: FederationClient,
  args: SignInOptions & ProvidersOptions,
): Rights {
  const written = providers.flatMap((name) => {
    const provider = args.providers?.[name];
    return provider ? writtenBy(provider) : [];
  });
  const writeAttributes = [...new Set(written)];
  const { readAttributes } = rightsOfUsers(reads ? { reads } : {}, args);
  return {
    readAttributes: reads ? readAttributes : [...new Set([...readAttributes, ...writeAttributes])],
    writeAttributes,
  };
}

const phone = ["phone_number", "phone_number_verified"];

const inPool = (name: string): string =>
  [...standardAttributes, ...verifiedFlags].includes(name) ? name : `custom:${name}`;

/** Rights to attributes that do not exist, or that users must not have. */
export const rightFaults = ({
  clients = {},
  attributes = {},
}: ClientOptions & AttributeOptions): OptionFault[] =>
  Object.entries(clients).flatMap(([name, client]: [string, Pick<AppClient, "reads" | "writes">]) =>
    (["reads", "writes"] as const).flatMap((right) =>
      (client[right] ?? []).flatMap((attribute, index) => {
        const argument = `clients.${name}.${right}[${index}]`;
        const problem = problemOf(attribute, right, Object.keys(attributes));
        return problem ? [{ argument, given: attribute, ...problem }] : [];
      }),
    ),
  );

function problemOf(attribute: string, right: "reads" | "writes", own: readonly string[]) {
  const known = [...standardAttributes, ...verifiedFlags, "tenant", ...own];
  if (!known.includes(attribute)) {
    const allowed = "a standard attribute, tenant, or one of identity.attributes";
    const bare = attribute.replace(/^custom:/, "");
    const fix =
      bare !== attribute && known.includes(bare)
        ? `Write "${bare}".`
        : "Add it to attributes, or remove it.";
    return { allowed, fix };
  }
  if (right === "reads") return undefined;
  if (verifiedFlags.includes(attribute)) {
    return {
      allowed: "no verified flag",
      fix: "Cognito sets it when a user confirms the address: remove it.",
    };
  }
  if (attribute !== "tenant") return undefined;
  return {
    allowed: "not tenant",
    fix: "Users could choose whose data they see: an administrator or a trigger sets it.",
  };
}
