/** Days: long enough to look into last month's incident, short enough not to hoard. */
export const logRetentionDays = 30;
