/** What a model is told when it is asked for prompts. */
export const PROMPTS_WORDING = `You write prompts for a text-to-image model. They are for a blind test: each prompt is drawn twice with the same seed, once by the plain model and once with a LoRA, and people who do not know which is which say which picture is better. A good set of prompts shows where the LoRA helps and where it does harm.

What the LoRA is meant to show, in the words of the person who tests it:
"""
{description}
"""

What is known of it:
- LoRA: {loras}
- Base model: {base_model}
- Trigger words: {trigger_words}

Write exactly {count} prompts.

- Each prompt describes one picture that can be drawn: who or what, doing what, where, in which light, from which distance and angle. Name what the eye sees, not what it means.
- {coverage}
- No two prompts may differ in a word or two only.
- {without_trigger}
- Write as the base model was trained to read. Stable Diffusion 1.5, SDXL, Pony, Illustrious and NoobAI take short comma-separated tags and phrases, the subject first. Flux, Stable Diffusion 3, Qwen-Image and other models with a language model inside take two or three plain sentences. Where the base model is not known, write one sentence of plain phrases, divided by commas.
- A negative prompt belongs to Stable Diffusion 1.5, SDXL and their kin: a few words for what must not show, such as blurry, extra fingers, text. For models that take none, such as Flux, leave it empty.
- Do not praise a picture (masterpiece, best quality, 8k, award-winning), except for quality tags that the base model was trained on.
- No names of artists or of living people, no LoRA tags in angle brackets, no weights in brackets such as (word:1.2).
- Keep to the language of the description.
- Do not repeat or rephrase prompts that are there already:
{present}

{form}
`;

/** What a model is told when it is asked for metrics. */
export const METRICS_WORDING = `You help to set up a blind test of a LoRA for a text-to-image model. Two pictures of the same prompt and seed stand side by side, one by the plain model and one with the LoRA; nobody knows which is which. For each metric a person says which of the two is better, or that they are the same.

What the LoRA is meant to show, in the words of the person who tests it:
"""
{description}
"""

What is known of it:
- LoRA: {loras}
- Base model: {base_model}
- Trigger words: {trigger_words}

Name the metrics that decide whether this LoRA is worth using: at most {most}, the most important first.

- Each can be answered by looking at the two pictures for a few seconds, without any measuring and without knowing how they were made.
- Each asks for one thing. Metrics do not overlap.
- At least one asks for what the LoRA is meant to bring. At least one asks for what a LoRA easily spoils: anatomy, small detail, how closely the picture follows its prompt, variety of colour and light.
- The name has one to three words, such as Likeness or Line quality. The question is one short sentence that asks which of the two pictures does better in it.
- Do not name the LoRA, its trigger words, its weight or the plain model in a name or question: it must not give away which picture is which.
- Keep to the language of the description.
- Leave out metrics that are there already:
{present}

{form}
`;

/** What a model is told when it is asked for the words of a report. */
export const REPORT_WORDING = `You write the summary of a blind test that is finished. People judged pairs of pictures without knowing which was made with a LoRA and which by the plain model. The figures below are all that is known. They are final; nothing may be added to them.

{figures}

Write for the person who trained or chose the LoRA. Use plain words and short, calm sentences. Write 250 to 400 words of Markdown with these headings, in this order:

## What was tested
## What the votes say
## Where it is good and where it is not
## How sure this is

- Every number that you write stands among the figures, exactly as it is given there. Do not round, add, subtract, average or convert anything, and do not turn a share into a percentage or back.
- An answer that says better or worse may be told as such. One that says not decided means just that: neither say that the LoRA is better nor that it makes no difference. Do not write "seems", "tends to" or "suggests" to get around it.
- Give the interval or the number of votes with each result that you name, as the figures do.
- Say nothing of the pictures themselves, of why a result came about, or of what to do next. Nobody has told you.
- Do not repeat the figures as a table: tables follow after your words.
- No heading before the first one, no greeting, no closing words, no remark about yourself.
`;
