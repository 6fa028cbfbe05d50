/**
 * The crew: refresh scores → health analyst → churn predictor → campaign agent → file proposals → insights writer. It
 * ends; it never waits for a person. The state is plain data; models, tools and progress come in `deps`.
 */
import { END, START, StateGraph } from '@langchain/langgraph'
import { analyse, type CrewDeps, crewState, fileProposals, plan, predict, refresh, type State, write } from './nodes.ts'

export function createCrewGraph(deps: CrewDeps) {
  return new StateGraph(crewState)
    .addNode('refresh_scores', (state: State) => refresh(state, deps))
    .addNode('health_analyst', (state: State) => analyse(state, deps))
    .addNode('churn_predictor', (state: State) => predict(state, deps))
    .addNode('campaign_agent', (state: State) => plan(state, deps))
    .addNode('file_proposals', (state: State) => fileProposals(state, deps))
    .addNode('insights_writer', (state: State) => write(state, deps))
    .addEdge(START, 'refresh_scores')
    .addEdge('refresh_scores', 'health_analyst')
    .addEdge('health_analyst', 'churn_predictor')
    .addEdge('churn_predictor', 'campaign_agent')
    .addEdge('campaign_agent', 'file_proposals')
    .addEdge('file_proposals', 'insights_writer')
    .addEdge('insights_writer', END)
    .compile({ name: 'customer-success-crew' })
}
