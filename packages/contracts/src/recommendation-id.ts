import { newId } from './ids.ts';

/** What a recommendation was made with. */
export interface RecommendationOrigin {
  /** The model version; left out where no model ranked the items. */
  version?: number;
  /** The name of the placement, where the request named one. */
  placement?: string;
}

const format = /^rec_[0-9A-Za-z]{20}(?:\.v([1-9]\d{0,8}))?(?:\.p([a-z0-9][a-z0-9_-]{0,63}))?$/;

/**
 * A new id such as `rec_4tQ….v3.phome`. It carries the version and the placement, so that an event with the id can be
 * counted without a lookup of the recommendation, which is stored nowhere.
 */
export function newRecommendationId({ version, placement }: RecommendationOrigin = {}): string {
  const ofVersion = version === undefined ? '' : `.v${version}`;
  return `${newId('recommendation')}${ofVersion}${placement === undefined ? '' : `.p${placement}`}`;
}

/** The version and the placement in an id; undefined where the text is no id of a recommendation. */
export function parseRecommendationId(text: string): RecommendationOrigin | undefined {
  const match = format.exec(text);
  if (!match) return undefined;
  const [, version, placement] = match;
  return { ...(version ? { version: Number(version) } : {}), ...(placement ? { placement } : {}) };
}
