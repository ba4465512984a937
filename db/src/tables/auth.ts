import type { ColumnType, Generated } from 'kysely';

/** better-auth owns these and writes them; Curio reads who belongs to which workspace. Columns are named its way. */
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
