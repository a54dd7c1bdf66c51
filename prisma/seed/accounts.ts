import { UserRole, UserTier, type Transaction } from '@vividly/db';

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
  const organization = await tx.organization.upsert({
    where: { slug: seedOrganization.slug },
    create: seedOrganization,
    update: {},
  });
  for (const user of seedUsers)
    await tx.user.upsert({
      where: { email: user.email },
      create: { ...user, organizationId: organization.id },
      update: {},
    });
}
