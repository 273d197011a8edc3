/** Code before a CloudFront function: the module "cloudfront" and the names that the runtime has not. */
const before = `"use strict";
let chosen;
const cf = { createRequestOriginGroup: (group) => { chosen = group; } };
const modules = new Set(["buffer", "crypto", "querystring"]);
const use = (name) => {
  if (modules.has(name)) return require(name);
  throw new Error("Cannot load the module " + name);
};
const handle = ((require, process, module, exports, fetch, setTimeout, setInterval, setImmediate, WebSocket) => {
`;

/** Code after it, which responds with what the function returned and the origin group that it chose. */
const after = `
;return handler;
})(use);
exports.handler = async (event) => {
  chosen = undefined;
  const result = await handle(event);
  return { result, chosen };
};
`;

const importLine = /^\s*import\s+(\w+)\s+from\s+["']cloudfront["'];?\s*$/m;

/** The code of a CloudFront function can't be run here. */
class UnservedFunctionError extends Error {
  override readonly name = "UnservedFunctionError";
}

/**
 * A CloudFront function as a CommonJS module for the local Lambda runner, with a global `handler`. (CloudFront
 * Developer Guide, "JavaScript runtime 2.0 features for CloudFront Functions")
 *
 * @throws UnservedFunctionError when it uses a part of the module "cloudfront" that is not served
 */
export function functionProgram(code: string): string {
  const [line, name] = importLine.exec(code) ?? [];
  const plain =
    line === undefined ? code : code.replace(line, name === "cf" ? "" : `const ${name} = cf;`);
  if (/^\s*import\b/m.test(plain)) {
    throw new UnservedFunctionError('it imports another module than "cloudfront"');
  }
  const used =
    name === undefined ? [] : [...plain.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))];
  const unserved = used
    .map(([, member]) => member)
    .filter((member) => member !== "createRequestOriginGroup");
  if (unserved.length > 0) {
    throw new UnservedFunctionError(
      `it uses ${unserved.join(", ")} of the module "cloudfront"; only createRequestOriginGroup is served`,
    );
  }
  return before + plain + after;
}
