import fc from "fast-check";
import {
  type AppClient,
  type UserDirectoryArgs,
  userDirectoryFaults,
} from "../../components/identity/index.ts";
import { type DrawnClient, identityParts } from "./identityParts.ts";

interface Drawn {
  readonly mfa?: { readonly mode?: string; readonly factors?: readonly string[] };
  readonly passwordless?: {
    readonly email?: boolean;
    readonly sms?: boolean;
    readonly passkeys?: unknown;
  };
  readonly threatProtection?: unknown;
  readonly senderEmail?: unknown;
  readonly signIn?: unknown;
  readonly sms?: unknown;
  readonly providers?: Readonly<Record<string, unknown>>;
  readonly clients?: Readonly<Record<string, DrawnClient>>;
}

/** What others need, so that most are accepted. */
function completed(drawn: Drawn): object {
  const { mfa, passwordless, threatProtection, senderEmail, signIn, sms } = drawn;
  const texts =
    sms !== undefined ||
    /phone/i.test(JSON.stringify(signIn ?? "")) ||
    passwordless?.sms ||
    mfa?.factors?.includes("sms");
  const withText = texts
    ? { ...mfa, factors: [...new Set([...(mfa?.factors ?? []), "sms"])] }
    : mfa;
  const factor = mfa?.mode === "OFF" ? { ...mfa, factors: [] } : withText;
  const mailsCodes = factor?.factors?.includes("email") || passwordless?.email;
  return {
    ...drawn,
    ...(factor && { mfa: factor }),
    ...(mailsCodes && { senderEmail: senderEmail ?? "no-reply@example.com" }),
    ...(factor?.factors?.includes("email") && { recovery: ["phone", "email"] }),
    ...(passwordless?.passkeys !== undefined && { passkeyDomain: "example.com" }),
    ...(threatProtection !== undefined && { plan: "PLUS" }),
    ...(texts && { sms: sms ?? {} }),
    ...clientsOf(drawn),
  };
}

/** The clients with their providers, and addresses of those with pages. */
function clientsOf({ clients: drawn = {}, providers = {} }: Drawn) {
  const clients = Object.entries(drawn).flatMap(([name, [client, names]]) => {
    const known = names.filter((each) => Object.hasOwn(providers, each));
    if (client.kind === "federation" && known.length === 0) return [];
    return [[name, { ...client, ...(known.length > 0 && { providers: known }) }] as const];
  });
  const withPages = clients.filter(([, client]) => (client as AppClient).pages || client.providers);
  return {
    clients: Object.fromEntries(clients),
    callbackUrls: Object.fromEntries(
      withPages.map(([name]) => [name, [`https://${name}.example.com/in`]]),
    ),
    identitySecrets: { test: "secret" },
  };
}

/** The arguments without what is refused, so that the rest is tried; `undefined` if something is missing. */
function acceptable(args: UserDirectoryArgs): UserDirectoryArgs | undefined {
  const [fault] = userDirectoryFaults(args);
  if (!fault) return args;
  const [option, name] = fault.argument.split(".") as [keyof UserDirectoryArgs, string | undefined];
  const { [option]: given, ...others } = args;
  if (given === undefined) return undefined;
  if (option !== "clients" && option !== "callbackUrls") {
    return acceptable(others as UserDirectoryArgs);
  }
  const without = (all: object = {}) =>
    Object.fromEntries(Object.entries(all).filter(([each]) => each !== name));
  const [clients, callbackUrls] = [without(args.clients), without(args.callbackUrls)];
  return acceptable({ ...args, clients, callbackUrls } as UserDirectoryArgs);
}

/** Accepted arguments of a user directory. */
export const someSettings = fc
  .record(identityParts)
  .map((settings) => {
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    const args = { ...completed(Object.fromEntries(given)), region: "us-east-1" };
    return acceptable({ ...args, platformName: "Test" } as UserDirectoryArgs);
  })
  .filter((args) => args !== undefined);
