import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import { failureText } from './backend';

export interface Notice {
  id: number;
  text: string;
  tone: 'plain' | 'done' | 'fault';
  /** A way back, offered for a while. */
  undo?: { label: string; run: () => void };
  /** A way on from what happened. */
  act?: { label: string; run: () => void };
  /** What it is about: a later notice about the same takes its place, and so does the end of what it offers. */
  about?: string;
  /** Says what to do on the open tab, and goes with it. */
  isOfTab?: boolean;
}

/** What happened, for the toasts. Faults of a field stand beside the field instead. */
export const useNotices = create<{ notices: readonly Notice[] }>()(() => ({ notices: [] }));

let nextId = 1;

function add(notice: Omit<Notice, 'id'>): void {
  useNotices.setState((state) => ({ notices: [...state.notices, { ...notice, id: nextId++ }] }));
}

/** Tells the person something in one line. */
export function tell(text: string, tone: Notice['tone'] = 'plain', undo?: Notice['undo']): void {
  add({ text, tone, ...(undo === undefined ? {} : { undo }) });
}

/** Tells what was changed, with the way back; the next notice about the same takes its place, and its way back with it. */
export function tellUndo(text: string, undo: NonNullable<Notice['undo']>, about: string): void {
  add({ text, tone: 'plain', undo, about });
}

/** Tells that something is done, with a way on from it; `about` lets it go when that way is of no use any more. */
export function tellDone(text: string, act: NonNullable<Notice['act']>, about?: string): void {
  add({ text, tone: 'done', act, ...(about === undefined ? {} : { about }) });
}

const listeners = new Set<(about: string) => void>();

/** Hears which notices are of no use any more; the answer ends it. */
export function onNoticesEnded(listener: (about: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lets the notices about something go: what they offered was done, or is done in another way now. */
export function endNotices(about: string): void {
  useNotices.setState((state) => ({ notices: state.notices.filter((notice) => notice.about !== about) }));
  for (const listener of [...listeners]) listener(about);
}

/** Tells the person something in one line, with a way on from it. */
export function tellWithWayOn(text: string, act: NonNullable<Notice['act']>, tone: Notice['tone']): void {
  add({ text, tone, act });
}

/** Tells what to do next on the open tab; it goes when another one is opened. */
export function tellOnTab(text: string): void {
  add({ text, tone: 'plain', isOfTab: true });
}

/** Tells that something could not be done, and why. A lost backend has a banner of its own, which says it once. */
export function tellFailure(error: unknown): void {
  if (error instanceof AppFailure && error.code === 'host_unreachable') return;
  tell(failureText(error), 'fault');
}

/** Takes a notice away once it is shown. */
export function dropNotice(id: number): void {
  useNotices.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}
