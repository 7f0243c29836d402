import type { Answer, Sent, Wish } from '../evidence.mts';
import type { Case } from './case.mts';
import { deriveEffects, type Effect, type Effects } from './effects.mts';

/** What a check found. */
export interface Examination {
  /** How many things it looked at. */
  readonly counted: number;
  /** One line each. */
  readonly contradictions: readonly string[];
}

/** One thing that must be so. */
export interface Check {
  readonly name: string;
  /** The guarantee, as a sentence. */
  readonly what: string;
  readonly examine: (matter: Matter) => Examination;
}

export type Finding = Pick<Check, 'name' | 'what'> & Examination;

/** The case with what follows from it. */
export interface Matter extends Case {
  readonly effects: Effects;
  readonly wishesByKey: ReadonlyMap<string, Wish>;
  readonly answersByKey: ReadonlyMap<string, readonly Answer[]>;
  /** The effect of a key; the first where there are several. */
  readonly effectOf: (key: string) => Effect | undefined;
}

export function newMatter(evidence: Case): Matter {
  const effects = deriveEffects(evidence.transactions);
  return {
    ...evidence,
    effects,
    wishesByKey: new Map(evidence.wishes.map((wish) => [wish.key, wish])),
    answersByKey: Map.groupBy(evidence.answers, ({ key }) => key),
    effectOf: (key) => effects.byRequest.get(key)?.[0],
  };
}

/** Looks at each thing by itself. @param contradict - What is wrong with it; undefined when nothing is. */
export function examineEach<T>(things: readonly T[], contradict: (thing: T) => string | undefined): Examination {
  return { counted: things.length, contradictions: things.flatMap((thing) => contradict(thing) ?? []) };
}

/** The answers to what was sent, as far as they are of a kind. */
export function answersTo({ answers }: Matter, sent: Sent, is: (answer: Answer) => boolean): Answer[] {
  return answers.filter((answer) => answer.sent === sent && is(answer));
}

/** Whether the order was answered for good: issued, or refused on record. */
export function isFinalAnswer({ sent, status }: Answer): boolean {
  return sent === 'order' && (status === 201 || status === 422);
}
