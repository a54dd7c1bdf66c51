import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import { z } from 'zod';
import { contracts } from './contracts.ts';
import { createStages } from './registry.ts';
import { frozen } from './test/frozen.ts';
import { openWorkbench } from './test/workbench.ts';

const stages = Object.values(PipelineStage);
const contractOf = (stage: PipelineStage): StageContract => contracts[stage];

test('every stage of the schema has its contract, in the order in which requests pass them', () => {
  expect(Object.keys(contracts)).toEqual(stages);
  for (const stage of stages) expect(contractOf(stage).stage).toBe(stage);
});

test('every stage can be shown, counted, bounded and tried', () => {
  for (const stage of stages) {
    const { title, version, weight, maxAttempts, timeoutMs, concurrency } = contractOf(stage);
    expect(title.trim()).not.toBe('');
    expect(Number.isInteger(version) && version >= 1).toBe(true);
    expect(weight).toBeGreaterThan(0);
    expect(maxAttempts).toBeGreaterThanOrEqual(1);
    expect(timeoutMs).toBeGreaterThanOrEqual(1000);
    for (const cores of [1, 2, 64])
      expect(Number.isInteger(concurrency(cores)) && concurrency(cores) >= 1).toBe(true);
  }
});

test('the progress bar is full when every stage is done', () => {
  expect(stages.reduce((sum, stage) => sum + contractOf(stage).weight, 0)).toBe(100);
});

test('a text is not spoken, a sound is not drawn', () => {
  const runFor = (modality: Modality) =>
    stages.filter((stage) => contractOf(stage).modalities.includes(modality));
  const { speech_synthesis, video_generation, video_processing } = PipelineStage;
  expect(runFor(Modality.video)).toEqual(stages);
  expect(runFor(Modality.audio)).toEqual(stages.filter((stage) => stage !== video_generation));
  const onlyHeard: PipelineStage[] = [speech_synthesis, video_generation, video_processing];
  expect(runFor(Modality.text)).toEqual(stages.filter((stage) => !onlyHeard.includes(stage)));
});

test('only the notification may fail without failing the request', () => {
  const noted = stages.filter((stage) => contractOf(stage).onFailure === 'note');
  expect(noted).toEqual([PipelineStage.notification]);
  expect(stages.filter((stage) => contractOf(stage).memo === 'never')).toEqual(noted);
});

test('the registry binds a handler with a revision to every contract', async () => {
  const bench = await openWorkbench();
  try {
    const bound = createStages(bench.deps);
    expect(Object.keys(bound)).toEqual(stages);
    for (const stage of stages) {
      expect(bound[stage].contract).toBe(contracts[stage]);
      expect(bound[stage].handler.revision.trim()).not.toBe('');
    }
  } finally {
    await bench.close();
  }
});

test('a bound handler refuses an input that its contract forbids', async () => {
  const bench = await openWorkbench();
  try {
    const { handler } = createStages(bench.deps)[PipelineStage.notification];
    const run = async () => handler.run({ title: 7 }, await bench.task(PipelineStage.notification));
    await expect(run()).rejects.toThrow('expected string');
  } finally {
    await bench.close();
  }
});

/**
 * Tasks that are queued or remembered when a new version is deployed were written by the old one. A frozen payload is
 * never edited: what it holds is in databases. New fields of a contract are optional or have a default.
 */
describe('payloads of earlier versions', () => {
  test.each(stages)('%s: inputs and outputs still mean what they meant', (stage) => {
    const { inputs, outputs } = frozen(stage);
    expect(inputs.length).toBeGreaterThan(0);
    expect(outputs.length).toBeGreaterThan(0);
    for (const payload of inputs)
      expect(contractOf(stage).input.parse(payload)).toMatchObject(payload as object);
    for (const payload of outputs)
      expect(contractOf(stage).output.parse(payload)).toMatchObject(payload as object);
  });

  test.each(stages)('%s: every field of the contract is in one of them', (stage) => {
    const { inputs, outputs } = frozen(stage);
    const fieldsOf = (schema: StageContract['input']) =>
      schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    const held = (payloads: unknown[]) =>
      new Set(payloads.flatMap((payload) => Object.keys(payload as object)));
    for (const field of fieldsOf(contractOf(stage).input)) expect(held(inputs)).toContain(field);
    for (const field of fieldsOf(contractOf(stage).output)) expect(held(outputs)).toContain(field);
  });

  test('every kind of visual is among them', () => {
    const drawn = frozen(PipelineStage.video_generation).inputs as { scene: { visual: { kind: string } } }[];
    expect(new Set(drawn.map(({ scene }) => scene.visual.kind)).size).toBe(11);
  });
});
