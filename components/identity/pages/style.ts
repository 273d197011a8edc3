import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Client, hasPages } from "../clients/options.ts";
import type { Pool } from "../pool/pool.ts";
import { readBranding } from "./branding/folder.ts";
import type { PagesOptions } from "./options.ts";

/**
 * The style of a client's pages: without one, Cognito shows no pages of managed login.
 *
 * The provider replaces a style when an image changes, and a client has at most one: so the pages are unavailable for
 * the seconds in between. Sources: Cognito API Reference, "CreateManagedLoginBranding"; terraform-provider-aws,
 * managed_login_branding.go.
 */
export function createStyle(
  name: string,
  client: Client | undefined,
  { pages }: PagesOptions,
  ids: { readonly userPoolId: Pool["id"]; readonly clientId: pulumi.Output<string> },
  opts: pulumi.CustomResourceOptions,
): void {
  if (!client || !hasPages(client)) return;
  new aws.cognito.ManagedLoginBranding(
    name,
    { ...ids, ...lookOf(client.branding ?? pages?.branding) },
    pulumi.mergeOptions(opts, { deleteBeforeReplace: true }),
  );
}

function lookOf(folder: string | undefined) {
  if (folder === undefined) return { useCognitoProvidedValues: true };
  const { settings, images } = readBranding(folder, "").branding;
  return { settings, ...(images.length > 0 && { assets: [...images] }) };
}
