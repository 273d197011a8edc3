import { type Command, Option } from "commander";
import type { WantedToken } from "../../local/tokens/tokens.ts";
import { TokenError } from "../../local/tokens/tokenError.ts";

/** Whose token, and which. */
export interface TokenOptions extends WantedToken {
  readonly id?: true;
  /** The edge of a running platform. @default the latest */
  readonly url?: string;
}

/** Adds the options that say whose token it is. */
export const withTokenOptions = (command: Command): Command =>
  command
    .option("--user <name>", "email address, phone number or user name; created if it is missing")
    .option("--group <name>", "group that the user joins; may be repeated", several, [])
    .option("--client <name>", "app client in identity.clients, or its id")
    .addOption(
      new Option("--machine <name>", "token of a machine in identity.machines instead").conflicts([
        ...["user", "group", "client", "id"],
      ]),
    )
    .option("--scope <scopes>", "scopes of the access token; may be repeated", scopes, [])
    .addOption(
      new Option("--id", "an ID token, which routes without scopes need").conflicts([
        ...["access", "scope"],
      ]),
    )
    .option("--access", "an access token, which routes with scopes need")
    .option("--url <edge>", "running platform, if several run")
    .addOption(new Option("--env <name>").hideHelp().argParser(refuseEnvironment));

function refuseEnvironment(name: string): never {
  throw new TokenError(
    `Tokens come from the platform on this machine only, not from "${name}": its users sign in themselves. ` +
      "Leave out --env.",
  );
}

const several = (text: string, earlier: readonly string[]): string[] => [...earlier, text];

const scopes = (text: string, earlier: readonly string[]): string[] => [
  ...earlier,
  ...text.split(/[\s,]+/).filter((scope) => scope !== ""),
];
