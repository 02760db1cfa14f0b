import { useEffect, useRef } from 'react';
import { TEMPLATE_PLACES } from '../../../core/assistant/templates';
import type { TemplateName, TemplateView } from '../../../core/contract/assistantView';
import {
  dropWording,
  editWording,
  fetchWordings,
  keepWording,
  typeWording,
  useWordings,
} from '../../store/wordings';
import { Button } from '../../ui/Button';
import { FaultLine, Help, TextArea } from '../../ui/Field';
import { LoadFailure } from '../LoadFailure';
import { SettingRow } from '../SettingRow';

const TITLE: Record<TemplateName, string> = {
  prompts: 'Prompts',
  metrics: 'Metrics',
  report: 'Written report',
};

/** The words in which a model is asked; each can be changed, and lies in a file of its own. */
export function WordingSection() {
  const templates = useWordings((state) => state.templates);
  useEffect(() => void fetchWordings(), []);
  return (
    <section className="section" aria-labelledby="settings-wording" aria-busy={templates.phase === 'loading'}>
      <div className="section__head">
        <h2 id="settings-wording">Wording of the requests</h2>
      </div>
      {templates.phase === 'loading' ? <p className="xs faint">Reading the wordings</p> : null}
      {templates.phase === 'failed' ? (
        <LoadFailure
          what="The wordings cannot be read."
          message={templates.message}
          onAgain={() => void fetchWordings()}
        />
      ) : null}
      {templates.phase === 'ready'
        ? templates.value.map((template) => <Wording key={template.name} template={template} />)
        : null}
    </section>
  );
}

function Wording({ template }: { template: TemplateView }) {
  const { name, path, is_own, fault } = template;
  const edit = useWordings(({ edits }) => edits[name]);
  const opener = useRef<HTMLButtonElement>(null);
  const title = TITLE[name];
  const wasOpen = useRef(false);
  useEffect(() => {
    // The editor goes, and with it what had the focus.
    if (wasOpen.current && edit === undefined && document.activeElement === document.body)
      opener.current?.focus();
    wasOpen.current = edit !== undefined;
  }, [edit]);
  return (
    <SettingRow
      title={title}
      // A file that counts and leaves something out is no fault, yet to be known.
      fault={is_own ? null : fault}
      help={is_own ? <FileWords path={path} hint={fault} /> : 'The built-in wording.'}
      more={edit === undefined ? null : <Editor template={template} {...edit} keptFault={edit.fault} />}
    >
      {() =>
        edit === undefined ? (
          <>
            {is_own || fault !== null ? (
              <Button small look="quiet" onClick={() => void keepWording(name, null)}>
                Back to the built-in wording
              </Button>
            ) : null}
            <Button
              ref={opener}
              small
              icon="edit"
              aria-label={`Edit the wording: ${title.toLowerCase()}`}
              onClick={() => editWording(template)}
            >
              Edit
            </Button>
          </>
        ) : null
      }
    </SettingRow>
  );
}

function FileWords({ path, hint }: { path: string; hint: string | null }) {
  return (
    <>
      Yours, in <span className="assistant__path">{path}</span>.
      {hint === null ? null : <span className="caution"> {hint}</span>}
    </>
  );
}

interface EditorProps {
  template: TemplateView;
  text: string;
  from: string;
  keptFault: string | null;
}

function Editor({ template: { name, path, text: now, builtin }, text, from, keptFault }: EditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // The button that opened it is gone. An editor that was left open takes nothing from whoever comes back to the page.
    if (document.activeElement === document.body) area.current?.focus();
  }, []);
  const textId = `wording-${name}`;
  const insert = (place: string) => {
    const { current } = area;
    const at = current?.selectionStart ?? text.length;
    const end = current?.selectionEnd ?? at;
    typeWording(name, `${text.slice(0, at)}{${place}}${text.slice(end)}`);
    // The field takes the new text first, which puts its caret at the end.
    requestAnimationFrame(() => {
      current?.focus();
      current?.setSelectionRange(at + place.length + 2, at + place.length + 2);
    });
  };
  return (
    <div className="assistant__editor">
      <TextArea
        ref={area}
        className="assistant__text"
        aria-label={`Wording: ${TITLE[name].toLowerCase()}`}
        rows={14}
        spellCheck={false}
        invalid={keptFault !== null}
        describedBy={textId}
        value={text}
        onChange={(next) => typeWording(name, next)}
      />
      {keptFault === null ? (
        <Help id={textId}>
          {now === from
            ? `Save writes it to ${path}.`
            : `The wording was changed elsewhere meanwhile. Save puts this one in its place, in ${path}.`}
        </Help>
      ) : (
        <FaultLine id={textId}>{keptFault}</FaultLine>
      )}
      <div className="assistant__places">
        <span className="xs faint">Filled in:</span>
        {TEMPLATE_PLACES[name].map((place) => (
          <button
            key={place}
            type="button"
            className="assistant__place xs"
            title={`Puts {${place}} where the cursor is`}
            onClick={() => insert(place)}
          >
            {`{${place}}`}
          </button>
        ))}
      </div>
      <div className="group">
        <Button
          look="primary"
          off={text === now ? 'Nothing has changed' : undefined}
          onClick={() => void keepWording(name, text)}
        >
          Save
        </Button>
        <Button onClick={() => dropWording(name)}>Cancel</Button>
        <span className="grow" />
        <Button
          look="quiet"
          off={text === builtin ? 'This is the built-in wording' : undefined}
          onClick={() => typeWording(name, builtin)}
        >
          Back to the built-in wording
        </Button>
      </div>
    </div>
  );
}
