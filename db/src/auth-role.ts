/** The role that owns the rights on better-auth's tables; the app's role takes it on for the pool of better-auth alone. */
export const authRoleOf = (appRole: string): string => `${appRole}_auth`;
