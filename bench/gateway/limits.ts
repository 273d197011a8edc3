/** The maximum of an account's region: the throttle runs but refuses nothing. */
export const roomyLimit = { ratePerSecond: 10_000, burst: 5_000 };

/** AWS WAF's maximum in five minutes: the firewall runs but refuses nothing. */
export const mostPerAddress = 2_000_000_000;

/** Limits of the overloaded route. */
export const tightLimit = { ratePerSecond: 200, burst: 400 };

export const fewRoutes = 10;
export const manyRoutes = 1_000;
