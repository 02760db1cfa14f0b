/** The form (JSON Schema, in the strict subset that all servers understand) of an answer with prompt pairs: `{prompts: [{positive, negative}]}`. */
export const PROMPTS_FORM = { name: 'prompts', schema: {} };
/** The same for metrics: `{metrics: [{name, question}]}`. */
export const METRICS_FORM = { name: 'metrics', schema: {} };
