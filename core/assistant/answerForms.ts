/** In OpenAI's strict form every field is required and no other one is allowed; the others take that, too. */
function listForm(name: string, fields: Readonly<Record<string, string>>) {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([field, description]) => [field, { type: 'string', description }]),
  );
  const items = {
    type: 'object',
    properties,
    required: Object.keys(fields),
    additionalProperties: false,
  };
  const schema = {
    type: 'object',
    properties: { [name]: { type: 'array', items } },
    required: [name],
    additionalProperties: false,
  };
  return { name, schema };
}

/** The form (JSON Schema, in the strict subset that all servers understand) of an answer with prompt pairs: `{prompts: [{positive, negative}]}`. */
export const PROMPTS_FORM = listForm('prompts', {
  positive: 'What the picture shows, in one line.',
  negative: 'What it does not show, in one line; may be empty.',
});

/** The same for metrics: `{metrics: [{name, question}]}`. */
export const METRICS_FORM = listForm('metrics', {
  name: 'One to three words.',
  question: 'What a rater looks at, in one sentence.',
});
