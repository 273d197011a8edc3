import { signatureKey, archiveSignature, assetSignature } from "../../../project/signatures.ts";
import type { Resource } from "../../graph/resource.ts";
import { urnOf } from "./urn.ts";

/** A region's resources as `pulumi stack export` would write them after a deployment, with secrets in plain text. */
export function stackExport(resources: readonly Resource[], region: string): string {
  const [first] = resources;
  const prefix = first
    ? urnOf(first, region).split("::").slice(0, 2).join("::")
    : "urn:pulumi:s::p";
  const provider = {
    urn: `${prefix}::pulumi:providers:aws::default`,
    type: "pulumi:providers:aws",
    custom: true,
    id: "local",
    inputs: { region },
    outputs: { region },
  };
  const written = resources.map((resource) => {
    const { type, id, inputs, outputs, registration } = resource;
    const { parent } = registration ?? {};
    const urn = urnOf(resource, region);
    // Components of awsx are listed for their outputs only.
    return type.startsWith("awsx:")
      ? { urn, type, parent, custom: false, outputs }
      : { urn, type, parent, custom: true, id, inputs, outputs };
  });
  const deployment = { manifest: {}, resources: [provider, ...written] };
  return JSON.stringify({ version: 3, deployment }, withSignature);
}

/** Assets and archives become those of an export, whose content no rule reads. */
function withSignature(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("__pulumiArchive" in value) return { [signatureKey]: archiveSignature, hash: "0" };
  return "__pulumiAsset" in value ? { [signatureKey]: assetSignature, hash: "0" } : value;
}
