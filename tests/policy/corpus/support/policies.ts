/** The text of a policy with these statements. */
export const policyText = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The trust policy of a role for a service. */
export const trust = (service: string, condition?: object): string =>
  policyText({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(condition ? { Condition: condition } : {}),
  });

export const allow = (action: string | string[], resource: string | string[]): object => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});

export const managed = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
