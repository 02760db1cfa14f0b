import { z } from 'zod';
import { onSession } from './commandArgs';
import { generationSchema, testPairSchema, tileSchema } from './generationView';

/** Making the images of a session. */
export const RUN_COMMANDS = {
  /** Checks everything, the server included, then makes what is missing. */
  'generation.start': { args: onSession, answer: generationSchema },
  'generation.pause': { args: onSession, answer: generationSchema },
  'generation.resume': { args: onSession, answer: generationSchema },
  'generation.stop': { args: onSession, answer: generationSchema },
  /** Makes one image again, by its number; refused once a pair that shows it was judged. */
  'generation.regenerate': {
    args: onSession.extend({ number: z.number().int().min(1, 'Images are numbered from 1.') }),
    answer: generationSchema,
  },
  /** Checks everything as a start does, then makes one pair outside the plan, of which nothing is kept. A task. */
  'generation.testPair': { args: onSession, answer: testPairSchema },
  /** Shows the images in the making of the run that goes on, from the next one sent to the server, until the run ends. */
  'generation.previews': { args: onSession.extend({ on: z.boolean() }), answer: generationSchema },
  /** The thumbnails in their shuffled places. */
  'generation.gallery': { args: onSession, answer: z.object({ tiles: z.array(tileSchema) }) },
};
