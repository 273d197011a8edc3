import { region } from "../shared/rules.ts";

/** A region's own name, which health checks call: the shared one leads them to any region. */
export const regionHost = (regionOf: string, domain: string): string => `${regionOf}.${domain}`;

/** Leads to a public name's API in one region, whatever region is nearest. Other regions shift to it. */
export const directName = (regionOf: string, name: string): string => `at-${regionOf}.${name}`;

/** Divides the clients nearest to a region between this one and another. */
export const nearName = (regionOf: string, name: string): string => `near-${regionOf}.${name}`;

/** The region that a name belongs to, if it is one of a domain's own names for regions. */
export const regionOfHost = (name: string, domain: string): string | undefined => {
  if (!name.endsWith(`.${domain}`)) return undefined;
  const label = name.slice(0, -domain.length - 1).replace(/^(at|near)-/, "");
  return region(label, "").length === 0 ? label : undefined;
};
