/** Which of the two hosts a journey runs in. */
export type Host = 'browser' | 'desktop';

/** The option by which a project of playwright.config.ts chooses the host. */
export interface HostOption {
  host: Host;
}
