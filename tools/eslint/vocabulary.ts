import ts from 'typescript';

/** The members of each enum whose values must not be written as strings, by the enum's name. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>;

/** What is known about the place where a string stands. */
export interface Place {
  /** Name of the property, variable or operand that the string is a value of. */
  name: string | null;
  /** Types that the string is assigned to or compared with. */
  types: readonly ts.Type[];
}

/** `status`, `stages`, `currentStage`, `request_status`; not `postage`. */
const statusName = /(?:^|_)(?:status|statuses|stage|stages)$|(?:Status|Statuses|Stage|Stages)$/;

export function isStatusName(name: string | null): boolean {
  return name !== null && statusName.test(name);
}

/** The string literals that a type admits (through unions and constraints); arrays stand for their elements. */
export function literalsOf(type: ts.Type, checker: ts.TypeChecker): Set<string> {
  if (type.isStringLiteral()) return new Set([type.value]);
  if (type.isUnionOrIntersection()) {
    return new Set(type.types.flatMap((member) => [...literalsOf(member, checker)]));
  }
  if (type.isTypeParameter()) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint ? literalsOf(constraint, checker) : new Set();
  }
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  return element && checker.isArrayLikeType(type) ? literalsOf(element, checker) : new Set();
}

/**
 * The enum that `value` is a member of at this place, or null when it is an ordinary word there.
 * A place that admits every member of an enum is that enum's, whatever it is called. A place that is called a status
 * or a stage is ours too, unless its type admits words that no enum of ours has: then it is someone else's vocabulary
 * (Jest's test results, for example).
 */
export function enumAt(
  value: string,
  place: Place,
  vocabulary: Vocabulary,
  checker: ts.TypeChecker,
): string | null {
  const candidates = Object.entries(vocabulary).filter(([, members]) => members.includes(value));
  const admitted = new Set(place.types.flatMap((type) => [...literalsOf(type, checker)]));
  const byType = candidates.find(([, members]) => members.every((member) => admitted.has(member)));
  if (byType) return byType[0];
  if (!isStatusName(place.name)) return null;
  const known = new Set(Object.values(vocabulary).flat());
  const foreign = [...admitted].some((word) => !known.has(word));
  return foreign ? null : (candidates[0]?.[0] ?? null);
}

/** The first member that SQL text compares with or assigns to a status or stage column, or casts to one of the enums. */
export function memberInSql(text: string, vocabulary: Vocabulary): string | null {
  const members = [...new Set(Object.values(vocabulary).flat())].join('|');
  const column = `\\b(?:status|stage|current_stage)"?\\s*(?:=|<>|!=|(?:not\\s+)?in\\s*\\()[^;=]*?'(${members})'`;
  const cast = `'(${members})'\\s*::\\s*"?(?:${Object.keys(vocabulary).join('|')})\\b`;
  const found = new RegExp(`${column}|${cast}`, 'i').exec(text);
  return found ? (found[1] ?? found[2] ?? null) : null;
}
