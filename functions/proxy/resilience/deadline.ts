/** Time to hand a response on to API Gateway. */
const marginMs = 200;

/**
 * Milliseconds for a call that API Gateway still waits for. Its time began before a cold start of the
 * function.
 *
 * @param gatewayMs - how long API Gateway waits
 * @param receivedAt - when it received the request, in epoch milliseconds
 */
export function gatewayLeavesMs(gatewayMs: number, receivedAt: number, now: number): number {
  const ageMs = now - receivedAt;
  // An age beyond the limit means that clocks differ.
  const usedMs = ageMs > 0 && ageMs < gatewayMs ? ageMs : 0;
  return Math.max(1, gatewayMs - usedMs - Math.min(marginMs, gatewayMs / 10));
}
