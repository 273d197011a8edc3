import { TemplateError, TemplateSyntaxError } from "./errors.ts";

/** (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const maximumTemplateBytes = 300 * 1024;

/** API Gateway's payload limit. A template that doubles a text again and again must end somewhere. */
const maximumLength = 10 * 1024 * 1024;

export function checkTemplateSize(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > maximumTemplateBytes) {
    throw new TemplateSyntaxError(
      `The template has ${bytes} bytes; ${maximumTemplateBytes} (300 KB) is the most.`,
    );
  }
}

export function checkLength(text: string): string {
  if (text.length > maximumLength) {
    throw new TemplateError(`The rendered text is longer than ${maximumLength} characters.`);
  }
  return text;
}
