import { createHash } from "node:crypto";
import { readSecret } from "../../../functions/secrets/readSecret.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Responds with digests of the secrets, and whether a variable has one. */
export async function handler(event: { queryStringParameters: Record<string, string> | null }) {
  const { name = "", reference } = event.queryStringParameters ?? {};
  // Another function's reference.
  if (reference) process.env[`${name}_SECRET`] = reference;
  try {
    const value = await readSecret(name);
    const isInVariable = JSON.stringify(process.env).includes(value);
    return { statusCode: 200, body: JSON.stringify({ digest: digest(value), isInVariable }) };
  } catch (error) {
    return { statusCode: 500, body: String(error) };
  }
}
