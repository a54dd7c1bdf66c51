import { UserRole, UserTier, type SeedTable, type Transaction } from '@vividly/db';

/** The organization that a fresh installation starts with. */
export const seedOrganization = { slug: 'demo', name: 'Demo School' } as const;

/** One user of each role in it. */
export const seedUsers = [
  { email: 'student@demo.invalid', name: 'Sam Student', role: UserRole.student, tier: UserTier.free },
  { email: 'teacher@demo.invalid', name: 'Toni Teacher', role: UserRole.teacher, tier: UserTier.pro },
  { email: 'admin@demo.invalid', name: 'Alex Admin', role: UserRole.admin, tier: UserTier.enterprise },
  { email: 'root@demo.invalid', name: 'Robin Root', role: UserRole.super_admin, tier: UserTier.enterprise },
] as const;

/** Creates what is missing; what somebody has changed since stays as it is. */
export async function seedAccounts(tx: Transaction): Promise<void> {
  await tx.organization.createMany({ data: [seedOrganization], skipDuplicates: true });
  const { id: organizationId } = await tx.organization.findUniqueOrThrow({
    where: { slug: seedOrganization.slug },
  });
  await tx.user.createMany({
    data: seedUsers.map((user) => ({ ...user, organizationId })),
    skipDuplicates: true,
  });
}

/** What must be there of it: names and tiers are free to change, an address and its role are not. */
export const accountTables: readonly SeedTable[] = [
  { table: 'organizations', key: 'slug', others: 'allowed', rows: [{ slug: seedOrganization.slug }] },
  {
    table: 'users',
    key: 'email',
    others: 'allowed',
    rows: seedUsers.map(({ email, role }) => ({ email, role })),
  },
];
