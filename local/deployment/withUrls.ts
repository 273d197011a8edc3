type Urls = Readonly<Record<string, string>>;

/**
 * Replaces the addresses of an earlier start's endpoints, which are in ids of queues and in variables.
 *
 * @param value - anything that JSON can hold
 * @param former - the addresses in it, by region
 */
export function withUrls<Value>(value: Value, former: Urls, current: Urls): Value {
  const regions = Object.keys(former).filter((region) => current[region] !== undefined);
  if (regions.every((region) => former[region] === current[region])) return value;
  const byUrl = new Map(regions.map((region) => [former[region]!, current[region]!]));
  const pattern = [...byUrl.keys()].map((url) => url.replaceAll(/[.\\/]/g, "\\$&")).join("|");
  // No further digit, which would be another port.
  const text = JSON.stringify(value).replaceAll(new RegExp(`(?:${pattern})(?!\\d)`, "g"), (url) =>
    byUrl.get(url)!,
  );
  return JSON.parse(text) as Value;
}
