import { BlockList, isIP } from "node:net";
import type { Properties } from "../../graph/resource.ts";
import type { InspectedRequest } from "./request.ts";

/** Tells whether an address is in one of these ranges, such as `10.0.0.0/8`. */
export function compileRanges(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Without the prefix of IPv4 addresses on sockets for both families. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

/** An address that WAF knows no country or network of. */
export const isSpecial = compileRanges([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "2001:db8::/32", "ff00::/8"],
]);

/**
 * Reads the addresses of a forwarded header; undefined if the header is missing, in which case the rule
 * does not apply, and the fallback's result if an address is not valid. (AWS WAF Developer Guide, "Using forwarded IP addresses")
 */
export function forwardedAddresses(
  { headerName, fallbackBehavior, position = "FIRST" }: Properties,
  request: InspectedRequest,
): string[] | boolean | undefined {
  const header = request.header(String(headerName).toLowerCase());
  if (header === undefined) return undefined;
  const all = header.split(",").map((text) => text.trim());
  const chosen = position === "FIRST" ? all.slice(0, 1) : all.slice(position === "LAST" ? -1 : -10);
  const valid = chosen.filter((address) => isIP(address) !== 0);
  return valid.length > 0 ? valid : fallbackBehavior === "MATCH";
}
