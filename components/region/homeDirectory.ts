import type * as pulumi from "@pulumi/pulumi";
import { input, listOf, mapOf, type OptionRules, required, text } from "../shared/options.ts";
import { resourceId } from "../shared/rules.ts";

/** The user pool and the replicated tables of the home region, from its stack's outputs. */
export interface HomeDirectory {
  userPoolId: pulumi.Input<string>;
  userPoolArn: pulumi.Input<string>;
  clientId: pulumi.Input<string>;
  issuer: pulumi.Input<string>;
  /** @default no machine client */
  machineClientId?: pulumi.Input<string> | undefined;
  /** @default no machine client */
  tokenEndpoint?: pulumi.Input<string> | undefined;
  /** Ids of further clients by name. @default none */
  clients?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** Address of the sign-in pages. @default none */
  signInUrl?: pulumi.Input<string> | undefined;
  /** Name of the table of revoked sessions. @default none */
  denyListTable?: pulumi.Input<string> | undefined;
  /** Names of the groups of users. @default none */
  groups?: pulumi.Input<string[]> | undefined;
  /** Values of the home region's API keys by name: a client has one key for all regions. @default none */
  apiKeys?: pulumi.Input<Record<string, string>> | undefined;
  /** Names of the tables with a replica in this region, by `<service>.<table>`. @default none */
  tables?: pulumi.Input<Record<string, string>> | undefined;
  /** Secrets that the edge sends, newest first; needed with an edge. @default no edge */
  edgeSecrets?: pulumi.Input<string[]> | undefined;
  /** Name of the table of invited addresses. @default none */
  invitationsTable?: pulumi.Input<string> | undefined;
}

export const homeRules: OptionRules<HomeDirectory> = {
  userPoolId: required(resourceId),
  userPoolArn: required(resourceId),
  clientId: required(resourceId),
  issuer: required(resourceId),
  machineClientId: resourceId,
  tokenEndpoint: resourceId,
  clients: input(mapOf(resourceId)),
  signInUrl: resourceId,
  denyListTable: resourceId,
  groups: input(listOf(text())),
  apiKeys: input(mapOf(text())),
  tables: input(mapOf(resourceId)),
  edgeSecrets: input(listOf(text())),
  invitationsTable: resourceId,
};

/** Outputs of the home region's stack that it has only with certain options of `identity`. */
export const optionalDirectoryOutputs = [
  "machineClientId",
  "tokenEndpoint",
  "clients",
  "signInUrl",
  "denyListTable",
  "groups",
] as const satisfies readonly (keyof HomeDirectory)[];
