import type { HelpPlace } from '../store/view';

/** The places of the help that the app itself leads to. */
export const TOPICS = {
  firstRun: { page: 'guide', heading: 'a-first-run-with-comfyui' },
  judging: { page: 'guide', heading: 'judging' },
  report: { page: 'guide', heading: 'reading-the-report' },
  comparison: { page: 'guide', heading: 'which-epoch-is-best' },
  packs: { page: 'guide', heading: 'several-raters' },
  noConnection: { page: 'troubleshooting', heading: 'no-connection' },
  lackingServer: { page: 'troubleshooting', heading: 'what-a-server-lacks' },
  workflows: { page: 'troubleshooting', heading: 'workflows' },
  runs: { page: 'troubleshooting', heading: 'runs-that-pause-or-stand-still' },
  selfCheck: { page: 'troubleshooting', heading: 'the-self-check' },
  modelServer: { page: 'troubleshooting', heading: 'the-assistant' },
  disk: { page: 'troubleshooting', heading: 'room-and-rights' },
  sessions: { page: 'troubleshooting', heading: 'sessions-that-are-not-whole' },
  openElsewhere: { page: 'troubleshooting', heading: 'room-and-rights' },
  page: { page: 'troubleshooting', heading: 'the-window' },
  settingsFile: { page: 'troubleshooting', heading: 'settings-that-are-not-taken' },
} as const satisfies Record<string, HelpPlace>;

export type Topic = keyof typeof TOPICS;
