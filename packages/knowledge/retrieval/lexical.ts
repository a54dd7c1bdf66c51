import type { Database } from '@vividly/db';
import type { PassageRetriever, Retrieved, RetrievalQuery } from './port.ts';

/** How much a trigram match of the whole query counts beside the full-text rank (both about 0..1). */
const trigramWeight = 0.6;
/** Learners and topics this many grades apart still go together. */
const gradeSlack = 2;

/**
 * Full text over title, topic names and text (any of the query's words may match; more and closer ones rank higher),
 * with trigram similarity to the topic's names for misspelt queries, which full text cannot find.
 */
export function createLexicalRetriever(db: Database, libraryHash: string): PassageRetriever {
  return {
    version: `lexical-1:${libraryHash}`,
    async retrieve({ text, topic, gradeLevel, perAngle }: RetrievalQuery): Promise<Retrieved[]> {
      return db.$queryRaw<Retrieved[]>`
        WITH asked AS (
          SELECT replace(plainto_tsquery('english', ${text})::text, '&', '|')::tsquery AS terms
        ), scored AS (
          SELECT p.id, p.topic_slug AS topic, p.angle, p.title, p.text,
            ts_rank_cd(p.search, asked.terms, 32) + ${trigramWeight} * word_similarity(${text}, p.keywords) AS score
          FROM passages p JOIN topics t ON t.slug = p.topic_slug CROSS JOIN asked
          WHERE (${topic}::text IS NULL OR p.topic_slug = ${topic})
            AND (${gradeLevel}::int IS NULL
              OR ${gradeLevel}::int BETWEEN t.grade_min - ${gradeSlack}::int AND t.grade_max + ${gradeSlack}::int)
            AND (${topic}::text IS NOT NULL OR p.search @@ asked.terms OR ${text} <% p.keywords)
        ), ranked AS (
          SELECT *, row_number() OVER (PARTITION BY angle ORDER BY score DESC, id) AS place FROM scored
        )
        SELECT id, topic, angle, title, text, score::float8 AS score FROM ranked
        WHERE place <= ${perAngle} ORDER BY score DESC, id`;
    },
  };
}
