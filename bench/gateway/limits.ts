/** The throttle takes part, but refuses nothing: what an account's region lets through at most. */
export const roomyLimit = { ratePerSecond: 10_000, burst: 5_000 };

/** So does the firewall: what AWS WAF takes at most, in five minutes. */
export const mostPerAddress = 2_000_000_000;

/** Of the route that is overloaded. */
export const tightLimit = { ratePerSecond: 200, burst: 400 };

export const fewRoutes = 10;
export const manyRoutes = 1_000;
