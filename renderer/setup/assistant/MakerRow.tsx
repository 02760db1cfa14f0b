import { useEffect } from 'react';
import type { Maker } from '../../../core/contract/assistantView';
import {
  fetchAssistant,
  isOwnComputer,
  isReady,
  modelName,
  serverWords,
  useAssistant,
} from '../../store/assistant';
import { chooseMaker, type Kind, leavePanel, useAsk } from '../../store/assistantAsk';
import { openSettings } from '../../store/view';
import { LinkButton } from '../../ui/Button';
import { FaultLine, Row } from '../../ui/Field';
import { Segments } from '../../ui/Segments';

/** Who makes what is asked for now, and the model's name where it is the model: that which was chosen last, else the model where one is set up. */
export function useMaker(): { by: Maker; model: string | null } {
  const view = useAssistant((state) => state.view);
  const chosen = useAsk((state) => state.by);
  return isReady(view) && chosen !== 'word_lists'
    ? { by: 'model', model: modelName(view.model) }
    : { by: 'word_lists', model: null };
}

interface MakerRowProps {
  kind: Kind;
  listsDo: string;
  /** Why nothing came, which stands below and is not said twice. */
  told: string | null;
}

/** The model or the word lists, with what either means. */
export function MakerRow({ kind, listsDo, told }: MakerRowProps) {
  const { view, failure } = useAssistant();
  const { by } = useMaker();
  useEffect(() => void fetchAssistant(), []);
  const isOff = !isReady(view);
  const settings = (
    <LinkButton
      onClick={() => {
        leavePanel(kind);
        openSettings('assistant');
      }}
    >
      settings
    </LinkButton>
  );
  const help = isOff ? (
    <>
      {listsDo} A model can be set up in the {settings}.
    </>
  ) : by === 'word_lists' ? (
    listsDo
  ) : (
    <>
      {modelName(view.model)} at {serverWords(view.server)}.{' '}
      {isOwnComputer(view.server) ? null : 'What you write here goes there. '}
      It can be changed in the {settings}.
    </>
  );
  const keyFault = by === 'model' ? view?.key.fault : undefined;
  return (
    <Row label="Made by" group help={help}>
      {() => (
        <>
          <Segments<Maker>
            label="Who makes them"
            value={by}
            options={[
              { value: 'model', label: 'Model', ...(isOff ? { off: failure ?? 'No model is set up' } : {}) },
              { value: 'word_lists', label: 'Built-in word lists' },
            ]}
            onChange={chooseMaker}
          />
          {keyFault === undefined || keyFault === told ? null : <FaultLine>{keyFault}</FaultLine>}
        </>
      )}
    </Row>
  );
}
