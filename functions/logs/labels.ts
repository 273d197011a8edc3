import { isSecretName, withoutSecrets } from "./secrets.ts";
import { textOf } from "./values.ts";

const maxLabels = 50;
const maxLabelLength = 1_024;

/** Members that have no field, with safe names. */
export function labelsOf(others: Readonly<Record<string, unknown>>): Record<string, string> {
  const labels = Object.entries(others)
    .slice(0, maxLabels)
    .map(([name, value]): [string, string] => [
      name.replaceAll(/[^\w-]/g, "_").slice(0, 100),
      isSecretName(name) ? "[redacted]" : withoutSecrets(textOf(value)).slice(0, maxLabelLength),
    ]);
  return Object.fromEntries(labels);
}
