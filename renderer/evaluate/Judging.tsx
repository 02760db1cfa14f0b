import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { Choice } from '../../core/session/events';
import { useViewer } from '../stage/viewer';
import { zoomWords } from '../stage/zoom';
import { type Showing, useEvaluation } from '../store/evaluation';
import { goOn, step, undo } from '../store/evaluationBack';
import { askBeside, choose, setStars, toggleFlag } from '../store/evaluationDraft';
import { submit } from '../store/evaluationVotes';
import { setJudgeSettings, useJudgeSettings } from '../store/judgeSettings';
import { toggleStrip, useVotedTrials } from '../store/votedTrials';
import { Icon } from '../ui/Icon';
import { ScrollArea } from '../ui/ScrollArea';
import { useStable } from '../ui/useStable';
import { FinishDialog } from './FinishDialog';
import { JudgeBar } from './JudgeBar';
import { statusWords, TOO_EARLY } from './judgeWords';
import { KeysDialog } from './KeysDialog';
import { type JudgeKey, judgeKey } from './keyMap';
import { Questions } from './Questions';
import { BlindStage } from './stage/BlindStage';
import { TrialStrip } from './strip/TrialStrip';
import { useVoteOff } from './voteOff';

/** Two pictures, one question, one slim bar; everything by key as well. */
export function Judging({ detail }: { detail: SessionDetail }) {
  const shown = useEvaluation((state) => state.shown);
  const mark = useEvaluation((state) => state.mark);
  const isAgain = useEvaluation((state) => state.isAgain);
  const isStripOpen = useVotedTrials((state) => state.isOpen);
  const { submitAtOnce, isPromptShown } = useJudgeSettings();
  const viewer = useViewer(shown?.pictures ?? null);
  const [dialog, setDialog] = useState<'keys' | 'finish' | 'note' | null>(null);
  const [isEarly, setEarly] = useState(false);
  const isOff = useVoteOff(detail) !== undefined;
  useEffect(() => {
    if (shown !== null) setEarly(false);
  }, [shown]);

  const decide = useStable((chosen: Choice) => {
    if (isOff) return;
    if (useEvaluation.getState().shown === null) return setEarly(true);
    if (submitAtOnce || chosen === 'skip') submit(chosen);
    else choose(chosen);
  });
  const act = (key: JudgeKey) => {
    switch (key.does) {
      case 'choose':
        return decide(key.choice);
      case 'star':
        return isOff ? undefined : setStars(key.stars);
      case 'submit': {
        const { choice } = useEvaluation.getState();
        return choice === null || isOff ? undefined : submit(choice);
      }
      case 'undo':
        return isOff ? undefined : undo();
      case 'note':
        return isOff || shown === null ? undefined : setDialog('note');
      case 'flag':
        return isOff ? undefined : toggleFlag(key.flag);
      case 'question':
        return askBeside(key.by);
      case 'step':
        return void step(key.by);
      case 'goOn':
        return goOn();
      case 'strip':
        return toggleStrip();
      case 'swap':
        return viewer.swap(true);
      case 'prompt':
        return setJudgeSettings({ isPromptShown: !isPromptShown });
      case 'keys':
        return setDialog('keys');
      default:
        return viewer.act(key);
    }
  };
  const sectionRef = useRef<HTMLElement>(null);
  // Whoever opened this tab wants to judge: the arrows are for the pictures now, not for the tabs.
  useEffect(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body || focused.closest('[role=tablist]'))
      sectionRef.current?.focus({ preventScroll: true });
  }, []);
  useJudgeKeys(sectionRef, act, () => viewer.swap(false));
  useFocusAfterClick(sectionRef);
  const note = useStable((isOpen: boolean) => {
    setDialog(isOpen ? 'note' : null);
    // The keys are for the pictures again, and not for the button.
    if (!isOpen) sectionRef.current?.focus({ preventScroll: true });
  });
  const openKeys = useCallback(() => setDialog('keys'), []);
  const openFinish = useCallback(() => setDialog('finish'), []);
  const close = useCallback(() => setDialog(null), []);

  return (
    <section ref={sectionRef} className="judging" aria-label="Judging" tabIndex={-1} data-focus-home="">
      {/* The room is the pictures': a heading for those who go from one to the next. */}
      <h1 className="sr">Judging</h1>
      <BlindStage viewer={viewer} shown={shown} mark={mark} isEarly={isEarly} />
      {isPromptShown ? (
        <div className="ask">
          <Icon name="text" />
          <ScrollArea className="ask__words" label="Prompt">
            {shown?.trial.prompt}
          </ScrollArea>
        </div>
      ) : null}
      {isStripOpen ? <TrialStrip /> : null}
      <Questions detail={detail} isNoteOpen={dialog === 'note'} onNote={note} onDecide={decide} />
      <JudgeBar
        detail={detail}
        zoom={zoomWords(viewer.zoom)}
        isFull={viewer.isFull}
        act={viewer.act}
        home={viewer.ref}
        isNoteOpen={dialog === 'note'}
        onNote={note}
        onDecide={decide}
        onKeys={openKeys}
        onFinish={openFinish}
      />
      <Spoken shown={shown} mark={mark} isAgain={isAgain} isEarly={isEarly} />
      <KeysDialog open={dialog === 'keys'} onClose={close} focusAfter={sectionRef} />
      <FinishDialog open={dialog === 'finish'} detail={detail} onClose={close} />
    </section>
  );
}

interface SpokenProps {
  shown: Showing | null;
  mark: Choice | null;
  isAgain: boolean;
  isEarly: boolean;
}

/** What is on the stage, and how the one before it was voted, for those who hear it. */
function Spoken({ shown, mark, isAgain, isEarly }: SpokenProps) {
  // The mark goes after a moment; said is said, and is not said a second time without it.
  const [before, setBefore] = useState({ shown, mark });
  if (before.shown !== shown) setBefore({ shown, mark });
  return (
    <p className="sr" role="status">
      {shown === null ? (isEarly ? TOO_EARLY : '') : statusWords(shown.trial, isAgain, before.mark)}
    </p>
  );
}

/**
 * Whoever clicked the tab means to judge now: the arrows are votes at once. Whoever walks along the tabs by keyboard
 * keeps the focus there.
 */
function useFocusAfterClick(section: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const leaveTab = () => {
      const { activeElement } = document;
      if (activeElement?.matches('[role=tab]') && !activeElement.matches(':focus-visible')) {
        section.current?.focus({ preventScroll: true });
      }
    };
    leaveTab();
    document.addEventListener('click', leaveTab);
    return () => document.removeEventListener('click', leaveTab);
  }, [section]);
}

const TYPING = 'input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]';
const PRESSABLE = 'button, a, [role=tab], [role=switch]';

/** Listens to the whole window: hands rest on the keyboard, wherever the focus is. Typing and dialogs keep their keys. */
function useJudgeKeys(
  section: RefObject<HTMLElement | null>,
  act: (key: JudgeKey) => void,
  onRelease: () => void,
): void {
  const latest = useRef({ act, onRelease });
  useEffect(() => {
    latest.current = { act, onRelease };
  });
  useEffect(() => {
    const onDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || target?.closest(TYPING)) return;
      const isOwn = section.current?.contains(target) ?? false;
      // A focused control keeps the keys that press it; a tab keeps its arrows too. But beside the pictures Space always
      // means to swap them: a button that still has the focus must not vote, and must not take a vote back.
      if (target?.closest(PRESSABLE) && (event.key === 'Enter' || (event.key === ' ' && !isOwn))) return;
      if (target?.closest('[role=tablist]') && event.key.startsWith('Arrow')) return;
      const key = judgeKey(event);
      if (key === null) {
        if (event.key === ' ' && event.repeat) event.preventDefault();
        return;
      }
      event.preventDefault();
      // Whoever comes from a tab or the sidebar has come to the pictures: the ring does not stay behind.
      if (!isOwn) section.current?.focus({ preventScroll: true });
      latest.current.act(key);
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.key !== ' ') return;
      // Where a press comes with the release, this one is none either.
      if (event.target instanceof Node && section.current?.contains(event.target)) event.preventDefault();
      latest.current.onRelease();
    };
    const onBlur = () => latest.current.onRelease();
    // A control pressed by pointer gives the focus back: Space and Enter mean the pictures again.
    const onClick = (event: MouseEvent) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (event.detail > 0 && button !== null && !button.hasAttribute('aria-haspopup'))
        section.current?.focus({ preventScroll: true });
    };
    const own = section.current;
    own?.addEventListener('click', onClick);
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    window.addEventListener('blur', onBlur);
    return () => {
      own?.removeEventListener('click', onClick);
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
      window.removeEventListener('blur', onBlur);
    };
  }, [section]);
}
