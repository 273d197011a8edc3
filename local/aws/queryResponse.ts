import type { ServiceResponse } from "../gateway/integrations/aws/service.ts";

/**
 * A response of the query protocol, converted to JSON. AWS converts it for callers that accept JSON;
 * local endpoints return only XML. (Shape recorded from AWS by LocalStack: test_sqs_aws_integration)
 */
export function asJson(response: ServiceResponse): ServiceResponse {
  if (!/\bxml\b/.test(response.headers.get("content-type")?.at(-1) ?? "")) return response;
  const document = parseXml(response.body.toString());
  // AWS omits the root element of an error, but not of a result.
  const json = document["ErrorResponse"] ?? document;
  return {
    ...response,
    headers: new Map([...response.headers, ["content-type", ["application/json"]]]),
    body: Buffer.from(JSON.stringify(json)),
  };
}

type Tree = { [name: string]: Tree | string };

/** Elements and their texts. Omits attributes, and all but the last element of a name. */
function parseXml(text: string): Tree {
  const root: Tree = {};
  const open: { node: Tree; text: string }[] = [{ node: root, text: "" }];
  const names: string[] = [];
  for (const [, close, name, empty, plain] of text.matchAll(tokens)) {
    const current = open.at(-1)!;
    if (plain !== undefined) {
      current.text += unescape(plain);
    } else if (name !== undefined && empty !== undefined) {
      current.node[name] = "";
    } else if (name !== undefined) {
      names.push(name);
      open.push({ node: {}, text: "" });
    } else if (close !== undefined && open.length > 1) {
      open.pop();
      const { node, text } = current;
      open.at(-1)!.node[names.pop()!] = Object.keys(node).length > 0 ? node : text;
    }
  }
  return root;
}

/** A closing tag, an opening tag (with a slash if empty), or text. */
const tokens = /<\/([\w:.-]+)\s*>|<([\w:.-]+)(?:\s[^<>]*?)?(\/)?>|<[?!][^>]*>|([^<]+)/g;

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

const unescape = (text: string): string =>
  text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hex, name: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return hex !== undefined
      ? String.fromCodePoint(parseInt(hex as string, 16))
      : (entities[name] ?? all);
  });
