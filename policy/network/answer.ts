/** Yes, no, or nobody knows: not yet, or not from this stack. */
export type Answer = boolean | undefined;

/** Whether any holds. */
export const anyOf = (answers: readonly Answer[]): Answer =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

/** What all say, where they agree. Of nothing, nobody knows. */
export const agreedBy = (answers: readonly Answer[]): Answer =>
  answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
