/** @typedef {Record<string, any> & { files: string[], asarUnpack: string[], electronFuses: Record<string, boolean> }} Config electron-builder.yml */

/**
 * The builder's settings with the project in them: where newer versions are looked for, and the address that a package for Debian
 * must name. Without a project no way to newer versions is built in.
 *
 * @param {Config} config
 * @param {Record<string, string | undefined>} env GITHUB_REPOSITORY is `owner/name`
 * @returns {Config}
 */
export function withProject(config, env) {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? [];
  if (!owner || !repo) return { ...config, publish: null };
  return {
    ...config,
    publish: { ...config.publish, owner, repo },
    extraMetadata: { ...config.extraMetadata, homepage: `https://github.com/${owner}/${repo}` },
  };
}
