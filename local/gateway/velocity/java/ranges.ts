import { TemplateError } from "../template.ts";

/** @throws TemplateError as Java's IndexOutOfBoundsException */
export function checkIndex(index: number, limit: number): number {
  if (index < 0 || index > limit) {
    throw new TemplateError(`Index ${index} is out of bounds; at most ${limit} is allowed.`);
  }
  return index;
}
