import { createHash } from "node:crypto";

/** The id of a service's prefix list. AWS's lists have the same id for all accounts in a region. */
export function prefixListId(region: string, name: string): string {
  const digits = createHash("sha256").update(`${region}\0${name}`).digest("hex");
  return `pl-${digits.slice(0, 8)}`;
}
