import type { JsonObject } from './graph';

/** The versions of ComfyUI that the demo can speak as. */
export type ComfyVersion = '0.33.0' | '0.3.64';

export const CURRENT_VERSION: ComfyVersion = '0.33.0';

/** Where the two versions' answers differ; all else they say alike. The nodes' descriptions are always the newer one's. */
export interface VersionTraits {
  readonly version: ComfyVersion;
  /** What GET /features and the `feature_flags` message say. */
  readonly features: JsonObject;
  /** `/api/jobs` exists. */
  readonly hasJobs: boolean;
  /** A prompt's `extra_data` is given its `create_time`. */
  readonly stampsPrompts: boolean;
  /** Only a canonical UUID is taken as `prompt_id`. */
  readonly wantsUuids: boolean;
  /** A refusal for an unknown class or a cycle names the nodes in fields of their own. */
  readonly namesFaultyNodes: boolean;
  /** A text that is not in a list is quoted as Python writes it, with its backslashes doubled. */
  readonly quotesWithRepr: boolean;
  /** `preview_method` of a prompt is heard. */
  readonly previewsOnRequest: boolean;
  /** `Sec-Fetch-Site: cross-site` is refused. */
  readonly checksFetchSite: boolean;
  /** Files are sent with `X-Content-Type-Options`. */
  readonly forbidsSniffing: boolean;
  /** The refusal to save outside the output folder ends with the common path. */
  readonly tellsCommonPath: boolean;
  /** /system_stats names the system by Python's `os.name`, and says less of the installation. */
  readonly namesSystemByFamily: boolean;
}

const BASE_FEATURES: JsonObject = { supports_preview_metadata: true, max_upload_size: 104857600 };

const TRAITS: Readonly<Record<ComfyVersion, VersionTraits>> = {
  '0.33.0': {
    version: '0.33.0',
    features: {
      ...BASE_FEATURES,
      supports_model_type_tags: true,
      extension: { manager: { supports_v4: true } },
      node_replacements: true,
      assets: false,
    },
    hasJobs: true,
    stampsPrompts: true,
    wantsUuids: true,
    namesFaultyNodes: true,
    quotesWithRepr: true,
    previewsOnRequest: true,
    checksFetchSite: true,
    forbidsSniffing: true,
    tellsCommonPath: false,
    namesSystemByFamily: false,
  },
  '0.3.64': {
    version: '0.3.64',
    features: BASE_FEATURES,
    hasJobs: false,
    stampsPrompts: false,
    wantsUuids: false,
    namesFaultyNodes: false,
    quotesWithRepr: false,
    previewsOnRequest: false,
    checksFetchSite: false,
    forbidsSniffing: false,
    tellsCommonPath: true,
    namesSystemByFamily: true,
  },
};

export function traitsOf(version: ComfyVersion): VersionTraits {
  return TRAITS[version];
}
