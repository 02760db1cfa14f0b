/** What a framing is for. */
export type FramingGroup = 'figure' | 'creature' | 'machine' | 'thing' | 'view' | 'room';

/** 0 shows a face or a detail, 1 the upper half, 2 all of it, 3 all of it from far away, which needs the open sky. */
export type Reach = 0 | 1 | 2 | 3;

export interface Framing {
  /** With an article it reads well before “of”, without one behind a comma. */
  readonly text: string;
  readonly reach: Reach;
  readonly isPlain: boolean;
}

const framings = (reach: Reach, ...texts: readonly string[]): Framing[] =>
  texts.map((text, index) => ({ text, reach, isPlain: index < 2 && reach < 3 }));

export const FRAMINGS: Readonly<Record<FramingGroup, readonly Framing[]>> = {
  figure: [
    ...framings(
      0,
      'a close-up portrait',
      'a head-and-shoulders portrait',
      'a three-quarter portrait',
      'a profile portrait',
      'a close-up from slightly below',
    ),
    ...framings(
      1,
      'a half-length view',
      'a waist-up portrait',
      'a candid half-length view',
      'a waist-up view from the side',
      'a half-length view from slightly above',
    ),
    ...framings(
      2,
      'a full-body view',
      'a full-length portrait',
      'a full-body view from the side',
      'a low-angle full-body view',
      'a high-angle view',
      'a three-quarter full-body view',
      'seen from behind',
    ),
    ...framings(3, 'a wide view', 'seen from far away', 'small in a wide view', 'a distant view from above'),
  ],
  creature: [
    ...framings(
      0,
      'a close-up',
      'an eye-level close-up',
      'a profile close-up',
      'a close-up from slightly above',
      'a tight close-up',
    ),
    ...framings(
      2,
      'a full-body view',
      'an eye-level view',
      'a side view',
      'a three-quarter view',
      'a low-angle view',
      'a view from above',
      'a candid view',
      'seen from behind',
      'a centered full-body view',
      'a view from ground level',
    ),
    ...framings(3, 'a wide view', 'seen from far away', 'small in a wide view', 'a distant side view'),
  ],
  machine: [
    ...framings(
      0,
      'a close-up',
      'a close view from the front',
      'a close view from the side',
      'a tight detail view',
    ),
    ...framings(
      2,
      'a three-quarter front view',
      'a side view',
      'a front view',
      'a three-quarter rear view',
      'a rear view',
      'a low-angle view',
      'a view from slightly above',
      'an eye-level view',
      'a centered symmetrical view',
      'a low three-quarter view',
      'a dynamic tilted view',
    ),
    ...framings(
      3,
      'a wide view',
      'an aerial view',
      'seen from far away',
      'small in a wide view',
      'a distant side view',
    ),
  ],
  thing: [
    ...framings(
      0,
      'a close-up',
      'a close view from the side',
      'a macro view',
      'a tight close-up',
      'a close view from slightly above',
      'a close view from the front',
    ),
    ...framings(
      2,
      'a three-quarter view',
      'an eye-level view',
      'a side view',
      'a top-down view',
      'a low-angle view',
      'a front view',
      'a centered symmetrical view',
      'a view from slightly above',
      'a view from table height',
      'an off-center view',
      'a high-angle view',
      'a square-on view',
    ),
  ],
  view: [
    ...framings(0, 'a close view', 'a detail view', 'a close view from below', 'a tight view'),
    ...framings(
      2,
      'a wide view',
      'an eye-level view',
      'a low-angle view',
      'a symmetrical front view',
      'a view from the side',
      'a three-quarter view',
      'a view from slightly above',
      'framed by branches',
      'a tall vertical view',
    ),
    ...framings(
      3,
      'an aerial view',
      'a panoramic view',
      'seen from a distance',
      'a bird’s-eye view',
      'a very wide view',
    ),
  ],
  room: [
    ...framings(0, 'a close view', 'a detail view', 'a tight corner view', 'a close view at table height'),
    ...framings(
      2,
      'a wide view',
      'an eye-level view',
      'a symmetrical view',
      'a view from the corner',
      'a low-angle view',
      'a view from the doorway',
      'a high-angle view',
      'a view through an open door',
      'a view toward the windows',
      'a centered view',
      'a view along the wall',
      'a wide view from floor level',
      'a diagonal view',
      'a tall vertical view',
      'a view from the far end',
    ),
  ],
};
