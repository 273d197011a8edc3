import type { ServiceResponse } from "../gateway/integrations/aws/service.ts";

/**
 * An answer of the query protocol as JSON, for callers who accept that: AWS's services translate, local
 * endpoints know XML only. (Shape recorded by LocalStack from AWS: test_sqs_aws_integration)
 */
export function asJson(answer: ServiceResponse): ServiceResponse {
  if (!/\bxml\b/.test(answer.headers.get("content-type")?.at(-1) ?? "")) return answer;
  const document = parseXml(answer.body.toString());
  // An error's own root element is left out, that of a result is not.
  const json = document["ErrorResponse"] ?? document;
  return {
    ...answer,
    headers: new Map([...answer.headers, ["content-type", ["application/json"]]]),
    body: Buffer.from(JSON.stringify(json)),
  };
}

type Tree = { [name: string]: Tree | string };

/** Elements and their texts; attributes, and all but the last of elements with one name, are left out. */
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

/** The end of an element, its beginning (with a slash where it is empty), or text. */
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
