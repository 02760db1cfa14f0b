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

/** Tells that something is done, with a way on from it. */
export function tellDone(text: string, act: NonNullable<Notice['act']>): void {
  tellWithWayOn(text, act, 'done');
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
