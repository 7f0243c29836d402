/** The stages of a call, each with a deadline of its own. */
export type FabricStage = 'connect' | 'evaluate' | 'endorse' | 'submit' | 'commit-status';
