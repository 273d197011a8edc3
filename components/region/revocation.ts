import * as pulumi from "@pulumi/pulumi";
import type { ApiArgs } from "../api/index.ts";
import { checksOf, sessionSeconds } from "../identity/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import type { HomeDirectory } from "./homeDirectory.ts";
import { ownAccount } from "../shared/iam.ts";

/** The part of a region's arguments that decides about revoked tokens. */
interface RevocationScope {
  readonly region: string;
  readonly definition: Pick<Platform, "identity" | "machineScopes">;
  readonly home?: HomeDirectory;
}

/** How the region's API refuses tokens that were revoked. `undefined` leaves them valid until they expire. */
export function revocationOf(
  { region, definition }: RevocationScope,
  directory: HomeDirectory,
  { parent }: pulumi.ComponentResourceOptions,
): ApiArgs["revocation"] {
  const { identity = {}, machineScopes } = definition;
  if (!identity.revocation) return undefined;
  const tableName = pulumi.output(directory.denyListTable).apply((name) => name!);
  const { public: _first, ...apps } = identity.clients ?? {};
  // Each region has a replica of the home region's table, with its name.
  const accountId = ownAccount({ parent });
  return {
    ...checksOf(identity.revocation),
    clientIds: [
      directory.clientId,
      ...(machineScopes ? [output(directory.machineClientId)] : []),
      ...Object.keys({ ...apps, ...identity.machines }).map((name) =>
        pulumi.output(directory.clients).apply((ids) => ids![name]!),
      ),
    ],
    denyList: {
      tableName,
      tableArn: pulumi.interpolate`arn:aws:dynamodb:${region}:${accountId}:table/${tableName}`,
      // The longest life of any client's session.
      keptSeconds: Math.max(
        ...[{}, ...Object.values(identity.clients ?? {})].map(({ tokens = {} }: AnyClient) =>
          sessionSeconds(tokens),
        ),
      ),
    },
  };
}

interface AnyClient {
  readonly tokens?: Parameters<typeof sessionSeconds>[0];
}

const output = (value: pulumi.Input<string> | undefined): pulumi.Output<string> =>
  pulumi.output(value).apply((known) => known!);

/** A region that is not home needs the deny list's replica. */
export function revocationFaults({ definition, home }: RevocationScope): OptionFault[] {
  if (!definition.identity?.revocation || !home || home.denyListTable !== undefined) return [];
  const allowed = "the name of the home region's table, with identity.revocation";
  const fix = "Pass the output of the home region's stack.";
  return [{ argument: "home.denyListTable", given: undefined, allowed, fix }];
}
