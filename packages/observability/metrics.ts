import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { durationBuckets } from './buckets.ts';
import type { ProviderCall } from './provider-calls.ts';
import { taskMetrics, type MeasuredEvent } from './task-metrics.ts';

/** One answered HTTP request. */
export interface AnsweredRequest {
  method: string;
  /** Path template, so that ids do not become labels. */
  route: string;
  status: number;
  seconds: number;
}

/** Numbers that are read when they are asked for, by the value of one label. */
export interface WatchedNumber {
  name: string;
  help: string;
  label: string;
  read: () => Promise<ReadonlyMap<string, number>>;
}

/** Metrics of one process, in the Prometheus text format. */
export interface Metrics {
  contentType: string;
  render: () => Promise<string>;
  /** Takes the engine's events. */
  observe: (event: MeasuredEvent) => void;
  observeRequest: (request: AnsweredRequest) => void;
  observeCall: (call: ProviderCall) => void;
  /** Takes what became of a sentence that was looked for in the cache of speech. */
  observeSentence: (sentence: { engine: string; outcome: string }) => void;
  /** Reads numbers at every scrape. When that fails they are absent, and counted in vividly_unreadable_total. */
  watch: (watched: WatchedNumber) => void;
}

/** Makes the metrics of a process, with its own registry. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({
    name: 'vividly_http_request_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers,
  });
  const calls = new Histogram({
    name: 'vividly_provider_call_seconds',
    help: 'Time of calls to writers, voices and storage, by outcome: ok, or the code of the error',
    labelNames: ['provider', 'operation', 'outcome'],
    buckets: durationBuckets,
    registers,
  });
  const sentences = new Counter({
    name: 'vividly_speech_cache_total',
    help: 'Sentences looked for in the cache of speech: hit, miss, damaged (replaced), unreadable, unwritten',
    labelNames: ['engine', 'outcome'],
    registers,
  });
  const unreadable = new Counter({
    name: 'vividly_unreadable_total',
    help: 'Times that a number could not be read for a scrape',
    labelNames: ['metric'],
    registers,
  });

  return {
    contentType: registry.contentType,
    render: async () => registry.metrics(),
    observe: taskMetrics(registry),
    observeRequest({ method, route, status, seconds }) {
      http.observe({ method, route, status: String(status) }, seconds);
    },
    observeCall({ provider, operation, outcome, seconds }) {
      calls.observe({ provider, operation, outcome }, seconds);
    },
    observeSentence: (sentence) => {
      sentences.inc(sentence);
    },
    watch({ name, help, label, read }) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          gauge.reset();
          try {
            for (const [value, number] of await read()) gauge.set({ [label]: value }, number);
          } catch {
            unreadable.inc({ metric: name });
          }
        },
      });
    },
  };
}
