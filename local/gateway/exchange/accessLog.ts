import { compileTemplate, type Template, type ValueFormat } from "./template.ts";

/**
 * Compiles a stage's access-log format: one line per request, `-` for missing values.
 *
 * Values are escaped as in a JSON string, so none can end its field or the line;
 * `$context.error.messageString` includes its own quotes.
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

/** Printable ASCII without quotes and backslashes, which needs no escaping. Most values are. */
const plain = /^[ !#-[\]-~]*$/;

function escape(value: string): string {
  return plain.test(value) ? value : JSON.stringify(value).slice(1, -1);
}
