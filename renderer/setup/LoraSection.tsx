import { useEffect, useRef } from 'react';
import { useComfy } from '../store/comfy';
import { editSetup, useBegunSetup, useDraft } from '../store/setupDraft';
import { Button, IconButton } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { Combobox } from '../ui/Combobox';
import { Row } from '../ui/Field';
import { AddedWeightsRow } from './AddedWeightsRow';
import { faultAt, faultText } from './faultPlaces';
import { LoraCard } from './LoraCard';
import type { SetupPart } from './part';
import { SelfCheckRow } from './SelfCheckRow';
import { TextEncoderRow } from './TextEncoderRow';
import { WeightsRow } from './WeightsRow';
import { WholeTraining } from './WholeTraining';

/** The LoRA files under test, their weights, and what the text encoder gets. */
export function LoraSection({ faults, isFixed }: SetupPart) {
  const loras = useDraft((state) => state.draft.setup.loras);
  const offers = useComfy((state) => state.offers);
  const begun = useBegunSetup();
  const begunFiles = begun?.loras.length ?? 0;
  const files = loras.length === 0 ? [''] : loras;
  const section = useRef<HTMLElement>(null);
  const focusNext = useRef<number | null>(null);
  // The cursor goes into a row that was added, and is not lost with one that was removed.
  useEffect(() => {
    if (focusNext.current === null) return;
    section.current
      ?.querySelector<HTMLElement>(`[data-field="setup.loras[${focusNext.current}]"] input`)
      ?.focus();
    focusNext.current = null;
  });
  function add(): void {
    focusNext.current = files.length;
    editSetup({ loras: [...files, ''] });
  }
  function remove(place: number): void {
    focusNext.current = Math.max(0, place - 1);
    editSetup({ loras: files.filter((_, other) => other !== place) });
  }
  const change = (place: number, name: string) =>
    editSetup({ loras: files.map((file, index) => (index === place ? name : file)) });
  return (
    <section ref={section} className="section">
      <div className="section__head">
        <h2>LoRA</h2>
        {isFixed || (begun !== null && begun.own_seeds !== null) ? null : (
          <Button look="quiet" small icon="plus" onClick={add}>
            Add another file
          </Button>
        )}
      </div>
      {files.map((file, index) => {
        const field = `setup.loras[${index}]`;
        const fault =
          faultAt(faults, field) ??
          (index === 0 ? faults.find((one) => one.field === 'setup.loras') : undefined);
        return (
          <Row
            key={field}
            label={files.length === 1 ? 'File' : `File ${index + 1}`}
            field={field}
            fault={faultText(fault, (name) => change(index, name))}
          >
            {({ id, describedBy, invalid }) => (
              <>
                <div className="group">
                  <Combobox
                    id={id}
                    describedBy={describedBy}
                    invalid={invalid}
                    disabled={isFixed || index < begunFiles}
                    value={file}
                    options={offers?.loras ?? []}
                    placeholder="Search the server's LoRAs"
                    none={
                      offers === null
                        ? 'The list comes from the server, once it answers.'
                        : 'No LoRA of that name on this server.'
                    }
                    onChange={(name) => change(index, name)}
                  />
                  {begun !== null && index >= begunFiles ? <Tag>new</Tag> : null}
                  {files.length > 1 && !isFixed && index >= begunFiles ? (
                    <IconButton icon="x" label={`Remove file ${index + 1}`} onClick={() => remove(index)} />
                  ) : null}
                </div>
                <LoraCard lora={file} besides={files[index - 1]} isFixed={isFixed} />
              </>
            )}
          </Row>
        );
      })}
      {isFixed || begun !== null ? null : <WholeTraining files={files} />}
      {begun === null || isFixed ? (
        <WeightsRow faults={faults} isFixed={isFixed} />
      ) : (
        <AddedWeightsRow faults={faults} begun={begun} />
      )}
      <TextEncoderRow faults={faults} isFixed={isFixed || begun !== null} />
      <SelfCheckRow faults={faults} isFixed={isFixed} />
    </section>
  );
}
