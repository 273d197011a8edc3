import { asFailure } from "../proxy/failure.ts";
import { responseParser } from "../proxy/http/responseParser.ts";

/** What a client has read of a response, or that it has refused it. */
export type Reading = { status: number; rawHeaders: string[]; body: string } | "refused";

/** Feeds a response in parts, and then the end of the connection. */
export function parse(parts: readonly Buffer[], method = "GET") {
  let head: { status: number; rawHeaders: string[] } | undefined;
  let keepsAlive: boolean | undefined;
  const body: Buffer[] = [];
  let used = 0;
  const parser = responseParser(method, {
    onHead: (status, rawHeaders) => (head = { status, rawHeaders }),
    onBody: (part) => body.push(Buffer.from(part)),
    onEnd: (value) => (keepsAlive = value),
  });
  let error: string | undefined;
  try {
    for (const part of parts) {
      if (keepsAlive !== undefined) break;
      parser.read(part);
      used += part.length;
    }
    if (keepsAlive === undefined && !parser.end()) error = "early end";
  } catch (thrown) {
    error = asFailure(thrown).message;
  }
  const reading: Reading =
    error === undefined ? { ...head!, body: Buffer.concat(body).toString("latin1") } : "refused";
  return { reading, error, keepsAlive, used };
}

export const bytes = (text: string) => Buffer.from(text, "latin1");
export const read = (text: string, method?: string) => parse([bytes(text)], method);
