import { useEffect } from 'react';
import type { Choice } from '../../../core/session/events';
import { Stage } from '../../stage/Stage';
import type { Viewer } from '../../stage/viewer';
import { useConnection } from '../../store/connection';
import { openNext, type Showing, useEvaluation } from '../../store/evaluation';
import { followPictures } from '../../store/pictureRelease';
import { Button } from '../../ui/Button';
import { TOO_EARLY } from '../judgeWords';
import { Broken } from './Broken';

interface BlindStageProps {
  viewer: Viewer;
  shown: Showing | null;
  /** The vote of a moment ago. */
  mark: Choice | null;
  /** A vote was tried before the pair was there. */
  isEarly: boolean;
}

/** All that a rater is told of two pictures. */
const LETTERS = { a: 'A', b: 'B' };

/** The ground of the judging: the pair that is asked about, or why there is none. */
export function BlindStage({ viewer, shown, mark, isEarly }: BlindStageProps) {
  const failure = useEvaluation((state) => state.failure);
  const isLost = useConnection(({ link }) => link === 'lost');
  useEffect(followPictures, []);
  const isBroken = shown !== null && (shown.pictures.a === null || shown.pictures.b === null);
  return (
    <Stage
      viewer={viewer}
      pictures={shown?.pictures ?? null}
      names={LETTERS}
      mark={mark}
      isBusy={shown === null && failure === null}
    >
      {/* The page's own live region says it to those who hear it. */}
      {shown === null && failure === null && isEarly ? <p className="stage__word">{TOO_EARLY}</p> : null}
      {isBroken ? <Broken shown={shown} /> : null}
      {shown === null && failure !== null ? (
        <div className="stage__word" role="alert">
          {/* Why nothing comes stands above already; the pair comes by itself when the link is back. */}
          <p>{isLost ? 'No pair can be fetched now.' : failure}</p>
          {isLost ? null : (
            <Button small icon="refresh" onClick={() => void openNext()}>
              Try again
            </Button>
          )}
        </div>
      ) : null}
    </Stage>
  );
}
