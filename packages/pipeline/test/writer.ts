import type { LessonScript, RuleFinding } from '@vividly/lesson';
import type { LessonBrief, LessonWriter, Understanding } from '@vividly/providers';
import { shortLesson } from './lesson.ts';

/** What a writer was asked, in order. */
export type WriterCall =
  | { asked: 'understand' }
  | { asked: 'write'; brief: LessonBrief }
  | { asked: 'repair'; script: LessonScript; findings: RuleFinding[] };

interface Behaviour {
  name?: LessonWriter['name'];
  version?: string;
  understand?: () => Understanding;
  /** The script of the first try (round 0) and of each repair. */
  script?: (round: number) => LessonScript;
}

/** The question of the short lesson, understood. */
export const understood = {
  outcome: 'clear',
  topic: { slug: 'newtons-third-law', title: 'Newton’s third law' },
  interest: { name: 'basketball', slug: 'basketball', family: 'sports' },
  gradeLevel: 6,
  confidence: 0.9,
} as const satisfies Understanding;

/** A writer whose answers a test decides; it keeps what it was asked. */
export function writerThat({
  name = 'local',
  version = '1',
  understand = () => understood,
  script = () => shortLesson,
}: Behaviour = {}): LessonWriter & { calls: WriterCall[] } {
  const calls: WriterCall[] = [];
  const by = `${name}:${version}`;
  const repairs = () => calls.filter(({ asked }) => asked === 'repair').length;
  return {
    calls,
    name,
    version,
    async understand() {
      calls.push({ asked: 'understand' });
      return Promise.resolve({ ...understand(), understoodBy: by });
    },
    async write(brief) {
      calls.push({ asked: 'write', brief });
      return Promise.resolve({ script: script(0), writtenBy: by });
    },
    async repair(_brief, broken, findings) {
      calls.push({ asked: 'repair', script: broken, findings });
      return Promise.resolve({ script: script(repairs()), writtenBy: by });
    },
  };
}
