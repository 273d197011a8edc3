import { promisify } from "node:util";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * A function with the same properties, such as `realpath.native` and what `promisify` makes of it.
 *
 * @param act - is called with the arguments, before; may return what is done afterwards
 */
export function wrapFunction<Wrapped>(
  own: Wrapped,
  act: (args: readonly unknown[]) => unknown,
): Wrapped {
  const call = own as AnyFunction;
  const wrapped: AnyFunction = function (...args) {
    const after = act(args);
    try {
      return Reflect.apply(call, this, args);
    } finally {
      if (typeof after === "function") after();
    }
  };
  const properties = Object.getOwnPropertyDescriptors(call) as PropertyDescriptorMap;
  const promised = properties[promisify.custom];
  if (promised) {
    // What `promisify` has made is its own.
    const value: unknown =
      promised.value === call ? wrapped : wrapFunction<unknown>(promised.value, act);
    properties[promisify.custom] = { ...promised, value };
  }
  Object.defineProperties(wrapped, properties);
  return wrapped as Wrapped;
}
