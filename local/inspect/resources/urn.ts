import type { DeclaredResource } from "../inspectedRegion.ts";

/** A resource's URN; one made of its type and name where an evaluation gives none. */
export const urnOf = ({ urn, type, name }: DeclaredResource, region: string): string =>
  urn ?? `urn:pulumi:${region}::local::${type}::${name}`;

/** Such as `Function` of `aws:lambda/function:Function`. */
export const kindOf = (type: string): string => type.slice(type.lastIndexOf(":") + 1);

/** Such as `lambda` of `aws:lambda/function:Function`. */
export const moduleOf = (type: string): string => type.split(":")[1]?.split("/")[0] ?? "";
