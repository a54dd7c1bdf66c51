import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError, type PlanContext, type StageHandler } from '@vividly/engine';
import { checkEdit, checkScript, limits, qaReport, transcriptOf, type RuleFinding } from '@vividly/lesson';
import type { LessonBrief, LessonWriter, Written } from '@vividly/providers';
import type { z } from 'zod';
import { chainRevision, firstThatWorks } from '../../fallback.ts';
import type { PipelineDeps } from '../../ports.ts';
import { tempoOf } from '../../tempo.ts';
import { ragRetrieval } from '../rag_retrieval/contract.ts';
import { validation } from '../validation/contract.ts';
import {
  authorshipOf,
  editedMark,
  handedInSchema,
  type HandedIn,
  type scriptGeneration,
} from './contract.ts';

type Input = z.infer<typeof scriptGeneration.input>;
type Output = z.infer<typeof scriptGeneration.output>;

/** Rounds in which a broken rule may be mended before the request fails with the rule's name. */
const maxRepairs = 2;

/** Writes the lesson, or takes an edited one, and holds it against the lesson rules, whoever wrote it. */
export function createScriptHandler({ writers, storage }: PipelineDeps): StageHandler<Input, Output> {
  return {
    revision: chainRevision(writers),
    plan(context) {
      const edited = handedInSchema.nullable().parse(context.request.editedScript);
      return [{ part: 'main', input: { ...briefOf(context), edited } }];
    },
    async run({ edited, ...brief }, { signal, workDir, storagePrefix }) {
      const { written, repairs } =
        edited === null
          ? await firstThatWorks(writers, signal, (writer) => writeByTheRules(writer, brief, signal))
          : { written: takeByTheRules(edited, brief), repairs: 0 };
      const keep = async (name: string, content: string, contentType: string) => {
        const path = join(workDir, name);
        await writeFile(path, content);
        return storage.put(`${storagePrefix}/${name}`, path, contentType);
      };
      const qa = qaReport({
        script: written.script,
        authorship: authorshipOf(written.writtenBy),
        wordsPerMinute: brief.wordsPerMinute,
      });
      return {
        script: written.script,
        writtenBy: written.writtenBy,
        repairs,
        scriptFile: await keep('script.json', JSON.stringify(written.script, null, 2), 'application/json'),
        transcriptFile: await keep(
          'transcript.md',
          transcriptOf(written.script),
          'text/markdown; charset=utf-8',
        ),
        qaFile: await keep('qa-report.json', JSON.stringify(qa, null, 2), 'application/json'),
      };
    },
  };
}

function briefOf(context: PlanContext): LessonBrief {
  const [understood] = context.outputs(validation);
  const [retrieved] = context.outputs(ragRetrieval);
  if (!understood || !retrieved) throw new Error('a script needs an understood question and its sources');
  const { topic, interest, gradeLevel } = understood.output;
  return {
    query: context.request.query,
    topic,
    interest,
    gradeLevel,
    targetSeconds: Math.min(limits.lessonSecondsMax, context.request.durationSeconds),
    wordsPerMinute: tempoOf(context),
    passages: retrieved.output.passages,
  };
}

async function writeByTheRules(
  writer: LessonWriter,
  brief: LessonBrief,
  signal: AbortSignal,
): Promise<{ written: Written; repairs: number }> {
  const judge = ({ script }: Written) => checkScript(script, { wordsPerMinute: brief.wordsPerMinute });
  let written = await writer.write(brief, { signal });
  let findings = judge(written);
  let repairs = 0;
  while (findings.length > 0 && repairs < maxRepairs) {
    written = await writer.repair(brief, written.script, findings, { signal });
    findings = judge(written);
    repairs += 1;
  }
  if (findings.length > 0)
    throw brokenRules(findings, `after ${String(repairs)} repairs the lesson still breaks`);
  return { written, repairs };
}

/** The edited script, unless it breaks a rule that is hard for edits: nobody repairs what a person decided. */
function takeByTheRules({ script, writtenBy }: HandedIn, { wordsPerMinute }: LessonBrief): Written {
  const findings = checkEdit(script, { wordsPerMinute });
  if (findings.length > 0) throw brokenRules(findings, 'the edited lesson breaks');
  return { script, writtenBy: writtenBy.startsWith(editedMark) ? writtenBy : `${editedMark}${writtenBy}` };
}

function brokenRules(findings: RuleFinding[], verdict: string): PermanentError {
  const names = [...new Set(findings.map(({ rule, name }) => `rule ${String(rule)} ${name}`))].join(', ');
  const [first] = findings;
  const example = first ? ` (${[first.sceneId, first.message].filter(Boolean).join(': ')})` : '';
  return new PermanentError('lesson_rule_broken', `${verdict} ${names}${example}`);
}
