import { compileTemplate, type Template, type ValueFormat } from "./template.ts";

/**
 * Prepares a stage's access-log format: one line per request, `-` for what is missing.
 *
 * Values are escaped as in a JSON string, so that none can end its field or the line; only
 * `$context.error.messageString` brings its own quotes.
 */
export function compileAccessLog(format: string): Template {
  return compileTemplate(format.replace(/\s*\n\s*/g, " "), formatValue);
}

const formatValue: ValueFormat = (value, reference) => {
  if (value === undefined) {
    return "-";
  }
  return reference === "context.error.messageString" ? String(value) : escape(String(value));
};

/** Printable ASCII without quotes and backslashes, as most values are: there is nothing to escape. */
const plain = /^[ !#-[\]-~]*$/;

function escape(value: string): string {
  return plain.test(value) ? value : JSON.stringify(value).slice(1, -1);
}
