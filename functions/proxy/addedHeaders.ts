import { correlationHeader } from "./correlation.ts";
import type { HeaderValues } from "./headers.ts";

/** What every answer carries, the service's own and a failure's. */
export function addedHeaders(correlationId: string, cors: HeaderValues): HeaderValues {
  return { [correlationHeader]: [correlationId], ...cors };
}
