import { countText } from '../figureText';
import type { Report } from '../report';
import { verdictParts } from '../verdict';
import type { ReportContext } from './context';
import { closingParts, joined, openingParts, tableParts } from './loraReport';
import { codeSpan, escapeMarkdown } from './markdown';
import { modelFacts } from './modelFacts';
import { modelMarkdown } from './modelMarkdown';
import { MODEL_SECTION } from './modelSection';
import { checkNumbers, type NumberFlag } from './numberCheck';
import { testedText } from './reportProse';
import { shareable, withoutFolder } from './shareable';

/** What a model wrote of a report's figures. */
export interface ModelWords {
  readonly model: string;
  /** The answer as it came. */
  readonly text: string;
}

export interface ModelReport {
  readonly text: string;
  /** At most `MOST_FLAGS` of the numbers that are not among the figures; all of them are marked. */
  readonly flags: NumberFlag[];
  /** Sentences on what was left out. */
  readonly remarks: string[];
}

/** More flags are counted instead of listed. */
const MOST_FLAGS = 50;
/** More numbers are counted at the top of the report. */
const MOST_LISTED = 12;
/** Characters of an answer that are kept. */
const MOST_WORDS = 20_000;
const LONGEST_MODEL = 100;

/**
 * `lora_report.md` with a model's words in it. They stand in a section of their own that names the model, between the template's: title, headline
 * and what the result stands under before it, tables, advice, methods and the last line behind it. In: the figures that the model was
 * given, and its answer. Every number in its words is looked up among them; what is not there is marked and listed at the top.
 */
export function modelReport(given: Report, context: ReportContext, words: ModelWords): ModelReport {
  const report = shareable(given, context.self_check);
  const parts = verdictParts(report);
  const facts = modelFacts(given, context);
  const kept = keptWords(words.text);
  // Some servers name a model by its file.
  const name = withoutFolder(words.model);
  const shortName = name.length > LONGEST_MODEL ? `${name.slice(0, LONGEST_MODEL - 1)}…` : name;
  const checked = checkNumbers(modelMarkdown(kept), facts.text, [...facts.names, words.model, name]);
  const model = escapeMarkdown(shortName);
  const text = joined([
    ...openingParts(report, parts),
    noteText(model, checked),
    `${MODEL_SECTION}${model}`,
    checked.text,
    '## What was tested',
    escapeMarkdown(testedText(report, context)),
    '## The figures',
    ...tableParts(report),
    ...closingParts(report, context, parts),
  ]);
  const more = checked.flags.length - MOST_FLAGS;
  return {
    text,
    flags: checked.flags.slice(0, MOST_FLAGS),
    remarks: [
      ...(kept.length < words.text.length ? ['The answer was very long: its end is left out.'] : []),
      ...(more > 0
        ? [
            `${countText(more, 'more number')} that ${more === 1 ? 'is' : 'are'} not among the figures ${more === 1 ? 'is' : 'are'} marked in the text.`,
          ]
        : []),
    ],
  };
}

function noteText(
  model: string,
  { flags, numbers }: { flags: readonly NumberFlag[]; numbers: number },
): string {
  const found = [...new Set(flags.map(({ number }) => number))];
  const more = found.length - MOST_LISTED;
  const listed = found.slice(0, MOST_LISTED).map(codeSpan).join(', ');
  const outcome =
    found.length === 0
      ? numbers === 0
        ? 'They hold no numbers.'
        : 'All numbers in them are among the figures.'
      : `**Not among the figures: ${listed}${more > 0 ? ` and ${countText(more, 'more number')}` : ''}.** Where they stand in the text they are marked.`;
  return `> The section "In words" was written by ${model}, a language model, from the figures of this report. Only its numbers were checked, not what it says of them. ${outcome} All else is by template.`;
}

/** The answer as far as it is kept: whole lines, where there are any. */
function keptWords(text: string): string {
  if (text.length <= MOST_WORDS) return text;
  const cut = text.slice(0, MOST_WORDS);
  const end = cut.lastIndexOf('\n');
  return end > MOST_WORDS / 2 ? cut.slice(0, end) : cut;
}
