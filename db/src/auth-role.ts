/** The role with the rights on better-auth's tables. The app's role switches to it only in the pool of better-auth. */
export const authRoleOf = (appRole: string): string => `${appRole}_auth`;
