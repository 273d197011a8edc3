import { check, listOf, mapOf } from "../../shared/options.ts";

/**
 * An absolute address without a fragment. Only this machine may have http; apps may have a scheme of their own.
 * Source: Cognito API Reference, "CreateUserPoolClient" (CallbackURLs).
 */
const address = check(
  isAddress,
  "an absolute https address without #, at most 1,024 characters",
  "http is for localhost alone; the scheme of an app contains a dot, such as com.example.shop://signed-in. Cognito compares whole addresses: no *.",
);

function isAddress(value: unknown): boolean {
  if (typeof value !== "string" || value.length > 1_024 || /[#*\s\\]/.test(value)) return false;
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== "" || password !== "") return false;
  if (protocol === "https:") return value.startsWith("https://");
  if (protocol === "http:") {
    return value.startsWith("http://") && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  }
  return /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(protocol);
}

/** Addresses by client. */
export const addressesByClient = mapOf(
  listOf(address, {
    least: 1,
    most: 100,
    distinct: true,
    allowed: "a list of 1 to 100 different addresses",
  }),
);
