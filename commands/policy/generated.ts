import { format, resolveConfig } from "prettier";
import { fileURLToPath } from "node:url";
import { configSchema } from "../../policy/config/packConfig.ts";
import { rulesPage } from "./docs.ts";

/** Texts of the files that are generated from the rules, by URL. */
export async function generatedFiles(): Promise<Map<URL, string>> {
  const files = [
    ["docs/policies.md", rulesPage()],
    ["policy/config.schema.json", JSON.stringify(configSchema())],
  ] as const;
  const formatted = files.map(async ([path, text]) => {
    const url = new URL(`../../${path}`, import.meta.url);
    const filepath = fileURLToPath(url);
    return [url, await format(text, { ...(await resolveConfig(filepath)), filepath })] as const;
  });
  return new Map(await Promise.all(formatted));
}
