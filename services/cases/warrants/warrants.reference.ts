/** A warrant for arrest is backed for bail or not (Magistrates' Courts Act 1980, s. 117; Bail Act 1976, s. 7). */
export const warrantTypes = ["bail", "no-bail"] as const;
export const warrantReasons = ["failed-to-appear", "breach-of-order", "fine-default", "other"] as const;
