import { useEffect } from 'react';
import type { LoraInfo } from '../../core/contract/comfyView';
import { misfit } from '../../core/lora/families';
import { useComfy } from '../store/comfy';
import { askAboutLora, loraKey, useLoraInfo } from '../store/loraInfo';
import { useDraft } from '../store/setupDraft';
import { LinkButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Popover } from '../ui/Popover';
import { TriggerWord } from './TriggerWord';

/** What a LoRA file of the server says about itself. Nothing at all where it says nothing. */
export function LoraCard({
  lora,
  besides,
  isFixed,
}: {
  lora: string;
  /** The file before it: what both say alike is not said twice. */
  besides: string | undefined;
  isFixed: boolean;
}) {
  const isOffered = useComfy(({ offers }) => offers?.loras.includes(lora) ?? false);
  const address = useComfy((comfy) => comfy.address);
  const info = useInfo(address, lora);
  const before = useInfo(address, besides ?? '');
  useEffect(() => {
    if (isOffered && address !== null) void askAboutLora(address, lora);
  }, [isOffered, address, lora]);
  if (info === null) return null;
  const said = before === null ? [] : factsOf(before);
  const facts = factsOf(info).filter((fact) => !said.includes(fact));
  const words = wordsOf(before).join('\n') === wordsOf(info).join('\n') ? [] : info.trigger_words;
  return (
    <div className="lora">
      {facts.length === 0 && info.training.length === 0 ? null : <Facts facts={facts} info={info} />}
      {words.length === 0 ? null : (
        <div className="lora__words">
          <span>{words.length === 1 ? 'Trigger word' : 'Trigger words'}</span>
          {words.map((word) => (
            <TriggerWord key={word} word={word} isFixed={isFixed} />
          ))}
        </div>
      )}
      <Misfit base={info.base_model} />
    </div>
  );
}

function useInfo(address: string | null, lora: string): LoraInfo | null {
  return useLoraInfo(({ known }) => (address === null ? null : (known[loraKey(address, lora)] ?? null)));
}

/** The base model, the size, the rank and the epoch, as far as they are known. */
function factsOf(info: LoraInfo): string[] {
  // A square needs one side.
  const size = info.resolution?.replace(/^(\d+) × \1$/, '$1') ?? null;
  const rank = rowValue(info, 'Rank');
  const epoch = rowValue(info, 'Epoch')?.replace(/ of .*/, '') ?? null;
  return [
    info.base_model,
    size === null ? null : `${size} px`,
    rank === null ? null : `rank ${rank}`,
    epoch === null ? null : `epoch ${epoch}`,
  ].filter((fact) => fact !== null);
}

function wordsOf(info: LoraInfo | null): readonly string[] {
  return info?.trigger_words ?? [];
}

function rowValue(info: LoraInfo, name: string): string | null {
  return info.training.find((row) => row.name === name)?.value ?? null;
}

/** The facts in a line; all that the file says of its training is a press away. */
function Facts({ facts, info }: { facts: readonly string[]; info: LoraInfo }) {
  return (
    <div className="lora__facts">
      {facts.map((fact, index) => (
        <span key={fact}>
          {fact}
          {index === facts.length - 1 ? ' ' : ', '}
        </span>
      ))}
      {info.training.length === 0 ? null : (
        <Popover narrow reads title="Its training" trigger={<LinkButton>Training</LinkButton>}>
          <dl className="lora__training">
            {info.training.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ))}
          </dl>
        </Popover>
      )}
    </div>
  );
}

/** A hint that the checkpoint in use is one of another kind than the LoRA was made for. */
function Misfit({ base }: { base: string | null }) {
  const { checkpoint, workflow } = useDraft((state) => state.draft.setup);
  const first = useComfy(({ offers }) => offers?.checkpoints[0] ?? '');
  // What an own workflow loads is not looked into for a mere hint.
  const hint = workflow === null ? misfit(base, checkpoint ?? first) : null;
  if (hint === null) return null;
  return (
    <div className="lora__hint">
      <Icon name="warn" />
      <span>{hint}</span>
    </div>
  );
}
