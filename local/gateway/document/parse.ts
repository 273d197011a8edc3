import { createRequire } from "node:module";
import { isNode, type Node } from "./nodes.ts";

const require = createRequire(import.meta.url);

/**
 * Reads a document's text, JSON or YAML. API Gateway takes both. (API Gateway API Reference, "ImportRestApi")
 *
 * @throws Error when it is neither, or not an object
 */
export function parseDocument(text: string): Node {
  const parsed = parseJson(text) ?? parseYaml(text);
  if (!isNode(parsed)) throw new Error("it is not an object in JSON or YAML");
  return parsed;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Documents are mostly JSON, so the library is loaded when one is not. */
function parseYaml(text: string): unknown {
  const yaml = require("yaml") as typeof import("yaml");
  const document = yaml.parseDocument(text, { logLevel: "silent", merge: true, uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`it is neither JSON nor YAML: ${error.message}`);
  return document.toJS();
}
