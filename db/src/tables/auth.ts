import type { ColumnType, Generated } from 'kysely';

/** Written by better-auth, with its column names; Curio reads which account belongs to which workspace. */
export interface AuthUserTable {
  id: string;
  name: string;
  email: string;
}

export interface AuthMemberTable {
  id: string;
  organizationId: string;
  userId: string;
  role: string;
  createdAt: ColumnType<Date, Date, never>;
}

export interface AuthOrganizationTable {
  id: string;
  name: string;
  slug: string;
  createdAt: Generated<Date>;
}
