/** A token bucket: how full it is, and when it is full again. */
export function BucketBar({
  tokens,
  burst,
  ratePerSecond,
}: {
  tokens: number;
  burst: number;
  ratePerSecond: number;
}) {
  const left = Math.floor(tokens);
  const seconds = ratePerSecond > 0 ? (burst - tokens) / ratePerSecond : Infinity;
  const refill =
    tokens >= burst
      ? "full"
      : seconds === Infinity
        ? "never refilled"
        : `full in ${seconds.toFixed(1)} s`;
  return (
    <span title={refill}>
      <meter min={0} max={Math.max(1, burst)} low={burst * 0.2} value={tokens} /> {left} of {burst}{" "}
      <span class="muted">{refill}</span>
    </span>
  );
}
