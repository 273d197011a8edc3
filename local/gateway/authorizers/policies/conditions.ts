import { BlockList, isIP } from "node:net";
import type { Exchange } from "../../exchange/exchange.ts";
import { objectOf, PolicyDocumentError, unsupported, wildcards } from "./elements.ts";

/** The parts of a request that policies use. */
export type Asker = Pick<Exchange, "request" | "caller">;

/** True if a statement's conditions hold for a request. */
export type Condition = (asker: Asker) => boolean;

/**
 * Readers by condition key; undefined for a key that a request lacks. Requests never come from a VPC,
 * because there are no private APIs here. (API Gateway Developer Guide, "AWS condition keys that can be
 * used in API Gateway resource policies")
 */
const keys: Readonly<Record<string, (asker: Asker) => string | undefined>> = {
  "aws:principalaccount": ({ caller }) => caller?.accountId,
  "aws:referer": ({ request }) => request.headers.last("referer"),
  // API Gateway only accepts TLS. The local gateway uses HTTP, but policies should act as on AWS.
  "aws:securetransport": () => "true",
  "aws:sourceip": ({ request }) => request.sourceIp,
  "aws:sourcevpc": () => undefined,
  "aws:sourcevpce": () => undefined,
  "aws:useragent": ({ request }) => request.headers.last("user-agent"),
  "aws:userid": ({ caller }) => caller?.caller,
  "aws:vpcsourceip": () => undefined,
};

/** Compiles an operator's values to a check of a request's value. */
type Operator = (values: readonly string[]) => (value: string) => boolean;

const equal: Operator = (values) => (value) => values.includes(value);

const equalIgnoringCase: Operator = (values) => {
  const lowerCase = values.map((each) => each.toLowerCase());
  return (value) => lowerCase.includes(value.toLowerCase());
};

const like: Operator = (values) => {
  const patterns = values.map((pattern) => wildcards(pattern));
  return (value) => patterns.some((matches) => matches(value));
};

const inNetwork: Operator = (values) => {
  const networks = new BlockList();
  for (const network of values) addNetwork(networks, network);
  return (value) => isIP(value) !== 0 && networks.check(value, isIP(value) === 6 ? "ipv6" : "ipv4");
};

/** Operators by name. */
const operators: ReadonlyMap<string, Operator> = new Map([
  ["Bool", equalIgnoringCase],
  ["IpAddress", inNetwork],
  ["StringEquals", equal],
  ["StringEqualsIgnoreCase", equalIgnoringCase],
  ["StringLike", like],
]);

/** Negated operators by name. */
const opposites: ReadonlyMap<string, Operator> = new Map([
  ["NotIpAddress", inNetwork],
  ["StringNotEquals", equal],
  ["StringNotEqualsIgnoreCase", equalIgnoringCase],
  ["StringNotLike", like],
]);

/**
 * Compiles a statement's `Condition`. All of its operators and keys must hold. One of a key's values
 * must match; with a negated operator, none may match. A missing key fails an operator and passes a
 * negated one. (IAM User Guide, "IAM JSON policy elements: Condition operators")
 *
 * @throws PolicyDocumentError for unsupported conditions, because ignoring one could open the API
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
  if (read === undefined) throw unsupported(`condition key ${key}`, Object.keys(keys));
  const values = readValues(name, given);
  if (name === "Null") {
    const absent = equalIgnoringCase(values);
    return (asker) => absent(String(read(asker) === undefined));
  }
  const plain = name.replace(/IfExists$/, "");
  const operator = operators.get(plain) ?? opposites.get(plain);
  if (operator === undefined) {
    throw unsupported(`condition operator ${name}`, [
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
      throw new PolicyDocumentError(
        `the condition ${operator} has a value that is not a string, number or boolean`,
      );
    }
    const text = String(value);
    if (text.includes("${")) throw unsupported(`policy variable ${text}`, ["fixed values"]);
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
    throw new PolicyDocumentError(
      `"${network}" is not an IP address or range; use the form 192.0.2.0/24`,
    );
  }
  networks.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
}
