/** The oldest Node that runs everything, and the oldest from which a pinned newer one is started. */
const OLDEST = { major: 22, minor: 12, name: '22.12' };
const OLDEST_WITH_PINNED = { major: 20, minor: 0, name: '20' };

/**
 * Says whether this Node can go on. On Linux x64 an older Node is enough to install the packages, which bring a Node 24
 * of their own for everything after that.
 *
 * @param {string} version as `process.versions.node` has it
 * @param {string} platform
 * @param {string} arch
 * @returns {string | null} a sentence for the person, or null when all is well
 */
export function nodeFault(version, platform, arch) {
  const pinned = platform === 'linux' && arch === 'x64';
  const oldest = pinned ? OLDEST_WITH_PINNED : OLDEST;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return null;
  return `Blindfold needs Node ${oldest.name} or newer, and this is Node ${version}. Install a newer one from https://nodejs.org and try again.`;
}

/** Ends the process with a sentence when this Node is too old. */
export function requireNode() {
  const fault = nodeFault(process.versions.node, process.platform, process.arch);
  if (fault === null) return;
  console.error(fault);
  process.exit(1);
}
