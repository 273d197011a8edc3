import { readFile } from "node:fs/promises";
import { type TemplateEvent, TemplateEventError } from "./fillTemplate.ts";

const maps = ["path", "query", "headers", "claims", "authorizer"] as const;

/** @throws TemplateEventError when the file is not a valid event */
export async function readEvent(file: string): Promise<TemplateEvent> {
  const event = parse(await read(file), file);
  const known: readonly string[] = ["body", ...maps];
  const stray = Object.keys(event).find((key) => !known.includes(key));
  if (stray !== undefined) {
    throw new TemplateEventError(`"${file}" has "${stray}". Use ${known.join(", ")}.`);
  }
  const { body } = event;
  if (body !== undefined && typeof body !== "string") {
    throw new TemplateEventError(
      `body in "${file}" must be a string. Write JSON as a string: ${JSON.stringify(JSON.stringify(body))}.`,
    );
  }
  for (const map of maps) checkTexts(event[map], `${map} in "${file}"`);
  return event as TemplateEvent;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new TemplateEventError(`The event cannot be read: ${(error as Error).message}.`);
  }
}

function parse(text: string, file: string): Record<string, unknown> {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch (error) {
    throw new TemplateEventError(`"${file}" is not valid JSON: ${(error as Error).message}.`);
  }
  if (typeof event === "object" && event !== null && !Array.isArray(event)) {
    return event as Record<string, unknown>;
  }
  throw new TemplateEventError(
    `"${file}" must contain an object, such as { "body": "…", "path": {} }.`,
  );
}

function checkTexts(map: unknown, what: string): void {
  if (map === undefined) return;
  const values = typeof map === "object" && map !== null ? Object.values(map) : [map];
  if (Array.isArray(map) || values.some((value) => typeof value !== "string")) {
    throw new TemplateEventError(
      `${what} must be an object of strings, such as { "name": "value" }.`,
    );
  }
}
