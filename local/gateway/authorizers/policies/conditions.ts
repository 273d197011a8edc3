import { BlockList, isIP } from "node:net";
import type { Exchange } from "../../exchange/exchange.ts";
import { objectOf, PolicyDocumentError, unjudged, wildcards } from "./elements.ts";

/** What of a request policies ask about. */
export type Asker = Pick<Exchange, "request" | "caller">;

/** Whether a statement's conditions hold for a request. */
export type Condition = (asker: Asker) => boolean;

/**
 * Values by condition key; a key that a request lacks has none. There is no private API here, so
 * that no request comes out of a VPC. (API Gateway Developer Guide, "AWS condition keys that can be
 * used in API Gateway resource policies")
 */
const keys: Readonly<Record<string, (asker: Asker) => string | undefined>> = {
  "aws:principalaccount": ({ caller }) => caller?.accountId,
  "aws:referer": ({ request }) => request.headers.last("referer"),
  // API Gateway is reached by TLS alone; that it isn't here is the machine's.
  "aws:securetransport": () => "true",
  "aws:sourceip": ({ request }) => request.sourceIp,
  "aws:sourcevpc": () => undefined,
  "aws:sourcevpce": () => undefined,
  "aws:useragent": ({ request }) => request.headers.last("user-agent"),
  "aws:userid": ({ caller }) => caller?.caller,
  "aws:vpcsourceip": () => undefined,
};

/** Prepares an operator's values: tells whether a request's value is one of them. */
type Operator = (values: readonly string[]) => (value: string) => boolean;

const equal: Operator = (values) => (value) => values.includes(value);

const equalIgnoringCase: Operator = (values) => {
  const lowerCase = values.map((each) => each.toLowerCase());
  return (value) => lowerCase.includes(value.toLowerCase());
};

const like: Operator = (values) => {
  const patterns = values.map((pattern) => wildcards(pattern));
  return (value) => patterns.some((pattern) => pattern.test(value));
};

const inNetwork: Operator = (values) => {
  const networks = new BlockList();
  for (const network of values) addNetwork(networks, network);
  return (value) => isIP(value) !== 0 && networks.check(value, isIP(value) === 6 ? "ipv6" : "ipv4");
};

/** By name; with `Not` before the comparison they say the opposite. */
const operators: ReadonlyMap<string, Operator> = new Map([
  ["Bool", equalIgnoringCase],
  ["IpAddress", inNetwork],
  ["StringEquals", equal],
  ["StringEqualsIgnoreCase", equalIgnoringCase],
  ["StringLike", like],
]);

const opposites: ReadonlyMap<string, Operator> = new Map([
  ["NotIpAddress", inNetwork],
  ["StringNotEquals", equal],
  ["StringNotEqualsIgnoreCase", equalIgnoringCase],
  ["StringNotLike", like],
]);

/**
 * Prepares a statement's `Condition`. All of its operators and keys have to hold; of a key's values
 * one is enough, and with an operator that negates none may be it. A request that lacks the key fails
 * the operators that compare and passes those that negate. (IAM User Guide, "IAM JSON policy
 * elements: Condition operators")
 *
 * @throws PolicyDocumentError for what can't be judged here: better no API than an open one
 */
export function compileCondition(condition: unknown): Condition {
  const tests = Object.entries(objectOf(condition, "a Condition")).flatMap(([operator, compared]) =>
    Object.entries(objectOf(compared, `the condition ${operator}`)).map(([key, values]) =>
      compileTest(operator, key, values),
    ),
  );
  return (asker) => tests.every((test) => test(asker));
}

function compileTest(name: string, key: string, given: unknown): Condition {
  const read = keys[key.toLowerCase()];
  if (read === undefined) throw unjudged(`condition key ${key}`, Object.keys(keys));
  const values = readValues(name, given);
  if (name === "Null") {
    const absent = equalIgnoringCase(values);
    return (asker) => absent(String(read(asker) === undefined));
  }
  const plain = name.replace(/IfExists$/, "");
  const operator = operators.get(plain) ?? opposites.get(plain);
  if (operator === undefined) {
    throw unjudged(`condition operator ${name}`, [
      "Null",
      ...operators.keys(),
      ...opposites.keys(),
    ]);
  }
  const negates = opposites.has(plain);
  const holdsWithoutKey = negates || plain !== name;
  const isListed = operator(values);
  return (asker) => {
    const value = read(asker);
    return value === undefined ? holdsWithoutKey : isListed(value) !== negates;
  };
}

function readValues(operator: string, given: unknown): string[] {
  return (Array.isArray(given) ? given : [given]).map((value: unknown) => {
    if (!["string", "number", "boolean"].includes(typeof value)) {
      throw new PolicyDocumentError(`the condition ${operator} has a value that is no text`);
    }
    const text = String(value);
    if (text.includes("${")) throw unjudged(`policy variable ${text}`, ["fixed values"]);
    return text;
  });
}

function addNetwork(networks: BlockList, network: string): void {
  const [address = "", prefix, ...more] = network.split("/");
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  const isLength = prefix !== "" && Number.isInteger(length) && length >= 0 && length <= bits;
  if (version === 0 || !isLength || more.length > 0) {
    throw new PolicyDocumentError(`"${network}" is no address or network, such as 192.0.2.0/24`);
  }
  networks.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
}
