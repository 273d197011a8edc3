import type { Resource } from "../../graph/resource.ts";

/** A resource's URN; of an export's resource one of its type and name. */
export const urnOf = ({ registration, type, name }: Resource, region: string): string =>
  registration?.urn ?? `urn:pulumi:${region}::export::${type}::${name}`;

/** Such as `Function` of `aws:lambda/function:Function`. */
export const kindOf = (type: string): string => type.slice(type.lastIndexOf(":") + 1);

/** Such as `lambda` of `aws:lambda/function:Function`. */
export const moduleOf = (type: string): string => type.split(":")[1]?.split("/")[0] ?? "";
