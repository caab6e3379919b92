// @ts-nocheck: its packages are installed beside a copy in build/tools.
// Asks before its tool runs. The tool adds to the log in the state.
import { Annotation, interrupt, START, StateGraph } from '@langchain/langgraph';

const State = Annotation.Root({
  log: Annotation({ reducer: (log, more) => [...log, ...more], default: () => [] }),
});

const tool = () => ({ log: [`tool: ${interrupt('Run the tool?')}`] });

export const graph = new StateGraph(State).addNode('tool', tool).addEdge(START, 'tool').compile();
