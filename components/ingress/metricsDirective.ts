/**
 * Which fields of the proxy functions' log lines CloudWatch makes metrics of, as JSON. Dimensions are names of the
 * platform's own, so clients can't add any.
 *
 * Source: CloudWatch User Guide, "Specification: Embedded metric format".
 *
 * @param about - one metric for each service, or for each of its routes
 */
export const metricsDirective = (about: "service" | "route"): string =>
  JSON.stringify([
    {
      Namespace: "Palisade",
      Dimensions: [about === "route" ? ["service", "route"] : ["service"]],
      Metrics: [
        { Name: "durationMs", Unit: "Milliseconds" },
        { Name: "upstreamMs", Unit: "Milliseconds" },
        { Name: "attempts", Unit: "Count" },
        { Name: "failed", Unit: "Count" },
      ],
    },
  ]);
