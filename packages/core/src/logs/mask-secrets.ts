/** Curio's keys and signing secrets, keys of well-known services, bearer tokens and JSON web tokens. */
const tokens =
  /\b(?:cur_(?:live|test)_|whsec_)[\w+/=-]*|\b(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[abprs]|AKIA)[_-]?[A-Za-z0-9_-]{12,}|\bBearer\s+[\w.+/=-]+|\beyJ[\w-]{8,}\.[\w.-]+/g;
/** In addresses: name and password, and parameters that grant access. */
const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"]+@/gi;
const grants = /([?&][^=&\s"]*(?:token|key|sig|secret|pass|credential|auth)[^=&\s"]*=)[^&\s"]+/gi;

/** A text without what looks like a secret. */
export function maskSecrets(text: string): string {
  return text.replaceAll(tokens, '[removed]').replaceAll(userInfo, '$1[removed]@').replaceAll(grants, '$1[removed]');
}

/** A path without ids of users: those are the tenant's own ids of persons, who can ask to be forgotten. */
export function maskPath(path: string): string {
  return maskSecrets(path.replace(/(\/users|^\/recommendations|^\/recommend)\/[^/]+/, '$1/{userId}').slice(0, 500));
}
